"""From a report to an exposure and its end: in any order, never unfairly (OP-4.2.c)."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from PIL import Image

from juzheng.acts import audit
from juzheng.acts.base import files, ledger
from juzheng.acts.base.moves import MovedMeanwhile, NotReady, NotYours
from juzheng.acts.demands import units
from juzheng.acts.supervision import afterwards, exposure, hearings, inquiry, reports
from juzheng.acts.supervision.exposure import Proof, Subject
from juzheng.acts.supervision.reports import Filed
from juzheng.law.base.demanders import Demander
from juzheng.law.base.machine import StepNotAllowed
from juzheng.law.supervision.exposable import listed_as
from juzheng.law.supervision.exposure import (
    CORRECTIONS,
    OVER,
    SHOWN,
    CorrectionEvent,
    CorrectionState,
    Hearing,
    Outcome,
    Service,
)
from juzheng.law.supervision.exposure import CorrectionEvent as E
from juzheng.law.supervision.on_file import Shows
from juzheng.law.supervision.reports import (
    ReporterWord,
    ReportEvent,
    ReportState,
    private,
)
from juzheng.outside import photos
from juzheng.outside.photos import Box
from juzheng.records.models import Correction, Entry, Report, User
from juzheng.records.models.supervision.corrections import BEFORE
from juzheng.records.supervision import corrections, exhibits
from tests.acts.any_day import Undone
from tests.conftest import NOON
from tests.records.snapshots import snapshot
from tests.supervising import GROUNDS, reviewed

COUNTY = "990121"
STORY = "我叫王小明，电话13800000000，示例局非要居委会证明我妈是我妈。"
SAID = "示例局非要居委会证明我妈是我妈。"
FACTS = "示例县示例局办理遗属待遇，要求居民提供居委会开的关系证明，没有给出依据。"
KIND = Demander.SOCIAL_INSURANCE.value
ABOUT = Subject("示例县示例局", KIND, "关系证明", "遗属待遇", "示例市示例局")


def filed(**changes: Any) -> Filed:
    told = Filed(
        key=uuid4().hex,
        division=COUNTY,
        proof="证明我妈是我妈",
        unit_name="示例县示例局",
        unit_kind=KIND,
        item="NEG-01",
        story=STORY,
        reporter_name="王小明",
        telephone="13800000000",
        consent=True,
    )
    return replace(told, **changes)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def officers(loaded, person) -> dict[str, User]:
    return {
        "first": person("first", "overseer", None, "郑科长", division=COUNTY),
        "second": person("second", "overseer", None, "吴科员", division=COUNTY),
        "third": person("third", "overseer", None, "王科员", division=COUNTY),
        "city": person("city", "overseer", None, "市局", division="990100"),
        "post": person("post", "overseer", None, "送达员", division=COUNTY),
        "elsewhere": person("elsewhere", "overseer", None, "外县", division="420100"),
    }


def accepted(officers, **changes) -> Correction:
    report = reports.receive(filed(**changes), at=NOON)
    reports.review(report, SAID, by=officers["first"], at=NOON)
    return exposure.accept(report, ABOUT, by=officers["first"], at=NOON, apart=True)


def heard(officers, *, compare: bool = True) -> tuple[Correction, Any]:
    """Return a correction that waits for the second officer, and when that is."""
    one, first = accepted(officers), officers["first"]
    notified(one, officers)
    later = NOON + timedelta(days=22)
    exposure.state_facts(one, FACTS, GROUNDS, version=one.version, by=first, at=later)
    said = (Hearing.SPOKE, "已经在改。", "示局函1号")
    exposure.hear(one, *said, version=one.version, by=officers["third"], at=later)
    return reviewed(one, officers["third"], later, compare=compare), later


def notified(one: Correction, officers: dict[str, User]) -> Correction:
    exposure.notify(one, "示例市示例局", version=one.version, by=officers["first"], at=NOON)
    post = officers["post"]
    served = (Service.POST, NOON.date(), "挂号1号")
    exposure.serve(one, *served, version=one.version, by=post, at=NOON)
    return inquiry.serve_superior(one, *served, version=one.version, by=post, at=NOON)


def exposed(officers) -> tuple[Correction, Any]:
    one, later = heard(officers)
    return exposure.publish(one, version=one.version, by=officers["second"], at=later), later


def objected(officers) -> tuple[Correction, Any]:
    one, later = exposed(officers)
    said = ("不符", "示局函9号")
    third = officers["third"]
    return afterwards.object_to(one, *said, version=one.version, by=third, at=later), later


def test_a_report_filed_twice_is_one_report_and_its_code_is_kept_as_a_digest(loaded):
    told = filed()
    report = reports.receive(told, at=NOON)
    assert reports.receive(told, at=NOON).pk == report.pk
    code = reports.code_of(report)
    assert reports.code_fits(report, code.lower().replace("-", " "))
    assert not reports.code_fits(report, "AAAAA-AAAAA")
    assert code.replace("-", "") not in str(Report.objects.values().get())
    assert not audit.audit().faults


def test_who_reported_is_nowhere_to_be_read_in_the_database_or_the_ledger(
    loaded, django_db_blocker
):
    from django.db import connection

    report = reports.receive(filed(), at=NOON)
    reports.withdraw(report, at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM records_report")
        stored = str(cursor.fetchall())
    lines = str(list(Entry.objects.filter(chain=report.chain).values()))
    for secret in ("王小明", "13800000000", "我妈"):
        assert secret not in stored + lines


def test_duplicates_are_put_side_by_side_and_stay_reports(officers):
    one = accepted(officers)
    other = reports.receive(filed(), at=NOON)
    assert corrections.like(other, other.item) == [one]
    short = reports.receive(filed(unit_name=ABOUT.unit_name[2:], item=""), at=NOON)
    elsewhere = reports.receive(filed(unit_name="别的局", item=""), at=NOON)
    assert (corrections.like(short, ""), corrections.near(short, "")) == ([], [one])
    assert corrections.near(elsewhere, "") == []
    assert corrections.near(other, other.item) == []
    # The unit is told of the one proof alone: another one is a matter of its own.
    unlike = reports.receive(filed(item="NEG-10", proof="健在证明"), at=NOON)
    assert corrections.like(unlike, unlike.item) == []
    assert corrections.near(unlike, unlike.item) == [one]
    exposure.join(other, one, by=officers["second"], at=NOON)
    assert one.reports.count() == 2
    assert {report.word for report in one.reports.all()} == {""}
    with pytest.raises(StepNotAllowed):
        exposure.accept(other, ABOUT, by=officers["second"], at=NOON)


@pytest.mark.duty("OP-4.2.c")
def test_nobody_publishes_alone_not_even_past_the_law(officers):
    one, later = heard(officers)
    with pytest.raises(NotReady, match="不能自己审批、复核"):
        exposure.publish(one, version=one.version, by=officers["first"], at=later)
    reports.review(one.reports.get(), SAID, by=officers["second"], at=later)
    with pytest.raises(NotReady, match="不能自己审批、复核"):  # who masked the words chose them
        exposure.publish(one, version=one.version, by=officers["second"], at=later)
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=one.pk).update(
            state="exposed", approved_by=officers["first"], approved_at=later
        )


def test_only_what_lay_before_the_second_officer_is_shown(officers):
    one, later = exposed(officers)
    report = one.reports.get()
    assert [told.words for told in corrections.published(one)] == [SAID]
    after = later + timedelta(hours=1)
    reports.review(report, "后来改写的话。", by=officers["first"], at=after)
    assert corrections.published(one) == []
    joined = reports.receive(filed(), at=after)
    reports.review(joined, "后来并入的话。", by=officers["first"], at=after)
    exposure.join(joined, one, by=officers["first"], at=after)
    assert corrections.published(one) == []


@pytest.mark.parametrize("undo", ["consent", "report"])
def test_words_without_consent_or_taken_back_are_not_shown(officers, undo):
    one, _ = exposed(officers)
    report = one.reports.get()
    if undo == "consent":  # words that an older version readied without asking
        Report.objects.filter(pk=report.pk).update(consent=False)
        report.refresh_from_db()
    else:
        reports.withdraw(report, at=NOON)
    assert not report.told.public_words
    assert corrections.published(one) == []


def test_what_is_private_does_not_pass_the_review(officers):
    report = reports.receive(filed(), at=NOON)
    first = officers["first"]
    for words in (STORY, "电话13800000000", "王小明说的。"):
        with pytest.raises(reports.StillPrivate):
            reports.review(report, words, by=first, at=NOON)
    assert private(reports.suggested_words(report)) == ()


def test_nothing_is_readied_to_be_shown_without_consent(officers):
    report = reports.receive(filed(consent=False), at=NOON)
    with pytest.raises(NotReady) as refused:
        reports.review(report, SAID, by=officers["first"], at=NOON)
    assert [one.code for one in refused.value.obstacles] == ["no_consent"]
    assert Report.objects.get(pk=report.pk).words == ""


def test_a_photo_is_shown_only_as_an_officer_left_it(officers):
    photo = photos.clean(picture())
    report = reports.receive(filed(photo=photo), at=NOON)
    first = officers["first"]
    reports.review(report, SAID, by=first, at=NOON)
    assert report.photo
    assert not report.told.photo
    box = Box(0.1, 0.1, 0.5, 0.5)
    reports.review(report, SAID, boxes=[box], show_photo=True, by=first, at=NOON)
    shown = Image.open(io.BytesIO(files.read(report.public_photo)))
    assert shown.getpixel((100, 70)) == (0, 0, 0)
    assert report.public_photo_digest != photo.digest


def test_the_clock_is_extended_once_and_never_past_the_most_days(officers):
    one, first = accepted(officers), officers["first"]
    notified(one, officers)
    assert one.due_on.isoformat() == "2026-12-15"  # fifteen working days
    with pytest.raises(NotReady, match="期限还没有过"):
        exposure.state_facts(one, FACTS, GROUNDS, version=one.version, by=first, at=NOON)
    exposure.extend(one, "单位说要开会。", version=one.version, by=first, at=NOON)
    assert one.due_on.isoformat() == "2026-12-22"  # twenty
    with pytest.raises(NotReady, match="已经延长过"):
        exposure.extend(one, "还要。", version=one.version, by=first, at=NOON)


def test_an_old_page_changes_nothing(officers):
    one, first = accepted(officers), officers["first"]
    seen = one.version
    exposure.notify(one, "示例市示例局", version=seen, by=first, at=NOON)
    before = snapshot()
    with pytest.raises(MovedMeanwhile):
        exposure.drop(one, "理由", version=seen, by=first, at=NOON)
    with pytest.raises(NotYours):
        exposure.remind(one, version=one.version, by=officers["elsewhere"], at=NOON)
    assert snapshot() == before


def test_what_dies_half_way_never_happened(officers, monkeypatch):
    one, later = heard(officers)
    before = snapshot()

    def die(*args: Any, **more: Any) -> None:
        raise SystemExit

    monkeypatch.setattr(ledger, "_link", die)
    with pytest.raises(SystemExit):
        exposure.publish(one, version=one.version, by=officers["second"], at=later)
    with pytest.raises(SystemExit):
        reports.receive(filed(photo=photos.clean(picture())), at=later)
    assert snapshot() == before
    monkeypatch.undo()
    one = Correction.objects.get()
    exposure.publish(one, version=one.version, by=officers["second"], at=later)
    assert not audit.audit().faults


def test_a_superior_stops_it_and_everybody_can_read_why(officers):
    one, later = exposed(officers)
    with pytest.raises(NotReady, match="只有上级"):
        exposure.stop(one, "停。", version=one.version, by=officers["first"], at=later)
    exposure.stop(one, "依据已经补上。", version=one.version, by=officers["city"], at=later)
    assert one.state == CorrectionState.DROPPED
    line = Entry.objects.filter(chain=one.chain).last()
    told = {key: line.details[key] for key in ("note", "division")}
    assert (line.event, told) == (
        "override.stopped",
        {"note": "依据已经补上。", "division": "990100"},
    )


def test_correction_removal_and_falling_back(officers):
    one, later = exposed(officers)
    first = officers["first"]
    reports.say(one.reports.get(), ReporterWord.STILL, at=later)
    with pytest.raises(NotReady, match="还在要"):
        afterwards.mend(one, "", version=one.version, by=first, at=later)
    reports.say(one.reports.get(), ReporterWord.CORRECTED, at=later)
    afterwards.mend(one, "", version=one.version, by=first, at=later)
    with pytest.raises(NotReady, match="经手过"):
        afterwards.remove(one, "改了。", version=one.version, by=first, at=later)
    second = officers["second"]
    afterwards.remove(one, "改了，公开期满。", version=one.version, by=second, at=later)
    assert list(Correction.objects.shown()) == []
    assert accepted(officers, asked_on=later.date()).severity == "first"  # before it was put right
    asked_on = later.date() + timedelta(days=1)
    assert accepted(officers, asked_on=asked_on).severity == "after_exposure"


def test_the_audit_sees_a_row_that_the_ledger_does_not_lead_to(officers):
    one = accepted(officers)
    Correction.objects.filter(pk=one.pk).update(state="notified")
    assert {fault.where for fault in audit.audit().faults} == {one.number}


def test_no_term_runs_before_the_notice_is_proved_to_have_arrived(officers):
    one, first = accepted(officers), officers["first"]
    exposure.notify(one, "示例市示例局", version=one.version, by=first, at=NOON)
    assert one.due_on is None
    much_later = NOON + timedelta(days=60)
    with pytest.raises(NotReady, match="怎样送达"):
        exposure.state_facts(one, FACTS, GROUNDS, version=one.version, by=first, at=much_later)
    day = NOON.date()
    with pytest.raises(NotReady, match="不能登记送达"):
        exposure.serve(one, Service.POST, day, "挂号1号", version=one.version, by=first, at=NOON)
    first = officers["post"]
    for on, document, why in (
        (day - timedelta(days=1), "回执", "送达的日子不对"),
        (day + timedelta(days=1), "回执", "送达的日子不对"),
        (day, " ", "凭什么"),
    ):
        with pytest.raises(NotReady, match=why):
            exposure.serve(one, Service.POST, on, document, version=one.version, by=first, at=NOON)
    exposure.serve(one, Service.POST, day, "挂号1号", version=one.version, by=first, at=NOON)
    with pytest.raises(NotReady, match="已经登记过"):
        exposure.serve(one, Service.POST, day, "挂号2号", version=one.version, by=first, at=NOON)
    assert one.known is Outcome.SILENT


def test_the_accuser_does_not_speak_for_the_unit(officers):
    one, first = notified(accepted(officers), officers), officers["first"]
    with pytest.raises(NotReady, match="不能替单位"):
        exposure.answer(one, False, "不改", "示局函2号", version=one.version, by=first, at=NOON)
    third = officers["third"]
    with pytest.raises(NotReady, match="文号和日期"):
        exposure.answer(one, False, "不改", version=one.version, by=third, at=NOON)
    exposure.answer(one, False, "不改", "示局函2号", version=one.version, by=third, at=NOON)
    assert (one.known, one.answer_document) == (Outcome.REFUSED, "示局函2号")
    with pytest.raises(NotReady, match="主管部门的答复期限还没有过"):
        exposure.state_facts(one, FACTS, GROUNDS, version=one.version, by=first, at=NOON)
    said = ("", NOON.date(), "市局函1号")
    with pytest.raises(NotReady, match="不能替单位、主管部门"):
        inquiry.superior_answered(one, *said, version=one.version, by=first, at=NOON)
    inquiry.superior_answered(one, *said, version=one.version, by=third, at=NOON)
    exposure.state_facts(one, FACTS, GROUNDS, version=one.version, by=first, at=NOON)
    with pytest.raises(NotReady, match="不能替单位"):
        exposure.hear(
            one, Hearing.SPOKE, "意见", "示局函3号", version=one.version, by=first, at=NOON
        )
    exposure.hear(one, Hearing.DECLINED, "", "电话记录", version=one.version, by=third, at=NOON)
    with pytest.raises(NotReady, match="期限还没有过"):  # whatever it answered: not before the end
        exposure.publish(one, version=one.version, by=officers["second"], at=NOON)


def test_the_unit_answers_by_its_own_account(officers, person):
    one = accepted(officers)
    unit = units.enter(ABOUT.unit_name, kind=Demander(KIND), division=COUNTY, by="o", at=NOON)
    other = units.enter("别的局", kind=Demander(KIND), division=COUNTY, by="o", at=NOON)
    own = person("own", "department", None, "钱登记", unit=unit)
    strange = person("strange", "department", None, "孙登记", unit=other)
    exposure.notify(one, "示例市示例局", version=one.version, by=officers["first"], at=NOON)
    served = (Service.ACCOUNT, NOON.date(), "")
    with pytest.raises(NotYours):
        exposure.serve(one, *served, version=one.version, by=strange, at=NOON)
    exposure.serve(one, *served, version=one.version, by=own, at=NOON)
    with pytest.raises(NotYours):  # no other step is the unit's
        exposure.remind(one, version=one.version, by=own, at=NOON)
    exposure.answer(one, True, "不再要了", version=one.version, by=own, at=NOON)
    assert (one.state, one.known) == ("answered", Outcome.WANTING)
    assert not audit.audit().faults


def test_what_an_older_version_did_is_said_as_not_recorded(officers):
    one, _ = exposed(officers)
    Correction.objects.filter(pk=one.pk).update(served_on=None, served_how="")
    assert Correction.objects.get().known is Outcome.UNRECORDED


def waiting(one: Correction) -> Shows:
    found = [paper.shown_as for paper in exhibits.elements(one) if paper.unreviewed]
    return found[0] if found else Shows.ARBITRARY


BUTTONS: dict[CorrectionEvent, Any] = {
    E.NOTIFIED: lambda one, who: exposure.notify(one, "示例市示例局", **who),
    E.SERVED: lambda one, who: exposure.serve(
        one, Service.DIRECT, one.notified_on or who["at"].date(), "回执1号", **who
    ),
    E.SUPERIOR_SERVED: lambda one, who: inquiry.serve_superior(
        one, Service.DIRECT, who["at"].date(), "回执2号", **who
    ),
    E.SUPERIOR_ANSWERED: lambda one, who: inquiry.superior_answered(
        one, "", who["at"].date(), "市局函1号", **who
    ),
    E.SUPERIOR_SILENT: lambda one, who: inquiry.superior_silent(one, **who),
    E.SUPERIOR_CORRECTED: lambda one, who: inquiry.superior_corrected(
        one, "责成改正", who["at"].date(), "市局函2号", **who
    ),
    E.WEIGHED: lambda one, who: inquiry.weigh(one, Shows.FALLS, "没有这一条", **who),
    E.CHECKED: lambda one, who: inquiry.check(one, **who),
    E.REVIEWED: lambda one, who: inquiry.review(one, waiting(one), "看过", **who),
    E.IDENTIFIED: lambda one, who: exposure.identify(
        one, one.unit_name, "tax" if one.unit_kind != "tax" else "court", "类别错了", **who
    ),
    E.OBJECTED: lambda one, who: afterwards.object_to(one, "不符", "示局函9号", **who),
    E.OBJECTION_REJECTED: lambda one, who: afterwards.reject_objection(one, "查过", **who),
    E.REDRAFTED: lambda one, who: afterwards.redraft(one, f"{FACTS}已更正。", **who),
    E.REWORDED: lambda one, who: afterwards.reword(one, **who),
    E.RETRACTED: lambda one, who: afterwards.retract(one, "公开不当，致歉。", **who),
    E.REMINDED: lambda one, who: exposure.remind(one, **who),
    E.EXTENDED: lambda one, who: exposure.extend(one, "理由", **who),
    E.ESCALATED: lambda one, who: exposure.escalate(one, **who),
    E.ANSWERED: lambda one, who: exposure.answer(one, True, "改了", "示局函2号", **who),
    E.REFUSED: lambda one, who: exposure.answer(one, False, "不改", "示局函3号", **who),
    E.CORRECTED: lambda one, who: exposure.verify(one, True, "", **who),
    E.FOUND_WANTING: lambda one, who: exposure.verify(one, False, "还在要", **who),
    E.DROPPED: lambda one, who: exposure.drop(one, "理由", **who),
    E.STATED: lambda one, who: exposure.state_facts(one, FACTS, GROUNDS, **who),
    E.STATED_SERVED: lambda one, who: hearings.serve_facts(
        one, Proof(Service.DIRECT, who["at"].date(), "回执3号"), **who
    ),
    E.HEARD: lambda one, who: exposure.hear(one, Hearing.SPOKE, "意见", "示局函4号", **who),
    E.RETURNED: lambda one, who: exposure.send_back(one, "理由", **who),
    E.EXPOSED: lambda one, who: exposure.publish(one, **who),
    E.MENDED: lambda one, who: afterwards.mend(one, "看过窗口", **who),
    E.REMOVED: lambda one, who: afterwards.remove(one, "理由", **who),
    E.STOPPED: lambda one, who: exposure.stop(one, "理由", **who),
    E.REOPENED: lambda one, who: exposure.reopen(one, "理由", **who),
}


def begun(officers: dict[str, User]) -> tuple[Correction, Any]:
    return accepted(officers), NOON


PEOPLE = ["first", "first", "second", "third", "post", "city", "elsewhere"]
JUDGING = {E.EXPOSED, E.OBJECTION_REJECTED, E.REWORDED, E.RETRACTED, E.REMOVED}
TURNED_AWAY = (NotReady, NotYours, StepNotAllowed)


class AnyOfficer(Undone):
    """Officers press whatever button, on whatever day."""

    officers: dict[str, User]
    reached: set[str]

    @initialize(begin=st.sampled_from([begun, heard, exposed, exposed, objected]))
    def reported(self, begin: Any) -> None:
        self.one, self.at = begin(self.officers)

    @rule(days=st.integers(1, 25))
    def wait(self, days: int) -> None:
        self.at += timedelta(days=days)

    @rule(word=st.sampled_from([ReporterWord.CORRECTED, ReporterWord.STILL]))
    def the_reporter_speaks(self, word: ReporterWord) -> None:
        over = Correction.objects.get(pk=self.one.pk).stands in OVER
        try:
            reports.say(self.one.reports.first(), word, at=self.at)
        except StepNotAllowed:
            assert over  # nobody would read it

    @rule(who=st.sampled_from(PEOPLE), data=st.data())
    def press_what_may_follow(self, who: str, data: st.DataObject) -> None:
        state = CorrectionState(Correction.objects.get(pk=self.one.pk).state)
        if follow := sorted(CORRECTIONS.allowed(state) & set(BUTTONS)):
            self.press(who, data.draw(st.sampled_from(follow)))

    @rule(who=st.sampled_from(PEOPLE), event=st.sampled_from(sorted(BUTTONS)))
    def press_anything(self, who: str, event: CorrectionEvent) -> None:
        self.press(who, event)

    @rule(event=st.sampled_from([E.IDENTIFIED, E.OBJECTED, E.REVIEWED, E.DROPPED]))
    def press_what_few_would(self, event: CorrectionEvent) -> None:
        self.press("third", event)

    def press(self, who: str, event: CorrectionEvent) -> None:
        one = Correction.objects.get(pk=self.one.pk)
        common = {"version": one.version, "by": self.officers[who], "at": self.at}
        before, hands = Entry.objects.count(), corrections.hands(one)
        try:
            BUTTONS[event](one, common)
        except TURNED_AWAY as why:
            self.reached.add(type(why).__name__)
            assert Entry.objects.count() == before
        else:
            assert who != "elsewhere"
            self.reached.add(event.value)
            if event in JUDGING:
                assert self.officers[who].pk not in hands
            if event in JUDGING - {E.EXPOSED, E.REMOVED}:
                assert self.officers[who].pk != one.approved_by_id
            assert Entry.objects.count() == before + 1

    @invariant()
    def what_is_shown_was_approved_by_somebody_who_had_no_hand_in_it(self) -> None:
        if not hasattr(self, "one"):
            return
        one = Correction.objects.get(pk=self.one.pk)
        self.reached.add(one.state)
        assert self.faults() == ()
        if CorrectionState(one.state) in SHOWN:
            assert one.notified_on <= one.served_on < one.due_on < one.approved_at.date()
            corrected = one.exhibits.filter(event=E.SUPERIOR_CORRECTED.value).exists()
            assert one.due_on < one.stated_at.date() or one.answer or corrected
            assert one.stated_at.date() <= one.heard_at.date()
            listed = listed_as(one.unit_kind, one.unit_name)
            on_board = one in corrections.shown(self.at.date())
            assert one.listed_as == listed if on_board else one.listed_as in (listed, BEFORE)
            assert not any(paper.unreviewed for paper in exhibits.elements(one))
            assert [paper.proof.whole for paper in exhibits.elements(one)] == [True] * 3
            assert one.superior_due_on is not None or exhibits.of_the_superior(one)


@pytest.mark.slow
@pytest.mark.many
def test_whatever_order_officers_act_in(officers):
    AnyOfficer.officers, AnyOfficer.reached = officers, set()
    run_state_machine_as_test(
        AnyOfficer,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,  # what it has to reach, it reaches each time
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {"exposed", "dropped", "objected", "NotReady", "NotYours"} <= AnyOfficer.reached
    assert "identified" in AnyOfficer.reached


def test_a_report_is_passed_on_set_aside_with_an_answer_or_left_alone(officers):
    report = reports.receive(filed(division="990100"), at=NOON)
    with pytest.raises(NotYours):
        reports.pass_on(report, COUNTY, by=officers["first"], at=NOON)
    reports.pass_on(report, COUNTY, by=officers["city"], at=NOON)
    with pytest.raises(ValueError, match="needs an answer"):
        reports.set_aside(report, ReportEvent.NOT_A_DEMAND, " ", by=officers["first"], at=NOON)
    reports.set_aside(
        report, ReportEvent.OTHER_AUTHORITY, "请向法院反映。", by=officers["first"], at=NOON
    )
    assert report.state == ReportState.OTHER_AUTHORITY
