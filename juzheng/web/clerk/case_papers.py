"""The papers of a case or an inquiry (文书), as the desk's pages list them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from juzheng.law.base.papers import PaperKind, PaperState
from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.records.models import Case, Certificate, Inquiry

_GONE = frozenset({PaperState.REVOKED.value, PaperState.VOID.value})


def rows(owner: Case | Inquiry) -> list[dict[str, Any]]:
    """Return the papers of a case or an inquiry, the newest first."""
    papers = owner.certificates.select_related("replaced_by", "replaces").order_by("-pk")
    return [_row(paper, owner) for paper in papers]


def _row(paper: Certificate, owner: Case | Inquiry) -> dict[str, Any]:
    lapses = paper.kind == PaperKind.CERTIFICATE.value and paper.status not in _GONE
    return {
        "number": paper.number,
        "state": PaperState(paper.status).label,
        "href": reverse("clerk:certificate", args=[paper.number]),
        "made": bool(paper.file) and not paper.erased,
        "gone": paper.status == PaperState.REVOKED.value,
        "revocable": _in_force(paper),
        "replaceable": _in_force(paper) and _begins_replacing(owner),
        "replaced_by": paper.replaced_by,
        "replaces": getattr(paper, "replaces", None),
        # A refusal has no validity to speak of; what is revoked or void has none any more.
        "valid_until": paper.valid_until if lapses else None,
        "may_lapse": lapses,
        "reason": paper.revocation_reason,
    }


def _in_force(paper: Certificate) -> bool:
    issued = paper.status == PaperState.ISSUED.value
    return issued and paper.kind == PaperKind.CERTIFICATE.value and not paper.erased


def _begins_replacing(owner: Case | Inquiry) -> bool:
    return isinstance(owner, Case) and Event.REPLACING in CASES.allowed(owner.stands)
