"""A check of words that were corrected since tells nothing: neither that it is so nor that not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from juzheng.acts.cases import intake, refusal, verification
from juzheng.law.cases.verification import Means, Result
from juzheng.records.cases import case_file, returns
from juzheng.records.models import Case, User
from tests.conftest import NOON
from tests.web.clerk.conftest import at, words

Cases = Callable[..., Case]


@pytest.fixture
def corrected(case_for: Cases, confirm: Cases, clerk: User) -> Case:
    """Return a case of which one fact failed, was confirmed, and its answer corrected then."""
    case = case_for("POS-001", by=clerk)
    told: Any = {"means": Means.HOME_VISIT, "note": "没有人在家", "by": clerk, "at": NOON}
    verification.record(case, "household", result=Result.FAILED, **told)
    confirm(case, by=clerk)
    changed = {"household_members": "配偶王小明、儿子王强"}
    intake.supplement(case, changed, version=case.version, by=clerk, at=NOON)
    return Case.objects.get(pk=case.pk)


def test_it_is_not_yet_verified_and_no_reason_to_refuse(corrected: Case, clerk: User) -> None:
    file = case_file.readiness(corrected, signer=clerk, on=NOON.date())
    assert (file.failed, file.unconfirmed) == ((), ("家庭成员",))
    assert refusal.reason(corrected, at=NOON) is None
    told = case_file.statements(corrected, operative=False, whole=True)
    assert [one.means for one in told if "王强" in one.sentence] == [case_file.NOT_YET]


def test_the_pages_say_so_too(desk: Client, corrected: Case) -> None:
    page = words(desk.get(at("case", corrected.number)))
    assert "事实尚未核实：家庭成员" in page
    assert "经核查不能确认" not in page
    assert "办理不予出具" not in page
    assert "查不能确认" not in words(desk.get(at("refusal", corrected.number)))


def test_what_failed_in_other_words_does_not_lie_on_the_desk_as_not_confirmed(
    case_for: Cases, clerk: User
) -> None:
    case = case_for("POS-001", by=clerk)
    told: Any = {"means": Means.HOME_VISIT, "note": "没有人在家", "by": clerk, "at": NOON}
    verification.record(case, "household", result=Result.FAILED, **told)
    told["note"] = "锁着门"
    verification.record(case, "residence", result=Result.FAILED, **told)
    assert returns.came_back([case])[case.pk].facts == ("household", "residence")
    seen: Any = {"version": case.version, "by": clerk, "at": NOON}
    intake.supplement(case, {"household_members": "独自居住"}, **seen)
    assert returns.came_back([case])[case.pk].facts == ("residence",)
    assert [*case_file.readiness(case, signer=clerk, on=NOON.date()).failed] == [
        "收养人在本辖区居住"
    ]


def test_what_still_stands_as_it_was_looked_into_stays_not_confirmed(
    case_for: Cases, clerk: User
) -> None:
    case = case_for("POS-001", by=clerk)
    told: Any = {"means": Means.HOME_VISIT, "note": "没有人在家", "by": clerk, "at": NOON}
    verification.record(case, "household", result=Result.FAILED, **told)
    reason = refusal.reason(case, at=NOON)
    assert reason is not None
    assert "家庭成员" in reason.reason
