"""What was asked for (问事): from a resident's own words to an item of the catalogue."""

from functools import cache, lru_cache

from juzheng.catalogue import Catalogue, catalogue
from juzheng.finder.finding import Candidate, Finder, Finding
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

    def __hash__(self) -> int:
        return hash(self.read)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Words) and other.read == self.read


@lru_cache(maxsize=4)
def _with(words: _Words, tellings: Tellings) -> Finder:
    return _made(words).hearing(tellings)


@lru_cache(maxsize=4)
def _made(words: _Words) -> Finder:
    listed = words.listed
    return Finder(listed.items.values(), shipped(), names_of(listed.divisions.values()))
