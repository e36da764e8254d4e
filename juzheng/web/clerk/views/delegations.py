"""Lending the pen (授权签字): to whom, from when until when, for what; taken back at once."""

from __future__ import annotations

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
    attempt(request, partial(delegation.take_back, row), done, {NotYours: ""})
    return redirect("clerk:delegations")


def _key(request: SignedInRequest, lent: Lent) -> str:
    """Return a key of the page and of what is in it, but for the proof."""
    days = [lent.first.isoformat(), lent.last.isoformat()]
    page = request.POST.get("key") or token_hex(16)
    return canonical_digest([page, lent.deputy.pk, *days, *sorted(lent.items)])


def _form(request: SignedInRequest, user: User) -> DelegationForm:
    today = timezone.localdate()
    given: dict[str, Any] = {"people": delegation.candidates(user), "items": _items(user)}
    if request.method == "POST":
        return DelegationForm(request.POST, **given)
    return DelegationForm(initial={"first": today, "last": today + A_WEEK}, **given)


def _items(user: User) -> list[tuple[str, str]]:
    """Return what the committee has had to do with, by name: what somebody may be limited to."""
    of_us = Revision.objects.filter(cases__committee=user.committee_id)
    names = {one.subject: one.item.name for one in of_us.order_by("sequence").distinct()}
    return sorted(names.items(), key=lambda pair: pair[1])


def _page(
    request: SignedInRequest, form: DelegationForm, proof: ProofForm | None = None
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
        "key": request.POST.get("key") or token_hex(16),
        "proof_form": None if stepped_up(request) else proof or proof_for(request),
    }
    status = 422 if form.is_bound else 200
    return show(request, "clerk/delegations.html", context, status=status)


def _stands(told: Any) -> str:
    if told.revoked:
        return _("已收回")
    if told.lapsed:
        return _("授权的人已不是负责人，不再有效")
    if told.on > told.last:
        return _("已到期")
    return _("还没有开始") if told.on < told.first else _("有效")
