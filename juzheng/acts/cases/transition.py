"""Still needed (现阶段据实出具): the ground, how the unit asked, the assessment of risk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Unpack

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import files, moves
from juzheng.acts.base.moves import Hand
from juzheng.acts.cases import answering, consenting
from juzheng.catalogue import catalogue
from juzheng.catalogue.forms import build
from juzheng.law.cases import transition, verification
from juzheng.law.cases.consents import NOTHING_GIVEN, Given
from juzheng.law.cases.lifecycle import Event
from juzheng.law.cases.transition import TransitionKind
from juzheng.law.cases.verification import Means
from juzheng.law.catalogue import routing
from juzheng.records.cases import case_file
from juzheng.records.models import Case, RiskAssessment, TransitionGround, User


@dataclass(frozen=True)
class Ground:
    """What the clerk writes down (仍需办理的理由): which ground, who asked, which fact, by what."""

    kind: TransitionKind
    demander_name: str
    statement: str
    means: Means | None  # by which the committee can establish the fact; None: it cannot
    fact: str = ""  # the sentence to be certified; empty: the item's own facts
    said_by: str = ""
    said_on: date | None = None
    office: str = ""
    heard_by: str = ""
    legal_risk: bool = False


class NoSuchGround(ValueError):
    """This ground cannot be, or the fact may not be certified so (理由不成立)."""


@transaction.atomic(durable=True)
def record_ground(
    case: Case,
    ground: Ground,
    *,
    document: tuple[str, str] = ("", ""),
    given: Given = NOTHING_GIVEN,
    by: User,
    at: datetime,
) -> TransitionGround:
    """
    Record why a listed item is still needed, and decide the case anew on that ground.

    :param document: name and digest of the stored written demand (``files.keep_upload``)
    :param given: what the applicant agreed to, where the fact to be certified is sensitive
    :raises NoSuchGround: with everything for which it is none
    :raises ConsentMissing: if a sensitive fact is written down without a consent to it
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    Source: OP-3.2.a, OP-3.2.b.
    """
    if wrong := [why for _, why in faults(case, ground)]:
        raise NoSuchGround(*wrong)
    agreed = consenting.to_edit(case, facts_before(case), {"fact": ground.fact}, given)
    scan, digest = document
    row = TransitionGround.objects.create(
        case=case,
        **{**asdict(ground), "kind": ground.kind.value, "means": ground.means or ""},
        verifiable=ground.means is not None,
        document=scan,
        document_digest=digest,
        review_on=catalogue().reviews["transition"].due_on(timezone.localdate(at)),
        at=at,
        by=by,
    )
    changed = {
        "still_demanded": True,
        "verifiable": row.verifiable,
        "legal_risk": ground.legal_risk,
    }
    details = {"kind": ground.kind.value, "document": digest, "means": str(row.means), **agreed}
    _redecide(case, changed, Event.GROUND_RECORDED, by=by, at=at, details=details, covers=(row,))
    return row


def facts_before(case: Case) -> dict[str, str]:
    """Return the fact that the last ground names, by the name of its box."""
    last = case_file.ground_of(case)
    return {"fact": last.fact} if last else {}


def faults(case: Case, ground: Ground) -> Iterable[tuple[str, str]]:
    """Yield the field and why this is no ground (理由不成立); the page says the same."""
    if ground.kind not in transition.open_to(case.demander):
        yield (
            "kind",
            "行政机关、法院、军队、党组织、使领馆不是民商事主体。请选“政策措施衔接不到位”，"
            "写明哪项政策没有衔接；说不出的，办理不予出具。",
        )
    if ground.means is not None and not (ground.fact or case.revision.item.facts):
        yield "fact", "请写明要证明哪一件事实，写成证明上的一句话。"
    if ground.means is not None and not ground.means.of_any_fact:
        yield "means", "当事人自己的陈述不能单独作为核实的办法。请选别的办法。"
    if ground.means is not None:
        facts = case.revision.item.facts
        asked = (transition.stated(ground.fact, ground.means),) if ground.fact else facts
        wrong = [one for fact in asked if (one := verification.misfit(ground.means, fact))]
        if len(wrong) == len(asked) and wrong:  # that means confirms none of them
            yield "means", "".join(wrong[0])
    names = (case.applicant_name, case.committee.name, case.recipient)
    for why in transition.faults(ground.fact, names):
        yield "fact", why


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


def news(case: Case, told: Mapping[str, bool]) -> bool:
    """
    Return whether ``told`` is anything new (情况有没有变化), or decides ``case`` otherwise.

    What is neither is no step: it would make whoever sent it a hand in the case for nothing.
    """
    known = {"verifiable": True, **case.circumstances}
    if any(known.get(name, False) != said for name, said in told.items()):
        return True
    decided = answering.anew(case)[0]["decision"]
    return build(routing.Decision, decided, case.number) != case_file.decision_of(case)


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
    follows, told = answering.anew(case)
    moves.move(
        case,
        event,
        details={**(details or {}), **changed, **told},
        covers=covers,
        **hand,
        circumstances=case.circumstances,
        **follows,
    )
