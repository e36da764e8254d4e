"""The desk (工作台): the committee's queue, the least time left first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, Sum
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from juzheng.law.base.permissions import Permission
from juzheng.law.cases.certificates import masked_name
from juzheng.law.cases.named import said_of
from juzheng.records import rollups
from juzheng.records.cases import named, searching
from juzheng.records.inquiries import letters, waiting
from juzheng.records.models import Case, Tally, User
from juzheng.records.models.base.tallies import ALWAYS
from juzheng.records.models.cases.cases import Desk
from juzheng.web.clerk import queue, same_person
from juzheng.web.clerk.forms.case import SearchForm
from juzheng.web.shared.access import SignedInRequest, entitled, show, signed_in
from juzheng.web.shared.law_sentences import in_language
from juzheng.web.shared.paging import chip
from juzheng.web.shared.preferences import asked_again, only_asks

_Piles = Mapping[str, Mapping[str, Any]]  # a pile's code → its tally, all and late


@signed_in("GET")
def desk(request: SignedInRequest) -> HttpResponse:
    """Show the queue: what waits for this person's own hand comes first."""
    user = entitled(request, Permission.SEE_DESK)
    letters_there = waiting.counted(user)
    mine = Case.objects.visible_to(user)
    piles = _piles(user)
    ways = {each.code: each for each in queue.SHOWS}
    way = ways.get(request.GET.get("show", ""), ways[_usual(user, piles)])
    cases, later = queue.page(mine, way, request.GET.get("after", ""))
    query = urlencode({"show": way.code, "after": later})
    context = {
        **_frame(piles, way.code),
        "rows": queue.rows(cases, timezone.localdate()),
        "show": way,
        "later": f"?{query}" if later else "",
        "earlier": f"?show={way.code}" if request.GET.get("after") else "",
        "letter_chips": _of_letters(letters_there),
        "letters": letters_there.for_hand_of(user),
    }
    return show(request, "clerk/desk.html", context)


def _of_letters(there: waiting.Waiting) -> list[dict[str, Any]]:
    """Return what waits of the letters of authorities; where nothing waits, nothing."""
    counts = (
        (_("复函待签字"), there.pen),
        (_("待拟复函"), there.draft),
        (_("其中退回、撤销的"), there.again),
        (_("复函待送出"), there.sending),
    )
    list_ = reverse("clerk:inquiries")
    return [chip(f"{label} {count}", list_, current=False) for label, count in counts if count]


@only_asks()
@signed_in("POST")
def search(request: SignedInRequest) -> HttpResponse:
    """
    Find cases by number, paper, or the whole of a name, an identity number or a telephone.

    The number of a letter (函) leads to the letter, and so does that of the paper that answers it.

    What is found is somebody's personal data: each case's look is written down.
    """
    user = entitled(request, Permission.SEE_DESK)
    mine = Case.objects.visible_to(user)
    form = SearchForm(request.POST)
    context = _frame(_piles(user), "")
    if not form.is_valid():
        return show(request, "clerk/found.html", {**context, "form": form})
    code = user.committee.code if user.committee else ""
    wanted = form.cleaned_data["wanted"]
    if letter := letters.numbered(user, wanted):
        return redirect("clerk:inquiry", letter.number)
    found = list(searching.found(mine, wanted, code=code))
    same_person.looked_at(found, user)
    others = named.found_as(found, wanted)
    if len(found) == 1 and not others:
        return redirect("clerk:case", found[0].number)
    if asked_again(request):  # what was typed stays in its box, but for a private number
        context["form"] = form
    papers = searching.papers_named(wanted, code=code)
    rows = queue.rows(found, timezone.localdate())
    context["rows"] = [
        {**row, "papers": papers.get(case.pk), "named": _named(case, others, wanted)}
        for case, row in zip(found, rows, strict=True)
    ]
    return show(request, "clerk/found.html", context)


def _named(case: Case, others: Mapping[int, tuple[named.As, ...]], wanted: str) -> list[str]:
    """Return as whom else than the applicant the case names whom it was found by (什么人)."""
    words = {False: _("%(name)s：%(role)s"), True: _("%(name)s：更正前登记的%(role)s")}
    item, name = case.revision.item, masked_name(wanted.strip())
    return [
        words[one.before] % {"name": name, "role": in_language(said_of(one.role, item))}
        for one in others.get(case.pk, ())
    ]


def _usual(user: User, piles: _Piles) -> str:
    """Return the pile that opens by itself: where no paper waits for the pen, an objection may."""
    if not user.may(Permission.SIGN):
        return "open"
    ways = {way.desks[0]: way for way in queue.SHOWS}
    pens = (ways[Desk.SIGNATURE], ways[Desk.OBJECTION])
    return next((way for way in pens if _count(piles, way)), pens[0]).code


def _piles(user: User) -> _Piles:
    """Return how many cases lie in each pile of this person's desk; no case is counted for it."""
    code, today = user.committee.code if user.committee else "-", timezone.localdate()
    late = Sum("count", filter=Q(on__gt=ALWAYS, on__lt=today))
    mine = Tally.objects.filter(kind=rollups.DESK, place=code)
    return {one["key"]: one for one in mine.by("key").annotate(late=late)}


def _count(piles: _Piles, way: queue.Show) -> int:
    return sum(_lie_in(piles, one) for one in way.desks)


def _lie_in(piles: _Piles, one: Desk) -> int:
    """Return how many cases lie in one pile."""
    return int(piles[one.value]["all"]) if one.value in piles else 0


def _frame(piles: _Piles, current: str) -> dict[str, Any]:
    """Return the filters with their counts, and the search box."""
    return {
        "overdue": sum(one["late"] or 0 for one in piles.values()),
        "in_two": _lie_in(piles, Desk.UNSEALED),
        "form": SearchForm(),
        "chips": [
            chip(
                f"{way.label} {_count(piles, way)}",
                f"{reverse('clerk:desk')}?show={way.code}",
                current=way.code == current,
            )
            for way in queue.SHOWS
        ],
    }
