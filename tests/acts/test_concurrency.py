"""Many hands at once (并发): every case one paper, every number once, none missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Event

import pytest
from django.db import connection, connections

from juzheng.acts import audit
from juzheng.acts.base import access_log, moves, tallies
from juzheng.acts.cases import intake, signing
from juzheng.records import rollups
from juzheng.records.models import Case, Certificate, Counter, User, ViewLog
from tests.conftest import NOON

pytestmark = pytest.mark.slow

CASES, HANDS = 50, 4


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """
    Return a function that moves the test database where threads can share it.

    SQLite in memory has no locks that wait; its file has, as in production. PostgreSQL is shared
    as it is.
    """
    kept = connections["default"]
    name = kept.settings_dict["NAME"]

    def share() -> None:
        if connection.vendor != "sqlite":
            return
        file = tmp_path / "shared.sqlite3"
        with kept.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        kept.settings_dict["NAME"] = str(file)
        connections["default"] = connections.create_connection("default")

    yield share
    if connections["default"] is not kept:
        connections["default"].close()
        kept.settings_dict["NAME"] = name
        connections["default"] = kept


def sign_all(numbers: list[int], signer: int, seed: int) -> int:
    """Try to sign every case, in an order of one's own; return how many signatures held."""
    done = 0
    Random(seed).shuffle(numbers)
    try:
        by = User.objects.get(pk=signer)
        for number in numbers:
            try:
                signing.sign(Case.objects.get(pk=number), by=by, at=NOON)
                done += 1
                if seed == 1:  # one puts counts together meanwhile, as ``juzheng work`` does
                    tallies.fold()
            except (moves.StepNotAllowed, moves.MovedMeanwhile):
                continue
        return done
    finally:
        connections["default"].close()


def test_fifty_cases_and_four_pens_make_fifty_papers(
    shared_database: Callable[[], None],
    drafted_for: Callable[..., Case],
    responsible: User,
) -> None:
    cases = [drafted_for().pk for _ in range(CASES)]
    shared_database()

    with ThreadPoolExecutor(HANDS) as hands:
        done = list(
            hands.map(lambda seed: sign_all(list(cases), responsible.pk, seed), range(HANDS))
        )

    assert sum(done) == CASES
    serials = sorted(Certificate.objects.values_list("serial", flat=True))
    assert serials == list(range(1, CASES + 1))
    assert Case.objects.filter(state="issued").count() == CASES
    assert Counter.objects.get(series__startswith="certificate:").last == CASES
    assert audit.audit().faults == ()


def test_an_audit_compares_rows_and_counts_of_one_moment(
    shared_database: Callable[[], None],
    drafted_for: Callable[..., Case],
    responsible: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drafted_for()
    last = drafted_for().pk
    shared_database()
    every = rollups.every

    def while_one_is_signed() -> Iterator[object]:
        rows = every()
        yield next(rows)
        with ThreadPoolExecutor(1) as hand:
            assert hand.submit(sign_all, [last], responsible.pk, 0).result() == 1
        yield from rows

    monkeypatch.setattr(rollups, "every", while_one_is_signed)
    assert list(tallies.differing()) == []
    monkeypatch.undo()
    assert Case.objects.filter(state="issued").count() == 1
    assert list(tallies.differing()) == []


def test_counting_anew_beside_an_act_loses_and_doubles_nothing(
    shared_database: Callable[[], None],
    drafted_for: Callable[..., Case],
    responsible: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drafted_for()
    last = drafted_for().pk
    shared_database()
    every, add, adds = rollups.every, tallies._add, Event()
    acts: list[Future[int]] = []

    def adding(moved: Mapping[rollups.Key, int]) -> None:
        adds.set()
        add(moved)

    def while_one_is_signed() -> Iterator[object]:
        rows = every()
        yield next(rows)
        acts.append(hand.submit(sign_all, [last], responsible.pk, 0))
        if connection.vendor == "postgresql":  # in SQLite the act has not even begun
            assert adds.wait(60)
        yield from rows

    monkeypatch.setattr(rollups, "every", while_one_is_signed)
    monkeypatch.setattr(tallies, "_add", adding)
    with ThreadPoolExecutor(1) as hand:
        tallies.recount()
        assert acts[0].result() == 1
    monkeypatch.undo()
    assert Case.objects.filter(state="issued").count() == 1
    assert list(tallies.differing()) == []


def test_one_form_sent_by_many_hands_makes_one_case(
    shared_database: Callable[[], None], application: Callable[..., intake.Application]
) -> None:
    same = application("POS-001", idempotency_key="pressed-many-times")
    shared_database()

    def file(_: int) -> str:
        try:
            return intake.receive(same, by=None, at=NOON).number
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(HANDS) as hands:
        numbers = set(hands.map(file, range(12)))

    assert len(numbers) == 1
    assert Case.objects.count() == 1
    assert audit.audit().faults == ()


def test_numbers_of_cases_have_no_gap_when_many_file_at_once(
    shared_database: Callable[[], None], application: Callable[..., intake.Application]
) -> None:
    filed = [application("POS-001") for _ in range(24)]
    shared_database()

    def file(one: intake.Application) -> int:
        try:
            return int(intake.receive(one, by=None, at=NOON).number[-6:])
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(HANDS) as hands:
        assert sorted(hands.map(file, filed)) == list(range(1, 25))


def look(case: int, times: int) -> None:
    try:
        for _ in range(times):
            access_log.viewed(Case.objects.get(pk=case), "办件", by=None, at=NOON)
    finally:
        connections["default"].close()


def test_looks_at_once_are_all_written_down(
    shared_database: Callable[[], None], case_for: Callable[..., Case]
) -> None:
    case = case_for("POS-001")
    shared_database()
    with ThreadPoolExecutor(HANDS) as hands:
        for done in [hands.submit(look, case.pk, 10) for _ in range(HANDS)]:
            done.result()
    assert ViewLog.objects.count() == HANDS * 10
    assert audit.audit().faults == ()
