"""What was said already is not asked back (不再问已经说的): every question, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from juzheng.catalogue import catalogue
from juzheng.finder import default_finder, dialogue, matters
from juzheng.finder.answering import Answer, answer
from juzheng.finder.dialogue import turn
from juzheng.finder.found import Likely
from juzheng.finder.hearing import answered
from juzheng.finder.questions import book, shipped_book
from juzheng.finder.words import read

HUSBAND = "我老婆去世了，银行要社区证明我是她丈夫"
HUSBAND_IN_ENGLISH = (
    "My wife died and the bank wants a certificate from the community that I am her husband"
)
SON = "我爸去世了，银行要证明我是他儿子"


def asked(text: str) -> Answer:
    return answer(
        text,
        finder=default_finder(),
        catalogue=catalogue(),
        matters=dict(matters()),
        on=date(2026, 11, 29),
    )


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("alive", HUSBAND),
        ("alive", HUSBAND_IN_ENGLISH),
        ("alive", "我妈还健在，单位要证明"),
        ("alive", "我哥下落不明好几年了，要证明"),
        ("whom", HUSBAND),
        ("whom", HUSBAND_IN_ENGLISH),
        ("trouble", "我的户口簿弄丢了，要证明"),
        ("trouble", "My household register is lost, I need a certificate"),
        ("trouble", "存折上的名字和身份证对不上"),
        ("errand", "孩子上学要个证明"),
        ("errand", "I need a paper for a loan"),
        ("thing", "电梯的事要盖章"),
        ("thing", "something about my house, need a stamp"),
        ("act", "社区给开个证明"),
        ("act", "公安来函要核实"),
    ],
)
def test_what_the_words_answer_is_no_question_back(question: str, said: str) -> None:
    assert question in answered(said)
    found = asked(said)
    back = found.turn.question if found.turn else None
    assert back is None or back.key not in answered(said)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("alive", "要一张我妈没有过世的证明"),
        ("alive", "要个证明"),
        ("whom", "银行要个证明"),
        ("trouble", "要个证明"),
        ("errand", "要个证明"),
        ("thing", "要个证明"),
        ("act", "社区帮我弄一下"),
    ],
)
def test_what_the_words_leave_open_may_be_asked(question: str, said: str) -> None:
    assert question not in answered(said)


def test_of_every_question_something_can_be_said_already() -> None:
    """But of who asks, which is heard by its own table (words/demanders.yaml)."""
    rows = read("questions")["questions"]
    heard = {
        key
        for key, row in rows.items()
        if row.get("settled") or any(one.get("heard") for one in row["answers"].values())
    }
    assert heard == rows.keys() - {dialogue.FIRST}


@pytest.mark.parametrize("said", [HUSBAND, HUSBAND_IN_ENGLISH, SON])
def test_a_death_that_was_told_sets_back_what_is_only_of_the_living(said: str) -> None:
    found = asked(said).turn
    assert found is not None
    assert found.question is None
    assert found.cards[0] == "NEG-01"
    assert "NEG-18" in found.cards  # 遗产继承权证明: what banks ask for as well
    assert "NEG-12" not in found.cards  # 疾病状况证明


def test_cards_show_nothing_that_an_answer_does_not_fit() -> None:
    likely = (Likely("NEG-01", 0.5), Likely("NEG-12", 0.1), Likely("NEG-18", 0.05))
    assert turn(likely, known=shipped_book().fitting).cards == ("NEG-01", "NEG-12", "NEG-18")
    dead = {"alive": "dead"}
    assert turn(likely, dead, known=shipped_book().fitting).cards == ("NEG-01", "NEG-18")
    only = (Likely("NEG-12", 0.9),)  # the table may be wrong: better that than nothing
    assert turn(only, dead, known=shipped_book().fitting).cards == ("NEG-12",)


def test_of_several_answers_heard_any_will_do_and_one_given_counts_alone() -> None:
    likely = (Likely("NEG-10", 0.4), Likely("NEG-11", 0.4))
    both = {"alive": frozenset({"alive", "dead"})}
    every = shipped_book().fitting
    assert set(turn(likely, heard=both, known=every).cards) == {"NEG-10", "NEG-11"}
    assert turn(likely, {"alive": "dead"}, heard=both, known=every).cards == ("NEG-11",)
    nothing = {"alive": frozenset[str]()}  # settled: it is not asked, and nothing follows
    assert set(turn(likely, heard=nothing, known=every).cards) == {"NEG-10", "NEG-11"}


def test_what_stands_on_a_card_besides_is_there_to_be_shown() -> None:
    table = read("questions")
    with pytest.raises(ValueError, match="NEG-00"):
        book({**table, "beside": {"inherits": "NEG-00"}}, shipped_book().labels, {})


@pytest.mark.parametrize(
    "said",
    [
        "物业要租房证明",
        "房东租房证明",
        "物业公司要我开租房证明",
        "The landlord wants a rental certificate",
    ],
)
def test_a_paper_that_one_rents_is_one_that_one_lives_there(said: str) -> None:
    found = asked(said)
    understood = found.item.id if found.turn is None and found.item else found.turn.cards[0]  # type: ignore[union-attr]
    assert understood == "POS-054"
