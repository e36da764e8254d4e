"""One office's own work, and that of those below (本级办的、下级办的): parted and counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from juzheng.records import worded
from juzheng.records.offices import Below
from juzheng.records.walking import Piles

Said = dict[str, Any]
Hands = Callable[[Sequence[Any]], Mapping[int, frozenset[int]]]
COUNTED = 99  # more are not counted


@dataclass(frozen=True)
class Kind:
    """One kind of work (一类): where it is found, and who has done what keeps them from it."""

    what: Promise
    found: worded.Question | QuerySet[Any]  # a question is put into words once
    every: str
    said: Callable[[Any], Said]
    hands: Hands | None = None  # None: whoever is an officer there can do it
    column: str = "division"
    below: Below | None = None  # None: the offices of civil affairs below

    @property
    def piles(self) -> Piles[Any]:
        """Return all there are, this office's own and those of offices below."""
        return worded.piles_of(self.found)

    def told(self) -> worded.Told | None:
        """Return of each row where it lies; None: they are more than are counted."""
        if isinstance(self.found, partial):
            return worded.told(self.found, self.column, COUNTED)
        return self.piles.told(self.column, COUNTED)


Found = tuple[Any, int, int]  # what comes first of one's own, how many, how many below


def found(kind: Kind, below: Below) -> Found:
    """Return what comes first of one's own, and both counts up to a hundred (先办的、件数)."""
    return _at_once(kind, below) or _by_asking(kind, below)


def _at_once(kind: Kind, below: Below) -> Found | None:
    """Return it where there are few of a kind: where each lies is read once, and parted here."""
    told = kind.told()
    if told is None:
        return None
    there = {pk for pile in told for pk, division in pile if below.has(division)}
    if there and kind.hands:
        rows = kind.piles.piles[0].model._default_manager.filter(pk__in=there)
        there -= _stuck(kind, below, list(rows))
    own = [[pk for pk, _division in pile if pk not in there] for pile in told]
    heads = [(at, pile[0]) for at, pile in enumerate(own) if pile]
    first = kind.piles.first_of(heads) if heads else None
    return first, sum(map(len, own)), len(there)


def _by_asking(kind: Kind, below: Below) -> Found:
    """Return it where there are many: the database parts and counts them (数据库分)."""
    own, theirs = _parted(kind, below)
    one, others = own.first(), theirs.count(COUNTED + 1) if theirs else 0
    return one, own.count(COUNTED + 1) if one else 0, others


def _stuck(kind: Kind, below: Below, rows: Sequence[Any]) -> set[int]:
    """Return what nobody below may do, for they all had a hand in it (下级都回避的)."""
    hands = kind.hands(rows) if kind.hands and rows else {}
    return {one.pk for one in rows if below.of_division(one.division) <= hands[one.pk]}


def _parted(kind: Kind, below: Below) -> tuple[Piles[Any], Piles[Any] | None]:
    """
    Return what this office does itself, and what lies with the offices below (本级办的、下级办的).

    What nobody there may do, for they all had a hand in it, comes up: it is this office's.
    """
    if not below.officers:
        return kind.piles, None
    there = kind.piles.filter(below.lies(kind.column))
    stuck = Q(pk__in=_stuck(kind, below, there.take(COUNTED + 1)) if kind.hands else ())
    return kind.piles.filter(~below.lies(kind.column) | stuck), there.filter(~stuck)
