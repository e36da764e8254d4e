"""The one reader of the catalogue's files (目录读取): everything else gets a ``Catalogue``."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml

from juzheng.catalogue.entries import (
    Calendar,
    Clause,
    Committee,
    Division,
    Paragraph,
    Procedure,
)
from juzheng.catalogue.forms import CatalogueError, build, read_item
from juzheng.catalogue.parsed import parsed
from juzheng.law.cases.transition import ReviewRule
from juzheng.law.catalogue.items import CommitteeKind, DeliberationRule, Instrument, Item
from juzheng.law.catalogue.lists import ItemList, Library, Rulebook, UnlistedPolicy
from juzheng.law.catalogue.looking import Look
from juzheng.law.catalogue.offers import Offer
from juzheng.law.demands.arguments import Argument, Pleading
from juzheng.law.demands.contrary import Contrary
from juzheng.law.supervision.exposure import Limits

T = TypeVar("T")

HERE = Path(__file__).parent
FOLDERS = (
    "calendars",
    "deadlines",
    "deliberation",
    "divisions",
    "instruments",
    "items",
    "lists",
    "looked",
    "offers",
    "reviews",
    "unlisted",
)


@dataclass(frozen=True)
class Catalogue:
    """All that is listed (目录), read once and never changed."""

    items: Mapping[str, Item]
    instruments: Mapping[str, Instrument]
    divisions: Mapping[str, Division]
    committees: Mapping[str, Committee]  # of the demo district only
    lists: Mapping[str, ItemList]
    unlisted: Mapping[str, UnlistedPolicy]
    looked: Mapping[str, Look]  # by the code of the division
    offers: Mapping[str, Offer]
    procedures: Mapping[str, Procedure]
    deadlines: Mapping[str, Limits]
    reviews: Mapping[str, ReviewRule]
    clauses: Mapping[str, Clause]
    paragraphs: Mapping[str, tuple[Paragraph, ...]]  # by instrument
    calendar: Calendar
    digest: str  # sha256 over the names and contents of the files, in order

    def rulebook(self, division: str, on: date) -> Rulebook:
        """Return the lists that hold in ``division`` on ``on``, put together; kept once made."""
        return self._library.rulebook(division, on)

    @cached_property
    def _library(self) -> Library:
        return Library(
            self.lists.values(), self.unlisted.values(), self.instruments, self.offers.values()
        )

    def procedure_for(self, item: Item, committee: CommitteeKind) -> DeliberationRule:
        """Return the item's own deliberation rule, or the usual one of that kind of committee."""
        return item.deliberation_rule or self.usual_for(committee)

    def usual_for(self, committee: CommitteeKind) -> DeliberationRule:
        """Return the usual deliberation rule of that kind of committee."""
        return next(
            procedure.rule
            for procedure in self.procedures.values()
            if committee in procedure.usual_for
        )

    def path_of(self, division: str) -> tuple[Division, ...]:
        """Return the divisions from the province down to ``division``; empty if not known."""
        found = self.divisions.get(division)
        return () if found is None else (*self.path_of(found.parent), found)

    def fictional(self, division: str) -> bool:
        """Return whether ``division`` is a demonstration: every paper of it says so (演示)."""
        return any(one.fictional for one in self.path_of(division[:6]))


@cache
def catalogue() -> Catalogue:
    """Return the shipped catalogue, read once in a process."""
    return load()


@cache
def arguments() -> Mapping[Argument, Pleading]:
    """Return the sentences of every argument against a demand (理由表), read once in a process."""
    path = HERE / "arguments.yaml"
    rows = parse(path, path.read_bytes())
    made = {code: build(Pleading, row, f"{path.name} · {code}") for code, row in rows.items()}
    return MappingProxyType({Argument(code): pleading for code, pleading in made.items()})


@cache
def contrary() -> tuple[Contrary, ...]:
    """Return the provisions that forbid demands (不得索要的条文), read once in a process."""
    path = HERE / "contrary.yaml"
    rows = parse(path, path.read_bytes())
    return tuple(build(Contrary, row, f"{path.name} · {code}") for code, row in rows.items())


def load(folder: Path | None = None) -> Catalogue:
    """
    Return the catalogue in ``folder`` (default: the one that ships with the program).

    Reading is by structure only; whether the content is fit is asked by ``checking.check``.

    :raises CatalogueError: naming the file and the field
    """
    folder = folder or HERE
    contents = {path: path.read_bytes() for path in _files(folder)}
    pages = {
        path.relative_to(folder): parse(path, raw)
        for path, raw in contents.items()
        if path.suffix == ".yaml"
    }
    procedures = keyed(pages, "deliberation", _procedure)
    instruments, clauses, paragraphs = _instruments(pages)
    return Catalogue(
        items=keyed(pages, "items", lambda page, where: _item(page, where, procedures)),
        instruments=instruments,
        divisions=_divisions(pages, contents, folder),
        committees=_committees(pages),
        lists=keyed(pages, "lists", lambda page, where: build(ItemList, page, where)),
        unlisted=keyed(pages, "unlisted", lambda page, where: build(UnlistedPolicy, page, where)),
        looked=keyed(pages, "looked", lambda page, where: build(Look, page, where)),
        offers=keyed(pages, "offers", lambda page, where: build(Offer, page, where)),
        procedures=procedures,
        deadlines=keyed(pages, "deadlines", lambda page, where: build(Limits, page, where)),
        reviews=keyed(pages, "reviews", lambda page, where: build(ReviewRule, page, where)),
        clauses=clauses,
        paragraphs=paragraphs,
        calendar=_calendar(pages),
        digest=_digest(folder, contents),
    )


def _files(folder: Path) -> Iterator[Path]:
    for name in FOLDERS:
        if not (folder / name).is_dir():
            raise CatalogueError(
                f"目录缺少文件夹 {name}。", "请从安装包恢复整个 catalogue 文件夹。"
            )
        yield from sorted(
            path for path in (folder / name).iterdir() if path.suffix in (".yaml", ".csv")
        )


def _digest(folder: Path, contents: Mapping[Path, bytes]) -> str:
    whole = hashlib.sha256()
    for path, raw in contents.items():
        name = path.relative_to(folder).as_posix()
        whole.update(f"{name} {hashlib.sha256(raw).hexdigest()}\n".encode())
    return whole.hexdigest()


def parse(path: Path, raw: bytes) -> dict[str, Any]:
    """
    Return the fields written in one YAML file.

    :raises CatalogueError: if it is no YAML, or no mapping
    """
    try:
        page = parsed(raw)
    except yaml.YAMLError as error:
        raise CatalogueError(
            f"{path.parent.name}/{path.name} 不是合格的 YAML：{error}。", "请按提示的行号改正。"
        ) from None
    if not isinstance(page, dict):
        raise CatalogueError(
            f"{path.parent.name}/{path.name} 应当是一组“字段： 值”。", "请按字段说明改写。"
        )
    return page


def _in(pages: Mapping[Path, Any], folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, page in pages.items():
        if path.parts[0] == folder:
            yield path.as_posix(), page


def keyed(
    pages: Mapping[Path, Any], folder: str, make: Callable[[dict[str, Any], str], T]
) -> Mapping[str, T]:
    """Return the entries of ``folder`` by their id, which is also the name of their file."""
    found: dict[str, T] = {}
    for where, page in _in(pages, folder):
        if page.get("id") != Path(where).stem:
            raise CatalogueError(
                f"{where} 的 id 是“{page.get('id')}”，与文件名不同。", "请让 id 与文件名一致。"
            )
        found[page["id"]] = make(page, where)
    return MappingProxyType(found)


def _procedure(page: dict[str, Any], where: str) -> Procedure:
    page = dict(page)
    own = {name: page.pop(name) for name in ("id", "usual_for") if name in page}
    rule = build(DeliberationRule, page, where)
    return Procedure(rule=rule, id=own["id"], usual_for=_kinds(own.get("usual_for", [])))


def _kinds(codes: list[str]) -> tuple[CommitteeKind, ...]:
    return tuple(CommitteeKind(code) for code in codes)


def _item(page: dict[str, Any], where: str, procedures: Mapping[str, Procedure]) -> Item:
    name = page.get("deliberation_rule")
    if isinstance(name, str):
        if name not in procedures:
            raise CatalogueError(
                f"{where} 的议事规则“{name}”不存在。", "请先在 deliberation 文件夹登记该规则。"
            )
        item = read_item({**page, "deliberation_rule": None}, where)
        return replace(item, deliberation_rule=procedures[name].rule)
    return read_item(page, where)


def _instruments(
    pages: Mapping[Path, Any],
) -> tuple[Mapping[str, Instrument], Mapping[str, Clause], Mapping[str, tuple[Paragraph, ...]]]:
    clauses: dict[str, Clause] = {}
    texts: dict[str, tuple[Paragraph, ...]] = {}

    def make(page: dict[str, Any], where: str) -> Instrument:
        page = dict(page)
        for clause in page.pop("clauses", ()):
            clauses[clause["id"]] = build(Clause, {**clause, "instrument": page["id"]}, where)
        if paragraphs := page.pop("paragraphs", ()):
            texts[page["id"]] = tuple(build(Paragraph, one, where) for one in paragraphs)
        return build(Instrument, page, where)

    instruments = keyed(pages, "instruments", make)
    return instruments, MappingProxyType(clauses), MappingProxyType(texts)


def _divisions(
    pages: Mapping[Path, Any], contents: Mapping[Path, bytes], folder: Path
) -> Mapping[str, Division]:
    """Return the divisions of every CSV file, each described by the YAML file of its name."""
    found = {}
    for where, page in _in(pages, "divisions"):
        table = contents.get((folder / where).with_suffix(".csv"), b"").decode()
        as_of: date = page["as_of"]
        for row in csv.reader(io.StringIO(table)):
            code, name, level, parent = row
            found[code] = Division(
                code, name, int(level), parent, as_of, page["source"], page["fictional"]
            )
    return MappingProxyType(found)


def _committees(pages: Mapping[Path, Any]) -> Mapping[str, Committee]:
    return MappingProxyType(
        {
            one["code"]: build(Committee, {**one, "fictional": page["fictional"]}, where)
            for where, page in _in(pages, "divisions")
            for one in page.get("committees", ())
        }
    )


def _calendar(pages: Mapping[Path, Any]) -> Calendar:
    for where, page in _in(pages, "calendars"):
        return build(Calendar, page, where)
    raise CatalogueError("目录里没有工作日历。", "请恢复 calendars/working-days.yaml。")
