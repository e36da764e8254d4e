"""What was asked for (问事): from a resident's own words to an item of the catalogue."""

from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from juzheng.catalogue import Catalogue, catalogue
from juzheng.finder.finding import Finder
from juzheng.finder.found import Candidate, Finding
from juzheng.finder.names import LocalName
from juzheng.finder.places import names_of
from juzheng.finder.words import Matter, Words, matters, shipped
from juzheng.law.base.demanders import Demander

__all__ = [
    "Candidate",
    "Demander",
    "Finder",
    "Finding",
    "Matter",
    "Tellings",
    "Words",
    "default_finder",
    "finder_over",
    "matters",
    "shipped",
]


@cache
def default_finder() -> Finder:
    """Return the finder over the shipped catalogue and words, made once in a process (问事)."""
    return finder_over(catalogue())


Tellings = tuple[tuple[str, str], ...]  # a label and what people say for it


def finder_over(listed: Catalogue, tellings: Tellings = (), *, on: date | None = None) -> Finder:
    """
    Return the finder over the items of ``listed`` (问事); the same words, the same finder.

    :param tellings: what officers here have added to the shipped words (本地说法)
    :param on: the day that is asked about: names of lists that ended by then are heard no more
    """
    words = _Words(listed)
    local = tuple(_local_names(listed, on))
    return _called(words, local, tellings) if local or tellings else _made(words)


class _Words:
    """A catalogue as a cache key that compares by what the finder reads of its items."""

    def __init__(self, listed: Catalogue) -> None:
        self.listed = listed
        self.read = tuple(
            (one.id, one.name, one.kind, one.aliases, one.used_for, one.demanders, one.divisions)
            for one in listed.items.values()
        )

    def __hash__(self) -> int:
        return hash(self.read)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Words) and other.read == self.read


@lru_cache(maxsize=6)
def _called(words: _Words, local: tuple[LocalName, ...], tellings: Tellings) -> Finder:
    """Return the finder over these items with what is said in places: cheap beside making one."""
    finder = _made(words).calling(local) if local else _made(words)
    return finder.hearing(tellings) if tellings else finder


@lru_cache(maxsize=4)
def _made(words: _Words) -> Finder:
    listed = words.listed
    return Finder(listed.items.values(), shipped(), names_of(listed.divisions.values()))


def _local_names(listed: Catalogue, on: date | None) -> Iterator[LocalName]:
    """Yield what the lists of places call their items, each of several names by itself."""
    lists = sorted(listed.lists.values(), key=lambda one: one.in_force_from, reverse=True)
    for one in lists:  # the latest first: it leads where two call different items by one name
        if on is None or one.in_force_until is None or on < one.in_force_until:
            for line in one.lines:
                for name in filter(None, dict.fromkeys((line.name, *line.names))):
                    yield LocalName(name, line.item, one.division)
