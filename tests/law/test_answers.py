"""What may be typed (填写内容): names of every shape, texts, telephones, days, contradictions."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from juzheng.catalogue import catalogue
from juzheng.law.base import characters
from juzheng.law.catalogue import answers
from juzheng.law.catalogue.answers import BadAnswer
from juzheng.law.catalogue.fitness import unfit
from juzheng.law.catalogue.items import AnswerKind

ON = date(2026, 11, 24)
BORN = date(1949, 12, 31)
NAMES = [
    line.split("\t")
    for line in (Path(__file__).parents[1] / "data" / "names.txt").read_text().splitlines()
    if line and not line.startswith("#")
]


def typed(written: str) -> str:
    """Return a name of the list with its escapes read."""
    return re.sub(r"\\[uU]([0-9A-F]{8}|[0-9A-F]{4})", lambda code: chr(int(code[1], 16)), written)


TAKEN = [typed(name) for kind, name, *_ in NAMES if kind != "refused"]
PRINTED = [typed(name) for kind, name, *_ in NAMES if kind == "printed"]
LETTERS = [typed(name) for kind, name, *_ in NAMES if kind == "letters"]
REFUSED = [(typed(name), why[0]) for kind, name, *why in NAMES if kind == "refused"]


def test_the_list_is_long_enough_to_mean_something() -> None:
    assert len(TAKEN) >= 200
    assert len(set(TAKEN)) == len(TAKEN)


@pytest.mark.parametrize("name", TAKEN, ids=ascii)
def test_a_name_is_kept_as_it_was_typed_with_one_dot(name: str) -> None:
    assert answers.name(f" {name}\u3000") == characters.one_dot(name)
    assert characters.one_dot(name) == name or "·" in characters.one_dot(name)


@pytest.mark.parametrize(("name", "why"), REFUSED, ids=ascii)
def test_what_is_no_name_is_refused_with_its_sign(name: str, why: str) -> None:
    with pytest.raises(BadAnswer) as slip:
        answers.name(name)
    assert slip.value.code == why
    if why != "blanks":
        sign = str(slip.value.blanks["sign"])
        assert sign in str(slip.value)
        assert sign in name or chr(int(sign.removeprefix("U+"), 16)) in name
    assert "请" in str(slip.value)  # and what to do


def test_a_radical_that_looks_like_a_character_is_named_with_the_character() -> None:
    with pytest.raises(BadAnswer, match="请改成“女”"):
        answers.name("王\u2f25")


@pytest.mark.parametrize("first_and_last", characters.YOUNGER_HAN)
def test_characters_younger_than_the_language_are_letters(first_and_last: tuple[int, int]) -> None:
    for code in first_and_last:
        assert answers.name(chr(code)) == chr(code)
        assert answers.text(chr(code)) == chr(code)


@pytest.mark.parametrize("text", ["", "㎡℃、①", "王\u3000芳", "\uf9d0", "A\u00a0B", "e\u0301"])
def test_a_text_is_kept_as_it_was_typed(text: str) -> None:
    assert answers.text(f" {text}\n") == text


def test_a_line_end_stays_only_where_there_are_lines() -> None:
    assert answers.text("甲\r\n乙\t丙") == "甲 乙 丙"
    assert answers.text("甲\r\n乙\t丙", lines=True) == "甲\n乙 丙"


@pytest.mark.parametrize(
    "text", ["\u2028", "a\u2028b", "a\x0bb", "\u200b", "好😀", "\ue000", "\x00"]
)
def test_a_text_has_nothing_unseen_and_no_picture(text: str) -> None:
    with pytest.raises(BadAnswer):
        answers.text(text, lines=True)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800000000", "13800000000"),
        ("\u202d138 0000 0000\u202c", "13800000000"),
        ("０５７１－８７００１２３４", "057187001234"),
        ("(0571) 8700-1234 转 801", "057187001234转801"),
        ("+86 138-0000-0000", "+8613800000000"),
        ("0571-87001234-801", "057187001234转801"),
        ("0571-8700-1234", "057187001234"),
        ("87001230", "87001230"),
        ("", ""),
    ],
)
def test_a_telephone_is_kept_as_its_digits(text: str, number: str) -> None:
    assert answers.telephone(text) == number


@pytest.mark.parametrize("text", ["abc", "12", "1" * 16, "一二三四五六七八", "-", "+"])
def test_what_cannot_be_dialled_is_no_telephone(text: str) -> None:
    with pytest.raises(BadAnswer):
        answers.telephone(text)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(68, 3, 15), "year"),
        (date(113, 1, 1), "year"),
        (date(1895, 1, 1), "early"),
        (date(2999, 1, 1), "future"),
        (date(2026, 11, 25), "future"),
    ],
)
def test_a_day_that_nobody_can_remember_is_refused(day: date, code: str) -> None:
    with pytest.raises(BadAnswer) as slip:
        answers.past(day, ON)
    assert slip.value.code == code


def test_today_has_happened() -> None:
    assert answers.past(ON, ON) == ON


@pytest.mark.parametrize(
    ("typed", "stored", "said"),
    [
        (("1985", "", ""), "1985", "1985年"),
        (("1985", "5", ""), "1985-05", "1985年5月"),
        (("1985", "5", "3"), "1985-05-03", "1985年5月3日"),
        (("约1985", "", ""), "1985~", "约1985年"),
        (("大约1985年", "5", ""), "1985-05~", "约1985年5月"),
        (("1985年前后", "", ""), "1985~", "约1985年"),
        (("约 1985 年", "", ""), "1985~", "约1985年"),
    ],
)
def test_a_day_known_in_part_is_kept_and_said_as_far_as_it_is_known(
    typed: tuple[str, str, str], stored: str, said: str
) -> None:
    assert answers.day_in_part(*typed, ON) == stored
    assert answers.in_words(AnswerKind.DATE_IN_PART, stored) == said
    assert answers.day_in_part(*answers.parts(stored), ON) == stored


@pytest.mark.parametrize(
    "typed",
    [("85", "", ""), ("", "5", ""), ("1985", "", "3"), ("2999", "", ""), ("不记得", "", "")],
)
def test_a_day_known_in_part_has_a_year_in_the_past(typed: tuple[str, str, str]) -> None:
    with pytest.raises(BadAnswer):
        answers.day_in_part(*typed, ON)


@pytest.mark.parametrize("kind", list(AnswerKind))
@pytest.mark.parametrize(
    "stored", ["20160315", "2016-03-15", "87001230", "1985", "1985-05", "2016-W11-2", "yes", "True"]
)
def test_the_kind_of_the_question_says_what_a_text_is(kind: AnswerKind, stored: str) -> None:
    said = answers.in_words(kind, stored)
    if kind in answers.DAYS and stored in ("2016-03-15", "1985", "1985-05"):
        assert said.startswith(f"{stored[:4]}年")
    else:
        assert said == stored


def wrong(item: str, applicant: str = "李秀英", **given: str) -> set[str]:
    """Return the questions of ``item`` whose answers contradict something."""
    listed = catalogue().items[item]
    return set(answers.contradictions(listed, applicant=applicant, birth=BORN, answers=given))


def test_a_birthday_is_the_one_of_the_identity_number() -> None:
    assert wrong("POS-011", born_on="1950-01-01") == {"born_on"}
    assert wrong("POS-011", born_on="1949-12-31") == set()
    item = catalogue().items["POS-011"]
    found = answers.contradictions(
        item, applicant="", birth=None, answers={"born_on": "1950-01-01"}
    )
    assert found == {}


def test_nobody_is_his_own_relative() -> None:
    same = dict.fromkeys(("proposed_guardian", "ward_name", "guardian_relation"), "李小明")
    assert wrong("POS-003", **same) == set(same)
    assert wrong("POS-004", "李小明", child_name="李小明", relation="姑姑") == {"child_name"}
    assert wrong("POS-004", "李小明", child_name="李大宝", relation="李小明") == {"relation"}
    assert wrong("NEG-01", relative_name="王桂兰", relation="王桂兰") == {"relation"}
    assert (
        wrong("POS-003", ward_name="张小宝", proposed_guardian="李小明", guardian_relation="祖父")
        == set()
    )


def test_one_person_may_answer_for_himself_where_only_one_is_named() -> None:
    assert wrong("POS-036", "王小明", estate_name="示例花园", manager_name="王小明") == set()


def test_a_span_of_days_ends_after_it_begins() -> None:
    assert wrong("POS-046", service_from="2024-05-02", service_to="2024-05-01") == {"service_to"}
    assert wrong("POS-046", service_from="2024-05-01", service_to="2024-05-01") == set()


@pytest.mark.parametrize(
    ("start", "end", "ordered"),
    [
        ("1985-05", "1985", True),
        ("1985~", "1985", True),
        ("1985~", "1984", True),
        ("1985-05-03", "1985-05", True),
        ("1985-05", "1985-04-30", False),
        ("1986", "1985-12", False),
    ],
)
def test_days_known_in_part_are_compared_as_far_as_both_are_known(
    start: str, end: str, ordered: bool
) -> None:
    assert wrong("POS-046", service_from=start, service_to=end) == (
        set() if ordered else {"service_to"}
    )


def test_nobody_did_anything_before_being_born() -> None:
    assert wrong("POS-046", service_from="1949-12-30", service_to="1960-01-01") == {"service_from"}
    assert wrong("POS-046", service_from="1949-12-31", service_to="1960-01-01") == set()
    assert wrong("POS-002", signed_on="1949") == set()


def test_a_hint_promises_no_more_than_the_question_takes() -> None:
    listed = catalogue()
    item = listed.items["POS-021"]
    assert not unfit(item, listed.instruments, ON)
    asked = tuple(
        replace(one, kind=AnswerKind.DATE) if one.key == "reported_on" else one
        for one in item.questions
    )
    found = unfit(replace(item, questions=asked), listed.instruments, ON)
    assert [reason for reason in found if "大概日期" in reason]


def test_texts_from_a_file_are_asked_the_same() -> None:
    assert answers.faults(["好", "王\u200b", "王\u200b"]) == (
        "里面有看不见的控制字符（U+200B）。请删掉重新输入，不要从别处粘贴。",
    )
