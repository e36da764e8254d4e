"""What is published is found (公布的名称问得到): the gate asks the finder for each new name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from juzheng.catalogue import Catalogue
from juzheng.finder import Finding, finder_over, matters, standing
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.catalogue.items import Item
from juzheng.law.catalogue.lists import ChangeKind, ItemList
from juzheng.law.catalogue.naming import not_found
from juzheng.records.catalogue import local_tellings
from juzheng.records.models import Change


def unfound(change: Change, after: Catalogue) -> tuple[Obstacle, ...]:
    """
    Return the names that ``change`` brings and that are answered with something else, if any.

    A name is asked for in the place it is published for, as it stands and nothing besides.

    :param after: the catalogue with the change (``change_effects.before_and_after``)
    """
    wanted = tuple(dict.fromkeys(_names(change, after)))
    if not wanted:
        return ()
    finder = finder_over(after, local_tellings.in_use(), on=change.effective_on)

    def ask(name: str, place: str) -> Finding:
        day = change.effective_on
        return standing.find(name, finder=finder, catalogue=after, on=day, division=place or None)

    found = (_wrong(ask(name, place), after.items, name, item) for name, item, place in wanted)
    return tuple(one for one in found if one is not None)


def _names(change: Change, after: Catalogue) -> Iterator[tuple[str, str, str]]:
    """Yield each new name with its item and its place; what was called so before is none."""
    for edit in change.edits.select_related("base"):
        entry, base = edit.entry, edit.base.entry if edit.base else None
        if edit.withdraw:
            continue
        if isinstance(entry, Item) and entry.enabled:
            known = {base.name, *base.aliases} if isinstance(base, Item) else set()
            for name in (entry.name, *entry.aliases):
                if name not in known:
                    yield from ((name, entry.id, place) for place in entry.divisions or ("",))
        elif isinstance(entry, ItemList):
            lines = base.lines if isinstance(base, ItemList) else ()
            yield from _listed(entry, set(lines), after)


def _listed(one: ItemList, known: set[object], after: Catalogue) -> Iterator[tuple[str, str, str]]:
    for line in one.lines:
        item = after.items.get(line.item)
        unnamed = line.change is ChangeKind.REMOVE or (
            line.change is ChangeKind.ADJUST and not line.name
        )
        if line in known or unnamed or item is None or not item.enabled:
            continue
        for name in (item.name,) if line.name in ("", item.name) else line.names:
            yield name, line.item, one.division


def _wrong(found: Finding, items: Mapping[str, Item], name: str, item: str) -> Obstacle | None:
    if found.item == item and found.sure and found.urgent is None:
        return None
    label = found.item or found.matter or ""
    called = items[label].name if label in items else _matter(label)
    return not_found(name, item, f"{called}（{label}）" if label not in ("", item) else "")


def _matter(label: str) -> str:
    return next((one.name for one in matters().values() if one.id == label), label)
