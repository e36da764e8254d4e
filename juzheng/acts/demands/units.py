"""Demanding units (索要单位): entered in the register before anyone registers for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from juzheng.acts.base import ledger, moves
from juzheng.law.base.demanders import Demander
from juzheng.law.demands.above import ring
from juzheng.records.demands.units_below import is_below
from juzheng.records.models import DemandingUnit, User


@transaction.atomic(durable=True)
def enter(  # noqa: PLR0913 - a unit's parts, by their names
    name: str,
    *,
    kind: Demander,
    division: str,
    superior: DemandingUnit | None = None,
    contact: str = "",
    fictional: bool = False,
    by: User | str,
    at: datetime,
) -> DemandingUnit:
    """
    Enter a unit; the same name in the same division again returns the unit that is there.

    :param division: the code whose officers look at its demands; "" is the nation
    :param by: ``ledger.OPERATOR`` or "staff:ID"
    """
    known = {"kind": kind.value, "superior": superior, "contact": contact, "fictional": fictional}
    unit, new = DemandingUnit.objects.get_or_create(name=name, division=division, defaults=known)
    if new:
        details = {"unit": unit.pk, "name": name, "kind": kind.value, "division": division}
        ledger.note(unit.chain, "unit.entered", by=by, at=at, details=details, covers=(unit,))
    return unit


@dataclass(frozen=True)
class Above:
    """Who stands above a unit (上级和主管部门): each sees what the unit demands and owes."""

    superior: DemandingUnit | None = None
    supervisor: DemandingUnit | None = None


def above(unit: DemandingUnit) -> Above:
    """Return who stands above the unit now."""
    return Above(unit.superior, unit.supervisor)


@transaction.atomic(durable=True)
def relate(
    unit: DemandingUnit, new: Above, *, seen: Above, by: User | str, at: datetime
) -> DemandingUnit:
    """
    Set who stands above the unit (登记上级和主管部门); from now on they can look at it.

    :param seen: who stood above it when somebody looked
    :param by: an officer who governs the unit's division, or ``ledger.OPERATOR``
    :raises moves.NotYours: if the officer does not govern it
    :raises moves.NotReady: if the unit would stand above itself
    :raises moves.MovedMeanwhile: if somebody else was faster
    """
    if isinstance(by, User):
        moves.insist_on_division(by, unit.division)
    rows = DemandingUnit.objects.select_for_update(of=("self",)).order_by("pk")
    kept = next(one for one in rows if one.pk == unit.pk)  # all of them: a ring is many rows
    if above(kept) != seen:
        raise moves.MovedMeanwhile(unit.name)
    ends = (new.superior, new.supervisor)
    moves.insist_on_ready(
        ring(one.name) for one in ends if one and (one.pk == unit.pk or is_below(one, unit))
    )
    if new == seen:
        return unit
    kept.superior, kept.supervisor = ends
    kept.save(update_fields=["superior", "supervisor"])
    told = {"unit": kept.pk, "superior": kept.superior_id, "supervisor": kept.supervisor_id}
    ledger.note(kept.chain, "unit.related", by=by, at=at, details=told, covers=(kept,))
    unit.refresh_from_db()
    return unit
