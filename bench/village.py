"""One village's own process (一个村的进程): how soon it answers from nothing, how much it holds."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from bench import measure

PAGES = ("/", "/items/", "/items/NEG-01/", "/items/POS-001/", "/check/", "/c/" + "a" * 26, "/keys/")
QUESTION = "/ask/?q=" + quote("证明我妈是我妈")
ROUNDS = 30
PATIENCE_SECONDS = 60


def measured(folder: Path) -> dict[str, Any]:
    """Serve from an empty folder, ask for pages, and return what it took."""
    port = _free_port()
    started = time.monotonic()
    server = subprocess.Popen(
        [sys.executable, "-m", "juzheng", "serve", "--demo", "--port", str(port)],
        env={**os.environ, "JUZHENG_DATA": str(folder), "JUZHENG_KEYS": str(folder / "keys")},
        stdout=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address + "/", server)
        first_page_s = time.monotonic() - started
        at_rest = measure.memory_mb(server.pid)
        for _ in range(ROUNDS):
            for page in (*PAGES, QUESTION):
                _get(address + page)
        return {
            "first_page_from_nothing_s": round(first_page_s, 2),
            "memory_at_first_page_mb": at_rest,
            "memory_after_traffic_mb": measure.memory_mb(server.pid),
            "requests": ROUNDS * (len(PAGES) + 1),
            "note": "wall-clock seconds; resident memory of the whole process family",
        }
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            if _get(address) == 200:
                return
        except URLError:
            time.sleep(0.02)
    raise RuntimeError("the server did not answer; run juzheng serve to see why")


def _get(address: str) -> int:
    try:
        with urlopen(address) as answer:
            answer.read()
            status: int = answer.status
            return status
    except URLError as error:
        if hasattr(error, "code"):  # an answer too: 404 is what an unknown paper gets
            return int(error.code)
        raise
