"""One catalogue for a request (当次请求的目录), whatever is published meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from juzheng.catalogue import Catalogue
from juzheng.finder import Finder, finder_over, standing
from juzheng.finder.found import Finding
from juzheng.law.catalogue import listed, looking
from juzheng.law.catalogue.items import Item
from juzheng.law.catalogue.naming import names_in
from juzheng.records.catalogue import governing, local_tellings


def today() -> Catalogue:
    """Return the catalogue that governs today; within a request always the same one."""
    return governing.governing(timezone.localdate())


def here(item: Item, division: str) -> Item:
    """Return ``item`` as it is handled in ``division`` today: its limit, what to bring, by whom."""
    return looking.here(item, today(), division, timezone.localdate())


def called_here(item: Item, division: str, on: date | None = None) -> str:
    """Return what the lists of ``division`` call ``item`` (本地名称); empty: by its own name."""
    day = on or timezone.localdate()
    name = listed.called(item, governing.governing(day).rulebook(division, day))
    return "" if name == item.name else name


def called_so(text: str, item: Item, division: str) -> str:
    """Return the local name to show; empty where ``item`` was asked for by its own name alone."""
    called = called_here(item, division)
    asked_so = item.name in text and not any(name in text for name in names_in(called))
    return "" if asked_so else called


def kind_of(text: str, item: Item, division: str) -> str:
    """Return which kind of ``item`` the lists here name, and ``text`` asks for (其中的一种)."""
    return max((one for one in also_here(item, division) if one in text), key=len, default="")


def also_here(item: Item, division: str, on: date | None = None) -> tuple[str, ...]:
    """Return what the lists of ``division`` name that is not all of ``item`` (也列了的叫法)."""
    day = on or timezone.localdate()
    return listed.also(item, governing.governing(day).rulebook(division, day))


def finder() -> Finder:
    """Return the finder over what governs today, with the words that officers here have added."""
    return finder_over(today(), local_tellings.in_use(), on=timezone.localdate())


def find(text: str, *, division: str | None = None, demander: str | None = None) -> Finding:
    """Return what ``text`` is about today, by what is in use in ``division`` (问事)."""
    return standing.find(
        text,
        finder=finder(),
        catalogue=today(),
        on=timezone.localdate(),
        division=division,
        demander=demander,
    )


def middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let a whole request see one and the same catalogue, asked for at most once."""

    def respond(request: HttpRequest) -> HttpResponse:
        with governing.held():
            return get_response(request)

    return respond
