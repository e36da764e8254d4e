"""What comes before a paper, and what is asked besides it, by kind (紧急在先、几件事、是否问)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bench import cries as fit_cries
from bench import fit
from bench.questions import Kind, read
from juzheng.catalogue import catalogue
from juzheng.finder import answering, asked, cries, default_finder, matters, shipped, urgency
from juzheng.finder.answering import Answer
from juzheng.finder.urgency import urgencies
from juzheng.law.base.citations import Citation
from juzheng.law.catalogue.items import Confidence, OnwardKind
from juzheng.law.catalogue.outcomes import Outcome
from juzheng.law.catalogue.routing import Decision
from juzheng.law.catalogue.short_answers import Polar, short_answer

TODAY = date(2026, 11, 29)
DATA = Path(__file__).parent / "data"
SENTENCES: dict[str, Any] = yaml.safe_load(
    (DATA.parents[1] / "data" / "urgent_first.yaml").read_text("utf-8")
)
NATIONWIDE = {"110", "119", "120", "12338", "12356", "96110"}
BEGINNINGS = {"not_needed": "不用", "gone": "是", "can": "能", "needed": "要"}


def answer(text: str) -> Answer:
    return answering.answer(
        text, finder=default_finder(), catalogue=catalogue(), matters=matters(), on=TODAY
    )


def both(kind: dict[str, Any]) -> list[Any]:
    """Return the sentences of ``kind``, built on and held back."""
    parts = (kind["built"], kind["held"])
    return [one for part in parts for one in (part.items() if isinstance(part, dict) else part)]


EMERGENCIES = [(key, text) for key, kind in SENTENCES["urgent"].items() for text in both(kind)]


@pytest.mark.parametrize(("kind", "text"), EMERGENCIES)
def test_an_emergency_comes_before_any_paper(kind: str, text: str) -> None:
    said = answer(text)
    assert said.urgent is not None
    assert said.urgent.key == kind
    assert next(iter(said.as_mapping())) == "urgent"
    label = said.finding.item or said.finding.matter
    assert label is None or said.urgent.lets(label)


def certain(text: str) -> str | None:
    """Return the emergency that patterns find, and that stands in the place of the answer."""
    found = default_finder().find(text)
    return None if found.cried else found.urgent


def test_what_was_long_ago_or_wants_a_paper_is_no_emergency() -> None:
    assert [text for text in both(SENTENCES["calm"]) if certain(text)] == []


def test_no_sentence_of_the_sets_alarms_but_those_of_despair() -> None:
    """False alarms, judged one by one: the two that alarm are people who do not want to live."""
    heard = {
        query.text: found
        for path in sorted(DATA.glob("*.yaml"))
        for query in read(path)
        if (found := certain(query.text))
    }
    assert heard == {"我想离开这个世界": "despair", "我快撑不下去了不想活": "despair"}


def test_what_only_sounds_like_one_is_told_first_and_takes_no_answer_away() -> None:
    text = "侄女的爹坐牢娘改嫁联系不上，吃住都跟我，医院要有名分的人签字，说我当监护人要居委会同意"
    known = cries.shipped()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urgency.cries, "shipped", lambda: replace(known, least=-9.0))
        loud = answer(text)
        patch.setattr(urgency.cries, "shipped", lambda: replace(known, least=9.0))
        calm = answer(text)
    assert loud.urgent is not None
    assert not loud.urgent.certain
    assert loud.as_mapping()["urgent"]["certain"] is False
    assert calm.urgent is None
    assert replace(loud, finding=replace(loud.finding, urgent=None, cried=False)) == calm


def blind(which: str) -> Iterator[tuple[str, str]]:
    """Yield what somebody wrote who had read neither words nor sentences, of that language."""
    for line in (DATA / "blind" / "urgent.psv").read_text("utf-8").splitlines():
        kind, language, text = line.split("|", 2)
        if language == which:
            yield kind, text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_cries_for_help_in_words_that_nobody_here_wrote(language: str) -> None:
    """What is not met is a floor: first contact stands in docs/evaluation.md."""
    heard = [(kind, answer(text).urgent is not None) for kind, text in blind(language)]
    urgent = [told for kind, told in heard if kind != "calm"]
    calm = [told for kind, told in heard if kind == "calm"]
    assert sum(urgent) >= 0.93 * len(urgent)
    assert sum(calm) <= 0.15 * len(calm)


def test_what_people_ask_every_day_seldom_alarms() -> None:
    every = [query for path in sorted(DATA.glob("blind/blind*.txt")) for query in read(path)]
    calm = [one for one in every if one.kind is not Kind.URGENT]
    assert sum(answer(one.text).urgent is not None for one in calm) <= 0.015 * len(calm)


def test_no_item_asked_for_by_name_alarms() -> None:
    names = {name for item in catalogue().items.values() for name in (item.name, *item.aliases)}
    assert [name for name in names if default_finder().find(name).urgent] == []


def test_what_was_learned_of_cries_is_of_the_words_as_they_are() -> None:
    learned = json.loads(cries.LEARNED.read_text("utf-8"))
    assert learned["made_of"] == fit.digest(fit_cries.told()), (
        "the cries have changed: run `python -m bench.cries`"
    )
    written = {text for language in ("zh", "en") for _, text in blind(language)}
    assert written.isdisjoint(fit_cries.told())


def test_no_name_of_an_item_and_no_telling_alarms_but_of_the_crisis() -> None:
    finder = default_finder()
    names = [text for one in catalogue().items.values() for text in (one.name, *one.aliases)]
    told = {text: label for label, lines in shipped().say.items() for text in lines}
    every = ((text, finder.weighed(text).urgent) for text in (*names, *told))
    heard = [text for text, urgent in every if urgent and urgent.certain]
    assert {told.get(text) for text in heard} == {"OUT-CRISIS"}


@pytest.mark.parametrize("text", ["data", "not_needed_data", "notary", "I know a website", "ta da"])
def test_english_letters_are_no_pinyin_of_an_emergency(text: str) -> None:
    assert default_finder().find(text).urgent is None


def test_pinyin_of_an_emergency_is_heard() -> None:
    assert default_finder().find("wo bu xiang huo le").urgent == "despair"


def test_only_numbers_of_the_whole_country_are_named() -> None:
    for kind in urgencies().values():
        assert {call.number for call in kind.calls} <= NATIONWIDE
        assert all(call.source.confidence is not Confidence.LOW for call in kind.calls)
        assert all(call.source.text for call in kind.calls)
        assert kind.do
        assert kind.after
        known = {*catalogue().items, *matters()}
        assert {*kind.may, *filter(None, (kind.always,))} <= known


def test_a_neighbour_unseen_is_no_death_and_violence_is_followed_by_the_record() -> None:
    unseen = answer("隔壁独居的大爷三天没出门，是不是死在屋里了")
    assert (unseen.finding.item, unseen.decision) == (None, None)
    assert [call.number for call in unseen.urgent.calls] == ["110", "120"] if unseen.urgent else 0
    beaten = answer("他正在打我")
    assert beaten.item is not None
    assert beaten.item.id == "POS-021"


def test_the_places_own_record_of_violence_follows_in_that_place() -> None:
    found = default_finder().find("救命，老公正在打我", division="110105")
    assert (found.urgent, found.item) == ("violence", "POS-044")


@pytest.mark.parametrize(("text", "item"), both(SENTENCES["own_noun"]))
def test_a_matter_is_silent_where_an_item_is_called_by_its_name(text: str, item: str) -> None:
    assert default_finder().find(text).item == item


ERRANDS = ["转学", "提取公积金", "医保报销", "落户", "贷款", "保险理赔", "申请低保", "银行征信"]
NOUNS = {
    "收入": "NEG-17",
    "无业": "NEG-15",
    "准生": "NEG-09",
    "健在": "NEG-10",
    "无房": "NEG-17",
    "婚育": "NEG-14",
    "单身": "NEG-08",
    "继承权": "NEG-18",
    "无犯罪记录": "NEG-05",
}


@pytest.mark.parametrize("errand", ERRANDS)
@pytest.mark.parametrize("form", ["{}要{}证明", "{}要社区写个{}的情况", "办{}让村里开{}"])
def test_no_errand_speaks_over_the_noun_of_what_it_needs(errand: str, form: str) -> None:
    found = {noun: default_finder().find(form.format(errand, noun)) for noun in NOUNS}
    assert {noun: one.matter for noun, one in found.items() if one.matter} == {}


@pytest.mark.parametrize("text", ["低保要收入证明怎么申请", "上户口要准生证明怎么办理流程"])
def test_a_matter_that_asks_how_may_still_speak(text: str) -> None:
    finder = default_finder()
    assert finder.find(text).matter or finder.find(text).item


def test_what_is_said_of_any_paper_is_not_silenced_by_a_noun() -> None:
    assert default_finder().find("公章借我，我自己盖收入证明").matter == "OUT-SEAL"
    asked_back = default_finder().find("法院来函核实他的收入证明是不是村里开的")
    assert (asked_back.matter or "").startswith("OUT-INQUIRY")


@pytest.mark.parametrize(("text", "label"), both(SENTENCES["matter"]))
def test_what_people_ask_that_is_no_certificate(text: str, label: str) -> None:
    said = answer(text)
    assert said.finding.matter == label
    assert said.decision is not None
    assert said.decision.outcome is Outcome.ELSEWHERE


def test_no_two_matters_share_their_reason_or_their_first_step() -> None:
    own = [one for one in matters().values() if one.inquiry is None]
    assert len({one.reason for one in matters().values()}) == len(matters())
    assert len({one.onward[0].do for one in own}) == len(own)
    for one in own:
        assert "这是" not in one.reason[:2] or one.asker, f"{one.id} says what it is, not why"


@pytest.mark.parametrize("text", both(SENTENCES["talk"]))
def test_a_greeting_gets_no_verdict_and_no_law(text: str) -> None:
    said = answer(text)
    assert said.finding.matter == "OUT-TALK"
    assert said.decision is None
    assert said.as_mapping()["outcome"] is None


@pytest.mark.parametrize(("text", "label"), both(SENTENCES["beyond_talk"]))
def test_a_greeting_with_something_behind_it_is_that(text: str, label: str) -> None:
    found = default_finder().find(text)
    assert (found.item or found.matter) == label


@pytest.mark.parametrize(
    "text", ["您好，阿巴阿巴", "你好，我要开个证明", "谢谢，问个事", "喂，那个能弄不"]
)
def test_a_greeting_with_something_unheard_behind_it_is_no_greeting(text: str) -> None:
    assert default_finder().find(text).matter != "OUT-TALK"


@pytest.mark.parametrize(("text", "items"), both(SENTENCES["two"]))
def test_two_wishes_get_two_answers(text: str, items: list[str]) -> None:
    said = answer(text)
    assert [one.finding.item for one in (said, *said.also)] == items
    assert all(one.decision is not None for one in (said, *said.also))
    assert [one["item"] for one in said.as_mapping()["also"]] == items[1:]


@pytest.mark.parametrize("text", both(SENTENCES["one"]))
def test_a_choice_and_a_story_are_one(text: str) -> None:
    assert answer(text).also == ()


@pytest.mark.parametrize(
    "text",
    [
        "健在证明和残疾证明哪个要社区开",
        "收入证明、失业证明哪种能开",
        "无犯罪记录证明和单身证明都带了，要开亲属关系证明",
    ],
)
def test_two_papers_named_to_choose_or_to_tell_are_one_question(text: str) -> None:
    assert answer(text).also == ()


def test_no_query_of_the_sets_is_taken_for_two() -> None:
    texts = [query.text for path in sorted(DATA.glob("*.yaml")) for query in read(path)]
    finder = default_finder()
    parted = [text for text in texts if len(asked.wishes(asked.meant(finder.plain(text)))) > 1]
    assert [text for text in parted if answer(text).also] == []


def test_more_than_three_wishes_are_not_answered_at_once() -> None:
    papers = "健在证明、残疾证明、收入证明、失业证明、单身证明都要开"
    assert len(answer(papers).also) <= 2


@pytest.mark.parametrize(("text", "kind"), both(SENTENCES["polar"]))
def test_yes_or_no_comes_first(text: str, kind: str) -> None:
    said = answer(text)
    assert said.first.startswith((BEGINNINGS[kind], "看情况"))
    assert said.as_mapping()["first"] == said.first


def test_every_outcome_has_a_short_answer_to_each_question() -> None:
    rule = Citation("opinion-2020-20", "意见", "一")
    way = matters()["OUT-NOISE"].onward
    for outcome in Outcome:
        for polar in Polar:
            decision = Decision.__new__(Decision)
            for name, value in (
                *(("outcome", outcome), ("reason", ""), ("citations", (rule,))),
                *(("onward", way), ("may_insist", False)),
            ):
                object.__setattr__(decision, name, value)
            said = short_answer(polar, decision)
            assert said.endswith("。")
            if polar is Polar.NEEDED:
                assert said.startswith(("不用", "要", "看情况"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("我不用你们证明住哪,就想问垃圾站几点关", "就想问垃圾站几点关"),
        ("不是要证明我会做饭,我就要问食堂在哪", "我就要问食堂在哪"),
        ("我不办狗证,就想问公园让不让遛狗", "就想问公园让不让遛狗"),
        *((text, text) for text in ("不用证明住哪吧,我问问别人", "不用证明住哪吗,银行说要")),
        *((text, text) for text in ("不用证明住哪,银行说的", "要证明我住这,就想问几点开门")),
    ],
)
def test_a_paper_that_is_named_and_not_wished_is_not_read(text: str, left: str) -> None:
    assert asked.meant(text) == left


@pytest.mark.parametrize(("text", "item"), both(SENTENCES["denied"]))
def test_what_is_taken_back_does_not_speak(text: str, item: str) -> None:
    assert default_finder().find(text).item == item


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("身份证没丢，要证明我是我", "NEG-02"),
        ("房产证没丢，要权属证明", "NEG-17"),
        ("毕业证没丢，单位要工龄证明", "NEG-16"),
        ("老人没失踪，要健在证明", "NEG-10"),
        ("他没有失踪，证明他还活着", "NEG-10"),
        ("没被打，就是吵架要调解", None),
        ("证件没丢就是想问问", None),
        ("老人还没死，要健在证明", "NEG-10"),  # 没死 is a word of its own
    ],
)
def test_what_is_denied_does_not_speak(text: str, item: str | None) -> None:
    assert default_finder().find(text).item == item


@pytest.mark.parametrize(("text", "whom"), both(SENTENCES["about"]))
def test_for_whom_it_is_asked(text: str, whom: str) -> None:
    assert asked.about(default_finder().plain(text)) == asked.Whom(whom)


def test_another_persons_state_is_not_the_askers() -> None:
    """A sister who is a foreigner does not make the adopter one; the adopter's spouse does."""
    item = catalogue().items["POS-001"]
    assert answering.told_by(item, "我姐是美国人，我和老公想收养孩子") == {}
    assert answering.told_by(item, "我老公是美国人，想收养孩子") == {"abroad": True}


def test_the_first_way_of_a_new_matter_names_no_paper_to_be_fetched() -> None:
    for key in ("NOISE", "LIFT", "VACCINE", "PETS", "VOLUNTEER", "COUPLE", "ROOM"):
        first = matters()[f"OUT-{key}"].onward[0]
        assert first.kind in (OnwardKind.OTHER_AUTHORITY, OnwardKind.NOTHING_NEEDED)
