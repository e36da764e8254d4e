"""Listed (列在哪里、叫什么): what the lists of a place call an item, and which of them name it.

Every door says it from here: answers, guides, the page of lists, what is published, letters.
"""

from __future__ import annotations

from collections.abc import Mapping

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.catalogue.items import Instrument, Item, ListKind
from juzheng.law.catalogue.lists import ChangeKind, Entry, ItemList, Rulebook
from juzheng.law.catalogue.naming import names_in, shown


def called(item: Item, book: Rulebook) -> str:
    """Return what ``item`` is called in the place of ``book`` (本地名称), else its own name."""
    for kind in ListKind:
        if (entry := book.entry(kind, item.id)) and entry.name:
            return name_of(entry, item)
    return item.name


def name_of(entry: Entry, item: Item) -> str:
    """Return the name that one entry gives ``item``: by 改名, or a name of its own."""
    if entry.renamed or not entry.name:
        return entry.name or item.name
    return shown(item.name, entry.name)


def naming(book: Rulebook, kind: ListKind, item: str) -> tuple[ItemList, ...]:
    """
    Return the lists of ``kind`` that put ``item`` on, from the nation down (所在清单).

    A list below that repeats what stands above says so too. None once one below took it off.
    """
    entry = book.entry(kind, item)
    if entry is None or not entry.present:
        return ()
    puts = (ChangeKind.ADD, ChangeKind.RENAME)
    return tuple(
        one
        for one in book.lists.values()
        if one.kind is kind and any(line.item == item and line.change in puts for line in one.lines)
    )


def also(item: Item, book: Rulebook) -> tuple[str, ...]:
    """Return what else the lists here call ``item``: nicknames, kinds of it (也列了的叫法)."""
    lines = (line for one in naming(book, item.kind, item.id) for line in one.lines)
    names = (name for line in lines if line.item == item.id for name in line.names)
    known = (item.name, *names_in(called(item, book)))
    return tuple(dict.fromkeys(name for name in names if name not in known))


def stopping(book: Rulebook, entry: Entry | None) -> tuple[ItemList, ...]:
    """Return the lists that forbid an item here, the highest first (禁止出具的清单)."""
    if entry is None:
        return ()
    return naming(book, entry.kind, entry.item) or (book.lists[entry.by],)


def rows_of(
    item: Item, book: Rulebook, entry: Entry, instruments: Mapping[str, Instrument]
) -> tuple[Citation, ...]:
    """Return where the lists that speak name ``item``, the highest first; its row of the annex."""
    found: list[Citation] = []
    for one in stopping(book, entry):
        if one.document == citations.OPINION:
            rows = (row.provision for row in item.basis if row.instrument == citations.OPINION)
            found += [citations.place(citations.OPINION, "", row) for row in rows]
            found.append(citations.NEGATIVE_LIST)
        else:
            title = instruments[one.document].title
            duty = citations.NEGATIVE_LIST.duty
            found.append(Citation(one.document, title, f"附件《{one.title}》", duty))
    return tuple(found)
