"""Viewing (查看留痕): every look at personal data is written down."""

from __future__ import annotations

from datetime import datetime

from juzheng.records.models import Case, Report, User, ViewLog


def viewed(case: Case, what: str, *, by: User | None, at: datetime) -> ViewLog:
    """
    Write down that ``by`` looked at ``what`` of ``case``.

    :param by: the member of staff; ``None`` means the applicant with number and code
    """
    return ViewLog.objects.create(case=case, what=what, by=by, at=at)


def report_viewed(report: Report, what: str, *, by: User | None, at: datetime) -> ViewLog:
    """Write down that ``by`` looked at ``what`` of ``report``; None is the reporter with a code."""
    return ViewLog.objects.create(report=report, what=what, by=by, at=at)
