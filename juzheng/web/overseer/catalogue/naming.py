"""Ids by their names (编号换成名称): an officer reads what a page is called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from juzheng.catalogue.pages import Entry, name_of
from juzheng.catalogue.prepared import names, prepared
from juzheng.law.base.characters import titled
from juzheng.law.catalogue.items import Instrument
from juzheng.law.catalogue.lists import ItemList
from juzheng.records.models import Change, Revision

_ID = re.compile(
    r"(?P<open>(?<=[^A-Za-z0-9 ：]) |[“《]?)"
    r"(?P<id>[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+)(?P<close>[”》]?)"
    r"(?P<after>：| (?=[^A-Za-z0-9 ]))?",
    re.ASCII,
)


def named(text: str, change: Change) -> str:
    """Return ``text`` with each page that is known by an id called by its name."""
    known: dict[str, Entry | None] = {}

    def name(found: re.Match[str]) -> str:
        code = found["id"]
        if code not in known:
            known[code] = next(_entries(code, change), None)
        entry = known[code]
        if entry is None:
            return found[0]
        own = name_of(entry)
        if text[found.end() :].startswith(own):  # the sentence says the name itself
            return ""
        title = isinstance(entry, Instrument | ItemList)
        called = titled(own) if title else f"“{own}”"
        return called + (found["after"] or "").strip()

    return _ID.sub(name, text)


def _entries(code: str, change: Change) -> Iterator[Entry]:
    """Yield the pages of that id: in the change, published, prepared; never in others' drafts."""
    for edit in change.edits.filter(subject=code):
        yield edit.entry
    for revision in Revision.objects.filter(subject=code).order_by("-number")[:1]:
        yield revision.entry
    for one in map(prepared, names()):
        for table in (one.instruments, one.items, one.lists):
            if code in table:
                yield table[code]
