"""Whose door this is (索要单位的权限): a unit's people see their own register, no other's."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from juzheng.law.base.permissions import Permission
from juzheng.records.models import Demand, User
from juzheng.web.shared.access import NotYourPost, SignedInRequest, entitled


def registrar(request: SignedInRequest) -> User:
    """
    Return who is here to register for a unit.

    :raises NotYourPost: if it is nobody of a unit
    """
    user = entitled(request, Permission.REGISTER_DEMANDS)
    if user.unit is None:
        raise NotYourPost(Permission.REGISTER_DEMANDS)
    return user


def demand_for_unit(request: SignedInRequest, pk: int) -> Demand:
    """
    Return the demand, for somebody of its unit.

    :raises NotYourPost: as :func:`registrar`
    :raises django.http.Http404: if there is none, or another unit's
    """
    found = Demand.objects.of_unit(registrar(request)).select_related("unit__superior")
    return get_object_or_404(found, pk=pk)
