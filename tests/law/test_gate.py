"""The gate of OP-2.2.a: duty, retained list, what the law presupposes; and the rule for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.law.catalogue import guides, notices
from juzheng.law.catalogue.applicability import Circumstances, decide
from juzheng.law.catalogue.fitness import unfit, waits_for_reading
from juzheng.law.catalogue.guides import Where
from juzheng.law.catalogue.items import CommitteeKind, Instrument, Item, ListKind
from juzheng.law.catalogue.lists import ItemList, Library, ListLine, Rulebook
from juzheng.law.catalogue.looking import Look
from juzheng.law.catalogue.preconditions import unasked
from juzheng.law.catalogue.routing import Outcome

CATALOGUE = catalogue()
TODAY = date(2026, 11, 29)
ITEMS = sorted(CATALOGUE.items.values(), key=lambda item: item.id)
LISTED = [one for one in ITEMS if one.enabled and one.kind is not ListKind.NEGATIVE]
ASKING = [(item, one) for item in ITEMS for one in item.preconditions]
VILLAGE, STREET = CommitteeKind.VILLAGERS, CommitteeKind.RESIDENTS


@dataclass(frozen=True)
class Governing:
    """The shipped catalogue with other items, texts and lists (目录)."""

    items: Mapping[str, Item]
    instruments: Mapping[str, Instrument]
    library: Library
    looked: Mapping[str, Look] = field(default_factory=dict)

    def rulebook(self, division: str, on: date) -> Rulebook:
        return self.library.rulebook(division, on)


LIBRARY = Library(CATALOGUE.lists.values(), (), CATALOGUE.instruments)
APPROVED = replace(
    CATALOGUE.instruments["civil-code"],
    id="retained-2026",
    title="关于公布保留的证明事项目录的通知",
    issuer="国务院办公厅",
    in_force_from=date(2026, 1, 1),
)
KEPT = replace(CATALOGUE.items["POS-001"], id="RET-001", kind=ListKind.RETAINED, basis=())


def retaining(
    division: str = "", lines: tuple[ListLine, ...] = (ListLine("RET-001"),)
) -> Governing:
    """Return the catalogue with a list of ``division`` that retains ``lines``."""
    listed: ItemList = replace(
        CATALOGUE.lists["national-issuable"],
        id="retained",
        title="保留的证明事项目录",
        kind=ListKind.RETAINED,
        division=division,
        document=APPROVED.id,
        official=True,
        in_force_from=date(2026, 1, 1),
        lines=lines,
    )
    texts = {**CATALOGUE.instruments, APPROVED.id: APPROVED}
    library = Library([*CATALOGUE.lists.values(), listed], (), texts)
    return Governing({**CATALOGUE.items, KEPT.id: KEPT}, texts, library)


def here(item: Item, **more: object):
    """Return the decision on ``item`` where it applies, by a committee that may."""
    place = item.divisions[0] if item.divisions else "430102"
    return decide(item, CATALOGUE, Circumstances(place, TODAY, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("item", LISTED, ids=lambda item: item.id)
def test_every_item_that_is_issued_names_its_duty_and_what_gives_it(item: Item) -> None:
    assert item.duty is not None
    text = CATALOGUE.instruments[item.duty.instrument]
    assert text.binding
    if waits_for_reading(item, CATALOGUE.instruments, TODAY):
        return  # its text was replaced by one that nobody has read: it is not issued today
    assert text.in_force(TODAY)
    assert re.match(r"第[一二三四五六七八九十百]+条", item.duty.provision)
    (asked,) = [one for one in here(item).trace if one.rule == "outside_duties"]
    assert item.duty.words in asked.answer
    assert text.title in asked.answer


@pytest.mark.parametrize("item", LISTED, ids=lambda item: item.id)
def test_no_item_without_a_duty_is_published_or_issued(item: Item) -> None:
    bare = replace(item, duty=None)
    issued = here(item).outcome.issues
    assert any("职责" in why for why in unfit(bare, CATALOGUE.instruments, TODAY))
    under = Governing({**CATALOGUE.items, item.id: bare}, CATALOGUE.instruments, LIBRARY)
    place = item.divisions[0] if item.divisions else "430102"
    assert not decide(bare, under, Circumstances(place, TODAY)).outcome.issues
    # A case that was received under an older wording goes on by the duty that is known today.
    assert here(bare).outcome.issues is issued
    assert issued or waits_for_reading(item, CATALOGUE.instruments, TODAY)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_every_listed_item_names_what_a_committee_may_know_of_it(item: Item) -> None:
    if item.kind is ListKind.NEGATIVE:
        assert item.duty is not None
        assert here(item, still_demanded=True).trace[-1].rule != "outside_duties"


def test_rule_three_fires_for_the_other_kind_of_committee_and_never_for_a_gap_of_ours() -> None:
    homestead = CATALOGUE.items["POS-017"]
    refused = here(homestead, committee=STREET)
    assert (refused.outcome, refused.trace[-1].rule) == (Outcome.REFUSE, "outside_duties")
    assert "村民委员会" in refused.reason
    assert here(homestead, committee=VILLAGE).outcome.issues
    for code in ("POS-051", "POS-052"):  # that we registered no committee is our own gap
        assert here(CATALOGUE.items[code]).outcome is Outcome.TO_CONFIRM


@given(
    st.sampled_from(ITEMS),
    st.sampled_from([None, *CommitteeKind]),
    st.sampled_from(["", "bank", "police", "civil_affairs"]),
    st.booleans(),
)
def test_what_is_issued_is_within_the_duties_of_whoever_issues(item, committee, demander, insisted):
    decision = here(item, committee=committee, demander=demander, still_demanded=insisted)
    if decision.outcome.issues:
        assert item.duty is not None
        assert item.kind is ListKind.NEGATIVE or committee in (None, *item.committees)


def test_what_the_state_council_retains_is_issued_on_its_list_alone() -> None:
    under = retaining()
    decision = decide(KEPT, under, Circumstances("430102", TODAY))
    assert decision.outcome is Outcome.TIME_LIMITED
    assert "关于公布保留的证明事项目录的通知 《保留的证明事项目录》" in map(str, decision.citations)
    guide = guides.guide(KEPT, under, Where("430102", TODAY))
    assert guide.issued
    assert [one.title for one in guide.basis] == [APPROVED.title]
    assert "RET-001" in {line.item for line in notices.notice(under, Where("", TODAY)).issued}


@pytest.mark.parametrize("division", ["430000", "430102"])
def test_nobody_below_the_nation_retains_anything(division: str) -> None:
    decision = decide(KEPT, retaining(division), Circumstances("430102", TODAY))
    assert decision.trace[-1].rule == "without_basis"


def test_what_is_on_no_retained_list_has_no_basis() -> None:
    for under, on in ((retaining(lines=()), TODAY), (retaining(), date(2025, 12, 31))):
        decision = decide(KEPT, under, Circumstances("430102", on))
        assert decision.trace[-1].rule == "without_basis"


@pytest.mark.parametrize(("item", "one"), ASKING, ids=lambda one: getattr(one, "key", "") or one.id)
def test_the_answer_that_ends_it_leads_somewhere_else(item, one) -> None:
    ended = here(item, unmet=(one.key,))
    outcome = Outcome.ELSEWHERE if one.settled else Outcome.TO_CONFIRM  # nobody has checked it
    if one.no_paper:
        outcome = Outcome.NOT_NEEDED_DOCUMENT
    assert (ended.outcome, ended.trace[-1].rule) == (outcome, "precondition")
    assert ended.reason == one.reason
    assert [way.do for way in ended.onward] == [one.do]
    assert ended.citations[0].provision == one.provision
    assert ended.citations[0].instrument in CATALOGUE.instruments


@pytest.mark.parametrize(
    "item", {item.id: item for item, _ in ASKING}.values(), ids=lambda item: item.id
)
def test_what_was_not_asked_yet_is_said_before_anything_is_promised(item: Item) -> None:
    told = here(item)
    assert told.outcome.issues
    assert all(one.question in told.reason for one in item.preconditions)
    met = tuple(one.key for one in item.preconditions)
    assert "先要问清" not in here(item, met=met).reason
    assert not unasked(item, CATALOGUE, Circumstances("", TODAY, met=met))


ASKED_AND_VERIFIED = ("POS-004", "POS-005", "POS-006", "POS-017", "POS-018", "POS-025")


# What each other article asks for: tests/law/test_conditions.py.
@pytest.mark.parametrize("code", [*ASKED_AND_VERIFIED, "POS-090", "POS-091", "POS-092", "POS-093"])
def test_what_is_asked_is_also_a_fact_to_verify(code: str) -> None:
    facts = {fact.key for fact in CATALOGUE.items[code].facts}
    known = {"before", "collective", "acting", "relatives", "owners_committee", "entrusted"}
    assert facts & known


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("POS-006", "civil-procedure-interpretation"),  # 第三百五十条: 没有近亲属的
        ("POS-090", "qingyuan-property-regulation"),  # 没有业主委员会的
        ("POS-091", "liaocheng-property-regulation"),  # 未成立业主委员会的
        ("POS-092", "zibo-property-regulation"),
        ("POS-093", "hangzhou-property-regulation"),  # 受其委托的居民委员会
    ],
)
def test_what_an_article_presupposes_is_asked_and_cited(code: str, text: str) -> None:
    assert text in {one.instrument for one in CATALOGUE.items[code].preconditions}


def test_a_committees_own_decision_is_no_residents_discussion() -> None:
    guardian = here(CATALOGUE.items["POS-003"])
    assert guardian.outcome is Outcome.DELIBERATE
    assert "公共利益" not in guardian.reason
    assert "居民讨论" not in guardian.reason
    assert "居民" not in guardian.outcome.label
    assert "委员会开会" in guardian.reason
    assert "居民讨论同意" in here(CATALOGUE.items["POS-019"]).reason


def test_a_meeting_says_who_has_to_agree_where_a_law_gives_the_number() -> None:
    land = here(CATALOGUE.items["POS-018"])
    assert "会议：村民会议或者村民代表会议，全体应到人员三分之二以上同意" in land.steps
    appraisal = here(CATALOGUE.items["POS-019"])  # its majority is a number of our own
    assert not [step for step in appraisal.steps if step.startswith("会议：")]


def test_where_the_law_asks_the_committee_to_look_nobody_has_to_meet() -> None:
    assert here(CATALOGUE.items["POS-042"]).outcome is Outcome.TIME_LIMITED
