"""Preconditions (法定前提): what somebody's answers, or own words, say of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypedDict

from juzheng.law.catalogue.items import Item


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
