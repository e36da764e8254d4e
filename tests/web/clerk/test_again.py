"""A paper in force on the same: said at the counter, on the case and before the pen; stops none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from juzheng.acts.cases import drafting, revocation, signing
from juzheng.records.cases import again
from juzheng.records.models import Case, Certificate, Committee, User
from tests.conftest import NOON, OTHER_IDENTITY, PASSWORD
from tests.web.clerk.conftest import at, words
from tests.web.clerk.test_counter import typed

Cases = Callable[..., Case]
NEW = "/desk/new/"
SAME = "已经有交给同一个单位的有效文书"
OTHER = "已经有交给别的单位的有效文书"


@pytest.fixture
def paper(drafted_for: Cases, responsible: User) -> Certificate:
    """Return a paper on POS-002 in force, for 示例县民政局."""
    paper = signing.sign(drafted_for("POS-002"), by=responsible, at=NOON)
    Certificate.objects.update(valid_until=None)  # whatever the day on which this runs
    paper.refresh_from_db()
    return paper


def test_at_the_counter_it_is_said_with_number_and_link_before_another_is_taken(
    desk: Client, paper: Certificate, clerk: User
) -> None:
    told = typed("POS-002", recipient="示例县 民政局")  # a blank is no other unit
    asked = desk.post(NEW, told)
    assert asked.status_code == 409
    assert SAME in words(asked)
    assert paper.number in words(asked)
    assert paper.case is not None
    assert f'href="/desk/cases/{quote(paper.case.number)}/"' in asked.content.decode()
    assert Case.objects.count() == 1
    assert [(one.what, one.by) for one in paper.case.views.all()] == [("查找", clerk)]
    assert desk.post(NEW, told | {"papers": asked.context["papers_said"]}).status_code == 302
    assert Case.objects.count() == 2


def test_for_another_unit_it_is_taken_at_once_and_said_more_softly(
    desk: Client, paper: Certificate
) -> None:
    page = desk.post(NEW, typed("POS-002", recipient="示例县人民法院"), follow=True)
    assert page.redirect_chain[0][1] == 302
    assert (OTHER in words(page), SAME in words(page)) == (True, False)
    assert paper.number in words(page)
    assert "jz-tone-plain" in page.content.decode().split(OTHER)[0].rpartition("<section")[2]


def test_who_signs_reads_it_in_the_list_and_beside_the_paper_and_may_sign(
    pen: Client, paper: Certificate, drafted_for: Cases
) -> None:
    case = drafted_for("POS-002")
    listed = words(pen.get(at("signatures")))
    assert f"已有交给同一个单位的有效文书：{paper.number}" in listed
    page = pen.get(at("case", case.number))
    assert (SAME in words(page), paper.number in words(page)) == (True, True)
    sent = {"proof": PASSWORD, "version": str(case.version)}
    assert pen.post(at("signature", case.number), sent).status_code == 302
    case.refresh_from_db()
    assert case.state == "issued"
    assert SAME not in words(pen.get(at("case", case.number))), "what is signed is told no more"


def test_what_is_no_longer_in_force_or_somebody_elses_is_not_said(
    desk: Client,
    paper: Certificate,
    case_for: Cases,
    village: Committee,
    responsible: User,
) -> None:
    on = timezone.localdate(NOON)
    mine = case_for("POS-002")
    assert [one.number for one in again.in_force(again.asked_in(mine), on)] == [paper.number]
    for other in (
        case_for("POS-001"),
        case_for("POS-002", number=OTHER_IDENTITY),
        case_for("POS-002", committee=village),
        paper.case,
    ):
        assert again.in_force(again.asked_in(other), on) == ()
    Certificate.objects.update(valid_until=on)
    assert again.in_force(again.asked_in(mine), on)
    assert again.in_force(again.asked_in(mine), on + timedelta(days=1)) == ()
    Certificate.objects.update(valid_until=None)
    revocation.revoke(paper, reason="核实的居住时间有误", by=responsible, at=NOON)
    assert again.in_force(again.asked_in(mine), on) == ()
    assert SAME not in words(desk.get(at("case", mine.number)))


def test_of_several_cases_it_is_asked_once(
    paper: Certificate, case_for: Cases, django_assert_num_queries: Any
) -> None:
    cases = [case_for("POS-002"), case_for("POS-002"), case_for("POS-001")]
    found = Case.objects.select_related("revision", "committee")
    cases = list(found.filter(pk__in=[one.pk for one in cases]).order_by("pk"))
    with django_assert_num_queries(2):
        there = again.beside(cases, timezone.localdate(NOON))
    assert [len(there[one.pk]) for one in cases] == [1, 1, 0]


def test_its_own_wrong_paper_is_none_beside_a_correction(
    desk: Client, paper: Certificate, clerk: User
) -> None:
    from juzheng.acts.cases import replacing

    case = Case.objects.get()
    replacing.begin(paper, reason="门牌写错", version=case.version, by=clerk, at=NOON)
    assert SAME not in words(desk.get(at("case", case.number)))


def test_sent_back_and_sent_again_it_is_still_said(
    desk: Client, paper: Certificate, drafted_for: Cases, responsible: User
) -> None:
    case = drafted_for("POS-002")
    drafting.send_back(case, reason="请再核实", by=responsible, at=NOON)
    assert SAME in words(desk.get(at("case", case.number)))
