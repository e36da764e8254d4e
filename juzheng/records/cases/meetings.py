"""Meetings (会议、议事) in words: what carried, and what did not agree. Reads, never writes."""

from __future__ import annotations

from django.utils import timezone

from juzheng.law.cases import certificates
from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.law.cases.reviewing import Record, counting
from juzheng.law.catalogue.items import DeliberationRule
from juzheng.records.cases import read_once
from juzheng.records.cases.strikes import struck_in
from juzheng.records.models import Case


def records(case: Case) -> list[Record]:
    """Return the records of meetings that stand, the first one first (会议登记)."""
    return [
        Record(one.meeting(), timezone.localdate(one.at)) for one in read_once.of(case).meetings
    ]


def said(case: Case, rule: DeliberationRule) -> str:
    """Return the meeting that carried, or how residents were heard (会议或者议事结果)."""
    if rule.flexible:
        rounds = read_once.of(case).hearings
        return certificates.consultations_in_words(one.consultation() for one in rounds)
    counts = counting(records(case), rule)
    if counts is None:
        return ""
    return certificates.meeting_in_words(counts.met.meeting, counts.met.on, counts.review)


def declined(case: Case) -> str:
    """Return the last valid meeting, or hearing of residents, if it did not agree (没有同意)."""
    valid = {CASES.line(event) for event in (Event.AGREED, Event.CARRIED, Event.DECLINED)}
    lines = read_once.of(case).lines
    struck = struck_in(lines)
    last = next(
        (one for one in lines[::-1] if one.event in valid and one.position not in struck), None
    )
    if last is None or CASES.event(last.event) is not Event.DECLINED:
        return ""
    heard = next((one for one in read_once.of(case).hearings[::-1] if one.at == last.at), None)
    met = next((one for one in read_once.of(case).meetings[::-1] if one.at == last.at), None)
    if heard is not None and "form" in last.details:
        return certificates.not_agreed_in_words(heard.consultation())
    return certificates.not_agreed_in_words(met.meeting()) if met else "经会议讨论，没有同意出具。"
