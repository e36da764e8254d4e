"""The floor of every act (台账登记): a line, chained to the one before, vouching for rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from juzheng.acts.base import tallies
from juzheng.law.base import ledger
from juzheng.records.models import Case, Entry, User
from juzheng.records.tracked import COVERS as COVERS
from juzheng.records.tracked import Covered

AT_ONCE = 500  # rows in one statement
OPERATOR = "operator"  # whoever has the server's command line
SYSTEM = "system"  # what the program does by itself


@transaction.atomic
def note(  # noqa: PLR0913 - a line's parts, by their names
    chain: str,
    event: str,
    *,
    by: User | str,
    at: datetime,
    details: Mapping[str, Any] | None = None,
    covers: Iterable[Covered] = (),
    removed: Iterable[Covered] = (),
    case: Case | None = None,
) -> Entry:
    """
    Write one line.

    :param chain: "case:NUMBER", "catalogue", "staff" …
    :param by: a member of staff, or a word for who else acts, such as ``OPERATOR``
    :param covers: the rows that the line vouches for, as they are after the act
    :param removed: the rows that the act takes away
    :param case: the case that the chain belongs to, if it is one
    """
    entry = _entry(chain, event, by=by, at=at, details={**(details or {})})
    entry.case = case
    covers = tuple(covers)
    entry.details.update(covering(covers, removed))
    _link(entry, previous=_last(chain))
    entry.save()
    tallies.follow(covers)
    return entry


@transaction.atomic
def note_each(
    chain: str, event: str, *, by: User | str, at: datetime, details: Iterable[Mapping[str, Any]]
) -> None:
    """Write a line for each of ``details``, as :func:`note` would one after another, at once."""
    previous, lines = _last(chain), []
    for one in details:
        entry = _entry(chain, event, by=by, at=at, details={**one})
        previous = _link(entry, previous=previous)
        lines.append(entry)
    Entry.objects.bulk_create(lines, batch_size=AT_ONCE)


def covering(covers: Iterable[Covered], removed: Iterable[Covered] = ()) -> dict[str, Any]:
    """Return what a line says of the rows that it vouches for: a digest of each column."""
    told: dict[str, Any] = {row.covered_as: row.digests() for row in covers}
    told.update({row.covered_as: None for row in removed})
    return {COVERS: told} if told else {}


def _entry(
    chain: str, event: str, *, by: User | str, at: datetime, details: dict[str, Any]
) -> Entry:
    who = by if isinstance(by, User) else None
    text = f"staff:{who.pk}" if who else str(by)
    return Entry(chain=chain, event=event, at=at, by=who, by_text=text, details=details)


def _last(chain: str) -> Entry | None:
    return Entry.objects.filter(chain=chain).order_by("-position").first()


def _link(entry: Entry, *, previous: Entry | None) -> Entry:
    entry.position = previous.position + 1 if previous else 1
    entry.digest = ledger.digest(previous.digest if previous else ledger.GENESIS, entry.line())
    entry.seal = entry.own_seal()
    return entry
