"""The one question and its answer: verdict first, then what to do, then where it is written."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from juzheng.catalogue import catalogue
from juzheng.finder.writing import READ_AT_MOST
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.models import Committee
from juzheng.web.shared import answers
from juzheng.web.shared.place import Place
from tests.conftest import IDENTITY, NOON

pytestmark = pytest.mark.django_db
WIRE = 60 * 1024  # bytes of a resident's page, before any compression


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    assert len(response.content) <= WIRE
    return response.content.decode()


def test_home_asks_one_question(visitor: Client) -> None:
    text = page(visitor, "/")

    assert text.count("<h1") == 1
    assert "别人让您开什么证明？" in text
    assert text.count('class="govuk-link" href="/ask/?q=') == 6
    assert "示例社区居民委员会" in text


def test_home_works_before_a_place_is_chosen(client: Client, loaded: None) -> None:
    assert "还没有选地方" in page(client, "/")


def test_my_mother_is_my_mother_is_refused_with_a_way_onward(visitor: Client) -> None:
    text = page(visitor, f"/ask/?q={quote('证明我妈是我妈')}")

    assert "居（村）委会不开，先看现有证件" in text
    assert "jz-tone-instead" in text
    assert "居民户口簿" in text
    assert text.count('class="jz-onward"') >= 1
    assert "民发〔2020〕20号" in text
    assert 'href="/law/opinion-2020-20/"' in text
    assert "说明栏原文没有见到" not in text  # that is for officers
    assert "申请书面告知单" in text
    assert text.index("jz-verdict") < text.index('class="jz-onward"') < text.index("jz-cite")


def test_the_adoption_certificate_can_be_applied_for_in_the_demo_district(visitor: Client) -> None:
    text = page(visitor, "/ask/?item=POS-001")

    assert "符合条件的可以开，5 个工作日内办好" in text  # whether they are met is asked below
    met = "&before-abroad=no&before-stepchild=no&before-adopter=yes"
    assert '<h1 class="jz-verdict__line" id="verdict">可以开' not in text
    answered = page(visitor, "/ask/?item=POS-001" + met)
    assert "可以开，5 个工作日内办好" in answered
    assert "符合条件的" not in answered
    said = page(visitor, f"/ask/?item=POS-001&q={quote('收养证明可以开吗')}")
    assert "看情况：符合条件的，居（村）委会可以开。" in said
    assert "jz-tone-checked" in text
    assert "在线申请" in text
    assert 'action="/apply/?committee=990121001001"' in text


def test_without_a_place_one_is_asked_to_choose_before_applying(
    client: Client, loaded: None, noon: None
) -> None:
    text = page(client, "/ask/?item=POS-001")

    assert 'action="/apply/' not in text
    assert "/place/?next=/ask/%3Fitem%3DPOS-001" in text


def test_a_regional_item_outside_its_region_is_not_issued(visitor: Client) -> None:
    text = page(visitor, "/ask/?item=POS-036")  # 杭州 only

    assert "居（村）委会不能开，请这样办" in text  # the made-up county was looked at
    assert "本地的清单和规定都已查过" in text
    assert "请索要单位书面写明" in text


def test_what_is_no_certificate_matter_says_where_to_go(visitor: Client) -> None:
    text = page(visitor, f"/ask/?q={quote('户口迁移在哪办')}")

    assert "不用开证明，请这样办" in text
    assert 'class="jz-onward"' in text
    assert "在线申请" not in text
    assert "申请书面告知单" not in text


@pytest.mark.parametrize("text", ["asdfqwerzxcv", "。。。???", "\u00a0☃☃☃"])
def test_what_is_not_understood_is_not_guessed(visitor: Client, text: str) -> None:
    shown = page(visitor, f"/ask/?q={quote(text)}")

    assert "没听懂您要开什么" in shown
    assert 'href="tel:12345"' in shown
    assert 'href="/items/"' in shown


def test_an_administrative_demander_changes_the_answer(visitor: Client) -> None:
    aid = page(visitor, "/ask/?item=NEG-17&demander=legal_aid")
    assert "由法律援助机构定" in aid  # 法律援助法 第四十一条: the agency decides which way
    alive = page(visitor, "/ask/?item=NEG-10&demander=social_insurance")
    assert "自助认证" in alive  # 社会保险经办条例 第二十六条: one may have to take part
    for found in (aid, alive, page(visitor, "/ask/?item=NEG-10&demander=insurer")):
        assert "不用开" not in found
        assert "不需要这份证明" not in found
    for demander in ("bank", "police"):  # no entry of the register says that it can look it up
        found = page(visitor, f"/ask/?item=NEG-01&demander={demander}")
        assert "先看现有证件" in found
        assert "由单位自己核查" not in found
    assert "/complaints/" in page(visitor, "/ask/?item=NEG-01&demander=police")
    court = page(visitor, "/ask/?item=NEG-01&demander=court")
    assert "/complaints/" not in court
    assert "让单位纠正" not in court


def test_a_document_in_hand_settles_it(visitor: Client) -> None:
    before = page(visitor, "/ask/?item=NEG-01")
    after = page(visitor, "/ask/?item=NEG-01&holds=1")

    assert "holds=1" in before
    assert "不用开，手里的证件就够" in after
    assert "您手里有下面哪样吗？" not in after


def test_an_identity_card_does_not_settle_that_somebody_is_alive(visitor: Client) -> None:
    for address in ("/ask/?item=NEG-10", "/ask/?item=NEG-10&holds=1"):
        shown = page(visitor, address)
        assert "您手里有下面哪样吗？" not in shown
        assert "手里的证件就够" not in shown
        assert "刷脸" in shown  # 认证: what the pension office does want


@pytest.mark.parametrize(
    "private", [IDENTITY, "13800138000", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_private_numbers_leave_the_address_before_anything_is_answered(
    visitor: Client, private: str
) -> None:
    response = visitor.get("/ask/", {"q": f"我的号{private}要开亲属关系证明"})

    assert response.status_code == 302
    assert private not in response.url
    assert private not in page(visitor, response.url)


def test_an_empty_question_is_asked_again(visitor: Client) -> None:
    text = page(visitor, "/ask/?q=%20", status=422)

    assert "请先写一句话" in text
    assert "<title>错误：" in text


def test_html_is_shown_and_never_run(visitor: Client) -> None:
    text = page(visitor, f"/ask/?q={quote('<script>alert(1)</script>亲属关系证明')}")

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize("typed", ["证明我妈是我妈" + "啊" * 600, "啊" * 499 + " 证明我妈" * 20])
def test_what_is_too_long_to_be_read_is_said_on_the_page(visitor: Client, typed: str) -> None:
    response = visitor.get("/ask/", {"q": typed}, follow=True)

    assert len(response.redirect_chain) == 1
    assert "只读了前 500 个字" in response.content.decode()
    assert response.context["question"].text == typed[:READ_AT_MOST].strip()
    assert "只读了" not in page(visitor, f"/ask/?q={quote('啊' * READ_AT_MOST)}")


def test_no_box_for_a_question_cuts_by_itself(visitor: Client) -> None:
    for address in ("/", f"/ask/?q={quote('啊')}"):
        assert 'maxlength="' not in page(visitor, address)


def test_an_item_that_does_not_exist_is_a_404(visitor: Client) -> None:
    page(visitor, "/ask/?item=NEG-99", status=404)


@pytest.mark.parametrize(
    "address", ["/", "/ask/", "/items/", "/items/NEG-01/", "/law/", "/demanded/"]
)
def test_open_pages_only_answer_to_reading(visitor: Client, address: str) -> None:
    assert visitor.post(address).status_code == 405


def test_pages_ask_the_database_a_few_times_at_most(
    visitor: Client, django_assert_max_num_queries: object
) -> None:
    for address in ("/", "/ask/?item=NEG-01", "/items/", "/items/POS-001/", "/law/"):
        with django_assert_max_num_queries(3):  # type: ignore[operator]
            visitor.get(address)


def test_nothing_a_visitor_asks_is_kept(visitor: Client) -> None:
    from tests.web.visiting import rows

    before = rows()
    visitor.get(f"/ask/?q={quote('证明我妈是我妈')}")

    assert rows() == before


def test_every_verdict_fits_on_one_line(committee: Committee) -> None:
    seen, conditional = set(), set()
    for item in catalogue().items.values():
        for demander in ("", "bank", "police"):
            for holds in (False, True):
                question = answers.Question("", item.id, demander, holds)
                decision = answers.decide(item, question, place=Place(committee), on=NOON.date())
                verdict = answers.verdict(decision)
                assert 0 < len(verdict.line) <= 20, verdict
                waits = decision.outcome is Outcome.TO_CONFIRM
                assert (verdict.kind == "instead") != (decision.outcome.issues or waits)
                seen.add(decision.outcome)
                if decision.outcome.issues and item.preconditions:
                    conditional.add(decision.outcome)
                    assert verdict.line.startswith("符合条件的"), item.id
                else:
                    assert "符合条件的" not in verdict.line, item.id
    assert Outcome.ON_THE_SPOT in seen
    assert Outcome.DELIBERATE in seen
    assert {Outcome.TIME_LIMITED, Outcome.DELIBERATE} <= conditional


def test_a_place_named_in_the_question_counts_until_one_is_chosen(
    client: Client, loaded: None, noon: None
) -> None:
    asked = quote("北京养狗要社区开符合养犬条件的证明")
    first = page(client, f"/ask/?q={asked}")
    again = page(client, f"/ask/?q={asked}&item=POS-048&demander=police")

    assert "按您说到的地方回答：" in first
    assert "北京市" in first
    assert "本地没有依据" not in again


def test_a_rule_on_issuing_does_not_stand_as_the_basis(visitor: Client) -> None:
    """The Opinion is no paper's basis (its page): under 依据 stands the law, the rule by name."""
    rested = page(visitor, "/ask/?q=收养证明").split(">依据</h2>")[1].split("为什么是这个答案")[0]
    law, rules = rested.split(">出具规则</h3>")

    assert "中国公民收养子女登记办法" in law
    assert "<cite>民发" not in law
    assert "<cite>民发〔2020〕20号 第二部分第二段</cite>" in rules


def test_the_opinion_is_the_basis_of_a_refusal(visitor: Client) -> None:
    text = page(visitor, f"/ask/?q={quote('证明我妈是我妈')}")

    assert "<cite>民发〔2020〕20号" in text.split(">依据</h2>")[1]
    assert "出具规则" not in text
