"""What clerk and signer have to know: another name, an unusual age, somebody else's paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from juzheng.acts.base import access_log
from juzheng.acts.cases import revocation, signing
from juzheng.catalogue import catalogue
from juzheng.law.base.papers import PaperKind
from juzheng.law.cases import ages
from juzheng.records.models import Case, Certificate, Committee, User
from juzheng.web.clerk import looked
from tests.conftest import IDENTITY, NOON, OTHER_IDENTITY
from tests.web.clerk.conftest import at, words
from tests.web.clerk.test_counter import NEW, typed

Cases = Callable[..., Case]
YOUNG = "110105200901010011"  # of nobody, born on 1 January 2009
ON = date(2026, 11, 24)


def test_another_name_under_the_number_is_read_in_full_on_the_case_and_before_the_pen(
    desk: Client,
    pen: Client,
    case_for: Cases,
    drafted_for: Cases,
    village: Committee,
    responsible: User,
) -> None:
    case_for("POS-004", committee=village, applicant_name="村里人")
    first = case_for("POS-004", applicant_name="何秀贞")
    second = drafted_for("POS-002", applicant_name="何秀珍")
    for browser in (desk, pen):
        page = words(browser.get(at("case", second.number)))
        assert "同一个证件号码，登记的是另一个姓名" in page
        assert f"{first.number}</a>·何秀贞" in page
        assert "村里人" not in page, "another committee's"
    assert ("查找", responsible) in [(one.what, one.by) for one in first.views.all()]
    signing.sign(second, by=responsible, at=NOON)
    assert "登记的是另一个姓名" not in words(desk.get(at("case", second.number)))


def test_the_same_name_under_the_number_is_not_said(desk: Client, case_for: Cases) -> None:
    case_for("POS-004")
    assert "登记的是另一个姓名" not in words(desk.get(at("case", case_for("POS-002").number)))


@pytest.mark.parametrize(
    ("item", "birth", "age"),
    [
        ("POS-001", date(2009, 1, 1), 17),
        ("POS-002", date(2015, 5, 5), 11),
        ("POS-001", date(1996, 11, 25), 29),  # thirty tomorrow
        ("POS-001", date(1996, 11, 24), None),
        ("POS-004", date(2009, 1, 1), None),
        ("POS-001", None, None),
    ],
)
def test_who_is_unusually_young_to_adopt(item: str, birth: date | None, age: int | None) -> None:
    assert ages.unusual(catalogue().items[item], birth, ON) == age


def test_a_young_adopter_is_said_before_it_is_filed_on_the_case_and_before_the_pen(
    desk: Client, pen: Client, drafted_for: Cases
) -> None:
    told = typed("POS-001", identity=YOUNG)
    asked = desk.post(NEW, told)
    assert asked.status_code == 409
    assert "要收养的人一般没有这样年轻" in words(asked)
    assert not Case.objects.exists()
    assert desk.post(NEW, told | {"age": asked.context["age_said"]}).status_code == 302
    young = drafted_for("POS-002", number=YOUNG)
    for browser in (desk, pen):
        assert "一般没有这样年轻" in words(browser.get(at("case", young.number)))
    grown = drafted_for("POS-002", number=IDENTITY)
    assert "一般没有这样年轻" not in words(desk.get(at("case", grown.number)))


def test_what_somebody_else_was_given_about_one_child_is_said_to_clerk_and_signer(
    desk: Client, pen: Client, drafted_for: Cases, responsible: User
) -> None:
    paper = signing.sign(drafted_for("POS-004", applicant_name="何秀珍"), by=responsible, at=NOON)
    second = drafted_for("POS-004", number=OTHER_IDENTITY, applicant_name="李桂花")
    ward = drafted_for("POS-005", number=OTHER_IDENTITY, applicant_name="李桂花")  # the same name
    for browser in (desk, pen):
        for case in (second, ward):
            page = words(browser.get(at("case", case.number)))
            assert "关于王小明，别人已经有有效的文书" in page
            assert f"{paper.number}</a>" in page
            assert "·何秀珍" in page
    revocation.revoke(paper, reason="不是监护人", by=responsible, at=NOON)
    assert "别人已经有有效的文书" not in words(desk.get(at("case", second.number)))


def test_another_child_of_that_name_is_another_child(
    desk: Client, drafted_for: Cases, responsible: User
) -> None:
    case = drafted_for("POS-004")
    signing.sign(case, by=responsible, at=NOON)
    born = {**case.answers, "child_born_on": "2018-03-16"}
    other = drafted_for("POS-004", number=OTHER_IDENTITY, answers=born)
    assert Certificate.objects.count() == 1
    assert "别人已经有有效的文书" not in words(desk.get(at("case", other.number)))


def test_foreign_words_are_said_to_clerk_and_signer_before_they_stand_on_the_paper(
    desk: Client, pen: Client, drafted_for: Cases
) -> None:
    plain = drafted_for("POS-001", number=OTHER_IDENTITY)
    assert "填写的内容里有外文" not in words(desk.get(at("case", plain.number)))
    said = {**plain.answers, "family_support": "salary of husband"}
    case = drafted_for("POS-001", answers=said, purpose="adoption registration")
    for browser in (desk, pen):
        page = words(browser.get(at("case", case.number)))
        assert "填写的内容里有外文" in page
        assert "“办理用途”：adoptionregistration、" in page
        assert "”：salaryofhusband" in page
        assert "用“更正”改成中文" in page


def test_the_same_asked_for_twice_is_said_before_either_is_verified(
    desk: Client, case_for: Cases, village: Committee
) -> None:
    first = case_for("POS-001")
    case_for("POS-001", committee=village)
    assert "还有没办完的" not in words(desk.get(at("case", first.number)))
    case_for("POS-001", recipient="另一个单位")
    case_for("POS-001", number=OTHER_IDENTITY)
    case_for("POS-002")
    assert "还有没办完的" not in words(desk.get(at("case", first.number)))
    second = case_for("POS-001")
    for one, other in ((first, second), (second, first)):
        page = words(desk.get(at("case", one.number)))
        assert "还有没办完的" in page
        assert f"{other.number}</a>" in page


def test_who_looked_is_told_in_words_and_never_by_a_code(desk: Client, case_for: Cases) -> None:
    case = case_for("POS-001")
    for what in ("resident.case", "resident.receipt", "resident.mine", "public.paper", "查找"):
        access_log.viewed(case, what, by=None, at=NOON)
    page = desk.get(at("case", case.number)).content.decode()
    assert "resident." not in page.split("谁看过这一件")[1].split("</details>")[0]
    said = words(desk.get(at("case", case.number)))
    for word in ("办件页面", "申请回执", "核验页上的全部内容", "申请人·查找"):
        assert word in said


def test_every_code_under_which_a_look_is_kept_has_words() -> None:
    codes: set[str] = set()
    for door in ("resident", "public/cases"):
        for file in (Path(looked.__file__).parents[1] / door).glob("*.py"):
            codes |= set(
                re.findall(r'viewed\([^)]*?"((?:resident|public)\.\w+)"', file.read_text("utf-8"))
            )
    codes |= {f"resident.{kind.value}" for kind in PaperKind}
    assert len(codes) > 6
    assert codes <= set(looked.WORDS)
