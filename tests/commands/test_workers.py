"""Workers (工作进程): as many as are asked for, replaced when one ends, gone when told to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from juzheng.config import workers

ROOT = Path(__file__).parent.parent.parent
SERVE = """
import os, sys, time
from juzheng.config import workers

def work():
    os.write(1, b"began %d\\n" % os.getpid())
    {work}

sys.exit(workers.serve(2, work))
"""


@contextmanager
def _serving(work: str) -> Iterator[subprocess.Popen[str]]:
    started = subprocess.Popen(
        [sys.executable, "-c", SERVE.format(work=work)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    with started:
        try:
            yield started
        finally:
            started.terminate()


def _began(server: subprocess.Popen[str]) -> int:
    assert server.stdout
    word, process = server.stdout.readline().split()
    assert word == "began"
    return int(process)


def test_one_that_ends_is_replaced_and_all_end_when_told() -> None:
    with _serving("time.sleep(60)") as server:
        first = {_began(server), _began(server)}
        assert len(first) == 2
        os.kill(min(first), signal.SIGKILL)
        another = _began(server)
        assert another not in first
        server.terminate()
        assert server.wait(timeout=60) == 0
    for process in (another, max(first)):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_one_that_never_gets_going_ends_the_whole() -> None:
    with _serving("os._exit(1)") as server:
        assert server.stdout
        assert server.stdout.read().count("began") >= workers.MOST_TOO_SOON
        assert server.wait(timeout=60) == 1


@pytest.mark.parametrize(("text", "count"), [("1", 1), ("2", 2), ("64", 64)])
def test_a_number_is_taken(text: str, count: int) -> None:
    assert workers.counted(text) == count


@pytest.mark.parametrize("text", ["", "0", "-1", "65", "two", "1.5", "９", "9" * 5000])
def test_what_is_no_number_of_workers_is_said(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="JUZHENG_WORKERS"):
        workers.counted(text)


def test_warming_asks_for_the_pages_that_come_first_and_survives_them() -> None:
    from juzheng.web.shared import warming

    asked = []

    def application(environ: dict[str, object], start: object) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] == "/":
            raise RuntimeError("a page that breaks")
        return [b""]

    warming.warm(application)
    assert asked == [path for path, _ in warming.PAGES]


def test_a_warm_server_has_read_catalogue_words_and_patterns(db: None) -> None:
    """The real application: nothing of it is left for the first visitor."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.template import engines

    from juzheng.law.base import redaction
    from juzheng.web.shared import warming

    redaction._pattern.cache_clear()
    warming.warm(WSGIHandler())
    loader = engines["django"].engine.template_loaders[0]  # type: ignore[attr-defined]
    assert redaction._pattern.cache_info().currsize > 40
    assert any("ask" in str(key) for key in loader.get_template_cache)
