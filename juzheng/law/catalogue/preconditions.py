"""Preconditions (法定前提): what somebody's answers, or own words, say of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypedDict

from juzheng.law.catalogue import citing
from juzheng.law.catalogue.circumstances import Circumstances, Governing
from juzheng.law.catalogue.facts import Ended
from juzheng.law.catalogue.items import Confidence, Item, Onward, OnwardKind, Precondition, Source


class Answered(TypedDict):
    """The answers to what the law presupposes (前提的回答), as circumstances hold them."""

    met: tuple[str, ...]
    unmet: tuple[str, ...]


def answered(item: Item, said: Mapping[str, object]) -> Answered:
    """Return which preconditions are met and which are not, by what was ``said`` (yes or no)."""
    told = [one for one in item.preconditions if isinstance(said.get(one.key), bool)]
    return {
        "met": tuple(one.key for one in told if said[one.key] is one.wanted),
        "unmet": tuple(one.key for one in told if said[one.key] is not one.wanted),
    }


def told_by(item: Item, text: str) -> dict[str, bool]:
    """Return the answers that somebody's own words give to what is asked first (话里的回答)."""
    return {
        one.key: not one.wanted
        for one in item.preconditions
        if any(re.search(sign, text) for sign in one.signs)
    }


def ended(item: Item, under: Governing, circumstances: Circumstances) -> Ended | None:
    """Return which answer of the applicant ends it (前提不具备), and what to do then."""
    for one in presupposed(item, under, circumstances):
        if one.key in circumstances.unmet:
            place = citing.place_in(under.instruments, one, circumstances.on)
            source = Source(str(place), Confidence.HIGH)
            own = OnwardKind.EXISTING_DOCUMENT if one.no_paper else OnwardKind.OTHER_AUTHORITY
            way = Onward(own, one.do, where=one.where, source=source)
            return Ended(one.reason, place, way, one.no_paper, one.settled)
    return None


def unasked(item: Item, under: Governing, circumstances: Circumstances) -> tuple[Precondition, ...]:
    """Return what the law presupposes and nobody was asked yet (还没有问的前提)."""
    answered = {*circumstances.met, *circumstances.unmet}
    return tuple(one for one in presupposed(item, under, circumstances) if one.key not in answered)


def presupposed(
    item: Item, under: Governing, circumstances: Circumstances
) -> tuple[Precondition, ...]:
    """Return what the law presupposes there and then (当日当地的前提): only by texts that hold."""
    if not item.applies_in(circumstances.division):
        return ()
    return tuple(
        one
        for one in item.preconditions
        if (text := under.instruments.get(one.instrument)) is not None
        and text.in_force(circumstances.on)
    )
