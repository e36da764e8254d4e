"""Foreign words (外文): what would stand in another script on a Chinese paper."""

from __future__ import annotations

import pytest

from juzheng.catalogue import catalogue
from juzheng.law.cases import foreign_words


@pytest.mark.parametrize(
    ("said", "foreign"),
    [
        ("salary of husband", True),
        ("wife 王小明", True),
        ("Mr Zhang", True),
        ("зарплата мужа", True),
        ("配偶王小明", False),
        ("配偶Maria O'Connor", False),  # a name stands as on the document
        ("A座3-B", False),
        ("3-B", False),
        ("TCL公司", False),
        ("", False),
        ("2018", False),
    ],
)
def test_what_is_not_written_in_chinese(said: str, foreign: bool) -> None:
    assert foreign_words.foreign(said) is foreign


def test_only_free_words_that_stand_in_a_sentence_are_named() -> None:
    item = catalogue().items["POS-001"]
    typed = {one.key: "salary of husband" for one in item.questions}
    found = dict(foreign_words.in_answers(item, typed))
    assert set(found.values()) == {"salary of husband"}
    labels = {one.key: one.label for one in item.questions}
    assert labels["family_support"] in found
    assert not list(foreign_words.in_answers(item, {"family_support": "丈夫的工资"}))
    beside = catalogue().items["POS-025"]
    assert not list(foreign_words.in_answers(beside, {"contract_number": "number one"}))
