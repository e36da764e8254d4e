"""A unit's inbox, its hearing, its demands joined with notices, and many handed in at once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from juzheng.acts.base import files
from juzheng.acts.demands import registry, units
from juzheng.acts.supervision import afterwards, exposure, hearings, inquiry, reports
from juzheng.catalogue import catalogue
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.registry import AskedOf, Opinion, Stated
from juzheng.law.supervision.exposure import Service
from juzheng.outside import photos
from juzheng.records.models import Correction, Demand, DemandingUnit, Entry, Report, User
from juzheng.records.supervision import corrections, due, of_units
from juzheng.web.department import inbox
from juzheng.web.templatetags.juzheng import zh_date
from tests.conftest import NOON
from tests.supervising import GROUNDS, SAYS, compared, facts_served, messenger, reviewed
from tests.web.department.test_notices import officer, one, press  # noqa: F401 - fixtures
from tests.web.overseer.test_reports import picture
from tests.web.pages import faults
from tests.web.reporting import ABOUT, DIVISION, FACTS
from tests.web.reporting import SAID as SAID_BY_ONE
from tests.web.visiting import noon  # noqa: F401 - a fixture

SAID = Stated("遗属待遇", ABOUT.proof, AskedOf.COMMITTEE, "申请人和死者是父子")
DAY = timedelta(days=1)


@pytest.fixture
def unit(loaded: None) -> DemandingUnit:
    kind = Demander(ABOUT.unit_kind)
    return units.enter(ABOUT.unit_name, kind=kind, division=DIVISION, by="operator", at=NOON)


@pytest.fixture
def clerk(unit: DemandingUnit, person: Any) -> User:
    return person("of-unit", "department", None, "钱登记", unit=unit)  # type: ignore[no-any-return]


@pytest.fixture
def desk(clerk: User) -> Client:
    client = Client()
    client.force_login(clerk)
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    found = answer.content.decode()
    assert faults(found) == []
    return found


def registered(clerk: User, *papers: str, fact: str = "事实") -> list[Demand]:
    assert clerk.unit is not None
    who: Any = {"unit": clerk.unit, "by": clerk, "at": NOON}
    return [
        registry.register(Stated("办事", paper, AskedOf.COMMITTEE, fact), key=paper, **who)
        for paper in papers
    ]


def named(html: str) -> list[str]:
    return [name.strip() for name in re.findall(r"govuk-task-list__link[^>]*>([^<]+)<", html)]


def stated(one: Correction, by: User) -> Correction:  # noqa: F811
    """Served, refused, answered by the superior, and its facts stated."""
    post, later = messenger(DIVISION), NOON + DAY
    seen = {"by": post, "at": NOON}
    exposure.serve(one, Service.POST, NOON.date(), "挂号1号", version=one.version, **seen)
    exposure.answer(one, False, "不改", "来文1号", version=one.version, **seen)
    said = ("", NOON.date(), "市局函1号")
    inquiry.superior_answered(one, *said, version=one.version, by=post, at=later)
    exposure.state_facts(one, FACTS, GROUNDS, version=one.version, by=by, at=later)
    return facts_served(one, later)


def test_what_is_due_first_stands_first(
    one: Correction,  # noqa: F811
    desk: Client,
    clerk: User,
    noon: None,  # noqa: F811
) -> None:
    registered(clerk, "甲", "乙")
    assert named(page(desk, "/unit/")) == ["签收通报", "核对草稿并提交"]
    assert ABOUT.proof not in page(desk, "/unit/")  # read once it is signed for
    press(desk, one, "receipt")
    found = page(desk, "/unit/")
    assert named(found) == ["答复通报", "核对草稿并提交"]
    assert "还有" in found
    assert "2 项草稿" in found
    press(desk, one, "answer", corrected="yes", note="已经改了")
    assert named(page(desk, "/unit/notices/")) == []


def test_a_unit_asks_to_be_heard_in_person_and_its_silence_does_not_count_before(
    one: Correction,  # noqa: F811
    desk: Client,
    officer: User,  # noqa: F811
    noon: None,  # noqa: F811
) -> None:
    stated(one, officer)
    assert "对事实说明陈述意见" in page(desk, "/unit/")
    press(desk, one, "hearing", 422, reason="")
    found = press(desk, one, "hearing", reason="要当面说清楚窗口当时的情况。")
    assert "已经要求当面陈述" in found
    assert named(page(desk, "/unit/notices/")) == ["对事实说明陈述意见"]  # in writing too
    press(desk, one, "hearing", 422, reason="再要一次")

    late = NOON + timedelta(days=60)
    waits: Any = {"version": one.version, "by": messenger(DIVISION), "at": late}
    with pytest.raises(exposure.moves.NotReady, match="要求当面陈述"):
        exposure.hear(one, exposure.Hearing.SILENT, "", **waits)
    day = (late + 3 * DAY).date()
    with pytest.raises(exposure.moves.NotReady, match="日子不对"):
        hearings.set_hearing(one, late.date() - DAY, "上午九点", "一楼", **waits)
    hearings.set_hearing(one, day, "上午九点", "县民政局一楼", **waits)
    found = page(desk, "/unit/")
    assert named(found) == ["对事实说明陈述意见", "到场当面陈述（听证）"]
    assert f"{zh_date(day)} · 上午九点 · 县民政局一楼" in found  # on that day, not by then
    assert "县民政局一楼" in page(desk, f"/unit/notices/{one.number}/")
    waits |= {"version": one.version}
    with pytest.raises(exposure.moves.NotReady, match="要求当面陈述"):
        exposure.hear(one, exposure.Hearing.SILENT, "", **waits)
    waits |= {"at": late + 4 * DAY}
    exposure.hear(one, exposure.Hearing.SILENT, "", **waits)
    assert one.state == "heard"


def test_a_written_opinion_does_not_take_the_place_of_a_hearing(
    one: Correction,  # noqa: F811
    desk: Client,
    officer: User,  # noqa: F811
    person: Any,
    noon: None,  # noqa: F811
) -> None:
    stated(one, officer)
    press(desk, one, "hearing", reason="要当面说清楚。")
    press(desk, one, "reply", reply="已经在改。")
    assert one.state == "heard"
    late = NOON + timedelta(days=60)
    second = person("li", "overseer", None, "李", division=DIVISION)
    reviewed(one, messenger(DIVISION, "reviewer"), late)
    with pytest.raises(exposure.moves.NotReady, match="还没有听"):
        exposure.publish(one, version=one.version, by=second, at=late)
    at = {"by": messenger(DIVISION), "at": late}
    day = (late + 3 * DAY).date()
    hearings.set_hearing(one, day, "上午九点", "县民政局一楼", version=one.version, **at)
    assert named(page(desk, "/unit/")) == ["到场当面陈述（听证）"]
    assert "县民政局一楼" in page(desk, f"/unit/notices/{one.number}/")
    for when in (late, late + 3 * DAY):
        with pytest.raises(exposure.moves.NotReady, match="还没有听"):
            exposure.publish(one, version=one.version, by=second, at=when)
    exposure.publish(one, version=one.version, by=second, at=late + 4 * DAY)
    assert one.state == "exposed"


def test_a_unit_takes_its_request_for_a_hearing_back_and_what_it_wrote_stays(
    one: Correction,  # noqa: F811
    desk: Client,
    officer: User,  # noqa: F811
    noon: None,  # noqa: F811
) -> None:
    stated(one, officer)
    assert "不要当面陈述了" not in page(desk, f"/unit/notices/{one.number}/")
    press(desk, one, "hearing", reason="要当面说清楚。")
    press(desk, one, "reply", reply="不用当面了。告知单已经撤下。")
    found = page(desk, f"/unit/notices/{one.number}/")
    assert "单位的书面意见收到了，等当面陈述" in found
    assert "已听取单位意见" not in found
    found = press(desk, one, "waiver")
    assert "已听取单位意见，待第二人审批" in found
    assert "等当面陈述" not in found
    assert (one.hearing, one.reply) == ("spoke", "不用当面了。告知单已经撤下。")
    assert due.to_arrange(officer).first() is None
    press(desk, one, "reply", reply="再补充一句。")  # within its days, and no hearing comes back
    assert due.to_arrange(officer).first() is None
    assert "等当面陈述" not in page(desk, f"/unit/notices/{one.number}/")


def test_a_unit_that_takes_its_hearing_back_unheard_may_still_state_until_its_term_runs_out(
    one: Correction,  # noqa: F811
    desk: Client,
    officer: User,  # noqa: F811
    noon: None,  # noqa: F811
) -> None:
    stated(one, officer)
    before = named(page(desk, "/unit/"))
    press(desk, one, "hearing", reason="要当面说清楚。")
    found = press(desk, one, "waiver")
    assert "已听取单位意见，待第二人审批" not in found
    assert "等单位陈述" in found
    assert named(page(desk, "/unit/")) == before
    last = one.facts_due_on
    assert last is not None
    assert of_units.heard_as(one, last) is None
    assert of_units.heard_as(one, last + DAY) is exposure.Hearing.SILENT  # and not 不陈述
    late = NOON + timedelta(days=(last - NOON.date()).days)
    second = messenger(DIVISION, "second")
    with pytest.raises(exposure.moves.NotReady, match="只撤回了当面陈述"):
        exposure.publish(one, version=one.version, by=second, at=late)
    press(desk, one, "reply", reply="告知单已经撤下。")
    assert (one.hearing, one.reply) == ("spoke", "告知单已经撤下。")
    assert "已听取单位意见，待第二人审批" in page(desk, f"/unit/notices/{one.number}/")


def test_what_was_said_at_a_hearing_is_recorded_although_the_opinion_is_in(
    one: Correction,  # noqa: F811
    desk: Client,
    officer: User,  # noqa: F811
    noon: None,  # noqa: F811
) -> None:
    stated(one, officer)
    press(desk, one, "reply", reply="已经在改。")
    found = press(desk, one, "hearing", reason="还要当面说清楚。")  # its days still run
    assert "已经要求当面陈述" in found
    late, by = NOON + timedelta(days=60), messenger(DIVISION)
    day = (late + 3 * DAY).date()
    words = ("当面又说：窗口已经撤了告示。", "听证笔录1号")

    def hear(at: Any) -> Correction:
        seen: Any = {"version": one.version, "by": by, "at": at}
        return exposure.hear(one, exposure.Hearing.SPOKE, *words, **seen)

    with pytest.raises(exposure.moves.NotReady, match="还没有定时间地点"):
        hear(late)
    hearings.set_hearing(one, day, "九点", "一楼", version=one.version, by=by, at=late)
    with pytest.raises(exposure.moves.NotReady, match="还没有到"):
        hear(late + DAY)
    hear(late + 3 * DAY)
    assert (one.state, one.reply) == ("heard", f"已经在改。\n{words[0]}")  # its own words stay
    paper = one.exhibits.latest("pk")
    assert (paper.event, paper.document, paper.single_handed) == ("heard", words[1], True)
    assert one.exhibits.filter(event="heard").count() == 2  # what it wrote stays on file


def test_after_its_days_a_unit_that_was_heard_finds_no_form_and_a_clear_no(
    one: Correction,  # noqa: F811
    desk: Client,
    officer: User,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    noon: None,  # noqa: F811
) -> None:
    stated(one, officer)
    press(desk, one, "reply", reply="已经在改。")
    address = f"/unit/notices/{one.number}/"
    assert "reply-reply" in page(desk, address)  # its days still run
    press(desk, one, "reply", reply="已经在改，还要补一句。")
    assert one.reply == "已经在改，还要补一句。"
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(days=30))
    desk.force_login(User.objects.get(username="of-unit"))
    assert "reply-reply" not in page(desk, address)
    assert "陈述意见的期限也过了" in press(desk, one, "reply", 422, reply="太晚了。")
    assert "不能再要求当面陈述" in press(desk, one, "hearing", 422, reason="太晚了。")


def published(one: Correction, officer: User) -> datetime:  # noqa: F811
    """Publish a correction whose unit said nothing, and return when."""
    stated(one, officer)
    late = NOON + timedelta(days=40)
    seen: Any = {"by": messenger(DIVISION), "at": late}
    exposure.hear(one, exposure.Hearing.SILENT, "", version=one.version, **seen)
    second = messenger(DIVISION, "second")
    reviewed(one, second, late)
    exposure.publish(one, version=one.version, by=second, at=late)
    return late


def test_a_unit_reads_what_became_of_its_objection_and_of_the_exposure(
    one: Correction,  # noqa: F811
    desk: Client,
    officer: User,  # noqa: F811
    clerk: User,
    noon: None,  # noqa: F811
) -> None:
    late, address = published(one, officer), f"/unit/notices/{one.number}/"
    assert "已经整改的，在这里答复" in page(desk, address)

    afterwards.object_to(one, "没有的事。", version=one.version, by=clerk, at=late)
    assert "对异议的复核" not in page(desk, address)
    judged: Any = {"by": messenger(DIVISION, "judge"), "at": late}
    afterwards.reject_objection(one, "录音可证。", version=one.version, **judged)
    found = page(desk, address)
    assert "复核：异议不成立" in found
    assert "录音可证。" in found
    afterwards.retract(one, "公开有误，特此致歉。", version=one.version, **judged)
    assert "公开有误，特此致歉。" in page(desk, address)


def test_a_demand_and_its_notice_lead_to_each_other_without_the_reporter(
    one: Correction,  # noqa: F811
    desk: Client,
    clerk: User,
    officer: User,  # noqa: F811
    noon: None,  # noqa: F811
) -> None:
    told = one.reports.get()
    seen: Any = {"by": officer, "at": NOON}
    reports.review(told, "窗口要我去居委会开。", **seen)
    demand = registry.register(SAID, unit=clerk.unit, key="k", by=clerk, at=NOON)  # type: ignore[arg-type]
    before = page(desk, f"/unit/demands/{demand.pk}/")
    assert one.number in before
    assert "居民反映 1 份" in before
    assert "窗口要我去居委会开" not in before  # no more than the number, until it is served
    press(desk, one, "receipt")
    after = page(desk, f"/unit/demands/{demand.pk}/")
    assert "窗口要我去居委会开" in after
    other = page(desk, f"/unit/notices/{one.number}/")
    assert f"/unit/demands/{demand.pk}/" in other
    for found in (before, after, other):
        assert told.number not in found
        assert not told.reporter_name or told.reporter_name not in found
        assert told.story not in found
    aside = registered(clerk, "别的证明")[0]
    assert one.number not in page(desk, f"/unit/demands/{aside.pk}/")


def test_a_demand_without_an_item_is_found_by_the_items_exact_name(
    one: Correction,  # noqa: F811
    desk: Client,
    clerk: User,
    noon: None,  # noqa: F811
) -> None:
    name = catalogue().items[one.item].name
    assert name != one.proof
    demand = registered(clerk, name)[0]
    press(desk, one, "receipt")
    found = page(desk, f"/unit/notices/{one.number}/")
    assert "没有登记过" not in found
    assert f"/unit/demands/{demand.pk}/" in found


def test_many_are_handed_in_at_once_each_by_an_act_of_its_own(desk: Client, clerk: User) -> None:
    first, second, third = registered(clerk, "甲", "乙", "丙")
    found = page(desk, "/unit/?state=draft")
    assert "这 3 项全部提交" in found
    assert found.count("没有查到依据，会照实公示") == 3  # what each lacks, before
    picks = {"pick": [f"{first.pk}:{first.version}", f"{second.pk}:{second.version + 1}"]}
    said = desk.post("/unit/demands/submissions/", picks).content.decode()
    assert "2 项里提交了 1" in said
    assert "已经有人改过或办过" in said
    for each, state in ((first, "submitted"), (second, "draft"), (third, "draft")):
        each.refresh_from_db()
        assert each.state == state
    shown = re.findall(r'name="shown" value="([^"]+)"', page(desk, "/unit/?state=draft"))
    assert (
        "2 项里提交了 2"
        in desk.post("/unit/demands/submissions/", {"all": "1", "shown": shown}).content.decode()
    )
    again = desk.post("/unit/demands/submissions/", {"all": "1", "shown": shown})
    assert "2 项里提交了 0" in again.content.decode()
    third.refresh_from_db()
    assert third.round == 1
    none = desk.post("/unit/demands/submissions/", follow=True)
    assert none.request["QUERY_STRING"] == "state=draft"  # the list itself, with a sentence
    assert "没有打勾。请先选要提交的。" in none.content.decode()


def test_drafts_that_were_imported_by_mistake_are_given_up_at_once(
    desk: Client, clerk: User
) -> None:
    first, second, third = registered(clerk, "甲", "乙", "丙")
    send = "/unit/demands/submissions/"
    desk.post(send, {"pick": [f"{first.pk}:{first.version}"]})
    first.refresh_from_db()
    picks = {"pick": [f"{each.pk}:{each.version}" for each in (first, second)], "discard": "ticked"}
    said = desk.post(send, picks, follow=True).content.decode()
    assert "2 份里放弃了 1 份草稿" in said
    for each, state in ((first, "submitted"), (second, "cancelled"), (third, "draft")):
        each.refresh_from_db()
        assert each.state == state  # what is public is given up with a reason, one by one
    found = page(desk, "/unit/?state=draft")
    assert "这 1 项全部放弃" in found
    shown = re.findall(r'name="shown" value="([^"]+)"', found)
    desk.post(send, {"shown": shown, "discard": "all"})
    third.refresh_from_db()
    assert third.state == "cancelled"
    assert Client().get(f"/demands/{third.pk}/").status_code == 404


def test_what_may_not_be_handed_in_offers_no_tick(desk: Client, clerk: User) -> None:
    registered(clerk, "甲")
    lacking = registered(clerk, "乙", fact="")[0]
    found = page(desk, "/unit/")
    assert "还不能提交" in found
    assert "没有写要证明什么事实" in found
    assert f'id="pick-{lacking.pk}"' not in found
    picks = {"pick": [f"{lacking.pk}:{lacking.version}"]}
    assert "没有写要证明什么事实" in desk.post("/unit/demands/submissions/", picks).content.decode()
    lacking.refresh_from_db()
    assert lacking.state == "draft"


def test_what_two_offices_cancelled_stands_in_the_inbox_until_the_unit_has_seen_it(
    desk: Client,
    clerk: User,
    person: Any,
    noon: None,  # noqa: F811
) -> None:
    first, second = registered(clerk, "无抵押证明", "别的证明")
    offices = {office: person(office, "overseer", None, division=DIVISION, office=office)
               for office in ("civil_affairs", "justice")}  # fmt: skip
    for demand, opinion in ((first, Opinion.CANCEL), (second, Opinion.AMEND)):
        registry.submit(demand, version=demand.version, by=clerk, at=NOON)
        for by in offices.values():
            said = registry.Review(opinion, "没有依据。")
            registry.review(demand, said, version=demand.version, by=by, at=NOON)
    found = page(desk, "/unit/")
    assert sorted(named(found)) == ["两部门已取消，不能再要", "修改退回的登记"]
    assert "导入错了" not in found  # what came back is no draft
    whole = page(desk, f"/unit/demands/{first.pk}/")
    assert "看到了，从收件箱里去掉" in whole
    send = f"/unit/demands/{first.pk}/end/"
    assert "已经有人改过或办过" in desk.post(send, {"version": 1}, follow=True).content.decode()
    told = desk.post(send, {"version": first.version}, follow=True).content.decode()
    assert "本单位看到了取消的结果" in told
    assert named(page(desk, "/unit/")) == ["修改退回的登记"]
    assert "看到了，从收件箱里去掉" not in page(desk, f"/unit/demands/{first.pk}/")
    first.refresh_from_db()
    assert first.state == "cancelled"
    steps = [entry.event for entry in Entry.objects.filter(chain=first.chain)]
    assert list(first.history(Entry.objects.filter(chain=first.chain)))[-1].value == "end_seen"
    assert steps[-1] == "demand.end_seen"


def test_what_a_unit_gave_up_itself_is_no_news_to_it(desk: Client, clerk: User) -> None:
    demand = registered(clerk, "甲")[0]
    registry.submit(demand, version=demand.version, by=clerk, at=NOON)
    registry.cancel(demand, "不要了。", version=demand.version, by=clerk, at=NOON)
    assert named(page(desk, "/unit/")) == []


def test_another_units_demand_is_not_handed_in(desk: Client, clerk: User, person: Any) -> None:
    other = units.enter("别的局", kind=Demander.TAX, division=DIVISION, by="operator", at=NOON)
    theirs = registered(person("t", "department", None, "赵", unit=other), "甲")[0]
    picks = {"pick": [f"{theirs.pk}:{theirs.version}", "x:1", "1:", "9" * 20 + ":1"]}
    said = desk.post("/unit/demands/submissions/", picks).content.decode()
    assert "没有打勾" in said
    theirs.refresh_from_db()
    assert theirs.state == "draft"


def test_another_registrar_of_the_same_name_shows_no_demand_of_its_own(
    one: Correction,  # noqa: F811
    desk: Client,
    person: Any,
    noon: None,  # noqa: F811
) -> None:
    kind = Demander(ABOUT.unit_kind)
    above = units.enter(ABOUT.unit_name, kind=kind, division="420000", by="operator", at=NOON)
    theirs = registered(person("above", "department", None, "赵", unit=above), ABOUT.proof)[0]
    press(desk, one, "receipt")
    found = page(desk, f"/unit/notices/{one.number}/")
    assert f"/unit/demands/{theirs.pk}/" not in found
    assert "没有登记过" in found


def test_a_hearing_of_words_that_were_rewritten_has_no_day(
    one: Correction,  # noqa: F811
    desk: Client,
    officer: User,  # noqa: F811
    noon: None,  # noqa: F811
) -> None:
    stated(one, officer)
    press(desk, one, "hearing", reason="要当面说。")
    later = NOON + 2 * DAY
    seen: Any = {"by": messenger(DIVISION), "at": later}
    day = (later + 9 * DAY).date()
    hearings.set_hearing(one, day, "上午九点", "旧的会议室", version=one.version, **seen)
    assert "旧的会议室" in page(desk, f"/unit/notices/{one.number}/")
    exposure.state_facts(one, FACTS, GROUNDS, version=one.version, by=officer, at=later)
    press(desk, one, "hearing", reason="再要当面说。")
    found = page(desk, f"/unit/notices/{one.number}/").split("本单位说过的")[0]
    assert "旧的会议室" not in found
    assert "民政部门定下时间地点" in found


def test_what_the_public_page_would_say_is_shown_to_the_unit_before(
    one: Correction,  # noqa: F811
    desk: Client,
    officer: User,  # noqa: F811
    noon: None,  # noqa: F811
) -> None:
    report = one.reports.get()
    photo = photos.clean(picture())
    name, _digest = files.keep(photo.data, "reports", "jpg")
    Report.objects.filter(pk=report.pk).update(public_photo=name, public_photo_digest=photo.digest)
    address = reverse("department:notice-photo", args=[one.number, photo.digest])
    assert desk.get(address).status_code == 404  # not signed for
    press(desk, one, "receipt")
    before = page(desk, f"/unit/notices/{one.number}/")
    assert "还会写" not in before  # nothing is stated yet
    post, later = messenger(DIVISION), NOON + DAY
    press(desk, one, "answer", corrected="no", note="不改")
    said = ("", NOON.date(), "市局函1号")
    inquiry.superior_answered(one, *said, version=one.version, by=post, at=later)
    exposure.state_facts(one, FACTS, GROUNDS, version=one.version, by=officer, at=later)
    facts_served(one, later)
    found = page(desk, f"/unit/notices/{one.number}/")
    for text in (*SAYS.values(), "市局函1号", "公开曝光", "首次", "单位答复未整改", SAID_BY_ONE):
        assert text in found, text
    assert address in found
    assert desk.get(address).content == files.read(name)
    assert desk.get(address[:-2] + "x/").status_code == 404


def test_officers_are_not_named_to_the_unit(
    one: Correction,  # noqa: F811
    desk: Client,
    officer: User,  # noqa: F811
    noon: None,  # noqa: F811
) -> None:
    stated(one, officer)
    entered = "纸上来的，工作人员登记"
    found = page(desk, f"/unit/notices/{one.number}/")
    assert entered in found
    compared(one, NOON + DAY)
    found = page(desk, f"/unit/notices/{one.number}/")
    assert "另一位核对过" in found
    assert str(messenger(DIVISION)) not in found


def test_what_was_put_right_is_proposed_to_be_taken_out_of_the_register(
    one: Correction,  # noqa: F811
    desk: Client,
    clerk: User,
    officer: User,  # noqa: F811
    person: Any,
    noon: None,  # noqa: F811
) -> None:
    mine, aside = registered(clerk, ABOUT.proof, "别的证明")
    for each in (mine, aside):
        registry.submit(each, version=each.version, by=clerk, at=NOON)
    press(desk, one, "receipt")
    press(desk, one, "answer", corrected="yes", note="已经不要了。")
    assert "已经纠正的，取消登记" not in page(desk, "/unit/")  # nobody has looked yet
    exposure.verify(one, True, "看过窗口。", version=one.version, by=officer, at=NOON)
    assert named(page(desk, "/unit/")) == ["看办理结果", "已经纠正的，取消登记"]
    press(desk, one, "outcome")
    assert named(page(desk, "/unit/")) == ["已经纠正的，取消登记"]
    found = page(desk, f"/unit/demands/{mine.pk}/")
    assert "已经核实纠正，这项登记还开着" in found
    assert "已经核实纠正" not in page(desk, f"/unit/demands/{aside.pk}/")
    office = Client()
    office.force_login(person("off", "overseer", None, "李", division=DIVISION, office="justice"))
    told = page(office, f"/office/demands/{mine.pk}/")
    assert "看要不要提出取消" in told
    assert one.number in told
    mine.refresh_from_db()
    assert mine.state == "submitted"  # nothing ends by itself
    desk.post(
        f"/unit/demands/{mine.pk}/cancellation/", {"version": mine.version, "reason": "不要了。"}
    )
    mine.refresh_from_db()
    assert mine.state == "cancelled"
    assert named(page(desk, "/unit/")) == []
    for client, address in ((desk, "/unit/demands/"), (office, "/office/demands/")):
        assert "已经核实纠正" not in page(
            client, f"{address}{mine.pk}/"
        )  # it does not stand any more


def test_what_was_handed_in_after_it_was_put_right_is_looked_at_anew(
    one: Correction,  # noqa: F811
    desk: Client,
    clerk: User,
    officer: User,  # noqa: F811
    noon: None,  # noqa: F811
) -> None:
    mine = registered(clerk, ABOUT.proof)[0]
    press(desk, one, "receipt")
    press(desk, one, "answer", corrected="yes", note="已经不要了。")
    exposure.verify(one, True, "看过窗口。", version=one.version, by=officer, at=NOON)
    registry.submit(mine, version=mine.version, by=clerk, at=NOON + DAY)
    press(desk, one, "outcome")
    assert named(page(desk, "/unit/")) == []


def test_a_notice_that_was_never_signed_for_says_nothing_of_reports(
    one: Correction,  # noqa: F811
    desk: Client,
    officer: User,  # noqa: F811
    noon: None,  # noqa: F811
) -> None:
    exposure.drop(one, "有依据。", version=one.version, by=officer, at=NOON)
    found = page(desk, f"/unit/notices/{one.number}/")
    assert "居民反映" not in found
    assert "没有登记过" not in found


def test_each_notice_is_asked_of_once(
    one: Correction,  # noqa: F811
    desk: Client,
    clerk: User,
    officer: User,  # noqa: F811
    noon: None,  # noqa: F811
    django_assert_max_num_queries: Any,
) -> None:
    from tests.web.reporting import report

    for _number in range(5):
        more = exposure.accept(report(officer), ABOUT, by=officer, at=NOON, apart=True)
        exposure.notify(more, "示例省示例局", version=more.version, by=officer, at=NOON)
    with django_assert_max_num_queries(5):  # however many there are
        inbox.of_notices(clerk, NOON.date())


def test_what_two_offices_kept_stands_in_the_inbox_until_seen_and_again_when_kept_anew(
    desk: Client,
    clerk: User,
    person: Any,
    noon: None,  # noqa: F811
) -> None:
    basis = LegalBasis("adoption-registration", "第五条")
    said = Stated("收养登记", "证明", AskedOf.COMMITTEE, "抚养教育能力", (basis,), item="POS-001")
    who: Any = {"unit": clerk.unit, "by": clerk, "at": NOON}
    demand = registry.register(said, key="kept", **who)
    offices = [person(office, "overseer", None, division=DIVISION, office=office)
               for office in ("civil_affairs", "justice")]  # fmt: skip
    address = f"/unit/demands/{demand.pk}/"

    def kept() -> None:
        registry.submit(demand, version=demand.version, by=clerk, at=NOON)
        for by in offices:
            keep = registry.Review(Opinion.KEEP)
            registry.review(demand, keep, version=demand.version, by=by, at=NOON)
        assert demand.state == "aligned"
        assert named(page(desk, "/unit/")) == ["两部门审核，予以保留"]
        assert "看到了，从收件箱里去掉" in page(desk, address)

    kept()
    sent = {"version": demand.version}
    told = desk.post(f"{address}end/", sent, follow=True).content.decode()
    assert "已记下：本单位看到了保留的结果。" in told
    demand.refresh_from_db()
    assert demand.state == "aligned"
    assert named(page(desk, "/unit/")) == []
    assert "看到了，从收件箱里去掉" not in page(desk, address)
    more = replace(said, matter="办收养")
    registry.restate(demand, more, version=demand.version, by=clerk, at=NOON)
    assert named(page(desk, "/unit/")) == ["修改退回的登记"]
    kept()  # what was seen before is another finding


def test_what_became_of_a_notice_stands_in_the_inbox_until_the_unit_has_seen_it(
    one: Correction,  # noqa: F811
    desk: Client,
    officer: User,  # noqa: F811
    noon: None,  # noqa: F811
) -> None:
    stated(one, officer)
    address, at = f"/unit/notices/{one.number}/", NOON + DAY
    exposure.drop(one, "有依据。", version=one.version, by=officer, at=at)
    for where in ("/unit/", "/unit/notices/"):
        found = page(desk, where)
        assert named(found) == ["看办理结果"]
        assert "不再追究" in found
    found = page(desk, address)
    assert "看到了，从收件箱里去掉" in found
    with pytest.raises(exposure.moves.NotReady, match="只由单位用自己的账号登记"):
        afterwards.see(one, version=one.version, by=officer, at=at)
    assert "已登记" in press(desk, one, "outcome")
    assert one.state == "dropped"
    assert named(page(desk, "/unit/")) == []
    assert "看到了，从收件箱里去掉" not in page(desk, address)
    assert "单位已看到办理结果" in {step["what"] for step in corrections.steps_of(one, joined=True)}
    assert "单位已看到办理结果" not in {step["what"] for step in corrections.steps_of(one)}
    above = messenger("420000")
    exposure.reopen(one, "再查。", version=one.version, by=above, at=at)
    exposure.drop(one, "还是有依据。", version=one.version, by=above, at=at)
    assert named(page(desk, "/unit/")) == []  # begun anew: no notice has come to the unit


def test_an_objection_that_was_rejected_stands_in_the_inbox_until_it_is_seen(
    one: Correction,  # noqa: F811
    desk: Client,
    officer: User,  # noqa: F811
    clerk: User,
    noon: None,  # noqa: F811
) -> None:
    late = published(one, officer)
    assert named(page(desk, "/unit/")) == ["已经公开，有异议可以提"]
    afterwards.object_to(one, "没有的事。", version=one.version, by=clerk, at=late)
    assert named(page(desk, "/unit/")) == []
    judged: Any = {"by": messenger(DIVISION, "judge"), "at": late}
    afterwards.reject_objection(one, "录音可证。", version=one.version, **judged)
    assert sorted(named(page(desk, "/unit/"))) == ["已经公开，有异议可以提", "看办理结果"]
    press(desk, one, "outcome")
    assert named(page(desk, "/unit/")) == ["已经公开，有异议可以提"]
    afterwards.retract(one, "公开有误，特此致歉。", version=one.version, **judged)
    assert named(page(desk, "/unit/")) == ["看办理结果"]
