"""What becomes of a paper (文书): its kind and its steps, whatever it is an answer to."""

from __future__ import annotations

from juzheng.law.base.machine import Machine
from juzheng.law.base.terms import Term


class PaperKind(Term):
    """What kind of paper (文书种类) leaves the committee, as it is numbered; its act: ActKind."""

    CERTIFICATE = "certificate", "证明"
    REFUSAL_NOTICE = "refusal_notice", "不予出具告知单"


class PaperState(Term):
    """What became of a paper (证明状态)."""

    INTENDED = "intended", "制作中"
    ISSUED = "issued", "已出具"
    VOID = "void", "编号作废"
    REVOKED = "revoked", "已撤销"


class PaperEvent(Term):
    """What happens to a paper (证明事件); its lines stand in the chain of what it answers."""

    INTENDED = "intended", "负责人签字，开始制作"
    ISSUED = "issued", "制作完成"
    VOIDED = "voided", "制作未成，编号作废"
    REVOKED = "revoked", "撤销"
    REPLACED = "replaced", "撤销，由更正后的一份代替"


PAPERS = Machine(
    "paper",
    PaperState,
    PaperEvent,
    {
        None: {PaperEvent.INTENDED: PaperState.INTENDED},
        PaperState.INTENDED: {
            PaperEvent.ISSUED: PaperState.ISSUED,
            PaperEvent.VOIDED: PaperState.VOID,
        },
        PaperState.ISSUED: dict.fromkeys(
            (PaperEvent.REVOKED, PaperEvent.REPLACED), PaperState.REVOKED
        ),
        PaperState.VOID: {},
        PaperState.REVOKED: {},
    },
)
