"""The registry of demands (索要登记): two offices, what a basis is worth, what is at fault."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from juzheng.catalogue import catalogue
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands import registered, registry
from juzheng.law.demands.cycles import examine
from juzheng.law.demands.faults import FaultReason, Law
from juzheng.law.demands.network import Body
from juzheng.law.demands.registered import Registered
from juzheng.law.demands.registry import (
    DEMANDS,
    AskedOf,
    BasisStatus,
    DemandEvent,
    DemandState,
    Given,
    Held,
    Office,
    Opinion,
    Stated,
)

ON = date(2026, 11, 24)
LAW = Law(catalogue(), ON)
HOUSING = Body("unit:1", "示例县住房登记中心", "housing")
IN_FORCE = LegalBasis("civil-code", "第一千一百零五条")
LAPSED = LegalBasis("beijing-2016-list", "第一项")  # not binding
UNKNOWN = LegalBasis("某某办法", "第三条")
DEMAND = Stated("房屋过户", "户籍证明", AskedOf.POLICE, "户籍在本县", (IN_FORCE,))


@pytest.mark.parametrize(("civil", "justice"), list(product(Opinion, Opinion)))
def test_only_both_offices_together_keep_or_cancel(civil: Opinion, justice: Opinion) -> None:
    one, other = Given(Office.CIVIL_AFFAIRS, civil, 1), Given(Office.JUSTICE, justice, 2)
    assert registry.finding([one]) is registry.finding([other]) is None

    found = registry.finding([one, other])

    assert (found is DemandEvent.ALIGNED) == (civil is justice is Opinion.KEEP)
    assert (found is DemandEvent.CANCELLED) == (civil is justice is Opinion.CANCEL)
    assert found is not None


def test_nothing_leaves_the_cancelled_and_every_state_can_be_reached() -> None:
    reached = {DemandState.DRAFT}
    for _ in DemandState:
        reached |= {after for one in reached for after in DEMANDS.table[one].values()}
    assert reached == set(DemandState)
    still = DEMANDS.table[DemandState.CANCELLED]
    assert still == {DemandEvent.END_SEEN: DemandState.CANCELLED}  # seen, and cancelled as before
    # Once handed in, a demand never becomes a draft again: drafts are not public.
    assert DEMANDS.before(DemandEvent.RESTATED) >= {DemandState.DRAFT}
    assert DemandState.DRAFT not in {
        after
        for before, steps in DEMANDS.table.items()
        for after in steps.values()
        if before not in (None, DemandState.DRAFT)
    }
    # Kept or cancelled by the offices only from where one opinion lies already.
    settled = {DemandEvent.ALIGNED, DemandEvent.RETURNED, DemandEvent.CANCELLED}
    assert {one for event in settled for one in DEMANDS.before(event)} == {DemandState.IN_REVIEW}


@pytest.mark.parametrize(
    ("bases", "status"),
    [
        ((), BasisStatus.NONE),
        ((LAPSED,), BasisStatus.NOT_IN_FORCE),
        ((UNKNOWN,), BasisStatus.UNCHECKED),
        ((LAPSED, UNKNOWN), BasisStatus.UNCHECKED),
        ((LAPSED, UNKNOWN, IN_FORCE), BasisStatus.PARTLY),
        ((UNKNOWN, IN_FORCE), BasisStatus.PARTLY),  # of the unknown one it is not said
        ((IN_FORCE,), BasisStatus.IN_FORCE),
    ],
)
def test_of_several_bases_the_one_in_force_does_not_speak_for_the_others(
    bases: tuple[LegalBasis, ...], status: BasisStatus
) -> None:
    found = registry.status_of(bases, LAW)
    assert found is status


@pytest.mark.parametrize(("status", "opinion"), list(product(BasisStatus, Opinion)))
def test_a_demand_without_a_basis_in_force_is_never_kept(
    status: BasisStatus, opinion: Opinion
) -> None:
    found = registry.obstacles(
        Office.JUSTICE, opinion, by=1, given=(), writers=frozenset({9}), status=status
    )
    enough = {BasisStatus.IN_FORCE, BasisStatus.PARTLY}  # one that is in force
    stopped = opinion is Opinion.KEEP and status not in enough
    assert bool(found) == stopped


@pytest.mark.parametrize(("office", "by"), list(product(Office, (1, 2, 9))))
def test_two_offices_are_two_officers_and_neither_wrote_it(office: Office, by: int) -> None:
    given = (Given(Office.CIVIL_AFFAIRS, Opinion.KEEP, 1),)
    found = registry.obstacles(
        office,
        Opinion.KEEP,
        by=by,
        given=given,
        writers=frozenset({9}),
        status=BasisStatus.IN_FORCE,
    )
    assert (not found) == (office is Office.JUSTICE and by == 2)


def test_what_is_wrong_with_a_demand_stands_against_keeping_it() -> None:
    def ask(opinion: Opinion) -> tuple[str, ...]:
        return registry.obstacles(
            Office.JUSTICE,
            opinion,
            by=2,
            given=(),
            writers=frozenset(),
            status=BasisStatus.IN_FORCE,
            reasons=("列入不应出具清单。",),
        )

    assert ask(Opinion.KEEP)
    assert not ask(Opinion.CANCEL)


@pytest.mark.parametrize(
    ("change", "ready"),
    [
        ({}, True),
        ({"bases": ()}, True),  # it is to be seen, not to be hidden
        ({"matter": ""}, False),
        ({"paper": ""}, False),
        ({"fact": ""}, False),
        ({"held": Held.SHARED}, False),
        ({"other_papers": ("户口簿", "证\u200b明")}, False),
        ({"paper": "证明😀"}, False),
        ({"held": Held.SHARED, "held_where": "人口库"}, True),
    ],
)
def test_a_demand_is_handed_in_whole_with_its_basis_or_without(
    change: dict[str, object], ready: bool
) -> None:
    assert (not registry.unready(replace(DEMAND, **change))) == ready  # type: ignore[arg-type]


def faults(stated: Stated, *others: Stated, negative: bool = False) -> set[FaultReason]:
    listed = [Registered(f"d{n}", HOUSING, one) for n, one in enumerate(others)]
    one = Registered("this", HOUSING, stated, negative)
    return {fault.ground for fault in registered.faults_of(one, listed, LAW)}


def test_a_sound_demand_has_no_fault() -> None:
    assert faults(DEMAND) == set()


@pytest.mark.parametrize(
    ("stated", "ground"),
    [
        (replace(DEMAND, bases=()), FaultReason.NO_BASIS),
        (replace(DEMAND, bases=(LAPSED,)), FaultReason.NOT_IN_FORCE),
        (replace(DEMAND, asked_of=AskedOf.COMMITTEE, item="NEG-01"), FaultReason.NEGATIVE_LIST),
        (replace(DEMAND, asked_of=AskedOf.COMMITTEE, item="none"), FaultReason.OUTSIDE_DUTIES),
        (replace(DEMAND, held=Held.OWN, held_where="登记簿"), FaultReason.SHARED_DATA),
        (replace(DEMAND, held=Held.SHARED, held_where="人口库"), FaultReason.SHARED_DATA),
        (replace(DEMAND, held=Held.OTHER_PAPER, held_where="户口簿"), FaultReason.HELD_PAPER),
    ],
)
def test_each_fault_is_found_by_the_one_classifier(stated: Stated, ground: FaultReason) -> None:
    assert faults(stated) == {ground}


def test_a_paper_that_nobody_has_named_accuses_nobody_and_is_not_kept_before() -> None:
    asked = replace(DEMAND, asked_of=AskedOf.COMMITTEE)
    assert faults(asked) == set()
    found = examine(registered.as_network([Registered("this", HOUSING, asked)]), LAW)
    assert found.clean

    def stopped(stated: Stated, confirmed: str, opinion: Opinion = Opinion.KEEP) -> bool:
        return bool(registry.item_obstacles(stated, confirmed, opinion, {"POS-001", "none"}))

    assert stopped(asked, "")
    assert not stopped(asked, "", Opinion.AMEND)
    assert not stopped(asked, "POS-001")
    assert not stopped(asked, "none")  # then the lists are the obstacle
    assert stopped(asked, "POS-999", Opinion.AMEND)
    assert not stopped(DEMAND, "")  # of the police: no matter of our lists
    assert stopped(DEMAND, "POS-001")
    assert stopped(replace(asked, item="POS-001"), "POS-001")


def test_a_negative_fact_and_a_second_paper_for_the_same_fact_are_found() -> None:
    assert FaultReason.NEGATIVE_FACT in faults(DEMAND, negative=True)
    second = replace(DEMAND, paper="居住证", asked_of=AskedOf.DEPARTMENT)
    assert FaultReason.SAME_MATTER in faults(second, DEMAND)


def test_the_register_is_one_network_in_which_the_same_paper_stands_once() -> None:
    bank = Body("unit:2", "示例银行", "bank")
    whole = registered.as_network(
        [Registered("a", HOUSING, DEMAND), Registered("b", bank, replace(DEMAND, fact="姓名"))]
    )
    assert len(whole.papers) == 1
    assert {one.name for one in whole.bodies.values()} == {
        "示例县住房登记中心", "示例银行", "公安机关",
    }  # fmt: skip
    assert {one.kind for one in whole.bodies.values()} == {"housing", "bank", "police"}


def circle(*units: tuple[Body, str, AskedOf, str]) -> list[Registered]:
    return [
        Registered(f"d{n}", unit, replace(DEMAND, matter=matter, paper=paper, asked_of=asked_of))
        for n, (unit, matter, asked_of, paper) in enumerate(units)
    ]


BANK = Body("unit:2", "示例银行", "bank")
NOTARY = Body("unit:3", "示例公证处", "notary")
POLICE = Body("unit:4", "示例派出所", "police")
ROUND = (
    (BANK, "存款继承", AskedOf.NOTARY, "继承公证书"),
    (NOTARY, "继承公证书", AskedOf.POLICE, "亲属关系证明"),
    (POLICE, "亲属关系证明", AskedOf.NOTARY, "继承公证书"),
)


def test_a_loop_across_units_is_found_in_the_register() -> None:
    found = examine(registered.as_network(circle(*ROUND)), LAW)

    (cycle,) = found.cycles
    assert [step.body for step in cycle.steps] == ["公证机构", "公安机关"]
    assert found.stuck == ("matter:unit:2:存款继承",)
    assert len(found.cut.demands) == 1


def test_what_one_notary_demands_another_may_not() -> None:
    other = (Body("unit:5", "另一公证处", "notary"), "继承公证书", AskedOf.RESIDENT, "户口簿")
    assert not examine(registered.as_network(circle(*ROUND, other)), LAW).cycles
