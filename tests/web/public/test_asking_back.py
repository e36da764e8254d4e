"""Asking back on the resident's page: a question, at most two, cards, 不是这个, an honest end."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from juzheng.finder import dialogue
from juzheng.finder.questions import NONE, shipped_book
from juzheng.records.models import Committee
from juzheng.web.shared import asking_back
from juzheng.web.shared.answers import Question
from tests.conftest import IDENTITY
from tests.hearing import hearing

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a\s+class="govuk-link[^"]*"\s+href="([^"]*)"\s*>(.*?)</a>', re.DOTALL)
SCHOOL = {
    "NEG_05": 0.15,
    "NEG_12": 0.15,
    "NEG_15": 0.1,
    "NEG_17": 0.1,
    "POS_056": 0.1,
    "OUT_SCHOOL": 0.1,
}


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


WHICH = ("您要的是哪一种？", "您要的是这个吗？")  # several cards, or one


def links(text: str) -> dict[str, str]:
    """Return the address of each link by its words."""
    found = LINK.findall(text)
    return {
        " ".join(re.sub("<[^>]*>", "", words).split()): html.unescape(href) for href, words in found
    }


def heading(text: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
    assert found is not None
    return " ".join(
        re.sub(
            r"<span class=\"govuk-caption.*?</span>|<[^>]*>", "", found[1], flags=re.DOTALL
        ).split()
    )


def choices(text: str) -> list[str]:
    return re.findall(r'<li class="jz-choice[^"]*">\s*<a[^>]*>(.*?)</a>', text, re.DOTALL)


def test_what_is_not_sure_is_asked_back_and_not_answered(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing(monkeypatch, "school", **SCHOOL)

    text = page(visitor, f"/ask/?q={quote('学校要证明')}")

    asked = dialogue.next_question(
        [dialogue.Likely(k.replace("_", "-"), p) for k, p in SCHOOL.items()], known=["asker"]
    )
    assert asked is not None
    assert heading(text) == asked.text
    assert choices(text) == [*(one.text for one in asked.answers), "都不是"]
    assert "jz-verdict" not in text
    assert ">学校要证明</textarea>" in text
    assert "我们听到的" in text
    assert "学校" in text


def test_a_close_call_shows_at_most_four_cards_matters_among_them(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing(monkeypatch, NEG_12=0.3, OUT_MEDICAL=0.2, NEG_13=0.3, NEG_10=0.1)
    monkeypatch.setattr(dialogue, "WORTH", 9.0)

    text = page(visitor, "/ask/?q=x")

    assert heading(text) == "您要的是哪一种？"
    assert len(choices(text)) == 5
    assert choices(text)[-1] == "都不是"
    assert "item=NEG-12" in text
    card = links(text)["医保和报销"]
    assert "不用开证明，请这样办" in page(visitor, card)


def test_two_answers_lead_to_cards_and_a_card_to_a_sure_answer(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing(monkeypatch, "school", **SCHOOL)
    text, asked = page(visitor, f"/ask/?q={quote('学校要证明')}"), []
    while heading(text) != "您要的是哪一种？":
        asked.append(heading(text))
        text = page(visitor, links(text)[choices(text)[0]])
        if "jz-verdict" in text:
            break
    assert 1 <= len(asked) <= 2
    if "jz-verdict" not in text:
        text = page(visitor, links(text)[choices(text)[0]])
    assert "jz-verdict" in text
    assert "不是这个" in text
    assert "jz-heard__part" in text  # what was heard, under the verdict, each with its correction
    assert text.index("jz-verdict__line") < text.index("jz-heard__part")


def test_an_answer_that_settles_it_is_answered_at_once(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing(monkeypatch, NEG_02=0.5, NEG_20=0.5)

    first = page(visitor, "/ask/?q=x")
    text = page(visitor, links(first)["证件、本子、单据丢了"])

    assert "证件遗失证明" in text
    assert "jz-verdict" in text
    assert "情况" in text  # said back
    again = links(text)["改 情况"]
    assert heading(page(visitor, again)) == "是下面哪种情况？"


def test_nothing_heard_asks_who_and_says_so(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing(monkeypatch)

    text = page(visitor, f"/ask/?q={quote('我要开个证明')}")

    assert heading(text) == "谁让您来开的？"
    for words in ("没听懂您要开什么", "12345", 'href="/items/"', "示例社区居民委员会"):
        assert words in text
    second = page(visitor, links(text)["银行、保险公司"])
    assert len(choices(second)) in range(4, 7)
    third = page(visitor, links(second)[choices(second)[0]])
    assert heading(third) in WHICH
    assert "没听懂您要开什么" in page(visitor, links(third)["都不是"])


def test_none_of_these_to_everything_ends_honestly(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing(monkeypatch)
    text = page(visitor, "/ask/?q=x")
    for _ in range(2):
        text = page(visitor, links(text)["都不是"])
    assert heading(text) == "没听懂您要开什么"
    assert "jz-choice" not in text
    for words in ("12345", 'href="/items/"', "电话", ">x</textarea>"):
        assert words in text


def test_not_this_one_shows_others_then_asks_then_ends(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing(monkeypatch, NEG_01=0.95, NEG_02=0.02, NEG_11=0.02)

    text = page(visitor, "/ask/?q=x")
    assert "亲属关系证明" in text
    others = page(visitor, links(text)["不是这个"])
    assert heading(others) == "您要的是哪一种？"
    assert set(choices(others)) == {"居民身份信息证明", "死亡证明", "都不是"}
    asked = page(visitor, links(others)["都不是"])
    assert heading(asked) in {one.text for one in shipped_book().questions}
    again = page(visitor, links(asked)[choices(asked)[0]])
    end = page(visitor, links(again)[choices(again)[0]])
    for known in ("亲属关系证明", "居民身份信息证明", "死亡证明"):
        assert known not in choices(end)
    assert heading(page(visitor, links(end)["都不是"])) == "没听懂您要开什么"


def test_not_this_one_under_a_chosen_item_without_words_asks_from_the_start(
    visitor: Client,
) -> None:
    text = page(visitor, links(page(visitor, "/ask/?item=NEG-01"))["不是这个"])
    assert heading(text) == "谁让您来开的？"


@pytest.mark.parametrize("item", ["NEG-01", "POS-001", "OUT-HUKOU", "OUT-INQUIRY-PROCURATORATE"])
def test_every_answer_page_takes_not_this_one(visitor: Client, item: str) -> None:
    assert f"not={item}" in links(page(visitor, f"/ask/?q=x&item={item}"))["不是这个"]


def test_who_asks_can_be_corrected(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    hearing(monkeypatch, "bank", NEG_17=0.95)

    text = page(visitor, "/ask/?q=x")
    assert "<strong>银行</strong>" in text
    asked = page(visitor, links(text)["改 谁要"])
    assert heading(asked) == "谁让您来开的？"
    text = page(visitor, links(asked)["学校、幼儿园"])
    assert "<strong>学校、幼儿园</strong>" in text
    assert '<option value="school" selected>' in text
    assert "<strong>银行</strong>" not in text


def test_a_chosen_item_is_decided_by_who_asks_as_corrected(visitor: Client) -> None:
    text = page(visitor, "/ask/?q=x&item=NEG-17&demander=bank")
    text = page(visitor, links(page(visitor, links(text)["改 谁要"]))["学校、幼儿园"])
    assert '<option value="school" selected>' in text
    assert "<strong>学校、幼儿园</strong>" in text


def test_the_place_in_the_address_stays_in_it(
    client: Client, loaded: None, noon: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing(monkeypatch)
    address = "/ask/?q=x&committee=990121001001"
    for _ in range(3):
        text = page(client, address)
        assert "示例社区居民委员会" in text
        assert 'name="committee" value="990121001001"' in text
        address = links(text)[choices(text)[0]]
        assert parse_qs(urlsplit(address).query)["committee"] == ["990121001001"]


def test_nothing_private_is_carried_along(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    hearing(monkeypatch)
    response = visitor.get("/ask/", {"q": f"我{IDENTITY}", "told-asker": "bank", "not": "NEG-01"})
    assert response.status_code == 302
    assert IDENTITY not in response.url
    assert "told-asker=bank" in response.url
    text = page(visitor, response.url)
    assert all(IDENTITY not in address for address in links(text).values())


MOST = asking_back.MOST_RULED_OUT
TELLINGS = [(one.key, [*(a.key for a in one.answers), NONE]) for one in shipped_book().questions]


@given(data=st.data())
def test_an_address_says_again_what_was_told(data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(TELLINGS), max_size=3, unique_by=lambda one: one[0]))
    some.sort(key=TELLINGS.index)
    question = Question(
        text="x",
        told=tuple((key, data.draw(st.sampled_from(answers))) for key, answers in some),
        ruled_out=tuple(
            data.draw(
                st.lists(st.sampled_from(sorted(shipped_book().labels)), max_size=12, unique=True)
            )
        ),
        again=data.draw(st.sampled_from(["", *(key for key, _ in TELLINGS)])),
        ended=data.draw(st.booleans()),
    )
    sent = QueryDict(mutable=True)
    for name, value in asking_back.carried(question):
        sent.appendlist(name, value)
    assert asking_back.heard_in(Question(text="x"), sent) == question


@pytest.mark.parametrize(
    "query",
    [
        "told-asker=nobody&told-nothing=bank&not=NEG-99&ask=what&none=yes",
        "told-asker=&not=&ask=&none=",
        "told-asker=bank&told-asker=school&told-asker=%00",
        "not=%3Cscript%3E&told-%3Cb%3E=1&ask=%3Cscript%3E",
        "&".join(f"not=NEG-{n:02}" for n in range(190)),
        "&".join(f"told-k{n}=v" for n in range(190)),
        "&".join(f"told-{key}={answers[0]}" for key, answers in TELLINGS),
        "item=" + "X" * 3000 + "&none=1",
        "not=" + "X" * 3000,
    ],
)
def test_hostile_addresses_are_bounded(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    hearing(monkeypatch, **SCHOOL)
    response = visitor.get(f"/ask/?q=x&{query}")
    assert response.status_code in (200, 404)
    text = response.content.decode()
    assert "<script>" not in text
    for address in links(text).values():
        assert len(address) < 1500 or address.startswith("/place/")  # that leads back here
        assert address.startswith("/place/") or address.count("not=") <= MOST


def test_what_nobody_can_have_answered_is_not_heard() -> None:
    sent = QueryDict(
        "told-asker=nobody&told-nothing=bank&told-errand=&not=NEG-99&ask=what&none=yes"
    )
    assert asking_back.heard_in(Question(text="x"), sent) == Question(text="x")


def test_no_more_is_heard_than_can_have_been_asked() -> None:
    sent = QueryDict("&".join(f"told-{key}={answers[0]}" for key, answers in TELLINGS))
    assert len(asking_back.heard_in(Question(), sent).told) == asking_back.MOST_TOLD


def test_a_thousand_values_and_one_are_refused(visitor: Client) -> None:
    response = visitor.get("/ask/?q=x&" + "&".join("not=NEG-01" for _ in range(1001)))
    assert response.status_code == 413


def test_who_says_not_this_too_often_comes_to_the_end() -> None:
    question = Question(text="x")
    for label in sorted(shipped_book().labels)[:13]:
        question = asking_back.not_this(question, label)
    assert question.ended
    assert len(question.ruled_out) == MOST


def test_the_pages_speak_english(
    client: Client, loaded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing(monkeypatch)
    client.cookies["django_language"] = "en"
    text = page(client, "/ask/?q=x")
    assert heading(text) == "Who sent you for it?"
    assert "A bank or an insurance company" in text
    assert "None of these" in text


def test_cards_say_in_english_that_the_chinese_counts(client: Client, loaded: None) -> None:
    wish = "/ask/?q=I am British and want to adopt a child, they want proof I can support it"
    client.cookies["django_language"] = "en"
    assert page(client, wish).count("the Chinese counts") == 1
    client.cookies["django_language"] = "zh-hans"
    assert "jz-unofficial" not in page(client, wish)


def test_another_place_s_paper_of_the_same_kind_is_no_choice_here(
    client: Client, loaded: None, committee: Committee
) -> None:
    """Both led to the same answer: whichever was chosen, nothing came of it."""
    wish = f"银行要居委会证明我住在这里&committee={committee.code}"
    cards = client.get(f"/ask/?q={wish}").context["choices"]
    assert [one["label"] for one in cards] == ["POS-054"]
