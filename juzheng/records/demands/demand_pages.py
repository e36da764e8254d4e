"""The register of demands page by page (索要登记分页): in force first, then what is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from juzheng.law.demands.registry import DemandState
from juzheng.records.models import Demand, Tally
from juzheng.records.walking import first, id_of, window

PAGE = 30
LOOKED_AT = 300  # of each state, where something is looked for: then the page says how to go on
DEMANDS = "demands"  # the tallies (records.rollups): what was handed in, by its state
OVER = "over."  # in front of the key of a page of what is over
_LIVE = tuple(one for one in DemandState if one not in (DemandState.DRAFT, DemandState.CANCELLED))


@dataclass(frozen=True)
class Asked:
    """What is asked for as far as the database can tell (筛选)."""

    state: str = ""
    narrowed: Q = field(default_factory=Q)
    sifted: bool = False  # there is more to ask, which the database cannot tell

    @property
    def searched(self) -> bool:
        """Return whether rows are looked for that no index knows."""
        return self.sifted or bool(self.narrowed)


@dataclass(frozen=True)
class Page:
    """One page of the register (一页)."""

    rows: list[Demand]
    later: str  # key of the next page; empty: this is the last
    whole: bool  # nothing before, nothing behind


def counted(state: str) -> int:
    """Return how many demands were handed in (登记件数), those of one state or all."""
    told = Tally.objects.filter(kind=DEMANDS, **({"key": state} if state else {}))
    return told.all_together()


def is_key(key: str) -> bool:
    """Return whether ``key`` is one that a page could have named as the next (是不是翻页的键)."""
    return key == OVER or id_of(key.removeprefix(OVER)) is not None


def page(asked: Asked, after: str, *, fits: Callable[[Demand], bool]) -> Page:
    """
    Return the page that follows the key ``after``; a key that makes no sense is the first page.

    :param fits: whether a row is what was asked for, where the database cannot tell
    """
    over, seen = after.startswith(OVER), id_of(after.removeprefix(OVER))
    over_wanted = asked.state in ("", DemandState.CANCELLED.value)
    rows, last = ([], None) if over else _walk(asked, _LIVE, seen, PAGE, fits)
    if last is None and over_wanted and len(rows) < PAGE:
        more, last = _walk(
            asked, (DemandState.CANCELLED,), seen if over else None, PAGE - len(rows), fits
        )
        rows, over = rows + more, True
    elif last is None and over_wanted:
        return Page(rows, OVER, whole=False)
    later = f"{OVER * over}{last}" if last is not None else ""
    return Page(rows, later, whole=not (after or later))


def _walk(
    asked: Asked,
    states: tuple[DemandState, ...],
    seen: int | None,
    most: int,
    fits: Callable[[Demand], bool],
) -> tuple[list[Demand], int | None]:
    """Return rows behind ``seen``, and behind which the next ones begin; None: there are none."""
    wanted = [one for one in states if asked.state in ("", one.value)]
    piles = [_pile(one, seen) for one in wanted]
    ends: list[int | None] = [None]
    if asked.searched:
        ends = [window(one, LOOKED_AT)[1] for one in piles] or ends
    cut = max((end for end in ends if end is not None), default=None)
    if cut is not None:
        piles = [one.filter(pk__gte=cut) for one in piles]
    piles = [one.filter(asked.narrowed).select_related("unit") for one in piles]
    piles = [one.prefetch_related("reviews") for one in piles]
    looked = LOOKED_AT * len(piles) if asked.sifted else most
    found = [one for one in first(piles, lambda one: -one.pk, looked + 1) if fits(one)]
    if len(found) > most:
        return found[:most], found[most - 1].pk
    return found, cut


def _pile(state: DemandState, seen: int | None) -> QuerySet[Demand]:
    pile = Demand.objects.public().filter(state=state.value).order_by("-pk")
    return pile if seen is None else pile.filter(pk__lt=seen)
