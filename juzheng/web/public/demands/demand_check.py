"""Ask before you demand (索要前先问): the page for units, and the same to be set into theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from juzheng.catalogue.pages import PageKind
from juzheng.finder import matters
from juzheng.finder.demanding import Question, UnitAnswer, told
from juzheng.finder.questions import NONE
from juzheng.finder.writing import READ_AT_MOST
from juzheng.law.base.demanders import Demander
from juzheng.law.demands.asking import DemandAnswer
from juzheng.law.demands.contrary import Condition, Hint
from juzheng.records.models import User
from juzheng.web.shared import answers, passed_over, place_names, request_catalogue
from juzheng.web.shared.asking_back import carried, heard_in
from juzheng.web.shared.fields import NO, YES, choice, line
from juzheng.web.shared.gone import no_page
from juzheng.web.shared.place import at, place_of
from juzheng.web.shared.security import without_numbers_in

LONGEST = READ_AT_MOST // 2 - 1  # of each of the two lines, which are read as one
COUNTY_DIGITS = 6  # of a code; the rest is a town or a committee in it
COMMITTEE_DIGITS = 12
NOTHING_KNOWN: Mapping[str, str] = MappingProxyType({})
SAID = (YES, NO)  # to what a provision depends on

# The page that others set into theirs: no script, no cookie, nothing of anybody else's.
WIDGET_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors *"
)
# Colour by meaning; red is for what is not genuine, overdue or exposed, and for nothing else.
TONES = {
    DemandAnswer.BASIS_FOUND: ("now", _("查到依据")),
    DemandAnswer.BASIS_CLAIMED: ("plain", _("还没有确认")),
    DemandAnswer.NOT_LOOKED: ("plain", _("还没有查过")),
    DemandAnswer.PLACE_OPEN: ("plain", _("要看在哪里")),
    DemandAnswer.NO_BASIS_LISTED: ("instead", _("没有查到依据")),
    DemandAnswer.NEGATIVE_LIST: ("instead", _("不应出具")),
    DemandAnswer.CONTRARY_TO_PROVISION: ("instead", _("条文写明不得要")),
    DemandAnswer.NOT_GOVERNED: ("plain", _("不作判断")),
    DemandAnswer.UNKNOWN: ("plain", _("不作判断")),
}


class MayDemandForm(forms.Form):
    """What a unit asks (索要前先问)."""

    paper = line(
        _("想让居民交什么证明？"),
        _("请写想要什么证明，例如：亲属关系证明。"),
        _("照平时的叫法写，例如：亲属关系证明"),
        longest=LONGEST,
    )
    matter = line(_("办什么事用？"), hint=_("例如：办理存款继承"), longest=LONGEST)
    unit = choice(_("您是哪一类单位？"), [("", _("不说明")), *Demander], required=False)
    division = line(
        _("哪个地区"),
        hint=_("地名或六位代码，例如湖北省、420000；全国不填。"),
        longest=place_names.LONGEST,
    )


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Ask, and answer at once on the same page; nothing is kept."""
    if address := without_numbers_in(request):
        return redirect(address)
    form, status = _form(request, _of_the_account(request.user))
    place = place_of(request)
    context = {"form": form, "place": place, "snippet": snippet(), **_answered(request, form)}
    context["division_name"] = _name(place_names.read(str(form["division"].value() or ""))[0])
    if "verdict" in context:
        context["cited"] = [answers.cite(one) for one in context["told"].check.citations]
    return render(request, "public/demand_check.html", context, status=status)


@require_safe
@xframe_options_exempt
def widget(request: HttpRequest) -> HttpResponse:
    """Return the same as a small page that any site may set into its own (嵌入小页面)."""
    if address := without_numbers_in(request):
        return _framed(redirect(address))
    form, status = _form(request)
    context = {"form": form, **_answered(request, form), "full": _full(request)}
    return _framed(render(request, "public/demand_widget.html", context, status=status))


def _framed(response: HttpResponse) -> HttpResponse:
    response.headers["Content-Security-Policy"] = WIDGET_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def snippet() -> str:
    """Return the one line of HTML that sets the check into another site."""
    address = f"{settings.BASE_URL}{reverse('public:widget')}"
    title = _("索要证明前先问")
    return f'<iframe src="{address}" title="{title}" width="100%" height="560"></iframe>'


def division_of(request: HttpRequest) -> str:
    """Return the division in the address, by code or name; one that nobody knows is said to."""
    code, wrong = place_names.read(request.GET.get("division", ""))
    if wrong:
        passed_over.tell(request, "division", wrong, label=gettext("哪个地区"))
    return code


def _of_the_account(user: User | AnonymousUser) -> dict[str, str]:
    """Return what the account says of its unit, for the form to begin with (本单位)."""
    unit = user.unit if isinstance(user, User) else None
    if unit is None:
        return {}
    whole = _whole_name(unit.division) if len(unit.division) <= COUNTY_DIGITS else ""
    return {"unit": unit.kind, "division": whole or unit.division}


def _whole_name(code: str) -> str:
    return "".join(part.name for part in request_catalogue.today().path_of(code)) if code else ""


def _name(code: str) -> str:
    """Return the name of the division that ``code`` is, or is in; empty for none."""
    division = request_catalogue.today().divisions.get(code[:COUNTY_DIGITS])
    return division.name if division else ""


def _form(
    request: HttpRequest, initial: Mapping[str, str] = NOTHING_KNOWN
) -> tuple[MayDemandForm, int]:
    asked = "paper" in request.GET or "item" in request.GET
    typed = {"division": request.GET["division"]} if "division" in request.GET else {}
    form = MayDemandForm(request.GET if asked else None, initial={**initial, **typed})
    if request.GET.get("item"):
        form.fields["paper"].required = False
    return form, 422 if form.errors else 200


def _answered(request: HttpRequest, form: MayDemandForm) -> dict[str, Any]:
    division = division_of(request)
    if not form.is_bound or not form.is_valid():
        return {}
    place = place_of(request)
    back = heard_in(answers.Question(), request.GET)
    question = Question(
        form.cleaned_data["paper"],
        form.cleaned_data["matter"],
        form.cleaned_data["unit"],
        division or place.division or "",
        request.GET.get("item", "")[:20],
        tuple((one.value, word == YES) for one in Condition if (word := _said(request, one))),
        back.told,
        back.ended,
    )
    try:
        said = ask(question)
    except KeyError:
        raise no_page(PageKind.ITEM, question.item) from None
    kind, tone = TONES[said.check.answer]
    judged = said.check.answer is not DemandAnswer.NOT_GOVERNED
    return {
        "place_open": said.check.answer is DemandAnswer.PLACE_OPEN,
        "hints": [_hint(request, one) for one in said.check.hints],
        "ways_title": _("请改用这些办法") if judged else _("居民可以这样说明"),
        "question": question,
        "told": said,
        "verdict": {"kind": kind, "word": tone, "line": said.check.answer.label},
        **_asked_back(request, question, said),
    }


def _asked_back(request: HttpRequest, question: Question, said: UnitAnswer) -> dict[str, Any]:
    """Return what is asked back, each answer an address: one question, else what may be meant."""

    def link(item: str = "", **more: Any) -> str:
        return f"{request.path}?{_query(replace(question, **more), item)}"

    if said.asked is None:
        near = [{"name": one.name, "href": link(one.id)} for one in said.candidates]
        return {"choices": near, "none": link(ended=True) if near else "", "asked": None}
    replies = [*((one.text, one.key) for one in said.asked.answers), ("", NONE)]
    links = {
        key: (text, link(replies=(*question.replies, (said.asked.key, key))))
        for text, key in replies
    }
    _nothing, none = links.pop(NONE)
    shown = [{"name": text, "href": href} for text, href in links.values()]
    return {"choices": shown, "none": none, "asked": said.asked}


def _said(request: HttpRequest, condition: Condition) -> str:
    return passed_over.known(request, condition.value, SAID)


def _hint(request: HttpRequest, hint: Hint) -> dict[str, Any]:
    """Return what the provision says, and where its condition is answered (条文的条件)."""
    asked = request.GET.copy()
    answered = {}
    for said in SAID:
        asked[hint.row.condition.value] = said
        answered[said] = f"{request.path}?{asked.urlencode()}"
    return {"hint": hint, "cited": answers.cite(hint.citation), **answered}


def ask(question: Question) -> UnitAnswer:
    """
    Return what the unit is told today, of that kind of committee where its code was given.

    :raises KeyError: if the chosen item does not exist
    """
    code = question.division
    kind = at(code).kind if len(code) == COMMITTEE_DIGITS else None
    return told(
        replace(question, committee=kind),
        finder=request_catalogue.finder(),
        catalogue=request_catalogue.today(),
        matters=dict(matters()),
        on=timezone.localdate(),
    )


def _query(question: Question, item: str) -> str:
    parts = {**asdict(question), "unit": question.demander, "item": item}
    for name in ("demander", "told", "replies", "ended", "committee"):
        del parts[name]
    parts |= {code: YES if said else NO for code, said in question.told}
    parts |= dict(carried(answers.Question(told=question.replies, ended=question.ended)))
    return urlencode({name: value for name, value in parts.items() if value})


def _full(request: HttpRequest) -> str:
    """Return the address of the whole answer, for a new window."""
    query = request.META.get("QUERY_STRING", "")
    return reverse("public:may-i-demand") + (f"?{query}" if query else "")
