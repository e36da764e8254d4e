"""Rehearsing pages (试发布): each page that would show what is published is made once before.

Every address is asked as a visitor asks, in both languages and at a place where the page holds.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from juzheng.catalogue.pages import Entry, PageKind
from juzheng.law.catalogue.items import Item
from juzheng.law.catalogue.lists import ItemList
from juzheng.law.catalogue.looking import Look
from juzheng.records.models import Committee, Revision
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.fields import question_field

_LOG = logging.getLogger(__name__)

# What shows all that is published, whatever the change is about.
EVERYWHERE = ("items", "laws", "lists", "items-json", "items-csv", "lists-json", "changes-atom")
ADDRESSES = {PageKind.ITEM.value: "item", PageKind.INSTRUMENT.value: "law"}
SHEETS = ("guide-file", "form-file", "sample-file")


@dataclass(frozen=True)
class Address:
    """One address to be tried (试打开的网址)."""

    name: str  # in the public door
    args: tuple[str, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    needed: bool = True  # "not found" is a fault too

    @property
    def path(self) -> str:
        """Return the path with its query."""
        path = reverse(f"public:{self.name}", args=self.args)
        return f"{path}?{urlencode(self.query)}" if self.query else path


def rehearse(revisions: Sequence[Revision]) -> Iterator[str]:
    """Yield what can't be shown once ``revisions`` are published; they govern already here."""
    for language, address in dict.fromkeys(_addresses(revisions)):
        with translation.override(language):
            shown = _shown(f"{address.name} {address.args}", partial(_open, address, language))
        if not shown:
            yield _called(address, language)
    for revision in revisions:
        if not revision.withdrawn and isinstance(revision.entry, Item):
            item = revision.entry
            if not _shown(f"the form of {item.id}", partial(_form, item)):
                yield _("%(item)s 的申请表单") % {"item": item.id}


def _addresses(revisions: Sequence[Revision]) -> Iterator[tuple[str, Address]]:
    """Yield the addresses with their language; both for what is written anew, files once."""
    one, *_others = both = [code for code, _name in settings.LANGUAGES]
    touched = {one.subject: one.entry for one in revisions if not one.withdrawn}
    for address in (*map(Address, EVERYWHERE), *_sheets(touched), *_leaning(revisions)):
        yield one, address
    for address in _pages(revisions, touched):
        yield from ((language, address) for language in both)


def _pages(revisions: Sequence[Revision], touched: Mapping[str, Entry]) -> Iterator[Address]:
    for revision in revisions:
        if revision.kind in ADDRESSES:
            needed = revision.subject in touched
            yield Address(ADDRESSES[revision.kind], (revision.subject,), needed=needed)
    for entry in touched.values():
        if isinstance(entry, ItemList):
            yield Address("lists", (), (("division", entry.division),))
        if isinstance(entry, Look):
            here = (("division", entry.division),)
            yield from (Address("item", (line.item,), here) for line in entry.lines)
        if isinstance(entry, Item):
            yield Address("ask", (), (("q", entry.name[:100]),))
            for place in ((), *_places(entry)):
                yield Address("item", (entry.id,), place)
                yield Address("ask", (), (("item", entry.id), *place))


def _sheets(touched: Mapping[str, Entry]) -> Iterator[Address]:
    for entry in touched.values():
        if isinstance(entry, Item):
            for place in ((), *_places(entry)):
                yield from (Address(sheet, (entry.id,), place, needed=False) for sheet in SHEETS)


def _leaning(revisions: Sequence[Revision]) -> Iterator[Address]:
    """Yield the pages of items that show one of ``revisions`` though they are none of them."""
    subjects = {one.subject for one in revisions}
    lists = (one.entry for one in revisions if isinstance(one.entry, ItemList))
    listed = {line.item for one in lists for line in one.lines}
    for item in request_catalogue.today().items.values():
        shown = {*item.instead_see, *(basis.instrument for basis in item.basis)}
        if item.id in listed or subjects & shown:
            yield Address("item", (item.id,))


def _places(item: Item) -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield a committee where the item holds, as the address names it; none if none is known."""
    for committee in Committee.objects.order_by("code"):
        if item.applies_in(committee.code):
            yield (("committee", committee.code),)
            return


def _shown(what: str, show: Any) -> bool:
    try:
        show()
    except Exception:  # noqa: BLE001 - whatever it is, it must not be published
        _LOG.exception("rehearsal: %s can't be shown", what)
        return False
    return True


def _open(address: Address, language: str) -> None:
    """
    Open the page as a visitor does, past the middleware.

    :raises Exception: whatever stops it
    """
    path = address.path
    view, args, kwargs = resolve(urlsplit(path).path)
    try:
        response = view(_request(path, language), *args, **kwargs)
    except Http404:
        if address.needed:
            raise
        return
    if response.status_code >= 500 or (address.needed and response.status_code >= 400):
        raise RuntimeError(response.status_code)


def _request(path: str, language: str) -> WSGIRequest:
    here, asked = urlsplit(settings.BASE_URL), urlsplit(path)
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": asked.path,
            "QUERY_STRING": asked.query,
            "SERVER_NAME": here.hostname or "localhost",
            "SERVER_PORT": str(here.port or 443),
            "wsgi.url_scheme": here.scheme,
            "wsgi.input": BytesIO(),
        }
    )
    request.session = SessionStore()
    request.user = AnonymousUser()
    request.LANGUAGE_CODE = language
    setattr(request, "_messages", default_storage(request))  # noqa: B010 - as the middleware does
    return request


def _form(item: Item) -> None:
    """Draw every question as the application asks it."""
    form = forms.Form()
    form.fields = {question.key: question_field(question) for question in item.questions}
    form.as_div()


def _called(address: Address, language: str) -> str:
    """Return what people call the page that can't be shown."""
    if language == settings.LANGUAGE_CODE:
        return _("网页 %(path)s ") % {"path": address.path}
    return _("网页 %(path)s（英文）") % {"path": address.path}
