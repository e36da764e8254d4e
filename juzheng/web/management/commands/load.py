"""``juzheng load``: the catalogue into the database."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from juzheng.acts.catalogue import loading as loading
from juzheng.catalogue import CatalogueError
from juzheng.web.shared import startup


class Command(BaseCommand):
    """Load the catalogue (目录入库)."""

    help = "Make or update the database and load the catalogue into it (建库并装入目录)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what else to load."""
        parser.epilog = "Example (例): juzheng load --committees"
        parser.add_argument("--demo", action="store_true", help="the made-up district (演示地区)")
        parser.add_argument(
            "--committees", action="store_true", help="the catalogue's real committees (委员会名录)"
        )

    def handle(self, *, demo: bool, committees: bool, **options: Any) -> str:
        """Load, say what changed, and end with a count."""
        if settings.PRODUCTION and demo:
            raise CommandError("生产方式不能装入演示数据。请去掉 --demo；演示请另设 JUZHENG_DATA。")
        at = timezone.now()
        try:
            said = [*startup.database(at=at), *_lists(at)]
        except (loading.UnfitItem, CatalogueError) as unfit:
            raise CommandError(f"目录没有装入，一项也没有改：{unfit}") from None
        if committees:
            said.append(f"委员会名录：{loading.load_committees(fictional=False, at=at)} 个。")
        if demo:
            said += startup.demonstration(at=at)
        return "\n".join(said)


def _lists(at: Any) -> list[str]:
    loaded = loading.load(at=at)
    said = [f"目录：{loaded.new_revisions} 页有新版本，{loaded.unchanged} 页不变。"]
    if loaded.left:
        said.append(f"本地已另行发布、没有改动的：{'、'.join(loaded.left)}。")
    return said
