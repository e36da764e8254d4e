"""
My cases (我的办件): what this telephone shows without number and code.

What was filed is in reach for as long as drafts live, as before; longer only where somebody says
that the telephone is their own. The cookie is signed and names rows: no name, no number, no code.
A new code, given at the counter, shuts out every telephone that knew the old one.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from juzheng.acts.cases import intake
from juzheng.records.models import Case
from juzheng.web.resident import device
from juzheng.web.shared.security import ours_alone

COOKIE = "juzheng_filed"
KEPT_DAYS = 90
MOST = 20


def kept(request: HttpRequest) -> list[Case]:
    """Return the cases that this telephone is to remember, the latest first."""
    marks = _marks(request)
    found = Case.objects.select_related("committee", "revision").filter(pk__in=marks)
    return [one for one in found.order_by("-received_at") if marks[one.pk] == _mark(one)]


def here(request: HttpRequest) -> list[Case]:
    """Return all that this telephone shows: open cases first, then the latest."""
    receipts = device.receipts_of(request).values()
    fresh = [one for one in receipts if intake.code_fits(one, intake.code_of(one))]
    filed = {case.pk: case for case in (*fresh, *kept(request))}
    return sorted(filed.values(), key=lambda one: (not one.is_open, -one.received_at.timestamp()))


def keep(response: HttpResponse, request: HttpRequest, case: Case) -> None:
    """Remember ``case`` on this telephone, beside the others."""
    others = {pk: mark for pk, mark in _marks(request).items() if pk != case.pk}
    _write(response, {case.pk: _mark(case), **others})


def drop(response: HttpResponse, request: HttpRequest, case: Case) -> None:
    """Forget ``case`` on this telephone; it goes on all the same."""
    _write(response, {pk: mark for pk, mark in _marks(request).items() if pk != case.pk})


def forget(response: HttpResponse) -> None:
    """Forget all of them."""
    response.delete_cookie(COOKIE, samesite="Lax")


def _mark(case: Case) -> str:
    """Return what tells today's code from one that was replaced; it tells nobody the code."""
    return salted_hmac(COOKIE, f"{case.pk} {case.secret_hash}").hexdigest()[:12]


def _marks(request: HttpRequest) -> dict[int, str]:
    said = str(request.get_signed_cookie(COOKIE, "", salt=COOKIE))
    parts = (one.partition("-") for one in said.split(".") if one)
    return {int(pk): mark for pk, _dash, mark in parts}


def _write(response: HttpResponse, marks: dict[int, str]) -> None:
    if not marks:
        forget(response)
        return
    value = ".".join([f"{pk}-{mark}" for pk, mark in marks.items()][:MOST])
    seconds = KEPT_DAYS * 24 * 60 * 60
    response.set_signed_cookie(COOKIE, value, salt=COOKIE, max_age=seconds, **ours_alone())
