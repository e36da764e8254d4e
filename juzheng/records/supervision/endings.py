"""Exposures that are over (撤下的公开): their number, since which day and why; never the unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from juzheng.law.base.endings import Ended, EndedKind, Ending
from juzheng.law.supervision import exposure as law
from juzheng.law.supervision.exposure import CORRECTIONS, CorrectionEvent, CorrectionState
from juzheng.records.models import Correction, Entry
from juzheng.records.published import masked
from juzheng.records.supervision import correction_pages, corrections

_MENDED = (CorrectionState.MENDED.value, CorrectionState.REMOVED.value)
_STOPPED = CORRECTIONS.line(CorrectionEvent.STOPPED)
_DOWN = {
    CORRECTIONS.line(event)
    for event in (CorrectionEvent.REMOVED, CorrectionEvent.RETRACTED, *law.OVERRIDES)
}


def ended(on: date) -> list[Ended]:
    """Return what stood on the public board and stands there no more on ``on``, the last first."""
    return [*told(_off(on).order_by("-off_on", "-number")), *told(correction_pages.hidden(on))]


def told(rows: Iterable[Correction]) -> list[Ended]:
    """Return how the exposures ``rows`` ended, in their order; two queries for all of them."""
    rows = list(rows)
    lines = _lines(rows)
    return [_ended(one, lines[one.chain]) for one in rows]


def page(on: date, most: int) -> list[Ended]:
    """Return the ``most`` exposures that ended last."""
    return told(_off(on).order_by("-off_on", "-number")[:most])


def of_number(number: str) -> Ended | None:
    """Return how the exposure ``number`` ended, which is shown no more; None: it never stood."""
    one = Correction.objects.filter(number=number).first()
    return _over(one) if one else None


def of_row(one: Correction) -> Ended | None:
    """Return how it ended, or will by itself; None: it never stood there, or stands there now."""
    state = CorrectionState(one.state)
    if state in law.SHOWN and not (state is CorrectionState.MENDED and one.mended_on):
        return None
    return _over(one)


def _over(one: Correction) -> Ended | None:
    lines = _lines([one])[one.chain]
    exposed = CORRECTIONS.line(CorrectionEvent.EXPOSED)
    return _ended(one, lines) if any(line.event == exposed for line in lines) else None


def _off(on: date) -> QuerySet[Correction]:
    """Return what was taken down, and what has gone by itself by ``on``."""
    found = Correction.objects.filter(off_on__isnull=False)
    return found.exclude(state=CorrectionState.MENDED.value, off_on__gt=on)


def _lines(rows: Iterable[Correction]) -> defaultdict[str, list[Entry]]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    chains = [one.chain for one in rows]
    for line in Entry.objects.filter(chain__in=chains).order_by("position"):
        found[line.chain].append(line)
    return found


def _ended(one: Correction, lines: list[Entry]) -> Ended:
    down = next((line for line in reversed(lines) if _took_down(line)), None)
    on = timezone.localtime(down.at).date() if down else None
    if last := stays_until(one):  # it went by itself
        on = last + timedelta(days=1)
    reason = Ending.MENDED.label if one.state in _MENDED else Ending.CHANGED.label
    if down is not None and down.event == _STOPPED:
        reason = masked(str(down.details.get("note", ""))) or Ending.STOPPED.label
    return Ended(EndedKind.EXPOSURE, one.number, one.number, one.division, on, reason)


def stays_until(correction: Correction) -> date | None:
    """Return the last day on which a mended exposure can stand (公开到哪天); None: not mended."""
    mended = correction.mended_on
    if correction.state != CorrectionState.MENDED.value or mended is None:
        return None
    return mended + timedelta(days=corrections.limits().kept_days)


def _took_down(line: Entry) -> bool:
    return line.event in _DOWN or bool(line.details.get("off"))
