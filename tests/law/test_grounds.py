"""Who may be exposed and on what grounds: the sentence itself, and nothing beyond (OP-4.2.c)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.law.base.demanders import NOT_GOVERNED, Demander
from juzheng.law.supervision import exposable, published_words
from juzheng.law.supervision.exposable import (
    BEYOND,
    LISTED,
    READINGS,
    Exposable,
    beyond,
    listed_as,
)
from juzheng.law.supervision.exposure import CorrectionEvent as E
from juzheng.law.supervision.grounds import PENAL, WARNING
from juzheng.law.supervision.on_file import ELEMENTS, Bases, Proof, Shows
from juzheng.law.supervision.reports import PublicAccount
from tests.law.test_exposure import DAY, FACTS, PROOFS, READY, codes

# Names of bodies that no word of the sentence names, whatever kind an officer chose.
OUTSIDE = (
    *("示例县人民法院", "示例市中级人民法院诉讼服务中心", "某某铁路运输法院", "示例县人民检察院"),
    *("中国人民解放军某部队", "示例县人民武装部", "武警示例支队", "示例军区"),
    *("中共示例县委组织部", "示例镇党委", "示例县纪委监委", "示例街道党工委", "县委办公室"),
    *("示例县人民代表大会常务委员会", "政协示例县委员会"),
    *("某国驻华大使馆", "某国驻示例总领事馆"),
    *("示例社区居民委员会", "示例村村委会", "示例村经济合作社", "示例社区党群服务中心"),
    *("示例县总工会", "示例县妇女联合会"),
)
INSIDE = (
    *("示例县公安局法院路派出所", "示例县教育局", "示例市卫生健康委员会", "示例镇人民政府"),
    *("示例县住房保障服务中心", "示例县城市管理委托中心", "人大附中"),
)


def test_the_list_is_the_three_words_of_the_sentence():
    assert [one.label for one in Exposable] == ["政府部门", "公用企事业单位", "服务机构"]
    assert set(LISTED.values()) == set(Exposable)
    opinion = Path(exposable.__file__).read_text()
    assert "凡是各政府部门、公用企事业单位和服务机构" in opinion


@pytest.mark.parametrize("kind", Demander)
def test_a_kind_is_on_the_list_or_is_told_where_to_go(kind):
    found = beyond(kind.value, "示例局")
    assert (
        (found is None) == (kind.value in LISTED) == (listed_as(kind.value, "示例局") is not None)
    )
    if found is not None:
        assert found.go in exposable.answer_to(found)
        for event in (E.NOTIFIED, E.STATED, E.EXPOSED):
            assert "not_listed" in codes(event, replace(READY, unit_kind=kind.value))


def test_each_kind_is_mapped_once_with_its_own_words():
    assert set(READINGS).isdisjoint(BEYOND)
    assert set(READINGS) | set(BEYOND) == set(Demander)  # a new kind has to be put somewhere
    assert set(LISTED) == {kind.value for kind in READINGS}
    whats = [one.what for one in BEYOND.values()]
    assert len(set(whats)) == len(whats)
    for kind, one in BEYOND.items():
        assert one.because and one.go  # noqa: PT018
        assert beyond(kind.value, "某单位") is one
    assert all(one.because.endswith("。") for one in (*READINGS.values(), *BEYOND.values()))


def test_what_is_governed_by_no_ruling_is_listed_by_no_reading():
    assert {one.value for one in NOT_GOVERNED}.isdisjoint(LISTED)
    assert {"employer", "travel_agency", "conscription", "village"}.isdisjoint(LISTED)


@pytest.mark.parametrize("kind", Demander)
def test_where_the_text_is_open_a_paper_says_that_the_word_names_it(kind):
    read = exposable.reading(kind.value)
    if read is None:
        return
    file = replace(READY, unit_kind=kind.value)
    for event in (E.STATED, E.EXPOSED):
        assert codes(event, file) == ({"no_addressed"} if read.open else set())
    said = Proof(E.STATED, Shows.ADDRESSED, "属于服务机构。", "市局函", "市民政局", DAY, True)
    assert codes(E.EXPOSED, replace(file, proofs=(*PROOFS, said))) == set()
    unread = replace(said, reviewed=False)
    waits = {"unreviewed_addressed"} if read.open else set()
    assert codes(E.EXPOSED, replace(file, proofs=(*PROOFS, unread))) == waits


def test_whom_we_only_argue_with_is_whom_the_text_leaves_open():
    for kind, read in READINGS.items():
        argued = published_words.title_for(kind.value) == published_words.NEUTRAL_TITLE
        assert not read.open or argued


@pytest.mark.parametrize("element", ELEMENTS)
def test_each_ground_is_seen_by_another_than_its_writer(element):
    proofs = tuple(replace(one, reviewed=one.shows is not element) for one in PROOFS)
    file = replace(READY, proofs=proofs, note="看过原件")
    assert codes(E.EXPOSED, file) == {f"unreviewed_{element.value}"}
    assert codes(E.STATED, file) == set()
    assert codes(E.REVIEWED, replace(file, element=element)) == set()
    assert codes(E.REVIEWED, replace(file, element=element, by=1)) == {"accuser"}
    assert codes(E.REVIEWED, replace(file, element=element, note=" ")) == {"no_reason"}
    other = next(one for one in ELEMENTS if one is not element)
    assert codes(E.REVIEWED, replace(file, element=other)) == {"nothing_to_review"}


@pytest.mark.parametrize("superior", ["示例市人民检察院", "中共示例市委", "示例军分区"])
def test_no_superior_is_named_whom_no_word_names(superior):
    for event in (E.NOTIFIED, E.STATED, E.EXPOSED):
        assert codes(event, replace(READY, superior=superior)) == {"superior_not_listed"}


@pytest.mark.parametrize("kind", [one for one in Demander if one.value not in LISTED])
def test_what_the_register_knows_better_counts(kind):
    for event in (E.NOTIFIED, E.STATED, E.EXPOSED):
        assert codes(event, replace(READY, registered=(kind.value,))) == {"not_listed"}


@pytest.mark.parametrize("kind", ["court", "army", "party", "embassy", "employer", "village"])
def test_who_the_sentence_does_not_name_is_never_listed(kind):
    assert kind not in LISTED


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("kind", Demander)
def test_a_name_gives_it_away_whatever_kind_was_chosen(kind, name):
    assert listed_as(kind.value, name) is None
    named = (name, *READY.named[1:])
    for event in (E.NOTIFIED, E.STATED, E.EXPOSED):
        assert "not_listed" in codes(event, replace(READY, unit_kind=kind.value, named=named))


@pytest.mark.parametrize("name", INSIDE)
def test_a_street_named_after_a_court_is_no_court(name):
    kind = "school" if "附中" in name else "housing" if "中心" in name else "other"
    assert listed_as(kind, name) is not None


@pytest.mark.parametrize("name", ["某某有限公司", "某某协会", "张三", "某律师事务所", "某物业"])
@pytest.mark.parametrize("kind", ["other", "police", "civil_affairs", "notary", "employer"])
def test_a_company_or_a_person_is_no_department(kind, name):
    file = replace(READY, unit_kind=kind, named=(name, *READY.named[1:]))
    if (kind, name) == ("notary", "张三") or (kind not in ("other", "employer") and name == "张三"):
        return  # a bare name says nothing; its kind is the officer's to answer for
    assert "not_listed" in codes(E.EXPOSED, file)


@given(st.text(max_size=12))
def test_no_unknown_kind_is_listed(kind):
    assert (listed_as(kind, "示例局") is None) or kind in LISTED


@pytest.mark.parametrize("element", ELEMENTS)
@pytest.mark.parametrize("event", [E.STATED, E.EXPOSED])
@pytest.mark.parametrize(
    "lack", [None, {"text": " "}, {"document": ""}, {"whence": ""}, {"on": None}]
)
def test_no_exposure_without_each_element_and_its_paper(event, element, lack):
    def without(proof: Proof) -> list[Proof]:
        if proof.shows is not element:
            return [proof]
        return [] if lack is None else [replace(proof, **lack)]

    proofs = tuple(kept for proof in PROOFS for kept in without(proof))
    assert codes(event, replace(READY, proofs=proofs)) == {f"no_{element.value}"}


def test_the_superior_is_asked_and_answers_or_lets_its_term_lapse():
    unasked = replace(READY, proofs=PROOFS[1:])
    assert codes(E.EXPOSED, unasked) == {"superior_not_asked"}
    running = replace(READY, superior_due_on=DAY)
    assert codes(E.EXPOSED, running) == {"superior_term_runs"}
    said = Proof(E.SUPERIOR_ANSWERED, Shows.NO_BASIS, "", "市局函", on=DAY)
    assert codes(E.EXPOSED, replace(running, proofs=(*PROOFS, said))) == set()


@pytest.mark.parametrize("event", [E.REFUSED, E.SUPERIOR_ANSWERED])
def test_a_basis_that_was_given_is_weighed_and_stops_it_if_it_stands(event):
    given_ = Proof(event, Shows.BASIS, "《某办法》第三条", "函", on=DAY)
    denied = replace(READY, proofs=(*PROOFS, given_))
    refused = event is E.REFUSED  # then the facts, which say that none was given, are wrong
    assert ("basis_denied" in codes(E.STATED, denied)) is refused
    file = replace(denied, statement=f"{FACTS}单位答复时说了依据，核对后不成立。")
    assert codes(E.STATED, file) == codes(E.EXPOSED, file) == {"basis_unweighed"}
    for shows, expected in ((Shows.FALLS, set()), (Shows.STANDS, {"basis_stands"})):
        weighed = Proof(E.WEIGHED, shows, "看过原文。", on=DAY)
        assert codes(E.EXPOSED, replace(file, proofs=(*file.proofs, weighed))) == expected
    earlier = Proof(E.WEIGHED, Shows.FALLS, "看过原文。", on=DAY)
    before = replace(file, proofs=(*PROOFS, earlier, given_))
    assert codes(E.EXPOSED, before) == {"basis_unweighed"}  # said after it was weighed


def test_what_was_found_in_force_cannot_be_weighed_away():
    fallen = Proof(E.WEIGHED, Shows.FALLS, "某办法和民法典都不管这件事。", on=DAY)
    file = replace(READY, proofs=(*PROOFS, fallen), bases=Bases(("《民法典》",), ("某办法",)))
    assert codes(E.EXPOSED, file) == {"basis_in_force"}
    claimed = replace(READY, bases=Bases((), ("某办法",)))
    assert codes(E.EXPOSED, claimed) == {"basis_unweighed"}


def test_nobody_says_without_basis_of_what_nobody_has_identified():
    assert codes(E.EXPOSED, replace(READY, item="")) == {"item_unconfirmed"}


@pytest.mark.parametrize("word", PENAL)
@pytest.mark.parametrize("kind", sorted(LISTED))
def test_an_exposure_bears_no_word_of_a_penalty(kind, word):
    named = ("示例局", *READY.named[1:])
    file = replace(READY, unit_kind=kind, named=named, statement=f"{FACTS}{word}")
    assert "penal" in codes(E.EXPOSED, file)
    assert "penal" in codes(E.REDRAFTED, replace(READY, draft=f"{FACTS}{word}"))


def test_the_officer_is_warned_with_the_articles():
    said = "".join(WARNING)
    assert "第九条（一）" in said
    assert "第十六条" in said
    assert "不得设定行政处罚" in said


@pytest.mark.parametrize("event", [E.OBJECTION_REJECTED, E.REWORDED, E.RETRACTED, E.REMOVED])
def test_whoever_had_a_hand_in_it_or_approved_it_does_not_judge_it(event):
    file = replace(READY, note="理由", draft=f"{FACTS}已更正。", approver=9)
    if event is E.OBJECTION_REJECTED:
        file = replace(file, objection_due_on=DAY)
    assert codes(event, file) == set()
    assert codes(event, replace(file, by=1)) == {"second_officer"}
    assert codes(event, replace(file, by=9)) == (set() if event is E.REMOVED else {"approver"})


def test_an_objection_is_said_by_the_unit_and_decided_once():
    file = replace(READY, note="不符")
    assert codes(E.OBJECTED, file) == set()
    assert codes(E.OBJECTED, replace(file, document="")) == {"no_document"}
    assert codes(E.OBJECTED, replace(file, by=1)) == {"accuser"}
    pending = replace(file, objection_due_on=DAY)
    assert codes(E.OBJECTED, pending) == codes(E.REMOVED, pending) == {"pending"}
    assert codes(E.OBJECTION_REJECTED, file) == {"no_objection"}
    assert codes(E.RETRACTED, replace(file, note=" ")) == {"no_reason"}


def test_the_accuser_records_no_service():
    for event in (E.SERVED, E.SUPERIOR_SERVED):
        file = replace(READY, by=1, served_before=False, superior_due_on=None, proofs=PROOFS[:1])
        assert codes(event, file) == {"accuser"}
    assert codes(E.SERVED, replace(READY, by=1, account=True)) == set()


def test_only_a_silent_superior_is_said_to_be_silent():
    assert codes(E.SUPERIOR_SILENT, READY) == set()
    assert codes(E.SUPERIOR_SILENT, replace(READY, superior_due_on=DAY)) == {"clock_runs"}
    said = Proof(E.SUPERIOR_CORRECTED, Shows.OTHER, "改了", "函", on=DAY)
    assert codes(E.SUPERIOR_SILENT, replace(READY, proofs=(*PROOFS, said))) == {"answered"}


def test_beyond_speaks_of_every_body_that_the_ruling_leaves_out():
    assert set(BEYOND).isdisjoint(LISTED)
    assert codes(E.EXPOSED, replace(READY, told=(PublicAccount(True, "话"),))) == set()
