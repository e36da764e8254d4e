"""What was seen of a case (所见): a keyed digest of each part, and the last look of each signer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from juzheng.law.base.ledger import canonical
from juzheng.law.base.plain import as_mapping
from juzheng.law.cases.certificates import BadPaper
from juzheng.law.cases.reading import Part
from juzheng.records.cases import case_file
from juzheng.records.models import Case, CaseName, Certificate, User, ViewLog
from juzheng.records.sealed import blind_index
from juzheng.records.tracked import Covered, covered_models

_PARTS = {
    "verification": Part.CHECKS,
    "deliberation": Part.MEETING,
    "consultation": Part.MEETING,
    "transitionground": Part.GROUND,
    "riskassessment": Part.RISK,
}
_FILED = ("applicant_name", "identity_number", "recipient", "purpose", "demander", "answers")
_OF_TODAY = ("issued_on", "valid_until", "responsible_person")  # they follow from who signs when


def parts(case: Case, at: datetime) -> dict[str, str]:
    """Return a keyed digest of each part of ``case`` that a signer reads; the empty have none."""
    own = case.digests()
    told: dict[str, list[Any]] = {
        Part.PAPER.value: [_paper(case, at)],
        Part.FILED.value: [own[name] for name in _FILED],
    }
    for model in _beside():
        part = _PARTS.get(str(model._meta.model_name), Part.REST).value
        kind: Any = model
        rows = kind._default_manager.filter(case=case).order_by("pk")
        told.setdefault(part, []).extend(row.digests() for row in rows)
    return {part: blind_index(canonical(said))[:16] for part, said in told.items() if said}


def last_looks(cases: Iterable[Case], by: User) -> dict[int, ViewLog]:
    """Return, by case, how ``by`` last read each of ``cases`` before the pen; one query."""
    looks = ViewLog.objects.filter(case__in=list(cases), by=by, version__isnull=False)
    return {look.case_id: look for look in looks.order_by("pk") if look.case_id}


def _beside() -> list[type[Covered]]:
    """
    Return the kinds of rows that lie in a case's file.

    Its papers are what comes of it, and by which names it is found follows from what was filed.
    """
    return [one for one in covered_models("case") if one not in (CaseName, Certificate)]


def _paper(case: Case, at: datetime) -> Any:
    on, preparer = timezone.localdate(at), str(case.prepared_by or "")
    try:
        paper = case_file.certificate_paper(
            case, number="", on=on, preparer=preparer, responsible=""
        )
    except BadPaper:
        return ""
    facts = [[one.sentence, one.means] for one in paper.facts]
    said = {**as_mapping(paper), "facts": facts}
    return blind_index(canonical({k: v for k, v in said.items() if k not in _OF_TODAY}))
