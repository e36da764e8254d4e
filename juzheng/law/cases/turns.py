"""Turns (轮到谁办): which permission each step of a case needs, and whose turn it is."""

from __future__ import annotations

from collections.abc import Mapping

from juzheng.law.base.permissions import Permission, Role
from juzheng.law.cases.lifecycle import Event, State

NEEDED: Mapping[Event, Permission] = {
    Event.RECEIVED: Permission.RECEIVE,
    Event.REDECIDED: Permission.WORK_ON,
    Event.SUPPLEMENTED: Permission.WORK_ON,
    Event.GROUND_RECORDED: Permission.WORK_ON,
    Event.CONFIRMED: Permission.WORK_ON,
    Event.NOT_CONFIRMED: Permission.WORK_ON,
    Event.AGREED: Permission.WORK_ON,
    Event.CARRIED: Permission.WORK_ON,
    Event.DECLINED: Permission.WORK_ON,
    Event.NOT_VALID: Permission.WORK_ON,
    Event.RISK_ASSESSED: Permission.WORK_ON,
    Event.PREPARED: Permission.WORK_ON,
    Event.REFUSED: Permission.WORK_ON,
    Event.RETURNED: Permission.SIGN,
    Event.INTENDED: Permission.SIGN,
    Event.REVOKED: Permission.REVOKE,
}

TURN: Mapping[State, str] = {
    State.RECEIVED: Role.CLERK.label,
    State.AWAITING_SIGNATURE: Role.RESPONSIBLE.label,
    State.ISSUING: "系统",
    State.ISSUED: "",
    State.REFUSED: "",
    State.WITHDRAWN: "",
    State.REVOKED: "",
}
