"""From which day a last day counts (从哪天起算), in one sentence beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from juzheng.acts.cases import answering
from juzheng.acts.cases.answering import Count
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.cases import case_file
from juzheng.records.models import Case
from juzheng.web.templatetags.juzheng import zh_date


def of_case(case: Case) -> str:
    """Return how the last day of ``case`` was counted; nothing where that is not so simple."""
    count = answering.count_of(case)
    if count is None:
        return ""
    stopped = case.requests.filter(ended_at__isnull=False).exists()
    return told(count, case.received_at) + (_("等补材料的日子没有算在内。") if stopped else "")


def as_filed(case: Case) -> str:
    """Return how the last day was counted that was promised when ``case`` was filed (受理时)."""
    decision = case_file.decision_of(case)
    there: dict[str, Any] = {"item": case.revision.item, "committee": case.committee}
    if decision.outcome is Outcome.TO_CONFIRM:
        return ""
    if case.due_on != answering.last_day(case.received_at, decision, **there):
        return of_case(case)
    return told(answering.count(case.received_at, decision, **there), case.received_at)


def told(count: Count, received_at: datetime) -> str:
    """Return ``count`` in words (起算说明)."""
    words = {"start": zh_date(count.start), "before": count.before, "days": count.limit}
    said = ""
    if count.before:
        said = ngettext(
            "从%(start)s起，先用 %(before)d 天通知、开会或者公示，"
            "再从第二天起算 %(days)d 个工作日，周末和放假不算。",
            "从%(start)s起，先用 %(before)d 天通知、开会或者公示，"
            "再从第二天起算 %(days)d 个工作日，周末和放假不算。",
            count.limit,
        )
    elif count.limit:
        said = ngettext(
            "从%(start)s的第二天起算 %(days)d 个工作日，周末和放假不算。",
            "从%(start)s的第二天起算 %(days)d 个工作日，周末和放假不算。",
            count.limit,
        )
    late = count.start > timezone.localdate(received_at)
    return said % words + (_("下班后、休息日收到的，算下一个上班日收到。") if late else "")
