"""Turns (轮到谁): the loop rests when it can do nothing, and first requests come first."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from juzheng.config import server
from tests.commands.test_slow_visitors import (
    LAST,
    PAGE,
    PATIENCE_S,
    Application,
    connect,
    everything,
    says,
    serving,  # noqa: F401 - the server in a thread
)


def test_the_loop_rests_while_a_thread_sends(
    serving: Callable[[Application], int],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns: list[float] = []
    send, readable = server.Channel.send, server.Server.readable

    def slowly(channel: server.Channel, data: bytes, do_close: bool = True) -> int:
        channel.server.pull_trigger()
        time.sleep(0.1)
        return send(channel, data, do_close)

    def turning(one: server.Server) -> bool:
        turns.append(time.monotonic())
        return bool(readable(one))

    monkeypatch.setattr(server.Channel, "send", slowly)
    monkeypatch.setattr(server.Server, "readable", turning)
    said = everything(connect(serving(says(b"ok")), PAGE * 3 + LAST))
    assert said.count(b"HTTP/1.1 200 ") == 4
    assert len(turns) < 100  # a loop that does not rest turns thousands of times


@pytest.mark.parametrize("length", [2, 8_000_000])
def test_the_loop_is_woken_when_a_thread_leaves_the_rest_to_it(
    length: int,
    serving: Callable[[Application], int],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loop, pull = server.wasyncore.loop, server.Server.pull_trigger

    def pull_and_look(one: server.Server) -> None:
        pull(one)
        time.sleep(0.1)  # the loop has looked by now, and found a thread still at it

    monkeypatch.setattr(server.Server, "pull_trigger", pull_and_look)
    # Nothing else wakes it in time.
    monkeypatch.setattr(server.wasyncore, "loop", lambda **how: loop(**how | {"timeout": 600}))
    said = everything(connect(serving(says(b"a" * length)), PAGE * 2 + LAST))
    assert said.count(b"HTTP/1.1 200 ") == 3
    assert len(said) > 3 * length


def test_a_line_that_has_to_go_goes_though_a_thread_is_at_it(
    serving: Callable[[Application], int],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(server.PATIENCE_S, "reading", 0.1)
    free = threading.Event()

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterator[bytes]:
        start("200 OK", [])
        yield b"a" * 8_000_000
        free.wait(60)

    with contextlib.ExitStack() as ending:
        ending.callback(free.set)
        one = connect(serving(application), PAGE)
        time.sleep(3)
        with contextlib.suppress(ConnectionResetError):
            assert len(everything(one)) < 8_000_000


def test_who_asks_much_at_once_stands_behind_everybody_who_asks_first(
    serving: Callable[[Application], int],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[str] = []
    waiting: list[server.Channel] = []
    free = threading.Semaphore(0)
    add_task = server.Server.add_task

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        begun.append(environ["PATH_INFO"][1:])
        assert free.acquire(timeout=60)
        return says(b"ok")(environ, start)

    def adding(one: server.Server, channel: server.Channel) -> None:
        add_task(one, channel)
        waiting.append(channel)

    def asks(*names: str) -> bytes:
        return b"".join(PAGE.replace(b"/items/", f"/{name}".encode()) for name in names)

    def until(many: list[Any], count: int) -> None:
        end = time.monotonic() + PATIENCE_S
        while len(many) < count and time.monotonic() < end:
            time.sleep(0.01)
        assert len(many) == count, begun

    monkeypatch.setattr(server, "THREADS", 1)
    monkeypatch.setattr(server.Server, "add_task", adding)
    port = serving(application)
    with contextlib.ExitStack() as lines:
        lines.callback(free.release, 10)
        lines.enter_context(connect(port, asks("a1", "a2", "a3")))
        until(begun, 1)
        lines.enter_context(connect(port, asks("b1", "b2")))
        until(waiting, 2)
        free.release()
        until(begun, 2)  # b1; a2 waits, and is all who may
        with monkeypatch.context() as narrow:
            narrow.setattr(server, "LONGEST_QUEUE", 1)
            resident = lines.enter_context(connect(port, asks("c1")))
            until(waiting, 4)
        free.release(2)
        until(begun, 4)
        assert resident.recv(12) == b"HTTP/1.1 200"
        resident.sendall(asks("c2"))  # one after the other is not all at once
        until(waiting, 6)
        free.release(4)
        until(begun, 7)
    assert begun == ["a1", "b1", "c1", "a2", "c2", "b2", "a3"]
