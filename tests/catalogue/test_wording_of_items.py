"""What the catalogue would put on paper (证明用语), held against the laws that guard it."""

from __future__ import annotations

import re

import pytest

from juzheng.catalogue.entries import Procedure
from juzheng.catalogue.reader import catalogue
from juzheng.law.cases.deliberation import reaches
from juzheng.law.cases.wording import forbidden
from juzheng.law.catalogue.items import FactToVerify, ListKind, OnwardKind
from juzheng.law.catalogue.meetings import kinds

EXISTING = OnwardKind.EXISTING_DOCUMENT
WRITTEN_BY_MACHINES = re.compile(r"\d{4}-\d{2}-\d{2}")
# The finder has learned from this very text: it changes when the finder learns anew (make fit).
LEARNED = {"1987-01-01前住宅初始登记"}
FACTS = [
    pytest.param(fact, id=f"{item.id}-{fact.key}")
    for item in catalogue().items.values()
    for fact in item.facts
]


@pytest.mark.parametrize("fact", FACTS)
def test_no_sentence_of_the_catalogue_blocks_its_own_signature(fact: FactToVerify) -> None:
    assert [found.word for found in forbidden(fact.sentence)] == []


@pytest.mark.parametrize(
    "procedure", catalogue().procedures.values(), ids=lambda procedure: procedure.id
)
def test_every_deliberation_rule_can_be_met(procedure: Procedure) -> None:
    rule = procedure.rule
    assert all(len(kind) > 3 for kind in kinds(rule))
    assert kinds(rule)
    if rule.flexible:  # nothing is counted, and no item's own assembly is of this kind
        assert (rule.majority, rule.notice_days, rule.public_notice_days) == ("", 0, 0)
        assert procedure.usual_for == ()
        assert rule not in [item.deliberation_rule for item in catalogue().items.values()]
        return
    assert reaches(10, 10, rule.quorum)
    assert reaches(10, 10, rule.majority)


@pytest.mark.parametrize("item", sorted(catalogue().items))
def test_no_way_onward_says_for_every_unit_that_it_shares_data_or_takes_a_promise(
    item: str,
) -> None:
    """Either the resident is told to ask, or a named text gives it to one named kind of unit."""
    for way in catalogue().items[item].onward:
        if way.kind not in (OnwardKind.COMMITMENT, OnwardKind.SHARED_DATA):
            continue
        source = way.source.text if way.source else ""
        given = way.where != "要您开证明的单位" and any(mark in source for mark in ("条", "通知"))
        assert "可以问一问" in way.do or given, way.do


def test_no_title_says_a_word_twice() -> None:
    for item in catalogue().items.values():
        for text in (item.name, item.certificate_title, *item.aliases):
            assert not re.search(r"(情况|证明|说明|意见|材料)\1", text), text


# What we know of our own files is no resident's business; what nobody has checked is said plainly.
OF_OUR_FILES = re.compile(
    "启用|待核|未取得|没有读到|自有知识|单一来源|可信程度|镜像|快照|LawRefBook|confidence"
)


def test_no_field_that_residents_see_speaks_of_our_own_files() -> None:
    for item in catalogue().items.values():
        seen = [item.name, item.summary, item.certificate_title, item.refused_because, *item.rules]
        seen += [*item.aliases, *item.materials, *item.used_for, *item.demanders]
        seen += [basis.provision for basis in item.basis]
        seen += [text for way in item.onward for text in (way.do, way.where, *way.bring)]
        seen += [text for one in item.preconditions for text in (one.question, one.reason, one.do)]
        seen += [text for one in item.questions for text in (one.label, one.hint)]
        assert [text for text in seen if OF_OUR_FILES.search(text)] == [], item.id


def test_days_in_what_people_read_are_written_as_people_write_them() -> None:
    for item in catalogue().items.values():
        read = [item.summary, *item.rules, *item.used_for, *item.unverified]
        read += [text for way in item.onward for text in (way.do, way.where, *way.bring)]
        read += [question.hint for question in item.questions]
        read = [text for text in read if text not in LEARNED]
        assert [text for text in read if WRITTEN_BY_MACHINES.search(text)] == [], item.id
    notes = [procedure.rule.note for procedure in catalogue().procedures.values()]
    assert [text for text in notes if WRITTEN_BY_MACHINES.search(text)] == []


def test_what_is_only_brought_along_is_not_said_to_be_proof() -> None:
    """“手里的证件就够” may be said of these, whose paper itself shows the fact, and of no other."""
    shown_by_a_paper = {
        item.id: {paper for way in item.onward if way.kind is EXISTING for paper in way.bring}
        for item in catalogue().items.values()
        if item.kind is ListKind.NEGATIVE and any(way.kind is EXISTING for way in item.onward)
    }
    assert " ".join(sorted(shown_by_a_paper)) == (
        "NEG-01 NEG-02 NEG-03 NEG-04 NEG-06 NEG-08 NEG-09 NEG-11 NEG-12 NEG-13 NEG-14 NEG-15 "
        "NEG-17 NEG-19"
    )  # not NEG-10: a card shows who somebody is, never that somebody is alive
    assert [one for one, papers in shown_by_a_paper.items() if "居民身份证" in papers] == ["NEG-02"]
