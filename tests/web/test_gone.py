"""
Whatever was public once answers for ever (已结束): what it was, since which day and why.

The walk at the end names every address with a part of its own: its scene here, or why it is
nobody's but its holder's.
"""

# ruff: noqa: F401, F811 - fixtures of other tests
from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from juzheng.acts.catalogue import changes, offers
from juzheng.acts.catalogue.changes import Heading, Page
from juzheng.acts.demands import units
from juzheng.acts.supervision import exposure, reports
from juzheng.catalogue.prepared import prepared
from juzheng.law.base.demanders import Demander
from juzheng.law.base.endings import Ended, EndedKind
from juzheng.law.catalogue.items import ListKind
from juzheng.law.catalogue.lists import ChangeKind, ListLine
from juzheng.outside import photos
from juzheng.outside.photos import Box
from juzheng.records.catalogue import endings, governing
from juzheng.records.models import Correction, Report, User
from juzheng.web.public.urls import urlpatterns
from juzheng.web.shared.catalogue import local_lists
from tests.acts.test_changes import TODAY, hubei_pages, ministry, published
from tests.acts.test_exposure import picture
from tests.acts.test_offers import SAID as OFFERED
from tests.conftest import NOON
from tests.supervising import messenger
from tests.web import reporting
from tests.web.pages import faults
from tests.web.reporting import SAID
from tests.web.visiting import noon

BOX = Box(0.1, 0.1, 0.5, 0.5)
ITEM = "NEG-420000-01"
DAY = f"{TODAY.year}年{TODAY.month}月{TODAY.day}日"


def said(client: Client, address: str, *told: str, status: int = 410) -> str:
    """Return the page at ``address``, which tells the day, a reason and ``told``."""
    answer = client.get(address)
    assert answer.status_code == status, address
    page: str = answer.content.decode()
    assert "网址可能写错了" not in page
    for one in ("原因：", *told):
        assert one in page, (address, one)
    assert faults(page) == []
    return page


def test_withdrawn_pages_leave_a_tombstone(client: Client, loaded, noon, ministry) -> None:
    published(ministry, hubei_pages())
    title = prepared("hubei-2020").instruments["hubei-2020-32"].title
    doors = (
        f"/items/{ITEM}/",
        f"/items/{ITEM}/guide.pdf",
        f"/ask/?item={ITEM}",
        "/law/hubei-2020-32/",
        f"/letters/?item={ITEM}",
        f"/may-i-demand/?item={ITEM}",
        f"/widget/demand-check.html?item={ITEM}",
        f"/place/for/{ITEM}/",
    )
    for door in doors[:7]:
        assert client.get(door).status_code == 200, door
    pages = [replace(page, withdraw=True) for page in hubei_pages()]
    published(ministry, pages, key="gone")
    for door in doors:
        said(client, door, DAY, "原因", ITEM if ITEM in door else title)
    assert client.get("/items/POS-999/").status_code == 404
    assert client.get("/items/%00/").status_code == 404

    asked = client.get(f"/api/v1/demand-check?item={ITEM}", headers={"Accept-Language": "en"})
    assert asked.status_code == 410
    assert TODAY.isoformat() in asked.json()["error"]["what"]
    assert asked.json()["error"]["do"].startswith("Reason")

    for page in ("/items/", "/law/", "/lists/"):
        assert "已结束" in said(client, page, DAY, status=200)
    over = {one["id"]: one for one in json.loads(client.get("/data/ended.json").content)["ended"]}
    listed = client.get("/data/items.json?division=420000").json()["ended"]
    assert {one["id"] for one in listed} >= {ITEM}
    for one in (ITEM, "hubei-2020-32", "hubei-negative-1"):
        assert (over[one]["ended_on"], over[one]["reason"]) == (TODAY.isoformat(), "原因")
    feed = client.get("/data/changes.atom?division=420000").content.decode()
    assert f"/data/ended/item/{ITEM}/{TODAY}" in feed


def test_the_name_of_what_was_taken_off_finds_it_as_ended(
    client: Client, loaded, noon, ministry, committee
) -> None:
    published(ministry, hubei_pages())
    item = prepared("hubei-2020").items[ITEM]
    published(ministry, [replace(page, withdraw=True) for page in hubei_pages()], key="gone")
    there = replace_place(committee)
    for name in (item.name, f"我要开{item.name}"):
        page = client.get("/ask/", {"q": name, "committee": there}).content.decode()
        assert f"“{item.name}”已经撤下" in " ".join(page.split()), name
        assert f'href="/items/{ITEM}/"' in page
        assert "没有依据的，居（村）委会不能开" in page
    elsewhere = client.get("/ask/", {"q": item.name}).content.decode()
    assert "已经撤下" not in elsewhere  # it was an item of that province alone


def replace_place(committee) -> str:
    """Return the code of a committee of Hubei."""
    code = "420106001001"
    type(committee).objects.filter(pk=committee.pk).update(code=code)
    return code


def test_a_list_that_still_speaks_of_an_item_that_went_is_shown(loaded, noon, ministry) -> None:
    """The gate lets no such list through; what is in the tables all the same breaks no page."""
    listed = governing.governing(TODAY)
    named = {line.item for one in listed.lists.values() for line in one.lines}
    kept = (one for one in listed.items.values() if one.kind is ListKind.ISSUABLE)
    item = next(one for one in kept if one.id not in named)
    line = ListLine(item.id, ChangeKind.ADJUST, materials=("户口簿",))
    there = {"division": "990121", "official": False, "lines": (line,)}
    published(ministry, [Page(replace(listed.lists["national-issuable"], id="ways", **there))])
    whole = governing.governing(TODAY)
    book = whole.rulebook("990121", TODAY)
    shown = local_lists.lines(whole, book, ListKind.ISSUABLE)
    without = replace(whole, items={key: one for key, one in whole.items.items() if one != item})
    left = local_lists.lines(without, book, ListKind.ISSUABLE)
    assert {one["item"] for one in shown} - {one["item"] for one in left} == {item.id}


def test_what_replaced_a_list_is_named(client: Client, loaded, noon, ministry) -> None:
    published(ministry, hubei_pages())
    old = prepared("hubei-2020").lists["hubei-negative-1"]
    new = replace(old, id="hubei-negative-new", title="湖北省新清单")
    published(ministry, [Page(old, withdraw=True), Page(new)], key="replaced")
    page = said(client, "/lists/", DAY, "现在改看：", "湖北省新清单", status=200)
    assert 'id="ended-list-hubei-negative-1"' in page
    over = client.get("/data/lists.json?division=420000").json()["ended"]
    (told,) = [one for one in over if one["id"] == old.id]
    assert [one["id"] for one in told["replaced_by"]] == [new.id]


def test_forms_of_what_is_issued_no_more_say_since_when(
    client: Client,
    loaded,
    noon,
    ministry,
) -> None:
    doors = ("/items/POS-001/form.pdf", "/items/POS-001/sample.pdf")
    for door in doors:
        assert client.get(door).status_code == 200
    item = governing.governing(TODAY).items["POS-001"]
    published(ministry, [Page(replace(item, in_force_until=TODAY))], key="over")
    for door in doors:
        said(client, door, DAY, "POS-001")
    assert client.get("/items/POS-001/").status_code == 200
    said(client, "/items/", DAY, status=200)


def test_many_pages_of_one_day_hide_no_other_day_and_the_reason_is_that_of_the_end(
    client: Client, loaded, noon, ministry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endings, "MOST_LOOKED_AT", 2)
    item = replace(governing.governing(TODAY).items["POS-001"], in_force_until=TODAY)
    published(ministry, [Page(item)], key="over")
    others = [one for one in governing.governing(TODAY).items.values() if one.enabled][:3]
    published(ministry, [Page(replace(one, summary="改了一句。")) for one in others], key="many")
    assert endings.changed(TODAY) == (TODAY,)
    heading = Heading("改一个字", "只改了错字", "", TODAY)
    mended = replace(item, summary="改了一个错字。")
    change = changes.draft(heading, [Page(mended)], key="typo", by=ministry[0], at=NOON)
    changes.submit(change, version=change.version, by=ministry[0], at=NOON)
    changes.publish(change, version=change.version, by=ministry[1], at=NOON)
    assert "只改了错字" not in said(client, "/items/POS-001/form.pdf", DAY, "POS-001")
    over = {one["id"]: one for one in json.loads(client.get("/data/ended.json").content)["ended"]}
    assert over["POS-001"]["reason"] == "原因"


def test_offers_that_ended_are_listed(client: Client, loaded, noon, person: Any) -> None:
    unit = units.enter(
        "示例市住房中心", kind=Demander.HOUSING, division="420100", by="operator", at=NOON
    )
    by = person("registrar", "department", None, "钱登记", unit=unit)
    officer = person("officer", "overseer", None, "孙审核", division="420100")
    from tests.acts.test_offers import published as reviewed

    reviewed(offers.propose(OFFERED, key="k", by=by, at=NOON), officer)
    (one,) = offers.of_unit(unit, TODAY)
    assert "已结束" not in client.get("/offers/").content.decode()
    reviewed(offers.end(one, TODAY, key="end", by=by, at=NOON), officer)
    page = said(client, "/offers/", DAY, one.title, status=200)
    assert f'id="ended-offer-{one.id}"' in page


@pytest.fixture
def shown(loaded: None, person: Callable[..., User]) -> Correction:
    first, second = (
        person(name, "overseer", None, name, division=reporting.DIVISION) for name in ("a", "b")
    )
    return reporting.exposed(first, second)


def test_an_exposure_that_was_stopped_says_why(client: Client, shown: Correction, noon) -> None:
    address = f"/exposures/{shown.number}/"
    assert client.get(address).status_code == 200
    judge, at = messenger("420000"), shown.approved_at
    exposure.stop(shown, "依据另行核查。", version=shown.version, by=judge, at=at)
    page = said(client, address, "依据另行核查。", "2026年")
    assert shown.unit_name not in page
    page = said(client, "/exposures/", shown.number, "依据另行核查。", status=200)
    assert shown.unit_name not in page


def test_data_of_a_past_day_knows_nothing_of_what_ended_since(
    client: Client, shown: Correction, noon
) -> None:
    judge, at = messenger("420000"), shown.approved_at
    exposure.stop(shown, "依据另行核查。", version=shown.version, by=judge, at=at)
    day, before = at.date(), at.date() - timedelta(days=1)

    def ended(on: date) -> list[str]:
        told = client.get(f"/data/ended.json?on={on}").json()["ended"]
        return [one["id"] for one in told if one["kind"] == "exposure"]

    assert (ended(before), ended(day)) == ([], [shown.number])
    for on in (before, day):
        feed = client.get(f"/data/changes.atom?on={on}").content.decode()
        assert (shown.number in feed) == (on == day)


def test_what_ended_on_no_known_day_is_no_entry_of_the_feed(
    client: Client, shown: Correction, noon, monkeypatch: pytest.MonkeyPatch
) -> None:
    undated = Ended(EndedKind.EXPOSURE, shown.number, shown.number, "", None, "原因")
    monkeypatch.setattr("juzheng.records.supervision.endings.ended", lambda _on: [undated])
    assert shown.number not in client.get("/data/changes.atom").content.decode()
    assert shown.number in client.get("/data/ended.json").content.decode()


@pytest.fixture
def with_photo(
    loaded: None, person: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> tuple[Correction, Report, User]:
    """Return an exposure with a photo, its report, and the officer who cleared it."""
    first, second = (
        person(name, "overseer", None, name, division=reporting.DIVISION) for name in ("a", "b")
    )
    receive = reports.receive
    photo = photos.clean(picture())
    monkeypatch.setattr(reports, "receive", lambda f, at: receive(replace(f, photo=photo), at=at))
    review = partial(reports.review, boxes=[BOX], show_photo=True)
    monkeypatch.setattr(reports, "review", review)
    one = reporting.exposed(first, second)
    monkeypatch.undo()
    return one, one.reports.get(), first


def test_a_photo_says_why_it_is_not_shown_any_more(
    client: Client,
    with_photo: tuple[Correction, Report, User],
    noon,
) -> None:
    one, report, officer = with_photo
    there = f"/exposures/{one.number}/photos/"
    address = f"{there}{report.public_photo_digest}.jpg"
    assert client.get(address).status_code == 200
    version, later = report.version, one.approved_at + timedelta(hours=1)
    reports.review(report, SAID, by=officer, at=later)  # with no photo any more
    page = said(client, address, "重新审看了这份反映", "2026年", "从这一天起撤下：")
    assert "撤回" not in page
    assert report.version > version
    reports.review(report, SAID, boxes=[BOX], show_photo=True, by=officer, at=later)
    never = f"{there}{report.public_photo_digest}.jpg"
    if never != address:
        assert client.get(never).status_code == 404  # looked at after the approval: never public
    Report.objects.filter(pk=report.pk).update(erased_at=NOON)
    said(client, address, "保存期满，按规定删除", DAY)
    assert client.get(f"{there}{'a' * 64}.jpg").status_code == 404  # whoever makes one up


def test_a_photo_of_a_report_that_was_taken_back_says_so(
    client: Client,
    with_photo: tuple[Correction, Report, User],
    noon,
) -> None:
    one, report, _officer = with_photo
    address = f"/exposures/{one.number}/photos/{report.public_photo_digest}.jpg"
    reports.withdraw(report, at=one.approved_at + timedelta(hours=1))
    said(client, address, "反映人撤回了反映", "2026年")


# Each public address with a part of its own: where it is tested that its end is told.
WALKED = {
    **dict.fromkeys(("item", "law", "guide-file", "place-for"), "withdrawn pages"),
    **dict.fromkeys(("form-file", "sample-file"), "issued no more"),
    **dict.fromkeys(("exposure", "exposure-photo"), "stopped, withdrawn; test_exposed: mended"),
    "rendering": "a lost file: tests/web/test_publications.py",
    "demand": "never leaves: tests/web/public/test_demand_data.py",
    "paper": "revoked, replaced, erased: tests/web/public/test_checking.py, test_erased.py",
}
HOLDERS_OWN = {
    *("report-receipt", "report-follow", "report-word", "report-complaint"),
    *("report-objection", "report-answer-file", "report-withdrawal"),
}


def test_no_public_address_is_forgotten() -> None:
    own = {str(one.name) for one in urlpatterns if "<" in str(one.pattern)}
    assert own == {*WALKED, *HOLDERS_OWN}


@pytest.mark.parametrize(
    ("address", "chinese", "english"),
    [
        ("/items/POS-999”/", "没有找到证明事项“POS-999”。", "“POS-999” was not found under Items."),
        (
            '/items/"POS-999"/',
            "没有找到证明事项“POS-999”。",
            "“POS-999” was not found under Items.",
        ),
        ("/exposures/“9”/", "没有找到公开曝光“9”。", "“9” was not found under Public exposure."),
        ('/lists/?division="999999"', "没有“999999”这个地区", "“999999”"),
        ("/lists/?on=“soon”", "“soon”不是日期", "“soon”"),
        ("/demands/?kind=“mars”", "“kind=mars”认不出来", "“kind=mars”"),
    ],
)
def test_what_was_typed_in_quotation_marks_is_not_quoted_twice(
    loaded: None, client: Client, address: str, chinese: str, english: str
) -> None:
    for language, told in (("zh-hans", chinese), ("en", english)):
        page = client.get(address, headers={"accept-language": language}).content.decode()
        assert told in unescape(page)
        assert not re.search("[“「]{2}|[”」]{2}", unescape(page))


@pytest.mark.parametrize("name", ["public:items-json", "public:ask-api", "public:demand-check"])
def test_a_program_reads_no_doubled_marks_either(loaded: None, client: Client, name: str) -> None:
    answer = client.get(f"{reverse(name)}?“no”=1")
    assert answer.status_code == 422
    assert "没有“no”这一项。" in json.dumps(answer.json(), ensure_ascii=False)
