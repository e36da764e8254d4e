"""How a report ended for who made it (反映的结果): that it is over, how, when, and what next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from juzheng.law.supervision.exposure import OVER, CorrectionState
from juzheng.law.supervision.reports import ReportState
from juzheng.records.models import Correction, Report
from juzheng.records.supervision import alike


@dataclass(frozen=True)
class Outcome:
    """How it ended (结果): a title, what was found, since which day."""

    title: Promise
    what: Promise
    next: Promise
    again: str  # address of a new report of the same
    on: date | None
    why: str = ""  # as the officers told it
    goes_on: Correction | None = None  # where the same is still dealt with


_S = CorrectionState
_REPORT_AGAIN = _("单位又要这份证明的，请再反映一次，会按又要来办。")
_ASK_WHY = _(
    "不同意的，可以向上一级民政部门反映，或者打12345；单位还在要、您有新情况的，可以再反映一次。"
)
_ASK = _("理由没有写在这里，请问办理的民政部门。")
_ELSEWHERE = (
    _("这一件并到另一件里办"),
    _("同一个单位、同一份证明还有一件在办，您反映的事在那一件里继续办。"),
    _("单位还在要、您有新情况的，可以再反映一次。"),
)
_ENDS: Mapping[CorrectionState, tuple[Promise, Promise, Promise]] = {
    _S.CORRECTED: (
        _("办完了：单位已经纠正"),
        _("民政部门核实过，单位不再要这份证明。"),
        _REPORT_AGAIN,
    ),
    _S.DROPPED: (
        _("办完了：不再追究"),
        _("民政部门结束了这一件，不再追究这个单位。"),
        _ASK_WHY,
    ),
    _S.MENDED: (
        _("办完了：公开以后，单位已经纠正"),
        _("这个单位被公开过。民政部门核实过，它不再要这份证明。"),
        _REPORT_AGAIN,
    ),
    _S.REMOVED: (
        _("办完了：单位已经纠正，公开的已经撤下"),
        _("这个单位被公开过。民政部门核实过，它不再要这份证明，公开的内容也撤下了。"),
        _REPORT_AGAIN,
    ),
    _S.RETRACTED: (
        _("办完了：公开有误，已经撤下"),
        _("复核发现公开不当，民政部门已经撤下并更正。"),
        _ASK_WHY,
    ),
}


def running(report: Report) -> bool:
    """Return whether the unit is still dealt with, and the reporter's word counts (还在办)."""
    one = report.correction
    return report.stands is ReportState.ACCEPTED and one is not None and one.stands not in OVER


def of_report(report: Report) -> Outcome | None:
    """Return how an accepted report ended; None: it has not, or was answered by itself."""
    one = report.correction
    if report.stands is not ReportState.ACCEPTED or one is None or one.stands not in OVER:
        return None
    known = {"item": report.item, "demander": report.unit_kind}
    again = f"{reverse('public:report')}?{urlencode({k: v for k, v in known.items() if v})}"
    goes_on, why = alike.goes_on_in(one), alike.told_why_over(one)
    said = _ELSEWHERE if goes_on else _ENDS[CorrectionState(one.state)]
    if one.stands is _S.DROPPED and not goes_on:
        why = why or str(_ASK)
    return Outcome(*said, again, _since(one), why, goes_on)


def _since(one: Correction) -> date | None:
    """Return the day on which it ended (办结日)."""
    if one.stands in (_S.MENDED, _S.REMOVED):
        return one.mended_on or one.closed_on
    return one.retracted_on if one.stands is _S.RETRACTED else one.closed_on
