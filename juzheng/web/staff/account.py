"""One's own account (我的账号): password and second factor."""

from __future__ import annotations

import pyotp
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from juzheng.acts.base import people
from juzheng.outside import qr
from juzheng.records.sealed import CannotUnseal, seal, unseal
from juzheng.web.shared import reauthentication
from juzheng.web.shared.access import SignedInRequest, context_of, signed_in
from juzheng.web.shared.reauthentication import ProofForm
from juzheng.web.staff.forms import CodeForm, PasswordForm

ISSUER = "Juzheng"
_OFFERED = "offered_totp"


@signed_in("GET")
def account(request: SignedInRequest) -> HttpResponse:
    """Show what the account is, and what can be changed."""
    return render(request, "staff/account.html", context_of(request.user))


@sensitive_post_parameters()
@signed_in("GET", "POST")
def password(request: SignedInRequest) -> HttpResponse:
    """Change one's own password; other browsers are signed out by it."""
    form = PasswordForm(request.POST if request.method == "POST" else None, user=request.user)
    context = {**context_of(request.user), "form": form}
    if request.method != "POST":
        return render(request, "staff/password.html", context)
    if reauthentication.too_many_tries(request, request.user.username):
        return reauthentication.slow_down(request)
    known = form.data.get("old", "")[:200]
    if (
        form.is_valid()
        and reauthentication.password_fits(request, request.user.username, known) is None
    ):
        form.add_error("old", _("现在的密码不对。请重新输入。"))
    if form.errors:
        return render(request, "staff/password.html", context, status=422)
    reauthentication.forgive(request, request.user.username)
    people.change_password(request.user, form.cleaned_data["new"], at=timezone.now())
    update_session_auth_hash(request, request.user)
    messages.success(request, _("密码已更改。其他地方的登录已经退出。"))
    return redirect("staff:account")


@signed_in("GET", "POST")
def code(request: SignedInRequest) -> HttpResponse:
    """Set up the second factor: it counts only once a right code was typed."""
    secret = _offered(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    link = pyotp.TOTP(secret).provisioning_uri(name=request.user.username, issuer_name=ISSUER)
    context = {
        **context_of(request.user),
        "form": form,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "picture": qr.svg(link),
    }
    if request.method != "POST":
        return render(request, "staff/code.html", context)
    if form.is_valid() and not pyotp.TOTP(secret).verify(
        form.cleaned_data["code"], for_time=timezone.now(), valid_window=1
    ):
        form.add_error("code", _("动态口令不对。请核对手机时间，等下一个口令出来再输。"))
    if form.errors:
        return render(request, "staff/code.html", context, status=422)
    people.set_totp(request.user, secret, at=timezone.now())
    del request.session[_OFFERED]
    messages.success(request, _("动态口令已启用。下次登录和签字时都会用到。"))
    return redirect("staff:account")


@signed_in("GET", "POST")
def code_removal(request: SignedInRequest) -> HttpResponse:
    """Remove the second factor, with a last code as proof."""
    form = ProofForm(request.POST if request.method == "POST" else None, user=request.user)
    context = {**context_of(request.user), "form": form}
    if not request.user.totp_secret:
        return redirect("staff:account")
    if request.method != "POST":
        return render(request, "staff/code_removal.html", context)
    if reauthentication.too_many_tries(request, f"code|{request.user.pk}"):
        return reauthentication.slow_down(request)
    if form.is_valid() and not reauthentication.proof_fits(
        request, request.user, form.cleaned_data["proof"]
    ):
        form.add_error("proof", _("动态口令不对，或者已经用过。请等下一个口令出来再输。"))
    if form.errors:
        return render(request, "staff/code_removal.html", context, status=422)
    reauthentication.forgive(request, f"code|{request.user.pk}")
    people.set_totp(request.user, "", at=timezone.now())
    messages.success(request, _("动态口令已停用。以后只用密码登录。"))
    return redirect("staff:account")


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
