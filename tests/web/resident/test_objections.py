"""Objections at every door (异议): the follow page, the counter, the desk, the street's office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from juzheng.acts.cases import objection, refusal
from juzheng.law.cases import objections as law
from juzheng.law.cases.lifecycle import State
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.cases import hands
from juzheng.records.models import Case, User, ViewLog
from tests.conftest import NOON
from tests.web.visiting import CHINESE

pytestmark = pytest.mark.django_db
WHY = "我手里有条例，第三条写着由居委会出具。"


@pytest.fixture
def refused(case_for: Callable[..., Case], clerk: User, responsible: User) -> Case:
    case = case_for("NEG-01")
    refusal.refuse(case, by=clerk, at=NOON)
    case.refresh_from_db()
    return case


def page(response: Any) -> str:
    return str(response.content.decode())


def as_staff(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_resident_objects_and_reads_the_result(
    refused: Case,
    follow: Callable[[Case], Any],
    visitor: Client,
    responsible: User,
) -> None:
    address = follow(refused).url
    shown = page(visitor.get(address))
    assert "申请复核" in shown
    assert "不是行政复议" in shown
    assert f"{address}objection/" in shown

    assert visitor.post(f"{address}objection/", {"reason": ""}).status_code == 422
    assert ViewLog.objects.filter(what="resident.objection", by=None).count() == 1
    visitor.post(f"{address}objection/", {"reason": WHY})
    shown = page(visitor.get(address))
    assert WHY in shown
    assert "最晚" in shown
    assert f"{address}objection/" not in shown

    desk = as_staff(responsible)
    refused.refresh_from_db()
    queue = page(desk.get("/desk/?show=objection"))
    assert refused.number.partition("-")[2] in queue
    answer = {"ruling": "upheld", "answer": "条例第三条说的是派出所。", "version": refused.version}
    desk.get(f"/desk/cases/{refused.number}/review/")
    assert desk.post(f"/desk/cases/{refused.number}/review/", answer).status_code == 302
    assert ViewLog.objects.filter(what="review").count() == 1, "who decided was sent on"
    shown = page(visitor.get(address))
    assert "维持不予出具" in shown
    assert "条例第三条说的是派出所。" in shown
    assert "街道办事处" in shown
    assert "data-print" in shown


def test_who_reviews_is_told_what_has_to_change_first_and_nobody_is_promised_a_paper(
    refused: Case, follow: Callable[[Case], Any], visitor: Client, responsible: User
) -> None:
    objection.file(refused, reason=WHY, by=None, at=NOON)
    address, desk = follow(refused).url, as_staff(responsible)
    review = f"/desk/cases/{refused.number}/review/"
    shown = page(desk.get(review))
    assert "不等于出具" in shown
    for first in ("按新情况重新答复", "登记仍需办理的理由", "先起草修订并发布"):
        assert first in shown
    answer = {"ruling": "overturned", "answer": "情形记错了。", "version": refused.version}
    assert desk.post(review, answer).status_code == 302
    shown = page(visitor.get(address))
    assert "重新办理还没有结果" in shown
    assert "仍然不予出具" in shown


def test_what_has_to_change_first_is_of_the_reason() -> None:
    ruled = law.changes_first(by_rule=True, may_insist=False)
    assert not any("仍需办理的理由" in one for one in ruled)
    assert any("目录" in one for one in ruled)
    (found,) = law.changes_first(by_rule=False, may_insist=True)
    assert "重新核查" in found


def test_english_names_the_remedy_without_a_chinese_word(
    refused: Case,
    follow: Callable[[Case], Any],
    visitor: Client,
) -> None:
    address = follow(refused).url
    visitor.post("/preferences/language/", {"language": "en"})
    shown = page(visitor.get(address))
    section = shown[shown.index('id="remedy"') :].partition("</section>")[0]
    assert "review" in section
    assert "5 working days" in section
    assert not CHINESE.search(section.replace("12345", ""))


def test_a_stranger_objects_to_nothing(refused: Case) -> None:
    answer = Client().post(f"/cases/{refused.number}/objection/", {"reason": WHY})
    assert answer.status_code == 302
    assert answer.url == "/cases/"
    assert not refused.objections.exists()


def test_an_issued_case_takes_no_objection(
    case_for: Callable[..., Case],
    follow: Callable[[Case], Any],
    visitor: Client,
) -> None:
    case = case_for("POS-001")
    address = follow(case).url
    assert "objection" not in page(visitor.get(address))
    visitor.post(f"{address}objection/", {"reason": WHY})
    assert not case.objections.exists()


def test_a_clerk_writes_it_down_at_the_counter_and_reads_the_remedy_out(
    refused: Case,
    clerk: User,
    noon: None,
) -> None:
    desk = as_staff(clerk)
    assert "居民有异议，登记" in page(desk.get(f"/desk/cases/{refused.number}/"))
    shown = page(desk.get(f"/desk/cases/{refused.number}/objection/"))
    assert "念给居民听" in shown
    assert "12345" in shown
    desk.post(
        f"/desk/cases/{refused.number}/objection/", {"reason": WHY, "version": refused.version}
    )
    filed = refused.objections.get()
    assert (filed.channel, filed.by, filed.reason) == ("counter", clerk, WHY)


def test_the_counter_names_the_remedy_before_anything_is_filed(clerk: User, noon: None) -> None:
    shown = page(as_staff(clerk).get("/desk/new/?item=NEG-01"))
    assert "申请复核" in shown
    assert "12345" in shown


def test_whoever_had_a_hand_in_it_is_told_who_decides(
    refused: Case,
    clerk: User,
    responsible: User,
    noon: None,
) -> None:
    objection.file(refused, reason=WHY, by=None, at=NOON)
    User.objects.filter(pk=clerk.pk).update(role="responsible")
    desk, address = as_staff(clerk), f"/desk/cases/{refused.number}/review/"
    shown = page(desk.get(address))
    assert str(responsible) in shown
    assert "登记复核结果" not in shown
    sent = {"ruling": "upheld", "answer": "维持", "version": refused.version}
    assert desk.post(address, sent).status_code == 409
    refused.refresh_from_db()
    assert refused.state == State.OBJECTED.value


def test_who_has_objected_is_not_told_to_object(
    refused: Case,
    responsible: User,
    follow: Callable[[Case], Any],
    visitor: Client,
    noon: None,
) -> None:
    address, how = follow(refused).url, "提出异议、申请复核"
    assert how in page(visitor.get(address))
    objection.file(refused, reason=WHY, by=None, at=NOON)
    assert how not in page(visitor.get(address))
    refused.refresh_from_db()
    said = {"ruling": "upheld", "answer": "维持。", "version": refused.version}
    as_staff(responsible).post(f"/desk/cases/{refused.number}/review/", said)
    told = page(visitor.get(address))
    assert "复核结果：维持不予出具" in told
    assert how not in told
    assert "对复核结果仍有意见" in told  # where to go on


def test_the_street_sees_what_nobody_in_the_committee_may_decide(
    case_for: Callable[..., Case],
    responsible: User,
    person: Callable[..., User],
    follow: Callable[[Case], Any],
    visitor: Client,
    noon: None,
) -> None:
    case = case_for("NEG-01")
    refusal.refuse(case, by=responsible, at=NOON)
    case.refresh_from_db()
    street = person("street", "overseer", None, division=f"{case.committee.code[:9]}000")
    county = person("county", "overseer", None, division=case.committee.code[:6])
    address = f"/office/objections/{case.number}/"
    assert as_staff(street).get(address).status_code == 404  # nobody objects yet
    objection.file(case, reason=WHY, by=None, at=NOON)

    waits = page(visitor.get(follow(case).url))
    assert "轮到街道、乡镇，您先等等" in waits
    assert "轮到居（村）委会" not in waits
    assert case.number in page(as_staff(street).get("/office/objections/"))
    assert case.number not in page(as_staff(county).get("/office/objections/"))
    assert as_staff(county).get(address).status_code == 404
    shown = page(as_staff(street).get(address))
    assert WHY in shown
    assert "不写人的姓名、证件号码和手机号码" in shown  # it is shown as it is written
    assert "没有未经手的负责人" in shown
    assert ViewLog.objects.filter(case=case, by=street).count() == 1
    sent = {"ruling": "overturned", "answer": "请重新核实。", "version": case.version}
    assert as_staff(street).post(address, sent).url == "/office/objections/"
    late = page(as_staff(street).post(address, {**sent, "answer": "我也看了一遍，请重新办。"}))
    assert "已经有人改过或办过，这次没有改动" in late
    assert "我也看了一遍，请重新办。" in late.partition("您刚才写的没有保存")[2]
    assert as_staff(county).post(address, sent).status_code == 404
    case.refresh_from_db()
    assert case.state == State.RECEIVED.value
    told = page(visitor.get(follow(case).url))
    assert "复核改变了原来的答复，经办人正在重新办理。" in told  # whatever comes of it
    assert "正在写书面告知单" not in told
    assert "请重新核实。" in page(as_staff(responsible).get(f"/desk/cases/{case.number}/"))


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize(
    ("division", "said"),
    [
        ("990121001000", ("街道、乡镇工作人员", "轮到街道、乡镇，您先等等")),
        ("990000", ("上级民政部门工作人员", "轮到民政部门，您先等等")),
    ],
)
def test_every_page_names_the_same_reviewer(
    division: str,
    said: tuple[str, str],
    case_for: Callable[..., Case],
    responsible: User,
    person: Callable[..., User],
    follow: Callable[[Case], Any],
    visitor: Client,
) -> None:
    case, (who, resident) = case_for("NEG-01"), said
    other = person("other", "clerk", case.committee)
    person("above", "overseer", None, division=division)
    assert f"要由{who}办理" in page(
        as_staff(responsible).get(f"/desk/cases/{case.number}/refusal/")
    )
    refusal.refuse(case, by=responsible, at=NOON)
    case.refresh_from_db()
    objection.file(case, reason=WHY, by=None, at=NOON)
    told = page(as_staff(other).get(f"/desk/cases/{case.number}/"))
    assert f"现在轮到{who}办理。" in told
    assert f"现在轮到：{who}" in told
    assert "轮到负责人" not in told
    shown = page(as_staff(responsible).get(f"/desk/cases/{case.number}/review/"))
    assert f"由{who}在工作台" in shown
    waits = page(visitor.get(follow(case).url))
    assert resident in waits
    assert f"您的异议由{who}复核" in waits


def test_where_the_committee_reviews_it_is_the_responsible_persons_turn(
    refused: Case, clerk: User, responsible: User, noon: None
) -> None:
    objection.file(refused, reason=WHY, by=None, at=NOON)
    told = page(as_staff(clerk).get(f"/desk/cases/{refused.number}/"))
    assert "现在轮到负责人办理。" in told


def test_while_it_is_being_looked_up_it_is_the_civil_affairs_departments_turn(
    case_for: Callable[..., Case], clerk: User
) -> None:
    case = case_for()
    assert hands.turn(case) == "经办人"
    case.outcome = Outcome.TO_CONFIRM.value
    assert hands.turn(case) == "民政部门"
