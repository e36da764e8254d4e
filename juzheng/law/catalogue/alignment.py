"""Alignment (衔接比对): what two lists say differently, and where a list and the law part ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.base.divisions import NATION
from juzheng.law.base.terms import Term
from juzheng.law.catalogue import listed
from juzheng.law.catalogue.applicability import Governing, limits
from juzheng.law.catalogue.fitness import waits_for_reading
from juzheng.law.catalogue.items import (
    Confidence,
    Instrument,
    Item,
    ListKind,
    Onward,
    OnwardKind,
    basis_in_force,
)
from juzheng.law.catalogue.lists import Entry, Rulebook
from juzheng.law.catalogue.offers import ASK


class FindingKind(Term):
    """What an alignment may find (比对发现)."""

    MISSING = "missing", "下级清单没有"
    EXTRA = "extra", "下级清单增列"
    RENAMED = "renamed", "名称不同"
    NARROWED = "narrowed", "下级清单限定范围"
    CONTRADICTING = "contradicting", "互相抵触"
    LAPSED = "lapsed", "依据失效"
    VACUUM = "vacuum", "没有可行的去向"
    UNREGISTERED = "unregistered", "没有单位登记要这份证明"
    UNLISTED = "unlisted", "有单位在要，清单上没有"


class Weight(Term):
    """How much a finding matters (轻重)."""

    NOTE = "note", "知悉"
    WORK = "work", "应当处理"
    HARM = "harm", "已经影响居民"


SEVERITIES: Mapping[FindingKind, Weight] = {
    FindingKind.MISSING: Weight.WORK,
    FindingKind.EXTRA: Weight.NOTE,
    FindingKind.RENAMED: Weight.NOTE,
    FindingKind.NARROWED: Weight.NOTE,
    FindingKind.CONTRADICTING: Weight.WORK,
    FindingKind.LAPSED: Weight.HARM,
    FindingKind.VACUUM: Weight.HARM,
    FindingKind.UNREGISTERED: Weight.NOTE,
    FindingKind.UNLISTED: Weight.WORK,
}

# Which of two texts decides (provincial_variants §3): stated with every conflict.
LOCAL_LAW_STANDS = (
    "地方性法规、地方政府规章在本地有法律效力，20号文是规范性文件："
    "依据仍然有效的，本地暂按地方规定办，同时按程序提请修改。"
)


@dataclass(frozen=True)
class AlignmentFinding:
    """One thing that an alignment found (一条发现)."""

    kind: FindingKind
    item: str
    name: str
    sentence: str
    citations: tuple[Citation, ...] = ()

    @property
    def severity(self) -> Weight:
        """Return how much it matters."""
        return SEVERITIES[self.kind]


@dataclass(frozen=True)
class AlignedDemand:
    """A demand as far as alignment looks at it (登记的索要)."""

    name: str
    item: str  # empty: no item of the catalogue
    unit: str
    has_basis: bool
    demander: str = ""  # the code of its kind of unit; empty: not known


def between(
    above: Rulebook, below: Rulebook, items: Mapping[str, Item]
) -> tuple[AlignmentFinding, ...]:
    """
    Return what the lists of ``below`` say otherwise than those of ``above`` (上下级清单比对).

    In the order: missing, extra, renamed, narrowed; within each by item. Source: OP-2.3.a.
    """
    found = [
        finding
        for kind in ListKind
        for finding in _between(kind, _present(above, kind), _present(below, kind), items)
    ]
    order = list(FindingKind)
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.item)))


def _present(book: Rulebook, kind: ListKind) -> dict[str, Entry]:
    return {entry.item: entry for entry in book.listed(kind)}


def _between(
    kind: ListKind,
    above: Mapping[str, Entry],
    below: Mapping[str, Entry],
    items: Mapping[str, Item],
) -> Iterator[AlignmentFinding]:
    for item in sorted(above.keys() - below.keys()):
        yield _said(FindingKind.MISSING, item, items, f"上级{kind.label}列有这一项，下级没有。")
    for item in sorted(below.keys() - above.keys()):
        yield _said(FindingKind.EXTRA, item, items, f"下级{kind.label}增列了这一项。")
    for item in sorted(above.keys() & below.keys()):
        old, new = above[item], below[item]
        was, now = (_called(entry, items.get(item)) for entry in (old, new))
        if was != now:
            said = f"上级叫“{was}”，下级叫“{now}”。"
            yield _said(FindingKind.RENAMED, item, items, said)
        if (old.demanders, old.committees) != (new.demanders, new.committees):
            said = f"上级的清单{_range(old)}，下级的清单{_range(new)}。"
            yield _said(FindingKind.NARROWED, item, items, said)


def _called(entry: Entry, item: Item | None) -> str:
    """Return what residents read of ``entry`` (居民看到的名称): a name of one kind is none."""
    return listed.name_of(entry, item) if item else entry.name or entry.item


def _range(entry: Entry) -> str:
    """Return towards whom and by whom an entry holds, in words."""
    if frozenset() in (entry.demanders, entry.committees):
        return "限定得一家也不剩"  # two lists that narrow may leave nothing in common
    words = "、".join(limits(entry))
    return f"限定为：{words}" if words else "没有限定"


def _said(
    kind: FindingKind,
    item: str,
    items: Mapping[str, Item],
    sentence: str,
    cited: tuple[Citation, ...] = (),
) -> AlignmentFinding:
    return AlignmentFinding(
        kind, item, items[item].name if item in items else item, sentence, cited
    )


def with_the_law(under: Governing, division: str, on: date) -> tuple[AlignmentFinding, ...]:
    """
    Return where the lists of ``division`` and the law part ways on ``on`` (清单与法律文件比对).

    Lapsed bases, local law against the negative list with both texts and the rule that decides,
    and negative items without a way onward. Source: OP-2.2.a, OP-3.1.b, OP-4.2.b.
    """
    book = under.rulebook(division, on)
    return (
        *_lapsed(under, division, on),
        *_conflicts(under, division, on),
        *_vacuums(under, book),
    )


def _vacuums(under: Governing, book: Rulebook) -> Iterator[AlignmentFinding]:
    """Yield the negative items of ``book`` that leave a resident without a way on (OP-4.2.b)."""
    for entry in book.listed(ListKind.NEGATIVE):
        item = under.items.get(entry.item)
        if item is None or has_way(item, under.instruments, book.on):
            continue
        said = "不出具，却没有一条写明来源、走得通的去向。"
        lapsed = (lapsed_under(way, under.instruments, book.on) for way in item.onward)
        if gone := sorted(set(chain.from_iterable(lapsed))):
            said += f"去向所引的{'、'.join(gone)}当日没有效力。"
        yield _said(FindingKind.VACUUM, item.id, under.items, said, (citations.NO_VACUUM,))


def has_way(item: Item, instruments: Mapping[str, Instrument], on: date) -> bool:
    """
    Return whether at least one way onward works on ``on`` (走得通的去向).

    It names a place or paper, comes from a source we trust, and no text that it leans on has
    lapsed. To ask the unit for its basis, or whether it takes a commitment or can look the fact
    up, is no way: it shows nothing.
    """
    return any(
        way.kind not in (OnwardKind.ASK_FOR_BASIS, *ASK)
        and way.source is not None
        and way.source.confidence is not Confidence.LOW
        and bool(way.where or way.bring or way.kind is OnwardKind.NOTHING_NEEDED)
        and not lapsed_under(way, instruments, on)
        for way in item.onward
    )


def lapsed_under(way: Onward, instruments: Mapping[str, Instrument], on: date) -> tuple[str, ...]:
    """
    Return the texts that the source of ``way`` cites and that are no longer in force on ``on``.

    A text counts as cited where its title stands before 第, 》 or a bracket. One whose dates are
    not known is not called lapsed here.
    """
    source = way.source.text if way.source else ""
    return tuple(
        f"《{text.title}》"
        for text in instruments.values()
        if text.in_force_until is not None
        and text.in_force_until <= on
        and any(f"{text.title}{mark}" in source for mark in ("第", "》", "（"))
    )


def _holds(item: Item, instruments: Mapping[str, Instrument], on: date) -> bool:
    texts = (instruments.get(basis.instrument) for basis in item.basis)
    return any(text is not None and text.binding and text.in_force(on) for text in texts)


def _lapsed(under: Governing, division: str, on: date) -> Iterator[AlignmentFinding]:
    for _, item in sorted(under.items.items()):
        if item.kind is not ListKind.ISSUABLE or not item.enabled or not item.in_force(on):
            continue
        if not item.applies_in(division) or basis_in_force(item, under.instruments, on):
            continue
        fallen = _fallen(item, under.instruments, on)
        if not fallen and _holds(item, under.instruments, on):
            continue  # its text was in force then; that we did not read that wording is no lapse
        over = "、".join(fallen) or "文件"
        waits = waits_for_reading(item, under.instruments, on)
        then = "新的文本还没有核对，请先核对原文" if waits else "不能再出具"
        yield _said(
            FindingKind.LAPSED,
            item.id,
            under.items,
            f"所依据的{over}当日没有效力，{then}。",
            (citations.BASIS_AND_DUTIES, citations.NO_BASIS),
        )


def _fallen(item: Item, instruments: Mapping[str, Instrument], on: date) -> list[str]:
    texts = [instruments[one.instrument] for one in item.basis if one.instrument in instruments]
    return [f"《{text.title}》" for text in texts if not text.in_force(on)]


def conflicts(under: Governing, division: str, on: date) -> tuple[AlignmentFinding, ...]:
    """
    Return the local law in ``division`` that the negative lists contradict (法规与清单抵触).

    Of the nation: all of them, wherever they hold. An item that we have not enabled is shown too,
    with the reason: the text is there all the same. Source: OP-3.1.b.
    """
    return tuple(_conflicts(under, division, on))


def _conflicts(under: Governing, division: str, on: date) -> Iterator[AlignmentFinding]:
    book = under.rulebook(division, on)
    for _, item in sorted(under.items.items()):
        entry = book.entry(ListKind.NEGATIVE, item.conflicts_with) if item.conflicts_with else None
        if entry is None or not entry.present or not item.in_force(on):
            continue
        local = _texts_in_force(item, under.instruments, on)
        if not local or not (division == NATION or item.applies_in(division)):
            continue
        against = under.items[item.conflicts_with].name
        disabled = "" if item.enabled else f"这一项没有启用：{item.disabled_reason}"
        yield _said(
            FindingKind.CONTRADICTING,
            item.id,
            under.items,
            f"{'；'.join(map(str, local))}要居（村）委会出具，"
            f"《{book.lists[entry.by].title}》却列为不应出具（{against}）。"
            f"{LOCAL_LAW_STANDS}{disabled}",
            (*local, citations.NEGATIVE_LIST, citations.CANNOT_VERIFY),
        )


def _texts_in_force(
    item: Item, instruments: Mapping[str, Instrument], on: date
) -> tuple[Citation, ...]:
    """Return where local law asks for the paper, checked or not: the text stands either way."""
    return tuple(
        Citation(basis.instrument, text.title, basis.provision)
        for basis in item.basis
        if (text := instruments.get(basis.instrument)) is not None and text.in_force(on)
    )


def with_demands(
    book: Rulebook, items: Mapping[str, Item], demands: Iterable[AlignedDemand]
) -> tuple[AlignmentFinding, ...]:
    """
    Return where the lists and what units have registered part ways (清单与登记的索要比对).

    A unit that demands what is on the negative list or on none; and, of what may be issued, items
    that nobody has registered a demand for: said only where anything is registered at all, for an
    empty register shows nothing. Source: OP-2.2.b, OP-4.2.a.
    """
    demands = tuple(demands)
    against = [finding for demand in demands if (finding := _of_demand(book, items, demand))]
    return (*against, *(_unasked(book, items, demands) if demands else ()))


def _of_demand(
    book: Rulebook, items: Mapping[str, Item], demand: AlignedDemand
) -> AlignmentFinding | None:
    if _forbids(book, demand):
        said = f"{demand.unit}在要“{demand.name}”，清单却列为不应出具。"
        cited = (citations.NEGATIVE_LIST,)
        return _said(FindingKind.CONTRADICTING, demand.item, items, said, cited)
    if demand.item in items:
        return None
    said = f"{demand.unit}在要“{demand.name}”，清单上没有这一项。"
    said += "" if demand.has_basis else "也没有写明依据。"
    cited = (citations.DEMANDER_GIVES_BASIS,)
    return AlignmentFinding(FindingKind.UNLISTED, demand.item, demand.name, said, cited)


def _forbids(book: Rulebook, demand: AlignedDemand) -> bool:
    entry = book.entry(ListKind.NEGATIVE, demand.item)
    if entry is None:
        return False
    return entry.holds_for(demand.demander, None) if demand.demander else entry.present


def _unasked(
    book: Rulebook, items: Mapping[str, Item], demands: Iterable[AlignedDemand]
) -> Iterator[AlignmentFinding]:
    asked = {demand.item for demand in demands}
    for entry in book.listed(ListKind.ISSUABLE):
        if entry.item not in asked and entry.item in items and items[entry.item].enabled:
            said = "列入可出具清单，但没有单位登记要这份证明。"
            yield _said(FindingKind.UNREGISTERED, entry.item, items, said)
