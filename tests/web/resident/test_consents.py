"""Consents (单独同意): each sensitive kind is asked for by itself, a child's guardian by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from juzheng.acts.audit import audit
from juzheng.acts.cases import intake, transition
from juzheng.law.base.identity import read
from juzheng.law.cases.consents import Given, Guardian
from juzheng.law.catalogue.items import AnswerKind
from juzheng.records.models import Case, Entry, User
from tests.conftest import IDENTITY, NOON, insisted
from tests.web.visiting import TOLD, agreed, at, told

pytestmark = pytest.mark.django_db
HEALTH = "POS-062"


def child_number() -> str:
    """Return a well-formed number of nobody who is eight years old."""
    from juzheng.law.base.identity import BadIdentityNumber

    for end in "0123456789X":
        try:
            return read(f"11010520180101001{end}", NOON.date()).number
        except BadIdentityNumber:
            continue
    raise AssertionError


def page(response: Any) -> str:
    return str(response.content.decode())


def test_an_item_of_violence_asks_for_its_own_consent(
    fill: Callable[..., Any], visitor: Client
) -> None:
    shown = fill("POS-021")
    text = page(shown)
    assert "单独同意为办这一件事处理家庭暴力" in text
    assert "健康和医疗情况" not in text
    without = visitor.post(at(shown, "check"), agreed(shown))
    assert without.status_code == 422
    assert not Case.objects.exists()

    sent = visitor.post(at(shown, "check"), {**agreed(shown), "consent-violence": "on"})
    assert sent.status_code == 302
    line = Entry.objects.get(event="case.received")
    assert line.details["consents"] == ["identity", "violence"]
    assert line.details["consent_how"] == "online"


def test_an_ordinary_item_asks_for_no_more_than_before(
    fill: Callable[..., Any], visitor: Client
) -> None:
    shown = fill("POS-001")
    assert "单独同意" not in page(shown)
    assert "监护人同意" not in page(shown)
    assert visitor.post(at(shown, "check"), agreed(shown)).status_code == 302
    assert Entry.objects.get(event="case.received").details["consents"] == ["identity"]


def test_a_child_s_guardian_is_named_and_consents(
    fill: Callable[..., Any], visitor: Client, monkeypatch: pytest.MonkeyPatch, clerk: User
) -> None:
    monkeypatch.setitem(TOLD, "identity", child_number())
    shown = fill("NEG-01")
    assert "不满十四周岁" in page(shown)
    assert visitor.post(at(shown, "check"), agreed(shown)).status_code == 422
    named = {"guardian_name": "王小芳", "guardian_relation": "母亲"}
    assert visitor.post(at(shown, "check"), {**agreed(shown), **named}).status_code == 422
    sent = {**agreed(shown), **named, "guardian_agrees": "on"}
    assert visitor.post(at(shown, "check"), sent).status_code == 302

    case = Case.objects.get()
    assert case.answers[intake.GUARDIAN] == {"name": "王小芳", "relation": "母亲"}
    line = Entry.objects.get(event="case.received")
    assert line.details["guardian"] is True
    assert "王小芳" not in str(line.details)
    desk = Client()
    desk.force_login(clerk)
    assert "王小芳 · 母亲" in page(desk.get(f"/desk/cases/{case.number}/"))
    assert audit().faults == ()


def test_a_passport_s_holder_is_asked_how_old_he_is(
    fill: Callable[..., Any], visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TOLD, "identity", "护照E12345678")
    monkeypatch.setitem(TOLD, "name", "张小宝")
    born = {"answer_year": "2016", "answer_month": "3", "answer_day": "7"}
    shown = fill("NEG-01", until="born")
    assert "您是哪天出生的" in page(shown)
    assert visitor.post(at(shown, "born"), {}).status_code == 422
    visitor.post(at(shown, "born"), born)
    for key in ("telephone", "recipient", "demander", "purpose", "insists"):
        visitor.post(at(shown, key), told("", key))
    shown = visitor.get(at(shown, "check"))
    assert "不满十四周岁" in page(shown)
    himself = {"guardian_name": "张小宝", "guardian_relation": "母亲", "guardian_agrees": "on"}
    refused = visitor.post(at(shown, "check"), {**agreed(shown), **himself})
    assert refused.status_code == 422
    assert "监护人不能是孩子本人" in page(refused)
    mother = {**himself, "guardian_name": "王小芳"}
    assert visitor.post(at(shown, "check"), {**agreed(shown), **mother}).status_code == 302
    assert Case.objects.get().answers[intake.BORN] == "2016-03-07"


@pytest.mark.parametrize(
    ("identity", "kind"),
    [("E12345678", "passport"), ("H12345678", "hong_kong_macao_permit"), ("X-1234", "other")],
)
def test_the_counter_asks_how_old_where_no_number_tells(
    clerk: User, noon: None, identity: str, kind: str
) -> None:
    desk = Client()
    desk.force_login(clerk)
    sent = {
        "item": "NEG-01",
        "key": "k" * 32,
        "applicant_name": "张小宝",
        "identity": identity,
        "identity_kind": kind,
        "recipient": "示例银行",
        "purpose": "开户",
    }
    unsaid = desk.post("/desk/new/", sent)
    assert unsaid.status_code == 422
    assert "看不出出生日期" in page(unsaid)
    born = {"born_on_year": "2016", "born_on_month": "3", "born_on_day": "7"}
    assert "监护人的姓名和关系" in page(desk.post("/desk/new/", {**sent, **born}))
    himself = {"guardian_name": "张小宝", "guardian_relation": "本人"}
    refused = desk.post("/desk/new/", {**sent, **born, **himself})
    assert refused.status_code == 422
    assert "监护人不能是孩子本人" in page(refused)
    mother = {"guardian_name": "王小芳", "guardian_relation": "母亲"}
    assert desk.post("/desk/new/", {**sent, **born, **mother}).status_code == 302
    assert Case.objects.get().answers[intake.BORN] == "2016-03-07"


def test_no_door_files_whom_nobody_knows_the_age_of(application: Callable[..., Any]) -> None:
    asked = application("NEG-01", number="护照E12345678")
    with pytest.raises(intake.ConsentMissing) as why:
        intake.receive(asked, by=None, at=NOON)
    assert why.value.what == ("birth",)
    intake.receive(replace(asked, born_on=date(1968, 3, 15)), by=None, at=NOON)


@pytest.mark.parametrize("item", ["POS-003", "POS-004", "POS-005", "POS-006"])
def test_who_consents_for_a_ward_is_said_on_the_form(clerk: User, noon: None, item: str) -> None:
    desk = Client()
    desk.force_login(clerk)
    shown = page(desk.get(f"/desk/new/?item={item}"))
    assert "我不能代替他同意" in shown
    assert "个人信息保护法第十三条第一款第（三）项" in shown


def test_no_door_files_what_nobody_agreed_to(application: Callable[..., Any]) -> None:
    asked = application("POS-021")
    with pytest.raises(intake.ConsentMissing) as why:
        intake.receive(replace(asked, consents=()), by=None, at=NOON)
    assert why.value.what == ("violence",)
    child = application("NEG-01", number=child_number())
    with pytest.raises(intake.ConsentMissing) as why:
        intake.receive(child, by=None, at=NOON)
    assert why.value.what == ("guardian",)
    intake.receive(replace(child, guardian=Guardian("王小芳", "母亲")), by=None, at=NOON)


def test_the_counter_records_how_and_by_whom(clerk: User, noon: None) -> None:
    desk = Client()
    desk.force_login(clerk)
    sent = {
        "item": "NEG-01",
        "key": "k" * 32,
        "applicant_name": "李小宝",
        "identity": child_number(),
        "recipient": "示例银行",
        "purpose": "开户",
        "consent_how": "paper",
    }
    refused = desk.post("/desk/new/", sent)
    assert refused.status_code == 422
    assert "监护人的姓名和关系" in page(refused)
    named = {"guardian_name": "王小芳", "guardian_relation": "母亲"}
    assert desk.post("/desk/new/", {**sent, **named}).status_code == 302
    line = Entry.objects.get(event="case.received")
    assert (line.details["consent_how"], line.by) == ("paper", clerk)


def test_the_counter_asks_for_each_sensitive_kind(clerk: User, noon: None) -> None:
    desk = Client()
    desk.force_login(clerk)
    shown = page(desk.get(f"/desk/new/?item={HEALTH}"))
    assert "单独同意为办这一件事处理健康和医疗情况" in shown
    assert "念给居民听" in shown


def test_the_notice_says_who_what_why_and_how_long(visitor: Client) -> None:
    shown = page(visitor.get("/privacy/"))
    for said in (
        "谁在处理",
        "县级以上民政部门",
        "单独请您同意",
        "不满十四周岁",
        "别的申请人不能代替",
        "撤回同意",
        "10 年",
        "3 年",
        "我的办件",
    ):
        assert said in shown
    assert "3650" not in shown
    assert "1096" not in shown
    assert "到期删什么" in shown


def test_the_notice_is_one_screen_of_words_and_the_rest_is_behind_a_click(visitor: Client) -> None:
    main = page(visitor.get("/privacy/")).split("<main")[1].partition(">")[2].split("</main>")[0]
    open_at_once = re.sub(r"<details.*?</details>|<[^>]*>|\s", "", main, flags=re.DOTALL)
    assert 150 < len(open_at_once) < 400
    assert "敏感信息的，可以到窗口问别的办法" in main


def test_the_form_says_how_long_before_anything_is_filed(fill: Callable[..., Any]) -> None:
    shown = page(fill("POS-001"))
    assert "10 年" in shown
    assert "180 天" in shown
    assert IDENTITY not in shown


@pytest.fixture
def hurt(case_for: Callable[..., Case], clerk: User) -> Case:
    return case_for("POS-021", by=clerk)


def newer(case: Case) -> dict[str, Any]:
    """Return another day of the same report."""
    key = next(one.key for one in case.revision.item.questions if one.kind is AnswerKind.TEXT)
    return {key: "另写的一段"}


def test_what_was_agreed_to_is_asked_again_when_it_is_changed(hurt: Case, clerk: User) -> None:
    who: dict[str, Any] = {"by": clerk, "at": NOON}
    with pytest.raises(intake.ConsentMissing) as why:
        intake.supplement(hurt, newer(hurt), **who)
    assert why.value.what == ("violence",)
    intake.supplement(hurt, hurt.answers, **who)  # nothing changed, nothing to agree to
    assert "consents" not in hurt.entries.last().details

    intake.supplement(hurt, newer(hurt), given=Given(("violence",), "paper"), **who)
    line = hurt.entries.last()
    assert (line.details["consents"], line.details["consent_how"]) == (["violence"], "paper")
    assert audit().faults == ()


def test_the_desk_asks_again_on_the_page_of_the_answers(
    hurt: Case, clerk: User, noon: None
) -> None:
    desk, address = Client(), f"/desk/cases/{hurt.number}/answers/"
    desk.force_login(clerk)
    form = desk.get(address).context["form"]
    assert "单独同意为办这一件事处理家庭暴力" in page(desk.get(address))
    sent = filled(form) | newer(hurt) | {"version": str(hurt.version)}
    refused = desk.post(address, sent)
    assert (refused.status_code, "重新征得同意" in page(refused)) == (422, True)
    agreed_again = {**sent, "consent-violence": "on", "consent_how": "paper"}
    assert desk.post(address, agreed_again).status_code == 302
    assert hurt.entries.last().details["consent_how"] == "paper"


def test_a_sensitive_fact_of_a_ground_needs_its_consent(
    case_for: Callable[..., Case], clerk: User
) -> None:
    case = case_for("NEG-12", demander="bank", by=clerk)
    who: dict[str, Any] = {"by": clerk, "at": NOON}
    stated = insisted(fact="2026年11月23日，工作人员看到王小明卧床。")
    with pytest.raises(intake.ConsentMissing) as why:
        transition.record_ground(case, stated, **who)
    assert why.value.what == ("health",)
    transition.record_ground(case, stated, given=Given(("health",)), **who)
    assert case.entries.last().details["consents"] == ["health"]
    transition.record_ground(case, stated, **who)  # the same words again
    other = insisted(fact="2026年11月23日，工作人员看到王小明走动。")
    with pytest.raises(intake.ConsentMissing):
        transition.record_ground(case, other, **who)


def test_the_page_of_the_ground_asks_too(
    case_for: Callable[..., Case], clerk: User, noon: None
) -> None:
    case = case_for("NEG-12", demander="bank", by=clerk)
    desk, address = Client(), f"/desk/cases/{case.number}/ground/"
    desk.force_login(clerk)
    sent = {
        "version": str(case.version),
        "kind": "private_demand",
        "demander_name": "示例银行",
        "statement": "柜台坚持要纸质材料",
        "said_by": "王经理",
        "office": "2号窗口",
        "said_on_year": "2026",
        "said_on_month": "11",
        "said_on_day": "20",
        "heard_by": "申请人本人",
        "fact": "2026年11月23日，工作人员看到王小明卧床。",
        "means": "home_visit",
    }
    assert desk.post(address, sent).status_code == 422
    assert desk.post(address, {**sent, "consent-health": "on"}).status_code == 302
    assert case.entries.last().details["consents"] == ["health"]


def filled(form: Any) -> dict[str, Any]:
    """Return what the page of the answers shows, as a browser would send it back."""
    sent: dict[str, Any] = {}
    for box in form:
        shown = box.value()
        if hasattr(box.field.widget, "decompress"):
            parts = box.field.widget.decompress(shown)
            names = [f"{box.html_name}{name}" for name in box.field.widget.widgets_names]
            sent |= dict(zip(names, parts, strict=True))
        elif shown not in (None, False):
            sent[box.html_name] = shown
    return {name: value for name, value in sent.items() if value is not None}
