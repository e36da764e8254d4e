"""Workers (工作进程): several processes that serve at one address, and one that minds them.

All is read before they part, so they share its memory. One of them that ends is replaced; one that
ends at once, again and again, ends the whole, and whoever started us says why.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured

TOO_SOON_S = 5.0  # a worker that lives no longer has something wrong with it from the start
MOST_TOO_SOON = 3
MOST = 64


def counted(text: str) -> int:
    """
    Return the number of workers that JUZHENG_WORKERS asks for.

    :raises ImproperlyConfigured: if it is none
    """
    if text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= MOST:
        return int(text)
    raise ImproperlyConfigured(
        f"JUZHENG_WORKERS 是“{text[:20]}”。请写 1 到 {MOST} 的整数，一般不超过处理器核数；"
        "不写就是 1。"
    )


def serve(count: int, work: Callable[[], None]) -> int:
    """
    Let ``count`` processes do ``work`` until told to stop (多进程服务); return the exit status.

    No thread may run yet, and no connection may be open: both would be torn apart.
    """
    gc.collect()
    gc.freeze()  # what is shared is not touched by a collection, and so stays shared
    minder = Minder(work)
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, minder.stop)
    for _ in range(count):
        minder.begin()
    return minder.mind()


class Minder:
    """Who replaces workers that end (看护进程)."""

    def __init__(self, work: Callable[[], None]) -> None:
        self.work = work
        self.since: dict[int, float] = {}
        self.stopping = False
        self.too_soon = 0

    def begin(self) -> None:
        """Start one worker."""
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child:
            self.since[child] = time.monotonic()
            if self.stopping:  # told to while it was being born
                os.kill(child, signal.SIGTERM)
            return
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_DFL)
        status = 1
        try:
            self.work()
            status = 0
        except BaseException:  # noqa: BLE001 - whatever it is, this process may not live on as two
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def stop(self, *_: Any) -> None:
        """Tell all to stop; each answers who is inside."""
        self.stopping = True
        for child in list(self.since):
            try:
                os.kill(child, signal.SIGTERM)
            except ProcessLookupError:
                continue

    def mind(self) -> int:
        """Wait until the last has ended."""
        failed = False
        while self.since:
            child, _ = os.wait()
            lived = time.monotonic() - self.since.pop(child, 0.0)
            if self.stopping:
                continue
            self.too_soon = self.too_soon + 1 if lived < TOO_SOON_S else 0
            if self.too_soon >= MOST_TOO_SOON:
                failed = True
                self.stop()
            else:
                self.begin()
        return int(failed)
