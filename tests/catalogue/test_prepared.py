"""Prepared lists (备好的地方清单): each fits the nation's, and says what was not seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from juzheng.catalogue import catalogue
from juzheng.catalogue.checking import against_schema, dangling
from juzheng.catalogue.prepared import HERE, heard, laid_over, names, prepared
from juzheng.catalogue.written import slips
from juzheng.law.catalogue.applicability import Circumstances, decide
from juzheng.law.catalogue.changes import unfit_item, unfit_list
from juzheng.law.catalogue.items import Confidence, ListKind
from juzheng.law.catalogue.routing import Outcome

TODAY = date(2026, 11, 29)
PLACES = {
    "beijing-2019": "110000",
    "harbin-2018": "230100",
    "hubei-2020": "420000",
    "shanxi-2023": "140000",
    "tianjin-2019": "120000",
    "zhaoqing-2022": "441200",
    "zhejiang-2023": "330000",
}


def test_every_place_whose_list_is_public_by_name_has_one() -> None:
    assert dict(PLACES) == {
        name: next(iter(prepared(name).lists.values())).division for name in names()
    }


@pytest.mark.parametrize("name", names())
def test_a_prepared_list_can_be_drafted_as_it_is(name: str) -> None:
    ready = prepared(name)
    there = laid_over(catalogue(), ready)
    assert list(against_schema(HERE / name)) == []
    assert dangling(there, TODAY) == ()
    above = frozenset(line.item for one in there.lists.values() for line in one.lines)
    held = catalogue().rulebook("", TODAY).listed(ListKind.NEGATIVE)
    national = frozenset(entry.item for entry in held)
    for one in ready.lists.values():
        assert unfit_list(one, there.items, there.instruments, above, national) == ()
        assert one.source.text
        assert one.source.confidence is not Confidence.LOW
    for item in ready.items.values():
        assert unfit_item(item, there.instruments, TODAY) == ()
        assert item.divisions == (PLACES[name],)
    for entry in (*ready.items.values(), *ready.lists.values(), *ready.instruments.values()):
        assert list(slips(entry)) == []


@pytest.mark.parametrize("name", names())
def test_nothing_is_issued_by_a_list_alone(name: str) -> None:
    """A list of a place is no law: what it adds to issue waits for its basis (OP-2.2.a)."""
    for item in prepared(name).items.values():
        assert item.kind is ListKind.NEGATIVE or not item.enabled


def test_what_harbin_took_off_in_2018_is_whole() -> None:
    (one,) = prepared("harbin-2018").lists.values()
    assert len(one.lines) == 13


def test_what_is_known_by_number_only_says_so_and_names_its_source() -> None:
    there = catalogue().divisions
    assert len(heard()) > 5
    for one in heard():
        assert one.division in there
        assert one.source
        assert (one.issuable, one.negative) != (0, 0)
    assert {"440100", "370000", "442000"} <= {one.division for one in heard()}


@pytest.mark.parametrize("name", names())
def test_each_item_of_a_prepared_list_has_its_duty_with_a_source_or_is_off(name: str) -> None:
    listed = laid_over(catalogue(), prepared(name))
    lines = {
        line.item
        for one in prepared(name).lists.values()
        if one.kind is not ListKind.NEGATIVE
        for line in one.lines
    }
    for item in (listed.items[line] for line in lines | set(prepared(name).items)):
        if item.kind is ListKind.NEGATIVE:
            continue
        if item.duty is not None:
            assert item.duty.provision
            assert item.duty.instrument in listed.instruments
            continue
        assert not item.enabled, item.id
        # Nobody puts it on by itself: the gate asks for the duty.
        on = replace(item, enabled=True, disabled_reason="")
        assert any("职责" in why for why in unfit_item(on, listed.instruments, TODAY)), item.id
        for place in item.divisions or (PLACES[name],):
            found = decide(item, listed, Circumstances(place, TODAY))
            # What is another body's by its own nature is refused with that reason.
            known = not item.committees and item.refused_because
            assert found.outcome is (Outcome.REFUSE if known else Outcome.TO_CONFIRM), item.id
