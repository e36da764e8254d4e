"""The clerk's acts: each works, says what is missing, happens once, or is undone whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from juzheng.acts import audit
from juzheng.acts.base import files, moves
from juzheng.acts.cases import (
    consultation,
    deliberation,
    drafting,
    signing,
    transition,
    verification,
    withdrawal,
)
from juzheng.catalogue import catalogue
from juzheng.law.base.machine import StepNotAllowed
from juzheng.law.cases.consents import Given
from juzheng.law.cases.consultation import Consultation
from juzheng.law.cases.consultation import Result as Outcome
from juzheng.law.cases.deliberation import Meeting
from juzheng.law.cases.signing import obstacles_to_preparing
from juzheng.law.cases.transition import STATED
from juzheng.law.cases.verification import Means, Result, counts
from juzheng.law.catalogue.items import CommitteeKind
from juzheng.law.catalogue.meetings import holds, kinds
from juzheng.records.cases import case_file
from juzheng.records.models import Case, Committee, Entry, User, Verification
from tests.conftest import NOON, insisted

Cases = Callable[..., Case]
PDF = b"%PDF-1.7 scan"
AGREED = Given(("money",), "oral")  # what NEG-17 needs a consent of its own for


def check(case: Case, by: User, **changes: Any) -> Verification:
    record: dict[str, Any] = {
        "means": Means.ORIGINAL,
        "result": Result.CONFIRMED,
        "note": "看过原件",
        **changes,
    }
    fact = record.pop("fact", case.revision.item.facts[0].key)
    return verification.record(case, fact, **record, by=by, at=NOON)


def events(case: Case) -> list[str]:
    return list(case.entries.order_by("position").values_list("event", flat=True))


def meeting(**changes: Any) -> Meeting:
    held: dict[str, Any] = {
        "kind": "居民委员会会议",
        "called_on": date(2026, 11, 10),
        "held_on": date(2026, 11, 15),
        "entitled": 7,
        "present": 6,
        "votes_for": 6,
        "against": 0,
        "abstained": 0,
        "sheet": True,
    }
    return Meeting(**{**held, **changes})


def test_a_check_is_recorded_with_its_line(case_for: Cases, clerk: User) -> None:
    case = case_for()
    saved = check(case, clerk)
    assert (saved.by, saved.at) == (clerk, NOON)
    assert events(case) == ["case.received", "verification.confirmed"]
    assert "看过原件" not in str(Entry.objects.last().details)  # type: ignore[union-attr]


def test_a_failed_check_stays_on_record_when_a_later_one_confirms(
    case_for: Cases, clerk: User
) -> None:
    case = case_for()
    check(case, clerk, result=Result.FAILED, note="户口簿没有带来")
    check(case, clerk)
    assert events(case)[1:] == ["verification.failed", "verification.confirmed"]
    assert case.verifications.count() == 2


def test_a_fact_that_the_item_does_not_ask_for_is_refused_whole(
    case_for: Cases, clerk: User
) -> None:
    case = case_for()
    with pytest.raises(verification.NoSuchFact):
        check(case, clerk, fact="good_character")
    assert events(case) == ["case.received"]


def test_what_was_said_or_signed_establishes_no_fact_that_does_not_name_it(
    case_for: Cases, clerk: User
) -> None:
    case = case_for()
    facts = case_file.facts_of(case)
    fact = next(one for one in facts if not counts(Means.SIGNED_BEFORE, one))
    with pytest.raises(verification.NoWayOfThisFact):
        check(case, clerk, fact=fact.key, means=Means.SIGNED_BEFORE)
    assert events(case) == ["case.received"]
    assert not case.verifications.exists()


def test_no_paper_is_signed_whose_sentence_says_another_way(case_for: Cases, clerk: User) -> None:
    """Neither is such a check written down, nor does one of before let the paper through."""
    case = case_for()
    with pytest.raises(verification.NoWayOfThisFact, match="入户查看"):
        check(case, clerk, fact="marriage", means=Means.HOME_VISIT)
    assert not case.verifications.exists()
    check(case, clerk, fact="marriage", means=Means.ORIGINAL)
    assert "marriage" in case_file.confirmations(case)
    # As it was written down before the rule was.
    case.verifications.update(means=Means.HOME_VISIT.value)
    case = Case.objects.get(pk=case.pk)
    assert not case_file.confirmations(case)
    file = case_file.readiness(case, signer=clerk, on=NOON.date())
    (told,) = [one for one in obstacles_to_preparing(file) if "婚姻状况" in one.message]
    assert "入户查看" in told.message
    assert Means.ORIGINAL.label in told.remedy


def test_no_ground_states_a_fact_that_its_means_belies(case_for: Cases, clerk: User) -> None:
    case = case_for("NEG-17")
    said = insisted(fact="经入户查看，张三住在1号楼。")  # and looked up in the register
    told = [box for box, _ in transition.faults(case, said)]
    assert told == ["means"]
    assert not list(transition.faults(case, replace(said, means=Means.HOME_VISIT)))


def test_what_may_not_be_written_is_said_before_anything_is_verified(
    case_for: Cases, clerk: User
) -> None:
    case = case_for()
    case.answers |= {"household_members": "无", "family_support": "无"}
    case.save(update_fields=["answers"])
    file = case_file.readiness(Case.objects.get(pk=case.pk), signer=clerk, on=NOON.date())
    assert len(file.unlawful_wording) == 2
    assert not case.verifications.exists()


def test_nothing_is_checked_after_the_end(case_for: Cases, clerk: User) -> None:
    case = withdrawal.withdraw(case_for(), at=NOON)
    with pytest.raises(StepNotAllowed):
        check(case, clerk)
    assert not Verification.objects.exists()


def test_sending_says_everything_that_is_missing(case_for: Cases, clerk: User) -> None:
    case = case_for("POS-003")  # needs facts and a meeting
    with pytest.raises(moves.NotReady) as missing:
        drafting.send(case, by=clerk, at=NOON)
    assert {o.code for o in missing.value.obstacles} >= {"facts", "deliberation"}
    for obstacle in missing.value.obstacles:
        assert obstacle.message
        assert obstacle.remedy
        assert obstacle.citation.title
    assert events(case) == ["case.received"]


def test_what_is_complete_is_sent_once(case_for: Cases, confirm: Cases, clerk: User) -> None:
    case = drafting.send(confirm(case_for(), by=clerk), by=clerk, at=NOON)
    assert (case.state, case.prepared_by, case.prepared_at) == (
        "awaiting_signature",
        clerk,
        NOON,
    )
    with pytest.raises(StepNotAllowed):
        drafting.send(case, by=clerk, at=NOON)
    assert events(case).count("case.prepared") == 1


def test_a_case_that_moved_meanwhile_is_not_moved_again(
    case_for: Cases, confirm: Cases, clerk: User
) -> None:
    case = confirm(case_for(), by=clerk)
    stale = Case.objects.get(pk=case.pk)
    drafting.send(case, by=clerk, at=NOON)
    with pytest.raises(moves.MovedMeanwhile):
        drafting.send(stale, by=clerk, at=NOON)
    assert audit.audit().faults == ()


def test_sending_back_forgets_the_preparer_and_keeps_the_reason(
    drafted_for: Cases, responsible: User
) -> None:
    case = drafting.send_back(drafted_for(), reason="请补看原件", by=responsible, at=NOON)
    assert (case.state, case.prepared_by) == ("received", None)
    last = case.entries.order_by("position").last()
    assert last is not None
    assert last.details["reason"] == "请补看原件"


@pytest.mark.duty("OP-3.2.a")
def test_a_ground_opens_the_transition_for_a_listed_item(case_for: Cases, clerk: User) -> None:
    case = case_for("NEG-01", demander="bank")
    transition.record_ground(
        case, insisted(), document=transition.keep_demand(case, PDF), by=clerk, at=NOON
    )
    assert case.outcome == "transitional"
    codes = {o.code for o in drafting.obstacles(case, by=clerk, at=NOON)}
    assert codes == {"facts"}  # ground and written demand are there


def test_what_was_said_at_a_window_is_a_demand_once_it_is_written_down(
    case_for: Cases, clerk: User
) -> None:
    case = case_for("NEG-01", demander="bank")
    ground = transition.record_ground(case, insisted(said_by=""), by=clerk, at=NOON)
    (found,) = [
        o for o in drafting.obstacles(case, by=clerk, at=NOON) if o.code not in {"facts", "answers"}
    ]
    assert (found.code, "谁说的" in found.message) == ("demand", True)
    assert ground.review_on == date(2027, 5, 23)  # 180 days, a number of our own

    transition.record_ground(case, insisted(), by=clerk, at=NOON)
    assert "demand" not in {o.code for o in drafting.obstacles(case, by=clerk, at=NOON)}
    assert "王经理" not in str(Entry.objects.filter(chain=case.chain).values_list("details"))


def test_an_office_is_no_private_party_but_its_policy_may_not_be_joined_up(
    case_for: Cases, clerk: User
) -> None:
    for demander in ("police", "housing", "court"):
        case = case_for("NEG-01", demander=demander)
        with pytest.raises(transition.NoSuchGround):
            transition.record_ground(case, insisted(), by=clerk, at=NOON)
        gap = insisted(kind=transition.TransitionKind.POLICY_GAP)
        transition.record_ground(case, gap, by=clerk, at=NOON)
        assert case.outcome == "transitional", demander


def test_an_item_without_facts_of_its_own_is_issued_by_the_fact_that_the_clerk_states(
    case_for: Cases, clerk: User, responsible: User
) -> None:
    seen = "2026年11月23日，本委员会工作人员在示例路1号看到门牌和照片一致。"
    case = case_for("NEG-17", demander="bank")
    with pytest.raises(transition.NoSuchGround):
        transition.record_ground(case, insisted(), by=clerk, at=NOON)  # which fact?
    transition.record_ground(case, insisted(fact=seen), given=AGREED, by=clerk, at=NOON)
    assert {o.code for o in drafting.obstacles(case, by=clerk, at=NOON)} == {"facts"}

    told = {"means": Means.HOME_VISIT, "result": Result.CONFIRMED, "note": "看过"}
    verification.record(case, STATED, **told, by=clerk, at=NOON)
    drafting.send(case, by=clerk, at=NOON)
    paper = signing.sign(case, by=responsible, at=NOON)
    assert seen in str(paper.content)
    assert audit.audit().faults == ()


def test_what_the_clerk_states_anew_has_to_be_verified_anew(case_for: Cases, clerk: User) -> None:
    case = case_for("NEG-17", demander="bank")
    told = {"means": Means.HOME_VISIT, "result": Result.CONFIRMED, "note": "看过"}
    transition.record_ground(case, insisted(fact="看到甲。"), given=AGREED, by=clerk, at=NOON)
    verification.record(case, STATED, **told, by=clerk, at=NOON)
    assert drafting.obstacles(case, by=clerk, at=NOON) == ()
    transition.record_ground(case, insisted(fact="看到乙。"), given=AGREED, by=clerk, at=NOON)
    assert {o.code for o in drafting.obstacles(case, by=clerk, at=NOON)} == {"facts"}


@pytest.mark.parametrize(
    "fact", ["本人没有房产。", "该人品行端正。", "据了解住在示例路。", "看到{applicant}。"]
)
def test_a_stated_fact_is_held_to_the_wording_of_certificates(
    fact: str, case_for: Cases, clerk: User
) -> None:
    case = case_for("NEG-17", demander="bank")
    with pytest.raises(transition.NoSuchGround):
        transition.record_ground(case, insisted(fact=fact), by=clerk, at=NOON)
    assert not case.grounds.exists()


def test_what_this_committee_cannot_verify_stays_refused(case_for: Cases, clerk: User) -> None:
    case = case_for("NEG-17", demander="bank")
    transition.record_ground(case, insisted(means=None), by=clerk, at=NOON)
    assert case.outcome == "refuse"
    assert case.decision["may_insist"]  # another fact may be verifiable


def test_a_risk_is_heard_in_any_form_that_fits(case_for: Cases, clerk: User) -> None:
    case = case_for("NEG-01", demander="bank")
    scan = transition.keep_demand(case, PDF)
    transition.record_ground(case, insisted(legal_risk=True), document=scan, by=clerk, at=NOON)
    assert case.outcome == "deliberate"
    held = Consultation("入户走访听取意见", NOON.date(), "同楼6户", "都说认识", Outcome.AGREED)
    consultation.record(case, replace(held, result=Outcome.DECLINED), by=clerk, at=NOON)
    said = [o.message for o in drafting.obstacles(case, by=clerk, at=NOON)]
    assert any("多数不同意" in message for message in said)

    consultation.record(case, held, by=clerk, at=NOON)
    codes = {o.code for o in drafting.obstacles(case, by=clerk, at=NOON)}
    assert codes == {"facts", "risk"}
    assert events(case)[-2:] == ["deliberation.declined", "deliberation.agreed"]


def test_the_interest_of_all_residents_still_takes_an_assembly(
    case_for: Cases, clerk: User
) -> None:
    case = case_for("NEG-01", demander="bank")
    transition.record_ground(case, insisted(legal_risk=True), by=clerk, at=NOON)
    assert case_file.meeting_rule(case).flexible
    both = {"public_interest": True, "legal_risk": True, "verifiable": True}
    transition.restate(case, **both, by=clerk, at=NOON)
    assert not case_file.meeting_rule(case).flexible


def test_where_risk_calls_for_it_the_written_demand_is_required(
    case_for: Cases, clerk: User
) -> None:
    case = case_for("NEG-01")
    gap = insisted(kind=transition.TransitionKind.POLICY_GAP, legal_risk=True)
    transition.record_ground(case, gap, by=clerk, at=NOON)
    assert case.outcome == "deliberate"
    codes = {o.code for o in drafting.obstacles(case, by=clerk, at=NOON)}
    assert codes == {"facts", "written_demand", "deliberation", "risk"}


def test_an_assessment_takes_the_risk_off_the_list(case_for: Cases, clerk: User) -> None:
    case = case_for()
    transition.restate(
        case, public_interest=False, legal_risk=True, verifiable=True, by=clerk, at=NOON
    )
    assert "risk" in {o.code for o in drafting.obstacles(case, by=clerk, at=NOON)}
    transition.assess(
        case, risk="可能有异议", precaution="只写登记内容", counsel="", by=clerk, at=NOON
    )
    assert "risk" not in {o.code for o in drafting.obstacles(case, by=clerk, at=NOON)}


@pytest.mark.duty("OP-3.1.b")
def test_what_cannot_be_verified_is_decided_anew_as_a_refusal(case_for: Cases, clerk: User) -> None:
    case = transition.restate(
        case_for(), public_interest=False, legal_risk=False, verifiable=False, by=clerk, at=NOON
    )
    assert case.outcome == "refuse"
    assert case.decision["onward"]


def test_a_meeting_that_carries_takes_the_obstacle_away(case_for: Cases, clerk: User) -> None:
    case = case_for("POS-003")
    deliberation.record(case, meeting(), sheet=PDF, by=clerk, at=NOON)
    codes = {o.code for o in drafting.obstacles(case, by=clerk, at=NOON)}
    assert "deliberation" not in codes
    assert events(case)[-1] == "deliberation.agreed"


@pytest.mark.parametrize(
    ("changes", "sheet", "event"),
    [
        ({"votes_for": 1, "against": 5}, PDF, "deliberation.declined"),
        ({"present": 2, "votes_for": 2}, PDF, "deliberation.not_valid"),
        ({"sheet": False}, b"", "deliberation.carried"),
        ({"held_on": date(2026, 12, 1)}, PDF, "deliberation.not_valid"),
    ],
    ids=["outvoted", "no quorum", "no signed sheet", "not yet held"],
)
@pytest.mark.duty("OP-2.2.c")
def test_a_meeting_that_does_not_carry_stays_an_obstacle(
    case_for: Cases, clerk: User, changes: dict[str, Any], sheet: bytes, event: str
) -> None:
    case = case_for("POS-003")
    deliberation.record(case, meeting(**changes), sheet=sheet, by=clerk, at=NOON)
    assert "deliberation" in {o.code for o in drafting.obstacles(case, by=clerk, at=NOON)}
    assert events(case)[-1] == event


@pytest.mark.parametrize("changes", [{"votes_for": 7}, {"present": 8, "votes_for": 8}])
def test_a_meeting_that_cannot_have_been_is_not_recorded(
    case_for: Cases, clerk: User, changes: dict[str, Any]
) -> None:
    case = case_for("POS-003")
    with pytest.raises(deliberation.ImpossibleMeeting):
        deliberation.record(case, meeting(**changes), sheet=PDF, by=clerk, at=NOON)
    assert events(case) == ["case.received"]
    assert not files.folder().exists()


def test_a_meeting_of_the_other_kind_of_committee_is_not_recorded(
    case_for: Cases, clerk: User, village: Committee, person: Callable[..., User]
) -> None:
    other = person("wang", "clerk", village)
    theirs = case_for("POS-003", committee=village, by=other)
    for case, kind, by in (
        (case_for("POS-003"), "村民委员会会议", clerk),
        (theirs, "居民委员会会议", other),
    ):
        with pytest.raises(deliberation.ImpossibleMeeting, match=f"开不了{kind}"):
            deliberation.record(case, meeting(kind=kind), sheet=PDF, by=by, at=NOON)
        assert events(case) == ["case.received"]
    deliberation.record(theirs, meeting(kind="村民委员会会议"), sheet=PDF, by=other, at=NOON)
    assert events(theirs)[-1] == "deliberation.agreed"


@pytest.mark.parametrize("kind", CommitteeKind)
def test_every_item_leaves_every_committee_a_meeting_of_its_own(kind: CommitteeKind) -> None:
    for item in catalogue().items.values():
        for risk in (False, True):
            rule = case_file.rule_of_meeting(item, kind, only_for_risk=risk)
            named = kinds(rule)
            assert named
            assert all(holds(kind, one) for one in named)


def test_a_sheet_that_is_no_scan_leaves_nothing_behind(case_for: Cases, clerk: User) -> None:
    case = case_for("POS-003")
    for content in (b"<script>", b"MZ" + b"\0" * 100, b"%PDF-" + b"0" * files.LARGEST_BYTES):
        with pytest.raises(files.FileNotAccepted):
            deliberation.record(case, meeting(), sheet=content, by=clerk, at=NOON)
    assert events(case) == ["case.received"]
    assert not files.folder().exists()


def test_a_stored_file_is_read_back_and_no_path_leads_outside(case_for: Cases) -> None:
    name, digest = files.keep_upload(PDF, "meetings/x")
    assert files.read(name) == PDF
    assert len(digest) == 64
    for outside in ("../../etc/passwd", "/etc/passwd", "meetings/../../../x"):
        with pytest.raises(FileNotFoundError):
            files.read(outside)


def test_the_applicant_takes_it_back_until_it_is_signed(
    case_for: Cases, drafted_for: Cases
) -> None:
    for case in (case_for(), drafted_for()):
        withdrawal.withdraw(case, at=NOON)
        assert case.state == "withdrawn"
        with pytest.raises(StepNotAllowed):
            withdrawal.withdraw(case, at=NOON)


def test_a_failure_after_the_line_undoes_the_line(
    case_for: Cases, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = case_for()

    def fail(*_: Any, **__: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Verification.objects, "create", fail)
    with pytest.raises(OSError, match="disk full"):
        check(case, clerk)
    assert events(case) == ["case.received"]
    assert audit.audit().faults == ()
