"""Drafting from a paper (由来文起草): what an officer made of each line, and its pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from juzheng.catalogue.forms import build
from juzheng.catalogue.pages import Entry, PageKind, read_page
from juzheng.catalogue.papers import counting, recognising
from juzheng.catalogue.papers.counting import Gap, Miscount
from juzheng.catalogue.papers.headings import appended
from juzheng.law.base.plain import as_mapping
from juzheng.law.catalogue.items import (
    CommitteeKind,
    Confidence,
    Instrument,
    Item,
    ListKind,
    OnwardKind,
    Source,
)
from juzheng.law.catalogue.lists import ItemList, ListLine
from juzheng.law.catalogue.naming import is_name, joined

NEW, LEFT_OUT = "new", "left_out"  # a choice beside the ids of items
CODES: Mapping[ListKind, tuple[str, int]] = {ListKind.NEGATIVE: ("NEG", 2)}
OTHERWISE = ("POS", 3)
COMPARED = "起草人已与来文原件逐项核对"
PLACE = "所附名单"  # where in its document an item stands
# The paper does not say it: who drafted did.
TYPED = "由当地民政部门写明，清单的文件里没有写"
TYPED_PLACE = "去哪里办由当地民政部门写明"
# What a paper is called that does not say it, and a file that was none.
UNTITLED, PASTED = "证明事项清单", "粘贴的名单.txt"


@dataclass(frozen=True)
class Row:
    """One line of the paper (来文的一行), how it was matched, and what an officer made of it."""

    name: str
    line: str
    how: str = ""  # finder.matching.How
    others: tuple[str, ...] = ()  # items that come near
    choice: str = ""  # the item, or NEW, or LEFT_OUT; empty: not decided yet
    code: str = ""  # the id of the item that is new
    summary: str = ""
    aliases: tuple[str, ...] = ()
    way: str = OnwardKind.OTHER_AUTHORITY.value  # of what must not be issued: what works instead
    do: str = ""
    where: str = ""
    basis: str = ""  # of what may be issued: the text, the article, the duty, what to establish
    provision: str = ""
    checked: str = ""  # how its wording was checked, by whoever read it
    duty: str = ""  # the item whose duty it falls under as well
    fact: str = ""
    limit: int = 5
    unregistered: str = ""  # what was typed of a text that nobody has registered yet


@dataclass(frozen=True)
class Drafting:
    """A list as far as it has been made from its paper (起草中的清单)."""

    title: str
    kind: ListKind
    division: str
    number: str
    issuer: str
    issued_on: date | None  # None, and no issuer: the paper does not say it; nobody made it up
    effective_on: date
    rows: tuple[Row, ...]
    list_code: str = ""  # ids, once given
    document_code: str = ""
    batch: int = 1
    compared: bool = False  # whether somebody says that he compared it with the paper
    compared_on: date | None = None  # the day on which that was said
    notice: str = ""  # what a paper with several lists is called itself
    joins: str = ""  # its text is published already, with another of its lists
    asks_effective: bool = False  # the paper says from when it holds, and nobody could read it

    @property
    def listed(self) -> tuple[Row, ...]:
        """Return the rows that are to stand on the list."""
        return tuple(row for row in self.rows if row.choice not in ("", LEFT_OUT))

    @property
    def new(self) -> tuple[Row, ...]:
        """Return the rows that are items of their own."""
        return tuple(row for row in self.rows if row.choice == NEW)

    @property
    def headed(self) -> bool:
        """Return whether the heading says who issued the paper, and when (抬头写全)."""
        return bool(self.issuer) and self.issued_on is not None

    def problems(self) -> Iterator[tuple[int, str]]:
        """Yield what is still to be filled in: the row's place, and the field."""
        for at, row in enumerate(self.rows):
            if not row.choice:
                yield at, "choice"
            elif row.choice == NEW:
                yield from ((at, field) for field in _lacking(row, self.kind))


def _lacking(row: Row, kind: ListKind) -> tuple[str, ...]:
    wanted: tuple[str, ...] = ("basis", "provision", "checked", "duty", "fact")
    if kind is ListKind.NEGATIVE:
        wanted = ("do",) if row.way == OnwardKind.NOTHING_NEEDED else ("do", "where")
    return tuple(field for field in wanted if not getattr(row, field))


def unread(drafting: Drafting, texts: Sequence[str]) -> tuple[str, ...]:
    """Return the sentences of the paper's ``texts`` that none of the rows comes from (没有读出)."""
    left = recognising.unread(texts, (row.name for row in drafting.rows), drafting.kind)
    renamed = [row.line for row in drafting.rows if row.name not in row.line]
    return tuple(one for one in left if not any(one in line for line in renamed))


def miscounted(drafting: Drafting, texts: Sequence[str]) -> tuple[Miscount, ...]:
    """Return the counts of the paper that do not come to what was read in it (项数对不上的)."""
    said = _without_index(texts)
    return counting.miscounted(said, [row.line for row in drafting.rows], drafting.kind)


def gaps(drafting: Drafting, texts: Sequence[str]) -> tuple[Gap, ...]:
    """Return where the numbers of the rows break off (编号断开的)."""
    return counting.gaps(_without_index(texts), {row.name: row.line for row in drafting.rows})


def _without_index(texts: Sequence[str]) -> list[str]:
    """Return the lines without those that name what is appended: they number no items."""
    index = appended(texts)
    return [one for at, one in enumerate(texts) if at not in index]


def repeated(drafting: Drafting, texts: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each name that stands in several lines by itself (写重的), and those lines."""
    for row in drafting.rows:
        alone = re.compile(rf"(?:^|[\s、.．)）]){re.escape(row.name)}(?=$|[\s；;。])")
        lines = tuple(one for one in texts if row.line and alone.search(one))
        if len(lines) > 1:
            yield row.name, lines


def read_back(kept: Mapping[str, Any]) -> Drafting:
    """Return the drafting that was kept as a mapping."""
    return build(Drafting, kept, "来文")


def kept(drafting: Drafting) -> dict[str, Any]:
    """Return the drafting as a mapping that can be kept."""
    return as_mapping(drafting)


def unnumbered(drafting: Drafting) -> Drafting:
    """Return the drafting without the ids of its new items: they are given anew, without gaps."""
    return replace(drafting, rows=tuple(replace(row, code="") for row in drafting.rows))


def numbered(drafting: Drafting, taken: Collection[str]) -> Drafting:
    """Return the drafting with an id for everything new; of ``taken`` none is given."""
    prefix, width = CODES.get(drafting.kind, OTHERWISE)
    place = f"{drafting.division[:6]}-" if drafting.division else ""
    used = {*taken, *(row.code for row in drafting.new if row.code not in taken)}
    rows = []
    for row in drafting.rows:
        code = row.code
        if row.choice == NEW and (not code or code in taken):
            code = _free(f"{prefix}-{place}", width, used)
            used.add(code)
        rows.append(replace(row, code=code))
    where = drafting.division or "nation"
    stem = f"{where}-{(drafting.issued_on or drafting.effective_on).year}"
    listing, document = drafting.list_code, drafting.joins or drafting.document_code
    if not listing or listing in taken:
        listing = _free(f"{drafting.kind.value}-{stem}-", 1, {*taken})
    if not document or (document in taken and not drafting.joins):
        document = _free(f"document-{stem}-", 1, {*taken})
    return replace(drafting, rows=tuple(rows), list_code=listing, document_code=document)


def _free(stem: str, width: int, used: Collection[str]) -> str:
    number = next(n for n in range(1, len(used) + 2) if f"{stem}{n:0{width}}" not in used)
    return f"{stem}{number:0{width}}"


@dataclass(frozen=True)
class Origin:
    """Where the pages were taken from (出处), and whether somebody compared them with it."""

    text: str
    compared: bool = False

    @property
    def confidence(self) -> Confidence:
        """Return how sure it is: what nobody compared may have been read or pasted wrongly."""
        return Confidence.HIGH if self.compared else Confidence.MEDIUM

    @property
    def checked(self) -> str:
        """Return how the wording was checked (核对情况); empty: nobody says that he did."""
        return COMPARED if self.compared else ""


def origin_of(drafting: Drafting, name: str) -> Origin:
    """Return where ``drafting`` comes from; ``name`` is that of the file that was handed in."""
    how = "粘贴的文字" if name == PASTED else "原件"
    return Origin(
        f"{drafting.issuer}《{drafting.notice or drafting.title}》{how}", drafting.compared
    )


def pages(drafting: Drafting, items: Mapping[str, Item], origin: Origin) -> tuple[Entry, ...]:
    """
    Return the pages that the drafting becomes, as far as it is filled in: text, items, list.

    :param items: the items of today, from which a new one may take its duty
    :param origin: how the paper is named as a source
    """
    if not drafting.headed:
        return ()
    whole = not list(drafting.problems())
    made = tuple(
        _item(row, drafting, items, origin)
        for row in drafting.new
        if not _lacking(row, drafting.kind)
    )
    lines = tuple(_lines(drafting, items))
    listing = (_list(drafting, lines, origin),) if whole and lines else ()
    return (*(() if drafting.joins else (_text(drafting, origin),)), *made, *listing)


def _lines(drafting: Drafting, items: Mapping[str, Item]) -> Iterator[ListLine]:
    """Yield one line for each item, under all the names that the paper has for it."""
    names: dict[str, list[str]] = {}
    for row in drafting.listed:
        names.setdefault(row.code if row.choice == NEW else row.choice, []).append(row.name)
    for item, said in names.items():
        yield ListLine(item, name=_called(said, items.get(item)))


def _called(said: list[str], own: Item | None) -> str:
    """
    Return the names on the line; nothing where it is the item's own.

    A name that is none of the item's own stands beside it: it never takes its place, or whoever
    asks by the name that all others use would be shown another one.
    """
    if said == [own.name if own else said[0]]:
        return ""
    if own is None or all(is_name(one, own.name, own.aliases) for one in said):
        return joined(said)
    return joined((own.name, *said))


def _text(drafting: Drafting, origin: Origin) -> Instrument:
    number = f"（{drafting.number}）" if drafting.number else ""
    return Instrument(
        id=drafting.document_code,
        title=f"{drafting.notice or drafting.title}{number}",
        issuer=drafting.issuer,
        in_force_from=drafting.effective_on,  # a paper is issued before it is in force
        in_force_until=None,
        status="现行",
        checked_on=drafting.compared_on,
        confidence=origin.confidence,
        binding=False,
        note="公布清单的文件，由来文录入。",
        source=origin.text,
    )


def _list(drafting: Drafting, lines: Iterable[ListLine], origin: Origin) -> ItemList:
    assert drafting.issued_on is not None  # noqa: S101 - see pages
    return ItemList(
        id=drafting.list_code,
        title=drafting.title,
        kind=drafting.kind,
        division=drafting.division,
        batch=drafting.batch,
        issuer=drafting.issuer,
        document=drafting.document_code,
        issued_on=drafting.issued_on,
        in_force_from=drafting.effective_on,
        in_force_until=None,
        official=True,
        lines=tuple(lines),
        note="",
        source=Source(origin.text, origin.confidence),
    )


def _item(row: Row, drafting: Drafting, items: Mapping[str, Item], origin: Origin) -> Item:
    said = _refused(row, origin) if drafting.kind is ListKind.NEGATIVE else _issued(row, items)
    mapping = {
        "id": row.code,
        "name": row.name,
        "kind": drafting.kind.value,
        "summary": row.summary or f"{row.name}。",
        "divisions": [drafting.division[:6]] if drafting.division else [],
        "committees": [kind.value for kind in CommitteeKind],
        "aliases": list(row.aliases),
        "certificate_title": row.name,
        "handling": "complex",
        "limit_working_days": row.limit,
        "deliberation": "none",
        "validity_days": 0,
        "electronic_original": False,
        "in_force_from": drafting.effective_on.isoformat(),
        "enabled": True,
        "unverified": [f"{row.name}由来文录入，文件里没有写的，请向公布清单的民政部门核实。"],
        "confidence": origin.confidence.value,
        "sources": [origin.text],
        "basis": [
            {
                "instrument": drafting.document_code,
                "provision": PLACE,
                "checked": origin.checked,
            }
        ],
        **said,
    }
    page = read_page(PageKind.ITEM, mapping)
    assert isinstance(page, Item)  # noqa: S101 - of that kind
    return page


def _refused(row: Row, origin: Origin) -> dict[str, Any]:
    """Return what an item that must not be issued says: what works instead, and no validity."""
    way = {
        "kind": row.way,
        "do": row.do if row.do.endswith(("。", "！", "？")) else f"{row.do}。",
        "where": row.where,
        "source": as_mapping(_source_of(row, origin)),
    }
    summary = row.summary or f"{row.name}不用社区、村里开。{row.do}"
    return {"onward": [way], "summary": summary[:80]}


def _source_of(row: Row, origin: Origin) -> Source:
    """
    Return where the way onward was read: in the line of the paper, or it was typed.

    Whoever says that the list was compared says so of what the paper has. What an office wrote of
    its own has no original that it could be compared with: its source is that office.
    """
    if row.do not in row.line:
        return Source(TYPED, Confidence.HIGH)
    if row.where not in row.line:
        return Source(f"{origin.text}；{TYPED_PLACE}", origin.confidence)
    return Source(origin.text, origin.confidence)


def _issued(row: Row, items: Mapping[str, Item]) -> dict[str, Any]:
    """Return what an item that may be issued says: its article, its duty, what is established."""
    duty = items[row.duty].duty if row.duty in items else None
    fact = {
        "key": "fact",
        "label": row.fact,
        "sentence": f"经核实，{{applicant}}{row.fact}。",
        "means": ["查看材料原件", "入户或向知情人了解"],
    }
    basis = {"instrument": row.basis, "provision": row.provision, "checked": row.checked}
    return {
        "basis": [basis],
        "facts": [fact],
        "materials": ["申请人居民身份证"],
        "duty": as_mapping(duty) if duty else None,
    }
