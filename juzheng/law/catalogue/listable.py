"""Listable (能不能列入): what a list says may be issued is issued, by its own name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date

from juzheng.law.base.divisions import significant
from juzheng.law.catalogue import applicability
from juzheng.law.catalogue.circumstances import Circumstances, Governing
from juzheng.law.catalogue.items import Item, ListKind
from juzheng.law.catalogue.lists import ChangeKind, ItemList, ListLine
from juzheng.law.catalogue.naming import is_name, joined
from juzheng.law.catalogue.outcomes import Outcome
from juzheng.law.catalogue.routing import Decision

Named = Callable[[str], str]  # what people call a division


def unlistable(
    one: ItemList, known: Collection[ListLine], under: Governing, on: date, named: Named
) -> Iterator[str]:
    """
    Say of each new line of ``one`` why it would not do what it says: issue the item, or name it.

    :param known: the lines that stood there before: they stop nobody now
    :param under: the catalogue that holds the list already
    Source: OP-2.2.a, OP-2.3.a: a list alone is no basis; residents would be told no all the same.
    """
    day = max(on, one.in_force_from)
    for line in one.lines:
        item = under.items.get(line.item)
        if line in known or item is None or item.kind is not one.kind:
            continue
        if _misnames(line, item):
            yield _misnamed(line, item)
        if (why := refused(one, line, under, day)) is None or why.outcome is Outcome.TO_CONFIRM:
            continue
        yield _unissued(one.division, line, under, why, named)


def _misnames(line: ListLine, item: Item) -> bool:
    """Return whether the line renames ``item`` by the way; 改名 (``RENAME``) says that it does."""
    if not line.name or line.change is ChangeKind.RENAME:
        return False
    return not any(is_name(name, item.name, item.aliases) for name in line.names)


def _misnamed(line: ListLine, item: Item) -> str:
    both = joined((item.name, *line.names))
    return (
        f"{item.id} “{line.name}”不是“{item.name}”的名称或者别名。请把两个名称都写上（{both}）；"
        "要让当地都用这个名称的，请用“改名”；不是同一件事的，请作为新的一项。"
    )


def refused(one: ItemList, line: ListLine, under: Governing, on: date) -> Decision | None:
    """
    Return what residents are told instead of getting what ``line`` lists (列入了也开不了).

    None: it is issued. An official list may name what still waits for its basis to be confirmed:
    that is told, not stopped. An item of other places is stopped: residents would be told that
    nothing here lists it.
    """
    if one.kind is not ListKind.ISSUABLE or line.change is not ChangeKind.ADD:
        return None
    item = under.items[line.item]
    asked = [
        applicability.decide(item, under, Circumstances(place, on, demander=demander))
        for place in _places(item, one.division)
        for demander in line.demanders or ("",)
    ]
    if any(found.outcome.issues for found in asked):
        return None
    return asked[0] if _applies(item, one.division) else replace(asked[0], outcome=Outcome.REFUSE)


def _applies(item: Item, division: str) -> bool:
    return item.applies_in(division) or item.lies_in(division)


def _unissued(division: str, line: ListLine, under: Governing, why: Decision, named: Named) -> str:
    """Say why residents of ``division`` would not get what ``line`` lists, and what to do."""
    item = under.items[line.item]
    name = line.name or item.name
    if _applies(item, division):
        reason = why.reason.rstrip("。")
        return (
            f"{item.id} {name}列入了也开不了：{reason}。请不要列入这一行；本地另有规定的，"
            "请作为新的一项，写明本地的依据。"
        )
    places = "、".join(map(named, item.divisions))
    texts = (under.instruments.get(one.instrument) for one in item.basis)
    title = next((text.title for text in texts if text is not None), "")
    return (
        f"{item.id} {name}列入了也开不了：这一项只在{places}适用，依据是《{title}》，这里不适用。"
        "请改选这里适用的同名事项；没有的，请作为新的一项，写明本地的依据。"
    )


def _places(item: Item, division: str) -> tuple[str, ...]:
    """Return where to ask: in ``division``, or in the places within it that the item is for."""
    if not item.lies_in(division):
        return (division,)
    wide = significant(division)
    return (division, *(one for one in item.divisions if one.startswith(wide)))
