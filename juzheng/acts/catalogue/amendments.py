"""Amendment proposals (提请修改): evidence, consultation, argument, submission, outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from juzheng.acts.base import ledger
from juzheng.law.base.divisions import governs
from juzheng.law.catalogue import amendments as law
from juzheng.law.catalogue.amendments import (
    STEPS,
    AmendmentEvent,
    AmendmentState,
    Candidate,
    Stance,
)
from juzheng.records.catalogue import governing, item_harm
from juzheng.records.models import Amendment, AmendmentOpinion, User

LOOK_BACK = timedelta(days=365)
CASES_NAMED = 100  # numbers of cases kept with a proposal; the counts are of all


class AmendmentMovedMeanwhile(Exception):
    """Somebody else has moved the proposal on meanwhile (已被他人办理)."""


class NotYours(Exception):
    """The officer's division does not govern that division (不归本级管理)."""


class NoCandidate(Exception):
    """There is no evidence against that item in that division (没有可提请的证据)."""


class AlreadyProposed(Exception):
    """A proposal for that item in that division is open (已经立项)."""


class NotReady(Exception):
    """The proposal may not be submitted as it stands (不符合提请条件); ``problems`` say why."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


@dataclass(frozen=True)
class Proposal:
    """What an officer puts forward (提请内容)."""

    item: str
    division: str
    wanted: str  # which text, and how it should read instead


def candidates(division: str, at: datetime) -> tuple[Candidate, ...]:
    """Return what might be put forward in ``division``, by the year before ``at``."""
    listed = governing.governing(timezone.localtime(at).date())
    return item_harm.candidates(listed, division, at - LOOK_BACK, at + timedelta(seconds=1))


@transaction.atomic(durable=True)
def propose(proposal: Proposal, *, key: str, by: User, at: datetime) -> Amendment:
    """
    Open a proposal with the evidence of the last year; the same ``key`` returns the same one.

    :raises NotYours: if ``by`` does not govern the division
    :raises NoCandidate: if nothing speaks against the item there
    :raises AlreadyProposed: if one is open for the item in that division
    Source: OP-3.1.b.
    """
    if (found := Amendment.objects.filter(key=key).first()) is not None:
        return found
    if not governs(by.division, proposal.division):
        raise NotYours(proposal.division)
    named = {one.item: one for one in candidates(proposal.division, at)}
    if proposal.item not in named:
        raise NoCandidate(proposal.item)
    gathered = named[proposal.item]
    try:
        with transaction.atomic():
            amendment = _created(proposal, gathered, key=key, by=by, at=at)
    except IntegrityError:  # the same form sent twice at once, or another officer's
        if (found := Amendment.objects.filter(key=key).first()) is not None:
            return found
        raise AlreadyProposed(proposal.item) from None
    _note(
        amendment,
        AmendmentEvent.PROPOSED,
        by=by,
        at=at,
        details={"item": amendment.item, "score": gathered.harm.score},
    )
    return amendment


def _created(
    proposal: Proposal, gathered: Candidate, *, key: str, by: User, at: datetime
) -> Amendment:
    return Amendment.objects.create(
        item=proposal.item,
        name=gathered.name,
        division=proposal.division,
        wanted=proposal.wanted,
        evidence=as_mapping(gathered, at),
        state=AmendmentState.PROPOSED.value,
        key=key,
        proposed_by=by,
        proposed_at=at,
    )


def as_mapping(gathered: Candidate, at: datetime) -> dict[str, Any]:
    """Return the evidence as it is kept: counts, numbers of cases, and the texts in conflict."""
    return {
        "since": timezone.localtime(at - LOOK_BACK).date().isoformat(),
        "until": timezone.localtime(at).date().isoformat(),
        "refused": gathered.harm.refused,
        "failed": gathered.harm.failed,
        "committees": gathered.harm.committees,
        "conflict": gathered.conflict,
        "score": gathered.harm.score,
        "reason": gathered.harm.in_words(),
        "cases": list(gathered.cases[:CASES_NAMED]),
    }


@transaction.atomic(durable=True)
def consult(
    amendment: Amendment, units: Iterable[str], *, version: int, by: User, at: datetime
) -> Amendment:
    """
    Note which units are asked for their opinion; one that was asked before is not asked twice.

    :raises AmendmentMovedMeanwhile: if it is not at ``version``, or not open for it
    :raises NotYours: if ``by`` does not govern the division
    """
    known = set(amendment.opinions.values_list("unit", flat=True))
    asked = [unit for unit in dict.fromkeys(units) if unit not in known]
    _move(amendment, AmendmentEvent.CONSULTED, version, by=by, at=at, details={"units": len(asked)})
    for unit in asked:
        AmendmentOpinion.objects.create(amendment=amendment, unit=unit, asked_at=at, asked_by=by)
    return amendment


@transaction.atomic(durable=True)
def record_opinion(
    opinion: AmendmentOpinion, *, stance: Stance, text: str, version: int, by: User, at: datetime
) -> AmendmentOpinion:
    """
    Record what a unit that was asked has answered; an answer on record is not written over.

    :raises AmendmentMovedMeanwhile: if the proposal is not at ``version``, not open for it, or the
        unit's answer is on record already
    :raises NotYours: if ``by`` does not govern the division
    """
    details = {"opinion": opinion.pk, "stance": stance.value}
    _move(
        opinion.amendment,
        AmendmentEvent.OPINION_RECORDED,
        version,
        by=by,
        at=at,
        details=details,
    )
    recorded = AmendmentOpinion.objects.filter(pk=opinion.pk, stance="").update(
        stance=stance.value, text=text, recorded_at=at, recorded_by=by
    )
    if not recorded:
        raise AmendmentMovedMeanwhile(str(opinion))
    opinion.refresh_from_db()
    return opinion


@transaction.atomic(durable=True)
def argue(
    amendment: Amendment, argument: str, *, version: int, by: User, at: datetime
) -> Amendment:
    """
    Write the argument: why it must change, and what residents do then.

    :raises AmendmentMovedMeanwhile: if it is not at ``version``, or nobody was asked yet
    :raises NotYours: if ``by`` does not govern the division
    """
    return _move(amendment, AmendmentEvent.ARGUED, version, by=by, at=at, argument=argument)


@transaction.atomic(durable=True)
def submit(amendment: Amendment, *, version: int, by: User, at: datetime) -> Amendment:
    """
    Put the proposal forward to whoever made the rule.

    :raises NotReady: without a unit asked, an opinion on record and an argument
    :raises AmendmentMovedMeanwhile: if it is not at ``version``, or not argued
    :raises NotYours: if ``by`` does not govern the division
    Source: OP-3.1.b.
    """
    _move(amendment, AmendmentEvent.SUBMITTED, version, by=by, at=at, submitted_at=at)
    if problems := obstacles(amendment):
        raise NotReady(problems)
    return amendment


def obstacles(amendment: Amendment) -> tuple[str, ...]:
    """Return why the proposal may not be submitted; see ``law.catalogue.amendments.obstacles``."""
    opinions = amendment.opinions
    return law.obstacles(opinions.count(), opinions.exclude(stance="").count(), amendment.argument)


@transaction.atomic(durable=True)
def record_outcome(
    amendment: Amendment, *, adopted: bool, note: str, version: int, by: User, at: datetime
) -> Amendment:
    """
    Record what became of it, with the document that says so.

    :raises AmendmentMovedMeanwhile: if it is not at ``version``, or was not submitted
    :raises NotYours: if ``by`` does not govern the division
    """
    event = AmendmentEvent.ADOPTED if adopted else AmendmentEvent.DECLINED
    return _move(amendment, event, version, by=by, at=at, outcome_note=note)


@transaction.atomic(durable=True)
def withdraw(amendment: Amendment, note: str, *, version: int, by: User, at: datetime) -> Amendment:
    """
    Take the proposal back; it stays on record.

    :raises AmendmentMovedMeanwhile: if it is not at ``version``, or has come to an end
    :raises NotYours: if ``by`` does not govern the division
    """
    return _move(amendment, AmendmentEvent.WITHDRAWN, version, by=by, at=at, outcome_note=note)


def _move(
    amendment: Amendment,
    event: AmendmentEvent,
    version: int,
    *,
    by: User,
    at: datetime,
    details: dict[str, Any] | None = None,
    **fields: Any,
) -> Amendment:
    """Take the step if the row is still as the officer saw it: the condition is the lock."""
    if not governs(by.division, amendment.division):
        raise NotYours(amendment.division)
    steps = {before: after for (before, of), after in STEPS.items() if of is event}
    for before, after in steps.items():
        moved = Amendment.objects.filter(
            pk=amendment.pk, version=version, state=before.value
        ).update(state=after.value, version=version + 1, **fields)
        if moved:
            amendment.refresh_from_db()
            _note(amendment, event, by=by, at=at, details=details or {})
            return amendment
    raise AmendmentMovedMeanwhile(str(amendment))


def _note(
    amendment: Amendment,
    event: AmendmentEvent,
    *,
    by: User,
    at: datetime,
    details: dict[str, Any],
) -> None:
    ledger.note(
        f"amendment:{amendment.pk}",
        f"amendment.{event}",
        by=f"staff:{by.pk}",
        at=at,
        details={"version": amendment.version, **details},
    )
