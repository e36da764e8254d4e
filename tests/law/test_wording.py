"""What may not stand on a certificate (禁写词)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.law.cases.wording import (
    CHARACTER,
    CONCLUSIONS,
    DENIALS,
    DENIED,
    DENYING,
    HARMLESS,
    HEDGES,
    Offence,
    forbidden,
    in_answers,
)
from juzheng.law.catalogue.items import AnswerKind
from juzheng.law.catalogue.sentences import blanks
from tests.law.wording_samples import BAD, GOOD

_EXAMPLES = re.compile("例如：([^；]+)|写“([^”]+)”")


@pytest.mark.parametrize("sentence", GOOD)
def test_a_sentence_of_fact_stands(sentence: str) -> None:
    assert forbidden(sentence) == ()


@pytest.mark.parametrize("sentence", BAD)
def test_a_negative_a_judgement_a_hedge_or_a_conclusion_does_not(sentence: str) -> None:
    found = forbidden(sentence)
    assert found
    for finding in found:
        assert finding.word == sentence[finding.start :][: len(finding.word)]
        assert finding.word in finding.why
        assert finding.citation.duty or finding.citation.reason


def test_the_tables_are_large_enough_and_name_every_offence() -> None:
    assert len(set(GOOD)) >= 60
    assert len(set(BAD)) >= 60
    assert {finding.offence for text in BAD for finding in forbidden(text)} == set(Offence)


@pytest.mark.parametrize(
    ("sentence", "offence", "word"),
    [
        ("王某无其他子女。", Offence.NEGATIVE, "无其他子女"),
        ("该同志品行端正。", Offence.CHARACTER, "品行端正"),
        ("据了解，王某在此居住。", Offence.HEDGE, "据了解"),
        ("王某是唯一合法继承人。", Offence.CONCLUSION, "唯一合法继承人"),
        ("王某无不良嗜好。", Offence.CHARACTER, "无不良嗜好"),  # 无不良 alone begins there too
        ("王某 无 子 女。", Offence.NEGATIVE, "无 子 女"),
        ("债务\uff1a无\uff0c", Offence.NEGATIVE, "债务\uff1a无"),
    ],
)
def test_a_finding_names_the_words_as_they_stand(
    sentence: str, offence: Offence, word: str
) -> None:
    assert [(finding.offence, finding.word) for finding in forbidden(sentence)] == [(offence, word)]


def test_a_denial_does_not_reach_into_the_next_clause() -> None:
    assert forbidden("户口簿该栏目没有填写，子女二人。") == ()
    assert forbidden("王某没有到场\n子女二人到场") == ()


def test_a_disclaimer_covers_its_own_clause_only() -> None:
    assert forbidden("未核实婚姻状况，王某无子女。")
    assert forbidden("本证明不涉及债务；王某无子女。")


def test_a_name_is_passed_over_only_where_it_is_given() -> None:
    sentence = "张无忌的女儿在本村居住。"
    assert forbidden(sentence)
    assert forbidden(sentence, names=("张无忌",)) == ()
    assert forbidden(sentence + "无子女。", names=("张无忌",))
    assert forbidden("无子女。", names=("", " "))


def test_forbidden_wording_cannot_pass_for_a_name() -> None:
    assert forbidden("王某无子女。", names=("无子女", "王某无子女"))


@given(st.text(alphabet="王某无没有未子女债务不良： ,。\n可能", max_size=40))
def test_findings_stand_in_order_and_do_not_overlap(text: str) -> None:
    reached = 0
    for finding in forbidden(text):
        assert finding.start >= reached
        assert text[finding.start :].startswith(finding.word)
        reached = finding.start + len(finding.word)


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    assert all(finding.word for finding in forbidden(text))


@given(st.sampled_from(BAD), st.sampled_from(GOOD))
def test_a_good_sentence_does_not_hide_a_bad_one(bad: str, good: str) -> None:
    both, turned = forbidden(f"{good}\n{bad}"), forbidden(f"{bad}\n{good}")
    assert len(both) == len(turned) == len(forbidden(bad))


def test_the_word_lists_hold_no_character_that_the_text_is_rid_of() -> None:
    lists = (*HARMLESS, DENIALS, *DENIED, *DENYING, *CHARACTER, *HEDGES, *CONCLUSIONS)
    assert not set("".join(lists)) & set(" \t\uff0c\uff1a\uff1b")


def test_an_answer_of_nothing_is_a_negative_in_whichever_sentence_it_stands() -> None:
    item = catalogue().items["POS-001"]
    answers = {"household_members": "无", "family_support": "没有。", "home_address": "1号楼"}
    found = in_answers(item, answers)
    assert set(found) == {"household_members", "family_support"}
    assert {one.offence for one in found.values()} == {Offence.NEGATIVE}
    assert not in_answers(item, {"household_members": "只有本人", "family_support": "工资"})
    beside = catalogue().items["POS-025"]
    assert not in_answers(beside, {"contract_number": "无"})  # stands in no sentence
    # What the sentence itself says, or another answer, is not this answer's fault.
    assert not in_answers(item, {"home_address": "无锡路1号"})


@pytest.mark.parametrize(
    "said",
    [
        *("none", "None.", "no", "No!", "nothing", "N/A", "n.a.", "not any", "not applicable"),
        *("nobody else", "no one", "no other family members", "there is nobody", "nil"),
        *("I don't have any", "we have none"),
    ],
)
def test_an_english_none_is_none(said: str) -> None:
    found = in_answers(catalogue().items["POS-001"], {"household_members": said})
    assert found["household_members"].offence is Offence.NEGATIVE
    assert "写“独自居住”" in found["household_members"].why


@pytest.mark.parametrize("said", ["Nora", "No. 3, Nanjing Road", "Noah None Smith", "Anna"])
def test_what_only_begins_like_an_english_none_is_an_answer(said: str) -> None:
    assert not in_answers(catalogue().items["POS-001"], {"household_members": said})


def test_an_answer_that_may_not_stand_says_what_to_write_instead() -> None:
    item = catalogue().items["POS-004"]
    question = next(one for one in item.questions if "独生子女" in one.hint)
    (found,) = in_answers(item, {question.key: "父母去世，没有兄弟姐妹"}).values()
    assert found.word == "没有兄弟姐妹"
    assert f"请改写为查看到的事实：{question.hint}。" in found.why
    assert not in_answers(item, {question.key: "父亲、母亲2025年去世，是独生子女"})
    without = replace(item, questions=(replace(question, hint=""),))
    (found,) = in_answers(without, {question.key: "没有兄弟姐妹"}).values()
    assert question.hint not in found.why


@pytest.mark.parametrize(
    "said",
    [
        *("无", "没有", "没人", "家里没有人", "没有别人，就我一个", "没别人", "无其他家庭成员"),
        *("没有其他人一起住", "无他人", "孤身一人"),
    ],
)
def test_whoever_lives_alone_is_told_what_to_write_in_every_wording_of_nobody(said: str) -> None:
    item = catalogue().items["POS-001"]
    found = in_answers(item, {"household_members": said})["household_members"]
    assert "写“独自居住”" in found.why
    assert "删去" not in found.why  # the form insists on an answer
    assert not in_answers(item, {"household_members": "独自居住"})


def test_an_optional_question_may_be_left_blank_and_says_so() -> None:
    item = catalogue().items["POS-001"]
    optional = replace(
        item,
        questions=tuple(
            replace(one, required=False) if one.key == "household_members" else one
            for one in item.questions
        ),
    )
    said = in_answers(optional, {"household_members": "无"})["household_members"].why
    assert "也可以空着不填" in said


def test_a_denial_of_people_is_not_one_of_their_rights_or_of_their_consent() -> None:
    assert not forbidden("该墙没有他人的权利登记。")
    assert not forbidden("王某在本村居住，登记册载明户内三人。")
    assert forbidden("王某家中没有其他人。")


def test_every_hint_advises_what_the_rule_takes() -> None:
    advised = 0
    for item in catalogue().items.values():
        for question in item.questions:
            examples = _EXAMPLES.findall(question.hint)
            said = [each for pair in examples for each in pair if each]
            advised += len(said)
            for one in said:
                assert not in_answers(item, {question.key: one}), (item.id, question.key, one)
    assert advised > 100


def test_no_answer_of_words_alone_may_be_none() -> None:
    for item in catalogue().items.values():
        said = {blank for fact in item.facts for blank in blanks(fact.sentence)}
        free = [
            one.key
            for one in item.questions
            if one.key in said and one.kind in (AnswerKind.TEXT, AnswerKind.LONG_TEXT)
        ]
        assert set(in_answers(item, dict.fromkeys(free, "无"))) == set(free), item.id
