"""The clerk's acts: each works, says what is missing, happens once, or is undone whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from juzheng.acts import audit
from juzheng.acts.base import files, moves
from juzheng.acts.cases import deliberation, drafting, transition, verification, withdrawal
from juzheng.law.base.machine import StepNotAllowed
from juzheng.law.cases.deliberation import Meeting
from juzheng.law.cases.verification import Means, Result
from juzheng.records.models import Case, Entry, User, Verification
from tests.conftest import NOON

Cases = Callable[..., Case]
PDF = b"%PDF-1.7 scan"


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
        case,
        kind=transition.TransitionKind.PRIVATE_DEMAND,
        demander_name="示例银行",
        statement="银行书面要求",
        verifiable=True,
        legal_risk=False,
        document=transition.keep_demand(case, PDF),
        by=clerk,
        at=NOON,
    )
    assert case.outcome == "transitional"
    codes = {o.code for o in drafting.obstacles(case, by=clerk, at=NOON)}
    assert codes == {"facts"}  # ground and written demand are there


def test_without_the_written_demand_the_pen_stays_down(case_for: Cases, clerk: User) -> None:
    case = case_for("NEG-01")
    transition.record_ground(
        case,
        kind=transition.TransitionKind.POLICY_GAP,
        demander_name="示例单位",
        statement="系统还没有连通",
        verifiable=True,
        legal_risk=True,
        by=clerk,
        at=NOON,
    )
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
