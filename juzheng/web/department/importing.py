"""A whole list at once (材料清单导入): looked at first, registered whole or not at all."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.demands import registry as acts
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.registry import AskedOf, DemandState, Held, Stated, status_of
from juzheng.outside import material_lists
from juzheng.outside.rows import UnreadableDemands
from juzheng.records.demands import demand_findings
from juzheng.web.department.access import registrar
from juzheng.web.department.forms import ListForm
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.demands.demand_page import STATUSES
from juzheng.web.shared.downloads import XLSX, download

KEPT_SECONDS = 3600  # between looking at a list and registering it
MOST_TOLD = 100


@signed_in("GET", "POST")
def importing(request: SignedInRequest) -> HttpResponse:
    """Take a file, show what is in it or everything that is wrong with it; register nothing."""
    user = registrar(request)
    posted = request.method == "POST"
    form = ListForm(request.POST, request.FILES) if posted else ListForm()
    context: dict[str, Any] = {"form": form}
    if posted and form.is_valid():
        file, items = form.cleaned_data["file"], request_catalogue.today().items.keys()
        try:
            listed = material_lists.read(file.read(), file.name, items)
        except UnreadableDemands as unreadable:
            problems = unreadable.problems
            context |= {"problems": problems[:MOST_TOLD], "count": len(problems)}
            return show(request, "department/import.html", context, status=422)
        once = tuple(dict.fromkeys(listed))  # as they will be registered
        context |= {"rows": [_row(one) for one in once], "listed": _packed(once, user.unit_id)}
        context["doubled"] = len(listed) - len(once)
    return show(request, "department/import.html", context)


@signed_in("POST")
def registration(request: SignedInRequest) -> HttpResponse:
    """Register the list that was looked at, as drafts."""
    user = registrar(request)
    try:
        packed = signing.loads(
            request.POST.get("listed", ""), salt=_salt(user.unit_id), max_age=KEPT_SECONDS
        )
    except signing.BadSignature:
        messages.error(request, _("清单放久了，或者传送中变了。请重新选文件。"))
        return redirect("department:import")
    assert user.unit is not None  # noqa: S101 - registrar looked
    listed = [_unpacked(one) for one in packed]
    entered = acts.register_all(listed, unit=user.unit, by=user, at=timezone.now())
    done = _("新登记 %(new)d 项草稿，%(known)d 项以前登记过。请逐项核对后提交。")
    messages.success(request, done % {"new": len(entered.new), "known": entered.known})
    if entered.over:
        gone = _("以前登记过的里面有 %(over)d 项已经取消，这次没有再登记；还要的，请用“登记一项”。")
        messages.warning(request, gone % {"over": entered.over})
    return redirect(f"{reverse('department:home')}?state={DemandState.DRAFT.value}")


@signed_in("GET")
def template(request: SignedInRequest) -> HttpResponse:
    """Return an empty list as XLSX."""
    registrar(request)
    return download(material_lists.template(), XLSX, "demands.xlsx")


def _row(stated: Stated) -> dict[str, Any]:
    law = demand_findings.law_of(request_catalogue.today(), timezone.localdate())
    status = status_of(stated.bases, law)
    return {"stated": stated, "standing": status, "standing_kind": STATUSES[status]}


def _salt(unit: int | None) -> str:
    return f"juzheng.demands.{unit}"


def _packed(listed: tuple[Stated, ...], unit: int | None) -> str:
    """Return the list signed, so that what is registered is what was looked at."""
    return signing.dumps([asdict(one) for one in listed], salt=_salt(unit), compress=True)


def _unpacked(packed: dict[str, Any]) -> Stated:
    return Stated(
        **{
            **packed,
            "asked_of": AskedOf(packed["asked_of"]),
            "held": Held(packed["held"]),
            "bases": tuple(LegalBasis(**one) for one in packed["bases"]),
            "other_papers": tuple(packed["other_papers"]),
        }
    )
