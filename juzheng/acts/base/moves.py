"""Moves (办理一步): one step moves a row, writes its line and vouches for what is in it now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypedDict, TypeVar, Unpack

from django.db import IntegrityError, models, transaction

from juzheng.acts.base import ledger, naming, numbers
from juzheng.law.base.divisions import governs
from juzheng.law.base.machine import StepNotAllowed
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.redaction import masked_text
from juzheng.law.base.terms import Term
from juzheng.records.cases import named
from juzheng.records.models import Amendment, Case, Change, Counter, Entry, User, ViewLog
from juzheng.records.sealed import closed
from juzheng.records.tracked import Covered, Moving, Tracked, covered_models

T = TypeVar("T", bound=Tracked)
M = TypeVar("M", bound=models.Model)
G = TypeVar("G", Amendment, Change)
UPGRADES = "upgrades"
_DIGEST = re.compile("[0-9a-f]{64}")


class Told(TypedDict, total=False):
    """What a line says beside its event (台账行的内容), as :func:`ledger.note` takes it."""

    details: Mapping[str, Any] | None
    covers: Iterable[Covered]  # further rows that the step wrote; its own is always vouched for
    removed: Iterable[Covered]


class Hand(TypedDict):
    """What every act is told (办理人、时点)."""

    by: User
    at: datetime


class Seen(Hand):
    """What every act at a version is told (办理人、时点和所见版本)."""

    version: int  # that somebody saw


class MovedMeanwhile(Exception):
    """Somebody else was faster: the row is not as it was seen any more (已被他人办理)."""


class NotReady(Exception):
    """Something stands in the way (办理障碍); ``obstacles`` say what, and what to do."""

    def __init__(self, obstacles: Iterable[Obstacle]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__(" ".join(str(one) for one in self.obstacles))


class NotYours(Exception):
    """The division, the unit or the paper is not this person's to act on (不归本级、本单位管理)."""


def insist_on_division(by: User, division: str) -> None:
    """:raises NotYours: if ``by`` does not govern ``division``"""
    if not governs(by.division, division):
        raise NotYours(division)


def insist_on_ready(obstacles: Iterable[Obstacle]) -> None:
    """:raises NotReady: if there is anything in ``obstacles``"""
    if found := tuple(obstacles):
        raise NotReady(found)


class FiledOtherwise(Exception):
    """The same form was filed before with other content (已按另一内容提交); ``row`` is that one."""

    def __init__(self, row: Tracked) -> None:
        self.row = row
        super().__init__(str(row))


@transaction.atomic
def begin(row: T, *, by: User | str | None, at: datetime, **told: Unpack[Told]) -> T:
    """
    Save a new ``row`` with the first line of its chain.

    Must run inside the act's transaction.

    :param by: None is whoever acts without an account: an applicant, a reporter
    """
    row.state = row.MACHINE.step(None, row.MACHINE.opening)
    row.save(force_insert=True)
    if isinstance(row, Case):
        told["covers"] = (*told.get("covers", ()), *naming.begun(row))
    note(row, row.MACHINE.opening, by=by, at=at, **told)
    return row


@transaction.atomic
def move(  # noqa: PLR0913 - what to do and all that the line says, by their names
    row: Moving,
    event: Term,
    *,
    by: User | str | None,
    at: datetime,
    version: int | None = None,
    details: Mapping[str, Any] | None = None,
    covers: Iterable[Covered] = (),
    removed: Iterable[Covered] = (),
    **changes: Any,
) -> Entry:
    """
    Take one step: the state and ``changes`` that follow from it, and the line that says so.

    :param version: the version that somebody saw; None: whatever state it is in is all that counts
    :param covers: further rows that the step wrote; ``row`` itself is always vouched for
    :raises law.base.machine.StepNotAllowed: if the row is not where this can happen
    :raises MovedMeanwhile: if the row is not as it was loaded, or not at ``version`` any more
    """
    carries = isinstance(row, Case) and not naming.CARRY.isdisjoint(changes)
    before = named.standing(row) if isinstance(row, Case) and carries else []
    claim(row, event, version=version, **changes)
    if isinstance(row, Case) and carries:
        covers = (*covers, *naming.follow(row, before))
    return note(row, event, by=by, at=at, details=details, covers=covers, removed=removed)


@transaction.atomic(durable=True)
def advance(
    row: G,
    event: Term,
    seen: Seen,
    *,
    ready: Callable[[G], Iterable[Obstacle]] = lambda _: (),
    **changes: Any,
) -> G:
    """
    Take one step of the row, as an officer who governs its division, and return the row.

    :param ready: says what stands in the way of the row as it is after the step
    :raises NotYours: if the officer does not govern it
    :raises NotReady, law.base.machine.StepNotAllowed, MovedMeanwhile: nothing is changed then
    """
    insist_on_division(seen["by"], row.division)
    move(row, event, **seen, **changes)
    insist_on_ready(ready(row))
    return row


def claim(row: Moving, event: Term, *, version: int | None = None, **changes: Any) -> None:
    """
    Move the row without a line yet; whoever claims writes one with :func:`note` in the same act.

    :raises law.base.machine.StepNotAllowed, MovedMeanwhile: as :func:`move`
    """
    before = row.stands
    after = row.MACHINE.step(before, event)
    # The condition of the UPDATE is the lock: the same code on SQLite and PostgreSQL.
    seen: dict[str, Any] = {"pk": row.pk, row.STATE: before.value}
    if version is not None:
        seen["version"] = version
    changes[row.STATE] = after.value
    if isinstance(row, Tracked):
        changes["version"] = models.F("version") + 1
    if not type(row)._default_manager.filter(**seen).update(**closed(row, changes)):
        raise MovedMeanwhile(str(row))
    row.refresh_from_db()


def note(
    row: Moving, event: Term, *, by: User | str | None, at: datetime, **told: Unpack[Told]
) -> Entry:
    """
    Write the line of an event that has moved ``row``.

    What people typed is masked, and whoever the row is about: the ledger is never rewritten.
    """
    said = {
        key: _masked(value, row) if row.MASKED or key in row.TYPED else value
        for key, value in (told.get("details") or {}).items()
    }
    return ledger.note(
        row.chain,
        row.MACHINE.line(event),
        by=row.VISITOR if by is None else by,
        at=at,
        details=said,
        covers=(row, *told.get("covers", ())),
        removed=told.get("removed", ()),
        case=row if isinstance(row, Case) else None,
    )


def _masked(said: Any, row: Moving) -> Any:
    """Return a text masked; a digest is nobody's number, though one may seem to stand in it."""
    plain = not isinstance(said, str) or _DIGEST.fullmatch(said)
    return said if plain else masked_text(said, row.names)


@transaction.atomic(durable=True)
def vouch_for_all(*, at: datetime) -> int:
    """
    Vouch for rows from before the ledger vouched for any (升级补登); return how many there were.

    Runs when the program starts. A model is done once: whatever comes without a line afterwards
    is no row of ours, and ``audit`` says so. Nor is a model begun anew whose rows the ledger speaks
    of, should somebody take out the line that says it was done.
    """
    upgrades = Entry.objects.filter(chain=UPGRADES)
    done = {name for entry in upgrades for name in entry.details.get("models", ())}
    new = [model for model in covered_models() if model.__name__ not in done]
    if not new:
        return 0
    every = Entry.objects.values_list("details", flat=True).iterator(chunk_size=ledger.AT_ONCE)
    told = {row.partition(":")[0] for said in every for row in said.get(ledger.COVERS, ())}
    count = 0
    for model in (one for one in new if one._meta.model_name not in told):
        for row in model._default_manager.order_by("pk").iterator(chunk_size=ledger.AT_ONCE):
            chain = row.chain
            event = f"{chain.partition(':')[0]}.covered"
            if model is ViewLog or Counter.objects.filter(series=chain).exists():
                numbers.take(chain)  # a chain whose lines are counted
            ledger.note(chain, event, by=ledger.SYSTEM, at=at, covers=(row,))
            count += 1
    details = {"models": [model.__name__ for model in new], "rows": count}
    ledger.note(UPGRADES, "upgrade.covered", by=ledger.SYSTEM, at=at, details=details)
    return count


def once(make: Callable[[], M], model: type[M], *, filed: str = "", **key: Any) -> M:
    """
    Return the row with that key, or make it: the same form sent twice, or twice at once, is once.

    :param make: atomic by itself; it may lose against another one that was faster
    :param filed: digest of the content, as the first line of the row's chain keeps it
    :raises FiledOtherwise: if there is such a row, of other content
    """
    found = model._default_manager.filter(**key).first()
    if found is None:
        try:
            return make()
        except IntegrityError:
            found = model._default_manager.get(**key)
    if filed and isinstance(found, Tracked):
        first = Entry.objects.filter(chain=found.chain).order_by("position").first()
        if first is not None and first.details.get("filed") != filed:
            raise FiledOtherwise(found)
    return found


__all__ = [
    "FiledOtherwise",
    "Hand",
    "MovedMeanwhile",
    "NotReady",
    "NotYours",
    "Seen",
    "StepNotAllowed",
    "advance",
    "begin",
    "claim",
    "insist_on_division",
    "insist_on_ready",
    "move",
    "note",
    "once",
    "vouch_for_all",
]
