"""Components (组件): each renders filled in and wrong, and says its errors."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import engines
from django.test import Client
from django.utils import translation

from juzheng.web.gallery import Sample
from juzheng.web.templatetags import juzheng as tags

REPOSITORY = Path(__file__).resolve().parents[2]
COMPONENTS = REPOSITORY / "juzheng" / "web" / "templates" / "components"


def rendered(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize("name", list(Sample.base_fields))
def test_a_field_is_named_and_its_error_belongs_to_it(name: str) -> None:
    bound = Sample({})[name]
    html = tags.field(bound)
    assert str(bound.label) in html
    if not bound.errors:
        assert not bound.field.required
        return
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described is not None
    for reference in described.group(1).split():
        assert f'id="{reference}"' in html
    assert f"{bound.auto_id}_error" in described.group(1)
    assert "govuk-form-group--error" in html


@pytest.mark.parametrize("name", list(Sample.base_fields))
def test_a_field_without_mistake_shows_none(name: str) -> None:
    html = tags.field(Sample()[name])
    assert "error" not in html


def test_the_summary_leads_to_every_field_that_is_wrong() -> None:
    form = Sample({"born_0": "1968", "born_1": "13", "born_2": "1"})
    page = rendered("{% error_summary form %}{% fields form %}", form=form)
    targets = re.findall(r'<a href="#([^"]+)"', page)
    assert len(targets) == len(form.errors)
    assert all(f'id="{target}"' in page for target in targets)


def test_an_untouched_form_has_no_summary() -> None:
    assert rendered("{% error_summary form %}", form=Sample()).strip() == ""


def test_mistakes_of_the_whole_form_come_first() -> None:
    form = Sample({})
    form.is_valid()
    form.add_error(None, "两项对不上。")
    assert tags.mistakes(form)[0] == tags.Mistake("两项对不上。")


def test_what_may_be_left_out_says_so_also_as_a_heading() -> None:
    assert "(可不填)" in tags.field(Sample()["scan"], heading=True)
    assert "(可不填)" not in tags.field(Sample()["name"], heading=True)


def test_a_hidden_field_stays_hidden() -> None:
    class Hidden(forms.Form):
        key = forms.CharField(widget=forms.HiddenInput)

    assert tags.field(Hidden()["key"]) == Hidden()["key"].as_widget()


def test_attributes_reach_the_box() -> None:
    html = tags.field(Sample()["identity"], width=20, autocomplete="off", input_mode="numeric")
    assert 'autocomplete="off"' in html
    assert 'input-mode="numeric"' in html
    assert "govuk-input--width-20" in html


def test_a_choice_in_english_says_which_words_are_chinese() -> None:
    with translation.override("en"):
        html = str(Sample()["street"])
    assert '<option value="a" lang="zh-Hans">城关街道</option>' in html


@pytest.mark.parametrize(
    ("day", "chinese", "english"),
    [
        (date(2026, 11, 22), "2026年11月22日(星期日)", "Sunday 22 November 2026"),
        (
            datetime(2026, 11, 21, 20, 0, tzinfo=ZoneInfo("UTC")),  # Sunday in China already
            "2026年11月22日(星期日)",
            "Sunday 22 November 2026",
        ),
        (None, "", ""),
    ],
)
def test_a_day_is_written_as_people_write_it(day: date, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert tags.zh_date(day) == chinese
    with translation.override("en"):
        assert tags.zh_date(day) == english


def test_a_line_breaks_at_a_pause_and_is_escaped() -> None:
    with translation.override("zh-hans"):
        assert tags.phrases("不用开,<户口簿>就行") == (
            "<span>不用开,</span><span>&lt;户口簿&gt;就行</span>"
        )


def test_a_masked_number_shows_its_ends_only() -> None:
    assert re.fullmatch(r"1\*+002X", tags.masked("11010519491231002X"))


def test_pictures_are_hidden_from_screen_readers() -> None:
    for path in (COMPONENTS / "icons").glob("*.html"):
        assert 'aria-hidden="true"' in tags.icon(path.stem), path.name


@pytest.mark.parametrize("query", ["", "?errors=1"])
def test_the_gallery_shows_every_component(client: Client, query: str) -> None:
    page = client.get(f"/components/{query}").content.decode()
    assert page.count("<h1") >= 1
    assert ("govuk-error-summary" in page) == bool(query)
    assert ("<title>错误:" in page) == bool(query)


def test_every_component_is_described() -> None:
    described = (REPOSITORY / "docs" / "components.md").read_text()
    for path in COMPONENTS.glob("[!_]*.html"):
        assert f"`{path.stem}`" in described, path.name


def test_templates_are_short() -> None:
    for path in COMPONENTS.parent.rglob("*.html"):
        assert len(path.read_text().splitlines()) <= 60, path.name
