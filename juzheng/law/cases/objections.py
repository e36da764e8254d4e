"""Objections (异议、复核): who may look again at a refusal, and where else a resident can go.

A committee is no administrative organ, and its review is no 行政复议: nothing here says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from juzheng.law.base.citations import Citation
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.cases.lifecycle import BESIDE, Event

OUR_RULE = Citation("", "本系统自己的规定", "经手的人不复核自己经手的件")

# Whoever did anything else in a case had a hand in its refusal, be it that they only received it.
_NO_HAND = {
    Event.RECOUNTED,
    Event.OBJECTED,
    Event.UPHELD,
    Event.OVERTURNED,
    Event.WITHDRAWN,
    *BESIDE,
}
HAND_IN_REFUSAL = frozenset(set(Event) - _NO_HAND)
RULINGS = (Event.UPHELD, Event.OVERTURNED)


@dataclass(frozen=True)
class Remedy:
    """What can be done against a refusal (对不予出具的救济): data of the catalogue."""

    review_working_days: int
    how: str  # with the blank {days}
    onward: str
    nature: str
    note: str


HEADING = "对不予出具有意见的"
_OPENS = "对这次不予出具有意见的"  # how the first sentence of the remedy begins


def parted(onward: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ways of a notice, and apart what can be done against it (办法、救济)."""
    first = next((at for at, one in enumerate(onward) if one.startswith(_OPENS)), len(onward))
    return tuple(onward[:first]), tuple(onward[first:])


# Who decides where nobody of the committee may: officers of the nearest office above (复核机关).
STREET = "街道、乡镇工作人员"
ABOVE = "上级民政部门工作人员"  # where no street has an officer


@dataclass(frozen=True)
class Reviewer:
    """Who wants to decide an objection (复核人), and what they are to the case."""

    did: tuple[Event, ...] = ()  # what they did in it that the refusal rests on
    responsible: bool = False  # the responsible person of this very committee
    officer: bool = False  # of the nearest office above the committee
    others: tuple[str, ...] = ()  # of the committee, who may decide
    office: str = STREET  # and who does where there are none


def obstacles(by: Reviewer) -> tuple[Obstacle, ...]:
    """Return what keeps somebody from deciding an objection: a hand in it, or another's turn."""
    instead = (
        f"请由没有经手的负责人复核：{'、'.join(by.others)}。"
        if by.others
        else f"本委员会没有未经手的负责人，由{by.office}在工作台“异议复核”里办理。"
    )
    if by.did:
        done = "、".join(event.label for event in by.did)
        said = f"您经手过这一件（{done}），不能复核自己经手的不予出具。"
        return (Obstacle("self", said, instead, OUR_RULE),)
    if by.responsible or (by.officer and not by.others):
        return ()
    return (Obstacle("reviewer", "这一件现在不由您复核。", instead, OUR_RULE),)


# What an overturned refusal does not do by itself: the rules that refused are as they were.
STILL_REFUSED = (
    "选“改变”，只是原告知单作废、重新办理，不等于出具：按现在记下的情形和规定，仍然不予出具。"
    "答复里不要写“给您开”。要出具，先要变的是："
)
_WRONG_CIRCUMSTANCES = "当时记的情形不对：请委员会改正以后，按新情况重新答复。"
_STILL_NEEDED = "单位现阶段仍然要、事实又能核实：请委员会登记仍需办理的理由。"
_WRONG_CATALOGUE = (
    "目录不对：先起草修订并发布；依据的文件要改的，先提请修改。"
    "发布以后请居民重新申请，这一件仍按受理那天的规定办。"
)
_REASON_STANDS = "当时的原因还在：请委员会重新核查、重新讨论，或者先补上有效的依据。"


def changes_first(*, by_rule: bool, may_insist: bool) -> tuple[str, ...]:
    """
    Return what has to change before anything can be issued (先要变的): one of them is enough.

    :param by_rule: the rules themselves refuse what was asked, whatever was found
    :param may_insist: on a negative list, open to whoever still needs it (OP-3.2.a)
    """
    if not by_rule:
        return (_REASON_STANDS,)
    insisted = (_STILL_NEEDED,) if may_insist else ()
    return (_WRONG_CIRCUMSTANCES, *insisted, _WRONG_CATALOGUE)


def did(history: Iterable[tuple[Event, object]], who: object) -> tuple[Event, ...]:
    """Return by what ``who`` had a hand in the refusal, each once, in order."""
    mine = (event for event, by in history if by == who and event in HAND_IN_REFUSAL)
    return tuple(dict.fromkeys(mine))
