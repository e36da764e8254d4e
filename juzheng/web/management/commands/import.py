"""``juzheng import``: an officer's table becomes a draft, whole or not at all."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from juzheng.acts.catalogue import changes
from juzheng.law.base.divisions import governs
from juzheng.law.base.permissions import Permission, may
from juzheng.records.catalogue import import_preview
from juzheng.records.catalogue.import_preview import Fate, Plan
from juzheng.records.models import User
from juzheng.web.management.telling import FOUND, Wrong, read


class Command(BaseCommand):
    """Import (导入)."""

    help = "Draft the items, lists and texts of a table (把表格导入为修订草稿)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a file, and who answers for it."""
        parser.epilog = (
            "Example (例): juzheng import 湖北清单.xlsx --by zheng --on 2020-12-31 --dry-run    "
            "Nothing is published: a second officer reviews the draft.    "
            "Exit status: 0 drafted or ready, 1 the file has faults, 2 it can't be done."
        )
        parser.add_argument("file", type=Path, help="FILE.xlsx, .csv, .zip or .yaml (文件)")
        parser.add_argument("--by", required=True, help="the officer's user name (账号)")
        parser.add_argument("--on", type=date.fromisoformat, help="in force from; today (生效日)")
        parser.add_argument("--division", help="code; the officer's own (行政区划)")
        parser.add_argument("--title", help="what the change is called (修订案名称)")
        parser.add_argument(
            "--reason",
            help="which document it follows; public once published (修订理由，发布后公示)",
        )
        parser.add_argument("--dry-run", action="store_true", help="only show (只预演)")

    def handle(self, *, file: Path, by: str, **options: Any) -> None:
        """Show what the file would do; draft it unless that was all that was wanted."""
        officer = _officer(by)
        on = options["on"] or timezone.localdate()
        found = import_preview.plan(read(file), file.name, officer=officer.division, on=on)
        self.stdout.write("\n".join(_said(found)))
        if found.problems or found.of(Fate.NOT_YOURS):
            raise SystemExit(FOUND)
        if options["dry_run"] or not found.to_draft:
            return
        division = options["division"]
        division = (officer.division or "") if division is None else division
        heading = changes.Heading(
            options["title"] or found.title, options["reason"] or "", division, on
        )
        change = _draft(found, heading, officer)
        self.stdout.write(
            f"已起草修订案 {change.pk}“{change.title}”。请核对后提交另一位工作人员审核。"
        )


def _officer(name: str) -> User:
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None or user.division is None or not may(user.role, Permission.GOVERN):
        raise Wrong(f"“{name}”不是管清单的民政工作人员。请用 juzheng staff 核对账号和所管地区。")
    return user


def _draft(found: Plan, heading: changes.Heading, officer: User) -> Any:
    if not governs(officer.division, heading.division):
        place = heading.division or "全国"
        raise Wrong(f"{place}不归这个账号管理。请换 --division 或请上级导入。")
    key = import_preview.key_of(found, officer.pk, heading.division, heading.effective_on)
    pages = [changes.Page(entry) for entry in found.to_draft]
    return changes.draft(heading, pages, key=key, by=officer, at=timezone.now())


def _said(found: Plan) -> Iterator[str]:
    for problem in found.problems:
        yield f"要改正  {problem}"
    for row in found.rows:
        if row.fate is not Fate.UNCHANGED:
            yield f"{row.fate.label}  {row.entry.id} {row.name}（{row.place}）"
        yield from (f"    {one.sentence}" for one in row.differences)
        yield from (f"    发布前还要改：{text}" for text in row.obstacles)
    counts = "，".join(f"{fate.label} {len(found.of(fate))}" for fate in Fate)
    yield f"{found.name}：{counts}，要改正 {len(found.problems)} 处。"
    if found.problems or found.of(Fate.NOT_YOURS):
        yield "没有导入任何内容。请改好后再导入整个文件。"
