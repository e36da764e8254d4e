"""Standing (适用情况): where an item stands in one place, on one day, for one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from juzheng.law.base import characters, citations
from juzheng.law.base.citations import Citation
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue import citing, looking, meetings, offers, preconditions, routing, ways
from juzheng.law.catalogue.circumstances import Circumstances as Circumstances
from juzheng.law.catalogue.circumstances import Governing as Governing
from juzheng.law.catalogue.facts import Facts, Particulars
from juzheng.law.catalogue.items import (
    DeliberationNeed,
    Handling,
    Instrument,
    Item,
    ListKind,
    OnwardKind,
)
from juzheng.law.catalogue.listed import rows_of, stopping
from juzheng.law.catalogue.lists import Entry, Rulebook, UnlistedCase
from juzheng.law.catalogue.looking import Known
from juzheng.law.catalogue.offers import OfferKind

TILL_THEN = "确认以前，不能说能开，也不能说不能开。"
UNREAD = f"这一条我们还没有核对原文，要请民政部门确认；{TILL_THEN}"
UNLOOKED = "这一项有的地方有规定。您这里有没有，还没有人查过，要请民政部门确认。"
NO_PLACE = "这一项有的地方有规定，要看在哪个地方。"
NO_DUTY = "这一项属于居（村）委会的哪一项职责还没有查清，要请民政部门确认。"
LAPSED = "这一项原来依据的条文不再施行，有没有新的规定还没有人查过，要请民政部门确认。"


@dataclass(frozen=True)
class Standing:
    """Whether ``item`` has a basis here and today (有没有依据), and what to say if not."""

    known: Known
    why: str = ""


HAS_BASIS = Standing(Known.YES)
# That our text begins later is our ignorance: an earlier one may have said the same.
THEN_UNREAD = Standing(
    Known.UNKNOWN, "所问的这一天施行的条文我们没有核对，不能说能开，也不能说不能开。"
)


@dataclass(frozen=True)
class _Asked:
    """One item, one place, one day, one case (所问的一项): each thing is found out once."""

    item: Item
    under: Governing
    circumstances: Circumstances

    @cached_property
    def book(self) -> Rulebook:
        """Return the lists that hold here, put together."""
        return self.under.rulebook(self.circumstances.division, self.circumstances.on)

    @cached_property
    def here(self) -> Item:
        """Return the item as it is handled here."""
        return looking.here(
            self.item, self.under, self.circumstances.division, self.circumstances.on
        )

    @cached_property
    def basis(self) -> tuple[Citation, ...]:
        """Return what carries it here and today."""
        return grounds(self.here, self.under, self.circumstances.division, self.circumstances.on)

    @cached_property
    def forbidding(self) -> Entry | None:
        """
        Return the entry of the negative lists that stops it here; None: it is on none.

        Where a regional exception does not reach, the item that it is an exception to stands.
        """
        asked = self.circumstances
        exempt = asked.division and not self.here.applies_in(asked.division)
        named = self.under.items.get(self.item.conflicts_with, self.item) if exempt else self.item
        entry = self.book.entry(ListKind.NEGATIVE, named.id)
        if entry is None or not (named.used(asked.on) and named.in_force(asked.on)):
            return None
        # Whoever did not say which unit asks is told of the list: nothing is issued by silence.
        unsaid = not asked.demander and entry.present
        return entry if unsaid or entry.holds_for(asked.demander, None) else None

    @cached_property
    def offered(self) -> tuple[offers.Standing, ...]:
        """Return the entries of the register for it that hold here and today."""
        asked = self.circumstances
        told = (asked.demander, asked.unit, asked.matter)
        entries = self.book.offers.get(self.item.id, ())
        return offers.standing(entries, self.under.instruments, *told)

    @cached_property
    def outside(self) -> str:
        """Return why it is no duty of this committee; empty if it is one."""
        division, on = self.circumstances.division, self.circumstances.on
        holds = self.here.used(on) and self.here.in_force(on) and self.here.applies_in(division)
        return _why_outside(self.item, self.circumstances) if holds and self.basis else ""

    @cached_property
    def standing(self) -> Standing:
        """Return whether it has a basis here and today."""
        division, on = self.circumstances.division, self.circumstances.on
        if self.item.kind is ListKind.NEGATIVE and self.item.applies_in(division):
            return Standing(Known.NO)  # none that waits for a basis
        found = looking.line_of(self.under.looked, self.item.id, division, on)
        if found is not None and not found[1].may:
            return Standing(Known.NO, f"{found[1].reason.rstrip('。')}，不予出具。")
        item = self.here
        if not item.used(on) and item.refused_because:
            return Standing(Known.NO, item.refused_because)
        if not item.applies_in(division):
            return _elsewhere(item, self.under, self.circumstances)
        return _without_known_basis(item, self.under, on) or self._by_its_texts()

    def _by_its_texts(self) -> Standing:
        if not self.basis:
            return _without_text(self.here, self.under.instruments, self.circumstances.on)
        asked = self.circumstances
        why = _why_outside(self.here, asked) or _why_taken_off(self.here, self.book, asked)
        return Standing(Known.NO, why) if why else HAS_BASIS


def standing(item: Item, under: Governing, circumstances: Circumstances) -> Standing:
    """
    Return whether ``item`` has a basis here and today: yes, no, or nobody has looked yet.

    "No" needs somebody who looked, or a text that says so itself.
    Source: OP-2.2.a, OP-2.3.a: lists are made by region and have dates of force.
    """
    return _Asked(item, under, circumstances).standing


def _without_known_basis(item: Item, under: Governing, on: date) -> Standing | None:
    """Return how an item stands of which something is not known to us; None: all is."""
    if not item.in_force(on):
        return THEN_UNREAD if on < item.in_force_from else Standing(Known.UNKNOWN, LAPSED)
    if not item.committees:  # we registered none: that is our own gap, and no provision
        return Standing(Known.UNKNOWN, NO_DUTY)
    if not item.used(on):
        return Standing(Known.UNKNOWN, _unread(item, under.instruments))
    if (item.duty or under.items.get(item.id, item).duty) is None:
        return Standing(Known.UNKNOWN, NO_DUTY)
    return None


def _unread(item: Item, instruments: Mapping[str, Instrument]) -> str:
    """Say what nobody knows of an item that is not in use: its wording, or whether it holds."""
    for one in item.basis:
        if one.checked and instruments[one.instrument].binding:
            where = f"《{instruments[one.instrument].title}》{one.provision}"
            return f"{where}写有这一项，现在还能不能照它办没有查清，要请民政部门确认；{TILL_THEN}"
    return UNREAD


def _elsewhere(item: Item, under: Governing, circumstances: Circumstances) -> Standing:
    """Return how an item of other places stands here: "no" only where somebody looked."""
    if item.lies_in(division := circumstances.division):
        return Standing(Known.UNKNOWN, NO_PLACE)
    on = circumstances.on
    if looking.looked_at(under.looked, under.rulebook(division, on), division, on):
        return Standing(Known.NO, "本地的清单和规定都已查过，没有这一项，不予出具。")
    return Standing(Known.UNKNOWN, UNLOOKED)


def _without_text(item: Item, instruments: Mapping[str, Instrument], on: date) -> Standing:
    """Return how an item stands whose texts carry nothing on ``on``: too early, or not known."""
    if item.kind is ListKind.RETAINED:
        return Standing(Known.NO, "国务院批准的保留证明事项清单没有列这一项，不予出具。")
    texts = [text for basis in item.basis if (text := instruments.get(basis.instrument))]
    if any(_before_our_wording(text, on) for text in texts):
        return THEN_UNREAD
    return Standing(Known.UNKNOWN, LAPSED)


def _before_our_wording(text: Instrument, on: date) -> bool:
    """Return whether ``on`` lies before the wording that was read."""
    days = (text.in_force_from, text.wording_from)
    return any(day is not None and on < day for day in days)


def outside(item: Item, under: Governing, circumstances: Circumstances) -> str:
    """
    Return why ``item`` is no duty of this committee (不属于职责范围); empty if it is one.

    Only what is known: by a provision that was read and holds here and today it is the other kind
    of committee's. That no kind is registered is our own gap, and no reason (待确认). Of a listed
    item the Opinion itself says that committees were asked for it: whether this one may state what
    it has seen is asked of the facts (OP-3.2.a).
    """
    return _Asked(item, under, circumstances).outside


def _why_outside(item: Item, circumstances: Circumstances) -> str:
    asked = circumstances.committee
    if item.kind is ListKind.NEGATIVE or asked is None or asked in (item.committees or [asked]):
        return ""
    kinds = "或".join(kind.label for kind in item.committees)
    return f"按规定这一项由{kinds}办理，不属于本委员会的职责范围，不能出具。"


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


def facts(item: Item, under: Governing, circumstances: Circumstances) -> Facts:
    """Return what is known about ``item`` in ``circumstances``, in the words of the rules."""
    return _facts(_Asked(item, under, circumstances))


def _facts(asked: _Asked) -> Facts:
    item, circumstances = asked.item, asked.circumstances
    negative = asked.forbidding is not None
    known = asked.standing.known
    listed = known is Known.YES
    kinds = {way.kind for way in item.onward}
    at_hand = circumstances.already_known
    return Facts(
        proof_matter=True,
        certifiable=True,
        within_duties=not asked.outside,
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
        and offers.first(asked.offered, OfferKind.SHARED_DATA) is not None,
        commitment_allowed=not listed
        and offers.first(asked.offered, OfferKind.COMMITMENT) is not None,
        unlisted_allowed=not listed
        and not negative
        and bool(item.facts)
        and item.used(circumstances.on)
        and _unlisted_case(asked.book, circumstances),
        precondition_unmet=preconditions.ended(item, asked.under, circumstances) is not None,
        basis_known=known is not Known.UNKNOWN,
    )


def offered(
    item: Item, under: Governing, circumstances: Circumstances
) -> tuple[offers.Standing, ...]:
    """Return the entries of the register for ``item`` that hold here and today (有效登记)."""
    return _Asked(item, under, circumstances).offered


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
    asked = _Asked(item, under, circumstances)
    found = routing.decide(_facts(asked), _ground(asked))
    return ways.told(ways.addressed(found, circumstances.demander), circumstances.told)


def _ground(asked: _Asked) -> Particulars:
    item, under, circumstances = asked.item, asked.under, asked.circumstances
    division, book, forbidding = circumstances.division, asked.book, asked.forbidding
    if item.kind is ListKind.NEGATIVE and item.applies_in(division):
        stands = HAS_BASIS if forbidding else Standing(Known.NO, _why_not_negative(item, book))
    else:
        stands = asked.standing
    instead = under.items.get(item.conflicts_with)
    own = item.onward or (instead.onward if instead else ())
    consent = offers.anothers(circumstances.matter)
    rule = item.deliberation_rule
    return Particulars(
        basis=asked.basis,
        duty=_duty(item, under, circumstances.on),
        why_outside=asked.outside,
        unmet=preconditions.ended(item, under, circumstances),
        presupposed=tuple(
            one.open_question for one in preconditions.unasked(item, under, circumstances)
        ),
        said_met=circumstances.met,
        by_committee=rule is not None and rule.by_committee,
        agreed_by=meetings.agreed_by(rule, circumstances.committee),
        onward=ways.onward(
            own,
            stands.known,
            "" if item.lies_in(division) else division,
            asked.offered,
            consent=consent,
        ),
        why_without_basis=stands.why,
        limit_working_days=asked.here.limit_working_days,
        listed_in="、".join(characters.titled(one.title) for one in stopping(book, forbidding)),
        listed_by=rows_of(item, book, forbidding, under.instruments) if forbidding else (),
        unlisted=_unlisted_citation(book, under.instruments),
        commitment=offers.first(asked.offered, OfferKind.COMMITMENT),
        sharing=offers.first(asked.offered, OfferKind.SHARED_DATA),
    )


def _why_not_negative(item: Item, book: Rulebook) -> str:
    """Say of a negative item that is on no list here that it is still none to be issued."""
    entry = book.entry(ListKind.NEGATIVE, item.id)
    title = f"《{book.lists[entry.by].title}》" if entry else "本地的不应出具清单"
    return (
        f"{title}没有列这一项；法律法规没有规定由居（村）委会出具，"
        "也没有列入国务院批准的保留证明事项清单，不予出具。"
    )


def _unlisted_citation(
    book: Rulebook, instruments: Mapping[str, Instrument]
) -> tuple[Citation, ...]:
    policy = book.unlisted
    text = instruments.get(policy.document) if policy else None
    if policy is None or text is None or not policy.cases or not text.in_force(book.on):
        return ()
    return (Citation(policy.document, text.title, policy.title),)


def grounds(item: Item, under: Governing, division: str, on: date) -> tuple[Citation, ...]:
    """
    Return what carries ``item`` there and then: its place on a retained list, its articles.

    An item on a list that the State Council approved needs no other basis (OP-2.2.a).
    """
    texts = citing.citations_of(item, under.instruments, on)
    return (*retaining(item, under, division, on), *texts)


def retaining(item: Item, under: Governing, division: str, on: date) -> tuple[Citation, ...]:
    """Return the place of the retained list (保留清单) that holds ``item``, if one does."""
    book = under.rulebook(division, on)
    entry = book.entry(ListKind.RETAINED, item.id)
    if item.kind is not ListKind.RETAINED or entry is None or not entry.present:
        return ()
    one = book.lists[entry.by]
    text = under.instruments[one.document]
    return (Citation(text.id, text.title, f"《{one.title}》", citations.BASIS_AND_DUTIES.duty),)


def _duty(item: Item, under: Governing, on: date) -> str:
    """Return the duty of ``item``, what gives it, and what we take from it; empty: none named."""
    duty = item.duty
    if duty is None or duty.instrument not in under.instruments:
        return ""
    ours = f"。本系统的理解：{duty.ours}" if duty.ours else ""
    return f"{duty.words}（{citing.place_in(under.instruments, duty, on)}）{ours}"
