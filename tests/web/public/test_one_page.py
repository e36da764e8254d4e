"""The answer in its order: verdict, what was heard, what you do, where; the rest behind folds."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client

from juzheng.records.models import Committee

pytestmark = pytest.mark.django_db


def ask(client: Client, words: str, more: str = "") -> str:
    response = client.get(f"/ask/?q={quote(words)}{more}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def neighbour(committee: Committee) -> Committee:
    """Return another committee of the same street, with a name of its own."""
    return Committee.objects.create(
        code="990121001002",
        name="桃园社区居民委员会",
        kind="residents",
        division_name=committee.division_name,
    )


def main_of(text: str) -> str:
    return text.split("<main", 1)[1].split("</main>", 1)[0]


@pytest.mark.parametrize("words", ["证明我妈是我妈", "收养证明", "单身证明是不是取消了"])
def test_the_verdict_is_first_and_what_was_heard_is_under_it(visitor: Client, words: str) -> None:
    main = main_of(ask(visitor, words))

    assert main.split("<section", 1)[0].count("<p") == 0  # nothing is said before it
    line = main.index("jz-verdict__line")
    assert line < main.index("我们理解为：") < main.index("不是这个") < main.index("您问的是：")
    assert "点这里改" in main  # and the words can be changed
    assert main.index("您问的是：") < main.index("<h2")


def test_what_has_to_be_asked_first_is_asked_once(visitor: Client) -> None:
    main = main_of(ask(visitor, "收养证明"))

    reason = main.split("jz-verdict__more")
    assert "先要问清" not in reason[1]
    assert reason[2].startswith(" jz-print-only")  # on paper, where the form is not
    assert "先要问清" in reason[2]
    assert main.index("先要问清") < main.index("先回答这几个问题")


def test_what_you_do_stands_there_and_the_staff_s_steps_behind_a_fold(visitor: Client) -> None:
    main = main_of(ask(visitor, "收养证明"))

    do = main.index("您要做的")
    assert do < main.index("等居（村）委会核实，最多 5 个工作日。") < main.index("在线申请")
    assert do < main.index("请带上") < main.index("到哪里办") < main.index("在线申请")
    fold = main.index("居（村）委会怎样办这件事")
    assert main.index("<details", do) < fold < main.index("经办人拟稿，负责人审核签字")


def test_the_committee_s_telephone_can_be_dialled_and_its_address_looked_up(
    visitor: Client, committee: Committee
) -> None:
    main = main_of(ask(visitor, "收养证明"))

    assert 'href="tel:000-00000001"' in main
    assert committee.hours in main
    place = quote("示例县示例街道示例路1号")  # without what stands in brackets behind it
    assert f'href="geo:0,0?q={place}"' in main
    assert "jz-touch" in main  # only where an application may open it


def test_a_region_may_name_its_own_map_or_none(visitor: Client, settings: object) -> None:
    settings.MAP_SEARCH = "https://map.example/?s={address}"  # type: ignore[attr-defined]
    main = main_of(ask(visitor, "收养证明"))
    assert 'href="https://map.example/?s=%E7%A4%BA' in main
    assert "jz-touch" not in main
    settings.MAP_SEARCH = ""  # type: ignore[attr-defined]
    assert "在地图里找" not in ask(visitor, "收养证明")


def test_a_number_that_cannot_be_dialled_is_no_link(visitor: Client, committee: Committee) -> None:
    Committee.objects.filter(pk=committee.pk).update(telephone="见公告栏")
    main = main_of(ask(visitor, "收养证明"))
    assert "见公告栏" in main
    assert "tel:" not in main


def test_sources_are_behind_a_fold_and_a_doubt_is_seen_before_it_is_opened(visitor: Client) -> None:
    main = main_of(ask(visitor, "证明我妈是我妈"))

    sources = main.split('<details class="jz-source">')[1:]
    assert sources
    assert all("<summary" in one.split("</details>")[0] for one in sources)
    assert "这一条还没有核对原文 </summary>" in " ".join(main.split())


def test_the_sheet_says_where_to_look_it_up(visitor: Client, settings: object) -> None:
    settings.BASE_URL = "https://juzheng.example"  # type: ignore[attr-defined]
    main = main_of(ask(visitor, "证明我妈是我妈", "&committee=990121001001"))

    assert "jz-print-only" in main
    assert "https://juzheng.example/ask/?item=NEG-01&amp;committee=990121001001" in main
    assert "证明我妈是我妈</span>" not in main.split("jz-print-only")[1]


@pytest.mark.parametrize(
    "words", ["单身证明是不是取消了", "失业了要开无业证明", "单身证明是不是取消了&item=POS-001#50%"]
)
def test_the_address_on_the_sheet_has_the_same_answer(visitor: Client, words: str) -> None:
    """What was said of oneself, and a yes or no, hang on the words: then they are printed too."""
    asked = visitor.get("/ask/", {"q": words, "committee": "990121001001"})
    printed = unescape(main_of(asked.content.decode()).split('class="jz-number">')[-1])
    address = printed.partition("</span>")[0].partition("/ask/")[2]
    assert address
    again = visitor.get(f"/ask/{address}")
    for one in ("item", "first", "decision", "circumstances"):
        assert again.context[one] == asked.context[one], one


def test_a_village_named_in_the_words_is_offered(visitor: Client, neighbour: Committee) -> None:
    main = main_of(ask(visitor, "我住在桃园社区，要收养证明"))

    assert "您是不是在下面这个地方？" in main
    assert "桃园社区居民委员会" in main
    assert f"committee={neighbour.code}" in main
    there = ask(visitor, "我住在桃园社区，要收养证明", f"&committee={neighbour.code}")
    assert "您是不是在下面这个地方？" not in there


def test_a_name_inside_another_is_not_offered(visitor: Client, neighbour: Committee) -> None:
    Committee.objects.create(
        code="990121001003", name="小桃园社区居民委员会", kind="residents", division_name="示例县"
    )
    main = main_of(ask(visitor, "我是小桃园社区的，要收养证明"))
    assert "小桃园社区居民委员会" in main
    assert f"committee={neighbour.code}" not in main


def test_an_item_of_the_other_kind_says_whose_it_is_and_leads_there(
    visitor: Client, village: Committee
) -> None:
    text = ask(visitor, "宅基地使用申请的讨论意见", "&item=POS-017")
    main = main_of(text)

    assert "这一项归村民委员会办" in main.split("jz-verdict__line")[1].split("</h1>")[0]
    assert f"committee={village.code}" in main
    assert village.name in main
    assert "都不是，自己找" in main
    there = ask(visitor, "宅基地使用申请的讨论意见", f"&item=POS-017&committee={village.code}")
    assert "您要做的" in there
    assert "elsewhere" not in there


def test_without_such_a_committee_it_still_says_whose_it_is(
    visitor: Client, village: Committee
) -> None:
    Committee.objects.filter(pk=village.pk).update(code="110101001001")
    main = main_of(ask(visitor, "x", "&item=POS-017"))
    assert "这一项归村民委员会办" in main
    assert 'id="elsewhere"' in main
    assert "选您的居（村）委会" in main


def test_committees_of_the_same_name_are_offered_where_there_is_no_yes(
    visitor: Client, committee: Committee
) -> None:
    Committee.objects.create(
        code="510105001001", name=committee.name, kind="residents", division_name="四川省成都市"
    )
    main = main_of(ask(visitor, "x", "&item=POS-010"))
    assert "别处也有叫示例社区居民委员会的" in main
    assert "四川省成都市" in main
    assert "别处也有叫" not in ask(visitor, "收养证明")


def test_a_place_named_in_the_words_is_told_from_the_one_chosen(visitor: Client) -> None:
    main = main_of(ask(visitor, "我住在长沙市，要收养证明"))
    assert "您说到长沙市，选的是示例社区居民委员会" in main
    assert f"/place/?next={quote('/ask/?q=', safe='')}" in main


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("我住在昆山，要收养证明", "昆山市"),  # a county by its short name
        ("昆山这边要收养证明", "昆山市"),
        ("昆山市要收养证明", "昆山市"),
        ("北京海淀，要收养证明", "海淀区"),
        ("我在赵县，要收养证明", "赵县"),  # of two characters
        ("朝阳区要收养证明", "朝阳区"),  # which several places are called
        ("长春市朝阳区要收养证明", "朝阳区"),
        ("武汉要收养证明", "武汉市"),
        ("浙江那里我在浙江，要收养证明", "浙江省"),
    ],
)
def test_every_spelling_of_another_place_is_noticed(visitor: Client, words: str, said: str) -> None:
    assert f"您说到{said}，选的是示例社区居民委员会" in main_of(ask(visitor, words))


@pytest.mark.parametrize(
    "words",
    [
        "公安局要收养证明",  # 公安县
        "在平安保险办事，要收养证明",  # 平安区
        "老家昆山，要收养证明",
        "示例县要收养证明",  # where the chosen committee is
    ],
)
def test_a_word_that_is_also_a_name_is_no_place(visitor: Client, words: str) -> None:
    assert "您说到" not in main_of(ask(visitor, words))


def test_english_says_the_same_in_the_same_order(visitor: Client) -> None:
    visitor.cookies["django_language"] = "en"
    main = main_of(ask(visitor, "收养证明"))
    assert main.index("jz-verdict__line") < main.index("We understand") < main.index("What you do")
    assert "Find on a map" in main


@pytest.mark.parametrize(
    "address", ["/ask/?q=养老金那边要我证明我还活着", "/items/NEG-10/", "/items/NEG-18/"]
)
def test_every_way_is_on_the_sheet_that_is_printed(
    client: Client, loaded: None, address: str
) -> None:
    """What stands behind a closed fold is not printed: it is said once more, in a line."""
    page = unescape(client.get(address).content.decode())
    ways = re.findall(r'<h3 class="jz-onward__do">(.*?)</h3>', page)
    before, _, folded = page.partition("还有别的办法</span>")
    assert len(ways) > 3
    assert folded
    shown = re.findall(r'<h3 class="jz-onward__do">(.*?)</h3>', before)
    (printed,) = re.findall(r'<p class="jz-print-only jz-more">(.*?)</p>', page, re.DOTALL)
    aside = page.partition("对您不适用的</span>")[2]
    for way in ways:
        if way not in aside:
            assert (way in shown) != (way in printed), way
