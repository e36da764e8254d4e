"""What texts forbid (不得索要): provisions that say of a kind of unit that it may not demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from juzheng.law.base.citations import Citation
from juzheng.law.base.demanders import governed
from juzheng.law.base.divisions import significant
from juzheng.law.catalogue.items import Instrument


@dataclass(frozen=True)
class Contrary:
    """One provision that forbids a demand (不得索要的条文), as a row of the catalogue's table."""

    instrument: str
    provision: str
    demanders: tuple[str, ...]  # the kinds of unit that it speaks of
    says: str  # what it says, in short
    division: str = ""  # where it is in force; NATION: everywhere
    items: tuple[str, ...] = ()  # of which proofs; none: of all
    when_shared: bool = False  # only of what an entry of the register lets the unit look up


@dataclass(frozen=True)
class Demanded:
    """What is demanded, by whom, where and when (索要情形)."""

    demander: str
    item: str
    division: str
    on: date
    shared: bool  # an entry of the register lets this unit look the fact up


def contrary_to(
    rows: Iterable[Contrary], demanded: Demanded, instruments: Mapping[str, Instrument]
) -> tuple[Contrary, Citation] | None:
    """
    Return the provision that the demand is contrary to, with its place; None: no text says so.

    Only a text in force that speaks of that kind of unit, there, for that proof; never of a body
    that the Opinion does not govern.
    """
    for row in rows:
        text = instruments.get(row.instrument)
        if (
            demanded.demander in row.demanders
            and governed(demanded.demander)
            and demanded.division.startswith(significant(row.division))
            and (not row.items or demanded.item in row.items)
            and (demanded.shared or not row.when_shared)
            and text is not None
            and text.in_force(demanded.on)
        ):
            return row, Citation(row.instrument, text.title, row.provision)
    return None
