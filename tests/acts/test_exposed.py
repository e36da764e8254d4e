"""Exposure as a court would leave it standing: who, on what grounds, and what comes after."""

from __future__ import annotations

import itertools
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from juzheng.acts import audit
from juzheng.acts.base.moves import NotReady, NotYours
from juzheng.acts.demands import registry, units
from juzheng.acts.supervision import afterwards, exposure, inquiry, reports
from juzheng.acts.supervision.exposure import Subject
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.registry import AskedOf, DemandState, Opinion, Stated
from juzheng.law.supervision.exposable import LISTED
from juzheng.law.supervision.exposure import Counted, Hearing, Service
from juzheng.law.supervision.on_file import Shows
from juzheng.records.models import Correction, Demand, Entry, Exhibit, User
from juzheng.records.supervision import corrections, exhibits, tallies
from tests.acts.test_exposure import (  # noqa: F401 - officers is a fixture
    ABOUT,
    COUNTY,
    FACTS,
    accepted,
    exposed,
    filed,
    heard,
    notified,
    officers,
)
from tests.conftest import NOON
from tests.each import none_breaks
from tests.supervising import GROUNDS

UNIT = ABOUT.unit_name
BASIS = LegalBasis("civil-code", "第一千一百零五条")
LATER = NOON + timedelta(days=22)


@pytest.mark.parametrize("kind", [one for one in Demander if one.value not in LISTED])
def test_nobody_beyond_the_list_is_accepted_by_any_door(officers, kind):  # noqa: F811
    report = reports.receive(filed(unit_kind=kind.value), at=NOON)
    about = replace(ABOUT, unit_kind=kind.value)
    with pytest.raises(NotReady, match="公开对象只有政府部门、公用企事业单位和服务机构"):
        exposure.accept(report, about, by=officers["first"], at=NOON)
    assert not Correction.objects.exists()


def test_no_direct_write_shows_a_body_that_is_not_listed(officers):  # noqa: F811
    one, _ = exposed(officers)
    shown = Correction.objects.filter(pk=one.pk)

    def refused(**wrong):
        with suppress(IntegrityError), transaction.atomic():
            shown.update(**wrong)
            return False
        return True

    def breaks(pair):
        kind, body = pair
        if LISTED.get(kind.value) == body and body:
            shown.update(unit_kind=kind.value, listed_as=body)
            return not Correction.objects.shown().exists()
        # An empty body is refused for every kind, and so is one that no list knows.
        wrong = {"unit_kind": kind.value, "listed_as": body}
        return not (refused(**wrong) and refused(**{**wrong, "listed_as": body or "x"}))

    bodies = ("department", "utility", "service", "court", "")
    none_breaks(breaks, itertools.product(Demander, bodies))


def test_what_an_older_version_exposed_beyond_the_list_is_never_shown(officers, client):  # noqa: F811
    one, _ = exposed(officers)
    Correction.objects.filter(pk=one.pk).update(unit_kind="court", listed_as="before")
    assert not Correction.objects.shown().exists()
    assert client.get(f"/exposures/{one.number}/").status_code == 410


@pytest.mark.parametrize("name", ["示例县人民法院", "中共示例县委", "某部队", "某国大使馆"])
def test_a_name_that_gives_it_away_stops_it_at_the_door_and_later(officers, name):  # noqa: F811
    report = reports.receive(filed(), at=NOON)
    with pytest.raises(NotReady, match="不能通报、不能公开"):
        exposure.accept(report, replace(ABOUT, unit_name=name), by=officers["first"], at=NOON)
    one, later = heard(officers)
    Correction.objects.filter(pk=one.pk).update(unit_name=name)
    one.refresh_from_db()
    with pytest.raises(NotReady, match="不能通报、不能公开"):
        exposure.publish(one, version=one.version, by=officers["second"], at=later)


def ready(officers: dict[str, User], about: Subject, item: str) -> Correction:  # noqa: F811
    """Return a correction whose terms are over, on ``item``."""
    report = reports.receive(filed(item=item), at=NOON)
    one = exposure.accept(report, about, by=officers["first"], at=NOON)
    return notified(one, officers)


def state(one: Correction, by: User, text: str = FACTS, at: Any = LATER, **more: Any) -> Correction:
    grounds = more.pop("grounds", GROUNDS)
    return exposure.state_facts(one, text, grounds, version=one.version, by=by, at=at, **more)


def test_civil_affairs_is_not_exposed_for_what_the_catalogue_bases(officers):  # noqa: F811
    about = replace(ABOUT, unit_name="示例县民政局", unit_kind="civil_affairs")
    one = ready(officers, about, "POS-001")
    with pytest.raises(NotReady, match="查到依据：POS-001"):
        state(one, officers["first"])


def test_a_basis_in_the_statement_is_in_its_way_and_a_yardstick_is_not(officers):  # noqa: F811
    one, first = ready(officers, ABOUT, "NEG-01"), officers["first"]
    for text in ("依据是《户口登记条例》。", "单位说依据为中华人民共和国户口登记条例。"):
        with pytest.raises(NotReady, match="写作依据的《户口登记条例》当日有效"):
            state(one, first, f"{FACTS}{text}", laws="户口登记条例写的是别的。")
    with pytest.raises(NotReady, match="写到了《户口登记条例》，当日有效：是单位要"):
        state(one, first, f"{FACTS}户口登记条例写着。")
    unknown = f"{FACTS}单位说有《示例局内部办法》。"
    with pytest.raises(NotReady, match="还没有核对：示例局内部办法"):
        state(one, first, unknown)
    hidden = {**GROUNDS, Shows.HARDSHIP: replace(GROUNDS[Shows.HARDSHIP], text="《公证法》要的。")}
    with pytest.raises(NotReady, match="写到了《公证法》"):
        state(one, first, grounds=hidden)
    why = "看过示例局内部办法原文，没有这一条。"
    inquiry.weigh(one, Shows.FALLS, why, version=one.version, by=officers["third"], at=LATER)
    state(one, first, f"{unknown}《优化营商环境条例》第四十四条写明清单之外不得索要。")
    assert one.state == "stated"


def test_who_names_the_law_that_forbids_it_says_so_and_is_not_told_to_drop_it(officers):  # noqa: F811
    one, first = ready(officers, ABOUT, "NEG-01"), officers["first"]
    text = f"{FACTS}《中华人民共和国社会保险法》第八条：它提供社会保险服务。"
    with pytest.raises(NotReady, match="写到了《社会保险法》") as asked:
        state(one, first, text, laws="公证法不管这件事。")  # another one is named there
    assert {each.code for each in asked.value.obstacles} == {"law_unexplained"}
    state(one, first, text, laws="社会保险法第八条说明它是服务机构，不是要证明的依据。")
    assert one.state == "stated"
    said = exhibits.current(one)[-1]
    assert (said.event, said.shows, said.by) == ("stated", "other", first)
    # The unit's own word is another matter: what it leans on is weighed, whatever was explained.
    spoke = (Hearing.SPOKE, "我们依据《社会保险法》。", "示局函1号")
    exposure.hear(one, *spoke, version=one.version, by=officers["third"], at=LATER)
    with pytest.raises(NotReady, match="还没有核对：社会保险法"):
        exposure.publish(one, version=one.version, by=officers["second"], at=LATER)


def test_what_the_unit_names_when_heard_is_weighed_before_it_is_exposed(officers):  # noqa: F811
    one, first = ready(officers, ABOUT, "NEG-01"), officers["first"]
    state(one, first)
    said = (Hearing.SPOKE, "我们依据《示例市办法》。", "示局函1号")
    exposure.hear(one, *said, version=one.version, by=officers["third"], at=LATER)
    publish = {"by": officers["second"], "at": LATER}
    with pytest.raises(NotReady, match="示例市办法"):
        exposure.publish(one, version=one.version, **publish)
    stands = "《示例市办法》第三条写着要。"
    inquiry.weigh(one, Shows.STANDS, stands, version=one.version, by=officers["third"], at=LATER)
    with pytest.raises(NotReady, match="依据成立"):
        exposure.publish(one, version=one.version, **publish)


def demand_of(officers: dict[str, User], person: Any, bases: tuple[LegalBasis, ...]) -> Demand:  # noqa: F811
    unit = units.enter(UNIT, kind=Demander(ABOUT.unit_kind), division=COUNTY, by="o", at=NOON)
    clerk = person("registrar", "department", None, "钱登记", unit=unit)
    stated = Stated("遗属待遇", "关系证明", AskedOf.COMMITTEE, "是母子", bases, item="NEG-01")
    demand = registry.register(stated, unit=unit, key="k", by=clerk, at=NOON)
    return registry.submit(demand, version=demand.version, by=clerk, at=NOON)


def cancelled(officers: dict[str, User], person: Any) -> Demand:  # noqa: F811
    demand = demand_of(officers, person, ())
    justice = person("justice", "overseer", None, "司法", division=COUNTY, office="justice")
    for by in (officers["third"], justice):
        said = registry.Review(Opinion.CANCEL, "没有依据")
        registry.review(demand, said, version=demand.version, by=by, at=NOON)
    assert demand.state == DemandState.CANCELLED
    return demand


def test_a_basis_in_the_register_is_in_its_way(officers, person):  # noqa: F811
    """That its document is in force nobody has found to carry it: it is weighed first."""
    demand = demand_of(officers, person, (BASIS,))
    one, by = ready(officers, ABOUT, "NEG-01"), officers["third"]
    named = f"索要登记第{demand.pk}号第1次提交写的依据"
    with pytest.raises(NotReady, match=f"还没有核对：{named}"):
        state(one, officers["first"])
    why = "看过条文，没有写要这份证明。"
    inquiry.weigh(one, Shows.FALLS, why, version=one.version, by=by, at=LATER)
    with pytest.raises(NotReady, match=f"还没有核对：{named}"):  # a weighing names what it clears
        state(one, officers["first"])
    why = f"{named}：{why}"
    inquiry.weigh(one, Shows.FALLS, why, version=one.version, by=by, at=LATER)
    assert corrections.to_weigh(one, LATER.date()) == ()
    Demand.objects.filter(pk=demand.pk).update(round=2)  # what is handed in again is another claim
    assert corrections.to_weigh(one, LATER.date()) == (f"索要登记第{demand.pk}号第2次提交写的依据",)
    Demand.objects.filter(pk=demand.pk).update(state=DemandState.ALIGNED)
    with pytest.raises(NotReady, match="查到依据：索要登记第"):  # both offices kept it
        state(one, officers["first"])
    Demand.objects.filter(pk=demand.pk).update(state=DemandState.SUBMITTED, round=1)
    state(one, officers["first"])


def test_a_cancelled_demand_that_is_made_again_is_recognised(officers, person):  # noqa: F811
    assert accepted(officers).severity == "first"
    demand = cancelled(officers, person)
    day, later = NOON.date(), NOON.date() + timedelta(days=1)
    assert exhibits.cancelled(UNIT, "NEG-01", "别的叫法", COUNTY, later) == demand
    assert exhibits.cancelled(UNIT, "", "关系证明", COUNTY, later) == demand
    for other in (("别的局", "NEG-01", "", COUNTY), (UNIT, "NEG-02", "", COUNTY)):
        assert exhibits.cancelled(*other, later) is None
    assert exhibits.cancelled(UNIT, "NEG-01", "", "420100", later) is None
    # Only what was demanded on a later day is demanded again; of an unknown day nobody says so.
    for asked_on, severity in ((day, "first"), (None, "first"), (later, "after_cancellation")):
        one = accepted(officers, asked_on=asked_on)
        assert one.severity == severity
        assert (exhibits.cancelled_before(one) is not None) == (severity != "first")
    assert not audit.audit().faults


def test_nobody_says_without_basis_of_an_item_nobody_has_named(officers):  # noqa: F811
    one = ready(officers, ABOUT, "")
    with pytest.raises(NotReady, match="还没有确认"):
        state(one, officers["first"])
    state(one, officers["first"], item="none")
    assert (one.state, one.item) == ("stated", "none")


@pytest.mark.parametrize("who", ["first", "post", "third", "checker", "weigher"])
def test_whoever_established_anything_does_not_approve(officers, person, who):  # noqa: F811
    for name in ("checker", "weigher"):
        officers[name] = person(name, "overseer", None, name, division=COUNTY)
    one, later = heard(officers, compare=False)
    with pytest.raises(NotReady, match="还没有另一人核对"):
        exposure.publish(one, version=one.version, by=officers["second"], at=later)
    inquiry.check(one, version=one.version, by=officers["checker"], at=later)
    said = (Shows.FALLS, "没有这一条。")
    inquiry.weigh(one, *said, version=one.version, by=officers["weigher"], at=later)
    with pytest.raises(NotReady, match="经手过这一件"):
        exposure.publish(one, version=one.version, by=officers[who], at=later)
    exposure.publish(one, version=one.version, by=officers["second"], at=later)


def test_a_paper_recorded_by_one_person_is_marked_until_another_has_compared_it(officers):  # noqa: F811
    one, later = heard(officers, compare=False)
    alone = [paper.event for paper in exhibits.current(one) if paper.single_handed]
    assert alone == ["superior_served", "heard"]  # the statement is its writer's own word
    third = officers["third"]
    inquiry.check(one, version=one.version, by=third, at=later)
    left = [paper for paper in exhibits.current(one) if paper.single_handed]
    assert {paper.by for paper in left} == {third}
    with pytest.raises(NotReady, match="没有别人登记"):
        inquiry.check(one, version=one.version, by=third, at=later)
    with pytest.raises(IntegrityError), transaction.atomic():
        Exhibit.objects.filter(pk=left[0].pk).update(checked_by=third, checked_at=later)
    assert not audit.audit().faults


def test_the_superior_has_its_part(officers):  # noqa: F811
    one = accepted(officers)
    exposure.notify(one, "示例市示例局", version=one.version, by=officers["first"], at=NOON)
    served = (Service.POST, NOON.date(), "挂号1号")
    post = officers["post"]
    early = (Service.POST, NOON.date() - timedelta(days=1), "挂号1号")
    with pytest.raises(NotReady, match="送达的日子不对"):
        inquiry.serve_superior(one, *early, version=one.version, by=post, at=NOON)
    inquiry.serve_superior(one, *served, version=one.version, by=post, at=NOON)
    assert one.superior_due_on == date(2026, 12, 15)
    with pytest.raises(NotReady, match="期限还没有过"):
        inquiry.superior_silent(one, version=one.version, by=post, at=NOON)
    inquiry.superior_silent(one, version=one.version, by=post, at=LATER)
    act = ("责成示例局停止索要。", NOON.date(), "市局函2号")
    inquiry.superior_corrected(one, *act, version=one.version, by=post, at=LATER)
    assert (one.state, one.answer) == ("answered", "")  # the unit itself has said nothing
    papers = exhibits.of_the_superior(one)
    assert [paper.event for paper in papers][-1] == "superior_corrected"
    assert (papers[-1].text, papers[-1].document, papers[-1].on) == (act[0], act[2], act[1])
    assert not audit.audit().faults


def test_an_objection_is_decided_by_somebody_else_in_its_term(officers, person):  # noqa: F811
    one, later = exposed(officers)
    judge = person("judge", "overseer", None, "复核员", division=COUNTY)
    said = ("与事实不符。", "示局函5号")
    with pytest.raises(NotReady, match="文号和日期"):
        afterwards.object_to(one, said[0], version=one.version, by=officers["third"], at=later)
    afterwards.object_to(one, *said, version=one.version, by=officers["third"], at=later)
    assert one.objection_due_on == date(2026, 12, 30)
    for who, why in (("second", "审批公开的人"), ("third", "经手过"), ("first", "经手过")):
        with pytest.raises(NotReady, match=why):
            afterwards.reject_objection(
                one, "查过", version=one.version, by=officers[who], at=later
            )
    afterwards.reject_objection(one, "录音可证。", version=one.version, by=judge, at=later)
    assert (one.state, one.objection_due_on) == ("exposed", None)
    assert not audit.audit().faults


def test_the_unit_objects_by_its_own_account_and_no_other_unit_does(officers, person):  # noqa: F811
    one, later = exposed(officers)
    kind = Demander(ABOUT.unit_kind)
    own, other = (
        units.enter(name, kind=kind, division=COUNTY, by="o", at=NOON) for name in (UNIT, "别的局")
    )
    stranger = person("strange", "department", None, "孙登记", unit=other)
    with pytest.raises(NotYours):
        afterwards.object_to(one, "不符", version=one.version, by=stranger, at=later)
    speaker = person("own", "department", None, "钱登记", unit=own)
    afterwards.object_to(one, "不符", version=one.version, by=speaker, at=later)
    paper = one.exhibits.latest("pk")
    assert (paper.account, paper.single_handed) == (True, False)


def test_words_are_corrected_by_two_and_the_old_ones_stay_provable(officers, person):  # noqa: F811
    one, later = exposed(officers)
    judge = person("judge", "overseer", None, "复核员", division=COUNTY)
    new = f"{FACTS}（日期已更正）"
    with pytest.raises(NotReady, match="没有写更正后的文字"):
        afterwards.reword(one, version=one.version, by=judge, at=later)
    with pytest.raises(NotReady, match="处罚的话"):
        afterwards.redraft(one, "通报批评。", version=one.version, by=judge, at=later)
    drafter = officers["third"]
    afterwards.redraft(one, new, version=one.version, by=drafter, at=later)
    assert one.statement == FACTS  # a draft is not published
    for by in (drafter, officers["second"]):
        with pytest.raises(NotReady):
            afterwards.reword(one, version=one.version, by=by, at=later)
    afterwards.reword(one, version=one.version, by=judge, at=later)
    assert one.statement == new
    old = one.exhibits.get(event="reworded")
    assert old.text == FACTS
    assert not audit.audit().faults
    Exhibit.objects.filter(pk=old.pk).update(text="别的")
    assert audit.audit().faults


def test_what_was_wrong_is_taken_down_with_words_in_its_place_as_long(officers, person, client):  # noqa: F811
    one, since = exposed(officers)
    judge = person("judge", "overseer", None, "复核员", division=COUNTY)
    down = since + timedelta(days=9)
    with pytest.raises(NotReady, match="没有写理由"):
        afterwards.retract(one, " ", version=one.version, by=judge, at=down)
    afterwards.retract(one, "认错了单位，致歉。", version=one.version, by=judge, at=down)
    assert list(corrections.shown(down.date())) == []
    for days, stands in ((0, True), (9, True), (10, False)):
        on = down.date() + timedelta(days=days)
        assert bool(corrections.apologies(on)) is stands
    assert not audit.audit().faults


def test_what_was_done_is_counted_by_period_and_division(officers, person):  # noqa: F811
    one, since = exposed(officers)
    judge = person("judge", "overseer", None, "复核员", division=COUNTY)
    afterwards.retract(one, "致歉。", version=one.version, by=judge, at=since)
    by_month = {(row.period, row.division): row.counted for row in tallies.counts("%Y-%m")}
    assert by_month["2026-11", COUNTY][Counted.NOTICES] == 1
    december = by_month["2026-12", COUNTY]
    assert (december[Counted.EXPOSURES], december[Counted.RETRACTIONS]) == (1, 1)
    (year,) = tallies.counts("%Y")
    assert (year.period, sum(year.counted.values())) == ("2026", 3)


def test_reopened_it_begins_anew_and_old_papers_do_not_count(officers):  # noqa: F811
    one, later = heard(officers)
    city, again = officers["city"], later + timedelta(days=1)
    exposure.drop(one, "先停", version=one.version, by=officers["first"], at=later)
    exposure.reopen(one, "再查", version=one.version, by=city, at=again)
    assert one.superior_due_on is None
    assert exhibits.current(one) == []
    assert Entry.objects.filter(chain=one.chain).exists()
