"""``juzheng retention`` and ``juzheng work``: look first, then erase, once a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from juzheng.acts.base import holds
from juzheng.acts.cases import withdrawal
from juzheng.law.base.retention import HoldGround
from juzheng.records.models import Case, User
from tests.conftest import IDENTITY, NOON

pytestmark = pytest.mark.django_db


def said(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def due(case_for: Callable[..., Case], monkeypatch: pytest.MonkeyPatch) -> Case:
    case = case_for("POS-001")
    withdrawal.withdraw(case, at=NOON)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(days=200))
    return case


def test_a_dry_run_only_looks(due: Case) -> None:
    told = said("retention", dry_run=True)
    assert due.number in told
    assert "180天" in told
    assert IDENTITY not in told
    due.refresh_from_db()
    assert due.erased_at is None


def test_it_erases_and_then_has_nothing_to_do(due: Case) -> None:
    assert "撤回的申请，没有补来材料而结束的申请 1" in said("retention")
    due.refresh_from_db()
    assert due.erased_at is not None
    assert "没有到期的" in said("retention")


def test_the_sweeper_does_it_by_itself(due: Case) -> None:
    assert "按期删除" in said("work", once=True)
    due.refresh_from_db()
    assert due.applicant_name == ""


def test_a_dry_run_says_what_is_kept_and_why(due: Case, person: Callable[..., User]) -> None:
    officer = person("county", "overseer", None, "郑科长", division="990121")
    later = NOON + timedelta(days=200)
    asked = holds.Asked(HoldGround.AUTHORITY, "示民1号", "审结前", later.date())
    holds.place(due.number, asked, by=officer, at=later)
    assert "暂不删除：法院" in said("retention", dry_run=True)
    assert "没有到期的" in said("retention")
