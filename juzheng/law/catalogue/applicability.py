"""Standing (适用情况): where an item stands in one place, on one day, for one case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.base.demanders import Demander, is_administrative
from juzheng.law.catalogue import looking, routing
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
from juzheng.law.catalogue.looking import Known, Look

# OP-2.2.b: whoever wants the committee to certify supplies the basis with the demand.
ASK_FOR_THE_BASIS = Onward(
    OnwardKind.ASK_FOR_BASIS,
    "请索要单位书面写明：要这份证明依据哪部法律法规的哪一条、办什么事用。没有依据的，可以不提供。",
    where="索要证明的单位；说不通的，可拨打 12345，或在 12348 中国法律服务网“群众批评”专栏反映",
)
# What is open until civil affairs has looked (待确认): what to do meanwhile.
ASK_CIVIL_AFFAIRS = Onward(
    OnwardKind.OTHER_AUTHORITY,
    "请民政部门确认这一项在您这里能不能开。已经有人问过的会一并答复，答复写在这一页和您的办件上。",
    where="本页的“请民政部门确认”，或者当地民政部门、居（村）委会窗口",
)
ASK_THE_COMMITTEE = Onward(
    OnwardKind.OTHER_AUTHORITY,
    "着急的，先到居（村）委会说明要办的事；可以先申请，等确认了接着办，不会因为还没有确认就退回。",
    where="您所在的居（村）委会",
)
CHOOSE_THE_PLACE = Onward(
    OnwardKind.OTHER_AUTHORITY,
    "请先选好您所在的地方，再看答复。",
    where="本页的“选您的居（村）委会”",
)
UNREAD = "这一条我们还没有核对原文，要请民政部门确认；确认以前，不能说能开，也不能说不能开。"
UNLOOKED = "这一项有的地方有规定。您这里有没有，还没有人查过，要请民政部门确认。"
NO_PLACE = "这一项有的地方有规定，有的地方没有，要看您在哪里。"
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


@dataclass(frozen=True)
class Standing:
    """Whether ``item`` has a basis here and today (有没有依据), and what to say if not."""

    known: Known
    why: str = ""


HAS_BASIS = Standing(Known.YES)


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
        return Standing(Known.NO, "这一项在所问的这一天还不能出具，不予出具。")
    if not item.applies_in(division):
        return _elsewhere(under, book, circumstances)
    if not item.enabled:
        return Standing(Known.UNKNOWN, UNREAD)
    if not basis_in_force(item, under.instruments, on):
        return _without_text(item, under.instruments, on)
    if circumstances.committee is not None and circumstances.committee not in item.committees:
        kinds = "或".join(kind.label for kind in item.committees)
        return Standing(Known.NO, f"按规定这一项由{kinds}出具，本委员会不能出具。")
    why = _why_taken_off(item, book, circumstances)
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
    begins = [
        text.in_force_from
        for basis in item.basis
        if (text := instruments.get(basis.instrument)) is not None
    ]
    if begins and all(day is not None and on < day for day in begins):
        return Standing(Known.NO, "这一项的依据在所问的这一天还没有施行，不予出具。")
    return Standing(Known.UNKNOWN, LAPSED)


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
    ways = {way.kind for way in item.onward}
    administrative = is_administrative(circumstances.demander)
    at_hand = circumstances.already_known
    return Facts(
        proof_matter=True,
        certifiable=True,
        within_duties=True,
        has_basis=listed,
        on_negative_list=negative,
        # A listed item that names no fact a committee could establish cannot be issued by facts.
        verifiable=circumstances.verifiable
        and (bool(item.facts) or item.kind is not ListKind.NEGATIVE),
        already_known=item.handling is Handling.SIMPLE if at_hand is None else at_hand,
        public_interest=circumstances.public_interest
        or item.deliberation is DeliberationNeed.REQUIRED,
        still_demanded=circumstances.still_demanded,
        legal_risk=circumstances.legal_risk,
        holds_document=circumstances.holds_document and OnwardKind.EXISTING_DOCUMENT in ways,
        # An item with its own article stands: there the law itself asks for the committee's paper.
        # That a fact lies in shared data is known for negative items only; for others the
        # demander is asked to look, and nothing is claimed.
        demander_can_check=administrative
        and item.kind is ListKind.NEGATIVE
        and OnwardKind.SHARED_DATA in ways,
        commitment_allowed=administrative and not listed and OnwardKind.COMMITMENT in ways,
        unlisted_allowed=not listed
        and not negative
        and bool(item.facts)
        and item.enabled
        and _unlisted_case(book, circumstances),
        basis_known=known is not Known.UNKNOWN,
    )


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
    return routing.decide(facts(item, under, circumstances), _ground(item, under, circumstances))


def _ground(item: Item, under: Governing, circumstances: Circumstances) -> Particulars:
    division, on = circumstances.division, circumstances.on
    book = under.rulebook(division, on)
    forbidding = _forbidding(item, under, book, circumstances)
    here = looking.here(item, under.looked, division, on)
    if item.kind is ListKind.NEGATIVE:
        stands = HAS_BASIS if forbidding else Standing(Known.NO, _why_not_negative(item, book))
    else:
        stands = standing(item, under, circumstances)
    return Particulars(
        basis=citations_of(here, under.instruments, on),
        onward=_ways(item, under, stands, division),
        why_without_basis=stands.why,
        limit_working_days=here.limit_working_days,
        listed_in=book.lists[forbidding.by].title if forbidding else "",
        listed_by=_cited(book, forbidding, under.instruments) if forbidding else None,
        unlisted=_unlisted_citation(book, under.instruments),
    )


def _ways(item: Item, under: Governing, stands: Standing, division: str) -> tuple[Onward, ...]:
    """Return the ways onward: where nobody knows yet, first what the unit has to give."""
    instead = under.items.get(item.conflicts_with)
    onward = item.onward or (instead.onward if instead else ())
    if stands.known is Known.YES and onward:
        return onward
    if stands.known is not Known.UNKNOWN:
        return (*onward, ASK_FOR_THE_BASIS)
    if not division:
        return (CHOOSE_THE_PLACE, *onward, ASK_FOR_THE_BASIS)
    return (ASK_FOR_THE_BASIS, *onward, ASK_THE_COMMITTEE, ASK_CIVIL_AFFAIRS)


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
