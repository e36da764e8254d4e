"""Faults (证明乱象): what can be wrong with demands, and which of them are baseless."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.base.demanders import bound_by_lists, governed, is_administrative
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.applicability import Circumstances, Governing, facts
from juzheng.law.catalogue.facts import Facts
from juzheng.law.catalogue.items import Instrument, Item, LegalBasis
from juzheng.law.catalogue.provisions import plain
from juzheng.law.demands.network import (
    COMMITTEE,
    UNCONFIRMED,
    Body,
    Demand,
    DemandFault,
    Document,
    Network,
)

LISTS_ONLY = Citation("business-environment-regulation", "优化营商环境条例", "第四十四条")


class FaultReason(Term):
    """Why a demand is at fault (认定理由)."""

    NO_BASIS = "no_basis", "没有写明依据"
    NOT_IN_FORCE = "not_in_force", "依据无效"
    NEGATIVE_FACT = "negative_fact", "要证明没有发生的事"
    JUDGEMENT = "judgement", "要证明品行、评价"
    NEGATIVE_LIST = "negative_list", "列入不应出具清单"
    OUTSIDE_DUTIES = "outside_duties", "不在居（村）委会可出具的范围"
    SAME_MATTER = "same_matter", "同一件事的另一份材料已经证明"
    OWN_PAPER = "own_paper", "索要单位自己出具的材料已经证明"
    SHARED_DATA = "shared_data", "索要单位能查到的数据已经证明"
    HELD_PAPER = "held_paper", "居民手里的证件已经证明"
    LEADS_BACK = "leads_back", "每条路都绕回原处"
    NOBODY_SHOWS = "nobody_shows", "没有单位能出具"


@dataclass(frozen=True)
class Fault:
    """One fault that was found (查出的问题): what, where, why in words, and where it is written."""

    kind: DemandFault
    ground: FaultReason
    about: str  # the demand; for a vacuum, the fact
    reason: str
    citations: tuple[Citation, ...]
    shown_by: tuple[str, ...] = ()  # for a duplicate: the first papers or data that show it already
    shown_by_more: bool = False  # and there are others


# A ground and where it is written: most of a long list's are counted, and never put in words.
Ground = tuple[FaultReason, tuple[Citation, ...]]


@dataclass(frozen=True)
class Law:
    """The law of one place and day (当地当日的规定): what is listed, what is in force."""

    under: Governing
    on: date
    division: str = ""  # a code; empty: the nation, where any region's item counts as issuable

    @property
    def items(self) -> Mapping[str, Item]:
        """The items by id."""
        return self.under.items

    def withdrawn(self, item: str) -> bool:
        """Return whether the item is listed here as one that committees do not certify."""
        return item in self.items and self._stands(item, self.division).on_negative_list

    def issuable(self, item: str) -> bool:
        """Return whether committees may certify the item here, or nobody knows yet what it is."""
        if item not in self._issuable:
            self._issuable[item] = self._may_certify(item)
        return self._issuable[item]

    @cached_property
    def _issuable(self) -> dict[str, bool]:
        return {}

    def _may_certify(self, item: str) -> bool:
        if item == UNCONFIRMED:
            return True
        if item not in self.items:
            return False
        places = (not self.division and self.items[item].divisions) or (self.division,)
        return any(self._stands(item, place).has_basis for place in places)

    def _stands(self, item: str, division: str) -> Facts:
        here = Circumstances(division=division, on=self.on)
        return facts(self.items[item], self.under, here)

    @cached_property
    def titles(self) -> Mapping[str, Instrument]:
        """The instruments by title."""
        return {one.title: one for one in self.under.instruments.values()}

    def instrument(self, named: str) -> Instrument | None:
        """Return the instrument with this id or title, full or short; None: there is none."""
        return self.under.instruments.get(named) or self._spelt.get(plain(named))

    @cached_property
    def _spelt(self) -> Mapping[str, Instrument]:
        return {plain(title): one for title, one in self.titles.items()}

    def carries(self, basis: LegalBasis) -> bool | None:
        """Return whether the instrument is binding and in force; None if we do not know it."""
        named = basis.instrument
        if named not in self._carried:
            found = self.instrument(named)
            self._carried[named] = None if found is None else self._binds(found)
        return self._carried[named]

    def _binds(self, one: Instrument) -> bool:
        return one.binding and one.in_force(self.on)

    @cached_property
    def _carried(self) -> dict[str, bool | None]:
        return {}


def from_committee(network: Network, paper: Document) -> bool:
    """Return whether a residents' or villagers' committee is to issue the paper."""
    issuer = network.bodies.get(paper.issued_by)
    return issuer is not None and issuer.kind == COMMITTEE


def refused(network: Network, law: Law) -> frozenset[str]:
    """
    Return the papers that a committee is asked for and does not issue (不予出具的证明).

    On the negative list, or on no list that lets it; or about what nobody can certify.
    Source: OP-2.2.a, OP-3.1.a.
    """
    return frozenset(
        paper.id
        for paper in network.papers.values()
        if from_committee(network, paper)
        and (
            not law.issuable(paper.item)
            or any(network.facts[f].negative or network.facts[f].judgement for f in paper.shows)
        )
    )


def unchecked(network: Network, law: Law) -> tuple[str, ...]:
    """Return the demands whose only bases are instruments that the catalogue does not hold."""
    return tuple(
        demand.id
        for demand in network.demands.values()
        if demand.basis and _not_known([law.carries(basis) for basis in demand.basis])
    )


def _not_known(carried: list[bool | None]) -> bool:
    return None in carried and True not in carried


@dataclass(frozen=True, slots=True)
class Look:
    """A demand as it is looked at (一项要求): who makes it, and what it is about, found once."""

    demand: Demand
    body: Body | None
    shown: frozenset[str]
    governed: bool  # a proof is wanted, and by somebody of whom the Opinion speaks

    @property
    def who(self) -> str:
        """Return who makes it, in words."""
        return self.body.name if self.body else "索要单位"


def look(network: Network, demand: Demand) -> Look:
    """
    Return the demand as it is looked at.

    To be shown what everybody has in the pocket is no demand for a proof; and no fault is found
    with whom the Opinion does not speak of.
    """
    body, papers = network.body(demand.owner), demand.papers
    proof = not papers or not all(network.papers[paper].held for paper in papers)
    is_governed = proof and (body is None or governed(body.kind))
    return Look(demand, body, network.shown(demand), is_governed)


def baseless(network: Network, law: Law) -> Iterator[Fault]:
    """Yield each demand that should not be made at all (奇葩证明), OP-1.2.a, with every ground."""
    for demand in network.demands.values():
        yield from baseless_of(network, look(network, demand), law)


def baseless_of(network: Network, seen: Look, law: Law) -> Iterator[Fault]:
    """Yield why one demand should not be made (一项要求为什么不该提)."""
    for ground, cited in grounds(network, seen, law):
        said = _said(network, seen, law, ground)
        yield Fault(DemandFault.BASELESS, ground, seen.demand.id, said, cited)


def grounds(network: Network, seen: Look, law: Law) -> Iterator[Ground]:
    """Yield each ground on which one demand should not be made (认定理由), not yet in words."""
    if not seen.governed:
        return
    for fact in sorted(seen.shown):
        if network.facts[fact].negative:
            yield FaultReason.NEGATIVE_FACT, (citations.house("不证明没有发生的事"),)
        if network.facts[fact].judgement:
            yield FaultReason.JUDGEMENT, (citations.house("不证明品行好坏"),)
    papers = [network.papers[paper] for paper in seen.demand.papers]
    if papers and all(from_committee(network, paper) for paper in papers):
        if all(law.withdrawn(paper.item) for paper in papers):
            yield FaultReason.NEGATIVE_LIST, (citations.NEGATIVE_LIST,)
        elif not any(law.issuable(paper.item) for paper in papers):
            yield FaultReason.OUTSIDE_DUTIES, (citations.BASIS_AND_DUTIES,)
    if not seen.demand.basis:
        yield FaultReason.NO_BASIS, _owed(seen.body)
    elif all(law.carries(basis) is False for basis in seen.demand.basis):
        yield FaultReason.NOT_IN_FORCE, _owed(seen.body)


def _said(network: Network, seen: Look, law: Law, ground: FaultReason) -> str:
    who, what = seen.who, asked(network, seen.demand)
    papers = [network.papers[paper] for paper in seen.demand.papers]
    names = "、".join(f"“{paper.name}”" for paper in papers)
    if ground is FaultReason.NEGATIVE_FACT:
        return f"{who}要{what}，是要证明没有发生的事。没有发生的事无从核实。"
    if ground is FaultReason.JUDGEMENT:
        return f"{who}要{what}，是对品行的评价，不是可以核实的事实。"
    if ground is FaultReason.NEGATIVE_LIST:
        listed = "、".join(dict.fromkeys(law.items[paper.item].name for paper in papers))
        if names == f"“{listed}”":  # by the very name of the list
            return f"{who}要{names}，列入不应出具清单，居（村）委会不能出具。"
        return f"{who}要{names}，属于“{listed}”，列入不应出具清单，居（村）委会不能出具。"
    if ground is FaultReason.OUTSIDE_DUTIES:
        return f"{who}要{names}，目录里没有居（村）委会可以出具的这一项。"
    if ground is FaultReason.NO_BASIS:
        return f"{who}要{what}，没有写明依据哪部法律法规的哪一条。"
    named = "、".join(f"《{_title(one, law)}》{one.provision}" for one in seen.demand.basis)
    return f"{who}要{what}，写明的依据是{named}，当日没有效力，或者不是法律法规。"


def _owed(body: Body | None) -> tuple[Citation, ...]:
    kind = body.kind if body is not None else ""
    bound = (LISTS_ONLY,) if bound_by_lists(kind) else ()
    # “相关部门要求…应当同时提供” is said of departments alone (OP-2.2.b).
    owed = (citations.DEMANDER_GIVES_BASIS,) if not kind or is_administrative(kind) else ()
    return (*owed, *bound) or (citations.CLEAR_OUT,)


def _title(basis: LegalBasis, law: Law) -> str:
    found = law.instrument(basis.instrument)
    return found.title if found else basis.instrument


def asked(network: Network, demand: Demand) -> str:
    """Return what a demand asks for, in words: “户籍证明”或“公证书”."""
    names = [f"“{network.papers[paper].name}”" for paper in demand.papers]
    names += [f"“{network.data[source].name}”" for source in demand.data]
    if not names and demand.fact:
        return f"能证明“{network.facts[demand.fact].name}”的材料"
    return "或".join(names) or "没有写明的材料"
