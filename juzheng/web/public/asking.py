"""Asking (问事): the front page's one question, and the answer before anyone lifts a hand."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from juzheng.acts.catalogue import confirming
from juzheng.catalogue.pages import PageKind
from juzheng.finder import dialogue
from juzheng.finder.writing import READ_AT_MOST
from juzheng.law.base.demanders import Demander, governed
from juzheng.law.catalogue.facts import ASKED_FIRST
from juzheng.law.catalogue.items import BEFORE, Item, OnwardKind
from juzheng.law.catalogue.routing import Decision, Outcome
from juzheng.law.demands import advice
from juzheng.web.public import asking_back
from juzheng.web.public import elsewhere as moved
from juzheng.web.public.catalogue import keeping
from juzheng.web.public.catalogue.guides import places_of
from juzheng.web.shared import answers, ended, errands, passed_over, request_catalogue
from juzheng.web.shared.answers import Answer, Question, as_read, tell_longer
from juzheng.web.shared.asking_back import RULED_OUT, TOLD, carried, heard_in
from juzheng.web.shared.fields import NO, YES
from juzheng.web.shared.gone import no_page
from juzheng.web.shared.place import PARAMETER, Place, place_of
from juzheng.web.shared.said import NOT_SO, SO, codes_in
from juzheng.web.shared.visitors import APPLICATION_COOKIE

LONGER = "longer"  # in the address: more was typed than was read
MOST_BEFORE = 20  # more answers than any item asks for first
LONGEST_CODE = 40  # of an item or a matter

# What people ask for most, in their own words; the words are the query, so they stay Chinese.
EXAMPLES = (
    ("证明我妈是我妈", gettext_lazy("证明我妈是我妈")),
    ("办收养登记要的证明", gettext_lazy("收养孩子要的证明")),
    ("公司让开无犯罪记录证明", gettext_lazy("没犯过罪的证明")),
    ("老人去世了要开死亡证明", gettext_lazy("老人去世的证明")),
    ("单身证明", gettext_lazy("单身、没结婚的证明")),
    ("身份证丢了要社区开证明", gettext_lazy("证件丢了的证明")),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Ask the one question (首页)."""
    return render(request, "public/home.html", _home(request))


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Answer a question, or ask back where it is not sure what is meant (答复)."""
    question, typed = question_of(request), request.GET.get("q", "").strip()
    if question.text != typed:
        longer = f"&{LONGER}=1" if len(typed) > READ_AT_MOST else ""
        return redirect(f"{_link(request, place_of(request), question)}{longer}")
    if request.GET.get(LONGER):
        tell_longer(request)
    if not (question.text or question.item or carried(question)):
        error = _("请先写一句话，例如：银行要我证明我妈是我妈。")
        return render(request, "public/home.html", _home(request, error), status=422)
    place = place_of(request)
    _tell_what_is_not_known(request, question)
    try:
        said = answers.answer(question, place=place, on=timezone.localdate())
    except KeyError:
        raise no_page(PageKind.ITEM, question.item) from None
    link = partial(_link, request, place)
    context = {
        "question": question,
        "place": place,
        "named": _named(question, place),
        "examples": _examples(),
        "keep": partial(keeping.offer, request, question, place),
        "heard": asking_back.heard(question, said, link),
        "urgent": said.urgent,
        "named_committee": place.committee.code
        if place.committee and PARAMETER in request.GET
        else "",
    }
    if said.urgent and said.urgent.certain and not question.item:
        return render(request, "public/urgent.html", {**context, **_urgent(question, said)})
    if said.matter and said.matter.talk:
        return render(request, "public/greeting.html", context)
    if said.also:
        return render(request, "public/several.html", {**context, **_several(question, said)})
    context["over"] = ended.asked(question.text, place.division or "") if not question.item else ()
    back = asking_back.shown(question, said, link=link, place=place, on=timezone.localdate())
    if back:
        heard = said.finding is not None and not dialogue.little(said.finding.likely)
        nothing = not (heard or question.told or question.ruled_out)
        return render(request, "public/choose.html", {**context, **back, "nothing": nothing})
    if back is not None or said.decision is None:
        return render(request, "public/unknown.html", context)
    context["not_this"] = asking_back.not_this(question, said, link)
    page = "public/told.html" if said.matter and said.matter.informs else "public/answer.html"
    return render(request, page, {**context, **_answer(question, said, place)})


def _tell_what_is_not_known(request: HttpRequest, question: Question) -> None:
    """Say which words of the address were not understood (没有听懂的): none is passed over."""
    heard: dict[str, Container[str]] = {
        **{f"{TOLD}{key}": {answer} for key, answer in question.told},
        "demander": {question.demander},
        RULED_OUT: set(question.ruled_out),
        SO: set(question.so),
        NOT_SO: set(question.not_so),
    }
    for name in request.GET:
        if name in heard or name.startswith(TOLD):
            passed_over.known(request, name, heard.get(name, ()))


def _link(request: HttpRequest, place: Place, question: Question) -> str:
    """Return the address of ``question``, at the place if this address names one."""
    return address_of(question, place if PARAMETER in request.GET else None)


def _named(question: Question, place: Place) -> str:
    """Return the name of the place in the question's own words, where no other was chosen."""
    code = None if place.committee else answers.named_in(question)
    division = request_catalogue.today().divisions.get(code or "")
    return division.name if division else ""


def question_of(request: HttpRequest, sent: QueryDict | None = None) -> Question:
    """Return the question in the address, or as it was ``sent``, without anybody's numbers."""
    said = request.GET if sent is None else sent
    kinds = {kind.value for kind in Demander}
    demander = said.get("demander", "")
    question = Question(
        text=as_read(said.get("q", "")),
        item=said.get("item", "")[:LONGEST_CODE],
        demander=demander if demander in kinds else "",
        holds_document=said.get("holds") == "1",
        before=tuple(
            (name.removeprefix(BEFORE), value == YES)
            for name, value in sorted(said.items())
            if name.startswith(BEFORE) and value in (YES, NO)
        )[:MOST_BEFORE],
        so=codes_in(said, SO),
        not_so=codes_in(said, NOT_SO),
    )
    return heard_in(question, said)


def address_of(question: Question, place: Place | None = None) -> str:
    """Return the address of the answer to ``question``, at ``place`` if it is to be named."""
    at = f"&{PARAMETER}={place.committee.code}" if place and place.committee else ""
    return f"{reverse('public:ask')}?{_query(question)}{at}"


def _home(request: HttpRequest, error: str = "") -> dict[str, Any]:
    return {
        "place": place_of(request),
        "examples": _examples(),
        "doors": _doors(),
        "public_pages": _public_pages(),
        "error": error,
        "page_error": bool(error),
        "unfinished": APPLICATION_COOKIE in request.COOKIES,
    }


def _examples() -> list[dict[str, str]]:
    address = reverse("public:ask")
    return [
        {"text": str(text), "href": f"{address}?{urlencode({'q': query})}"}
        for query, text in EXAMPLES
    ]


def _doors() -> list[dict[str, str]]:
    """Return the three quiet doors."""
    doors = (
        ("public:check", _("查证明真伪"), "scan"),
        ("resident:find", _("我的办件"), "folder"),
        ("public:demanded", _("被要求开不合理的证明"), "flag"),
    )
    return [{"href": reverse(name), "text": text, "icon": icon} for name, text, icon in doors]


def _public_pages() -> list[dict[str, str]]:
    """Return what citizens and journalists look for (公开的内容), below the residents' doors."""
    pages = (
        ("public:exposures", _("公开的索要证明（曝光台）")),
        ("public:demands", _("各单位要居民交哪些证明")),
        ("public:may-i-demand", _("索要证明前，先问一问")),
        ("public:data", _("开放数据")),
    )
    return [{"href": reverse(name), "text": text} for name, text in pages]


def _query(question: Question) -> str:
    """Return the address's query for ``question``, empty parts left out."""
    parts = {
        "q": question.text,
        "item": question.item,
        "demander": question.demander,
        "holds": "1" if question.holds_document else "",
        **{f"{BEFORE}{key}": YES if said else NO for key, said in question.before},
    }
    named = [(name, value) for name, value in parts.items() if value]
    so = [(SO, one.value) for one in question.so]
    not_so = [(NOT_SO, one.value) for one in question.not_so]
    return urlencode([*named, *carried(question), *so, *not_so])


def _answer(question: Question, said: Answer, place: Place) -> dict[str, Any]:
    """Return what the answer page shows; a decision is at hand."""
    decision, item = said.decision, said.item
    assert decision is not None  # noqa: S101 - the caller looked
    chosen = replace(question, item=item.id) if item else question
    demander = question.demander or (said.finding.demander if said.finding else "") or ""
    heard = _circumstances(question, said)
    elsewhere = moved.offered(question, said, place)
    here = item and request_catalogue.here(item, place.division or "")
    return {
        "item": here,
        "called": item and request_catalogue.called_so(question.text, item, place.division or ""),
        "kind": item and request_catalogue.kind_of(question.text, item, place.division or ""),
        "matter": said.matter,
        "first": said.first,
        "decision": decision,
        "verdict": moved.verdict(answers.verdict(decision), item, elsewhere),
        "reason": _reason(decision),
        "elsewhere": _elsewhere(elsewhere, question if question.text else chosen),
        "errand": errands.errand(here, decision) if here else (),
        "today": timezone.localdate(),
        "look_up": _look_up(question, replace(chosen, demander=demander), said, place),
        "cited": answers.cited(decision, item=item),
        "demander": demander,
        "beyond": not governed(demander),  # nothing is held against such a body
        "demanders": list(Demander),
        "before": _before(item, question),
        "circumstances": heard,
        "so_query": f"?{urlencode([(SO, one['key']) for one in heard])}" if heard else "",
        "at_the_office": answers.at_the_office(decision),
        "uses": _uses(item, chosen, demander, place),
        "yes": YES,
        "no": NO,
        "documents": _documents(item, decision, question),
        "with_document": address_of(replace(chosen, holds_document=True)),
        "refusable": item is not None and not decision.outcome.issues,
        **_letters(item, decision, demander, said),
        **_waiting(chosen, item, decision, place),
    }


def _reason(decision: Decision) -> dict[str, str]:
    """Return the reason, and what has to be asked first apart: the form below asks it."""
    said, mark, asks = decision.reason.partition(ASKED_FIRST)
    return {"said": said, "asks": mark + asks}


def _elsewhere(found: moved.Elsewhere | None, question: Question) -> dict[str, Any] | None:
    """Return the places to offer, each with the address of the same question there."""
    if found is None:
        return None
    committees = [
        {
            "name": one.name,
            "division": one.division_name,
            "fictional": one.fictional,
            "href": address_of(question, Place(one)),
        }
        for one in found.committees
    ]
    back = address_of(question)
    search = urlencode({"next": back, **({"name": found.search} if found.search else {})})
    return {"ask": found.ask, "committees": committees, "search": search}


def _look_up(question: Question, chosen: Question, said: Answer, place: Place) -> str:
    """Return the address to print: short enough to be typed if it has the same answer so."""
    short = replace(chosen, text="", told=(), ruled_out=(), again="")
    alone = chosen.item and answers.answer(short, place=place, on=timezone.localdate())
    same = alone and replace(alone, finding=said.finding, also=said.also) == said
    whole = address_of(short if same else question, place)
    plain = unquote(whole)  # to be read, unless a sign in the words would change what is asked
    kept = QueryDict(urlsplit(plain).query) == QueryDict(urlsplit(whole).query)
    return settings.BASE_URL + (plain if kept else whole)


def _urgent(question: Question, said: Answer) -> dict[str, Any]:
    """Return the emergency, and in brief what may be answered after it (紧急情况)."""
    return {"briefs": _briefs(question, [said])}


def _several(question: Question, said: Answer) -> dict[str, Any]:
    """Return each thing that was wished, in brief (几件事)."""
    return {"briefs": _briefs(question, [said, *said.also])}


def _briefs(question: Question, answered: list[Answer]) -> list[dict[str, Any]]:
    return [
        {
            "name": one.item.name if one.item else one.matter.name if one.matter else "",
            "verdict": answers.verdict(one.decision),
            "first": one.first,
            "reason": one.decision.reason,
            "ways": one.decision.onward[:1] if one.item else one.decision.onward,
            "href": address_of(replace(question, item=one.item.id)) if one.item else "",
        }
        for one in answered
        if one.decision
    ]


def _waiting(
    question: Question, item: Item | None, decision: Decision, place: Place
) -> dict[str, Any]:
    """Return until when civil affairs answers, whether asked already or only now."""
    division = place.division or answers.named_in(question)
    if item is None or decision.outcome is not Outcome.TO_CONFIRM:
        return {}
    if not division or item.lies_in(division):  # first the place, and a nearer one
        return {}
    asked = confirming.waiting_for(item.id, division)
    due = asked.due_on if asked else confirming.last_day(timezone.now())
    told = {"asked": asked, "due": due, "question": question}
    away = () if item.applies_in(division) else places_of(item)
    return {"confirming": {**told, "places": away}}


def _uses(
    item: Item | None, question: Question, demander: str, place: Place
) -> list[dict[str, str]]:
    """Return the matters for which an entry of the register may hold, each with its answer."""
    if item is None:
        return []
    book = request_catalogue.today().rulebook(place.division or "", timezone.localdate())
    entries = [one for one in book.offers.get(item.id, ()) if demander in ("", one.demander)]
    names = dict.fromkeys((use, one.demander) for one in entries for use in one.uses)
    asked = [(replace(question, text=use, demander=kind), use) for use, kind in names]
    return [{"name": use, "href": address_of(one)} for one, use in asked if use != question.text]


def _before(item: Item | None, question: Question) -> list[dict[str, Any]]:
    """Return what is asked first of ``item``, each with what was said to it (法定前提)."""
    if item is None:
        return []
    said = answers.said_before(item, question)
    return [
        {"name": one.asked.key, "text": one.question, "said": said.get(one.key)}
        for one in item.preconditions
    ]


def _circumstances(question: Question, said: Answer) -> list[dict[str, str]]:
    """Return what was heard of the person, each with the address that takes it back."""
    return [
        {
            "key": one.value,
            "label": one.label,
            "href": address_of(replace(question, not_so=(*question.not_so, one))),
        }
        for one in said.circumstances
    ]


def _letters(item: Item | None, decision: Decision, demander: str, said: Answer) -> dict[str, str]:
    """Return where the letter to the unit and the complaint begin; nothing without an argument."""
    if item is None or advice.argument_of(decision) is None:
        return {}
    told = {"item": item.id, **({"demander": demander} if demander else {})}
    query = urlencode({**told, SO: said.circumstances}, doseq=True)
    letter = {"letter": f"{reverse('public:letters')}?{query}"}
    if not governed(demander):
        return letter  # the Opinion says nothing of the body: there is nothing to complain of
    return letter | {"complaint": f"{reverse('public:complaints')}?{query}"}


def _documents(item: Item | None, decision: Decision, question: Question) -> tuple[str, ...]:
    """Return the documents that would do instead, to be asked for; none if already settled."""
    settled = question.holds_document or decision.outcome is Outcome.NOT_NEEDED_DOCUMENT
    if item is None or settled:
        return ()
    left = (way for way in item.onward if way not in decision.aside)
    ways = [way for way in left if way.kind is OnwardKind.EXISTING_DOCUMENT]
    return tuple(dict.fromkeys(paper for way in ways for paper in way.bring))
