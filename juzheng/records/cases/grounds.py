"""Grounds counted (仍需办理的理由统计): which unit, which item, how often; read-only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min
from django.utils import timezone

from juzheng.law.base.divisions import significant
from juzheng.law.cases.transition import TransitionKind
from juzheng.records.models import TransitionGround


@dataclass(frozen=True)
class Counted:
    """What is on record of one unit and one item (一家单位的一项), and nothing of a resident."""

    item: str
    unit: str
    kind: TransitionKind
    cases: int
    last_on: date  # when it was written down last
    review_on: date | None  # None: from before grounds had a day
    due: bool


def counted(division: str, on: date) -> list[Counted]:
    """
    Return the grounds recorded in ``division`` by item, unit and kind, those due for review first.

    Due is what was first recorded so long ago that its day has come (OP-3.2.a: 现阶段).
    """
    rows = (
        TransitionGround.objects.filter(case__committee__code__startswith=significant(division))
        .values("case__revision__subject", "demander_name", "kind")
        .annotate(
            cases=Count("case", distinct=True),
            last=Max("at"),
            review=Min("review_on"),
        )
        .order_by("case__revision__subject", "demander_name", "kind")
    )
    found = [_counted(dict(row), on) for row in rows]
    return sorted(found, key=lambda one: (not one.due, -one.cases))


def _counted(row: Mapping[str, Any], on: date) -> Counted:
    return Counted(
        item=row["case__revision__subject"],
        unit=row["demander_name"],
        kind=TransitionKind(row["kind"]),
        cases=row["cases"],
        last_on=timezone.localtime(row["last"]).date(),
        review_on=row["review"],
        due=row["review"] is None or row["review"] <= on,
    )
