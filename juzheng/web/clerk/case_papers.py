"""The papers of a case or an inquiry (文书), as the desk's pages list them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from juzheng.law.base.papers import PaperState
from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.records.models import Case, Certificate, Inquiry


def rows(owner: Case | Inquiry) -> list[dict[str, Any]]:
    """Return the papers of a case or an inquiry, the newest first."""
    return [
        {
            "number": paper.number,
            "state": PaperState(paper.status).label,
            "href": reverse("clerk:certificate", args=[paper.number]),
            "made": bool(paper.file) and not paper.erased,
            "gone": paper.status == PaperState.REVOKED.value,
            "revocable": _in_force(paper),
            "replaceable": _in_force(paper) and _begins_replacing(owner),
            "replaced_by": paper.replaced_by,
            "replaces": getattr(paper, "replaces", None),
            "valid_until": paper.valid_until,
            "may_lapse": paper.kind == "certificate",  # a refusal has no validity to speak of
            "reason": paper.revocation_reason,
        }
        for paper in owner.certificates.select_related("replaced_by", "replaces").order_by("-pk")
    ]


def _in_force(paper: Certificate) -> bool:
    issued = paper.status == PaperState.ISSUED.value
    return issued and paper.kind == "certificate" and not paper.erased


def _begins_replacing(owner: Case | Inquiry) -> bool:
    return isinstance(owner, Case) and Event.REPLACING in CASES.allowed(owner.stands)
