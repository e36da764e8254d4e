"""Drafting (拟稿送签): the clerk sends a case to the responsible person, who may send it back."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import moves
from juzheng.acts.base.moves import Hand, NotYours, Seen
from juzheng.acts.cases import replacing
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.permissions import Permission
from juzheng.law.cases import signing
from juzheng.law.cases.lifecycle import Event
from juzheng.records.cases import case_file, pens, subjects
from juzheng.records.cases.read_once import reads_once
from juzheng.records.models import Case, User

UNSENT: dict[str, Any] = {"prepared_at": None, "prepared_by": None}  # it is to be sent anew


@reads_once
def obstacles(case: Case, *, by: User, at: datetime) -> tuple[Obstacle, ...]:
    """Return what is missing before ``case`` may be sent; the page shows the same."""
    return signing.obstacles_to_preparing(_file(case, by, at))


def _file(case: Case, by: User, at: datetime, why: str = "") -> signing.Readiness:
    """Return what lies on file; what was said of it when it was sent before counts no more."""
    on = timezone.localdate(at)
    file = replacing.judged(case_file.readiness(case, signer=by, on=on), case, on)
    return dataclasses.replace(file, explained=_differing(file) if why else ())


def _differing(file: signing.Readiness) -> tuple[str, ...]:
    return tuple(one.number for one in file.otherwise if not one.stops)


@transaction.atomic(durable=True)
def send(case: Case, *, by: User, at: datetime, why: str = "") -> Case:
    """
    Send ``case`` to the responsible person, with ``by`` as preparer (经办人) on the paper.

    :param why: why this paper and one of the same person that says otherwise are both right; kept
        for good and so without names, and read by whoever signs
    :raises NotReady: with every obstacle
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    """
    file = _file(case, by, at, why)
    moves.insist_on_ready(signing.obstacles_to_preparing(file))
    told = {"reason": why, subjects.BESIDE: [*_differing(file)]}
    details = told if file.explained else {}
    moves.move(case, Event.PREPARED, by=by, at=at, details=details, prepared_at=at, prepared_by=by)
    return case


@transaction.atomic(durable=True)
def send_back(case: Case, *, reason: str, **hand: Unpack[Hand]) -> Case:
    """
    Send ``case`` back to the clerk with a reason (退回补正), kept for good and so without names.

    :raises NotYours: if ``by`` does not sign it, in their own right or for somebody
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    """
    by = hand["by"]
    own = by.may(Permission.SIGN) and by.committee_id == case.committee_id
    if not (own or pens.carries(case, by, timezone.localdate(hand["at"]))):
        raise NotYours(case.number)
    moves.move(case, Event.RETURNED, details={"reason": reason}, **hand, **UNSENT)
    return case


@transaction.atomic(durable=True)
def recall(case: Case, *, reason: str, **seen: Unpack[Seen]) -> Case:
    """
    Take ``case`` back from the responsible person, before the pen (收回送签), with a reason.

    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    """
    moves.move(case, Event.RECALLED, details={"reason": reason}, **seen, **UNSENT)
    return case
