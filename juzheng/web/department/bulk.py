"""Many demands handed in at once (成批提交): what each lacks said first, one act for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from juzheng.acts.base.moves import NotReady
from juzheng.acts.demands import registry
from juzheng.law.demands.registry import BasisStatus, unready
from juzheng.records.models import Demand, User
from juzheng.web.shared.access import said_of_overtaken
from juzheng.web.shared.act_results import OVERTAKEN, in_words, number_in
from juzheng.web.shared.demands import demand_page as shown
from juzheng.web.shared.law_sentences import in_language
from juzheng.web.shared.paging import PAGE

PICKED, EVERY, ALL, DISCARD = "pick", "shown", "all", "discard"


def row(demand: Demand) -> dict[str, Any]:
    """Return one line of the unit's register: may it be handed in, and what does it lack."""
    at_a_glance = shown.row(demand)
    missing = unready(demand.stated)
    said = [in_words(one) for one in missing]
    if at_a_glance["standing"] is not BasisStatus.IN_FORCE:
        said.append(
            _("%(basis)s，会照实公示") % {"basis": in_language(at_a_glance["standing"].label)}
        )
    if at_a_glance["faulty"]:
        said.append(_("与当日规定不符，会照实公示"))
    if at_a_glance["like"]:
        said.append(at_a_glance["like"])
    writable = demand.writable
    return {
        **at_a_glance,
        "lacks": said if writable else [],
        "writable": writable,
        "ready": writable and not missing,
        "pick": f"{demand.pk}:{demand.version}",
    }


def whole(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what a page with these ``rows`` offers: which may be handed in at once."""
    ready = [one["pick"] for one in rows if one["ready"]]
    drafts = sum(one["ready"] and one["demand"].submitted_at is None for one in rows)
    return {"ready": ready, "bulk": len(ready) > 0, "drafts": drafts}


def picked(sent: QueryDict) -> list[tuple[int, int]]:
    """Return what was ticked, or all that the page showed: numbers and versions, each once."""
    every = ALL in sent or sent.get(DISCARD) == ALL
    found = sent.getlist(EVERY if every else PICKED)
    pairs = (one.partition(":")[::2] for one in dict.fromkeys(found[:PAGE]))
    numbers = ((number_in(pk), number_in(version)) for pk, version in pairs)
    return [pair for pair in numbers if all(pair)]


def submit(picks: Sequence[tuple[int, int]], *, by: User, at: datetime) -> list[dict[str, Any]]:
    """Hand in each demand of the unit by an act of its own; one that fails stops no other."""
    return [
        {"demand": demand, **_handed_in(demand, version, by=by, at=at)}
        for demand, version in _own(picks, by)
    ]


def discard(picks: Sequence[tuple[int, int]], *, by: User, at: datetime) -> int:
    """Give up each draft that nobody else has seen (成批放弃草稿); return how many that were."""
    done = 0
    for demand, version in _own(picks, by):
        if demand.submitted_at is None:
            try:
                registry.cancel(demand, _("成批放弃草稿"), version=version, by=by, at=at)
            except OVERTAKEN:
                continue
            done += 1
    return done


def _own(picks: Sequence[tuple[int, int]], by: User) -> Iterator[tuple[Demand, int]]:
    """Yield the unit's own demands of ``picks``: another unit's does not exist here."""
    own = Demand.objects.of_unit(by).select_related("unit")
    found = {one.pk: one for one in own.filter(pk__in=[pk for pk, _version in picks])}
    yield from ((found[pk], version) for pk, version in picks if pk in found)


def _handed_in(demand: Demand, version: int, *, by: User, at: datetime) -> dict[str, Any]:
    try:
        registry.submit(demand, version=version, by=by, at=at)
    except NotReady as unready_:
        return {"done": False, "said": " ".join(map(in_words, unready_.obstacles))}
    except OVERTAKEN:
        return {"done": False, "said": said_of_overtaken()}
    return {"done": True, "said": _("已提交并公示")}
