"""``juzheng serve``: prepare what is missing, then serve."""

from __future__ import annotations

import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from juzheng.records.models import Committee
from juzheng.web.shared import startup


class Command(BaseCommand):
    """Serve (启动服务)."""

    help = "Prepare what is missing and serve the pages (启动服务)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say where to listen."""
        parser.epilog = "Example (例): juzheng serve --demo --port 8000"
        parser.add_argument("--demo", action="store_true", help="with the made-up district (演示)")
        parser.add_argument(
            "--host", default="127.0.0.1", help="127.0.0.1; 0.0.0.0 for the network"
        )
        parser.add_argument("--port", type=int, default=8000, help="8000")

    def handle(self, *, demo: bool, host: str, port: int, **options: Any) -> None:
        """Prepare, print the addresses, and become the web server."""
        if settings.PRODUCTION and demo:
            raise CommandError("生产方式不能装入演示数据。请去掉 --demo；演示请另设 JUZHENG_DATA。")
        if not (settings.STATIC_ROOT / "staticfiles.json").exists():
            raise CommandError(
                "页面样式还没有构建。请在源码目录运行 make assets，或安装发布的安装包。"
            )
        _check_free(host, port)
        for line in _ready():
            self.stdout.write(line)
        # Only now: an interrupted paper is finished with the address that it will be served at.
        address = _address(host, port)
        for line in _prepared(demo=demo):
            self.stdout.write(line)
        self.stdout.write(f"居民首页   {address}/\n核验证明   {address}/check/")
        self.stdout.write(f"工作人员   {address}/desk/\n按 Ctrl+C 停止。")
        self.stdout.flush()
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # or each thread keeps memory of its own
        # It takes this process's place, to save its memory.
        server = (sys.executable, "-m", "juzheng.config.server", host, str(port))
        os.execv(sys.executable, server)  # noqa: S606 - our own words only


def _check_free(host: str, port: int) -> None:
    """Say in words that the port is taken, before anything is prepared."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as problem:
            raise CommandError(
                f"{host}:{port} 用不了：{problem}。请停掉占用它的程序，或换一个端口，"
                f"例如 --port {port + 1}。"
            ) from None


def _address(host: str, port: int) -> str:
    """Return the address people open; printed into QR codes unless JUZHENG_BASE_URL says other."""
    if "JUZHENG_BASE_URL" not in os.environ:
        name = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - not bound to
        settings.BASE_URL = os.environ["JUZHENG_BASE_URL"] = f"http://{name}:{port}"
    return str(settings.BASE_URL)


def _ready() -> list[str]:
    """Bring the database up to date, and look whether this is one to be served."""
    said = list(startup.database(at=timezone.now()))
    if settings.PRODUCTION and Committee.objects.filter(fictional=True).exists():
        raise CommandError("数据库里有虚构的演示地区，不能用于生产。请换一个空的数据库。")
    return said


def _prepared(*, demo: bool) -> list[str]:
    at = timezone.now()
    return [
        *startup.lists(at=at),
        *startup.signing_keys(at=at),
        *startup.interrupted_papers(at=at),
        *startup.publications(at=at),
        *startup.last_days(at=at),
        *startup.leftovers(at=at),
        *startup.counts(at=at),
        *(startup.demonstration(at=at) if demo else ()),
    ]
