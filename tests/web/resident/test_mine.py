"""My cases (我的办件): several at once, remembered only where it is asked for, wiped at a press."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from juzheng.acts.cases import (
    custody,
    drafting,
    intake,
    recoding,
    refusal,
    replacing,
    revocation,
    signing,
)
from juzheng.law.cases.custody import Custody, Wanted
from juzheng.law.cases.lifecycle import State
from juzheng.records.models import Case, User, ViewLog
from juzheng.web.resident import device, mine, turns
from tests.conftest import NOON
from tests.web.visiting import receipt_of

pytestmark = pytest.mark.django_db
Follow = Callable[[Case], Any]


def text(response: Any) -> str:
    return str(response.content.decode())


def shown(client: Client) -> list[str]:
    """Return the names of the cases on the page, in their order."""
    page = text(client.get("/cases/"))
    found = re.findall(r'id="case-\d+">\s*<a [^>]*>(.*?)</a>', page, re.DOTALL)
    return [one.strip() for one in found]


def keep(client: Client, case: Case, said: str = "yes") -> Any:
    return client.post(f"/cases/{case.number}/kept/", {"keep": said})


def test_a_telephone_that_has_filed_nothing_asks_for_number_and_code(visitor: Client) -> None:
    assert shown(visitor) == []
    assert "查我的办件" in text(visitor.get("/cases/"))


def test_what_is_filed_without_a_word_is_shown_by_its_receipt_alone(
    visitor: Client, file: Callable[..., Case]
) -> None:
    case = file("POS-001")
    for language in ("zh-hans", "en"):
        visitor.cookies["django_language"] = language
        assert shown(visitor) == []
        assert visitor.get(f"/cases/{case.number}/").url == "/cases/"
        assert case.number not in text(visitor.get("/apply/"))
    del visitor.cookies["django_language"]
    receipt = text(visitor.get(receipt_of(visitor)))
    assert f"这张回执 {device.RECEIPT_MINUTES} 分钟里" in " ".join(receipt.split())
    assert (
        "用的是别人的手机或公用电脑？" in receipt.split(" open>")[1]
    )  # at once, not behind a fold


def test_what_is_remembered_is_listed_several_at_once(
    visitor: Client, file: Callable[..., Case]
) -> None:
    first, second = file("POS-001"), file("POS-002")
    for case in (first, second):
        keep(visitor, case)

    page = text(visitor.get("/cases/"))
    assert sorted(shown(visitor)) == sorted(one.revision.item.name for one in (first, second))
    assert "轮到您了" in page  # to come with what is to be looked at
    assert "请尽早带上材料到居（村）委会核实" in page
    assert "能用这台手机的人，都看得到" in page
    assert first.applicant_name not in page
    assert first.identity_written not in page
    assert visitor.get(f"/cases/{first.number}/").status_code == 200  # no code is asked for


def test_another_telephone_sees_nothing_of_it(visitor: Client, file: Callable[..., Case]) -> None:
    case, other = file("POS-001"), Client()
    assert shown(other) == []
    assert other.get(f"/cases/{case.number}/").status_code == 302
    assert keep(other, case).status_code == 302
    assert mine.COOKIE not in other.cookies


def test_it_is_remembered_longer_only_where_somebody_asks_for_it(
    visitor: Client, file: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = file("POS-001")
    receipt = text(visitor.get(receipt_of(visitor)))
    assert "是您自己的手机吗？" in receipt
    assert mine.COOKIE not in visitor.cookies
    keep(visitor, case)
    held = visitor.cookies[mine.COOKIE]
    assert held["max-age"] == mine.KEPT_DAYS * 24 * 60 * 60
    assert held["httponly"]
    assert case.number not in unquote(held.value)

    later = Client()
    later.cookies[mine.COOKIE] = held.value  # the other cookie is gone by then
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(days=30))
    assert shown(later) == [case.revision.item.name]
    assert later.get(f"/cases/{case.number}/").status_code == 200


def test_one_is_taken_off_and_goes_on(
    visitor: Client, follow: Follow, case_for: Callable[..., Case]
) -> None:
    kept, dropped = case_for("POS-001"), case_for("POS-002")
    for case in (kept, dropped):
        follow(case)
        keep(visitor, case)
    assert len(shown(visitor)) == 2
    keep(visitor, dropped, "no")
    assert shown(visitor) == [kept.revision.item.name]
    dropped.refresh_from_db()
    assert dropped.state == "received"


def test_what_was_filed_here_is_taken_off_like_any_other(
    visitor: Client, file: Callable[..., Case]
) -> None:
    kept, dropped = file("POS-001"), file("POS-002")
    receipt = receipt_of(visitor)
    for case in (kept, dropped):
        keep(visitor, case)
    visitor.post("/cases/", {"number": dropped.number, "code": intake.code_of(dropped)})
    assert text(visitor.get("/cases/")).count("从这台手机上去掉") == 2

    keep(visitor, dropped, "no")

    assert shown(visitor) == [kept.revision.item.name]
    assert visitor.get(f"/cases/{dropped.number}/").status_code == 302
    assert visitor.get(receipt).status_code == 410  # although its address is in the history
    assert visitor.get(f"/cases/{kept.number}/").status_code == 200


def test_each_case_has_its_own_ninety_days(
    visitor: Client,
    follow: Follow,
    case_for: Callable[..., Case],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = case_for("POS-001"), case_for("POS-002")
    follow(first)
    keep(visitor, first)
    later = NOON + timedelta(days=60)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    follow(second)
    keep(visitor, second)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later + timedelta(days=29))
    assert len(shown(visitor)) == 2
    keep(visitor, second, "no")
    assert visitor.cookies[mine.COOKIE]["max-age"] == 24 * 60 * 60  # what is left of the first
    monkeypatch.setattr("django.utils.timezone.now", lambda: later + timedelta(days=30))
    assert shown(visitor) == []


def test_a_receipt_opens_again_for_some_minutes_and_no_longer(
    visitor: Client, file: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = file("POS-001")
    receipt = receipt_of(visitor)
    last = NOON + timedelta(minutes=device.RECEIPT_MINUTES)
    monkeypatch.setattr("django.utils.timezone.now", lambda: last)
    visitor.post("/apply/", {"item": "POS-002"})  # the cookie is written anew
    assert visitor.get(receipt).status_code == 200
    monkeypatch.setattr("django.utils.timezone.now", lambda: last + timedelta(seconds=1))
    assert visitor.get(receipt).status_code == 410
    keep(visitor, case)
    assert shown(visitor) == []


def test_every_look_at_the_list_and_the_receipt_is_written_down(
    visitor: Client, file: Callable[..., Case]
) -> None:
    case = file("POS-001")
    visitor.get(receipt_of(visitor))
    keep(visitor, case)
    visitor.get("/cases/")
    visitor.post("/cases/", {"number": case.number, "code": "AAAAA-AAAAA"})
    looks = ViewLog.objects.filter(case=case, by=None).order_by("pk")
    assert list(looks.values_list("what", flat=True)) == [
        *("resident.receipt", "resident.mine", "resident.mine"),
    ]


def test_all_is_wiped_at_one_press(visitor: Client, file: Callable[..., Case]) -> None:
    case = file("POS-001")
    keep(visitor, case)
    visitor.post("/apply/forget/")
    assert shown(visitor) == []
    assert visitor.get(f"/cases/{case.number}/").status_code == 302


def test_a_cookie_that_somebody_wrote_themselves_opens_nothing(
    client: Client, case_for: Callable[..., Case], noon: None
) -> None:
    case = case_for("POS-001")
    client.cookies[mine.COOKIE] = str(case.pk)
    assert shown(client) == []
    assert client.get(f"/cases/{case.number}/").status_code == 302


def test_a_new_code_shuts_out_every_telephone_that_knew_the_old_one(
    visitor: Client, file: Callable[..., Case]
) -> None:
    case, other = file("POS-001"), Client()
    keep(visitor, case)
    other.cookies[mine.COOKIE] = visitor.cookies[mine.COOKIE].value
    assert shown(visitor) == shown(other) == [case.revision.item.name]
    Case.objects.filter(pk=case.pk).update(secret_hash="0" * 64)  # given at the counter
    for telephone in (visitor, other):
        assert shown(telephone) == []
        assert telephone.get(f"/cases/{case.number}/").status_code == 302
        said = text(telephone.get("/cases/"))
        assert "在窗口换了新的查询码" in said  # and not which case it was
        assert case.revision.item.name not in said
    assert "换了新的查询码" not in text(Client().get("/cases/"))


def test_open_cases_stand_before_those_that_are_over(
    visitor: Client, follow: Follow, case_for: Callable[..., Case]
) -> None:
    from juzheng.acts.cases import withdrawal

    waits = case_for("POS-001", at=NOON - timedelta(days=2))
    over = case_for("POS-002")
    for case in (waits, over):
        follow(case)
        keep(visitor, case)
    withdrawal.withdraw(over, at=NOON)
    assert shown(visitor) == [waits.revision.item.name, over.revision.item.name]


def test_after_a_new_code_the_receipt_tells_nothing_of_the_case(
    visitor: Client, file: Callable[..., Case], clerk: User
) -> None:
    case = file("POS-001")
    receipt = receipt_of(visitor)
    recoding.renew(case, version=case.version, by=clerk, at=NOON)
    page = text(visitor.get(receipt))
    assert "请用新的查询码查进度" in page
    for one in (case.applicant_name, case.purpose, case.recipient, case.revision.item.name):
        assert one not in page
    assert "您提交的内容" not in page
    assert "是您自己的手机吗" not in page
    assert not ViewLog.objects.filter(what="resident.receipt").exists()


def test_a_list_says_to_open_what_is_written_in_the_case(
    visitor: Client, file: Callable[..., Case]
) -> None:
    case = file("POS-001")
    keep(visitor, case)
    assert "打开这一件" in text(visitor.get("/cases/"))
    for state in State:
        case.state = state.value
        assert (
            "下面" not in turns.turn(case, [], []).what
        )  # below it, in the list, there is nothing


def turn_of(client: Client, address: str) -> str:
    page = " ".join(text(client.get(address)).split())
    return page.split('id="turn">')[1].split("</section>")[0]


@pytest.mark.parametrize("state", list(State), ids=str)
def test_every_state_has_a_sentence_of_its_own(state: State, case_for: Callable[..., Case]) -> None:
    case = case_for("POS-001")
    case.state = state.value
    said = turns.turn(case, [], [])
    assert said.what
    withdrawn = "您撤回了申请" in said.what
    assert withdrawn == (state is State.WITHDRAWN)


def test_whose_turn_it_is_from_the_first_day_to_the_last(
    drafted_for: Callable[..., Case], responsible: User, follow: Follow, visitor: Client
) -> None:
    case = drafted_for("POS-001", channel="online")
    address = follow(case).url
    assert "轮到居（村）委会，您先等等" in turn_of(visitor, address)

    paper = signing.sign(case, by=responsible, at=NOON)
    assert "轮到您了" in turn_of(visitor, address)
    assert "领盖了章的纸质件" in turn_of(visitor, address)

    for what, told in ((Custody.SEALED, "章已经盖好"), (Custody.COLLECTED, "纸质件已经领走")):
        case.refresh_from_db()
        custody.record(paper, Wanted(what), version=case.version, by=responsible, at=NOON)
        assert told in turn_of(visitor, address)
    assert "办完了" in turn_of(visitor, address)
    page = "".join(text(visitor.get(address)).split())
    assert "以盖章的纸质件为准；下载" in page
    assert "请到居（村）委会领取" not in page

    revocation.revoke(paper, reason="申请人当时已婚", by=responsible, at=NOON)
    said = turn_of(visitor, address)
    assert "申请人当时已婚" in said
    assert "不能再用" in said
    assert "可以重新申请" in said
    assert "12345" in said
    assert "已经交出去的，请告诉收它的单位" in said
    assert "请人重新看" not in said, "the desk has no such step"


def test_of_a_revoked_paper_that_nobody_fetched_it_is_not_said_that_it_went_out(
    drafted_for: Callable[..., Case], responsible: User, follow: Follow, visitor: Client
) -> None:
    case = drafted_for("POS-001", channel="online")
    paper = signing.sign(case, by=responsible, at=NOON)
    revocation.revoke(paper, reason="申请人当时已婚", by=responsible, at=NOON)
    said = turn_of(visitor, follow(case).url)
    assert "盖章的纸质件没有领走" in said
    assert "已经交出去的" not in said


@pytest.mark.parametrize("sealed", [True, False])
def test_nobody_is_sent_for_the_paper_that_is_being_corrected(
    drafted_for: Callable[..., Case],
    responsible: User,
    clerk: User,
    follow: Follow,
    visitor: Client,
    sealed: bool,
) -> None:
    case = drafted_for("POS-001", channel="online")
    paper = signing.sign(case, by=responsible, at=NOON)
    if sealed:
        case.refresh_from_db()
        seal = Wanted(Custody.SEALED)
        custody.record(paper, seal, version=case.version, by=responsible, at=NOON)
    case.refresh_from_db()
    replacing.begin(paper, reason="单位写错", version=case.version, by=clerk, at=NOON)
    address = follow(case).url
    page = "".join(text(visitor.get(address)).split())
    assert "正在更正" in turn_of(visitor, address)
    assert "先不用来领这一份" in page
    for call in ("可以带证件来领", "请到居（村）委会领取"):
        assert call not in page


def test_a_returned_draft_asks_nothing_of_the_applicant(
    drafted_for: Callable[..., Case], responsible: User, follow: Follow, visitor: Client
) -> None:
    from juzheng.acts.cases import drafting

    case = drafted_for("POS-001", channel="online")
    drafting.send_back(case, reason="再看看原件", by=responsible, at=NOON)
    said = turn_of(visitor, follow(case).url)
    assert "请经办人再核实一下，不用您做什么" in said
    assert "再看看原件" not in said  # that is between the two of them


def test_a_notice_says_what_to_do_with_it(
    case_for: Callable[..., Case], clerk: User, follow: Follow, visitor: Client
) -> None:
    case = case_for("NEG-05")
    address = follow(case).url
    assert "正在写书面告知单" in turn_of(visitor, address)
    refusal.refuse(case, by=clerk, at=NOON)
    assert "拿给要证明的单位看" in turn_of(visitor, address)


def test_the_file_s_name_says_what_it_is_in_two_scripts(
    drafted_for: Callable[..., Case], responsible: User, follow: Follow, visitor: Client
) -> None:
    case = drafted_for("POS-001", channel="online")
    paper = signing.sign(case, by=responsible, at=NOON)
    address = follow(case).url
    header = visitor.get(f"{address}papers/certificate/").headers["Content-Disposition"]

    plain, _, whole = header.removeprefix("attachment; ").partition("; ")
    name = unquote(whole.removeprefix("filename*=utf-8''"))
    assert name == f"证明-{case.revision.item.name}-{paper.number}.pdf"
    assert plain.startswith('filename="')
    assert plain.isascii()
    assert paper.number.split("-")[0] in plain
    assert plain.endswith('.pdf"')


def test_who_applies_again_is_told_of_a_paper_in_force_on_their_own_telephone_alone(
    visitor: Client,
    file: Callable[..., Case],
    fill: Callable[..., Any],
    confirm: Callable[..., Case],
    clerk: User,
    responsible: User,
) -> None:
    case = drafting.send(confirm(file("POS-001"), by=clerk), by=clerk, at=NOON)
    paper = signing.sign(case, by=responsible, at=NOON)
    assert paper.number not in text(fill("POS-001")), "nobody has said whose telephone it is"
    keep(visitor, case)
    page = fill("POS-001")
    assert paper.number in text(page)
    assert "交给同一个单位的那一份还有效" in text(page)
    assert page.context["already"][0].case == case.number
    assert ViewLog.objects.filter(case=case, what="resident.mine").exists()
    assert paper.number not in text(fill("POS-002")), "another item"
    visitor.cookies.pop(mine.COOKIE)
    keep(visitor, file("POS-002"))  # a telephone that keeps another case
    assert paper.number not in text(fill("POS-001")), "whoever types a number learns nothing"
