"""Lifecycle (办件流程): states, events, one table; the ledger is the truth, the state its cache."""

from __future__ import annotations

from collections.abc import Mapping

from juzheng.law.base.machine import Machine
from juzheng.law.base.papers import PaperEvent, PaperKind
from juzheng.law.base.terms import Term


class State(Term):
    """Where a case stands (办件状态)."""

    RECEIVED = "received", "已受理，办理中"
    AWAITING_MATERIALS = "awaiting_materials", "等居民补材料，期限暂停"
    AWAITING_SIGNATURE = "awaiting_signature", "待负责人签字"
    ISSUING = "issuing", "正在制作证明"
    ISSUED = "issued", "已出具"
    REFUSED = "refused", "不予出具"
    OBJECTED = "objected", "不予出具，居民有异议，复核中"
    UPHELD = "upheld", "不予出具，复核维持"
    WITHDRAWN = "withdrawn", "已撤回申请"
    LAPSED = "lapsed", "没有补来材料，已结束"
    REVOKED = "revoked", "证明已撤销"
    REPLACING = "replacing", "更正换发，重新核实中"
    AWAITING_REPLACEMENT = "awaiting_replacement", "更正换发，待负责人签字"
    ISSUING_REPLACEMENT = "issuing_replacement", "正在制作更正后的证明"


class Event(Term):
    """What happened to a case (办件事件), past tense."""

    RECEIVED = "received", "受理申请"
    REDECIDED = "redecided", "按新情况重新答复"
    RECOUNTED = "recounted", "放假通知公布，重新计算期限"
    SUPPLEMENTED = "supplemented", "补充或更正填写内容"
    CORRECTED = "corrected", "更正申请人信息"
    STRUCK = "struck", "登记有误，作废一条"
    GROUND_RECORDED = "ground_recorded", "登记仍需办理的理由"
    CONFIRMED = "confirmed", "事实核实无误"
    NOT_CONFIRMED = "not_confirmed", "事实核实不符或核实不了"
    AGREED = "agreed", "会议讨论同意"
    CARRIED = "carried", "会议表决通过，手续还没有办完"
    DECLINED = "declined", "会议讨论未通过"
    NOT_VALID = "not_valid", "会议不合规定，结果不作数"
    RISK_ASSESSED = "risk_assessed", "登记风险评估意见"
    MATERIALS_ASKED = "materials_asked", "一次告知缺什么，期限暂停"
    MATERIALS_RECEIVED = "materials_received", "材料补来，期限接着算"
    LAPSED = "lapsed", "到期没有补来材料，结束办理"
    NOTED = "noted", "记下工作记录"
    PREPARED = "prepared", "拟稿送签"
    RETURNED = "returned", "退回补正"
    RECALLED = "recalled", "经办人收回送签"
    INTENDED = "intended", "负责人签字，开始制作"
    ISSUED = "issued", "文书已出具"
    VOIDED = "voided", "制作未成，编号作废"
    REVOKED = "revoked", "撤销文书"
    REPLACING = "replacing", "文书有误，开始更正换发"
    REPLACED = "replaced", "旧文书撤销，由更正后的代替"
    KEPT = "kept", "不更正了，文书继续有效"
    REFUSED = "refused", "不予出具"
    NOTICE_ISSUED = "notice_issued", "告知单已出具"
    NOTICE_VOIDED = "notice_voided", "告知单制作未成，编号作废"
    OBJECTED = "objected", "居民对不予出具提出异议"
    UPHELD = "upheld", "复核维持不予出具"
    OVERTURNED = "overturned", "复核改变，重新办理"
    WITHDRAWN = "withdrawn", "申请人撤回"
    RECODED = "recoded", "换发查询码"
    SEALED = "sealed", "已盖章"
    COLLECTED = "collected", "已领取"
    REPRINTED = "reprinted", "再打印一份"
    SLIP_UNDONE = "slip_undone", "更正盖章、领取的登记"


# What happens while a case is at work; the case stays where it is.
STAYS = (
    Event.REDECIDED,
    Event.RECOUNTED,
    Event.SUPPLEMENTED,
    Event.CORRECTED,
    Event.STRUCK,
    Event.GROUND_RECORDED,
    Event.CONFIRMED,
    Event.NOT_CONFIRMED,
    Event.AGREED,
    Event.CARRIED,
    Event.DECLINED,
    Event.NOT_VALID,
    Event.RISK_ASSESSED,
    Event.NOTED,
)

# What may be done while materials are waited for: none of it needs them.
WAITS = (Event.SUPPLEMENTED, Event.CORRECTED, Event.NOTED)

# A slip that is mended after it was sent takes the case back: it is to be sent anew.
UNSENDS = (Event.RETURNED, Event.RECALLED, Event.CORRECTED, Event.STRUCK)
# What becomes of a paper once it is made: it stays as valid as it was, and the case where it is.
AFTERCARE = (Event.SEALED, Event.COLLECTED, Event.REPRINTED, Event.SLIP_UNDONE)
# What tells how a case was worked on, and is no step that its term begins from (保存期限).
BESIDE = (Event.NOTED, Event.RECODED, *AFTERCARE)

_STEPS: Mapping[State | None, Mapping[Event, State]] = {
    None: {Event.RECEIVED: State.RECEIVED},
    State.RECEIVED: {
        **dict.fromkeys(STAYS, State.RECEIVED),
        Event.MATERIALS_ASKED: State.AWAITING_MATERIALS,
        Event.PREPARED: State.AWAITING_SIGNATURE,
        Event.REFUSED: State.REFUSED,
        Event.WITHDRAWN: State.WITHDRAWN,
    },
    # What was written wrong is put right while the resident looks for papers; the clock stands.
    State.AWAITING_MATERIALS: {
        **dict.fromkeys(WAITS, State.AWAITING_MATERIALS),
        Event.MATERIALS_RECEIVED: State.RECEIVED,
        Event.LAPSED: State.LAPSED,
        Event.WITHDRAWN: State.WITHDRAWN,
    },
    State.AWAITING_SIGNATURE: {
        Event.NOTED: State.AWAITING_SIGNATURE,
        Event.RECOUNTED: State.AWAITING_SIGNATURE,
        **dict.fromkeys(UNSENDS, State.RECEIVED),
        Event.INTENDED: State.ISSUING,
        Event.WITHDRAWN: State.WITHDRAWN,
    },
    State.ISSUING: {Event.ISSUED: State.ISSUED, Event.VOIDED: State.AWAITING_SIGNATURE},
    State.ISSUED: {
        **dict.fromkeys(BESIDE, State.ISSUED),
        Event.REVOKED: State.REVOKED,
        Event.REPLACING: State.REPLACING,
    },
    # The wrong paper is in force until the corrected one is issued; it may be revoked meanwhile.
    State.REPLACING: {
        **dict.fromkeys(STAYS, State.REPLACING),
        Event.PREPARED: State.AWAITING_REPLACEMENT,
        Event.KEPT: State.ISSUED,
        Event.REVOKED: State.REVOKED,
    },
    State.AWAITING_REPLACEMENT: {
        Event.NOTED: State.AWAITING_REPLACEMENT,
        Event.RECOUNTED: State.AWAITING_REPLACEMENT,
        **dict.fromkeys(UNSENDS, State.REPLACING),
        Event.INTENDED: State.ISSUING_REPLACEMENT,
        Event.KEPT: State.ISSUED,
        Event.REVOKED: State.REVOKED,
    },
    State.ISSUING_REPLACEMENT: {
        Event.REPLACED: State.ISSUING_REPLACEMENT,
        Event.ISSUED: State.ISSUED,
        Event.VOIDED: State.AWAITING_REPLACEMENT,
    },
    State.REFUSED: {
        **dict.fromkeys(BESIDE, State.REFUSED),
        Event.NOTICE_ISSUED: State.REFUSED,
        Event.NOTICE_VOIDED: State.REFUSED,
        Event.OBJECTED: State.OBJECTED,
    },
    State.OBJECTED: {
        **dict.fromkeys(BESIDE, State.OBJECTED),
        Event.UPHELD: State.UPHELD,
        Event.OVERTURNED: State.RECEIVED,
    },
    State.UPHELD: dict.fromkeys(BESIDE, State.UPHELD),
    State.WITHDRAWN: {Event.NOTED: State.WITHDRAWN},  # an end is written down too
    State.LAPSED: {Event.NOTED: State.LAPSED},
    State.REVOKED: {Event.NOTED: State.REVOKED},
}
# Whoever lost their code gets another one, wherever the case stands, and it stays there.
_TABLE: Mapping[State | None, Mapping[Event, State]] = {
    state: {**steps, Event.RECODED: state} if state else steps for state, steps in _STEPS.items()
}

CASES = Machine(
    "case",
    State,
    Event,
    _TABLE,
    names={
        Event.STRUCK: "record.struck",
        Event.RECODED: "code.renewed",
        Event.GROUND_RECORDED: "ground.recorded",
        Event.CONFIRMED: "verification.confirmed",
        Event.NOT_CONFIRMED: "verification.failed",
        Event.AGREED: "deliberation.agreed",
        Event.CARRIED: "deliberation.carried",
        Event.DECLINED: "deliberation.declined",
        Event.NOT_VALID: "deliberation.not_valid",
        Event.RISK_ASSESSED: "risk.assessed",
        Event.MATERIALS_ASKED: "materials.asked",
        Event.MATERIALS_RECEIVED: "materials.received",
        Event.LAPSED: "materials.lapsed",
        Event.NOTED: "note.added",
        Event.INTENDED: "certificate.intended",
        Event.ISSUED: "certificate.issued",
        Event.VOIDED: "certificate.voided",
        Event.REVOKED: "certificate.revoked",
        Event.REPLACED: "certificate.replaced",
        Event.NOTICE_ISSUED: "notice.issued",
        Event.NOTICE_VOIDED: "notice.voided",
        Event.OBJECTED: "refusal.objected",
        Event.UPHELD: "refusal.upheld",
        Event.OVERTURNED: "refusal.overturned",
        Event.SEALED: "paper.sealed",
        Event.COLLECTED: "paper.collected",
        Event.REPRINTED: "paper.reprinted",
        Event.SLIP_UNDONE: "paper.slip_undone",
    },
)

# Revoking, and an objection that may come, are no work that waits.
OPEN = CASES.open - {State.ISSUED, State.REFUSED}
# In these a wrong paper is in force, and a corrected one on its way.
REPLACING = frozenset({State.REPLACING, State.AWAITING_REPLACEMENT, State.ISSUING_REPLACEMENT})


# What a step of a paper is called in the chain of its case.
PAPER_LINES: Mapping[tuple[PaperKind, PaperEvent], Event] = {
    (PaperKind.CERTIFICATE, PaperEvent.INTENDED): Event.INTENDED,
    (PaperKind.CERTIFICATE, PaperEvent.ISSUED): Event.ISSUED,
    (PaperKind.CERTIFICATE, PaperEvent.VOIDED): Event.VOIDED,
    (PaperKind.CERTIFICATE, PaperEvent.REVOKED): Event.REVOKED,
    (PaperKind.CERTIFICATE, PaperEvent.REPLACED): Event.REPLACED,
    (PaperKind.REFUSAL_NOTICE, PaperEvent.INTENDED): Event.REFUSED,
    (PaperKind.REFUSAL_NOTICE, PaperEvent.ISSUED): Event.NOTICE_ISSUED,
    (PaperKind.REFUSAL_NOTICE, PaperEvent.VOIDED): Event.NOTICE_VOIDED,
    (PaperKind.REFUSAL_NOTICE, PaperEvent.REVOKED): Event.OVERTURNED,
}
