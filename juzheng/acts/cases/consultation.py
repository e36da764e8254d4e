"""Consultation (灵活议事): residents heard about a risk, without the form of an assembly."""

from __future__ import annotations

from dataclasses import asdict
from typing import Unpack

from django.db import transaction

from juzheng.acts.base import moves
from juzheng.acts.base.moves import Hand
from juzheng.law.cases import consultation
from juzheng.records.models import Case, Consultation


@transaction.atomic(durable=True)
def record(case: Case, held: consultation.Consultation, **hand: Unpack[Hand]) -> Consultation:
    """
    Record in which form residents were heard, who took part, what was said, with what result.

    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    Source: OP-3.2.b.
    """
    told = {**asdict(held), "result": held.result.value}
    row = Consultation.objects.create(case=case, **told, **hand)
    details = {"form": held.form, "held_on": held.held_on.isoformat(), "result": row.result}
    moves.move(case, consultation.event_of(held), details=details, covers=(row,), **hand)
    return row
