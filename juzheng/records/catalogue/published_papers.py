"""Papers whose list is published already (已经发布过的文件): nobody publishes one twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from juzheng.catalogue.pages import PageKind, name_of
from juzheng.law.catalogue.lists import ItemList
from juzheng.records.catalogue.newest_revisions import newest
from juzheng.records.models import Change, Edit, Revision


@dataclass(frozen=True)
class Paper:
    """What a list says of the paper it was published with (公布清单的文件)."""

    kind: str
    division: str
    title: str
    number: str
    issued_on: date | None  # None: not known yet


_NUMBER = re.compile(r"[^（()）《》\s]{0,20}[〔\[［(（]\d{4}[〕\]］)）]第?\d{1,5}号")


def paper_of(one: ItemList, title: str) -> Paper:
    """Return the paper of ``one``, whose number stands in the ``title`` of its text, if it has."""
    found = _NUMBER.search("".join(title.split()))
    number = found[0].lstrip("（(") if found else ""
    return Paper(one.kind.value, one.division, one.title, number, one.issued_on)


def published_already(said: Paper, besides: str) -> Revision | None:
    """
    Return the published list of the very same paper (同一份文件已经发布); None: there is none.

    The same number in the same place, or without one the same name and day.

    :param besides: the id of the list that is asked for
    """
    rows = Revision.objects.filter(kind=PageKind.LIST.value, division=said.division)
    for subject in sorted(set(rows.values_list("subject", flat=True)) - {besides}):
        last = newest(PageKind.LIST, subject)
        if last is None or last.withdrawn or not isinstance(one := last.entry, ItemList):
            continue
        text = newest(PageKind.INSTRUMENT, one.document)
        other = paper_of(one, name_of(text.entry) if text else "")
        if said.kind == other.kind and _same(said, other):
            return last
    return None


def text_of(number: str, division: str) -> Revision | None:
    """
    Return the text of ``division`` that is published under this ``number`` (同一文号的文件).

    A paper has one number, and is registered once, however many lists are appended to it.
    """
    rows = Revision.objects.filter(kind=PageKind.INSTRUMENT.value, division=division)
    wanted = "".join(number.split())
    for subject in sorted(set(rows.values_list("subject", flat=True))) if wanted else ():
        last = newest(PageKind.INSTRUMENT, subject)
        if last is None or last.withdrawn:
            continue
        found = _NUMBER.search("".join(name_of(last.entry).split()))
        if found and found[0].lstrip("（(") == wanted:
            return last
    return None


def _same(one: Paper, other: Paper) -> bool:
    if one.number and other.number:
        return one.number == other.number
    return (one.title, one.issued_on) == (other.title, other.issued_on)


def change_of(revision: Revision) -> Change | None:
    """Return the change with which ``revision`` was published (随哪个修订案发布)."""
    edit = Edit.objects.filter(revision=revision).select_related("change").first()
    return edit.change if edit else None


def twice(edits: Iterable[Edit]) -> Iterator[str]:
    """Say which list of the change is published already, of the very same paper (重复发布)."""
    texts = {edit.subject: name_of(edit.entry) for edit in edits}
    for edit in edits:
        one = edit.entry
        if edit.withdraw or edit.base_id or not isinstance(one, ItemList):
            continue
        text = newest(PageKind.INSTRUMENT, one.document)  # with another of the paper's lists
        said = paper_of(one, texts.get(one.document) or (name_of(text.entry) if text else ""))
        there = published_already(said, one.id)
        if there is not None:
            change = change_of(there)
            where = f"（修订案第 {change.pk} 号）" if change else ""
            yield (
                f"“{said.number or one.title}”已经发布{where}，不能再发布一份。"
                "请放弃这个修订案；要改的，在目录里改已经发布的那份清单。"
            )
