"""Consents (单独同意): who is a child, what needs a consent of its own, what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from juzheng.catalogue import catalogue
from juzheng.law.cases import consents
from juzheng.law.cases.consents import Guardian
from juzheng.law.catalogue.items import Sensitive

VIOLENCE = catalogue().items["POS-021"]
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
    plain = replace(VIOLENCE, sensitive=())
    assert consents.wanted(plain, ASKED) == ()


def test_each_kind_is_missing_until_it_is_named() -> None:
    both = replace(VIOLENCE, sensitive=(Sensitive.HEALTH, Sensitive.COURT))
    missing = consents.missing
    assert missing(both, ASKED, (), None, child=False) == ("health", "court")
    assert missing(both, ASKED, ("health",), None, child=False) == ("court",)
    assert missing(both, ASKED, ("health", "court"), None, child=False) == ()


def test_an_edit_of_sensitive_data_asks_again_and_taking_it_out_does_not() -> None:
    again, key = consents.wanted_again, VIOLENCE.questions[0].key
    assert again(VIOLENCE, {key: "x"}, {key: "y"}) == ("violence",)
    assert again(VIOLENCE, {}, {key: "y"}) == ("violence",)
    for after in ({}, {key: "x"}, {key: ""}, {key: None}):
        assert again(VIOLENCE, {key: "x"}, after) == ()
    assert again(replace(VIOLENCE, sensitive=()), {}, {key: "y"}) == ()


def test_a_child_needs_a_guardian_with_name_and_relation() -> None:
    missing = consents.missing
    for guardian in (None, Guardian("", "母亲"), Guardian("王芳", "")):
        assert missing(VIOLENCE, {}, (), guardian, child=True) == ("guardian",)
    assert missing(VIOLENCE, {}, (), Guardian("王芳", "母亲"), child=True) == ()
    assert missing(VIOLENCE, {}, (), None, child=False) == ()
