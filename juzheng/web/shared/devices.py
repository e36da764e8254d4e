"""Known devices (认得的设备): where a member of staff has signed in before, tries count apart.

A signed cookie for each account, given after a whole sign-in. Whoever guesses elsewhere fills other
counters, so nobody locks a member of staff out of their own computer. It opens no door by itself,
and is worth nothing once the password or the second factor has changed.
"""

from __future__ import annotations

from secrets import token_hex

from django.http import HttpRequest, HttpResponse

from juzheng.records.models import User
from juzheng.records.sealed import blind_index
from juzheng.web.shared.security import ours_alone

KEPT_DAYS = 180
_SALT = "juzheng.device"


def device_of(request: HttpRequest, username: str) -> str:
    """Return which device of ``username`` this is; "" if that account never signed in here."""
    kept = request.get_signed_cookie(
        _name(username), default="", salt=_SALT, max_age=KEPT_DAYS * 86_400
    )
    token, _, mark = (kept or "").partition(".")
    user = User.objects.filter(username=username).first() if token else None
    return token if user is not None and mark == _mark(user) else ""


def remember(request: HttpRequest, response: HttpResponse, user: User) -> HttpResponse:
    """Let ``response`` tell this browser that ``user`` has signed in here."""
    token = device_of(request, user.username) or token_hex(16)
    response.set_signed_cookie(
        _name(user.username),
        f"{token}.{_mark(user)}",
        salt=_SALT,
        max_age=KEPT_DAYS * 86_400,
        path="/sign-in/",
        **ours_alone(),
    )
    return response


def _name(username: str) -> str:
    return f"juzheng_device_{blind_index(f'device of {username}')[:16]}"


def _mark(user: User) -> str:
    return blind_index(f"device mark {user.get_session_auth_hash()}")[:16]
