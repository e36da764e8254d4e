"""现阶段据实出具 at the desk and on the officers' board: who asked, which fact, residents heard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from juzheng.acts.cases import transition
from juzheng.catalogue import catalogue
from juzheng.law.cases import transition as law
from juzheng.law.cases.consents import Given
from juzheng.law.cases.transition import TransitionKind
from juzheng.records.cases import case_file
from juzheng.records.models import Case, User
from tests.conftest import IDENTITY, NOON, insisted
from tests.web.clerk.conftest import at

Cases = Callable[..., Case]
SEEN = "2026年11月23日，工作人员在示例路1号看到门牌和照片一致。"


@pytest.fixture
def desk(client: Client, clerk: User, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    client.force_login(clerk)
    return client


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "private_demand",
        "demander_name": "示例银行",
        "statement": "柜台坚持要",
        "said_by": "王经理",
        "office": "2号窗口",
        "said_on_year": "2026",
        "said_on_month": "11",
        "said_on_day": "20",
        "heard_by": "申请人本人",
        "fact": SEEN,
        "means": "home_visit",
        "consent-money": "on",
        "consent_how": "oral",
        **changes,
    }


def test_an_oral_demand_and_a_stated_fact_open_an_item_that_has_no_facts(
    desk: Client, case_for: Cases
) -> None:
    case = case_for("NEG-17", demander="bank")
    assert desk.post(at("ground", case.number), typed()).status_code == 302
    page = desk.get(at("case", case.number))
    assert page.context["decision"].outcome.value == "transitional"
    assert page.context["next"].code == "facts"
    shown = page.content.decode()
    for words in ("王经理", "2号窗口", "申请人本人", SEEN, "入户查看", "复查日"):
        assert words in shown
    assert "书面要求" not in {step.text for step in [page.context["next"]]}

    checked = {"means-stated": "home_visit", "result-stated": "confirmed", "note-stated": "看过"}
    desk.post(at("verification", case.number), checked)
    assert desk.get(at("case", case.number)).context["next"].code == "draft"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"said_by": ""}, "口头要求也算，但要写清：谁说的"),
        ({"office": "", "heard_by": ""}, "在哪个窗口、科室、谁听到的"),
        ({"fact": ""}, "请写明要证明哪一件事实"),
        ({"fact": "本人没有房产。"}, "写的是“没有什么”"),
        ({"means": ""}, "请选择用什么办法核实"),
        ({"kind": ""}, "请选择是哪一种情形"),
    ],
)
def test_what_is_not_written_down_is_asked_for(
    desk: Client, case_for: Cases, changes: dict[str, str], words: str
) -> None:
    case = case_for("NEG-17", demander="bank")
    answer = desk.post(at("ground", case.number), typed(**changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not case.grounds.exists()


def test_towards_an_office_only_the_policy_gap_can_be_chosen(desk: Client, case_for: Cases) -> None:
    case = case_for("NEG-17", demander="housing")
    page = desk.get(at("ground", case.number)).content.decode()
    assert 'value="policy_gap"' in page
    assert 'value="private_demand"' not in page
    assert desk.post(at("ground", case.number), typed()).status_code == 422
    gap = typed(kind="policy_gap", said_by="", office="", heard_by="")
    assert desk.post(at("ground", case.number), gap).status_code == 302


def test_what_cannot_be_verified_is_recorded_and_stays_refused(
    desk: Client, case_for: Cases
) -> None:
    case = case_for("NEG-17", demander="bank")
    desk.post(at("ground", case.number), typed(means="cannot", fact=""))
    page = desk.get(at("case", case.number))
    assert page.context["decision"].outcome.value == "refuse"
    assert at("ground", case.number) in page.content.decode()  # another fact may be verifiable


def test_a_ground_that_is_completed_keeps_its_paper(desk: Client, case_for: Cases) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    case = case_for("NEG-17", demander="bank")
    demand = SimpleUploadedFile("x.pdf", b"%PDF-1.7 demand")
    desk.post(at("ground", case.number), typed(said_by="", demand=demand))
    shown = desk.get(at("ground", case.number)).content.decode()
    assert "示例银行" in shown  # what was recorded last, to be completed
    desk.post(at("ground", case.number), typed(legal_risk="on"))
    assert [bool(one.document) for one in case.grounds.all()] == [True, True]
    other = typed(demander_name="另一家银行", said_by="")
    assert desk.post(at("ground", case.number), other).status_code == 422


def test_residents_are_heard_without_an_assembly(desk: Client, case_for: Cases) -> None:
    case = case_for("NEG-17", demander="bank")
    desk.post(at("ground", case.number), typed(legal_risk="on"))
    page = desk.get(at("deliberation", case.number)).content.decode()
    assert "不是正式会议" in page
    for words in ("应到", "实到", "弃权", "签到"):
        assert words not in page
    heard = {
        "form": "入户走访听取意见",
        "held_on_year": "2026",
        "held_on_month": "11",
        "held_on_day": "23",
        "took_part": "同楼6户",
        "said": "都说认识他",
        "result": "agreed",
    }
    assert (
        desk.post(at("deliberation", case.number), {**heard, "form": "开大会"}).status_code == 422
    )
    assert desk.post(at("deliberation", case.number), heard).status_code == 302
    page = desk.get(at("case", case.number)).content.decode()
    assert "同楼6户" in page
    codes = {one.code for one in desk.get(at("case", case.number)).context["obstacles"]}
    assert codes == {"facts", "written_demand", "risk"}


@pytest.mark.parametrize("item", ["NEG-01", "NEG-05", "NEG-17"])
@pytest.mark.parametrize("demander", ["", "bank", "housing"])
def test_at_the_counter_it_is_asked_as_online(desk: Client, item: str, demander: str) -> None:
    filed = {
        "item": item,
        "key": uuid4().hex,
        "applicant_name": "李秀英",
        "identity": IDENTITY,
        "recipient": "示例单位",
        "purpose": "办理登记",
        "demander": demander,
        "insists": "on",
        **{f"consent-{kind.value}": "on" for kind in catalogue().items[item].sensitive},
        "consent_how": "oral",
    }
    answer = desk.post(at("new"), filed)
    case = Case.objects.get()
    assert answer.headers["Location"] == at("ground", case.number)
    page = desk.get(at("case", case.number))
    assert page.context["next"].code == "ground"
    assert "单位仍然要这份证明" in page.content.decode()


def test_officers_see_units_and_items_and_what_is_due_and_no_resident(
    client: Client,
    case_for: Cases,
    clerk: User,
    person: Callable[..., User],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for item in ("NEG-17", "NEG-17", "NEG-05"):
        case = case_for(item, demander="bank")
        given = Given(tuple(one.value for one in case.revision.item.sensitive), "oral")
        transition.record_ground(case, insisted(fact=SEEN), given=given, by=clerk, at=NOON)
    gap = insisted(kind=TransitionKind.POLICY_GAP, fact=SEEN, demander_name="示例县局")
    case = case_for("NEG-05", demander="police")
    transition.record_ground(case, gap, given=Given(("court",), "oral"), by=clerk, at=NOON)

    def board(days: int, division: str = "") -> str:
        later = NOON + timedelta(days=days)
        monkeypatch.setattr("django.utils.timezone.now", lambda: later)
        client.force_login(person(uuid4().hex[:8], "overseer", None, division=division))
        return client.get(reverse("overseer:grounds")).content.decode()

    page = board(0)
    assert page.count("示例银行") == 2
    assert "示例县局" in page
    assert "该复查了" not in page
    assert "本项目自己定的" in page
    for private in ("王经理", "李秀英", case.number, SEEN):
        assert private not in page
    assert "该复查了" in board(180)
    assert "示例银行" not in board(0, division="430000")


@pytest.mark.parametrize(
    ("title", "fact", "heading"),
    [
        ("婚姻状况情况说明", "1998年以来一直住在示例路1号。", "情况说明"),
        ("婚姻状况情况说明", "登记册记载她1998年起婚姻登记在册。", "婚姻状况情况说明"),
        ("居民财产情况说明", "居民登记册记载他住在示例路1号。", "情况说明"),
        ("死亡情况说明", "登记册记载其2020年死亡。", "死亡情况说明"),
        ("居民有关记录摘录", "登记册第3页记着这一户。", "居民有关记录摘录"),
    ],
)
def test_a_paper_is_headed_by_what_it_states(title: str, fact: str, heading: str) -> None:
    assert law.heading(title, fact) == heading


def test_what_is_to_be_signed_is_headed_by_the_stated_fact(
    case_for: Cases, clerk: User, loaded: None
) -> None:
    case = case_for("NEG-08", demander="bank")
    title = case.revision.item.certificate_title
    given = Given(tuple(one.value for one in case.revision.item.sensitive), "oral")
    transition.record_ground(case, insisted(fact=SEEN), given=given, by=clerk, at=NOON)
    told: Any = {"number": "", "on": NOON.date(), "preparer": "", "responsible": "", "whole": True}
    paper = case_file.certificate_paper(Case.objects.get(pk=case.pk), **told)
    assert (paper.title, title) == ("情况说明", "婚姻状况情况说明")
    assert [one.sentence for one in paper.facts] == [SEEN]
