"""Whether the catalogue's content is fit to ship (目录核对): schema, references, the law's gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from juzheng.catalogue.reader import FOLDERS, HERE, Catalogue, load, parse
from juzheng.catalogue.schemas import validator
from juzheng.catalogue.written import slips
from juzheng.law.base.divisions import NATION
from juzheng.law.catalogue import changes, sentences
from juzheng.law.catalogue.fitness import unfit_as_shipped
from juzheng.law.catalogue.items import CommitteeKind, ListKind, OnwardKind
from juzheng.law.catalogue.looking import unfit_look
from juzheng.law.catalogue.offers import unfit_offer


def check(folder: Path | None = None, *, on: date) -> tuple[str, ...]:
    """
    Return all that is wrong with the catalogue in ``folder`` on the day ``on``; empty is good.

    Each line is one sentence that names the file or the entry.

    :raises CatalogueError: if a file can't be read at all
    """
    folder = folder or HERE
    if broken := tuple(against_schema(folder)):
        return broken
    listed = load(folder)
    return tuple(line for rule in RULES for line in rule(listed, on))


def dangling(listed: Catalogue, on: date) -> tuple[str, ...]:
    """Return every place where an entry names another that is not there (引用落空)."""
    return (*_references(listed, on), *_list_references(listed, on))


def against_schema(folder: Path) -> Iterator[str]:
    """Yield every place where a file doesn't follow the JSON Schema of its folder."""
    for name in FOLDERS:
        for path in sorted((folder / name).glob("*.yaml")):
            page = parse(path, path.read_bytes())
            for error in validator(name).iter_errors(_dates_as_texts(page)):
                place = " · ".join(str(step) for step in error.absolute_path) or "整个文件"
                yield f"{name}/{path.name} · {place}:{error.message}"


def _dates_as_texts(page: Any) -> Any:
    """Return ``page`` with its dates as ISO texts: JSON Schema knows no dates."""
    if isinstance(page, dict):
        return {key: _dates_as_texts(value) for key, value in page.items()}
    if isinstance(page, list):
        return [_dates_as_texts(one) for one in page]
    return page.isoformat() if isinstance(page, date) else page


def _names(listed: Catalogue, on: date) -> Iterator[str]:
    names = Counter((item.name, item.divisions) for item in listed.items.values())
    titles = Counter(instrument.title for instrument in listed.instruments.values())
    for (name, _), times in names.items():
        if times > 1:
            yield f"事项名称“{name}”重复。"
    for title, times in titles.items():
        if times > 1:
            yield f"法律文件“{title}”重复。"


def _gate(listed: Catalogue, on: date) -> Iterator[str]:
    for item in listed.items.values():
        for reason in unfit_as_shipped(item, listed.instruments, on):
            yield f"{item.id} {reason}"


def _references(listed: Catalogue, on: date) -> Iterator[str]:
    for item in listed.items.values():
        for division in item.divisions:
            if division not in listed.divisions:
                yield f"{item.id} 的区划 {division} 不存在。"
        for other in (*item.instead_see, *filter(None, [item.conflicts_with])):
            if other not in listed.items or other == item.id:
                yield f"{item.id} 指向的事项 {other} 不存在或是它自己。"
        for basis in item.basis:
            if basis.instrument not in listed.instruments:
                yield f"{item.id} 的依据 {basis.instrument} 没有登记。"


def _list_references(listed: Catalogue, on: date) -> Iterator[str]:
    for one in listed.lists.values():
        if one.document not in listed.instruments:
            yield f"清单 {one.id} 的文件 {one.document} 没有登记。"
        for line in one.lines:
            if (item := listed.items.get(line.item)) is None:
                yield f"清单 {one.id} 的事项 {line.item} 不存在。"
            elif item.kind is not one.kind:
                yield f"清单 {one.id} 的事项 {line.item} 类别不同。"
    for policy in listed.unlisted.values():
        if policy.document not in listed.instruments:
            yield f"规则 {policy.id} 的文件 {policy.document} 没有登记。"
    for offer in listed.offers.values():
        for text in unfit_offer(offer, listed.items, listed.instruments):
            yield f"登记 {offer.id} {text}"


def _loosened(listed: Catalogue, on: date) -> Iterator[str]:
    held = listed.rulebook(NATION, on).listed(ListKind.NEGATIVE)
    national = frozenset(entry.item for entry in held)
    for one in listed.lists.values():
        yield from (f"清单 {one.id}：{text}" for text in changes.loosened(one, national))


def _looked(listed: Catalogue, on: date) -> Iterator[str]:
    for one in listed.looked.values():
        found = unfit_look(one, listed.items, listed.instruments, max(on, one.in_force_from))
        yield from (f"查证记录 {one.id} {text}" for text in found)


def _written(listed: Catalogue, on: date) -> Iterator[str]:
    lists = (listed.lists, listed.unlisted, listed.looked, listed.offers)
    tables = (listed.items, listed.instruments, *lists)
    for entry in (one for table in tables for one in table.values()):
        yield from (f"{entry.id} {slip.text}" for slip in slips(entry))
    for item in listed.items.values():
        yield from (f"{item.id} {text}" for text in sentences.sentence_faults(item))


def _own_days(listed: Catalogue, on: date) -> Iterator[str]:
    for text in listed.instruments.values():
        if text.contradicts_itself:
            yield f"{text.id} 的施行日和文本自己写的不一样：{text.commencement}"


def _onward(listed: Catalogue, on: date) -> Iterator[str]:
    for item in listed.items.values():
        for way in item.onward:
            if way.source is None or not way.source.text:
                yield f"{item.id} 的去向“{way.do}”没有来源。"
            if not way.where and way.kind is not OnwardKind.NOTHING_NEEDED:
                yield f"{item.id} 的去向“{way.do}”没有写去哪里。"


def _conflicts(listed: Catalogue, on: date) -> Iterator[str]:
    for item in listed.items.values():
        if item.conflicts_with and not item.divisions:
            yield f"{item.id} 与不应出具清单不一致，却没有写明只在哪里适用。"
        other = listed.items.get(item.conflicts_with)
        if other is not None and other.kind is not ListKind.NEGATIVE:
            yield f"{item.id} 的 conflicts_with 不是不应出具事项。"


def _divisions(listed: Catalogue, on: date) -> Iterator[str]:
    for division in listed.divisions.values():
        above = listed.divisions.get(division.parent)
        if division.level > 1 and (above is None or above.level >= division.level):
            yield f"区划 {division.code} {division.name} 的上级 {division.parent} 不对。"
    for committee in listed.committees.values():
        place = listed.divisions.get(committee.division)
        if place is None or not (place.fictional and committee.fictional):
            yield f"委员会 {committee.name} 不在虚构的演示地区。"


def _procedures(listed: Catalogue, on: date) -> Iterator[str]:
    for kind in CommitteeKind:
        usual = [one for one in listed.procedures.values() if kind in one.usual_for]
        if len(usual) != 1:
            yield f"{kind.label}应当恰好有一条通常的议事规则，现有 {len(usual)} 条。"


def _clauses(listed: Catalogue, on: date) -> Iterator[str]:
    for clause in listed.clauses.values():
        places = {one.where for one in listed.paragraphs.get(clause.instrument, ())}
        if clause.where not in places:
            yield f"条款 {clause.id} 的位置“{clause.where}”没有原文。"


Rule = Callable[[Catalogue, date], Iterator[str]]

RULES: tuple[Rule, ...] = (
    _names,
    _gate,
    _references,
    _list_references,
    _loosened,
    _looked,
    _written,
    _own_days,
    _onward,
    _conflicts,
    _divisions,
    _procedures,
    _clauses,
)


def summary(listed: Catalogue) -> str:
    """Return one line of counts for a person who has just checked the folder."""

    def count(kind: ListKind, *, enabled: bool) -> int:
        return sum(one.kind is kind and one.enabled is enabled for one in listed.items.values())

    return (
        f"不应出具 {count(ListKind.NEGATIVE, enabled=True)} 项；"
        f"可出具 {count(ListKind.ISSUABLE, enabled=True)} 项启用、"
        f"{count(ListKind.ISSUABLE, enabled=False)} 项未启用；"
        f"法律文件 {len(listed.instruments)} 份；区划 {len(listed.divisions)} 个；"
        f"内容摘要 {listed.digest[:16]}"
    )
