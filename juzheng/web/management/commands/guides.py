"""``juzheng guides``: a division's guides, forms, samples, poster and data in one ZIP."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from juzheng.law.catalogue import every_guide, notices
from juzheng.outside import bundle
from juzheng.records.catalogue import governing
from juzheng.web.management.telling import insist_on_divisions, write
from juzheng.web.shared.catalogue import local_guide
from juzheng.web.shared.place import at


class Command(BaseCommand):
    """Make the service hall's bundle (服务大厅材料包)."""

    help = "Write all guides, forms, samples and the poster into one ZIP (办事指南合集)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say where, for which day, and into which file."""
        parser.epilog = "Example (例): juzheng guides guides.zip --division 420000"
        parser.add_argument("file", type=Path, help="FILE.zip (写入的文件)")
        parser.add_argument(
            "--division",
            default="",
            help="code of the division or committee (地区或居、村委会代码)",
        )
        parser.add_argument("--on", type=date.fromisoformat, help="YYYY-MM-DD; today (日期)")

    def handle(self, *, file: Path, division: str, on: date | None, **options: Any) -> None:
        """Write the bundle; the same lists give the same bytes."""
        on = on or timezone.localdate()
        there = governing.in_force(on)
        if at(division).committee is None:
            insist_on_divisions(there, division)
        scope = local_guide.scope_of(division, on, there)
        made = bundle.service_hall(
            [*every_guide.at(there, scope.where).values()],
            notices.notice(there, scope.where),
            scope,
        )
        write(file, made.body)
        self.stdout.write(f"{file} {len(made.body):,} bytes, sha256 {made.digest}")
        self.stdout.write(governing.in_words(there))
