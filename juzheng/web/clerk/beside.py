"""What stands beside a button (旁边写了没有登记的): sent with it, and never lost by it."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from juzheng.records.cases import case_file
from juzheng.records.models import Case
from juzheng.web.clerk import casefile
from juzheng.web.clerk.forms.case import BackForm, Beside, VerificationForm
from juzheng.web.shared.access import SignedInRequest


def begun(request: SignedInRequest, case: Case, why: str) -> dict[str, Any]:
    """
    Return the form of the page that something was filled in to, complaining of it; else nothing.

    :param why: what was not done for it, and what to do
    """
    name, filled = _form(request, case, request.POST)
    if not filled.begun:
        return {}
    filled.add_error(None, why)
    return {name: filled}


def form(request: SignedInRequest, case: Case) -> Beside:
    """Return the form of the page as it was sent (一并送来的)."""
    return _form(request, case, request.POST)[1]


def kept(request: SignedInRequest, case: Case) -> dict[str, Any]:
    """Return the form of the page as it was filled in, nothing of it judged yet."""
    sent = request.POST
    said = {**sent.dict(), "usual": sent.getlist("usual")}
    name, filled = _form(request, case, None, initial=said)
    return {name: filled} if filled.begun else {}


def _form(
    request: SignedInRequest, case: Case, sent: QueryDict | None, **more: Any
) -> tuple[str, Beside]:
    if casefile.signs(case, request.user):
        return "back_form", BackForm(sent, **more)
    facts = [one for one in case_file.facts_of(case) if f"means-{one.key}" in request.POST]
    return "verification_form", VerificationForm(facts, sent, **more)
