"""Conditions of the articles (条文里的条件): none is only a note that a signature passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from juzheng.catalogue import catalogue
from juzheng.finder import default_finder, matters
from juzheng.finder.answering import Answer, answer
from juzheng.law.cases import samples
from juzheng.law.cases.signing import Readiness, obstacles
from juzheng.law.catalogue.fitness import unfit
from juzheng.law.catalogue.guides import Where, guide
from juzheng.law.catalogue.items import CommitteeKind, Item, ListKind, Precondition
from juzheng.law.catalogue.routing import Outcome
from juzheng.law.catalogue.sentences import blanks

TODAY = date(2026, 11, 29)
CATALOGUE = catalogue()
ISSUABLE = [
    item for item in CATALOGUE.items.values() if item.enabled and item.kind is ListKind.ISSUABLE
]
# Words by which a note or an article makes a condition; what comes after the paper is none.
CONDITIONS = (
    "公示",
    "未成立业主委员会",
    "没有业主委员会",
    "受其委托",
    "受委托",
    "经业主委员会审核",
)
# Where such a word in a note is no condition of ours, and why.
NO_CONDITION = {
    ("POS-003", "公示"): "说的是不公示",
    ("POS-040", "公示"): "条文没有，只是本项目的建议",
}


def asked(text: str, division: str | None = None, on: date = TODAY) -> Answer:
    return answer(
        text,
        finder=default_finder(),
        catalogue=CATALOGUE,
        matters=matters(),
        on=on,
        division=division,
    )


def structured(item: Item) -> str:
    """Return all that an item asks or verifies, in one text."""
    rule = item.deliberation_rule
    return " ".join(
        [
            *(one.question + one.reason for one in item.preconditions),
            *(fact.label + fact.sentence for fact in item.facts),
            f"公示{rule.public_notice_days}" if rule and rule.public_notice_days else "",
        ]
    )


@pytest.mark.parametrize("item", ISSUABLE, ids=lambda item: item.id)
def test_no_condition_stands_in_a_note_alone(item: Item) -> None:
    notes = " ".join((*item.rules, *item.advice, item.summary))
    for word in CONDITIONS:
        if word in notes and (item.id, word) not in NO_CONDITION:
            assert word in structured(item), word
    assert not [note for note in item.rules if note.startswith(("只在没有", "只用于利用"))]


@pytest.mark.parametrize("item", ISSUABLE, ids=lambda item: item.id)
def test_every_question_that_a_sentence_needs_is_there(item: Item) -> None:
    keys = {question.key for question in item.questions}
    needed = {name for fact in item.facts for name in blanks(fact.sentence)}
    assert keys >= needed - {"applicant", "committee", "recipient", "purpose"}


# What each article says (read in the snapshot), and what asks or verifies it.
ARTICLES = [
    ("POS-001", "继子女", {"stepchild"}, set()),
    ("POS-002", "夫妻共同收养、因故不能亲自前往", {"couple"}, {"marriage", "reason"}),
    ("POS-003", "有争议、依法具有监护资格的人", {"dispute", "eligible"}, {"dispute", "candidate"}),
    ("POS-004", "前两项的人", {"parents", "before", "kin"}, {"before"}),
    ("POS-006", "没有近亲属", {"relatives"}, {"relatives"}),
    ("POS-009", "国家赔偿监督程序", {"appeal"}, set()),
    ("POS-010", "仲裁代理人", {"arbitration"}, {"agent_unpaid"}),
    ("POS-011", "因审判活动需要", {"called"}, set()),
    ("POS-015", "公布无异议", set(), {"published"}),
    ("POS-017", "讨论通过并公示", {"collective"}, {"discussed", "notice"}),
    ("POS-019", "公示、异议不成立", set(), {"notice", "objections"}),
    ("POS-021", "收到求助的记录", {"reported"}, {"record"}),
    ("POS-028", "农民成员", {"member"}, set()),
    ("POS-035", "零售为主、自产自销", {"market"}, {"own_produce"}),
    ("POS-036", "经业主共同决定", {"decided"}, {"decision"}),
    ("POS-037", "物业服务企业或者相关业主提出建议", {"proposer"}, {"proposed", "hazard"}),
    ("POS-038", "业主委员会和居（村）民委员会", {"proposer", "both"}, {"both"}),
    ("POS-040", "使用宅基地", {"homestead"}, {"right"}),
    ("POS-041", "规划农村地区、征询相邻", {"homestead"}, {"neighbours", "reviewed"}),
    ("POS-042", "核查、讨论、公示、异议", {"checked"}, {"checked", "notice", "objections"}),
    ("POS-048", "养犬条件、保证书", {"separate", "area"}, {"separate", "area", "pledge"}),
    ("POS-064", "社区居民委员会", {"proposer", "lift"}, {"proposed", "paper", "scope"}),
    ("POS-065", "整改通知书", {"proposer"}, {"proposed", "paper"}),
    ("POS-066", "要求整改的书面文书", {"proposer"}, {"proposed", "paper"}),
    ("POS-069", "利用原有宅基地", {"old_plot"}, {"plot", "right"}),
    ("POS-070", "企业、公共设施", {"project"}, {"collective"}),
    ("POS-071", "原有宅基地按省有关规定", {"old_homestead", "urban_land"}, {"plot"}),
    ("POS-073", "原有宅基地或者村内空闲地", {"house", "old_plot"}, {"plot"}),
    ("POS-074", "使用宅基地", {"house"}, {"right"}),
    ("POS-076", "城镇建设用地范围内", {"urban_land"}, {"plot", "collective"}),
    ("POS-077", "企业、新型农村社区、公共设施", {"project"}, {"collective"}),
    ("POS-079", "从业主中产生", {"owner"}, {"owner"}),
    ("POS-084", "业主或者授权代表", {"owner"}, {"owner"}),
    ("POS-087", "公示十五日、建设单位邀请", {"invited"}, {"notice", "objections"}),
    ("POS-090", "没有业主委员会", {"owners_committee", "manager"}, {"owners_committee", "manager"}),
    ("POS-091", "共同现场查验", {"owners_committee", "reporter"}, {"owners_committee", "hazard"}),
    ("POS-092", "共同现场查验", {"owners_committee", "reporter"}, {"owners_committee", "hazard"}),
    (
        "POS-093",
        "经审核、受委托",
        {"reviewed", "entrusted"},
        {"reviewed", "entrusted", "confirmed"},
    ),
    ("POS-094", "公示三十日", {"villager"}, {"notice"}),
    ("POS-095", "原宅基地内重建、改建", {"old_plot"}, {"plot", "right", "neighbours"}),
    ("POS-096", "原有宅基地按省有关规定", {"old_homestead"}, {"plot"}),
]


@pytest.mark.parametrize(
    ("code", "says", "before", "facts"),
    ARTICLES,
    ids=lambda one: one if isinstance(one, str) else "-".join(sorted(one)),
)
def test_each_condition_of_the_article_is_asked_or_verified(
    code: str, says: str, before: set[str], facts: set[str]
) -> None:
    item = CATALOGUE.items[code]
    assert before <= {one.key for one in item.preconditions}, says
    assert facts <= {fact.key for fact in item.facts}, says


def test_a_public_notice_of_the_article_is_part_of_the_promise() -> None:
    shanghai = CATALOGUE.items["POS-094"]
    told = guide(shanghai, CATALOGUE, Where("310000", TODAY))
    assert told.limit == "5个工作日内（公示30天另计）"
    assert told.notice_ground == "公示天数依据：上海市城乡规划条例第三十六条第一款"
    assert told.steps[-1].limit.endswith("（公示30天另计）")
    assert "使用土地的证明文件" not in {one.name for one in told.materials}
    jinan = guide(CATALOGUE.items["POS-087"], CATALOGUE, Where("370100", TODAY))
    assert "公示15天另计" in jinan.limit


@pytest.mark.parametrize(("on", "runs"), [(date(2026, 12, 1), True), (date(2026, 12, 2), False)])
def test_nothing_is_signed_while_the_public_notice_runs(on: date, runs: bool) -> None:
    until = CATALOGUE.items["POS-094"].notice_running({"notice_from": "2026-11-01"}, on)
    file = Readiness(issues=True, requires=frozenset(), notice_until=until)
    found = [one for one in obstacles(file) if one.code == "notice"]
    assert bool(found) is runs
    assert not runs or "2026年12月1日" in found[0].message


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"notice_source": ""}, "没有写是哪一条"),
        ({"facts": ()}, "没有把公示列为要核实的事实"),
        ({"deliberation_rule": CATALOGUE.items["POS-019"].deliberation_rule}, "不要再写"),
    ],
)
def test_a_public_notice_names_its_article_and_is_verified(
    changes: dict[str, object], fault: str
) -> None:
    item = replace(CATALOGUE.items["POS-094"], **changes)  # type: ignore[arg-type]
    assert any(fault in one for one in unfit(item, CATALOGUE.instruments, TODAY))


@pytest.mark.parametrize(
    ("words", "division", "item", "outcome"),
    [
        ("翻建老宅村委会意见", "411000", "POS-096", Outcome.TO_CONFIRM),
        ("翻建老宅村委会意见", "410100", "POS-071", Outcome.TO_CONFIRM),
        ("要居委会给奶奶指定监护人，老人没有别的亲人", None, "POS-003", Outcome.ELSEWHERE),
        ("医院让居委会当监护人签字", None, "POS-003", Outcome.ELSEWHERE),
    ],
)
def test_people_s_own_words_end_it(
    words: str, division: str | None, item: str, outcome: Outcome
) -> None:
    told = asked(words, division)
    assert told.item is not None
    assert told.decision is not None
    assert (told.item.id, told.decision.outcome) == (item, outcome)


def test_village_homesteads_are_decided_by_all_members() -> None:
    rule = CATALOGUE.items["POS-017"].deliberation_rule
    assert rule is not None
    assert (rule.quorum, rule.majority, rule.majority_of_entitled) == ("2/3", "2/3", True)
    assert rule.kind == "成员大会"


def test_rebuilding_on_an_old_plot_offers_nothing_new() -> None:
    for code, kinds in {"POS-095": ("重建", "改建"), "POS-069": ("翻建", "改建")}.items():
        asked_for = next(q for q in CATALOGUE.items[code].questions if q.key == "build_kind")
        assert asked_for.choices[:2] == kinds
        assert "扩建" not in asked_for.choices


def test_a_sample_is_by_a_committee_that_issues_it() -> None:
    for item in ISSUABLE:
        where = Where(item.divisions[0] if item.divisions else "", TODAY)
        paper = samples.sample(guide(item, CATALOGUE, where))
        if paper is None:
            continue
        # Of a meeting that only villagers hold, the sample is a village's.
        villagers = item.committees == (CommitteeKind.VILLAGERS,) or "村民" in paper.meeting
        assert paper.committee.endswith("村民委员会") is villagers, item.id


def test_adoption_papers_certify_no_nationality() -> None:
    item = CATALOGUE.items["POS-001"]
    assert not [fact for fact in item.facts if "公民" in fact.sentence]
    assert CATALOGUE.items["POS-021"].basis[0].provision == "第六条第二款第（八）项"


# Past days: what we did not read is no refusal, and no article carries a number of today.
@pytest.mark.parametrize(
    ("code", "on"),
    [
        ("POS-007", date(2020, 10, 20)),  # the numbers of 2017: unread
        ("POS-028", date(2021, 3, 1)),
        ("POS-037", date(2021, 12, 1)),  # an older regulation may have said the same
        ("POS-006", date(2020, 6, 1)),  # the wording of 2015: unread
        ("POS-041", date(2021, 3, 1)),
    ],
)
def test_a_day_whose_text_we_did_not_read_is_to_be_confirmed(code: str, on: date) -> None:
    item = CATALOGUE.items[code]
    told = guide(item, CATALOGUE, Where(item.divisions[0] if item.divisions else "", on))
    assert told.confirming
    assert "我们没有核对" in told.reason


@pytest.mark.parametrize(
    ("code", "on", "text"),
    [
        ("POS-003", date(2020, 3, 15), "民法总则"),  # carried it before 民法典
        ("POS-004", date(2020, 6, 1), "民法总则"),
        ("POS-021", date(2020, 6, 1), "反家庭暴力法"),
    ],
)
def test_an_earlier_text_that_was_read_carries_its_item(code: str, on: date, text: str) -> None:
    told = guide(CATALOGUE.items[code], CATALOGUE, Where("", on))
    assert told.issued
    assert any(text in one.title for one in told.basis)


@pytest.mark.parametrize(
    ("code", "on", "article"),
    [
        ("POS-001", date(2022, 3, 1), "第五条第一款第（二）项"),
        ("POS-001", TODAY, "第六条第一款第（二）项"),
        ("POS-002", date(2022, 3, 1), "第四条第二款"),
        ("POS-006", date(2021, 6, 1), "第三百五十二条第一款"),
        ("POS-006", date(2022, 4, 10), "第三百五十条第一款"),
        ("POS-007", date(2022, 6, 1), "第六十一条第二款第（三）项"),
    ],
)
def test_past_days_are_cited_by_their_own_numbers(code: str, on: date, article: str) -> None:
    told = guide(CATALOGUE.items[code], CATALOGUE, Where("", on))
    assert told.issued
    assert next(one.provision for one in told.basis) == article


def test_no_day_carries_a_number_that_nobody_read() -> None:
    """民诉法 of 2017 numbers otherwise; its interpretation was read, and carries the item alone."""
    told = asked("推荐公民代理诉讼", on=date(2021, 6, 1))
    assert told.item is not None
    assert told.item.id == "POS-007"
    assert told.decision is not None
    places = [str(one) for one in told.decision.citations]
    assert not [one for one in places if one.startswith("民事诉讼法")]
    assert [one for one in places if "第八十八条第（五）项" in one]
    duty = next(one for one in told.decision.trace if one.rule == "outside_duties")
    assert "第六十一条" not in duty.answer
    assert "当时的条号没有核对" in duty.answer


def test_a_precondition_that_nobody_settled_is_to_be_confirmed() -> None:
    item = CATALOGUE.items["POS-001"]
    opened: tuple[Precondition, ...] = tuple(replace(p, settled=False) for p in item.preconditions)
    under = replace(
        CATALOGUE,
        items=MappingProxyType({**CATALOGUE.items, item.id: replace(item, preconditions=opened)}),
    )
    told = answer(
        "外国人收养证明", finder=default_finder(), catalogue=under, matters=matters(), on=TODAY
    )
    assert told.decision is not None
    assert told.decision.outcome is Outcome.TO_CONFIRM
