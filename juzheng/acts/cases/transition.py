"""The transition (过渡期据实出具): the ground, the written demand, the assessment of risk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from juzheng.acts.base import files, moves
from juzheng.acts.base.moves import Hand
from juzheng.acts.cases import answering
from juzheng.law.base.plain import as_mapping
from juzheng.law.base.terms import Term
from juzheng.law.cases.lifecycle import Event
from juzheng.law.catalogue import applicability
from juzheng.records.cases import case_file
from juzheng.records.catalogue import governing
from juzheng.records.models import Case, RiskAssessment, TransitionGround, User


class TransitionKind(Term):
    """The two grounds that the Opinion names (仍需办理的理由), OP-3.2.a."""

    POLICY_GAP = "policy_gap", "政策措施衔接不到位"
    PRIVATE_DEMAND = "private_demand", "民商事主体明确要求"


class Ground(TypedDict):
    """What the written ground says (书面理由)."""

    demander_name: str
    statement: str
    verifiable: bool  # whether the committee can establish the facts itself
    legal_risk: bool


@transaction.atomic(durable=True)
def record_ground(
    case: Case,
    *,
    kind: TransitionKind,
    document: tuple[str, str] = ("", ""),
    by: User,
    at: datetime,
    **said: Unpack[Ground],
) -> TransitionGround:
    """
    Record why a listed item is still needed, and decide the case anew on that ground.

    :param document: name and digest of the stored written demand (``files.keep_upload``)
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    Source: OP-3.2.a, OP-3.2.b.
    """
    scan, digest = document
    stored = {"kind": kind.value, "document": scan, "document_digest": digest}
    ground = TransitionGround.objects.create(case=case, **stored, **said, at=at, by=by)
    changed = {
        "still_demanded": True,
        "verifiable": said["verifiable"],
        "legal_risk": said["legal_risk"],
    }
    details = {"kind": kind.value, "document": digest}
    event = Event.GROUND_RECORDED
    _redecide(case, changed, event, by=by, at=at, details=details, covers=(ground,))
    return ground


@transaction.atomic(durable=True)
def restate(
    case: Case,
    *,
    public_interest: bool,
    legal_risk: bool,
    verifiable: bool,
    outside_demander: bool = False,
    **hand: Unpack[Hand],
) -> Case:
    """
    Decide ``case`` anew on circumstances that the clerk has learned (按新情况重新答复).

    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    """
    changed = {
        "public_interest": public_interest,
        "legal_risk": legal_risk,
        "verifiable": verifiable,
        "outside_demander": outside_demander,
    }
    _redecide(case, changed, Event.REDECIDED, **hand)
    return case


@transaction.atomic(durable=True)
def assess(
    case: Case, *, risk: str, precaution: str, counsel: str, **hand: Unpack[Hand]
) -> RiskAssessment:
    """
    Record the reasoned assessment of the legal risk.

    :param counsel: the legal adviser who was asked, if any
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    Source: OP-3.2.b.
    """
    record = RiskAssessment.objects.create(
        case=case, risk=risk, precaution=precaution, counsel=counsel, **hand
    )
    details = {"counsel": bool(counsel)}
    moves.move(case, Event.RISK_ASSESSED, details=details, covers=(record,), **hand)
    return record


def keep_demand(case: Case, content: bytes) -> tuple[str, str]:
    """Store the scan of a written demand; see ``files.keep_upload`` for what is accepted."""
    return files.keep_upload(content, f"demands/{case.committee.code}")


def _redecide(
    case: Case,
    changed: dict[str, bool],
    event: Event,
    *,
    details: Mapping[str, str] | None = None,
    covers: Iterable[TransitionGround] = (),
    **hand: Unpack[Hand],
) -> None:
    case.circumstances = {**case.circumstances, **changed}
    on = case_file.day_of_rules(case)
    decision = applicability.decide(
        case.revision.item, governing.governing(on), case_file.circumstances_of(case, on)
    )
    due, outcome = answering.last_day_of(case, decision), decision.outcome.value
    moves.move(
        case,
        event,
        details={**(details or {}), **changed, "outcome": outcome, **answering.counted(due)},
        covers=covers,
        **hand,
        circumstances=case.circumstances,
        outcome=outcome,
        decision=as_mapping(decision),
        due_on=due,
    )
