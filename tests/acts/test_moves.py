"""The course of reports and corrections (办理经过): masked before it is written for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from juzheng.acts import audit
from juzheng.acts.base import moves
from juzheng.acts.supervision import exposure, reports
from juzheng.law.supervision.exposure import CorrectionEvent
from juzheng.law.supervision.reports import ReportEvent
from juzheng.records.models import Correction, Entry, User
from juzheng.records.supervision import corrections
from tests.conftest import IDENTITY, NOON
from tests.records.snapshots import snapshot
from tests.web.reporting import DIVISION, correction

SAID = f"李秀英 {IDENTITY} 打13800000000说的。"


@pytest.fixture
def officer(loaded: None, person: Callable[..., User]) -> User:
    return person("first", "overseer", None, "郑科长", division=DIVISION)


@pytest.fixture
def one(officer: User) -> Correction:
    return correction(officer)


def ledger() -> str:
    return str(list(Entry.objects.values()))


def test_what_somebody_typed_is_masked_and_the_rest_is_kept(one: Correction) -> None:
    details = {"note": SAID, "plain": "单位要开会", "count": 3, "pages": ["甲"]}
    line = moves.note(one, CorrectionEvent.REMINDED, by=None, at=NOON, details=details)

    assert IDENTITY not in line.details["note"]
    assert "13800000000" not in line.details["note"]
    assert "说的。" in line.details["note"]
    assert {key: line.details[key] for key in ("plain", "count", "pages")} == {
        "plain": "单位要开会",
        "count": 3,
        "pages": ["甲"],
    }


def test_a_reporter_is_named_as_one_and_an_applicant_too(one: Correction) -> None:
    report = one.reports.get()
    line = moves.note(report, ReportEvent.SAID_STILL, by=None, at=NOON)
    assert line.by_text == "reporter"


ACTS: dict[str, Callable[[Correction, dict[str, Any]], Any]] = {
    "extend": lambda one, now: exposure.extend(one, SAID, **now),
    "answer": lambda one, now: exposure.answer(one, False, SAID, SAID, **now),
    "drop": lambda one, now: exposure.drop(one, SAID, **now),
}


@pytest.mark.parametrize("name", ACTS)
def test_no_act_writes_a_number_of_somebody_into_the_ledger(
    officer: User, one: Correction, name: str, person: Callable[..., User]
) -> None:
    other = person("other", "overseer", None, "吴科员", division=officer.division)
    ACTS[name](one, {"version": one.version, "by": other, "at": NOON})

    assert "说的。" in ledger()
    assert IDENTITY not in ledger()
    assert "13800000000" not in ledger()
    assert not audit.audit().faults


def test_the_public_course_says_what_happened_and_never_who_or_why(
    officer: User, one: Correction
) -> None:
    exposure.drop(one, "单位给出了依据", version=one.version, by=officer, at=NOON)
    told = corrections.steps_of(one)

    assert [step["what"] for step in told] == [
        *("受理", "拟好通报，准备送达", "通报送达单位", "通报送达主管部门，询问依据", "不再追究")
    ]
    assert {step["text"] for step in told} == {""}
    assert officer.full_name not in str(told)


def test_a_row_moved_by_somebody_else_is_not_moved_again(officer: User, one: Correction) -> None:
    """The lock is the version; the state may be the same (版本号)."""
    exposure.remind(one, version=one.version, by=officer, at=NOON)
    report = one.reports.get()
    stale = Correction.objects.get(pk=one.pk)
    before = snapshot()
    with pytest.raises(moves.MovedMeanwhile):
        moves.move(stale, CorrectionEvent.REMINDED, version=stale.version - 1, by=officer, at=NOON)
    assert snapshot() == before

    reports.withdraw(report, at=NOON)
    report.state = "accepted"  # as somebody still sees it who loaded it before
    before = snapshot()
    with pytest.raises(moves.MovedMeanwhile):
        moves.move(report, ReportEvent.SAID_STILL, by=None, at=NOON)
    assert snapshot() == before


@pytest.mark.parametrize("what", ["report", "correction"])
def test_a_row_whose_state_the_ledger_does_not_lead_to_is_named(one: Correction, what: str) -> None:
    assert audit.audit().faults == ()
    report = one.reports.get()
    if what == "report":
        type(report).objects.update(state="withdrawn")
        expected = report.number
    else:
        Entry.objects.filter(chain=one.chain).update(event="correction.nothing")
        expected = one.number
    assert expected in {fault.where for fault in audit.audit().faults}
