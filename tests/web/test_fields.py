"""One family of fields (表单字段): the same at every door, and what they take can be printed."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.law.cases.certificates import Statement
from juzheng.law.catalogue.items import AnswerKind, Item, Question
from juzheng.outside import fonts, paper
from juzheng.outside.typesetting import full_width
from juzheng.records.cases import case_file
from juzheng.web.clerk.forms.counter import CounterForm
from juzheng.web.public.demands.letters import ComplaintForm, LetterForm
from juzheng.web.public.supervision.reporting_forms import ReportForm
from juzheng.web.resident import steps
from juzheng.web.shared.day_boxes import in_one_box
from juzheng.web.shared.fields import PastDayField, question_field
from tests.conftest import IDENTITY, NOON
from tests.law.test_answers import LETTERS, PRINTED, REFUSED, TAKEN
from tests.papers import AT, DRAFT

ASKED = {kind: Question(kind.value, "？", kind, choices=("甲", "乙")) for kind in AnswerKind}
NAMES: dict[str, forms.Field] = {
    "resident": steps.NAME.make(),
    "counter": CounterForm.base_fields["applicant_name"],
    "question": question_field(ASKED[AnswerKind.PERSON_NAME]),
    "report": ReportForm.base_fields["reporter_name"],
    "letter": LetterForm.base_fields["name"],
    "complaint": ComplaintForm.base_fields["name"],
}
TEXTS: dict[str, forms.Field] = {
    "resident": steps.RECIPIENT.make(),
    "counter": CounterForm.base_fields["recipient"],
    "question": question_field(ASKED[AnswerKind.TEXT]),
    "long question": question_field(ASKED[AnswerKind.LONG_TEXT]),
    "report": ReportForm.base_fields["unit_name"],
    "story": ReportForm.base_fields["story"],
    "letter": LetterForm.base_fields["unit"],
}
TELEPHONES: dict[str, forms.Field] = {
    "resident": steps.TELEPHONE.make(),
    "counter": CounterForm.base_fields["telephone"],
    "report": ReportForm.base_fields["telephone"],
    "complaint": ComplaintForm.base_fields["telephone"],
}


SHIPPED_ONLY = fonts.Library(system=(), added=Path("/nowhere"))


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    monkeypatch.setattr(fonts, "library", lambda: SHIPPED_ONLY)  # the same on every machine


def said(field: forms.Field, typed: Any) -> tuple[str, str]:
    """Return what becomes of ``typed``: the kept text, or the code of the refusal."""
    try:
        return "kept", str(field.clean(typed))
    except ValidationError as slip:
        return "refused", str(slip.error_list[0].code)


def everywhere(fields: dict[str, forms.Field], typed: str) -> tuple[str, str]:
    """Return what becomes of ``typed`` at every door: the same."""
    found = {door: said(field, typed) for door, field in fields.items()}
    assert len(set(found.values())) == 1, found
    return next(iter(found.values()))


@pytest.mark.parametrize("name", PRINTED, ids=ascii)
def test_a_name_is_taken_at_every_door(name: str) -> None:
    kept, text = everywhere(NAMES, name)
    assert kept == "kept"
    assert re.sub("[•‧∙⋅・･．]", "·", name) == text


@pytest.mark.parametrize("name", LETTERS, ids=ascii)
def test_a_name_that_no_font_has_is_said_when_it_is_typed(name: str) -> None:
    assert everywhere(NAMES, name) == ("refused", "unprintable")
    with pytest.raises(ValidationError, match="补充字体") as slip:
        NAMES["counter"].clean(name)
    assert any(sign in slip.value.messages[0] for sign in name)


@pytest.mark.parametrize(("name", "why"), REFUSED, ids=ascii)
def test_no_name_is_refused_at_every_door(name: str, why: str) -> None:
    assert everywhere(NAMES, name) == ("refused", why)


@pytest.mark.parametrize("text", ["王😀", "甲\u200b乙", "甲\u2028乙", "甲\u200d乙", "a\x00"])
def test_a_text_with_a_sign_that_is_none_is_refused_at_every_door(text: str) -> None:
    assert everywhere(TEXTS, text)[0] == "refused"


@pytest.mark.parametrize("text", ["abc", "12", "1" * 16])
def test_no_telephone_is_refused_at_every_door(text: str) -> None:
    assert everywhere(TELEPHONES, text) == ("refused", "phone")
    assert everywhere(TELEPHONES, "0571-8700 1234") == ("kept", "057187001234")


@pytest.mark.parametrize("kind", list(AnswerKind))
@pytest.mark.parametrize("length", [50, 51, 100, 101, 200, 201, 800, 1000, 1001])
def test_the_longest_answer_is_the_same_at_every_door(kind: AnswerKind, length: int) -> None:
    item = replace(catalogue().items["POS-001"], questions=(ASKED[kind],))
    counter = CounterForm(item, NOON.date()).fields[f"answer-{kind.value}"]
    resident = steps.of_question(ASKED[kind]).make()
    assert said(counter, "王" * length) == said(resident, "王" * length)


@pytest.mark.parametrize("year", ["68", "113", "2999", "1880"])
def test_a_year_that_cannot_be_is_refused(year: str) -> None:
    for field in (PastDayField(), question_field(ASKED[AnswerKind.DATE])):
        assert said(field, [year, "3", "15"])[0] == "refused"


def test_a_day_known_in_part_is_taken_where_the_question_says_so() -> None:
    part, whole = (question_field(ASKED[k]) for k in (AnswerKind.DATE_IN_PART, AnswerKind.DATE))
    assert said(part, ["约1985", "", ""]) == ("kept", "1985~")
    assert said(part, ["1985", "5", ""]) == ("kept", "1985-05")
    assert said(whole, ["1985", "5", ""]) == ("refused", "incomplete")
    assert part.widget.decompress("1985-05~") == ["约1985", "5", None]
    assert "约1985" in str(part.help_text)


# The paper


def flat(text: str) -> str:
    """Return ``text`` without blanks, its marks as papers print them."""
    return re.sub(r"\s", "", full_width(text))


def printed(tmp_path: Path, facts: tuple[Statement, ...], **changes: Any) -> str:
    """Return what can be read on a paper with ``facts``."""
    content = replace(DRAFT, facts=facts, **changes)
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper.render(content, qr=None, draft=True, at=AT))
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    # The reader marks where writing from the right begins and ends.
    return re.sub(r"[\s\u202a-\u202e\u2066-\u2069]", "", done.stdout.decode())


@pytest.mark.parametrize("start", range(0, len(PRINTED), 15))
def test_every_name_stands_on_the_paper_as_it_was_kept(start: int, tmp_path: Path) -> None:
    kept = [said(NAMES["resident"], name)[1] for name in PRINTED[start : start + 15]]
    facts = tuple(Statement(f"{name}住在本辖区。", "查验") for name in kept)
    text = printed(tmp_path, facts, applicant_name=kept[0], recipient=kept[-1])
    for name in kept:
        assert flat(f"{name}住在本辖区。") in text, ascii(name)
    assert flat(f"根据{kept[0]}（证件号码") in text


TYPED = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0x17F), max_size=60),
    st.text(st.characters(min_codepoint=0x2010, max_codepoint=0x33FF), max_size=20),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0xFFEF), max_size=60),
    st.text("0123456789-:/.", max_size=12),
    st.text("ABCXYZ09", min_size=30, max_size=200),
    st.sampled_from([*TAKEN, "20160315", "87001230", "2016-03-15", "(2024)浙01民初1号"]),
)
DAYS = st.dates(min_value=(NOON - timedelta(days=40_000)).date(), max_value=NOON.date())
BY_KIND: dict[AnswerKind, st.SearchStrategy[Any]] = {
    AnswerKind.TEXT: TYPED,
    AnswerKind.LONG_TEXT: TYPED,
    AnswerKind.PERSON_NAME: st.sampled_from([*TAKEN, *(name for name, _ in REFUSED)]) | TYPED,
    AnswerKind.IDENTITY_NUMBER: st.just(IDENTITY),
    AnswerKind.YES_NO: st.sampled_from(["yes", "no"]),
    **dict.fromkeys(
        (AnswerKind.DATE, AnswerKind.BIRTH_DATE, AnswerKind.DATE_IN_PART),
        DAYS.map(lambda day: [str(day.year), str(day.month), str(day.day)]),
    ),
}
ITEMS = sorted(
    (one for one in catalogue().items.values() if one.questions and one.facts), key=lambda o: o.id
)


@st.composite
def filled(draw: Callable[..., Any]) -> tuple[Item, dict[str, Any], dict[str, Any]]:
    """Return an item, what was typed, and what the forms kept of it."""
    item = draw(st.sampled_from(ITEMS))
    raw, kept = {}, {}
    for question in item.questions:
        choices = question.choices
        raw[question.key] = draw(st.sampled_from(choices) if choices else BY_KIND[question.kind])
        with suppress(ValidationError):  # the error when it is typed
            kept[question.key] = question_field(question).clean(raw[question.key])
    return item, raw, kept


@given(filled())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_the_forms_take_stands_on_the_paper_unchanged(
    tmp_path: Path, given: tuple[Item, dict[str, Any], dict[str, Any]]
) -> None:
    item, raw, kept = given
    case: Any = SimpleNamespace(
        applicant_name="李秀英",
        committee=SimpleNamespace(name="示例社区居民委员会"),
        recipient="示例县民政局",
        purpose="办理登记",
        answers=kept,
        revision=SimpleNamespace(item=item),
    )
    sentences = [case_file.sentence(case, fact) for fact in item.facts]
    text = printed(tmp_path, tuple(Statement(one, "查验") for one in sentences))
    for one in sentences:
        assert flat(one) in text
    for question in item.questions:
        told = "".join(one for one in sentences)
        answer = kept.get(question.key, "")
        if question.kind in (AnswerKind.TEXT, AnswerKind.LONG_TEXT) and answer:
            assert answer.split() == raw[question.key].split()
            used = any(f"{{{question.key}}}" in fact.sentence for fact in item.facts)
            assert (answer in told) or not used


def test_what_an_added_font_draws_is_taken_and_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = fonts.Library()
    monkeypatch.setattr(fonts, "library", lambda: everything)
    found = [name for name in LETTERS if not everything.missing([name])]
    for start in range(0, len(found), 12):
        names = found[start : start + 12]
        assert [said(NAMES["counter"], name) for name in names] == [("kept", n) for n in names]
        text = printed(tmp_path, tuple(Statement(f"{name}住在本辖区。", "查验") for name in names))
        for name in names:
            assert flat(f"{name}住在本辖区。") in text, ascii(name)


def test_fonts_of_the_folder_for_further_ones_are_looked_into(tmp_path: Path) -> None:
    (tmp_path / "more.ttf").write_bytes((fonts.SHIPPED / fonts.RARE).read_bytes())
    library = fonts.Library(system=(), added=tmp_path)
    assert [one.path for one in library.rare][-1] == tmp_path / "more.ttf"


@pytest.mark.parametrize(
    "typed",
    ["20260315", "２０２６０３１５", "2026-3-15", "2026.03.15", "2026年3月15日", "2026/3/15"],
)
def test_a_whole_day_may_be_typed_into_the_first_box(typed: str) -> None:
    assert PastDayField(required=False).clean([typed, "", ""]) == date(2026, 3, 15)


@pytest.mark.parametrize(
    ("language", "hint", "said"),
    [
        ("zh-hans", "填委托书上的日期", "填委托书上的日期。年月日连着写：20260315。"),
        ("zh-hans", "看原件。", "看原件。年月日连着写：20260315。"),
        ("en", "On the letter", "On the letter. Year, month and day in one: 20260315."),
        ("zh-hans", "", "年月日连着写：20260315。"),
    ],
)
def test_how_to_write_a_day_is_a_sentence_of_its_own(language: str, hint: str, said: str) -> None:
    with override(language):
        assert in_one_box(PastDayField(help_text=hint)).help_text == said


@pytest.mark.parametrize("typed", ["2026315", "20261332", "202603", "2026-3"])
def test_what_is_no_whole_day_in_one_box_is_asked_for_again(typed: str) -> None:
    with pytest.raises(ValidationError):
        PastDayField(required=False).clean([typed, "", ""])
