"""``juzheng audit``: does everything still agree?"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from juzheng.acts.audit import Report, audit


class Command(BaseCommand):
    """Audit (核对台账)."""

    help = "Replay all cases, check chains, numbers and files, and say what is wrong (核对台账)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say in what form."""
        parser.epilog = "Example (例): juzheng audit --json    Exit status: 0 agrees, 1 does not."
        parser.add_argument("--json", action="store_true", help="one JSON document")

    def handle(self, *, json: bool, **options: Any) -> None:
        """Print the report; the exit status is 1 if anything does not agree."""
        report = audit()
        self.stdout.write(_as_json(report) if json else _in_words(report))
        if report.faults:
            raise SystemExit(1)


def _as_json(report: Report) -> str:
    return json.dumps(asdict(report), ensure_ascii=False, indent=1)


def _in_words(report: Report) -> str:
    faults = [f"{fault.where}:{fault.what}" for fault in report.faults]
    verdict = f"发现 {len(faults)} 处不一致。" if faults else "全部一致。"
    return "\n".join(
        [
            *faults,
            f"检查点 {report.checkpoint}(请另处保存,以后可核对台账没有被整段删改)",
            f"核对 {report.cases} 个办件、{report.lines} 条台账、{report.papers} 份文书:{verdict}",
        ]
    )
