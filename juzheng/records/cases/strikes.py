"""What was struck in a case (作废的登记), by its own lines. Reads, never writes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.records.models import (
    Case,
    Consultation,
    Deliberation,
    Entry,
    RiskAssessment,
    Verification,
)
from juzheng.records.models.cases.striking import Strikable
from juzheng.records.tracked import COVERS

STRUCK = "struck"  # under which a line names the records that it strikes
_KINDS: dict[str, type[Strikable]] = {
    str(model._meta.model_name): model
    for model in (Verification, Deliberation, Consultation, RiskAssessment)
}
_STRIKING = (CASES.line(Event.STRUCK), CASES.line(Event.CORRECTED))


def struck_in(lines: Iterable[Entry]) -> frozenset[int]:
    """Return the positions of those of ``lines`` whose record was struck later (已作废的几行)."""
    lines = list(lines)
    gone = {name for line in lines for name in line.details.get(STRUCK, ())}
    return frozenset(
        line.position
        for line in lines
        if line.event not in _STRIKING and gone & set(line.details.get(COVERS, {}))
    )


def record_of(case: Case, name: str) -> Strikable | None:
    """Return the record of ``case`` that lines and addresses call ``name``: verification:7."""
    kind, _, key = name.partition(":")
    model: Any = _KINDS.get(kind)
    if model is None or not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    found: Strikable | None = model._default_manager.filter(case=case, pk=int(key)).first()
    return found
