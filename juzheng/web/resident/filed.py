"""What was filled in, line by line (填写内容), as check page, receipt and case page show it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from juzheng.acts.cases import intake
from juzheng.law.base.demanders import Demander
from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.law.catalogue import preconditions
from juzheng.law.catalogue.routing import Decision
from juzheng.records.history import lines_of
from juzheng.records.models import Case, Entry
from juzheng.records.tracked import COVERS
from juzheng.web.resident import steps
from juzheng.web.resident.filling import Filling
from juzheng.web.shared.cases.consents import helper_said
from juzheng.web.templatetags.juzheng import said, zh_date


class SummaryRow(TypedDict):
    """One line of a summary list (一行)."""

    key: str
    value: str
    href: str
    after: str  # who changed it since, where it is not as it was filed


def rows_of_draft(filled: Filling) -> list[SummaryRow]:
    """Return every answer of the draft with the address where it can be changed."""
    return [
        SummaryRow(
            key=str(step.short or step.label),
            value=_words(step, filled.draft.answers[step.key]),
            href=filled.address(step),
            after="",
        )
        for step in filled.steps
    ]


def rows_of_case(case: Case, lines: Iterable[Entry] | None = None) -> list[SummaryRow]:
    """Return what was filed, the number masked; what the committee changed since says so."""
    born = case.answers.get(intake.BORN)
    first = [
        (steps.asked_first(one.asked), "circumstances", yes)
        for one, yes in preconditions.said_of(case.revision.item, case.circumstances)
    ]
    fixed = [
        *first,
        (steps.NAME, "applicant_name", case.applicant_name),
        (steps.IDENTITY, "identity_number", case.identity_written),
        *([(steps.BORN, "answers", born)] if born is not None else []),
        (steps.TELEPHONE, "telephone", case.telephone),
        (steps.RECIPIENT, "recipient", case.recipient),
        (steps.DEMANDER, "demander", case.demander),
        (steps.PURPOSE, "purpose", case.purpose),
    ]
    asked = [
        (steps.of_question(question), question.key, case.answers[question.key])
        for question in case.revision.item.questions
        if question.key in case.answers
    ]
    if lines is None:  # with none but its first step nothing was changed
        lines = lines_of(case) if case.version > 1 else ()
    since = changed_since(lines)
    return [
        SummaryRow(
            key=str(step.short or step.label),
            value=_words(step, said),
            href="",
            after=_("居（村）委会%(day)s改过，不是提交时写的。") % {"day": zh_date(since[key])}
            if key in since
            else "",
        )
        for step, key, said in [*fixed, *asked]
    ] + helper_row(case)


def helper_row(case: Case) -> list[SummaryRow]:
    """Return who filled it in for the applicant, if somebody did (代办人)."""
    said = helper_said(case)
    row = SummaryRow(key=_("替申请人填写的人"), value=said, href="", after="")
    return [row] if said else []


def changed_since(lines: Iterable[Entry]) -> dict[str, datetime]:
    """
    Return by key when the committee last changed what was filed (更正、补充过的).

    A replacement that is given up takes back what was changed for it, but for what is on no paper:
    that stays as it was put right (``records.cases.replacing``), and the line's digests tell.
    """
    changed: dict[str, datetime] = {}
    before: tuple[dict[str, datetime], dict[str, str]] | None = None  # when replacing began
    for line in lines:
        event = CASES.event(line.event)
        if event in (Event.SUPPLEMENTED, Event.CORRECTED):
            changed |= dict.fromkeys(line.details.get("changed", ()), line.at)
        elif event is Event.REPLACING:
            before = {**changed}, _columns(line)
        elif event is Event.REPLACED:
            before = None
        elif event in (Event.KEPT, Event.REVOKED) and before is not None:
            (then, was), now = before, _columns(line)
            kept = {key: at for key, at in changed.items() if now.get(key) != was.get(key)}
            changed, before = then | kept, None
    return changed


def _columns(line: Entry) -> dict[str, str]:
    """Return the digests of the case's columns as this line covers them."""
    covered = line.details.get(COVERS, {})
    return next((of for name, of in covered.items() if name.startswith("case:")), {})


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
