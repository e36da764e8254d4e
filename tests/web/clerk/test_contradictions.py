"""Two papers on one matter: whoever applies and for whom, they do not contradict each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from juzheng.acts.base.moves import NotReady
from juzheng.acts.cases import drafting, intake, replacing, revocation, signing
from juzheng.law.cases.consents import Given
from juzheng.records.models import Case, Certificate, Entry, User
from tests.conftest import NOON, PASSWORD
from tests.web.clerk.conftest import at, words

Cases = Callable[..., Case]
COURT = "示例县人民法院"


def codes(case: Case, by: User) -> list[str]:
    return [one.code for one in drafting.obstacles(case, by=by, at=NOON)]


@pytest.fixture
def ward(drafted_for: Cases, responsible: User) -> Certificate:
    """Return a consent to one guardian of one ward in force."""
    return signing.sign(drafted_for("POS-005"), by=responsible, at=NOON)


def another(
    case_for: Cases, confirm: Cases, paper: Certificate, clerk: User, **answers: Any
) -> Case:
    """Return the same person's next case on the same item for another unit, all seen."""
    assert paper.case is not None
    item = paper.case.revision.subject
    said = {**paper.case.answers, **answers}
    case = case_for(item, by=clerk, recipient=COURT, answers=said)
    return confirm(case, by=clerk)


def test_the_same_applicant_gets_no_other_consent_for_one_ward_for_another_unit(
    ward: Certificate, case_for: Cases, confirm: Cases, clerk: User, responsible: User
) -> None:
    case = another(case_for, confirm, ward, clerk, relation="外甥")
    with pytest.raises(NotReady, match=ward.number):
        drafting.send(case, by=clerk, at=NOON, why="情况变了")
    assert codes(case, clerk) == ["contradiction"]
    revocation.revoke(ward, reason="关系写错", by=responsible, at=NOON)
    assert codes(case, clerk) == []


def test_what_says_the_same_goes_to_another_unit_as_before(
    ward: Certificate, case_for: Cases, confirm: Cases, clerk: User
) -> None:
    assert ward.case is not None
    same = " ".join(ward.case.answers["relation"])  # blanks are no other word
    assert codes(another(case_for, confirm, ward, clerk, relation=same), clerk) == []
    elsewhere = another(case_for, confirm, ward, clerk, ward_name="李大山", relation="邻居")
    assert codes(elsewhere, clerk) == []


def test_a_paper_that_is_being_corrected_speaks_until_it_is_replaced(
    ward: Certificate, case_for: Cases, confirm: Cases, clerk: User
) -> None:
    first = ward.case
    assert first is not None
    replacing.begin(ward, reason="关系写错", version=first.version, by=clerk, at=NOON)
    agreed = Given(("health", "court", "ward"))
    seen = {"version": first.version, "by": clerk, "at": NOON}
    intake.supplement(first, {"relation": "外甥"}, given=agreed, **seen)
    case = another(case_for, confirm, ward, clerk, relation="外甥")
    assert codes(case, clerk) == ["contradiction"]
    assert "contradiction" not in codes(Case.objects.get(pk=first.pk), clerk), "its own paper"


@pytest.fixture
def married(drafted_for: Cases, responsible: User) -> Certificate:
    """Return a paper in force by which somebody is married."""
    case = drafted_for("POS-001")
    paper = signing.sign(case, by=responsible, at=NOON)
    assert "已婚" in case.answers["marital_status"]
    return paper


def divorced(case_for: Cases, confirm: Cases, paper: Certificate, clerk: User) -> Case:
    status = "离婚，持离婚证或离婚判决书、调解书"
    return another(case_for, confirm, paper, clerk, marital_status=status)


def test_of_one_person_married_and_divorced_it_is_said_why_before_it_is_sent(
    married: Certificate, case_for: Cases, confirm: Cases, clerk: User, responsible: User
) -> None:
    case = divorced(case_for, confirm, married, clerk)
    with pytest.raises(NotReady, match=rf"{married.number} 号写的不一样：婚姻状况"):
        drafting.send(case, by=clerk, at=NOON)
    drafting.send(case, by=clerk, at=NOON, why="上个月离婚了")
    line = Entry.objects.filter(case=case).latest("position")
    assert (line.details["reason"], line.details["beside"]) == ("上个月离婚了", [married.number])
    assert signing.sign(case, by=responsible, at=NOON).status == "issued"


def test_what_was_said_of_a_draft_that_came_back_does_not_count_for_the_next(
    married: Certificate, case_for: Cases, confirm: Cases, clerk: User, responsible: User
) -> None:
    case = divorced(case_for, confirm, married, clerk)
    drafting.send(case, by=clerk, at=NOON, why="上个月离婚了")
    drafting.send_back(case, reason="请看离婚证原件", by=responsible, at=NOON)
    assert codes(case, clerk) == ["differs"]


def test_a_paper_that_was_signed_meanwhile_stops_the_pen(
    drafted_for: Cases, case_for: Cases, confirm: Cases, clerk: User, responsible: User
) -> None:
    first = drafted_for("POS-001")
    status = "离婚，持离婚证或离婚判决书、调解书"
    answers = {**first.answers, "marital_status": status}
    second = confirm(case_for("POS-001", by=clerk, answers=answers), by=clerk)
    drafting.send(second, by=clerk, at=NOON)
    signing.sign(first, by=responsible, at=NOON)
    found = signing.obstacles(second, signer=responsible, at=NOON)
    assert [one.code for one in found] == ["differs"]


def test_the_desk_asks_why_and_the_pen_reads_it(
    desk: Client,
    client: Client,
    married: Certificate,
    case_for: Cases,
    confirm: Cases,
    clerk: User,
    responsible: User,
) -> None:
    Certificate.objects.update(valid_until=None)  # whatever the day on which this runs
    case = divorced(case_for, confirm, married, clerk)
    page = words(desk.get(at("case", case.number)))
    assert f"这个人有效的{married.number}号写的不一样：婚姻状况" in page.replace(" ", "")
    sent = {"version": str(case.version), "why": ""}
    refused = desk.post(at("draft", case.number), sent)
    assert (refused.status_code, "请写明为什么两份都对" in words(refused)) == (422, True)
    assert desk.post(at("draft", case.number), sent | {"why": "上个月离婚了"}).status_code == 302
    case.refresh_from_db()
    assert case.state == "awaiting_signature"
    client.force_login(responsible)
    read = words(client.get(at("case", case.number)))
    assert "经办人说两份为什么都对" in read
    assert "上个月离婚了" in read
    signed = {"proof": PASSWORD, "version": str(case.version)}
    assert client.post(at("signature", case.number), signed).status_code == 302
