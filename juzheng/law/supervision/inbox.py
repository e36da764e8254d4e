"""What waits for a unit (单位待办): what it has to read or answer, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from juzheng.law.base.terms import Term
from juzheng.law.supervision.exposure import CORRECTIONS, CorrectionEvent, CorrectionState
from juzheng.law.supervision.on_file import Arranged

# In which states a correction may have something for its unit to do (可能有事要办的状态).
MAY_WAIT = CORRECTIONS.before(CorrectionEvent.SERVED) | {
    CorrectionState.NOTIFIED,
    CorrectionState.STATED,
    CorrectionState.HEARD,
    CorrectionState.EXPOSED,
}
# What became of a notice or of an objection to its exposure: it stands there until it was seen.
OUTCOMES = frozenset(
    {
        *(CorrectionEvent.CORRECTED, CorrectionEvent.DROPPED, CorrectionEvent.STOPPED),
        *(CorrectionEvent.OBJECTION_REJECTED, CorrectionEvent.REWORDED, CorrectionEvent.MENDED),
        *(CorrectionEvent.REMOVED, CorrectionEvent.RETRACTED),
    }
)


class Todo(Term):
    """What a unit is to do (待办事项)."""

    RECEIVE = "receive", "签收通报"
    ANSWER = "answer", "答复通报"
    RECEIVE_FACTS = "receive_facts", "签收事实说明"
    SPEAK = "speak", "对事实说明陈述意见"
    ATTEND = "attend", "到场当面陈述（听证）"
    OBJECT = "object", "已经公开，有异议可以提"
    READ = "read", "看办理结果"
    SUPERIOR_RECEIVE = "superior_receive", "签收给主管部门的函：下级单位被通报"
    SUPERIOR = "superior", "答复给主管部门的函：下级单位被通报，问有没有依据"
    STOP = "stop", "两部门已取消，不能再要"
    KEPT = "kept", "两部门审核，予以保留"
    END = "end", "已经纠正的，取消登记"
    AMEND = "amend", "修改退回的登记"
    MEND_OFFER = "mend_offer", "看退回的承诺登记"
    SUBMIT = "submit", "核对草稿并提交"


# By signing for it: no day has begun.
RECEIVED = frozenset({Todo.RECEIVE, Todo.RECEIVE_FACTS, Todo.SUPERIOR_RECEIVE})


@dataclass(frozen=True)
class Waiting:
    """One thing that waits (一项待办): what, since when, and the last day if there is one."""

    todo: Todo
    since: date
    due: date | None = None
    where: tuple[str, ...] = ()  # hour and place, where one has to be there


@dataclass(frozen=True)
class Stands:
    """Where a correction stands for its unit (通报办到哪一步)."""

    state: CorrectionState
    notified_on: date
    served_on: date | None = None
    due_on: date | None = None
    stated_on: date | None = None
    facts_served_on: date | None = None
    speak_until: date | None = None
    objection_due_on: date | None = None
    hearing: Arranged = field(default_factory=Arranged)


def waiting(one: Stands, on: date) -> tuple[Waiting, ...]:
    """Return what the unit is to do about a correction on the day ``on``; empty: nothing now."""
    receivable = one.state in CORRECTIONS.before(CorrectionEvent.SERVED)
    if one.served_on is None and receivable:
        return (Waiting(Todo.RECEIVE, one.notified_on),)
    if one.state is CorrectionState.NOTIFIED and one.served_on:
        return (Waiting(Todo.ANSWER, one.served_on, one.due_on),)
    if one.state in (CorrectionState.STATED, CorrectionState.HEARD) and one.stated_on:
        return tuple(_heard(one, one.stated_on, on))
    if one.state is CorrectionState.EXPOSED and one.objection_due_on is None:
        return (Waiting(Todo.OBJECT, one.stated_on or one.notified_on),)
    return ()


def _heard(one: Stands, stated_on: date, on: date) -> Iterator[Waiting]:
    """Yield what it may still write, and where it is to come: neither takes the other's place."""
    day = one.hearing.on
    if one.state is CorrectionState.STATED and one.facts_served_on is None:
        yield Waiting(Todo.RECEIVE_FACTS, stated_on)
    elif one.state is CorrectionState.STATED and (day is None or on <= day):
        yield Waiting(Todo.SPEAK, stated_on, one.speak_until)
    if day is not None and on <= day:
        yield Waiting(Todo.ATTEND, stated_on, day, (one.hearing.hour, one.hearing.place))


def order(one: Waiting) -> tuple[bool, date]:
    """
    Return by what things are put in order: those with a day first, then by how long they lie.

    What nobody signed for is due since it came.
    """
    if one.todo in RECEIVED:
        return False, one.since
    return one.due is None, one.due or one.since
