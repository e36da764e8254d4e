"""The responsible person's pen (负责人签字): what waits, the pen for one or several, and back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base.moves import NotReady, NotYours
from juzheng.acts.cases import batch, drafting
from juzheng.acts.cases import signing as signing_act
from juzheng.acts.cases.reading import ChangedSinceSeen
from juzheng.law.base.permissions import Permission
from juzheng.law.cases.certificates import masked_name
from juzheng.law.cases.reading import Signed
from juzheng.records.inquiries import letters, waiting
from juzheng.records.models import User
from juzheng.web.clerk import beside, casefile, pen, queue
from juzheng.web.clerk.answering import issue
from juzheng.web.clerk.forms.case import BackForm
from juzheng.web.clerk.views.cases import not_kept, onward, shown
from juzheng.web.shared import reauthentication
from juzheng.web.shared.access import (
    SignedInRequest,
    case_for_pen,
    forget_step_up,
    is_old,
    pen_of,
    show,
    signed_in,
    stepped_up,
)
from juzheng.web.shared.act_results import in_words, tried
from juzheng.web.shared.law_sentences import in_language
from juzheng.web.shared.reauthentication import ProofForm, proof_for

TONES = {Signed.SIGNED: "now", Signed.MAKING: "checked"}


@signed_in("GET", "POST")
def signatures(request: SignedInRequest) -> HttpResponse:
    """Show what waits for a signature; sign what was read and ticked, with one proof."""
    pen_of(request)
    if request.method != "POST":
        return _listed(request)
    proof = ProofForm(request.POST, user=request.user)
    ticked = pen.ticked(request.POST.getlist("case"), request.user)
    if wrong := _wrong(len(ticked)):
        proof.add_error(None, wrong)
        return _listed(request, form=proof, ticked=ticked)
    if (slow := reauthentication.step_up(request, request.user, proof)) is not None:
        return slow
    if not stepped_up(request):
        return _listed(request, form=proof, ticked=ticked)
    results = batch.sign_each(ticked, by=request.user, at=timezone.now())
    return _listed(request, results=[_told(one) for one in results])


def _wrong(ticked: int) -> str:
    if not ticked:
        return _("还没有勾选要签的件。请先看过，再勾选。")
    if ticked > pen.AT_ONCE:
        most = {"most": pen.AT_ONCE, "ticked": ticked}
        return _("一次最多签 %(most)d 件，现在勾选了 %(ticked)d 件。请分两次签。") % most
    return ""


def _listed(request: SignedInRequest, **more: Any) -> HttpResponse:
    found = pen.waiting(request.user).take(pen.LISTED + 1)
    rows = pen.rows(found[: pen.LISTED], request.user, timezone.now())
    unread = [row["case"] for row in rows if not (row["read"] or row["own"])]
    form = more.get("form")
    context = {
        "waiting": rows,
        "letters_waiting": _replies(request.user),
        "lent": pen.lent_to(request.user),
        "own_pen": request.user.may(Permission.SIGN),
        "more": len(found) > pen.LISTED,
        "first_unread": unread[0] if unread else None,
        "readable": any(row["read"] for row in rows),
        "batch_kind": "secondary" if unread else "",
        "proof_form": None if stepped_up(request) else form or proof_for(request),
        **more,
        "ticked": [case.number for case in more.get("ticked", ())],
    }
    return show(request, "clerk/signatures.html", context)


def _replies(user: User) -> list[dict[str, Any]]:
    """Return the replies to authorities that wait for this pen (待签字的复函), one by one."""
    found = list(waiting.for_pen(user)[: pen.LISTED])
    mine = letters.touched(found, user)
    return [
        {
            "number": one.number,
            "sender": one.sender,
            "due_on": one.due_on,
            "told": _("您经手过，要请别人签") if one.pk in mine else "",
        }
        for one in found
    ]


def _told(one: batch.Result) -> dict[str, Any]:
    """Return one result in words: what was signed, or why not."""
    why = [in_words(obstacle) for obstacle in one.obstacles]
    why += [_("不一样的：%s") % "、".join(_(part.label) for part in one.changed)] * bool(
        one.changed
    )
    why += [_("最后一步：%s") % in_language(one.happened)] * bool(one.happened)
    return {
        "case": one.case,
        "who": masked_name(one.case.applicant_name),
        "short": queue.short(one.case),
        "went": one.went.label,
        "number": one.number,
        "tone": TONES.get(one.went, "instead"),
        "why": why,
    }


@signed_in("POST")
def signature(request: SignedInRequest, number: str) -> HttpResponse:
    """Sign and issue, after a proof of who is at the keyboard."""
    subject = case_for_pen(request, number)
    if is_old(request, subject):  # then the next proof is a new one
        forget_step_up(request)
        return not_kept(request, subject, beside.form(request, subject))
    why = _("没有签字：退回的理由写了，还没有退回。要退回的，请按“退回”；要签字的，请先清空理由。")
    if forms := beside.begun(request, subject, why):
        return shown(request, subject, status=422, **forms)
    proof = ProofForm(request.POST, user=request.user)
    if (slow := reauthentication.step_up(request, request.user, proof)) is not None:
        return slow
    if not stepped_up(request):
        return shown(request, subject, status=422, proof_form=proof)
    try:
        issue(request, partial(signing_act.sign, subject), _("文书已签字出具，编号 %s。"))
    except NotReady as unready:
        if not casefile.signs(subject, request.user):  # of a pen given back, no page says a word
            for one in unready.obstacles:
                messages.error(request, in_words(one))
        return shown(request, subject, status=409)
    except ChangedSinceSeen:
        return shown(request, subject, status=409)  # which says what, and asks for the proof again
    if pen.waiting(request.user).first():
        return redirect("clerk:signatures")
    return redirect("clerk:case", number)


@signed_in("POST")
def send_back(request: SignedInRequest, number: str) -> HttpResponse:
    """Send the draft back to the clerk with a reason."""
    subject = case_for_pen(request, number)
    form = BackForm(request.POST)
    if is_old(request, subject):
        return not_kept(request, subject, form)
    if not form.is_valid():
        return shown(request, subject, status=422, back_form=form)
    over = _("您现在不能替负责人退回这一件：授权没有开始、已经到期、收回，或者不包括这一项。")
    with tried(request, _("已退回经办人补正。"), {NotYours: over}) as how:
        drafting.send_back(subject, reason=form.said, by=request.user, at=timezone.now())
    if how.overtaken:
        return onward(request, subject, form, how)
    if pen.waiting(request.user).first():
        return redirect("clerk:signatures")
    return redirect("clerk:case", number)
