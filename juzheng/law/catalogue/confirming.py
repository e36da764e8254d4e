"""Confirming (待确认事项): nobody has looked yet; an officer looks, and the answer becomes data.

One thing an item and division: whoever asks again joins and is counted, and nothing of them is
kept. The answer is a drafted change that a second officer publishes, like everything that governs.
"""

from __future__ import annotations

from collections.abc import Iterable

from juzheng.law.base import citations
from juzheng.law.base.divisions import NATION
from juzheng.law.base.machine import Machine
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.terms import Term


class ConfirmationState(Term):
    """Where a question stands (待确认状态)."""

    WAITING = "waiting", "等民政部门查"
    DRAFTED = "drafted", "已拟好答复，等第二个人审核"
    ANSWERED = "answered", "已答复"


class ConfirmationEvent(Term):
    """What may happen to a question (待确认事件)."""

    ASKED = "asked", "有人问起"
    JOINED = "joined", "又有人问起"
    ANSWER_DRAFTED = "answer_drafted", "拟好答复"
    TAKEN_BACK = "taken_back", "答复作废，重新查"
    RAISED = "raised", "本级定不了，报上级"
    ANSWERED = "answered", "已答复"


class ConfirmationStep(Term):
    """What an officer may do with a question (办理步骤); the value is part of the address."""

    MAY = "may", "查到依据，可以出具"
    MAY_NOT = "may-not", "不能出具"
    RAISE = "raise", "本级定不了，报上级"


S, E = ConfirmationState, ConfirmationEvent
CONFIRMATIONS = Machine(
    "confirmation",
    ConfirmationState,
    ConfirmationEvent,
    {
        None: {E.ASKED: S.WAITING},
        S.WAITING: {
            E.JOINED: S.WAITING,
            E.RAISED: S.WAITING,
            E.ANSWER_DRAFTED: S.DRAFTED,
            E.ANSWERED: S.ANSWERED,  # something else that was published has answered it
        },
        S.DRAFTED: {E.JOINED: S.DRAFTED, E.TAKEN_BACK: S.WAITING, E.ANSWERED: S.ANSWERED},
        S.ANSWERED: {},
    },
)


# What a desk is told of a case that waits: there is nothing it could do meanwhile.
STILL_OPEN = Obstacle(
    "to_confirm",
    "这一项有没有依据，民政部门还在查。",
    "请告诉居民先不用再跑；民政部门一答复，这一件自动重新答复，接着办。",
    citations.BASIS_AND_DUTIES,
)


def obstacles(askers: Iterable[int], officer: int) -> tuple[Obstacle, ...]:
    """Return what keeps ``officer`` from answering: nobody answers what they asked themselves."""
    if officer not in askers:
        return ()
    return (
        Obstacle(
            "own_question",
            "这一项是您自己问的。",
            "请另一位工作人员来答复。",
            citations.house("谁也不答复自己问的事"),
        ),
    )


def above(division: str) -> str | None:
    """Return the division whose officers decide what this one cannot (上级); None: the nation."""
    if division == NATION:
        return None
    for end in (4, 2):
        if division[end:].strip("0"):
            return division[:end].ljust(6, "0")
    return NATION
