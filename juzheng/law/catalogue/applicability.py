"""Standing (适用情况): where an item stands in one place, on one day, for one case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.base.demanders import Demander, bound_by_lists, is_administrative
from juzheng.law.catalogue import offers, routing
from juzheng.law.catalogue.facts import Facts, Particulars
from juzheng.law.catalogue.items import (
    CommitteeKind,
    DeliberationNeed,
    Handling,
    Instrument,
    Item,
    ListKind,
    Onward,
    OnwardKind,
    basis_in_force,
)
from juzheng.law.catalogue.lists import Entry, Rulebook, UnlistedCase
from juzheng.law.catalogue.offers import OfferKind, Standing

# OP-2.2.b: whoever wants the committee to certify supplies the basis with the demand.
ASK_FOR_THE_BASIS = Onward(
    OnwardKind.ASK_FOR_BASIS,
    "请索要单位书面写明：要这份证明依据哪部法律法规的哪一条、办什么事用。没有依据的，可以不提供。",
    where="索要证明的单位；说不通的，可拨打 12345，或在 12348 中国法律服务网“群众批评”专栏反映",
)

# To whom 相关部门 is not said, and whom 优化营商环境条例 第四十四条 does not name: one may ask.
ASK_WHAT_FOR = Onward(
    OnwardKind.ASK_FOR_BASIS,
    "可以请对方说明要证明什么事实、作什么用，能不能用别的材料代替。",
    where="要您开证明的单位",
)
# Duties of the demanding body in the Opinion; each is said of departments alone.
_DUTIES_OF_DEPARTMENTS = frozenset({"OP-2.2.b", "OP-4.3.a", "OP-4.4.a"})


class Governing(Protocol):
    """What decides in all places on one day (当日有效的目录): items, texts and lists."""

    @property
    def items(self) -> Mapping[str, Item]:
        """Return the items by id."""

    @property
    def instruments(self) -> Mapping[str, Instrument]:
        """Return the legal instruments by id."""

    def rulebook(self, division: str, on: date) -> Rulebook:
        """Return the lists that hold in ``division`` on ``on``, put together."""


@dataclass(frozen=True)
class Circumstances:
    """What the case adds to the item (办件情形)."""

    division: str  # code of the committee's division
    on: date
    committee: CommitteeKind | None = None  # None: not known yet
    demander: str = ""  # a code of law.base.demanders.Demander, or empty
    still_demanded: bool = False
    verifiable: bool = True
    already_known: bool | None = None  # None: as the item's handling says
    public_interest: bool = False
    legal_risk: bool = False
    holds_document: bool = False
    outside_demander: bool = False  # a department outside the city demands it in writing
    unit: str = ""  # the name of who demands it, as far as it was told
    matter: str = ""  # what it is needed for, in whatever words


def why_not_listed(item: Item, under: Governing, circumstances: Circumstances) -> str:
    """
    Return why ``item`` cannot be issued here and today for want of a basis; empty if it can.

    Source: OP-2.2.a, OP-2.3.a: lists are made by region and have dates of force.
    """
    if not item.enabled:
        return f"这一项没有启用：{item.disabled_reason}"
    if not item.in_force(circumstances.on):
        return "这一项在所问的这一天没有列入可出具清单，不予出具。"
    if not item.applies_in(circumstances.division):
        return "这一项只在个别地区有地方依据，本地没有，不予出具。"
    if not basis_in_force(item, under.instruments, circumstances.on):
        return "这一项的依据在所问的这一天没有效力，不予出具。"
    if circumstances.committee is not None and circumstances.committee not in item.committees:
        kinds = "或".join(kind.label for kind in item.committees)
        return f"按规定这一项由{kinds}出具，本委员会不能出具。"
    return _why_taken_off(
        item, under.rulebook(circumstances.division, circumstances.on), circumstances
    )


def _why_taken_off(item: Item, book: Rulebook, circumstances: Circumstances) -> str:
    """Return what the lists here say against issuing ``item``; empty if nothing does."""
    entry = book.entry(item.kind, item.id)
    if entry is None or entry.holds_for(circumstances.demander, circumstances.committee):
        return ""
    title = book.lists[entry.by].title
    if not entry.present:
        return f"《{title}》已把这一项从本地的清单中去掉，不予出具。"
    return f"按《{title}》，这一项在本地只限{'、并且'.join(limits(entry))}，不予出具。"


def limits(entry: Entry) -> tuple[str, ...]:
    """Return to what the lists narrow the item, in words (限定范围): towards whom, by whom."""
    units = "、".join(sorted(Demander(one).label for one in entry.demanders or ()))
    kinds = "、".join(sorted(kind.label for kind in entry.committees or ()))
    return (*([f"向{units}提供"] if units else []), *([f"由{kinds}出具"] if kinds else []))


def _forbidding(item: Item, book: Rulebook, circumstances: Circumstances) -> Entry | None:
    """Return the entry of the negative lists that stops ``item`` here; None: it is on none."""
    entry = book.entry(ListKind.NEGATIVE, item.id)
    if entry is None or not (item.enabled and item.in_force(circumstances.on)):
        return None
    # Whoever did not say which unit asks is told of the list: nothing is issued by silence.
    unsaid = not circumstances.demander and entry.present
    return entry if unsaid or entry.holds_for(circumstances.demander, None) else None


def facts(item: Item, under: Governing, circumstances: Circumstances) -> Facts:
    """Return what is known about ``item`` in ``circumstances``, in the words of the rules."""
    book = under.rulebook(circumstances.division, circumstances.on)
    negative = _forbidding(item, book, circumstances) is not None
    listed = item.kind is not ListKind.NEGATIVE and not why_not_listed(item, under, circumstances)
    ways = {way.kind for way in item.onward}
    found = offered(item, under, circumstances)
    known = circumstances.already_known
    return Facts(
        proof_matter=True,
        certifiable=True,
        within_duties=True,
        has_basis=listed,
        on_negative_list=negative,
        # A listed item that names no fact a committee could establish cannot be issued by facts.
        verifiable=circumstances.verifiable
        and (bool(item.facts) or item.kind is not ListKind.NEGATIVE),
        already_known=item.handling is Handling.SIMPLE if known is None else known,
        public_interest=circumstances.public_interest
        or item.deliberation is DeliberationNeed.REQUIRED,
        still_demanded=circumstances.still_demanded,
        legal_risk=circumstances.legal_risk,
        holds_document=circumstances.holds_document and OnwardKind.EXISTING_DOCUMENT in ways,
        # An item with its own article stands: there the law itself asks for the committee's paper.
        # What a unit can look up or takes instead is known by an entry of the register alone.
        demander_can_check=item.kind is ListKind.NEGATIVE
        and offers.first(found, OfferKind.SHARED_DATA) is not None,
        commitment_allowed=not listed and offers.first(found, OfferKind.COMMITMENT) is not None,
        unlisted_allowed=not listed
        and not negative
        and bool(item.facts)
        and item.enabled
        and _unlisted_case(book, circumstances),
    )


def offered(item: Item, under: Governing, circumstances: Circumstances) -> tuple[Standing, ...]:
    """Return the entries of the register for ``item`` that hold here and today (有效登记)."""
    book = under.rulebook(circumstances.division, circumstances.on)
    told = (circumstances.demander, circumstances.unit, circumstances.matter)
    return offers.standing(book.offers.get(item.id, ()), under.instruments, *told)


def _unlisted_case(book: Rulebook, circumstances: Circumstances) -> bool:
    """Return whether the division's own document lets an item on no list be issued in this case."""
    told = {
        UnlistedCase.PUBLIC_INTEREST: circumstances.public_interest,
        UnlistedCase.OUTSIDE_DEMANDER: circumstances.outside_demander,
        UnlistedCase.LEGAL_RISK: circumstances.legal_risk,
    }
    return book.unlisted is not None and any(told[case] for case in book.unlisted.cases)


def decide(item: Item, under: Governing, circumstances: Circumstances) -> routing.Decision:
    """
    Return the decision on ``item`` in ``circumstances``, by the catalogue that governs that day.

    Where a regional exception (``conflicts_with``) does not hold, the ways onward of the negative
    item that it is an exception to are the ones to show. No article is cited on a day on which it
    was not in force; before the Opinion itself was, nothing is decided by it.
    """
    opinion = under.instruments.get(citations.OPINION)
    if opinion is None or not opinion.in_force(circumstances.on):
        return routing.before_the_opinion(Particulars(onward=(ASK_FOR_THE_BASIS,)))
    found = routing.decide(facts(item, under, circumstances), _ground(item, under, circumstances))
    return addressed(found, circumstances.demander)


def addressed(decision: routing.Decision, demander: str) -> routing.Decision:
    """
    Return ``decision`` without duties that the demanding body does not have (不加给对方的义务).

    Where the Opinion says 相关部门 it binds departments; banks and others are private, and courts,
    the army, the Party and foreign missions it does not govern at all.
    """
    if not demander or is_administrative(demander):
        return decision
    look = offers.ASK[OnwardKind.SHARED_DATA]  # data are shared between departments alone
    onward = tuple(_asked_of(way, demander) for way in decision.onward if way != look)
    kept = tuple(one for one in decision.citations if one.duty not in _DUTIES_OF_DEPARTMENTS)
    ways = onward or ((ASK_WHAT_FOR,) if decision.onward else ())
    return replace(decision, citations=kept or decision.citations, onward=ways)


def _asked_of(way: Onward, demander: str) -> Onward:
    if way != ASK_FOR_THE_BASIS or bound_by_lists(demander) or demander == Demander.OTHER:
        return way
    return ASK_WHAT_FOR


def _ground(item: Item, under: Governing, circumstances: Circumstances) -> Particulars:
    instead = under.items.get(item.conflicts_with)
    found = offered(item, under, circumstances)
    onward = offers.worded(item.onward or (instead.onward if instead else ()), found)
    book = under.rulebook(circumstances.division, circumstances.on)
    forbidding = _forbidding(item, book, circumstances)
    if item.kind is ListKind.NEGATIVE:
        why = "" if forbidding else _why_not_negative(item, book)
    else:
        why = why_not_listed(item, under, circumstances)
    if why or not onward:
        onward = (*onward, ASK_FOR_THE_BASIS)
    return Particulars(
        basis=citations_of(item, under.instruments, circumstances.on),
        onward=onward,
        why_without_basis=why,
        limit_working_days=item.limit_working_days,
        listed_in=book.lists[forbidding.by].title if forbidding else "",
        listed_by=_cited(book, forbidding, under.instruments) if forbidding else None,
        unlisted=_unlisted_citation(book, under.instruments),
        commitment=offers.first(found, OfferKind.COMMITMENT),
        sharing=offers.first(found, OfferKind.SHARED_DATA),
    )


def _why_not_negative(item: Item, book: Rulebook) -> str:
    """Say of a negative item that is on no list here that it still has no basis."""
    entry = book.entry(ListKind.NEGATIVE, item.id)
    no_basis = "没有查到当日有效的法律法规依据，不予出具。"
    if entry is None:
        return f"本地的不应出具清单没有列这一项，但{no_basis}"
    return f"《{book.lists[entry.by].title}》没有列这一项，但{no_basis}"


def _cited(book: Rulebook, entry: Entry, instruments: Mapping[str, Instrument]) -> Citation | None:
    """Return the place of the list that speaks; None if it is the Opinion's own annex."""
    one = book.lists[entry.by]
    if one.document == citations.OPINION:
        return None
    title = instruments[one.document].title
    return Citation(one.document, title, f"附件《{one.title}》", citations.NEGATIVE_LIST.duty)


def _unlisted_citation(
    book: Rulebook, instruments: Mapping[str, Instrument]
) -> tuple[Citation, ...]:
    policy = book.unlisted
    text = instruments.get(policy.document) if policy else None
    if policy is None or text is None or not policy.cases or not text.in_force(book.on):
        return ()
    return (Citation(policy.document, text.title, policy.title),)


def in_force(
    cited: Iterable[Citation], instruments: Mapping[str, Instrument], on: date
) -> tuple[Citation, ...]:
    """Return those of ``cited`` whose text is in force on ``on``, each once."""
    return tuple(
        one
        for one in dict.fromkeys(cited)
        if (text := instruments.get(one.instrument)) is not None and text.in_force(on)
    )


def citations_of(
    item: Item, instruments: Mapping[str, Instrument], on: date
) -> tuple[Citation, ...]:
    """Return the item's bases that are in force on ``on`` as citations to be shown."""
    return tuple(
        Citation(basis.instrument, instruments[basis.instrument].title, basis.provision)
        for basis in basis_in_force(item, instruments, on)
    )
