"""Corrections of one unit and one proof (同一单位、同一证明), looked for under any name."""

from __future__ import annotations

from django.db.models import Q

from juzheng.law.supervision.exposure import CORRECTIONS, OPEN, CorrectionEvent, CorrectionState
from juzheng.records.models import Correction, Entry, Report
from juzheng.records.models.supervision.corrections import CorrectionQuerySet
from juzheng.records.published import masked
from juzheng.records.supervision import corrections

_E = CorrectionEvent
OFFERED = 10  # corrections into which a report may be moved


def of_subject(division: str, unit_name: str, proof: str, item: str) -> list[Correction]:
    """Return the open corrections of that very unit and proof in that place, the latest first."""
    found = Correction.objects.joinable().filter(division=division)
    return list(_of(found, unit_name, proof, item)[:OFFERED])


def goes_on_in(one: Correction) -> Correction | None:
    """Return the open correction in which what was given up goes on (在哪一件继续办), or None."""
    if one.stands is not CorrectionState.DROPPED:
        return None
    found = Correction.objects.filter(division=one.division, state__in=[s.value for s in OPEN])
    return _of(found.exclude(pk=one.pk), one.unit_name, one.proof, one.item).first()


def to_move_into(report: Report) -> list[Correction]:
    """Return the corrections into which an accepted report may be moved (可以转到的)."""
    own = report.correction
    if own is None or own.stands not in CORRECTIONS.before(_E.LEFT):
        return []
    places = Correction.objects.joinable().filter(division=report.division).exclude(pk=own.pk)
    unit = places.filter(Q(unit_name=own.unit_name) | Q(unit_name=report.unit_name)).order_by("-pk")
    near = (one for one in corrections.near(report, own.item) if one.pk != own.pk)
    found = {one.pk: one for one in (*unit[:OFFERED], *near)}
    same = {each.pk for each in _of(places, own.unit_name, own.proof, own.item)}
    return sorted(found.values(), key=lambda one: one.pk not in same)


def told_why_over(one: Correction) -> str:
    """Return what its reporters are told of why it was given up or stopped (不再追究的说明)."""
    named = [CORRECTIONS.line(event) for event in (_E.DROPPED, _E.STOPPED)]
    line = Entry.objects.filter(chain=one.chain, event__in=named).order_by("-position").first()
    if line is None:
        return ""
    said = "told" if line.event == named[0] else "note"  # why a superior stopped it all can read
    return masked(str(line.details.get(said, "")))


def _of(found: CorrectionQuerySet, unit: str, proof: str, item: str) -> CorrectionQuerySet:
    same = Q(proof=proof) | Q(item=item) if item else Q(proof=proof)
    return found.filter(same, unit_name=unit).order_by("-pk")
