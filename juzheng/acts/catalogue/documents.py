"""Papers (来文): a list as it was written becomes a draft; the paper stays with the change.

What an officer made of each line is saved at each step, in the chain of the change. Every act takes
the version that the officer saw, and raises StepNotAllowed and MovedMeanwhile as ``moves.move``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Unpack

from django.db import transaction

from juzheng.acts.base import files, moves
from juzheng.acts.base.moves import Hand, Seen
from juzheng.acts.catalogue import changes
from juzheng.acts.catalogue.changes import Heading, Page
from juzheng.catalogue.differences import joined
from juzheng.catalogue.pages import Entry, PageKind, kind_of, name_of
from juzheng.catalogue.papers import drafting as paper
from juzheng.catalogue.papers.drafting import Drafting
from juzheng.law.base.divisions import significant
from juzheng.law.base.redaction import masked_text
from juzheng.law.catalogue.changes import ChangeEvent
from juzheng.records.catalogue import governing, published_papers
from juzheng.records.models import Change, Edit, Revision, SourceDocument

LONGEST_NAME = 200


@dataclass(frozen=True)
class Handed:
    """A paper as it was handed in (交来的文件), and its lines as they were read."""

    name: str
    ending: str
    content: bytes
    lines: tuple[str, ...]


def take_in(handed: Handed, drafting: Drafting, *, key: str, **hand: Unpack[Hand]) -> Change:
    """
    Open a change from a paper and keep the paper; the same ``key`` again returns the same change.

    :raises moves.NotYours: if ``by`` does not govern the division of the list
    """
    moves.insist_on_division(hand["by"], drafting.division)
    known = Change.objects.filter(key=key).first()
    if known is not None:
        return known
    place = f"documents/{drafting.division or 'nation'}"
    file, digest = files.keep(handed.content, place, handed.ending)
    return moves.once(
        lambda: _taken_in(handed, drafting, key, (file, digest), **hand), Change, key=key
    )


@transaction.atomic(durable=True)
def _taken_in(
    handed: Handed, drafting: Drafting, key: str, kept: tuple[str, str], **hand: Unpack[Hand]
) -> Change:
    change = changes.drafted(_heading(drafting), (), key, **hand)
    row = SourceDocument.objects.create(
        change=change,
        name=handed.name[-LONGEST_NAME:],
        ending=handed.ending,
        file=kept[0],
        file_digest=kept[1],
        text=list(handed.lines),
        drafting=paper.kept(drafting),
        kept_by=hand["by"],
        kept_at=hand["at"],
    )
    details = {"name": masked_text(row.name), "digest": row.file_digest}
    moves.claim(change, ChangeEvent.DOCUMENT_KEPT)
    _redraft(change, row, drafting, **hand)
    moves.note(change, ChangeEvent.DOCUMENT_KEPT, details=details, covers=(row,), **hand)
    return change


@transaction.atomic(durable=True)
def settle(change: Change, drafting: Drafting, **seen: Unpack[Seen]) -> tuple[str, ...]:
    """
    Save what the officer made of the lines, and write the pages that it comes to.

    What is not filled in yet is saved all the same; the list itself is written once all of it is.
    What was edited by hand stays: returned are the fields that this would have changed, too.

    :raises moves.NotYours: if ``by`` does not govern the division of the list
    """
    hand: Hand = {"by": seen["by"], "at": seen["at"]}
    moves.insist_on_division(seen["by"], drafting.division)
    heading = _heading(drafting)
    told = {"title": heading.title, "division": heading.division, "reason": heading.reason}
    moves.claim(
        change,
        ChangeEvent.DOCUMENT_MATCHED,
        version=seen["version"],
        effective_on=heading.effective_on,
        **told,
    )
    row = change.document
    stays = _redraft(change, row, drafting, **hand)
    row.refresh_from_db()
    details = {"lines": len(drafting.rows), "listed": len(drafting.listed)}
    moves.note(change, ChangeEvent.DOCUMENT_MATCHED, details=details, covers=(row,), **hand)
    return stays


def _heading(drafting: Drafting) -> Heading:
    number = f"（{drafting.number}）" if drafting.number else ""
    reason = f"根据{drafting.issuer}《{drafting.title}》{number}"
    return Heading(drafting.title[:100], reason, drafting.division, drafting.effective_on)


def _redraft(
    change: Change, row: SourceDocument, drafting: Drafting, **hand: Unpack[Hand]
) -> tuple[str, ...]:
    """Give ids, write the pages anew, and take out those that the paper no longer comes to."""
    before = paper.read_back(row.drafting)
    if _untouched(change, before, row):  # a line that was left out leaves no gap behind
        drafting = paper.unnumbered(drafting)
    text = published_papers.text_of(drafting.number, drafting.division)
    drafting = replace(drafting, joins=text.subject if text else "")
    given = paper.numbered(drafting, _taken(change, drafting))
    row.drafting = paper.kept(given)
    row.save(update_fields=["drafting"])
    was, pages = _pages(before, row), _pages(given, row)
    _leave_out(change, before, set(pages), **hand)
    there = {(PageKind(one.kind), one.subject): one.entry for one in change.edits.all()}
    stays: list[str] = []
    fresh = []
    for key, page in pages.items():
        wanted = page
        if key in was and key in there:  # what was edited by hand since stays
            wanted, both = joined(was[key], page, there[key])
            stays += [f"{name_of(page)} · {label}" for label in both]
        if wanted != there.get(key):
            fresh.append(wanted)
    changes.write_pages(change, map(Page, fresh), **hand)
    return tuple(stays)


def _untouched(change: Change, before: Drafting, row: SourceDocument) -> bool:
    """Return whether the pages are as the paper came to: nobody wrote in them, or beside them."""
    was = _pages(before, row)
    there = {(PageKind(one.kind), one.subject): one for one in change.edits.all()}
    return all(not one.withdraw and was.get(key) == one.entry for key, one in there.items())


def _pages(drafting: Drafting, row: SourceDocument) -> dict[tuple[PageKind, str], Entry]:
    """Return the pages that ``drafting`` comes to, by what they are."""
    listed = governing.governing(drafting.effective_on).items
    pages = paper.pages(drafting, listed, paper.origin_of(drafting, row.name))
    return {(kind_of(page), page.id): page for page in pages}


def _taken(change: Change, drafting: Drafting) -> frozenset[str]:
    """Return the ids that are published, or stand in somebody's open draft."""
    subjects = Revision.objects.values_list("subject", flat=True)
    drafts = Edit.objects.filter(change__in=Change.objects.open()).exclude(change=change)
    place = significant(drafting.division)
    return frozenset(
        one
        for one in (*subjects.distinct(), *drafts.values_list("subject", flat=True))
        if place in one
    )


def _leave_out(
    change: Change, before: Drafting, kept: set[tuple[PageKind, str]], **hand: Any
) -> None:
    own = {row.code for row in before.rows} | {before.list_code, before.document_code}
    for edit in change.edits.filter(subject__in=own - {""}):
        if (PageKind(edit.kind), edit.subject) not in kept:
            changes.take_out(change, edit, **hand)
