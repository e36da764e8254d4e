"""Searching: numbers may be typed in part, what is a person's own is found whole or not at all."""

from __future__ import annotations

import pytest

from juzheng.law.cases.searching import (
    Numbered,
    case_number,
    identity_key,
    letter_number,
    name_key,
    paper_numbers,
    telephone_key,
)

CASE = Numbered("990121001001", "2026", "办", 12)
PAPER = Numbered("990121001001", "2026", "", 17)
NOTICE = Numbered("990121001001", "2026", "告", 3)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("990121001001-2026-办000012", CASE),
        ("９９０１２１００１００１—２０２６—办００００１２", CASE),
        ("990121001001 2026 000012", CASE),
        ("2026-办12", Numbered("", "2026", "办", 12)),
        ("办12", Numbered("", "", "办", 12)),
        ("１２", Numbered("", "", "办", 12)),
        ("1234567", None),
        ("李秀英", None),
        ("", None),
    ],
)
def test_a_case_number_is_read_however_much_of_it_is_typed(
    typed: str, read: Numbered | None
) -> None:
    assert case_number(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("990121001001-2026-00017", (PAPER,)),
        ("9901210010012026 00017", (PAPER,)),
        ("990121001001-2026-告00003", (NOTICE,)),
        ("告3", (Numbered("", "", "告", 3),)),
        ("证17", (Numbered("", "", "", 17),)),
        ("17", (Numbered("", "", "", 17), Numbered("", "", "告", 17))),
        ("990121001001", ()),
    ],
)
def test_a_paper_number_is_read_however_much_of_it_is_typed(
    typed: str, read: tuple[Numbered, ...]
) -> None:
    assert paper_numbers(typed) == read


@pytest.mark.parametrize("typed", ["李秀英", " 李 秀 英 ", "李\u3000秀英"])
def test_blanks_make_no_other_name(typed: str) -> None:
    assert name_key(typed) == "李秀英"


def test_dots_and_case_make_no_other_name() -> None:
    assert name_key("阿依古丽•买买提") == name_key("阿依古丽・买买提") == name_key("阿依古丽买买提")
    assert name_key("ＪＯＨＮ Smith") == name_key("john smith") == "johnsmith"


@pytest.mark.parametrize("typed", ["", "  ", "13800000000", "李4", "·"])
def test_what_is_no_name_is_looked_for_as_none(typed: str) -> None:
    assert name_key(typed) == ""


@pytest.mark.parametrize(
    "typed", ["13800000000", "138 0000 0000", "１３８-００００-００００", "+86 13800000000"]
)
def test_a_telephone_number_is_its_digits(typed: str) -> None:
    assert telephone_key(typed) == "13800000000"


def test_a_line_is_found_without_its_extension_and_a_fragment_is_no_number() -> None:
    assert telephone_key("0571-87001234转8") == telephone_key("(0571)87001234") == "057187001234"
    assert telephone_key("138000") == telephone_key("李秀英") == ""


def test_an_identity_number_is_looked_for_without_its_kind() -> None:
    assert identity_key("１１０１０５ 19491231 002x") == "11010519491231002X"
    assert identity_key("护照E12345678") == "E12345678"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("990121001001-2026-函000001", Numbered("990121001001", "2026", "函", 1)),
        ("函000001", Numbered("", "", "函", 1)),
        ("2026 函1", Numbered("", "2026", "函", 1)),
        ("办1", None),
        ("1", None),
    ],
)
def test_a_letters_number_is_read_however_much_of_it_is_typed(
    typed: str, read: Numbered | None
) -> None:
    assert letter_number(typed) == read
