"""Guides at a visitor's place (本地办事指南): from the catalogue that governs there today."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.conf import settings

from juzheng.catalogue import Catalogue
from juzheng.law.catalogue import guides, notices
from juzheng.law.catalogue.guides import Guide, Venue, Where
from juzheng.law.catalogue.items import Item
from juzheng.law.catalogue.notices import Notice
from juzheng.outside import guides as printed
from juzheng.outside.open_data import Scope
from juzheng.records.catalogue import governing
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.place import Place, at


def where_of(place: Place, on: date) -> Where:
    """Return the place as guides know it: a committee's own, or the whole nation's."""
    committee = place.committee
    if committee is None:
        return Where(place.code, on)
    return Where(
        committee.code,
        on,
        committee.division_name,
        place.kind,
        Venue(committee.name, committee.address, committee.telephone, committee.hours),
    )


def named(division: str, listed: Catalogue) -> str:
    """Return what people call a division: 湖北省荆州市; the nation has no name here."""
    return "".join(one.name for one in listed.path_of(division[:6].ljust(6, "0")))


def scope_of(division: str, on: date, listed: Catalogue) -> Scope:
    """Return what open data of ``division`` is about, a committee's own as its pages (范围)."""
    where = where_of(at(division), on)
    name = where.division_name or (named(division, listed) if division else "")
    return Scope(where.division, name, on, settings.BASE_URL, where.committee, where.office)


def guide_of(item: Item, place: Place, on: date) -> Guide:
    """Return the guide to ``item`` at ``place``."""
    return guides.guide(item, governing.governing(on), where_of(place, on))


def notice_of(place: Place, on: date) -> Notice:
    """Return what a notice board at ``place`` shows."""
    return notices.notice(request_catalogue.today(), where_of(place, on))


def page_of(item: str, place: Place, then: str = "") -> str:
    """Return the address of a guide as it is printed: it leads to the same place, and ``then``."""
    return f"{settings.BASE_URL}/items/{item}/{then or _same(place)}"


def board_of(place: Place) -> str:
    """Return the address of all items as the poster prints it: it leads to the same place."""
    return f"{settings.BASE_URL}/items/{_same(place)}"


def _same(place: Place) -> str:
    return f"?committee={place.committee.code}" if place.committee else ""


# Setting a page takes some thirty milliseconds; the same guide gives the same bytes.
guide_pdf = lru_cache(maxsize=64)(printed.guide_pdf)
form_pdf = lru_cache(maxsize=64)(printed.form_pdf)
sample_pdf = lru_cache(maxsize=64)(printed.sample_pdf)
poster_pdf = lru_cache(maxsize=8)(printed.poster_pdf)
