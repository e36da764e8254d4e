"""Identity numbers (证件号码): all of them made up."""

from __future__ import annotations

import pkgutil
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import ric

from juzheng.law.base.identity import (
    PERMIT_REGIONS,
    BadIdentityNumber,
    IdentityKind,
    Slip,
    check_character,
    masked,
    normalised,
    read,
    with_kind,
    written,
)

ON = date(2026, 11, 22)
PLACES = (pkgutil.get_data("stdnum", "cn/loc.dat") or b"").decode().splitlines()


def counties() -> list[str]:
    """Every six-digit code in stdnum's own table: two digits, then four on indented lines."""
    found, province = [], ""
    for line in PLACES:
        if line[:2].isdigit():
            province = line[:2]
        elif line[:1] == " ":
            found.append(province + line.split()[0])
    return found


COUNTIES = counties()
FULL_WIDTH = {ord(half): ord(half) - 0x20 + 0xFF00 for half in "0123456789X"}


def whole(region: str, birth: date, order: int) -> str:
    body = f"{region}{birth:%Y%m%d}{order:03d}"
    return body + check_character(body)


BIRTHS = st.dates(date(1900, 1, 1), ON)
ORDERS = st.integers(0, 999)
CARDS = st.builds(whole, st.sampled_from(COUNTIES), BIRTHS, ORDERS)
PERMITS = st.builds(whole, st.sampled_from(sorted(PERMIT_REGIONS)), BIRTHS, ORDERS)
FOREIGN = st.builds(whole, st.sampled_from(["911840", "931392", "944826"]), BIRTHS, ORDERS)
NUMBERS = st.one_of(CARDS, PERMITS, FOREIGN)


def slip_of(text: str) -> Slip | None:
    try:
        read(text, ON)
    except BadIdentityNumber as error:
        return error.slip
    return None


def test_the_list_of_counties_was_found() -> None:
    assert len(COUNTIES) > 1000


@given(CARDS)
def test_what_stdnum_accepts_we_accept(number: str) -> None:
    assume(ric.is_valid(number))
    assume(number[:6] not in PERMIT_REGIONS)
    found = read(number, ON)
    assert found.kind is IdentityKind.RESIDENT_CARD
    assert found.birth == ric.get_birth_date(number)
    assert found.number == ric.compact(number)


@given(st.text(alphabet="0123456789X", min_size=18, max_size=18))
def test_any_eighteen_characters_are_judged_alike_by_the_check_digit(number: str) -> None:
    if slip_of(number) is None and number[0] != "9" and number[:6] not in PERMIT_REGIONS:
        assert number[-1] == ric.calc_check_digit(number)


@given(PERMITS)
def test_residence_permits_of_hong_kong_macao_and_taiwan_are_read(number: str) -> None:
    assert read(number, ON).kind is IdentityKind.RESIDENCE_PERMIT


@given(FOREIGN)
def test_the_new_foreigners_card_is_read(number: str) -> None:
    found = read(number, ON)
    assert found.kind is IdentityKind.FOREIGN_RESIDENT_CARD
    assert found.checked


def test_the_old_foreigners_card_is_accepted_by_form_and_says_so() -> None:
    found = read(" usa 1100 800229 11 ", ON)
    assert found.number == "USA110080022911"
    assert found.kind is IdentityKind.FOREIGN_RESIDENT_CARD
    assert found.birth is None
    assert not found.checked
    assert slip_of("USA110080023011") is Slip.BIRTH


OTHERS = [
    (IdentityKind.PASSPORT, "e1234 5678", "护照E12345678", "护照*****5678"),
    (IdentityKind.PASSPORT, "EA1234567", "护照EA1234567", "护照*****4567"),
    (IdentityKind.PASSPORT, "C01X00T47", "护照C01X00T47", "护照*****0T47"),
    (IdentityKind.PASSPORT, "123456", "护照123456", "护照******"),
    (IdentityKind.HONG_KONG_MACAO_PERMIT, "H12345678", "港澳居民来往内地通行证H12345678",
     "港澳居民来往内地通行证*****5678"),
    (IdentityKind.HONG_KONG_MACAO_PERMIT, "M1234567801", "港澳居民来往内地通行证M1234567801",
     "港澳居民来往内地通行证*******7801"),
    (IdentityKind.TAIWAN_PERMIT, "12345678", "台湾居民来往大陆通行证12345678",
     "台湾居民来往大陆通行证****5678"),
    (IdentityKind.TAIWAN_PERMIT, "0012345601（B）", "台湾居民来往大陆通行证0012345601B",
     "台湾居民来往大陆通行证*******601B"),
    (IdentityKind.OTHER, "军字第1234567号", "其他身份证件军字第1234567号",
     "其他身份证件*******567号"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "kept", "shown"), OTHERS)
def test_a_number_with_its_kind_in_front_is_read_kept_and_masked(
    kind: IdentityKind, typed: str, kept: str, shown: str
) -> None:
    found = read(written(kind.value, typed), ON)
    assert (found.kind, found.birth, found.checked) == (kind, None, False)
    assert (found.written, found.masked) == (kept, shown)
    assert read(found.written, ON) == found  # as often as it is read


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("护照1234", "护照号码是5至9位"),
        ("护照11010519491231002X", "护照号码是5至9位"),
        ("护照ABCDEFGH", "护照号码是5至9位"),
        ("护照E1234567\u0663", "护照号码是5至9位"),
        ("港澳居民来往内地通行证E12345678", "H或M加8位"),
        ("台湾居民来往大陆通行证1234567", "8位数字"),
        ("其他身份证件没有号码", "至少有1位数字"),
        ("护照", "还没有填写"),
    ],
)
def test_each_kind_is_checked_by_its_own_form(typed: str, says: str) -> None:
    with pytest.raises(BadIdentityNumber, match=says):
        read(typed, ON)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("E12345678", "护照E12345678"),
        ("ea1234567", "护照ea1234567"),
        ("Ｈ１２３４５６７８", "港澳居民来往内地通行证Ｈ１２３４５６７８"),
        (
            "M12345678",
            "M12345678",
        ),  # a permit of Macao, or a Korean passport
        ("12345678", "12345678"),
        ("110105194912310021", "110105194912310021"),
        ("USA110080022911", "USA110080022911"),
    ],
)
def test_only_a_form_that_is_nobody_elses_tells_its_kind(typed: str, said: str) -> None:
    assert with_kind(typed) == said


@given(NUMBERS, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_single_wrong_character_is_caught(number: str, place: int, wrong: str) -> None:
    assume(number[place] != wrong)
    assert slip_of(number[:place] + wrong + number[place + 1 :]) is not None


@given(NUMBERS, st.integers(0, 16))
def test_every_swap_of_neighbours_is_caught(number: str, place: int) -> None:
    assume(number[place] != number[place + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert slip_of(swapped) is not None


@given(NUMBERS, st.integers(0, 18), st.sampled_from([" ", "\u3000", "-", "\u2014", "\t"]))
def test_the_way_of_writing_makes_no_difference(number: str, place: int, between: str) -> None:
    expected = read(number, ON)
    assert read(number[:place] + between + number[place:], ON) == expected
    assert read(number.lower(), ON) == expected
    assert read(number.translate(FULL_WIDTH), ON) == expected
    assert normalised(expected.number) == expected.number


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    slip_of(text)


@pytest.mark.parametrize(
    ("text", "slip", "says"),
    [
        ("", Slip.EMPTY, "还没有填写"),
        (" \u3000", Slip.EMPTY, "还没有填写"),
        ("1101011990030775", Slip.LENGTH, "现在是16位"),
        ("E12345678", Slip.LENGTH, "护照"),
        ("110101900307751", Slip.LENGTH, "旧的15位"),
        ("11010119900307A513", Slip.CHARACTERS, "第15位“A”"),
        ("1101011990030775X3", Slip.CHARACTERS, "第17位“X”"),
        ("11010119900307751Y", Slip.CHARACTERS, "第18位“Y”"),
        ("11010119900307751\u0663", Slip.CHARACTERS, "第18位"),
        ("990101199003077513", Slip.REGION, "“990101”"),
        ("180101199003077513", Slip.REGION, "“180101”"),
        ("810001199003077513", Slip.REGION, "“810001”"),
        ("911000199003077513", Slip.REGION, "“911000”"),
        ("110101199002307513", Slip.BIRTH, "不是一个日期"),
        ("110101000000007513", Slip.BIRTH, "不是一个日期"),
        ("110101202611237513", Slip.BIRTH, "还没有到"),
        ("110101189503077513", Slip.BIRTH, "太早"),
    ],
)
def test_the_message_says_what_is_wrong(text: str, slip: Slip, says: str) -> None:
    with pytest.raises(BadIdentityNumber, match=says) as caught:
        read(text, ON)
    assert caught.value.slip is slip
    assert caught.value.message == str(caught.value)
    assert caught.value.message.endswith("。")


def test_a_wrong_check_digit_is_named() -> None:
    good = whole("110101", date(1990, 3, 7), 751)
    wrong = good[:-1] + ("1" if good[-1] != "1" else "2")
    with pytest.raises(BadIdentityNumber) as caught:
        read(wrong, ON)
    assert caught.value.message == "第18位校验码不对，请对照证件再看一遍。"


def test_someone_born_today_has_a_number() -> None:
    assert read(whole("110101", ON, 1), ON).birth == ON


@given(NUMBERS)
def test_masking_shows_the_first_and_the_last_four_only(number: str) -> None:
    shown = read(number, ON).masked
    assert len(shown) == len(number)
    assert (shown[0], shown[-4:]) == (number[0], number[-4:])
    assert set(shown[1:-4]) == {"*"}


@pytest.mark.parametrize("text", ["", "1", "12345678"])
def test_a_short_text_is_masked_whole(text: str) -> None:
    assert masked(text) == "*" * len(text)
