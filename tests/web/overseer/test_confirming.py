"""The board of what waits for civil affairs (待确认事项): answered, handed up, published."""

from __future__ import annotations

import pytest

from juzheng.acts.catalogue import confirming
from juzheng.records.catalogue import governing
from juzheng.records.models import Change, Confirmation
from tests.conftest import NOON
from tests.web.visiting import noon  # noqa: F401 - a fixture

PLACE = "990121"
BOARD = "/office/confirmations/"


@pytest.fixture
def office(client, person, loaded, noon):  # noqa: F811 - the fixture
    """Return the browser of an officer of the made-up county, which has one question."""
    officer = person("officer", "overseer", None, "郑科长", division=PLACE)
    client.force_login(officer)
    item = governing.governing(NOON.date()).items["POS-013"]
    confirming.ask(item, PLACE, by=None, at=NOON)
    return client


def row():
    return Confirmation.objects.get()


def take(office, step, **words):
    data = {f"{step}-{key}": value for key, value in words.items()}
    address = f"{BOARD}{row().pk}/{step}/"
    return office.post(address, {**data, "version": row().version}, follow=True)


def test_the_board_shows_what_waits_and_until_when(office):
    page = office.get(BOARD).content.decode()
    assert row().name in page
    assert "2026年12月1日" in page
    assert "示例县" in page


def test_a_no_becomes_a_change_that_another_officer_publishes(office):
    take(office, "may-not", reason="市里已经另行规定，由公证机构核实", source="市司法局网站")
    change = Change.objects.get()
    assert row().change == change
    assert (row().state, change.state) == ("drafted", "draft")
    edit = change.edits.get()
    assert (edit.kind, edit.subject) == ("looked", PLACE)
    assert "公证机构核实" in str(edit.content)
    page = office.get(f"{BOARD}{row().pk}/").content.decode()
    assert f"/office/changes/{change.pk}/" in page


def test_a_yes_wants_a_text_that_is_registered_or_registers_it(office):
    said = {"title": "示例省公证条例", "provision": "第三条", "checked": "逐字核对"}
    said |= {"days": "3", "source": "省人大网站"}
    wrong = take(office, "may", **said)
    assert wrong.status_code == 422
    assert "还没有登记" in wrong.content.decode()
    day = {"begins_year": "2020", "begins_month": "1", "begins_day": "1"}
    take(office, "may", **said, issuer="示例省人大常委会", **day)
    kinds = set(Change.objects.get().edits.values_list("kind", flat=True))
    assert kinds == {"looked", "instrument"}


def test_a_registered_text_is_not_registered_again(office):
    take(
        office,
        "may",
        title="《公证法》",
        provision="第十一条",
        checked="逐字核对",
        days="0",
        source="公报",
    )
    assert set(Change.objects.get().edits.values_list("kind", flat=True)) == {"looked"}


def test_what_cannot_be_settled_is_handed_up_and_leaves_the_board_of_the_county(office):
    take(office, "raise", note="要请省里定")
    assert row().division == "990100"
    assert row().name not in office.get(BOARD).content.decode()


def test_an_old_page_answers_nothing(office):
    data = {"may-not-reason": "没有", "may-not-source": "查过", "version": row().version + 1}
    office.post(f"{BOARD}{row().pk}/may-not/", data)
    assert row().state == "waiting"
    assert not Change.objects.exists()
