"""``juzheng export``: what governs, as a table."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from juzheng.catalogue import sheets
from juzheng.records.catalogue import governing
from juzheng.web.management.telling import Wrong, write
from juzheng.web.shared.catalogue import exporting


class Command(BaseCommand):
    """Export (导出)."""

    help = "Write what governs as XLSX, CSV, ZIP or YAML (导出清单、事项、法律文件)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to export and where to."""
        parser.epilog = (
            "Example (例): juzheng export items 事项.xlsx    "
            "juzheng export national-negative-1 国家清单.xlsx    juzheng export all 全部.yaml"
        )
        parser.add_argument(
            "what", help=f"{', '.join(sheets.CLASSES)}, all, or a list's id (内容或清单编号)"
        )
        parser.add_argument("file", type=Path, help="FILE.xlsx, .csv, .zip or .yaml (文件)")
        parser.add_argument("--on", type=date.fromisoformat, help="YYYY-MM-DD; today (日期)")

    def handle(self, *, what: str, file: Path, on: date | None, **options: Any) -> None:
        """Write the file, over one that is there."""
        listed = governing.in_force(on or timezone.localdate())
        form = exporting.form_of(file.name)
        if not form:
            raise Wrong(f"{file.name} 看不出格式。请写 .xlsx、.csv、.zip 或 .yaml。")
        try:
            entries = exporting.entries_of(listed, what)
            raw, _, made = exporting.packed(entries, form)
        except KeyError:
            known = "、".join([*sheets.CLASSES, exporting.ALL, *listed.lists])
            raise Wrong(f"没有“{what}”。可选：{known}。") from None
        except sheets.Unclear as unclear:
            raise Wrong(unclear) from None
        write(file if form == made or form == "yaml" else file.with_suffix(f".{made}"), raw)
        self.stdout.write(f"已导出 {len(entries)} 条到 {file.with_suffix('.' + made).name}。")
        self.stdout.write(governing.in_words(listed))
