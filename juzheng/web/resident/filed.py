"""What was filled in, line by line (填写内容), as check page, receipt and case page show it."""

from __future__ import annotations

from typing import Any, TypedDict

from django.utils.translation import gettext as _

from juzheng.acts.cases import intake
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.routing import Decision
from juzheng.records.models import Case
from juzheng.web.resident import steps
from juzheng.web.resident.filling import Filling
from juzheng.web.templatetags.juzheng import said


class SummaryRow(TypedDict):
    """One line of a summary list (一行)."""

    key: str
    value: str
    href: str


def rows_of_draft(filled: Filling) -> list[SummaryRow]:
    """Return every answer of the draft with the address where it can be changed."""
    return [
        SummaryRow(
            key=str(step.short or step.label),
            value=_words(step, filled.draft.answers[step.key]),
            href=filled.address(step),
        )
        for step in filled.steps
    ]


def rows_of_case(case: Case) -> list[SummaryRow]:
    """Return what was filed, the identity number masked."""
    fixed = [
        (steps.NAME, case.applicant_name),
        (steps.IDENTITY, case.identity_written),
        *([(steps.BORN, case.answers[intake.BORN])] if intake.BORN in case.answers else []),
        (steps.TELEPHONE, case.telephone),
        (steps.RECIPIENT, case.recipient),
        (steps.DEMANDER, case.demander),
        (steps.PURPOSE, case.purpose),
    ]
    asked = [
        (steps.of_question(question), case.answers[question.key])
        for question in case.revision.item.questions
        if question.key in case.answers
    ]
    return [
        SummaryRow(key=str(step.short or step.label), value=_words(step, said), href="")
        for step, said in [*fixed, *asked]
    ]


def choice(case: Case, decision: Decision) -> list[dict[str, str]]:
    """Return which of two was asked for where the unit insists, and how it did (想要哪一种)."""
    if not decision.may_insist:
        return []
    insists = intake.STILL_DEMANDED in case.answers
    wanted = steps.TRANSITION if insists else steps.NOTICE
    how = str(case.answers.get(intake.HOW_DEMANDED, ""))
    rows = [(steps.INSISTS, wanted), *([(steps.HOW, how)] if how else [])]
    return [{"key": str(one.short), "value": _words(one, said)} for one, said in rows]


def grouped(digest: str) -> str:
    """Return a digest in groups of four, to be read aloud or compared by eye."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def _words(step: steps.Step, stored: Any) -> str:
    """Return a stored answer in words."""
    if stored == "":
        return _("没有填")
    if step is steps.DEMANDER:
        return Demander(stored).label
    if step is steps.INSISTS:
        return _("书面告知单") if stored == steps.NOTICE else _("核实后看能不能据实出具")
    return said(step.kind, stored)
