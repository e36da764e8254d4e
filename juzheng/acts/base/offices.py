"""Offices of civil affairs (民政部门): how people reach them, once for all their letters."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Unpack

from django.db import transaction

from juzheng.acts.base import ledger, moves
from juzheng.acts.base.moves import Seen
from juzheng.law.base.permissions import Office
from juzheng.records.models import OfficeContact


@dataclass(frozen=True)
class Reached:
    """How an office is reached (联系方式): what every letter of it says."""

    name: str
    address: str
    telephone: str
    hours: str


@transaction.atomic(durable=True)
def enter(division: str, said: Reached, **seen: Unpack[Seen]) -> OfficeContact:
    """
    Enter how the office of ``division`` is reached (登记联系方式); its letters say so from now on.

    :raises moves.NotYours: if the officer does not govern it, or is none of civil affairs
    :raises moves.MovedMeanwhile: if it was changed since the page was shown; a version of 0: none
    """
    by, version = seen["by"], seen["version"]
    moves.insist_on_division(by, division)
    if by.speaks_for is Office.JUSTICE:
        raise moves.NotYours(division)
    told = asdict(said)
    if version == 0:
        row, new = OfficeContact.objects.get_or_create(division=division, defaults=told)
        if not new:
            raise moves.MovedMeanwhile(division)
    else:
        found = OfficeContact.objects.filter(division=division, version=version)
        if not found.update(version=version + 1, **told):
            raise moves.MovedMeanwhile(division)
        row = OfficeContact.objects.get(division=division)
    event, details = "office.entered", {"division": division, **told}
    ledger.note(row.chain, event, by=by, at=seen["at"], details=details, covers=(row,))
    return row
