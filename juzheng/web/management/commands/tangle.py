"""``juzheng tangle``: what is wrong with a list of demands, by what is published here."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from juzheng.catalogue import Catalogue
from juzheng.law.demands.cycles import Examination, examine
from juzheng.law.demands.faults import Law
from juzheng.law.demands.network import Network
from juzheng.law.demands.reachability import groups, had
from juzheng.outside.demand_files import read
from juzheng.outside.rows import UnreadableDemands
from juzheng.records.catalogue import governing
from juzheng.web.management import progress
from juzheng.web.management.memory import uncollected
from juzheng.web.management.telling import FOUND, Wrong, as_json
from juzheng.web.shared.demands import classification_report, graph_report

MOST = 100  # loops, faults of each kind, names in a row: more nobody reads at once
LARGE = 20_000  # demands from which arrays are faster than lists
NOT_INSTALLED = (
    "这份清单有 {count} 项要求，大图运算没有安装，所以照普通办法算：查出的问题一样，只是慢些；"
    "要快，请运行 pip install 'juzheng[graphs]'(docs/tangle.md)。"
)


class Command(BaseCommand):
    """Untangle (清理)."""

    help = "Find circular, duplicate and baseless demands in a file (循环、重复、奇葩证明)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one file of demands, or of residents' words."""
        parser.epilog = (
            "Example (例): juzheng tangle docs/examples/inheritance.json    "
            "Format of the file: docs/tangle.md.    "
            "Exit status: 0 nothing found, 1 something found, 2 the file is wrong."
        )
        parser.add_argument("file", nargs="?", type=Path, help="demands.json or .xlsx (要求清单)")
        parser.add_argument(
            "--cases", type=Path, help="YAML of residents' words to classify (案例归类)"
        )
        parser.add_argument("--json", action="store_true", help="JSON instead of words")
        parser.add_argument(
            "--all",
            action="store_true",
            help=f"tell everything, not the worst {MOST} of each kind (全部列出)",
        )
        parser.add_argument("--division", default="", help="code of the place (区划代码)")
        parser.add_argument("--on", type=date.fromisoformat, help="YYYY-MM-DD; today (日期)")

    def handle(
        self,
        *,
        file: Path | None,
        cases: Path | None,
        on: date | None,
        division: str,
        **options: Any,
    ) -> None:
        """Print what was found; the exit status tells it to scripts."""
        if (file is None) == (cases is None):
            raise Wrong(
                "请写一个要求清单，或用 --cases 给一个案例文件。例子见：juzheng tangle --help"
            )
        if cases is not None:
            told = _classified(cases, on or timezone.localdate(), in_json=options["json"])
            self.stdout.write(told)
            return
        assert file is not None  # noqa: S101  (one of the two is given)
        on = on or timezone.localdate()
        listed = governing.in_force(on)
        most = None if options["all"] else MOST
        with uncollected():
            network = _read(file, listed)
            found = self._tangle(network, Law(listed, on, division), most)
        if options["json"]:
            whole = graph_report.as_mapping(network, found, most=most)
            self.stdout.write(as_json(whole | {"catalogue": governing.told(listed)}))
        else:
            for line in graph_report.lines(network, found, most=most):
                self.stdout.write(line)
            self.stdout.write(governing.in_words(listed))
        if not found.clean:
            raise SystemExit(FOUND)

    def _tangle(self, network: Network, law: Law, most: int | None) -> Examination:
        """Use the arithmetic for large networks where it pays and is installed."""
        told: Any = {"most": most, "watched": progress.shown}
        if len(network.demands) < LARGE:
            return examine(network, law, solve=had, grouped=groups, **told)
        try:
            from juzheng.law.demands import arrays
        except ModuleNotFoundError:
            self.stderr.write(NOT_INSTALLED.format(count=len(network.demands)))
            return examine(network, law, solve=had, grouped=groups, **told)
        return examine(network, law, solve=arrays.had, grouped=arrays.groups, **told)


def _classified(cases: Path, on: date, *, in_json: bool) -> str:
    listed = governing.in_force(on)
    try:
        found = classification_report.classify_all(classification_report.read(cases), listed, on)
    except classification_report.UnreadableCases as unreadable:
        raise Wrong(unreadable) from None
    if in_json:
        told = {"catalogue": governing.told(listed)}
        return as_json(classification_report.as_mapping(found) | told)
    return f"{classification_report.in_words(found)}\n{governing.in_words(listed)}"


def _read(file: Path, listed: Catalogue) -> Network:
    try:
        return read(file, listed.items.keys(), watched=progress.shown)
    except UnreadableDemands as unreadable:
        raise Wrong(f"{unreadable}\n文件没有读。格式见 docs/tangle.md。") from None
