"""Changes (修订): drafted by one officer, reviewed by a second one, published whole or not at all.

A published revision is frozen; going back to an older wording is a new change like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from juzheng.acts.base import ledger, numbers
from juzheng.acts.catalogue import publications
from juzheng.acts.catalogue.revisions import SEQUENCE, digest_of
from juzheng.catalogue import as_mapping
from juzheng.catalogue.pages import Entry, PageKind, kind_of, read_page
from juzheng.law.base.divisions import governs, may_review
from juzheng.law.catalogue.changes import STEPS, ChangeEvent, ChangeState
from juzheng.records.catalogue import change_effects
from juzheng.records.models import Change, Edit, Revision, User


class ChangeMovedMeanwhile(Exception):
    """Somebody else wrote in the change or moved it on meanwhile (已被他人修改)."""


class NotYours(Exception):
    """The officer's division does not govern that page (不归本级管理)."""


class NotASecondOfficer(Exception):
    """Whoever drafted or submitted a change may not review it (须由第二人审核)."""


class NotFit(Exception):
    """The change may not be published as it stands (不符合发布条件); ``problems`` say why."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


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

    :raises NotYours: if ``by`` does not govern the division or one of the pages
    """
    if (found := Change.objects.filter(key=key).first()) is not None:
        return found
    if not governs(by.division, heading.division):
        raise NotYours(heading.division)
    try:
        with transaction.atomic():
            change = Change.objects.create(
                title=heading.title,
                reason=heading.reason,
                division=heading.division,
                effective_on=heading.effective_on,
                state=ChangeState.DRAFT.value,
                key=key,
                written_by=by,
                written_at=at,
            )
    except IntegrityError:  # the same form sent twice at once
        return Change.objects.get(key=key)
    _note(change, "change.drafted", by=by, at=at, details={"title": heading.title})
    _begin(change, pages, by=by, at=at)
    return change


@transaction.atomic(durable=True)
def restate(change: Change, heading: Heading, *, version: int, by: User, at: datetime) -> Change:
    """
    Change what the change says of itself.

    :raises ChangeMovedMeanwhile: if it is not at ``version`` any more, or no draft
    :raises NotYours: if ``by`` does not govern the division
    """
    if not governs(by.division, heading.division):
        raise NotYours(heading.division)
    _claim(
        change,
        version,
        title=heading.title,
        reason=heading.reason,
        division=heading.division,
        effective_on=heading.effective_on,
    )
    _note(change, "change.restated", by=by, at=at, details={"title": heading.title})
    return change


@transaction.atomic(durable=True)
def write(change: Change, pages: Iterable[Page], *, version: int, by: User, at: datetime) -> Change:
    """
    Put ``pages`` into the draft, in place of what it says of the same pages.

    :param version: the version that the officer saw
    :raises ChangeMovedMeanwhile: if it is not at ``version`` any more, or no draft
    :raises NotYours: if ``by`` does not govern one of the pages
    """
    _claim(change, version)
    for page in pages:
        _write(change, page, by=by, at=at)
    return change


@transaction.atomic(durable=True)
def leave_out(change: Change, edit: Edit, *, version: int, by: User, at: datetime) -> Change:
    """
    Take a page out of the draft; the ledger keeps the digest of what it said.

    :raises ChangeMovedMeanwhile: if it is not at ``version`` any more, or no draft
    """
    _claim(change, version)
    _note(
        change,
        "change.page_left_out",
        by=by,
        at=at,
        details={"page": f"{edit.kind}:{edit.subject}", "digest": digest_of(edit.content)},
    )
    Edit.objects.filter(pk=edit.pk, change=change).delete()
    return change


@transaction.atomic(durable=True)
def submit(change: Change, *, version: int, by: User, at: datetime) -> Change:
    """
    Hand the draft to a second officer.

    :raises ChangeMovedMeanwhile: if it is not at ``version`` any more, or no draft
    :raises NotFit: if the gate would not let it be published
    """
    _move(
        change,
        ChangeEvent.SUBMITTED,
        version,
        by=by,
        at=at,
        submitted_by=by,
        submitted_at=at,
        review_note="",
    )
    if problems := change_effects.obstacles(change):
        raise NotFit(problems)
    return change


@transaction.atomic(durable=True)
def send_back(change: Change, note: str, *, version: int, by: User, at: datetime) -> Change:
    """
    Return the change to its writer with what is to be mended.

    :raises ChangeMovedMeanwhile: if it is not at ``version`` any more, or not in review
    :raises NotYours: if ``by`` does not govern the division
    """
    _insist(change, by)
    _move(
        change,
        ChangeEvent.RETURNED,
        version,
        by=by,
        at=at,
        reviewed_by=by,
        reviewed_at=at,
        review_note=note,
    )
    return change


@transaction.atomic(durable=True)
def discard(change: Change, *, version: int, by: User, at: datetime) -> Change:
    """
    Give the draft up; it stays on record.

    :raises ChangeMovedMeanwhile: if it is not at ``version`` any more, or no draft
    """
    _insist(change, by)
    _move(change, ChangeEvent.DISCARDED, version, by=by, at=at)
    return change


@transaction.atomic(durable=True)
def publish(change: Change, *, note: str = "", version: int, by: User, at: datetime) -> Change:
    """
    Approve the change as its second officer and publish all its pages at once.

    :raises NotASecondOfficer: if ``by`` drafted, wrote in or submitted it
    :raises ChangeMovedMeanwhile: if it is not at ``version`` any more, not in review, or another
        change of one of its pages was published since it was drafted
    :raises NotFit: if the gate does not let it through
    :raises NotYours: if ``by`` does not govern the division
    Source: OP-2.3.a, OP-3.1.c.
    """
    _insist(change, by)
    if not may_review(by.pk, change_effects.writers_of(change)):
        raise NotASecondOfficer(str(by))
    # Whoever publishes at the same time waits here; what they published is then seen below.
    first = numbers.take(SEQUENCE, change.edits.count())
    if problems := change_effects.obstacles(change):
        raise NotFit(problems)
    publications.intend(change, by=by, at=at)
    revisions = [
        _publish_page(edit, sequence=first + n, by=by, at=at)
        for n, edit in enumerate(change.edits.order_by("pk"))
    ]
    _move(
        change,
        ChangeEvent.PUBLISHED,
        version,
        by=by,
        at=at,
        reviewed_by=by,
        reviewed_at=at,
        review_note=note,
    )
    ledger.note(
        "catalogue",
        "catalogue.published",
        by=f"staff:{by.pk}",
        at=at,
        details={
            "change": change.pk,
            "effective_on": change.effective_on.isoformat(),
            "pages": {f"{one.kind}:{one.subject}": one.digest for one in revisions},
        },
    )
    return change


def _begin(change: Change, pages: Iterable[Page], *, by: User, at: datetime) -> None:
    """Write the first pages of a change, few or a thousand, with as few statements."""
    by_key = {(page.kind, page.entry.id): page for page in pages}
    bases = change_effects.newest_of(by_key)
    edits = [_edit(change, page, bases.get(key), by, at) for key, page in by_key.items()]
    Edit.objects.bulk_create(edits, batch_size=ledger.AT_ONCE)
    ledger.note_each(
        f"change:{change.pk}",
        "change.page_written",
        by=f"staff:{by.pk}",
        at=at,
        details=map(_said_of, edits),
    )


def _write(change: Change, page: Page, *, by: User, at: datetime) -> None:
    """Write one page, in place of what the change says of it."""
    edit = _edit(change, page, change_effects.newest(page.kind, page.entry.id), by, at)
    fields = ("content", "withdraw", "base", "written_by", "written_at")
    Edit.objects.update_or_create(
        change=change,
        kind=edit.kind,
        subject=edit.subject,
        defaults={name: getattr(edit, name) for name in fields},
    )
    _note(change, "change.page_written", by=by, at=at, details=_said_of(edit))


def _edit(change: Change, page: Page, base: Revision | None, by: User, at: datetime) -> Edit:
    """
    Return the page as it will stand in the change, not yet saved.

    :raises NotYours: if ``by`` does not govern the page
    """
    entry = page.entry
    for owner in {change_effects.owner_of(entry, base, change), base.division if base else None}:
        if owner is not None and not governs(by.division, owner):
            raise NotYours(owner)
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
    content: dict[str, Any] = edit.content
    number = edit.base.number + 1 if edit.base else 1
    revision = Revision.objects.create(
        kind=edit.kind,
        subject=edit.subject,
        number=number,
        sequence=sequence,
        division=change_effects.owner_of(edit.entry, edit.base, edit.change),
        effective_on=edit.change.effective_on,
        withdrawn=edit.withdraw,
        digest=digest_of(content),
        content=content,
        published_at=at,
        published_by=by,
        origin="officer",
    )
    Edit.objects.filter(pk=edit.pk).update(revision=revision)
    return revision


def _insist(change: Change, by: User) -> None:
    if not governs(by.division, change.division):
        raise NotYours(change.division)


def _claim(change: Change, version: int, **fields: Any) -> None:
    """Take the draft at ``version`` for writing: the condition is the lock."""
    claimed = Change.objects.filter(
        pk=change.pk, version=version, state=ChangeState.DRAFT.value
    ).update(version=version + 1, **fields)
    if not claimed:
        raise ChangeMovedMeanwhile(change.title)
    change.refresh_from_db()


def _move(
    change: Change, event: ChangeEvent, version: int, *, by: User, at: datetime, **fields: Any
) -> None:
    steps = {before: after for (before, of), after in STEPS.items() if of is event}
    for before, after in steps.items():
        moved = Change.objects.filter(pk=change.pk, version=version, state=before.value).update(
            state=after.value, version=version + 1, **fields
        )
        if moved:
            change.refresh_from_db()
            _note(change, f"change.{event}", by=by, at=at, details={"version": change.version})
            return
    raise ChangeMovedMeanwhile(change.title)


def _note(
    change: Change, event: str, *, by: User, at: datetime, details: Mapping[str, Any]
) -> None:
    ledger.note(f"change:{change.pk}", event, by=f"staff:{by.pk}", at=at, details=dict(details))
