"""Gates (进门的权利): each returns the object with the right to it, or says who has it.

Somebody else's case does not exist here: 404. One's own committee's case without the right to this
act is a 403 that names the post that has it. Rights are data (``law.base.permissions``); nothing
below asks who is signed in.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from juzheng.law.base.permissions import PERMISSIONS, Permission
from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.law.cases.turns import NEEDED
from juzheng.records.cases import pens
from juzheng.records.inquiries import waiting
from juzheng.records.models import Case, Certificate, Inquiry, User
from juzheng.web.shared.security import personal

P = ParamSpec("P")
M = TypeVar("M", bound=Model)

STEP_UP_MINUTES = 5  # how long one proof of who is at the keyboard carries a signature
_STEPPED_UP = "stepped_up_at"


class SignedInRequest(HttpRequest):
    """A request of a member of staff who is signed in (已登录的请求)."""

    user: User


View = Callable[Concatenate[SignedInRequest, P], HttpResponse]  # for members of staff
Open = Callable[Concatenate[HttpRequest, P], HttpResponse]  # as a URL knows it


class NotYourPost(PermissionDenied):
    """The act belongs to another post of the same committee (应由其他岗位办理)."""

    def __init__(self, permission: Permission, what: str = "") -> None:
        self.permission = permission
        self.what = what or permission.label
        super().__init__(permission.value)

    @property
    def posts(self) -> tuple[str, ...]:
        """Return the labels of the roles that may do it."""
        return tuple(role.label for role, held in PERMISSIONS.items() if self.permission in held)


class OldPage(Exception):
    """The case is not as the page showed it any more (页面已旧)."""

    def __init__(self, case: Case) -> None:
        self.number = case.number
        super().__init__(case.number)


def signed_in(*methods: str) -> Callable[[View[P]], Open[P]]:
    """
    Open a view to members of staff only, for ``methods``; nothing it shows is kept by a browser.

    Nobody signed in goes to the sign-in page and, from a page that can be opened again, back;
    any other method is a 405; a missing right is a page that says whose it is, and the first page
    of somebody else's door leads to one's own.
    """

    def decorate(view: View[P]) -> Open[P]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            try:
                return view(cast(SignedInRequest, request), *args, **kwargs)
            except OldPage as old:
                overtaken(request)
                return redirect("clerk:case", old.number)
            except NotYourPost as missing:
                own = home_of(cast(SignedInRequest, request).user)
                if request.method in ("GET", "HEAD") and request.path in _homes() - {own}:
                    return redirect(own)  # the address that is printed for all staff, say
                context = {"posts": missing.posts, "what": missing.what}
                return render(request, "staff/not_your_post.html", context, status=403)

        return cast(
            "Open[P]",
            require_http_methods([*methods, "HEAD"] if "GET" in methods else list(methods))(
                personal(guarded)
            ),
        )

    return decorate


def overtaken(request: HttpRequest) -> None:
    """Say that somebody was faster, or that things stand otherwise than the page showed."""
    messages.warning(request, said_of_overtaken())


def said_of_overtaken() -> str:
    """Return what is said of it (已被他人办理)."""
    return _("您打开页面后，已经有人改过或办过，这次没有改动。请看最新情况后再办。")


def entitled(request: SignedInRequest, permission: Permission) -> User:
    """
    Return the user, who holds ``permission``.

    :raises NotYourPost: if not
    """
    if not request.user.may(permission):
        raise NotYourPost(permission)
    return request.user


def case_for_desk(request: SignedInRequest, number: str, permission: Permission) -> Case:
    """
    Return the case of the user's own committee, for somebody who holds ``permission``.

    :raises django.http.Http404, NotYourPost: as :func:`case_to_write`
    :raises OldPage: if what the page sent was written on an earlier version of the case
    """
    case = case_to_write(request, number, permission)
    if is_old(request, case):
        raise OldPage(case)
    return case


def case_to_write(request: SignedInRequest, number: str, permission: Permission) -> Case:
    """
    Return it for a form whose view asks :func:`is_old` before it acts: what was typed is shown.

    :raises django.http.Http404: if it is another committee's, or there is none
    :raises NotYourPost: if the user may see the case but not do this
    """
    found = Case.objects.visible_to(request.user).select_related(
        "committee", "revision", "prepared_by"
    )
    return _at_desk(request, found.prefetch_related("verifications__by"), number, permission)


def is_old(request: HttpRequest, case: Case) -> bool:
    """Return whether what the page sent was written on an earlier version of the case."""
    return request.POST.get("version", str(case.version)) != str(case.version)


def case_for_pen(request: SignedInRequest, number: str) -> Case:
    """
    Return the case of the user's own committee, for somebody who signs, be it for another.

    Whether they may sign this one today is for the act to say, in words; whether the page is old,
    for the view, as with :func:`case_to_write`.

    :raises django.http.Http404, NotYourPost: as :func:`case_to_write`
    """
    case = case_to_write(request, number, Permission.SEE_DESK)
    pen_of(request)
    return case


def pen_of(request: SignedInRequest) -> User:
    """
    Return the user, who signs in their own right, or was once let to sign for somebody.

    :raises NotYourPost: if not
    """
    user = request.user
    if not user.may(Permission.SEE_DESK) or not pens.given_to(user):
        entitled(request, Permission.SIGN)
    return user


def certificate_for_desk(
    request: SignedInRequest, number: str, permission: Permission
) -> Certificate:
    """
    Return the paper of the user's own committee, for somebody who holds ``permission``.

    :raises django.http.Http404: if it is another committee's, or there is none
    :raises NotYourPost: if the user may see the paper but not do this
    """
    own = Q(case__in=Case.objects.visible_to(request.user))
    own |= Q(inquiry__in=Inquiry.objects.visible_to(request.user))
    found = Certificate.objects.filter(own)
    found = found.select_related("case__committee", "case__revision", "inquiry__committee")
    return _at_desk(request, found, number, permission)


def _at_desk(
    request: SignedInRequest, found: QuerySet[M], number: str, permission: Permission
) -> M:
    one = get_object_or_404(found, number=number)
    if not request.user.may(Permission.SEE_DESK):
        raise Http404
    entitled(request, permission)
    return one


def turn_of(case: Case, event: Event, user: User) -> bool:
    """Return whether ``event`` may follow here and now and ``user`` is the one to do it."""
    return event in CASES.allowed(case.stands) and user.may(NEEDED[event])


def stepped_up(request: HttpRequest) -> bool:
    """Return whether whoever is at the keyboard has just proven who they are (再次验证)."""
    proven = request.session.get(_STEPPED_UP)
    if not proven:
        return False
    age = timezone.now() - datetime.fromisoformat(proven)
    return timedelta() <= age < timedelta(minutes=STEP_UP_MINUTES)


def remember_step_up(request: HttpRequest) -> None:
    """Remember for ``STEP_UP_MINUTES`` that the person at the keyboard has proven who they are."""
    request.session[_STEPPED_UP] = timezone.now().isoformat()


def forget_step_up(request: HttpRequest) -> None:
    """Ask for the proof again before the next signature: it was given for something else."""
    request.session.pop(_STEPPED_UP, None)


def _homes() -> set[str]:
    return {reverse(name) for name in ("clerk:desk", "department:home", "overseer:home")}


def home_of(user: User) -> str:
    """Return the path of the page that somebody who has just signed in begins with."""
    if user.may(Permission.REGISTER_DEMANDS):
        return reverse("department:home")
    return reverse("overseer:home" if user.may(Permission.GOVERN) else "clerk:desk")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    # A form that was sent cannot be opened again by its address: then the desk is the way back.
    way_back = {"next": request.get_full_path()} if request.method in ("GET", "HEAD") else {}
    return redirect(reverse("staff:sign-in") + (f"?{urlencode(way_back)}" if way_back else ""))


def _letters_for(user: User) -> int:
    """Return how many letters of authorities wait for this person's own hand."""
    return waiting.counted(user).for_hand_of(user)


def show(
    request: SignedInRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return a page for staff, with who is here and their doors; a form with errors is a 422."""
    user, form = request.user, context.get("form")
    frame = {
        "member": user,
        "post": user.post,
        "can_receive": user.may(Permission.RECEIVE),
        "can_sign": pens.may_hold(user, timezone.localdate()),
        "letters": functools.partial(_letters_for, user),  # asked by the bar of the desk alone
        "can_revoke": user.may(Permission.REVOKE),
        "can_govern": user.may(Permission.GOVERN),
        "can_register": user.may(Permission.REGISTER_DEMANDS),
    }
    if status == 200 and form is not None and form.errors:
        status = 422
    return render(request, template, {**frame, **context}, status=status)
