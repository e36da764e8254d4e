"""Dates, masked numbers, lines that break at a pause; a day in three boxes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from juzheng.web.clerk.forms.counter import born_on_box
from juzheng.web.shared.fields import DateParts, DayField, PastDayField
from juzheng.web.templatetags.juzheng import day_short, how_long, masked, phrases, zh_date

FULL_WIDTH = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}


def test_a_day_is_written_as_people_write_it() -> None:
    with translation.override("zh-hans"):
        assert zh_date(date(2026, 11, 22)) == "2026年11月22日（星期日）"
    with translation.override("en"):
        assert zh_date(date(2026, 11, 22)) == "Sunday 22 November 2026"


def test_a_moment_is_shown_by_its_day_in_china() -> None:
    evening_in_greenwich = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)

    with translation.override("zh-hans"):
        assert zh_date(evening_in_greenwich) == "2026年11月23日（星期一）"


def test_no_day_is_nothing() -> None:
    assert zh_date(None) == ""


def test_only_the_first_and_the_last_four_of_a_number_show() -> None:
    assert masked("11010519491231002X") == "1*************002X"


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("可以开，今天就能拿到", ["可以开，", "今天就能拿到"]),
        ("不用开", ["不用开"]),
        ("收到了，", ["收到了，"]),
        ("居（村）委会不开，先看证件", ["<span>居（村）委会</span>不开，", "先看证件"]),
    ],
)
def test_a_line_breaks_at_its_pauses(line: str, parts: list[str]) -> None:
    assert phrases(line) == "".join(f"<span>{part}</span>" for part in parts)


@given(st.text(st.characters(exclude_characters="<>&\"'", exclude_categories=["Cs", "Cc"])))
def test_breaking_a_line_changes_no_word_of_it(line: str) -> None:
    assert phrases(line).replace("<span>", "").replace("</span>", "") == line


def test_a_line_is_escaped() -> None:
    assert "<b>" not in phrases("<b>粗</b>，细")


def test_tags_need_no_loading() -> None:
    assert "<svg" in Template('{% icon "clock" %}').render(Context())


@given(st.dates())
def test_any_day_typed_is_that_day(day: date) -> None:
    typed = [str(day.year), str(day.month), str(day.day)]

    assert DayField().clean(typed) == day
    assert DayField().clean([f" {part.translate(FULL_WIDTH)} " for part in typed]) == day
    assert DateParts().decompress(day) == [day.year, day.month, day.day]


@given(st.lists(st.text(max_size=8), min_size=3, max_size=3))
def test_anything_else_gets_a_clear_answer(typed: list[str]) -> None:
    answer = _day_or_words(typed)  # and no other exception than the one for people

    assert answer is None or isinstance(answer, date) or "例如" in answer


def _day_or_words(typed: list[str]) -> date | str | None:
    try:
        return DayField(required=False).clean(typed)
    except ValidationError as mistake:
        return mistake.messages[0]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (["", "", ""], "required"),
        (None, "required"),
        (["1968", "", "15"], "incomplete"),
        (["1968", "2", "30"], "invalid"),
        (["一九六八", "三", "十五"], "invalid"),
        (["9" * 5000, "1", "1"], "invalid"),
        (["-1", "1", "1"], "invalid"),
    ],
)
def test_each_slip_has_its_own_words(typed: list[str] | None, code: str) -> None:
    with pytest.raises(ValidationError) as slip:
        DayField().clean(typed)

    assert slip.value.code == code
    assert DayField().error_messages[code] in slip.value.messages


@pytest.mark.parametrize(("typed", "code"), [([], "required"), (["1968", "13", "1"], "invalid")])
def test_only_a_birthday_is_to_be_compared_with_a_document(typed: list[str], code: str) -> None:
    birthday = DayField(widget=DateParts(birthday=True)).error_messages[code]
    assert "1968" in str(birthday)
    assert "证件" in str(born_on_box().error_messages["invalid"])
    for field in (DayField, PastDayField):
        with pytest.raises(ValidationError) as slip:
            field().clean(typed)
        assert "1968" not in slip.value.messages[0]
        assert "证件" not in slip.value.messages[0]
    own = DayField(widget=DateParts(birthday=True), error_messages={"required": "请填。"})
    assert own.error_messages["required"] == "请填。"


def test_a_birthday_can_be_filled_in_by_the_browser() -> None:
    html = DateParts(birthday=True).render("born", None, {"id": "id_born", "class": "govuk-input"})

    assert [f'autocomplete="bday-{part}"' in html for part in ("year", "month", "day")] == [
        True
    ] * 3
    assert html.index("年") < html.index("月") < html.index("日")


def test_a_name_that_is_no_message_stays_a_name() -> None:
    # Django's own catalogue knows "May" and "version".
    for name in ("May", "version"):
        assert phrases(name) == f"<span>{name}</span>"


@pytest.mark.parametrize(("days", "said"), [(1, "1 day"), (2, "2 days"), (180, "180 days")])
def test_days_are_counted_in_english_as_people_count(days: int, said: str) -> None:
    with translation.override("en"):
        assert how_long(days) == said


def test_a_chip_holds_its_words_together() -> None:
    """A chip lays its parts side by side: a Chinese name in an English one would be a column."""
    with translation.override("en"):
        drawn = render_to_string(
            "components/chip.html",
            {"kind": "instead", "text": "Same name as “亲属关系证明”, unsure"},
        )
    _icon, words = drawn.strip().split("</svg>")
    assert words.startswith("<span>Same name as")
    assert words.endswith("unsure</span></strong>")


def test_in_a_narrow_column_a_day_is_short_and_of_another_year_whole() -> None:
    today = timezone.localdate()
    day, before = today.replace(month=12, day=1), date(today.year - 1, 12, 1)
    assert day_short(day) == "12月1日"
    assert day_short(before) == f"{before.year}年12月1日"
    with translation.override("en"):
        assert day_short(day) == "1 Dec"
