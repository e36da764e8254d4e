"""Slow visitors (慢客): whoever sends or reads slowly, or not at all, keeps nobody else waiting."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from juzheng.config import server

ROOT = Path(__file__).parents[2]
PATIENCE_S = 20  # of a resident; a server that waits for such visitors is frozen for minutes
FORM = (
    b"POST /check/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Cookie: csrftoken=abcdefghijklmnopqrstuvwxyzABCDEF\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
)
PAGE = b"GET /items/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
LAST = PAGE.replace(b"Host:", b"Connection: close\r\nHost:")
SLOW = {
    "body": FORM + b"Content-Length: 1000\r\n\r\na",
    "chunks": FORM + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
    "chunk head": FORM + b"Transfer-Encoding: chunked\r\n\r\n1;" + b"a" * 1000,
    "headers": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    "nothing": b"",
    "idle": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "reader": PAGE * 20,
}


def connect(port: int, said: bytes = b"") -> socket.socket:
    """Connect with a small window, so that an answer that is not read stays with the server."""
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    one.settimeout(PATIENCE_S)
    one.connect(("127.0.0.1", port))
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        one.sendall(said)
    return one


def everything(one: socket.socket) -> bytes:
    """Read until the server closes."""
    with one:
        return b"".join(iter(lambda: one.recv(65536), b""))


def visit(port: int, path: str) -> int:
    """Open a page as a resident does, who comes back when told to."""
    end = time.monotonic() + PATIENCE_S
    while True:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
        with contextlib.closing(line):
            line.request("GET", path)
            answer = line.getresponse()
            answer.read()
        if answer.status != 503 or time.monotonic() > end:
            return answer.status
        time.sleep(1)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """``juzheng serve``, once; the port it answers at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("serving")
    own = {"JUZHENG_DATA": str(folder), "PYTHONPATH": str(ROOT), "JUZHENG_DATABASE_URL": ""}
    words = [sys.executable, "-m", "juzheng", "serve", "--port", str(port)]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(words, env=os.environ | own, stdout=said, stderr=said)
    try:
        for _ in range(240):
            with contextlib.suppress(OSError):
                if visit(port, "/healthz") == 200:
                    break
            assert process.poll() is None, (folder / "said").read_text()
            time.sleep(0.5)
        yield port
        process.terminate()
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
@pytest.mark.parametrize("how", SLOW)
@pytest.mark.parametrize("many", [4, 40, 400])
def test_a_resident_gets_her_answer_while_others_are_slow(real: int, how: str, many: int) -> None:
    with contextlib.ExitStack() as lines:
        for _ in range(many):
            lines.enter_context(connect(real, SLOW[how]))
        for path in ("/healthz", "/", "/check/"):
            assert visit(real, path) == 200


@pytest.mark.slow
def test_what_the_server_itself_refuses_is_a_page_of_ours(real: int) -> None:
    large = FORM + b"Content-Length: 99999999\r\n\r\n" + b"a" * 3_000_000
    answer = everything(connect(real, large)).decode()
    assert answer.startswith("HTTP/1.1 413 ")
    assert "太大了" in answer
    assert "Content-Security-Policy" in answer
    english = large.replace(b"Host:", b"Accept-Language: en-GB\r\nHost:")
    assert "too large" in everything(connect(real, english)).decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (b"GET http://[::1/ HTTP/1.1\r\n\r\n", "400"),
        (FORM + b"Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n", "413"),
    ],
)
def test_what_is_refused_is_refused_at_once(real: int, asked: bytes, status: str) -> None:
    assert everything(connect(real, asked)).decode().startswith(f"HTTP/1.1 {status} ")


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/", "/no-such-page/", "/healthz"])
def test_head_has_no_body(real: int, path: str) -> None:
    asked = (("HEAD", path, "keep-alive"), ("GET", "/healthz", "close"))
    words = "".join(
        f"{how} {place} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: {then}\r\n\r\n"
        for how, place, then in asked
    )
    head, after = everything(connect(real, words.encode())).split(b"\r\n\r\n", 1)
    assert b"Content-Length: " in head
    assert after.startswith(b"HTTP/1.1 200 ")


@pytest.mark.slow
def test_two_requests_in_one_breath_are_answered_in_their_order(real: int) -> None:
    last = b"GET /nowhere/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    answer = everything(connect(real, PAGE * 3 + last)).decode()
    assert [part[:3] for part in answer.split("HTTP/1.1 ")[1:]] == ["200", "200", "200", "404"]


Application = Callable[[dict[str, Any], Callable[..., Any]], list[bytes]]


@pytest.fixture
def serving() -> Iterator[Callable[[Application], int]]:
    """Serve an application in a thread; return the port."""
    running = []

    def start(application: Application) -> int:
        one = server.Server(application, "127.0.0.1", 0)
        thread = threading.Thread(target=one.run)
        thread.start()
        running.append((one, thread))
        return int(one.effective_port)

    yield start
    for one, thread in running:
        one.stop()
        thread.join(60)
        assert not thread.is_alive()


def says(text: bytes) -> Application:
    def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        environ["wsgi.input"].read()
        start("200 OK", [("Content-Length", str(len(text)))])
        return [text]

    return application


@pytest.mark.parametrize("how", ["body", "chunks", "chunk head", "headers"])
def test_who_does_not_come_to_an_end_is_told_so(
    how: str, serving: Callable[[Application], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(server.PATIENCE_S, "asking", 0.1)
    port = serving(says(b"ok"))
    assert everything(connect(port, SLOW[how])).split()[1] == b"408"


def test_who_sends_fast_enough_may_send_for_long(
    serving: Callable[[Application], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(server.PATIENCE_S, "asking", 0.1)
    monkeypatch.setattr(server, "SLOWEST", 1)
    one = connect(serving(says(b"ok")), FORM + b"Connection: close\r\nContent-Length: 30\r\n\r\n")
    for _ in range(30):
        one.sendall(b"a")
        time.sleep(0.1)
    assert everything(one).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("doing", "said"), [("asking", b""), ("idle", SLOW["idle"]), ("reading", PAGE)]
)
def test_the_line_of_one_who_does_nothing_is_closed(
    doing: str,
    said: bytes,
    serving: Callable[[Application], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(server.PATIENCE_S, doing, 0.1)
    one = connect(serving(says(b"a" * 20_000_000 if doing == "reading" else b"ok")), said)
    time.sleep(4)
    received = b""
    with contextlib.suppress(ConnectionResetError):
        received = everything(one)
    assert len(received) < 20_000_000


def test_no_thread_waits_for_a_reader(serving: Callable[[Application], int]) -> None:
    port = serving(says(b"a" * 40_000_000))
    with contextlib.ExitStack() as lines:
        for _ in range(server.THREADS + 1):
            lines.enter_context(connect(port, PAGE * 3))
        one = connect(port, PAGE)
        assert one.recv(12) == b"HTTP/1.1 200"
        one.close()


def test_a_full_queue_says_when_to_come_again(
    serving: Callable[[Application], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "LONGEST_QUEUE", 2)
    free = threading.Event()

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        assert free.wait(60)
        return says(b"ok")(environ, start)

    port = serving(application)
    with contextlib.ExitStack() as lines:
        lines.callback(free.set)
        inside = []
        for _ in range(server.THREADS + 2):
            inside.append(lines.enter_context(connect(port, PAGE)))
            time.sleep(0.1)
        refused = everything(connect(port, PAGE))
        assert refused.startswith(b"HTTP/1.1 503 ")
        assert b"Retry-After: 5\r\n" in refused
        free.set()
        assert [one.recv(12) for one in inside] == [b"HTTP/1.1 200"] * len(inside)


def test_where_all_places_are_taken_the_slowest_leaves(
    serving: Callable[[Application], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.Server, "most_connections", 10)
    port = serving(says(b"ok"))
    with contextlib.ExitStack() as lines:
        slow = [lines.enter_context(connect(port, SLOW["body"])) for _ in range(40)]
        time.sleep(0.5)
        assert visit(port, "/") == 200
        assert sum(map(is_closed, slow)) >= 28


def is_closed(one: socket.socket) -> bool:
    """Return whether the server has closed the line; what it says before is waited for briefly."""
    one.settimeout(0.1)
    try:
        return one.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionResetError:
        return True


def test_the_next_request_begins_when_the_answer_before_has_left(
    serving: Callable[[Application], int],
) -> None:
    begun = []

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        begun.append(environ["PATH_INFO"])
        return says(b"a" * 8_000_000)(environ, start)

    with connect(serving(application), PAGE * 2 + LAST) as line:
        time.sleep(1)
        assert len(begun) == 1
        assert len(everything(line)) > 24_000_000
    assert len(begun) == 3


def test_all_of_them_together_may_hold_so_much(
    serving: Callable[[Application], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MOST_HELD", 1_000_000)
    said = FORM + b"Content-Length: 2000000\r\n\r\n" + b"a" * 1_500_000
    one = connect(serving(says(b"ok")), said)
    with contextlib.suppress(ConnectionResetError):
        assert everything(one) == b""


def test_the_head_of_a_chunk_has_an_end(serving: Callable[[Application], int]) -> None:
    endless = FORM + b"Transfer-Encoding: chunked\r\n\r\n1;" + b"a" * 200_000
    assert everything(connect(serving(says(b"ok")), endless)).startswith(b"HTTP/1.1 400 ")


def test_a_body_without_an_end_is_refused(serving: Callable[[Application], int]) -> None:
    chunk = b"ffff\r\n" + b"a" * 0xFFFF + b"\r\n"
    one = connect(serving(says(b"ok")), FORM + b"Transfer-Encoding: chunked\r\n\r\n")
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        for _ in range(400):
            one.sendall(chunk)
    assert everything(one).startswith(b"HTTP/1.1 413 ")


def test_what_a_proxy_says_reaches_the_application(serving: Callable[[Application], int]) -> None:
    heard: dict[str, Any] = {}

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        heard.update(environ)
        return says(b"ok")(environ, start)

    line = http.client.HTTPConnection("127.0.0.1", serving(application), timeout=PATIENCE_S)
    line.request("GET", "/", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"})
    assert line.getresponse().status == 200
    line.close()
    assert heard["HTTP_X_FORWARDED_PROTO"] == "https"
    assert heard["HTTP_X_FORWARDED_FOR"] == "192.0.2.7"


def test_whoever_is_inside_gets_an_answer_before_it_stops() -> None:
    begun = threading.Event()

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        begun.set()
        time.sleep(0.5)
        return says(b"a" * 8_000_000)(environ, start)

    one = server.Server(application, "127.0.0.1", 0)
    thread = threading.Thread(target=one.run)
    thread.start()
    line = connect(int(one.effective_port), LAST)
    assert begun.wait(20)
    one.stop()
    assert len(everything(line)) > 8_000_000
    thread.join(60)
    assert not thread.is_alive()
