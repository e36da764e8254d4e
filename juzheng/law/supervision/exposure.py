"""Correction and exposure (纠正与公开曝光): one unit, one proof, from notice to the end.

OP-4.2.c wants an unreasonable demand exposed and corrected. How that is done fairly is the
house's own procedure: a notice, its service, from which the clock runs, an answer, a check by the
reporter and by an officer; exposure only after the clock ran out, with the facts stated, the unit
heard, and a second officer's approval. The ledger is the truth, the state its cache.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from juzheng.law.base.deadlines import Urgency
from juzheng.law.base.machine import Machine
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import Source


class CorrectionState(Term):
    """Where a correction stands (纠正状态)."""

    ACCEPTED = "accepted", "已受理，待通报"
    NOTIFIED = "notified", "已通报，等单位答复"
    ANSWERED = "answered", "单位或主管部门已纠正，待核实"
    REFUSED = "refused", "单位不纠正"
    UNCORRECTED = "uncorrected", "核实没有纠正"
    STATED = "stated", "已写明事实，等单位陈述"
    HEARD = "heard", "已听取单位意见，待第二人审批"
    EXPOSED = "exposed", "公开中"
    MENDED = "mended", "公开后已纠正"
    REMOVED = "removed", "已纠正并撤下"
    RETRACTED = "retracted", "公开不当，已撤下并更正"
    CORRECTED = "corrected", "已纠正，办结"
    DROPPED = "dropped", "不再追究，办结"


class Standing(Term):
    """How a correction stands in words (办到哪一步), where the state alone says too much."""

    DRAFTED = "drafted", "通报已拟好，还没有送到"
    IN_PERSON = "in_person", "单位的书面意见收到了，等当面陈述"


class CorrectionEvent(Term):
    """What happened to a correction (纠正事件), past tense."""

    ACCEPTED = "accepted", "受理"
    JOINED = "joined", "并入同一单位、同一证明的另一份反映"
    LEFT = "left", "一份反映转到同一单位、同一证明的另一件"
    NOTIFIED = "notified", "拟好通报，准备送达"
    SERVED = "served", "通报送达单位"
    SUPERIOR_SERVED = "superior_served", "通报送达主管部门，询问依据"
    SUPERIOR_ANSWERED = "superior_answered", "主管部门答复"
    SUPERIOR_SILENT = "superior_silent", "主管部门到期没有答复"
    SUPERIOR_CORRECTED = "superior_corrected", "主管部门作出纠正"
    WEIGHED = "weighed", "核对所说的依据"
    CHECKED = "checked", "另一人对照原件核对材料"
    REVIEWED = "reviewed", "另一人审看要件的材料"
    IDENTIFIED = "identified", "更正单位的名称或类别"
    REMINDED = "reminded", "催办"
    EXTENDED = "extended", "延长期限"
    ESCALATED = "escalated", "超期，报上级"
    ANSWERED = "answered", "单位答复：已纠正"
    REFUSED = "refused", "单位答复：不纠正"
    CORRECTED = "corrected", "核实已纠正，办结"
    FOUND_WANTING = "found_wanting", "核实没有纠正"
    DROPPED = "dropped", "不再追究"
    STATED = "stated", "写明事实，送单位陈述意见"
    STATED_SERVED = "stated_served", "事实说明送达"
    HEARING_ASKED = "hearing_asked", "单位要求当面陈述（听证）"
    HEARING_SET = "hearing_set", "定下当面陈述（听证）的时间地点"
    HEARD = "heard", "听取单位意见"
    RETURNED = "returned", "审批人退回重写"
    EXPOSED = "exposed", "第二人审批，公开"
    OBJECTED = "objected", "单位对公开提出异议"
    OBJECTION_REJECTED = "objection_rejected", "复核：异议不成立"
    REDRAFTED = "redrafted", "拟更正公开的文字"
    REWORDED = "reworded", "更正公开的文字"
    RETRACTED = "retracted", "公开不当，撤下并更正"
    MENDED = "mended", "公开后核实已纠正"
    REMOVED = "removed", "撤下"
    STOPPED = "stopped", "上级决定停止"
    REOPENED = "reopened", "上级决定重新办理"
    SEEN = "seen", "单位已看到办理结果"


class Hearing(Term):
    """How the unit was heard (听取意见的情况)."""

    SPOKE = "spoke", "单位陈述了意见"
    DECLINED = "declined", "单位表示不（当面）陈述"
    SILENT = "silent", "到期没有陈述"


class Service(Term):
    """How the notice reached the unit (通报怎样送达)."""

    ACCOUNT = "account", "单位用自己的账号签收"
    DIRECT = "direct", "直接送交，有回执"
    POST = "post", "挂号邮寄，有回执"
    OFFICIAL = "official", "公文系统，有签收记录"


class Answer(Term):
    """What the unit answered to the notice (单位的答复)."""

    NONE = "", "没有收到答复"
    CORRECTED = "corrected", "单位答复已整改"
    REFUSED = "refused", "单位答复未整改"


class Outcome(Term):
    """What is known of a unit that is exposed (公开时已知的情况): no more is said of it."""

    UNRECORDED = "unrecorded", "未记载送达"
    SILENT = "silent", "期满未收到整改情况"
    REFUSED = "refused", "单位答复未整改"
    WANTING = "wanting", "单位答复已整改，核实没有整改"


class Counted(Term):
    """What is counted in public (公开统计的项目)."""

    NOTICES = "notices", "送达的通报"
    CORRECTIONS = "corrections", "纠正"
    EXPOSURES = "exposures", "公开"
    OBJECTIONS = "objections", "异议"
    REWORDINGS = "rewordings", "更正文字"
    REMOVALS = "removals", "纠正后撤下"
    RETRACTIONS = "retractions", "公开不当撤下"


class Severity(Term):
    """How serious a correction is (严重程度); a fall back raises it."""

    FIRST = "first", "首次"
    AFTER_CANCELLATION = "after_cancellation", "登记取消后又索要"
    AGAIN = "again", "纠正后再犯"
    AFTER_EXPOSURE = "after_exposure", "公开曝光后再犯"


_S, _E = CorrectionState, CorrectionEvent

_SUPERIOR = (_E.SUPERIOR_SERVED, _E.SUPERIOR_ANSWERED, _E.SUPERIOR_SILENT)
_FILED = (_E.SERVED, *_SUPERIOR, _E.WEIGHED, _E.CHECKED)  # what is put on file, wherever it stands
_DISPUTED = (_E.OBJECTED, _E.OBJECTION_REJECTED, _E.REDRAFTED, _E.REWORDED, _E.IDENTIFIED)
_Steps = Mapping[CorrectionEvent, CorrectionState]


def _at(state: CorrectionState, *stays: CorrectionEvent, **leads: CorrectionState) -> _Steps:
    """Return the steps from ``state``: those that leave it there, and where the others lead."""
    return dict.fromkeys(stays, state) | {_E[name]: after for name, after in leads.items()}


def _pursued(state: CorrectionState, *stays: CorrectionEvent, **leads: CorrectionState) -> _Steps:
    """Return the steps of a correction that may still end in its being given up."""
    ends = {"DROPPED": _S.DROPPED, "STOPPED": _S.DROPPED}
    return _at(state, _E.IDENTIFIED, *stays, **ends, **leads)


def _noticed(state: CorrectionState, *stays: CorrectionEvent, **leads: CorrectionState) -> _Steps:
    """Return the steps once the unit was notified: either may put it right at any time."""
    right = {"ANSWERED": _S.ANSWERED} if state is not _S.ANSWERED else {}
    right |= {"SUPERIOR_CORRECTED": _S.ANSWERED}
    return _pursued(state, *_FILED, *stays, **right, **leads)


_TABLE: Mapping[CorrectionState | None, _Steps] = {
    None: {_E.ACCEPTED: _S.ACCEPTED},
    _S.ACCEPTED: _pursued(_S.ACCEPTED, _E.JOINED, _E.LEFT, NOTIFIED=_S.NOTIFIED),
    _S.NOTIFIED: _noticed(
        *(_S.NOTIFIED, _E.JOINED, _E.LEFT, _E.REMINDED, _E.EXTENDED, _E.ESCALATED),
        REFUSED=_S.REFUSED,
        STATED=_S.STATED,
    ),
    _S.ANSWERED: _noticed(
        *(_S.ANSWERED, _E.JOINED, _E.LEFT), CORRECTED=_S.CORRECTED, FOUND_WANTING=_S.UNCORRECTED
    ),
    _S.REFUSED: _noticed(_S.REFUSED, _E.JOINED, _E.LEFT, _E.ESCALATED, STATED=_S.STATED),
    _S.UNCORRECTED: _noticed(_S.UNCORRECTED, _E.JOINED, _E.LEFT, _E.ESCALATED, STATED=_S.STATED),
    # Stated again: rewritten, served again, and the unit's days begin again.
    _S.STATED: _noticed(
        *(_S.STATED, _E.JOINED, _E.STATED, _E.STATED_SERVED, _E.REVIEWED),
        *(_E.HEARING_ASKED, _E.HEARING_SET),
        HEARD=_S.HEARD,
    ),
    # A written opinion takes no hearing's place, nor the other way round: either may come second.
    _S.HEARD: _noticed(
        *(_S.HEARD, _E.REVIEWED, _E.HEARING_ASKED, _E.HEARING_SET, _E.HEARD),
        RETURNED=_S.STATED,
        EXPOSED=_S.EXPOSED,
    ),
    _S.EXPOSED: _at(
        *(_S.EXPOSED, _E.JOINED, *_SUPERIOR, _E.SUPERIOR_CORRECTED, *_DISPUTED, _E.CHECKED),
        *(_E.ANSWERED, _E.REFUSED),  # on file until it is checked: what is public stays as it is
        _E.SEEN,
        MENDED=_S.MENDED,
        RETRACTED=_S.RETRACTED,
        STOPPED=_S.DROPPED,
    ),
    _S.MENDED: _at(
        *(_S.MENDED, *_DISPUTED, _E.CHECKED, _E.SEEN),
        REMOVED=_S.REMOVED,
        RETRACTED=_S.RETRACTED,
        STOPPED=_S.DROPPED,
    ),
    _S.REMOVED: _at(_S.REMOVED, _E.SEEN),
    _S.RETRACTED: _at(_S.RETRACTED, _E.SEEN),
    _S.CORRECTED: _at(_S.CORRECTED, _E.SEEN, REOPENED=_S.ACCEPTED),
    _S.DROPPED: _at(_S.DROPPED, _E.LEFT, _E.SEEN, REOPENED=_S.ACCEPTED),
}

CORRECTIONS = Machine(
    "correction",
    CorrectionState,
    CorrectionEvent,
    _TABLE,
    names={
        _E.STATED: "exposure.stated",
        _E.STATED_SERVED: "exposure.stated_served",
        _E.HEARING_ASKED: "exposure.hearing_asked",
        _E.HEARING_SET: "exposure.hearing_set",
        _E.HEARD: "exposure.heard",
        _E.RETURNED: "exposure.returned",
        _E.EXPOSED: "exposure.published",
        _E.MENDED: "exposure.corrected",
        _E.REMOVED: "exposure.removed",
        _E.OBJECTED: "exposure.objected",
        _E.OBJECTION_REJECTED: "exposure.objection_rejected",
        _E.REDRAFTED: "exposure.redrafted",
        _E.REWORDED: "exposure.reworded",
        _E.RETRACTED: "exposure.retracted",
        _E.STOPPED: "override.stopped",
        _E.REOPENED: "override.reopened",
    },
)

OPEN = frozenset(_S) - {_S.REMOVED, _S.RETRACTED, _S.CORRECTED, _S.DROPPED}
JOINABLE = CORRECTIONS.before(_E.JOINED)
# For who reported it: no answer is waited for any more, and a demand made again is a new report.
OVER = (frozenset(_S) - OPEN) | {_S.MENDED}
SHOWN = frozenset({_S.EXPOSED, _S.MENDED})  # with the unit's name on the public board
OVERRIDES = frozenset({_E.STOPPED, _E.REOPENED})
# By its own account.
OF_THE_UNIT = frozenset(
    {
        *(_E.SERVED, _E.ANSWERED, _E.REFUSED, _E.STATED_SERVED, _E.HEARING_ASKED, _E.HEARD),
        *(_E.OBJECTED, _E.SEEN),
    }
)
# By the account of who stands above it (主管部门用自己的账号).
OF_THE_SUPERIOR = frozenset({_E.SUPERIOR_SERVED, _E.SUPERIOR_ANSWERED, _E.SUPERIOR_CORRECTED})
# By all others somebody established what is published: whoever did neither approves nor decides.
# Who reviews the grounds writes none of them: it may be who approves.
ESTABLISH_NOTHING = frozenset(
    {
        *(_E.REVIEWED, _E.REMINDED, _E.EXTENDED, _E.RETURNED, _E.EXPOSED, _E.OBJECTION_REJECTED),
        *(_E.REWORDED, _E.RETRACTED, _E.REMOVED, _E.STOPPED, _E.REOPENED, _E.SEEN, _E.LEFT),
    }
)
# Nobody approves after it: what is given up is over, unless a superior opens it again.
_GIVES_UP = frozenset({_E.DROPPED})
PAPERLESS = frozenset({_E.SEEN, _E.LEFT})  # no paper comes with it
# What the unit's superior said or did, once it was asked, or of itself.
BY_SUPERIOR = (_E.SUPERIOR_ANSWERED, _E.SUPERIOR_CORRECTED)
SAID_ON_PAPER = frozenset(
    {
        *(_E.SUPERIOR_SERVED, *BY_SUPERIOR),
        *(_E.OBJECTED, _E.HEARING_ASKED),
    }
)
# Papers of others that an officer copies down: another one compares them with their originals.
COPIED = SAID_ON_PAPER | {_E.ANSWERED, _E.REFUSED, _E.HEARD}
PROVED = SAID_ON_PAPER | {_E.STATED_SERVED}  # by a paper that the act itself files
# Who says that the unit demanded it: they carry no paper to or from it. Who only puts one more
# report beside the others says nothing anew of the unit, and may serve; approve they may not.
ACCUSES = frozenset({_E.ACCEPTED, _E.STATED})


COUNTS: Mapping[CorrectionEvent, Counted] = {
    _E.SERVED: Counted.NOTICES,  # a notice that nobody brought has told nobody anything
    _E.CORRECTED: Counted.CORRECTIONS,
    _E.MENDED: Counted.CORRECTIONS,
    _E.EXPOSED: Counted.EXPOSURES,
    _E.OBJECTED: Counted.OBJECTIONS,
    _E.REWORDED: Counted.REWORDINGS,
    _E.REMOVED: Counted.REMOVALS,
    _E.RETRACTED: Counted.RETRACTIONS,
}


@dataclass(frozen=True)
class Limits:
    """The clock of a correction (纠正时限), data of the catalogue; the unit's are working days."""

    id: str
    answer_days: int  # 15
    most_days: int  # 20, extension included
    hearing_days: int  # at least so many from the service of the statement of facts
    reminder_days: int  # reminded so many days before the last one
    kept_days: int  # an exposure that was corrected stays at most so long with its name
    objection_days: int  # in which the unit's objection to an exposure is decided
    note: str
    source: Source
    confirmation_days: int = 5  # civil affairs looks at what nobody has looked at; working days


@dataclass(frozen=True)
class Clock:
    """How a correction stands in time (期限情况)."""

    due_on: date
    days_left: int  # negative: so many days over
    urgency: Urgency


def costs_approval(event: CorrectionEvent) -> bool:
    """Return whether who takes this step may not approve or decide afterwards (办了就是经手)."""
    return event not in ESTABLISH_NOTHING | _GIVES_UP


def standing(state: CorrectionState, served_on: date | None, *, in_person: bool = False) -> Term:
    """
    Return how a correction stands, as everybody reads it (办到哪一步).

    :param in_person: the unit asked to be heard in person, and that day is still to come
    """
    if state is _S.NOTIFIED and served_on is None:
        return Standing.DRAFTED
    return Standing.IN_PERSON if state is _S.HEARD and in_person else state


def outcome(served_on: date | None, answer: str) -> Outcome:
    """Return what may be said of the unit that is exposed (公开的说法)."""
    if served_on is None:
        return Outcome.UNRECORDED
    known = {Answer.CORRECTED.value: Outcome.WANTING, Answer.REFUSED.value: Outcome.REFUSED}
    return known.get(answer, Outcome.SILENT)


def clock(due: date, on: date, limits: Limits) -> Clock:
    """Return how the term that ends on ``due`` stands on ``on``."""
    left = (due - on).days
    if left < 0:
        urgency = Urgency.OVERDUE
    elif left == 0:
        urgency = Urgency.TODAY
    else:
        urgency = Urgency.SOON if left <= limits.reminder_days else Urgency.IN_TIME
    return Clock(due, left, urgency)


def again(ended_on: date | None, asked_on: date | None) -> bool:
    """
    Return whether what ended is known to have been demanded again (再犯): on a later day.

    Whom a resident asked on that very day, or on a day that nobody said, is told of no fall back.
    """
    return ended_on is not None and asked_on is not None and ended_on < asked_on


def severity(earlier: Mapping[CorrectionState, int], *, cancelled: bool = False) -> Severity:
    """
    Return how serious it is, from how many earlier corrections of the same ended how.

    :param cancelled: the register says that this very demand was cancelled
    """
    if earlier.get(_S.REMOVED, 0) or earlier.get(_S.MENDED, 0):
        return Severity.AFTER_EXPOSURE
    if earlier.get(_S.CORRECTED, 0):
        return Severity.AGAIN
    return Severity.AFTER_CANCELLATION if cancelled else Severity.FIRST
