"""Whose door this is (民政人员的权限): officers see what their division governs, nobody else."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from juzheng.catalogue import catalogue
from juzheng.law.base.permissions import Permission
from juzheng.records.models import Change, User
from juzheng.web.shared.access import NotYourPost, SignedInRequest, context_of, entitled


def officer(request: SignedInRequest) -> User:
    """
    Return the officer who is here.

    :raises NotYourPost: if it is none, or one that no division has been given to
    """
    user = entitled(request, Permission.GOVERN)
    if user.division is None:
        raise NotYourPost(Permission.GOVERN)
    return user


def change_for_officer(request: SignedInRequest, pk: int) -> Change:
    """
    Return the change, for an officer whose division governs it.

    :raises NotYourPost: as :func:`officer`
    :raises django.http.Http404: if there is none, or another division's
    """
    user = officer(request)
    change = (
        Change.objects.visible_to(user)
        .select_related("written_by", "submitted_by", "reviewed_by")
        .filter(pk=pk)
        .first()
    )
    if change is None:
        raise Http404
    return change


def place_name(division: str) -> str:
    """Return what people call the division: 全国, 湖北省, 湖北省荆州市."""
    if not division:
        return _("全国")
    return "".join(one.name for one in catalogue().path_of(division[:6])) or division


def frame(user: User) -> dict[str, Any]:
    """Return what every page of this door needs."""
    return {**context_of(user), "place_name": place_name(user.division or "")}
