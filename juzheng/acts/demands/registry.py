"""Demands (索要登记): stated by a unit, looked at by two offices, kept, sent back or cancelled.

Every step is one line of the demand's own chain; a step taken on an old page changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from juzheng.acts.base import ledger
from juzheng.law.base.divisions import governs
from juzheng.law.demands import registry as law
from juzheng.law.demands.registry import STEPS, DemandEvent, DemandState, Office, Opinion, Stated
from juzheng.records.catalogue import governing
from juzheng.records.demands import demand_findings
from juzheng.records.models import Demand, DemandingUnit, DemandReview, Entry, User
from juzheng.records.models.demands.demands import fields_of


class DemandMovedMeanwhile(Exception):
    """Somebody else wrote in the demand or moved it on meanwhile (已被他人修改)."""


class NotYourUnit(Exception):
    """The demand is another unit's, or the unit another division's (不归本单位、本级)."""


class NotReady(Exception):
    """The step may not be taken as things stand (还不能这样办); ``problems`` say why."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


@dataclass(frozen=True)
class Review:
    """What an officer says for an office (审核意见)."""

    office: Office
    opinion: Opinion
    note: str = ""


@dataclass(frozen=True)
class Entered:
    """What came of a whole list (导入结果)."""

    new: tuple[Demand, ...]
    known: int  # registered before, word for word


@transaction.atomic(durable=True)
def register(stated: Stated, *, unit: DemandingUnit, key: str, by: User, at: datetime) -> Demand:
    """
    Register a demand as a draft and return it; the same ``key`` again returns the same one.

    :raises NotYourUnit: if ``by`` does not register for ``unit``
    Source: OP-2.2.b, OP-4.2.a.
    """
    _insist_on_unit(unit.pk, by)
    if (found := Demand.objects.filter(key=key).first()) is not None:
        return found
    try:
        with transaction.atomic():
            return _register(stated, unit=unit, key=key, by=by, at=at)
    except IntegrityError:  # the same form sent twice at once
        return Demand.objects.get(key=key)


@transaction.atomic(durable=True)
def register_all(
    listed: Iterable[Stated], *, unit: DemandingUnit, by: User, at: datetime
) -> Entered:
    """
    Register a whole list as drafts, or nothing of it; what is known word for word is left alone.

    :raises NotYourUnit: if ``by`` does not register for ``unit``
    :raises NotReady: if a line may not be handed in later
    """
    _insist_on_unit(unit.pk, by)
    lines = list(dict.fromkeys(listed))
    if problems := tuple(problem for line in lines for problem in law.unready(line)):
        raise NotReady(problems)
    keys = {key_of(line, unit): line for line in lines}
    known = set(Demand.objects.filter(key__in=list(keys)).values_list("key", flat=True))
    new = tuple(
        _register(line, unit=unit, key=key, by=by, at=at)
        for key, line in keys.items()
        if key not in known
    )
    return Entered(new, len(known))


def key_of(stated: Stated, unit: DemandingUnit) -> str:
    """Return the key of a line of a list: the same words of the same unit are the same demand."""
    return f"{unit.pk}:{sha256(repr(asdict(stated)).encode()).hexdigest()}"


@transaction.atomic(durable=True)
def restate(demand: Demand, stated: Stated, *, version: int, by: User, at: datetime) -> Demand:
    """
    Change what the unit says; what both offices had kept has to be handed in anew.

    :param version: the version that was seen
    :raises DemandMovedMeanwhile: if it is not at ``version`` any more, or not to be written in
    :raises NotYourUnit: if ``by`` does not register for its unit
    """
    _insist_on_unit(demand.unit_id, by)
    if demand.state == DemandState.ALIGNED:
        _move(demand, DemandEvent.REOPENED, version, by=by, at=at)
        version = demand.version
    stated = _with_item(stated, demand.unit, at)
    writable = [state.value for state in law.WRITABLE]
    _claim(demand, version, writable, **fields_of(stated))
    _note(demand, "demand.restated", by=by, at=at, details=fields_of(stated))
    return demand


@transaction.atomic(durable=True)
def submit(demand: Demand, *, version: int, by: User, at: datetime) -> Demand:
    """
    Hand the demand in; from here on everybody sees it, with its basis or without.

    :raises DemandMovedMeanwhile: if it is not at ``version`` any more, or not to be handed in
    :raises NotYourUnit: if ``by`` does not register for its unit
    :raises NotReady: if something is missing
    """
    _insist_on_unit(demand.unit_id, by)
    if problems := law.unready(demand.stated):
        raise NotReady(problems)
    _move(
        demand,
        DemandEvent.SUBMITTED,
        version,
        by=by,
        at=at,
        submitted_by=by,
        submitted_at=at,
        settled_at=None,
        round=demand.round + 1,
    )
    return demand


@transaction.atomic(durable=True)
def review(demand: Demand, said: Review, *, version: int, by: User, at: datetime) -> Demand:
    """
    Give the opinion of one office; with that of the other the demand is settled.

    :raises DemandMovedMeanwhile: if it is not at ``version`` any more, or not to be looked at
    :raises NotYourUnit: if ``by`` does not govern the unit's division
    :raises NotReady: if this opinion may not be given, by this officer or of this demand
    Source: OP-4.2.a.
    """
    if not governs(by.division, demand.unit.division):
        raise NotYourUnit(demand.unit.name)
    if problems := problems_of(demand, said, by=by, at=at):
        raise NotReady(problems)
    # Whatever was read above still holds if nobody has moved the version since.
    _claim(demand, version, [state.value for state in law.REVIEWABLE])
    DemandReview.objects.create(
        demand=demand,
        round=demand.round,
        office=said.office.value,
        opinion=said.opinion.value,
        note=said.note,
        by=by,
        at=at,
    )
    details = {"office": said.office.value, "opinion": said.opinion.value, "note": said.note}
    event = law.finding(demand.given())
    if event is None:
        _move(demand, DemandEvent.REVIEWED, demand.version, by=by, at=at, details=details)
    else:
        _move(demand, event, demand.version, by=by, at=at, details=details, settled_at=at)
    return demand


def problems_of(demand: Demand, said: Review, *, by: User, at: datetime) -> tuple[str, ...]:
    """Return why ``by`` may not say this of the demand now; an empty tuple means: say it."""
    on = timezone.localdate(at)
    looked = demand_findings.looked_at(demand, governing.governing(on), on)
    found = law.obstacles(
        said.office,
        said.opinion,
        by=by.pk,
        given=demand.given(),
        writers=writers_of(demand),
        standing=looked.standing,
        reasons=looked.reasons,
    )
    unsaid = said.opinion is not Opinion.KEEP and not said.note
    return (*found, "要修改或取消的，请写明理由。") if unsaid else found


def writers_of(demand: Demand) -> frozenset[int]:
    """Return the ids of all who wrote or handed in the demand, as its chain knows them."""
    chain = Entry.objects.filter(
        chain=chain_of(demand),
        event__in=["demand.registered", "demand.restated", "demand.submitted"],
    )
    return frozenset(
        int(text.removeprefix("staff:")) for text in chain.values_list("by_text", flat=True)
    )


@transaction.atomic(durable=True)
def cancel(demand: Demand, reason: str, *, version: int, by: User, at: datetime) -> Demand:
    """
    Give the demand up, as its unit; it stays on record.

    :raises DemandMovedMeanwhile: if it is not at ``version`` any more, or given up already
    :raises NotYourUnit: if ``by`` does not register for its unit
    """
    _insist_on_unit(demand.unit_id, by)
    _move(
        demand,
        DemandEvent.WITHDRAWN,
        version,
        by=by,
        at=at,
        details={"reason": reason},
        reason=reason,
        settled_at=at,
    )
    return demand


def chain_of(demand: Demand) -> str:
    """Return the name of the demand's chain."""
    return f"demand:{demand.pk}"


def _register(stated: Stated, *, unit: DemandingUnit, key: str, by: User, at: datetime) -> Demand:
    stated = _with_item(stated, unit, at)
    demand = Demand.objects.create(
        unit=unit,
        state=DemandState.DRAFT.value,
        key=key,
        registered_by=by,
        registered_at=at,
        **fields_of(stated),
    )
    _note(demand, "demand.registered", by=by, at=at, details=fields_of(stated))
    return demand


def _with_item(stated: Stated, unit: DemandingUnit, at: datetime) -> Stated:
    """Return ``stated`` with the catalogue's item that its words mean."""
    listed = governing.governing(timezone.localdate(at))
    return replace(stated, item=demand_findings.item_of(stated, listed, unit.kind))


def _insist_on_unit(unit: int, by: User) -> None:
    if by.unit_id is None or by.unit_id != unit:
        raise NotYourUnit(str(by))


def _claim(demand: Demand, version: int, states: list[str], **fields: Any) -> None:
    """Take the demand at ``version`` for writing: the condition is the lock."""
    claimed = Demand.objects.filter(pk=demand.pk, version=version, state__in=states).update(
        version=version + 1, **fields
    )
    if not claimed:
        raise DemandMovedMeanwhile(str(demand))
    demand.refresh_from_db()


def _move(
    demand: Demand,
    event: DemandEvent,
    version: int,
    *,
    by: User,
    at: datetime,
    details: Mapping[str, Any] | None = None,
    **fields: Any,
) -> None:
    for before, after in ((b, a) for (b, of), a in STEPS.items() if of is event):
        moved = Demand.objects.filter(pk=demand.pk, version=version, state=before.value).update(
            state=after.value, version=version + 1, **fields
        )
        if moved:
            demand.refresh_from_db()
            told = {**(details or {}), "version": demand.version, "round": demand.round}
            _note(demand, f"demand.{event}", by=by, at=at, details=told)
            return
    raise DemandMovedMeanwhile(str(demand))


def _note(
    demand: Demand, event: str, *, by: User, at: datetime, details: Mapping[str, Any]
) -> None:
    ledger.note(chain_of(demand), event, by=f"staff:{by.pk}", at=at, details=dict(details))
