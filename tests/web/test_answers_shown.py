"""What was filled in (填写内容): shown by its question's kind, and compared, at both doors."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from juzheng.acts.cases.intake import Application
from juzheng.catalogue import catalogue
from juzheng.law.catalogue.answers import BadAnswer
from juzheng.law.catalogue.items import AnswerKind
from juzheng.records.cases import case_file
from juzheng.records.models import Case, User
from juzheng.web.clerk import filed as at_desk
from juzheng.web.resident import filed
from juzheng.web.resident.filling import Filling
from tests.web.clerk.test_counter import typed
from tests.web.visiting import agreed, at, fill, mistakes_of, noon, visitor

__all__ = ["fill", "noon", "visitor"]

pytestmark = pytest.mark.django_db
LOOKS_LIKE_A_DAY = "20160315"
GUARDIAN = {"child_name": "张小宝", "child_born_on": "2020-05-03", "relation": "姑姑"}


def pages(case: Case) -> list[str]:
    """Return every value that the receipt, the follow page and the desk show of ``case``."""
    desk = [row["value"] for row in at_desk.rows(case)]
    return [*desk, *(row["value"] for row in filed.rows_of_case(case))]


@pytest.mark.parametrize("text", [LOOKS_LIKE_A_DAY, "2016-03-15", "2016-W11-2", "87001230", "1985"])
def test_a_text_that_looks_like_a_day_stays_a_text(
    text: str, case_for: Callable[..., Case]
) -> None:
    said = {"home_address": text, "voucher_number": text, "amount": text}
    case = case_for("POS-015", answers=said, recipient=text, purpose=text, telephone="87001230")
    paper = [case_file.sentence(case, fact) for fact in case.revision.item.facts]
    assert f"张榜公布的金额与补偿凭证{text}载明的{text}一致。" in paper
    assert pages(case).count(text) == 2 * (len(said) + 2) + 2 * (text == "87001230")
    assert pages(case).count("87001230") >= 2  # the telephone, at the desk and on the receipt


@pytest.mark.parametrize(
    ("stored", "said", "shown"),
    [
        ("2026-11-02", "2026年11月2日", "2026年11月2日（星期一）"),
        ("1985-05", "1985年5月", "1985年5月"),
        ("1985~", "约1985年", "约1985年"),
    ],
)
def test_a_day_is_said_as_far_as_it_is_known(
    stored: str, said: str, shown: str, case_for: Callable[..., Case]
) -> None:
    case = case_for("POS-021", answers={"reported_on": stored, "reported_how": "当面"})
    assert f"本委员会于{said}以当面方式" in case_file.sentence(case, case.revision.item.facts[0])
    assert pages(case).count(shown) == 2


def test_the_question_of_a_day_known_in_part_takes_the_year_alone(
    fill: Callable[..., Any], visitor: Client
) -> None:
    shown = fill("POS-021", until="item-reported_on")
    page = shown.content.decode()
    assert re.search(r'name="answer_year"\s+type="text"\s+inputmode="text"', page)
    told = {"answer_year": "约1985", "answer_month": "", "answer_day": ""}
    assert visitor.post(at(shown, "item-reported_on"), told).status_code == 302
    again = visitor.get(at(shown, "item-reported_on")).content.decode()
    assert 'value="约1985"' in again


def test_a_resident_is_not_his_own_relative(fill: Callable[..., Any], visitor: Client) -> None:
    shown = fill("POS-004", until="item-child_name")
    response = visitor.post(at(shown, "item-child_name"), {"answer": "李秀英"})
    assert response.status_code == 422
    assert "同一个名字" in mistakes_of(response)[0]


def test_a_name_changed_afterwards_is_compared_too(
    fill: Callable[..., Any], visitor: Client
) -> None:
    shown = fill("POS-004", until="item-relation")
    response = visitor.post(at(shown, "name"), {"answer": "王小明"})  # the child's name
    assert response.status_code == 422
    assert "同一个名字" in mistakes_of(response)[0]


def test_what_contradicts_itself_is_not_filed(
    fill: Callable[..., Any], visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = fill("POS-001")
    wrong = [BadAnswer("birth", "出生日期和证件号码里的不一样。请对照证件再看一遍。")]
    monkeypatch.setattr(Filling, "contradictions", lambda filled, said: wrong)
    response = visitor.post(at(shown, "check"), agreed(shown))
    assert response.status_code == 422
    assert "出生日期和证件号码里的不一样" in mistakes_of(response)[0]
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("item", "changes", "said"),
    [
        ("POS-004", {"answer-child_name": "李秀英"}, "同一个名字"),
        ("POS-004", {"answer-relation": "李秀英"}, "同一个名字"),
        ("POS-011", {"answer-born_on_year": "1968"}, "证件号码里的不一样"),
        ("POS-002", {"answer-signed_on_year": "2999"}, "还没有到"),
        ("POS-002", {"answer-signed_on_year": "68"}, "四位数"),
        ("POS-002", {"applicant_name": "王😀"}, "印不出来"),
        ("POS-002", {"telephone": "abc"}, "电话号码不对"),
        ("POS-002", {"answer-spouse_name": "王\u200b"}, "U+200B"),
    ],
)
def test_the_counter_compares_and_refuses_like_the_resident_s_door(
    item: str, changes: dict[str, str], said: str, client: Client, clerk: User, noon: None
) -> None:
    client.force_login(clerk)
    day = {"year": "1949", "month": "12", "day": "31"}
    kinds = {one.key: one.kind for one in catalogue().items[item].questions}
    days = {
        f"answer-{key}_{part}": value
        for key, kind in kinds.items()
        if kind in (AnswerKind.DATE, AnswerKind.BIRTH_DATE)
        for part, value in day.items()
    }
    right = {**typed(item), **days, "answer-relation": "姑姑"}
    response = client.post("/desk/new/", {**right, **changes})
    assert response.status_code == 422
    assert any(said in one for one in mistakes_of(response))
    assert not Case.objects.exists()
    assert client.post("/desk/new/", right).status_code == 302


def test_a_correction_is_compared_with_what_was_filed(
    client: Client, clerk: User, application: Callable[..., Application], noon: None
) -> None:
    from juzheng.acts.cases import intake
    from tests.conftest import NOON

    case = intake.receive(application("POS-004", answers=GUARDIAN), by=clerk, at=NOON)
    client.force_login(clerk)
    told = {
        "child_name": "李秀英",
        "child_born_on_year": "2020",
        "child_born_on_month": "5",
        "child_born_on_day": "3",
        "relation": "姑姑",
        "home_address": "示例街道1号",
        "reason": "照顾",
    }
    response = client.post(f"/desk/cases/{case.number}/answers/", told)
    assert response.status_code == 422
    assert "同一个名字" in mistakes_of(response)[0]
    assert not case.entries.filter(event="case.supplemented").exists()
