"""Deliberation (议事协商): the record of one meeting, and whether it carries."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import files, moves
from juzheng.law.cases import deliberation
from juzheng.records.cases import case_file
from juzheng.records.models import Case, Deliberation, User


class ImpossibleMeeting(ValueError):
    """No meeting can have been like that (会议数字不可能)."""


def record(
    case: Case, meeting: deliberation.Meeting, *, sheet: bytes, by: User, at: datetime
) -> Deliberation:
    """
    Record one meeting with the scan of its signed sheet.

    :param sheet: the scan; empty if there is none yet, which stands in the way of the signature
    :raises ImpossibleMeeting: if no meeting can have been like that; nothing is recorded
    :raises files.FileNotAccepted: if the scan is not a PDF or a picture
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    Source: OP-2.2.c.
    """
    if wrong := [why for _, why in deliberation.impossible(meeting)]:
        raise ImpossibleMeeting(*wrong)
    name, digest = (
        files.keep_upload(sheet, f"meetings/{case.committee.code}") if sheet else ("", "")
    )
    return _record(case, meeting, name, digest, by=by, at=at)


@transaction.atomic(durable=True)
def _record(
    case: Case, meeting: deliberation.Meeting, name: str, digest: str, *, by: User, at: datetime
) -> Deliberation:
    saved = Deliberation.objects.create(
        case=case,
        kind=meeting.kind,
        called_on=meeting.called_on,
        held_on=meeting.held_on,
        entitled=meeting.entitled,
        present=meeting.present,
        votes_for=meeting.votes_for,
        against=meeting.against,
        abstained=meeting.abstained,
        notice_from=meeting.notice_from,
        public_notice_days=meeting.public_notice_days,
        objections=meeting.objections,
        objections_settled=meeting.objections_settled,
        sheet=name,
        sheet_digest=digest,
        at=at,
        by=by,
    )
    on = timezone.localtime(at).date()
    moves.move(
        case,
        deliberation.event_of(saved.meeting(), case_file.meeting_rule(case), on),
        by=by,
        at=at,
        details={
            "held_on": meeting.held_on.isoformat(),
            "for": meeting.votes_for,
            "present": meeting.present,
            "entitled": meeting.entitled,
            "sheet": digest,
            "recorded_on": on.isoformat(),
        },
        covers=(saved,),
    )
    return saved
