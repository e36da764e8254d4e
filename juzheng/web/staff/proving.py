"""Proving who one is (身份验证): counted, slowed down, and said the same way for every mistake."""

from __future__ import annotations

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts import attempts, people
from juzheng.records.models import User
from juzheng.web.access import remember_step_up, stepped_up
from juzheng.web.staff.forms import ProofForm

WINDOW_MINUTES = 15
TRIES_FOR_AN_ACCOUNT = 5
# A whole office shares one address, and all of it signs in at half past eight.
TRIES_FROM_AN_ADDRESS = 30


def too_many_tries(request: HttpRequest, account: str) -> bool:
    """
    Count one try for ``account`` from this address; return whether that is too many.

    Counted before the proof is looked at, so that a hundred guesses at once are a hundred.
    """
    at = timezone.now()
    counts = [
        attempts.count(what, who, window_minutes=WINDOW_MINUTES, at=at) > most
        for what, who, most in _counted(request, account)
    ]
    return any(counts)


def forgive(request: HttpRequest, account: str) -> None:
    """Take back the try that was just counted: it was right."""
    for what, who, _most in _counted(request, account):
        attempts.take_back(what, who, window_minutes=WINDOW_MINUTES, at=timezone.now())


def _counted(request: HttpRequest, account: str) -> tuple[tuple[str, str, int], ...]:
    return (
        ("sign-in", account.casefold(), TRIES_FOR_AN_ACCOUNT),
        ("sign-in-address", request.META.get("REMOTE_ADDR", ""), TRIES_FROM_AN_ADDRESS),
    )


def slow_down(request: HttpRequest) -> HttpResponse:
    """Return 429 with the time after which to try again; the window ends on the clock."""
    window = WINDOW_MINUTES * 60
    wait = window - int(timezone.now().timestamp()) % window
    context = {"minutes": max(1, -(-wait // 60)), "tries": TRIES_FOR_AN_ACCOUNT}
    answer = render(request, "staff/slow_down.html", context, status=429)
    answer.headers["Retry-After"] = str(wait)
    return answer


def password_fits(request: HttpRequest, username: str, password: str) -> User | None:
    """Return the active user whose password it is; an unknown name takes as long as a known one."""
    user = authenticate(request, username=username, password=password)
    return user if isinstance(user, User) else None


def proof_fits(request: HttpRequest, user: User, proof: str) -> bool:
    """Return whether ``proof`` is the code of ``user``, or the password where there is no code."""
    if user.totp_secret:
        return people.totp_fits(user, proof, at=timezone.now())
    return password_fits(request, user.username, proof) is not None


def step_up(request: HttpRequest, user: User, form: ProofForm) -> HttpResponse | None:
    """
    Have ``user`` prove again who is at the keyboard, unless a few minutes ago.

    Returns None when proven or when ``form`` now holds what is wrong; 429 when tried too often.
    """
    if stepped_up(request) or not form.is_valid():
        return None
    account = user.username
    if too_many_tries(request, account):
        return slow_down(request)
    if proof_fits(request, user, form.cleaned_data["proof"]):
        forgive(request, account)
        remember_step_up(request)
    else:
        form.add_error("proof", _("密码或动态口令不对。请重新输入;动态口令每个只能用一次。"))
    return None
