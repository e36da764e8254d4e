"""Objections at every door (异议、复核): what is asked, what is decided, what can still be done."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from juzheng.acts.base.access_log import viewed
from juzheng.acts.base.moves import NotReady, Seen
from juzheng.acts.cases import objection
from juzheng.catalogue import rights
from juzheng.law.cases import objections as law
from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.records.cases import case_file
from juzheng.records.models import Case
from juzheng.web.shared.access import SignedInRequest, show
from juzheng.web.shared.act_results import tried, version_of
from juzheng.web.shared.fields import lines, radios

SENT = _("异议已提交。")


class ObjectionForm(forms.Form):
    """Why the resident does not agree (异议)."""

    reason = lines(
        _("您为什么不同意这次不予出具？"),
        _("请写一句为什么不同意，例如：我手里有某某条例，里面写着要居委会出具。"),
        _("照实写，几句话就行。不用写证件号码和电话。"),
        longest=500,
        rows=4,
    )


class RulingForm(forms.Form):
    """What a second person decides (复核结果)."""

    ruling = radios(
        _("复核结果"),
        [
            (Event.UPHELD.value, _("维持：仍然不予出具")),
            (Event.OVERTURNED.value, _("改变：原告知单作废，重新办理")),
        ],
    )
    answer = lines(
        _("答复居民的话"),
        _("请写明看了什么、为什么这样决定，例如：条例第几条写的是由公安机关办理。"),
        _(
            "居民在“我的办件”里原样看到。写看了什么、为什么这样决定；"
            "不写人的姓名、证件号码和手机号码。"
        ),
        longest=500,
        rows=4,
    )


def objectable(case: Case) -> bool:
    """Return whether an objection to ``case`` may be filed where it stands now (可以提异议)."""
    return case.erased_at is None and Event.OBJECTED in CASES.allowed(case.stands)


def remedy() -> tuple[str, ...]:
    """Return what can be done against a refusal, in the visitor's language."""
    found = rights.remedy()
    how = gettext(found.how).format(days=found.review_working_days)
    return how, gettext(found.onward), gettext(found.nature)


def _changes_first(case: Case) -> tuple[str, ...]:
    decision = case_file.decision_of(case)
    by_rule = not decision.outcome.issues
    return law.changes_first(by_rule=by_rule, may_insist=decision.may_insist)


def review(
    request: SignedInRequest, subject: Case, template: str, *, what: str, after: str, **more: Any
) -> HttpResponse:
    """
    Show what is objected to and decide it, as the committee's or the street's second person.

    :param what: as what the look at the page is written down
    :param after: where whoever has decided goes on
    """
    form, status = RulingForm(request.POST or None), 200
    unsaved: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        acts = {Event.UPHELD.value: objection.uphold, Event.OVERTURNED.value: objection.overturn}
        act = partial(acts[form.cleaned_data["ruling"]], subject)
        seen = Seen(version=version_of(request), by=request.user, at=timezone.now())
        try:
            with tried(request, gettext("复核结果已登记，居民在“我的办件”里能看到。")) as how:
                act(answer=form.cleaned_data["answer"], **seen)
            unsaved = how.unsaved(form)
            if not unsaved:
                return redirect(after)
            subject.refresh_from_db()
            form, status = RulingForm(), 409
        except NotReady:  # the page says what stands in the way
            status = 409
    viewed(subject, what, by=request.user, at=timezone.now())
    ground = case_file.refusal_reason(subject, on=timezone.localdate())
    context = {
        "case": subject,
        "form": form,
        "objection": subject.objections.filter(ruling="").first(),
        "obstacles": objection.obstacles(subject, by=request.user),
        "ground": ground,
        "still_refused": law.STILL_REFUSED,
        "changes_first": _changes_first(subject) if ground else (),
        "unsaved": unsaved,
        **more,
    }
    return show(request, template, context, status=status)
