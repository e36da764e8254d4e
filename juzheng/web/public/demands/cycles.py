"""Sent round in a circle (证明绕成一圈): told row by row, answered at once, nothing kept."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.accounts import BODIES, HELD, NOBODY, AccountRow, as_network
from juzheng.law.demands.faults import Law
from juzheng.law.demands.network import COMMITTEE, Network
from juzheng.law.demands.vacuums import shown_otherwise
from juzheng.outside.cells import bases
from juzheng.web.shared import answers, request_catalogue
from juzheng.web.shared.answers import Question
from juzheng.web.shared.demands import graph_page
from juzheng.web.shared.fields import choice, line
from juzheng.web.shared.place import Place, place_of
from juzheng.web.shared.preferences import only_asks
from juzheng.web.shared.security import personal, without_private_numbers

ROWS = 8
LONGEST = 60
TOLD_AT_MOST = 400  # characters of the whole story in an address
WHO = [("", _("请选一种")), *BODIES.items()]
WHERE = [*WHO, (HELD, _("我手里就有")), (NOBODY, _("没有哪里肯开"))]
_one_of = partial(choice, unknown=_("没有这一种。请从列表里选。"), required=False)


class CycleForm(forms.Form):
    """What somebody was sent round for (绕圈的经过), at most eight rows."""

    matter = line(
        _("您要办什么事？"),
        _("没有写要办什么事。请写一句，例如：取已故父亲的存款。"),
        _("例如：取已故父亲的存款"),
        longest=LONGEST,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for number in range(1, ROWS + 1):
            self.fields[f"who-{number}"] = _one_of(_("谁要的？"), WHO)
            self.fields[f"paper-{number}"] = line(_("要什么？"), longest=LONGEST)
            self.fields[f"where-{number}"] = _one_of(_("让您去哪里开？"), WHERE)
            self.fields[f"basis-{number}"] = line(
                _("对方说的依据"), hint=_("例如：《公证法》第二十七条")
            )

    def clean(self) -> dict[str, Any]:
        """Say which rows are only half told, and that one row at least is needed."""
        for number in range(1, ROWS + 1):
            self._clean_row(number)
        if not self.errors and not list(self._filled()):
            self.add_error("who-1", _("一行也没有填。请从第 1 行起，写谁要什么、让您去哪里开。"))
        return self.cleaned_data

    def _clean_row(self, number: int) -> None:
        words = {
            "who": _("第 %d 行没有选谁要的。请选一类单位；这一行不要了，就把它清空。"),
            "paper": _("第 %d 行没有写要什么。请写证明的名字，例如：亲属关系证明。"),
            "where": _("第 %d 行没有选去哪里开。请选一处；手里已经有的，选“我手里就有”。"),
        }
        got = {name: self.cleaned_data.get(f"{name}-{number}") for name in (*words, "basis")}
        if not any(got.values()):
            return
        for name, sentence in words.items():
            if not got[name] and f"{name}-{number}" not in self.errors:
                self.add_error(f"{name}-{number}", sentence % number)
        try:
            basis_of(got["basis"] or "")
        except ValueError as unread:
            self.add_error(f"basis-{number}", str(unread))

    def _filled(self) -> Iterator[int]:
        return (n for n in range(1, ROWS + 1) if self.cleaned_data.get(f"paper-{n}"))

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the boxes row by row, for the page."""
        names = ("who", "paper", "where", "basis")
        return [
            {"number": number, **{name: self[f"{name}-{number}"] for name in names}}
            for number in range(1, ROWS + 1)
        ]

    def network(self, division: str) -> Network:
        """Return what was told in ``division`` as a network of demands; the form is valid."""
        return as_network(self.purpose(), self.network_rows(), partial(item_of, division=division))

    def purpose(self) -> str:
        """Return what is to be done, without personal numbers; the form is valid."""
        return without_private_numbers(self.cleaned_data["matter"])

    def network_rows(self) -> list[AccountRow]:
        """Return the rows that were filled in, without personal numbers; the form is valid."""
        return [
            AccountRow(
                self.cleaned_data[f"who-{number}"],
                without_private_numbers(self.cleaned_data[f"paper-{number}"]),
                self.cleaned_data[f"where-{number}"],
                basis_of(self.cleaned_data[f"basis-{number}"]),
            )
            for number in self._filled()
        ]


def basis_of(text: str) -> tuple[LegalBasis, ...]:
    """
    Return the bases that a resident wrote down; none for nothing and for 没有.

    :raises ValueError: if it is written in a way that cannot be read
    """
    return bases(text)


def item_of(name: str, division: str) -> str:
    """Return the catalogue's item that a committee's paper of this name is there, if clear."""
    return request_catalogue.find(name, division=division or None).item or ""


@only_asks()
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def cycles(request: HttpRequest) -> HttpResponse:
    """Take down who wanted what (绕圈), and say what is tied to what and where to cut it."""
    posted = request.method == "POST"
    form = CycleForm(request.POST if posted else None)
    context: dict[str, Any] = {"form": form}
    if posted and form.is_valid():
        division = place_of(request).division or ""
        network = form.network(division)
        context |= graph_page.page(network, graph_page.examined(network, division))
        context["understood"] = list(_understood(network))
        context["otherwise"] = list(_otherwise(network, place_of(request)))
        context["report"] = _report(form)
    return render(request, "public/knots.html", context, status=422 if form.errors else 200)


def _otherwise(network: Network, place: Place) -> Iterator[dict[str, Any]]:
    """Yield for each thing to be shown how it is shown without that circle (别的办法)."""
    today = timezone.localdate()
    law = Law(request_catalogue.today(), today, place.division or "")
    known = (one for fact in network.facts for one in shown_otherwise(network, law, fact))
    for code in dict.fromkeys(known):
        item = law.items[code]
        decision = answers.decide(item, Question(item=code), place=place, on=today)
        if not decision.outcome.issues:
            yield {"item": item, "ways": decision.onward}


def _report(form: CycleForm) -> str:
    """Return where the report begins: with the first unit that was told, and the whole story."""
    rows = form.network_rows()
    where: dict[str, Any] = dict(WHERE)
    words = gettext("%(who)s要“%(paper)s”，让去：%(where)s")
    said = [
        words
        % {"who": gettext(BODIES[one.who]), "paper": one.paper, "where": gettext(where[one.where])}
        for one in rows
    ]
    told = {
        "q": rows[0].paper,
        "demander": "" if rows[0].who == COMMITTEE else rows[0].who,
        "matter": form.purpose(),
        "story": gettext("；").join(said)[:TOLD_AT_MOST],
    }
    kept = {name: typed for name, typed in told.items() if typed}
    return f"{reverse('public:report')}?{urlencode(kept)}"


def _understood(network: Network) -> Iterator[dict[str, str]]:
    """Yield how each row was taken, so that the resident can put it right."""
    for demand in network.demands.values():
        body = network.body(demand.owner)
        yield {
            "demand": graph_page.row(demand.id),
            "body": body.name if body else "",
            "what": network.name(demand.owner),
            "needs": "、".join(network.name(paper) for paper in demand.papers),
        }
