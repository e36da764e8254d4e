"""``juzheng template``: a workbook to fill in, empty or with a region's prepared list."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from juzheng.catalogue import sheets
from juzheng.catalogue.prepared import names, prepared
from juzheng.web.management.telling import write


class Command(BaseCommand):
    """Write a template (导入模板)."""

    help = "Write a workbook to fill in and import (导入模板)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what it is for and where it goes."""
        parser.epilog = (
            "Example (例): juzheng template lists 清单.xlsx    "
            "juzheng template lists --prepared hubei-2020 湖北清单.xlsx"
        )
        parser.add_argument("kind", choices=sorted(sheets.CLASSES), help="what to fill in (内容)")
        parser.add_argument("file", type=Path, help="FILE.xlsx (要写的文件)")
        parser.add_argument(
            "--prepared", choices=names(), help="filled with a region's list (备好的地方清单)"
        )

    def handle(self, *, kind: str, file: Path, prepared: str | None, **options: Any) -> None:
        """Write the workbook; a file that is there already is left alone."""
        write(file, _filled(prepared) if prepared else sheets.template(kind), "xb")
        self.stdout.write(f"已写入 {file}。填写后导入：juzheng import {file} --dry-run")


def _filled(name: str) -> bytes:
    """Return the prepared list with the items and documents that it brings."""
    found = prepared(name)
    entries = (*found.items.values(), *found.lists.values(), *found.instruments.values())
    return sheets.write_xlsx(entries)
