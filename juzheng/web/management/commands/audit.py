"""``juzheng audit``: whether everything still agrees."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from juzheng.acts.audit import Report, audit
from juzheng.web.management import progress
from juzheng.web.management.telling import as_json


class Command(BaseCommand):
    """Audit (核对台账)."""

    help = "Replay all cases, check chains, numbers and files, and say what is wrong (核对台账)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say in what form."""
        parser.epilog = (
            "Example (例): juzheng audit --against heads.json    Exit status: 0 agrees, 1 does not."
        )
        parser.add_argument("--json", action="store_true", help="one JSON document")
        parser.add_argument(
            "--keep", type=Path, metavar="FILE", help="write the heads of all chains"
        )
        parser.add_argument("--against", type=Path, metavar="FILE", help="compare with kept heads")

    def handle(
        self, *, json: bool, keep: Path | None, against: Path | None, **options: Any
    ) -> None:
        """Print the report; the exit status is 1 if anything does not agree."""
        report = audit(_kept(against) if against else None, watched=progress.shown)
        if keep:
            keep.write_text(_heads(report), encoding="utf-8")
        self.stdout.write(_as_json(report) if json else _in_words(report))
        if report.faults:
            raise SystemExit(1)


def _as_json(report: Report) -> str:
    content = {key: value for key, value in asdict(report).items() if key != "heads"}
    return as_json(content)


def _heads(report: Report) -> str:
    return json.dumps({"checkpoint": report.checkpoint, "heads": report.heads}, indent=0)


def _kept(file: Path) -> dict[str, tuple[int, str]]:
    try:
        heads = json.loads(file.read_text(encoding="utf-8"))["heads"]
        return {chain: (int(length), str(digest)) for chain, (length, digest) in heads.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise CommandError(
            f"检查点文件 {file} 读不出来：{problem}。请用 juzheng audit --keep 保存过的文件。"
        ) from problem


def _in_words(report: Report) -> str:
    faults = [f"{fault.where}:{fault.what}" for fault in report.faults]
    verdict = f"发现 {len(faults)} 处不一致。" if faults else "全部一致。"
    return "\n".join(
        [
            *faults,
            f"检查点 {report.checkpoint}"
            "（请用 --keep 另处保存，以后用 --against 核对有没有整段删改）",
            f"核对 {report.cases} 个办件、{report.lines} 条台账、{report.papers} 份文书：{verdict}",
        ]
    )
