"""Long lists of demands: what is found quickly is what looking at everything plainly finds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands import cycles, duplicates, reachability
from juzheng.law.demands.cycles import examine
from juzheng.law.demands.duplicates import MOST_NAMED
from juzheng.law.demands.faults import FaultReason, Law, refused
from juzheng.law.demands.findings import Searched
from juzheng.law.demands.network import (
    COMMITTEE,
    Body,
    DataSource,
    Demand,
    DemandFault,
    Document,
    Fact,
    Matter,
    Network,
    network,
)

LAW = Law(catalogue(), date(2026, 12, 1))
FACTS, BODIES, PAPERS, MATTERS = ("f", "g", "h"), ("bank", "army", "seal"), "abcdefgh", ("m", "n")
KINDS = (DemandFault.BASELESS, DemandFault.DUPLICATE, DemandFault.VACUUM)
some_facts = st.frozensets(st.sampled_from(FACTS), max_size=3)
bases = st.sampled_from([(), (LegalBasis("公证法", "第二十九条"),), (LegalBasis("某规定", ""),)])


@st.composite
def lists(draw: st.DrawFn, most: int = 12) -> Network:
    """Return a list with few facts, so that much is shown twice and thrice."""
    papers = [
        Document(
            name, name, draw(st.sampled_from(("", *BODIES))), draw(some_facts), draw(st.booleans())
        )
        for name in PAPERS
    ]
    data = [
        DataSource(
            f"data{one}", "数据", draw(some_facts), draw(st.frozensets(st.sampled_from(BODIES)))
        )
        for one in range(2)
    ]
    demands = [
        Demand(
            f"d{one}",
            draw(st.sampled_from((*MATTERS, *MATTERS, *PAPERS))),
            tuple(draw(st.lists(st.sampled_from(PAPERS), max_size=2, unique=True))),
            tuple(draw(st.lists(st.sampled_from(("data0", "data1")), max_size=1))),
            draw(st.sampled_from(("", "", *FACTS))),
            draw(bases),
            draw(st.integers(0, 5)) == 0,
        )
        for one in range(draw(st.integers(0, most)))
    ]
    return network(
        bodies=[Body("bank", "某银行", "bank"), Body("army", "某部队", "army"),
                Body("seal", "某居委会", COMMITTEE)],
        facts=[Fact(name, name, negative=name == "h") for name in FACTS],
        data=data,
        papers=papers,
        matters=[Matter("m", "办事", "bank"), Matter("n", "别的事", "")],
        demands=demands,
    )  # fmt: skip


def plainly(net: Network, demand: Demand) -> tuple[FaultReason, tuple[str, ...]] | None:
    """What shows a demand's facts already, by looking at every paper there is, as it reads."""
    body, facts = net.body(demand.owner), net.shown(demand)
    who, here = body.id if body else "", {demand.owner, *demand.papers}
    held = [paper for paper in net.papers.values() if paper.held and facts <= paper.shows]
    own = [
        paper
        for paper in net.papers.values()
        if who and not paper.held and paper.issued_by == who and facts <= paper.shows
    ]
    looked = [one for one in net.data.values() if who in one.open_to and facts <= one.shows]
    found: dict[FaultReason, tuple[str, ...]] = {
        FaultReason.SHARED_DATA: () if demand.data else tuple(one.id for one in looked),
        FaultReason.OWN_PAPER: tuple(one.id for one in own if one.id not in here),
        FaultReason.HELD_PAPER: tuple(one.id for one in held if one.id not in here),
        FaultReason.SAME_MATTER: tuple(beside(net, demand, facts)),
    }
    return next(((ground, by) for ground, by in found.items() if by), None)


def beside(net: Network, demand: Demand, facts: Collection[str]) -> Iterator[str]:
    def brings(one: Demand, wanted: Collection[str]) -> bool:
        firm = bool(one.papers) and not one.data and not one.commitment
        return firm and all(set(wanted) <= net.papers[paper].shows for paper in one.papers)

    earlier = True
    for other in net.of(demand.owner):
        if other is demand:
            earlier = False
        elif brings(other, facts) and (earlier or not brings(demand, net.shown(other))):
            yield from other.papers


def expected(net: Network) -> dict[str, tuple[FaultReason, tuple[str, ...], bool]]:
    found = {}
    for demand in net.demands.values():
        body = net.body(demand.owner)
        ungoverned = body is not None and body.kind == "army"
        pocket = bool(demand.papers) and all(net.papers[one].held for one in demand.papers)
        if net.shown(demand) and not ungoverned and not pocket:
            already = plainly(net, demand)
            if already:
                by = tuple(dict.fromkeys(already[1]))
                found[demand.id] = (already[0], by[:MOST_NAMED], len(by) > MOST_NAMED)
    return found


@given(lists(), st.sampled_from([0, 2, 16]))
def test_a_duplicate_is_what_looking_at_every_paper_says(net: Network, many: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "MANY", many)
        found = list(duplicates.duplicates(net))
    assert {
        fault.about: (fault.ground, fault.shown_by, fault.shown_by_more) for fault in found
    } == expected(net)


@given(lists(), st.sampled_from([1, 2]), st.sampled_from([0, 16]))
def test_of_much_that_shows_a_fact_the_first_are_named_and_that_there_is_more(
    net: Network, most: int, many: int
) -> None:
    whole = expected(net)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "MANY", many)
        patch.setattr(duplicates, "MOST_NAMED", most)
        found = list(duplicates.duplicates(net))
    for fault in found:
        by = whole[fault.about][1]
        assert fault.shown_by == by[:most]
        assert fault.shown_by_more == (len(by) > most)
        assert fault.shown_by_more == fault.reason.endswith(duplicates.MORE)


@given(lists())
def test_as_many_as_there_are_are_all_told_alike(net: Network) -> None:
    searched = Searched(net, LAW, refused(net, LAW))
    whole = searched.everything()
    assert searched.worst(100) == whole
    assert examine(net, LAW, most=100) == examine(net, LAW)
    for demand in net.demands.values():
        of_it = tuple(fault for fault in whole.faults if fault.about == demand.id)
        assert searched.of(demand) == of_it
        grounds = {fault.ground for fault in of_it}
        assert searched.worth(demand) == (
            2 if not grounds else int(grounds == {FaultReason.NO_BASIS})
        )


@given(lists(), st.integers(1, 3))
def test_of_more_the_worst_are_told_and_all_are_counted(net: Network, most: int) -> None:
    searched = Searched(net, LAW, refused(net, LAW))
    whole, some = searched.everything(), searched.worst(most)
    assert some.counts == whole.counts
    assert set(some.faults) <= set(whole.faults)
    weight = {one.id: len(searched.of(one)) for one in net.demands.values()}
    for kind in KINDS:
        about = list(dict.fromkeys(f.about for f in whole.faults if f.kind is kind))
        told = list(dict.fromkeys(f.about for f in some.faults if f.kind is kind))
        assert len(told) == min(most, len(about))
        if kind is not DemandFault.VACUUM and len(about) > most:
            order = sorted(about, key=lambda one: -weight[one])  # stable: what comes first
            assert told == order[:most]


@given(lists())
def test_few_are_told_of_the_same_knots_and_clean_is_clean(net: Network) -> None:
    whole, some = examine(net, LAW), examine(net, LAW, most=1)
    assert (some.knots, some.stuck, some.cut, some.unchecked, some.clean) == (
        whole.knots, whole.stuck, whole.cut, whole.unchecked, whole.clean,
    )  # fmt: skip
    told = {frozenset(step.demand for step in one.steps) for one in whole.cycles}
    assert {frozenset(step.demand for step in one.steps) for one in some.cycles} <= told
    assert len(some.cycles) == min(1, len(whole.cycles))
    assert all(len(one.reached_from) <= 1 for one in some.cycles)


@given(lists(20))
def test_whence_each_knot_is_reached_is_what_following_it_alone_says(net: Network) -> None:
    graph, _, _ = reachability.number(net, refused(net, LAW))
    found = reachability.had(graph)
    tied = reachability.components(graph, found)
    stuck = [node for node in range(len(net.matters)) if not found[node]]

    def alone(nodes: Collection[int]) -> list[int]:
        seen, waiting = set(nodes), list(nodes)
        while waiting:
            for demand in graph.accepted_by[waiting.pop()]:
                owner = graph.owner[demand]
                if owner not in seen and demand not in graph.met:
                    seen.add(owner)
                    waiting.append(owner)
        return sorted(seen & set(stuck))

    expected_of = [alone(one.nodes) for one in tied]
    assert cycles._reached_from(graph, tied, stuck, None) == expected_of
    assert cycles._reached_from(graph, tied, stuck, 1) == [one[:1] for one in expected_of]


def _many(held: int, demands: int) -> dict[str, Any]:
    """One fact, that ``held`` papers in the pocket show and each of ``demands`` asks for."""
    return {
        "bodies": [Body("bank", "某银行", "bank")],
        "facts": [Fact("f", "事实")],
        "papers": [
            *(Document(f"h{one}", "证件", "", frozenset({"f"}), held=True) for one in range(held)),
            Document("p", "证明", "bank", frozenset({"f"})),
        ],
        "matters": [Matter("m", "办事", "bank")],
        "demands": [Demand(f"d{one}", "m", ("p",), fact="f") for one in range(demands)],
    }


@pytest.mark.parametrize("held", [0, 3000])
def test_a_thousand_demands_for_one_fact_look_at_few_papers_each(
    held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Steps, not seconds: what is read of the papers that show the fact."""
    steps = 0

    class Counted(list[str]):
        def __iter__(self) -> Iterator[str]:
            nonlocal steps
            for one in super().__iter__():
                steps += 1
                yield one

    showing = duplicates.Showing(network(**_many(held, 1000)))
    for table in (showing._held, showing._own):
        table.ids = {key: Counted(row) for key, row in table.ids.items()}
    net = network(**_many(held, 1000))
    found = [showing.already(duplicates.look(net, one)) for one in net.demands.values()]
    assert len([one for one in found if one]) == (1000 if held else 999)  # the earliest stands
    assert steps <= 1000 * (MOST_NAMED + 2)
