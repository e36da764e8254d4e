"""Applying (申请): one question a page, the answer before anyone lifts a hand, then the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juzheng.acts.base import access_log
from juzheng.acts.base.moves import FiledOtherwise
from juzheng.acts.cases import drafts, intake
from juzheng.catalogue.pages import PageKind
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.items import BEFORE, Item
from juzheng.records.cases import again, case_file, own_item
from juzheng.records.catalogue import governing
from juzheng.records.models import Draft
from juzheng.records.sealed import blind_index
from juzheng.web.resident import device, filed, filling, mine
from juzheng.web.resident.forms import ConsentForm, StepForm
from juzheng.web.resident.steps import DEMANDER, INSISTS, RECIPIENT, TRANSITION, Step
from juzheng.web.shared import answers, errands, errors, request_catalogue
from juzheng.web.shared.cases import counting
from juzheng.web.shared.fields import NO, YES, WrittenField, in_form
from juzheng.web.shared.law_sentences import in_language
from juzheng.web.shared.place import place_of
from juzheng.web.shared.said import SO, codes_in
from juzheng.web.shared.security import personal
from juzheng.web.shared.visitors import APPLICATION_COOKIE, address, too_often
from juzheng.web.templatetags.juzheng import field

STARTS, STARTS_MINUTES = 60, 60  # applications that one address may begin
LONGEST_SHOWN = 10_000  # characters of digests that a check page sends back


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def applications(request: HttpRequest) -> HttpResponse:
    """Show what is unfinished on this device; a POST begins one (开始申请)."""
    return _start(request) if request.method == "POST" else _unfinished(request)


def _unfinished(request: HttpRequest, *, full: bool = False) -> HttpResponse:
    """Show the applications of this device (未完成的申请), and whether there can be no more."""
    today = timezone.localdate()
    context = {
        "full": full,
        "most": device.MOST,
        "kept_days": drafts.KEPT_DAYS,
        "unfinished": [
            (name, draft, governing.latest(PageKind.ITEM, draft.item_id, today))
            for name, draft in device.drafts_of(request).items()
        ],
    }
    return render(request, "resident/unfinished.html", context, status=409 if full else 200)


def _start(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    item = filling.newest(request.POST.get("item", "")[:20])
    committee = place_of(request).committee
    if committee is None:
        return redirect("public:place-for", item.item_id)
    if too_often("apply", address(request), limit=STARTS, window_minutes=STARTS_MINUTES, at=at):
        return errors.too_many(request, STARTS_MINUTES * 60)
    known, unfinished = _known(request, item.item), device.drafts_of(request)
    begun = (item.item_id, committee.pk, known)
    for name, old in unfinished.items():
        if (old.item_id, old.committee_id, old.answers) == begun:  # pressed twice, nothing typed
            return redirect(filling.filling_of(name, old, on=timezone.localdate()).next_address)
    if len(unfinished) >= device.MOST:
        return _unfinished(request, full=True)
    secret, name, key = device.newcomer(request)
    draft = drafts.start(item.item_id, key=key, committee=committee, answers=known, at=at)
    response = redirect(filling.filling_of(name, draft, on=timezone.localdate()).next_address)
    device.remember(response, request, secret, name, unfinished)
    return response


def _known(request: HttpRequest, item: Item) -> dict[str, Any]:
    """Return what the answer page was told already, so that nobody is asked twice."""
    known: dict[str, Any] = {}
    if request.POST.get("demander") in {kind.value for kind in Demander}:
        known["demander"] = request.POST["demander"]
    if request.POST.get("holds"):
        known[filling.HOLDS] = True
    if said := codes_in(request.POST, SO):
        known[filling.TOLD] = [one.value for one in said]
    for one in item.preconditions:
        if request.POST.get(one.asked.key) in (YES, NO):
            known[one.asked.key] = request.POST[one.asked.key] == YES
    return known | ({filling.KNOWN: sorted(known)} if known else {})


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """Ask one question (一页一问)."""
    draft = device.draft_of(request, name)
    if draft is None:
        return _gone(request, name)
    now = timezone.localtime()
    filled = filling.filling_of(name, draft, on=now.date())
    asked = filled.step(key)
    if request.method != "POST":
        given = draft.answers.get(key, _heard_kind(draft) if asked is DEMANDER else "")
        form = StepForm(asked, initial={"answer": given})
        return _question(request, filled, asked, form)
    form = StepForm(asked, request.POST)
    said = {key: form.cleaned_data["answer"]} if form.is_valid() else {}
    contrary = filled.contradictions({**draft.answers, **said}) if said else []
    for bad in contrary:
        form.add_error("answer", in_form(bad))
    if not form.is_valid():
        before = filled.asked_before(contrary)
        return _question(request, filled, asked, form, before=before, status=422)
    try:
        drafts.keep(draft, said, at=now)
    except Draft.DoesNotExist:  # another tab was faster
        return _gone(request, name)
    response = redirect(_after(filling.filling_of(name, draft, on=now.date()), key))
    device.renew(response, request)
    return response


def _heard_kind(draft: Draft) -> str:
    """Return the kind of unit that the name just written tells of (听出的类别), if any."""
    name = draft.answers.get(RECIPIENT.key, "")
    return (request_catalogue.find(name).demander if name else "") or ""


def _after(filled: filling.Filling, key: str) -> str:
    """Return the address of what comes after the question ``key``."""
    if key.startswith(BEFORE) and filled.decision.trace[-1].rule == "precondition":
        answered = filling.said_before(filled.draft.answers)
        told = {BEFORE + one: YES if yes else NO for one, yes in answered.items()}
        query = urlencode({"item": filled.item.id, **told})
        return f"{reverse('public:ask')}?{query}"  # it ends here: this way onward
    return filled.next_address


def _question(
    request: HttpRequest,
    filled: filling.Filling,
    asked: Any,
    form: StepForm,
    *,
    before: Sequence[Step] = (),
    status: int = 200,
) -> HttpResponse:
    given = filled.draft.answers
    context = {
        "form": form,
        "step": asked,
        "name": filled.name,
        "others": device.others_than(request, filled.name),
        "control": field(form["answer"], heading=True, width=asked.width, **asked.attributes),
        "item": filled.item,
        "committee": filled.draft.committee,
        "place_in_order": filled.number_of(asked),
        "questions": len(filled.asked_here),
        "back": filled.back_from(asked),
        "before": [(filled.address(one), one.label) for one in before],
        "complete": filled.missing is None,
        "in_words": isinstance(form.fields["answer"], WrittenField),
        "heard": asked is DEMANDER and bool(form["answer"].value()) and asked.key not in given,
        "usual": filled.item.used_for if asked.key == "purpose" else (),
    }
    return render(request, "resident/step.html", context, status=status)


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, name: str) -> HttpResponse:
    """Show everything once more with the answer; a POST files what was shown (核对并提交)."""
    draft = device.draft_of(request, name)
    if draft is None:
        return _gone(request, name)
    now = timezone.localtime()
    filled = filling.filling_of(name, draft, on=now.date())
    if filled.missing is not None:
        return redirect(filled.next_address)
    if request.method == "POST":
        changed = filled.changed_since(request.POST.get("shown", "")[:LONGEST_SHOWN])
        if changed is not None:
            messages.warning(request, _told(changed))
            return _review(request, filled, filled.consent_form(), status=409)
    form = filled.consent_form(request.POST if request.method == "POST" else None)
    contrary = filled.contradictions(draft.answers) if form.is_bound else []
    for bad in contrary:
        form.add_error(None, in_form(bad))
    if not form.is_valid():
        status, before = 422 if form.is_bound else 200, filled.asked_before(contrary)
        return _review(request, filled, form, before=before, status=status)
    with suppress(FiledOtherwise):  # another tab was faster: the receipt shows what was filed
        intake.receive(filled.application(form), by=None, at=now)
    drafts.discard(draft)
    response = redirect("resident:receipt", name)
    device.filed(response, request, name)
    return response


def _told(changed: list[str]) -> str:
    """Return in words that nothing was filed, and what is not as the page showed it."""
    what = _("、").join(map(in_language, changed)) or _("填写的内容")
    return _("没有提交：这一页打开以后，%(what)s变了。请重新核对，再提交。") % {"what": what}


def _review(
    request: HttpRequest,
    filled: filling.Filling,
    form: ConsentForm,
    *,
    before: Sequence[Step] = (),
    status: int,
) -> HttpResponse:
    context = {
        "before": [(filled.address(one), one.label) for one in before],
        "form": form,
        "back": filled.address(filled.steps[-1]),
        "name": filled.name,
        "shown": " ".join(f"{key}={digest}" for key, digest in filled.shown().items()),
        "item": request_catalogue.here(filled.item, filled.draft.committee.code),
        "committee": filled.draft.committee,
        "decision": filled.decision,
        "verdict": answers.verdict(filled.decision),
        "last_day": filled.last_day,
        "counted": filled.counted,
        "rows": filed.rows_of_draft(filled),
        "child": filled.child,
        "insists": filled.decision.may_insist
        and filled.draft.answers.get(INSISTS.key) == TRANSITION,
        "keeps": filled.keeps,
        "already": _already(request, filled),
    }
    return render(request, "resident/review.html", context, status=status)


def _already(request: HttpRequest, filled: filling.Filling) -> list[again.There]:
    """
    Return the papers in force on the same, of cases that this telephone keeps (已有的文书).

    Of any other nothing is said: who types somebody's number learns nothing of them here.
    """
    own = {case.number: case for case in mine.kept(request)}
    if not own or filled.number is None:
        return []
    asked = again.Asked(
        committee=filled.draft.committee,
        item=filled.revision.subject,
        identity_index=blind_index(filled.number.number),
        recipient=filled.draft.answers.get("recipient", ""),
    )
    found = [one for one in again.in_force(asked, filled.on) if one.case in own]
    for one in found:
        access_log.viewed(own[one.case], "resident.mine", by=None, at=timezone.now())
    return found


@personal
@require_safe
def receipt(request: HttpRequest, name: str) -> HttpResponse:
    """Show number, code and what was filed, for some minutes where it was filed (受理回执)."""
    case = device.filed_of(request, name)
    if case is None:
        return _gone(request, name)
    if not device.knows_code(case):  # replaced at the counter: nothing of it is shown here any more
        return render(request, "resident/recoded.html", {"case": case})
    access_log.viewed(case, "resident.receipt", by=None, at=timezone.now())
    decision, item = case_file.decision_of(case), own_item.item_of(case)
    context = {
        "case": case,
        "item": item,
        "code": intake.code_of(case),
        "fingerprint": filed.grouped(intake.receipt_fingerprint(case)),
        "decision": decision,
        "verdict": answers.verdict(decision),
        "rows": [*filed.rows_of_case(case), *filed.choice(case, decision)],
        "reaching": errands.reaching(case.telephone),
        "errand": errands.errand(item, decision, filed=True),
        "counted": counting.as_filed(case),
        "kept": any(one.pk == case.pk for one in mine.kept(request)),
        "kept_days": mine.KEPT_DAYS,
        "minutes": device.RECEIPT_MINUTES,
        "insists": intake.STILL_DEMANDED in case.answers and decision.may_insist,
        "others": device.others_than(request, name),
    }
    return render(request, "resident/receipt.html", context)


@require_POST
def removal(request: HttpRequest, name: str) -> HttpResponse:
    """Remove one draft and leave all others alone (删掉草稿)."""
    draft = device.draft_of(request, name)
    if draft is None:
        return _gone(request, name)
    drafts.discard(draft)
    messages.success(request, _("草稿已经删掉。"))
    return redirect("resident:apply" if device.drafts_of(request) else "public:home")


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Remove every draft, and from this device the receipts and the right to follow (清除)."""
    for draft in device.drafts_of(request).values():
        drafts.discard(draft)
    request.session.flush()
    messages.success(request, _("这台设备上的草稿、回执和查询记录已经清除。已提交的申请照常办理。"))
    response = redirect("public:home")
    response.delete_cookie(APPLICATION_COOKIE, samesite="Lax")
    mine.forget(response)
    return response


def _gone(request: HttpRequest, name: str) -> HttpResponse:
    """Say that there is no draft: it was filed, and here is its receipt, or it has expired."""
    asked = request.resolver_match.url_name if request.resolver_match else ""
    if asked != "receipt" and device.filed_of(request, name) is not None:
        return redirect("resident:receipt", name)
    context = {
        "kept_days": drafts.KEPT_DAYS,
        "minutes": device.RECEIPT_MINUTES,
        "others": device.others_than(request, name),
    }
    return render(request, "resident/gone.html", context, status=410)
