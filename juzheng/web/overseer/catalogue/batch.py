"""Changing one field of many items at once (批量修改): it becomes a draft like any other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from secrets import token_hex
from typing import Any, cast

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from juzheng.acts.base.moves import NotYours
from juzheng.acts.catalogue import changes as acts
from juzheng.acts.catalogue.changes import Page
from juzheng.catalogue.pages import PageKind, division_of
from juzheng.law.base.divisions import governs
from juzheng.law.catalogue.items import Item
from juzheng.records.catalogue import newest_revisions
from juzheng.records.models import User
from juzheng.web.overseer.access import officer
from juzheng.web.overseer.catalogue.forms import HeadingForm
from juzheng.web.overseer.catalogue.pages import FILTERS, matches, shows
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import key_of
from juzheng.web.shared.catalogue.item_labels import labelled
from juzheng.web.shared.fields import DayField, radios
from juzheng.web.shared.published_fields import public_line
from juzheng.web.shared.security import without_private_numbers

WHAT = (
    ("limit_working_days", _("办理时限（工作日）")),
    ("validity_days", _("有效期（天）")),
    ("in_force_until", _("失效日")),
    ("enable", pgettext_lazy("do", "启用")),
    ("disable", _("停止启用，并写明原因")),
)
MOST_DAYS = 3650


class BatchForm(HeadingForm):
    """Which items, which field, which value (批量修改表单)."""

    items = forms.MultipleChoiceField(
        label=_("改哪些事项"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("请至少选一个事项。"),
            "invalid_choice": _("选的事项里有您不能改的。请从下面重新选。"),
        },
    )
    what = radios(_("改什么"), WHAT, _("请选要改什么。"))
    number = forms.IntegerField(
        label=_("改成多少天"),
        help_text=_("改时限或有效期时填写。时限填 0 表示当场办结，有效期填 0 表示不设有效期。"),
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        error_messages={
            "invalid": _("不是整数。请只写数字，例如 5。"),
            "min_value": _("不能小于 0。请重新填写。"),
            "max_value": _("太长了，最多 3650 天。请重新填写。"),
        },
    )
    day = DayField(
        label=_("从哪天起失效"), help_text=_("改失效日时填写；不填就是长期有效。"), required=False
    )
    why = public_line(_("停止启用的原因"), hint=_("居民会看到这一句。"), longest=200)
    field_order = ("items", "what", "number", "day", "why", "title", "division")

    def __init__(self, data: Any = None, *, user: User, items: Iterable[Item]) -> None:
        super().__init__(data, user=user)
        chosen = cast(forms.MultipleChoiceField, self.fields["items"])
        named = labelled(items, user.division or "", request_catalogue.today())
        chosen.choices = [(code, f"{code} {name}") for code, name in named]

    def clean(self) -> dict[str, Any]:
        """Insist on the value that belongs to the field chosen."""
        data = super().clean() or {}
        what = data.get("what")
        days = what in ("limit_working_days", "validity_days")
        if days and data.get("number") is None and "number" not in self.errors:
            self.add_error("number", _("请填写改成多少天。"))
        if what == "disable" and not data.get("why") and "why" not in self.errors:
            self.add_error("why", _("请写明原因，居民才知道为什么不能办。"))
        return data

    def values(self) -> dict[str, int | bool | str | date | None]:
        """Return the fields of an item with their new values; the form is valid."""
        data = self.cleaned_data
        if data["what"] == "enable":
            return {"enabled": True, "disabled_reason": ""}
        if data["what"] == "disable":
            return {"enabled": False, "disabled_reason": data["why"]}
        if data["what"] == "in_force_until":
            return {"in_force_until": data["day"]}
        return {data["what"]: data["number"]}


@signed_in("GET", "POST")
def batch(request: SignedInRequest) -> HttpResponse:
    """Choose items by filter, set one field of theirs, and put them into a new change."""
    user = officer(request)
    query = without_private_numbers(request.GET.get("q", "").strip()[:100])
    wanted = request.GET.get("show", "")
    found = _found(user, query, wanted)
    form = BatchForm(request.POST if request.method == "POST" else None, user=user, items=found)
    if request.method == "POST" and form.is_valid():
        try:
            return _drafted(user, form, key_of(request))
        except NotYours:
            form.add_error("items", form.fields["items"].error_messages["invalid_choice"])
    context = {
        "form": form,
        "found": found,
        "query": query,
        "show": wanted,
        "filters": FILTERS,
        "key": token_hex(16),
    }
    return show(request, "overseer/batch.html", context)


def _found(user: User, query: str, wanted: str) -> list[Item]:
    """Return the items under the filter that the officer may change."""
    listed = request_catalogue.today()
    return [
        item
        for item in listed.items.values()
        if governs(user.division, division_of(item))
        and matches(item, query)
        and shows(item, wanted, listed, user.division or "")
    ]


def _drafted(user: User, form: BatchForm, key: str) -> HttpResponse:
    """Draft the chosen items, each from its last wording, which may not be in force yet."""
    keys = [(PageKind.ITEM, subject) for subject in form.cleaned_data["items"]]
    wordings = [row.entry for row in newest_revisions.newest_of(keys).values()]
    values: dict[str, Any] = form.values()
    pages = [Page(replace(entry, **values)) for entry in wordings if isinstance(entry, Item)]
    change = acts.draft(form.heading(), pages, key=key, by=user, at=timezone.now())
    return redirect("overseer:change", change.pk)
