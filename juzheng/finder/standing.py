"""Standing in (同类替代): where a place's own paper is not in use, the wider one of its kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from juzheng.catalogue import Catalogue
from juzheng.finder.finding import Finder
from juzheng.finder.found import Candidate, Finding
from juzheng.law.catalogue.applicability import Circumstances, standing
from juzheng.law.catalogue.looking import Known


def find(
    text: str,
    *,
    finder: Finder,
    catalogue: Catalogue,
    on: date,
    division: str | None = None,
    demander: str | None = None,
) -> Finding:
    """
    Return what ``text`` is about on ``on``, as every door has to hear it (问事).

    Where the place's own item does not hold yet, or nobody knows whether it does, because its text
    was not read or has lapsed, the nearest wider item of its kind that holds stands in for it. What
    stands in always issues: a "not known" never becomes a "no" (ADR 20).
    """
    found = finder.find(text, division=division, demander=demander)
    where = division or found.division or ""
    item = used(found.item or "", where, finder=finder, catalogue=catalogue, on=on)
    if item in ("", found.item):
        return found
    others = [one for one in found.candidates if one.item != item]
    best = found.candidates[0].probability if found.candidates else 0.0
    return replace(found, item=item, candidates=(Candidate(item, best), *others[:4]))


def used(item: str, place: str, *, finder: Finder, catalogue: Catalogue, on: date) -> str:
    """Return ``item``, or what stands in for it in ``place`` on ``on``; ids, empty for none."""

    def known(code: str) -> Known:
        return standing(catalogue.items[code], catalogue, Circumstances(place, on)).known

    own = catalogue.items.get(item)
    if own is None or (known(item) is not Known.UNKNOWN and on >= own.in_force_from):
        return item
    return next((one for one in finder.kin(item, place) if known(one) is Known.YES), item)
