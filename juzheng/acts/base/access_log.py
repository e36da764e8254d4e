"""Viewing (查看留痕): every look at personal data is written down, in a chain that shows gaps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from juzheng.acts.base import ledger, numbers
from juzheng.records.models import Case, Certificate, Inquiry, Report, User, ViewLog


def viewed(
    case: Case,
    what: str,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    seen: Mapping[str, str] | None = None,
) -> ViewLog:
    """
    Write down that ``by`` looked at ``what`` of ``case``.

    :param by: the member of staff; ``None`` means the applicant with number and code
    :param version: of the case, where it is read before the pen; with digests of what was ``seen``
    """
    read = {"version": version, "seen": dict(seen or {})}
    return _noted(ViewLog(case=case, what=what, by=by, at=at, **read))


def report_viewed(report: Report, what: str, *, by: User | None, at: datetime) -> ViewLog:
    """Write down that ``by`` looked at ``what`` of ``report``; None is the reporter with a code."""
    return _noted(ViewLog(report=report, what=what, by=by, at=at))


def inquiry_viewed(inquiry: Inquiry, what: str, *, by: User | None, at: datetime) -> ViewLog:
    """Write down that ``by`` looked at ``what`` of ``inquiry``; None is who checks its reply."""
    return _noted(ViewLog(inquiry=inquiry, what=what, by=by, at=at))


def paper_viewed(paper: Certificate, what: str, *, by: User | None, at: datetime) -> ViewLog:
    """Write down that ``by`` looked at ``what`` of that which ``paper`` answers."""
    return _noted(ViewLog(case=paper.case, inquiry=paper.inquiry, what=what, by=by, at=at))


@transaction.atomic
def _noted(look: ViewLog) -> ViewLog:
    numbers.take(look.chain)  # two at once wait for each other here
    look.save(force_insert=True)
    by = look.by or "visitor"
    ledger.note(look.chain, ViewLog.LINE, by=by, at=look.at, covers=(look,))
    return look
