"""``juzheng retention``: erase what is personal where its term is over."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from juzheng.records.retention import Due, over, why_kept
from juzheng.web.shared import startup


class Command(BaseCommand):
    """Retention (按期删除)."""

    help = "Erase personal data whose term is over, and note it in the ledger (按期删除)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say whether to look only."""
        parser.epilog = "Example (例): juzheng retention --dry-run"
        parser.add_argument("--dry-run", action="store_true", help="only say what is due (只看)")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        """Say what is due, one line each; unless ``dry_run``, erase it."""
        at = timezone.now()
        if dry_run:
            said = [_said(one, why_kept(one, at)) for one in over(at)]
        else:
            said = list(startup.retention(at=at))
        self.stdout.write("\n".join(said) or "没有到期的。")


def _said(one: Due, kept: str) -> str:
    told = f"{one.kind.label} {one.row} 自{one.since}起满{one.days}天"
    return f"{told}，暂不删除：{kept}" if kept else told
