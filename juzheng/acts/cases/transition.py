"""The transition (过渡期据实出具): the ground, the written demand, the assessment of risk."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import files, moves
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


@transaction.atomic(durable=True)
def record_ground(  # noqa: PLR0913 - what the written ground says, by its names
    case: Case,
    *,
    kind: TransitionKind,
    demander_name: str,
    statement: str,
    verifiable: bool,
    legal_risk: bool,
    document: tuple[str, str] = ("", ""),
    by: User,
    at: datetime,
) -> TransitionGround:
    """
    Record why a listed item is still needed, and decide the case anew on that ground.

    :param document: name and digest of the stored written demand (``files.keep_upload``)
    :param verifiable: whether the committee can establish the facts itself
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    Source: OP-3.2.a, OP-3.2.b.
    """
    ground = TransitionGround.objects.create(
        case=case,
        kind=kind.value,
        demander_name=demander_name,
        statement=statement,
        document=document[0],
        document_digest=document[1],
        verifiable=verifiable,
        legal_risk=legal_risk,
        at=at,
        by=by,
    )
    changed = {"still_demanded": True, "verifiable": verifiable, "legal_risk": legal_risk}
    _redecide(
        case,
        changed,
        Event.GROUND_RECORDED,
        by=by,
        at=at,
        details={"kind": kind.value, "document": document[1]},
        covers=(ground,),
    )
    return ground


@transaction.atomic(durable=True)
def restate(
    case: Case,
    *,
    public_interest: bool,
    legal_risk: bool,
    verifiable: bool,
    outside_demander: bool = False,
    by: User,
    at: datetime,
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
    _redecide(case, changed, Event.REDECIDED, by=by, at=at, details={})
    return case


@transaction.atomic(durable=True)
def assess(
    case: Case, *, risk: str, precaution: str, counsel: str, by: User, at: datetime
) -> RiskAssessment:
    """
    Record the reasoned assessment of the legal risk.

    :param counsel: the legal adviser who was asked, if any
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    Source: OP-3.2.b.
    """
    record = RiskAssessment.objects.create(
        case=case, risk=risk, precaution=precaution, counsel=counsel, at=at, by=by
    )
    details = {"counsel": bool(counsel)}
    moves.move(case, Event.RISK_ASSESSED, by=by, at=at, details=details, covers=(record,))
    return record


def keep_demand(case: Case, content: bytes) -> tuple[str, str]:
    """Store the scan of a written demand; see ``files.keep_upload`` for what is accepted."""
    return files.keep_upload(content, f"demands/{case.committee.code}")


def _redecide(
    case: Case,
    changed: dict[str, bool],
    event: Event,
    *,
    by: User,
    at: datetime,
    details: dict[str, str],
    covers: tuple[TransitionGround, ...] = (),
) -> None:
    case.circumstances = {**case.circumstances, **changed}
    # The day of receipt decides which lists and articles apply, not the day of a second look.
    on = timezone.localtime(case.received_at).date()
    decision = applicability.decide(
        case.revision.item, governing.governing(on), case_file.circumstances_of(case, on)
    )
    due = answering.last_day_of(case, decision)
    moves.move(
        case,
        event,
        by=by,
        at=at,
        details={**details, **changed, "outcome": decision.outcome.value, **answering.counted(due)},
        circumstances=case.circumstances,
        outcome=decision.outcome.value,
        decision=as_mapping(decision),
        due_on=due,
        covers=covers,
    )
