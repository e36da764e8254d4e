"""One correction at the officers' desk (纠正案): its buttons, its clock, its second officer."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from juzheng.acts import audit
from juzheng.acts.demands import units
from juzheng.acts.supervision import afterwards, exposure, hearings, inquiry, letters, reports
from juzheng.acts.supervision.exposure import Subject
from juzheng.law.base.demanders import Demander
from juzheng.law.supervision.exposure import CORRECTIONS, CorrectionEvent
from juzheng.law.supervision.on_file import Shows
from juzheng.law.supervision.reports import ReporterWord
from juzheng.outside.typesetting import MissingGlyphs
from juzheng.records.models import Correction, Demand, Entry, User
from juzheng.records.supervision import corrections
from tests.conftest import NOON
from tests.records.snapshots import snapshot
from tests.supervising import GROUNDS, facts_served, messenger, reviewed, written
from tests.web.pages import faults
from tests.web.reporting import ABOUT, DIVISION, FACTS, SAID, correction, exposed, heard, report

LATER = NOON + timedelta(days=22)
STALE = "已经有人改过或办过，这次没有改动"
DONE = "已登记，办理经过里可以看到。"

ON_PAPER = ("answer", "hearing", "objection")


class Desk:
    """An officer at a browser."""

    def __init__(self, user: User) -> None:
        self.user, self.client = user, Client()
        self.client.force_login(user)

    def page(self, one: Correction) -> str:
        return self._read(self.client.get(f"/office/corrections/{one.number}/"), 200)

    def press(self, one: Correction, name: str, status: int = 200, **said: Any) -> str:
        """Press a button of the page as it stands now, or as it stood at ``version``."""
        one.refresh_from_db()
        version = said.pop("version", one.version)
        if name in ON_PAPER and said.get("hearing") != "silent":
            said.setdefault("scan", SimpleUploadedFile("来文.pdf", b"%PDF-1.7"))
        data = {f"{name}-{key}": value for key, value in said.items()}
        address = f"/office/corrections/{one.number}/{name}/"
        answer = self.client.post(address, {**data, "version": version}, follow=True)
        one.refresh_from_db()
        return self._read(answer, status)

    def _read(self, answer: Any, status: int) -> str:
        assert answer.status_code == status
        found: str = answer.content.decode()
        assert faults(found) == []
        return found


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def stop(at: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)

    stop(NOON)
    return stop


@pytest.fixture
def officer(loaded: None, person: Callable[..., User]) -> Callable[..., User]:
    def make(name: str, division: str | None = DIVISION) -> User:
        return person(name, "overseer", None, name, division=division)

    return make


@pytest.fixture
def first(clock: Any, officer: Callable[..., User]) -> User:
    return officer("first")


def last(one: Correction) -> tuple[str, dict[str, Any]]:
    line = Entry.objects.filter(chain=one.chain).latest("position")
    return line.event, {k: v for k, v in line.details.items() if k != "covers"}


def refused(desk: Desk, one: Correction, name: str, **said: Any) -> str:
    """Press a button that may not be pressed; nothing moves, and what was typed is shown again."""
    before = snapshot()
    page = desk.press(one, name, 422, **said)
    assert snapshot() == before
    return page


DAY = {"on_year": 2026, "on_month": 11, "on_day": 24}
STATED = {"statement": FACTS, "item": "NEG-01", **written()}


def test_from_the_notice_to_the_end_without_exposure(
    first: User, officer: Callable[..., User]
) -> None:
    desk, one = Desk(first), exposure.accept(report(first), ABOUT, by=first, at=NOON)
    assert "请写单位的上级" in refused(desk, one, "notice")
    assert DONE in desk.press(one, "notice", superior="示例省示例局")
    assert (one.state, one.superior, one.notified_on) == ("notified", "示例省示例局", NOON.date())
    assert one.due_on is None
    assert "没有记载通报怎样送达" in desk.page(one)
    assert "请写回执号" in refused(desk, one, "service", how="post", **DAY)
    assert "不能登记送达" in refused(desk, one, "service", how="post", document="挂号1号", **DAY)
    post = Desk(officer("post"))
    page = post.press(one, "service", how="post", document="挂号1号", **DAY)
    assert "挂号邮寄，有回执" in page
    assert "登记通报送达" not in page
    assert last(one)[1]["due_on"] == one.due_on.isoformat() == "2026-12-15"

    assert "请写怎样催的" in refused(desk, one, "reminder")  # one press is no reminder
    desk.press(one, "reminder", note="打电话给窗口负责人")
    assert last(one)[0] == CORRECTIONS.line(CorrectionEvent.REMINDED)
    assert "没有写理由。" in refused(desk, one, "extension", note=" ")
    desk.press(one, "extension", note="单位要开会")
    assert one.extended
    assert last(one) == ("correction.extended", {"note": "单位要开会"})
    assert "请写报给了哪个上级" in refused(desk, one, "escalation")
    assert "答复期限还没有过" in refused(desk, one, "escalation", note="函报上级")

    assert "请选一项。" in refused(desk, one, "answer", note="不改")
    paper = {"document": "示局函1号"}
    assert "不能替单位、主管部门登记答复" in refused(
        desk, one, "answer", corrected="no", note="不改", **paper
    )
    desk = Desk(officer("other"))
    assert "请写单位答复的文号和日期。" in refused(desk, one, "answer", corrected="no", note="不改")
    desk.press(one, "answer", corrected="no", note="不改", **paper)
    assert (one.state, last(one)) == ("refused", ("correction.refused", {"note": "不改", **paper}))
    desk.press(one, "answer", corrected="yes", note="改了", **paper)
    assert (one.state, last(one)) == (
        "answered",
        ("correction.answered", {"note": "改了", **paper}),
    )
    desk.press(one, "verification", corrected="no", note="窗口还在要")
    assert (one.state, last(one)[0]) == ("uncorrected", "correction.found_wanting")
    desk.press(one, "answer", corrected="yes", note="", **paper)
    assert last(one) == ("correction.answered", paper)
    assert "没有反映人说过已经不要了" in refused(desk, one, "verification", corrected="yes")
    page = desk.press(one, "verification", corrected="yes", note="看过窗口")
    assert (one.state, one.closed_on) == ("corrected", NOON.date())
    assert "/verification/" not in page  # what is over offers no more


def test_exposed_by_two_officers_the_unit_heard_then_mended_and_taken_down(
    clock: Any, first: User, officer: Callable[..., User]
) -> None:
    one, second = correction(first), officer("second")
    early = refused(Desk(first), one, "statement", **STATED)
    assert "单位的答复期限还没有过，最后一天是2026年12月15日。" in early
    assert re.search(r'jz-tone-plain"\s*><span>期限内', early)
    assert FACTS in early.split('name="statement-statement"')[1].split("</textarea>")[0]

    clock(LATER)
    desk, other = Desk(first), Desk(second)
    assert "请写明事实。" in refused(desk, one, "statement", **{**STATED, "statement": ""})
    page = refused(desk, one, "statement", statement=FACTS)
    summary = page.split("data-error-summary")[1].split("</ul>")[0]
    for field in ("擅自：查到的事实。", "擅自：材料是哪一天的。", "办事困难：由谁出具或提供。"):
        assert f"{field}请写明，没有材料的不能公开" in summary, field
    private = refused(
        desk, one, "statement", **{**STATED, "statement": f"{FACTS}电话13800000000。"}
    )
    assert "事实说明里还有个人信息" in private
    desk.press(one, "escalation", note="函报示例省示例局")
    assert last(one)[0] == CORRECTIONS.line(CorrectionEvent.ESCALATED)
    desk.press(one, "statement", **STATED)
    assert (one.statement, one.stated_by) == (FACTS, first)

    assert "请选一项。" in refused(desk, one, "hearing", reply="在改")
    assert "没有记下单位的意见" in refused(desk, one, "hearing", hearing="spoke")
    bare = {"hearing": "spoke", "reply": "在改", "document": "示局函1号", "scan": ""}
    assert "请上传来文的照片或扫描件" in refused(desk, one, "hearing", **bare)
    odd = {**bare, "scan": SimpleUploadedFile("来文.exe", b"MZ")}
    assert "只能上传 PDF、JPG 或 PNG" in refused(Desk(officer("odd")), one, "hearing", **odd)
    spoke = {"hearing": "spoke", "reply": "已经在改。", "document": "示局函1号"}
    assert "不能替单位、主管部门登记答复" in refused(desk, one, "hearing", **spoke)
    third = officer("third")
    Desk(third).press(one, "hearing", **spoke)
    page = desk.page(one)
    assert (one.hearing, one.reply, one.heard_by) == ("spoke", "已经在改。", third)
    for told in ("公开出去是这样", FACTS, "单位陈述了意见", SAID, "等另一位工作人员办理"):
        assert told in page, told
    assert "王小明" not in page
    assert "不能自己审批、复核、撤下" in refused(desk, one, "publication")

    assert "等另一位工作人员办理" not in other.page(one)
    assert "没有写理由。" in refused(other, one, "return")
    label = other.page(one).partition('for="id_return-note"')[2].partition("</label>")[0]
    assert "可不填" not in label  # what is asked for is not said to be left out
    other.press(one, "return", note="日期不对")
    assert (one.state, last(one)) == ("stated", ("exposure.returned", {"note": "日期不对"}))
    Desk(third).press(one, "hearing", hearing="declined", document="示局函2号")
    assert "还没有另一人审看" in refused(other, one, "publication")
    page = desk.page(one)
    assert "还没有另一人审看" in page
    assert "受理或写事实的人不能审看" in refused(
        desk, one, "review", element="hardship", note="看过"
    )
    for element in ("arbitrary", "unreasonable", "hardship"):
        assert "没有写理由" in refused(other, one, "review", element=element, note=" ")
        other.press(one, "review", element=element, note="看过原件")
        shown = {"note": "看过原件", "shows": element}
        assert last(one) == ("correction.reviewed", shown)
        paper = one.exhibits.get(shows=element)
        assert (paper.checked_by, paper.by) == (second, first)
    page = other.page(one)
    assert "登记审看要件的材料" not in page  # nothing waits
    assert "还没有另一人审看" not in page
    assert "只由一人登记，还没有另一人核对" in refused(other, one, "publication")
    fourth = Desk(officer("fourth"))
    page = fourth.page(one)
    assert "纸上来的，登记：third" in " ".join(page.split())
    scan = one.exhibits.exclude(scan="").first()
    assert scan is not None
    address = f"/office/corrections/{one.number}/papers/{scan.pk}/scan/"
    assert f"/papers/{scan.pk}/scan/" in page
    assert fourth.client.get(address).getvalue() == b"%PDF-1.7"
    far = Desk(officer("far", "430000"))
    assert far.client.get(address).status_code == 404
    waits = page.partition("要核对的是：")[2].partition("</form>")[0]
    assert waits.count("<li>") == sum(each.single_handed for each in one.exhibits.all()) > 0
    fourth.press(one, "checking")
    assert "核对：fourth" in " ".join(fourth.page(one).split())
    other.press(one, "publication")
    assert (one.state, one.approved_by, last(one)[0]) == ("exposed", second, "exposure.published")

    reports.say(one.reports.get(), ReporterWord.STILL, at=LATER)
    assert "有反映人说单位还在要" in refused(desk, one, "amends", note="看过")
    reports.say(one.reports.get(), ReporterWord.CORRECTED, at=LATER)
    assert "反映人：已经不要这份证明了" in desk.page(one)
    desk.press(one, "amends")
    assert (one.state, one.mended_on) == ("mended", LATER.date())
    assert "没有写理由" in refused(other, one, "removal", note="")
    assert "经手过这一件" in refused(desk, one, "removal", note="改了")
    other.press(one, "removal", note="看过窗口，改了")
    assert (one.state, one.closed_on) == ("removed", LATER.date())


def test_what_is_not_for_now_or_not_for_this_officer_lies_behind_one_fold(
    first: User, officer: Callable[..., User]
) -> None:
    one = exposure.accept(report(first), ABOUT, by=first, at=NOON)
    desk, other = Desk(first), Desk(officer("other"))
    desk.press(one, "notice", superior="示例省示例局")
    own, later = desk.page(one).split('id="later"')
    own = own.split("<main")[1]
    for name in ("statement", "escalation", "reminder"):
        assert f'/{name}/"' in later.split("办理经过")[0]
        assert f'/{name}/"' not in own
    # What only another may ever do is named, and no form of it lies there to be filled in in vain.
    for name, text in (("service", "登记通报送达"), ("answer", "登记单位书面答复")):
        assert f'/{name}/"' not in own + later
        assert text in own.split("要由另一位工作人员办：")[1].split("</p>")[0]
    assert "要由另一位工作人员办：" not in other.page(one)
    assert '/dismissal/"' in own
    theirs = other.page(one).split('id="later"')[0]
    assert '/service/"' in theirs
    assert '/statement/"' not in theirs  # the unit's days have not begun
    assert theirs.index('/service/"') < theirs.index('/dismissal/"')  # the next step first


def test_a_unit_is_not_reminded_of_what_it_has_not_got(first: User) -> None:
    one = exposure.accept(report(first), ABOUT, by=first, at=NOON)
    exposure.notify(one, "示例省示例局", version=one.version, by=first, at=NOON)
    page = refused(Desk(first), one, "reminder", note="打电话")
    assert "没有登记通报怎样送达" in page


def test_the_next_act_is_named_and_stands_open_before_the_others(
    first: User, officer: Callable[..., User], clock: Callable[[datetime], None]
) -> None:
    desk, other = Desk(first), Desk(officer("other"))
    one = exposure.accept(report(first), ABOUT, by=first, at=NOON)
    page = desk.page(one)
    assert next_of(page) == ("看过内容", "notice")
    assert f"落款是{letters.office_of(DIVISION)}（您的单位）" in page
    exposure.notify(one, "示例省示例局", version=one.version, by=first, at=NOON)
    seen: Any = {"by": messenger(DIVISION), "at": NOON}
    served = (exposure.Service.DIRECT, NOON.date(), "回执1号")
    exposure.serve(one, *served, version=one.version, **seen)
    assert next_of(desk.page(one)) == ("等单位答复", "")
    exposure.answer(one, False, "不改", "来文1号", version=one.version, **seen)
    assert next_of(desk.page(one)) == ("等另一位工作人员把通报送主管部门问依据", "")
    assert next_of(other.page(one)) == ("打印给上级主管部门的函", "superior-service")
    inquiry.serve_superior(one, *served, version=one.version, **seen)
    assert next_of(desk.page(one)) == ("等主管部门答复", "")
    inquiry.superior_answered(one, "示例条例", NOON.date(), "函1号", version=one.version, **seen)
    with mock.patch.object(corrections, "against", wraps=corrections.against) as asked:
        page = desk.page(one)  # a basis comes before the facts
    assert [call.args[1] for call in asked.call_args_list] == [CorrectionEvent.STATED]
    assert "核对的人以后不能审批公开" not in page, "the act says what it costs"
    assert "办了这一步就是经手" in other.page(one)
    assert next_of(page) == ("核对说到的依据", "weighing")
    assert "说到的依据还没有核对：示例条例" in page
    inquiry.weigh(one, Shows.STANDS, "示例条例写着。", version=one.version, **seen)
    page = desk.page(one)
    assert next_of(page)[1] == "dismissal"
    assert "核对过，依据成立" in page
    seen["by"] = messenger(DIVISION, "weigher")
    inquiry.weigh(one, Shows.FALLS, "示例条例没有写。", version=one.version, **seen)
    assert next_of(desk.page(one)) == ("写明事实", "statement")
    unit = units.enter(
        ABOUT.unit_name, kind=Demander(ABOUT.unit_kind), division=DIVISION, by="o", at=NOON
    )
    demand = Demand.objects.create(
        unit=unit,
        paper=ABOUT.proof,
        matter="遗属待遇",
        asked_of="committee",
        fact="是母子",
        bases=[{"instrument": "civil-code", "provision": "第一条"}],
        state="submitted",
        round=1,
        key="k",
        registered_by=first,
        registered_at=NOON,
        submitted_by=first,
        submitted_at=NOON,
    )
    page = desk.page(one)
    assert next_of(page) == ("核对说到的依据", "weighing")
    named = f"索要登记第{demand.pk}号第1次提交写的依据"
    assert named in page.split('id="id_weighing-note"')[1].split("</textarea>")[0]
    demand.delete()
    exposure.state_facts(one, FACTS, GROUNDS, version=one.version, by=first, at=NOON)
    assert next_of(desk.page(one)) == ("打印事实说明送出去", "")
    assert next_of(other.page(one)) == ("打印事实说明送单位", "facts-service")
    facts_served(one, NOON)
    assert "陈述意见最晚：2026年11月30日" in desk.page(one)
    assert next_of(desk.page(one)) == ("等单位陈述意见", "")
    assert next_of(other.page(one)) == ("看事实依据的材料", "review")
    clock(NOON + timedelta(days=7))
    desk, other = Desk(first), Desk(other.user)  # signed in anew
    assert next_of(desk.page(one)) == ("登记单位怎么说；到期没有说的", "hearing")
    exposure.hear(one, exposure.Hearing.SPOKE, "再看看。", "来文2号", version=one.version, **seen)
    reviewed(one, seen["by"], NOON)
    assert next_of(desk.page(one)) == ("等没有经手的另一位工作人员审批", "")
    page = other.page(one)
    assert next_of(page) == ("现在还不能审批公开", "")
    assert "最后一天是2026年12月15日" in page
    clock(LATER)
    assert next_of(Desk(other.user).page(one)) == ("审批公开", "publication")


def next_of(page: str) -> tuple[str, str]:
    """Return the first words of the next step, and the act that stands open with it."""
    below = page.split('id="next-title"')[1].split("</section>")[0]
    said = re.search(r"<p[^>]*>([^<，。]*)", below)
    act = re.search(r'action="[^"]*/([a-z-]+)/"', below)
    assert said
    assert "<details" not in below or re.search(r"<details[^>]*open", below)
    return said[1], act[1] if act else ""


def test_a_correction_is_given_up_with_a_reason(first: User) -> None:
    desk, one = Desk(first), correction(first)
    assert "没有写理由。" in refused(desk, one, "dismissal")
    told = {"note": "单位给出了依据", "told": "查到依据：《示例办法》第三条。"}
    assert "请写告诉反映人的话" in refused(desk, one, "dismissal", note="单位给出了依据")
    private = {**told, "told": "问13800000000"}
    assert "告诉反映人的话里还有个人信息" in refused(desk, one, "dismissal", **private)
    desk.press(one, "dismissal", **told)
    assert one.state == "dropped"
    assert last(one) == ("correction.dropped", told)


def test_only_a_superior_is_offered_to_stop_it_or_to_open_it_again(
    first: User, officer: Callable[..., User]
) -> None:
    one, desk, above = correction(first), Desk(first), Desk(officer("above", "420000"))
    assert "上级决定停止" not in desk.page(one)
    assert "上级决定停止" in above.page(one)
    assert "只有上级民政部门可以这样决定" in refused(desk, one, "stop", note="停")
    assert "理由里还有个人信息" in refused(above, one, "stop", note="电话13800000000")

    above.press(one, "stop", note="依据已经补上")
    assert one.state == "dropped"
    assert last(one) == ("override.stopped", {"note": "依据已经补上", "division": "420000"})
    assert "上级决定重新办理" not in desk.page(one)
    assert "只有上级" in refused(desk, one, "reopening", note="再查")
    page = above.press(one, "reopening", note="依据不成立")
    assert (one.state, one.notified_on, one.due_on) == ("accepted", None, None)
    assert "依据不成立" in page  # in its course, for everybody


@pytest.mark.parametrize("version", ["old", "", "abc", "²", "9" * 10])
def test_a_page_that_is_old_changes_nothing(first: User, version: str) -> None:
    one = correction(first)
    exposure.remind(one, version=one.version, by=first, at=NOON)  # the state stays, the version not
    before = snapshot()
    seen = str(one.version - 1) if version == "old" else version

    page = Desk(first).press(one, "dismissal", note="查过原件\n再议", told="在查", version=seen)
    assert STALE in page
    assert "您刚才写的没有保存" in page
    assert "查过原件<br>再议" in page  # nobody has to write it twice
    assert DONE not in page
    assert snapshot() == before


def test_a_superiors_term_is_over_once_it_has_answered(first: User) -> None:
    one, desk, post = correction(first), Desk(first), messenger(DIVISION)
    assert "主管部门最晚答复日" in desk.page(one)
    said: Any = ("", NOON.date(), "市局函1号")
    inquiry.superior_answered(one, *said, version=one.version, by=post, at=NOON)
    assert "主管部门最晚答复日" not in desk.page(one)


def test_a_step_that_may_not_follow_changes_nothing(first: User) -> None:
    one = correction(first)
    before = snapshot()
    assert STALE in Desk(first).press(one, "removal", note="改了")
    assert snapshot() == before


def test_another_division_finds_no_such_correction(first: User, officer: Any) -> None:
    one = correction(first)
    stranger, nobody = Desk(officer("stranger", "430000")), Desk(officer("nobody", None))
    address = f"/office/corrections/{one.number}/"
    before = snapshot()
    for desk, status in ((stranger, 404), (nobody, 403)):
        assert desk.client.get(address).status_code == status
        assert desk.client.get(f"{address}evidence.zip").status_code == status
        said = {"version": one.version}
        assert desk.client.post(f"{address}reminder/", said).status_code == status
    mine = Desk(first).client
    assert mine.post(f"{address}nothing/", {"version": one.version}).status_code == 404
    assert mine.get(f"{address}reminder/").status_code == 405
    assert snapshot() == before


def test_evidence_that_cannot_be_printed_says_which_characters(
    first: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = correction(first)
    monkeypatch.setattr("juzheng.outside.fonts.Library.missing", lambda *_: ("\U00020bb7",))
    address = f"/office/corrections/{one.number}/evidence.zip"
    answer = Desk(first).client.get(address, follow=True)
    assert answer.redirect_chain
    assert "“\U00020bb7”字缺字形" in answer.content.decode()


def test_the_evidence_package_is_handed_out_with_the_whole_course(
    first: User, officer: Any
) -> None:
    one = exposed(first, officer("second"))
    answer = Desk(first).client.get(f"/office/corrections/{one.number}/evidence.zip")

    assert answer.headers["Content-Type"] == "application/zip"
    assert "evidence.zip" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        ledger = packed.read("ledger.json").decode()
        assert packed.read("record.pdf").startswith(b"%PDF")
    assert [line["event"] for line in json.loads(ledger)][-1] == "exposure.published"
    assert "王小明" not in ledger


def test_what_a_reporter_took_back_is_not_shown_and_stops_the_exposure(
    clock: Any, first: User, officer: Callable[..., User]
) -> None:
    one, later = heard(first)
    clock(later)
    other = Desk(officer("second"))
    assert SAID in other.page(one)
    reports.withdraw(one.reports.get(), at=later)

    assert SAID not in other.page(one)
    assert "反映的人都撤回了" in refused(other, one, "publication")


def test_a_units_other_corrections_stand_beside_this_one(
    loaded: None, person: Callable[..., User], noon: None
) -> None:
    first = Desk(person("first", "overseer", None, division=DIVISION))
    one, twin = correction(first.user), correction(first.user)
    other = exposure.accept(
        report(first.user),
        Subject(ABOUT.unit_name, ABOUT.unit_kind, "住址证明", "办卡", item="NEG-02"),
        **hand(first),
    )
    assert other.item == "NEG-02"
    stranger = exposure.accept(
        report(first.user), Subject("另一局", ABOUT.unit_kind, "关系证明", "办卡"), **hand(first)
    )
    page = first.page(one)
    for each in (twin, other):
        assert reverse("overseer:correction", args=[each.number]) in page
    assert stranger.number not in page
    assert page.count("同一证明</strong>") == 1
    assert page.index(twin.number) < page.index(other.number)
    assert "不能并成一件" in page
    exposure.drop(twin, "与前一件重复", version=twin.version, **hand(first))
    page = first.page(one)
    assert "不能并成一件" not in page  # it is over: only to be looked up
    assert page.count("同一证明</strong>") == 1
    assert "同一单位的其他纠正案" not in first.page(stranger)


def test_the_facts_are_printed_for_a_unit_without_an_account(
    loaded: None,
    person: Callable[..., User],
    monkeypatch: pytest.MonkeyPatch,
    noon: None,
) -> None:
    one, _later = heard(person("writer", "overseer", None, division=DIVISION))
    desk = Desk(person("first", "overseer", None, division=DIVISION))
    address = reverse("overseer:facts", args=[one.number])
    assert f'href="{address}"' in desk.page(one)
    printed = desk.client.get(address)
    assert printed.content.startswith(b"%PDF-")
    away = Desk(person("away", "overseer", None, division="430000"))
    assert away.client.get(address).status_code == 404

    def unable(*_: Any) -> bytes:
        raise MissingGlyphs(("\U00030000",))

    monkeypatch.setattr(letters, "statement", unable)
    said = desk.client.get(address, follow=True).content.decode()
    assert "缺字形" in said


def hand(desk: Desk) -> dict[str, Any]:
    return {"by": desk.user, "at": NOON}


COSTS = "办了这一步就是经手，以后不能审批、复核、撤下这一件。"
LAST = "本单位没有经手的只剩您一人：您办了，审批请由上级（"
NOBODY = "本单位没有别人可以办，请上级（"


def test_before_the_last_of_an_office_takes_part_the_page_says_who_then_approves(
    first: User, officer: Callable[..., User]
) -> None:
    one = exposure.accept(report(first), ABOUT, by=first, at=NOON)
    exposure.notify(one, "示例省示例局", version=one.version, by=first, at=NOON)
    second = Desk(officer("second"))

    page = second.page(one)
    assert COSTS in page
    assert "没有经手的只剩您一人，上级也没有账号" in page
    above = Desk(officer("above", "420000"))
    assert f"{LAST}湖北省民政部门）的工作人员做。" in second.page(one)
    assert COSTS not in Desk(first).page(one)  # it is lost already
    officer("third")
    page = second.page(one)
    assert COSTS in page
    assert LAST not in page
    assert COSTS in above.page(one)


def test_what_costs_nothing_says_nothing(first: User, officer: Callable[..., User]) -> None:
    one, _later = heard(first)
    page = Desk(officer("second")).page(one)
    form = re.search(r"<form[^>]*corrections/[^>]*/publication/.*?</form>", page, re.DOTALL)
    assert form is None or COSTS not in form[0]
    form = re.search(r"<form[^>]*corrections/[^>]*/return/.*?</form>", page, re.DOTALL)
    assert form
    assert COSTS not in form[0]


def test_where_all_of_an_office_took_part_the_office_above_approves(
    first: User, officer: Callable[..., User], clock: Callable[[datetime], None]
) -> None:
    one, later = heard(first)  # the messenger served
    clock(later)
    desk = Desk(first)
    assert "本单位没有别人可以办，上级也没有账号" in desk.page(one)
    above = Desk(officer("above", "420000"))
    assert f"{NOBODY}湖北省民政部门）的工作人员办" in desk.page(one)
    assert NOBODY not in above.page(one)
    assert DONE in above.press(one, "publication")
    assert one.state == "exposed"


def test_who_accuses_alone_reads_which_office_serves(
    first: User, officer: Callable[..., User]
) -> None:
    one = exposure.accept(report(first), ABOUT, by=first, at=NOON)
    exposure.notify(one, "示例省示例局", version=one.version, by=first, at=NOON)
    above = Desk(officer("above", "420000"))
    assert f"{NOBODY}湖北省民政部门）" in Desk(first).page(one)
    assert DONE in above.press(one, "service", how="direct", document="回执1号", **DAY)


def test_a_justice_officer_is_counted_as_another_for_they_may_approve(
    first: User, officer: Callable[..., User], clock: Callable[[datetime], None]
) -> None:
    one, later = heard(first)
    clock(later)
    assert "本单位没有别人可以办" in Desk(first).page(one)
    above, here = officer("law-above", "420000"), officer("justice")
    User.objects.filter(pk__in=[above.pk, here.pk]).update(office="justice")
    here.refresh_from_db()
    User.objects.filter(pk=here.pk).update(is_active=False)
    assert "上级也没有账号" in Desk(first).page(one)  # no civil affairs there to be named
    User.objects.filter(pk=here.pk).update(is_active=True)
    assert "本单位没有别人可以办" not in Desk(first).page(one)
    assert DONE in Desk(here).press(one, "publication")
    assert one.state == "exposed"


def test_after_a_hearing_the_desk_asks_first_what_came_of_it(
    first: User, officer: Callable[..., User], clock: Callable[[datetime], None]
) -> None:
    one, at = heard(first)
    messenger_, third = messenger(DIVISION), officer("third")
    exposure.send_back(one, "再听", version=one.version, by=first, at=at)
    seen: Any = {"by": messenger_, "at": at}
    hearings.ask_hearing(one, "要当面说。", "来文2号", version=one.version, **seen)
    said: Any = (exposure.Hearing.SPOKE, "在改。", "来文3号")
    exposure.hear(one, *said, version=one.version, **seen)
    inquiry.check(one, version=one.version, by=officer("fourth"), at=at)
    day = (at + timedelta(days=3)).date()
    hearings.set_hearing(one, day, "九点", "一楼", version=one.version, **seen)
    clock(at + timedelta(days=4))
    assert "请先由经手的人登记它的意见" in Desk(third).page(one)
    assert "等另一位工作人员登记它的意见" in Desk(first).page(one)
    desk = Desk(messenger_)
    assert next_of(desk.page(one)) == (
        "听证的日子过了：单位来说了的",
        "hearing",
    )
    words = "在改。当面又说：窗口撤了告示。"
    assert DONE in desk.press(one, "hearing", hearing="spoke", reply=words, document="笔录1号")
    assert (one.state, one.reply) == ("heard", words)
    assert "听证的日子过了" not in Desk(third).page(one)


def test_a_units_answer_and_its_objection_are_asked_for_under_names_of_their_own(
    clock: Any, first: User, officer: Callable[..., User]
) -> None:
    second = officer("second")
    one = exposed(first, second)
    clock(one.approved_at)
    page = Desk(second).page(one)
    forms = ("answer", "objection")
    asked = [set(re.findall(rf'for="id_{name}-[^"]*"[^>]*>([^<]+)<', page)) for name in forms]
    assert all(asked)
    assert not asked[0] & asked[1]


def test_whose_letters_name_no_address_is_told_before_one_is_printed(first: User) -> None:
    one, desk = correction(first), Desk(first)
    assert "文书上还没有本单位的地址" in desk.page(one)
    address = "/office/office/"
    said = {"name": "示例市民政局", "address": "人民路1号", "hours": "工作日", "version": "0"}
    assert desk.client.post(address, said).status_code == 422
    said |= {"telephone": "027-55555555"}
    assert "已登记" in desk.client.post(address, said, follow=True).content.decode()
    assert "文书上还没有" not in desk.page(one)
    assert "人民路1号" in desk.client.get(address).content.decode()
    old = desk.client.post(address, {**said, "address": "别处"}, follow=True).content.decode()
    assert "人民路1号" in old  # an old page changes nothing


def asked(first: User) -> tuple[Correction, Any, Any]:
    """Return a correction whose unit asks to be heard, a third hand, and when that is."""
    one, later, post = correction(first), LATER, messenger(DIVISION)
    exposure.state_facts(one, FACTS, GROUNDS, version=one.version, by=first, at=later)
    seen: Any = {"by": post, "at": later}
    hearings.ask_hearing(one, "要当面说。", "来文2号", version=one.version, **seen)
    return one, post, later


def test_a_hearings_room_is_read_as_it_was_typed_and_its_hour_is_a_time(
    first: User, clock: Callable[[datetime], None]
) -> None:
    one, post, later = asked(first)
    clock(later)
    desk, day = Desk(post), later.date() + timedelta(days=7)
    room = "示例县政务服务中心2号楼201会议室"
    on = {"on_year": day.year, "on_month": day.month, "on_day": day.day}
    assert "不是时间" in refused(desk, one, "hearing-date", **on, hour="上午", place=room)
    soon = {**on, "on_month": later.month, "on_day": (later + timedelta(days=1)).day}
    page = refused(desk, one, "hearing-date", **soon, hour="09:00", place=room)
    assert "离今天不到 3 天" in page
    page = desk.press(one, "hearing-date", **on, hour="9:00", place=room)
    assert f"09:00，{room}" in page
    paper = one.exhibits.get(event="hearing_set")
    assert (paper.proof.whence, "〔" in paper.whence) == (room, True)  # all else reads it masked
    assert not audit.audit().faults


def test_a_superior_that_gave_no_basis_gave_none_whatever_it_wrote(
    first: User, clock: Callable[[datetime], None]
) -> None:
    one = correction(first)
    desk = Desk(messenger(DIVISION))
    said = {"text": "没有依据，已要求改正。", "document": "函1号", **DAY}
    assert "请选一项。" in refused(desk, one, "superior-answer", **said)
    assert "文件名称和条款" in refused(
        desk, one, "superior-answer", gave="basis", **{**said, "text": ""}
    )
    desk.press(one, "superior-answer", gave="no_basis", **said)
    paper = one.exhibits.order_by("pk").last()
    assert paper is not None
    assert (paper.shows, paper.text) == ("no_basis", "没有依据，已要求改正。")
    paper.shows = "basis"  # as an older version kept it
    assert paper.shown_as is Shows.NO_BASIS


def test_whoever_approved_is_offered_no_decision_on_the_objection(
    first: User, officer: Callable[..., User], clock: Callable[[datetime], None]
) -> None:
    second = officer("second")
    one = exposed(first, second)
    at = one.approved_at
    clock(at)
    assert "看公开的页面" in Desk(second).page(one)
    seen: Any = {"by": messenger(DIVISION), "at": at}
    afterwards.object_to(one, "不对。", "来文9号", version=one.version, **seen)
    page = Desk(second).page(one)
    assert "等没有经手、也没有审批公开的工作人员复核" in page
    assert "/objection-rejection/" not in page
    assert "/objection-rejection/" in Desk(officer("judge")).page(one)


def test_a_units_own_words_stay_beside_what_is_recorded_of_it(first: User) -> None:
    one, post, later = asked(first)
    own = {"text": "我中心认为确有需要。", "account": True, "by": post, "at": later}
    one.exhibits.create(event="heard", on=later.date(), **own)
    seen: Any = {"by": post, "at": later}
    words: Any = (exposure.Hearing.SPOKE, "到场说：月底取消。", "笔录1号")
    exposure.hear(one, *words, version=one.version, **seen)
    assert one.reply == "我中心认为确有需要。\n到场说：月底取消。"
    page = Desk(post).page(one)
    assert "单位自己写的：我中心认为确有需要。" in page
    box = page.partition('name="hearing-reply"')[2].partition("</textarea>")[0]
    assert "到场说" in box
    assert "我中心" not in box
