"""Visitors without an account (来访者): how often one may try, told apart by address."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from juzheng.acts.base import attempts

# The key of a resident's draft, and after filing of the receipt; both doors know its name.
APPLICATION_COOKIE = "juzheng_application"


def address(request: HttpRequest) -> str:
    """Return the visitor's network address as the server saw it; no header can change it."""
    return str(request.META.get("REMOTE_ADDR", ""))


def too_often(what: str, who: str, *, limit: int, window_minutes: int, at: datetime) -> bool:
    """Count one more try and return whether ``limit`` tries in the window are exceeded."""
    return attempts.count(what, who, window_minutes=window_minutes, at=at) > limit


def right(what: str, who: str, *, window_minutes: int, at: datetime) -> None:
    """Take back a try that turned out right: only wrong ones add up."""
    attempts.take_back(what, who, window_minutes=window_minutes, at=at)
