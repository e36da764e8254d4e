"""What may be struck (登记作废): a record that was a slip stays, and counts no more."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from juzheng.records.models.base.people import User
from juzheng.records.models.cases.cases import Case
from juzheng.records.tracked import Covered


class StrikableQuerySet(models.QuerySet[Any]):
    """Phrases one asks of such records (登记)."""

    def standing(self) -> Self:
        """Return those that count (没有作废的)."""
        return self.filter(struck_at=None)


class Strikable(Covered):
    """A record of something done in a case, which its maker may strike as a slip (可作废的登记)."""

    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    struck_why = models.CharField(max_length=300, default="")  # masked: as the ledger's line

    objects = StrikableQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def maker(self) -> User:
        """Return who recorded it (登记人)."""
        by: User = self.by  # type: ignore[attr-defined]
        return by

    @property
    def whose(self) -> Case:
        """Return the case that it is about (所属办件)."""
        case: Case = self.case  # type: ignore[attr-defined]
        return case

    @property
    def stands(self) -> bool:
        """Return whether it counts (是否有效)."""
        return self.struck_at is None
