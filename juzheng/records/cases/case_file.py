"""The dossier (卷宗): what a case's file says, in the words of the law. Reads, never writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils import timezone

from juzheng.catalogue import catalogue
from juzheng.catalogue.forms import build
from juzheng.law.base import citations
from juzheng.law.base.papers import PaperKind
from juzheng.law.base.permissions import Permission
from juzheng.law.cases import (
    certificates,
    consents,
    consultation,
    reviewing,
    signing,
    transition,
    verification,
    wording,
)
from juzheng.law.cases.certificates import Paper, Statement
from juzheng.law.cases.deliberation import Shortfall
from juzheng.law.catalogue import answers, applicability, items, looking, routing, sentences, ways
from juzheng.law.catalogue import meetings as kinds_of_meeting
from juzheng.law.catalogue.act_kinds import FORMS, NOT_VERIFIED
from juzheng.law.catalogue.items import CommitteeKind, Item
from juzheng.records.cases import hands, meetings, read_once, replacing, subjects
from juzheng.records.cases.read_once import reads_once
from juzheng.records.cases.refusal_reasons import RefusalReason as RefusalReason
from juzheng.records.catalogue.governing import governing
from juzheng.records.catalogue.past_cases import circumstances
from juzheng.records.models import Case, TransitionGround, User, Verification

DECIDED_ON = "decided_on"  # among the circumstances: when what it waited for was found
NOT_FILLED_IN = "〔未填写〕"
NOT_YET = "还没有核实"
NOTHING_STATED = "还没有写明要证明哪一件事实"


def decision_of(case: Case) -> routing.Decision:
    """Return the decision stored with the case."""
    return build(routing.Decision, case.decision, f"办件{case.pk}")


def circumstances_of(case: Case, on: date) -> applicability.Circumstances:
    """Return the case's circumstances as of ``on``."""
    committee = case.committee
    known = circumstances(committee.code, committee.kind, case.demander, case.circumstances, on)
    return replace(known, unit=case.recipient, matter=case.purpose)


def ground_of(case: Case) -> TransitionGround | None:
    """Return the latest ground on which the case is still needed (仍需办理的理由)."""
    return next(reversed(read_once.of(case).grounds), None)


def facts_of(case: Case) -> tuple[items.FactToVerify, ...]:
    """Return what must be established: the item's facts, or the one that the ground states."""
    ground = ground_of(case)
    if ground is None or not ground.fact:
        return case.revision.item.facts
    return (transition.stated(ground.fact, ground.means),)


def day_of_rules(case: Case) -> date:
    """
    Return the day whose lists and articles apply to ``case``: that of its receipt.

    What waited until somebody had looked is decided by what was found.
    """
    found = case.circumstances.get(DECIDED_ON)
    return date.fromisoformat(found[:10]) if found else timezone.localdate(case.received_at)


@reads_once
def open_facts(case: Case) -> tuple[verification.OpenFact, ...]:
    """
    Return the facts of the item that no check has confirmed yet, and why.

    A check confirms the very sentence it looked at: when an answer was corrected afterwards,
    the fact is open again.
    """
    return _open(case, _telling(case))


def _telling(case: Case) -> list[Verification]:
    """Return the checks of what the paper would say now; those of other wording tell nothing."""
    said = {fact.key: sentence(case, fact) for fact in facts_of(case)}
    return [one for one in read_once.of(case).checks if one.sentence == said.get(one.fact)]


def _open(case: Case, telling: list[Verification]) -> tuple[verification.OpenFact, ...]:
    checks = [record.check_record() for record in telling]
    return verification.open_facts(facts_of(case), checks)


@reads_once
def confirmations(case: Case) -> dict[str, Verification]:
    """Return, by key, the check that established each fact that is not open."""
    telling = _telling(case)
    open_keys = {fact.key for fact in _open(case, telling)}
    needed = {fact.key: fact for fact in facts_of(case)}
    return {
        record.fact: record
        for record in telling
        if record.fact not in open_keys
        and record.result == verification.Result.CONFIRMED.value
        and verification.Means(record.means).confirms
        and verification.fits(verification.Means(record.means), needed[record.fact])
    }


@reads_once
def statements(case: Case, *, operative: bool, whole: bool = False) -> tuple[Statement, ...]:
    """Return one sentence for each confirmed fact of that sort (``whole``: open ones too)."""
    established = confirmations(case)
    means = dict.fromkeys(_failed(case), verification.Result.FAILED.label)
    means |= {key: verification.Means(one.means).label for key, one in established.items()}
    return tuple(
        Statement(sentence(case, fact), means.get(fact.key, NOT_YET))
        for fact in facts_of(case)
        if (whole or fact.key in established) and fact.operative == operative
    )


def sentence(case: Case, fact: items.FactToVerify) -> str:
    """Return what the paper will say of ``fact``; an answer not given reads 〔未填写〕."""
    return fact.sentence if fact.key == transition.STATED else _filled(case, fact.sentence)


def _filled(case: Case, text: str) -> str:
    words = {
        "applicant": case.applicant_name,
        "committee": case.committee.name,
        "recipient": case.recipient,
        "purpose": case.purpose,
        **answers.of(case.revision.item.questions, case.answers),
    }
    return sentences.filled(text, words, NOT_FILLED_IN)


@reads_once
def unanswered(case: Case) -> tuple[str, ...]:
    """Return the labels of questions that a sentence of the paper still waits for."""
    said = (*(fact.sentence for fact in facts_of(case)), case.revision.item.refers_to)
    needed = {name for text in said for name in sentences.blanks(text)}
    return tuple(
        question.label
        for question in case.revision.item.questions
        if question.key in needed and case.answers.get(question.key) in (None, "")
    )


@reads_once
def certificate_paper(
    case: Case, *, number: str, on: date, preparer: str, responsible: str, whole: bool = False
) -> Paper:
    """
    Return the certificate, or what other act is due, as it will stand on paper.

    :param number: empty on a draft
    :param whole: with the facts that are still open, to be read beside them; never to be issued
    :raises law.cases.certificates.BadPaper: if no fact is confirmed yet
    """
    item, decision = case.revision.item, decision_of(case)
    wrong = replacing.wrong_paper(case)
    return Paper(
        format=certificates.REPLACING_FORMAT if wrong else certificates.FORMAT,
        replaces=wrong.number if wrong else "",
        kind=PaperKind.CERTIFICATE,
        title=_title(case),
        committee=case.committee.name,
        committee_code=case.committee.code,
        number=number,
        applicant_name=case.applicant_name,
        identity_masked=case.identity_masked,
        recipient=case.recipient,
        purpose=case.purpose,
        facts=statements(case, operative=False, whole=whole),
        not_verified=(NOT_VERIFIED.format(itself=FORMS[item.act].itself),),
        basis=citations.on_certificate(decision.citations),
        reason="",
        onward=(),
        valid_until=certificates.valid_until(item.validity_days, on),
        issued_on=on,
        preparer=preparer,
        responsible_person=responsible,
        electronic_original=item.electronic_original,
        demo=case.committee.fictional,
        act=item.act,
        operative=tuple(one.sentence for one in statements(case, operative=True, whole=whole)),
        meeting=_meeting_said(case, on),
        refers_to=_filled(case, item.refers_to),
        remedy=item.remedy,
        validity_source=item.validity_source,
    )


def _title(case: Case) -> str:
    """Return what stands over the paper: of a fact that a ground states, what it is about."""
    title, ground = case.revision.item.certificate_title, ground_of(case)
    return transition.heading(title, ground.fact) if ground and ground.fact else title


def _meeting_said(case: Case, on: date) -> str:
    held, missing = meeting_shortfalls(case, on)
    return meetings.said(case, meeting_rule(case)) if held and not missing else ""


@reads_once
def refusal_reason(case: Case, *, on: date) -> RefusalReason | None:
    """
    Return why ``case`` may be refused on ``on``; ``None`` where the rules grant what was asked.

    The decision itself; a fact that could not be confirmed; residents who did not agree; a basis
    that has lapsed since. Source: OP-3.1.a, OP-3.1.b, OP-2.2.c, OP-1.2.b.
    """
    decision = decision_of(case)
    if decision.outcome is routing.Outcome.TO_CONFIRM:
        return None  # nobody has looked yet: that is no reason to refuse
    if not decision.outcome.issues:
        return RefusalReason(decision.reason, decision.citations)
    if failed := _failed(case).values():
        said = f"经核查，下列事实不能确认：{'、'.join(failed)}，不能据实出具。"
        cited = (citations.CANNOT_VERIFY, citations.ON_THE_SPOT)
        return RefusalReason(said, cited, ways.LOOK_AGAIN)
    if declined := meetings.declined(case):
        agreed = (citations.DELIBERATE_AND_SIGN, *decision.citations)
        return RefusalReason(declined, agreed, ways.DISCUSS_AGAIN)
    if _basis_lapsed(case, decision, on):
        return RefusalReason(
            "这一项的依据现在已经没有效力，不予出具。", (citations.NO_BASIS, citations.LAWFUL)
        )
    return None


def failures(case: Case, fact: items.FactToVerify) -> list[Verification]:
    """Return the checks that looked into ``fact`` in vain, whatever came after (不能确认过)."""
    in_vain = verification.Result.FAILED.value
    return [one for one in _telling(case) if one.fact == fact.key and one.result == in_vain]


def _failed(case: Case) -> dict[str, str]:
    """
    Return facts that were looked into and could not be confirmed: keys and labels.

    Into what the paper would say now: of corrected words nobody knows that they cannot be.
    """
    still_open = {one.key for one in open_facts(case)}
    return {
        fact.key: fact.label
        for fact in facts_of(case)
        if fact.key in still_open and failures(case, fact)
    }


@reads_once
def meeting_shortfalls(case: Case, on: date) -> tuple[bool, tuple[Shortfall, ...]]:
    """Return whether a meeting is on file, and why the one that counts does not carry."""
    rule = meeting_rule(case)
    if rule.flexible:
        heard = next(reversed(read_once.of(case).hearings), None)
        found = () if heard is None else consultation.shortfalls(heard.consultation(), rule, on)
        return heard is not None, found
    records = meetings.records(case)
    return bool(records), reviewing.found(records, rule, on)


def meeting_rule(case: Case) -> items.DeliberationRule:
    """
    Return the numbers that a meeting about ``case`` is measured by: catalogue data, all of it.

    The item's own rule; where legal risk calls for a meeting (OP-3.2.b names no form), the
    catalogue's rule for that; else the usual one of that kind of committee.
    """
    item, committee = case.revision.item, CommitteeKind(case.committee.kind)
    return rule_of_meeting(item, committee, only_for_risk=only_for_risk(case))


def only_for_risk(case: Case) -> bool:
    """Return whether a legal risk alone calls for the meeting, and no interest of all residents."""
    told = case.circumstances
    return bool(told.get("legal_risk")) and not told.get("public_interest")


def rule_of_meeting(
    item: Item, committee: CommitteeKind, *, only_for_risk: bool
) -> items.DeliberationRule:
    """
    Return the numbers for a meeting about ``item``, of this committee's own kinds.

    See :func:`meeting_rule`. Where the item names meetings of the other kind of committee alone,
    the usual ones of its own take their place.
    """
    listed = catalogue()
    if item.deliberation_rule is None and only_for_risk:
        rule = listed.procedures["risk-meeting"].rule
    else:
        rule = listed.procedure_for(item, committee)
    return kinds_of_meeting.own(rule, committee) or listed.usual_for(committee)


@reads_once
def readiness(
    case: Case,
    *,
    signer: User,
    on: date,
    missing_glyphs: tuple[str, ...] = (),
) -> signing.Readiness:
    """
    Return what lies on file, for :mod:`juzheng.law.cases.signing` to judge.

    :param missing_glyphs: characters of the paper that no font can draw (from ``outside``)
    """
    decision = decision_of(case)
    ground = ground_of(case)
    held, shortfalls = meeting_shortfalls(case, on)
    failed = _failed(case)
    unsettled = [fact for fact in open_facts(case) if fact.key not in failed]
    still_open = {fact.key for fact in unsettled if not fact.misfit}
    return signing.Readiness(
        issues=decision.outcome.issues,
        requires=decision.requires,
        decided_by=next(iter(decision.citations), citations.NO_BASIS),
        insisted=bool(case.answers.get(consents.INSISTS)) and decision.may_insist and not ground,
        basis_lapsed=_basis_lapsed(case, decision, on),
        unanswered=unanswered(case),
        notice_until=case.revision.item.notice_running(case.answers, on),
        unconfirmed=tuple(fact.label for fact in facts_of(case) if fact.key in still_open)
        or (() if facts_of(case) else (NOTHING_STATED,)),
        misfits=tuple(fact for fact in unsettled if fact.misfit),
        failed=tuple(failed.values()),
        meeting_held=held,
        meeting_shortfalls=shortfalls,
        flexible=meeting_rule(case).flexible,
        ground=ground is not None and bool(ground.statement),
        demand_gaps=() if ground is None else ground.gaps(),
        written_demand=ground is not None and bool(ground.document),
        risk_assessed=case.assessments.standing().exists(),
        unlawful_wording=unlawful_wording(case),
        missing_glyphs=missing_glyphs,
        contradicted_by=tuple(subjects.contradicting(case).values_list("number", flat=True)),
        otherwise=subjects.otherwise(case, facts_of(case), on),
        explained=subjects.explained(case),
        signer_is_responsible=signer.may(Permission.SIGN)
        and signer.committee_id == case.committee_id,
        hand=hands.before_pen(case, signer),
    )


def _basis_lapsed(case: Case, decision: routing.Decision, on: date) -> bool:
    """A case keeps its revision, but nothing is issued on an article no longer in force."""
    item, division = case.revision.item, case.committee.code
    if not decision.outcome.issues or item.kind is items.ListKind.NEGATIVE:
        return False
    law = governing(on)
    here = looking.here(item, law, division, on)
    return not applicability.grounds(here, law, division, on)


@reads_once
def unlawful_wording(case: Case) -> tuple[wording.ForbiddenWording, ...]:
    """
    Return what may not stand in sentences of the paper; names are passed over.

    Of facts that nobody has looked into yet, too: nothing is verified that cannot be written.
    """
    names = [case.applicant_name, case.committee.name, case.recipient, NOT_FILLED_IN]
    text = [
        one.sentence
        for said in (False, True)
        for one in statements(case, operative=said, whole=True)
    ]
    found = [hit for line in text for hit in wording.forbidden(line, names)]
    if any(one.key == transition.STATED for one in facts_of(case)):
        return tuple(found)  # the clerk's own sentence is the whole paper
    caught = {hit.word for hit in found}
    alone = wording.in_answers(case.revision.item, case.answers, names).values()
    return (*found, *(one for one in alone if one.word not in caught))
