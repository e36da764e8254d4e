"""Amendment proposals (提请修改): evidence, consultation, argument, submission, outcome.

Every act on a proposal takes the version that the officer saw, and raises NotYours, StepNotAllowed
and MovedMeanwhile as :func:`moves.advance`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import moves
from juzheng.acts.base.moves import Hand, Seen
from juzheng.law.base.divisions import significant
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.terms import Term
from juzheng.law.catalogue import amendments as law
from juzheng.law.catalogue.amendments import AmendmentEvent, Candidate, Harm, OpinionStance
from juzheng.law.catalogue.items import ListKind
from juzheng.records.catalogue import governing, item_harm
from juzheng.records.models import Amendment, AmendmentOpinion, Case, Report, User

_DEMANDED = "现在要居（村）民委员会出具"


class Start(Term):
    """What an officer starts from where no harm was counted (提请的由来)."""

    ITEM = "item", "工作中发现"
    REPORT = "report", "居民反映"
    OBJECTION = "objection", "居民的异议"


class NoCandidate(Exception):
    """There is no evidence against that item in that division (没有可提请的证据)."""


class AlreadyProposed(Exception):
    """A proposal for that item in that division is open (已经立项)."""


@dataclass(frozen=True)
class Proposal:
    """What an officer puts forward (提请内容)."""

    item: str
    division: str
    wanted: str  # which text, and how it should read instead
    start: str = ""  # a code of Start; empty: the harm that was counted
    number: str = ""  # of the report or case that it starts from


def candidates(division: str, at: datetime) -> tuple[Candidate, ...]:
    """Return what might be put forward in ``division``, by the year before ``at``."""
    listed = governing.governing(timezone.localtime(at).date())
    return item_harm.candidates(listed, division, at)


def candidate(division: str, item: str, at: datetime) -> Candidate | None:
    """Return what speaks for amending any item there, counted harm or none; None: no such item."""
    counted = next((one for one in candidates(division, at) if one.item == item), None)
    listed = governing.governing(timezone.localtime(at).date()).items
    if counted:
        return replace(counted, cases=item_harm.cases(item, division, at))
    if item not in listed:
        return None
    return Candidate(item, listed[item].name, Harm())


def suggested(item: str, at: datetime) -> str:
    """Return what a proposal begins with (提请的拟稿): where the item is written today."""
    listed = governing.governing(timezone.localtime(at).date())
    found = listed.items[item]
    texts = [
        f"《{listed.instruments[one.instrument].title}》{one.provision}"
        for one in found.basis
        if one.instrument in listed.instruments
    ]
    where = "、".join(texts) or f"清单里的“{found.name}”（{found.id}）"
    rule = "现在写明居（村）民委员会不应出具" if found.kind is ListKind.NEGATIVE else _DEMANDED
    return f"{where}：{rule}“{found.name}”。建议改为："


def number_of(start: str, number: str, division: str) -> str:
    """Return ``number`` if a report or a case of ``division`` bears it; else nothing (由来编号)."""
    if not number.isprintable():  # no database takes it, and nothing was ever called so
        return ""
    place = significant(division)
    reports = Report.objects.filter(number=number, division__startswith=place)
    cases = Case.objects.filter(number=number, committee__code__startswith=place)
    bearing = {Start.REPORT.value: reports, Start.OBJECTION.value: cases}.get(start)
    return number if bearing is not None and bearing.exists() else ""


@transaction.atomic(durable=True)
def propose(proposal: Proposal, *, key: str, **hand: Unpack[Hand]) -> Amendment:
    """
    Open a proposal with the evidence of the last year; the same ``key`` returns the same one.

    :raises moves.NotYours: if ``by`` does not govern the division
    :raises NoCandidate: if nothing speaks against the item there, and an officer's own ``start``
        is not given either
    :raises AlreadyProposed: if one is open for the item in that division
    Source: OP-3.1.b.
    """
    moves.insist_on_division(hand["by"], proposal.division)
    try:
        return moves.once(lambda: _created(proposal, key, **hand), Amendment, key=key)
    except Amendment.DoesNotExist:  # not the same form sent twice, but another officer's
        raise AlreadyProposed(proposal.item) from None


@transaction.atomic
def _created(proposal: Proposal, key: str, *, by: User, at: datetime) -> Amendment:
    gathered = candidate(proposal.division, proposal.item, at)
    if gathered is None or not (gathered.harm.score or proposal.start):
        raise NoCandidate(proposal.item)
    about = asdict(proposal)
    start = {name: about.pop(name) for name in ("start", "number")}
    start["number"] = number_of(proposal.start, proposal.number, proposal.division)
    amendment = Amendment(
        **about,
        name=gathered.name,
        evidence=as_mapping(gathered, at) | start,
        key=key,
        proposed_by=by,
        proposed_at=at,
    )
    details = {"item": amendment.item, "score": gathered.harm.score, **start}
    return moves.begin(amendment, by=by, at=at, details=details)


def as_mapping(gathered: Candidate, at: datetime) -> dict[str, Any]:
    """Return the evidence as it is kept: counts, numbers of cases, and the texts in conflict."""
    return {
        "since": item_harm.since(at).isoformat(),
        "until": timezone.localtime(at).date().isoformat(),
        "refused": gathered.harm.refused,
        "failed": gathered.harm.failed,
        "committees": gathered.harm.committees,
        "conflict": gathered.conflict,
        "score": gathered.harm.score,
        "reason": gathered.harm.in_words(),
        "cases": list(gathered.cases),
    }


@transaction.atomic(durable=True)
def consult(
    amendment: Amendment, units: Iterable[str], *, version: int, by: User, at: datetime
) -> Amendment:
    """Note which units are asked for their opinion; one asked before is not asked twice."""
    moves.insist_on_division(by, amendment.division)
    moves.claim(amendment, AmendmentEvent.CONSULTED, version=version)
    known = set(amendment.opinions.values_list("unit", flat=True))
    asked = [
        AmendmentOpinion.objects.create(amendment=amendment, unit=unit, asked_at=at, asked_by=by)
        for unit in dict.fromkeys(units)
        if unit not in known
    ]
    details = {"units": len(asked)}
    moves.note(amendment, AmendmentEvent.CONSULTED, by=by, at=at, details=details, covers=asked)
    return amendment


@transaction.atomic(durable=True)
def record_opinion(
    opinion: AmendmentOpinion,
    *,
    stance: OpinionStance,
    text: str,
    version: int,
    **hand: Unpack[Hand],
) -> AmendmentOpinion:
    """
    Record what a unit that was asked has answered; an answer on record is not written over.

    :raises moves.MovedMeanwhile: also if the answer is on record already
    """
    amendment, event = opinion.amendment, AmendmentEvent.OPINION_RECORDED
    moves.insist_on_division(hand["by"], amendment.division)
    moves.claim(amendment, event, version=version)
    recorded = AmendmentOpinion.objects.filter(pk=opinion.pk, stance="").update(
        stance=stance.value, text=text, recorded_at=hand["at"], recorded_by=hand["by"]
    )
    if not recorded:
        raise moves.MovedMeanwhile(str(opinion))
    opinion.refresh_from_db()
    details = {"opinion": opinion.pk, "stance": stance.value}
    moves.note(amendment, event, details=details, covers=(opinion,), **hand)
    return opinion


def argue(amendment: Amendment, argument: str, **seen: Unpack[Seen]) -> Amendment:
    """Write the argument: why it must change, and what residents do then."""
    return moves.advance(amendment, AmendmentEvent.ARGUED, seen, argument=argument)


def submit(amendment: Amendment, **seen: Unpack[Seen]) -> Amendment:
    """
    Put the proposal forward to whoever made the rule. Source: OP-3.1.b.

    :raises moves.NotReady: without a unit asked, an opinion on record and an argument
    """
    event = AmendmentEvent.SUBMITTED
    return moves.advance(amendment, event, seen, ready=obstacles, submitted_at=seen["at"])


def obstacles(amendment: Amendment) -> tuple[Obstacle, ...]:
    """Return why the proposal may not be submitted; see ``law.catalogue.amendments.obstacles``."""
    opinions = amendment.opinions
    return law.obstacles(opinions.count(), opinions.exclude(stance="").count(), amendment.argument)


def record_outcome(
    amendment: Amendment, *, adopted: bool, note: str, **seen: Unpack[Seen]
) -> Amendment:
    """Record what became of it, with the document that says so."""
    event = AmendmentEvent.ADOPTED if adopted else AmendmentEvent.DECLINED
    return moves.advance(amendment, event, seen, outcome_note=note)


def withdraw(amendment: Amendment, note: str, **seen: Unpack[Seen]) -> Amendment:
    """Take the proposal back; it stays on record."""
    return moves.advance(amendment, AmendmentEvent.WITHDRAWN, seen, outcome_note=note)
