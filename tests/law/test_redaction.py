"""Personal data in free text (脱敏): nothing leaks, and the law's own numbers stay."""

from __future__ import annotations

import itertools
import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.law.base.identity import PROVINCES, check_character
from juzheng.law.base.redaction import PersonalData, doubtful, masked_official, masked_text, spans
from tests.law.redaction_lines import read, score

LINES = [line for part in ("tuned", "blind", "later", "second_blind") for line in read(part)]


@pytest.mark.parametrize(("text", "private"), [line for line in LINES if line[1]])
def test_what_is_private_is_hidden(text: str, private: frozenset[int]) -> None:
    hidden = {place for span in spans(text) for place in range(span.start, span.end)}
    assert {place for place in private - hidden if not text[place].isspace()} == set()


@pytest.mark.parametrize("text", [text for text, private in LINES if not private])
def test_what_is_nobodys_stays_whole(text: str) -> None:
    assert masked_text(text) == text


@pytest.mark.parametrize(("text", "private"), read("missed"))
def test_what_is_known_to_leak_is_written_down(text: str, private: frozenset[int]) -> None:
    """When one of these is found, it moves to the lines that must hold."""
    hidden = {place for span in spans(text) for place in range(span.start, span.end)}
    assert private - hidden


def test_the_set_is_large_enough() -> None:
    assert len(LINES) >= 150
    assert sum(not private for _, private in LINES) >= 40


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("身份证110101195803121234", PersonalData.IDENTITY),
        ("卡号6222 0202 0001 2345 678", PersonalData.BANK_CARD),
        ("手机13800138000", PersonalData.PHONE),
        ("查询码123456789012", PersonalData.NUMBER),
        ("邮箱zs@example.cn", PersonalData.EMAIL),
        ("微信号wxid_abc123", PersonalData.ACCOUNT),
        ("车牌京A12345", PersonalData.PLATE),
        ("生日1958-03-12", PersonalData.BIRTH),
        ("住和平里12号院3单元501室", PersonalData.ADDRESS),
        ("我叫王小明", PersonalData.NAME),
    ],
)
def test_each_kind_is_called_by_its_name(text: str, kind: PersonalData) -> None:
    (span,) = spans(text)
    assert span.kind is kind
    assert masked_text(text) == text[: span.start] + f"〔{kind.label}〕"


def test_every_kind_is_tried() -> None:
    labels = {kind.label for kind in PersonalData}
    said = "".join(masked_text(text) for text, _ in LINES)
    assert {label for label in labels if f"〔{label}〕" in said} >= labels - {"号码"}


def test_a_name_that_the_caller_knows_is_hidden_wherever_it_stands() -> None:
    """A name that no table knows is found only so."""
    text = "昨天佚凡人去了,佚 凡 人又来,zhang san 没来"
    assert spans(text) == ()
    assert (
        masked_text(text, ["佚凡人", "Zhang San"]) == "昨天〔姓名〕去了,〔姓名〕又来,〔姓名〕 没来"
    )


@pytest.mark.parametrize("part", ["written", "unseen"])
def test_little_leaks_and_little_is_lost_in_what_people_write(part: str) -> None:
    leaked, lost = score(read(part))
    assert leaked <= 0.08
    assert lost <= 0.03


def test_the_sets_of_what_people_write_are_large_enough() -> None:
    assert min(len(read("written")), len(read("unseen"))) >= 40


def test_what_may_be_a_name_is_left_for_the_officer_to_see() -> None:
    text = "经与柳如烟核实，王丽说对。"
    assert masked_text(text) == "经与柳如烟核实，〔姓名〕说对。"
    assert doubtful(text) == ("柳如烟",)
    assert doubtful("根据规定，应当在十五日内答复。") == ()


@pytest.mark.parametrize("point", "·•‧∙⋅・･．.﹒")
def test_every_point_between_the_parts_of_a_name_is_one(point: str) -> None:
    assert masked_text(f"反映人热孜万古丽{point}沙吾提，没有去") == "反映人〔姓名〕，没有去"


def test_a_known_name_of_one_character_would_hide_half_the_language() -> None:
    assert masked_text("王先进来了", ["来"]) == "王先进来了"


def test_a_name_once_found_is_hidden_everywhere() -> None:
    assert masked_text("昨天李红没来。我叫李红。") == "昨天〔姓名〕没来。我叫〔姓名〕。"


def test_blanks_that_nobody_sees_do_not_help() -> None:
    assert masked_text("1380\u200b0138\u2060000") == "〔电话号码〕"
    assert masked_text("1\u00ad3800138000") == "〔电话号码〕"
    assert masked_text("\u0661\u0663\u0668\u0660\u0660\u0661\u0663\u0668\u0660\u0660\u0660") == (
        "〔电话号码〕"
    )


def test_spans_stand_in_order_and_apart() -> None:
    for text, _ in LINES:
        found = spans(text)
        assert all(span.start < span.end <= len(text) for span in found)
        assert all(one.end <= two.start for one, two in itertools.pairwise(found))


PIECES = st.one_of(
    st.text(max_size=6),
    st.text(alphabet=string.digits + "X -年月日号室元", max_size=8),
    st.sampled_from([text for text, _ in LINES]),
    st.sampled_from(
        [f"〔{kind.label}〕" for kind in PersonalData] + ["我叫", "姓名:", "先生", "和"]
    ),
)
TEXTS = st.lists(PIECES, max_size=6).map("".join)
NAMES = st.lists(st.text(max_size=4), max_size=2)


@given(TEXTS, NAMES)
def test_masking_twice_is_masking_once(text: str, names: list[str]) -> None:
    once = masked_text(text, names)
    assert masked_text(once, names) == once
    assert spans(once, names) == ()


@given(TEXTS)
def test_every_text_is_read_without_complaint(text: str) -> None:
    assert all(0 <= span.start < span.end <= len(text) for span in spans(text))


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    region = draw(st.sampled_from(sorted(PROVINCES))) + draw(
        st.from_regex(r"[0-9]{4}", fullmatch=True)
    )
    birth = draw(st.dates(date(1900, 1, 1), date(2026, 11, 22)))
    body = region + f"{birth:%Y%m%d}" + draw(st.from_regex(r"[0-9]{3}", fullmatch=True))
    return body + check_character(body)


NOISE = st.text(max_size=20)
DIGITLESS = st.text(st.characters(exclude_categories=["Nd", "No", "Nl"]), max_size=20)


@given(identity_numbers(), NOISE, NOISE)
def test_a_valid_identity_number_is_hidden_in_any_noise(number: str, left: str, right: str) -> None:
    assert number not in masked_text(left + number + right)
    assert number[6:14] not in masked_text(f"{left}\n{number}\n{right}").replace(left, "").replace(
        right, ""
    )


@given(identity_numbers(), st.sampled_from([" ", "-", "\u3000", ".", " - "]), st.integers(1, 6))
def test_grouping_its_digits_does_not_help(number: str, mark: str, size: int) -> None:
    grouped = mark.join(number[at : at + size] for at in range(0, 18, size))
    assert masked_text(f"号{grouped}是我的") == "号〔证件号码〕是我的"


@given(identity_numbers(), DIGITLESS, DIGITLESS)
def test_its_letter_may_be_small_and_its_digits_wide(number: str, left: str, right: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number.lower())
    assert wide[:17] not in masked_text(left + wide + right)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("村里盖房子要邻居签字和村委会证明", "村里盖房子要邻居签字和村委会证明"),
        (
            "要我签名和派出所证明\uff0c曾用名和现用名不一致",
            "要我签名和派出所证明\uff0c曾用名和现用名不一致",
        ),
        ("签字和王小明的证明", "签字和〔姓名〕的证明"),
        ("姓名\uff1a和志强", "姓名\uff1a〔姓名〕"),
        ("签名是和志强", "签名是〔姓名〕"),
    ],
)
def test_and_behind_a_signature_is_no_surname(text: str, shown: str) -> None:
    assert masked_text(text) == shown


@pytest.mark.parametrize("text", ["查低保系统", "查学籍系统。", "到居民楼物业登记", "业主楼管签字"])
def test_a_system_and_the_keeper_of_a_building_are_nobodys_names(text: str) -> None:
    assert masked_text(text) == text


def test_official_text_keeps_what_looks_like_a_name_and_no_number() -> None:
    assert masked_official("找王小明，打13800138000") == "找王小明，打〔电话号码〕"
    assert masked_text("王小明系户主") == "〔姓名〕系户主"  # 系 of no system tells of one still
