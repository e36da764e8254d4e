"""Letters and complaints (说理信、投诉单): read first, then printed; nothing is kept or sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from juzheng.catalogue import arguments
from juzheng.catalogue.pages import PageKind
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.items import Item, Onward
from juzheng.law.catalogue.personal import of_codes
from juzheng.law.demands import advice
from juzheng.law.demands.advice import Demanded, Letter
from juzheng.law.demands.arguments import Argument
from juzheng.outside import letters
from juzheng.outside.typesetting import MissingGlyphs
from juzheng.web.shared import answers, passed_over, request_catalogue
from juzheng.web.shared.answers import Question
from juzheng.web.shared.downloads import PDF, download
from juzheng.web.shared.fields import (
    PastDayField,
    PersonNameField,
    TelephoneField,
    UnitNameField,
    choice,
    line,
    lines,
)
from juzheng.web.shared.gone import no_page
from juzheng.web.shared.place import place_of
from juzheng.web.shared.preferences import only_asks
from juzheng.web.shared.said import SO, codes_in
from juzheng.web.shared.security import personal, without_numbers_in

LONGEST = 60


_line = partial(line, longest=LONGEST)


class LetterForm(forms.Form):
    """To whom, about what, from whom (说理信)."""

    proof = _line(
        _("对方要的证明"), _("没有写对方要什么证明。请照对方的叫法写，例如：亲属关系证明。")
    )
    demander = choice(
        _("对方是哪一类单位？"),
        Demander,
        _("没有选对方是哪一类单位。请选一种；说不准的选“其他单位”。"),
        unknown=_("没有这一类单位。请从列表里选一种。"),
    )
    unit = _line(
        _("单位全称"),
        hint=_("不填的，信里写“贵单位”或者单位的类别。"),
        kind=UnitNameField,
    )
    matter = _line(_("您去办什么事"), hint=_("例如：取已故父亲的存款"))
    name = PersonNameField(
        label=_("您的姓名"), help_text=_("可以先空着，打印出来再签。不会留存。"), required=False
    )
    argument = choice(
        None,
        Argument,
        unknown=_("没有这一条理由。请回到上一页重新打开。"),
        required=False,
        widget=forms.HiddenInput,
    )
    item = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    so = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)


class ComplaintForm(forms.Form):
    """What the two channels ask for (投诉单)."""

    proof = _line(
        _("要的是什么证明"), _("没有写要的是什么证明。请照对方的叫法写，例如：亲属关系证明。")
    )
    unit = _line(_("要证明的单位"), hint=_("写全称，到窗口、网点。"), kind=UnitNameField)
    region = _line(_("所在地区"), hint=_("省、市、县（区）。"))
    address = _line(_("单位地址"))
    matter = _line(_("您去办什么事"))
    asked_on = PastDayField(label=_("哪一天要的"), required=False)
    who_asked = _line(_("哪个窗口、岗位说的"), hint=_("写窗口号或者岗位就行。"))
    sent_to = _line(_("让谁来开"), hint=_("例如：居委会、派出所"))
    basis_given = line(_("对方说的依据"), hint=_("没有说的写“没有说”。"))
    why = lines(_("为什么没必要"), hint=_("例如：户口簿上已经写明。"), longest=300)
    name = PersonNameField(
        label=_("您的姓名"),
        help_text=_("两个渠道都要实名，可以先空着，提交时再填。不会留存。"),
        required=False,
    )
    telephone = TelephoneField(label=_("您的电话"), help_text=_("可以先空着。不会留存。"))


@only_asks(unless="do")
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def letter(request: HttpRequest) -> HttpResponse:
    """Show the letter to the unit (说理信), print it when asked to."""
    if address := without_numbers_in(request):
        return redirect(address)
    posted = request.method == "POST"
    form = LetterForm(request.POST) if posted else LetterForm(initial=_begun(request))
    given = _given(form)
    item = _item(str(given.get("item", "")))
    written = _written(request, given, item) if given else None
    if posted and written and request.POST.get("do") == "pdf":
        sender = letters.Sender(given["name"])
        make = partial(letters.letter_pdf, written, sender=sender, demo=_demo(request))
        if made := _printed(form, "letter.pdf", make):
            return made
    context: dict[str, Any] = {
        "form": form,
        "letter": written,
        "item": item,
        "asked": bool(given),
        "ways_title": advice.WAYS,
        "requests_title": advice.REQUESTS_TITLE,
        "signed": letters.SIGNED,
        "received": letters.RECEIVED,
    }
    if written:
        context["cited"] = [answers.cite(one) for one in written.citations]
    return render(request, "public/letter.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def complaint(request: HttpRequest) -> HttpResponse:
    """Fill in the form for the ministry's channel and 12345 (投诉单); the person files it."""
    if address := without_numbers_in(request):
        return redirect(address)
    posted = request.method == "POST"
    form = ComplaintForm(request.POST) if posted else ComplaintForm(initial=_told(request))
    if posted and form.is_valid():
        told = dict(form.cleaned_data)
        sender = letters.Sender(told.pop("name"), told.pop("telephone"))
        filled = letters.Complaint(**told)
        make = partial(letters.complaint_pdf, filled, sender=sender, demo=_demo(request))
        if made := _printed(form, "complaint.pdf", make):
            return made
    context = {"form": form, "channels": letters.CHANNELS}
    return render(request, "public/complaint.html", context, status=422 if form.errors else 200)


def _demo(request: HttpRequest) -> bool:
    """Return whether the place is a demonstration: what is printed for it says so (演示)."""
    committee = place_of(request).committee
    return committee is not None and committee.fictional


def _given(form: LetterForm) -> dict[str, Any]:
    """Return what was sent, or what the address began with; nothing if it was sent with errors."""
    if not form.is_bound:
        return dict(form.initial)
    return form.cleaned_data if form.is_valid() else {}


def _told(request: HttpRequest) -> dict[str, str]:
    """Return what the address already says."""
    told = {name: request.GET.get(name, "")[:LONGEST] for name in ("proof", "matter")}
    item = _item(request.GET.get("item", "")[:20])
    return {**told, "proof": told["proof"] or (item.name if item else "")}


def _begun(request: HttpRequest) -> dict[str, Any]:
    """Return what the letter begins with; nothing if the address names no proof."""
    told = _told(request)
    demander = passed_over.known(request, "demander", {each.value for each in Demander})
    argument = passed_over.known(request, "argument", {each.value for each in Argument})
    begun = {
        **told,
        "demander": demander or Demander.OTHER.value,
        "argument": argument,
        "item": request.GET.get("item", "")[:20],
        "so": " ".join(codes_in(request.GET, SO)),
    }
    return begun if told["proof"] else {"demander": begun["demander"]}


def _item(number: str) -> Item | None:
    item = request_catalogue.today().items.get(number)
    if number and item is None:
        raise no_page(PageKind.ITEM, number)
    return item


def _written(request: HttpRequest, given: dict[str, Any], item: Item | None) -> Letter | None:
    """Return the letter, or None where there is nothing to argue."""
    if not given.get("proof"):
        return None
    on, demander = timezone.localdate(), Demander(given["demander"])
    place = place_of(request)
    if item is None:
        found = request_catalogue.find(
            given["proof"], division=place.division, demander=demander.value
        )
        item = request_catalogue.today().items.get(found.item or "")
    argument = Argument(given["argument"]) if given.get("argument") else None
    ways: tuple[Onward, ...] = ()
    if item is not None:
        question = Question(
            given.get("matter", ""),
            item.id,
            demander.value,
            so=of_codes(given.get("so", "").split()),
        )
        decision = answers.decide(item, question, place=place, on=on)
        argument, ways = advice.argument_for(decision, argument), decision.onward
    if argument is None:
        return None
    return advice.letter(
        Demanded(given["proof"], demander, given.get("unit", ""), given.get("matter", "")),
        arguments()[argument],
        instruments=request_catalogue.today().instruments,
        on=on,
        onward=ways,
    )


def _printed(form: forms.Form, name: str, make: Callable[..., bytes]) -> HttpResponse | None:
    """Return the pages, or None with an error on the form if a character cannot be drawn."""
    try:
        return download(make(on=timezone.localdate()), PDF, name)
    except MissingGlyphs as missing:
        named = "".join(f"“{one}”" for one in missing.characters)
        cannot = _("%(named)s字印不出来。请换一个字，或者空着、印好再手写。")
        form.add_error(None, cannot % {"named": named})
        return None
