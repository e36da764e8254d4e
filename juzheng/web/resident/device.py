"""
What this device has begun and filed (这台设备上的申请), each with a name that addresses carry.

The cookie holds one secret and the names. Nobody can make an application's key out of its name
alone, and every page and form names its own: however many tabs there are, none meets another's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from secrets import token_hex, token_urlsafe

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from juzheng.acts.cases import drafts, intake
from juzheng.records.models import Case, Draft
from juzheng.web.shared.security import ours_alone
from juzheng.web.shared.visitors import APPLICATION_COOKIE

MOST = 5  # applications being filled in at once; and so many receipts stay in reach
# How long a receipt opens again where it was filed: the next person may use the same computer.
RECEIPT_MINUTES = 30


def draft_of(request: HttpRequest, name: str) -> Draft | None:
    """Return this device's draft of that name, if it is still there."""
    key = _key(_held(request)[0], name)
    return Draft.objects.select_related("committee").filter(key=key).first()


def filed_of(request: HttpRequest, name: str) -> Case | None:
    """Return what this device's application has become, if filed just now and not taken off."""
    secret, names = _held(request)
    return _filed([_key(secret, name)]).first() if name in names else None


def others_than(request: HttpRequest, name: str) -> int:
    """Return how many applications besides ``name`` are being filled in here (还有几件没填完)."""
    keys = [key for key, one in _keys(request).items() if one != name]
    return Draft.objects.filter(key__in=keys).count() if keys else 0


def drafts_of(request: HttpRequest) -> dict[str, Draft]:
    """Return the applications that are being filled in here, the latest first (未完成的申请)."""
    keys = _keys(request)
    found = Draft.objects.select_related("committee").filter(key__in=keys)
    return {keys[draft.key]: draft for draft in found.order_by("-changed_at")}


def just_filed(request: HttpRequest, number: str) -> Case | None:
    """Return the case of that number while its receipt opens here (刚提交的)."""
    found = _filed(_keys(request)).filter(number=number).first()
    return found if found is not None and knows_code(found) else None


def knows_code(case: Case) -> bool:
    """Return whether the code of the device that filed ``case`` is its code still (旧码作废)."""
    return intake.code_fits(case, intake.code_of(case))


def _filed(keys: Iterable[str]) -> QuerySet[Case]:
    """Return the cases of those keys; only those whose receipts still open."""
    since = timezone.now() - timedelta(minutes=RECEIPT_MINUTES)
    found = Case.objects.filter(idempotency_key__in=list(keys), received_at__gte=since)
    return found.select_related("committee", "revision")


def newcomer(request: HttpRequest) -> tuple[str, str, str]:
    """Return for an application that begins now: the device's secret, a fresh name, its key."""
    secret, name = _held(request)[0] or token_urlsafe(32), token_hex(6)
    return secret, name, _key(secret, name)


def remember(
    response: HttpResponse, request: HttpRequest, secret: str, name: str, unfinished: Iterable[str]
) -> None:
    """Keep ``name`` beside those ``unfinished`` and the latest others, as long as drafts live."""
    names, live = _held(request)[1], set(unfinished)
    others = [one for one in names if one not in live][:MOST]
    _write(response, secret, [name, *(one for one in names if one in live or one in others)])


def filed(response: HttpResponse, request: HttpRequest, name: str) -> None:
    """Hold ``name`` as that of what was just filed: another tab may have written over it."""
    secret, names = _held(request)
    _write(response, secret, [name, *names])


def renew(response: HttpResponse, request: HttpRequest) -> None:
    """
    Let the cookie live as long as what was written just now: that counts from its last change.

    Once a day is enough, and leaves alone what another tab has begun at the same moment.
    """
    a_day, salt = 24 * 60 * 60, APPLICATION_COOKIE
    if not request.get_signed_cookie(APPLICATION_COOKIE, "", salt=salt, max_age=a_day):
        _write(response, *_held(request))


def drop(response: HttpResponse, request: HttpRequest, case: Case) -> None:
    """Take the receipt of ``case`` off this device, and leave all else on it alone."""
    secret, names = _held(request)
    if mine := [one for one in names if _key(secret, one) == case.idempotency_key]:
        _write(response, secret, [one for one in names if one not in mine])


def _write(response: HttpResponse, secret: str, names: list[str]) -> None:
    response.set_signed_cookie(
        APPLICATION_COOKIE,
        ".".join((secret, *dict.fromkeys(names))),
        salt=APPLICATION_COOKIE,
        max_age=drafts.KEPT_DAYS * 24 * 60 * 60,
        **ours_alone(),
    )


def _held(request: HttpRequest) -> tuple[str, list[str]]:
    held = request.get_signed_cookie(APPLICATION_COOKIE, "", salt=APPLICATION_COOKIE)
    secret, *names = str(held).split(".")
    return secret, names


def _keys(request: HttpRequest) -> dict[str, str]:
    secret, names = _held(request)
    return {_key(secret, name): name for name in names}


def _key(secret: str, name: str) -> str:
    """Return the key of an application; of a device that has begun none, one that fits nothing."""
    return salted_hmac(name, secret, algorithm="sha256").hexdigest() if secret else ""
