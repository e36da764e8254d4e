"""The order of the ledger (台账顺序): it decides, whatever the clock says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from juzheng.acts import audit
from juzheng.acts.cases import verification
from juzheng.law.cases.verification import Means, Result
from juzheng.records.cases import case_file
from juzheng.records.models import Case, User
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


def test_a_later_check_counts_whatever_the_clock_says(
    case_for: Callable[..., Case], confirm: Callable[..., Case], clerk: User
) -> None:
    case = confirm(case_for("POS-001", by=clerk), by=clerk)
    assert case_file.open_facts(case) == ()
    fact = case.revision.item.facts[0].key
    verification.record(
        case,
        fact,
        means=Means.NEIGHBOURS,
        result=Result.FAILED,
        note="邻居说不是",
        by=clerk,
        at=NOON - timedelta(days=2),
    )
    assert [one.key for one in case_file.open_facts(case)] == [fact]
    assert fact not in case_file.confirmations(case)
    (fault,) = audit.audit().faults
    assert fault.where == case.chain
    assert "倒拨" in fault.what
