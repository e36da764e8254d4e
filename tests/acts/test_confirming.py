"""Confirming (待确认事项): asked, counted, answered by two people, and the cases that waited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from juzheng.acts import audit
from juzheng.acts.base import moves
from juzheng.acts.cases import awaiting, refusal, transition
from juzheng.acts.catalogue import changes, confirming
from juzheng.acts.catalogue.changes import Page
from juzheng.acts.catalogue.confirming import Found
from juzheng.law.catalogue.confirming import ConfirmationState, above
from juzheng.law.catalogue.items import Confidence, Instrument
from juzheng.law.catalogue.looking import LookLine
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.cases import case_file
from juzheng.records.catalogue import governing
from juzheng.records.models import Confirmation, Entry
from tests.acts.test_changes import drafted
from tests.conftest import NOON

PLACE, ITEM = "990121", "POS-038"
LATER = NOON + timedelta(days=3)
TEXT = Instrument(
    id="example-regulation",
    title="示例市物业管理条例",
    issuer="示例市人大常委会",
    in_force_from=date(2021, 1, 1),
    in_force_until=None,
    status="现行",
    checked_on=None,
    confidence=Confidence.MEDIUM,
    binding=True,
    source="市人大常委会网站",
)
MAY = LookLine(ITEM, True, TEXT.id, "第四十七条", "对照市人大常委会公布的文本", 3)
MAY_NOT = LookLine(ITEM, False, reason="市里的条例第四十七条写的是由业主委员会核实")


@pytest.fixture
def officer(person):
    return person("officer", "overseer", None, "郑科长", division=PLACE)


@pytest.fixture
def second(person):
    return person("second", "overseer", None, "吴科员", division=PLACE)


@pytest.fixture
def higher(person):
    return person("higher", "overseer", None, "钱处长", division="990100")


@pytest.fixture
def unlooked(loaded, officer, second):
    """Take the record away by which the made-up county was looked at."""
    look = governing.governing(NOON.date()).looked[PLACE]
    publish(drafted(officer, [Page(look, withdraw=True)], division=PLACE, key="away"), second)


def publish(change, by):
    changes.submit(change, version=change.version, by=change.written_by, at=NOON)
    changes.publish(change, version=change.version, by=by, at=NOON)


def item_of(code):
    return governing.governing(NOON.date()).items[code]


def asked(by=None, code=ITEM):
    return confirming.ask(item_of(code), "990121001001", by=by, at=NOON)


def answered(row, line, by, text=None):
    found = Found(line, "市人大常委会网站，2026年11月", "示例县", text)
    return confirming.answer(row, found, version=row.version, by=by, at=NOON)


def test_asking_again_joins_and_counts_and_keeps_nothing_of_anybody(unlooked):
    first, again = asked(), asked()

    assert first.pk == again.pk
    again.refresh_from_db()
    assert (again.asked, again.place, again.division) == (2, PLACE, PLACE)
    assert again.due_on == date(2026, 12, 1)
    said = Entry.objects.filter(chain=again.chain).values_list("by_text", flat=True)
    assert set(said) == {"applicant"}
    assert not audit.audit().faults


def test_what_has_an_answer_is_not_asked(loaded):
    with pytest.raises(confirming.NothingToConfirm):
        asked()  # all of the made-up county was looked at
    with pytest.raises(confirming.NothingToConfirm):
        asked(code="NEG-01")
    assert asked(code="POS-013").state == ConfirmationState.WAITING


def test_a_case_waits_is_not_refused_and_is_decided_when_the_answer_governs(
    unlooked, case_for, clerk, officer, second
):
    case = case_for(ITEM, by=clerk)
    row = Confirmation.objects.get()
    assert case.outcome == Outcome.TO_CONFIRM
    assert case.due_on == row.due_on
    assert case_file.refusal_reason(case, on=NOON.date()) is None
    with pytest.raises(refusal.NothingToRefuse):
        refusal.refuse(case, by=clerk, at=NOON)

    change = answered(row, MAY, officer, TEXT)
    assert awaiting.settle(at=NOON) == 0  # drafted is not published
    publish(change, second)
    assert awaiting.settle(at=LATER) == 1

    case.refresh_from_db()
    row.refresh_from_db()
    assert (row.state, row.answer) == (ConfirmationState.ANSWERED, "yes")
    assert case.outcome == Outcome.TIME_LIMITED
    assert "示例市物业管理条例 第四十七条" in map(str, case_file.decision_of(case).citations)
    assert case.due_on > LATER.date()  # the time to work in begins when it can be worked on
    again = {"public_interest": False, "legal_risk": False, "verifiable": True}
    transition.restate(case, **again, by=clerk, at=LATER)
    assert case.outcome == Outcome.TIME_LIMITED  # and it stays decided by what was found
    assert awaiting.settle(at=LATER) == 0
    assert not audit.audit().faults


def test_a_no_that_somebody_found_is_a_reason_to_refuse(unlooked, case_for, clerk, officer, second):
    case = case_for(ITEM, by=clerk)
    publish(answered(Confirmation.objects.get(), MAY_NOT, officer), second)
    awaiting.settle(at=LATER)

    case.refresh_from_db()
    assert case.outcome == Outcome.REFUSE
    assert "业主委员会" in case_file.refusal_reason(case, on=LATER.date()).reason
    assert Confirmation.objects.get().answer == "no"


def test_what_was_found_before_stays_in_the_record(unlooked, officer, second):
    publish(answered(asked(), MAY_NOT, officer), second)
    awaiting.settle(at=NOON)
    other = replace(MAY_NOT, item="POS-013", reason="市里已另行规定由公证机构核实")
    publish(answered(asked(code="POS-013"), other, officer), second)

    assert {one.item for one in governing.governing(NOON.date()).looked[PLACE].lines} == {
        ITEM,
        "POS-013",
    }


def test_an_answer_that_does_not_pass_the_gate_is_not_published(unlooked, officer, second):
    change = answered(asked(), replace(MAY, checked=""), officer, TEXT)
    with pytest.raises(moves.NotReady):
        changes.submit(change, version=change.version, by=officer, at=NOON)


def test_a_discarded_answer_lets_the_question_wait_again(unlooked, officer):
    row = asked()
    change = answered(row, MAY, officer, TEXT)
    changes.discard(change, version=change.version, by=officer, at=NOON)
    awaiting.settle(at=NOON)

    row.refresh_from_db()
    assert (row.state, row.change) == (ConfirmationState.WAITING, None)
    assert answered(row, MAY_NOT, officer).pk != change.pk


def test_nobody_answers_their_own(unlooked, officer, second):
    row = asked(by=officer)
    with pytest.raises(moves.NotReady):
        answered(row, MAY, officer, TEXT)
    assert answered(row, MAY, second, TEXT)
    with pytest.raises(changes.NotASecondOfficer):
        publish(row.change, second)


def test_what_cannot_be_settled_goes_up_and_its_time_begins_anew(unlooked, officer, higher):
    row = asked()
    with pytest.raises(moves.NotYours):
        confirming.answer(
            row,
            Found(MAY, "x", "示例县"),
            version=row.version,
            by=officer.__class__(division="110000"),
            at=NOON,
        )
    confirming.raise_up(row, "要请市里定", version=row.version, by=officer, at=LATER)
    assert (row.place, row.division) == (PLACE, "990100")
    assert row.due_on == confirming.last_day(LATER)
    with pytest.raises(moves.NotYours):
        answered(row, MAY_NOT, officer)
    assert answered(row, MAY_NOT, higher).division == "990100"
    assert asked().pk == row.pk  # whoever asks again still joins


def test_divisions_go_up_to_the_nation_and_no_further():
    assert [above(code) for code in ("990121", "990100", "990000", "")] == [
        "990100",
        "990000",
        "",
        None,
    ]


def test_an_old_page_changes_nothing(unlooked, officer):
    row = asked()
    asked()
    with pytest.raises(moves.MovedMeanwhile):
        answered(row, MAY, officer, TEXT)
