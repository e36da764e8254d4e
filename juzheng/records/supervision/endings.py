"""Exposures that are over (撤下的公开): their number, since which day and why; never the unit."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.utils import timezone

from juzheng.law.base.endings import Ended, EndedKind, Ending
from juzheng.law.supervision import exposure as law
from juzheng.law.supervision.exposure import CORRECTIONS, CorrectionEvent, CorrectionState
from juzheng.records.models import Correction, Entry
from juzheng.records.published import masked
from juzheng.records.supervision import corrections

_MENDED = (CorrectionState.MENDED.value, CorrectionState.REMOVED.value)
_STOPPED = CORRECTIONS.line(CorrectionEvent.STOPPED)
_DOWN = {
    CORRECTIONS.line(event)
    for event in (CorrectionEvent.REMOVED, CorrectionEvent.RETRACTED, *law.OVERRIDES)
}


def ended(on: date) -> list[Ended]:
    """Return what stood on the public board and stands there no more on ``on``, the last first."""
    standing = {one.number for one in corrections.shown(on)}
    once = Entry.objects.filter(event=CORRECTIONS.line(CorrectionEvent.EXPOSED))
    prefix = f"{CORRECTIONS.subject}:"
    numbers = {chain.removeprefix(prefix) for chain in once.values_list("chain", flat=True)}
    rows = Correction.objects.filter(number__in=numbers - standing)
    lines = _lines(rows)
    found = [_ended(one, lines[one.chain]) for one in rows]
    return sorted(found, key=lambda one: (one.on or date.min, one.id), reverse=True)


def of_number(number: str) -> Ended | None:
    """Return how the exposure ``number`` ended, which is shown no more; None: it never stood."""
    one = Correction.objects.filter(number=number).first()
    lines = _lines([one])[one.chain] if one else []
    exposed = CORRECTIONS.line(CorrectionEvent.EXPOSED)
    if one is None or all(line.event != exposed for line in lines):
        return None
    return _ended(one, lines)


def _lines(rows: object) -> defaultdict[str, list[Entry]]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    chains = [one.chain for one in rows]  # type: ignore[attr-defined]
    for line in Entry.objects.filter(chain__in=chains).order_by("position"):
        found[line.chain].append(line)
    return found


def _ended(one: Correction, lines: list[Entry]) -> Ended:
    down = next((line for line in reversed(lines) if _took_down(line)), None)
    on = timezone.localtime(down.at).date() if down else None
    if one.state == CorrectionState.MENDED.value and one.mended_on:  # it went by itself
        on = one.mended_on + timedelta(days=corrections.limits().kept_days + 1)
    reason = Ending.MENDED.label if one.state in _MENDED else Ending.CHANGED.label
    if down is not None and down.event == _STOPPED:
        reason = masked(str(down.details.get("note", ""))) or Ending.STOPPED.label
    return Ended(EndedKind.EXPOSURE, one.number, one.number, one.division, on, reason)


def _took_down(line: Entry) -> bool:
    return line.event in _DOWN or bool(line.details.get("off"))
