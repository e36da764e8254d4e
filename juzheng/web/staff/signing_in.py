"""Signing in (登录): password, then the second factor of those who have one."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from juzheng.acts.base import people
from juzheng.law.base.permissions import AccountEvent
from juzheng.records.history import account_lines
from juzheng.records.models import User
from juzheng.web.shared import devices, reauthentication
from juzheng.web.shared.access import home_of
from juzheng.web.shared.security import own_path
from juzheng.web.staff.forms import CodeForm, SignInForm

log = logging.getLogger(__name__)

BACKEND = "django.contrib.auth.backends.ModelBackend"
HALF_WAY_MINUTES = 10  # between the password and the code
_HALF_WAY = "half_way_in"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; never say which of the two was wrong."""
    way_on = own_path(request.POST.get("next", request.GET.get("next", "")), "")
    form = SignInForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _asked(request, "staff/sign_in.html", form, way_on)
    tries = reauthentication.at_the_door(request, form.cleaned_data["username"])
    if reauthentication.too_many(tries):
        log.warning("sign-in slowed down")
        return reauthentication.slow_down(request)
    user = reauthentication.password_fits(request, **form.cleaned_data)
    if user is None:
        log.info("sign-in failed: password")
        form.add_error(
            None,
            _("账号或密码不对。请对照后再输一次；忘了密码的，请由本单位系统操作员在服务器上重设。"),
        )
        return _asked(request, "staff/sign_in.html", form, way_on)
    reauthentication.forgive(tries)
    if user.totp_secret:
        request.session[_HALF_WAY] = {"user": user.pk, "at": timezone.now().isoformat()}
        return redirect(f"code/?{urlencode({'next': way_on})}")
    return _let_in(request, user, way_on)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the second factor; the password was right."""
    way_on = own_path(request.POST.get("next", request.GET.get("next", "")), "")
    user = _half_way(request)
    if user is None:
        return redirect("staff:sign-in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _asked(request, "staff/second_factor.html", form, way_on)
    tries = reauthentication.with_password(request, user)
    if reauthentication.too_many(tries):
        log.warning("sign-in slowed down")
        return reauthentication.slow_down(request)
    if not people.totp_fits(user, form.cleaned_data["code"], at=timezone.now()):
        log.info("sign-in failed: code")
        form.add_error("code", _("动态口令不对，或者已经用过。请等下一个口令出来再输。"))
        return _asked(request, "staff/second_factor.html", form, way_on)
    reauthentication.forgive(tries)
    return _let_in(request, user, way_on)


def _asked(request: HttpRequest, template: str, form: Form, way_on: str) -> HttpResponse:
    context = {"form": form, "next": way_on}
    return render(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and everything it remembers."""
    logout(request)
    return redirect("staff:sign-in")


def _let_in(request: HttpRequest, user: User, way_on: str) -> HttpResponse:
    """Begin a session under a new key, so that a key known before is worth nothing."""
    request.session.pop(_HALF_WAY, None)
    _tell_of_changes(request, user)
    login(request, user, backend=BACKEND)
    request.session.set_expiry(settings.SESSION_COOKIE_AGE)
    log.info("sign-in succeeded")
    return devices.remember(request, redirect(way_on or home_of(user)), user)


def _tell_of_changes(request: HttpRequest, user: User) -> None:
    """Say what was done to the account since its owner was here last; there is no mail yet."""
    if user.last_login is None:
        return
    for line in account_lines(user, since=user.last_login)[::-1]:
        what = gettext(AccountEvent(line.event).label)
        day = date_format(timezone.localtime(line.at), "Y-m-d H:i")
        changed = gettext(
            "上次登录以后，您的账号有变动：%(what)s（%(day)s）。不是您本人办的，请马上告诉本单位系统操作员。"
        )
        messages.warning(request, changed % {"what": what, "day": day})


def _half_way(request: HttpRequest) -> User | None:
    """Return who gave the right password a few minutes ago in this browser."""
    known = cast("dict[str, str]", request.session.get(_HALF_WAY) or {})
    if not known:
        return None
    age = timezone.now() - datetime.fromisoformat(known["at"])
    if not timedelta() <= age < timedelta(minutes=HALF_WAY_MINUTES):
        return None
    return User.objects.filter(pk=known["user"], is_active=True).first()
