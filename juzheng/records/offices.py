"""Offices below one's own (下级机关): with whom work lies that an upper office only looks at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Self

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Left
from django.db.models.lookups import In

from juzheng.law.base.divisions import governs, significant
from juzheng.law.base.permissions import Office, Role
from juzheng.records.models import User
from juzheng.records.tracked import within


@dataclass(frozen=True)
class Below:
    """The offices below an officer's own that have officers (下级机关), and who these are."""

    officers: dict[str, frozenset[int]] = field(default_factory=dict)  # by the part codes share

    @classmethod
    def of(cls, user: User) -> Self:
        """Return the offices of civil affairs below that of ``user`` (下级民政部门)."""
        return cls(_grouped(user, _officers(user).exclude(office=Office.JUSTICE.value)))

    @classmethod
    def beside(cls, user: User) -> Self:
        """Return those below of the same of the two offices that look at a demand (同类机关)."""
        return cls(_grouped(user, _officers(user).filter(office=user.office)))

    def lies(self, column: str) -> Q:
        """Return that the division in ``column`` has an office of its own below (归下级)."""
        found = Q(pk__in=[])
        for length in sorted({len(one) for one in self.officers}):
            starts = [one for one in self.officers if len(one) == length]
            found |= Q(In(Left(F(column), length), starts))
        return found

    def has(self, division: str) -> bool:
        """Return whether this division has an office of its own below, as :meth:`lies` asks."""
        return any(division.startswith(one) for one in self.officers)

    def of_division(self, division: str) -> frozenset[int]:
        """Return the officers below in whose hands ``division`` is (管这里的下级人员)."""
        found = (who for start, who in self.officers.items() if division.startswith(start))
        return frozenset(pk for who in found for pk in who)


@dataclass(frozen=True)
class Another:
    """Whether another officer may still take a step (另一人): here, or of which office above."""

    here: bool
    above: str | None = None  # its division; None: nobody has an account there

    @classmethod
    def than(cls, user: User, division: str, barred: Collection[int]) -> Self:
        """
        Return where another than ``user`` and those who are ``barred`` may act in ``division``.

        "Here" is the user's own place and those below: what they may do lies with them. Officers
        of justice are among them, as every act lets them be (OP-4.2.c: 会同有关部门); an office
        above is named by its civil affairs alone.
        """
        found = User.objects.filter(
            Q(division="") | Q(division__startswith=division[:2]), **_OFFICER
        )
        free = {
            (code, office)
            for pk, code, office in found.values_list("pk", "division", "office")
            if pk != user.pk and pk not in barred and governs(code, division)
        }
        own = len(significant(user.division or ""))
        if any(len(significant(code)) >= own for code, _office in free):
            return cls(here=True)
        above = [code for code, office in free if office != Office.JUSTICE.value]
        return cls(
            here=False, above=max(above, key=lambda code: len(significant(code)), default=None)
        )


_OFFICER = {"division__isnull": False, "is_active": True, "role": Role.OVERSEER.value}


def _officers(user: User) -> QuerySet[User]:
    return User.objects.filter(within("division", user.division or ""), **_OFFICER)


def _grouped(user: User, found: QuerySet[User]) -> dict[str, frozenset[int]]:
    own = len(significant(user.division or ""))
    every: dict[str, set[int]] = {}
    for pk, division in found.values_list("pk", "division"):
        start = significant(division or "")
        if len(start) > own:
            every.setdefault(start, set()).add(pk)
    return {start: frozenset(who) for start, who in every.items()}
