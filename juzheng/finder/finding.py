"""Finding (问事): from a resident's own words to an item, to several, or to an honest "no"."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace

from juzheng.catalogue.entries import Division
from juzheng.finder import asked, keeping, okapi
from juzheng.finder.borders import GENERAL
from juzheng.finder.calibration import Opinions, likeliest, merged, probabilities
from juzheng.finder.classifier import ASK, seen
from juzheng.finder.found import WORTH_SHOWING, Candidate, Finding, Likely
from juzheng.finder.lexicon import Hit, Lexicon, Line
from juzheng.finder.local import Local
from juzheng.finder.names import LocalName, Names
from juzheng.finder.nearness import Nearness, bigrams
from juzheng.finder.own_nouns import OwnNouns, Spoken
from juzheng.finder.patterns import Pattern, PatternBook, literals, parse, weighed
from juzheng.finder.rules import Rules
from juzheng.finder.urgency import Heard as Emergency
from juzheng.finder.urgency import alarm, urgencies
from juzheng.finder.whereabouts import narrowest, own_places, with_counties
from juzheng.finder.wordbook import WordBook
from juzheng.finder.words import Words
from juzheng.law.base.demanders import Demander
from juzheng.law.base.divisions import significant
from juzheng.law.catalogue.items import Item, ListKind

NEARNESS = 5.0  # what a text identical to a name, alias or use weighs, beside patterns of 4 to 10
UNKNOWN = 2.0  # below this weight nothing was understood
FAINT = -0.6  # where no label comes nearer to its border than this, nothing was understood
ASKED = 0.3  # what it weighs that just this kind of unit asks for the item
_DEMANDERS = frozenset(kind.value for kind in Demander)
_MANY = 5  # candidates shown
_LIKELY = 8  # meanings kept to ask back about
_ABROAD = frozenset({"organ_foreign", "organ_region"})


@dataclass(frozen=True)
class _Heard:
    """What a text says, before it is known what it is about: for one question, then forgotten."""

    written: Line
    line: Line  # as it is read
    hits: tuple[Hit, ...]
    division: str | None
    demander: str | None
    features: frozenset[str]
    learned: frozenset[str]  # what the classifier sees
    met: tuple[Pattern, ...]  # the patterns for which it has the words

    @property
    def plain(self) -> str:
        return self.line.text


@dataclass(frozen=True)
class Weighed:
    """A text before what officers here have added is asked (未计本地说法): it stays the same."""

    spoken: Spoken
    features: frozenset[str]
    demander: str | None
    division: str | None
    place: str
    shares: Mapping[str, float]  # by label, the most probable first
    by_name: bool  # an item's own name was said
    urgent: Emergency | None


class Finder:
    """Finds the item that a text is about (问事). Made once; safe to share between threads."""

    def __init__(
        self,
        items: Iterable[Item],
        words: Words,
        places: Mapping[str, Iterable[str]] | None = None,
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
        self._lexicon = Lexicon.over(
            words.writing,
            {
                **words.concepts,
                **literals(patterns, words.concepts),
                **_named("@", words.places),
                **_named("#", words.demanders),
            },
            {f"@{significant(code)}": tuple(names) for code, names in (places or {}).items()},
        )
        self._names = Names(self._items, words.families, self._lexicon.read)
        read = (self.book.made_of, words.english, [*self._texts()])
        of = json.dumps(read, ensure_ascii=False).encode() + GENERAL.read_bytes()
        self._nearness = keeping.made("nearness", of, lambda: Nearness(self._tellings()))
        self._local: Local | None = None
        self._nouns = OwnNouns(self._items.values())
        self._rules = Rules(self._items, words, self._names, self._nouns)
        self._talk = tuple(label for label, one in words.matters.items() if one.talk)
        self._ours = frozenset((*self._items, *words.matters))

    @property
    def book(self) -> WordBook:
        """Return the word book that it searches (词典)."""
        return self._lexicon.book

    def names(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        """Yield each item and none-matter with its name and aliases (名称、别名)."""
        for item in self._items.values():
            yield item.id, (item.name, *item.aliases)
        for matter in self._words.matters.values():
            yield matter.id, (matter.name,)

    def calling(self, local: Iterable[LocalName]) -> Finder:
        """Return the finder with what items are called on the lists of places (本地名称)."""
        other = copy(self)
        names = Names(self._items, self._words.families, self._lexicon.read, local)
        other._names = names  # noqa: SLF001 - its own kind
        other._rules = replace(self._rules, names=names)  # noqa: SLF001
        return other

    def listed(self, text: str, place: str) -> str:
        """Return the item that only ``place`` knows by the name ``text`` (本地名称); else empty."""
        return self._names.listed(asked.meant(self._lexicon.read(text)), place)

    def hearing(self, tellings: Iterable[tuple[str, str]]) -> Finder:
        """Return the finder with what officers here have added, each a label and its words."""
        other, known = copy(self), {*self._items, *self._words.matters}
        local = [(label, self._features(text)) for label, text in tellings if label in known]
        other._local = Local(self._tellings(), local)  # noqa: SLF001 - its own kind
        return other

    def _texts(self) -> Iterable[tuple[str, str]]:
        for item in self._items.values():
            for text in (item.name, *item.aliases, *item.used_for):
                yield item.id, text

    def _tellings(self) -> Iterable[tuple[str, frozenset[str]]]:
        return ((label, self._features(text)) for label, text in self._texts())

    def _features(self, text: str) -> frozenset[str]:
        plain = self._lexicon.read(text)
        return _features(plain, self._lexicon.hits(plain))

    def find(
        self, text: str, *, division: str | None = None, demander: str | None = None
    ) -> Finding:
        """
        Return what ``text`` is about; it never raises and reads ``READ_AT_MOST`` characters.

        :param division: code of the committee that is asked; without it, what the words say
        :param demander: code of who asks for the paper, where it is known
        """
        return self.led(self.weighed(text, division=division, demander=demander))

    def weighed(
        self, text: str, *, division: str | None = None, demander: str | None = None
    ) -> Weighed:
        """Return what :meth:`find` makes of ``text`` before any local telling leads."""
        heard = self._hear(text, division, demander)
        place = division or heard.division or ""
        opinions = self._opinions(heard, place, demander)
        shares = probabilities(opinions, self._words.calibration)
        if _understood_nothing(opinions):
            shares = {}
        meant = self._names.meant(heard.plain, place)
        spoken = Spoken(heard.plain, heard.hits, heard.met, self._nouns)
        if asked.only_talk(heard.plain):
            shares = dict.fromkeys(self._talk[:1], 1.0)
        else:
            shares = self._rules.applied(shares, spoken, place, meant)
        return Weighed(
            spoken,
            heard.features,
            heard.demander,
            heard.division,
            place,
            shares,
            meant is not None and meant.named,
            alarm().hear(heard.written, heard.line),
        )

    def led(self, said: Weighed) -> Finding:
        """Return what was ``said`` comes to, local tellings and an emergency leading."""
        shares, urgent = said.shares, said.urgent
        if self._local is not None and not said.by_name:  # no telling leads before a name
            shares = self._local.led(said.features, shares or {ASK: 1.0})
        found = self._finding(said, shares)
        if urgent is None:
            return found
        if urgent.certain:
            return self._urgent_first(found, urgent.key, said.place)
        return replace(found, urgent=urgent.key, cried=True)

    def opinions(self, text: str, place: str = "") -> tuple[str, frozenset[str], Opinions]:
        """
        Return ``text`` as it is read, what the classifier sees of it, and what each listener makes.

        ``bench.fit`` learns from it.
        """
        heard = self._hear(text, place or None, None)
        return heard.plain, heard.learned, self._opinions(heard, place, None)

    def kinds(self, values: Mapping[str, float]) -> dict[str, float]:
        """Return ``values`` by the label under which each is learned: of a family its default."""
        return merged(values, {label: self._words.kind_of(label) for label in values})

    def _urgent_first(self, found: Finding, key: str, place: str) -> Finding:
        """Return ``found`` with the emergency before it, and nothing after that may not be."""
        kind, label = urgencies()[key], found.item or found.matter or ""
        family = self._family.get(label)
        if any(kind.lets(one) for one in (label, *(family.members() if family else ())) if one):
            return replace(found, urgent=key)
        item = self._names.here(kind.always, place) if kind.always in self._items else None
        matter = kind.always if kind.always in self._words.matters else None
        return replace(
            found,
            item=item,
            route=route_of(self._items.get(item or "")),
            matter=matter,
            candidates=(Candidate(item, 1.0),) if item else (),
            likely=(Likely(item or matter or "", 1.0),) if item or matter else (),
            because=(),
            urgent=key,
        )

    def plain(self, text: str) -> str:
        """Return ``text`` as it is read: simplified, slips set right, pinyin in characters."""
        return self._lexicon.read(text)

    def lives_in(self, text: str, known: Iterable[Division]) -> tuple[str, ...]:
        """
        Return the codes of where the asker lives, counties of ``known`` included (说到的地方).

        Several where the name does not tell them apart. What is found is not learned from it.
        """
        plain = asked.meant(self._lexicon.read(text))
        hits = asked.undenied(plain, self._lexicon.hits(plain))
        return narrowest(own_places(plain, with_counties(plain, hits, known)))

    def kin(self, item: str, place: str) -> tuple[str, ...]:
        """Return what else is of ``item``'s kind in ``place``, the nearest first (同类条目)."""
        family = self._family.get(item)
        if family is None or item in family.others:
            return ()
        around = (*family.along(place), *family.others)
        return tuple(one for one in around if one in self._items and one != item)

    def _hear(self, text: str, division: str | None, demander: str | None) -> _Heard:
        written = self._lexicon.written(text)
        plain = asked.meant(self._lexicon.spelled(written))
        line = self._lexicon.line(plain)
        hits = asked.undenied(plain, self._lexicon.heard(line))
        named = _place(own_places(plain, hits))
        code = division or named or ""
        asking = [hit.concept[1:] for hit in hits if hit.concept[0] == "#"]
        concepts = {hit.concept for hit in hits if hit.concept[0] not in "@#"}
        if not _ABROAD.isdisjoint(concepts):  # no body of ours, whatever it is called
            asking = [code for code in asking if code == Demander.EMBASSY]
        concepts.update(f"@{code[:digits]}" for digits in (2, 4, 6) if len(code) >= digits)
        return _Heard(
            line if plain == written else self._lexicon.line(written),
            line,
            hits,
            named and named.ljust(6, "0"),
            demander or (max(asking, key=asking.count) if asking else None),
            _features(plain, hits),
            seen(line.grams, concepts),
            tuple(self._book.met(frozenset(concepts))),
        )

    def _weigh(self, heard: _Heard, demander: str | None) -> dict[str, float]:
        weights = weighed(heard.met)
        for label, near in self._nearness.near(heard.features).items():
            weights[label] = weights.get(label, 0.0) + NEARNESS * near
        if demander is not None and demander in _DEMANDERS:
            asked_by = Demander(demander).label
            for label in weights:
                if label in self._items and asked_by in self._items[label].demanders:
                    weights[label] += ASKED
        return weights

    def _opinions(self, heard: _Heard, place: str, demander: str | None) -> Opinions:
        """Return what each listener makes of it, by what holds in ``place``."""
        words = self._words
        found = (
            words.classifier.margins(heard.learned),
            self._weigh(heard, demander),
            okapi.scores(heard.plain, words.okapi),
        )
        for label in self._talk:  # a greeting is one only where nothing else is said
            for values in found:
                values.pop(label, None)
        likely = dict.fromkeys(itertools.chain.from_iterable(map(likeliest, found)))
        here = {
            label: self._names.here(label, place) if place and label in self._items else label
            for label in likely
        }
        return Opinions(*(merged(values, here) for values in found))

    def _finding(self, said: Weighed, shares: Mapping[str, float]) -> Finding:
        first = next(iter(shares), None)
        item = first if first in self._items else None
        matter = first if first in self._words.matters else None
        label = item or matter
        return Finding(
            item=item,
            route=route_of(self._items.get(item or "")),
            matter=matter,
            candidates=self._candidates(shares),
            likely=self._likely(shares),
            demander=said.demander,
            division=said.division,
            because=self._because(said.spoken, label) if label else (),
        )

    def _likely(self, shares: Mapping[str, float]) -> tuple[Likely, ...]:
        """Return what may be meant; that it says too little, or is no matter of ours, is none."""
        ours = self._ours
        least = WORTH_SHOWING if next(iter(shares), "") in ours else 2 * WORTH_SHOWING
        named = (
            Likely(label, round(share, 4))
            for label, share in shares.items()
            if share >= least and label in ours
        )
        return tuple(itertools.islice(named, _LIKELY))

    def _candidates(self, shares: Mapping[str, float]) -> tuple[Candidate, ...]:
        """Return the items among what is likely; beside the first one, others of its kind."""
        items = [label for label in shares if label in self._items]
        near = [label for label in items if shares[label] >= WORTH_SHOWING]
        kin = self.members(near[0]) if near else ()
        ordered = dict.fromkeys((*near[:3], *kin, *near))
        return tuple(Candidate(one, round(shares.get(one, 0.0), 4)) for one in ordered)[:_MANY]

    def members(self, item: str) -> tuple[str, ...]:
        """Return every item of ``item``'s kind, by whatever local rule; else itself (同类条目)."""
        family = self._family.get(item)
        return tuple(one for one in family.members() if one in self._items) if family else (item,)

    def _because(self, spoken: Spoken, label: str) -> tuple[str, ...]:
        family = self._family.get(label)
        labels = set(family.members()) if family else {label}
        spoke: set[str] = set()
        for pattern in spoken.met:
            if pattern.label in labels:
                spoke.update(word for any_of in pattern.all_of for word in any_of)
        words = [hit.words for hit in spoken.hits if hit.concept in spoke]
        return tuple(dict.fromkeys(sorted(words, key=len, reverse=True)))[:6]


def route_of(item: Item | None) -> str:
    """Return where ``item`` leads (去向): the committee, elsewhere ("redirect"), or nowhere."""
    if item is None:
        return "none"
    return "redirect" if item.kind is ListKind.NEGATIVE else "committee"


def _understood_nothing(heard: Opinions) -> bool:
    heaviest = max(heard.weights.values(), default=0.0)
    return heaviest < UNKNOWN and max(heard.margins.values(), default=-1.0) < FAINT


def _place(codes: list[str]) -> str | None:
    """
    Return the narrowest of the places named, within the province named if one is.

    "北京朝阳" is in 北京, though 朝阳 alone is a city of 辽宁.
    """
    provinces = [code for code in codes if len(code) == 2]
    within = [code for code in codes if code.startswith(provinces[0])] if provinces else codes
    return max(within, key=len, default=None)


def _features(plain: str, hits: Iterable[Hit]) -> frozenset[str]:
    return frozenset(
        (*bigrams(plain), *(f"<{hit.concept}>" for hit in hits if hit.concept.isascii()))
    )


def _named(sign: str, names: Mapping[str, str]) -> dict[str, str]:
    return {f"{sign}{code}": words for code, words in names.items()}
