"""Several wishes (几个愿望): two papers in one breath get two answers; one errand's story, one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from juzheng.finder import asked
from juzheng.finder.finding import Finder
from juzheng.finder.found import Finding

MOST_MORE = 2  # answers besides the first

A_PART = 0.7  # a part says less than the whole, which says that two things are wished
Wish = tuple[str, Finding]


def told(
    text: str, find: Callable[[str], Finding], finder: Finder
) -> tuple[Finding, tuple[Wish, ...]]:
    """
    Return what ``text`` is about, and what is wished besides, each with its own words.

    Only what is sure by itself is a wish: the rest stays one question.
    """
    whole = find(text)
    if whole.urgent:
        return whole, ()
    found = list(_sure(asked.wishes(asked.meant(finder.plain(text))), find, finder, whole))
    if len(found) < 2:
        return whole, ()
    first = whole if whole.sure and whole.item == found[0][1].item else found[0][1]
    return first, tuple(found[1 : 1 + MOST_MORE])


def _sure(
    parts: tuple[str, ...], find: Callable[[str], Finding], finder: Finder, whole: Finding
) -> Iterator[Wish]:
    if len(parts) == 1:
        return
    place, seen = whole.division or "", set[str]()
    for part in parts:
        one = find(part)
        if one.item is None or one.certainty < A_PART or one.item in seen or not asked.wished(part):
            continue
        seen |= {one.item, *finder.kin(one.item, place)}
        yield part, one
