"""Classifying in words (按原话归类): from what a resident was told to the kind of demand it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from juzheng.catalogue import Catalogue
from juzheng.finder import standing
from juzheng.finder.finding import Finder
from juzheng.finder.found import Finding
from juzheng.finder.signs import signs
from juzheng.finder.words import Matter
from juzheng.law.catalogue import applicability
from juzheng.law.catalogue.items import ListKind
from juzheng.law.catalogue.looking import Known
from juzheng.law.demands import classifying
from juzheng.law.demands.classifying import Classified, Features, Sign

# Else it is talk or a question about a certificate, and nobody demands anything.
_A_PAPER = re.compile("(?:要|让|叫)[^。]*(?:[证章]|材料|说明|意见)")
_IN_BRACKETS = re.compile(r"[(\uff08][^)\uff09]*[)\uff09]")  # what a reporter adds: "(not said)"


def classify(
    text: str,
    *,
    finder: Finder,
    catalogue: Catalogue,
    matters: Mapping[str, Matter],
    on: date,
    demanded_by: str = "",
    division: str = "",
) -> tuple[Classified, Finding]:
    """
    Return what kind of demand ``text`` tells of, and what the finder made of it.

    :param demanded_by: who demands it, in anybody's words; helps to tell what binds that unit
    :param division: code of the place; without it, the place named in the text, or the nation
    """
    plain = _IN_BRACKETS.sub("", demanded_by)
    asking = finder.find(plain).demander if plain else None
    found = standing.find(
        text,
        finder=finder,
        catalogue=catalogue,
        on=on,
        division=division or None,
        demander=asking,
    )
    known = Features(
        understood=bool(found.item or (found.matter and _A_PAPER.search(text))),
        demander=found.demander or "",
        signs=signs(text) | _of_the_item(found, catalogue),
        **_about(text, found, catalogue, matters, division or found.division or "", on),
    )
    return classifying.classify(known), found


def _of_the_item(found: Finding, catalogue: Catalogue) -> frozenset[Sign]:
    """A paper that says that another was lost says no more than that."""
    lost = found.item is not None and "遗失" in catalogue.items[found.item].name
    return frozenset({Sign.LOST} if lost else ())


def _about(
    text: str,
    found: Finding,
    catalogue: Catalogue,
    matters: Mapping[str, Matter],
    division: str,
    on: date,
) -> dict[str, Any]:
    if found.matter:
        matter = matters[found.matter]
        return {"never_certifiable": matter.never_certifiable, "onward": matter.onward}
    if not found.item:
        return {}
    item = catalogue.items[found.item]
    here = applicability.Circumstances(
        division=division, on=on, demander=found.demander or "", matter=text
    )
    regulated = item.kind is not ListKind.NEGATIVE
    instead = catalogue.items.get(item.conflicts_with)
    return {
        "listed": regulated and applicability.standing(item, catalogue, here).known is Known.YES,
        "regulated": regulated,
        "onward": item.onward or (instead.onward if instead else ()),
        "can_check": applicability.facts(item, catalogue, here).demander_can_check,
    }
