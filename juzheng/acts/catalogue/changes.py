"""Changes (修订): drafted by one officer, reviewed by a second one, published whole or not at all.

A published revision is frozen; going back to an older wording is a new change like any other.
Every act on a change takes the version that the officer saw, and raises StepNotAllowed and
MovedMeanwhile as :func:`moves.move`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Unpack

from django.db import transaction

from juzheng.acts.base import ledger, moves, numbers
from juzheng.acts.base.moves import Hand, Seen
from juzheng.acts.catalogue import publications, rehearsal
from juzheng.acts.catalogue.revisions import SEQUENCE, digest_of
from juzheng.catalogue.forms import CatalogueError
from juzheng.catalogue.pages import Entry, PageKind, kind_of, read_page
from juzheng.law.base.divisions import may_review
from juzheng.law.base.plain import as_mapping, texts
from juzheng.law.base.redaction import masked_text
from juzheng.law.catalogue.changes import ChangeEvent
from juzheng.records.catalogue import change_effects, newest_revisions
from juzheng.records.models import Change, Edit, Revision, User


class NotASecondOfficer(Exception):
    """Whoever drafted or submitted a change may not review it (须由第二人审核)."""


@dataclass(frozen=True)
class Page:
    """One page of a change as an officer hands it over (修订内容)."""

    entry: Entry
    withdraw: bool = False

    @property
    def kind(self) -> PageKind:
        """Return of which kind the page is."""
        return kind_of(self.entry)


@dataclass(frozen=True)
class Heading:
    """What a change says of itself (修订案抬头)."""

    title: str
    reason: str
    division: str
    effective_on: date


@transaction.atomic(durable=True)
def draft(heading: Heading, pages: Iterable[Page], *, key: str, **hand: Unpack[Hand]) -> Change:
    """
    Open a change with ``pages`` and return it; the same ``key`` again returns the same change.

    :raises moves.NotYours: if ``by`` does not govern the division or one of the pages
    """
    moves.insist_on_division(hand["by"], heading.division)
    return moves.once(lambda: drafted(heading, pages, key, **hand), Change, key=key)


@transaction.atomic
def drafted(
    heading: Heading,
    pages: Iterable[Page],
    key: str,
    *,
    governed: bool = True,
    **hand: Unpack[Hand],
) -> Change:
    """Open a change within another act; see :func:`draft`."""
    written = {"written_by": hand["by"], "written_at": hand["at"]}
    change = Change(**asdict(heading), key=key, **written)
    moves.begin(change, details={"title": masked_text(heading.title)}, **hand)
    _begin(change, pages, governed=governed, **hand)
    return change


@transaction.atomic
def propose_as_unit(
    heading: Heading, pages: Iterable[Page], key: str, **hand: Unpack[Hand]
) -> Change:
    """
    Hand in what a unit proposes of itself; an officer of its place reviews it.

    Whoever calls has made the pages of the unit's own name (:mod:`acts.catalogue.offers`).

    :raises moves.NotReady: if the gate would not let it be published
    """
    change = drafted(heading, pages, key, governed=False, **hand)
    moves.insist_on_ready(change_effects.obstacles(change))
    by, at = hand["by"], hand["at"]
    moves.move(change, ChangeEvent.SUBMITTED, by=by, at=at, submitted_by=by, submitted_at=at)
    return change


@transaction.atomic(durable=True)
def restate(change: Change, heading: Heading, **seen: Unpack[Seen]) -> Change:
    """
    Change what the change says of itself.

    :raises moves.NotYours: if ``by`` does not govern the division
    """
    moves.insist_on_division(seen["by"], heading.division)
    details = {"title": masked_text(heading.title)}
    moves.move(change, ChangeEvent.RESTATED, details=details, **seen, **asdict(heading))
    return change


@transaction.atomic(durable=True)
def write(change: Change, pages: Iterable[Page], *, version: int, **hand: Unpack[Hand]) -> Change:
    """
    Put ``pages`` into the draft, in place of what it says of the same pages.

    :raises moves.NotYours: if ``by`` does not govern one of the pages
    """
    moves.claim(change, ChangeEvent.PAGE_WRITTEN, version=version)
    write_pages(change, pages, **hand)
    return change


def write_pages(change: Change, pages: Iterable[Page], **hand: Unpack[Hand]) -> None:
    """Write ``pages`` within another act on the draft; see :func:`write`."""
    for page in pages:
        _write(change, page, **hand)


@transaction.atomic(durable=True)
def leave_out(change: Change, edit: Edit, **seen: Unpack[Seen]) -> Change:
    """Take a page out of the draft; the ledger keeps the digest of what it said."""
    moves.claim(change, ChangeEvent.PAGE_LEFT_OUT, version=seen["version"])
    take_out(change, edit, by=seen["by"], at=seen["at"])
    return change


def take_out(change: Change, edit: Edit, **hand: Unpack[Hand]) -> None:
    """Take a page out within another act on the draft; see :func:`leave_out`."""
    event = ChangeEvent.PAGE_LEFT_OUT
    moves.note(change, event, details=_said_of(edit), removed=(edit,), **hand)
    Edit.objects.filter(pk=edit.pk, change=change).delete()


def submit(change: Change, **seen: Unpack[Seen]) -> Change:
    """
    Hand the draft to a second officer.

    :raises moves.NotReady: if the gate would not let it be published
    """
    _rehearse(change, ChangeEvent.SUBMITTED, seen)
    handed = {"submitted_by": seen["by"], "submitted_at": seen["at"], "review_note": ""}
    ready = change_effects.obstacles
    return moves.advance(change, ChangeEvent.SUBMITTED, seen, ready=ready, **handed)


def send_back(change: Change, note: str, **seen: Unpack[Seen]) -> Change:
    """Return the change to its writer with what is to be mended."""
    return moves.advance(change, ChangeEvent.RETURNED, seen, **_reviewed(note, seen))


def discard(change: Change, **seen: Unpack[Seen]) -> Change:
    """Give the draft up; it stays on record."""
    return moves.advance(change, ChangeEvent.DISCARDED, seen)


def publish(change: Change, *, note: str = "", **seen: Unpack[Seen]) -> Change:
    """
    Approve the change as its second officer and publish all its pages at once.

    Every page, sheet and paper that shows them is made once before (:mod:`rehearsal`).

    :raises NotASecondOfficer: if ``by`` drafted, wrote in or submitted it
    :raises moves.NotReady: if the gate does not let it through, also because another change of
        one of its pages was published since it was drafted
    :raises moves.NotYours: if ``by`` does not govern the division
    Source: OP-2.3.a, OP-3.1.c.
    """
    moves.insist_on_division(seen["by"], change.division)
    if not may_review(seen["by"].pk, change_effects.writers_of(change)):
        raise NotASecondOfficer(str(seen["by"]))
    _rehearse(change, ChangeEvent.PUBLISHED, seen)
    return _publish(change, note, seen)


@transaction.atomic(durable=True)
def _publish(change: Change, note: str, seen: Seen) -> Change:
    hand: Hand = {"by": seen["by"], "at": seen["at"]}
    # Whoever publishes at the same time waits here; what they published is then seen below.
    first = numbers.take(SEQUENCE, change.edits.count())
    _insist_on_step(change, ChangeEvent.PUBLISHED)
    moves.insist_on_ready(change_effects.obstacles(change))
    publications.intend(change, **hand)
    reviewed = _reviewed(note, seen)
    moves.claim(change, ChangeEvent.PUBLISHED, version=seen["version"], **reviewed)
    edits = list(change.edits.order_by("pk"))
    revisions = [_publish_page(edit, sequence=first + n, **hand) for n, edit in enumerate(edits)]
    moves.note(change, ChangeEvent.PUBLISHED, covers=edits, **hand)
    details = {
        "change": change.pk,
        "effective_on": change.effective_on.isoformat(),
        "pages": {f"{one.kind}:{one.subject}": one.digest for one in revisions},
    }
    ledger.note("catalogue", "catalogue.published", details=details, covers=revisions, **hand)
    return change


def _rehearse(change: Change, event: ChangeEvent, seen: Seen) -> None:
    """Try all pages before ``event``, where it may happen at all and the officer may do it."""
    moves.insist_on_division(seen["by"], change.division)
    _insist_on_step(change, event)
    rehearsal.insist_on_pages(change, at=seen["at"])


def _insist_on_step(change: Change, event: ChangeEvent) -> None:
    """
    Insist that ``event`` may still happen to the change as it stands now, whatever was read of it.

    Of one that is published meanwhile the gate would say that its own pages are newer than itself.

    :raises moves.StepNotAllowed: if it may not
    """
    change.MACHINE.step(Change.objects.get(pk=change.pk).stands, event)


def _begin(change: Change, pages: Iterable[Page], *, governed: bool, **hand: Unpack[Hand]) -> None:
    """Write the first pages of a change, few or a thousand, with as few statements."""
    by_key = {(page.kind, page.entry.id): page for page in pages}
    bases = newest_revisions.newest_of(by_key)
    if governed:
        for key, page in by_key.items():
            _insist_on_owners(change, page, bases.get(key), hand["by"])
    edits = [_edit(change, page, bases.get(key), **hand) for key, page in by_key.items()]
    Edit.objects.bulk_create(edits, batch_size=ledger.AT_ONCE)
    line = change.MACHINE.line(ChangeEvent.PAGE_WRITTEN)
    details = ({**_said_of(edit), **ledger.covering((edit,))} for edit in edits)
    ledger.note_each(change.chain, line, details=details, **hand)


def _write(change: Change, page: Page, **hand: Unpack[Hand]) -> None:
    """Write one page, in place of what the change says of it."""
    base = newest_revisions.newest(page.kind, page.entry.id)
    _insist_on_owners(change, page, base, hand["by"])
    edit = _edit(change, page, base, **hand)
    fields = ("content", "withdraw", "base", "written_by", "written_at")
    written = {name: getattr(edit, name) for name in fields}
    kept, _ = Edit.objects.update_or_create(
        change=change, kind=edit.kind, subject=edit.subject, defaults=written
    )
    event = ChangeEvent.PAGE_WRITTEN
    moves.note(change, event, details=_said_of(edit), covers=(kept,), **hand)


def _insist_on_owners(change: Change, page: Page, base: Revision | None, by: User) -> None:
    """:raises moves.NotYours: if ``by`` does not govern the page, or its last wording"""
    owner = change_effects.owner_of(page.entry, base, change)
    for one in {owner, base.division if base else owner}:
        moves.insist_on_division(by, one)


def _edit(change: Change, page: Page, base: Revision | None, *, by: User, at: datetime) -> Edit:
    """Return the page as it will stand in the change, not yet saved."""
    entry = page.entry
    content = as_mapping(entry)
    read_page(page.kind, content)  # what is stored can be read back, or is not stored
    if "\0" in "".join(texts(entry)):  # no database takes it in JSON
        raise CatalogueError(f"{entry.id!r} 里有空字符。", "请删掉后重新输入。")
    return Edit(
        change=change,
        kind=page.kind.value,
        subject=entry.id,
        content=content,
        withdraw=page.withdraw,
        base=base,
        written_by=by,
        written_at=at,
    )


def _said_of(edit: Edit) -> dict[str, Any]:
    return {"page": f"{edit.kind}:{edit.subject}", "digest": digest_of(edit.content)}


def _publish_page(edit: Edit, *, sequence: int, by: User, at: datetime) -> Revision:
    begins = edit.change.effective_on
    revision = change_effects.as_revision(edit, edit.content, sequence=sequence, on=begins)
    revision.published_at, revision.published_by, revision.origin = at, by, "officer"
    revision.save(force_insert=True)
    edit.revision = revision
    edit.save(update_fields=["revision"])
    return revision


def _reviewed(note: str, seen: Seen) -> dict[str, Any]:
    return {"reviewed_by": seen["by"], "reviewed_at": seen["at"], "review_note": note}
