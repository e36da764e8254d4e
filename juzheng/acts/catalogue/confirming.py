"""Confirming (待确认事项): asked by anybody, answered by civil affairs, published by a second one.

Every act of an officer takes the version that was seen, and raises NotYours, NotReady,
StepNotAllowed and MovedMeanwhile as :mod:`acts.base.moves`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Unpack

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from juzheng.acts.base import moves
from juzheng.acts.base.ledger import SYSTEM
from juzheng.acts.base.moves import Hand, Seen
from juzheng.acts.catalogue import changes
from juzheng.acts.catalogue.changes import Heading, Page
from juzheng.catalogue import catalogue
from juzheng.law.base.deadlines import due_on
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.catalogue import applicability, confirming
from juzheng.law.catalogue.changes import ChangeState
from juzheng.law.catalogue.confirming import ConfirmationEvent as E
from juzheng.law.catalogue.confirming import ConfirmationState
from juzheng.law.catalogue.items import Confidence, Instrument, Item, Source
from juzheng.law.catalogue.looking import Known, Look, LookLine
from juzheng.records.catalogue import governing, working_days
from juzheng.records.models import Change, Confirmation, Entry, User


class NothingToConfirm(Exception):
    """The catalogue has an answer for the place already (已有答复)."""


class NobodyAbove(Exception):
    """There is no higher office to ask (没有上级)."""


@dataclass(frozen=True)
class Found:
    """What an officer found (查证结果), and the text it rests on if that is not registered yet."""

    line: LookLine
    source: str  # where it was looked up
    place: str  # what the place is called
    text: Instrument | None = None


def place_of(division: str) -> str:
    """Return the division whose civil affairs are asked: of a committee's place, its county."""
    return division[:6].ljust(6, "0")


def known(item: Item, place: str, on: date) -> Known:
    """Return whether ``item`` has a basis in ``place``, as far as anybody has looked."""
    here = applicability.Circumstances(place, on)
    return applicability.standing(item, governing.governing(on), here).known


def waiting_for(item: str, division: str) -> Confirmation | None:
    """Return the open question about ``item`` in ``division``; None: nobody has asked."""
    return Confirmation.objects.open().filter(item=item, place=place_of(division)).first()


def last_day(at: datetime) -> date:
    """Return until when civil affairs answers what is asked at ``at``: a promise of our own."""
    limit = catalogue().deadlines["correction"].confirmation_days
    return due_on(timezone.localdate(at), limit, working_days.calendar())


@transaction.atomic
def ask(item: Item, division: str, *, by: User | None, at: datetime) -> Confirmation:
    """
    Ask whether ``item`` may be issued in ``division``; who asks what is open already joins.

    :raises NothingToConfirm: if there is an answer
    """
    place = place_of(division)
    if known(item, place, timezone.localdate(at)) is not Known.UNKNOWN:
        raise NothingToConfirm(item.id)
    row = waiting_for(item.id, place)
    if row is None:
        fresh = {"place": place, "division": place, "asked_at": at, "due_on": last_day(at)}
        try:
            with transaction.atomic():
                return moves.begin(
                    Confirmation(item=item.id, name=item.name, **fresh), by=by, at=at
                )
        except IntegrityError:
            row = Confirmation.objects.open().get(item=item.id, place=place)
    moves.move(row, E.JOINED, by=by, at=at, asked=F("asked") + 1)
    return row


@transaction.atomic(durable=True)
def answer(row: Confirmation, found: Found, **seen: Unpack[Seen]) -> Change:
    """
    Draft the change by which ``row`` is answered; a second officer publishes it.

    :raises moves.NotReady: if the officer asked it
    """
    hand: Hand = {"by": seen["by"], "at": seen["at"]}
    moves.insist_on_division(seen["by"], row.division)
    moves.insist_on_ready(obstacles(row, seen["by"]))
    on = timezone.localdate(seen["at"])
    heading = Heading(f"查证：{row.name}（{found.place}）"[:100], found.source, row.division, on)
    pages = [Page(one) for one in (found.text, _look(row, found, on)) if one is not None]
    change = changes.drafted(heading, pages, f"confirmation-{row.pk}-{row.version}", **hand)
    details = {"change": change.pk, "may": found.line.may}
    moves.move(row, E.ANSWER_DRAFTED, details=details, change=change, **seen)
    return change


def _look(row: Confirmation, found: Found, on: date) -> Look:
    """
    Return the record of the officer's division, with what was found in place of what it said.

    Of the nation there is none: what its officers find is of the place that was asked of.
    """
    code, source = row.division or row.place, Source(found.source, Confidence.MEDIUM)
    blank = Look(
        id=code,
        title=f"{found.place}查证记录",
        division=code,
        in_force_from=on,
        in_force_until=None,
        whole=False,
        lines=(),
        note=found.source,
        source=source,
    )
    before = governing.governing(on).looked.get(code, blank)
    others = tuple(line for line in before.lines if line.item != row.item)
    return replace(before, lines=(*others, found.line))


@transaction.atomic(durable=True)
def raise_up(row: Confirmation, note: str, **seen: Unpack[Seen]) -> Confirmation:
    """
    Hand ``row`` to the higher office, whose time begins anew.

    :raises NobodyAbove: if there is none
    """
    moves.insist_on_division(seen["by"], row.division)
    higher = confirming.above(row.division)
    if higher is None:
        raise NobodyAbove(row.division)
    details = {"note": note, "from": row.division}
    due = last_day(seen["at"])
    moves.move(row, E.RAISED, details=details, division=higher, due_on=due, **seen)
    return row


def obstacles(row: Confirmation, officer: User) -> tuple[Obstacle, ...]:
    """Return what keeps ``officer`` from answering; see ``law.catalogue.confirming.obstacles``."""
    return confirming.obstacles(askers(row), officer.pk)


def askers(row: Confirmation) -> frozenset[int]:
    """Return the ids of the accounts that have asked, also for others at the counter."""
    asked = [row.MACHINE.line(event) for event in (E.ASKED, E.JOINED)]
    lines = Entry.objects.filter(chain=row.chain, event__in=asked, by__isnull=False)
    return frozenset(lines.values_list("by", flat=True))


def settle(*, at: datetime) -> int:
    """
    Close what the catalogue answers by now, and open again what was discarded; return how many.

    Safe to repeat. It does not matter which published change has answered: the officer's own, a
    province's list, a new text.
    """
    rows = Confirmation.objects.open().select_related("change")
    return sum(_settled(row, at) for row in rows)


def _settled(row: Confirmation, at: datetime) -> bool:
    on = timezone.localdate(at)
    item = governing.governing(on).items.get(row.item)
    stands = known(item, row.place, on) if item else Known.NO
    discarded = row.change is not None and row.change.state == ChangeState.DISCARDED.value
    try:
        if stands is not Known.UNKNOWN:
            said = {"answer": stands.value, "answered_at": at}
            moves.move(row, E.ANSWERED, by=SYSTEM, at=at, details={"answer": stands.value}, **said)
            return True
        if discarded and row.state == ConfirmationState.DRAFTED.value:
            moves.move(row, E.TAKEN_BACK, by=SYSTEM, at=at, change=None)
    except moves.MovedMeanwhile:
        return False
    return False
