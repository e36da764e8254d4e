"""The publication gate (发布条件): what may not be published, each refusal with its own meaning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from juzheng.law.base import divisions
from juzheng.law.base.citations import OPINION
from juzheng.law.catalogue import changes
from juzheng.law.catalogue.changes import CHANGES, ChangeEvent, ChangeState
from juzheng.law.catalogue.items import (
    CommitteeKind,
    Confidence,
    DeliberationNeed,
    Duty,
    FactToVerify,
    Handling,
    Instrument,
    Item,
    LegalBasis,
    ListKind,
    Onward,
    OnwardKind,
    Precondition,
    Source,
)
from juzheng.law.catalogue.lists import NATION, ChangeKind, ItemList, ListLine, UnlistedPolicy

DAY = date(2026, 11, 24)
NEXT = DAY + timedelta(days=1)
HUBEI, WUHAN, HUNAN = "420000", "420100", "430000"
READ = Source("读过的文件", Confidence.HIGH)
WAY = Onward(OnwardKind.OTHER_AUTHORITY, "请到公安派出所申请。", source=READ)

LAW = Instrument(
    id="law",
    title="某法",
    issuer="某机关",
    in_force_from=date(2020, 1, 1),
    in_force_until=None,
    status="现行有效",
    checked_on=DAY,
    confidence=Confidence.HIGH,
    binding=True,
)
DOCUMENT = replace(LAW, id="document", title="公布清单的通知", binding=False)
APPROVED = replace(LAW, id="approved", title="公布保留清单的通知", note="经国务院批准")
TEXTS = {one.id: one for one in (LAW, DOCUMENT, APPROVED)}

ISSUED = Item(
    id="POS-1",
    name="某证明",
    kind=ListKind.ISSUABLE,
    summary="说明",
    divisions=(),
    committees=(CommitteeKind.RESIDENTS,),
    basis=(LegalBasis("law", "第一条", checked="逐字核对"),),
    onward=(WAY,),
    aliases=(),
    used_for=(),
    demanders=(),
    rules=(),
    handling=Handling.COMPLEX,
    limit_working_days=5,
    deliberation=DeliberationNeed.NONE,
    deliberation_rule=None,
    questions=(),
    facts=(FactToVerify("fact", "事实", "确有其事。", ("看原件",)),),
    materials=(),
    validity_days=30,
    certificate_title="某证明",
    electronic_original=False,
    instead_see=(),
    conflicts_with="",
    in_force_from=date(2020, 3, 1),
    in_force_until=None,
    enabled=True,
    disabled_reason="",
    unverified=(),
    confidence=Confidence.HIGH,
    sources=(),
    duty=Duty("办理某事", "law", "第一条"),
)
ASKED = Precondition(
    "settled", "已经定下来了吗？", True, "还没有定。", "law", "第二条", "请先定下来。", "某处"
)
REFUSED = replace(
    ISSUED, id="NEG-1", name="某事", kind=ListKind.NEGATIVE, basis=(), facts=(), duty=None
)
OTHER = replace(REFUSED, id="NEG-2")
ITEMS = {one.id: one for one in (ISSUED, REFUSED, OTHER)}

LIST = ItemList(
    id="list",
    title="某清单",
    kind=ListKind.NEGATIVE,
    division=HUBEI,
    batch=1,
    issuer="某厅",
    document="document",
    issued_on=DAY,
    in_force_from=DAY,
    in_force_until=None,
    official=True,
    lines=(ListLine("NEG-1"), ListLine("NEG-2")),
    note="",
    source=READ,
)
RULE = UnlistedPolicy("rule", "某规则", HUBEI, "document", DAY, None, (), "", READ)


def refusals(
    items: dict[str, Item] = ITEMS, above: str = "", national: str = "", **said: object
) -> tuple[str, ...]:
    """Return why the list may not be published when it says otherwise in ``said``."""
    one = replace(LIST, **said)  # type: ignore[arg-type]
    above_it, nations = frozenset(above.split()), frozenset(national.split())
    return changes.unfit_list(one, items, TEXTS, above_it | nations, nations)


def test_a_list_that_makes_sense_is_published() -> None:
    assert refusals() == ()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"lines": ()}, "清单一行也没有。"),
        ({"document": "nowhere"}, "公布清单的文件“nowhere”没有登记。请先登记这份文件。"),
        ({"in_force_until": DAY}, "失效日不晚于生效日。"),
        ({"in_force_until": DAY - timedelta(days=1)}, "失效日不晚于生效日。"),
        ({"lines": (ListLine("NEG-1"), ListLine("NEG-1"))}, "NEG-1 在清单里出现了两次。"),
        ({"lines": (ListLine("NEG-9"),)}, "NEG-9 这一项不存在。请先起草这个事项。"),
        (
            {"lines": (ListLine("POS-1"),)},
            "POS-1 某证明是可出具清单的事项，不能放进不应出具清单。",
        ),
        (
            {
                "kind": ListKind.RETAINED,
                "lines": (ListLine("POS-1"),),
                "division": NATION,
                "document": "approved",
            },
            "POS-1 某证明是可出具清单的事项，不能放进保留证明事项清单。",
        ),
    ],
)
def test_a_list_that_makes_no_sense_is_refused_for_that_alone(
    said: dict[str, object], told: str
) -> None:
    assert refusals(**said) == (told,)


@pytest.mark.parametrize(
    "line",
    [
        ListLine("NEG-1", ChangeKind.REMOVE),
        ListLine("NEG-1", ChangeKind.NARROW, demanders=("bank",)),
        ListLine("NEG-1", ChangeKind.NARROW, committees=(CommitteeKind.RESIDENTS,)),
        ListLine("NEG-1", demanders=("bank",)),
        ListLine("NEG-1", committees=(CommitteeKind.RESIDENTS,)),
        ListLine("NEG-1", ChangeKind.RENAME, name="新名", demanders=("bank",)),
    ],
)
def test_a_lower_list_lets_nothing_off_the_national_negative_list(line: ListLine) -> None:
    (told,) = refusals(lines=(line,), national="NEG-1")

    assert told.startswith("NEG-1 在国家不应出具清单上，")
    assert refusals(lines=(line,), above="NEG-1") == ()  # what the province put on, it may
    # … and so may the nation what the nation put on.
    assert refusals(lines=(line,), national="NEG-1", division=NATION) == ()


def test_what_the_nation_closes_may_be_renamed_and_named_again() -> None:
    assert refusals(lines=(ListLine("NEG-1"),), national="NEG-1") == ()
    renamed = ListLine("NEG-1", ChangeKind.RENAME, name="新名")
    assert refusals(lines=(renamed,), national="NEG-1") == ()


def test_only_the_nation_retains_what_the_state_council_approved() -> None:
    kept = {**ITEMS, "RET-1": replace(ISSUED, id="RET-1", kind=ListKind.RETAINED, basis=())}
    good = {
        "items": kept,
        "kind": ListKind.RETAINED,
        "lines": (ListLine("RET-1"),),
        "division": NATION,
        "document": "approved",
    }

    assert refusals(**good) == ()  # type: ignore[arg-type]
    for wrong in ({"division": HUBEI}, {"official": False}):
        assert refusals(**{**good, **wrong}) == (  # type: ignore[arg-type]
            "保留证明事项清单须经国务院批准，只能是国家的官方清单。请改用可出具清单。",
        )
    for document in ("document", "law"):  # neither binding nor approved; binding, of somebody else
        (told,) = refusals(**{**good, "document": document})  # type: ignore[arg-type]
        assert "没有写明经国务院批准" in told


def test_a_list_may_end_on_the_day_after_it_begins() -> None:
    assert refusals(in_force_until=NEXT) == ()


def test_an_item_named_three_times_is_named_for_each_time_too_many() -> None:
    assert len(refusals(lines=(ListLine("NEG-1"),) * 3)) == 2


def test_every_fault_of_a_list_is_told_at_once() -> None:
    told = refusals(document="nowhere", in_force_until=DAY, lines=(ListLine("NEG-9"),) * 2)
    assert len(told) == 5  # document, day, twice, and the unknown item in both its lines


def test_what_is_refused_leaves_a_resident_somewhere_to_go() -> None:
    stranded = {**ITEMS, "NEG-1": replace(REFUSED, onward=())}
    told = "NEG-1 某事没有写居民可以怎么办，不能列入。"

    assert refusals(items=stranded) == (told,)
    taken_off = (ListLine("NEG-1", ChangeKind.REMOVE),)
    assert refusals(items=stranded, lines=taken_off, above="NEG-1") == ()
    issued = {**ITEMS, "POS-1": replace(ISSUED, onward=())}
    assert refusals(items=issued, kind=ListKind.ISSUABLE, lines=(ListLine("POS-1"),)) == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (ListLine("NEG-1", ChangeKind.RENAME), "NEG-1 要改名，却没有写新名称。"),
        (ListLine("NEG-1", ChangeKind.NARROW), "NEG-1 要限定，却没有写限定给谁、由谁出具。"),
        (ListLine("NEG-1", ChangeKind.RENAME, name="新名"), ""),
        (ListLine("NEG-1", ChangeKind.NARROW, demanders=("bank",)), ""),
        (ListLine("NEG-1", ChangeKind.NARROW, committees=(CommitteeKind.RESIDENTS,)), ""),
        (ListLine("NEG-1", ChangeKind.REMOVE), ""),
    ],
)
def test_a_line_says_what_it_changes(line: ListLine, told: str) -> None:
    assert refusals(lines=(line,), above="NEG-1") == ((told,) if told else ())


@pytest.mark.parametrize(
    "line",
    [
        ListLine("NEG-1", ChangeKind.RENAME, name="新名"),
        ListLine("NEG-1", ChangeKind.NARROW, demanders=("bank",)),
        ListLine("NEG-1", ChangeKind.REMOVE),
    ],
)
def test_only_what_stands_above_can_be_changed(line: ListLine) -> None:
    told = f"NEG-1 不在上级清单上，不能{line.change.label}。"
    assert refusals(lines=(line,), above="NEG-2") == (told,)


def test_what_stands_above_may_be_added_again_and_what_does_not_may_be_added() -> None:
    assert refusals(above="NEG-1") == refusals(above="") == ()


def test_a_rule_on_unlisted_items_names_a_document_that_is_there() -> None:
    assert changes.unfit_policy(RULE, TEXTS) == ()
    told = changes.unfit_policy(replace(RULE, document="nowhere"), TEXTS)
    assert told == ("规定它的文件“nowhere”没有登记。请先登记这份文件。",)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, ()),
        ({"in_force_until": NEXT}, ()),
        ({"in_force_until": LAW.in_force_from}, ("失效日不晚于生效日。",)),
        ({"in_force_until": date(2019, 12, 31)}, ("失效日不晚于生效日。",)),
        ({"in_force_from": None}, ("没有写从哪天起施行，不能作为依据。",)),
        ({"in_force_from": None, "binding": False}, ()),
        ({"in_force_from": None, "binding": False, "in_force_until": DAY}, ()),
        ({"id": OPINION}, ()),
        (
            {"id": OPINION, "in_force_until": NEXT},
            ("民发〔2020〕20号失效后系统要换规则，不能只改日期。",),
        ),
    ],
)
def test_the_days_of_a_legal_text_make_sense(
    said: dict[str, object], told: tuple[str, ...]
) -> None:
    assert changes.unfit_instrument(replace(LAW, **said)) == told  # type: ignore[arg-type]


def test_an_item_that_is_not_offered_says_why_and_nothing_else_is_asked_of_it() -> None:
    bare = replace(ISSUED, enabled=False, basis=(), facts=(), confidence=Confidence.LOW)
    assert changes.unfit_item(bare, TEXTS, DAY) == ("没有启用的事项要写明原因。",)
    assert changes.unfit_item(replace(bare, disabled_reason="还没有核实"), TEXTS, DAY) == ()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"confidence": Confidence.LOW}, "来源可信程度低"),
        ({"basis": (*ISSUED.basis, LegalBasis("nowhere", "第一条"))}, "不在法律文件目录中"),
        ({"basis": (LegalBasis("law", "第一条"),)}, "没有当日有效、已核对的法律法规依据"),
        (
            {"basis": (LegalBasis("document", "第一条", checked="核对"),)},
            "没有当日有效、已核对的法律法规依据",
        ),
        ({"duty": None}, "没有写明属于居（村）委会哪一项职责"),
        ({"duty": Duty("办理某事", "nowhere", "第一条")}, "规定职责的“nowhere”没有登记"),
        ({"duty": Duty("办理某事", "document", "第一条")}, "规定职责的“document”没有登记"),
        (
            {"preconditions": (replace(ASKED, instrument="nowhere"),)},
            "依据“nowhere”不在法律文件目录中",
        ),
        ({"committees": ()}, "由居民委员会还是村民委员会"),
        ({"facts": ()}, "没有写明要核实哪些事实"),
        ({"limit_working_days": 0}, "没有写明办理时限"),
        ({"deliberation": DeliberationNeed.REQUIRED}, "没有写明议事规则"),
        ({"onward": (WAY, replace(WAY, source=None))}, "去向“请到公安派出所申请。”没有写来源。"),
        (
            {"onward": (replace(WAY, source=Source("", Confidence.HIGH)),)},
            "去向“请到公安派出所申请。”没有写来源。",
        ),
    ],
)
def test_an_item_that_is_issued_lacks_nothing(said: dict[str, object], told: str) -> None:
    assert changes.unfit_item(ISSUED, TEXTS, DAY) == ()
    found = changes.unfit_item(replace(ISSUED, **said), TEXTS, DAY)  # type: ignore[arg-type]
    assert len(found) == 1
    assert told in found[0]


def test_what_is_retained_needs_a_duty_and_no_basis_of_its_own() -> None:
    kept = replace(ISSUED, kind=ListKind.RETAINED, basis=())
    assert changes.unfit_item(kept, TEXTS, DAY) == ()
    (told,) = changes.unfit_item(replace(kept, duty=None), TEXTS, DAY)
    assert "哪一项职责" in told


def test_a_listed_item_names_the_duty_where_a_paper_may_come_of_it() -> None:
    (told,) = changes.unfit_item(replace(REFUSED, facts=ISSUED.facts), TEXTS, DAY)
    assert "哪一项职责" in told


def test_an_item_that_is_refused_needs_a_way_onward_and_no_basis() -> None:
    assert changes.unfit_item(REFUSED, TEXTS, DAY) == ()
    (told,) = changes.unfit_item(replace(REFUSED, onward=()), TEXTS, DAY)
    assert told == "没有填写居民可以怎么办，不能列入不应出具清单。"


def test_an_item_is_looked_at_on_the_first_day_that_it_governs() -> None:
    """What was published for a past day is judged by the item's own first day (基准日)."""
    ended = {"law": replace(LAW, in_force_until=ISSUED.in_force_from)}
    before = ISSUED.in_force_from - timedelta(days=30)
    assert changes.unfit_item(ISSUED, ended, before) != ()
    ends_later = {"law": replace(LAW, in_force_until=DAY)}
    assert changes.unfit_item(ISSUED, ends_later, before) == ()
    assert changes.unfit_item(ISSUED, ends_later, DAY) != ()


@pytest.mark.parametrize(
    ("officer", "division", "may"),
    [
        (None, NATION, False),
        (None, HUBEI, False),
        (NATION, NATION, True),
        (NATION, WUHAN, True),
        (HUBEI, HUBEI, True),
        (HUBEI, WUHAN, True),
        (HUBEI, NATION, False),
        (HUBEI, HUNAN, False),
        (WUHAN, HUBEI, False),
    ],
)
def test_officers_change_what_is_theirs_and_what_lies_below(
    officer: str | None, division: str, may: bool
) -> None:
    assert divisions.governs(officer, division) is may


def test_nobody_reviews_what_they_wrote() -> None:
    assert not divisions.may_review(1, frozenset({1, 2}))
    assert divisions.may_review(3, frozenset({1, 2}))


def test_a_change_goes_no_other_way_than_through_review() -> None:
    ways = {(s, e): CHANGES.table[s].get(e) for s, e in product(ChangeState, ChangeEvent)}
    assert {key: after for key, after in ways.items() if after} == {
        ("draft", "restated"): "draft",
        ("draft", "page_written"): "draft",
        ("draft", "page_left_out"): "draft",
        ("draft", "document_kept"): "draft",
        ("draft", "document_matched"): "draft",
        ("draft", "submitted"): "in_review",
        ("draft", "discarded"): "discarded",
        ("in_review", "returned"): "draft",
        ("in_review", "published"): "published",
    }


def test_items_that_lean_on_a_text_are_named_in_the_order_of_their_ids() -> None:
    last, first = replace(ISSUED, id="POS-9"), replace(ISSUED, id="POS-0")
    items = {one.id: one for one in (last, REFUSED, first)}
    assert changes.leaning_on("law", items) == (first, last)
    assert changes.leaning_on("document", items) == ()


def test_a_refused_item_too_may_lean_only_on_texts_of_the_catalogue() -> None:
    leaning = replace(REFUSED, basis=(LegalBasis("law", "第一条"),))
    without = {key: text for key, text in TEXTS.items() if key != "law"}
    assert changes.unfit_item(leaning, TEXTS, DAY) == ()
    assert changes.unfit_item(leaning, without, DAY) != ()
