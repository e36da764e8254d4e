"""Whose door this is (民政人员的权限): officers see what their division governs, nobody else."""

from __future__ import annotations

from typing import TypeVar

from django.http import Http404
from django.shortcuts import get_object_or_404

from juzheng.law.base.permissions import Permission
from juzheng.law.base.terms import Term
from juzheng.records.models import Change, User
from juzheng.web.shared.access import NotYourPost, SignedInRequest, entitled

T = TypeVar("T", bound=Term)


def officer(request: SignedInRequest) -> User:
    """
    Return the officer who is here.

    :raises NotYourPost: if it is none, or one that no division has been given to
    """
    user = entitled(request, Permission.GOVERN)
    if user.division is None:
        raise NotYourPost(Permission.GOVERN)
    return user


def term_or_404(terms: type[T], word: str) -> T:
    """Return the word of a closed list that the address names."""
    try:
        return terms(word)
    except ValueError:
        raise Http404(word) from None


def change_for_officer(request: SignedInRequest, pk: int) -> Change:
    """
    Return the change, for an officer whose division governs it.

    :raises NotYourPost: as :func:`officer`
    :raises django.http.Http404: if there is none, or another division's
    """
    user = officer(request)
    found = Change.objects.visible_to(user).select_related(
        "written_by", "submitted_by", "reviewed_by"
    )
    return get_object_or_404(found, pk=pk)
