"""A unit's corrections side by side (同一单位的纠正案): two of one proof are not joined."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from juzheng.law.supervision.exposure import OPEN, CorrectionState
from juzheng.records.models import Correction, User

SHOWN = 10  # of those that are closed; what is open is shown whole
LOOKED_AT = 100  # of a unit's corrections, the latest first
_DUE: Mapping[CorrectionState, Callable[[Correction], date | None]] = {
    CorrectionState.NOTIFIED: lambda one: one.due_on,
    CorrectionState.STATED: lambda one: one.facts_due_on,
}


@dataclass(frozen=True)
class Beside:
    """Another correction of the very unit (同一单位的另一件), and whether it is of this proof."""

    one: Correction
    same: bool

    @property
    def due(self) -> date | None:
        """Return the last day that runs in it: of the answer, of the facts, of an objection."""
        return self.one.objection_due_on or _DUE.get(self.one.stands, _nothing)(self.one)


def beside(correction: Correction, user: User) -> list[Beside]:
    """
    Return the unit's other corrections that ``user`` governs (同一单位的其他纠正案).

    Those of the same proof first, then what is still open, the latest first: two of one proof ask
    the unit for the same thing twice.
    """
    found = Correction.objects.visible_to(user).filter(unit_name=correction.unit_name)
    found = found.exclude(pk=correction.pk).order_by("-pk")
    states = [state.value for state in OPEN]
    rows = [*found.filter(state__in=states)[:LOOKED_AT], *found.exclude(state__in=states)[:SHOWN]]
    every = [Beside(one, _of_one_proof(one, correction)) for one in rows]
    return sorted(every, key=lambda each: (not each.same, each.one.stands not in OPEN))


def _nothing(one: Correction) -> None:
    """Return that no term of it runs (没有期限)."""


def _of_one_proof(one: Correction, other: Correction) -> bool:
    return bool(one.item and one.item == other.item) or one.proof == other.proof
