"""Drafting (拟稿送签): the clerk sends a case to the responsible person, who may send it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import ledger
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.cases import signing
from juzheng.law.cases.lifecycle import Event
from juzheng.records.cases import case_file
from juzheng.records.catalogue import governing
from juzheng.records.models import Case, User


class NotReadyToSend(Exception):
    """Something is missing before the draft may go to the responsible person (送签前置条件未齐)."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__("; ".join(obstacle.code for obstacle in self.obstacles))


def obstacles(case: Case, *, by: User, at: datetime) -> tuple[Obstacle, ...]:
    """Return what is missing before ``case`` may be sent; the page shows the same."""
    on = timezone.localtime(at).date()
    file = case_file.readiness(
        case,
        signer=by,
        on=on,
        instruments=governing.governing(on).instruments,
    )
    return signing.obstacles_to_preparing(file)


@transaction.atomic(durable=True)
def send(case: Case, *, by: User, at: datetime) -> Case:
    """
    Send ``case`` to the responsible person, with ``by`` as preparer (经办人) on the paper.

    :raises NotReadyToSend: with every obstacle
    :raises lifecycle.StepNotAllowed, ledger.CaseMovedMeanwhile: as ``ledger.append``
    """
    if found := obstacles(case, by=by, at=at):
        raise NotReadyToSend(found)
    ledger.append(case, Event.PREPARED, by=by, at=at, prepared_at=at, prepared_by=by)
    return case


@transaction.atomic(durable=True)
def send_back(case: Case, *, reason: str, by: User, at: datetime) -> Case:
    """
    Send ``case`` back to the clerk with a reason (退回补正).

    :raises lifecycle.StepNotAllowed, ledger.CaseMovedMeanwhile: as ``ledger.append``
    """
    ledger.append(
        case,
        Event.RETURNED,
        by=by,
        at=at,
        details={"reason": reason},
        prepared_at=None,
        prepared_by=None,
    )
    return case
