"""What a resident tells row by row becomes the network that was meant (居民口述)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.accounts import BODIES, HELD, NOBODY, THE_MATTER, ToldRow, as_network
from juzheng.law.demands.cycles import Tangle, tangle
from juzheng.law.demands.faults import Ground, Law
from juzheng.law.demands.network import Network

LAW = Law(catalogue(), date(2026, 11, 22))
NOTARY_ACT = (LegalBasis("公证法", "第二十七条"),)
ROUND = [
    ToldRow("bank", "居民身份证", HELD),
    ToldRow("bank", "继承公证书", "notary"),
    ToldRow("notary", "亲属关系证明", "police"),
    ToldRow("police", "亲属关系证明", "committee"),
    ToldRow("committee", "公证书", "notary"),
]


def listed(name: str) -> str:
    return "NEG-01" if name == "亲属关系证明" else ""


def untangled(rows: list[ToldRow]) -> tuple[Network, Tangle]:
    network = as_network("取已故父亲的存款", rows, listed)
    return network, tangle(network, LAW)


@pytest.mark.parametrize("basis", [NOTARY_ACT, ()], ids=["with-basis", "nobody-said-why"])
def test_the_seven_months_are_one_loop_and_the_police_is_where_to_cut(
    basis: tuple[LegalBasis, ...],
) -> None:
    rows = [*ROUND[:2], ToldRow("notary", "亲属关系证明", "police", basis), *ROUND[3:]]
    network, found = untangled(rows)
    (loop,) = found.loops
    assert [step.body for step in loop.steps] == ["公证机构", "公安机关", "居（村）委会"]
    assert found.stuck == (THE_MATTER,)
    assert found.cut.demands == ("第4行",)
    assert network.name(loop.steps[0].owner) == "继承公证书"  # 公证书 of row 5 is the same
    assert Ground.NEGATIVE_LIST in {f.ground for f in found.faults if f.about == "第4行"}


def test_one_open_end_is_no_loop() -> None:
    _, found = untangled([*ROUND[:4], ToldRow("committee", "户口簿", HELD)])
    assert not found.loops
    _, found = untangled([ToldRow("bank", "继承公证书", "notary"), *ROUND[:1]])
    assert not found.loops
    assert not found.stuck


def test_what_nobody_issues_cannot_be_had() -> None:
    _, found = untangled([ToldRow("bank", "在世证明", NOBODY)])
    assert found.stuck == (THE_MATTER,)
    assert Ground.NOBODY_SHOWS in {fault.ground for fault in found.faults}


def test_the_first_unit_asks_for_the_matter_until_one_is_sent_back_to_it() -> None:
    rows = [
        ToldRow("bank", "公证书", "notary"),
        ToldRow("bank", "结婚证", HELD),
        ToldRow("notary", "存款证明", "bank"),
        ToldRow("bank", "公证书", "notary"),
    ]
    network, found = untangled(rows)
    owners = [demand.owner for demand in network.demands.values()]
    assert owners == [THE_MATTER, THE_MATTER, "公证书", "存款证明"]
    assert len(found.loops) == 1


def test_that_something_is_not_so_is_no_item_and_cannot_be_shown() -> None:
    rows = [ToldRow("notary", "没有其他子女的证明", "committee")]
    network = as_network("办公证", rows, lambda name: "NEG-01")
    grounds = {fault.ground for fault in tangle(network, LAW).faults}
    assert Ground.NEGATIVE_FACT in grounds
    assert Ground.NEGATIVE_LIST not in grounds


ROWS = st.builds(
    ToldRow,
    st.sampled_from(sorted(BODIES)),
    st.sampled_from(["公证书", "继承公证书", "证明", "没有证明", THE_MATTER]),
    st.sampled_from([*sorted(BODIES), HELD, NOBODY]),
)


@given(st.lists(ROWS, max_size=8))
def test_whatever_is_told_makes_a_network_that_can_be_untangled(rows: list[ToldRow]) -> None:
    network, found = untangled(rows)
    assert {demand.id.split("之")[0] for demand in network.demands.values()} == {
        f"第{number}行" for number in range(1, len(rows) + 1)
    }
    if found.loops:
        assert found.cut.demands
