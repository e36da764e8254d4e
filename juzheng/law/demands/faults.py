"""Faults (证明乱象): which demands are baseless or duplicate, and which facts nobody shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
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
    DataSource,
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
    shown_by: tuple[str, ...] = ()  # for a duplicate: the papers or data that already show it


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
        found = self.instrument(basis.instrument)
        return None if found is None else found.binding and found.in_force(self.on)


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
        if demand.basis
        and {law.carries(basis) for basis in demand.basis} <= {None, False}
        and any(law.carries(basis) is None for basis in demand.basis)
    )


def baseless(network: Network, law: Law) -> Iterator[Fault]:
    """Yield each demand that should not be made at all (奇葩证明), OP-1.2.a, with every ground."""
    for demand in network.demands.values():
        if not (_asks_for_a_proof(network, demand) and _governed(network, demand)):
            continue
        for ground, reason, cited in _grounds(network, demand, law):
            yield Fault(DemandFault.BASELESS, ground, demand.id, reason, cited)


def _asks_for_a_proof(network: Network, demand: Demand) -> bool:
    """To be shown what everybody has in the pocket is no demand for a proof."""
    return not demand.papers or not all(network.papers[paper].held for paper in demand.papers)


def _governed(network: Network, demand: Demand) -> bool:
    """Return whether the Opinion speaks of who demands it; no fault is found with others."""
    body = network.body(demand.owner)
    return body is None or governed(body.kind)


def _grounds(
    network: Network, demand: Demand, law: Law
) -> Iterator[tuple[FaultReason, str, tuple[Citation, ...]]]:
    body = network.body(demand.owner)
    who, what = body.name if body else "索要单位", asked(network, demand)
    for fact in sorted(network.shown(demand)):
        if network.facts[fact].negative:
            yield (
                FaultReason.NEGATIVE_FACT,
                f"{who}要{what}，是要证明没有发生的事。没有发生的事无从核实。",
                (citations.house("不证明没有发生的事"),),
            )
        if network.facts[fact].judgement:
            yield (
                FaultReason.JUDGEMENT,
                f"{who}要{what}，是对品行的评价，不是可以核实的事实。",
                (citations.house("不证明品行好坏"),),
            )
    yield from _of_the_committee(network, demand, law, who)
    yield from _of_the_basis(demand, law, body, (who, what))


def _of_the_committee(
    network: Network, demand: Demand, law: Law, who: str
) -> Iterator[tuple[FaultReason, str, tuple[Citation, ...]]]:
    papers = [network.papers[paper] for paper in demand.papers]
    if not papers or not all(from_committee(network, paper) for paper in papers):
        return
    names = "、".join(f"“{paper.name}”" for paper in papers)
    if all(law.withdrawn(paper.item) for paper in papers):
        listed = "、".join(dict.fromkeys(law.items[paper.item].name for paper in papers))
        said = f"{who}要{names}，属于“{listed}”，列入不应出具清单，居（村）委会不能出具。"
        if names == f"“{listed}”":  # by the very name of the list
            said = f"{who}要{names}，列入不应出具清单，居（村）委会不能出具。"
        yield (
            FaultReason.NEGATIVE_LIST,
            said,
            (citations.NEGATIVE_LIST,),
        )
    elif not any(law.issuable(paper.item) for paper in papers):
        yield (
            FaultReason.OUTSIDE_DUTIES,
            f"{who}要{names}，目录里没有居（村）委会可以出具的这一项。",
            (citations.BASIS_AND_DUTIES,),
        )


def _of_the_basis(
    demand: Demand, law: Law, body: Body | None, wanted: tuple[str, str]
) -> Iterator[tuple[FaultReason, str, tuple[Citation, ...]]]:
    who, what = wanted
    kind = body.kind if body is not None else ""
    bound = (LISTS_ONLY,) if bound_by_lists(kind) else ()
    # “相关部门要求…应当同时提供” is said of departments alone (OP-2.2.b).
    owed = (citations.DEMANDER_GIVES_BASIS,) if not kind or is_administrative(kind) else ()
    cited = (*owed, *bound) or (citations.CLEAR_OUT,)
    if not demand.basis:
        yield FaultReason.NO_BASIS, f"{who}要{what}，没有写明依据哪部法律法规的哪一条。", cited
    elif all(law.carries(basis) is False for basis in demand.basis):
        named = "、".join(f"《{_title(basis, law)}》{basis.provision}" for basis in demand.basis)
        reason = f"{who}要{what}，写明的依据是{named}，当日没有效力，或者不是法律法规。"
        yield FaultReason.NOT_IN_FORCE, reason, cited


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


def duplicates(network: Network) -> Iterator[Fault]:
    """Yield each demand whose fact is shown already (重复证明), OP-1.2.a; the best ground only."""
    showing = _Showing(network)
    for demand in network.demands.values():
        shown = network.shown(demand)
        if shown and _asks_for_a_proof(network, demand) and _governed(network, demand):
            found = _shown_already(network, showing, demand, shown)
            if found:
                ground, by = found
                yield Fault(
                    DemandFault.DUPLICATE, ground, demand.id,
                    _why_duplicate(network, demand, ground, by),
                    _written(network, demand, ground), by,
                )  # fmt: skip


def _written(network: Network, demand: Demand, ground: FaultReason) -> tuple[Citation, ...]:
    """信息共享核查 is said of departments (各部门): cited to them alone."""
    body = network.body(demand.owner)
    owed = ground is FaultReason.SHARED_DATA and body is not None and is_administrative(body.kind)
    return (citations.CLEAR_OUT, *((citations.SHARED_DATA,) if owed else ()))


class _Showing:
    """What shows a fact, by fact, so that large lists are not read once for each demand."""

    def __init__(self, network: Network) -> None:
        self.held: dict[str, list[Document]] = {}
        self.own: dict[tuple[str, str], list[Document]] = {}
        self.data: dict[str, list[DataSource]] = {}
        for paper in network.papers.values():
            for fact in paper.shows:
                if paper.held:
                    self.held.setdefault(fact, []).append(paper)
                else:
                    self.own.setdefault((paper.issued_by, fact), []).append(paper)
        for source in network.data.values():
            for fact in source.shows:
                self.data.setdefault(fact, []).append(source)


def _shown_already(
    network: Network, showing: _Showing, demand: Demand, facts: frozenset[str]
) -> tuple[FaultReason, tuple[str, ...]] | None:
    body, one = network.body(demand.owner), min(facts)
    who = body.id if body else ""
    data = [each for each in showing.data.get(one, ()) if who in each.open_to and not demand.data]
    own = showing.own.get((who, one), ()) if who else ()
    here = {demand.owner, *demand.papers}
    found = {
        FaultReason.SHARED_DATA: tuple(each.id for each in data if facts <= each.shows),
        FaultReason.OWN_PAPER: _others(own, here, facts),
        FaultReason.HELD_PAPER: _others(showing.held.get(one, ()), here, facts),
        FaultReason.SAME_MATTER: tuple(_beside(network, demand, facts)),
    }
    return next(((ground, by) for ground, by in found.items() if by), None)


def _others(
    papers: Iterable[Document], here: Collection[str], facts: frozenset[str]
) -> tuple[str, ...]:
    return tuple(each.id for each in papers if each.id not in here and facts <= each.shows)


def _beside(network: Network, demand: Demand, facts: frozenset[str]) -> Iterator[str]:
    """
    Yield papers that another demand for the same thing brings in any case.

    Of two demands for one fact the earlier stands and the later is the duplicate.
    """
    earlier = True
    for other in network.of(demand.owner):
        if other.id == demand.id:
            earlier = False
        elif _brings(network, other, facts) and (
            earlier or not _brings(network, demand, network.shown(other))
        ):
            yield from other.papers


def _brings(network: Network, demand: Demand, facts: frozenset[str]) -> bool:
    """Return whether whoever meets ``demand`` has shown ``facts``, whichever way was taken."""
    firm = bool(demand.papers) and not demand.data and not demand.commitment
    return firm and all(facts <= network.papers[paper].shows for paper in demand.papers)


def _why_duplicate(
    network: Network, demand: Demand, ground: FaultReason, by: tuple[str, ...]
) -> str:
    body = network.body(demand.owner)
    who = body.name if body else "索要单位"
    fact = "、".join(network.facts[one].name for one in sorted(network.shown(demand)))
    names = "、".join(
        f"“{(network.papers.get(one) or network.data[one]).name}”" for one in dict.fromkeys(by)
    )
    already = {
        FaultReason.SHARED_DATA: f"{who}自己写明能查的{names}已经有",
        FaultReason.OWN_PAPER: f"{who}自己出具的{names}已经写明",
        FaultReason.HELD_PAPER: f"居民手里的{names}已经写明",
        FaultReason.SAME_MATTER: f"办同一件事要交的{names}已经写明",
    }[ground]
    return f"{who}要{asked(network, demand)}，来证明“{fact}”；{already}，不用再要。"
