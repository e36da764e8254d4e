"""Lifecycle (办件流程): states, events, one table; the ledger is the truth, the state its cache."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from juzheng.law.base.terms import Term


class State(Term):
    """Where a case stands (办件状态)."""

    RECEIVED = "received", "已受理，办理中"
    AWAITING_SIGNATURE = "awaiting_signature", "待负责人签字"
    ISSUING = "issuing", "正在制作证明"
    ISSUED = "issued", "已出具"
    REFUSED = "refused", "不予出具"
    WITHDRAWN = "withdrawn", "已撤回申请"
    REVOKED = "revoked", "证明已撤销"


class Event(Term):
    """What happened to a case (办件事件); ``subject.happened``, past tense."""

    RECEIVED = "case.received", "受理申请"
    REDECIDED = "case.redecided", "按新情况重新答复"
    SUPPLEMENTED = "case.supplemented", "补充或更正填写内容"
    GROUND_RECORDED = "ground.recorded", "登记仍需办理的理由"
    CONFIRMED = "verification.confirmed", "事实核实无误"
    NOT_CONFIRMED = "verification.failed", "事实核实不符或核实不了"
    AGREED = "deliberation.agreed", "居民讨论同意"
    DECLINED = "deliberation.declined", "居民讨论未通过"
    RISK_ASSESSED = "risk.assessed", "登记风险评估意见"
    PREPARED = "case.prepared", "拟稿送签"
    RETURNED = "case.returned", "退回补正"
    INTENDED = "certificate.intended", "负责人签字，开始制作"
    ISSUED = "certificate.issued", "证明已出具"
    VOIDED = "certificate.voided", "制作未成，编号作废"
    REVOKED = "certificate.revoked", "撤销证明"
    REFUSED = "case.refused", "不予出具"
    NOTICE_ISSUED = "notice.issued", "告知单已出具"
    NOTICE_VOIDED = "notice.voided", "告知单制作未成，编号作废"
    WITHDRAWN = "case.withdrawn", "申请人撤回"


class StepNotAllowed(Exception):
    """The table has no such step (此时不能这样办)."""

    def __init__(self, state: State | None, event: Event) -> None:
        self.state, self.event = state, event
        super().__init__(f"{event.value} cannot follow {state.value if state else 'nothing'}")


_STAYS = dict.fromkeys(
    (
        Event.REDECIDED,
        Event.SUPPLEMENTED,
        Event.GROUND_RECORDED,
        Event.CONFIRMED,
        Event.NOT_CONFIRMED,
        Event.AGREED,
        Event.DECLINED,
        Event.RISK_ASSESSED,
    ),
    State.RECEIVED,
)

TRANSITIONS: Mapping[State | None, Mapping[Event, State]] = {
    None: {Event.RECEIVED: State.RECEIVED},
    State.RECEIVED: {
        **_STAYS,
        Event.PREPARED: State.AWAITING_SIGNATURE,
        Event.REFUSED: State.REFUSED,
        Event.WITHDRAWN: State.WITHDRAWN,
    },
    State.AWAITING_SIGNATURE: {
        Event.RETURNED: State.RECEIVED,
        Event.INTENDED: State.ISSUING,
        Event.WITHDRAWN: State.WITHDRAWN,
    },
    State.ISSUING: {
        Event.ISSUED: State.ISSUED,
        Event.VOIDED: State.AWAITING_SIGNATURE,
    },
    State.ISSUED: {Event.REVOKED: State.REVOKED},
    State.REFUSED: {
        Event.NOTICE_ISSUED: State.REFUSED,
        Event.NOTICE_VOIDED: State.REFUSED,
    },
    State.WITHDRAWN: {},  # an end is written down too
    State.REVOKED: {},
}

OPEN = frozenset({State.RECEIVED, State.AWAITING_SIGNATURE, State.ISSUING})


def step(state: State | None, event: Event) -> State:
    """
    Return the state that follows.

    :raises StepNotAllowed: if the table has no such edge
    """
    try:
        return TRANSITIONS[state][event]
    except KeyError:
        raise StepNotAllowed(state, event) from None


def allowed(state: State | None) -> frozenset[Event]:
    """Return what may happen next, so that a page offers only that."""
    return frozenset(TRANSITIONS[state])


def replay(events: Iterable[Event]) -> State | None:
    """
    Return the state that a history leads to; an empty history leads to None.

    :raises StepNotAllowed: if the history cannot have happened
    """
    state: State | None = None
    for event in events:
        state = step(state, event)
    return state
