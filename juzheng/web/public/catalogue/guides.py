"""Guides (办事指南): the lists, one page an item, and the texts they rest on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from juzheng.catalogue.pages import PageKind
from juzheng.law.cases import samples
from juzheng.law.catalogue import applicability
from juzheng.law.catalogue.circumstances import Circumstances
from juzheng.law.catalogue.gathered_ways import gathered
from juzheng.law.catalogue.items import Item, ListKind
from juzheng.law.catalogue.looking import Known
from juzheng.records.cases import handling
from juzheng.records.catalogue import endings, governing
from juzheng.web.shared import answers, ended, passed_over, request_catalogue
from juzheng.web.shared.answers import Question
from juzheng.web.shared.catalogue import local_guide, local_lists
from juzheng.web.shared.gone import no_page
from juzheng.web.shared.law_sentences import in_language, sentences
from juzheng.web.shared.place import Place, at, place_of
from juzheng.web.shared.said import SO, codes_in
from juzheng.web.shared.security import without_private_numbers

KEPT = 64  # pieces of some 30 kB: a place, a language


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """List every item, grouped by what comes of it here and today (事项清单)."""
    place = place_of(request)
    passed_over.unread(request, "division", "on")
    query = without_private_numbers(request.GET.get("q", "").strip()[:100])
    listed = request_catalogue.today()
    here = Circumstances(place.division or "", timezone.localdate(), place.kind)
    found = _matching(query, place)
    context = {
        "place": place,
        "query": query,
        "sections": _sections(found, here, folded=())
        if query
        else _every_section(here, listed.digest, get_language()),
        "count": len(found),
        "lists": [one for one in listed.lists.values() if not gathered(one.id)],
        "today": here.on,
        "ended": [] if query else _ended(here.on, PageKind.ITEM),
    }
    return render(request, "public/items.html", context)


def _ended(on: date, *kinds: PageKind) -> list[dict[str, Any]]:
    return ended.rows(endings.ended(on, *kinds))


@lru_cache(maxsize=KEPT)
def _every_section(here: Circumstances, _digest: str, _language: str) -> SafeString:
    """Return the sections of all items: the same for everybody who asks here, today, so."""
    every = request_catalogue.today().items.values()
    stands = [one for one in every if not (one.in_force_until and one.in_force_until <= here.on)]
    return _sections(stands, here)


def _sections(
    found: list[Item], here: Circumstances, *, folded: Collection[str] = ("elsewhere",)
) -> SafeString:
    """Return the groups; ``folded`` ones are opened by whoever wants them: sixty places' items."""
    groups = [{**one, "folded": one["key"] in folded} for one in _groups(found, here)]
    return render_to_string("public/_items.html", {"groups": groups})


def _matching(query: str, place: Place) -> list[Item]:
    """Return the items whose name, alias or summary holds ``query``, else what the finder finds."""
    every = list(request_catalogue.today().items.values())
    if not query:
        return every
    low = query.casefold()
    found = [item for item in every if any(low in text.casefold() for text in _read_of(item))]
    if found:
        return found
    candidates = request_catalogue.find(query, division=place.division).candidates
    return [request_catalogue.today().items[candidate.item] for candidate in candidates]


def _read_of(item: Item) -> tuple[str, ...]:
    """Return what is looked through for words, in the visitor's language too."""
    told = (item.name, item.summary)
    return (item.id, *told, *map(in_language, told), *item.aliases)


def _groups(found: list[Item], here: Circumstances) -> list[dict[str, Any]]:
    """Return the items in groups of those that end alike, each with a note why it is there."""
    titles = {
        "open": (_("居（村）委会能开的"), "checked"),
        "closed": (_("居（村）委会不开的（国家第一批清单）"), "instead"),
        "closed_here": (_("居（村）委会不开的（地方清单）"), "instead"),
        "elsewhere": (_("有的地方有的"), "plain"),
        Known.UNKNOWN.value: (_("待民政部门确认的"), "plain"),
        Known.NO.value: (_("不由居（村）委会出具的"), "plain"),
    }
    lines: dict[str, list[tuple[Item, str, str]]] = {key: [] for key in titles}
    for item in found:
        key, note = _where(item, here)
        if also := "、".join(request_catalogue.also_here(item, here.division)):
            note = sentences(note, _("本地的清单上还写作：%(names)s。") % {"names": also})
        lines[key].append((item, request_catalogue.called_here(item, here.division), note))
    return [
        {"key": key, "title": title, "kind": kind, "lines": lines[key]}
        for key, (title, kind) in titles.items()
        if lines[key]
    ]


def _where(item: Item, here: Circumstances) -> tuple[str, str]:
    """Return the group of ``item`` here and why it is there."""
    if item.kind is ListKind.NEGATIVE:
        if not item.divisions:
            return "closed", ""
        return "closed_here", _("%(places)s的清单") % {"places": "、".join(places_of(item))}
    stands = applicability.standing(item, request_catalogue.today(), here)
    if stands.known is Known.YES:
        return "open", ""
    if not item.applies_in(here.division) and not item.refused_because:
        return "elsewhere", _("%(places)s有这样一项") % {"places": "、".join(places_of(item))}
    return stands.known.value, stands.why


def places_of(item: Item) -> tuple[str, ...]:
    """Return the names of the divisions that ``item`` is bound to."""
    listed = request_catalogue.today().divisions
    return tuple(listed[code].name if code in listed else code for code in item.divisions)


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Show which lists hold in a place on a day (某地某日适用的清单)."""
    place = place_of(request)
    asked = local_lists.asked(request, otherwise=(place.division or "")[:6])
    over = _ended(asked.on, PageKind.LIST, PageKind.UNLISTED, PageKind.LOOKED)
    return render(request, "public/lists.html", {**local_lists.shown(asked), "ended": over})


@require_safe
def item(request: HttpRequest, item_id: str) -> HttpResponse:
    """
    Show an item's guide: what, on which ground, how, how long, what the paper says (指南).

    With a division or a day in the address: what held there and then.
    """
    there = local_lists.there(request)
    today = there.on if there else timezone.localdate()
    place = at(there.division) if there else place_of(request)
    then, now = governing.governing(today), request_catalogue.today()
    subject = then.items.get(item_id) or now.items.get(item_id)
    if subject is None:
        raise no_page(PageKind.ITEM, item_id)
    said = Question(so=codes_in(request.GET, SO))
    decision = answers.decide(subject, said, place=place, on=today)
    guide = local_guide.guide_of(subject, place, today)
    context = {
        "item": subject,
        "there": there,
        "ahead": item_id not in now.items,  # it is no item yet: nothing can be done about it
        "place": place,
        "today": today,
        "decision": decision,
        "verdict": answers.verdict(decision),
        "cited": answers.cited(decision, then, item=subject, on=today),
        "beside": answers.cited_beside(subject, decision, then, today),
        "places": places_of(subject),
        "guide": guide,
        "called": request_catalogue.called_here(subject, place.division or "", today),
        "also": "、".join(request_catalogue.also_here(subject, place.division or "", today)),
        "sample": samples.sentences(guide),
        # How long people really waited in the county, or anywhere if no place is known.
        "waited": handling.of_item(item_id, division=guide.division[:6], on=today)
        if guide.issued
        else None,
        "see": [one for one in map(now.items.get, subject.instead_see) if one],
    }
    return render(request, "public/item.html", context)


@require_safe
def laws(request: HttpRequest) -> HttpResponse:
    """List the texts that the items rest on (法律文件)."""
    known = request_catalogue.today().instruments.values()
    issued = (one for one in known if not gathered(one.id))
    texts = sorted(issued, key=lambda one: (not one.binding, one.title))
    over = _ended(timezone.localdate(), PageKind.INSTRUMENT)
    return render(request, "public/laws.html", {"texts": texts, "ended": over})


@require_safe
def law(request: HttpRequest, instrument: str) -> HttpResponse:
    """Show what we know of a text, and how well we know it (法律文件)."""
    listed = request_catalogue.today()
    text = listed.instruments.get(instrument)
    if text is None:
        raise no_page(PageKind.INSTRUMENT, instrument)
    today = timezone.localdate()
    context = {
        "text": text,
        "in_force": text.in_force(today),
        "today": today,
        "clauses": [one for one in listed.clauses.values() if one.instrument == instrument],
        "paragraphs": listed.paragraphs.get(instrument, ()),
        "leaning": [
            (one, [basis for basis in one.told_basis if basis.instrument == instrument])
            for one in listed.items.values()
            if any(basis.instrument == instrument for basis in one.told_basis)
        ],
    }
    return render(request, "public/law.html", context)
