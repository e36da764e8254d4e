"""Lending the pen on a page: given with a proof, seen by the deputy, refused in words when over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from juzheng.acts.cases import delegation
from juzheng.acts.cases.delegation import Lent
from juzheng.records.cases import pens
from juzheng.records.models import Case, Delegation, User
from juzheng.web.clerk import pen
from juzheng.web.templatetags.juzheng import zh_date
from tests.conftest import PASSWORD
from tests.web.clerk.conftest import at, words

Cases = Callable[..., Case]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def deputy(person: Any, responsible: User) -> User:
    return person("deputy", "clerk", responsible.committee, "孙副主任")


def typed(page: Any, deputy: User, **changes: Any) -> dict[str, Any]:
    """Return the form as the page fills it in: from today, for a week."""
    form = page.context["form"]
    days = {
        f"{name}_{part}": str(getattr(form.initial[name], part))
        for name in ("first", "last")
        for part in ("year", "month", "day")
    }
    return {"key": page.context["key"], "deputy": str(deputy.pk), **days, **changes}


def test_a_week_is_lent_with_one_choice_and_a_proof(
    responsible: User, deputy: User, drafted_for: Cases
) -> None:
    pen, other = signed_in(responsible), signed_in(deputy)
    case = drafted_for("POS-001")
    assert "待我签字" not in words(other.get(at("desk")))
    assert other.get(at("signatures")).status_code == 403
    page = pen.get(at("delegations"))
    assert pen.post(at("delegations"), typed(page, deputy)).status_code == 422  # no proof
    sent = typed(page, deputy, proof=PASSWORD)
    assert pen.post(at("delegations"), sent).status_code == 302
    assert pen.post(at("delegations"), sent).status_code == 302  # the same page again
    given = Delegation.objects.get()
    assert given.last - given.first == timedelta(days=6)

    assert "待我签字" in words(other.get(at("desk")))
    text = words(other.get(at("signatures")))
    assert "林主任授权您签字" in text
    assert case.number.partition("-")[2] in text
    assert "林主任（授权孙副主任签字）" in words(other.get(at("case", case.number)))
    assert other.post(at("signature", case.number), {"proof": PASSWORD}).status_code == 302
    case.refresh_from_db()
    assert case.state == "issued"


def test_of_the_law_the_page_says_what_is_written_and_no_more(
    responsible: User, deputy: User
) -> None:
    text = words(signed_in(responsible).get(at("delegations")))
    assert "这是本系统自己的规定" in text
    assert "签名或者盖章" in text  # as the article has it, and nothing of 本人
    assert "本人签名" not in text


def test_what_was_taken_back_or_is_over_is_said_in_words(
    responsible: User, deputy: User, drafted_for: Cases
) -> None:
    pen, other = signed_in(responsible), signed_in(deputy)
    case, today = drafted_for("POS-001"), timezone.localdate()
    lent = Lent(deputy, today, today)
    given = delegation.give(lent, key="k", by=responsible, at=timezone.now())
    answer = pen.post(at("delegation-end", given.pk), {"version": "1"}, follow=True)
    assert "授权已收回" in words(answer)
    assert "林主任给您的签字授权已经收回" in words(other.get(at("signatures")))
    answer = other.post(at("signature", case.number), {"proof": PASSWORD})
    assert (answer.status_code, "已经收回" in words(answer)) == (409, True)
    for page in ("已经收回", "现在还不能签字"):  # no word of it to who only looks at a case
        assert page not in words(other.get(at("case", case.number)))
    answer = other.post(at("return", case.number), {"reason": "请补"}, follow=True)
    assert "您现在不能替负责人退回这一件" in words(answer)
    case.refresh_from_db()
    assert case.state == "awaiting_signature"
    Delegation.objects.update(state="given", first=today - timedelta(9), last=today - timedelta(1))
    assert "已经过期" in words(other.get(at("signatures")))


def test_nobody_ends_another_committees_delegation(
    responsible: User, deputy: User, other_committee_responsible: User
) -> None:
    today = timezone.localdate()
    lent = Lent(deputy, today, today)
    given = delegation.give(lent, key="k", by=responsible, at=timezone.now())
    answer = signed_in(other_committee_responsible).post(at("delegation-end", given.pk))
    assert answer.status_code == 404
    assert signed_in(deputy).post(at("delegation-end", given.pk)).status_code == 403


def test_a_past_day_and_nobody_are_refused_in_words(responsible: User, deputy: User) -> None:
    pen = signed_in(responsible)
    page = pen.get(at("delegations"))
    sent = typed(page, deputy, proof=PASSWORD, first_year="2020")
    assert "授权不能补" in words(pen.post(at("delegations"), sent))
    assert "请选一位工作人员" in words(pen.post(at("delegations"), {**sent, "deputy": ""}))
    assert not Delegation.objects.exists()


def test_a_deputy_is_told_beside_the_form_what_is_given_up(
    responsible: User, deputy: User, case_for: Cases
) -> None:
    case, other = case_for("POS-001"), signed_in(deputy)
    places = (at("case", case.number), at("new") + "?item=POS-001")
    assert not any("不能再由您签字" in words(other.get(place)) for place in places)
    today = timezone.localdate()
    lent = Lent(deputy=deputy, first=today, last=today, items=["POS-001"])
    delegation.give(lent, key="k", by=responsible, at=timezone.now())
    assert all("不能再由您签字" in words(other.get(place)) for place in places)


COUNTER = ("particulars", "withdrawal", "receipt", "code")


def lent_to(user: User, by: User) -> None:
    today = timezone.localdate()
    delegation.give(Lent(user, today, today), key=str(user.pk), by=by, at=timezone.now())


def test_a_deputy_keeps_her_own_page_of_what_she_prepared_herself(
    responsible: User, clerk: User, drafted_for: Cases
) -> None:
    """She may not sign it: so she reads and does there what she did before the pen was lent."""
    case, desk = drafted_for("POS-001"), signed_in(clerk)
    before = words(desk.get(at("case", case.number)))
    lent_to(clerk, responsible)
    page = desk.get(at("case", case.number))
    text = words(page)
    assert "clerk/case.html" in {one.name for one in page.templates}
    for name in ("recall", *COUNTER):
        assert at(name, case.number) in before
        assert at(name, case.number) in text, name
    assert "退回经办人补正" not in text
    assert "现在还不能签字" not in text
    assert "（授权" not in text
    assert "这一件您经手过，不能由您签字。" in text
    assert "能签字的：林主任。" in text
    answer = desk.post(at("signature", case.number), {"proof": PASSWORD})
    assert answer.status_code == 409
    assert "经手过这一件" in words(answer)
    case.refresh_from_db()
    assert case.state == "awaiting_signature"


def test_who_holds_a_pen_still_helps_whoever_stands_at_the_counter(
    responsible: User, deputy: User, drafted_for: Cases
) -> None:
    case = drafted_for("POS-001")
    lent_to(deputy, responsible)
    for who in (responsible, deputy):
        text = words(signed_in(who).get(at("case", case.number)))
        assert "退回经办人补正" in text
        for name in COUNTER:
            assert at(name, case.number) in text, (who, name)
        assert at("recall", case.number) not in text, "whoever holds the pen sends back"


def offered(page: Any) -> set[str]:
    return {value for value, _label in page.context["form"].fields["only"].choices}


def test_what_residents_agree_to_is_not_offered_and_not_lent(
    responsible: User, deputy: User, case_for: Cases
) -> None:
    case_for("POS-001")
    case_for("POS-019")
    pen = signed_in(responsible)
    page = pen.get(at("delegations"))
    assert offered(page) == {"POS-001"}
    sent = typed(page, deputy, proof=PASSWORD, only=["POS-019"])
    assert pen.post(at("delegations"), sent).status_code == 422
    today = timezone.localdate()
    lent = Lent(deputy, today, today, ["POS-001", "POS-019"])
    with pytest.raises(delegation.BadDelegation, match="由负责人本人签字"):
        delegation.give(lent, key="k", by=responsible, at=timezone.now())
    assert not Delegation.objects.exists()


def test_what_residents_agreed_to_is_no_deputys_to_read_as_hers_nor_to_tick(
    responsible: User, deputy: User, drafted_for: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = drafted_for("POS-001")
    lent_to(deputy, responsible)
    other = signed_in(deputy)
    other.get(at("case", case.number))  # read as a paper of hers
    assert f'value="{case.number}"' in other.get(at("signatures")).content.decode()
    monkeypatch.setattr("juzheng.records.cases.pens.in_person", lambda _: True)
    listed = other.get(at("signatures"))
    assert f'value="{case.number}"' not in listed.content.decode()
    assert "要居民讨论同意的，由负责人本人签" in words(listed)
    page = other.get(at("case", case.number))
    assert "clerk/case.html" in {one.name for one in page.templates}
    assert "（授权" not in words(page)
    assert "签字并出具" not in words(page)


def test_in_person_is_what_residents_agree_to_and_no_hearing_about_a_risk(
    case_for: Cases, clerk: User
) -> None:
    assert not pens.in_person(case_for("POS-001"))
    assert pens.in_person(case_for("POS-019"))


def test_a_limited_delegation_says_to_what(
    responsible: User, deputy: User, case_for: Cases
) -> None:
    name = case_for("POS-001").revision.item.name
    today = timezone.localdate()
    for days, items in ((1, []), (6, ["POS-001"])):
        lent = Lent(deputy, today, today + timedelta(days=days), items)
        delegation.give(lent, key=str(days), by=responsible, at=timezone.now())
    text, named = words(signed_in(deputy).get(at("signatures"))), "".join(name.split())
    assert text.count("只限：") == 1
    free, then = zh_date(today + timedelta(days=1)), zh_date(today + timedelta(days=6))
    assert f"到{free}为止".replace(" ", "") in text
    assert f"{free}以后，到{then}为止，林主任的授权只限：{named}。".replace(" ", "") in text
    assert "别的不能签" not in text  # today she signs whatever may be lent
    shorter = Lent(deputy, today, today, ["POS-002"])
    delegation.give(shorter, key="shorter", by=responsible, at=timezone.now())
    assert words(signed_in(deputy).get(at("signatures"))).count("只限：") == 1  # carried anyway


def test_one_limited_delegation_says_that_nothing_else_is_signed(
    responsible: User, deputy: User, case_for: Cases
) -> None:
    name, today = case_for("POS-001").revision.item.name, timezone.localdate()
    for days in (1, 2):
        lent = Lent(deputy, today, today + timedelta(days=days), ["POS-001"])
        delegation.give(lent, key=str(days), by=responsible, at=timezone.now())
    text = words(signed_in(deputy).get(at("signatures")))
    assert f"只限：{''.join(name.split())}。别的不能签。" in text


def test_what_the_committee_decides_is_not_called_the_residents(
    responsible: User, deputy: User, case_for: Cases
) -> None:
    assert pen._in_person(case_for("POS-003")).startswith("要由委员会开会决定的")
    assert pen._in_person(case_for("POS-019")).startswith("要居民讨论同意的")


def test_a_deputy_at_a_review_reads_what_she_lacks(
    responsible: User, deputy: User, case_for: Cases
) -> None:
    case = case_for("POS-001")
    lent_to(deputy, responsible)
    answer = signed_in(deputy).get(at("review", case.number))
    assert answer.status_code == 403
    assert "您的岗位没有“复核异议”的权限" in words(answer)
    assert "签字、退回" not in words(answer)
    assert "不包括复核异议" in words(signed_in(responsible).get(at("delegations")))


def test_a_deputy_reads_the_warning_where_the_paper_goes_to_a_court(
    responsible: User, deputy: User, drafted_for: Cases
) -> None:
    court = drafted_for("POS-001", recipient="示例县人民法院")
    kind = drafted_for("POS-001", recipient="派出法庭办公室", demander="court")
    road = drafted_for("POS-001", recipient="法院路派出所")
    lent_to(deputy, responsible)
    other, told = signed_in(deputy), "别人替签的收不收由法院定"
    for case, warned in ((court, True), (kind, True), (road, False)):
        assert (told in words(other.get(at("case", case.number)))) is warned, case.recipient
    assert words(other.get(at("signatures"))).count("交给法院，替签的收不收由法院定") == 2
    assert told not in words(signed_in(responsible).get(at("case", court.number)))
