"""What a resident tells row by row becomes the network that was meant (居民口述)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.accounts import BODIES, HELD, NOBODY, THE_MATTER, AccountRow, as_network
from juzheng.law.demands.cycles import Examination, examine
from juzheng.law.demands.faults import FaultReason, Law
from juzheng.law.demands.network import Network

LAW = Law(catalogue(), date(2026, 11, 22))
NOTARY_ACT = (LegalBasis("公证法", "第二十七条"),)
ROUND = [
    AccountRow("bank", "居民身份证", HELD),
    AccountRow("bank", "继承公证书", "notary"),
    AccountRow("notary", "亲属关系证明", "police"),
    AccountRow("police", "亲属关系证明", "committee"),
    AccountRow("committee", "公证书", "notary"),
]


def listed(name: str) -> str:
    return "NEG-01" if name == "亲属关系证明" else ""


def untangled(rows: list[AccountRow]) -> tuple[Network, Examination]:
    network = as_network("取已故父亲的存款", rows, listed)
    return network, examine(network, LAW)


@pytest.mark.parametrize("basis", [NOTARY_ACT, ()], ids=["with-basis", "nobody-said-why"])
def test_the_seven_months_are_one_loop_and_the_police_is_where_to_cut(
    basis: tuple[LegalBasis, ...],
) -> None:
    rows = [*ROUND[:2], AccountRow("notary", "亲属关系证明", "police", basis), *ROUND[3:]]
    network, found = untangled(rows)
    (cycle,) = found.cycles
    assert [step.body for step in cycle.steps] == ["公证机构", "公安机关", "居（村）委会"]
    assert found.stuck == (THE_MATTER,)
    assert found.cut.demands == ("第4行",)
    assert network.name(cycle.steps[0].owner) == "继承公证书"  # 公证书 of row 5 is the same
    assert FaultReason.NEGATIVE_LIST in {f.ground for f in found.faults if f.about == "第4行"}


def test_one_open_end_is_no_loop() -> None:
    _, found = untangled([*ROUND[:4], AccountRow("committee", "户口簿", HELD)])
    assert not found.cycles
    _, found = untangled([AccountRow("bank", "继承公证书", "notary"), *ROUND[:1]])
    assert not found.cycles
    assert not found.stuck


def test_what_nobody_issues_cannot_be_had() -> None:
    _, found = untangled([AccountRow("bank", "在世证明", NOBODY)])
    assert found.stuck == (THE_MATTER,)
    assert FaultReason.NOBODY_SHOWS in {fault.ground for fault in found.faults}


def test_the_first_unit_asks_for_the_matter_until_one_is_sent_back_to_it() -> None:
    rows = [
        AccountRow("bank", "公证书", "notary"),
        AccountRow("bank", "结婚证", HELD),
        AccountRow("notary", "存款证明", "bank"),
        AccountRow("bank", "公证书", "notary"),
    ]
    network, found = untangled(rows)
    owners = [demand.owner for demand in network.demands.values()]
    assert owners == [THE_MATTER, THE_MATTER, "公证书", "存款证明"]
    assert len(found.cycles) == 1


def test_that_something_is_not_so_is_no_item_and_cannot_be_shown() -> None:
    rows = [AccountRow("notary", "没有其他子女的证明", "committee")]
    network = as_network("办公证", rows, lambda name: "NEG-01")
    grounds = {fault.ground for fault in examine(network, LAW).faults}
    assert FaultReason.NEGATIVE_FACT in grounds
    assert FaultReason.NEGATIVE_LIST not in grounds


ROWS = st.builds(
    AccountRow,
    st.sampled_from(sorted(BODIES)),
    st.sampled_from(["公证书", "继承公证书", "证明", "没有证明", THE_MATTER]),
    st.sampled_from([*sorted(BODIES), HELD, NOBODY]),
)


@given(st.lists(ROWS, max_size=8))
def test_whatever_is_told_makes_a_network_that_can_be_untangled(rows: list[AccountRow]) -> None:
    network, found = untangled(rows)
    assert {demand.id.split("之")[0] for demand in network.demands.values()} == {
        f"第{number}行" for number in range(1, len(rows) + 1)
    }
    if found.cycles:
        assert found.cut.demands
