"""Alerts (提醒): items that stop being issuable because a text or a list lapses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from juzheng.catalogue import Catalogue
from juzheng.law.base.divisions import NATION, governs
from juzheng.law.catalogue.items import Instrument, Item, ListKind, basis_in_force


@dataclass(frozen=True)
class Lapsing:
    """An item that cannot be issued from ``on`` for want of a basis (依据失效提醒)."""

    item: Item
    text: Instrument  # the text that falls
    on: date
    over: bool  # already today


def lapsing(listed: Catalogue, today: date, days: int, officer: str) -> tuple[Lapsing, ...]:
    """
    Return the enabled items that lose their last basis by ``days`` from ``today``, soonest first.

    Those of the officer's own division and below; the nation's items are shown to everybody, for
    they stop in every division. Source: OP-2.2.a, OP-3.1.b.
    """
    until = today + timedelta(days=days)
    found = []
    for item in listed.items.values():
        if not item.enabled or item.kind is not ListKind.ISSUABLE or not item.in_force(today):
            continue
        bound = item.divisions or (NATION,)
        if not any(code == NATION or governs(officer, code) for code in bound):
            continue
        if basis_in_force(item, listed.instruments, until):
            continue
        texts = [listed.instruments[one.instrument] for one in item.basis if one.checked]
        ends = [(text.in_force_until, text) for text in texts if text.in_force_until is not None]
        if ends:
            on, text = max(ends, key=lambda pair: pair[0])
            found.append(Lapsing(item, text, on, on <= today))
    return tuple(sorted(found, key=lambda one: (one.on, one.item.id)))
