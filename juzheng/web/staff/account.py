"""One's own account (我的账号): password and second factor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pyotp
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from juzheng.acts.base import people
from juzheng.law.base.permissions import AccountEvent
from juzheng.outside import qr
from juzheng.records.history import account_lines
from juzheng.records.sealed import CannotUnseal, seal, unseal
from juzheng.web.shared import devices, reauthentication
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.staff.forms import NewCodeForm, OwnerForm, PasswordForm

ISSUER = "Juzheng"
_OFFERED = "offered_totp"


@signed_in("GET")
def account(request: SignedInRequest) -> HttpResponse:
    """Show what the account is, what can be changed, and what was changed when."""
    lines = [
        {"what": AccountEvent(line.event).label, "at": line.at, "own": line.by == request.user}
        for line in account_lines(request.user)
    ]
    return show(request, "staff/account.html", {"lines": lines})


@sensitive_post_parameters()
@signed_in("GET", "POST")
def password(request: SignedInRequest) -> HttpResponse:
    """Change one's own password; other browsers are signed out by it."""
    form = PasswordForm(request.POST if request.method == "POST" else None, user=request.user)

    def change(at: datetime) -> str:
        people.change_password(request.user, form.cleaned_data["new"], at=at)
        return _("密码已更改。其他地方的登录已经退出。")

    return _changed(request, "staff/password.html", form, change)


@sensitive_post_parameters()
@signed_in("GET", "POST")
def code(request: SignedInRequest) -> HttpResponse:
    """Set up or replace the second factor: it counts only once a right code was typed."""
    secret = _offered(request)
    form = NewCodeForm(request.POST if request.method == "POST" else None, user=request.user)
    link = pyotp.TOTP(secret).provisioning_uri(name=request.user.username, issuer_name=ISSUER)
    context = {
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "picture": qr.svg(link),
    }
    if form.is_valid() and not pyotp.TOTP(secret).verify(
        form.cleaned_data["code"], for_time=timezone.now(), valid_window=1
    ):
        form.add_error("code", _("动态口令不对。请核对手机时间，等下一个口令出来再输。"))

    def change(at: datetime) -> str:
        people.set_totp(request.user, secret, at=at)
        del request.session[_OFFERED]
        return _("动态口令已启用。下次登录和签字时都会用到。")

    return _changed(request, "staff/code.html", form, change, **context)


@sensitive_post_parameters()
@signed_in("GET", "POST")
def code_removal(request: SignedInRequest) -> HttpResponse:
    """Remove the second factor, with the password and a last code as proof."""
    if not request.user.totp_secret:
        return redirect("staff:account")
    form = OwnerForm(request.POST if request.method == "POST" else None, user=request.user)

    def change(at: datetime) -> str:
        people.set_totp(request.user, "", at=at)
        return _("动态口令已停用。以后只用密码登录。")

    return _changed(request, "staff/code_removal.html", form, change)


def _changed(
    request: SignedInRequest,
    template: str,
    form: OwnerForm,
    change: Callable[[datetime], str],
    **context: Any,
) -> HttpResponse:
    """Ask for a credential's change; make it once the owner has proven who they are."""
    slow = reauthentication.insist_on_owner(request, request.user, form)
    if slow is not None:
        return slow
    if not form.is_valid():
        return show(request, template, {**context, "form": form})
    messages.success(request, change(timezone.now()))
    update_session_auth_hash(request, request.user)
    return devices.remember(request, redirect("staff:account"), request.user)


def _offered(request: SignedInRequest) -> str:
    """Return the secret on offer in this session: the same one until it is taken."""
    try:
        secret = unseal(request.session.get(_OFFERED, ""), _OFFERED)
    except CannotUnseal:
        secret = ""
    if not secret:
        secret = pyotp.random_base32()
        request.session[_OFFERED] = seal(secret, _OFFERED)
    return secret
