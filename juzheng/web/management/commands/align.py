"""
``juzheng align``: what a division's lists say otherwise than those above, and than the law.

With ``--law FOLDER``: which articles of the statutes there name a committee's paper, and stand on
no item.
"""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from juzheng.catalogue import Catalogue, CatalogueError, catalogue, load, statutes
from juzheng.catalogue.checking import dangling
from juzheng.catalogue.prepared import laid_over, names, prepared, read
from juzheng.catalogue.reader import FOLDERS
from juzheng.catalogue.tables import commas, workbook
from juzheng.catalogue.tables.problems import Problem
from juzheng.law.catalogue import provisions
from juzheng.law.catalogue.alignment import AlignedDemand
from juzheng.law.catalogue.provisions import Provision
from juzheng.records.catalogue import governing
from juzheng.records.demands import demand_findings
from juzheng.web.management import provision_report, telling
from juzheng.web.management.telling import FOUND, Wrong, as_json, write
from juzheng.web.shared.catalogue import alignment_report


class Command(BaseCommand):
    """Align lists (清单衔接比对)."""

    help = "Compare a division's lists with those above and with the law (清单衔接比对)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which lists, where and when."""
        parser.epilog = (
            "Example (例): juzheng align --prepared hubei-2020 --division 420000    "
            "Exit status: 0 nothing found, 1 something found, 2 wrong words or files."
        )
        source = parser.add_mutually_exclusive_group()
        source.add_argument(
            "--folder", type=Path, help="a region's own catalogue repository (目录文件夹)"
        )
        source.add_argument("--prepared", choices=names(), help="with a prepared list (备好的清单)")
        parser.add_argument(
            "--law", type=Path, metavar="FOLDER", help="statutes as Markdown or text (法规文件夹)"
        )
        parser.add_argument("--division", default="", help="code of the division (地区代码)")
        parser.add_argument("--above", default="", help="compare with; the nation (上级代码)")
        parser.add_argument("--on", type=date.fromisoformat, help="YYYY-MM-DD; today (日期)")
        parser.add_argument("--json", action="store_true", help="JSON instead of words")
        parser.add_argument(
            "--xlsx",
            type=Path,
            metavar="FILE",
            help="a spreadsheet too; with --law also .csv (表格)",
        )

    def handle(self, *, division: str, above: str, on: date | None, **options: Any) -> None:
        """Print what was found; the exit status tells it to scripts."""
        on = on or timezone.localdate()
        there = _listed(options["folder"], options["prepared"], on)
        telling.insist_on_divisions(there, division, above)
        if options["law"]:
            self._provisions(there, **options)
            return
        if own := not (options["folder"] or options["prepared"]):
            self.stderr.write(governing.in_words(there))
        found = alignment_report.findings(
            there, above, division, on, _demands(division, on) if own else ()
        )
        if options["xlsx"]:
            rows = [alignment_report.HEAD, *alignment_report.rows(found)]
            write(options["xlsx"], workbook.plain({"衔接比对": rows}))
        if options["json"]:
            self.stdout.write(as_json(alignment_report.as_mapping(found)))
        else:
            self.stdout.write(alignment_report.in_words(found))
        if found:
            raise SystemExit(FOUND)

    def _provisions(
        self, there: Catalogue, *, law: Path, xlsx: Path | None, json: bool, **_: Any
    ) -> None:
        """Print the articles that name a committee's paper and stand on no item."""
        found, read = list[tuple[str, Provision]](), 0
        try:
            for one in statutes.read(law):
                if isinstance(one, Problem):
                    self.stderr.write(str(one))
                    continue
                read += 1
                texts = provisions.unlisted(one.title, one.text, there.items, there.instruments)
                found += [(one.file, each) for each in texts]
        except OSError as error:
            raise Wrong(f"{error}请写明放法规文本的文件夹。") from None
        if not read:
            raise Wrong(f"{law} 里没有读到一部法规。请放 .md 或 .txt 文件。")
        rows = [provision_report.HEAD, *provision_report.rows(found)]
        if xlsx:
            table = commas.write(rows) if xlsx.suffix == ".csv" else workbook.plain({"条款": rows})
            write(xlsx, table)
        said = provision_report.as_mapping(found) if json else None
        self.stdout.write(as_json(said) if json else provision_report.in_words(found, read))
        if found:
            raise SystemExit(FOUND)


def _listed(folder: Path | None, name: str | None, on: date) -> Catalogue:
    try:
        if folder is not None:
            return _region(folder, on)
        if name is not None:
            return laid_over(catalogue(), prepared(name))
    except (CatalogueError, OSError) as wrong:
        raise Wrong(f"目录没有读：{wrong}") from None
    return governing.in_force(on)


def _demands(division: str, on: date) -> tuple[AlignedDemand, ...]:
    """Return what units have registered in this installation; none where there is no database."""
    try:
        return tuple(demand_findings.demanded(division, on))
    except DatabaseError:
        return ()


def _region(folder: Path, on: date) -> Catalogue:
    """Return a whole catalogue as it is; a region's own pages laid over what ships."""
    whole = all((folder / kind).is_dir() for kind in FOLDERS)
    found = load(folder) if whole else laid_over(catalogue(), read(folder))
    if lost := dangling(found, on):
        raise CatalogueError("".join(lost), "请先登记所指的那一页，或者改正编号。")
    return found
