"""Deliberation (议事协商): the record of one meeting, and whether it carries."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Unpack

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import files, moves
from juzheng.acts.base.moves import Hand
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.cases import deliberation, reviewing
from juzheng.law.catalogue.items import CommitteeKind
from juzheng.records.cases import case_file, meetings
from juzheng.records.models import Case, Deliberation


class ImpossibleMeeting(ValueError):
    """No meeting can have been like that (会议数字不可能)."""


def record(
    case: Case, meeting: deliberation.Meeting, *, sheet: bytes, why: str = "", **hand: Unpack[Hand]
) -> Deliberation:
    """
    Record one meeting with the scan of its signed sheet; of several records the last one counts.

    :param sheet: the scan; empty if there is none yet, which stands in the way of the signature
    :param why: what was wrong in an earlier record of the very meeting that told otherwise, or why
        this meeting counts in the place of another
    :raises NotReady: if there is such a record, and no word why
    :raises ImpossibleMeeting: if no meeting can have been like that, or none of this
        committee; nothing is recorded
    :raises files.FileNotAccepted: if the scan is not a PDF or a picture
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    Source: OP-2.2.c.
    """
    others = deliberation.of_others(meeting, CommitteeKind(case.committee.kind))
    if wrong := [said for _, said in (*deliberation.impossible(meeting), *others)]:
        raise ImpossibleMeeting(*wrong)
    if not why:
        moves.insist_on_ready(contradicted(case, meeting, timezone.localdate(hand["at"])))
    place = f"meetings/{case.committee.code}"
    scan = files.keep_upload(sheet, place) if sheet else ("", "")
    return _record(case, meeting, scan, why, **hand)


def contradicted(case: Case, meeting: deliberation.Meeting, on: date) -> list[Obstacle]:
    """
    Return why ``meeting`` does not take the place of another without a word (矛盾的登记).

    The very meeting may have been recorded otherwise; or another one counts, and would be gone.
    """
    rule = case_file.meeting_rule(case)
    every = [one.meeting for one in meetings.records(case)]
    same = [one for one in every if (one.kind, one.held_on) == (meeting.kind, meeting.held_on)]
    if same:
        otherwise = deliberation.contradicts(same[-1], meeting)
        return [deliberation.contradiction(same[-1])] if otherwise else []
    displaced = (deliberation.displaced(one, meeting, rule, on) for one in every[-1:])
    return [why for why in displaced if why is not None]


@transaction.atomic(durable=True)
def _record(
    case: Case, meeting: deliberation.Meeting, scan: tuple[str, str], why: str, **hand: Unpack[Hand]
) -> Deliberation:
    told = {**asdict(meeting), "sheet": scan[0], "sheet_digest": scan[1]}
    saved = Deliberation.objects.create(case=case, **told, **hand)
    on = timezone.localdate(hand["at"])
    owed = reviewing.found(meetings.records(case), case_file.meeting_rule(case), on)
    event = deliberation.what_happened(owed)
    details = {
        "held_on": meeting.held_on.isoformat(),
        "for": meeting.votes_for,
        "present": meeting.present,
        "entitled": meeting.entitled,
        "sheet": saved.sheet_digest,
        "recorded_on": on.isoformat(),
        **({"reason": why} if why else {}),
    }
    moves.move(case, event, details=details, covers=(saved,), **hand)
    return saved
