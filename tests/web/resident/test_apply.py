"""Applying (OP-4.3.b): one question a page, the answer first, one case however often it is sent."""

# ruff: noqa: F401, F811 - a fixture of other tests
from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from juzheng.acts.cases import drafts, intake
from juzheng.acts.cases.intake import HOW_DEMANDED, STILL_DEMANDED
from juzheng.acts.catalogue.changes import Page
from juzheng.law.catalogue.lists import ChangeKind, ListLine
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.catalogue import governing
from juzheng.records.models import Case, Draft, Entry, Revision, User
from juzheng.web.resident import device
from juzheng.web.templatetags.juzheng import zh_date
from tests.acts.test_changes import ministry, published
from tests.conftest import IDENTITY, NOON
from tests.web.visiting import agreed, at, receipt_of, rows, told

pytestmark = pytest.mark.django_db


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_beginning_makes_a_draft_behind_a_signed_cookie(visitor: Client) -> None:
    response = visitor.post("/apply/", {"item": "POS-001"})

    assert re.fullmatch(r"/apply/[0-9a-f]{12}/before-abroad/", response.url)
    cookie = response.cookies["juzheng_application"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 7 * 24 * 3600
    assert Draft.objects.get().key not in cookie.value + response.url


def test_beginning_without_a_place_asks_for_the_place(client: Client, loaded: None) -> None:
    response = client.post("/apply/", {"item": "POS-001"})

    assert response.url == "/place/for/POS-001/"
    assert client.get(response.url).url == "/place/?next=/items/POS-001/"
    assert not Draft.objects.exists()


def test_an_unknown_item_cannot_be_applied_for(visitor: Client) -> None:
    assert visitor.post("/apply/", {"item": "POS-999"}).status_code == 404
    assert not Draft.objects.exists()


def test_one_question_a_page_and_back_always_works(
    fill: Callable[..., Any], visitor: Client
) -> None:
    page = fill(until="recipient")
    shown, earlier = text(page), at(page, "telephone")
    assert shown.count("<h1") == 1
    assert "是哪个单位要这份证明？" in shown
    assert f'href="{earlier}"' in shown

    before = text(visitor.get(earlier))

    assert 'value="13800000000"' in before


@pytest.mark.parametrize("key", ["household_members", "family_support"])
def test_an_answer_of_nothing_is_told_where_it_is_filled_in(
    fill: Callable[..., Any], visitor: Client, key: str
) -> None:
    page = fill("POS-001")
    answer = visitor.post(at(page, f"item-{key}"), {"answer": "无"})
    assert answer.status_code == 422
    assert "没有什么" in text(answer)
    assert Draft.objects.get().answers[f"item-{key}"] != "无"


def test_a_number_is_no_name_of_a_unit(fill: Callable[..., Any], visitor: Client) -> None:
    page = fill(until="demander")
    answer = visitor.post(at(page, "recipient"), {"answer": "12345"})
    assert answer.status_code == 422
    assert "不是号码" in text(answer)


def test_after_filing_it_says_whether_to_come_and_who_is_called(
    file: Callable[..., Case], visitor: Client
) -> None:
    file("POS-001")
    shown = text(visitor.get(receipt_of(visitor)))
    assert "请尽早带上材料到居（村）委会核实，不用等通知。" in shown
    assert "居（村）委会可以打您留的电话" in shown


def test_a_draft_survives_a_closed_browser(fill: Callable[..., Any], visitor: Client) -> None:
    shown = fill(until="recipient")
    reopened = Client()
    reopened.cookies["juzheng_application"] = visitor.cookies["juzheng_application"].value

    response = reopened.get(at(shown, "check"))

    assert response.url == at(shown, "recipient")
    assert "李秀英" in text(reopened.get(at(shown, "name")))


def test_only_the_questions_of_the_item_are_asked(
    fill: Callable[..., Any], visitor: Client
) -> None:
    fill("POS-001")

    asked = set(Draft.objects.get().answers)
    item = Revision.objects.get(subject="POS-001").item
    own = {f"item-{q.key}" for q in item.questions}
    own |= {one.asked.key for one in item.preconditions}
    assert asked == {"name", "identity", "telephone", "recipient", "demander", "purpose", *own}


def test_a_refusal_asks_no_more_than_the_notice_needs(fill: Callable[..., Any]) -> None:
    fill("NEG-05")

    assert set(Draft.objects.get().answers) == {
        "name", "identity", "telephone", "recipient", "demander", "purpose", "insists",
    }  # fmt: skip


def test_what_was_told_on_the_answer_page_is_not_asked_again(visitor: Client) -> None:
    visitor.post("/apply/", {"item": "NEG-01", "demander": "bank", "holds": "1"})

    assert Draft.objects.get().answers == {
        "demander": "bank",
        "holds_document": True,
        "known": ["demander", "holds_document"],
    }


def test_the_check_page_shows_the_answer_and_masks_the_number(fill: Callable[..., Any]) -> None:
    page = fill()
    shown = text(page)

    assert "可以开，5 个工作日内办好" in shown
    assert "2026年12月1日（星期二）" in shown
    assert IDENTITY not in shown
    assert "1*************002X" in shown
    assert f'href="{at(page, "purpose")}"' in shown
    assert "敏感个人信息" in shown
    assert not Case.objects.exists()


def test_nothing_is_filed_without_declaration_and_consent(
    fill: Callable[..., Any], visitor: Client
) -> None:
    shown = fill()
    before = rows()
    for missing in (["true", "sensitive"], ["sensitive"], ["true"]):
        ticked = {k: v for k, v in agreed(shown).items() if k not in missing}
        response = visitor.post(at(shown, "check"), ticked)
        assert response.status_code == 422
        assert "<title>错误：" in text(response)
    assert rows() == before


@pytest.mark.duty("OP-4.3.b", part="one form for all of one committee")
def test_filing_makes_a_case_and_forgets_the_draft(file: Callable[..., Case]) -> None:
    case = file()

    assert case.outcome == Outcome.TIME_LIMITED.value
    assert case.applicant_name == "李秀英"
    assert case.identity_number == IDENTITY
    assert case.demander == "civil_affairs"
    assert case.channel == "online"
    assert case.received_by is None
    assert case.received_at == NOON
    assert case.answers["marital_status"].startswith("已婚")
    assert case.answers["has_employer"] == "有工作单位"
    assert not Draft.objects.exists()


def test_filing_twice_makes_one_case_and_one_receipt(
    fill: Callable[..., Any], visitor: Client
) -> None:
    shown = fill()
    first = visitor.post(at(shown, "check"), agreed(shown))
    receipt = text(visitor.get(first.url))
    second = visitor.post(at(shown, "check"), agreed(shown))

    assert first.url == second.url == at(shown, "receipt")
    assert Case.objects.count() == Entry.objects.filter(case__isnull=False).count() == 1
    assert visible(receipt) == visible(text(visitor.get(second.url)))


def visible(page: str) -> str:
    """Return the page without its tokens, which differ each time."""
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def test_the_receipt_holds_everything_to_find_the_case_again(
    file: Callable[..., Case], visitor: Client
) -> None:
    case = file()
    shown = text(visitor.get(receipt_of(visitor)))

    assert case.number in shown
    assert intake.code_of(case) in shown
    assert intake.receipt_fingerprint(case)[:4] in shown
    assert "2026年12月1日（星期二）" in shown
    assert "请拍照或抄下编号和查询码" in shown
    assert IDENTITY not in shown
    assert "data-print" in shown


def test_the_receipt_tells_the_rules_under_which_it_was_filed(
    file: Callable[..., Case],
    visitor: Client,
    ministry: list[User],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A list of the place that is published afterwards changes no case, nor what is told of it."""
    case = file("POS-001")
    before = case.revision.item.materials
    listed = governing.governing(NOON.date()).lists["national-issuable"]
    line = ListLine("POS-001", ChangeKind.ADJUST, materials=("不动产权证书",))
    there = {"division": "990121", "official": False, "lines": (line,)}
    later = NOON + timedelta(days=1)
    pages = [Page(replace(listed, id="ways", in_force_from=later.date(), **there))]
    published(ministry, pages, on=later.date())
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    monkeypatch.setattr(device, "RECEIPT_MINUTES", 2 * 24 * 60)  # the lists change by whole days

    shown = text(visitor.get(receipt_of(visitor)))
    assert all(one in shown for one in before)
    assert "不动产权证书" not in shown
    assert "不动产权证书" in text(visitor.get("/ask/?item=POS-001"))


def test_what_you_do_is_told_of_the_item_as_it_is_handled_here(
    visitor: Client, ministry: list[User]
) -> None:
    today = governing.governing(NOON.date())
    bare = replace(today.items["POS-004"], materials=())
    published(ministry, [Page(bare)], key="bare")
    assert "去说明情况" in text(visitor.get("/ask/?item=POS-004"))
    line = ListLine("POS-004", ChangeKind.ADJUST, materials=("不动产权证书",))
    there = {"division": "990121", "official": False, "lines": (line,)}
    published(ministry, [Page(replace(today.lists["national-issuable"], id="ways", **there))])
    shown = text(visitor.get("/ask/?item=POS-004"))
    assert "带上下面的材料" in shown
    assert "去说明情况" not in shown


def test_the_device_remembers_for_as_long_as_what_was_changed_last(
    fill: Callable[..., Any], visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = fill(until="recipient")
    week = f"Max-Age={drafts.KEPT_DAYS * 24 * 3600}"
    address = at(shown, "recipient")
    same_day = visitor.post(address, {"answer": "示例县民政局"})
    assert not same_day.cookies  # other tabs may be writing it just now
    days = time.time() + 6 * 24 * 3600
    monkeypatch.setattr("time.time", lambda: days)
    later = visitor.post(address, {"answer": "示例县教育局"})
    assert week in str(later.cookies["juzheng_application"])
    assert list(device.drafts_of(later.wsgi_request)) == [address.split("/")[2]]


@pytest.mark.parametrize(
    ("document", "fits"),
    [("护照E12345678", False), ("台湾居民来往大陆通行证12345678", False), (IDENTITY, True)],
)
def test_a_foreign_document_contradicts_that_one_is_no_foreigner(
    fill: Callable[..., Any], visitor: Client, document: str, fits: bool
) -> None:
    shown = fill(until="identity")  # "no" was answered to what is asked first
    response = visitor.post(at(shown, "identity"), {"answer": document})
    assert (response.status_code == 302) is fits
    assert fits or "可是选的证件是" in text(response)


def test_what_decides_and_what_is_asked_is_english_on_english_pages(
    fill: Callable[..., Any], visitor: Client
) -> None:
    visitor.cookies["django_language"] = "en"
    answer = text(visitor.get("/ask/?item=POS-001"))
    assert "Is the adopter (either of a couple) a foreigner" in answer
    assert "the Chinese counts" in answer
    # What would stand on the paper is asked for in Chinese, on each page once; a number is not.
    shown = fill(until="item-household_members")
    assert text(shown).count("please write it in Chinese characters; names as in the document") == 1
    for key, said in (("name", True), ("recipient", True), ("purpose", True), ("identity", False)):
        page = text(visitor.get(at(shown, key)))
        assert ("please write it in Chinese characters" in page) is said, key
    asked = fill(until="item-marital_status")
    for said in ("Which document shows your marital status?", "Married, with a marriage"):
        assert said in text(asked)
    assert "please write it in Chinese characters" not in text(asked)  # one of a list
    visitor.cookies["django_language"] = "zh-hans"
    assert "请用汉字写" not in text(visitor.get(at(shown, "purpose")))


def test_the_kind_of_unit_that_its_name_tells_stands_first_and_chosen(
    fill: Callable[..., Any], visitor: Client
) -> None:
    page = " ".join(text(fill(until="demander")).split())  # written before: 示例县民政局
    chosen = re.findall(r'<input class="govuk-radios__input"[^>]*value="(\w+)"( checked)?', page)
    assert chosen[0] == ("civil_affairs", " checked")
    assert sum(bool(checked) for _value, checked in chosen) == 1
    assert "照您写的单位先选好了一类" in page


def test_a_refusal_can_be_filed_for_a_written_notice(
    file: Callable[..., Case], visitor: Client
) -> None:
    case = file("NEG-05")
    shown = text(visitor.get(receipt_of(visitor)))

    assert case.outcome == Outcome.REFUSE.value
    assert "给您书面告知单" in shown


def test_who_insists_answers_the_item_too_and_says_how_the_unit_asked(
    visitor: Client, fill: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        __import__("tests.web.visiting", fromlist=["TOLD"]).TOLD, "insists", "transition"
    )
    shown = fill("NEG-01", demander="bank")
    visitor.post(at(shown, "check"), agreed(shown))

    case = Case.objects.get()
    assert case.answers[STILL_DEMANDED] is True
    assert case.answers[HOW_DEMANDED]
    assert case.answers["relative_name"]
    receipt = text(visitor.get(at(shown, "receipt")))
    assert "口头要求也算" in receipt
    # What was chosen is told on check page and receipt, and neither promises the other.
    assert case.answers[HOW_DEMANDED] in receipt
    for page in (text(shown), receipt):
        assert "您要的是核实后看能不能据实出具" in page
    assert "提交申请" in text(shown)
    assert "申请书面告知单" not in text(shown)
    assert "居（村）委会写好告知单，编号盖章" not in receipt


def test_an_item_of_another_region_is_filed_for_a_notice_only(file: Callable[..., Case]) -> None:
    case = file("POS-036")

    assert case.outcome == Outcome.REFUSE.value
    assert case.answers == {}


@pytest.mark.parametrize(
    "address", [f"/apply/{'0' * 12}/{page}/" for page in ("check", "name", "receipt")]
)
def test_without_a_draft_the_page_says_what_to_do(visitor: Client, address: str) -> None:
    response = visitor.get(address)

    assert response.status_code == 410
    assert "没有正在填的申请" in text(response)


def test_after_filing_the_questions_lead_to_the_receipt(
    file: Callable[..., Case], visitor: Client
) -> None:
    file()
    receipt = receipt_of(visitor)

    assert visitor.get(receipt.replace("receipt", "name")).url == receipt


def test_a_question_that_is_not_asked_is_a_404(fill: Callable[..., Any], visitor: Client) -> None:
    shown = fill(until="identity")

    assert visitor.get(at(shown, "item-nothing")).status_code == 404
    assert visitor.post(at(shown, "insists"), {"answer": "notice"}).status_code == 404


def test_somebody_elses_cookie_shows_nothing(fill: Callable[..., Any], client: Client) -> None:
    shown = fill(until="recipient")
    thief = Client()
    for held in (Draft.objects.get().key + ":forged", None):
        thief.cookies["juzheng_application"] = held or ""
        assert thief.get(at(shown, "name")).status_code == 410
    thief.post("/place/", {"committee": Draft.objects.get().committee.code})
    thief.post("/apply/", {"item": "POS-001"})  # has a cookie of its own now
    assert thief.get(at(shown, "name")).status_code == 410


def test_personal_pages_are_kept_by_nobody(file: Callable[..., Case], visitor: Client) -> None:
    file()

    assert visitor.get(receipt_of(visitor)).headers["Cache-Control"] == "no-store, private"


def test_filing_asks_the_database_a_bounded_number_of_times(
    fill: Callable[..., Any], visitor: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(400):
        shown = fill()
    for page, most in (("name", 5), ("check", 5)):
        with django_assert_max_num_queries(most):
            visitor.get(at(shown, page))
    with django_assert_max_num_queries(25):
        visitor.post(at(shown, "check"), agreed(shown))
    with django_assert_max_num_queries(18):  # eleven of them write down who looked
        visitor.get(at(shown, "receipt"))


def test_one_address_cannot_begin_without_end(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("juzheng.web.resident.apply.STARTS", 2)
    for _ in range(2):
        visitor.post("/apply/", {"item": "POS-001"})
    before = Draft.objects.get().key

    response = visitor.post("/apply/", {"item": "POS-001"})

    assert response.status_code == 429
    assert Draft.objects.get().key == before


def test_the_front_page_leads_back_to_an_unfinished_application(
    fill: Callable[..., Any], visitor: Client
) -> None:
    assert "接着填没填完的申请" not in text(visitor.get("/"))
    shown = fill(until="recipient")

    assert 'href="/apply/"' in text(visitor.get("/"))
    assert f'href="{at(shown, "check")}"' in text(visitor.get("/apply/"))
    assert visitor.get(at(shown, "check")).url == at(shown, "recipient")


def test_a_shared_device_forgets_draft_receipt_and_rights(
    file: Callable[..., Case], fill: Callable[..., Any], visitor: Client
) -> None:
    case = file()
    receipt = receipt_of(visitor)
    visitor.post("/cases/", {"number": case.number, "code": intake.code_of(case)})
    fill(until="recipient")
    assert "还有 1 份没填完的申请，会一起删掉" in " ".join(text(visitor.get(receipt)).split())

    response = visitor.post("/apply/forget/", follow=True)

    assert "已经清除" in text(response)
    assert not Draft.objects.exists()
    assert visitor.get(receipt).status_code == 410
    assert visitor.get(f"/cases/{case.number}/").status_code == 302
    assert Case.objects.count() == 1


def test_question_numbers_never_jump_over_what_was_answered_before(
    fill: Callable[..., Any], visitor: Client
) -> None:
    shown = fill(until="name", demander="civil_affairs")
    numbers = []
    address = shown.request["PATH_INFO"]
    while not address.endswith("/check/"):
        page = visitor.get(address)
        number, total = re.findall(r"第 (\d+) 题，共\s+(\d+)\s+题", text(page))[0]
        numbers.append(int(number))
        address = visitor.post(address, told(text(page), address.split("/")[-2])).url
    assert numbers == [*range(numbers[0], numbers[0] + len(numbers))]
    assert numbers[-1] == int(total)
    assert "这一题前面已经答过" in text(visitor.get(at(shown, "demander")))


def test_the_last_day_says_from_which_day_it_counts(
    fill: Callable[..., Any], visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = fill()
    counted = f"从{zh_date(NOON)}的第二天起算 5 个工作日"
    assert counted in text(shown)
    visitor.post(at(shown, "check"), agreed(shown))
    receipt = visitor.get(at(shown, "receipt"))
    assert counted in text(receipt)
    code = re.findall(r'name="code" value="([^"]+)"', text(receipt))[0]
    followed = {"number": Case.objects.get().number, "code": code}
    assert counted in text(visitor.post("/cases/", followed, follow=True))


def test_what_comes_in_after_hours_says_that_it_counts_from_the_next_working_day(
    fill: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    late = NOON + timedelta(hours=10)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    assert "算下一个上班日收到" in text(fill())


def test_what_comes_in_while_the_printed_hours_last_counts_from_that_day(
    fill: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    before_closing = NOON + timedelta(hours=5, minutes=15)  # open until 17:30
    monkeypatch.setattr("django.utils.timezone.now", lambda: before_closing)
    assert "算下一个上班日收到" not in text(fill())
