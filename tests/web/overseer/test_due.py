"""What is due at the officers' desk (今天要办的): counts, clocks, one click, nobody else's work."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from juzheng.acts.supervision import exposure, hearings, inquiry
from juzheng.law.supervision import fairness
from juzheng.law.supervision.exposure import CorrectionEvent, Service
from juzheng.records.models import (
    Amendment,
    Change,
    Correction,
    Delivery,
    Entry,
    Publication,
    Report,
    User,
)
from juzheng.records.supervision import corrections, due
from tests.conftest import NOON
from tests.supervising import GROUNDS, compared, facts_served, messenger, reviewed
from tests.web import reporting
from tests.web.overseer.test_reports import Desk, desk, filed

__all__ = ["desk"]
DUE = re.compile(r'<section aria-labelledby="due">.*?</section>', re.DOTALL)


def due_on(page: str) -> str:
    found = DUE.search(page)
    assert found
    return found[0]


def noticed(by: User) -> Correction:
    one = exposure.accept(filed(), reporting.ABOUT, by=by, at=NOON, apart=True)
    return exposure.notify(one, "示例省示例局", version=one.version, by=by, at=NOON)


def served(one: Correction) -> Correction:
    post = messenger(one.division)
    return exposure.serve(
        one, Service.POST, NOON.date(), "挂号1号", version=one.version, by=post, at=NOON
    )


def test_the_day_begins_with_what_is_due_and_not_with_links(desk: Callable[..., Desk]) -> None:
    first = desk()
    page = first.page("")
    assert "除了下面的放假通知，没有要您办的。" in due_on(page)  # next year's is due
    assert "年的放假通知还没有登记" in page
    report = filed()
    page = first.page("")
    shown = due_on(page)
    assert "等处理的反映" in shown
    assert reverse("overseer:report", args=[report.number]) in shown
    assert page.index("今天要办的") < page.index("全部修订案")
    assert "从最急的办起" in shown


def test_nobody_is_shown_what_they_may_not_do(desk: Callable[..., Desk]) -> None:
    first, second, there = desk(), desk("second"), desk("there", "430000")
    one = noticed(first.user)
    assert "通报没有送达" not in due_on(first.page(""))  # who accused the unit
    assert "通报没有送达" in due_on(second.page(""))
    assert one.unit_name not in there.page("")
    heard, later = reporting.heard(first.user)
    assert list(due.to_approve(first.user, later.date())) == []
    assert list(due.to_approve(messenger(heard.division), later.date())) == []  # served, reviewed
    assert list(due.to_approve(second.user, later.date())) == [heard]


def test_what_a_unit_said_waits_on_the_officers_page(desk: Callable[..., Desk]) -> None:
    first, second = desk(), desk("second")
    one = served(noticed(first.user))
    post = messenger(one.division)
    seen: Any = {"by": post, "at": NOON}
    exposure.answer(one, False, "不改", "来文1号", version=one.version, **seen)
    assert "单位没有整改" not in due_on(first.page(""))  # who accused it does not ask its superior
    assert "单位没有整改，等送主管部门问依据" in due_on(second.page(""))
    inquiry.superior_answered(one, "", NOON.date(), "函1号", version=one.version, **seen)
    assert "等送主管部门问依据" not in due_on(second.page(""))
    assert "单位没有整改，等写明事实" in due_on(first.page(""))
    facts = (reporting.FACTS, GROUNDS)
    exposure.state_facts(one, *facts, version=one.version, by=first.user, at=NOON)
    assert "单位没有整改，等写明事实" not in due_on(first.page(""))
    hearings.ask_hearing(one, "要当面说。", "来文2号", version=one.version, **seen)
    assert "单位要求当面陈述，等定时间地点" in due_on(second.page(""))
    day = NOON.date() + timedelta(days=3)
    hearings.set_hearing(one, day, "上午九点", "一楼", version=one.version, **seen)
    assert "单位要求当面陈述，等定时间地点" not in due_on(second.page(""))


def test_a_hearing_and_papers_to_be_looked_at_are_work_and_a_wait_is_seen(
    desk: Callable[..., Desk],
) -> None:
    first, second = desk(), desk("second")
    one = served(noticed(first.user))
    post, today = messenger(one.division), NOON.date()
    seen: Any = {"by": post, "at": NOON}
    exposure.answer(one, False, "不改", "来文1号", version=one.version, **seen)
    inquiry.superior_answered(one, "", today, "函1号", version=one.version, **seen)
    facts = (reporting.FACTS, GROUNDS)
    exposure.state_facts(one, *facts, version=one.version, by=first.user, at=NOON)
    assert due.to_review(first.user).first() is None  # whoever wrote them
    for shown in ("事实的材料，等另一人审看", "单位纸上说的，等另一人核对"):
        assert shown in due_on(second.page(""))
    day = today + timedelta(days=3)
    hearings.ask_hearing(one, "要当面说。", "来文2号", version=one.version, **seen)
    hearings.set_hearing(one, day, "上午九点", "一楼", version=one.version, **seen)
    exposure.hear(one, exposure.Hearing.SPOKE, "再看看。", "来文3号", version=one.version, **seen)
    for each in (first, second):
        assert "单位当面陈述（听证）的日子" in due_on(each.page(""))
        assert "在等日子、等别人的" in due_on(each.page(""))
    (held,) = due.to_attend(second.user, day)
    assert held.hearing_day == day
    assert list(due.to_attend(second.user, day + timedelta(days=1))) == []
    compared(reviewed(one, post, NOON), NOON)
    assert due.to_review(second.user).first() is None
    over = one.due_on + timedelta(days=1)
    assert list(due.to_wait(second.user, over)) == []
    assert list(due.to_wait(first.user, over)) == [one]  # had a hand in it
    page = second.page(f"corrections/{one.number}/")
    assert "最后一天是2026年12月15日" in page


def test_what_is_to_be_heard_waits_once_its_days_are_over_or_it_was_sent_back(
    desk: Callable[..., Desk],
) -> None:
    first, second = desk(), desk("second")
    one = served(noticed(first.user))
    seen: Any = {"by": messenger(one.division), "at": NOON}
    exposure.answer(one, False, "不改", "来文1号", version=one.version, **seen)
    inquiry.superior_answered(one, "", NOON.date(), "函1号", version=one.version, **seen)
    facts = (reporting.FACTS, GROUNDS)
    exposure.state_facts(one, *facts, version=one.version, by=first.user, at=NOON)
    today = NOON.date()
    assert list(due.to_hear(second.user, today + timedelta(days=60))) == []  # no day has begun
    assert "事实说明没有送达，陈述期限没有开始" in due_on(second.page(""))
    assert "事实说明没有送达，陈述期限没有开始" not in due_on(first.page(""))  # who wrote them
    facts_served(one, NOON)
    assert due.unserved_facts(second.user).first() is None
    # Five days on is a Sunday: the Monday after it is the last one.
    assert list(due.to_hear(second.user, today + timedelta(days=6))) == []
    assert list(due.to_hear(second.user, today + timedelta(days=7))) == [one]
    exposure.hear(one, exposure.Hearing.SPOKE, "再看看。", "来文2号", version=one.version, **seen)
    exposure.send_back(one, "当面说的没有登记。", version=one.version, **seen)
    assert list(due.to_hear(second.user, today)) == [one]
    assert "等登记单位意见（期满或退回的）" in due_on(second.page(""))
    hearings.ask_hearing(one, "要当面说。", "来文3号", version=one.version, **seen)
    assert list(due.to_hear(second.user, today)) == []  # first the day is set
    day = today + timedelta(days=3)
    hearings.set_hearing(one, day, "上午九点", "一楼", version=one.version, **seen)
    assert list(due.to_hear(second.user, day)) == []
    assert list(due.to_hear(second.user, day + timedelta(days=1))) == [one]


def test_who_may_not_approve_is_not_offered_it(desk: Callable[..., Desk]) -> None:
    first, second = desk(), desk("second")
    heard, _later = reporting.heard(first.user)
    address = reverse("overseer:correction-step", args=[heard.number, "publication"])
    assert address not in first.page(f"corrections/{heard.number}/")
    assert address in second.page(f"corrections/{heard.number}/")


def test_who_masked_a_report_does_not_approve_its_exposure(desk: Callable[..., Desk]) -> None:
    first, second = desk(), desk("second")
    heard, later = reporting.heard(first.user)
    assert list(due.to_approve(second.user, later.date())) == [heard]
    line = Entry.objects.get(event="report.reviewed")
    Entry.objects.filter(pk=line.pk).update(by=second.user)
    assert list(due.to_approve(second.user, later.date())) == []


def refusable(one: Correction, user: User, on: date) -> set[str]:
    """Return what the law says against the approval of ``one`` by ``user`` on that day."""
    file = corrections.on_file(one, by=user, on=on)
    found = fairness.obstacles(CorrectionEvent.EXPOSED, file, corrections.limits())
    return {each.code for each in found} & {"hearing_asked", "single_handed", "clock_runs"}


def test_nobody_is_asked_to_approve_what_a_hearing_or_a_term_still_keeps(
    desk: Callable[..., Desk],
) -> None:
    first, second = desk(), desk("second")
    one = served(noticed(first.user))
    post, today = messenger(one.division), NOON.date()
    seen: Any = {"by": post, "at": NOON}
    exposure.answer(one, False, "不改", "来文1号", version=one.version, **seen)
    asked: Any = (Service.POST, today, "挂号2号")
    inquiry.serve_superior(one, *asked, version=one.version, **seen)
    assert "等写明事实" not in due_on(first.page(""))  # its superior still has time
    inquiry.superior_answered(one, "", today, "函1号", version=one.version, **seen)
    assert "等写明事实" in due_on(first.page(""))
    facts = (reporting.FACTS, GROUNDS)
    exposure.state_facts(one, *facts, version=one.version, by=first.user, at=NOON)
    hearings.ask_hearing(one, "要当面说。", "来文2号", version=one.version, **seen)
    for days in (60, 30):  # set again: the last one holds
        where = (today + timedelta(days=days), "上午九点", "一楼")
        hearings.set_hearing(one, *where, version=one.version, **seen)
    exposure.hear(one, exposure.Hearing.SPOKE, "再看看。", "来文3号", version=one.version, **seen)
    assert refusable(one, second.user, today) == {"hearing_asked", "single_handed", "clock_runs"}
    assert "等第二人审批公开" not in due_on(second.page(""))
    assert "单位纸上说的，等另一人核对" in due_on(second.page(""))
    assert due.to_check(post).first() is None
    over = today + timedelta(days=31)
    assert list(due.to_approve(second.user, over)) == []
    compared(one, NOON)
    assert due.to_check(second.user).first() is None
    for days in range(40):
        on = today + timedelta(days=days)
        waits = bool(refusable(one, second.user, on))
        assert list(due.to_approve(second.user, on)) == ([] if waits else [one])
    assert list(due.to_approve(second.user, over)) == [one]
    Correction.objects.filter(pk=one.pk).update(due_on=over)
    assert list(due.to_approve(second.user, over)) == []


def test_what_is_late_comes_first(
    desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk()
    filed()
    late = served(noticed(first.user))
    assert "超期没有答复的单位" not in due_on(first.page(""))
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(days=30))
    first.client.force_login(first.user)
    shown = due_on(first.page(""))
    assert shown.index("超期没有答复的单位") < shown.index("等处理的反映")
    button = shown[: shown.index("从最急的办起")]
    assert reverse("overseer:correction", args=[late.number]) in button


def test_it_asks_as_much_of_many_as_of_one(desk: Callable[..., Desk]) -> None:
    first = desk()
    for number in range(2):
        filed(unit_name=f"示例局{number}")
        noticed(first.user)
    first.page("")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            first.page("")
        with CaptureQueriesContext(connection) as board:
            first.page("reports/")
        return len(queries) + len(board)

    few = asked()
    for number in range(4):
        filed(unit_name=f"示例局又{number}")
        noticed(first.user)
    assert asked() == few


def test_the_products_own_view_stands_beside_a_report(desk: Callable[..., Desk]) -> None:
    first, report = desk(), filed()
    page = first.page(f"reports/{report.number}/")
    assert "系统的看法" in page
    assert "列入不应出具清单" in page
    assert "只是建议，由您决定" in page
    assert "依据核对没有" in page
    assert "看法" in first.page(f"corrections/{noticed(first.user).number}/")


def test_a_demand_with_a_basis_is_answered_in_a_letter(desk: Callable[..., Desk]) -> None:
    first = desk()
    report = filed(item="", proof="收养人情况证明", unit_kind="civil_affairs")
    address = f"reports/{report.number}/"
    page = first.post(f"{address}basis/", 422, letter="有依据。", basis=" ")
    assert "请写依据" in page
    page = first.post(f"{address}basis/", letter="有依据。", basis="收养登记办法 第五条")
    assert "已答复反映人" in page
    letter = first.client.get(f"/office/{address}letter.pdf")
    assert letter.content.startswith(b"%PDF-")

    reader = follower(report)
    page = reader.get(f"/reports/{report.number}/").content.decode()
    for said in ("有依据。", "收养登记办法 第五条", "打印这份答复", "不同意这个答复"):
        assert said in page
    file = reader.get(f"/reports/{report.number}/answer.pdf")
    assert file.content.startswith(b"%PDF-")
    where = f"/reports/{report.number}/objection/"
    assert reader.post(where, {"reason": " "}).status_code == 422
    page = reader.post(where, {"reason": "不是这一条。"}, follow=True).content.decode()
    assert "由没有答复过的另一位工作人员再看一次" in page
    assert "不是这一条。" in page
    page = first.page(address)
    assert "请没有答复过的另一位工作人员再看" in page
    assert reverse("overseer:report-acceptance", args=[report.number]) not in page
    page = desk("second").page(address)
    assert "不是这一条。" in page
    assert reverse("overseer:report-acceptance", args=[report.number]) in page


def follower(report: Report) -> Client:
    """Return the reporter's browser, which has shown number and code."""
    from juzheng.acts.supervision import reports

    client = Client()
    said = {"number": report.number, "code": reports.code_of(report)}
    assert client.post("/reports/", said).status_code == 302
    return client


def test_a_strangers_browser_neither_reads_the_letter_nor_objects(
    desk: Callable[..., Desk],
) -> None:
    first, report = desk(), filed()
    first.post(f"reports/{report.number}/basis/", letter="有依据。", basis="某办法 第一条")
    stranger = Client()
    for answer in (
        stranger.get(f"/reports/{report.number}/answer.pdf"),
        stranger.post(f"/reports/{report.number}/objection/", {"reason": "不同意"}),
    ):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/reports/")
    report.refresh_from_db()
    assert report.objection == ""


def test_a_notice_is_issued_served_and_printed(desk: Callable[..., Desk]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    first, second = desk(), desk("second")
    one = exposure.accept(filed(), reporting.ABOUT, by=first.user, at=NOON, apart=True)
    address = f"corrections/{one.number}/"
    assert "在贵单位" in first.page(address)  # the proposal stands in the form
    said = {"notice-superior": "示例省示例局", "version": one.version}
    page = first.post(f"{address}notice/", **said)
    assert "答复期限没有开始算" in page
    assert "受理的人不能登记送达" in page
    assert first.client.get(f"/office/{address}notice.pdf").content.startswith(b"%PDF-")
    assert first.client.get(f"/office/{address}receipt/scan").status_code == 404

    one.refresh_from_db()
    day = {f"service-on_{part}": getattr(NOON, part) for part in ("year", "month", "day")}
    proof = {"service-how": "post", "service-document": "挂号1号", "version": one.version, **day}
    proof["service-carried"] = "邮递员送、收发室收"
    bad = SimpleUploadedFile("a.txt", b"hello")
    page = second.post(f"{address}service/", 422, **proof, **{"service-scan": bad})
    assert "只能上传 PDF、JPG 或 PNG 文件" in page
    scan = SimpleUploadedFile("a.pdf", b"%PDF-1.7 receipt")
    page = second.post(f"{address}service/", **proof, **{"service-scan": scan})
    assert "单位最晚答复日" in page
    assert "邮递员送、收发室收" in page
    kept = second.client.get(f"/office/{address}receipt/scan")
    assert (kept.content, kept.headers["Content-Type"]) == (b"%PDF-1.7 receipt", "application/pdf")


@pytest.mark.parametrize("start", ["item", "report"])
def test_an_amendment_is_started_from_any_item(desk: Callable[..., Desk], start: str) -> None:
    first = desk()
    item = "POS-001"
    plain = first.client.get(f"/office/amendments/new/?item={item}", follow=True)
    assert "没有查到这一项需要提请修改的情况" in plain.content.decode()
    offered = first.page(f"pages/item/{item}/")
    assert f"?item={item}&amp;start=item" in offered
    address = f"amendments/new/?item={item}&start={start}&number=R1"
    page = first.page(address)
    assert "建议改为" in page
    first.post(address, wanted="改为由登记机关核查", key="one")
    made = Amendment.objects.get()
    assert (made.item, made.division) == (item, "420100")
    assert (made.evidence["start"], made.evidence["number"]) == (start, "")  # R1 is nobody's
    again = first.client.get(f"/office/{address}", follow=True).content.decode()
    assert "这一项已经立项，正在办理。" in again
    assert first.client.get("/office/amendments/new/?item=NEG-999&start=item").status_code == 302


def test_a_report_begins_an_amendment_of_its_item(desk: Callable[..., Desk]) -> None:
    first, report = desk(), filed()
    page = first.page(f"reports/{report.number}/")
    assert f"?item=NEG-01&amp;start=report&amp;number={report.number[:11]}" in page
    address = f"amendments/new/?item=NEG-01&start=report&number={report.number}"
    first.post(address, wanted="改为由登记机关核查", key="one")
    assert Amendment.objects.get().evidence["number"] == report.number


def test_what_is_due_first_comes_first_and_what_has_no_term_keeps_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from juzheng.web.overseer import due as desk_due

    today = NOON.date()

    def row(what: str, days: int | None, *, since: bool = False) -> desk_due.Due:
        day = None if days is None else today + timedelta(days=days)
        return desk_due.Due(what, 1, "", "", day=day, since=since)  # type: ignore[arg-type]

    listed = [
        *(row("a", None), row("b", 9), row("c", -3, since=True)),
        *(row("d", -1), row("e", 2), row("f", -5)),
    ]
    monkeypatch.setattr(desk_due, "_rows", lambda *_: iter(listed))
    shown = [one.what for one in desk_due.rows(User(), today)]
    assert shown == ["f", "d", "e", "b", "a", "c"]


def test_what_was_published_and_not_posted_is_due(desk: Callable[..., Desk]) -> None:
    first, there = desk(), desk("there", "430000")
    seen: Any = {"written_by": first.user, "written_at": NOON, "effective_on": NOON, "key": "k"}
    change = Change.objects.create(title="某清单", state="draft", division="420100", **seen)
    said: Any = {"content": {}, "digest": "0" * 64, "intended_at": NOON, "effective_on": NOON}
    publication = Publication.objects.create(
        change=change, division="420100", title="某清单", intended_by=first.user, **said
    )
    assert "等送到各渠道的" not in due_on(first.page(""))
    for state, channel in (("ready", "weibo"), ("failed", "wechat")):
        Delivery.objects.create(publication=publication, channel=channel, state=state)
        shown = due_on(first.page(""))
        assert "发布以后，等送到各渠道的" in shown
        assert "某清单" in shown
        assert "等送到各渠道的" not in due_on(there.page(""))
        Delivery.objects.all().delete()


def test_what_people_post_is_due_from_the_day_it_is_published(
    desk: Callable[..., Desk], settings: Any
) -> None:
    first = desk()
    seen: Any = {"written_by": first.user, "written_at": NOON, "effective_on": NOON, "key": "k"}
    change = Change.objects.create(title="某清单", state="draft", division="420100", **seen)
    said: Any = {"content": {}, "digest": "0" * 64, "intended_at": NOON, "effective_on": NOON}
    publication = Publication.objects.create(
        change=change, division="420100", title="某清单", intended_by=first.user, **said
    )
    portal = Delivery.objects.create(publication=publication, channel="portal", state="intended")
    assert "等送到各渠道的" not in due_on(first.page(""))  # our own site says it by itself
    portal.delete()
    Delivery.objects.create(publication=publication, channel="service_hall", state="intended")
    assert "某清单 · 服务大厅" in due_on(first.page(""))
    assert "备好文稿" in first.page("deliveries/")


BELOW = re.compile(r'<ul[^>]*aria-labelledby="below">.*?</ul>', re.DOTALL)


def parted(page: str) -> tuple[str, str]:
    """Return what an office has to do itself, and what it reads of the offices below."""
    shown = due_on(page)
    below = BELOW.search(shown)
    return shown.partition('id="below"')[0], below[0] if below else ""


def test_what_lies_with_an_office_below_is_only_counted_above(desk: Callable[..., Desk]) -> None:
    province = desk("province", "420000")
    filed()
    own, below = parted(province.page(""))
    assert "等处理的反映" in own  # nobody else is there
    assert not below
    first = desk()
    own, below = parted(province.page(""))
    assert "等处理的反映" not in own
    assert "等处理的反映" in below
    assert "1\u00a0件" in below
    own, below = parted(first.page(""))
    assert "等处理的反映" in own
    assert not below
    filed(division="429004")  # directly below the province: nobody is there
    own, below = parted(province.page(""))
    assert "等处理的反映" in own
    assert "等处理的反映" in below
    User.objects.filter(pk=first.user.pk).update(is_active=False)
    own, below = parted(province.page(""))
    assert "2\u00a0件" in own
    assert not below


def test_what_nobody_below_may_do_comes_up(desk: Callable[..., Desk]) -> None:
    province, first = desk("province", "420000"), desk()
    noticed(first.user)
    own, below = parted(province.page(""))
    assert "通报没有送达" in own  # who accused the unit does not serve it
    assert not below
    desk("second")
    own, below = parted(province.page(""))
    assert "通报没有送达" not in own
    assert "通报没有送达" in below


def test_an_exposure_comes_up_only_when_all_below_had_a_hand_in_it(
    desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    province, first = desk("province", "420000"), desk()
    _heard, later = reporting.heard(first.user)  # the other one served and reviewed
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    province.client.force_login(province.user)
    own, below = parted(province.page(""))
    assert "等第二人审批公开" in own
    assert not below
    desk("second")
    own, below = parted(province.page(""))
    assert "等第二人审批公开" not in own
    assert "等第二人审批公开" in below


def test_a_draft_of_below_is_reviewed_below_if_anybody_there_may(
    desk: Callable[..., Desk],
) -> None:
    province, first = desk("province", "420000"), desk()
    seen: Any = {"written_by": first.user, "written_at": NOON, "effective_on": NOON, "key": "k"}
    seen |= {"submitted_by": first.user, "submitted_at": NOON}
    Change.objects.create(title="某清单", state="in_review", division="420100", **seen)
    own, _below = parted(province.page(""))
    assert "等审核、发布的修订案" in own
    desk("second")
    own, below = parted(province.page(""))
    assert "等审核、发布的修订案" not in own
    assert "等审核、发布的修订案" in below
