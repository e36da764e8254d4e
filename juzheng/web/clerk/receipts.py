"""The slip for the resident (受理回执): number, code, last day, what is missing; half a sheet."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.cases import intake
from juzheng.law.cases.lifecycle import State
from juzheng.records.cases import case_file, own_item
from juzheng.records.models import Case, MaterialRequest
from juzheng.web.shared.access import SignedInRequest
from juzheng.web.shared.cases import counting
from juzheng.web.templatetags.juzheng import until, zh_date

FRESH = "fresh_receipts"  # number → until when this session may see the code, in the session
FRESH_FOR = timedelta(minutes=30)
MOST_FRESH = 20


def taken(request: SignedInRequest, case: Case, at: datetime) -> None:
    """Let whoever took ``case`` print its code for a while (刚受理)."""
    held = {**request.session.get(FRESH, {}), case.number: (at + FRESH_FOR).isoformat()}
    request.session[FRESH] = dict(list(held.items())[-MOST_FRESH:])


def fresh(request: SignedInRequest, case: Case) -> bool:
    """Return whether this session took ``case`` just now."""
    until_when = request.session.get(FRESH, {}).get(case.number)
    return bool(until_when) and datetime.fromisoformat(until_when) >= timezone.now()


def code_of(request: SignedInRequest, case: Case) -> str:
    """Return the code if this session took the case just now and it is not replaced since."""
    code = intake.code_of(case) if fresh(request, case) else ""
    return code if code and intake.code_fits(case, code) else ""


def slip(case: Case, code: str) -> dict[str, Any]:
    """Return what the slip says; ``code`` is empty where nobody is to see it any more."""
    committee = case.committee
    where = " · ".join(filter(None, (committee.address, committee.telephone, committee.hours)))
    rows = [
        {"key": _("办件编号"), "value": case.number, "strong": True},
        *([{"key": _("查询码"), "value": code, "strong": True, "secret": True}] if code else []),
        {"key": _("申请人"), "value": case.applicant_name},
        {"key": _("事项"), "value": case.revision.item.name},
        {"key": _("受理日"), "value": zh_date(case.received_at)},
        *(_last_day(case) if case.is_open else [{"key": _("现在"), "value": case.stands.label}]),
        {"key": _("在哪里办"), "value": committee.name, "after": where},
    ]
    site = settings.BASE_URL + reverse("resident:find")
    return {"code": code, "slip": rows, "lacking": lacking(case), "site": site}


def _last_day(case: Case) -> list[dict[str, Any]]:
    if case.stands is State.AWAITING_MATERIALS:
        waits = _("现在等材料，期限暂停；材料补来以后接着算。")
        return [{"key": _("最晚哪天有结果"), "value": waits}]
    if case.due_on is None:
        return []
    day = {"value": until(case.due_on), "strong": True, "after": counting.of_case(case)}
    return [{"key": _("最晚哪天有结果"), **day}]


def lacking(case: Case) -> dict[str, Any]:
    """Return what the resident still has to bring, and by when (还缺什么); of an end, nothing."""
    if not case.is_open:
        return {}
    if case.stands is State.AWAITING_MATERIALS:
        asked: MaterialRequest | None = case.requests.last()
        if asked is not None:
            day = {"day": zh_date(asked.bring_by)}
            return {
                "things": asked.asked().wanted,
                "text": _("请在 %(day)s 以前（含当天）送来。") % day,
            }
    issues = case_file.decision_of(case).outcome.issues
    brings = own_item.item_of(case).materials
    still_open = {one.key for one in case_file.open_facts(case)}
    if issues and brings and still_open and case_file.confirmations(case):
        ways = [
            f"{_(fact.label)}（{'；'.join(map(_, fact.means))}）" if fact.means else _(fact.label)
            for fact in case_file.facts_of(case)
            if fact.key in still_open
        ]
        text = _("别的已经核实，不用再带材料。这几件还要核实，要看原件的请带上。")
        return {"things": ways, "text": text}
    if issues and brings and still_open:
        return {"things": brings, "text": _("核实时请带上；已经看过的不用再带。")}
    return {"things": (), "text": _("现在不缺什么，不用再带材料来。")}
