"""Lending the pen (授权签字): to whom, from when until when, for what; taken back at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from secrets import token_hex
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base.moves import NotYours
from juzheng.acts.cases import delegation
from juzheng.acts.cases.delegation import BadDelegation, Lent
from juzheng.law.base.ledger import canonical_digest
from juzheng.law.base.permissions import Permission
from juzheng.law.cases.delegation import always_in_person
from juzheng.records.cases import pens
from juzheng.records.models import Delegation, Revision, User
from juzheng.web.clerk.forms.delegations import DelegationForm
from juzheng.web.shared import reauthentication
from juzheng.web.shared.access import SignedInRequest, entitled, show, signed_in, stepped_up
from juzheng.web.shared.act_results import attempt
from juzheng.web.shared.law_sentences import in_language
from juzheng.web.shared.reauthentication import ProofForm, proof_for

SHOWN = 50
A_WEEK = timedelta(days=6)  # today and six more


@signed_in("GET", "POST")
def delegations(request: SignedInRequest) -> HttpResponse:
    """Show to whom the pen is lent; a POST lends it, after a proof of who is at the keyboard."""
    user = entitled(request, Permission.SIGN)
    form = _form(request, user)
    if not form.is_valid():
        return _page(request, form)
    proof = ProofForm(request.POST, user=user)
    if (slow := reauthentication.step_up(request, user, proof)) is not None:
        return slow
    if not stepped_up(request):
        return _page(request, form, proof)
    said = form.cleaned_data
    lent = Lent(form.chosen, said["first"], said["last"], said["items"])
    try:
        delegation.give(lent, key=_key(request, lent), by=user, at=timezone.now())
    except BadDelegation as bad:
        form.add_error("first", in_language(str(bad)))
        return _page(request, form)
    messages.success(request, _("已授权。到期自动失效，也可以随时收回。"))
    return redirect("clerk:delegations")


@signed_in("POST")
def delegation_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the pen back at once."""
    own = Delegation.objects.filter(committee=request.user.committee_id)
    row = get_object_or_404(own, pk=pk)
    entitled(request, Permission.SIGN)
    done = _("授权已收回，从现在起不能再签。已经签好的仍然有效。")
    how = attempt(request, partial(delegation.take_back, row), done, {NotYours: ""})
    begun = DelegationForm(
        request.POST, initial=_empty(request.user).initial, **_given(request.user)
    )
    if "first_year" not in request.POST or not begun.has_changed():
        return redirect("clerk:delegations")
    begun.is_valid()  # what was filled in beside the button stays, nothing of it judged
    typed = {name: said for name, said in begun.cleaned_data.items() if said}
    again = _empty(request.user, typed)
    return _page(request, again, status=409 if how.overtaken else 200)


def _key(request: SignedInRequest, lent: Lent) -> str:
    """Return a key of the page and of what is in it, but for the proof."""
    days = [lent.first.isoformat(), lent.last.isoformat()]
    page = request.POST.get("key") or token_hex(16)
    return canonical_digest([page, lent.deputy.pk, *days, *sorted(lent.items)])


def _form(request: SignedInRequest, user: User) -> DelegationForm:
    return (
        DelegationForm(request.POST, **_given(user)) if request.method == "POST" else _empty(user)
    )


def _empty(user: User, typed: Mapping[str, Any] | None = None) -> DelegationForm:
    today = timezone.localdate()
    initial = {"first": today, "last": today + A_WEEK, **(typed or {})}
    return DelegationForm(initial=initial, **_given(user))


def _given(user: User) -> dict[str, Any]:
    return {"people": delegation.candidates(user), **_items(user)}


def _items(user: User) -> dict[str, Any]:
    """Return what the committee has had to do with, by name, and what of it nobody may lend."""
    of_us = Revision.objects.filter(cases__committee=user.committee_id)
    items = {one.subject: one.item for one in of_us.order_by("sequence").distinct()}
    names = sorted(((key, one.name) for key, one in items.items()), key=lambda pair: pair[1])
    own = {key for key, one in items.items() if always_in_person(one)}
    return {"items": names, "own_pen": own}


def _page(
    request: SignedInRequest,
    form: DelegationForm,
    proof: ProofForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    on, user = timezone.localdate(), request.user
    own = Delegation.objects.filter(committee=user.committee_id).select_related("giver", "deputy")
    rows: list[dict[str, Any]] = []
    for row in own[:SHOWN]:
        told = pens.told(row, on)
        only = "、".join(form.known.get(item, item) for item in row.items)
        rows.append({"row": row, "stands": _stands(told), "only": only, "alive": not told.revoked})
    context = {
        "rows": rows,
        "form": form,
        "beside": bool(form.people),
        "key": request.POST.get("key") or token_hex(16),
        "proof_form": None if stepped_up(request) else proof or proof_for(request),
    }
    status = 422 if form.is_bound else status
    return show(request, "clerk/delegations.html", context, status=status)


def _stands(told: Any) -> str:
    if told.revoked:
        return _("已收回")
    if told.lapsed:
        return _("授权的人已不是负责人，不再有效")
    if told.on > told.last:
        return _("已到期")
    return _("还没有开始") if told.on < told.first else _("有效")
