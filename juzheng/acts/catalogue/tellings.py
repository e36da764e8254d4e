"""Words from use (用词): kept with a yes, added after a trial, taken back; each by one hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone

from juzheng.acts.base import moves
from juzheng.acts.base.moves import Hand, Seen
from juzheng.finder import Tellings, matters, trying
from juzheng.finder.trying import Trial
from juzheng.law.base.ledger import canonical_digest
from juzheng.law.base.redaction import masked_text
from juzheng.law.catalogue import tellings as law
from juzheng.law.catalogue.tellings import TellingEvent
from juzheng.records.catalogue import governing, local_tellings
from juzheng.records.models import KeptQuestion, LocalTelling


class AddedBefore(Exception):
    """The same words are in use already (已经加过)."""


class NoSuchLabel(Exception):
    """There is no such item or matter today (没有这一项)."""


@dataclass(frozen=True)
class Wanted:
    """What an officer wants to add (要加的说法): the words, for what, and why."""

    label: str
    text: str
    why: str
    despite: str = ""  # why all the same, where something gets worse


def keep(text: str, *, offered: str, chosen: str, division: str, at: datetime) -> bool:
    """
    Keep ``text`` masked, and return whether it was kept: where it may yet name somebody, it is not.

    Only after the resident's own yes. Nothing tells who it was: no session, no address of theirs,
    no time of day.
    """
    masked = law.keepable(text)
    if masked:
        KeptQuestion.objects.create(
            text=masked,
            offered=offered,
            chosen=chosen,
            division=division[:6],
            kept_on=timezone.localdate(at),
        )
    return bool(masked)


def tried(label: str, text: str, at: datetime) -> tuple[Trial, str]:
    """
    Return what ``text`` for ``label`` would change, and a digest of what that rests on.

    :raises NoSuchLabel: if nothing of that name can be asked for
    """
    listed, known = governing.governing(timezone.localdate(at)), local_tellings.in_use()
    if label not in listed.items and label not in matters():
        raise NoSuchLabel(label)
    return trying.trial(listed, known, label, text), _digest(listed.digest, known)


def _digest(catalogue: str, known: Tellings) -> str:
    return canonical_digest([catalogue, known])


def add(wanted: Wanted, *, seen: str, **hand: Unpack[Hand]) -> LocalTelling:
    """
    Let the finder know ``wanted``, from the next request on, at every door.

    :param seen: the digest of what the officer's trial rested on
    :raises moves.NotReady: for the obstacles of ``law.catalogue.tellings``
    :raises moves.MovedMeanwhile: if the lists or the tellings are not as they were then
    :raises AddedBefore, NoSuchLabel: nothing is changed then
    """
    moves.insist_on_ready(law.obstacles(wanted.text, 0, ""))
    found, _ = tried(wanted.label, wanted.text, hand["at"])
    moves.insist_on_ready(law.obstacles(wanted.text, found.worse, wanted.despite))
    return _added(wanted, found, seen, **hand)


@transaction.atomic(durable=True)
def _added(wanted: Wanted, found: Trial, seen: str, **hand: Unpack[Hand]) -> LocalTelling:
    by, at = hand["by"], hand["at"]
    governing.let_go(local_tellings.KEY)
    listed, known = governing.governing(timezone.localdate(at)), local_tellings.in_use()
    if wanted.text in {text for _, text in known}:
        raise AddedBefore(wanted.text)
    if _digest(listed.digest, known) != seen:
        raise moves.MovedMeanwhile(wanted.text)
    row = LocalTelling(
        number=_next(),
        label=wanted.label,
        text=wanted.text,
        why=masked_text(wanted.why),
        despite=masked_text(wanted.despite),
        better=sum(len(one.better) for one in found.sets),
        worse=found.worse,
        division=by.division or "",
        added_at=at,
        added_by=by,
    )
    try:
        with transaction.atomic():
            moves.begin(row, **hand, details={"label": row.label, "worse": row.worse})
    except IntegrityError:  # somebody was a moment faster
        raise moves.MovedMeanwhile(wanted.text) from None
    governing.let_go(local_tellings.KEY)
    return row


def _next() -> int:
    """Return the number of the next telling; of two who read it at once, one is refused it."""
    return LocalTelling.objects.count() + 1


@transaction.atomic(durable=True)
def withdraw(row: LocalTelling, reason: str, **seen: Unpack[Seen]) -> LocalTelling:
    """
    Take a telling back: from the next request on the finder does not know it.

    :raises moves.NotYours, StepNotAllowed, MovedMeanwhile: nothing is changed then
    """
    moves.insist_on_division(seen["by"], row.division)
    moves.move(row, TellingEvent.WITHDRAWN, details={"reason": reason}, **seen)
    governing.let_go(local_tellings.KEY)
    return row
