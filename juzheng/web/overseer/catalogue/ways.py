"""Local ways (本地办法): limit, materials, committees of an item in one place, as one line."""

from __future__ import annotations

from collections.abc import Iterator
from secrets import token_hex
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from juzheng.acts.catalogue import changes as acts
from juzheng.acts.catalogue.changes import Heading, Page
from juzheng.catalogue.pages import PageKind
from juzheng.catalogue.papers import ways
from juzheng.law.base.divisions import path_of
from juzheng.law.catalogue import looking
from juzheng.law.catalogue.gathered_ways import GATHERED
from juzheng.law.catalogue.items import (
    CommitteeKind,
    Instrument,
    Item,
    ListKind,
)
from juzheng.law.catalogue.lists import ChangeKind, ItemList, ListLine
from juzheng.law.catalogue.naming import names_in
from juzheng.records.catalogue import newest_revisions
from juzheng.records.models import Change, Revision, User
from juzheng.web.overseer import another
from juzheng.web.overseer.access import officer
from juzheng.web.overseer.catalogue import pickers
from juzheng.web.shared import act_results, request_catalogue
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.catalogue.item_labels import applies
from juzheng.web.shared.fields import DayField, line
from juzheng.web.shared.published_fields import public_line, public_lines
from juzheng.web.templatetags.juzheng import place_name, zh_date

KINDS = [("", gettext_lazy("和原来一样")), *((one.value, one.label) for one in CommitteeKind)]
LONGEST_LIMIT = 365


class WayForm(forms.Form):
    """Which item, what is otherwise here, by which document (本地办法表单)."""

    item = line(
        gettext_lazy("改哪一项"),
        gettext_lazy("请写事项的名称。"),
        gettext_lazy("写几个字，从列表里选。"),
        widget=forms.TextInput({"list": "items", "autocomplete": "off"}),
    )
    limit = forms.IntegerField(
        label=gettext_lazy("几个工作日办好"),
        help_text=gettext_lazy("不改的不填。"),
        required=False,
        min_value=1,
        max_value=LONGEST_LIMIT,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={
            "invalid": gettext_lazy("不是整数。请只写数字，例如 3。"),
            "min_value": gettext_lazy("至少 1 个工作日。请重新填写。"),
            "max_value": gettext_lazy("太长了，最多 365 个工作日。请重新填写。"),
        },
    )
    document = public_line(
        gettext_lazy("根据哪份文件"),
        gettext_lazy("请写明根据哪份文件。"),
        gettext_lazy("写文件名称或文号，审核的人要看。"),
    )
    materials = public_lines(
        gettext_lazy("要带的材料"), None, gettext_lazy("不改的不填；要改的写全，一行一份。")
    )
    committee = forms.ChoiceField(label=gettext_lazy("由谁出具"), choices=KINDS, required=False)
    effective_on = DayField(label=gettext_lazy("从哪天起"))

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(
            data, initial={"effective_on": timezone.localdate(), "division": user.division}
        )
        self.fields["division"] = pickers.PlaceField(user=user)

    def _insist_on_one(self, data: dict[str, Any]) -> None:
        """Put the item in place of its name: as it is called in the place, or anywhere."""
        text = data.pop("item").strip()
        found = named(text, data["division"])
        if len(found) == 1:
            data["item"] = found[0]
            return
        told = _("没有叫这个名称的可出具事项。请写几个字，从列表里选。")
        if found:
            which = "；".join(f"{one.id} {one.name}" for one in found)
            told = _("叫这个名称的事项不止一个，请写编号：%(which)s。") % {"which": which}
        self.add_error("item", told)

    def clean(self) -> dict[str, Any]:
        """Insist on something that is otherwise."""
        data = dict(super().clean() or {})
        if "item" in data and "division" in data:
            self._insist_on_one(data)
        changed = data.get("limit") or data.get("materials") or data.get("committee")
        if not changed and "limit" not in self.errors:
            self.add_error("limit", _("请至少改一样：时限、材料，或者由谁出具。"))
        if "item" in data and "division" in data and data.get("limit"):
            self._insist_on_shorter(data)
        if "division" in data and data.get("effective_on"):
            self._insist_on_a_later_day(data)
        return data

    def _insist_on_a_later_day(self, data: dict[str, Any]) -> None:
        """Refuse a day before the place's own list begins, or before its last change does."""
        base = own_list(data["division"])
        if base is None or not isinstance(base.entry, ItemList):
            return
        begins = max(base.effective_on, base.entry.in_force_from)
        if data["effective_on"] < begins:
            text = _("这里的本地办法已经排到%(day)s起施行，更早的日子不会生效。请填这一天或以后。")
            self.add_error("effective_on", text % {"day": zh_date(begins)})

    def _insist_on_shorter(self, data: dict[str, Any]) -> None:
        """Refuse a limit that is longer than what holds in the place without its own ways."""
        now = longest_here(data["item"], data["division"])
        if now and data["limit"] > now:
            said = {"item": data["item"].name, "n": now}
            text = _("“%(item)s”现在是 %(n)s 个工作日，只能缩短，不能延长。请填 %(n)s 或更少。")
            self.add_error("limit", text % said)


def offered(division: str) -> list[Item]:
    """Return the items whose way may be adjusted: those that may be issued in ``division``."""
    every = request_catalogue.today().items.values()
    return [
        one
        for one in every
        if one.kind is ListKind.ISSUABLE and one.enabled and applies(one, division)
    ]


def named(text: str, division: str) -> list[Item]:
    """Return the items that ``text`` names: by their own name or the local one, else an alias."""
    here = [(one, _called(one, division)) for one in offered(division)]
    whole = [one for one, names in here if text in (one.id, one.name, *names)]
    return whole or [one for one, _names in here if text in one.aliases]


def _called(item: Item, division: str) -> tuple[str, ...]:
    """Return what the lists of ``division`` call ``item``: the whole of it, each name, kinds."""
    called = request_catalogue.called_here(item, division)
    whole = (called, *names_in(called)) if called else ()
    return (*whole, *request_catalogue.also_here(item, division))


def _offers(division: str) -> Iterator[tuple[str, int]]:
    """Yield what a browser offers: each name that an item has here, with its limit now."""
    for one in offered(division):
        limit = _limit_here(one, division)
        yield from ((name, limit) for name in dict.fromkeys((*_called(one, division), one.name)))


@signed_in("GET", "POST")
def new(request: SignedInRequest) -> HttpResponse:
    """Draft one line of the place's own ways, and hand it to a second officer."""
    user = officer(request)
    posted = request.method == "POST"
    form = WayForm(request.POST if posted else None, user=user)
    if posted and form.is_valid():
        return _drafted(request, user, form)
    context = {
        "form": form,
        "key": token_hex(16),
        "items": _offers(user.division or ""),
        "places": pickers.offered(user),
        "elsewhere": another.elsewhere(user, user.division or "", ()),
    }
    return show(request, "overseer/way.html", context, status=422 if posted else 200)


def _limit_here(item: Item, division: str) -> int:
    on = timezone.localdate()
    return looking.here(item, request_catalogue.today(), division, on).limit_working_days


def longest_here(item: Item, division: str) -> int:
    """Return the limit of ``item`` in ``division``; what only its own list shortened goes back."""
    above = path_of(division)[-2:][0]
    return max(_limit_here(item, division), _limit_here(item, above))


def _code(division: str) -> str:
    return f"{GATHERED}{division or 'nation'}"


def own_list(division: str) -> Revision | None:
    """Return the list of the place's own ways as it was last published; None: there is none."""
    base = newest_revisions.newest(PageKind.LIST, _code(division))
    return None if base is None or base.withdrawn else base


def _drafted(request: SignedInRequest, user: User, form: WayForm) -> HttpResponse:
    data, at = form.cleaned_data, timezone.now()
    place = place_name(data["division"])
    title, reason = ways.heading(place, data["item"].name, data["document"])
    heading = Heading(title[:100], reason, data["division"], data["effective_on"])
    pages = [Page(one) for one in _pages(data, place)]
    change = acts.draft(heading, pages, key=act_results.key_of(request), by=user, at=at)
    done = _("已提交，等另一位工作人员审核。")
    if change.state == change.MACHINE.step(None, change.MACHINE.opening):
        _submitted(request, change, done)
    return redirect("overseer:change", change.pk)


def _submitted(request: SignedInRequest, change: Change, done: str) -> None:
    def submit(**hand: Any) -> None:
        acts.submit(change, **{**hand, "version": change.version})

    act_results.attempt(request, submit, done)


def _pages(data: dict[str, Any], place: str) -> tuple[Instrument | ItemList, ...]:
    """Return the place's list of ways with the line in it, and the text it stands on if new."""
    base = own_list(data["division"])
    kinds = (CommitteeKind(data["committee"]),) if data["committee"] else ()
    said = ListLine(
        data["item"].id,
        ChangeKind.ADJUST,
        committees=kinds,
        note=data["document"],
        limit_working_days=data["limit"] or 0,
        materials=tuple(filter(None, map(str.strip, data["materials"].splitlines()))),
    )
    if base is not None and isinstance(base.entry, ItemList):
        return (ways.with_line(base.entry, said),)
    own = ways.Own(_code(data["division"]), place, data["division"], data["effective_on"])
    return ways.text(own), ways.listing(own, said)
