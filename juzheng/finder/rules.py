"""Rules (规则): what is known for certain corrects what is only probable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from juzheng.finder.classifier import ASK, NONE
from juzheng.finder.dialogue import LITTLE
from juzheng.finder.found import WORTH_SHOWING
from juzheng.finder.names import Meant, Names
from juzheng.finder.own_nouns import OwnNouns, Spoken
from juzheng.finder.words import Words
from juzheng.law.catalogue.items import Item

NAMED = 0.97  # how probable it is that what is asked for by its own name is meant
ELSEWHERE, ONLY_HERE = 0.15, 4.0  # odds of a local item: not of this place, and of this place
AT_MOST = 0.8  # of what holds only elsewhere: it is asked back, with what else is likely
CLEAR = 0.8  # from this probability on, what has the words as a use is not put beside
CALLED = 4.0  # odds of an item that is called by its own noun
EXCEPTION = 20.0  # odds of what this place has instead of what holds everywhere else
NOT_IN_USE = 0.5  # odds of an item whose basis is still to be confirmed
STRUCTURE = 0.95  # that a body itself asks, where patterns say so and words do not rule it out
AT_LEAST = 0.08  # what the words must leave to it for that
NO_INQUIRY = 0.2  # odds of an inquiry that no pattern hears before all else
SETTLED = 0.92  # what was learned is left as it is from here on
HALF = 0.5  # and from here on, where it is none of ours and an item was written for the words
AHEAD = 0.6  # of the patterns for anything else
HEARD = LITTLE + 0.05  # of what is likely, where an item's own noun was heard: never too little
STRONG, PLAUSIBLE = 8.5, 0.02  # a pattern of this weight stands first where it is so probable
_LATEST = 64  # places of which the odds are remembered

Shares = Mapping[str, float]  # how probable each label is, the most probable first


@dataclass(frozen=True)
class Rules:
    """The rules, over one catalogue (规则)."""

    items: Mapping[str, Item]
    words: Words
    names: Names
    nouns: OwnNouns

    def applied(
        self, shares: Shares, spoken: Spoken, place: str, meant: Meant | None
    ) -> dict[str, float]:
        """
        Return ``shares`` as the rules leave them, the most probable first.

        :param meant: what is asked for by a name and nothing besides
        """
        if meant is not None:
            led = _led(meant.items, shares, named=meant.named)
            return _ordered(led) if meant.named else self._in_use(led, place)
        denied = self.nouns.denied(spoken.plain)
        if denied is not None:
            return _ordered(_ahead(denied, shares))
        found = self._called(self._inquired(dict(shares), spoken), spoken)
        found = self._written(self._in_use(found, place), spoken, place)
        return self._named(self._asked_here(found, place), spoken, place)

    def _named(self, shares: dict[str, float], spoken: Spoken, place: str) -> dict[str, float]:
        """
        Return ``shares`` with the items whose own noun was heard as likely as can be asked back.

        Who says the noun has said what it is about: that is never too little, and never sure by it.
        """
        ours = sum(share for label, share in shares.items() if self._is_shown(label, share))
        first = next(iter(shares), ASK)
        here = {self.names.here(item, place) if place else item for item in self.nouns.said(spoken)}
        own = {label: share for label, share in shares.items() if label in here}
        if ours >= LITTLE or not own or first not in (*own, ASK):
            return shares
        others = {label: share for label, share in shares.items() if label not in own}
        return _ordered(_scaled(own, HEARD) | _scaled(others, 1 - HEARD))

    def _inquired(self, shares: dict[str, float], spoken: Spoken) -> dict[str, float]:
        """
        Return ``shares`` with whoever asks the committee itself, or where it is, told by patterns.

        Who asks whom decides what the law says, and is a matter of structure, not of words: a court
        that writes to the committee and one that sends a resident for a paper use the same ones.
        """
        heard = max(spoken.tied(), key=lambda label: shares.get(label, 0.0), default="")
        of_its_kind = self._informs if heard in self._informs else self._asks
        mass = sum(share for label, share in shares.items() if label in of_its_kind)
        if heard in of_its_kind and mass >= AT_LEAST:
            others = {one: share for one, share in shares.items() if one not in of_its_kind}
            return _scaled(others, 1 - max(mass, STRUCTURE)) | {heard: max(mass, STRUCTURE)}
        paper = any(hit.concept == "proof" for hit in spoken.hits)
        less = self._asks_or_informs if paper else self._asks
        return {one: share * (NO_INQUIRY if one in less else 1.0) for one, share in shares.items()}

    @cached_property
    def _asks(self) -> frozenset[str]:
        """Return the matters in which somebody asks the committee itself."""
        known = self.words.matters.values()
        return frozenset(one.id for one in known if one.inquiry or one.asker)

    def _is_shown(self, label: str, share: float) -> bool:
        return share >= WORTH_SHOWING and (label in self.items or label in self.words.matters)

    @cached_property
    def _informs(self) -> frozenset[str]:
        """Return the matters that are simply answered."""
        return frozenset(one.id for one in self.words.matters.values() if one.informs)

    def _written(self, shares: dict[str, float], spoken: Spoken, place: str) -> dict[str, float]:
        """
        Return ``shares`` with what was written by hand for these words before what was learned.

        Only where that is not clear, and this not implausible; then both are shown. That it is none
        of ours is clear sooner: the words of a paper are said of much else (ADR 46).
        """
        label, weight, ahead = spoken.best
        if ahead < AHEAD or self.nouns.before(label, spoken, self.words.matters):
            return shares
        heard = self.names.here(label, place) if place and label in self.items else label
        top = next(iter(shares), "")
        most = max(shares.values(), default=0.0)
        none = heard in self.items and (top in self.words.matters or top == NONE)
        settled = most >= (HALF if none else SETTLED)
        if weight < STRONG or settled or not PLAUSIBLE <= shares.get(heard, 0.0) < most:
            return shares
        first = self.items.get(top)
        if first is not None and first.conflicts_with == heard:  # this place has it otherwise
            return shares
        others = {label: share for label, share in shares.items() if label != heard}
        return _scaled({heard: most, **others}, 1.0)

    def _called(self, shares: dict[str, float], spoken: Spoken) -> dict[str, float]:
        """
        Return ``shares`` where items are called by their own nouns: a matter is silent before them.

        Two papers called by name are as probable as each other: neither is sure.
        """
        first = max(shares, key=shares.__getitem__, default="")
        called = self.nouns.called(spoken)
        likely = (max(items, key=lambda one: shares.get(one, 0.0)) for items in called)
        kinds = {self.words.kind_of(item): item for item in likely if item in shares}
        if len(kinds) > 1 and first in kinds.values():
            each = sum(shares[item] for item in kinds.values()) / len(kinds)
            return shares | dict.fromkeys(kinds.values(), each)
        item = self.nouns.before(first, spoken, self.words.matters)
        if item is not None:
            shares = shares | {first: 0.0, item: shares[first] + shares.get(item, 0.0)}
        own = frozenset().union(*called)
        matter = self.words.matters.get(spoken.best[0])
        if not own or (matter is not None and self.nouns.of_any_paper(matter)):
            return shares
        return {label: share * (CALLED if label in own else 1.0) for label, share in shares.items()}

    def _in_use(self, shares: Shares, place: str) -> dict[str, float]:
        """Return ``shares``: less for what holds only elsewhere, and for what is not in use."""
        known = self._odds(place)
        odds = {label: share * known.get(label, 1.0) for label, share in shares.items()}
        return _ordered(_scaled(odds, 1.0))

    def _asked_here(self, shares: dict[str, float], place: str) -> dict[str, float]:
        """Return ``shares`` where what holds only elsewhere is never sure (只在外地)."""
        first = next(iter(shares), "")
        if shares.get(first, 0.0) <= AT_MOST or not self._elsewhere(first, place):
            return shares
        others = {label: share for label, share in shares.items() if label != first}
        if not others:
            return shares
        return {first: AT_MOST} | _scaled(others, 1 - AT_MOST)

    def _elsewhere(self, label: str, place: str) -> bool:
        """Return whether ``label`` is an item that does not hold in ``place``."""
        item = self.items.get(label)
        return bool(item and place and item.divisions and not item.applies_in(place))

    @cached_property
    def _asks_or_informs(self) -> frozenset[str]:
        return self._asks | self._informs

    @cached_property
    def _odds(self) -> Callable[[str], Mapping[str, float]]:
        """Return what tells the odds in a place, and remembers the latest places."""
        return lru_cache(maxsize=_LATEST)(self._odds_in)

    def _odds_in(self, place: str) -> Mapping[str, float]:
        """Return the odds in ``place`` of the items of which they are not even."""
        odds = {item.id: self._odds_of(item, place) for item in self.items.values()}
        return {label: one for label, one in odds.items() if one != 1.0}

    def _odds_of(self, item: Item, place: str) -> float:
        used = 1.0 if item.enabled else NOT_IN_USE
        if not (place and item.divisions):
            return used
        if self._elsewhere(item.id, place):
            return used * ELSEWHERE
        return EXCEPTION if item.conflicts_with else used * ONLY_HERE


def _led(bearers: tuple[str, ...], shares: Shares, *, named: bool) -> dict[str, float]:
    """Return ``shares`` led by what bears the name asked for; what has it as a use, beside."""
    first = next(iter(shares), "")
    if not named and (bearers == (first,) or shares.get(first, 0.0) >= CLEAR):
        return dict(shares)
    mine = NAMED if named else len(bearers) / (len(bearers) + 1)
    others = {label: share for label, share in shares.items() if label not in bearers}
    return dict.fromkeys(bearers, mine / len(bearers)) | _scaled(others, 1 - mine)


def _ahead(label: str, shares: Shares) -> dict[str, float]:
    """Return ``shares`` led by ``label``, which is what a paper is that says what is not so."""
    mine = max(STRUCTURE, shares.get(label, 0.0))
    others = {one: share for one, share in shares.items() if one != label}
    return {label: mine} | _scaled(others, 1 - mine)


def _ordered(shares: Shares) -> dict[str, float]:
    return {label: shares[label] for label in sorted(shares, key=shares.__getitem__, reverse=True)}


def _scaled(shares: Shares, whole: float) -> dict[str, float]:
    before = sum(shares.values()) or 1.0
    return {label: whole * share / before for label, share in shares.items()}
