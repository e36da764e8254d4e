"""Publications as people and officers see them (公布记录): OP-2.3.c."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from juzheng.acts.base import files
from juzheng.acts.catalogue import changes, publications
from juzheng.acts.catalogue.changes import Page
from juzheng.catalogue.prepared import prepared
from juzheng.law.catalogue.publications import ChannelKind, DeliveryState
from juzheng.records.models import Delivery, Publication
from juzheng.web.overseer import due
from tests.acts.conftest import (  # noqa: F401 - rehearsals are test_rehearsal.py's
    few_sheets,
    no_doors,
)
from tests.acts.test_publication import (  # noqa: F401 - fixtures
    COUNTY,
    HUBEI,
    countys,
    hubei,
    ministry,
    published,
    renamed_above,
    taken_away,
)
from tests.conftest import NOON, PASSWORD
from tests.web.visiting import noon  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_sheets")]
TODAY = NOON.date()
BY_HAND = [kind for kind in ChannelKind if kind is not ChannelKind.PORTAL]


@pytest.fixture
def said(hubei, noon):  # noqa: F811 - the fixtures
    """Carry Hubei's list to every channel."""
    publications.finish_all(at=NOON)
    return hubei


@pytest.fixture
def office(client, said, person):
    """Return the browser of an officer of Hubei."""
    person("hubei-officer", "overseer", None, "鄂", division=HUBEI)
    assert client.login(username="hubei-officer", password=PASSWORD)
    return client


def asked(client: Client, channel: str, on: date = TODAY, division: str = HUBEI) -> str:
    query = {"channel": channel, "division": division, "on": on.isoformat()}
    return client.get("/publications/", query).content.decode()


def test_everybody_sees_what_was_published_and_where(client, said):
    text = client.get("/publications/").content.decode()
    assert "转学证明" in text
    assert "文稿已备好，等人工发布" in text
    for delivery in Delivery.objects.all():
        href = f"/publications/{said.pk}/{delivery.channel}/"
        assert f'href="{href}"' in text
        response = client.get(href)
        assert response.content == files.read(delivery.file)
        assert "attachment" in response.headers["Content-Disposition"]


def test_what_a_channel_said_on_a_day_is_answered_and_proven(client, said):
    text = asked(client, "portal")
    assert "与台账一致" in text
    assert Delivery.objects.get(channel="portal").digest in text
    assert "还没有登记发布过" in asked(client, "weibo")
    assert "还没有登记发布过" in asked(client, "portal", date(2026, 11, 23))
    assert "还没有登记发布过" in asked(client, "portal", division="430000")


def test_a_changed_file_is_not_called_proven(client, said):
    portal = Delivery.objects.get(channel="portal")
    (files.folder() / portal.file).write_bytes(b"{}")
    assert "与台账不一致" in asked(client, "portal")
    assert "与台账一致" not in asked(client, "portal")


def test_an_officer_posts_by_hand_and_notes_where(office, said):
    page = office.get("/office/deliveries/").content.decode()
    assert "登记已发布" in page
    weibo = Delivery.objects.get(channel="weibo")
    for place in ("", "x" * 301):
        office.post(f"/office/deliveries/{weibo.pk}/posting/", {"place": place})
        assert Delivery.objects.get(channel="weibo").state == DeliveryState.READY.value
    post = {"place": "https://weibo.example/1"}
    assert office.post(f"/office/deliveries/{weibo.pk}/posting/", post).status_code == 302
    text = asked(office, "weibo")
    assert "https://weibo.example/1" in text
    assert "湖北公布不应出具清单" in text
    again = office.post(f"/office/deliveries/{weibo.pk}/posting/", post, follow=True)
    assert "已经登记过" in again.content.decode()


def test_an_officer_tries_again_what_failed(office, said):
    Delivery.objects.filter(channel="weibo").update(
        state="failed", failure="对方没有应答。", file=""
    )
    page = office.get("/office/deliveries/?state=failed").content.decode()
    assert "对方没有应答" in page
    weibo = Delivery.objects.get(channel="weibo")
    office.post(f"/office/deliveries/{weibo.pk}/attempt/")
    weibo.refresh_from_db()
    assert (weibo.state, weibo.failure) == (DeliveryState.READY.value, "")


def test_another_provinces_officer_has_no_hand_in_it(client, said, person):
    person("hunan-officer", "overseer", None, "湘", division="430000")
    client.login(username="hunan-officer", password=PASSWORD)
    weibo = Delivery.objects.get(channel="weibo")
    assert "转学证明" not in client.get("/office/deliveries/").content.decode()
    for act in ("attempt", "posting"):
        response = client.post(f"/office/deliveries/{weibo.pk}/{act}/", {"place": "x"})
        assert response.status_code == 404


def test_the_feed_tells_those_below_what_was_published_above(client, said):
    for division, told in (("420106", True), ("420000", True), ("430000", False), ("", False)):
        text = client.get("/data/changes.atom", {"division": division}).content.decode()
        assert ("转学证明" in text) is told


def test_open_data_follow_what_is_published(client, loaded, ministry):  # noqa: F811
    def negative():
        data = client.get("/data/lists.json", {"division": HUBEI}).json()
        return [one["id"] for one in data["lists"]]

    assert "hubei-negative-1" not in negative()
    ready = prepared("hubei-2020")
    tables = (ready.instruments, ready.items, ready.lists)
    published(ministry, [Page(one) for table in tables for one in table.values()], "公布")
    assert "hubei-negative-1" in negative()


def test_a_file_that_is_lost_is_told_and_one_that_was_altered_too(client, said, monkeypatch):
    one = Delivery.objects.exclude(file="").first()
    address = f"/publications/{one.publication_id}/{one.channel}/"
    assert client.get(address).status_code == 200
    for problem, status, told in (
        (FileNotFoundError(), 410, "存下的文件丢失了"),
        (files.FileAltered(one.file), 500, ""),
    ):
        monkeypatch.setattr(files, "read", lambda _name, problem=problem: _raise(problem))
        answer = client.get(address)
        assert answer.status_code == status
        page = answer.content.decode()
        assert told in page
        assert "已经撤下" not in page  # it was published, and still is


def _raise(problem):
    raise problem


def test_texts_to_post_are_there_as_soon_as_it_is_published(client, loaded, person, noon):  # noqa: F811
    one, two = (person(name, "overseer", None, name, division=HUBEI) for name in ("a", "b"))
    ready = prepared("hubei-2020")
    tables = (ready.instruments, ready.items, ready.lists)
    pages = [Page(entry) for table in tables for entry in table.values()]
    heading = changes.Heading("湖北清单", "原因", HUBEI, TODAY)
    change = changes.draft(heading, pages, key="k", by=one, at=NOON)
    for user, act in ((one, "submission"), (two, "publication")):
        client.force_login(user)
        change.refresh_from_db()
        client.post(f"/office/changes/{change.pk}/{act}/", {"version": change.version})
    stands = {one.channel: one.state for one in Delivery.objects.filter(publication__change=change)}
    assert {stands[name] for name in ("weibo", "wechat", "notice_board")} == {"ready"}
    assert {stands[name] for name in ("portal", "service_hall")} == {"intended"}
    shown = client.get("/office/deliveries/").content.decode()
    for name in ("weibo", "wechat", "notice_board"):
        address = Delivery.objects.get(publication__change=change, channel=name).publication_id
        assert f'href="/publications/{address}/{name}/"' in shown


def test_a_text_that_names_what_went_away_is_marked_and_no_longer_due(office, said, ministry):  # noqa: F811 - a fixture
    gone = next(one for one in said.published.changes if one.word == "not_issued")
    assert "请不要再发这一份" not in office.get("/office/deliveries/").content.decode()
    after = taken_away(ministry, gone.item)
    publications.finish_all(at=NOON)
    page = office.get("/office/deliveries/").content.decode()
    assert page.count("请不要再发这一份：之后公布了“湖北调整清单”") == len(BY_HAND)
    assert f"“{gone.name}”从不应出具清单中去掉。" in page
    assert f'href="/publications/{after.pk}/weibo/"' in page
    assert "这一份已经发出去了" in page
    assert page.count("已有更新的，不再发布") == len(BY_HAND)
    public = Client().get("/publications/").content.decode()
    assert public.count("已有更新的，不再发布") == len(BY_HAND)
    due = office.get("/office/").content.decode()
    assert "湖北调整清单 · " in due
    assert f"{said.title} · " not in due


def test_what_a_place_above_changed_is_made_anew_and_stays_due(office, said, ministry, person):  # noqa: F811 - a fixture
    county = countys(ministry, "房产情况证明", key="c", at=NOON)
    publications.finish_all(at=NOON)
    renamed_above(ministry, "财产证明", at=NOON)
    user = person("county-officer", "overseer", None, "区", division=COUNTY)
    own = Client()
    own.login(username="county-officer", password=PASSWORD)
    page = own.get("/office/deliveries/").content.decode()
    assert page.count("内容已过时，更新后再发布") == 2  # the poster and the hall's bundle
    assert "不再发布" not in page
    assert f"/publications/{Publication.objects.last().pk}/" not in page  # another place's texts
    assert page.count("按今天的内容重新备好") == 2
    (told,) = [one for one in due.rows(user, TODAY) if "各渠道" in str(one.what)]
    assert told.count == len(BY_HAND)  # what is still to be posted, once it is made anew
    poster = county.deliveries.get(channel="notice_board")
    done = own.post(f"/office/deliveries/{poster.pk}/renewal/", follow=True).content.decode()
    assert "已按今天的内容重新备好" in done
    assert done.count("内容已过时，更新后再发布") == 1
    assert (
        office.post(f"/office/deliveries/{poster.pk}/posting/", {"place": "墙"}).status_code == 302
    )
    late = own.post(f"/office/deliveries/{poster.pk}/renewal/", follow=True).content.decode()
    assert "这一条现在不能更新" in late
