"""Turns (轮到谁办): which permission each step of a case needs, and whose turn it is."""

from __future__ import annotations

from collections.abc import Mapping

from juzheng.law.base.permissions import Permission, Role
from juzheng.law.cases.lifecycle import BESIDE, STAYS, Event, State

NEEDED: Mapping[Event, Permission] = {
    Event.RECEIVED: Permission.RECEIVE,
    # Recounting is the system's, and nobody's turn.
    **{event: Permission.WORK_ON for event in STAYS if event is not Event.RECOUNTED},
    Event.MATERIALS_ASKED: Permission.WORK_ON,
    Event.MATERIALS_RECEIVED: Permission.WORK_ON,
    Event.LAPSED: Permission.WORK_ON,
    **dict.fromkeys(BESIDE, Permission.WORK_ON),
    Event.PREPARED: Permission.WORK_ON,
    Event.REFUSED: Permission.WORK_ON,
    Event.RETURNED: Permission.SIGN,
    Event.RECALLED: Permission.WORK_ON,
    Event.INTENDED: Permission.SIGN,
    Event.REVOKED: Permission.REVOKE,
    Event.REPLACING: Permission.WORK_ON,
    Event.KEPT: Permission.WORK_ON,
    Event.OBJECTED: Permission.RECEIVE,  # at the counter; online it is the applicant's own
    Event.WITHDRAWN: Permission.RECEIVE,  # as an objection
    Event.RECODED: Permission.RECEIVE,
    Event.UPHELD: Permission.SIGN,
    Event.OVERTURNED: Permission.SIGN,
}

CIVIL_AFFAIRS = "民政部门"  # while it looks whether an item may be issued at all (待确认)
NOBODY = "没有人能签字"  # of a pen that all have given up
TURN: Mapping[State, str] = {
    **dict.fromkeys(State, ""),
    State.RECEIVED: Role.CLERK.label,
    State.AWAITING_MATERIALS: "申请人",
    State.AWAITING_SIGNATURE: Role.RESPONSIBLE.label,
    State.ISSUING: "系统",
    State.OBJECTED: Role.RESPONSIBLE.label,
    State.REPLACING: Role.CLERK.label,
    State.AWAITING_REPLACEMENT: Role.RESPONSIBLE.label,
    State.ISSUING_REPLACEMENT: "系统",
}
