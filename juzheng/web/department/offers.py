"""What the unit takes instead of a proof (承诺与共享登记): its own entries, and proposing more."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from secrets import token_hex
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from juzheng.acts.base.moves import NotReady
from juzheng.acts.catalogue import offers as acts
from juzheng.acts.catalogue.offers import Offered
from juzheng.law.catalogue.items import Item, ListKind
from juzheng.law.catalogue.offers import Offer, OfferKind
from juzheng.records.models import Change
from juzheng.web.department.access import registrar
from juzheng.web.shared import act_results, request_catalogue
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.demands import offer_rows
from juzheng.web.shared.fields import DayField, line, lines, radios, several
from juzheng.web.shared.overtaken import left


class ItemsForm(forms.Form):
    """Which certificates an entry replaces (代替哪几项): asked before all else."""

    items = several(
        gettext_lazy("代替哪几项证明"),
        gettext_lazy("请至少选一项。"),
        gettext_lazy("公布的文件写明代替的才选。"),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        listed = request_catalogue.today().items.values()
        self.negative = {one.id: one for one in listed if one.kind is ListKind.NEGATIVE}
        items: Any = self.fields["items"]
        items.choices = [(code, self.negative[code].name) for code in sorted(self.negative)]

    def chosen(self) -> list[Item]:
        """Return what was chosen; the form is valid."""
        return [self.negative[code] for code in self.cleaned_data["items"]]


class OfferForm(forms.Form):
    """What the unit publicly takes instead of a proof (承诺与共享登记)."""

    kind = radios(gettext_lazy("哪一种"), OfferKind, gettext_lazy("请选一种。"))
    uses = several(
        gettext_lazy("办哪几件事可以"),
        hint=gettext_lazy(
            "居民选到这些事，系统才说可以。在本单位办什么都可以的，空着，下一格也空着。"
        ),
    )
    matter = line(
        gettext_lazy("办什么事"),
        hint=gettext_lazy(
            "照公布的清单写，只作说明。上面没有这件事的，写在这里，民政人员加上以后再选。"
        ),
    )
    words = lines(
        gettext_lazy("这件事居民平时怎么叫"),
        hint=gettext_lazy("一行一个叫法，只作说明。"),
        longest=500,
        rows=2,
    )
    bring = lines(
        gettext_lazy("还要交什么"), hint=gettext_lazy("一行一种，没有的空着。"), longest=500, rows=2
    )
    document = line(
        gettext_lazy("公布的文件叫什么"),
        gettext_lazy("请写公布的文件名称。"),
        gettext_lazy("例如：示例县证明事项告知承诺清单（2026年版）"),
    )
    provision = line(
        gettext_lazy("写在文件哪里"),
        gettext_lazy("请写在文件哪里，例如：第12项。"),
        gettext_lazy("例如：第12项"),
    )
    where = line(
        gettext_lazy("公布在哪里"),
        gettext_lazy("请写公布在哪里，别人能查到。"),
        gettext_lazy("网址或者公告栏，例如：示例县人民政府网站“证明事项”栏目"),
        longest=200,
    )
    issued_on = DayField(label=gettext_lazy("哪一天公布的"))
    in_force_from = DayField(label=gettext_lazy("从哪天起可以这样办"))
    in_force_until = DayField(
        label=gettext_lazy("到哪天为止"),
        required=False,
        help_text=gettext_lazy("这一天已经不行。没有期限的空着。"),
    )

    def __init__(self, data: Any = None, *, items: Sequence[Item]) -> None:
        super().__init__(data)
        self.items = items
        uses: Any = self.fields["uses"]
        used_for = dict.fromkeys(use for one in items for use in one.used_for)
        uses.choices = [(use, use) for use in used_for]

    def offered(self) -> Offered:
        """Return what was filled in; the form is valid."""
        data = self.cleaned_data
        parts = {name: tuple(data[name].split("\n")) if data[name] else () for name in _LINES}
        parts |= {"items": tuple(one.id for one in self.items), "uses": tuple(data["uses"])}
        return Offered(**{**data, **parts, "kind": OfferKind(data["kind"])})


_LINES = ("words", "bring")


class EndForm(forms.Form):
    """From which day an entry no longer holds (停用日)."""

    last = DayField(label=gettext_lazy("从哪天起不再这样办"))


@signed_in("GET")
def home(request: SignedInRequest) -> HttpResponse:
    """List the unit's entries, and what it has proposed."""
    user = registrar(request)
    unit, on = user.unit, timezone.localdate()
    proposed = Change.objects.filter(written_by__unit=unit).order_by("-pk")
    context = {
        "rows": offer_rows.rows(acts.of_unit(unit, on) if unit else (), on),
        "proposed": proposed[:50],
    }
    return show(request, "department/offers.html", context)


@signed_in("GET", "POST")
def new(request: SignedInRequest) -> HttpResponse:
    """Propose an entry; an officer of the place reviews it."""
    user = registrar(request)
    asked = request.POST if request.method == "POST" else request.GET
    before = ItemsForm(asked if "items" in asked or "asked" in asked or request.POST else None)
    if not before.is_valid():
        status = 422 if before.errors else 200
        return show(request, "department/offer_items.html", {"form": before}, status=status)
    chosen = before.chosen()
    form = OfferForm(request.POST if request.method == "POST" else None, items=chosen)
    if request.method == "POST" and form.is_valid():
        key = act_results.key_of(request)
        try:
            acts.propose(form.offered(), key=key, by=user, at=timezone.now())
        except NotReady as problems:
            for one in problems.obstacles:
                form.add_error(None, act_results.in_words(one))
        else:
            return redirect("department:offers")
    status = 422 if form.errors else 200
    context = {"form": form, "key": token_hex(16), "items": chosen}
    return show(request, "department/offer_form.html", context, status=status)


@signed_in("GET", "POST")
def ending(request: SignedInRequest, subject: str) -> HttpResponse:
    """Propose the day from which an entry no longer holds."""
    offer = _own(request, subject)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = act_results.key_of(request)
        propose = partial(acts.end, offer, form.cleaned_data["last"], key=key)
        with act_results.tried(request, _("已提出，等民政人员核对。"), moved=(NotReady,)) as how:
            propose(by=registrar(request), at=timezone.now())
        return left(request, how, form, redirect("department:offers"))
    context = {"form": form, "key": token_hex(16), "offer": offer}
    return show(request, "department/offer_form.html", context, status=422 if form.errors else 200)


def _own(request: SignedInRequest, subject: str) -> Offer:
    """
    Return the entry of the visitor's own unit.

    :raises django.http.Http404: if there is none, or another unit's
    """
    unit = registrar(request).unit
    own = acts.of_unit(unit, timezone.localdate()) if unit else ()
    for one in own:
        if one.id == subject:
            return one
    raise Http404(subject)
