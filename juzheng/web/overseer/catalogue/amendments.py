"""Amendment proposals (提请修改): the candidates, one proposal, and the acts on it. OP-3.1.b."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from secrets import token_hex
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.catalogue import amendments as acts
from juzheng.law.catalogue.amendments import AmendmentEvent as E
from juzheng.law.catalogue.amendments import AmendmentState, ProposalStep
from juzheng.records.history import names_of, steps_of
from juzheng.records.models import Amendment, AmendmentOpinion, User
from juzheng.web.overseer.access import officer, term_or_404
from juzheng.web.overseer.catalogue import amendment_forms as written
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import attempt, in_words, key_of, written_on
from juzheng.web.shared.overtaken import carrying, left

SHOWN = 50


BEFORE_SUBMISSION = (AmendmentState.PROPOSED, AmendmentState.CONSULTING, AmendmentState.ARGUED)


def _opinion(_subject: Amendment, opinion: AmendmentOpinion, **said: Any) -> None:
    acts.record_opinion(opinion, **said)


# Each step: which event it is, what is filled in, and the act that takes the answers by name.
STEPS: dict[ProposalStep, tuple[E, type[Form], Callable[..., object]]] = {
    ProposalStep.CONSULTATION: (E.CONSULTED, written.ConsultationForm, acts.consult),
    ProposalStep.OPINION: (E.OPINION_RECORDED, written.OpinionForm, _opinion),
    ProposalStep.ARGUMENT: (E.ARGUED, written.ArgumentForm, acts.argue),
    ProposalStep.SUBMISSION: (E.SUBMITTED, Form, acts.submit),
    ProposalStep.OUTCOME: (E.ADOPTED, written.OutcomeForm, acts.record_outcome),
    ProposalStep.WITHDRAWAL: (E.WITHDRAWN, written.WithdrawalForm, acts.withdraw),
}


@signed_in("GET")
def amendments(request: SignedInRequest) -> HttpResponse:
    """Show the candidates of the officer's division, the greatest harm first, and the proposals."""
    user = officer(request)
    mine = Amendment.objects.visible_to(user)
    proposed = {one.item: one for one in mine.open().filter(division=user.division or "")}
    found = acts.candidates(user.division or "", timezone.now())
    context = {
        "candidates": [
            {"candidate": one, "reason": one.harm.in_words(), "open": proposed.get(one.item)}
            for one in found[:SHOWN]
        ],
        "proposals": mine[:SHOWN],
    }
    return show(request, "overseer/amendments.html", context)


@signed_in("GET", "POST")
def new(request: SignedInRequest) -> HttpResponse:
    """Put an item of the officer's division forward."""
    user, at = officer(request), timezone.now()
    division, item = user.division or "", request.GET.get("item", "")
    start, number = _start(request, division)
    found = acts.candidate(division, item, at)
    if found is None or not (found.harm.score or start):
        messages.warning(request, _("没有查到这一项需要提请修改的情况。请从下面的事项里选。"))
        return redirect("overseer:amendments")
    posted = request.method == "POST"
    begun = {"wanted": acts.suggested(item, at)}
    form = written.ProposalForm(request.POST if posted else None, initial=begun)
    if before := _open(user, item):
        messages.info(request, _("这一项已经立项，正在办理。就是下面这一件。"))
        said = written_on(form) if posted else []
        return carrying(request, said, redirect("overseer:amendment", before.pk))
    if posted and form.is_valid():
        proposal = acts.Proposal(item, division, form.cleaned_data["wanted"], start, number)
        key = key_of(request)
        try:
            made = acts.propose(proposal, key=key, by=user, at=at)
        except acts.AlreadyProposed:
            messages.warning(request, _("这一项已经立项，正在办理。请打开已有的提请继续办。"))
            return carrying(request, written_on(form), redirect("overseer:amendments"))
        return redirect("overseer:amendment", made.pk)
    context = {"form": form, "key": token_hex(16), "candidate": found}
    context["evidence"] = acts.as_mapping(found, at) | {"start": start, "number": number}
    context["started"] = acts.Start(start).label if start else ""
    return show(request, "overseer/amendment_new.html", context)


def _start(request: SignedInRequest, division: str) -> tuple[str, str]:
    """Return what the officer starts from (提请的由来): a word of the list, and a number."""
    start = request.GET.get("start", "")
    known = start in {one.value for one in acts.Start}
    if not known:
        return "", ""
    return start, acts.number_of(start, request.GET.get("number", ""), division)


def _open(user: User, item: str) -> Amendment | None:
    mine = Amendment.objects.filter(division=user.division or "", item=item)
    return mine.open().first()


@signed_in("GET")
def amendment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one proposal: its evidence, the opinions, and what may be done next."""
    return _shown(request, _for_officer(request, pk))


@signed_in("POST")
def step(request: SignedInRequest, pk: int, name: str) -> HttpResponse:
    """Take one step with the proposal, at the version that the officer saw."""
    subject = _for_officer(request, pk)
    which = term_or_404(ProposalStep, name)
    form = _form(which, subject, request.POST)
    if not form.is_valid():
        return _shown(request, subject, wrong=(which, form))
    take = partial(STEPS[which][2], subject, **form.cleaned_data)
    how = attempt(request, take, _("已登记。"))
    return left(request, how, form, redirect("overseer:amendment", subject.pk))


def _form(which: ProposalStep, subject: Amendment, data: Any = None) -> Form:
    more: dict[str, Any] = {"amendment": subject} if which is ProposalStep.OPINION else {}
    return STEPS[which][1](data, prefix=which.value, **more)


def _shown(
    request: SignedInRequest, subject: Amendment, wrong: tuple[ProposalStep, Form] | None = None
) -> HttpResponse:
    opinions = list(subject.opinions.all())
    problems, people = acts.obstacles(subject), names_of(subject)
    follow = subject.MACHINE.allowed(subject.stands)
    may = [one for one, (event, *_rest) in STEPS.items() if event in follow]
    if all(one.stance for one in opinions):
        may = [one for one in may if one is not ProposalStep.OPINION]
    if problems:
        may = [one for one in may if one is not ProposalStep.SUBMISSION]
    forms = {one: _form(one, subject) for one in may}
    if wrong is not None and wrong[0] in forms:
        forms[wrong[0]] = wrong[1]
    context = {
        "amendment": subject,
        "evidence": subject.evidence,
        "started": _started(subject),
        "opinions": opinions,
        "problems": [in_words(one) for one in problems if subject.state in BEFORE_SUBMISSION],
        "forms": [{"step": one, "form": form} for one, form in forms.items()],
        "wrong": wrong[1] if wrong else None,
        "steps": steps_of(subject, text=lambda line: people.get(line.by_text, "")),
    }
    return show(request, "overseer/amendment.html", context, status=422 if wrong else 200)


def _started(subject: Amendment) -> str:
    start = subject.evidence.get("start", "")
    return acts.Start(start).label if start else ""


def _for_officer(request: SignedInRequest, pk: int) -> Amendment:
    """
    Return the proposal, for an officer whose division governs it.

    :raises django.http.Http404: if there is none, or another division's
    """
    return get_object_or_404(Amendment.objects.visible_to(officer(request)), pk=pk)
