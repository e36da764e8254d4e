"""Choosing from the list (从清单里找): every item, for when words are not understood."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from juzheng.acts.cases import answering
from juzheng.law.cases.searching import name_key
from juzheng.law.catalogue.items import Item, ListKind
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.models import Committee
from juzheng.web.shared import request_catalogue

_BETWEEN = re.compile("[、/]|会同")
_BRACKETS = re.compile("（[^）]*）")
FEWEST = 2  # items that a unit asks for, to have a heading of its own

Groups = list[dict[str, Any]]


def matching(typed: str, items: Iterable[Item]) -> list[Item]:
    """Return the items whose name or alias holds what was typed; all, if nothing was."""
    key = name_key(typed)
    if not key:
        return [] if typed.strip() else list(items)
    return [
        item
        for item in items
        if any(key in name_key(name) or key in name for name in (item.name, *item.aliases))
    ]


def here(committee: Committee) -> list[Item]:
    """Return what the lists in force say anything of at ``committee``."""
    return [
        item for item in request_catalogue.today().items.values() if item.applies_in(committee.code)
    ]


def by_outcome(items: Iterable[Item], committee: Committee, on: date) -> Groups:
    """Return the items by what comes of them here and today (按能不能开)."""
    titles = {
        "now": (_("当场就能开"), "now"),
        "checked": (_("核查或者讨论以后能开"), "checked"),
        "confirm": (_("待民政部门确认"), "together"),
        "closed": (_("不用开、不能开：告诉居民怎么办"), "instead"),
    }
    lines: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        lines[_where(item, committee, on)].append(item)
    return [
        {"title": title, "kind": kind, "items": lines[key]}
        for key, (title, kind) in titles.items()
        if lines[key]
    ]


def by_asker(items: Iterable[Item]) -> Groups:
    """Return the items by who usually asks for them (按谁要), the most asked first."""
    asked: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        for who in _askers(item):
            asked[who].append(item)
    large = {who: found for who, found in asked.items() if len(found) >= FEWEST}
    ordered = sorted(large, key=lambda who: (-len(large[who]), who))
    rest = [item for who, found in asked.items() if who not in large for item in found]
    groups: list[tuple[str, Mapping[str, Item]]] = [
        (who, {item.id: item for item in large[who]}) for who in ordered
    ]
    if rest:
        groups.append((_("其他单位"), {item.id: item for item in rest}))
    return [{"title": who, "kind": "plain", "items": list(found.values())} for who, found in groups]


def _askers(item: Item) -> set[str]:
    plain = [_BRACKETS.sub("", one) for one in item.demanders]
    return {part.strip() for one in plain for part in _BETWEEN.split(one) if part.strip()}


def _where(item: Item, committee: Committee, on: date) -> str:
    outcome = answering.answer(item, committee=committee, on=on).outcome
    if outcome is Outcome.ON_THE_SPOT:
        return "now"
    if outcome is Outcome.TO_CONFIRM:
        return "confirm"
    return "checked" if outcome.issues and item.kind is not ListKind.NEGATIVE else "closed"
