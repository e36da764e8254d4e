"""Changes (修订): drafted by one officer, reviewed by a second one, published whole or not at all.

A published revision is frozen; going back to an older wording is a new change like any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from juzheng.acts.base import ledger, moves, numbers
from juzheng.acts.catalogue import publications, rehearsal
from juzheng.acts.catalogue.revisions import SEQUENCE, digest_of
from juzheng.catalogue import as_mapping
from juzheng.catalogue.pages import Entry, PageKind, kind_of, read_page
from juzheng.law.base.divisions import governs, may_review
from juzheng.law.catalogue.changes import ChangeEvent, ChangeState
from juzheng.records.catalogue import change_effects
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
def draft(heading: Heading, pages: Iterable[Page], *, key: str, by: User, at: datetime) -> Change:
    """
    Open a change with ``pages`` and return it; the same ``key`` again returns the same change.

    :raises moves.NotYours: if ``by`` does not govern the division or one of the pages
    """
    moves.insist_on_division(by, heading.division)
    return moves.once(lambda: _drafted(heading, pages, key, by=by, at=at), Change, key=key)


@transaction.atomic
def _drafted(
    heading: Heading, pages: Iterable[Page], key: str, *, by: User, at: datetime
) -> Change:
    change = Change(**asdict(heading), key=key, written_by=by, written_at=at)
    moves.begin(change, by=by, at=at, details={"title": heading.title})
    _begin(change, pages, by=by, at=at)
    return change


@transaction.atomic(durable=True)
def restate(change: Change, heading: Heading, *, version: int, by: User, at: datetime) -> Change:
    """
    Change what the change says of itself.

    :raises moves.NotYours: if ``by`` does not govern the division
    :raises moves.StepNotAllowed, moves.MovedMeanwhile: as :func:`moves.move`
    """
    moves.insist_on_division(by, heading.division)
    moves.move(
        change,
        ChangeEvent.RESTATED,
        version=version,
        by=by,
        at=at,
        details={"title": heading.title},
        **asdict(heading),
    )
    return change


@transaction.atomic(durable=True)
def write(change: Change, pages: Iterable[Page], *, version: int, by: User, at: datetime) -> Change:
    """
    Put ``pages`` into the draft, in place of what it says of the same pages.

    :param version: the version that the officer saw
    :raises moves.NotYours: if ``by`` does not govern one of the pages
    :raises moves.StepNotAllowed, moves.MovedMeanwhile: as :func:`moves.move`
    """
    moves.claim(change, ChangeEvent.PAGE_WRITTEN, version=version)
    for page in pages:
        _write(change, page, by=by, at=at)
    return change


@transaction.atomic(durable=True)
def leave_out(change: Change, edit: Edit, *, version: int, by: User, at: datetime) -> Change:
    """
    Take a page out of the draft; the ledger keeps the digest of what it said.

    :raises moves.StepNotAllowed, moves.MovedMeanwhile: as :func:`moves.move`
    """
    event = ChangeEvent.PAGE_LEFT_OUT
    moves.move(
        change, event, version=version, by=by, at=at, details=_said_of(edit), removed=(edit,)
    )
    Edit.objects.filter(pk=edit.pk, change=change).delete()
    return change


def submit(change: Change, *, version: int, by: User, at: datetime) -> Change:
    """
    Hand the draft to a second officer.

    :raises moves.NotReady: if the gate would not let it be published
    """
    _rehearse(change, ChangeEvent.SUBMITTED, by=by, at=at)
    handed = {"submitted_by": by, "submitted_at": at, "review_note": ""}
    _move(change, ChangeEvent.SUBMITTED, version=version, by=by, at=at, **handed)
    return change


def send_back(change: Change, note: str, *, version: int, by: User, at: datetime) -> Change:
    """Return the change to its writer with what is to be mended."""
    reviewed = {"reviewed_by": by, "reviewed_at": at, "review_note": note}
    _move(change, ChangeEvent.RETURNED, version=version, by=by, at=at, **reviewed)
    return change


def discard(change: Change, *, version: int, by: User, at: datetime) -> Change:
    """Give the draft up; it stays on record."""
    _move(change, ChangeEvent.DISCARDED, version=version, by=by, at=at)
    return change


def publish(change: Change, *, note: str = "", version: int, by: User, at: datetime) -> Change:
    """
    Approve the change as its second officer and publish all its pages at once.

    Every page, sheet and paper that shows them is made once before (:mod:`rehearsal`).

    :raises NotASecondOfficer: if ``by`` drafted, wrote in or submitted it
    :raises moves.NotReady: if the gate does not let it through, also because another change of
        one of its pages was published since it was drafted
    :raises moves.NotYours: if ``by`` does not govern the division
    :raises moves.StepNotAllowed, moves.MovedMeanwhile: as :func:`moves.move`
    Source: OP-2.3.a, OP-3.1.c.
    """
    moves.insist_on_division(by, change.division)
    if not may_review(by.pk, change_effects.writers_of(change)):
        raise NotASecondOfficer(str(by))
    _rehearse(change, ChangeEvent.PUBLISHED, by=by, at=at)
    return _publish(change, note, version=version, by=by, at=at)


@transaction.atomic(durable=True)
def _publish(change: Change, note: str, *, version: int, by: User, at: datetime) -> Change:
    # Whoever publishes at the same time waits here; what they published is then seen below.
    first = numbers.take(SEQUENCE, change.edits.count())
    moves.insist_on_ready(change_effects.obstacles(change))
    publications.intend(change, by=by, at=at)
    reviewed = {"reviewed_by": by, "reviewed_at": at, "review_note": note}
    moves.claim(change, ChangeEvent.PUBLISHED, version=version, **reviewed)
    edits = list(change.edits.order_by("pk"))
    revisions = [
        _publish_page(edit, sequence=first + n, by=by, at=at) for n, edit in enumerate(edits)
    ]
    moves.note(change, ChangeEvent.PUBLISHED, by=by, at=at, covers=edits)
    ledger.note(
        "catalogue",
        "catalogue.published",
        by=by,
        at=at,
        details={
            "change": change.pk,
            "effective_on": change.effective_on.isoformat(),
            "pages": {f"{one.kind}:{one.subject}": one.digest for one in revisions},
        },
        covers=revisions,
    )
    return change


def _rehearse(change: Change, event: ChangeEvent, *, by: User, at: datetime) -> None:
    """Try all pages before ``event``, where it may happen at all and ``by`` may do it."""
    moves.insist_on_division(by, change.division)
    if event in change.MACHINE.allowed(ChangeState(change.state)):
        rehearsal.insist_on_pages(change, at=at)


def _begin(change: Change, pages: Iterable[Page], *, by: User, at: datetime) -> None:
    """Write the first pages of a change, few or a thousand, with as few statements."""
    by_key = {(page.kind, page.entry.id): page for page in pages}
    bases = change_effects.newest_of(by_key)
    edits = [_edit(change, page, bases.get(key), by, at) for key, page in by_key.items()]
    Edit.objects.bulk_create(edits, batch_size=ledger.AT_ONCE)
    ledger.note_each(
        change.chain,
        change.MACHINE.line(ChangeEvent.PAGE_WRITTEN),
        by=by,
        at=at,
        details=({**_said_of(edit), **ledger.covering((edit,))} for edit in edits),
    )


def _write(change: Change, page: Page, *, by: User, at: datetime) -> None:
    """Write one page, in place of what the change says of it."""
    edit = _edit(change, page, change_effects.newest(page.kind, page.entry.id), by, at)
    fields = ("content", "withdraw", "base", "written_by", "written_at")
    kept, _ = Edit.objects.update_or_create(
        change=change,
        kind=edit.kind,
        subject=edit.subject,
        defaults={name: getattr(edit, name) for name in fields},
    )
    event = ChangeEvent.PAGE_WRITTEN
    moves.note(change, event, by=by, at=at, details=_said_of(edit), covers=(kept,))


def _edit(change: Change, page: Page, base: Revision | None, by: User, at: datetime) -> Edit:
    """
    Return the page as it will stand in the change, not yet saved.

    :raises moves.NotYours: if ``by`` does not govern the page
    """
    entry = page.entry
    for owner in {change_effects.owner_of(entry, base, change), base.division if base else None}:
        if owner is not None and not governs(by.division, owner):
            raise moves.NotYours(owner)
    content = as_mapping(entry)
    read_page(page.kind, content)  # what is stored can be read back, or is not stored
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
    Edit.objects.filter(pk=edit.pk).update(revision=revision)
    edit.revision = revision
    return revision


@transaction.atomic(durable=True)
def _move(
    change: Change, event: ChangeEvent, *, version: int, by: User, at: datetime, **fields: Any
) -> None:
    """
    Take one step of the change, as an officer who governs its division.

    :raises moves.NotYours: if ``by`` does not
    :raises moves.NotReady: if it is to be handed in and the gate would not let it through
    :raises moves.StepNotAllowed, moves.MovedMeanwhile: as :func:`moves.move`
    """
    moves.insist_on_division(by, change.division)
    moves.move(change, event, version=version, by=by, at=at, **fields)
    if event is ChangeEvent.SUBMITTED:
        moves.insist_on_ready(change_effects.obstacles(change))
