"""Consents (单独同意): who is a child, what needs a consent of its own, what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from juzheng.catalogue import catalogue
from juzheng.law.cases import consents
from juzheng.law.cases.consents import Applicant, Guardian
from juzheng.law.catalogue.items import Sensitive

VIOLENCE = catalogue().items["POS-021"]
TODAY = date(2026, 11, 24)
GROWN = Applicant("李秀英", date(1968, 3, 15))
CHILD = Applicant("张小宝", date(2016, 3, 7))
ASKED = {VIOLENCE.questions[0].key: "x"} if VIOLENCE.questions else {}


@pytest.mark.parametrize(
    ("birth", "child"),
    [
        (date(2012, 11, 24), False),  # fourteen today
        (date(2012, 11, 25), True),  # tomorrow
        (date(2026, 11, 24), True),
        (date(2012, 2, 29), False),
        (None, False),
    ],
)
def test_under_fourteen_is_a_child(birth: date | None, child: bool) -> None:
    assert consents.is_child(birth, date(2026, 11, 24)) is child


def test_sensitive_kinds_are_wanted_where_the_items_questions_are_asked() -> None:
    assert VIOLENCE.sensitive == (Sensitive.VIOLENCE,)
    assert ASKED
    assert consents.wanted(VIOLENCE, ASKED) == ("violence",)
    assert consents.wanted(VIOLENCE, {}) == ()
    assert consents.wanted(catalogue().items["NEG-05"], {consents.INSISTS: True}) == ("court",)
    plain = replace(VIOLENCE, sensitive=())
    assert consents.wanted(plain, ASKED) == ()


def test_each_kind_is_missing_until_it_is_named() -> None:
    both = replace(VIOLENCE, sensitive=(Sensitive.HEALTH, Sensitive.COURT))
    missing = consents.missing
    assert missing(both, ASKED, (), None, applicant=GROWN, on=TODAY) == ("health", "court")
    assert missing(both, ASKED, ("health",), None, applicant=GROWN, on=TODAY) == ("court",)
    assert missing(both, ASKED, ("health", "court"), None, applicant=GROWN, on=TODAY) == ()


def test_an_edit_of_sensitive_data_asks_again_and_taking_it_out_does_not() -> None:
    again, key = consents.wanted_again, VIOLENCE.questions[0].key
    assert again(VIOLENCE, {key: "x"}, {key: "y"}) == ("violence",)
    assert again(VIOLENCE, {}, {key: "y"}) == ("violence",)
    for after in ({}, {key: "x"}, {key: ""}, {key: None}):
        assert again(VIOLENCE, {key: "x"}, after) == ()
    assert again(replace(VIOLENCE, sensitive=()), {}, {key: "y"}) == ()


def test_a_day_put_right_asks_again_only_for_whom_it_is_about() -> None:
    item, again = catalogue().items["POS-004"], consents.wanted_again
    born = {"child_born_on": "2018-03-15", "child_name": "王小明"}
    assert again(item, born, {**born, "child_born_on": "2018-03-16"}) == ("ward",)
    assert again(item, born, {**born, "child_name": "王晓明"}) == ("health", "court", "ward")
    money = replace(item, sensitive=(Sensitive.MONEY, Sensitive.VIOLENCE))
    assert again(money, born, {**born, "child_born_on": "2018-03-16"}) == ("violence",)
    assert again(item, born, {"child_born_on": ""}) == ()


def test_a_child_needs_a_guardian_with_name_and_relation() -> None:
    missing = consents.missing
    for guardian in (None, Guardian("", "母亲"), Guardian("王芳", "")):
        assert missing(VIOLENCE, {}, (), guardian, applicant=CHILD, on=TODAY) == ("guardian",)
    assert missing(VIOLENCE, {}, (), Guardian("王芳", "母亲"), applicant=CHILD, on=TODAY) == ()
    assert missing(VIOLENCE, {}, (), None, applicant=GROWN, on=TODAY) == ()


@pytest.mark.parametrize(
    "guardian", [Guardian("张小宝", "母亲"), Guardian("张小宝", "本人"), Guardian("王芳", "自己")]
)
def test_no_child_is_his_own_guardian(guardian: Guardian) -> None:
    lacking = consents.missing(VIOLENCE, {}, (), guardian, applicant=CHILD, on=TODAY)
    assert lacking == ("guardian",)


def test_where_nobody_says_how_old_the_day_of_birth_is_missing() -> None:
    unknown = Applicant("张小宝", None)
    mother = Guardian("王芳", "母亲")
    for guardian in (None, mother):
        lacking = consents.missing(VIOLENCE, {}, (), guardian, applicant=unknown, on=TODAY)
        assert lacking == ("birth",)


@pytest.mark.parametrize(
    ("item", "kinds"),
    [
        ("POS-003", ("health", "court", "ward")),
        ("POS-004", ("health", "court", "ward")),
        ("POS-005", ("health", "court", "ward")),
        ("POS-006", ("health", "court", "ward")),
        ("NEG-05", ("court",)),
        ("NEG-17", ("money",)),
    ],
)
def test_items_name_the_sensitive_data_they_ask_for(item: str, kinds: tuple[str, ...]) -> None:
    assert tuple(kind.value for kind in catalogue().items[item].sensitive) == kinds
