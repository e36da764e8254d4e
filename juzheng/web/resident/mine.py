"""
My cases (我的办件): what this telephone shows without number and code.

Only where somebody says that the telephone is their own, each case for so many days from then on.
The cookie is signed and names rows: no name, no number, no code.
A new code, given at the counter, shuts out every telephone that knew the old one.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from juzheng.records.models import Case
from juzheng.web.resident import device
from juzheng.web.shared.security import ours_alone

COOKIE = "juzheng_filed"
KEPT_DAYS = 90
MOST = 20


class Kept(NamedTuple):
    """What the cookie holds of one case: by which code, and its last day (记到哪天)."""

    mark: str
    until: date


def kept(request: HttpRequest) -> list[Case]:
    """Return the cases that this telephone is to remember: open ones first, then the latest."""
    marks = _marks(request)
    found = Case.objects.select_related("committee", "revision").filter(pk__in=marks)
    held = [one for one in found.order_by("-received_at") if marks[one.pk].mark == _mark(one)]
    return sorted(held, key=lambda one: not one.is_open)


def recoded(request: HttpRequest) -> int:
    """Return how many of them got a new code since (换了查询码): they are shown here no more."""
    marks = _marks(request)
    found = Case.objects.filter(pk__in=marks, erased_at=None)
    return sum(marks[one.pk].mark != _mark(one) for one in found)


def keep(response: HttpResponse, request: HttpRequest, case: Case) -> None:
    """Remember ``case`` on this telephone, beside the others, whose days go on as they were."""
    now = Kept(_mark(case), timezone.localdate() + timedelta(days=KEPT_DAYS))
    _write(response, {case.pk: now, **_without(request, case)})


def drop(response: HttpResponse, request: HttpRequest, case: Case) -> None:
    """Forget ``case`` on this telephone, its receipt as well; it goes on all the same."""
    _write(response, _without(request, case))
    device.drop(response, request, case)


def forget(response: HttpResponse) -> None:
    """Forget all of them."""
    response.delete_cookie(COOKIE, samesite="Lax")


def _mark(case: Case) -> str:
    """Return what tells today's code from one that was replaced; it tells nobody the code."""
    return salted_hmac(COOKIE, f"{case.pk} {case.secret_hash}").hexdigest()[:12]


def _without(request: HttpRequest, case: Case) -> dict[int, Kept]:
    return {pk: one for pk, one in _marks(request).items() if pk != case.pk}


def _marks(request: HttpRequest) -> dict[int, Kept]:
    """Return what the cookie holds and whose days are not over; of older cookies nothing."""
    said = str(request.get_signed_cookie(COOKIE, "", salt=COOKIE))
    parts = (one.split("-") for one in said.split("."))
    held = {int(one[0]): Kept(one[1], date.fromordinal(int(one[2]))) for one in parts if one[2:]}
    return {pk: one for pk, one in held.items() if one.until > timezone.localdate()}


def _write(response: HttpResponse, marks: dict[int, Kept]) -> None:
    if not marks:
        forget(response)
        return
    latest = list(marks.items())[:MOST]
    value = ".".join(f"{pk}-{one.mark}-{one.until.toordinal()}" for pk, one in latest)
    days = (max(one.until for _pk, one in latest) - timezone.localdate()).days
    seconds = days * 24 * 60 * 60
    response.set_signed_cookie(COOKIE, value, salt=COOKIE, max_age=seconds, **ours_alone())
