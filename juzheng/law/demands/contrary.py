"""What texts forbid (不得索要): provisions that say of a kind of unit that it may not demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from juzheng.law.base.citations import Citation
from juzheng.law.base.demanders import governed
from juzheng.law.base.divisions import significant
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import Instrument


class Condition(Term):
    """On what such a provision depends (条文的条件): asked of the unit, never supposed."""

    ONLINE = "online", "居民在网上办理政务服务事项，贵单位通过数据共享能够获得这项信息"
    REGISTERING = "registering", "申请办理市场主体登记，登记机关能够从政务信息共享平台获取这项信息"
    TOURIST = "tourist", "旅行社组织旅游活动时向旅游者要，并且法律、行政法规没有规定要"
    MIGRANT = "migrant", "进城务工的农村劳动者用来证明身份，并且法律、法规没有规定要"


@dataclass(frozen=True)
class Contrary:
    """One provision that forbids a demand (不得索要的条文), as a row of the catalogue's table."""

    instrument: str
    provision: str
    condition: Condition  # the rest of its sentence: without it, nothing is contrary
    says: str  # in its own words
    demanders: tuple[str, ...] = ()  # the kinds of unit that it speaks of; none: of all
    division: str = ""  # where it is in force; NATION: everywhere
    items: tuple[str, ...] = ()  # of which proofs; none: of all


@dataclass(frozen=True)
class Demanded:
    """What is demanded, by whom, where and when (索要情形)."""

    demander: str
    item: str
    division: str
    on: date
    told: Mapping[Condition, bool] = field(default_factory=dict)  # what the unit answered


@dataclass(frozen=True)
class Hint:
    """A provision that may reach the demand (另见的条文), with its condition, answered or not."""

    row: Contrary
    citation: Citation
    holds: bool | None  # what the unit answered to the condition; None: it was not asked yet

    @property
    def said(self) -> str:
        """Return the provision with its condition, as a sentence to the unit."""
        return (
            f"{self.row.condition.label}的，另见《{self.citation.title}》{self.citation.provision}："
            f"“{self.row.says}”"
        )


def hints(
    rows: Iterable[Contrary], demanded: Demanded, instruments: Mapping[str, Instrument]
) -> tuple[Hint, ...]:
    """
    Return the provisions that may reach the demand, with what was answered to their condition.

    Only a text in force that speaks of that kind of unit, there, for that proof; never of a body
    that the Opinion does not govern. A condition that was denied leaves nothing to be said.
    """
    return tuple(
        Hint(row, Citation(row.instrument, text.title, row.provision), told)
        for row in rows
        if (text := instruments.get(row.instrument)) is not None
        and text.in_force(demanded.on)
        and _speaks_of(row, demanded)
        and (told := demanded.told.get(row.condition)) is not False
    )


def _speaks_of(row: Contrary, demanded: Demanded) -> bool:
    kinds = (*row.demanders, *(() if row.demanders else [demanded.demander]))
    return (
        bool(demanded.demander)
        and demanded.demander in kinds
        and governed(demanded.demander)
        and demanded.division.startswith(significant(row.division))
        and (not row.items or demanded.item in row.items)
    )
