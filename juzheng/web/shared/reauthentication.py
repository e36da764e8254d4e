"""Proving who one is (身份验证): counted, slowed down, and said the same way for every mistake."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from juzheng.acts.base import attempts, people
from juzheng.records.models import User
from juzheng.web.shared.access import SignedInRequest, remember_step_up, stepped_up
from juzheng.web.shared.devices import device_of
from juzheng.web.shared.visitors import address

LONGEST_PASSWORD = 200  # a longer one only costs the hasher time

TOO_LONG = _("密码没有这么长。请重新输入。")
NO_CONTROL_CHARACTERS = {
    "null_characters_not_allowed": _("里面有看不见的控制字符。请删掉重新输入，不要从别处粘贴。")
}
ONE_TIME = {"autocomplete": "one-time-code", "inputmode": "numeric"}
WINDOW_MINUTES = 15
TRIES_FOR_AN_ACCOUNT = 5  # from one address or one known device
TRIES_FROM_ANYWHERE = 100  # for one account, from all devices that are not known together
# A whole office shares one address, and all of it signs in at half past eight.
TRIES_FROM_AN_ADDRESS = 30


def password_box(
    label: Any, missing: Any, *, too_long: Any = TOO_LONG, new: bool = False, **more: Any
) -> forms.CharField:
    """Return a box for a password, kept from sight and taken as it is (密码)."""
    return forms.CharField(
        label=label,
        max_length=LONGEST_PASSWORD,
        strip=False,
        error_messages={"required": missing, "max_length": too_long, **NO_CONTROL_CHARACTERS},
        widget=forms.PasswordInput({"autocomplete": f"{'new' if new else 'current'}-password"}),
        **more,
    )


class ProofForm(forms.Form):
    """
    The proof that the same person is still at the keyboard (再次验证).

    One box for the password, or for the code of those who have a second factor.
    """

    proof = password_box(
        _("再输一次密码"),
        _("请再输一次，确认是您本人。"),
        too_long=_("没有这么长。请重新输入。"),
        help_text=_("签字和撤销前要确认是您本人；5 分钟内不再问，打开的件看过以后又有变化的除外。"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.totp_secret:
            box = self.fields["proof"]
            box.label = _("动态口令")
            box.help_text = _(
                "抄下手机上现在显示的 6 位数字，确认是您本人；"
                "5 分钟内不再问，打开的件看过以后又有变化的除外。"
            )
            box.widget = forms.TextInput(ONE_TIME)


def proof_for(request: SignedInRequest, **more: Any) -> ProofForm | None:
    """Return the box for the proof; None if it was given a few minutes ago."""
    return None if stepped_up(request) else ProofForm(user=request.user, **more)


Tries = tuple[tuple[str, attempts.Who, int], ...]  # what is tried, by whom, how often at most


def at_the_door(request: HttpRequest, username: str) -> Tries:
    """
    Return what a password for ``username`` counts as, tried by somebody who is not signed in.

    From a known device it counts there and nowhere else: no stranger locks its owner out.
    """
    name = username.casefold()
    if device := device_of(request, username):
        return (("sign-in-device", (name, device), TRIES_FOR_AN_ACCOUNT),)
    where = address(request)
    return (
        ("sign-in", (name, where), TRIES_FOR_AN_ACCOUNT),
        ("sign-in-address", where, TRIES_FROM_AN_ADDRESS),
        ("sign-in-account", name, TRIES_FROM_ANYWHERE),
    )


def with_password(request: HttpRequest, user: User) -> Tries:
    """
    Return what a code counts as, tried by somebody who knows the password of ``user``.

    Six digits are soon guessed from many addresses: all devices that are not known count together.
    """
    if device := device_of(request, user.username):
        return (("code-device", (str(user.pk), device), TRIES_FOR_AN_ACCOUNT),)
    return (("code", str(user.pk), TRIES_FOR_AN_ACCOUNT),)


def signed_in_as(request: HttpRequest, user: User) -> Tries:
    """Return what a proof counts as, tried in the session of ``user``: nobody else adds to it."""
    session = request.session.session_key or ""
    return (("proof", (str(user.pk), session), TRIES_FOR_AN_ACCOUNT),)


def too_many(tries: Tries) -> bool:
    """
    Count one try; return whether that is too many.

    Counted before the proof is looked at, so that a hundred guesses at once are a hundred.
    """
    at = timezone.now()
    counts = [
        attempts.count(what, who, window_minutes=WINDOW_MINUTES, at=at) > most
        for what, who, most in tries
    ]
    return any(counts)


def forgive(tries: Tries) -> None:
    """Take back the try that was just counted: it was right."""
    for what, who, _most in tries:
        attempts.take_back(what, who, window_minutes=WINDOW_MINUTES, at=timezone.now())


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


def insist_on_owner(request: HttpRequest, user: User, form: forms.Form) -> HttpResponse | None:
    """
    Have ``user`` prove with what was so far that a credential is theirs to change (本人确认).

    Returns None when proven or when ``form`` now holds what is wrong; 429 when tried too often.

    :param form: has ``old`` and, for those with a second factor, ``present``; otherwise right
    """
    if not form.is_valid():
        return None
    tries = signed_in_as(request, user)
    if too_many(tries):
        return slow_down(request)
    typed = form.cleaned_data
    right = password_fits(request, user.username, typed["old"]) is not None
    if right and user.totp_secret:
        right = people.totp_fits(user, typed["present"], at=timezone.now())
    if right:
        forgive(tries)
    else:  # the same words whichever of the two it was
        form.add_error("old", _("现在的密码不对，或者动态口令不对、已经用过。请重新输入。"))
    return None


def step_up(request: HttpRequest, user: User, form: ProofForm) -> HttpResponse | None:
    """
    Have ``user`` prove again who is at the keyboard, unless a few minutes ago.

    Returns None when proven or when ``form`` now holds what is wrong; 429 when tried too often.
    """
    if stepped_up(request) or not form.is_valid():
        return None
    tries = signed_in_as(request, user)
    if too_many(tries):
        return slow_down(request)
    if proof_fits(request, user, form.cleaned_data["proof"]):
        forgive(tries)
        remember_step_up(request)
    else:
        form.add_error("proof", _("密码或动态口令不对。请重新输入；动态口令每个只能用一次。"))
    return None
