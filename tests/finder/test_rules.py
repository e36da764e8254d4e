"""What is known for certain corrects what is only probable (规则)."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.finder import default_finder, matters
from juzheng.finder.classifier import ASK, NONE
from juzheng.finder.dialogue import little
from juzheng.finder.found import SURE, WORTH_SHOWING, Likely
from juzheng.finder.own_nouns import Spoken
from juzheng.finder.rules import NAMED, Rules

LABELS = sorted({*catalogue().items, *matters()})
TEXTS = (
    "法院来函核实他住不住这里",
    "无犯罪证明和未婚证明",
    "居委会几点下班",
    "办低保要收入证明",
    "呱呱",
)
PLACES = ("", "430000", "110000", "410100")
SHARES = st.dictionaries(st.sampled_from(LABELS), st.floats(0.01, 1), min_size=1, max_size=8)


def rules() -> Rules:
    return default_finder()._rules


def spoken(text: str) -> Spoken:
    heard = default_finder()._hear(text, None, None)
    return Spoken(heard.plain, heard.hits, heard.met, rules().nouns)


def applied(shares: dict[str, float], text: str, place: str) -> dict[str, float]:
    said = spoken(text)
    return rules().applied(shares, said, place, rules().names.meant(said.plain, place))


def ruled(text: str, place: str = "", **shares: float) -> dict[str, float]:
    known = {label.replace("_", "-"): share for label, share in shares.items()}
    return applied(known, text, place)


@given(SHARES, st.sampled_from(TEXTS), st.sampled_from(PLACES))
def test_whatever_the_rules_do_shares_stay_shares_and_in_order(
    shares: dict[str, float], text: str, place: str
) -> None:
    found = applied(shares, text, place)
    assert math.fsum(found.values()) == pytest.approx(1.0)
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_an_exact_name_leads_whatever_was_thought() -> None:
    found = ruled("健在证明", NEG_11=0.9, NEG_10=0.1)
    assert next(iter(found)) == "NEG-10"
    assert found["NEG-10"] == pytest.approx(NAMED)
    elsewhere = ruled("死亡证明", "410100", NEG_11=0.5, POS_050=0.5)  # the name is the item's own
    assert elsewhere["NEG-11"] == pytest.approx(NAMED)


def test_two_papers_called_by_name_are_as_probable_as_each_other() -> None:
    found = ruled("要无犯罪证明和未婚证明", NEG_05=0.9, NEG_08=0.1)
    assert found["NEG-05"] == pytest.approx(found["NEG-08"])


def test_who_asks_is_told_by_the_patterns_if_the_words_leave_it_open() -> None:
    asked = "法院来函核实张三住不住村里"
    found = ruled(asked, OUT_FOREIGN=0.5, NEG_02=0.5)
    assert next(iter(found)) == "OUT-INQUIRY-COURT"
    assert "OUT-INQUIRY-COURT" not in ruled(asked, NEG_02=1.0)
    tied = "检察官和书记员来问一个孩子平时的表现"
    assert len(spoken(tied).tied()) > 1
    for label in spoken(tied).tied():
        assert next(iter(applied({label: 0.9, "NEG-05": 0.1}, tied, ""))) == label
    sent = ruled("派出所让我去社区开身份证明", OUT_INQUIRY_POLICE=0.6, NEG_02=0.4)
    assert next(iter(sent)) == "NEG-02"


def test_a_matter_is_silent_before_an_item_called_by_its_noun() -> None:
    found = ruled("医保报销要贫困证明", OUT_MEDICAL=0.8, NEG_17=0.2)
    assert next(iter(found)) == "NEG-17"


def test_what_holds_only_elsewhere_is_less_probable_and_only_here_more() -> None:
    there = ruled("志愿服务的时间", "430000", POS_046=0.5, OUT_OTHER=0.5)
    here = ruled("志愿服务的时间", "110000", POS_046=0.5, OUT_OTHER=0.5)
    assert there["POS-046"] < 0.5 < here["POS-046"]
    exception = ruled("火葬场要死亡证明了", "410100", POS_050=0.3, NEG_11=0.7)
    assert next(iter(exception)) == "POS-050"


def test_what_holds_only_elsewhere_is_asked_back_and_never_sure() -> None:
    there = ruled("自家种的菜去卖要村里写", "430000", POS_035=0.999, OUT_OTHER=0.001)
    assert next(iter(there)) == "POS-035"
    assert there["POS-035"] < SURE
    assert there["OUT-OTHER"] >= WORTH_SHOWING
    assert ruled("自家种的菜去卖要村里写", "330000", POS_035=0.9, OUT_OTHER=0.1)["POS-035"] >= SURE
    named = ruled("农产品自产自销证明", "430000", POS_035=0.9, OUT_OTHER=0.1)
    assert named["POS-035"] == pytest.approx(NAMED)  # who says its name is told where it holds


def test_what_was_written_for_the_words_stands_first_only_where_nothing_is_clear() -> None:
    label, weight, _ = spoken("人武部要政审").best
    assert (label, weight >= 9) == ("POS-059", True)
    both = ruled("人武部要政审", NEG_05=0.8, POS_059=0.2)
    assert next(iter(both)) == "POS-059"
    assert math.fsum(both.values()) == pytest.approx(1.0)
    assert max(both.values()) <= 0.5  # both are shown: neither is sure
    assert next(iter(ruled("人武部要政审", NEG_05=0.99, POS_059=0.01))) == "NEG-05"


@pytest.mark.parametrize("none", [NONE, "OUT-OTHER"])
def test_what_is_rather_none_of_ours_stays_so_before_a_pattern_of_an_item(none: str) -> None:
    text = "人武部要政审"
    assert next(iter(applied({none: 0.6, "POS-059": 0.4}, text, ""))) == none
    doubtful = {none: 0.4, "POS-059": 0.3, "NEG-05": 0.3}
    assert next(iter(applied(doubtful, text, ""))) == "POS-059"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("未养犬证明", "OUT-NEGATIVE"),
        ("无犬证明", "OUT-NEGATIVE"),
        ("未收养子女证明", "OUT-NEGATIVE"),
        ("没收养过孩子的证明", "OUT-NEGATIVE"),
        ("未申请宅基地证明", "OUT-NEGATIVE"),
        ("未受家暴证明", "OUT-NEGATIVE"),
        ("未在本村居住证明", "OUT-NEGATIVE"),
        ("未死亡证明", "NEG-10"),
        ("未婚证明", "NEG-08"),  # what it is about, whichever way it is
        ("未就业证明", "NEG-15"),
        ("无房证明", "NEG-17"),
        ("无犯罪记录证明", "NEG-05"),
        ("未参加邪教证明", "NEG-05"),
        ("没有收养证明怎么上户口", "POS-001"),  # a paper that is not there
        ("还没开死亡证明怎么办", "NEG-11"),
    ],
)
def test_a_name_that_says_what_is_not_so_is_no_name_of_what_is(name: str, meant: str) -> None:
    found = default_finder().find(name)
    assert (found.item or found.matter) == meant


def test_a_name_that_says_what_is_not_so_leads_whatever_was_thought() -> None:
    assert next(iter(ruled("要一张未养犬证明", NEG_04=0.99, NEG_17=0.01))) == "OUT-NEGATIVE"
    assert ruled("未养犬证明", OUT_NEGATIVE=0.99, NEG_04=0.01)["OUT-NEGATIVE"] == 0.99
    assert next(iter(ruled("要一张养犬证明", NEG_04=0.99, NEG_17=0.01))) == "NEG-04"


def test_an_items_own_noun_is_never_too_little() -> None:
    faint = {"POS-001": 0.3, "POS-002": 0.15, **dict.fromkeys(LABELS[:14], 0.03)}
    found = applied(faint | {ASK: 0.13}, "收养的事", "")
    likely = [Likely(label, share) for label, share in found.items() if share >= WORTH_SHOWING]
    assert not little(likely)
    assert likely[0].label == "POS-001"
    assert likely[0].probability < SURE
    assert applied(faint, "登记的事", "") == pytest.approx(applied(faint, "呱呱", ""))
    other = {"OUT-PETS": 0.4, "POS-001": 0.02, **dict.fromkeys(LABELS[:29], 0.02)}
    assert next(iter(applied(other, "收养的事", ""))) == "OUT-PETS"  # another thing was heard


@pytest.mark.parametrize("text", ["收养的事", "房产的事", "问下监护人", "失踪那个事"])
def test_who_says_what_it_is_about_is_not_told_that_nothing_was_heard(text: str) -> None:
    assert not little(default_finder().find(text).likely)
