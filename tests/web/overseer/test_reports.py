"""Reports at the officers' desk (反映处理): read, masked, accepted, joined, answered, passed on."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from juzheng.acts.base import files
from juzheng.acts.supervision import exposure, reports
from juzheng.acts.supervision.exposure import Subject
from juzheng.acts.supervision.reports import Filed
from juzheng.outside import photos
from juzheng.records.catalogue import governing
from juzheng.records.demands import demand_findings
from juzheng.records.models import Correction, Entry, Report, User, ViewLog
from tests.conftest import NOON
from tests.records.snapshots import snapshot
from tests.supervising import messenger
from tests.web.pages import faults

CITY = "420100"
STORY = "我叫王小明，电话13800000000，示例局非要居委会证明我妈是我妈。"
SAID = "示例局非要居委会证明我妈是我妈。"
ABOUT = Subject("示例市示例局", "social_insurance", "关系证明", "遗属待遇")
MOVED = "已经有人改过或办过，这次没有改动"


@dataclass
class Desk:
    """An officer and their browser."""

    user: User
    client: Client

    def page(self, address: str, status: int = 200) -> str:
        answer = self.client.get(f"/office/{address}")
        assert answer.status_code == status
        found: str = answer.content.decode()
        assert faults(found) == []
        return found

    def post(self, address: str, status: int = 200, **said: Any) -> str:
        """Send a form, follow where it leads, and return the page."""
        answer = self.client.post(f"/office/{address}", said, follow=True)
        assert answer.status_code == status
        found: str = answer.content.decode()
        assert faults(found) == []
        return found


@pytest.fixture
def desk(loaded: None, person: Callable[..., User], noon: None) -> Callable[..., Desk]:
    """Return a maker of officers: ``desk("first", "420100")``."""

    def make(name: str = "first", division: str | None = CITY) -> Desk:
        user = person(name, "overseer", None, name, division=division)
        client = Client()
        client.force_login(user)
        return Desk(user, client)

    return make


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "JPEG")
    return out.getvalue()


def filed(**said: Any) -> Report:
    words: dict[str, Any] = {
        "key": uuid4().hex,
        "division": CITY,
        "proof": "证明王小明妈妈是妈妈",
        "unit_name": ABOUT.unit_name,
        "unit_kind": ABOUT.unit_kind,
        "item": "NEG-01",
        "story": STORY,
        "reporter_name": "王小明",
        "telephone": "13800000000",
        "consent": True,
    }
    return reports.receive(Filed(**{**words, **said}), at=NOON)


def lines(report: Report) -> list[tuple[str, dict[str, Any]]]:
    chain = Entry.objects.filter(chain=f"report:{report.number}").order_by("position")
    return [
        (line.event, {k: v for k, v in line.details.items() if k != "covers"}) for line in chain
    ]


def unchanged(act: Callable[[], str]) -> str:
    """Do ``act`` and return its page; the whole database says what it said before."""
    before = snapshot()
    page = act()
    assert snapshot() == before
    return page


def link(one: Correction) -> str:
    return reverse("overseer:correction", args=[one.number])


def accepted(by: User, **said: Any) -> Correction:
    return exposure.accept(filed(**said), ABOUT, by=by, at=NOON, apart=True)


def test_the_board_shows_what_waits_what_is_late_and_what_is_over(
    desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk()
    empty = first.page("reports/")
    assert "没有等待查看的。" in empty
    assert "没有正在纠正的。" in empty
    assert "最近办结的" not in empty

    one = accepted(first.user)
    exposure.notify(one, "示例省示例局", version=one.version, by=first.user, at=NOON)
    served = (exposure.Service.POST, NOON.date(), "挂号1号")
    exposure.serve(one, *served, version=one.version, by=messenger(one.division), at=NOON)
    gone = accepted(first.user)
    exposure.drop(gone, "有依据", version=gone.version, by=first.user, at=NOON)
    waiting = filed()
    page = first.page("reports/")
    assert reverse("overseer:report", args=[waiting.number]) in page
    running, over = page.split("最近办结的")
    assert page.count("正在纠正的") == 1
    assert "已通报，等单位答复" in running
    assert link(one) in running
    assert link(gone) not in running
    assert link(gone) in over
    assert "到期没有答复的单位" not in page

    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(days=22))
    first.client.force_login(first.user)
    late = first.page("reports/").split("到期没有答复的单位")[1].split("等待查看的反映")[0]
    assert link(one) in late
    assert link(gone) not in late


def test_what_waits_is_turned_page_by_page_the_oldest_first(
    desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("juzheng.web.overseer.supervision.reports.WAITING", 1)
    first, several = desk(), [filed(), filed(), filed()]
    seen, further = list[str](), "reports/"
    while further:
        page = first.page(further)
        seen += [one.number for one in several if one.number in page]
        found = re.search(r'href="(\?after=[^"]+)" rel="next"', page)
        further = f"reports/{found[1]}" if found else ""
    assert seen == [one.number for one in several]
    assert 'href="/office/reports/" rel="prev"' in page
    for nonsense in ("x", "1", "1.x", ".", f"{10**17}.1", "9" * 40, "²."):
        assert several[0].number in first.page(f"reports/?after={nonsense}")


def test_another_division_sees_and_does_nothing(desk: Callable[..., Desk]) -> None:
    report = filed(photo=photos.clean(picture()))
    stranger, nobody = desk("stranger", "430000"), desk("nobody", None)
    assert report.number not in stranger.page("reports/")
    assert nobody.client.get("/office/reports/").status_code == 403
    before = snapshot()
    for part in ("", "photo.jpg"):
        assert stranger.client.get(f"/office/reports/{report.number}/{part}").status_code == 404
        assert nobody.client.get(f"/office/reports/{report.number}/{part}").status_code == 403
    for part in ("review", "acceptance", "joining", "answer", "passing"):
        address = f"/office/reports/{report.number}/{part}/"
        assert stranger.client.post(address, {"words": SAID}).status_code == 404
        assert nobody.client.post(address, {"words": SAID}).status_code == 403
    assert snapshot() == before
    assert not ViewLog.objects.exists()


def test_a_report_is_shown_as_it_came_in_and_the_look_is_written_down(
    desk: Callable[..., Desk],
) -> None:
    first, report = desk(), filed(counter="三号窗口")
    page = first.page(f"reports/{report.number}/")

    for told in (
        STORY,
        "王小明",
        "13800000000",
        "三号窗口",
        "同意公开",
        "不向单位透露",
    ):
        assert told in page, told
    suggested = page.split('name="words"')[1].split("</textarea>")[0]
    assert SAID in suggested
    assert "王小明" not in suggested
    assert "13800000000" not in suggested
    assert 'value="证明王小明' not in page  # what the correction is about names nobody
    assert 'name="boxes"' not in page  # there is no photo to be blacked out
    look = ViewLog.objects.get()
    assert (look.what, look.by, look.report) == ("overseer.report", first.user, report)


def test_a_photo_is_handed_out_and_the_look_is_written_down(desk: Callable[..., Desk]) -> None:
    first, report = desk(), filed(photo=photos.clean(picture()))
    assert "看照片" in first.page(f"reports/{report.number}/")
    answer = first.client.get(f"/office/reports/{report.number}/photo.jpg")
    assert answer.content == files.read(report.photo)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert ViewLog.objects.filter(what="overseer.photo", by=first.user).count() == 1

    without = filed()
    assert first.client.get(f"/office/reports/{without.number}/photo.jpg").status_code == 404
    assert not ViewLog.objects.filter(report=without).exists()


def test_reviewed_words_are_kept_and_the_ledger_holds_their_digest_alone(
    desk: Callable[..., Desk],
) -> None:
    first, report = desk(), filed()
    page = first.post(f"reports/{report.number}/review/", words=SAID)

    assert "已记下可以公开的内容" in page
    report.refresh_from_db()
    assert (report.words, report.reviewed_by, report.public_photo) == (SAID, first.user, "")
    event, details = lines(report)[-1]
    assert event == "report.reviewed"
    assert SAID not in str(details)
    assert "photo" in details


@pytest.mark.parametrize("words", [STORY, "电话13800000000", "王小明说的。"])
def test_words_that_are_private_are_sent_back_as_typed(
    desk: Callable[..., Desk], words: str
) -> None:
    first, report = desk(), filed()
    send = lambda: first.post(f"reports/{report.number}/review/", 422, words=words)  # noqa: E731
    page = unchanged(send)
    assert "里面还有个人信息：" in page
    assert words in page.split('name="words"')[1].split("</textarea>")[0]


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        ("10 20 55", "“10 20 55”不对"),
        ("10 20 55 130", "“10 20 55 130”不对"),
        ("55 20 10 30", "“55 20 10 30”不对"),
        ("左 上 右 下", "“左 上 右 下”不对"),
        ("nan nan nan nan", "“nan nan nan nan”不对"),
        ("1 1 2 2\n" * 201, "200"),
    ],
)
def test_a_box_that_is_none_is_named_and_no_photo_is_cleared(
    desk: Callable[..., Desk], boxes: str, told: str
) -> None:
    first, report = desk(), filed(photo=photos.clean(picture()))
    said = {"words": SAID, "boxes": boxes, "show_photo": "on"}
    page = unchanged(lambda: first.post(f"reports/{report.number}/review/", 422, **said))
    assert told in page.split("data-error-summary")[1].split("</ul>")[0]


def test_a_photo_is_public_only_when_an_officer_says_so(desk: Callable[..., Desk]) -> None:
    first, report = desk(), filed(photo=photos.clean(picture()))
    boxes = "10,10，50、50\n\n 60 60 90 90 "
    first.post(f"reports/{report.number}/review/", words=SAID, boxes=boxes)
    report.refresh_from_db()
    assert report.public_photo == ""

    first.post(f"reports/{report.number}/review/", words=SAID, boxes=boxes, show_photo="on")
    report.refresh_from_db()
    shown = Image.open(io.BytesIO(files.read(report.public_photo)))
    black = [shown.getpixel(at) for at in ((100, 70), (300, 220))]
    assert black == [(0, 0, 0)] * 2
    assert min(shown.getpixel((220, 100))) > 200  # type: ignore[type-var, arg-type]
    assert lines(report)[-1][1]["photo"] == report.public_photo_digest


def test_accepting_opens_a_correction_in_the_officers_words(desk: Callable[..., Desk]) -> None:
    first, report = desk(), filed()
    about = {"unit_name": "示例市示例局", "unit_kind": "bank", "proof": "关系证明", "matter": ""}
    page = first.post(f"reports/{report.number}/acceptance/", **about)

    one = Correction.objects.get()
    assert "已受理。接下来通报单位和它的上级。" in page
    assert one.number in page
    assert (one.unit_name, one.unit_kind, one.proof) == ("示例市示例局", "bank", "关系证明")
    assert (one.accepted_by, one.division, one.state) == (first.user, CITY, "accepted")
    assert lines(report)[-1] == ("report.accepted", {"correction": one.number})
    assert link(one) in first.page(f"reports/{report.number}/")

    again = unchanged(lambda: first.post(f"reports/{report.number}/acceptance/", **about))
    assert MOVED in again
    assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"unit_name": " "}, "请写单位的全称。"),
        ({"unit_name": "长" * 101}, "error-summary"),
        ({"unit_kind": "spaceship"}, "error-summary"),
        ({"proof": ""}, "请写要的是什么证明。"),
    ],
)
def test_what_a_correction_is_about_has_to_be_said(
    desk: Callable[..., Desk], said: dict[str, str], told: str
) -> None:
    first, report = desk(), filed()
    about = {"unit_name": "示例市示例局", "unit_kind": "bank", "proof": "关系证明", **said}
    page = unchanged(lambda: first.post(f"reports/{report.number}/acceptance/", 422, **about))
    assert told in page


def test_a_report_joins_one_like_it_and_none_that_is_over(desk: Callable[..., Desk]) -> None:
    first = desk()
    one, over = accepted(first.user), accepted(first.user)
    exposure.drop(over, "有依据", version=over.version, by=first.user, at=NOON)
    report = filed()
    address = f"reports/{report.number}/joining/"
    offered = first.page(f"reports/{report.number}/")
    assert "---------" not in offered
    assert f'value="{one.number}"' in offered
    assert f'value="{over.number}"' not in offered

    assert "请选并入哪一件。" in unchanged(lambda: first.post(address, 422))
    for wrong in (over.number, "nothing"):
        page = unchanged(lambda wrong=wrong: first.post(address, 422, correction=wrong))
        assert "这一件已经办结或不归本级管" in page

    page = first.post(address, correction=one.number)
    assert f"已并入{one.number}" in page
    assert "已受理。接下来通报单位" not in page
    assert report.number in page.split("办理经过")[-1]  # the history says so
    report.refresh_from_db()
    assert (report.correction, one.reports.count()) == (one, 2)
    assert lines(report)[-1] == ("report.accepted", {"correction": one.number})
    again = unchanged(lambda: first.post(address, correction=one.number))
    assert MOVED in again


def test_a_unit_whose_name_is_put_right_is_compared_again_and_a_report_can_be_moved(
    desk: Callable[..., Desk],
) -> None:
    first = desk()
    one, report = accepted(first.user), filed(unit_name="示例局", item="", proof="别的叫法")
    about = {"unit_name": ABOUT.unit_name, "unit_kind": ABOUT.unit_kind, "proof": ABOUT.proof}
    address = f"reports/{report.number}/acceptance/"
    page = unchanged(lambda: first.post(address, 422, **about))
    assert f"已经有一件在办：{one.number}" in page
    assert f'value="{one.number}"' in page.split("像是已经在纠正的")[1]
    assert 'name="apart"' in page
    first.post(address, **about, apart="on")
    report.refresh_from_db()
    twin = report.correction
    assert twin is not None
    assert twin != one
    page = first.page(f"reports/{report.number}/")
    assert "归错了，转到另一件" in page
    moving = f"reports/{report.number}/moving/"
    assert "这一件已经办结" in unchanged(lambda: first.post(moving, 422, correction=twin.number))
    page = first.post(moving, correction=one.number)
    assert f"已转到{one.number}" in page
    assert one.reports.count() == 2
    # What was offered under the name put right may be joined too.
    other = filed(unit_name="示例局", item="", proof="又一个叫法")
    first.post(f"reports/{other.number}/joining/", correction=one.number)
    assert one.reports.count() == 3


def test_a_unit_named_otherwise_is_offered_aside_and_not_chosen(
    desk: Callable[..., Desk],
) -> None:
    first = desk()
    one, report = accepted(first.user), filed(unit_name="示例局")
    page = first.page(f"reports/{report.number}/")
    assert 'id="join"' not in page  # nothing is proposed
    offered = page.split("单位或者证明的叫法不一样，其实是同一件")[1]
    assert f'value="{one.number}"' in offered
    assert not re.search(rf'value="{one.number}"\s+selected', offered)
    address = f"reports/{report.number}/joining/"
    page = unchanged(lambda: first.post(address, 422))
    assert "请选并入哪一件。" in page.split("单位或者证明的叫法不一样，其实是同一件")[1]
    assert f"已并入{one.number}" in first.post(address, correction=one.number)


def test_words_of_a_basis_are_preset_only_where_one_was_found(desk: Callable[..., Desk]) -> None:
    first, report = desk(), filed(item="", proof="一份没有人听说过的条子", story="")
    page = first.page(f"reports/{report.number}/")
    assert "这样要求写有依据" not in page


def test_a_report_is_closed_with_an_answer_that_its_reporter_reads(
    desk: Callable[..., Desk],
) -> None:
    first, report = desk(), filed()
    address = f"reports/{report.number}/answer/"
    for said, told in (
        ({"answer": "请向法院反映。"}, "请选一项。"),
        ({"event": "other_authority", "answer": " "}, "请写答复，反映人会看到。"),
        ({"event": "accepted", "answer": "好"}, "error-summary"),
    ):
        page = unchanged(lambda said=said: first.post(address, 422, **said))
        assert told in page

    answered = {"event": "other_authority", "answer": "请向法院反映。"}
    page = first.post(address, **answered)
    report.refresh_from_db()
    assert (report.state, report.answer) == ("other_authority", "请向法院反映。")
    assert report.triaged_by == first.user
    assert "已答复反映人。" in page
    assert "答复：请向法院反映。" in page
    assert 'id="accept"' not in page  # nothing more to be done with it
    assert lines(report)[-1][0] == "report.other_authority"
    assert MOVED in unchanged(lambda: first.post(address, **answered))


def test_a_report_is_handed_to_the_place_that_is_named(desk: Callable[..., Desk]) -> None:
    first, there, report = desk(), desk("there", "990121"), filed()
    address = f"reports/{report.number}/passing/"
    for place, told in (("", "请写转到哪个地区"), ("没有的地方", "没有找到这个地方")):
        page = unchanged(lambda place=place: first.post(address, 422, place=place))
        assert told in page

    page = first.post(address, place="示例县")
    assert "已转到那里的民政部门。" in page
    assert report.number not in page
    assert report.number in there.page("reports/")
    assert lines(report)[-1] == ("report.passed", {"from": CITY, "to": "990121"})
    assert first.client.post(f"/office/{address}", {"place": "示例县"}).status_code == 404


def test_what_was_accepted_or_taken_back_is_not_handed_on_or_reviewed(
    desk: Callable[..., Desk],
) -> None:
    first = desk()
    report = accepted(first.user).reports.get()
    page = unchanged(lambda: first.post(f"reports/{report.number}/passing/", place="示例县"))
    assert MOVED in page

    gone = reports.withdraw(filed(), at=NOON)
    address = f"reports/{gone.number}/"
    assert 'id="review"' not in first.page(address)
    assert MOVED in unchanged(lambda: first.post(f"{address}review/", words=SAID))


def test_without_consent_no_words_are_readied_to_be_shown(desk: Callable[..., Desk]) -> None:
    first, report = desk(), filed(consent=False)
    address = f"reports/{report.number}/"
    page = first.page(address)
    assert "不同意公开原话和照片" in page
    assert "可以公开的话" not in page
    send = lambda: first.post(f"{address}review/", 422, words=SAID)  # noqa: E731
    assert "反映人不同意公开原话和照片。" in unchanged(send)


def test_our_own_verdict_is_not_contradicted_in_advance(desk: Callable[..., Desk]) -> None:
    first, report = desk(), filed(item="", proof="亲属关系证明", story="")
    page = first.page(f"reports/{report.number}/")
    assert "这样要求写有依据" not in page  # the first list forbids it
    assert re.search(r'value="NEG-01"\s+selected', page)  # confirmed by sending
    said = {"letter": "有依据。", "basis": " "}
    send = lambda: first.post(f"reports/{report.number}/basis/", 422, **said)  # noqa: E731
    assert "请写依据：文件名称和条款。" in unchanged(send)


def test_items_of_one_name_tell_where_they_are_written(loaded: None) -> None:
    names = list(demand_findings.confirmable(governing.governing(NOON.date())).values())
    bare = [name.partition(" ")[2] for name in names if name.startswith(("POS", "NEG"))]
    assert len(bare) == len(set(bare))


def test_what_an_officer_wrote_of_a_report_that_another_took_is_shown_to_copy(
    desk: Callable[..., Desk],
) -> None:
    one, other, subject = desk("first"), desk("second"), filed()
    address = f"reports/{subject.number}/answer/"
    said = {"event": "not_a_demand", "answer": "这不是索要证明。\n请向医保局问。"}
    assert "您刚才写的没有保存" not in other.post(address, **said)
    page = one.post(address, **{**said, "answer": "另一个答复。\n第二行。"})
    assert MOVED in page
    assert "您刚才写的没有保存" in page
    assert "另一个答复。<br>第二行。" in page
    subject.refresh_from_db()
    assert subject.answer == said["answer"]


def test_before_masking_the_page_says_that_whoever_masks_does_not_approve(
    desk: Callable[..., Desk],
) -> None:
    first = desk()
    report = filed(consent=True)
    costs = "办了这一步就是经手，以后不能审批、复核、撤下这一件。"
    page = first.page(f"reports/{report.number}/")
    form = re.search(r"<form[^>]*/review/.*?</form>", page, re.DOTALL)
    assert form
    assert costs in form[0]
    assert "没有经手的只剩您一人" in form[0]
    reports.review(report, SAID, by=first.user, at=NOON)
    assert costs not in first.page(f"reports/{report.number}/")
    assert costs in desk("second").page(f"reports/{report.number}/")
