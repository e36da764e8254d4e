"""Standing (适用情况): where an item stands in one place, on one day, for one case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue import looking, offers, routing, ways
from juzheng.law.catalogue.facts import Ended, Facts, Particulars
from juzheng.law.catalogue.items import (
    CommitteeKind,
    Confidence,
    DeliberationNeed,
    Handling,
    Instrument,
    Item,
    ListKind,
    Onward,
    OnwardKind,
    Precondition,
    Source,
    basis_in_force,
)
from juzheng.law.catalogue.lists import Entry, Rulebook, UnlistedCase
from juzheng.law.catalogue.looking import Known, Look
from juzheng.law.catalogue.offers import OfferKind

UNREAD = "这一条我们还没有核对原文，要请民政部门确认；确认以前，不能说能开，也不能说不能开。"
UNLOOKED = "这一项有的地方有规定。您这里有没有，还没有人查过，要请民政部门确认。"
NO_PLACE = "这一项有的地方有规定，有的地方没有，要看您在哪里。"
NO_DUTY = "这一项属于居（村）委会的哪一项职责还没有查清，要请民政部门确认。"
LAPSED = "这一项原来依据的条文不再施行，有没有新的规定还没有人查过，要请民政部门确认。"


class Governing(Protocol):
    """What decides in all places on one day (当日有效的目录): items, texts and lists."""

    @property
    def items(self) -> Mapping[str, Item]:
        """Return the items by id."""

    @property
    def instruments(self) -> Mapping[str, Instrument]:
        """Return the legal instruments by id."""

    @property
    def looked(self) -> Mapping[str, Look]:
        """Return which places were looked at, by their codes."""

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
    met: tuple[str, ...] = ()  # keys of the item's preconditions that the applicant says are met
    unmet: tuple[str, ...] = ()  # … and of those that the applicant says are not
    unit: str = ""  # the name of who demands it, as far as it was told
    matter: str = ""  # what it is needed for, in whatever words


@dataclass(frozen=True)
class Standing:
    """Whether ``item`` has a basis here and today (有没有依据), and what to say if not."""

    known: Known
    why: str = ""


HAS_BASIS = Standing(Known.YES)
YET = Standing(Known.NO, "这一项在所问的这一天还不能出具，不予出具。")


def standing(item: Item, under: Governing, circumstances: Circumstances) -> Standing:
    """
    Return whether ``item`` has a basis here and today: yes, no, or nobody has looked yet.

    "No" needs somebody who looked, or a text that says so itself.
    Source: OP-2.2.a, OP-2.3.a: lists are made by region and have dates of force.
    """
    if item.kind is ListKind.NEGATIVE:
        return Standing(Known.NO)  # none that waits for a basis
    division, on = circumstances.division, circumstances.on
    found = looking.line_of(under.looked, item.id, division, on)
    if found is not None and not found[1].may:
        return Standing(Known.NO, f"{found[1].reason.rstrip('。')}，不予出具。")
    item = looking.here(item, under.looked, division, on)
    book = under.rulebook(division, on)
    if not item.enabled and item.refused_because:
        return Standing(Known.NO, item.refused_because)
    if not item.in_force(on):
        return YET if on < item.in_force_from else Standing(Known.UNKNOWN, LAPSED)
    if not item.applies_in(division):
        return _elsewhere(under, book, circumstances)
    if not (item.enabled and item.committees):  # that we registered none is our own gap
        return Standing(Known.UNKNOWN, UNREAD if item.committees else NO_DUTY)
    if (item.duty or under.items.get(item.id, item).duty) is None:
        return Standing(Known.UNKNOWN, NO_DUTY)
    if not grounds(item, under, division, on):
        return _without_text(item, under.instruments, on)
    why = why_outside(item, circumstances) or _why_taken_off(item, book, circumstances)
    return Standing(Known.NO, why) if why else HAS_BASIS


def _elsewhere(under: Governing, book: Rulebook, circumstances: Circumstances) -> Standing:
    """Return how an item of other places stands here: "no" only where somebody looked."""
    division, on = circumstances.division, circumstances.on
    if not division:
        return Standing(Known.UNKNOWN, NO_PLACE)
    if looking.looked_at(under.looked, book, division, on):
        return Standing(Known.NO, "本地的清单和规定都已查过，没有这一项，不予出具。")
    return Standing(Known.UNKNOWN, UNLOOKED)


def _without_text(item: Item, instruments: Mapping[str, Instrument], on: date) -> Standing:
    """Return how an item stands whose texts carry nothing on ``on``: too early, or not known."""
    if item.kind is ListKind.RETAINED:
        return Standing(Known.NO, "国务院批准的保留证明事项清单没有列这一项，不予出具。")
    begins = [
        text.in_force_from
        for basis in item.basis
        if (text := instruments.get(basis.instrument)) is not None
    ]
    if begins and all(day is not None and on < day for day in begins):
        return Standing(Known.NO, "这一项的依据在所问的这一天还没有施行，不予出具。")
    return Standing(Known.UNKNOWN, LAPSED)


def why_outside(item: Item, circumstances: Circumstances) -> str:
    """
    Return why ``item`` is no duty of this committee (不属于职责范围); empty if it is one.

    Only by the provision: that no kind is registered is our own gap (待确认). Of a listed item the
    Opinion itself says that committees were asked for it: the facts decide (OP-3.2.a).
    """
    asked = circumstances.committee
    if item.kind is ListKind.NEGATIVE or asked is None or asked in (item.committees or [asked]):
        return ""
    kinds = "或".join(kind.label for kind in item.committees)
    return f"按规定这一项由{kinds}办理，不属于本委员会的职责范围，不能出具。"


def ended(item: Item, under: Governing, circumstances: Circumstances) -> Ended | None:
    """Return which answer of the applicant ends it (前提不具备), and what to do then."""
    for one in item.preconditions:
        if one.key in circumstances.unmet:
            place = _place_of(one, under.instruments)
            source = Source(str(place), Confidence.HIGH)
            way = Onward(OnwardKind.OTHER_AUTHORITY, one.do, where=one.where, source=source)
            return Ended(one.reason, place, way)
    return None


def _place_of(one: Precondition, instruments: Mapping[str, Instrument]) -> Citation:
    text = instruments.get(one.instrument)
    return Citation(one.instrument, text.title if text else one.instrument, one.provision)


def unasked(item: Item, circumstances: Circumstances) -> tuple[Precondition, ...]:
    """Return what the law presupposes and nobody was asked yet (还没有问的前提)."""
    answered = {*circumstances.met, *circumstances.unmet}
    return tuple(one for one in item.preconditions if one.key not in answered)


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


def _forbidding(
    item: Item, under: Governing, book: Rulebook, circumstances: Circumstances
) -> Entry | None:
    """
    Return the entry of the negative lists that stops ``item`` here; None: it is on none.

    Where a regional exception does not reach, the item that it is an exception to stands.
    """
    here = looking.here(item, under.looked, circumstances.division, circumstances.on)
    exempt = circumstances.division and not here.applies_in(circumstances.division)
    named = under.items.get(item.conflicts_with, item) if exempt else item
    entry = book.entry(ListKind.NEGATIVE, named.id)
    if entry is None or not (named.enabled and named.in_force(circumstances.on)):
        return None
    # Whoever did not say which unit asks is told of the list: nothing is issued by silence.
    unsaid = not circumstances.demander and entry.present
    return entry if unsaid or entry.holds_for(circumstances.demander, None) else None


def facts(item: Item, under: Governing, circumstances: Circumstances) -> Facts:
    """Return what is known about ``item`` in ``circumstances``, in the words of the rules."""
    book = under.rulebook(circumstances.division, circumstances.on)
    negative = _forbidding(item, under, book, circumstances) is not None
    known = standing(item, under, circumstances).known
    listed = known is Known.YES
    kinds = {way.kind for way in item.onward}
    at_hand = circumstances.already_known
    found = offered(item, under, circumstances)
    return Facts(
        proof_matter=True,
        certifiable=True,
        within_duties=not why_outside(item, circumstances),
        has_basis=listed,
        on_negative_list=negative,
        verifiable=circumstances.verifiable,  # 能够核实 is a fact of the case, not of the item
        already_known=item.handling is Handling.SIMPLE if at_hand is None else at_hand,
        public_interest=circumstances.public_interest
        or item.deliberation is DeliberationNeed.REQUIRED,
        still_demanded=circumstances.still_demanded,
        legal_risk=circumstances.legal_risk,
        holds_document=circumstances.holds_document and OnwardKind.EXISTING_DOCUMENT in kinds,
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
        precondition_unmet=ended(item, under, circumstances) is not None,
        basis_known=known is not Known.UNKNOWN,
    )


def offered(
    item: Item, under: Governing, circumstances: Circumstances
) -> tuple[offers.Standing, ...]:
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
        return routing.before_the_opinion(Particulars(onward=(ways.ASK_WHICH_ARTICLE,)))
    found = routing.decide(facts(item, under, circumstances), _ground(item, under, circumstances))
    return ways.addressed(found, circumstances.demander)


def _ground(item: Item, under: Governing, circumstances: Circumstances) -> Particulars:
    found = offered(item, under, circumstances)
    division, on = circumstances.division, circumstances.on
    book = under.rulebook(division, on)
    forbidding = _forbidding(item, under, book, circumstances)
    here = looking.here(item, under.looked, division, on)
    if item.kind is ListKind.NEGATIVE:
        stands = HAS_BASIS if forbidding else Standing(Known.NO, _why_not_negative(item, book))
    else:
        stands = standing(item, under, circumstances)
    instead = under.items.get(item.conflicts_with)
    own = item.onward or (instead.onward if instead else ())
    consent = offers.anothers(circumstances.matter)
    rule = item.deliberation_rule
    return Particulars(
        basis=grounds(here, under, division, on),
        duty=_duty(item, under),
        why_outside=why_outside(item, circumstances),
        unmet=ended(item, under, circumstances),
        presupposed=tuple(one.open_question for one in unasked(item, circumstances)),
        by_committee=rule is not None and rule.by_committee,
        onward=ways.onward(own, stands.known, division, found, consent=consent),
        why_without_basis=stands.why,
        limit_working_days=here.limit_working_days,
        listed_in=book.lists[forbidding.by].title if forbidding else "",
        listed_by=_cited(book, forbidding, under.instruments) if forbidding else None,
        unlisted=_unlisted_citation(book, under.instruments),
        commitment=offers.first(found, OfferKind.COMMITMENT),
        sharing=offers.first(found, OfferKind.SHARED_DATA),
    )


def _why_not_negative(item: Item, book: Rulebook) -> str:
    """Say of a negative item that is on no list here that it is still none to be issued."""
    entry = book.entry(ListKind.NEGATIVE, item.id)
    title = f"《{book.lists[entry.by].title}》" if entry else "本地的不应出具清单"
    return (
        f"{title}没有列这一项；法律法规没有规定由居（村）委会出具，"
        "也没有列入国务院批准的保留证明事项清单，不予出具。"
    )


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
    """Return those of ``cited`` whose text is in force on ``on``, and rules of ours, each once."""
    return tuple(
        one
        for one in dict.fromkeys(cited)
        if one.ours or ((text := instruments.get(one.instrument)) is not None and text.in_force(on))
    )


def grounds(item: Item, under: Governing, division: str, on: date) -> tuple[Citation, ...]:
    """
    Return what carries ``item`` there and then: its place on a retained list, its articles.

    An item on a list that the State Council approved needs no other basis (OP-2.2.a).
    """
    return (*retaining(item, under, division, on), *citations_of(item, under.instruments, on))


def retaining(item: Item, under: Governing, division: str, on: date) -> tuple[Citation, ...]:
    """Return the place of the retained list (保留清单) that holds ``item``, if one does."""
    book = under.rulebook(division, on)
    entry = book.entry(ListKind.RETAINED, item.id)
    if item.kind is not ListKind.RETAINED or entry is None or not entry.present:
        return ()
    one = book.lists[entry.by]
    text = under.instruments[one.document]
    return (Citation(text.id, text.title, f"《{one.title}》", citations.BASIS_AND_DUTIES.duty),)


def _duty(item: Item, under: Governing) -> str:
    """Return the duty of ``item``, what gives it, and what we take from it; empty: none named."""
    duty = item.duty
    if duty is None or (text := under.instruments.get(duty.instrument)) is None:
        return ""
    ours = f"。本系统的理解：{duty.ours}" if duty.ours else ""
    return f"{duty.words}（{text.title} {duty.provision}）{ours}"


def citations_of(
    item: Item, instruments: Mapping[str, Instrument], on: date
) -> tuple[Citation, ...]:
    """Return the item's bases that are in force on ``on`` as citations to be shown."""
    return tuple(
        Citation(basis.instrument, instruments[basis.instrument].title, basis.provision)
        for basis in basis_in_force(item, instruments, on)
    )
