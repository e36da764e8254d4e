"""What was filed, line by line (申请内容), as the desk reads it; the identity number masked."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from juzheng.acts.cases import intake
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue import preconditions
from juzheng.law.catalogue.items import AnswerKind
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.cases import case_file
from juzheng.records.models import Case
from juzheng.records.models.cases.cases import CHANNELS
from juzheng.web.shared.cases.consents import helper_said
from juzheng.web.templatetags.juzheng import document, said

Row = dict[str, str]


def rows(case: Case) -> list[Row]:
    """Return what was filed: who and what for, what was asked first, and the item's own answers."""
    return [*_who(case), *_asked_first(case), *_answers(case), *_insists(case)]


def _who(case: Case) -> Iterator[Row]:
    labels = {each.value: each.label for each in Demander}
    channels = dict(zip(CHANNELS, (_("网上申请"), _("窗口受理")), strict=True))
    yield _row(_("申请人"), case.applicant_name)
    yield _row(_("证件号码"), document(case.identity_masked))
    if born := case.answers.get(intake.BORN):
        yield _row(_("出生日期"), said(AnswerKind.BIRTH_DATE, born))
    if guardian := case.answers.get(intake.GUARDIAN):
        yield _row(_("监护人"), f"{guardian['name']} · {guardian['relation']}")
    if helper := helper_said(case):
        yield _row(_("替申请人填写的人"), helper)
    yield _row(_("联系电话"), case.telephone or _("没有留"))
    yield _row(_("交给哪个单位"), case.recipient)
    yield _row(_("办什么事用"), case.purpose)
    yield _row(_("谁让开的"), labels.get(case.demander) or _("没有说明"))
    yield _row(_("受理方式"), channels[case.channel])


def _asked_first(case: Case) -> Iterator[Row]:
    """Yield what the law presupposes and what was answered (前提的回答): nobody looked into it."""
    for one, yes in preconditions.said_of(case.revision.item, case.circumstances):
        yield _row(one.question, said(AnswerKind.YES_NO, yes))


def _answers(case: Case) -> Iterator[Row]:
    """Yield the item's own answers; of what was never asked, as of a refusal's, nothing."""
    asked = _asks(case)
    for question in case.revision.item.questions:
        given = said(question.kind, case.answers.get(question.key, ""))
        if given or asked:
            yield _row(question.label, given or _("没有填写"))


def _asks(case: Case) -> bool:
    """Return whether the item's own questions are asked of this case, as it is answered now."""
    outcome = case_file.decision_of(case).outcome
    return outcome.issues or outcome is Outcome.TO_CONFIRM or intake.STILL_DEMANDED in case.answers


def _insists(case: Case) -> Iterator[Row]:
    if case.answers.get(intake.STILL_DEMANDED):
        yield _row(_("申请人说明"), _("单位仍然要这份证明，请登记仍需办理的理由"))
    if how := case.answers.get(intake.HOW_DEMANDED):
        yield _row(_("单位是怎样要求的"), str(how))


def _row(key: str, value: str) -> Row:
    return {"key": key, "value": value}
