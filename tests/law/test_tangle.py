"""What is wrong with a network of demands: cycles, duplicates, baseless, vacuums (OP-1.2.a)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from juzheng.catalogue import catalogue
from juzheng.law.base import citations
from juzheng.law.base.demanders import NOT_GOVERNED
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.catalogue.lists import ChangeKind, Library, ListLine
from juzheng.law.demands import vacuums
from juzheng.law.demands.cycles import examine
from juzheng.law.demands.faults import LISTS_ONLY, Fault, FaultReason, Law
from juzheng.law.demands.network import (
    COMMITTEE,
    Body,
    BrokenNetwork,
    DataSource,
    Demand,
    DemandFault,
    Document,
    Fact,
    Matter,
    Network,
    network,
)

LAW = Law(catalogue(), date(2026, 11, 22))
NOTARY_LAW = (LegalBasis("公证法", "第二十九条"),)
BODIES = (
    Body("bank", "某银行", "bank"),
    Body("notary", "某公证处", "notary"),
    Body("police", "某派出所", "police"),
    Body("committee", "某社区居委会", COMMITTEE),
)
KIN = Fact("kin", "是父子")
# Named by the register of inheritance: bank → notary → police → committee → notary.
LOOP: dict[str, Any] = {
    "bodies": BODIES,
    "facts": (KIN, Fact("heir", "有继承权")),
    "papers": (
        Document("deed", "继承公证书", "notary", frozenset({"heir"})),
        Document("station", "派出所亲属关系证明", "police", frozenset({"kin"})),
        Document("seal", "居委会亲属关系证明", "committee", frozenset({"kin"}), item="NEG-01"),
    ),
    "matters": (Matter("savings", "取已故父亲的存款", "bank"),),
    "demands": (
        Demand("d1", "savings", ("deed",), basis=NOTARY_LAW),
        Demand("d2", "deed", ("station",), basis=NOTARY_LAW),
        Demand("d3", "station", ("seal",)),
        Demand("d4", "seal", ("deed",)),
    ),
}


def grounds(net: Network, about: str) -> set[FaultReason]:
    return {fault.ground for fault in examine(net, LAW).faults if fault.about == about}


def one(net: Network, ground: FaultReason) -> Fault:
    (fault,) = [fault for fault in examine(net, LAW).faults if fault.ground is ground]
    return fault


def simple(paper: Document, **demand: Any) -> Network:
    """One bank asking for one paper."""
    made = Demand("d", "m", **{"papers": (paper.id,), "basis": NOTARY_LAW, **demand})
    return network(
        bodies=BODIES,
        facts=(
            KIN,
            Fact("none", "没有其他子女", negative=True),
            Fact("good", "为人正派", judgement=True),
        ),
        papers=(paper,),
        matters=(Matter("m", "开户", "bank"),),
        demands=(made,),
    )  # fmt: skip


@pytest.mark.duty("OP-1.2.a")
def test_the_loop_is_found_in_order_explained_and_cut() -> None:
    found = examine(network(**LOOP), LAW)
    (cycle,) = found.cycles
    assert [step.owner for step in cycle.steps] == ["deed", "station", "seal"]
    assert [step.body for step in cycle.steps] == ["某公证处", "某派出所", "某社区居委会"]
    assert cycle.reached_from == found.stuck == ("savings",)
    assert cycle.citations == (citations.CLEAR_OUT,)
    said = cycle.reason
    order = [
        said.index(part)
        for part in ("某银行", "某公证处", "某派出所", "某社区居委会", "又回到原处")
    ]
    assert order == sorted(order)
    # The committee must not certify kinship, so asking it is what has to go, and that is enough.
    assert found.cut.demands == ("d3",)
    assert found.cut.exact
    assert "不该要" in found.cut.reasons[0]


@pytest.mark.parametrize(
    "way_out",
    [{"papers": ("seal", "book")}, {"data": ("register",)}, {"commitment": True}],
)
def test_one_open_alternative_is_enough_to_be_no_loop(way_out: dict[str, Any]) -> None:
    demands = list(LOOP["demands"])
    demands[2] = replace(demands[2], **way_out)
    net = network(**{
        **LOOP,
        "papers": (*LOOP["papers"], Document("book", "户口簿", "police", held=True)),
        "data": (DataSource("register", "户籍信息", open_to=frozenset({"police"})),),
        "demands": demands,
    })  # fmt: skip
    found = examine(net, LAW)
    assert (found.cycles, found.stuck, found.cut.demands) == ((), (), ())


def test_data_that_the_demander_cannot_reach_is_no_way_out() -> None:
    demands = list(LOOP["demands"])
    demands[2] = replace(demands[2], data=("register",))
    closed = (DataSource("register", "户籍信息", open_to=frozenset({"bank"})),)
    (cycle,) = examine(network(**{**LOOP, "data": closed, "demands": demands}), LAW).cycles
    assert "别的办法也走不通" in cycle.reason


def test_a_baseless_demand_is_cancelled_before_one_with_a_basis() -> None:
    papers = [Document(paper.id, paper.name, "police") for paper in LOOP["papers"]]
    for bare in ("d2", "d3", "d4"):
        demands = [
            replace(demand, basis=() if demand.id == bare else NOTARY_LAW)
            for demand in LOOP["demands"]
        ]
        found = examine(network(**{**LOOP, "papers": papers, "demands": demands}), LAW)
        assert found.cut.demands == (bare,)
    lawful = [replace(demand, basis=NOTARY_LAW) for demand in LOOP["demands"]]
    found = examine(network(**{**LOOP, "papers": papers, "demands": lawful}), LAW)
    assert len(found.cut.demands) == 1
    assert "按程序提请修改" in found.cut.reasons[0]


def test_a_committee_that_certifies_by_the_list_is_no_obstacle() -> None:
    paper = Document("p", "人民陪审员推荐意见", "committee", item="POS-011")
    found = examine(simple(paper), LAW)
    assert found.clean
    assert found.unchecked == ()


@pytest.mark.parametrize(
    ("paper", "demand", "expected"),
    [
        (Document("p", "x", "police"), {"basis": ()}, {FaultReason.NO_BASIS}),
        (Document("p", "x", "police"), {"basis": (LegalBasis("opinion-2020-20", "第三部分"),)},
         {FaultReason.NOT_IN_FORCE}),
        (Document("p", "x", "police", frozenset({"none"})), {}, {FaultReason.NEGATIVE_FACT}),
        (Document("p", "x", "police", frozenset({"good"})), {}, {FaultReason.JUDGEMENT}),
        (Document("p", "x", "committee", item="NEG-05"), {}, {FaultReason.NEGATIVE_LIST}),
        (Document("p", "x", "committee", item="POS-054"), {}, {FaultReason.OUTSIDE_DUTIES}),
        (Document("p", "x", "committee"), {}, {FaultReason.OUTSIDE_DUTIES}),
        (Document("p", "x", "committee", item="POS-011"), {}, set()),
        (Document("p", "身份证", "police", held=True), {"basis": ()}, set()),
    ],
)  # fmt: skip
def test_a_baseless_demand_has_each_of_its_grounds(
    paper: Document, demand: dict[str, Any], expected: set[FaultReason]
) -> None:
    assert grounds(simple(paper, **demand), "d") == expected


def test_a_basis_that_the_catalogue_does_not_hold_is_not_called_void() -> None:
    net = simple(Document("p", "x", "police"), basis=(LegalBasis("某市办法", "第三条"),))
    found = examine(net, LAW)
    assert found.faults == ()
    assert found.unchecked == ("d",)


def test_the_regulation_is_held_against_those_it_names_only() -> None:
    for kind, cited in (("market", True), ("school", True), ("bank", False), ("notary", False)):
        net = simple(Document("p", "x", "police"), basis=())
        bodies = {**net.bodies, "bank": Body("bank", "某单位", kind)}
        fault = one(replace(net, bodies=bodies), FaultReason.NO_BASIS)
        assert (LISTS_ONLY in fault.citations) is cited
        assert (citations.DEMANDER_GIVES_BASIS in fault.citations) is (kind == "market")


@pytest.mark.parametrize("kind", sorted(NOT_GOVERNED))
def test_no_fault_is_found_with_whom_the_opinion_does_not_govern(kind: str) -> None:
    net = with_more(BOOK, basis=())
    found = examine(replace(net, bodies={**net.bodies, "bank": Body("bank", "某机关", kind)}), LAW)
    assert not [*found.of(DemandFault.BASELESS), *found.of(DemandFault.DUPLICATE)]
    bank = examine(net, LAW)
    assert [*bank.of(DemandFault.BASELESS), *bank.of(DemandFault.DUPLICATE)]


PAPER = Document("p", "关系证明", "police", frozenset({"kin"}))
OWN = Document("own", "客户资料", "bank", frozenset({"kin"}))
BOOK = Document("book", "户口簿", "police", frozenset({"kin"}), held=True)
LOOKUP = DataSource("reg", "户籍信息", frozenset({"kin"}), frozenset({"bank"}))


def with_more(*papers: Document, data: tuple[DataSource, ...] = (), **demand: Any) -> Network:
    net = simple(PAPER)
    return replace(
        net,
        papers={**net.papers, **{paper.id: paper for paper in papers}},
        data={source.id: source for source in data},
        demands={"d": replace(net.demands["d"], **demand)},
    )


@pytest.mark.parametrize(
    ("net", "ground", "by"),
    [
        (with_more(OWN), FaultReason.OWN_PAPER, ("own",)),
        (with_more(BOOK), FaultReason.HELD_PAPER, ("book",)),
        (with_more(data=(LOOKUP,)), FaultReason.SHARED_DATA, ("reg",)),
    ],
)
@pytest.mark.duty("OP-1.2.a")
def test_what_is_shown_already_need_not_be_shown_again(
    net: Network, ground: FaultReason, by: tuple[str, ...]
) -> None:
    fault = one(net, ground)
    assert (fault.kind, fault.about, fault.shown_by) == (DemandFault.DUPLICATE, "d", by)
    assert citations.CLEAR_OUT in fault.citations
    assert fault.reason.startswith("某银行要“关系证明”，来证明“是父子”；")


@pytest.mark.parametrize(
    "net",
    [
        with_more(OWN, fact="none"),  # shows another fact
        with_more(replace(OWN, issued_by="notary")),
        with_more(replace(BOOK, held=False)),
        with_more(BOOK, papers=("p", "book")),
        with_more(data=(replace(LOOKUP, open_to=frozenset({"police"})),)),
        with_more(data=(replace(LOOKUP, shows=frozenset()),)),
        with_more(),
    ],
)
def test_what_is_not_shown_already_is_no_duplicate(net: Network) -> None:
    assert examine(net, LAW).of(DemandFault.DUPLICATE) == ()


def test_of_two_demands_for_one_fact_the_later_is_the_duplicate() -> None:
    net = with_more(Document("q", "另一份证明", "notary", frozenset({"kin"})))
    second = Demand("e", "m", ("q",), basis=NOTARY_LAW)
    both = replace(net, demands={**net.demands, "e": second})
    (fault,) = examine(both, LAW).of(DemandFault.DUPLICATE)
    assert (fault.about, fault.ground, fault.shown_by) == ("e", FaultReason.SAME_MATTER, ("p",))
    # A commitment or a paper that does not show it may be brought instead: then it is not shown.
    loose = replace(net.demands["d"], commitment=True)
    other = replace(both, demands={"d": loose, "e": second})
    assert [fault.about for fault in examine(other, LAW).of(DemandFault.DUPLICATE)] == ["d"]


def test_a_paper_that_shows_more_makes_the_lesser_one_needless_whatever_the_order() -> None:
    more = Document("q", "公证书", "notary", frozenset({"kin", "none"}))
    net = with_more(more)
    both = replace(net, demands={**net.demands, "e": Demand("e", "m", ("q",), basis=NOTARY_LAW)})
    (fault,) = examine(both, LAW).of(DemandFault.DUPLICATE)
    assert (fault.about, fault.shown_by) == ("d", ("q",))


def test_a_withdrawn_item_that_nobody_shows_is_a_vacuum_until_somebody_does() -> None:
    """OP-4.2.b: what committees no longer certify must be shown by somebody else."""
    seal = Document("p", "居委会证明", "committee", frozenset({"kin"}))
    net = simple(seal)
    fault = one(net, FaultReason.NOBODY_SHOWS)
    assert (fault.about, fault.citations) == ("kin", (citations.NO_VACUUM,))
    assert examine(net, LAW).stuck == ("m",)
    filled = replace(
        net, papers={**net.papers, "h": Document("h", "档案", "police", frozenset({"kin"}))}
    )
    assert examine(filled, LAW).of(DemandFault.VACUUM) == ()
    with_data = replace(net, data={"reg": LOOKUP})
    assert examine(with_data, LAW).of(DemandFault.VACUUM) == ()
    negative = replace(net, facts={**net.facts, "kin": replace(KIN, negative=True)})
    assert examine(negative, LAW).of(DemandFault.VACUUM) == ()


@pytest.mark.parametrize("where", ["committee", ""])
def test_what_papers_or_another_office_show_is_no_vacuum(where: str) -> None:
    """“没有单位出具” may not be said of what the catalogue says that a household register shows."""
    told = replace(KIN, item="NEG-01")
    for paper, fact in (
        (Document("p", "亲属关系证明", where, frozenset({"kin"}), item="NEG-01"), KIN),
        (Document("p", "亲属关系证明", where, frozenset({"kin"})), told),
    ):
        net = simple(paper)
        net = replace(net, facts={**net.facts, "kin": fact})
        assert examine(net, LAW).of(DemandFault.VACUUM) == ()
        assert vacuums.shown_otherwise(net, LAW, "kin") == ("NEG-01",)


def test_a_demand_that_nothing_meets_stops_the_matter_and_is_cut() -> None:
    for net in (simple(Document("p", "旧式证明")), simple(PAPER, papers=())):
        found = examine(net, LAW)
        assert (found.cycles, found.stuck, found.cut.demands) == ((), ("m",), ("d",))
        (fault,) = found.of(DemandFault.VACUUM)
        assert (fault.about, fault.citations) == ("d", (citations.NO_VACUUM,))
    for way in ({"commitment": True}, {"data": ("reg",)}):
        net = replace(simple(Document("p", "旧式证明"), data=()), data={"reg": LOOKUP})
        net = replace(net, demands={"d": replace(net.demands["d"], **way)})
        assert examine(net, LAW).clean


@pytest.mark.parametrize(
    "paper",
    [
        Document("p", "x", "committee", item="NEG-05"),
        Document("p", "x", "committee", item="POS-054"),
        Document("p", "x", "committee"),
        Document("p", "x", "committee", frozenset({"none"}), item="POS-011"),
    ],
)
def test_what_a_committee_does_not_issue_stops_the_matter(paper: Document) -> None:
    assert examine(simple(paper), LAW).stuck == ("m",)
    assert examine(simple(replace(paper, issued_by="police")), LAW).stuck == ()


def test_a_region_has_its_own_lists() -> None:
    """Beijing's committees certify what a dog's keeper needs; elsewhere it is on no list."""
    net = simple(Document("p", "符合养犬条件的证明", "committee", item="POS-048"))
    for division, grounds_there in (("110000", set()), ("", set()), ("430000", {"negative_list"})):
        law = Law(catalogue(), LAW.on, division)
        assert {fault.ground.value for fault in examine(net, law).faults} == grounds_there
    # What the nation takes off the list again is not forbidden, and still on no list; what a
    # region would take off is forbidden there as everywhere.
    national = catalogue().lists["national-negative-1"]
    line, its = (ListLine(one, ChangeKind.REMOVE) for one in ("NEG-10", "NEG-12"))
    later = replace(national, id="n", batch=2, lines=(line,))
    regional = replace(national, id="r", division="420000", batch=2, lines=(its,))
    under = SimpleNamespace(
        items=catalogue().items,
        instruments=catalogue().instruments,
        looked={},
        rulebook=Library((national, later, regional), (), catalogue().instruments).rulebook,
    )
    for item, ground in (("NEG-12", "negative_list"), ("NEG-10", "outside_duties")):
        paper = simple(Document("p", "一份证明", "committee", item=item))
        (fault,) = examine(paper, Law(under, LAW.on, "420000")).of(DemandFault.BASELESS)
        assert fault.ground.value == ground


def test_a_loop_is_told_from_where_one_comes_in() -> None:
    for entrance in ("station", "seal"):
        demands = [replace(LOOP["demands"][0], papers=(entrance,)), *LOOP["demands"][1:]]
        (cycle,) = examine(network(**{**LOOP, "demands": demands}), LAW).cycles
        assert cycle.steps[0].owner == entrance


@pytest.mark.parametrize(
    ("part", "missing"),
    [
        ({"demands": (Demand("d", "nothing"),)}, "nothing"),
        ({"demands": (Demand("d", "savings", ("nothing",)),)}, "nothing"),
        ({"demands": (Demand("d", "savings", data=("nothing",)),)}, "nothing"),
        ({"demands": (Demand("d", "savings", fact="nothing"),)}, "nothing"),
        ({"matters": (Matter("savings", "x", "nobody"),)}, "nobody"),
        ({"data": (DataSource("x", "x", frozenset({"nofact"})),)}, "nofact"),
        ({"data": (DataSource("x", "x", open_to=frozenset({"nobody"})),)}, "nobody"),
    ],
)
def test_a_network_names_only_what_it_contains(part: dict[str, Any], missing: str) -> None:
    with pytest.raises(BrokenNetwork) as broken:
        network(**{**LOOP, **part})
    assert broken.value.missing == missing


def test_an_id_is_used_once() -> None:
    with pytest.raises(ValueError, match="用了两次"):
        network(facts=(KIN, KIN))
    with pytest.raises(ValueError, match="既是事项又是证件"):
        network(matters=(Matter("x", "x"),), papers=(Document("x", "x"),))
