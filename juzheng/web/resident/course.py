"""The course of a case in plain words (办理进度): what happened, whose turn it is, until when."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from juzheng.law.cases import verification
from juzheng.law.cases.lifecycle import CASES, Event, State
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.cases import case_file
from juzheng.records.cases.strikes import struck_in
from juzheng.records.models import Case, Entry
from juzheng.web.resident.turns import being_redone, writes_notice
from juzheng.web.shared.cases import counting
from juzheng.web.templatetags.juzheng import until, zh_date

# What the clerk notes is the committee's own work, and no step of the resident's case.
HAPPENED: dict[Event, Promise] = {
    Event.RECEIVED: gettext_lazy("收到您的申请"),
    Event.REDECIDED: gettext_lazy("按新情况重新答复"),
    Event.SUPPLEMENTED: gettext_lazy("补充或更正了填写内容"),
    Event.CORRECTED: gettext_lazy("更正了申请人信息，改过的要重新核实"),
    Event.STRUCK: gettext_lazy("有一条登记写错了，已经作废"),
    Event.RECOUNTED: gettext_lazy("放假通知公布，重新算了最晚办好的日子"),
    Event.GROUND_RECORDED: gettext_lazy("登记了仍需办理的理由"),
    Event.CONFIRMED: gettext_lazy("核实了一项情况"),
    Event.NOT_CONFIRMED: gettext_lazy("有一项情况没有核实成"),
    Event.AGREED: gettext_lazy("会议讨论同意"),
    Event.CARRIED: gettext_lazy("会议表决通过，手续还没有走完"),
    Event.DECLINED: gettext_lazy("会议讨论没有通过"),
    Event.NOT_VALID: gettext_lazy("会议人数或程序不合规定，结果不作数"),
    Event.RISK_ASSESSED: gettext_lazy("评估了法律风险"),
    Event.MATERIALS_ASKED: gettext_lazy("告诉您还缺什么，等您补来"),
    Event.MATERIALS_RECEIVED: gettext_lazy("收到您补来的材料"),
    Event.LAPSED: gettext_lazy("没有等到材料，这一件结束了，随时可以重新申请"),
    Event.SEALED: gettext_lazy("盖好章了"),
    Event.COLLECTED: gettext_lazy("纸质件已经领走"),
    Event.REPRINTED: gettext_lazy("又打印了一份"),
    Event.SLIP_UNDONE: gettext_lazy("更正了盖章或者领取的登记"),
    Event.PREPARED: gettext_lazy("经办人写好，送负责人签字"),
    Event.RETURNED: gettext_lazy("负责人请经办人再补一补"),
    Event.RECALLED: gettext_lazy("经办人收回来再核对"),
    Event.INTENDED: gettext_lazy("负责人已签字"),
    Event.ISSUED: gettext_lazy("文书已出具"),
    Event.VOIDED: gettext_lazy("制作没有成功，会重新制作"),
    Event.REVOKED: gettext_lazy("证明已撤销，不能再用"),
    Event.REPLACING: gettext_lazy("证明写得有误，正在更正，更正好以前原来的继续有效"),
    Event.REPLACED: gettext_lazy("原来的证明撤销，由更正后的代替"),
    Event.KEPT: gettext_lazy("不用更正，原来的证明继续有效"),
    Event.REFUSED: gettext_lazy("不予出具，正在制作告知单"),
    Event.NOTICE_ISSUED: gettext_lazy("书面告知单已出具"),
    Event.NOTICE_VOIDED: gettext_lazy("告知单制作没有成功，会重新制作"),
    Event.OBJECTED: gettext_lazy("您对不予出具提出了异议"),
    Event.UPHELD: gettext_lazy("复核过了，维持不予出具"),
    Event.OVERTURNED: gettext_lazy("复核改变了答复，重新办理"),
    Event.WITHDRAWN: gettext_lazy("您撤回了申请"),
    Event.RECODED: gettext_lazy("在窗口换了新的查询码，旧码作废"),
}
TURN: dict[State, Promise] = {
    State.RECEIVED: gettext_lazy("居（村）委会正在核实"),
    State.AWAITING_MATERIALS: gettext_lazy("等您把材料补来"),
    State.AWAITING_SIGNATURE: gettext_lazy("等负责人审核签字"),
    State.ISSUING: gettext_lazy("正在制作证明"),
    State.OBJECTED: gettext_lazy("等没有经手的人复核"),
    State.REPLACING: gettext_lazy("居（村）委会正在更正"),
    State.AWAITING_REPLACEMENT: gettext_lazy("等负责人审核签字"),
    State.ISSUING_REPLACEMENT: gettext_lazy("正在制作更正后的证明"),
}
AHEAD: dict[State, tuple[Promise, ...]] = {
    State.RECEIVED: (gettext_lazy("负责人审核签字"), gettext_lazy("出具文书")),
    State.AWAITING_MATERIALS: (
        gettext_lazy("接着核实"),
        gettext_lazy("负责人审核签字"),
        gettext_lazy("出具文书"),
    ),
    State.AWAITING_SIGNATURE: (gettext_lazy("出具文书"),),
    State.REPLACING: (gettext_lazy("负责人审核签字"), gettext_lazy("出具文书")),
    State.AWAITING_REPLACEMENT: (gettext_lazy("出具文书"),),
    State.OBJECTED: (gettext_lazy("把复核结果告诉您"),),
}


class Point(TypedDict, total=False):
    """One point on the way (一步)."""

    kind: str  # done, now, next
    what: str
    text: str
    at: datetime | None
    struck: bool  # it was a slip, and counts no more


def course(case: Case, entries: list[Entry], *, on: date) -> list[Point]:
    """Return the way of ``case``: what happened, then whose turn it is, then what is ahead."""
    known = (*case.revision.item.facts, *case_file.facts_of(case))
    facts = {fact.key: fact.label for fact in known}
    struck = struck_in(entries)
    points = [
        Point(**_done(entry, facts), struck=entry.position in struck)
        for entry in entries
        if CASES.event(entry.event) in HAPPENED
    ]
    if (state := State(case.state)) in TURN:
        anew = being_redone(entries)
        ahead = (_("把新的结果告诉您"),) if anew else _ahead(case, state)
        points.append(_now(case, _("居（村）委会正在重新办理") if anew else _turn(case, state), on))
        points += [Point(kind="next", what=str(what), text="", at=None) for what in ahead]
    return points


def _ahead(case: Case, state: State) -> tuple[str | Promise, ...]:
    if case.outcome == Outcome.TO_CONFIRM.value:
        return (_("民政部门答复以后接着办"),)
    if state is not State.OBJECTED and writes_notice(case):
        return (_("出具书面告知单"),)
    return AHEAD.get(state, ())


def _done(entry: Entry, facts: dict[str, str]) -> Point:
    event = CASES.event(entry.event)
    return Point(
        kind="done",
        what=_("记下了您的书面陈述")
        if verification.only_stated(event, entry.details)
        else str(HAPPENED[event]),
        text=facts.get(entry.details.get("fact", ""), ""),
        at=timezone.localtime(entry.at),
    )


def _turn(case: Case, state: State) -> str:
    if case.outcome == Outcome.TO_CONFIRM.value:
        return _("民政部门正在查这一项能不能开")
    if state not in (State.OBJECTED, State.AWAITING_MATERIALS) and writes_notice(case):
        return _("居（村）委会正在写书面告知单")
    return str(TURN[state])


def _now(case: Case, what: str, on: date) -> Point:
    return Point(kind="now", what=what, text=_until(case, on), at=None)


def _until(case: Case, on: date) -> str:
    if case.due_on is None:
        return ""
    if case.due_on < on:
        return _("答应过 %(day)s 前办好，现在已经超过。可以打电话催，或拨打 12345。") % {
            "day": zh_date(case.due_on)
        }
    return _("最晚到 %(day)s 有结果。") % {"day": until(case.due_on)} + counting.of_case(case)


def promise_kept(case: Case, entries: list[Entry]) -> str:
    """Return whether the last day was kept, once the case is over; empty before and without one."""
    if case.is_open or case.due_on is None or case.state == State.WITHDRAWN.value:
        return ""
    last = (Event.ISSUED, Event.NOTICE_ISSUED, Event.REFUSED, Event.UPHELD)
    ends = {CASES.line(event) for event in last}
    ended = [timezone.localtime(entry.at).date() for entry in entries if entry.event in ends]
    if not ended:
        return ""
    words = {"promised": zh_date(case.due_on), "ended": zh_date(ended[-1])}
    if ended[-1] <= case.due_on:
        return _("答应 %(promised)s 前办好，%(ended)s 办好，没有超期。") % words
    return _("答应 %(promised)s 前办好，%(ended)s 才办好，超期了。") % words
