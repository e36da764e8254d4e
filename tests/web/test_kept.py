"""Parts of pages that are drawn once (公共部分): nobody's page shows what another's may."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client
from django.utils import timezone, translation

from juzheng.records.catalogue import governing
from juzheng.records.models import User
from juzheng.web.templatetags import kept

TEMPLATES = Path(settings.PACKAGE_DIR) / "web" / "templates"
KEPT = re.compile(r"\{% kept\b([^%]*)%\}")
# Each has few values, and none of them was typed by anybody.
KEPT_BY = {"language", "large_type", "noted", "of", "lists_version", "what=row.what"}


def drawn(template: Template, **known: Any) -> str:
    return template.render(Context(known))


def test_a_part_is_drawn_once_for_what_it_is_kept_by() -> None:
    template = Template("{% kept a %}{{ a }}{% cycle 1 2 as seen %}{% endkept %}")
    nodes = template.nodelist[0]

    assert drawn(template, a="x").startswith("x")
    assert drawn(template, a="y").startswith("y")
    assert drawn(template, a="x").startswith("x")
    assert len(nodes.drawn) == 2


def test_a_part_knows_nothing_but_what_it_is_kept_by() -> None:
    template = Template("{% kept a %}[{{ a }}{{ name }}{{ csrf_token }}{{ request }}]{% endkept %}")

    assert drawn(template, a="x", name="李秀英", csrf_token="t", request="r") == "[x]"


def test_nothing_is_kept_by_a_person() -> None:
    template = Template("{% kept user %}{{ user }}{% endkept %}")

    with pytest.raises(TemplateSyntaxError):
        drawn(template, user=User(username="somebody"))
    with pytest.raises(TemplateSyntaxError):
        drawn(template, user=translation.gettext_lazy("据证"))


def test_a_part_is_kept_for_each_language() -> None:
    template = Template("{% load i18n %}{% kept %}{% translate '关于' %}{% endkept %}")

    for _ in range(2):
        with translation.override("zh-hans"):
            assert drawn(template) == "关于"
        with translation.override("en"):
            assert drawn(template) == "About"


def test_a_bounded_number_of_parts_is_kept() -> None:
    template = Template("{% kept a %}{{ a }}{% endkept %}")

    for number in range(kept.MOST * 3):
        assert drawn(template, a=number) == str(number)
    assert len(template.nodelist[0].drawn) <= kept.MOST


def test_what_our_parts_are_kept_by_was_typed_by_nobody() -> None:
    used = {
        name
        for path in TEMPLATES.rglob("*.html")
        for names in KEPT.findall(path.read_text("utf-8"))
        for name in names.split()
    }

    assert used == KEPT_BY


def test_a_constant_is_translated_into_each_language_and_under_its_name() -> None:
    template = Template(
        "{% load i18n %}{% translate '关于' as about %}{{ about }} {% translate '隐私' %} "
        "{% blocktranslate %}关于{% endblocktranslate %} {% translate word %} "
        "{% translate '关于'|length %}"
    )
    for _ in range(2):
        with translation.override("zh-hans"):
            assert drawn(template, word="公钥") == "关于 隐私 关于 公钥 2"
        with translation.override("en"):
            assert drawn(template, word="公钥").startswith("About Privacy About Public keys")
    assert "<" not in drawn(Template("{% load i18n %}{% translate word %}"), word="<")


def page(client: Client, path: str = "/", **cookies: str) -> str:
    for name, value in cookies.items():
        client.cookies[name] = value
    return client.get(path).content.decode()


def test_pages_of_two_people_two_languages_and_two_sizes_are_each_their_own(
    loaded: None, clerk: Any, responsible: Any
) -> None:
    """Each is asked for first and again after all others: what was kept is nobody else's."""

    def in_by(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def all_of_them() -> list[str]:
        found = [
            page(Client()),
            page(Client(), django_language="en"),
            page(Client(), juzheng_type="large"),
            page(in_by(clerk)),
            page(in_by(clerk), "/desk/"),
            page(in_by(responsible), "/desk/"),
            page(Client(), "/items/POS-001/"),
            page(Client(), f"/items/POS-001/?committee={clerk.committee.code}"),
        ]
        token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
        return [token.sub("", one) for one in found]

    first, again = all_of_them(), all_of_them()

    assert again == first
    nobody, english, large, clerks, desk, pens, nowhere, somewhere = again
    assert len(set(again)) == len(again)
    assert "工作人员登录" in nobody
    assert "退出" not in nobody
    assert "Staff sign-in" in english
    assert "工作人员登录" not in english
    assert 'value="normal"' in large
    assert 'value="large"' in nobody
    assert "回到我的工作台" in clerks
    assert "工作人员登录" not in clerks
    assert str(clerk) in desk
    assert str(responsible) not in desk
    assert str(responsible) in pens
    assert clerk.committee.name in somewhere
    assert clerk.committee.name not in nowhere


def test_a_page_shows_the_version_of_the_lists_that_holds_now(
    loaded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert governing.digest()[:8] in page(Client())
    monkeypatch.setattr(governing, "digest", lambda: "abcdef0123456789")
    assert "abcdef01" in page(Client())


def test_a_day_later_a_page_names_the_next_day(
    loaded: None, clerk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = ("/c/" + "a" * 26, "/")
    today = timezone.now()
    before = [page(Client(), path) for path in paths]
    monkeypatch.setattr(timezone, "now", lambda: today + timedelta(days=1))
    after = [page(Client(), path) for path in paths]

    day = timezone.localtime(today)
    assert f"{day.day}日" in before[0]
    assert f"{timezone.localtime(today + timedelta(days=1)).day}日" in after[0]
