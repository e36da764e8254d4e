"""The floor of every act (台账登记): one step moves the case, writes the line and chains it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from juzheng.law.base import ledger
from juzheng.law.cases import lifecycle
from juzheng.records.models import Case, Entry, User

APPLICANT = "applicant"
AT_ONCE = 500  # rows in one statement
OPERATOR = "operator"  # whoever has the server's command line


class CaseMovedMeanwhile(Exception):
    """Somebody else moved the case after the page was opened (办件已被他人办理)."""


def open_case(case: Case, *, by: User | None, at: datetime, details: dict[str, Any]) -> Entry:
    """
    Save a new ``case`` with the first line of its chain.

    Must run inside the act's transaction.
    """
    case.state = lifecycle.step(None, lifecycle.Event.RECEIVED)
    case.save(force_insert=True)
    return _write(case, lifecycle.Event.RECEIVED, by=by, at=at, details=details)


@transaction.atomic
def append(
    case: Case,
    event: lifecycle.Event,
    *,
    by: User | None,
    at: datetime,
    details: dict[str, Any] | None = None,
    **changes: Any,
) -> Entry:
    """
    Write one ledger line and the state (and ``changes``) that follow from it.

    :param by: the member of staff; ``None`` means the applicant
    :raises lifecycle.StepNotAllowed: if the case is not where this can happen
    :raises CaseMovedMeanwhile: if the row changed since ``case`` was loaded
    """
    before = lifecycle.State(case.state)
    after = lifecycle.step(before, event)
    # The UPDATE … WHERE state = before is the lock: the same code on SQLite and PostgreSQL.
    moved = Case.objects.filter(pk=case.pk, state=before.value).update(state=after.value, **changes)
    if not moved:
        raise CaseMovedMeanwhile(case.number)
    entry = _write(case, event, by=by, at=at, details=details or {})
    case.refresh_from_db()
    return entry


@transaction.atomic
def note(chain: str, event: str, *, by: str, at: datetime, details: dict[str, Any]) -> Entry:
    """
    Write a line that belongs to no case, e.g. a catalogue that was loaded.

    :param chain: "catalogue", "staff" …
    :param by: ``OPERATOR`` or "staff:ID"
    """
    return _chain(
        Entry(chain=chain, event=event, at=at, by_text=by, details=details), previous=_last(chain)
    )


@transaction.atomic
def note_each(
    chain: str, event: str, *, by: str, at: datetime, details: Iterable[dict[str, Any]]
) -> None:
    """Write a line for each of ``details``, as :func:`note` would one after another, at once."""
    previous, lines = _last(chain), []
    for one in details:
        entry = Entry(chain=chain, event=event, at=at, by_text=by, details=one)
        previous = _link(entry, previous=previous)
        lines.append(entry)
    Entry.objects.bulk_create(lines, batch_size=AT_ONCE)


def chain_of(case: Case) -> str:
    """Return the name of the case's chain."""
    return f"case:{case.number}"


def _write(
    case: Case,
    event: lifecycle.Event,
    *,
    by: User | None,
    at: datetime,
    details: dict[str, Any],
) -> Entry:
    chain = chain_of(case)
    entry = Entry(
        chain=chain,
        case=case,
        event=event.value,
        at=at,
        by=by,
        by_text=APPLICANT if by is None else f"staff:{by.pk}",
        details=details,
    )
    return _chain(entry, previous=_last(chain))


def _last(chain: str) -> Entry | None:
    return Entry.objects.filter(chain=chain).order_by("-position").first()


def _chain(entry: Entry, *, previous: Entry | None) -> Entry:
    _link(entry, previous=previous).save()
    return entry


def _link(entry: Entry, *, previous: Entry | None) -> Entry:
    entry.position = previous.position + 1 if previous else 1
    entry.digest = ledger.digest(previous.digest if previous else ledger.GENESIS, entry.line())
    return entry
