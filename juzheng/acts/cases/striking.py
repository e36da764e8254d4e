"""Striking (作废登记): whoever recorded a slip takes it back; it stays on file, struck through."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Unpack

from django.db import transaction

from juzheng.acts.base import moves
from juzheng.acts.base.moves import Seen
from juzheng.acts.cases.drafting import UNSENT
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.redaction import masked_text
from juzheng.law.cases import mending
from juzheng.law.cases.lifecycle import Event
from juzheng.records.cases.strikes import STRUCK
from juzheng.records.models import Case, User, Verification
from juzheng.records.models.cases.striking import Strikable


def obstacles(record: Strikable, *, by: User) -> tuple[Obstacle, ...]:
    """Return what keeps ``by`` from striking ``record``: it is another's (不是自己登记的)."""
    maker = record.maker
    return () if maker.pk == by.pk else (mending.another_made_it(str(maker)),)


@transaction.atomic(durable=True)
def strike(record: Strikable, *, reason: str, **seen: Unpack[Seen]) -> Case:
    """
    Take one's own slip back before the pen, with a reason; a case that was sent comes back.

    Whoever struck it keeps the hand that they had in the case: they have worked on it.

    :raises NotReady: if it is somebody else's record
    :raises StepNotAllowed: once the responsible person has signed, or after an end
    :raises MovedMeanwhile: if it is struck already, or the case is not at that version
    """
    moves.insist_on_ready(obstacles(record, by=seen["by"]))
    case = record.whose
    why = masked_text(reason, case.names)
    take_out([record], why=why, by=seen["by"], at=seen["at"])
    fact = {"fact": record.fact} if isinstance(record, Verification) else {}
    told = {STRUCK: [record.covered_as], "reason": why, **fact}
    moves.move(case, Event.STRUCK, details=told, covers=(record,), **seen, **UNSENT)
    return case


def take_out(records: Iterable[Strikable], *, why: str, by: User, at: datetime) -> None:
    """
    Let ``records`` count no more; whoever calls writes the line that covers them.

    :raises MovedMeanwhile: if one is struck already
    """
    for record in records:
        standing = type(record)._default_manager.filter(pk=record.pk, struck_at=None)
        if not standing.update(struck_at=at, struck_by=by, struck_why=why):
            raise moves.MovedMeanwhile(str(record))
        record.refresh_from_db()
