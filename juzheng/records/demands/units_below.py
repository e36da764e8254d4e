"""Whom a unit stands above (下级和主管的单位): by what is registered of it, deny by default."""

from __future__ import annotations

from django.db.models import Q

from juzheng.records.models import DemandingUnit


def units_below(unit: DemandingUnit) -> list[DemandingUnit]:
    """
    Return the units that have ``unit`` as their superior or competent authority, and those below.

    Never itself, nor a unit beside it; a ring that somebody registered ends where it began.
    """
    found: dict[int, DemandingUnit] = {}
    next_ones = [unit.pk]
    while next_ones:
        under = Q(superior__in=next_ones) | Q(supervisor__in=next_ones)
        rows = DemandingUnit.objects.filter(under).exclude(pk__in=[unit.pk, *found])
        new = {one.pk: one for one in rows}
        found |= new
        next_ones = list(new)
    return sorted(found.values(), key=lambda one: (one.division, one.name))


def is_below(unit: DemandingUnit, above: DemandingUnit) -> bool:
    """Return whether ``unit`` is one of those below ``above``."""
    return any(one.pk == unit.pk for one in units_below(above))
