"""``juzheng demands``: register a unit's list of materials; untangle what is registered."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from juzheng.acts.demands import registry as acts
from juzheng.law.demands.cycles import examine
from juzheng.law.demands.registry import Stated
from juzheng.outside import material_lists
from juzheng.outside.rows import UnreadableDemands
from juzheng.records.catalogue import governing
from juzheng.records.demands import demand_findings
from juzheng.records.models import Demand, User
from juzheng.web.management.telling import FOUND, Wrong, write
from juzheng.web.shared.demands import graph_report


class Command(BaseCommand):
    """Demands (索要登记)."""

    help = "Register a unit's list of demanded proofs (索要登记)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one list, or the wish to look at all."""
        parser.epilog = (
            "Example (例): juzheng demands list.xlsx --by qian --dry-run    "
            "Format of the file: docs/demands.md.    "
            "Exit status: 0 done, 1 --tangle found something, 2 the file is wrong."
        )
        parser.add_argument("file", nargs="?", type=Path, help="list.xlsx or .json (材料清单)")
        parser.add_argument("--by", default="", help="account of the unit's own people (账号)")
        parser.add_argument(
            "--dry-run", action="store_true", help="look, register nothing (只检查)"
        )
        parser.add_argument("--template", type=Path, help="write an empty list there (空白表格)")
        parser.add_argument(
            "--tangle", action="store_true", help="loops and duplicates in the register (清理)"
        )

    def handle(self, *, file: Path | None, **options: Any) -> None:
        """Do the one thing that was asked for."""
        if options["template"]:
            write(options["template"], material_lists.template())
            self.stdout.write(f"已写好空白表格：{options['template']}")
        elif options["tangle"]:
            self._tangle()
        elif file is None:
            raise Wrong("请写文件名。例子见：juzheng demands --help")
        else:
            self.stdout.write(_register(file, options["by"], dry=options["dry_run"]))

    def _tangle(self) -> None:
        on = timezone.localdate()
        listed = governing.governing(on)
        standing = Demand.objects.public().exclude(state="cancelled").select_related("unit")
        network = demand_findings.whole(standing)
        found = examine(network, demand_findings.law_of(listed, on))
        self.stdout.write(graph_report.in_words(network, found))
        if not found.clean:
            raise SystemExit(FOUND)


def _register(file: Path, by: str, *, dry: bool) -> str:
    listed = _read(file)
    if dry:
        return f"检查过了，共 {len(listed)} 行，没有格式错误。没有登记任何内容。"
    user = User.objects.select_related("unit").filter(username=by, is_active=True).first()
    if user is None or user.unit is None:
        raise CommandError(
            f"“{by}”不是索要单位的账号。请用 --by 写本单位账号；全部账号见：juzheng staff list"
        )
    entered = acts.register_all(listed, unit=user.unit, by=user, at=timezone.now())
    gone = f"其中 {entered.over} 项已经取消，没有再登记。" if entered.over else ""
    return (
        f"{user.unit.name}：新登记 {len(entered.new)} 项草稿，{entered.known} 项以前登记过。{gone}"
        "请登录后逐项核对、提交。"
    )


def _read(file: Path) -> tuple[Stated, ...]:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} 打不开：{error.strerror}。请核对路径。") from None
    try:
        items = governing.governing(timezone.localdate()).items.keys()
        return material_lists.read(content, file.name, items)
    except UnreadableDemands as unreadable:
        raise Wrong(f"{unreadable}\n一行也没有登记。格式见 docs/demands.md。") from None
