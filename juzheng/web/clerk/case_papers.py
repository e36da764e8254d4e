"""The papers of a case or an inquiry (文书), as the desk's pages list them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from juzheng.acts.base.papers import filed_otherwise
from juzheng.law.base.papers import PaperKind, PaperState
from juzheng.law.cases.lifecycle import CASES, REPLACING, Event
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
        "otherwise": _in_force(paper) and _filed_otherwise(paper),
    }


def _in_force(paper: Certificate) -> bool:
    issued = paper.status == PaperState.ISSUED.value
    return issued and paper.kind == PaperKind.CERTIFICATE.value and not paper.erased


def _begins_replacing(owner: Case | Inquiry) -> bool:
    return isinstance(owner, Case) and Event.REPLACING in CASES.allowed(owner.stands)


def _filed_otherwise(paper: Certificate) -> bool:
    """
    Return whether the case was put right and its paper left as it is (办件与文书不一致).

    While it is being replaced, the page says so anyway.
    """
    case = paper.case
    if case is None or case.stands in REPLACING or case.erased_at:
        return False
    return filed_otherwise(paper)
