"""One village's own process (一个村的进程): how soon it answers from nothing, how much it holds."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from bench import measure

PAGES = ("/", "/items/", "/items/NEG-01/", "/items/POS-001/", "/check/", "/c/" + "a" * 26, "/keys/")
QUESTION = "/ask/?q=" + quote("证明我妈是我妈")
ROUNDS = 30
PATIENCE_SECONDS = 60


class Visitor:
    """A browser without a screen: it keeps cookies and sends forms (来访者)."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.jar = CookieJar()
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> int:
        """Return the status of a page."""
        return self._send(Request(self.address + path))

    def post(self, path: str, **fields: str) -> int:
        """Return the status of the page that a form leads to."""
        token = next(cookie.value or "" for cookie in self.jar if cookie.name == "csrftoken")
        sent = urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        return self._send(Request(self.address + path, sent))

    def _send(self, request: Request) -> int:
        try:
            with self.opener.open(request) as answer:
                answer.read()
                status: int = answer.status
                return status
        except HTTPError as error:  # an answer too: 404 is what an unknown paper gets
            return error.code


def measured(folder: Path) -> dict[str, Any]:
    """Serve from an empty folder and from a working one, and return what it took."""
    started = time.monotonic()
    with serving(folder / "new") as (_, server):
        first_page_s = time.monotonic() - started
        at_rest = measure.memory_mb(server)
    return {
        "first_page_from_nothing_s": round(first_page_s, 2),
        "memory_at_first_page": at_rest,
        **_after_work(folder / "working"),
        "note": "wall-clock seconds; memory in MB",
    }


def _after_work(folder: Path) -> dict[str, Any]:
    """Return the memory after readers came and a paper was signed."""
    built = [sys.executable, "-m", "tests.faults.scene", "now"]
    subprocess.run(built, env=_environment(folder), check=True)
    with serving(folder) as (visitor, server):
        for _ in range(ROUNDS):
            for page in (*PAGES, QUESTION):
                visitor.get(page)
        after_pages = measure.memory_mb(server)
        _sign(visitor)
        return {
            "requests": ROUNDS * (len(PAGES) + 1),
            "memory_after_pages": after_pages,
            "memory_after_signing": measure.memory_mb(server),
        }


def _sign(visitor: Visitor) -> None:
    """Sign the one case that waits, as the responsible person does."""
    from tests.conftest import PASSWORD

    number = "990121001001-2026-" + quote("办") + "000001"
    visitor.get("/sign-in/")
    visitor.post("/sign-in/", username="responsible", password=PASSWORD)
    visitor.get(f"/desk/cases/{number}/")
    visitor.post(f"/desk/cases/{number}/signature/", proof=PASSWORD)
    status = visitor.get("/desk/certificates/990121001001-2026-00001/")
    if status != 200:
        raise RuntimeError(f"the certificate was not made: {status}")


@contextmanager
def serving(folder: Path) -> Iterator[tuple[Visitor, int]]:
    """Serve ``folder`` while the block runs; yield a visitor and the server's process."""
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "juzheng", "serve", "--demo", "--port", str(port)],
        env=_environment(folder),
        stdout=subprocess.DEVNULL,
    )
    visitor = Visitor(f"http://127.0.0.1:{port}")
    try:
        _wait(visitor, server)
        yield visitor, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "JUZHENG_DATA": str(folder), "JUZHENG_KEYS": str(folder / "keys")}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait(visitor: Visitor, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            if visitor.get("/") == 200:
                return
        except URLError:
            time.sleep(0.02)
    raise RuntimeError("the server did not answer; run juzheng serve to see why")
