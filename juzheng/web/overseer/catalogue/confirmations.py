"""What waits for civil affairs (待确认事项): the board, one question, and the answer to it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.catalogue import confirming as acts
from juzheng.law.catalogue.confirming import ConfirmationEvent as E
from juzheng.law.catalogue.confirming import ConfirmationStep as Step
from juzheng.records.history import names_of, steps_of
from juzheng.records.models import Confirmation
from juzheng.web.overseer.access import officer, term_or_404
from juzheng.web.overseer.catalogue import confirmation_forms as written
from juzheng.web.shared import answers, request_catalogue
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import attempt, in_words
from juzheng.web.shared.overtaken import left

SHOWN = 50
# Each step: which event it is, and what is filled in.
STEPS: dict[Step, tuple[E, type[Form]]] = {
    Step.MAY: (E.ANSWER_DRAFTED, written.MayForm),
    Step.MAY_NOT: (E.ANSWER_DRAFTED, written.MayNotForm),
    Step.RAISE: (E.RAISED, written.RaiseForm),
}


@signed_in("GET")
def confirmations(request: SignedInRequest) -> HttpResponse:
    """Show what the officer's division is asked, the longest due first, and what was answered."""
    mine = Confirmation.objects.visible_to(officer(request))
    context = {
        "waiting": mine.open()[:SHOWN],
        "answered": mine.exclude(answer="")[:SHOWN],
        "today": timezone.localdate(),
    }
    return show(request, "overseer/confirmations.html", context)


@signed_in("GET")
def confirmation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one question: the item, what is known of it, and what may be answered."""
    return _shown(request, _for_officer(request, pk))


@signed_in("POST")
def step(request: SignedInRequest, pk: int, name: str) -> HttpResponse:
    """Answer, or hand the question up, at the version that the officer saw."""
    row, which = _for_officer(request, pk), term_or_404(Step, name)
    form = _form(which, row, request.POST)
    if not form.is_valid():
        return _shown(request, row, wrong=(which, form))
    if isinstance(form, written.MayForm | written.MayNotForm):
        drafted = _("已拟成修订案。请核对后提交审核。")
        how = attempt(request, partial(acts.answer, row, form.found()), drafted)
    else:
        said = _("没有上级可以报了，请在本级答复。")
        nobody: dict[type[Exception], str] = {acts.NobodyAbove: said}
        raise_up = partial(acts.raise_up, row, form.cleaned_data["note"])
        how = attempt(request, raise_up, _("已报上级。"), nobody)
    row.refresh_from_db()
    return left(request, how, form, redirect("overseer:confirmation", row.pk))


def _form(which: Step, row: Confirmation, data: Any = None) -> Form:
    more: dict[str, Any] = {"row": row, "prefix": which.value}
    return STEPS[which][1](data, **more)


def _shown(
    request: SignedInRequest, row: Confirmation, wrong: tuple[Step, Form] | None = None
) -> HttpResponse:
    problems, people = acts.obstacles(row, request.user), names_of(row)
    follow = row.MACHINE.allowed(row.stands)
    may = [one for one, (event, _form_class) in STEPS.items() if event in follow]
    if problems:
        may = [one for one in may if one is Step.RAISE]
    forms = {one: _form(one, row) for one in may}
    if wrong is not None and wrong[0] in forms:
        forms[wrong[0]] = wrong[1]
    item = request_catalogue.today().items.get(row.item)
    context = {
        "row": row,
        "item": item,
        "basis": [answers.as_citation(one) for one in item.basis] if item else [],
        "problems": [in_words(one) for one in problems],
        "forms": [{"step": one, "form": form} for one, form in forms.items()],
        "wrong": wrong[1] if wrong else None,
        "steps": steps_of(row, text=lambda line: people.get(line.by_text, "")),
    }
    return show(request, "overseer/confirmation.html", context, status=422 if wrong else 200)


def _for_officer(request: SignedInRequest, pk: int) -> Confirmation:
    """
    Return the question, for an officer whose division governs it.

    :raises django.http.Http404: if there is none, or another division's
    """
    mine = Confirmation.objects.visible_to(officer(request)).select_related("change")
    return get_object_or_404(mine, pk=pk)
