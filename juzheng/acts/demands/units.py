"""Demanding units (索要单位): entered in the register before anyone registers for them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from juzheng.acts.base import ledger
from juzheng.law.base.demanders import Demander
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
