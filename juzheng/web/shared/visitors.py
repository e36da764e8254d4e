"""Visitors without an account (来访者): how often one may try, told apart by address."""

from __future__ import annotations

from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest

from juzheng.acts.base import attempts

# Names the applications that this device has begun and filed; both doors know its name.
APPLICATION_COOKIE = "juzheng_application"


def address(request: HttpRequest) -> str:
    """
    Return the visitor's network address as the server saw it; no header can change it.

    Of IPv6 only the network: one visitor has 2⁶⁴ addresses in it.
    """
    seen = str(request.META.get("REMOTE_ADDR", ""))
    try:
        whole = ip_address(seen.partition("%")[0])
    except ValueError:
        return seen
    if isinstance(whole, IPv6Address):
        return str(whole.ipv4_mapped or ip_network((whole, 64), strict=False))
    return seen


def too_often(
    what: str, who: attempts.Who, *, limit: int, window_minutes: int, at: datetime
) -> bool:
    """Count one more try and return whether ``limit`` tries in the window are exceeded."""
    return attempts.count(what, who, window_minutes=window_minutes, at=at) > limit


def right(what: str, who: attempts.Who, *, window_minutes: int, at: datetime) -> None:
    """Take back a try that turned out right: only wrong ones add up."""
    attempts.take_back(what, who, window_minutes=window_minutes, at=at)
