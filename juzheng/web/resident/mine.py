"""
My cases (我的办件): what this telephone shows without number and code.

What was filed is in reach for as long as drafts live, as before; longer only where somebody says
that the telephone is their own. The cookie is signed and names rows: no name, no number, no code.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from juzheng.records.models import Case
from juzheng.web.resident import device
from juzheng.web.shared.security import ours_alone

COOKIE = "juzheng_filed"
KEPT_DAYS = 90
MOST = 20


def kept(request: HttpRequest) -> list[Case]:
    """Return the cases that this telephone is to remember, the latest first."""
    found = Case.objects.select_related("committee", "revision").filter(pk__in=_names(request))
    return list(found.order_by("-received_at"))


def here(request: HttpRequest) -> list[Case]:
    """Return all that this telephone shows: open cases first, then the latest."""
    filed = {case.pk: case for case in (*device.receipts_of(request).values(), *kept(request))}
    return sorted(filed.values(), key=lambda one: (not one.is_open, -one.received_at.timestamp()))


def keep(response: HttpResponse, request: HttpRequest, case: Case) -> None:
    """Remember ``case`` on this telephone, beside the others."""
    _write(response, [case.pk, *(one for one in _names(request) if one != case.pk)][:MOST])


def drop(response: HttpResponse, request: HttpRequest, case: Case) -> None:
    """Forget ``case`` on this telephone; it goes on all the same."""
    _write(response, [one for one in _names(request) if one != case.pk])


def forget(response: HttpResponse) -> None:
    """Forget all of them."""
    response.delete_cookie(COOKIE, samesite="Lax")


def _names(request: HttpRequest) -> list[int]:
    said = str(request.get_signed_cookie(COOKIE, "", salt=COOKIE))
    return [int(one) for one in said.split(".") if one][:MOST]


def _write(response: HttpResponse, names: list[int]) -> None:
    if not names:
        forget(response)
        return
    value = ".".join(map(str, names))
    seconds = KEPT_DAYS * 24 * 60 * 60
    response.set_signed_cookie(COOKIE, value, salt=COOKIE, max_age=seconds, **ours_alone())
