"""What is not here any more (已撤下): what it was, since which day and why, instead of a 404."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.catalogue.pages import PageKind
from juzheng.law.base.characters import unquoted
from juzheng.law.base.endings import Ended
from juzheng.law.catalogue.items import Item
from juzheng.records.catalogue import endings as pages
from juzheng.records.catalogue import governing
from juzheng.records.supervision import endings as exposures
from juzheng.web.shared import ended
from juzheng.web.shared.catalogue import local_guide
from juzheng.web.shared.law_sentences import in_language
from juzheng.web.shared.place import Place
from juzheng.web.shared.security import without_private_numbers

TYPED = 40  # characters of an address that its page of an error shows


class Stood(Enum):
    """Where it was (在哪里公开过): how its end is called, and where the way back leads."""

    LISTED = "listed"
    BOARD = "board"  # the public board
    FILE = "file"  # published, and still is; the file that was kept of it is lost


class Gone(Http404):
    """It was here and is not (已撤下、已丢失): whoever has its address gets a 410 that says so."""

    def __init__(
        self,
        what: str,
        on: date | None,
        reason: str,
        *,
        stood: Stood = Stood.LISTED,
        over: Ended | None = None,
    ) -> None:
        self.what, self.on, self.reason, self.stood = what, on, reason, stood.value
        self.instead = ended.row(over)["instead"] if over else []
        super().__init__(what)


class NeverThere(Http404):
    """There is no such thing (没有这一项): the page says what was typed, and where to look."""

    def __init__(self, what: str, typed: str, where: str) -> None:
        shown = unquoted(without_private_numbers(" ".join(typed.split()))[:TYPED])
        self.said = _("没有找到%(what)s“%(typed)s”。") % {"what": what, "typed": shown}
        self.where = reverse(where)
        super().__init__(typed)


def over(kind: PageKind, subject: str) -> Ended | None:
    """Return how the catalogue's page ended; None: it is there today, or never was."""
    if not subject.isprintable():  # no database takes it, and nothing was ever called so
        return None
    return pages.withdrawn(kind, subject, timezone.localdate())


def no_page(kind: PageKind, subject: str) -> Http404:
    """Return what to raise where the catalogue has no such page today: gone, or never there."""
    found = over(kind, subject)
    if found is None:
        where = "public:laws" if kind is PageKind.INSTRUMENT else "public:items"
        return NeverThere(in_language(kind.label), subject, where)
    return Gone(f"{subject} {found.name}", found.on, found.reason, over=found)


def no_form(item: Item, place: Place, on: date) -> Http404:
    """Return what to raise where nothing is issued today: issued no more, or never."""
    days = set(pages.changed(on))
    days |= {item.in_force_until} if item.in_force_until and item.in_force_until <= on else set()
    for day in sorted(days, reverse=True):
        before = day - timedelta(days=1)
        then = governing.governing(before).items.get(item.id)
        if then and local_guide.guide_of(then, place, before).issued:
            known = item.in_force_until == day
            why = pages.why(PageKind.ITEM, item.id, item) if known else ""
            return Gone(f"{item.id} {item.name}", day, why or _("从这一天起不再出具这一项。"))
    return Http404(item.id)


def no_exposure(number: str) -> Http404:
    """Return what to raise where no such exposure is shown: taken down, or never there."""
    found = exposures.of_number(number)
    if found is None:
        return NeverThere(_("公开曝光"), number, "public:exposures")
    return Gone(_("曝光 %s") % number, found.on, found.reason, stood=Stood.BOARD)
