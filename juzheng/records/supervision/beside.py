"""A unit's corrections side by side (同一单位的纠正案): two of one proof are not joined."""

from __future__ import annotations

from dataclasses import dataclass

from juzheng.law.supervision.exposure import OPEN
from juzheng.records.models import Correction, User

SHOWN = 10
LOOKED_AT = 100  # of a unit's corrections, the latest first


@dataclass(frozen=True)
class Beside:
    """Another correction of the very unit (同一单位的另一件), and whether it is of this proof."""

    one: Correction
    same: bool


def beside(correction: Correction, user: User) -> list[Beside]:
    """
    Return the unit's other corrections that ``user`` governs (同一单位的其他纠正案).

    Those of the same proof first, then what is still open, the latest first: two of one proof ask
    the unit for the same thing twice.
    """
    found = Correction.objects.visible_to(user).filter(unit_name=correction.unit_name)
    found = found.exclude(pk=correction.pk).order_by("-pk")[:LOOKED_AT]
    every = [Beside(one, _of_one_proof(one, correction)) for one in found]
    return sorted(every, key=lambda each: (not each.same, each.one.stands not in OPEN))[:SHOWN]


def _of_one_proof(one: Correction, other: Correction) -> bool:
    return bool(one.item and one.item == other.item) or one.proof == other.proof
