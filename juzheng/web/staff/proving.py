"""Proving who one is (身份验证): counted, slowed down, and said the same way for every mistake."""

from __future__ import annotations

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from juzheng.acts import attempts, people
from juzheng.records.models import User

WINDOW_MINUTES = 15
TRIES_FOR_AN_ACCOUNT = 5
# A whole office shares one address, and all of it signs in at half past eight.
TRIES_FROM_AN_ADDRESS = 30


def too_many_tries(request: HttpRequest, account: str) -> bool:
    """Count one try for ``account`` from this address; return whether that is too many."""
    at = timezone.now()
    address = request.META.get("REMOTE_ADDR", "")
    for_account = attempts.count(
        "sign-in", account.casefold(), window_minutes=WINDOW_MINUTES, at=at
    )
    from_address = attempts.count(
        "sign-in-address", address, window_minutes=WINDOW_MINUTES, at=at
    )
    return for_account > TRIES_FOR_AN_ACCOUNT or from_address > TRIES_FROM_AN_ADDRESS


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
