"""
One side of ``python -m bench.pages`` (被测的一方): serves pages of the tree it is started in.

It reads orders from standard input, one JSON a line, and answers each with one line. It stands
alone, so that it can be run in a commit that does not know it yet: ``python FILE TREE FOLDER``.
"""

from __future__ import annotations

import gzip
import itertools
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any
from unittest import mock
from urllib.parse import quote

CASES = 500
DAYS_LATER = 30  # than the papers of the scene
HOST = "127.0.0.1"
LANGUAGE, TYPE, SESSION = "django_language", "juzheng_type", "sessionid"
ADDRESSES = itertools.count(1)  # each request is somebody else's: nobody has asked too often

Page = dict[str, str]  # its path, its query and its cookies


def prepare(folder: Path) -> None:
    """Name a database and keys in ``folder`` to the settings (运行环境)."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "juzheng.config.settings",
        "JUZHENG_DATA": str(folder),
        "JUZHENG_KEYS": str(folder / "keys"),
        "JUZHENG_DATABASE_URL": "",
        "JUZHENG_ALLOWED_HOSTS": f"{HOST},testserver",
    }
    import django

    django.setup()


def stop_the_clock() -> None:
    """Let it be the same moment for ever: papers run out, and pages name days (固定时刻)."""
    from django.utils import timezone

    from tests.conftest import NOON

    moment = NOON + timedelta(days=DAYS_LATER)
    timezone.now = lambda: moment


def build(folder: Path) -> None:
    """Fill the database, and write down beside it which pages there are to ask for (造库)."""
    from bench import filled
    from juzheng.records.models import User
    from tests.faults import scene

    scene.build()
    people = {user.username: user for user in User.objects.all()}
    made = filled.scene(people["clerk"], people["responsible"])
    filled.fill(made, CASES)
    stop_the_clock()
    (folder / "pages.json").write_text(json.dumps(pages(made), ensure_ascii=False), "utf-8")


def pages(made: Any) -> dict[str, dict[str, Page]]:
    """Return the pages that are measured, and others that are only compared (各页面)."""
    from juzheng.records.models import Case, Certificate, Correction, Report

    mine = Case.objects.filter(committee=made.clerk.committee).order_by("pk")
    issued = mine.filter(state="issued")[0]
    drafted = mine.filter(state="awaiting_signature")[0]
    paper = Certificate.objects.filter(case=issued).order_by("pk")[0]
    shown = Correction.objects.filter(state="exposed").order_by("pk")[0]
    report = Report.objects.order_by("pk")[0]
    clerk, pen = signed_in(made.clerk), signed_in(made.pen)
    officer, unit = signed_in(made.officer), signed_in(made.registrar)
    place = f"committee={made.clerk.committee.code}"
    measured = {
        "home": page("/"),
        "answer": page("/ask/", f"q={quote('证明我妈是我妈')}"),
        "answer, at a place": page("/ask/", f"q={quote('收养登记要的证明')}&{place}"),
        "asking back": page("/ask/", f"q={quote('证明')}"),
        "item": page("/items/POS-001/"),
        "item, at a place": page("/items/NEG-01/", place),
        "items": page("/items/"),
        "check online": page(f"/c/{paper.opaque}"),
        "check online, unknown": page("/c/" + "a" * 26),
        "desk": page("/desk/", **clerk),
        "case at the pen": page(f"/desk/cases/{drafted.number}/", **pen),
        "case at the desk": page(f"/desk/cases/{issued.number}/", **clerk),
        "office": page("/office/", **officer),
        "reports": page("/office/reports/", **officer),
        "knots": page("/knots/"),
    }
    public = (
        "lists", "law", "place", "check", "keys", "exposures", "demands", "demanded", "offers",
        "about", "privacy", "accessibility", "may-i-demand", "data", "publications", "sign-in",
        "reports/new", "exposures/method", "letters", "items/POS-003", "law/civil-code", "nowhere",
    )  # fmt: skip
    desk = ("register", "new", "inquiries", "inquiries/new", "delegations", "signatures")
    office = (
        "office", "demands", "units", "demands/grounds", "tables", "retention", "objections",
        "changes", "changes/new", "ways/new", "documents/new", "pages/item", "pages/item/POS-001",
        "prepared", "knots", "lists", "amendments", "confirmations", "questions", "holidays",
        "deliveries", "alignment", f"reports/{report.number}", f"corrections/{shown.number}",
    )  # fmt: skip
    compared = {
        **{name: page(f"/{name}/") for name in public},
        **{f"desk: {name}": page(f"/desk/{name}/", **clerk) for name in desk},
        **{f"office: {name}": page(f"/office/{name}/", **officer) for name in office},
        "an exposure": page(f"/exposures/{shown.number}/"),
        "a place not known": page("/", "committee=1"),
        "asked nothing": page("/ask/"),
        "urgent": page("/ask/", f"q={quote('我不想活了')}"),
        "signatures": page("/desk/signatures/", **pen),
        "home of the clerk": page("/", **clerk),
        "item for the clerk": page("/items/POS-001/", **clerk),
        "account": page("/account/", **clerk),
        "unit": page("/unit/", **unit),
        "notices": page("/unit/notices/", **unit),
    }
    return {"measured": measured, "compared": compared}


def page(path: str, query: str = "", **cookies: str) -> Page:
    """Return a page to ask for (一个页面)."""
    held = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return {"path": path, "query": query, "cookies": held}


def signed_in(user: Any) -> dict[str, str]:
    """Return the cookies of somebody who is signed in (已登录)."""
    from django.test import Client

    client = Client(REMOTE_ADDR="192.0.2.1")
    client.force_login(user)
    return {SESSION: client.cookies[SESSION].value}


class Served:
    """The application, called as a server calls it, without a server (被测应用)."""

    def __init__(self, folder: Path) -> None:
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        stop_the_clock()
        from juzheng.config.wsgi import application

        self.application = application
        kept = json.loads((folder / "pages.json").read_text("utf-8"))
        self.pages: dict[str, Page] = {**kept["measured"], **kept["compared"]}
        self.names: list[str] = list(kept["measured"])

    def get(self, asked: Page, *, more: str = "", language: str = "") -> tuple[str, bytes]:
        """Return status and body, all of it read and the answer closed as a server does."""
        number = next(ADDRESSES)
        told: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": asked["path"].encode().decode("latin-1"),
            "QUERY_STRING": asked["query"],
            "SERVER_NAME": HOST,
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": HOST,
            "HTTP_COOKIE": "; ".join(filter(None, (asked["cookies"], more))),
            "HTTP_ACCEPT_LANGUAGE": language or "zh-CN,zh;q=0.9",
            "HTTP_ACCEPT_ENCODING": "",
            "REMOTE_ADDR": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        }
        answer = self.application(environ, lambda status, _headers, *_: told.append(status))
        try:
            return told[0], b"".join(answer)
        finally:
            answer.close()

    def measure(self, name: str, times: int) -> list[float]:
        """Return the processor's milliseconds of each of so many requests (逐次计时)."""
        asked, found = self.pages[name], []
        for _ in range(times):
            start = time.process_time()
            self.get(asked)
            found.append((time.process_time() - start) * 1000)
        return found

    def look(self, name: str, times: int = 5) -> dict[str, Any]:
        """Return what the page is, and where its time goes (构成)."""
        asked = self.pages[name]
        status, body = self.get(asked)
        spent = {"templates": 0.0, "database": 0.0, "finder": 0.0}
        with timed(spent) as queries:
            start = time.process_time()
            for _ in range(times):
                self.get(asked)
            whole = time.process_time() - start
        return {
            "status": status,
            "bytes": len(body),
            "bytes_compressed": len(gzip.compress(body, 6)),
            "queries": queries() / times,
            "share_percent": {part: round(100 * took / whole) for part, took in spent.items()},
        }

    def html(self, name: str, kind: str) -> str:
        """Return the page as it is sent in one of some ways (页面全文)."""
        ways: dict[str, dict[str, str]] = {
            "": {},
            "english": {"more": f"{LANGUAGE}=en"},
            "accepts english": {"language": "en-GB,en;q=0.8"},
            "large": {"more": f"{TYPE}=large"},
        }
        status, body = self.get(self.pages[name], **ways[kind])
        return f"{status}\n{body.decode()}"

    def serve(self) -> int:
        """Serve over HTTP beside this, and return the port (开网络服务)."""
        from juzheng.config.server import Server

        server = Server(self.application, HOST, 0)
        Thread(target=server.run, daemon=True).start()
        return int(server.effective_port)

    def spent(self) -> float:
        """Return the milliseconds that this process took so far (已用处理器时间)."""
        return time.process_time() * 1000

    def profile(self, name: str, times: int, lines: int) -> str:
        """Return what cProfile says of so many requests (剖析)."""
        import cProfile
        import io
        import pstats

        seen = cProfile.Profile()
        self.get(self.pages[name])
        seen.enable()
        for _ in range(times):
            self.get(self.pages[name])
        seen.disable()
        told = io.StringIO()
        pstats.Stats(seen, stream=told).sort_stats("tottime").print_stats(lines)
        pstats.Stats(seen, stream=told).sort_stats("cumtime").print_stats(lines)
        return told.getvalue()


@contextmanager
def timed(spent: dict[str, float]) -> Iterator[Callable[[], int]]:
    """Add to ``spent`` what each part takes, less the parts inside it (分项计时)."""
    from django.db import connection
    from django.db.backends.utils import CursorWrapper
    from django.template.base import Template

    from juzheng.finder import standing

    open_parts: list[str] = []
    asked = 0

    def within(part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*words: Any, **named: Any) -> Any:
            if open_parts and open_parts[-1] == part:
                return work(*words, **named)
            start = time.process_time()
            open_parts.append(part)
            try:
                return work(*words, **named)
            finally:
                open_parts.pop()
                took = time.process_time() - start
                spent[part] += took
                if open_parts:
                    spent[open_parts[-1]] -= took

        return counted

    def execute(*words: Any) -> Any:
        nonlocal asked
        asked += 1
        return words[0](*words[1:])

    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(execute))
        for owner, name, part in (
            (Template, "render", "templates"),
            (CursorWrapper, "execute", "database"),
            (standing, "find", "finder"),
        ):
            whole = within(part, getattr(owner, name))
            stack.enter_context(mock.patch.object(owner, name, whole))
        yield lambda: asked


def main(tree: str, data: str, order: str = "") -> None:
    """Build the database, or answer what is asked on standard input (主程序)."""
    sys.path[0] = tree
    folder = Path(data)
    prepare(folder)
    if order == "build":
        build(folder)
        return
    served = Served(folder)
    answer({"measured": served.names, "pages": list(served.pages)})
    for line in sys.stdin:
        what, *words = json.loads(line)
        answer(getattr(served, what)(*words))


def answer(said: Any) -> None:
    """Write one line (答一行)."""
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
