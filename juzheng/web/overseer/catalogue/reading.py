"""A list as it will read (清单公布的样子): beside its paper, with the differences in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from juzheng.acts.catalogue import naming, publications
from juzheng.catalogue import Catalogue, papers
from juzheng.catalogue.papers import drafting as paper
from juzheng.catalogue.papers.drafting import LEFT_OUT, NEW, Drafting
from juzheng.law.base.divisions import significant
from juzheng.law.catalogue import listable
from juzheng.law.catalogue.guides import Where
from juzheng.law.catalogue.items import Item, ListKind
from juzheng.law.catalogue.lists import ChangeKind, ItemList
from juzheng.law.catalogue.naming import is_name, shown
from juzheng.law.catalogue.notices import Notice, NoticeLine, notice
from juzheng.law.catalogue.publications import in_sentences
from juzheng.records.catalogue import change_effects
from juzheng.records.models import Change, Committee, SourceDocument
from juzheng.web.overseer.catalogue import document_counts, row_notes
from juzheng.web.shared.act_results import in_words
from juzheng.web.shared.law_sentences import in_language


@dataclass(frozen=True)
class Line:
    """One line of the list as residents and units will read it (公布的一行)."""

    name: str
    said: str


def reading(change: Change, *, ready: bool) -> dict[str, Any]:
    """
    Return what the page of ``change`` shows of what it will say, where nothing keeps it back.

    :param ready: whether the gate lets the change through; if not, only the paper is shown
    """
    source = SourceDocument.objects.filter(change=change).first()
    shown: dict[str, Any] = {"source": source, "open_original": True}
    if source is None and not ready:
        return shown
    before, after = change_effects.before_and_after(change)
    if source is not None:
        drafting = paper.read_back(source.drafting)
        shown["miscounted"] = tuple(document_counts.in_words(drafting, source.text))
        shown["said_otherwise"] = (
            *_otherwise(drafting, change, before, after),
            *_not_as_read(drafting, source.text),
        )
    if not ready:
        return shown
    under = Committee.objects.filter(code__startswith=significant(change.division))
    return {
        **shown,
        # What has been published stands in its publication: later ones would be told with it.
        "sentences": _sentences(change, under.count()) if change.is_open else (),
        "unfound": list(map(in_words, naming.unfound(change, after))) if change.is_open else (),
        "reads": [
            {"title": edit.entry.title, "lines": tuple(_lines(edit.entry, after, change))}
            for edit in change.edits.all()
            if isinstance(edit.entry, ItemList) and not edit.withdraw
        ],
    }


def _sentences(change: Change, committees: int) -> tuple[str, ...]:
    content, _after = publications.what_is_said(change)
    day = content.effective_on
    both = change_effects.before_and_after(change, day)
    boards = (_board(one, change.division, day) for one in both)
    return in_sentences(content, committees, *boards)


def _board(listed: Catalogue, division: str, on: date) -> Notice:
    names = "".join(part.name for part in listed.path_of(division))
    return notice(listed, Where(division, on, names))


def _lines(one: ItemList, after: Catalogue, change: Change) -> Iterator[Line]:
    """Yield the lines of ``one`` as the notice board of its place will have them."""
    board = _board(after, one.division, change.effective_on)
    told: dict[str, NoticeLine] = {row.item: row for row in (*board.refused, *board.issued)}
    for line in one.lines:
        item, row = after.items.get(line.item), told.get(line.item)
        name = line.name or (row.name if row else item.name if item else line.item)
        if row and line.name and row.name not in (name, *line.names):
            name = _("%(name)s（属于“%(own)s”）") % {"name": name, "own": row.name}
        instead = _("可以开：%(what)s")
        if one.kind is ListKind.NEGATIVE:
            instead = _("不开。这样办：%(what)s")
        day = max(change.effective_on, one.in_force_from)
        if item is not None and (why := listable.refused(one, line, after, day)) is not None:
            yield Line(name, _("列入了也开不了，因为：%(why)s") % {"why": in_language(why.reason)})
        else:
            yield Line(name, instead % {"what": row.said} if row else _untold(line.change))


def _untold(change: ChangeKind) -> str:
    """Say what becomes of a line that the notice board of the place does not show."""
    if change is ChangeKind.REMOVE:
        return _("从这里的清单中去掉")
    return _("公告栏上没有这一项，要看在哪个地方、哪个单位要")


def _matched(name: str, own: Item, *, listed: bool) -> str:
    """Say which item the paper's ``name`` was put to, and by what name that will go."""
    text = _("“%(name)s”就是目录里的“%(own)s”，公布时用原件的名称。")
    if not is_name(name, own.name, own.aliases):
        text = _(
            "“%(name)s”对到了目录里的“%(own)s”：居民看到的名称还是“%(own)s”，问“%(name)s”也找得到。"
            "请核对是不是同一件事；要让当地都用这个名称的，请在清单里用“改名”。"
        )
    elif shown(own.name, name) == own.name:
        text = _(
            "“%(name)s”属于目录里的“%(own)s”：居民看到的名称还是“%(own)s”，问“%(name)s”也找得到。"
            "要让当地都用这个名称的，请在清单里用“改名”。"
        )
    elif listed:
        text = _("“%(name)s”就是已有清单里的“%(own)s”，公布时用原件的名称。")
    return text % {"name": name, "own": own.name}


def _not_as_read(drafting: Drafting, texts: Sequence[str]) -> Iterator[str]:
    """Yield what the drafter named otherwise or added, and what nobody read (与原件对不上的)."""
    whole = "".join("".join(texts).split())
    for row in drafting.listed:
        said = {"name": row.name, "line": row.line}
        if "".join(row.name.split()) in whole:
            continue
        if row.line:
            yield _("“%(name)s”，原件写的是“%(line)s”。") % said
        else:
            yield _("“%(name)s”是起草人加的，原件里没有找到。") % said
    for line in papers.doubtful(paper.unread(drafting, texts)):
        yield _("原件里的“%(line)s”没有认成事项，也没有列入。") % {"line": line}


def _otherwise(
    drafting: Drafting, change: Change, before: Catalogue, after: Catalogue
) -> Iterator[str]:
    """Yield what the list says otherwise than its paper, in words (与原件不同的地方)."""
    items = after.items
    book = before.rulebook(drafting.division, change.effective_on)
    above = {entry.item for entry in book.listed(drafting.kind)}
    said: dict[str, str] = {}
    for row in drafting.rows:
        own = items.get(row.choice)
        if row.choice == LEFT_OUT:
            yield _("原件里的“%(name)s”没有列入。") % {"name": row.name}
        elif row.choice == NEW:
            yield _("“%(name)s”是新的一项。") % {"name": row.name}
        elif own is None:
            yield _("“%(name)s”还没有定是哪一项。") % {"name": row.name}
        elif row.choice in said:
            yield _("“%(name)s”和“%(first)s”是同一项，公布时写在一行。") % {
                "name": row.name,
                "first": said[row.choice],
            }
        elif own.name != row.name:
            yield _matched(row.name, own, listed=own.id in above)
        for note in row_notes.notes(row):
            yield _("“%(name)s”：%(note)s") % {"name": row.name, "note": note}
        said.setdefault(row.choice, row.name)
