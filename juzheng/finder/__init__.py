"""What was asked for (问事): from a resident's own words to an item of the catalogue."""

from functools import cache

from juzheng.catalogue import catalogue
from juzheng.finder.finding import Candidate, Finder, Finding
from juzheng.finder.places import names_of
from juzheng.finder.words import Matter, Words, matters, shipped
from juzheng.law.demanders import Demander

__all__ = [
    "Candidate",
    "Demander",
    "Finder",
    "Finding",
    "Matter",
    "Words",
    "default_finder",
    "matters",
    "shipped",
]


@cache
def default_finder() -> Finder:
    """Return the finder over the shipped catalogue and words, made once in a process (问事)."""
    listed = catalogue()
    return Finder(listed.items.values(), shipped(), names_of(listed.divisions.values()))
