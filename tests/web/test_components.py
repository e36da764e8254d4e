"""The components: each with and without its parts, with and without errors."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from juzheng.law.base.citations import NEGATIVE_LIST
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.cases.lifecycle import Event as CaseEvent
from juzheng.law.catalogue.items import Confidence, Onward, OnwardKind, Source
from juzheng.web.shared import gallery
from juzheng.web.shared.fields import DayField
from juzheng.web.templatetags.juzheng import register
from tests.each import none_breaks
from tests.web.pages import Reader, faults

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "juzheng" / "web" / "templates"
COMPONENTS = sorted(
    path.name for path in (TEMPLATES / "components").glob("*.html") if path.name[0] != "_"
)
ALL = sorted(TEMPLATES.rglob("*.html"))
LINES_A_TEMPLATE = 125  # as the formatter lays them out: one element a line
NASTY = "<script>alert('1')</script>"


@pytest.fixture(autouse=True)
def plain_static_names(settings: SettingsWrapper) -> None:
    """Render pages without built assets."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def component(name: str, **context: Any) -> str:
    return render_to_string(f"components/{name}.html", context)


def rendered(form: forms.Form, tag: str) -> str:
    return Template(tag).render(Context({"form": form}))


@pytest.mark.parametrize("query", ["", "?errors"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_gallery_is_well_made(client: Client, language: str, query: str) -> None:
    client.cookies["django_language"] = language

    response = client.get(f"/components/{query}")

    assert response.status_code == 200
    assert faults(response.content.decode()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/about/", "/accessibility/", "/privacy/"])
def test_the_pages_that_only_say_something_are_well_made(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 200
    assert faults(response.content.decode()) == []
    assert not response.cookies  # who only reads is given nothing to carry


def test_a_page_with_errors_says_so_first(client: Client) -> None:
    page = client.get("/components/?errors").content.decode()

    assert "<title>错误：" in page
    assert page.index('role="alert"') < page.index("<form class")
    summary = re.search(r"data-error-summary>.*?</ul>", page, re.DOTALL)
    assert summary is not None
    assert len(re.findall(r'href="#id_', summary[0])) == 7  # one for each field left wrong


def test_a_page_without_errors_has_no_summary(client: Client) -> None:
    page = client.get("/components/").content.decode()

    assert "data-error-summary" not in page
    assert "<title>错误：" not in page


def test_every_widget_of_a_wrong_form_is_tied_to_its_error() -> None:
    form = gallery.Sample({})
    for bound in form:
        html = rendered(form, f"{{% field form.{bound.name} %}}")
        described = " ".join(_read(html).values("aria-describedby")).split()
        assert (f"{bound.auto_id}_error" in described) is bool(bound.errors), bound.name
        assert (f"{bound.auto_id}_hint" in described) is bool(bound.help_text), bound.name


def _read(html: str) -> Reader:
    page = Reader()
    page.feed(html)
    return page


def test_fields_draws_every_field_once() -> None:
    names = set(_read(rendered(gallery.Sample(), "{% fields form %}")).values("name"))

    parts = {"born_year", "born_month", "born_day"}
    assert names == {*gallery.Sample.base_fields, *parts} - {"born"}


def test_a_field_takes_width_attributes_and_heading() -> None:
    html = rendered(
        gallery.Sample(),
        '{% field form.identity heading=True width=20 inputmode="numeric" spell_check="no" %}',
    )

    assert "<h1" in html
    assert "govuk-input--width-20" in html
    assert 'inputmode="numeric"' in html
    assert 'spell-check="no"' in html


def test_only_fields_that_may_stay_empty_say_so() -> None:
    form = gallery.Sample()

    assert "（可不填）" in rendered(form, "{% field form.scan %}")
    assert "（可不填）" not in rendered(form, "{% field form.name %}")


def test_a_hidden_field_is_only_an_input() -> None:
    class Hidden(forms.Form):
        key = forms.CharField(widget=forms.HiddenInput)

    html = rendered(Hidden(initial={"key": "k"}), "{% field form.key %}")

    assert html.startswith("<input")
    assert "label" not in html


def test_what_was_typed_is_shown_again_and_harmless() -> None:
    class One(forms.Form):
        name = forms.CharField(max_length=3)
        born = DayField()

    html = rendered(One({"name": NASTY, "born_year": NASTY}), "{% fields form %}")

    assert "&lt;script&gt;" in html
    assert "<script" not in html


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("summary_list", {"rows": [{"key": NASTY, "value": NASTY, "href": "#"}]}),
        ("timeline", {"steps": [{"kind": "now", "what": NASTY, "text": NASTY}]}),
        ("table", {"caption": NASTY, "head": [NASTY], "rows": [[NASTY, NASTY]]}),
        ("notice", {"kind": "plain", "text": NASTY, "title": NASTY}),
        ("verdict", {"kind": "now", "word": NASTY, "line": NASTY, "more": NASTY}),
        ("chip", {"kind": "now", "text": NASTY}),
        ("details", {"summary": NASTY, "text": NASTY}),
        ("panel", {"title": NASTY, "text": NASTY, "number": NASTY}),
        ("ask_box", {"action": "/", "query": NASTY, "error": NASTY}),
        ("citation", {"citation": NASTY, "text": NASTY, "unverified": NASTY}),
    ],
)
def test_nothing_said_becomes_markup(name: str, context: dict[str, Any]) -> None:
    html = component(name, **context)

    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_way_onward_shows_only_what_is_known() -> None:
    bare = component("onward", onward=Onward(OnwardKind.NOTHING_NEEDED, "不用办"))
    full = component("onward", onward=gallery.ONWARD)

    assert "<dt>" not in bare
    assert "来源" not in bare
    assert all(word in full for word in ("带什么", "去哪里", "要多久", "来源"))


@pytest.mark.parametrize("confidence", list(Confidence))
def test_what_is_not_verified_is_marked_so(confidence: Confidence) -> None:
    html = component("source", source=Source("某处", confidence))

    sure = confidence is Confidence.HIGH
    assert ("来源：某处" in html) is sure
    assert ("jz-unverified" in html) is not sure
    assert ("没有核对原文" in html) is not sure
    assert confidence.label not in html  # how we came to know it is our own business


def test_a_citation_without_wording_sends_to_the_issuer() -> None:
    assert "发布机关" in component("citation", citation=NEGATIVE_LIST)
    assert "发布机关" not in component("citation", citation=NEGATIVE_LIST, text="原文")


def test_an_obstacle_says_what_is_missing_what_to_do_and_where_it_is_written() -> None:
    obstacle = Obstacle("facts", "还没有核实。", "请先登记。", NEGATIVE_LIST)

    html = component("obstacles", obstacles=(obstacle,))

    place = [html.index(part) for part in ("还没有核实。", "请先登记。", str(NEGATIVE_LIST))]
    assert place == sorted(place)
    assert component("obstacles", obstacles=()).strip() == ""


def test_the_rule_that_decided_stands_out_with_its_citation() -> None:
    html = component("trace", trace=gallery.TRACE)

    assert html.count("jz-trace__spoke") == 1
    assert html.count("<cite>") == 1


def test_pages_turn_only_where_there_is_a_page() -> None:
    assert component("pagination").strip() == ""
    assert 'rel="next"' not in component("pagination", earlier="?before=1")
    assert 'rel="prev"' not in component("pagination", later="?after=1")


@pytest.mark.parametrize("kind", ["now", "checked", "together", "instead", "danger", "plain"])
def test_every_meaning_has_a_colour_and_a_picture(kind: str) -> None:
    brand = (ROOT / "assets" / "scss" / "_brand.scss").read_text()

    assert f'"{kind}": (' in brand
    assert "<svg" in component(f"icons/{kind}")


def named(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


def test_pictures_are_silent() -> None:
    none_breaks(
        lambda path: 'aria-hidden="true"' not in path.read_text(),
        (TEMPLATES / "components" / "icons").glob("*.html"),
        named,
    )


def heavy(text: str) -> list[str]:
    """Return what a template should not carry."""
    found = re.findall(r"""<style|\sstyle=["']|\son[a-z]+=["']|javascript:""", text)
    found += [script for script in re.findall(r"<script[^>]*>", text) if "src=" not in script]
    found += ["请联系管理员"] if "请联系管理员" in text else []
    return found + (
        [f"{lines} lines"] if (lines := len(text.splitlines())) > LINES_A_TEMPLATE else []
    )


def without_token(text: str) -> list[str]:
    """Return the forms that write and carry no token."""
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL)
    # The two preference switches write nothing but a cookie: see web/shared/preferences.py.
    return [one for one in forms if "{% csrf_token %}" not in one and "preferences:" not in one]


def test_templates_are_short_and_carry_no_script_or_style() -> None:
    none_breaks(lambda path: heavy(path.read_text()), ALL, named)


def test_every_form_that_writes_carries_a_token() -> None:
    none_breaks(lambda path: without_token(path.read_text()), ALL, named)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<style>", ["<style"]),
        ('<p style="color:red">', [' style="']),
        ('<p onclick="go()">', [' onclick="']),
        ('<a href="javascript:go()">', ["javascript:"]),
        ("<script>", ["<script>"]),
        ('<script src="/static/a.js">', []),
        ("请联系管理员", ["请联系管理员"]),
        ("\n" * (LINES_A_TEMPLATE + 1), [f"{LINES_A_TEMPLATE + 1} lines"]),
        ("\n" * LINES_A_TEMPLATE, []),
    ],
)
def test_the_rule_for_templates_itself(text: str, found: list[str]) -> None:
    assert heavy(text) == found


@pytest.mark.parametrize(
    ("inside", "caught"),
    [("", True), ("{% csrf_token %}", False), ("{% url 'preferences:type' %}", False)],
)
def test_the_rule_for_forms_itself(inside: str, caught: bool) -> None:
    assert bool(without_token(f'<form class="a" method="post">\n{inside}</form>')) is caught


def test_every_component_is_written_down() -> None:
    manual = (ROOT / "docs" / "components.md").read_text()

    assert [name for name in COMPONENTS if f"`{name.removesuffix('.html')}`" not in manual] == []


def test_every_tag_and_filter_is_written_down() -> None:
    manual = (ROOT / "docs" / "components.md").read_text()

    assert [name for name in register.filters if f"|{name} " not in manual.replace("}}", " ")] == []
    assert [name for name in register.tags if f"{{% {name} " not in manual] == []


def test_an_act_of_the_course_begins_with_a_capital_in_english() -> None:
    with override("en"):
        act = {"what": CaseEvent.REPLACING.label, "count": 1}
        shown = render_to_string("components/_act.html", {"act": act}).strip()
        void = render_to_string("components/_act.html", {"act": {**act, "struck": True}}).strip()
    assert shown == "A paper was wrong, its replacement began"
    assert void.startswith(f"<s>{shown}</s>")
