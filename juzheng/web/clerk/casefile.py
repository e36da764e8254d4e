"""The case page's answers (办件页): everything the page shows is worked out here, nothing in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.cases import drafting, intake, objection, refusal, signing
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.permissions import Permission
from juzheng.law.cases import turns
from juzheng.law.cases.lifecycle import CASES, Event, State
from juzheng.law.catalogue import confirming, routing
from juzheng.law.catalogue.items import FactToVerify, ListKind
from juzheng.law.catalogue.requirements import Requirement
from juzheng.outside.typesetting import full_width
from juzheng.records.cases import case_file, hands, pens, read_once, replacing, returns, subjects
from juzheng.records.catalogue import working_days
from juzheng.records.models import Case, User
from juzheng.web.clerk import (
    case_history,
    case_papers,
    case_scans,
    case_text,
    desk_papers,
    filed,
    heeded,
    looked,
    on_file,
    own_hand,
    queue,
    same_person,
)
from juzheng.web.clerk.forms.case import BackForm, VerificationForm, WhyBothForm
from juzheng.web.shared import answers as answers_shown
from juzheng.web.shared.access import SignedInRequest, turn_of
from juzheng.web.shared.reauthentication import proof_for

OUTCOME_TONES = {
    routing.Outcome.ON_THE_SPOT: "now",
    routing.Outcome.TIME_LIMITED: "checked",
    routing.Outcome.DELIBERATE: "together",
    routing.Outcome.TRANSITIONAL: "checked",
    routing.Outcome.TO_CONFIRM: "together",
}


@dataclass(frozen=True)
class NextAct:
    """The one thing to do now (下一步): where it is done, and in which words."""

    code: str
    text: str
    href: str = ""
    ways: tuple[NextAct, ...] = ()  # where it is done in one of several places


def signs(case: Case, user: User) -> bool:
    """
    Return whether ``case`` waits for the pen of ``user``.

    A lent pen is none where its holder had a hand: there she is the clerk she was before.
    """
    if not signing.waits(case):
        return False
    if user.may(Permission.SIGN):
        return True
    lent = pens.signs_for(case, user, timezone.localdate())
    return lent and not hands.before_pen(case, user).did


def page(request: SignedInRequest, case: Case, at: datetime, **forms: Form) -> dict[str, Any]:
    """Return all that the case page shows to this user; ``forms`` carry what was typed."""
    user, on = request.user, timezone.localtime(at).date()
    decision, obstacles = case_file.decision_of(case), obstacles_for(case, user, at)
    step = next_act(case, user, obstacles)
    words, tone = queue.left(case, on, working_days.calendar())
    lines, ruled = read_once.of(case).lines, _overturned(case)
    states, turn = fact_states(case), hands.turn(case)
    with_clerk = Event.PREPARED in CASES.allowed(case.stands)
    sent_back = returns.reason_of(lines) if with_clerk else ""
    anew = with_clerk and bool(sent_back or ruled or returns.recalled(lines))  # to look again
    facts, code = case_file.facts_of(case), step.code if step else ""
    checks_shown = case.is_open and decision.outcome.issues and code != "facts"
    again = anew and bool(facts) and code not in ("", "facts")
    return {
        "case": case,
        "here": address("case", case),  # also where a POST to one of its resources draws the page
        "item": case.revision.item,
        "decision": decision,
        "outcome": answers_shown.outcome_said(decision),
        "verdict_tone": OUTCOME_TONES.get(decision.outcome, "instead"),
        "state": State(case.state),
        "turn": turn,
        "no_pen": turn == turns.NOBODY,
        "left": words,
        "left_tone": tone,
        "rows": filed.rows(case),
        "facts": states if checks_shown else [fact for fact in states if "established" in fact],
        "previews": decision.outcome.issues and _previews(case, states),
        "obstacles": obstacles,
        "obstacles_title": _obstacles_title(case, decision),
        "hand": own_hand.of(case, user),
        "next": step,
        "more": other_acts(case, user, step, at),
        "steps": case_history.timeline(lines, turn, words),
        "papers": case_papers.rows(case),
        "replacing": replacement(case, user),
        "made_soon": signing.waits(case),
        "hold": case.holds.in_force(on).first(),
        "on_file": on_file.of(case, user),
        "wording": None if signs(case, user) else case_text.of(case, user, at),
        "already": same_person.beside(case, on),
        "heeded": heeded.of(case, user, on),
        "sent_back": sent_back,
        "overturned": ruled,
        "again": again,
        "beside": again or code in ("facts", "signature"),
        "mending": mending_acts(case, user, step),
        "documents": case_scans.linked(case),
        **desk_papers.of(case, user),
        "looks": looked.last(case),
        "verification_form": forms.get("verification_form")
        or VerificationForm(facts if anew else to_check(case)),
        "proof_form": forms.get("proof_form") or proof_for(request),
        "back_form": forms.get("back_form") or BackForm(),
        **_two_papers(case, obstacles, forms.get("why_form")),
        "form": next(iter(forms.values()), None),
    }


def _two_papers(case: Case, obstacles: Sequence[Obstacle], form: Form | None) -> dict[str, Any]:
    """Return where it is written why two papers are both right, or what was written (两份都对)."""
    if signing.waits(case):
        return {"both_right": subjects.why_both(case)}
    asks = any(one.code == "differs" for one in obstacles)
    written = {"why": subjects.why_both(case)} if asks else {}
    return {"why_form": asks and (form or WhyBothForm(initial=written))}


def _previews(case: Case, states: list[dict[str, str]]) -> bool:
    """A paper says only what was established, and of what has ended there is none to come."""
    return case.is_open and (not states or any("established" in fact for fact in states))


def _overturned(case: Case) -> str:
    """Return what a review said that took a refusal back, as long as the case is at work for it."""
    taken_back = case.objections.filter(ruling=Event.OVERTURNED.value) if case.is_open else None
    last = taken_back and taken_back.select_related("decided_by").last()
    return f"{last.answer}（{last.decided_by}）" if last else ""


def obstacles_for(case: Case, user: User, at: datetime) -> tuple[Obstacle, ...]:
    """Return what stands in the way of the next pen: the same that the act itself will ask."""
    if Event.PREPARED in CASES.allowed(case.stands):
        if case.outcome == routing.Outcome.TO_CONFIRM.value:
            return (confirming.STILL_OPEN,)
        found = drafting.obstacles(case, by=user, at=at)
        # What may not be issued at all needs no list of what else would be missing.
        return tuple(each for each in found if each.code == "outcome") or found
    if signing.waits(case):
        found = signing.obstacles(case, signer=user, at=at)
        # Who holds no pen anyway is told what the case lacks, and not that they hold none.
        own = () if signs(case, user) else ("signer", "self", "delegation")
        return tuple(each for each in found if each.code not in own)
    return ()


def _obstacles_title(case: Case, decision: routing.Decision) -> str:
    if decision.outcome is routing.Outcome.TO_CONFIRM:
        return _("在等民政部门确认")
    if not decision.outcome.issues:
        return _("这一项现在不能出具")
    if Event.PREPARED in CASES.allowed(case.stands):
        return _("送签前还缺这些")
    return _("现在还不能签字")


def can_check(case: Case) -> bool:
    """Return whether a check may be recorded as the case stands (能不能登记核查)."""
    return Event.CONFIRMED in CASES.allowed(case.stands)


def to_check(case: Case) -> list[FactToVerify]:
    """Return the facts that are still open."""
    open_keys = {fact.key for fact in case_file.open_facts(case)}
    return [fact for fact in case_file.facts_of(case) if fact.key in open_keys]


def next_act(case: Case, user: User, obstacles: tuple[Obstacle, ...]) -> NextAct | None:
    """Return the one act that brings the case on, if it is this user's turn."""
    if signs(case, user):
        return NextAct("signature", _("签字并出具"))
    if turn_of(case, Event.UPHELD, user):
        mine = not objection.obstacles(case, by=user)
        words = _("复核居民的异议") if mine else _("居民有异议，不由您复核：看由谁复核")
        return NextAct("review", words, address("review", case))
    if turn_of(case, Event.MATERIALS_RECEIVED, user):
        return NextAct("materials", _("登记收到的材料"), address("materials", case))
    if not turn_of(case, Event.PREPARED, user):
        return None
    missing = {obstacle.code for obstacle in obstacles}
    if case.outcome == routing.Outcome.TO_CONFIRM.value:
        return None  # nobody here can bring it on: the answer does
    if "outcome" in missing and _still_to_be_asked(case):
        return NextAct("ground", _("登记仍需办理的理由"), address("ground", case))
    if missing & {"outcome", "basis"}:
        return _not_to_issue(case, user)
    for code, words in (
        ("answers", _("补充更正填写内容")),
        ("ground", _("登记仍需办理的理由")),
        ("demand", _("补记谁在什么时候明确要求")),
        ("facts", _("登记核查结果")),
        ("written_demand", _("上传索要单位的书面要求")),
        ("deliberation", meeting_words(case)),
        ("risk", _("登记风险评估意见")),
    ):
        if code == "ground" and "correction" in missing:
            return _correction(case)
        if code in missing:
            return NextAct(code, words, address(PLACES[code], case))
    return None if missing - {"differs"} else NextAct("draft", _("拟稿送签"))


def _correction(case: Case) -> NextAct:
    """Return where what a paper says wrong is corrected: each place by what it corrects (更正)."""
    of_item = NextAct("answers", _("更正这一项填写的内容"), address("answers", case))
    ways = (_particulars(case), *([of_item] if case.revision.item.questions else []))
    return NextAct("correction", _("哪里写错，就更正哪里："), ways=ways)


def _particulars(case: Case) -> NextAct:
    words = _("更正姓名、号码、电话、单位、用途")
    return NextAct("particulars", words, address("particulars", case))


def _refusal(case: Case, user: User) -> NextAct:
    """Return the way to the refusal, or to whoever may issue it: nobody is sent to a shut door."""
    hand, words = hands.before_refusal(case, user), _("办理不予出具")
    if hand.did:
        words = _("不予出具，您经手过：看由谁办理")
    if hand.did and hand.others:
        words = _("不予出具，由没有经手的人办理：%s") % "、".join(hand.others)
    return NextAct("refusal", words, address("refusal", case))


def meeting_words(case: Case) -> str:
    """Return what the record of its meeting is called (登记哪种会议)."""
    by_committee = case_file.meeting_rule(case).by_committee
    return _("登记委员会会议") if by_committee else _("登记议事协商")


def _not_to_issue(case: Case, user: User) -> NextAct:
    """Return what to do where nothing may be issued: refuse, or take back what was."""
    if Event.REFUSED in CASES.allowed(case.stands):
        return _refusal(case, user)
    wrong = replacing.wrong_paper(case)
    return NextAct(
        "revocation", _("撤销这份文书"), reverse("clerk:revocation", args=[wrong and wrong.number])
    )


def replacement(case: Case, user: User) -> dict[str, Any] | None:
    """Return which paper is being replaced, what is wrong with it, and whether it may be left."""
    wrong = replacing.wrong_paper(case)
    if wrong is None:
        return None
    may = turn_of(case, Event.KEPT, user)
    return {"number": wrong.number, "reason": replacing.reason(case), "may_keep": may}


def _still_to_be_asked(case: Case) -> bool:
    """Return whether the applicant says that it is still needed, and no ground is on record yet."""
    insists = bool(case.answers.get(intake.STILL_DEMANDED))
    return insists and case_file.decision_of(case).may_insist and not read_once.of(case).grounds


PLACES = {
    "answers": "answers",
    "demand": "ground",
    "ground": "ground",
    "written_demand": "ground",
    "facts": "verification",
    "deliberation": "deliberation",
    "risk": "assessment",
}


def address(name: str, case: Case, *more: str) -> str:
    """Return the address of one of the case's resources."""
    return reverse(f"clerk:{name}", args=[case.number, *more])


def other_acts(case: Case, user: User, step: NextAct | None, at: datetime) -> list[NextAct]:
    """Return what else may be done now, as quiet links."""
    if turn_of(case, Event.OBJECTED, user):
        return [NextAct("objection", _("居民有异议，登记"), address("objection", case))]
    if turn_of(case, Event.LAPSED, user):
        return _while_waiting(case, at)
    if not turn_of(case, Event.PREPARED, user):
        return []
    item, requires = case.revision.item, case_file.decision_of(case).requires
    listed = item.kind is ListKind.NEGATIVE
    known = case.outcome != routing.Outcome.TO_CONFIRM.value
    acts = (
        ("missing", _("缺材料，一次告知居民"), known),
        ("ground", _("登记现阶段仍需办理的理由"), listed or Requirement.GROUND in requires),
        ("deliberation", meeting_words(case), Requirement.DELIBERATION in requires),
        ("assessment", _("登记风险评估意见"), Requirement.RISK_ASSESSMENT in requires),
        ("answers", _answers_called(), bool(item.questions)),
        ("circumstances", _("情况有变化，重新答复"), True),
    )
    found = [NextAct(name, words, address(name, case)) for name, words, may in acts if may]
    found += [_refusal(case, user)] if _refusable(case, at) else []
    return [act for act in found if act.href not in _offered(step)]


def _answers_called() -> str:
    return _("补充更正填写内容")


def _while_waiting(case: Case, at: datetime) -> list[NextAct]:
    """Return what may be done while materials are waited for (等材料的时候)."""
    late = queue.waited_long_enough(case, timezone.localdate(at))
    acts = (
        ("answers", _answers_called(), bool(case.revision.item.questions)),
        ("closing", _("到期没有补来，结束办理"), late),
    )
    return [NextAct(name, words, address(name, case)) for name, words, may in acts if may]


def _offered(step: NextAct | None) -> set[str]:
    """Return the addresses that the next step leads to: nothing is offered twice."""
    return {one.href for one in (step, *step.ways)} if step else set()


def _refusable(case: Case, at: datetime) -> bool:
    allowed = Event.REFUSED in CASES.allowed(case.stands)
    return allowed and refusal.reason(case, at=at) is not None


def fact_states(case: Case) -> list[dict[str, str]]:
    """Return every fact with how it was established, or why it is open (核实情况)."""
    now = can_check(case)  # while materials are waited for, or when it is over, nothing is recorded
    open_facts = {
        fact.key: fact.message if now else fact.why for fact in case_file.open_facts(case)
    }
    checks, states = case_file.confirmations(case), []
    for fact in case_file.facts_of(case):
        if fact.key in open_facts:
            states.append({"label": fact.label, "why_open": open_facts[fact.key]})
            continue
        check = checks[fact.key]
        told = {"short": fact.label, "note": check.note, "doubted": on_file.doubted(case, fact)}
        sentence = full_width(case_file.sentence(case, fact))  # as the paper prints it
        states.append({"label": sentence, "established": on_file.looked(check), **told})
    return states


def mending_acts(case: Case, user: User, step: NextAct | None) -> list[NextAct]:
    """Return what may be put right before the pen, or done for who stands at the counter."""
    recall = NextAct("recall", _("收回送签"), address("recall", case))
    acts = (
        # Whoever holds the pen sends back, and with a reason.
        *(() if signs(case, user) else ((Event.RECALLED, recall),)),
        (Event.CORRECTED, _particulars(case)),
        (Event.WITHDRAWN, NextAct("withdrawal", _("申请人要撤回"), address("withdrawal", case))),
        (Event.RECODED, NextAct("receipt", _("打印受理回执"), address("receipt", case))),
        (Event.RECODED, NextAct("code", _("换发查询码"), address("code", case))),
    )
    return [
        act
        for event, act in acts
        if turn_of(case, event, user) and case.erased_at is None and act.href not in _offered(step)
    ]
