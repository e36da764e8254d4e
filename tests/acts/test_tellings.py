"""Words from use: kept only masked, gone after thirty days, added by one hand, heard at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from juzheng import records
from juzheng.acts import retention
from juzheng.acts.audit import audit
from juzheng.acts.base import moves
from juzheng.acts.catalogue import tellings
from juzheng.acts.catalogue.tellings import AddedBefore, NoSuchLabel, Wanted
from juzheng.finder import finder_over
from juzheng.law.base.retention import Kept
from juzheng.records.catalogue import governing, local_tellings
from juzheng.records.models import Entry, KeptQuestion, LocalTelling, User
from tests.acts.test_retention import dump
from tests.conftest import IDENTITY, NOON

pytestmark = pytest.mark.django_db
UNHEARD = "呱呱叫的条子"


@pytest.fixture
def county(person: Callable[..., User]) -> User:
    return person("county", "overseer", None, "郑科长", division="990121")


@pytest.fixture
def neighbour(person: Callable[..., User]) -> User:
    return person("neighbour", "overseer", None, "吴科员", division="990122")


def kept(text: str, division: str = "990121001001", at: Any = NOON) -> bool:
    return tellings.keep(text, offered="NEG-06", chosen="", division=division, at=at)


def added(by: User, text: str = UNHEARD, label: str = "NEG-06", **more: Any) -> LocalTelling:
    _, seen = tellings.tried(label, text, NOON)
    wanted = Wanted(label, text, "有人这样问", **more)
    return tellings.add(wanted, seen=seen, by=by, at=NOON)


def heard(text: str = UNHEARD) -> str | None:
    listed = governing.governing(NOON.date())
    return finder_over(listed, local_tellings.in_use()).find(text).item


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("我叫王小明，银行要证明", "王小明"),
        ("王建国去世了要证明", "王建国"),
        ("邻居张阿姨不肯签字怎么办", "张"),
        (f"身份证{IDENTITY}丢了", IDENTITY),
        ("电话 138 1234 5678 打过来让我开证明", "1234"),
        ("座机010-62345678让我开证明", "62345678"),
        ("卡号6222020200112233445转不出来", "6222020200112233445"),
        ("QQ 1234567 上有人让我开证明", "1234567"),
        ("微信abc12345让我交证明", "abc12345"),
        ("写信到 someone@example.com 要证明", "someone"),
        ("车牌京A12345过户要证明", "A12345"),
        ("我是1968年3月15日出生的要证明", "1968年3月15日"),
        ("护照E12345678名字不对", "E12345678"),
    ],
)
def test_what_is_kept_is_masked_whatever_is_private_in_it(
    loaded: None, said: str, secret: str
) -> None:
    assert kept(said)
    row = KeptQuestion.objects.get()
    assert "〔" in row.text
    assert secret not in row.text


@pytest.mark.parametrize(
    "said",
    [
        "老张的房产证要证明",  # a nickname
        "我住在和平路56号要证明",  # the street would stay
        "家住李家村二组要证明",
        "幸福小区三楼的要证明",
        "编号123456的证明",
        "2001年3月15日办的要证明",
        "",
    ],
)
def test_what_cannot_be_masked_with_confidence_is_not_kept(loaded: None, said: str) -> None:
    assert not kept(said)
    assert not KeptQuestion.objects.exists()


def test_nothing_but_words_labels_county_and_day_is_kept(loaded: None) -> None:
    kept("那个条子能不能弄")
    row = KeptQuestion.objects.get()

    assert (row.offered, row.chosen, row.division) == ("NEG-06", "", "990121")
    assert row.kept_on == NOON.date()
    columns = {one.name for one in KeptQuestion._meta.concrete_fields}
    assert columns == {"id", "key", "text", "offered", "chosen", "division", "kept_on"}
    assert not Entry.objects.filter(details__icontains="条子").exists()


def test_a_kept_question_stays_thirty_days_and_goes_the_next(loaded: None) -> None:
    kept("那个条子能不能弄")

    assert retention.sweep(at=NOON + timedelta(days=30)) == {}
    assert KeptQuestion.objects.count() == 1
    assert retention.sweep(at=NOON + timedelta(days=31)) == {Kept.QUESTION: 1}
    assert not KeptQuestion.objects.exists()
    assert "那个条子" not in dump()


def test_a_county_may_keep_questions_for_less_long(loaded: None, county: User) -> None:
    kept("那个条子能不能弄")
    kept("别处的条子能不能弄", "990122001001")
    shorter: Any = {"reason": "够用了", "by": county, "at": NOON, "division": "990121"}
    retention.shorten(Kept.QUESTION, 7, **shorter)

    assert retention.sweep(at=NOON + timedelta(days=8)) == {Kept.QUESTION: 1}
    assert KeptQuestion.objects.get().division == "990122"


def test_officers_see_their_own_county_and_what_has_no_place(
    loaded: None, county: User, neighbour: User
) -> None:
    for division in ("990121001001", "990122001001", ""):
        kept("那个条子能不能弄", division)

    assert KeptQuestion.objects.visible_to(county).count() == 2
    assert KeptQuestion.objects.visible_to(neighbour).count() == 2
    assert not KeptQuestion.objects.visible_to(User(division=None)).exists()


def test_added_words_are_heard_at_once_and_taken_back_at_once(loaded: None, county: User) -> None:
    assert heard() is None
    row = added(county)
    assert heard() == "NEG-06"
    assert (row.added_by, row.added_at, row.why) == (county, NOON, "有人这样问")

    tellings.withdraw(row, "没有人这样问", version=row.version, by=county, at=NOON)
    assert heard() is None
    assert added(county).number == 2  # and may be added again
    assert audit().faults == ()


def test_within_a_request_the_words_are_read_once_and_its_own_are_seen(
    loaded: None, county: User, django_assert_num_queries: Any
) -> None:
    with governing.held():
        assert heard() is None
        with django_assert_num_queries(0):
            assert heard() is None
        added(county)
        assert heard() == "NEG-06"


def test_only_a_hand_that_governs_takes_back(loaded: None, county: User, neighbour: User) -> None:
    row = added(county)
    with pytest.raises(moves.NotYours):
        tellings.withdraw(row, "不对", version=row.version, by=neighbour, at=NOON)
    assert heard() == "NEG-06"


def test_two_who_saw_the_same_trial_add_one_after_the_other(
    loaded: None, county: User, neighbour: User
) -> None:
    _, seen = tellings.tried("NEG-06", UNHEARD, NOON)
    other = Wanted("NEG-01", "叮叮当的条子", "有人这样问")
    tellings.add(other, seen=seen, by=neighbour, at=NOON)

    with pytest.raises(moves.MovedMeanwhile):
        tellings.add(Wanted("NEG-06", UNHEARD, "有人这样问"), seen=seen, by=county, at=NOON)
    assert [row.text for row in LocalTelling.objects.in_use()] == ["叮叮当的条子"]
    added(county)  # after another look


def test_two_at_the_very_same_moment_are_parted_by_the_number(
    loaded: None, county: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(county)
    monkeypatch.setattr(tellings, "_next", lambda: 1)  # as the other one has read it, too
    with pytest.raises(moves.MovedMeanwhile):
        added(county, "叮叮当的条子")
    assert LocalTelling.objects.in_use().count() == 1


def test_an_old_version_takes_nothing_back(loaded: None, county: User) -> None:
    row = added(county)
    tellings.withdraw(row, "不对", version=row.version, by=county, at=NOON)
    with pytest.raises((moves.MovedMeanwhile, moves.StepNotAllowed)):
        tellings.withdraw(row, "不对", version=1, by=county, at=NOON)


def test_the_same_words_are_added_once(loaded: None, county: User) -> None:
    added(county)
    with pytest.raises(AddedBefore):
        added(county)


def test_words_that_make_anything_worse_need_a_reason(loaded: None, county: User) -> None:
    added(county)
    worse = UNHEARD + "。"  # the same to every ear, and for another item
    found, seen = tellings.tried("NEG-01", worse, NOON)
    assert found.worse == 1

    wanted: dict[str, Any] = {"label": "NEG-01", "text": worse, "why": "有人这样问"}
    with pytest.raises(moves.NotReady) as unready:
        tellings.add(Wanted(**wanted), seen=seen, by=county, at=NOON)
    assert [one.code for one in unready.value.obstacles] == ["worse"]
    assert heard(worse) == "NEG-06"

    row = tellings.add(Wanted(**wanted, despite="这里的人都这样说"), seen=seen, by=county, at=NOON)
    assert (row.worse, row.despite) == (1, "这里的人都这样说")
    assert heard(worse) == "NEG-01"


@pytest.mark.parametrize("text", ["我叫王小明", "老张的房子", "电话13812345678", "好", "长" * 101])
def test_words_of_somebody_or_of_no_length_are_not_added(
    loaded: None, county: User, text: str
) -> None:
    with pytest.raises(moves.NotReady):
        tellings.add(Wanted("NEG-06", text, "有人这样问"), seen="", by=county, at=NOON)
    assert not LocalTelling.objects.exists()


def test_words_are_added_for_what_can_be_asked_for(loaded: None, county: User) -> None:
    with pytest.raises(NoSuchLabel):
        added(county, label="NEG-99")
    assert added(county, label="OUT-PROCESS").label == "OUT-PROCESS"


def test_why_is_masked_where_it_names_somebody(loaded: None, county: User) -> None:
    _, seen = tellings.tried("NEG-06", UNHEARD, NOON)
    wanted = Wanted("NEG-06", UNHEARD, "居民王小明这样问")
    row = tellings.add(wanted, seen=seen, by=county, at=NOON)
    assert row.why == "居民〔姓名〕这样问"


def test_what_the_records_say_of_a_demand_is_found_by_the_shipped_words_alone() -> None:
    """No guess becomes a reason: local words are for the doors (ADR 30)."""
    folder = Path(records.__file__).parent
    users = [
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*.py")
        if "local_tellings" in file.read_text(encoding="utf-8")
    ]
    assert users == []
