"""Facts reach the unit before its days run; letters say whom to answer (送达、联系方式)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from juzheng.acts.base import offices
from juzheng.acts.base.moves import MovedMeanwhile, NotReady, NotYours
from juzheng.acts.supervision import evidence, exposure, hearings, letters
from juzheng.acts.supervision.exposure import Proof
from juzheng.law.base.deadlines import Calendar
from juzheng.law.supervision import letters as law
from juzheng.law.supervision.exposure import Hearing, Outcome, Service
from juzheng.law.supervision.hearings import last_day_to_speak
from juzheng.law.supervision.letters import About, Course
from juzheng.records.models import Correction, OfficeContact, User
from juzheng.records.supervision import corrections
from juzheng.records.supervision.beside import beside
from tests.acts.any_day import faults_beside_the_catalogue
from tests.conftest import NOON
from tests.outside.test_guides import plain, read
from tests.supervising import GROUNDS, facts_served, messenger
from tests.web import reporting

SCAN = b"%PDF-1.7 receipt"
TODAY = NOON.date()
LATER = NOON + timedelta(days=22)
HERE = offices.Reached("示例市民政局", "人民路1号302室", "027-55555555", "工作日8:30—17:30")


@pytest.fixture
def first(loaded: None, person: Callable[..., User]) -> User:
    return person("first", "overseer", None, division=reporting.DIVISION)


def stated(by: User) -> Correction:
    one = reporting.correction(by)
    facts = (reporting.FACTS, GROUNDS)
    return exposure.state_facts(one, *facts, version=one.version, by=by, at=LATER)


def seen(one: Correction, by: User, at: Any = LATER) -> Any:
    return {"version": one.version, "by": by, "at": at}


@pytest.mark.parametrize(
    ("served", "last"),
    [
        (date(2026, 11, 23), date(2026, 11, 30)),  # five days on is a Saturday
        (date(2026, 11, 24), date(2026, 11, 30)),  # a Sunday
        (date(2026, 11, 25), date(2026, 11, 30)),  # a Monday
        (date(2026, 11, 26), date(2026, 12, 2)),  # a holiday by notice
    ],
)
def test_a_last_day_off_is_moved_to_the_next_working_day(served: date, last: date) -> None:
    off = frozenset({date(2026, 12, 1)})
    calendar = Calendar(off, frozenset(), date(2026, 1, 1), date(2026, 12, 31))
    assert last_day_to_speak(served, corrections.limits(), calendar) == last


def test_no_day_to_speak_begins_before_the_facts_are_proved_to_have_arrived(first: User) -> None:
    one, post = stated(first), messenger("420100")
    much_later = LATER + timedelta(days=90)
    with pytest.raises(NotReady, match="没有登记事实说明怎样送达"):
        exposure.hear(one, Hearing.SILENT, "", **seen(one, post, much_later))
    day = LATER.date()
    for who, on, document, why in (
        (first, day, "回执3号", "不能登记送达"),  # who accuses the unit
        (post, day - timedelta(days=1), "回执3号", "送达的日子不对"),
        (post, day + timedelta(days=1), "回执3号", "送达的日子不对"),
        (post, day, " ", "凭什么"),
    ):
        with pytest.raises(NotReady, match=why):
            hearings.serve_facts(one, Proof(Service.POST, on, document), **seen(one, who))
    facts_served(one, LATER, SCAN)
    assert (one.facts_served_on, one.facts_due_on) == (day, date(2026, 12, 21))
    with pytest.raises(NotReady, match="已经登记过"):
        facts_served(one, LATER)
    with pytest.raises(NotReady, match="最后一天是2026年12月21日"):
        exposure.hear(one, Hearing.SILENT, "", **seen(one, post, LATER + timedelta(days=5)))
    exposure.hear(one, Hearing.SILENT, "", **seen(one, post, LATER + timedelta(days=6)))
    assert faults_beside_the_catalogue() == ()
    with zipfile.ZipFile(io.BytesIO(evidence.package(one, at=much_later))) as archive:
        assert archive.read("receipt-facts-1.pdf") == SCAN


def test_facts_that_are_stated_anew_are_served_anew(first: User) -> None:
    one = facts_served(stated(first), LATER)
    exposure.state_facts(one, reporting.FACTS + "改。", GROUNDS, **seen(one, first))
    assert (one.facts_served_on, one.facts_due_on) == (None, None)
    assert facts_served(one, LATER).facts_served_on == LATER.date()


def test_letters_say_where_to_answer_and_leave_room_for_the_seal(
    first: User, tmp_path: Path
) -> None:
    one = stated(first)
    for page in (letters.notice(one), letters.statement(one), letters.to_superior(one, on=TODAY)):
        text = read(page, tmp_path)
        assert plain("（加盖印章）") in text
        assert plain("电话：＿＿") in text  # to be filled in by hand
    hand: Any = {"by": first, "at": NOON}
    offices.enter(reporting.DIVISION, HERE, version=0, **hand)
    for page in (letters.notice(one), letters.statement(one), letters.to_superior(one, on=TODAY)):
        text = read(page, tmp_path)
        for said in (HERE.name, HERE.address, HERE.telephone, HERE.hours):
            assert plain(said) in text
        assert "＿" * 10 not in text
    with pytest.raises(MovedMeanwhile):  # an old page
        offices.enter(reporting.DIVISION, HERE, version=0, **hand)
    moved = offices.Reached(HERE.name, "人民路2号", HERE.telephone, HERE.hours)
    assert offices.enter(reporting.DIVISION, moved, version=1, **hand).version == 2
    assert faults_beside_the_catalogue() == ()


def test_only_civil_affairs_of_the_place_says_how_it_is_reached(
    loaded: None, person: Callable[..., User]
) -> None:
    there = person("there", "overseer", None, division="430000")
    justice = person("law", "overseer", None, division=reporting.DIVISION, office="justice")
    for by in (there, justice):
        with pytest.raises(NotYours):
            offices.enter(reporting.DIVISION, HERE, version=0, by=by, at=NOON)
    assert not OfficeContact.objects.exists()


def test_the_superior_is_asked_to_put_right_what_has_no_basis(first: User, tmp_path: Path) -> None:
    one = reporting.correction(first)
    text = read(letters.to_superior(one, on=TODAY), tmp_path)
    for said in (
        *(law.SUPERIOR_TITLE, f"{one.superior}：", one.unit_name, one.notice_number),
        *("还没有收到答复", "第四部分（二）", "及时予以纠正", "送达回执"),
    ):
        assert plain(said) in text
    assert "王小明" not in text
    over = one.due_on + timedelta(days=1)
    assert plain(Outcome.SILENT.label) in read(letters.to_superior(one, on=over), tmp_path)
    exposure.answer(one, True, "改了", "函1号", **seen(one, messenger("420100"), NOON))
    assert letters._fared(one, TODAY) == "单位答复已整改。"  # it says so, and nobody has looked
    exposure.verify(one, False, "还在要。", **seen(one, first, NOON))
    assert letters._fared(one, TODAY) == f"{Outcome.WANTING.label}。"
    exposure.drop(one, "有依据。", **seen(one, first, NOON))
    with pytest.raises(letters.NoLetter):
        letters.to_superior(one, on=TODAY)


def test_a_private_partys_superior_is_asked_and_told_no_duty() -> None:
    course = Course("2026年11月24日", "通1号", "", "")
    text = law.to_superior(About("示例保险公司", "insurer", "证明"), course, 15)
    assert "第四部分（二）" not in text
    assert "商请贵单位：" in text
    assert "送达还没有登记" in text


def test_all_that_is_open_of_a_unit_stands_beside_a_correction_with_its_last_day(
    first: User,
) -> None:
    one, *others = [reporting.correction(first) for _ in range(13)]
    waiting = exposure.accept(
        reporting.report(first), reporting.ABOUT, by=first, at=NOON, apart=True
    )
    found = beside(one, first)
    assert {each.one for each in found} == {*others, waiting}
    assert {each.due for each in found} == {one.due_on, None}
