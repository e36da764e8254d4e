"""A case is read once for a page or a judgement (一次读卷), and anew for the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from juzheng.acts.cases import transition, verification
from juzheng.law.cases.verification import Means, Result
from juzheng.records.cases import case_file, read_once
from juzheng.records.models import Case, User
from tests.conftest import NOON, insisted

Cases = Callable[..., Case]
MOST = 3  # a page asks the same at most so often: to judge, to show, and in a part of its own


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.mark.parametrize("waits", [False, True], ids=["case-page", "pen"])
def test_no_page_of_a_case_asks_the_same_over_and_over(
    waits: bool, case_for: Cases, drafted_for: Cases, clerk: User, responsible: User
) -> None:
    case, by = (drafted_for(), responsible) if waits else (case_for(by=clerk), clerk)
    desk = Client()
    desk.force_login(by)
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(f"/desk/cases/{case.number}/").status_code == 200
    asked = Counter(one["sql"] for one in queries if "SAVEPOINT" not in one["sql"])
    assert max(asked.values()) <= MOST, asked.most_common(2)
    assert len(asked) < 50


def test_while_read_once_rows_are_asked_once(case_for: Cases, clerk: User) -> None:
    case = case_for(by=clerk)
    case_file.open_facts(case)
    with read_once.once(case):
        case_file.open_facts(case)
        with CaptureQueriesContext(connection) as queries:
            case_file.open_facts(case)
            case_file.confirmations(case)
            case_file.ground_of(case)
    assert len(queries) == 0


def test_what_an_act_wrote_is_seen_by_the_next_judgement_of_the_same_case(
    case_for: Cases, clerk: User
) -> None:
    case = case_for(by=clerk)
    (fact, *_) = case.revision.item.facts
    assert fact.key in {one.key for one in case_file.open_facts(case)}
    done = {"means": Means.ORIGINAL, "result": Result.CONFIRMED, "note": "看过原件"}
    verification.record(case, fact.key, **done, by=clerk, at=NOON)
    assert fact.key not in {one.key for one in case_file.open_facts(case)}
    listed = case_for("NEG-01", by=clerk)
    assert case_file.ground_of(listed) is None
    for minutes, said in enumerate(("第一次", "第二次"), 1):
        told = insisted(statement=said)
        transition.record_ground(listed, told, by=clerk, at=NOON + timedelta(minutes=minutes))
    ground = case_file.ground_of(listed)
    assert ground is not None
    assert ground.statement == "第二次"


def test_a_judgement_that_fails_keeps_nothing(case_for: Cases) -> None:
    case = case_for()

    @read_once.reads_once
    def judge(case: Case) -> None:
        assert read_once.of(case) is read_once.of(case)
        raise LookupError

    with pytest.raises(LookupError):
        judge(case)
    assert read_once.of(case) is not read_once.of(case)
