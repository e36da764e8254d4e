"""The paper that another one replaces (被代替的文书): taken back as the corrected one is issued."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from juzheng.acts.base import moves
from juzheng.law.base.papers import PaperEvent, PaperKind
from juzheng.records.cases import replacing
from juzheng.records.models import Certificate


def take_back(corrected: Certificate, *, at: datetime) -> None:
    """
    Revoke what ``corrected`` replaces, with the reason, and link the two; nothing if it does not.

    Runs inside the transaction that issues the corrected paper: there is never a moment in which
    both are in force, nor one in which neither is.

    :raises moves.MovedMeanwhile: if it was taken back meanwhile
    """
    case = corrected.case
    wrong = replacing.wrong_paper(case, corrected) if case else None
    if case is None or wrong is None:
        return
    why, by = replacing.reason(case), corrected.intended_by
    taken: dict[str, Any] = {"revoked_at": at, "revoked_by": by, "revocation_reason": why}
    moves.claim(wrong, PaperEvent.REPLACED, replaced_by=corrected, **taken)
    told = {"number": wrong.number, "reason": why, "replaced_by": corrected.number}
    line = case.PAPER_LINES[PaperKind(wrong.kind), PaperEvent.REPLACED]
    now = replacing.settled(case)
    moves.move(case, line, by=by, at=at, details=told, covers=(wrong,), **now)
