"""Guides, lists, texts and the place (OP-2.3.a, OP-2.3.b): everything from the catalogue."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta

import pypdf
import pytest
from django.test import Client
from django.utils import timezone

from juzheng.catalogue import catalogue
from juzheng.law.catalogue import applicability
from juzheng.law.catalogue.applicability import Standing
from juzheng.law.catalogue.circumstances import Circumstances, Governing
from juzheng.law.catalogue.items import Item, ListKind
from juzheng.records.models import Committee, Report
from juzheng.records.supervision import verdicts
from juzheng.web.public.catalogue import guides
from tests.web.public.test_asking import page
from tests.web.visiting import CHINESE, mistakes_of, rows

pytestmark = pytest.mark.django_db


def test_the_list_names_every_item_once_in_its_group(visitor: Client) -> None:
    text = page(visitor, "/items/")

    for item in catalogue().items.values():
        assert text.count(f'href="/items/{item.id}/"') == 1
    for heading in ("居（村）委会能开的", "有的地方有的", "待民政部门确认的"):
        assert heading in text
    assert "不是官方清单" in text


def test_what_only_a_place_refuses_is_not_counted_to_the_national_list() -> None:
    national = catalogue().items["NEG-10"]
    own = replace(national, id="NEG-990121-01", divisions=("990121",))
    here = Circumstances("990121", timezone.localdate())
    groups = guides._groups([national, own], here)
    assert [(one["key"], [item.id for item, *_said in one["lines"]]) for one in groups] == [
        ("closed", ["NEG-10"]),
        ("closed_here", ["NEG-990121-01"]),
    ]
    assert "的清单" in groups[1]["lines"][0][2]


def test_what_is_refused_says_why_and_nothing_is_said_of_our_own_files(visitor: Client) -> None:
    text = page(visitor, "/items/")

    for item in catalogue().items.values():
        if not item.enabled and item.kind is not ListKind.NEGATIVE:
            assert item.disabled_reason not in text
            assert not item.refused_because or item.refused_because[:12] in text


def test_the_list_is_judged_once_for_all_who_ask_here_in_this_language(
    visitor: Client, village: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[Circumstances] = []
    standing = applicability.standing

    def counted(item: Item, under: Governing, here: Circumstances) -> Standing:
        judged.append(here)
        return standing(item, under, here)

    def judges(address: str) -> bool:
        judged.clear()
        page(visitor, address)
        return bool(judged)

    monkeypatch.setattr(applicability, "standing", counted)
    guides._every_section.cache_clear()
    there = f"/items/?committee={village.code}"
    assert [judges(place) for place in ("/items/", there) * 2] == [True, True, False, False]
    visitor.cookies["django_language"] = "en"
    assert judges(there)
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    assert judges(there)
    assert {here.on for here in judged} == {tomorrow}


@pytest.mark.parametrize(
    ("query", "item"), [("无犯罪", "NEG-05"), ("pos-001", "POS-001"), ("我妈是我妈", "NEG-01")]
)
def test_the_list_can_be_searched(visitor: Client, query: str, item: str) -> None:
    response = visitor.get("/items/", {"q": query})

    assert f'href="/items/{item}/"' in response.content.decode()


def test_a_search_without_a_find_offers_to_ask(visitor: Client) -> None:
    text = visitor.get("/items/", {"q": "qqqqzzzz"}).content.decode()

    assert "找到 0 项" in text
    assert 'href="/ask/?q=qqqqzzzz"' in text


@pytest.mark.parametrize("item_id", list(catalogue().items))
def test_every_item_has_a_guide(visitor: Client, item_id: str) -> None:
    item = catalogue().items[item_id]
    text = page(visitor, f"/items/{item_id}/")

    assert f">{item.name}</h1>" in text
    assert f"事项编号 {item_id}" in text
    assert "12345" in text
    assert "{" not in text.split("<main", 1)[1].split("</main>")[0]
    for one in (*item.unverified, *item.advice, item.disabled_reason):
        assert not one or one not in text  # for staff: residents read a plain sentence


def test_the_guide_holds_what_op_2_3_b_asks_for(visitor: Client) -> None:
    text = page(visitor, "/items/POS-001/")

    for part in (
        "办理用途",
        "中国公民收养子女登记办法",
        "第六条第一款第（二）项",
        "谁可以申请",
        "带什么",
        "步骤",
        "5 个工作日",
        "不收费",
        "居（村）委会要核实什么",
        "样张",
        "收养人情况证明",
        "王秀兰现居住在示例街道1号楼2单元301室。",
        "办得不对，找谁",
        "清单版本",
        "以盖章的纸质件为准",
    ):
        assert part in text, part


def test_the_guide_of_a_listed_item_says_what_works_instead(visitor: Client) -> None:
    text = page(visitor, "/items/NEG-05/")

    assert "公安" in text
    assert 'class="jz-onward"' in text
    assert "文书长什么样" not in text


def test_an_unknown_item_or_text_is_a_404(visitor: Client) -> None:
    page(visitor, "/items/POS-999/", status=404)
    page(visitor, "/law/no-such-law/", status=404)


@pytest.mark.parametrize("instrument", list(catalogue().instruments))
def test_every_text_has_a_page(visitor: Client, instrument: str) -> None:
    text = catalogue().instruments[instrument]
    shown = page(visitor, f"/law/{instrument}/")

    assert text.title in shown
    assert text.confidence.label not in shown  # that is for officers
    assert (text.confidence == "high") != ("这份文件的来源我们还没有完全核实" in shown)
    assert ("在今天有效" in shown) or ("今天没有效力" in shown)


def test_the_opinion_shows_its_clauses_by_id(visitor: Client) -> None:
    text = page(visitor, "/law/opinion-2020-20/")

    for clause in catalogue().clauses.values():
        assert f'id="{clause.id}"' in text
    assert "自己不能作为一项证明的依据" in text


def test_no_page_quotes_the_annex(visitor: Client) -> None:
    for paragraph in catalogue().paragraphs["opinion-2020-20"]:
        assert "附件" not in paragraph.where


def test_a_place_is_chosen_and_remembered(client: Client, committee: Committee) -> None:
    text = page(client, "/place/?next=/items/POS-001/")
    assert text.index("示例社区居民委员会") < text.index("示例村村民委员会")
    assert "（演示）" in text

    response = client.post("/place/", {"committee": committee.code, "next": "/items/POS-001/"})

    assert response.status_code == 302
    assert response.url == "/items/POS-001/"
    cookie = response.cookies["juzheng_place"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "示例社区居民委员会" in page(client, "/")


def test_a_place_in_the_address_goes_before_the_cookie(visitor: Client, village: Committee) -> None:
    assert "示例村村民委员会" in page(visitor, f"/items/POS-001/?committee={village.code}")


def test_a_forged_place_is_forgotten(client: Client, loaded: None) -> None:
    client.cookies["juzheng_place"] = "990121001001:forged"

    assert "还没有选地方" in page(client, "/")


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:x", ""])
def test_choosing_a_place_never_leads_to_another_site(
    client: Client, committee: Committee, elsewhere: str
) -> None:
    response = client.post("/place/", {"committee": committee.code, "next": elsewhere})

    assert response.url == "/"


def test_places_are_found_by_name(client: Client, loaded: None) -> None:
    text = client.get("/place/", {"name": "示例村"}).content.decode()

    assert "示例村村民委员会" in text
    assert "示例社区居民委员会" not in text


@pytest.mark.parametrize(
    "committee",
    ["", "1" * 10_000, "abc", "990121001002", "😀", "<b>", "' OR 1=1 --", "\x00", "９９０１", "㐂"],
    ids=repr,
)
def test_bad_input_to_the_place_form_changes_nothing(
    client: Client, loaded: None, committee: str
) -> None:
    before = rows()

    response = client.post("/place/", {"committee": committee})

    assert response.status_code == 422
    assert any(CHINESE.search(message) for message in mistakes_of(response))
    assert rows() == before


def test_the_page_on_unreasonable_demands_names_the_channels(visitor: Client) -> None:
    text = page(visitor, "/demanded/")

    for part in ("12345", "12348", "单位全称", "以网站公布的为准"):
        assert part in text


def test_the_guide_to_a_decision_says_what_it_is_that_it_stays_and_what_to_do_against_it(
    visitor: Client,
) -> None:
    text = page(visitor, "/items/POS-003/")
    for part in (
        "出具什么",
        "不设有效期",
        "（本项目建议，法律法规没有规定）",
        "不服怎么办",
        "三十日内向人民法院申请指定监护人",
        "决定书 · 指定监护人决定书",
        "张建国系张小宝的祖父，属于",
    ):
        assert part in text, part
    assert "30 天" not in text
    assert "设计值" not in text


def test_the_guide_names_the_law_that_sets_a_number(visitor: Client) -> None:
    text = page(visitor, "/items/POS-048/?division=110000")
    assert "（依据：北京市养犬管理规定第十二条第二款，自取得证明之日起30日内登记）" in text


def test_whether_a_basis_was_checked_has_one_answer_at_every_door(
    client: Client, loaded: None
) -> None:
    """Item page, guide, page of the text, and what officers read: of the annex nobody saw it."""
    item = catalogue().items["NEG-01"]
    assert [basis.mark for basis in item.told_basis] == ["原文未核对"]
    page = client.get("/items/NEG-01/").content.decode()
    assert "这一条我们还没有核对原文。" in page.split("依据</h2>")[1].split("</details>")[0]
    text = client.get("/law/opinion-2020-20/").content.decode()
    assert "附件清单（第一批）第1项：原文未核对" in re.sub(r"\s+", "", text)
    assert "还没有核对<" not in text
    report = Report(proof="证明", item="NEG-01", unit_kind="bank", division="990121")
    told = verdicts.of_report(report, date(2026, 12, 1), catalogue())
    assert told.checked == "附件清单（第一批）第1项（原文未核对）"


@pytest.mark.parametrize("item", ["NEG-01", "NEG-10", "NEG-18"])
def test_a_way_that_was_not_read_bears_its_mark_on_the_guide_as_on_the_page(
    client: Client, loaded: None, item: str
) -> None:
    unread = [way for way in catalogue().items[item].onward if way.mark]
    assert unread
    pdf = client.get(f"/items/{item}/guide.pdf").content
    said = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert "".join(said.split()).count("（这一条还没有核对原文）") == len(unread)
