"""Finding (问事): from a resident's own words to an item, to several, or to an honest "no"."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace

from juzheng.finder.lexicon import Hit, Lexicon, forms_of
from juzheng.finder.nearness import Nearness, bigrams
from juzheng.finder.patterns import PatternBook, literals, parse
from juzheng.finder.words import Family, Words
from juzheng.finder.writing import Writing
from juzheng.law.base.demanders import Demander
from juzheng.law.base.divisions import significant
from juzheng.law.catalogue.items import Item, ListKind

NEARNESS = 5.0  # what a text identical to a telling weighs, beside patterns of 4 to 10
UNKNOWN = 2.0  # below this weight nothing was understood
CLOSE = 0.88  # the second has this share of the first: ask which is meant
SURE = 0.9  # from this probability on the page answers, below it asks back
ASKED = 0.3  # what it weighs that just this kind of unit asks for the item
_DEMANDERS = frozenset(kind.value for kind in Demander)
_MANY = 5  # candidates shown
_ABROAD = frozenset({"organ_foreign", "organ_region"})


@dataclass(frozen=True)
class Likely:
    """What may be meant (可能所指): an item or a none-matter, and how probable it is, 0..1."""

    label: str
    probability: float


@dataclass(frozen=True)
class Candidate:
    """An item that may be meant (候选事项), with a score of 0..1."""

    item: str
    score: float


@dataclass(frozen=True)
class Finding:
    """What a resident's words come to (问事结果)."""

    item: str | None
    route: str  # "committee", "redirect" or "none"
    matter: str | None  # a none-matter, OUT-…
    candidates: tuple[Candidate, ...]  # items only, best first, at most five
    likely: tuple[Likely, ...]  # items and matters, the most probable first
    demander: str | None  # a code of law.base.demanders.Demander
    division: str | None  # the place named in the text
    because: tuple[str, ...]  # the words that spoke for it

    @property
    def certainty(self) -> float:
        """Return how probable it is that this is what was meant, 0..1 (把握)."""
        return self.likely[0].probability if self.likely else 0.0

    @property
    def sure(self) -> bool:
        """Return whether it may be told as an answer; else it has to be asked (有把握)."""
        return self.certainty >= SURE


@dataclass(frozen=True)
class _Heard:
    hits: tuple[Hit, ...]
    division: str | None
    demander: str | None
    concepts: frozenset[str]
    features: frozenset[str]


class Finder:
    """Finds the item that a text is about (问事). Made once; safe to share between threads."""

    def __init__(
        self, items: Iterable[Item], words: Words, places: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        """
        Read all that is needed, once.

        :param places: names by division code, beside those of ``words``
        """
        self._items = {item.id: item for item in items}
        self._words = words
        self._family = {member: family for family in words.families for member in family.members()}
        patterns = [
            parse(label, line)
            for label, lines in words.when.items()
            if label in self._items or label in words.matters
            for line in lines
        ]
        self._book = PatternBook(patterns)
        self._lexicon = Lexicon(
            Writing(words.letters),
            {
                **forms_of(words.concepts),
                **forms_of(literals(patterns, words.concepts)),
                **_named("@", words.places),
                **_named("#", words.demanders),
            },
            {f"@{significant(code)}": tuple(names) for code, names in (places or {}).items()},
        )
        self._nearness = Nearness(self._tellings())

    def names(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        """Yield each item and none-matter with its name and aliases (名称、别名)."""
        for item in self._items.values():
            yield item.id, (item.name, *item.aliases)
        for matter in self._words.matters.values():
            yield matter.id, (matter.name,)

    def saying(self, say: Mapping[str, tuple[str, ...]]) -> Finder:
        """Return the finder with ``say`` for its tellings; patterns and words are shared."""
        other = copy(self)
        other._words = replace(self._words, say=say)  # noqa: SLF001 - its own kind
        other._nearness = Nearness(other._tellings())  # noqa: SLF001
        return other

    def _tellings(self) -> Iterable[tuple[str, frozenset[str]]]:
        for item in self._items.values():
            for text in (item.name, *item.aliases, *item.used_for):
                yield item.id, self._features(text)
        for label, lines in self._words.say.items():
            if label in self._items or label in self._words.matters:
                for line in lines:
                    yield label, self._features(line)

    def _features(self, text: str) -> frozenset[str]:
        plain = self._lexicon.read(text)
        return _features(plain, self._lexicon.hits(plain))

    def find(
        self, text: str, *, division: str | None = None, demander: str | None = None
    ) -> Finding:
        """
        Return what ``text`` is about; it never raises and reads ``READ_AT_MOST`` characters.

        :param division: code of where the resident is, used where the text names no place
        :param demander: code of who asks for the paper, where it is known
        """
        heard = self._hear(text, division, demander)
        weights = self._weigh(heard, demander)
        place = heard.division or division or ""
        items = self._ranked(weights, place)
        matter = max(
            (label for label in weights if label in self._words.matters),
            key=lambda label: weights[label],
            default=None,
        )
        return self._arbitrate(heard, weights, items, matter)

    def kin(self, item: str, place: str) -> tuple[str, ...]:
        """Return what else is of ``item``'s kind in ``place``, the nearest first (同类条目)."""
        family = self._family.get(item)
        if family is None or item in family.others:
            return ()
        around = (*family.along(place), *family.others)
        return tuple(one for one in around if one in self._items and one != item)

    def _hear(self, text: str, division: str | None, demander: str | None) -> _Heard:
        plain = self._lexicon.read(text)
        hits = self._lexicon.hits(plain)
        named = _place([hit.concept[1:] for hit in hits if hit.concept[0] == "@"])
        code = named or division or ""
        asking = [hit.concept[1:] for hit in hits if hit.concept[0] == "#"]
        concepts = {hit.concept for hit in hits if hit.concept[0] not in "@#"}
        if not _ABROAD.isdisjoint(concepts):  # no body of ours, whatever it is called
            asking = [code for code in asking if code == Demander.EMBASSY]
        concepts.update(f"@{code[:digits]}" for digits in (2, 4, 6) if len(code) >= digits)
        return _Heard(
            tuple(hits),
            named and named.ljust(6, "0"),
            demander or (max(asking, key=asking.count) if asking else None),
            frozenset(concepts),
            _features(plain, hits),
        )

    def _weigh(self, heard: _Heard, demander: str | None) -> dict[str, float]:
        weights = dict(self._book.weights(heard.concepts))
        for label, near in self._nearness.near(heard.features).items():
            weights[label] = weights.get(label, 0.0) + NEARNESS * near
        if demander is not None and demander in _DEMANDERS:
            asked_by = Demander(demander).label
            for label in weights:
                if label in self._items and asked_by in self._items[label].demanders:
                    weights[label] += ASKED
        return weights

    def _ranked(self, weights: Mapping[str, float], place: str) -> list[tuple[str, float]]:
        """Return the items by weight, of each family only the one that holds in ``place``."""
        ranked: dict[str, float] = {}
        for label in sorted(weights, key=lambda label: (-weights[label], label)):
            if label in self._items:
                local = self._local(label, place)
                ranked.setdefault(local, weights[label])
        return self._here_first(list(ranked.items()), place)

    def _here_first(self, ranked: list[tuple[str, float]], place: str) -> list[tuple[str, float]]:
        """Put what other places have behind what holds here, unless nothing here comes close."""
        here = [pair for pair in ranked if self._items[pair[0]].applies_in(place)]
        if not place or not here or here[0][1] < CLOSE * ranked[0][1]:
            return ranked
        return [*here, *(pair for pair in ranked if pair not in here)]

    def _local(self, label: str, place: str) -> str:
        family = self._family.get(label)
        if family is not None and place and label not in family.others:
            label = family.at(place) if family.at(place) in self._items else label
        item = self._items[label]
        # An exception of another place is not what is meant here: what it is an exception to is.
        away = place and not item.applies_in(place) and item.conflicts_with in self._items
        return item.conflicts_with if away else label

    def _arbitrate(
        self,
        heard: _Heard,
        weights: Mapping[str, float],
        items: list[tuple[str, float]],
        matter: str | None,
    ) -> Finding:
        best, weight = items[0] if items else (None, 0.0)
        other = weights[matter] if matter else 0.0
        if max(weight, other) < UNKNOWN:
            best = matter = None
        elif other > weight:
            best = None
        else:
            matter = None
        label = best or matter
        return Finding(
            item=best,
            route=self._route(best),
            matter=matter,
            candidates=self._candidates(items),
            likely=self._likely(label, items, other),
            demander=heard.demander,
            division=heard.division,
            because=self._because(heard, label) if label else (),
        )

    def _route(self, item: str | None) -> str:
        if item is None:
            return "none"
        return "redirect" if self._items[item].kind is ListKind.NEGATIVE else "committee"

    def _likely(
        self, label: str | None, items: list[tuple[str, float]], other: float
    ) -> tuple[Likely, ...]:
        if label is None:
            return ()
        unsure = label in self._items and self._close(items, other)
        return (Likely(label, 0.5 if unsure else 1.0),)

    def _close(self, items: list[tuple[str, float]], other: float) -> bool:
        rivals = [other]
        rivals += [
            weight
            for item, weight in items[1:]
            if self._family.get(item) is None
            or self._family.get(item) is not self._family.get(items[0][0])
        ][:1]
        return max(rivals) >= CLOSE * items[0][1]

    def _candidates(self, items: list[tuple[str, float]]) -> tuple[Candidate, ...]:
        shown = [(item, weight) for item, weight in items if weight >= UNKNOWN]
        if not shown:
            return ()
        family: Family | None = self._family.get(shown[0][0])
        if family is not None:
            kin = [m for m in family.members() if m in self._items and m != shown[0][0]]
            near = [pair for pair in shown[1:] if pair[1] >= 0.6 * shown[0][1]][:2]
            beside = [(m, 0.5 * shown[0][1]) for m in kin]
            shown = [shown[0], *near, *beside, *(pair for pair in shown[1:] if pair not in near)]
        unique = dict(reversed(shown))
        ordered = dict.fromkeys(item for item, _ in shown)
        return tuple(Candidate(item, _score(unique[item])) for item in ordered)[:_MANY]

    def _because(self, heard: _Heard, label: str) -> tuple[str, ...]:
        family = self._family.get(label)
        labels = set(family.members()) if family else {label}
        spoke: set[str] = set()
        for pattern in self._book.met(heard.concepts):
            if pattern.label in labels:
                spoke.update(word for any_of in pattern.all_of for word in any_of)
        words = [hit.words for hit in heard.hits if hit.concept in spoke]
        return tuple(dict.fromkeys(sorted(words, key=len, reverse=True)))[:6]


def _place(codes: list[str]) -> str | None:
    """
    Return the narrowest of the places named, within the province named if one is.

    "北京朝阳" is in 北京, though 朝阳 alone is a city of 辽宁.
    """
    provinces = [code for code in codes if len(code) == 2]
    within = [code for code in codes if code.startswith(provinces[0])] if provinces else codes
    return max(within, key=len, default=None)


def _score(weight: float) -> float:
    """Return a weight as a score of 0..1: 2 (barely understood) is 0.25, 9 (sure) is 0.72."""
    return round(1 - math.exp(-weight / 7), 3)


def _features(plain: str, hits: Iterable[Hit]) -> frozenset[str]:
    return frozenset(
        (*bigrams(plain), *(f"<{hit.concept}>" for hit in hits if hit.concept.isascii()))
    )


def _named(sign: str, names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {f"{sign}{code}": tuple(words.split()) for code, words in names.items()}
