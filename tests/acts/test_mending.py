"""Putting right before the pen: what was corrected is looked into anew, a slip counts no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from juzheng.acts import audit, retention
from juzheng.acts.base import moves
from juzheng.acts.cases import (
    consultation,
    correcting,
    deliberation,
    drafting,
    intake,
    recoding,
    refusal,
    replacing,
    revocation,
    signing,
    striking,
    transition,
    verification,
    withdrawal,
)
from juzheng.acts.cases.correcting import Particulars
from juzheng.law.base.identity import read
from juzheng.law.base.redaction import masked_text
from juzheng.law.cases import consultation as heard
from juzheng.law.cases.consents import Guardian
from juzheng.law.cases.verification import Means, Result
from juzheng.law.catalogue import applicability
from juzheng.law.catalogue.routing import Outcome
from juzheng.records import retention as terms
from juzheng.records.cases import case_file, meetings, named, searching
from juzheng.records.models import Case, Certificate, Revision, User
from juzheng.records.models.cases.striking import Strikable
from tests.acts.test_working_on_a_case import meeting
from tests.conftest import IDENTITY, NOON, OTHER_IDENTITY, insisted

Cases = Callable[..., Case]
LATER = NOON + timedelta(minutes=5)
CHILD = "11010520180315004X"


def as_filed(case: Case, **changes: Any) -> Particulars:
    """Return who applies and what for, as it is on file, but for ``changes``."""
    names = ("applicant_name", "telephone", "recipient", "purpose", "demander")
    said = Particulars(
        identity=read(case.identity_written, NOON.date()),
        **{name: getattr(case, name) for name in names},
    )
    return replace(said, **changes)


def correct(case: Case, by: User, **changes: Any) -> Case:
    case.refresh_from_db()
    told = {"reason": "照证件核对", "version": case.version, "by": by, "at": LATER}
    return correcting.correct(case, as_filed(case, **changes), **told)


def strike(record: Strikable, by: User) -> Case:
    case = Case.objects.get(pk=record.whose.pk)
    record.case = case  # type: ignore[attr-defined]
    return striking.strike(record, reason="点错了人", version=case.version, by=by, at=LATER)


def last(case: Case) -> Any:
    return case.entries.order_by("position").last()


def check(case: Case, fact: str, result: Result, by: User) -> Any:
    case.refresh_from_db()
    how = {"means": Means.ORIGINAL, "result": result, "note": "看过"}
    return verification.record(case, fact, **how, by=by, at=NOON)


@pytest.mark.parametrize(
    "changes",
    [{"applicant_name": "李秀瑛"}, {"identity": read(OTHER_IDENTITY, NOON.date())}],
    ids=["name", "number"],
)
def test_another_person_is_verified_anew_and_sent_anew(
    drafted_for: Cases, clerk: User, changes: dict[str, Any]
) -> None:
    case = correct(drafted_for("POS-002"), clerk, **changes)
    assert (case.state, case.prepared_by, case.prepared_at) == ("received", None, None)
    assert {fact.key for fact in case_file.open_facts(case)} == {
        fact.key for fact in case.revision.item.facts
    }
    assert not case.verifications.standing().exists()
    line = last(case)
    assert line.by == clerk
    assert line.details["reason"] == "照证件核对"
    assert line.details["changed"] == (
        ["applicant_name"] if "applicant_name" in changes else ["identity_number"]
    )
    assert audit.audit().faults == ()


def test_what_the_checks_do_not_say_leaves_them_standing(drafted_for: Cases, clerk: User) -> None:
    case = correct(drafted_for("POS-002"), clerk, telephone="13900000000")
    assert case.state == "received"  # what lay before the pen is not what it was
    assert case_file.open_facts(case) == ()
    assert last(case).details["changed"] == ["telephone"]
    assert drafting.send(case, by=clerk, at=LATER).state == "awaiting_signature"


def test_the_case_is_found_by_what_is_right_and_of_the_slip_by_the_name_alone(
    case_for: Cases, clerk: User
) -> None:
    """People go by an old name; a number or telephone of somebody else is nobody's way to it."""
    case = case_for("POS-002")
    number = read(OTHER_IDENTITY, NOON.date())
    correct(case, clerk, applicant_name="李秀瑛", telephone="13900000000", identity=number)
    every = Case.objects.all()
    assert all(
        searching.found(every, right).get() == case
        for right in ("李秀瑛", "13900000000", OTHER_IDENTITY)
    )
    assert not any(searching.found(every, slip).exists() for slip in ("13800000000", IDENTITY))
    assert searching.found(every, "李秀英").get() == case
    assert named.found_as([case], "李秀英") == {case.pk: (named.As("applicant", before=True),)}
    assert named.found_as([case], "李秀瑛") == {}
    assert audit.audit().faults == ()


def test_an_old_answer_is_found_as_what_it_was_and_goes_with_the_case(
    case_for: Cases, clerk: User
) -> None:
    case = case_for("POS-002")
    hand: Any = {"by": clerk, "at": LATER}
    intake.supplement(case, {"spouse_name": "王晓明"}, version=case.version, **hand)
    role = "answer:spouse_name"
    for name, before in (("王小明", True), ("王晓明", False)):
        assert named.found_as([case], name) == {case.pk: (named.As(role, before=before),)}
    withdrawal.withdraw(case, at=LATER)
    retention.sweep(at=LATER + timedelta(days=3000))
    assert set(case.named.values_list("index", flat=True)) == {""}
    assert not searching.found(Case.objects.all(), "王小明").exists()
    assert audit.audit().faults == ()


def test_another_recipient_is_answered_anew(case_for: Cases, clerk: User) -> None:
    """Whoever asks may matter to the answer: it is worked out again, and the last day with it."""
    case = case_for("POS-002", demander="bank")
    before = last(case).details
    correct(case, clerk, recipient="示例市水利局", demander="")
    line = last(case)
    assert line.details["changed"] == ["demander", "recipient"]
    assert (line.details["outcome"], line.details["due_on"]) == (case.outcome, before["due_on"])
    assert case_file.circumstances_of(case, NOON.date()).unit == "示例市水利局"


def test_an_answer_that_rests_on_the_recipient_changes_with_it(
    case_for: Cases, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide = applicability.decide

    def by_unit(item: Any, law: Any, here: Any) -> Any:
        wanted = Outcome.TIME_LIMITED if here.unit == "示例银行" else Outcome.ON_THE_SPOT
        return replace(decide(item, law, here), outcome=wanted)

    case = case_for("POS-002")
    monkeypatch.setattr(applicability, "decide", by_unit)
    assert correct(case, clerk, recipient="示例银行").outcome == Outcome.TIME_LIMITED.value
    assert correct(case, clerk, recipient="示例县民政局").outcome == Outcome.ON_THE_SPOT.value


def test_nobody_is_corrected_into_somebody_whose_age_nobody_knows(
    case_for: Cases, clerk: User
) -> None:
    """A passport tells no birth: without it, a child would be one that no guardian agreed to."""
    passport = read("护照 E12345678", NOON.date())
    case = case_for("POS-002")
    with pytest.raises(moves.NotReady) as stopped:
        correct(case, clerk, identity=passport)
    assert [one.code for one in stopped.value.obstacles] == ["birth"]
    with pytest.raises(moves.NotReady) as stopped:
        correct(case, clerk, identity=passport, born_on=date(2018, 3, 15))
    assert [one.code for one in stopped.value.obstacles] == ["guardian"]
    case = correct(case, clerk, identity=passport, born_on=date(1949, 12, 31))
    assert case.answers[intake.BORN] == "1949-12-31"


def test_a_child_is_not_corrected_into_a_case_that_no_guardian_agreed_to(
    case_for: Cases, clerk: User
) -> None:
    case = case_for("POS-002")
    with pytest.raises(moves.NotReady, match="不满十四周岁"):
        correct(case, clerk, identity=read(CHILD, NOON.date()))
    case.refresh_from_db()
    assert case.identity_number == IDENTITY


def test_once_signed_nothing_is_put_right_this_way(
    drafted_for: Cases, clerk: User, responsible: User
) -> None:
    case = drafted_for("POS-002")
    slip = case.verifications.earliest("pk")
    signing.sign(case, by=responsible, at=NOON)
    for act in (
        lambda: correct(case, clerk, telephone="13900000000"),
        lambda: strike(slip, clerk),
        lambda: drafting.recall(case, reason="补", version=case.version, by=clerk, at=LATER),
        lambda: withdrawal.withdraw_at_counter(
            case, reason="", version=case.version, by=clerk, at=LATER
        ),
    ):
        case.refresh_from_db()
        with pytest.raises(moves.StepNotAllowed):
            act()
    slip.refresh_from_db()
    assert slip.stands


def test_two_who_correct_at_once_are_told_apart_by_version(case_for: Cases, clerk: User) -> None:
    case = case_for("POS-002")
    seen = {"version": case.version, "by": clerk, "at": LATER, "reason": "核对"}
    correcting.correct(case, as_filed(case, purpose="甲"), **seen)
    with pytest.raises(moves.MovedMeanwhile):
        correcting.correct(case, as_filed(case, purpose="乙"), **seen)


def test_a_slip_struck_opens_the_fact_again_and_stays_on_file(
    drafted_for: Cases, clerk: User, responsible: User
) -> None:
    case = drafted_for("POS-002")
    slip = case.verifications.earliest("pk")
    case = strike(slip, clerk)
    assert (case.state, case.prepared_by) == ("received", None)
    assert {fact.key for fact in case_file.open_facts(case)} == {slip.fact}
    assert "facts" in {one.code for one in drafting.obstacles(case, by=clerk, at=LATER)}
    slip.refresh_from_db()
    assert (slip.struck_by, slip.struck_why) == (clerk, "点错了人")
    assert last(case).details["struck"] == [slip.covered_as]
    # Whoever worked on it keeps the hand: struck is not undone.
    assert "self" in {one.code for one in signing.obstacles(case, signer=clerk, at=LATER)}
    assert audit.audit().faults == ()


def test_a_failure_struck_is_no_reason_to_refuse_and_lets_what_was_before_stand(
    case_for: Cases, confirm: Cases, clerk: User
) -> None:
    case = confirm(case_for("POS-002"), by=clerk)
    fact = case.revision.item.facts[0].key
    slip = check(case, fact, Result.FAILED, clerk)
    assert refusal.reason(case, at=NOON) is not None
    case = strike(slip, clerk)
    assert refusal.reason(case, at=NOON) is None
    assert case_file.open_facts(case) == ()


def test_nobody_strikes_what_another_recorded(
    case_for: Cases, confirm: Cases, clerk: User, responsible: User
) -> None:
    slip = confirm(case_for("POS-002"), by=clerk).verifications.earliest("pk")
    with pytest.raises(moves.NotReady, match="陈经办登记的"):
        strike(slip, responsible)
    strike(slip, clerk)
    with pytest.raises(moves.MovedMeanwhile):
        strike(slip, clerk)


def test_a_hearing_and_an_assessment_struck_count_no_more(case_for: Cases, clerk: User) -> None:
    case = case_for("NEG-01")
    ground = insisted(fact="看到门牌。", legal_risk=True)
    transition.record_ground(case, ground, by=clerk, at=NOON)
    told = ("居民座谈会", NOON.date(), "同楼住户", "都不认识", heard.Result.DECLINED)
    declined = consultation.record(case, heard.Consultation(*told), by=clerk, at=NOON)
    transition.assess(case, risk="有", precaution="写明", counsel="", by=clerk, at=NOON)
    assert meetings.declined(case)
    case = strike(declined, clerk)
    assert not meetings.declined(case)
    assert case_file.meeting_shortfalls(case, NOON.date()) == (False, ())
    case = strike(case.assessments.get(), clerk)
    missing = {one.code for one in drafting.obstacles(case, by=clerk, at=LATER)}
    assert {"deliberation", "risk"} <= missing


def test_a_meeting_struck_was_never_held(case_for: Cases, clerk: User) -> None:
    case = case_for("POS-003")
    slip = deliberation.record(case, meeting(), sheet=b"", by=clerk, at=NOON)
    assert case_file.meeting_shortfalls(case, NOON.date())[0]
    case = strike(slip, clerk)
    assert not case_file.meeting_shortfalls(case, NOON.date())[0]


def test_what_was_sent_is_taken_back_with_a_reason(
    drafted_for: Cases, clerk: User, responsible: User
) -> None:
    case = drafted_for("POS-002")
    seen = {"version": case.version, "by": clerk, "at": LATER}
    drafting.recall(case, reason="还要补看户口簿 110105194912310021", **seen)
    assert (case.state, case.prepared_by) == ("received", None)
    assert "110105194912310021" not in last(case).details["reason"]  # for ever in the ledger
    case = drafting.send(case, by=clerk, at=LATER)
    assert signing.obstacles(case, signer=responsible, at=LATER) == ()  # recalling is no hand


def test_an_applicant_takes_it_back_at_the_counter(drafted_for: Cases, clerk: User) -> None:
    case = drafted_for("POS-002")
    seen = {"version": case.version, "by": clerk, "at": LATER}
    withdrawal.withdraw_at_counter(case, reason="不办了", **seen)
    assert case.state == "withdrawn"
    line = last(case)
    assert line.by == clerk
    assert line.details["identity_seen"] is True
    assert line.details["channel"] == "counter"


def test_the_old_code_dies_and_no_code_is_kept(case_for: Cases, clerk: User) -> None:
    case = case_for("POS-002")
    old = intake.code_of(case)
    new = recoding.renew(case, version=case.version, by=clerk, at=LATER)
    assert intake.code_fits(case, new)
    assert not intake.code_fits(case, old)
    assert new != old
    line = last(case)
    assert (line.event, line.by, case.state) == ("code.renewed", clerk, "received")
    assert new not in str(line.details)
    assert audit.audit().faults == ()


def test_another_code_does_not_keep_a_closed_case_longer(drafted_for: Cases, clerk: User) -> None:
    case = withdrawal.withdraw(drafted_for("POS-002"), at=NOON)
    when = NOON + timedelta(days=3000)
    seen = {"version": case.version, "by": clerk, "at": when - timedelta(days=1)}
    recoding.renew(case, **seen)
    assert case.pk in {found.row.pk for found in terms.due(when) if isinstance(found.row, Case)}
    assert sum(retention.sweep(at=when).values()) > 0
    case.refresh_from_db()
    assert (case.name_index, case.telephone_index, case.identity_index) == ("", "", "")
    with pytest.raises(moves.StepNotAllowed):
        recoding.renew(case, version=case.version, by=clerk, at=when)
    assert not Certificate.objects.exists()


def recalled(case: Case, said: str, by: User) -> Case:
    return drafting.recall(case, reason=said, version=case.version, by=by, at=LATER)


def struck(case: Case, said: str, by: User) -> Case:
    slip = case.verifications.latest("pk")
    slip.case = case
    striking.strike(slip, reason=said, version=case.version, by=by, at=LATER)
    slip.refresh_from_db()
    assert UNLIKELY not in slip.struck_why
    return case


def put_right(case: Case, said: str, by: User) -> Case:
    told: Any = {"reason": said, "version": case.version, "by": by, "at": LATER}
    return correcting.correct(case, as_filed(case, applicant_name="李秀英"), **told)


def withdrawn(case: Case, said: str, by: User) -> Case:
    return withdrawal.withdraw_at_counter(case, reason=said, version=case.version, by=by, at=LATER)


def replaced(case: Case, said: str, by: User) -> Case:
    paper = signing.sign(case, by=User.objects.get(role="responsible"), at=NOON)
    told: Any = {"version": paper.owner.version, "by": by, "at": LATER}
    return replacing.begin(paper, reason=said, **told)


def revoked(case: Case, said: str, by: User) -> Case:
    pen = User.objects.get(role="responsible")
    paper = revocation.revoke(signing.sign(case, by=pen, at=NOON), reason=said, by=pen, at=LATER)
    assert UNLIKELY not in paper.revocation_reason
    return case


UNLIKELY = "安达日"  # a name that no pattern finds


@pytest.mark.parametrize(
    "act", [recalled, struck, put_right, withdrawn, replaced, revoked], ids=lambda act: act.__name__
)
def test_no_reason_names_whom_the_case_is_about(
    drafted_for: Cases, clerk: User, responsible: User, act: Callable[..., Case]
) -> None:
    """The ledger is never rewritten: it masks whoever is on file, not only what looks private."""
    said = f"{UNLIKELY}那天没有来，{IDENTITY}"
    assert UNLIKELY in masked_text(said)  # only the file says that it is a name
    case = act(drafted_for("POS-001", applicant_name=UNLIKELY), said, clerk)
    reason = last(case).details["reason"]
    assert "那天没有来" in reason
    assert not [told for told in (UNLIKELY, IDENTITY) if told in reason]
    assert audit.audit().faults == ()


def test_a_line_names_no_guardian_and_nobody_of_the_answers(case_for: Cases) -> None:
    named = next(
        one
        for one in Revision.objects.filter(subject__startswith="POS-")
        if any(question.kind.value == "person_name" for question in one.item.questions)
    )
    case = case_for(
        named.subject, number=CHILD, guardian=Guardian(UNLIKELY, "母亲"), applicant_name="李小英"
    )
    assert {"李小英", UNLIKELY, "王小明"} <= {*case.names}
