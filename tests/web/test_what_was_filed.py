"""What was said when it was filed (提交时说的): by whom, and the answers that it rests on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from juzheng.acts.cases import intake
from juzheng.catalogue import catalogue
from juzheng.law.catalogue.items import AnswerKind
from juzheng.law.catalogue.sentences import blanks
from juzheng.records.cases import case_file
from juzheng.records.models import Case, User
from juzheng.web.clerk import filed as at_desk
from juzheng.web.resident import filed
from tests.web.clerk.conftest import desk
from tests.web.clerk.test_counter import NEW, typed
from tests.web.visiting import agreed, at, file, fill, follow, noon, receipt_of, visitor

__all__ = ["desk", "file", "fill", "follow", "noon", "visitor"]
pytestmark = pytest.mark.django_db
HELPER = {"helper_name": "陈小龙", "helper_relation": "孙子"}


def page(client: Client, address: str) -> str:
    return " ".join(client.get(address, follow=True).content.decode().split())


def test_what_the_law_presupposes_stands_with_its_answer_wherever_the_case_is_read(
    file: Callable[..., Case],
    follow: Callable[..., Any],
    visitor: Client,
    clerk: User,
) -> None:
    case = file("POS-001")
    asked = {one.question: one.wanted for one in case.revision.item.preconditions}
    told = {row["key"]: row["value"] for row in filed.rows_of_case(case)}
    read = {row["key"]: row["value"] for row in at_desk.rows(case)}
    assert len(asked) == 3
    for question, yes in asked.items():
        assert told[question] == read[question] == ("是" if yes else "否")
    receipt = page(visitor, receipt_of(visitor))
    follow(case)
    followed = page(visitor, f"/cases/{case.number}/")
    visitor.force_login(clerk)
    desk_page = page(visitor, f"/desk/cases/{case.number}/")
    for question in asked:
        assert question in receipt
        assert question in followed
        assert question in desk_page
    said = case_file.decision_of(case).trace
    assert next(one.answer for one in said if one.rule == "precondition").startswith("具备")


def test_an_answer_that_ends_it_is_kept_as_it_was_given(case_for: Callable[..., Case]) -> None:
    case = case_for("POS-001", before={"stepchild": True, "adopter": True})
    rows = [row["value"] for row in at_desk.rows(case) if row["key"].startswith("要收养的是您配偶")]
    assert rows == ["是"]


def test_nothing_is_said_of_a_condition_that_there_is_none_of(
    case_for: Callable[..., Case],
) -> None:
    said = case_file.decision_of(case_for("POS-004", before={})).trace
    assert next(one.answer for one in said if one.rule == "precondition").startswith("还没有问清")
    said = case_file.decision_of(case_for("POS-015")).trace
    assert next(one.answer for one in said if one.rule == "precondition") == "没有另外的前提"


def test_who_fills_it_in_for_another_says_who_he_is_and_everybody_reads_it(
    fill: Callable[..., Any], follow: Callable[..., Any], visitor: Client, clerk: User
) -> None:
    shown = fill("NEG-10")
    assert "替别人填写的，您叫什么名字？" in shown.content.decode()
    answer = visitor.post(at(shown, "check"), agreed(shown) | HELPER)
    assert answer.status_code == 302
    case = Case.objects.get()
    assert case.answers[intake.HELPER] == {"name": "陈小龙", "relation": "孙子"}
    assert case.entries.get(position=1).details["helper"] is True
    assert "陈小龙" in case.names  # masked where names are
    receipt = page(visitor, receipt_of(visitor))
    assert "陈小龙 · 孙子" in receipt
    follow(case)
    assert "陈小龙 · 孙子" in page(visitor, f"/cases/{case.number}/")
    visitor.force_login(clerk)
    assert "陈小龙 · 孙子" in page(visitor, f"/desk/cases/{case.number}/")


@pytest.mark.parametrize(
    ("said", "box"),
    [
        ({"helper_name": "陈小龙"}, "helper_relation"),
        ({"helper_relation": "孙子"}, "helper_name"),
        ({"helper_name": "李秀英", "helper_relation": "孙子"}, "helper_name"),  # the applicant
        ({"helper_name": "陈小龙", "helper_relation": "本人"}, "helper_name"),
    ],
)
def test_a_helper_is_another_and_named_in_full(
    said: dict[str, str], box: str, fill: Callable[..., Any], visitor: Client, desk: Client
) -> None:
    shown = fill("NEG-10")
    answer = visitor.post(at(shown, "check"), agreed(shown) | said)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [box]
    counter = desk.post(NEW, typed("POS-001") | said)
    assert box in counter.context["form"].errors or "李秀英" in said.values()


def test_at_the_counter_who_came_for_the_applicant_is_kept_too(desk: Client) -> None:
    desk.post(NEW, typed("POS-001") | HELPER)
    assert Case.objects.get().answers[intake.HELPER] == {"name": "陈小龙", "relation": "孙子"}


def test_who_acts_for_himself_is_asked_for_nothing_more(file: Callable[..., Case]) -> None:
    assert intake.HELPER not in file("NEG-10").answers


def test_a_refusal_shows_no_question_that_was_never_asked(file: Callable[..., Case]) -> None:
    case = file("NEG-10")
    questions = {one.label for one in case.revision.item.questions}
    assert not questions & {row["key"] for row in at_desk.rows(case)}


def test_a_question_of_what_is_issued_says_that_it_was_left_blank(
    case_for: Callable[..., Case],
) -> None:
    case = case_for("POS-001", answers={"home_address": "示例路一号"})
    question = next(one for one in case.revision.item.questions if one.key == "family_support")
    assert {"key": question.label, "value": "没有填写"} in at_desk.rows(case)


def test_nobody_is_asked_for_a_name_that_no_paper_uses() -> None:
    for item in catalogue().items.values():
        used = {blank for fact in item.facts for blank in blanks(fact.sentence)}
        for one in item.questions:
            if one.kind is AnswerKind.PERSON_NAME:
                assert one.key in used | set(blanks(item.refers_to)), (item.id, one.key)
                assert one.required, (item.id, one.key)
