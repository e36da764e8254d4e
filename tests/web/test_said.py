"""What somebody said of himself orders the ways alike at every door, and can be taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from juzheng.law.catalogue.items import Circumstance
from juzheng.records.cases import case_file
from juzheng.records.cases.notice_paper import notice_paper
from juzheng.records.models import Case, Committee, Draft
from tests.conftest import NOON
from tests.web.clerk.conftest import desk
from tests.web.clerk.test_counter import NEW, typed
from tests.web.visiting import agreed, at, fill, noon, visitor

__all__ = ["desk", "fill", "noon", "visitor"]
pytestmark = pytest.mark.django_db
AT_HOME = "奶奶昨晚在家里走的，要开死亡证明"
HOME, HOSPITAL = "乡镇卫生院或社区卫生服务中心调查后签发", "由医院签发"
NOT_FOR_YOU = "对您不适用的"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(unescape(answer.content.decode()).split())


def ask(text: str, more: str = "") -> str:
    return f"/ask/?q={quote(text)}{more}"


def in_order(text: str, *parts: str) -> bool:
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_the_answer_page_goes_by_what_was_said(visitor: Client) -> None:
    text = page(visitor, ask(AT_HOME))
    assert in_order(text, "按您说的：", "在家里或者养老院去世", HOME, NOT_FOR_YOU, HOSPITAL)
    unsaid = page(visitor, ask("要开死亡证明"))
    assert in_order(unsaid, HOSPITAL, HOME)
    assert NOT_FOR_YOU not in unsaid
    assert "按您说的：" not in unsaid


def test_what_was_heard_is_taken_back_by_its_link(visitor: Client) -> None:
    text = page(visitor, ask(AT_HOME))
    (link,) = re.findall(r'href="(/ask/\?[^"]*not_so=died_at_home[^"]*)"', text)
    back = page(visitor, link)
    assert in_order(back, HOSPITAL, HOME)
    assert NOT_FOR_YOU not in back
    # It stays taken back when the unit is chosen on the same page.
    assert 'type="hidden" name="not_so" value="died_at_home"' in back


@pytest.mark.parametrize("name", ["so", "not_so"])
def test_what_is_no_circumstance_is_passed_over(visitor: Client, name: str) -> None:
    many = "".join(f"&{name}=nonsense{number}" for number in range(50))
    assert in_order(page(visitor, ask(AT_HOME, many)), HOME, HOSPITAL)
    hostile = f'&{name}=<script>alert(1)</script>&{name}="onload=x'
    raw = visitor.get(ask(AT_HOME, hostile)).content.decode()
    assert "<script>alert" not in raw
    assert '"onload=x' not in raw


def test_nobody_is_asked_for_the_paper_that_is_lost(visitor: Client) -> None:
    text = page(visitor, ask("娃的出生证弄丢了，学校要出生证明", "&item=NEG-09"))
    assert in_order(text, "补发", NOT_FOR_YOU, "出示《出生医学证明》")
    assert "您手里有下面哪样吗" not in text
    assert "您手里有下面哪样吗" in page(visitor, "/ask/?item=NEG-09")


def test_the_headline_of_a_refusal_goes_by_the_first_way(visitor: Client) -> None:
    assert "先看现有证件" in page(visitor, "/ask/?item=NEG-08")
    never = page(visitor, ask("我没结过婚，单位要单身证明", "&item=NEG-08"))
    assert "先看现有证件" not in never
    assert "可以问一问能不能承诺" in never


def test_the_guide_has_the_same_order(visitor: Client) -> None:
    text = page(visitor, ask(AT_HOME))
    assert "/items/NEG-11/?so=died_at_home" in text
    assert in_order(page(visitor, "/items/NEG-11/?so=died_at_home"), HOME, NOT_FOR_YOU, HOSPITAL)
    assert in_order(page(visitor, "/items/NEG-11/"), HOSPITAL, HOME)
    issued = page(visitor, "/items/POS-003/?so=disputed")
    assert in_order(issued, "不开也行的办法", "可以不经指定", NOT_FOR_YOU, "没有争议的")


def test_the_letter_has_the_same_ways(visitor: Client) -> None:
    text = page(visitor, ask("娃的出生证弄丢了，学校要出生证明", "&item=NEG-09&demander=school"))
    (link,) = re.findall(r'href="(/letters/\?[^"]*)"', text)
    assert "so=birth_certificate_lost" in link
    letter = page(visitor, link)
    assert "补发" in letter
    assert "出示《出生医学证明》" not in letter
    assert "出示《出生医学证明》" in page(visitor, "/letters/?item=NEG-09&demander=school")


def test_the_counter_and_the_notice_have_it_too(desk: Client) -> None:
    heard = desk.post(NEW, {"q": AT_HOME})  # a sure answer opens the item, with what was said
    assert heard.headers["Location"] == NEW + "?item=NEG-11&so=died_at_home"
    text = page(desk, NEW + "?item=NEG-11&so=died_at_home")
    assert in_order(text, "按您说的：", HOME, NOT_FOR_YOU, HOSPITAL)
    assert 'type="hidden" name="so" value="died_at_home"' in text

    assert desk.post(NEW, typed("NEG-11", so="died_at_home")).status_code == 302
    case = Case.objects.get()
    assert case.circumstances["told"] == ["died_at_home"]
    decision = case_file.decision_of(case)
    assert "在家里" in decision.onward[0].do
    assert case_file.circumstances_of(case, NOON.date()).told == ("died_at_home",)
    notice = "\n".join(paper_of(case))
    assert in_order(notice, HOME, "按您说的情形用不上", HOSPITAL)


def paper_of(case: Case) -> tuple[str, ...]:
    why = case_file.refusal_reason(case, on=NOON.date())
    assert why is not None
    paper = notice_paper(case, why, number="1", on=NOON.date(), preparer="陈经办")
    return paper.onward


def test_online_it_is_carried_into_the_case(visitor: Client, fill: Callable[..., Any]) -> None:
    text = page(visitor, ask(AT_HOME))
    assert '<input type="hidden" name="so" value="died_at_home">' in text
    shown = fill("NEG-11", so=["died_at_home", "nonsense"])
    assert Draft.objects.get().answers["told"] == ["died_at_home"]
    visitor.post(at(shown, "check"), agreed(shown))
    case = Case.objects.get()
    assert case.circumstances["told"] == ["died_at_home"]
    assert "在家里" in case_file.decision_of(case).onward[0].do


def test_who_said_nothing_leaves_nothing(visitor: Client, fill: Callable[..., Any]) -> None:
    shown = fill("NEG-11")
    visitor.post(at(shown, "check"), agreed(shown))
    assert "told" not in Case.objects.get().circumstances


def test_the_command_says_it_in_words_and_in_json(
    loaded: None, capsys: pytest.CaptureFixture[str]
) -> None:
    from django.core.management import call_command

    call_command("ask", AT_HOME)
    words = capsys.readouterr().out
    assert in_order(words, "听到的情形：在家里或者养老院去世", HOME, "用不上的：", HOSPITAL)
    call_command("ask", AT_HOME, json=True)
    found = json.loads(capsys.readouterr().out)
    assert [one["key"] for one in found["circumstances"]] == ["died_at_home"]
    assert HOME in found["decision"]["onward"][0]["do"]
    assert HOSPITAL in found["decision"]["aside"][0]["do"]
    call_command("ask", AT_HOME, json=True, not_so=["died_at_home"])
    assert json.loads(capsys.readouterr().out)["circumstances"] == []


def test_english_pages_say_it_in_english(visitor: Client) -> None:
    visitor.cookies["django_language"] = "en"
    text = page(visitor, ask(AT_HOME))
    assert "You said:" in text
    assert "died at home or in a care home" in text
    assert "What does not apply to you" in text


# The committee's own address, telephone and hours.


@pytest.mark.parametrize("words", ["几点下班", "居委会电话多少", "居委会在哪"])
def test_the_committee_s_own_data_come_first_and_without_a_verdict(
    visitor: Client, committee: Committee, words: str
) -> None:
    text = page(visitor, ask(words))
    assert in_order(text, "<h1", committee.telephone, committee.hours, committee.address)
    for verdict in ("jz-verdict", "不是开证明的事", "jz-cite", "依据", "不用开"):
        assert verdict not in text.split("<main")[1].split("</main>")[0]


def test_without_a_committee_one_is_chosen_and_none_is_made_up(
    client: Client, loaded: None
) -> None:
    text = page(client, ask("居委会电话多少"))
    assert "选您的居（村）委会" in text
    assert not any(one.telephone in text for one in Committee.objects.all())


def test_what_a_committee_has_not_registered_is_not_made_up(
    visitor: Client, committee: Committee
) -> None:
    Committee.objects.filter(pk=committee.pk).update(hours="", address="")
    text = page(visitor, ask("居委会几点下班"))
    assert committee.telephone in text
    assert "还没有登记" in text
    assert "上班时间</dt>" not in text


def test_where_one_has_to_go_there_it_says_where_and_when(
    visitor: Client, committee: Committee
) -> None:
    issued = page(visitor, "/ask/?item=POS-001")
    for said in (committee.telephone, committee.hours, committee.address):
        assert said in issued
    elsewhere = page(visitor, ask("派出所几点下班"))
    assert committee.telephone not in elsewhere
    assert "12345" in elsewhere


def test_the_counter_hears_it_as_the_page_does(desk: Client) -> None:
    text = page_of(desk.post(NEW, {"q": "居委会几点下班"}))
    assert "居（村）委会的地址、电话和上班时间" in text


def page_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_every_circumstance_has_an_address(visitor: Client) -> None:
    every = "".join(f"&so={one.value}" for one in Circumstance)
    assert "NEG-08" in page(visitor, f"/ask/?item=NEG-08{every}")


def test_english_has_no_space_before_a_comma(visitor: Client) -> None:
    visitor.cookies["django_language"] = "en"
    text = re.sub(r"\s+", " ", page(visitor, "/ask/?item=NEG-08"))
    assert "married, or divorced" in text
