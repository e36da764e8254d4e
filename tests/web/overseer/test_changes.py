"""A change on the officers' pages (修订案): opened, renamed, submitted, sent back, given up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from juzheng.acts.base.moves import StepNotAllowed
from juzheng.acts.catalogue import changes as acts
from juzheng.acts.catalogue.changes import Heading, Page
from juzheng.law.catalogue.lists import ListLine
from juzheng.records.catalogue import governing
from juzheng.records.models import Change, Edit, Entry, User
from juzheng.web.overseer.catalogue import naming
from tests.conftest import NOON
from tests.records.snapshots import snapshot
from tests.web.pages import faults

TODAY = NOON.date()
HUBEI = "420000"
HEADING = {
    "title": "改时限",
    "division": HUBEI,
    "effective_on_year": "2026",
    "effective_on_month": "11",
    "effective_on_day": "24",
    "reason": "省厅文件",
}
STALE = "已经有人改过或办过，这次没有改动"


class Desk:
    """An officer at a browser."""

    def __init__(self, user: User) -> None:
        self.user, self.client = user, Client()
        self.client.force_login(user)

    def page(self, address: str, status: int = 200) -> str:
        return self._read(self.client.get(f"/office/{address}"), status)

    def post(self, address: str, status: int = 200, **said: Any) -> str:
        return self._read(self.client.post(f"/office/{address}", said, follow=True), status)

    def press(self, change: Change, name: str, status: int = 200, **said: Any) -> str:
        """Press a button of the page as it stands now, or as it stood at ``version``."""
        change.refresh_from_db()
        page = self.post(
            f"changes/{change.pk}/{name}/", status, **{"version": change.version, **said}
        )
        change.refresh_from_db()
        return page

    def _read(self, answer: Any, status: int) -> str:
        assert answer.status_code == status
        found: str = answer.content.decode()
        assert faults(found) == []
        return found


@pytest.fixture
def desk(loaded: None, person: Callable[..., User], noon: None) -> Callable[..., Desk]:
    def make(name: str, division: str | None = "") -> Desk:
        return Desk(person(name, "overseer", None, name, division=division))

    return make


@pytest.fixture
def first(desk: Callable[..., Desk]) -> Desk:
    return desk("first")


@pytest.fixture
def second(desk: Callable[..., Desk]) -> Desk:
    return desk("second")


def drafted(by: Desk, *pages: Page, division: str = "") -> Change:
    heading = Heading("一次修订", "原因", division, TODAY)
    return acts.draft(heading, pages, key=str(Change.objects.count()), by=by.user, at=NOON)


def sound(subject: str = "NEG-10") -> Page:
    return Page(replace(governing.governing(TODAY).items[subject], summary="改过的说明"))


def twice() -> Page:
    """Return a list that names an item twice, which the gate refuses."""
    one = governing.governing(TODAY).lists["national-negative-1"]
    lines = (ListLine("NEG-10"), ListLine("NEG-10"))
    return Page(replace(one, id="hubei-negative-9", division=HUBEI, lines=lines))


def events(change: Change) -> list[str]:
    chain = Entry.objects.filter(chain=f"change:{change.pk}").order_by("position")
    return [line.event for line in chain]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"title": " "}, "请写一个名称"),
        ({"division": "12"}, "没有 12 这个行政区划"),
        ({"division": "430000"}, "这个地区不归您管理"),
        ({"division": ""}, "这个地区不归您管理"),
        ({"effective_on_year": "1949", "effective_on_month": "9"}, "这一天太早了"),
        ({"effective_on_day": "31"}, "error-summary"),
        ({"reason": ""}, "请写明根据哪份文件、为什么改。"),
    ],
)
def test_a_change_is_not_opened_without_what_it_is_about(
    desk: Callable[..., Desk], said: dict[str, str], told: str
) -> None:
    hubei = desk("hubei", HUBEI)
    assert f'value="{HUBEI}"' in hubei.page("changes/new/")
    before = snapshot()
    assert told in hubei.post("changes/new/", 422, **(HEADING | said))
    assert snapshot() == before


def test_a_change_is_opened_once_and_listed_for_its_division(desk: Callable[..., Desk]) -> None:
    hubei, wuhan, hunan = desk("hubei", HUBEI), desk("wuhan", "420100"), desk("hunan", "430000")
    form = hubei.page("changes/new/")
    key = re.search(r'name="key"\s+value="([0-9a-f]+)"', form)
    assert key
    for _ in range(2):
        page = hubei.post("changes/new/", **HEADING, key=key[1])
    assert "还没有改任何一页。" in page
    assert "修订案里一页也没有。" in page  # why it cannot be published yet
    change = Change.objects.get()
    assert (change.title, change.division, change.reason) == ("改时限", HUBEI, "省厅文件")
    assert (change.effective_on, change.written_by) == (TODAY, hubei.user)
    assert events(change) == ["change.drafted"]

    assert "改时限" in hubei.page("changes/")
    assert "改时限" in hubei.page("changes/?state=draft")
    assert "改时限" in hubei.page("changes/?state=nonsense")  # an unknown filter hides nothing
    assert "改时限" not in hubei.page("changes/?state=published")
    for stranger in (wuhan, hunan):
        assert "改时限" not in stranger.page("changes/")
        assert stranger.client.get(f"/office/changes/{change.pk}/").status_code == 404


def test_what_a_draft_says_of_itself_is_changed_at_the_version_seen(
    desk: Callable[..., Desk],
) -> None:
    hubei = desk("hubei", HUBEI)
    hubei.post("changes/new/", **HEADING)
    change = Change.objects.get()
    assert 'value="改时限"' in hubei.page(f"changes/{change.pk}/heading/")
    before = snapshot()
    assert "请写一个名称" in hubei.press(change, "heading", 422, **(HEADING | {"title": ""}))
    assert STALE in hubei.press(change, "heading", **(HEADING | {"version": 0}))
    assert snapshot() == before

    page = hubei.press(change, "heading", **(HEADING | {"title": "改期限", "division": "420100"}))
    assert "改期限" in page
    assert (change.title, change.division) == ("改期限", "420100")
    assert events(change)[-1] == "change.restated"


def test_what_is_in_review_keeps_its_heading(first: Desk) -> None:
    change = drafted(first, sound())
    first.press(change, "submission")
    before = snapshot()
    page = first.press(change, "heading", **(HEADING | {"division": "", "title": "另一个"}))
    assert snapshot() == before
    shown, kept, rest = page.partition("您刚才写的没有保存")
    assert STALE in shown
    assert "另一个" in kept + rest.partition("</dl>")[0]  # to be copied, and nowhere else
    assert "另一个" not in shown + rest.partition("</dl>")[2]


def test_what_only_another_draft_calls_by_a_name_is_told_by_its_id(first: Desk) -> None:
    """Who may not see a draft learns no name from it (别处草稿里的名称不外露)."""
    mine, one = drafted(first, sound()), governing.governing(TODAY).items["NEG-11"]
    drafted(first, Page(replace(one, id="NEG-430000-77", name="别处草稿里的证明")))
    said = "清单还列着 NEG-430000-77。"
    assert naming.named(said, mine) == said
    assert naming.named("清单还列着 NEG-11。", mine) == f"清单还列着“{one.name}”。"


def test_the_officer_reads_why_it_cannot_be_submitted_and_has_no_button(first: Desk) -> None:
    change = drafted(first, twice(), division=HUBEI)
    page = first.page(f"changes/{change.pk}/")
    told = page.split("现在还不能发布")[1].split("</section>")[0]
    assert "“健在证明”在清单里出现了两次。" in told
    assert "NEG-10" not in told  # people know it by its name
    assert "/submission/" not in page

    before = snapshot()
    assert "NEG-10 在清单里出现了两次。" in first.press(change, "submission")
    assert snapshot() == before


def test_the_second_officer_reads_why_it_cannot_be_published_any_more(
    first: Desk, second: Desk
) -> None:
    slow, fast = drafted(first, sound()), drafted(first, sound())
    for change in (slow, fast):
        assert "已提交，等另一位工作人员审核。" in first.press(change, "submission")
    assert "已发布。从所定的日子起" in second.press(fast, "publication")
    page = second.page(f"changes/{slow.pk}/")
    assert "“健在证明”起草之后，已另有新版本发布" in page
    assert "/publication/" not in page

    before = snapshot()
    assert "已另有新版本发布" in second.press(slow, "publication")
    assert snapshot() == before


def test_whoever_wrote_it_is_told_to_ask_another(first: Desk, second: Desk) -> None:
    change = drafted(first, sound())
    first.press(change, "submission")
    before = snapshot()
    page = first.press(change, "publication")
    assert "起草、改写或提交的人不能审核自己的修订。请另一位工作人员审核。" in page
    assert snapshot() == before
    assert "/publication/" in second.page(f"changes/{change.pk}/")


def test_a_change_is_sent_back_with_what_is_to_be_mended(first: Desk, second: Desk) -> None:
    change = drafted(first, sound())
    first.press(change, "submission")
    before = snapshot()
    assert "请写明要改什么" in second.press(change, "return", 422, note=" ")
    assert snapshot() == before

    assert "已退回起草人。" in second.press(change, "return", note="印发日写错了")
    assert (change.state, change.review_note) == ("draft", "印发日写错了")
    page = first.page(f"changes/{change.pk}/")
    assert "审核人退回了这个修订案" in page
    assert "印发日写错了" in page
    assert events(change)[-1] == "change.returned"
    shown = first.page("")
    assert "退回给您修改的修订案" in shown
    assert "退回理由：印发日写错了" in shown
    assert "退回给您修改的修订案" not in second.page("")
    first.press(change, "submission")
    assert "退回给您修改的修订案" not in first.page("")


@pytest.mark.parametrize("version", ["0", "", "x", "²", "9" * 10])
def test_a_button_of_an_old_page_changes_nothing(first: Desk, version: str) -> None:
    change = drafted(first, sound())
    edit = change.edits.get()
    before = snapshot()
    for name in ("submission", "disposal", f"pages/{edit.pk}/removal"):
        assert STALE in first.press(change, name, version=version)
    assert snapshot() == before


def test_a_draft_is_given_up_and_stays_on_record(first: Desk) -> None:
    change = drafted(first, sound())
    page = first.page(f"changes/{change.pk}/")
    confirming = page[page.index("作废这个修订案") :]
    assert page[: page.index("作废这个修订案")].rstrip().endswith('summary-text">')
    assert (
        confirming.index("不能恢复") < confirming.index("确定作废") < confirming.index("</details>")
    )
    assert "已作废，留在记录里。" in first.press(change, "disposal")
    assert change.state == "discarded"
    page = first.page(f"changes/{change.pk}/")
    assert "作废" in page
    assert "/disposal/" not in page
    assert "改过的说明" in page
    assert events(change)[-1] == "change.discarded"


def test_a_page_is_taken_out_of_its_own_draft_alone(first: Desk) -> None:
    change, other = drafted(first, sound(), sound("NEG-11")), drafted(first, sound())
    mine, theirs = change.edits.get(subject="NEG-10"), other.edits.get()
    before = snapshot()
    address = f"/office/changes/{change.pk}/pages/{theirs.pk}/removal/"
    assert first.client.post(address, {"version": change.version}).status_code == 404
    assert snapshot() == before

    assert "这一页已从修订案里撤下。" in first.press(change, f"pages/{mine.pk}/removal")
    assert [edit.subject for edit in change.edits.all()] == ["NEG-11"]
    line = Entry.objects.filter(chain=f"change:{change.pk}").latest("position")
    assert line.event == "change.page_left_out"
    assert line.details["page"] == "item:NEG-10"
    assert Edit.objects.filter(change=other).count() == 1


def test_who_governs_nothing_of_it_finds_no_such_change(
    desk: Callable[..., Desk], first: Desk
) -> None:
    change = drafted(first, sound())
    edit = change.edits.get()
    nobody, hubei = desk("nobody", None), desk("hubei", HUBEI)
    before = snapshot()
    for name in (
        "heading", "submission", "publication", "return", "disposal",
        f"pages/{edit.pk}/removal", f"pages/{edit.pk}", "pages/new/item",
    ):  # fmt: skip
        for one, status in ((nobody, 403), (hubei, 404)):
            answer = one.client.post(f"/office/changes/{change.pk}/{name}/", {"version": 1})
            assert answer.status_code == status, name
    assert snapshot() == before


def test_the_first_page_shows_what_waits_and_what_is_mine(
    first: Desk, second: Desk, desk: Callable[..., Desk]
) -> None:
    waiting, draft = drafted(first, sound()), drafted(first, sound("NEG-11"))
    first.press(waiting, "submission")
    links = [f"/office/changes/{one.pk}/" for one in (waiting, draft)]

    assert [link in first.page("") for link in links] == [True, True]
    assert [link in second.page("") for link in links] == [True, False]
    stranger = desk("hubei", HUBEI).page("")
    assert [link in stranger for link in links] == [False, False]


def test_the_history_names_pages_by_their_titles(first: Desk) -> None:
    change = drafted(first, sound())
    acts.write(change, [sound("NEG-01")], version=change.version, by=first.user, at=NOON)
    told = first.page(f"changes/{change.pk}/").split("办理经过")[-1]
    assert "亲属关系证明" in told
    assert "item:NEG-01" not in told


def test_a_second_tab_reads_that_it_is_published_by_whom_and_when(
    first: Desk, second: Desk
) -> None:
    change = drafted(first, sound())
    first.press(change, "submission")
    version = str(Change.objects.get(pk=change.pk).version)
    assert "已发布。从所定的日子起" in second.press(change, "publication")

    before = snapshot()
    for act in ("publication", "submission", "disposal"):
        page = second.press(change, act, version=version)
        assert "这个修订案已经发布了：" in page
        assert "由second审核发布" in page
        assert "已另有新版本发布" not in page
        assert 'href="/office/deliveries/"' in page
    assert snapshot() == before


def test_what_was_published_meanwhile_is_no_newer_version_of_itself(
    first: Desk, second: Desk
) -> None:
    change = drafted(first, sound())
    first.press(change, "submission")
    change.refresh_from_db()
    old = Change.objects.get(pk=change.pk)
    second.press(change, "publication")
    with pytest.raises(StepNotAllowed):
        acts.publish(old, by=second.user, at=NOON, version=old.version)
