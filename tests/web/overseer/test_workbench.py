"""The officers' workbench (民政工作台): from a prepared list to what residents are told."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from juzheng.catalogue.pages import PageKind
from juzheng.law.catalogue.items import ListKind
from juzheng.records.catalogue import governing
from juzheng.records.models import Change, Edit, Revision, User
from juzheng.web import overseer
from juzheng.web.overseer.catalogue import editing

TODAY = date(2026, 11, 24)


@pytest.fixture
def officers(person: Callable[..., User], loaded: None, noon: None) -> list[Client]:
    found = []
    for name in ("first", "second"):
        client = Client()
        client.force_login(person(name, "overseer", None, name, division="420000"))
        found.append(client)
    return found


def version_in(page: str) -> str:
    match = re.search(r'name="version" value="(\d+)"', page)
    assert match
    return match.group(1)


def filled(page: str) -> dict[str, str | list[str]]:  # noqa: C901 - one reader, tag by tag
    """Return what a browser would send back of an editor's page, untouched."""
    from html import unescape
    from html.parser import HTMLParser

    class Form(HTMLParser):
        data: dict[str, list[str]] = {}
        inside = area = select = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            name, value = given.get("name") or "", given.get("value") or ""
            if tag == "form":
                self.inside = given.get("id") or ""
            if self.inside != "work":
                return
            if tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
                self.data.setdefault(name, []).append(value)
            if tag == "textarea":
                self.area = name
                self.data.setdefault(name, [""])
            if tag == "select":
                self.select = name
            if tag == "option" and self.select:
                chosen = self.data.setdefault(self.select, [value])
                if "selected" in given:
                    chosen[0] = value

        def handle_data(self, data: str) -> None:
            if self.area:
                self.data[self.area][0] += unescape(data)

        def handle_endtag(self, tag: str) -> None:
            if tag == "textarea":
                self.area = ""
            if tag == "select":
                self.select = ""

    form = Form()
    form.data = {}
    form.feed(page)
    form.data.pop("", None)
    return dict(form.data)


def publish_hubei(officers: list[Client]) -> Change:
    first, second = officers
    made = first.post("/office/prepared/hubei-2020/")
    address = made.headers["Location"]
    page = first.get(address).content.decode()
    first.post(f"{address}submission/", {"version": version_in(page)})
    page = second.get(address).content.decode()
    second.post(f"{address}publication/", {"version": version_in(page)})
    return Change.objects.latest("pk")


def test_two_officers_publish_hubeis_list_and_residents_are_told(officers, client):
    change = publish_hubei(officers)

    assert change.state == "published"
    told = {
        (place, on): client.get(f"/items/NEG-14/?division={place}&on={on}").content.decode()
        for place in ("420000", "430000")
        for on in ("2020-02-28", "2020-02-29", "2026-11-24")
    }
    assert "这一天还没有施行20号文" in told["430000", "2020-02-28"]
    assert "湖北省不应由基层群众性自治组织" in told["420000", "2026-11-24"]
    assert "湖北省不应由基层群众性自治组织" not in told["430000", "2026-11-24"]
    assert "negative_list" not in told["420000", "2026-11-24"]
    listed = governing.governing(TODAY)
    assert len(listed.rulebook("420100", TODAY).listed(ListKind.NEGATIVE)) == 22


def test_whoever_drafted_has_no_button_and_no_way_to_publish(officers):
    first, _second = officers
    address = first.post("/office/prepared/hubei-2020/").headers["Location"]
    first.post(
        f"{address}submission/", {"version": version_in(first.get(address).content.decode())}
    )
    page = first.get(address).content.decode()

    assert "publication/" not in page
    assert "等另一位工作人员审核" in page
    given = Change.objects.get().version
    first.post(f"{address}publication/", {"version": str(given)})
    assert Change.objects.get().state == "in_review"


def test_the_editor_gives_back_what_it_was_given(officers):
    first, _second = officers
    address = first.post("/office/prepared/hubei-2020/").headers["Location"]
    for edit in Edit.objects.all():
        page = first.get(f"{address}pages/{edit.pk}/").content.decode()
        answer = first.post(f"{address}pages/{edit.pk}/", filled(page))
        assert answer.status_code == 302, edit.subject
        assert Edit.objects.get(pk=edit.pk).content == edit.content


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(PageKind))
def test_every_page_of_the_catalogue_goes_through_the_editor_unharmed(loaded, kind):
    from django.http import QueryDict
    from django.template.loader import render_to_string

    for revision in Revision.objects.filter(kind=kind.value):
        editor = editing.of_entry(revision.entry, kind)
        page = render_to_string(
            "overseer/editor.html",
            {
                "groups": editor.groups(),
                "kind": kind,
                "change": Change(pk=1, version=1, title="x"),
                "writable": True,
            },
        )
        data = QueryDict(mutable=True)
        for name, values in filled(page).items():
            data.setlist(name, values)
        back = editing.posted(kind, data)
        assert back.entry() == revision.entry, (revision.subject, back.errors)


def test_every_mistake_is_named_and_nothing_typed_is_lost(officers):
    first, _second = officers
    address = first.post("/office/prepared/hubei-2020/").headers["Location"]
    edit = Edit.objects.get(kind="item", subject="NEG-420000-01")
    sent = filled(first.get(f"{address}pages/{edit.pk}/").content.decode())
    sent |= {
        "name": [""],
        "in_force_from": ["昨天"],
        "limit_working_days": ["五"],
        "summary": ["我写的"],
    }
    answer = first.post(f"{address}pages/{edit.pk}/", sent)
    page = answer.content.decode()

    assert answer.status_code == 422
    for part in ("请填写这一栏", "不是日期", "不是整数", 'href="#id_name"', "我写的", "昨天"):
        assert part in page, part
    assert Edit.objects.get(pk=edit.pk).content == edit.content


def test_two_officers_in_the_same_page_both_keep_their_words(officers):
    first, second = officers
    address = first.post("/office/prepared/hubei-2020/").headers["Location"]
    edit = Edit.objects.get(kind="item", subject="NEG-420000-02")
    where = f"{address}pages/{edit.pk}/"
    mine, theirs = (filled(one.get(where).content.decode()) for one in officers)
    second.post(where, theirs | {"summary": ["对方写的说明。"]})

    answer = first.post(where, mine | {"summary": ["我写的说明。"]})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "对方写的说明" in page
    assert "我写的说明" in page
    assert Edit.objects.get(pk=edit.pk).content["summary"] == "对方写的说明。"
    again = filled(page)
    assert first.post(where, again).status_code == 302
    assert Edit.objects.get(pk=edit.pk).content["summary"] == "我写的说明。"


def test_a_wording_is_compared_changed_and_restored(officers, person, client):
    nation = Client()
    nation.force_login(person("nation", "overseer", None, division=""))
    made = nation.post("/office/pages/item/NEG-10/1/draft/", {"change": ""})
    where = made.headers["Location"]
    sent = filled(nation.get(where).content.decode())
    nation.post(where, sent | {"limit_working_days": ["3"]})
    change = Change.objects.latest("pk")
    other = Client()
    other.force_login(person("other", "overseer", None, division=""))
    address = f"/office/changes/{change.pk}/"
    nation.post(f"{address}submission/", {"version": str(change.version)})
    change.refresh_from_db()
    other.post(f"{address}publication/", {"version": str(change.version)})

    page = nation.get("/office/pages/item/NEG-10/").content.decode()
    assert "1949" not in page  # the first wording has always governed: that is no day
    assert "办理时限（工作日）：由“5”改为“3”。" in page
    back = nation.post("/office/pages/item/NEG-10/1/draft/", {"change": ""}).headers["Location"]
    assert 'value="5"' in nation.get(back).content.decode()


def test_a_province_does_not_touch_the_nations_pages(officers):
    first, _second = officers
    answer = first.post("/office/pages/instrument/civil-code/1/draft/", {"change": ""}, follow=True)

    assert "不归本级管理" in answer.content.decode()
    assert not Change.objects.exists()


def test_items_are_found_and_filtered(officers):
    first, _second = officers
    assert "健在证明" in first.get("/office/pages/item/?q=活着").content.decode()
    disabled = first.get("/office/pages/item/?show=disabled").content.decode()
    assert "POS-027" in disabled
    assert "NEG-10" not in disabled
    assert first.get("/office/pages/nothing/").status_code == 404
    assert first.get("/office/pages/item/NEG-99/").status_code == 404


def test_the_calendar_knows_the_day_a_text_fell(officers, monkeypatch):
    first, _second = officers
    monkeypatch.setattr(timezone, "localdate", lambda *_args: date(2022, 2, 1))

    assert "农民专业合作社登记管理条例" in first.get("/office/calendar/").content.decode()


def test_a_question_about_a_place_and_day_that_cannot_be_is_answered_kindly(client, loaded):
    page = client.get("/lists/?division=abc&on=2020-02-30").content.decode()

    assert "没有“abc”这个地区" in page
    assert "不是日期" in page
    assert "没有任何清单" in client.get("/lists/?on=2020-02-28").content.decode()


def test_a_place_is_asked_for_by_its_name_too(client, loaded):
    """Whoever knows no codes was told to write one, and nowhere was it to be found."""
    named = client.get("/lists/?division=湖北省").content.decode()
    assert 'value="420000"' in named
    assert "湖北省 ·" in named
    assert "好几个同名的地方" in client.get("/lists/?division=朝阳区").content.decode()
    assert "没有“999999”这个地区" in client.get("/lists/?division=999999").content.decode()


TO_PRESS = (
    *("amendment-new", "new", "add", "batch", "telling-new", "whatif", "heading", "document"),
    *("evidence", "notice", "facts", "service-scan", "report-letter", "report-photo"),
    *("alignment-file", "original", "export", "template", "knots-template", "import"),
    "tellings-file",
)


def test_no_link_that_begins_or_fetches_something_is_printed() -> None:
    """A sheet of paper has nothing to press: what a link would begin is left to the screen."""
    folder = Path(overseer.__file__).parent.parent / "templates" / "overseer"
    named = re.compile(rf"url 'overseer:({'|'.join(TO_PRESS)})'|\{{\{{ begin \}}\}}")
    links = re.compile(r"<a\b(?:[^>{]|\{%.*?%\}|\{\{.*?\}\})*>", re.DOTALL)
    found = [
        (file.name, link)
        for file in folder.glob("*.html")
        for link in links.findall(file.read_text("utf-8"))
        if named.search(link)
    ]
    assert len(found) > 20
    hidden = ("jz-no-print", "govuk-button", "govuk-back-link")
    assert [one for one in found if not any(name in one[1] for name in hidden)] == []


def test_only_items_have_a_number_that_people_read(officers: list[Client]) -> None:
    """The id of a text or a list is of the product's own; an item's number stands on papers."""

    def shown(address: str) -> str:
        page = officers[0].get(f"/office/pages/{address}").content.decode()
        return re.sub(r"<[^>]*>", " ", page)

    assert "NEG-01" in shown("item/?q=NEG-01")
    assert "NEG-01" in shown("item/NEG-01/")
    law = "administrative-penalty-law"
    assert "行政处罚法" in shown(f"instrument/?q={law}")
    assert law not in shown("instrument/?q=行政处罚法")
    assert law not in shown(f"instrument/{law}/")
    assert "national-issuable" not in shown("list/")
    assert "national-issuable" not in shown("list/national-issuable/")


def test_an_office_of_two_reads_who_reviews_before_the_second_one_writes_too(
    officers: list[Client], person: Callable[..., User]
) -> None:
    first, second = officers
    address = first.post("/office/prepared/hubei-2020/").headers["Location"]

    def page(client: Client, path: str = address) -> str:
        return client.get(path).content.decode()

    assert "您办了，就没有人能审批" in page(second)
    assert "本单位没有" not in page(first)  # the second one may
    nation = Client()
    nation.force_login(person("nation", "overseer", None, "nation", division=""))
    assert "您办了，审批请由上级（民政部）的工作人员做" in page(second)
    second.post(f"{address}submission/", {"version": version_in(page(second))})
    for client in officers:
        assert "本单位没有别人可以办，请上级（民政部）的工作人员办" in page(client)
        assert "publication/" not in page(client)
    assert "本单位没有" not in page(nation)
    nation.post(f"{address}publication/", {"version": version_in(page(nation))})
    assert Change.objects.get().state == "published"


def test_who_is_alone_reads_it_before_a_way_is_handed_in(officers: list[Client]) -> None:
    first, _second = officers
    address = reverse("overseer:way-new")
    assert "本单位没有别人可以办" not in first.get(address).content.decode()
    User.objects.filter(username="second").update(is_active=False)
    assert "本单位没有别人可以办，上级也没有账号" in first.get(address).content.decode()
