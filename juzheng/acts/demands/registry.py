"""Demands (索要登记): stated by a unit, looked at by two offices, kept, sent back or cancelled.

Every step is one line of the demand's own chain; a step taken on an old page changes nothing. What
a unit does raises NotYours for anybody else, and every step on a demand StepNotAllowed and
MovedMeanwhile as :func:`moves.move`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from itertools import chain, count
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import moves
from juzheng.acts.base.moves import Hand, Seen
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.demands import registry as law
from juzheng.law.demands.registry import DemandEvent, DemandState, Opinion, Stated
from juzheng.records.catalogue import governing
from juzheng.records.demands import demand_findings
from juzheng.records.models import Demand, DemandingUnit, DemandReview, Entry, User
from juzheng.records.models.demands.demands import fields_of
from juzheng.records.tracked import Covered


@dataclass(frozen=True)
class Review:
    """What an officer says for the office of the account (审核意见)."""

    opinion: Opinion
    note: str = ""
    item: str = ""  # what a committee's paper is in the catalogue, where nobody has said it yet


@dataclass(frozen=True)
class Entered:
    """What came of a whole list (导入结果)."""

    new: tuple[Demand, ...]
    known: int  # registered before, word for word
    over: int = 0  # of these: given up or cancelled meanwhile


@transaction.atomic(durable=True)
def register(stated: Stated, *, unit: DemandingUnit, key: str, **hand: Unpack[Hand]) -> Demand:
    """
    Register a demand as a draft and return it; the same ``key`` again returns the same one.

    :raises moves.NotYours: if ``by`` does not register for ``unit``
    Source: OP-2.2.b, OP-4.2.a.
    """
    _insist_on_unit(unit.pk, hand["by"])
    return moves.once(lambda: _register(stated, unit=unit, key=key, **hand), Demand, key=key)


@transaction.atomic(durable=True)
def register_all(listed: Iterable[Stated], *, unit: DemandingUnit, **hand: Unpack[Hand]) -> Entered:
    """
    Register a whole list as drafts, or nothing of it; what is known word for word is left alone.

    A draft that was given up before it was public is not known: its line is registered anew.

    :raises moves.NotYours: if ``by`` does not register for ``unit``
    :raises moves.NotReady: if a line may not be handed in later
    """
    _insist_on_unit(unit.pk, hand["by"])
    lines = list(dict.fromkeys(listed))
    moves.insist_on_ready(problem for line in lines for problem in law.unready(line))
    unseen = _given_up_unseen(unit)
    keys = {_free(key_of(line, unit), unseen): line for line in lines}
    known = dict(Demand.objects.filter(key__in=list(keys)).values_list("key", "state"))
    unknown = {key: line for key, line in keys.items() if key not in known}
    new = tuple(_register(line, unit=unit, key=key, **hand) for key, line in unknown.items())
    over = sum(state == law.DemandState.CANCELLED for state in known.values())
    return Entered(new, len(known), over)


def _given_up_unseen(unit: DemandingUnit) -> frozenset[str]:
    """Return the keys of drafts that were given up before anybody else saw them (放弃的草稿)."""
    over = Demand.objects.filter(unit=unit, state=law.DemandState.CANCELLED, submitted_at=None)
    return frozenset(over.values_list("key", flat=True))


def _free(key: str, taken: frozenset[str]) -> str:
    """Return ``key`` beside those that are ``taken``: what was given up unseen may come again."""
    tries = chain((key,), (f"{key}+{again}" for again in count(1)))
    return next(one for one in tries if one not in taken)


def key_of(stated: Stated, unit: DemandingUnit) -> str:
    """Return the key of a line of a list: the same words of the same unit are the same demand."""
    return f"{unit.pk}:{sha256(repr(asdict(stated)).encode()).hexdigest()}"


@transaction.atomic(durable=True)
def restate(demand: Demand, stated: Stated, **seen: Unpack[Seen]) -> Demand:
    """Change what the unit says; what both offices had kept has to be handed in anew."""
    _insist_on_unit(demand.unit_id, seen["by"])
    if demand.stands is DemandState.ALIGNED:
        _move(demand, DemandEvent.REOPENED, seen)
        seen["version"] = demand.version
    fields = fields_of(stated)
    moves.move(demand, DemandEvent.RESTATED, details=fields, **seen, **fields)
    return demand


@transaction.atomic(durable=True)
def submit(demand: Demand, **seen: Unpack[Seen]) -> Demand:
    """
    Hand the demand in; from here on everybody sees it, with its basis or without.

    :raises moves.NotReady: if something is missing
    """
    _insist_on_unit(demand.unit_id, seen["by"])
    moves.insist_on_ready(law.unready(demand.stated))
    handed_in: dict[str, Any] = {
        "submitted_by": seen["by"],
        "submitted_at": seen["at"],
        "settled_at": None,
    }
    _move(demand, DemandEvent.SUBMITTED, seen, round=demand.round + 1, **handed_in)
    return demand


@transaction.atomic(durable=True)
def review(demand: Demand, said: Review, **seen: Unpack[Seen]) -> Demand:
    """
    Give the opinion of one office; with that of the other the demand is settled.

    :raises moves.NotYours: if ``by`` does not govern the unit's division
    :raises moves.NotReady: if this opinion may not be given, by this officer or of this demand
    Source: OP-4.2.a.
    """
    hand: Hand = {"by": seen["by"], "at": seen["at"]}
    moves.insist_on_division(hand["by"], demand.unit.division)
    if demand.version != seen["version"]:
        raise moves.MovedMeanwhile(str(demand))
    moves.insist_on_ready(obstacles(demand, said, **hand))
    words = {"office": hand["by"].office, "opinion": said.opinion.value, "note": said.note}
    given = DemandReview.objects.create(demand=demand, round=demand.round, **words, **hand)
    changes: dict[str, Any] = {"item": said.item} if said.item else {}
    details = {**words, **changes}
    event = law.finding(demand.given()) or DemandEvent.REVIEWED
    if event is not DemandEvent.REVIEWED:
        changes["settled_at"] = hand["at"]
    # Whatever was read above still holds if nobody has moved the version since.
    _move(demand, event, seen, details=details, covers=(given,), **changes)
    return demand


def obstacles(demand: Demand, said: Review, *, by: User, at: datetime) -> tuple[Obstacle, ...]:
    """Return why ``by`` may not say this of the demand now; an empty tuple means: say it."""
    on = timezone.localdate(at)
    listed = governing.governing(on)
    looked = demand_findings.looked_at(demand, listed, on, item=said.item)
    known = demand_findings.confirmable(listed)
    return (
        *law.item_obstacles(demand.stated, said.item, said.opinion, known),
        *law.obstacles(
            by.speaks_for,
            said.opinion,
            by=by.pk,
            given=demand.given(),
            writers=writers_of(demand),
            status=looked.status,
            reasons=looked.reasons,
            explained=bool(said.note),
        ),
    )


def writers_of(demand: Demand) -> frozenset[int]:
    """Return the ids of all who wrote or handed in the demand, as its chain knows them."""
    wrote = (DemandEvent.REGISTERED, DemandEvent.RESTATED, DemandEvent.SUBMITTED)
    lines = [demand.MACHINE.line(event) for event in wrote]
    chain = Entry.objects.filter(chain=demand.chain, event__in=lines)
    return frozenset(
        int(text.removeprefix("staff:")) for text in chain.values_list("by_text", flat=True)
    )


@transaction.atomic(durable=True)
def cancel(demand: Demand, reason: str, **seen: Unpack[Seen]) -> Demand:
    """Give the demand up, as its unit; it stays on record."""
    _insist_on_unit(demand.unit_id, seen["by"])
    settled: dict[str, Any] = {"reason": reason, "settled_at": seen["at"]}
    _move(demand, DemandEvent.WITHDRAWN, seen, details={"reason": reason}, **settled)
    return demand


@transaction.atomic(durable=True)
def see_end(demand: Demand, **seen: Unpack[Seen]) -> Demand:
    """Put on record that the unit has seen that its demand was cancelled or kept (已看到结果)."""
    _insist_on_unit(demand.unit_id, seen["by"])
    _move(demand, DemandEvent.END_SEEN, seen)
    return demand


@transaction.atomic
def _register(stated: Stated, *, unit: DemandingUnit, key: str, by: User, at: datetime) -> Demand:
    fields = fields_of(stated)
    demand = Demand(unit=unit, key=key, registered_by=by, registered_at=at, **fields)
    return moves.begin(demand, by=by, at=at, details=fields)


def _insist_on_unit(unit: int, by: User) -> None:
    if by.unit_id is None or by.unit_id != unit:
        raise moves.NotYours(str(by))


def _move(
    demand: Demand,
    event: DemandEvent,
    seen: Seen,
    *,
    details: Mapping[str, Any] | None = None,
    covers: Iterable[Covered] = (),
    **changes: Any,
) -> None:
    """Take one step; its line also says in which round it was taken."""
    moves.claim(demand, event, version=seen["version"], **changes)
    told = {**(details or {}), "version": demand.version, "round": demand.round}
    moves.note(demand, event, by=seen["by"], at=seen["at"], details=told, covers=covers)
