"""What one may say to the unit that demands a proof (应对的话): every argument, unit and day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from juzheng.catalogue import arguments, catalogue
from juzheng.law.base import citations
from juzheng.law.base.citations import CLEAR_OUT
from juzheng.law.base.demanders import (
    ADMINISTRATIVE,
    MAY_WRITE,
    NOT_GOVERNED,
    PRIVATE,
    Demander,
    governed,
)
from juzheng.law.catalogue.applicability import Circumstances, decide
from juzheng.law.catalogue.items import Onward, OnwardKind
from juzheng.law.catalogue.offers import ASK
from juzheng.law.catalogue.requirements import Requirement
from juzheng.law.catalogue.routing import Outcome, before_the_opinion
from juzheng.law.catalogue.ways import ASK_FOR_THE_BASIS
from juzheng.law.demands import advice, faults
from juzheng.law.demands.advice import (
    Demanded,
    Letter,
    Tone,
    argument_of,
    counter_words,
    letter,
    stance,
)
from juzheng.law.demands.arguments import Argument
from tests.law.test_routing import DECIDED, GROUND

ARGUMENTS = arguments()
INSTRUMENTS = catalogue().instruments
TODAY = date(2026, 11, 22)
WAY = Onward(OnwardKind.EXISTING_DOCUMENT, "出示户口簿原件。", bring=("居民户口簿", "身份证"))
EVERY_ARGUMENT = pytest.mark.parametrize("argument", Argument)
ACCUSING = re.compile("不得|违法|违反|违规|擅自|无权|必须接受|曝光|投诉|通报|责任追究")


def written(demander: Demander, argument: Argument, on: date = TODAY) -> Letter | None:
    demanded = Demanded("亲属关系证明", demander, unit="某单位", matter="提取存款")
    return letter(demanded, ARGUMENTS[argument], instruments=INSTRUMENTS, on=on, onward=(WAY,))


def said(found: Letter) -> str:
    return "\n".join((found.title, found.salutation, *found.paragraphs, *found.requests))


@EVERY_ARGUMENT
def test_every_unit_and_every_argument_has_a_whole_letter(argument: Argument) -> None:
    for demander in Demander:
        found = written(demander, argument)
        assert found is not None
        assert found.salutation == "某单位："
        assert "亲属关系证明" in found.title
        assert "提取存款" in found.paragraphs[0]
        said_of_it = ARGUMENTS[argument].fact if governed(demander) else ARGUMENTS[argument].others
        assert any(said_of_it in each for each in found.paragraphs)
        assert len(found.paragraphs) >= (4 if governed(demander) else 3)
        assert len(found.requests) == 2
        assert found.ways == ("本人出示户口簿原件（带：居民户口簿、身份证）。",)
        assert all(str(each) in said(found) for each in found.citations)


@EVERY_ARGUMENT
def test_only_those_whom_the_regulation_names_are_held_to_it(argument: Argument) -> None:
    """优化营商环境条例 第四十四条: departments, public utilities, service bodies."""
    for demander in Demander:
        found = written(demander, argument)
        assert found is not None
        argues = not ARGUMENTS[argument].only_asks
        bound = argues and stance(demander) in (Tone.DEPARTMENT, Tone.PUBLIC_BODY)
        unsettled = argues and stance(demander) is Tone.ARGUED
        assert (advice.LISTS_ONLY in found.citations) is bound
        assert ("第四十四条" in said(found)) is bound
        assert any("第四十四条" in note for note in found.notes) is unsettled


@EVERY_ARGUMENT
def test_others_are_argued_with_and_not_accused(argument: Argument) -> None:
    for demander in (each for each in Demander if stance(each) is Tone.ARGUED):
        found = written(demander, argument)
        assert found is not None
        assert not ACCUSING.search(said(found).replace("不应出具", ""))
        assert advice.UNDERSTOOD in found.paragraphs


@EVERY_ARGUMENT
def test_whom_the_opinion_does_not_govern_is_asked_and_nothing_is_cited(argument: Argument) -> None:
    for demander in (each for each in Demander if not governed(each)):
        found = written(demander, argument)
        words = counter_words(ARGUMENTS[argument], demander, instruments=INSTRUMENTS, on=TODAY)
        assert found is not None
        assert words is not None
        assert found.citations == words.citations == ()
        assert not re.search("20号|条例|应当|不得|必须|依据", said(found))
        written_to = advice.WRITE_TO_THE_COMMITTEE in found.requests
        assert written_to is (words.say[1] == advice.ASK_DIRECTLY) is (demander in MAY_WRITE)
        assert ("发函" in said(found) + "".join(words.say)) is (demander in MAY_WRITE)
        assert any("不规范" in note for note in found.notes)


@EVERY_ARGUMENT
def test_no_letter_says_that_there_is_no_basis_or_that_data_are_shared(argument: Argument) -> None:
    for demander in Demander:
        found = written(demander, argument)
        words = counter_words(ARGUMENTS[argument], demander, instruments=INSTRUMENTS, on=TODAY)
        assert found is not None
        assert words is not None
        for text in (said(found), *words.say):
            assert not re.search("没有查到|已经有记录|数据里有|由他们去核查", text)


DROPS = re.compile("不再要求|没有看到|没有依据的|不予出具|不能出具|无法取得|不得|可以不提供|选好")


def test_what_a_unit_said_is_told_to_count_wherever_it_can_be_registered() -> None:
    """The intake says 口头要求也算: nobody is sent away for a piece of paper."""
    argued = [each for each in Demander if stance(each) is Tone.ARGUED]
    assert argued
    for demander in argued:
        say = [
            counter_words(
                ARGUMENTS[Argument.NEGATIVE_LIST],
                demander,
                instruments=INSTRUMENTS,
                on=TODAY,
                may_insist=may_insist,
            )
            for may_insist in (True, False)
        ]
        told, untold = ("".join(one.say) for one in say if one)
        assert "口头说的也算" in told
        assert "登记" in told
        assert "书面" not in told + untold
        assert "登记" not in untold


def test_where_nobody_has_looked_the_letter_only_asks_and_drops_nothing() -> None:
    """“请贵单位不再要求本人提供这份证明” out of our own ignorance."""
    for demander in Demander:
        found = written(demander, Argument.TO_CONFIRM)
        words = counter_words(
            ARGUMENTS[Argument.TO_CONFIRM], demander, instruments=INSTRUMENTS, on=TODAY
        )
        assert found is not None
        assert words is not None
        assert not DROPS.search("\n".join((said(found), *words.say)))
        if governed(demander):
            assert found.requests == advice.ONLY_ASKED
            assert "还没有查清" in said(found)


@pytest.mark.parametrize("item", ["POS-048", "POS-054", "POS-010", "POS-051"])
@pytest.mark.parametrize("place", ["", "430102"])
def test_what_is_to_be_confirmed_is_never_argued_against(item: str, place: str) -> None:
    """Whatever argument the address begins with."""
    under = catalogue()
    for demander in Demander:
        asked = Circumstances(place, TODAY, demander=demander.value)
        decision = decide(under.items[item], under, asked)
        if decision.outcome is not Outcome.TO_CONFIRM:
            continue
        for chosen in (None, Argument.NO_BASIS, Argument.OUTSIDE_DUTIES, Argument.NEGATIVE_LIST):
            argument = advice.argument_for(decision, chosen)
            assert argument is Argument.TO_CONFIRM
            found = letter(
                Demanded("某证明", demander), ARGUMENTS[argument],
                instruments=INSTRUMENTS, on=TODAY, onward=decision.onward,
            )  # fmt: skip
            assert found is not None
            assert not DROPS.search("\n".join((said(found), *found.ways)))
            assert not any("民政" in way and "确认" in way for way in found.ways)
        assert advice.argument_for(decision, Argument.LEADS_BACK) is Argument.LEADS_BACK


def test_a_letter_does_not_pass_on_what_is_only_to_be_asked() -> None:
    ways = (WAY, *ASK.values(), ASK_FOR_THE_BASIS)
    found = letter(
        Demanded("收入证明", Demander.POLICE), ARGUMENTS[Argument.NEGATIVE_LIST],
        instruments=INSTRUMENTS, on=TODAY, onward=ways,
    )  # fmt: skip
    assert found is not None
    assert found.ways == ("本人出示户口簿原件（带：居民户口簿、身份证）。",)


def test_each_kind_of_unit_has_its_stance() -> None:
    assert {each for each in Demander if stance(each) is Tone.DEPARTMENT} == ADMINISTRATIVE
    assert all(stance(each) is Tone.ARGUED for each in PRIVATE)
    assert {each for each in Demander if stance(each) is Tone.ASKED} == NOT_GOVERNED
    assert stance(Demander.SCHOOL) is Tone.PUBLIC_BODY
    assert stance("a kind not known yet") is Tone.ARGUED


@EVERY_ARGUMENT
def test_what_binds_departments_is_cited_to_departments_alone(argument: Argument) -> None:
    """OP-2.2.b, OP-4.3.a and OP-4.4.a speak of departments (相关部门, 部门间)."""
    for demander in Demander:
        found = written(demander, argument)
        assert found is not None
        theirs = {
            citations.DEMANDER_GIVES_BASIS,
            citations.SHARED_DATA,
            citations.COMMITMENT,
            CLEAR_OUT,
        }
        if demander not in ADMINISTRATIVE:
            assert not theirs & set(found.citations)


DAYS = [
    date(2005, 1, 1),
    date(2019, 12, 31),
    date(2020, 1, 1),
    date(2020, 2, 28),
    date(2020, 2, 29),
    TODAY,
]


@pytest.mark.parametrize("on", DAYS)
@EVERY_ARGUMENT
def test_nothing_is_cited_that_is_not_in_force_on_the_day(argument: Argument, on: date) -> None:
    for demander in Demander:
        found = written(demander, argument, on)
        words = counter_words(ARGUMENTS[argument], demander, instruments=INSTRUMENTS, on=on)
        cited = (*(found.citations if found else ()), *(words.citations if words else ()))
        assert all(INSTRUMENTS[each.instrument].in_force(on) for each in cited)
        if found:
            named = re.findall("民发〔2020〕20号|优化营商环境条例|公证法", said(found))
            assert set(named) <= {each.title for each in cited}
        assert (found is None) == (words is None)


def test_an_argument_that_rests_on_the_opinion_is_not_made_before_it() -> None:
    eve = date(2020, 2, 28)
    for argument, pleading in ARGUMENTS.items():
        assert (written(Demander.POLICE, argument, eve) is None) == bool(pleading.rests_on)
    found = written(Demander.POLICE, Argument.HELD_PAPER, eve)
    assert found is not None
    assert found.citations == (advice.LISTS_ONLY,)


def test_an_instrument_unknown_to_the_catalogue_is_never_cited() -> None:
    demanded = Demanded("亲属关系证明", Demander.POLICE)
    found = letter(demanded, ARGUMENTS[Argument.HELD_PAPER], instruments={}, on=TODAY)
    assert found is not None
    assert found.citations == ()
    assert letter(demanded, ARGUMENTS[Argument.NO_BASIS], instruments={}, on=TODAY) is None


def test_a_repealed_instrument_is_not_cited() -> None:
    name = advice.LISTS_ONLY.instrument
    repealed = {**INSTRUMENTS, name: replace(INSTRUMENTS[name], in_force_until=TODAY)}
    found = letter(
        Demanded("x", Demander.POLICE), ARGUMENTS[Argument.NO_BASIS], instruments=repealed, on=TODAY
    )
    assert found is not None
    assert advice.LISTS_ONLY not in found.citations


def test_a_notary_is_reminded_that_it_verifies_itself_and_the_article_is_flagged() -> None:
    found = written(Demander.NOTARY, Argument.NEGATIVE_FACT)
    assert found is not None
    assert advice.NOTARY_VERIFIES in found.citations
    assert advice.NOTE_ARTICLE in found.notes


def test_what_is_unverified_of_the_item_is_told_to_the_resident_and_not_to_the_unit() -> None:
    demanded = Demanded("亲属关系证明", Demander.BANK)
    found = letter(
        demanded,
        ARGUMENTS[Argument.NO_BASIS],
        instruments=INSTRUMENTS,
        on=TODAY,
        unverified=("条号待核",),
    )
    assert found is not None
    assert found.notes[-1] == "条号待核"
    assert "条号待核" not in said(found)
    assert found.salutation == "有关银行："


def test_every_decision_either_gives_an_argument_or_needs_none() -> None:
    for _, decision in DECIDED:
        argument = argument_of(decision)
        if decision.outcome.issues:
            demanded = Requirement.GROUND in decision.requires
            assert argument is (Argument.WRITTEN_DEMAND if demanded else None)
        else:
            nothing_to_argue = (Outcome.ELSEWHERE,)
            assert (argument is None) is (decision.outcome in nothing_to_argue)


def test_every_ground_of_a_fault_is_an_argument() -> None:
    """OP-1.2.a: what the graph of demands finds can be said to the unit."""
    assert {ground.value for ground in faults.FaultReason} <= {each.value for each in Argument}


def test_a_unit_is_offered_what_the_resident_can_bring() -> None:
    """What the unit is to do itself stands among the requests."""
    found = letter(
        Demanded("x"),
        ARGUMENTS[Argument.NO_BASIS],
        instruments=INSTRUMENTS,
        on=TODAY,
        onward=tuple(Onward(kind, f"{kind.value}。") for kind in OnwardKind),
    )
    assert found is not None
    left_out = {OnwardKind.SHARED_DATA, OnwardKind.ASK_FOR_BASIS}
    assert found.ways == tuple(f"{kind.value}。" for kind in OnwardKind if kind not in left_out)


def test_the_arguments_of_the_rules_are_all_met() -> None:
    met = {argument_of(decision) for _, decision in DECIDED}
    assert met == {*advice._BY_RULE.values(), Argument.WRITTEN_DEMAND, Argument.TO_CONFIRM, None}
    assert argument_of(before_the_opinion(GROUND)) is None


def test_the_table_has_every_argument_once_and_says_each_thing_differently() -> None:
    assert set(ARGUMENTS) == set(Argument)
    for column in ("fact", "department", "others", "clerk"):
        sentences = [getattr(pleading, column) for pleading in ARGUMENTS.values()]
        assert len(set(sentences)) == len(sentences)
        assert all(each.endswith("。") for each in sentences)


def test_the_annex_is_not_quoted() -> None:
    """Its wording was not seen; its name is in the Opinion's own text."""
    assert not any("说明" in pleading.fact for pleading in ARGUMENTS.values())


@EVERY_ARGUMENT
def test_a_clerk_has_words_and_a_letter_to_offer(argument: Argument) -> None:
    for demander in Demander:
        words = counter_words(ARGUMENTS[argument], demander, instruments=INSTRUMENTS, on=TODAY)
        assert words is not None
        assert len(words.say) == 3
        assert words.say[0] == ARGUMENTS[argument].clerk
        assert "信" in words.say[2]
        if ARGUMENTS[argument].only_asks and governed(demander):
            assert words.say[1] == advice.ASK_WHICH
            continue
        asks_for_articles = "法律、法规" in words.say[1]
        assert asks_for_articles is (stance(demander) in (Tone.DEPARTMENT, Tone.PUBLIC_BODY))
