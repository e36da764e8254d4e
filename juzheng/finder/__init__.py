"""What was asked for (问事): from a resident's own words to an item of the catalogue."""

from collections.abc import Iterator
from functools import cache, lru_cache

from juzheng.catalogue import Catalogue, catalogue
from juzheng.finder.finding import Candidate, Finder, Finding
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


SHORTEST = 3  # characters: a shorter part of a name is none
Tellings = tuple[tuple[str, str], ...]  # a label and what people say for it


def finder_over(listed: Catalogue, tellings: Tellings = ()) -> Finder:
    """
    Return the finder over the items of ``listed`` (问事); the same words, the same finder.

    :param tellings: what officers here have added to the shipped words (本地说法)
    """
    return _with(_Words(listed), tellings) if tellings else _made(_Words(listed))


class _Words:
    """A catalogue as a cache key that compares by what the finder reads of it."""

    def __init__(self, listed: Catalogue) -> None:
        self.listed = listed
        self.read = tuple(
            (one.id, one.name, one.kind, one.aliases, one.used_for, one.demanders, one.divisions)
            for one in listed.items.values()
        )
        self.local = tuple(_local_names(listed))

    def __hash__(self) -> int:
        return hash((self.read, self.local))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Words) and (other.read, other.local) == (self.read, self.local)


@lru_cache(maxsize=4)
def _with(words: _Words, tellings: Tellings) -> Finder:
    return _made(words).hearing(tellings)


@lru_cache(maxsize=4)
def _made(words: _Words) -> Finder:
    listed = words.listed
    places = names_of(listed.divisions.values())
    return Finder(listed.items.values(), shipped(), places, words.local)


def _local_names(listed: Catalogue) -> Iterator[LocalName]:
    """Yield what the lists of places call their items, each of several names by itself."""
    for one in listed.lists.values():
        for line in one.lines if one.in_force_until is None else ():
            for name in dict.fromkeys((line.name, *line.name.split("、"))):
                if len(name) > SHORTEST:
                    yield LocalName(name, line.item, one.division)
