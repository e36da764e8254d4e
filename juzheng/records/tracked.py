"""What the ledger covers (受台账保护的记录): rows whose every column a line of a chain vouches for.

A line carries a keyed digest of each column it vouches for; ``acts.audit`` compares. A model joins
by its base class alone: all its columns are covered but those it names in ``UNCOVERED``.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from juzheng.law.base.divisions import span
from juzheng.law.base.ledger import canonical
from juzheng.law.base.machine import Machine
from juzheng.law.base.terms import Term
from juzheng.records.sealed import CannotUnseal, blind_index

if TYPE_CHECKING:
    from juzheng.records.models import Entry, User

M = TypeVar("M", bound=models.Model)
COVERS = "covers"  # under which a line names the rows that it vouches for
DIGITS = 16  # of a keyed digest: 64 bits that nobody can try out without the key


class Covered(models.Model):
    """A row that a chain of the ledger vouches for (受台账保护的一行)."""

    CHAIN: ClassVar[str] = ""  # the chain that all rows of this kind share
    PARENT: ClassVar[str] = ""  # or the column of the row in whose chain the lines stand
    UNCOVERED: ClassVar[frozenset[str]] = frozenset()  # columns that decide nothing

    class Meta:
        abstract = True

    @property
    def chain(self) -> str:
        """Return the name of the chain whose lines vouch for this row."""
        return self.CHAIN or str(getattr(self, self.PARENT).chain)

    @property
    def covered_as(self) -> str:
        """Return how a line names this row: ``demand:7``."""
        return f"{self._meta.model_name}:{self.pk}"

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """Return the columns that are covered."""
        every = cls._meta.concrete_fields
        covered = (one for one in every if not one.primary_key and one.name not in cls.UNCOVERED)
        return tuple(one.attname for one in covered)

    def digests(self) -> dict[str, str]:
        """Return a keyed digest of each covered column (各栏摘要)."""
        return {name: self._digest(name) for name in self.columns()}

    def differing(self, told: dict[str, str]) -> list[str]:
        """Return the columns that are not what a line vouched for; one it never named is none."""
        covered = set(self.columns())
        return [
            name
            for name, digest in told.items()
            if name in covered and not hmac.compare_digest(self._digest(name), digest)
        ]

    def _digest(self, name: str) -> str:
        try:
            value = getattr(self, name)
        except CannotUnseal:
            value = self.__dict__[name]  # not what anybody vouched for
        said = f"{_beginning(self._meta.label_lower, name)}{canonical(_plain(value))}]"
        return blind_index(said)[:DIGITS]


class Moving(Covered):
    """A row with a state that only steps of its machine change (有流程的一行)."""

    MACHINE: ClassVar[Machine[Any, Any]]
    STATE: ClassVar[str] = "state"  # the column
    VISITOR: ClassVar[str] = "applicant"  # who acts where no member of staff does
    MASKED: ClassVar[bool] = False  # whether all texts in its lines are masked
    TYPED: ClassVar[frozenset[str]] = frozenset()  # or those of them that people type

    class Meta:
        abstract = True

    @property
    def stands(self) -> Any:
        """Return the state as a word of the law."""
        return self.MACHINE.states(getattr(self, self.STATE))

    def history(self, entries: Iterable[Entry]) -> Iterator[Term]:
        """
        Yield what the lines of the chain say has happened to this row.

        :raises ValueError: for a line that nothing of this kind can have
        """
        for entry in entries:
            if entry.event not in (self.covering, self.erasing):
                yield self.MACHINE.event(entry.event)

    @property
    def names(self) -> tuple[str, ...]:
        """Return whom it is about, as far as it says (涉及的人): a line that masks names none."""
        return ()

    @property
    def covering(self) -> str:
        """Return the name of a line that only vouches for the row as it is."""
        return f"{self.chain.partition(':')[0]}.covered"

    @property
    def erasing(self) -> str:
        """Return the name of a line that says what went when the row's term was over (按期删除)."""
        return f"{self.chain.partition(':')[0]}.erased"


class Tracked(Moving):
    """A thing with a chain of its own (办理对象): a state, a version, and every step on record."""

    KEY: ClassVar[str] = "pk"  # what the chain is named after
    UNCOVERED = frozenset({"version"})  # it grows before the line is written

    state = models.CharField(max_length=30)
    version = models.PositiveIntegerField(default=1)  # grows with each step: two at once are safe

    class Meta:
        abstract = True

    @property
    def chain(self) -> str:
        """Return the name of its chain: ``demand:7``, ``case:NUMBER``."""
        return f"{self.MACHINE.subject}:{getattr(self, self.KEY)}"


class GovernedQuerySet(models.QuerySet[M]):
    """Rows of divisions (归各级管理的记录), told apart by the division that a column names."""

    DIVISION: ClassVar[str] = "division"

    def visible_to(self, user: User) -> Self:
        """Return what the user's division governs; nobody else sees any."""
        if user.division is None:
            return self.none()
        return self.filter(within(self.DIVISION, user.division))


def within(column: str, division: str) -> Q:
    """Return that the code in ``column`` is that of ``division`` or one below (本级及以下)."""
    first, end = span(division)
    above = {f"{column}__gte": first} if first else {}
    return Q(**above, **({f"{column}__lt": end} if end else {}))


def covered_models(parent: str | None = None) -> tuple[type[Covered], ...]:
    """Return all models whose rows the ledger vouches for, by name; or those of one ``parent``."""
    every = [model for model in apps.get_models() if issubclass(model, Covered)]
    found = [model for model in every if parent in (None, model.PARENT)]
    return tuple(sorted(found, key=lambda model: model.__name__))


def holds(name: str, condition: Q) -> CheckConstraint:
    """Return the constraint that ``condition`` holds of every row (取值条件)."""
    return CheckConstraint(name=name, condition=condition)


def once(name: str, *columns: str, where: Q | None = None) -> UniqueConstraint:
    """Return the constraint that no two rows (of those ``where``) say the same (不得重复)."""
    return UniqueConstraint(fields=columns, name=name, condition=where)


def known(name: str, column: str, words: Iterable[str]) -> CheckConstraint:
    """Return the constraint that ``column`` holds one of ``words`` (取值限定)."""
    return holds(name, Q(**{f"{column}__in": [str(w) for w in words]}))


def together(name: str, first: str, second: str) -> CheckConstraint:
    """Return the constraint that two columns are both filled or both empty (同时填写)."""
    neither, both = ({f"{one}__isnull": no for one in (first, second)} for no in (True, False))
    return holds(name, Q(**neither) | Q(**both))


@cache
def _beginning(label: str, column: str) -> str:
    """Return how the canonical list of a column and what stands in it begins, for each row."""
    return f"[{canonical(label)},{canonical(column)},"


def _plain(value: Any) -> Any:
    value = getattr(value, "kept", value)  # a published text: what is stored (records.published)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value
