"""The web server (网页服务器): waitress, with an end to its patience for every visitor (ADR 15).

A request goes to one of the application's threads when all of it is here, and its answer leaves
without one. So whoever sends or reads slowly, or not at all, keeps nobody else waiting: he holds a
connection, for as long as he does his part and nobody needs it more.
"""

from __future__ import annotations

import logging
import resource
import signal
import socket
import sys
import time
from collections import deque
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils import translation
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher
from waitress.utilities import BadRequest, Error

from juzheng.config import workers

MEGABYTE = 1024 * 1024
LARGEST_BODY = 12 * MEGABYTE  # a photo of 10 MB and the form around it
LARGEST_HEAD = 32 * 1024
IN_MEMORY = 128 * 1024  # of one body or answer; the rest waits in a file without a name
MOST_HELD = 256 * MEGABYTE  # of all of them together
MOST_FILES = 4096  # open ones; a connection may need three beside its own
THREADS = 4  # of the application
LONGEST_QUEUE = 500  # complete requests in front of them
RETRY_AFTER_S = 5
SLOWEST = 1000  # bytes a second, sent or read
STOPPING_S = 15
# How long a visitor may let us wait, whatever moved; while ours is the work, there is no end to it.
PATIENCE_S = {"asking": 15.0, "reading": 30.0, "idle": 120.0, "leaving": 10.0, "ours": float("inf")}


class TooSlow(Error):
    """The request did not come to its end in time (发送太慢)."""

    code = 408
    reason = "Request Timeout"


class Busy(Error):
    """As many requests wait as may wait (排队已满)."""

    code = 503
    reason = "Service Unavailable"


class Refusal(ErrorTask):
    """What the server itself answers (服务器的答复): our own pages, and then the line is closed."""

    def execute(self) -> None:
        """Write the page."""
        from juzheng.web.shared import errors, security  # not before Django is set up

        error = self.request.error
        english = self.request.headers.get("ACCEPT_LANGUAGE", "").lower().startswith("en")
        with translation.override("en" if english else "zh-hans"):
            page = errors.plain(error.code)
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [*page.headers.items(), *security.HEADERS.items()]
        if error.code == Busy.code:
            self.response_headers.append(("Retry-After", str(RETRY_AFTER_S)))
        self.channel.refused = True
        self.set_close_on_finish()
        self.content_length = len(page.content)
        self.write(page.content)


class Channel(HTTPChannel):
    """One visitor's connection (一条连接), and how long it has let us wait for what."""

    error_task_class = Refusal
    refused = False
    leaving = False  # all is said; what still comes is not listened to
    postponed = False  # the next request waits until the answer before it has left
    follows = False  # the next request came before the one in front of it was answered
    serving = 0  # threads that are at a request of this one
    moved = 0  # bytes, in and out
    request: Any  # not complete yet

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        self.doing: tuple[str, Any] = ("asking", None)
        self.since, self.mark = self.creation_time, 0

    def recv(self, most: int) -> bytes:
        """Return what came, and count it."""
        data: bytes = super().recv(most)
        self.moved += len(data)
        return data

    def send(self, data: bytes, do_close: bool = True) -> int:  # noqa: FBT001, FBT002 - waitress's
        """Return how much left, and count it."""
        sent: int = super().send(data, do_close)
        self.moved += sent
        return sent

    def received(self, data: bytes) -> bool:
        """Take in what came; a chunk's own head may not be endless either."""
        if self.leaving:
            return False
        try:
            taken: bool = super().received(data)
        except ValueError:  # an address that no reader of addresses can read
            self.refuse(BadRequest(""))
            return True
        chunks = getattr(self.request, "body_rcv", None)
        heads = [getattr(chunks, part, b"") for part in ("control_line", "trailer")]
        if max(map(len, heads)) > LARGEST_HEAD:
            self.refuse(BadRequest(""))
        return taken

    def send_continue(self) -> None:
        """Ask for the body, unless its announced length is refused already."""
        if not self.request.error:
            super().send_continue()

    def refuse(self, error: Error) -> None:
        """Answer a request that is not complete."""
        with self.requests_lock:
            self.request.error, self.request.completed = error, True
            self.requests.append(self.request)
            self.request = None
            if len(self.requests) == 1:
                self.server.add_task(self)

    def service(self) -> None:
        """
        Answer a request. The thread sends by itself what the line takes; the rest comes after it.

        Else the loop would try as long as the thread holds the lock, and a loop that turns without
        rest makes every other thread wait for the interpreter at each of its reads and writes.
        """
        with self.requests_lock:
            self.serving += 1
        try:
            super().service()
        finally:
            with self.requests_lock:  # the next request may be with another thread already
                self.serving -= 1
            if self.connected and self.writable():
                self.server.pull_trigger()

    def writable(self) -> bool:
        """Return whether there is something to send or to begin that no thread is at."""
        waits = self.will_close or (not self.serving and (super().writable() or self.postponed))
        return bool(waits)

    def handle_write(self) -> None:
        """Send; then leave, or begin with the next request."""
        if self.refused and self.close_when_flushed and not self.will_close:
            self._flush_exception(self._flush_some)
            if not (self.total_outbufs_len or self.will_close):
                self._leave()
        else:
            super().handle_write()
        if self.postponed and not self.total_outbufs_len:
            with self.requests_lock:
                self.postponed = False
                if self.connected and self.requests:
                    self.server.add_task(self)

    def _leave(self) -> None:
        """Say that this was all; to close on what is still coming would take the answer back."""
        self.close_when_flushed, self.leaving = False, True
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.will_close = True

    def handle_close(self) -> None:
        """Close, and give back the file in which an unfinished request waited."""
        super().handle_close()
        if self.request:
            self.request.close()

    @property
    def held(self) -> int:
        """Return the bytes that are kept for this visitor."""
        bodies = [*self.requests, self.request]
        asked = sum(len(each.body_rcv) for each in bodies if each and each.body_rcv)
        return asked + int(self.total_outbufs_len)

    def _what(self) -> str:
        if self.leaving:
            return "leaving"
        if self.total_outbufs_len:
            return "reading"
        if self.requests:
            return "ours"
        return "asking" if self.request or not self.moved else "idle"

    def used_up(self, now: float) -> float:
        """Return the part of our patience that is used up; more than 1 is too much."""
        doing = (self._what(), self.request)
        if doing != self.doing:
            self.doing, self.since, self.mark = doing, now, self.moved
        does = 0 if self.leaving else (self.moved - self.mark) / SLOWEST
        return float(now - self.since) / (PATIENCE_S[doing[0]] + does)

    def give_up(self) -> None:
        """Wait no longer: say so to one who is asking, and close on all others."""
        if self._what() == "asking" and self.request:
            self.refuse(TooSlow(""))
        else:
            self.will_close = True


class Queue(deque[Channel]):
    """Who waits for a thread (排队): everybody's first request, then what else they sent along."""

    firsts = 0  # that many at the front

    def append(self, channel: Channel) -> None:
        """Put in a channel; its dispatcher holds the lock."""
        if channel.follows:
            super().append(channel)
        else:
            self.insert(self.firsts, channel)
            self.firsts += 1

    def popleft(self) -> Channel:
        """Take out who is next."""
        self.firsts = max(self.firsts - 1, 0)
        return super().popleft()


def _heads(application: Any) -> Any:
    """Let HEAD have no body: the next answer on the line would be taken to begin with it."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        body = application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        getattr(body, "close", tuple)()
        return ()

    return answer


class Server(TcpWSGIServer):
    """The server (服务器): who waits, who is refused, who has to leave."""

    channel_class = Channel
    most_connections = MOST_FILES // 4
    stopping = False

    def __init__(
        self, application: Any, host: str, port: int, listening: socket.socket | None = None
    ) -> None:
        place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        chosen = Adjustments(
            listen=place,
            threads=THREADS,
            ident="juzheng",
            asyncore_use_poll=True,
            cleanup_interval=1,
            connection_limit=MOST_FILES,  # never reached: see handle_accept
            max_request_header_size=LARGEST_HEAD,
            max_request_body_size=LARGEST_BODY,
            inbuf_overflow=IN_MEMORY,
            outbuf_overflow=IN_MEMORY,
            outbuf_high_watermark=sys.maxsize,  # no thread ever waits for a reader
            log_socket_errors=False,
            clear_untrusted_proxy_headers=False,  # config.settings says which are believed
        )
        # Or the system itself would take in megabytes of answers for one who does not read.
        buffer = (socket.SOL_SOCKET, socket.SO_SNDBUF, IN_MEMORY)
        chosen.socket_options = [*chosen.socket_options, buffer]
        super().__init__(
            _heads(application),
            adj=chosen,
            sockinfo=chosen.listen[0],
            _sock=listening,
            bind_socket=listening is None,
        )
        self.task_dispatcher.queue = self.queue = Queue()
        self.refusals = ThreadedTaskDispatcher()  # what is refused waits behind nobody
        self.refusals.set_thread_count(1)

    def add_task(self, channel: Channel) -> None:
        """Put a channel's next request into the queue, unless it is refused."""
        request = channel.requests[0]
        channel.follows = request is not channel.request  # else it has just come
        if channel.total_outbufs_len:
            channel.postponed = True
            return
        ahead = len(self.queue) if channel.follows else self.queue.firsts
        if not request.error and ahead >= LONGEST_QUEUE:
            request.error = Busy("")
        (self.refusals if request.error else self.task_dispatcher).add_task(channel)

    def handle_accept(self) -> None:
        """Let one more in; where all places are taken, who used up the most patience has to go."""
        super().handle_accept()
        channels = [each for each in self.active_channels.values() if not each.will_close]
        if len(channels) > self.most_connections:
            now = time.time()
            max(channels, key=lambda each: each.used_up(now)).will_close = True

    def maintenance(self, now: float) -> None:
        """Look after everybody, once a second."""
        channels = list(self.active_channels.values())
        for each in channels:
            if each.used_up(now) > 1:
                each.give_up()
        held = sum(each.held for each in channels)
        for each in sorted(channels, key=lambda each: -each.held):
            if held > MOST_HELD and not each.requests:
                held -= each.held
                each.will_close = True

    def stop(self, *_: Any) -> None:
        """Let nobody in any more; who is inside gets an answer."""
        self.stopping = True
        self.pull_trigger()

    def run(self) -> None:
        """Serve until told to stop."""
        while not self.stopping:
            wasyncore.loop(timeout=1, use_poll=True, map=self._map, count=1)
        wasyncore.dispatcher.close(self)
        end = time.time() + STOPPING_S
        while time.time() < end and any(
            each.requests or each.total_outbufs_len for each in self.active_channels.values()
        ):
            wasyncore.loop(timeout=1, use_poll=True, map=self._map, count=1)
        for each in (self.task_dispatcher, self.refusals):
            each.shutdown(timeout=1)
        wasyncore.close_all(self._map)


def _files() -> int:
    """Return how many files may be open, as many as we need if we may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))
    return most


def main(host: str, port: str) -> None:
    """Serve at ``host`` and ``port`` until told to stop."""
    logging.getLogger("waitress").setLevel(logging.WARNING)  # who went away is nobody's business
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    from juzheng.config.wsgi import application  # refuses to start if that is not safe
    from juzheng.web.shared import warming  # not before Django is set up

    files = _files()
    warming.warm(application)
    connections.close_all()

    def work(listening: socket.socket | None = None) -> None:
        server = Server(application, host, int(port), listening)
        server.most_connections = files // 4
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, server.stop)
        server.run()

    if settings.WORKERS == 1:
        work()
        return
    with _listening(host, int(port)) as shared:
        sys.exit(workers.serve(settings.WORKERS, lambda: work(shared)))


def _listening(host: str, port: int) -> socket.socket:
    """Return the socket at which all workers take in visitors, whoever is first."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    shared = socket.socket(family)
    shared.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        shared.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    shared.settimeout(0)
    shared.bind((host, port))
    return shared


if __name__ == "__main__":
    main(*sys.argv[1:])
