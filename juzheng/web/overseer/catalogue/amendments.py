"""Amendment proposals (提请修改): the candidates, one proposal, and the acts on it. OP-3.1.b."""

from __future__ import annotations

from functools import partial
from secrets import token_hex
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.catalogue import amendments as acts
from juzheng.law.catalogue.amendments import AmendmentEvent as E
from juzheng.law.catalogue.amendments import AmendmentState, OpinionStance, ProposalStep
from juzheng.records.history import names_of, steps_of
from juzheng.records.models import Amendment
from juzheng.web.overseer.access import officer
from juzheng.web.overseer.catalogue import amendment_forms as written
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import attempt, in_words, key_of

SHOWN = 50


EVENTS = {
    ProposalStep.CONSULTATION: E.CONSULTED,
    ProposalStep.OPINION: E.OPINION_RECORDED,
    ProposalStep.ARGUMENT: E.ARGUED,
    ProposalStep.SUBMISSION: E.SUBMITTED,
    ProposalStep.OUTCOME: E.ADOPTED,
    ProposalStep.WITHDRAWAL: E.WITHDRAWN,
}

BEFORE_SUBMISSION = (AmendmentState.PROPOSED, AmendmentState.CONSULTING, AmendmentState.ARGUED)

FORMS: dict[ProposalStep, type[Form]] = {
    ProposalStep.CONSULTATION: written.ConsultationForm,
    ProposalStep.ARGUMENT: written.ArgumentForm,
    ProposalStep.SUBMISSION: Form,
    ProposalStep.OUTCOME: written.OutcomeForm,
    ProposalStep.WITHDRAWAL: written.WithdrawalForm,
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
    found = {one.item: one for one in acts.candidates(division, at)}.get(item)
    if found is None:
        messages.warning(request, _("没有查到这一项需要提请修改的情况。请从下面的事项里选。"))
        return redirect("overseer:amendments")
    form = written.ProposalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        proposal = acts.Proposal(item, division, form.cleaned_data["wanted"])
        key = key_of(request)
        try:
            made = acts.propose(proposal, key=key, by=user, at=at)
        except acts.AlreadyProposed:
            messages.warning(request, _("这一项已经立项，正在办理。请打开已有的提请继续办。"))
            return redirect("overseer:amendments")
        return redirect("overseer:amendment", made.pk)
    context = {"form": form, "key": token_hex(16), "candidate": found}
    context["evidence"] = acts.as_mapping(found, at)
    return show(request, "overseer/amendment_new.html", context)


@signed_in("GET")
def amendment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one proposal: its evidence, the opinions, and what may be done next."""
    return _shown(request, _for_officer(request, pk))


@signed_in("POST")
def step(request: SignedInRequest, pk: int, name: str) -> HttpResponse:
    """Take one step with the proposal, at the version that the officer saw."""
    subject = _for_officer(request, pk)
    try:
        which = ProposalStep(name)
    except ValueError:
        raise Http404(name) from None
    form = _form(which, subject, request.POST)
    if not form.is_valid():
        return _shown(request, subject, wrong=(which, form))
    attempt(request, partial(_act, which, subject, form.cleaned_data), _("已登记。"))
    return redirect("overseer:amendment", subject.pk)


def _act(which: ProposalStep, subject: Amendment, data: dict[str, Any], **more: Any) -> None:
    if which is ProposalStep.CONSULTATION:
        acts.consult(subject, data["units"], **more)
    elif which is ProposalStep.OPINION:
        opinion = subject.opinions.get(pk=data["opinion"])
        stance = OpinionStance(data["stance"])
        acts.record_opinion(opinion, stance=stance, text=data["text"], **more)
    elif which is ProposalStep.ARGUMENT:
        acts.argue(subject, data["argument"], **more)
    elif which is ProposalStep.SUBMISSION:
        acts.submit(subject, **more)
    elif which is ProposalStep.OUTCOME:
        adopted = data["adopted"] == "yes"
        acts.record_outcome(subject, adopted=adopted, note=data["note"], **more)
    else:
        acts.withdraw(subject, data["note"], **more)


def _form(which: ProposalStep, subject: Amendment, data: Any = None) -> Form:
    if which is ProposalStep.OPINION:
        return written.OpinionForm(data, amendment=subject, prefix=which.value)
    return FORMS[which](data, prefix=which.value)


def _shown(
    request: SignedInRequest, subject: Amendment, wrong: tuple[ProposalStep, Form] | None = None
) -> HttpResponse:
    opinions = list(subject.opinions.all())
    problems, people = acts.obstacles(subject), names_of(subject)
    may = [one for one in ProposalStep if EVENTS[one] in subject.MACHINE.allowed(subject.stands)]
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
        "opinions": opinions,
        "problems": [in_words(one) for one in problems if subject.state in BEFORE_SUBMISSION],
        "forms": [{"step": one, "form": form} for one, form in forms.items()],
        "wrong": wrong[1] if wrong else None,
        "steps": steps_of(subject, text=lambda line: people.get(line.by_text, "")),
    }
    return show(request, "overseer/amendment.html", context, status=422 if wrong else 200)


def _for_officer(request: SignedInRequest, pk: int) -> Amendment:
    """
    Return the proposal, for an officer whose division governs it.

    :raises django.http.Http404: if there is none, or another division's
    """
    return get_object_or_404(Amendment.objects.visible_to(officer(request)), pk=pk)
