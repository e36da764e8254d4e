"""
Overtaken (已被他人办理): where a form leads on, and what was written on it if it could not be kept.

A form that leads away from its page would take along what was typed there. Who was slower, or was
refused, is shown the page that he is led to with his own words on it, to be copied: they stand
in this one answer, and are kept nowhere.
"""

from __future__ import annotations

from copy import copy
from http import HTTPStatus
from urllib.parse import urlsplit

from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import get_script_prefix, resolve

from juzheng.web.shared.access import SignedInRequest
from juzheng.web.shared.act_results import Outcome

Said = list[tuple[str, str]]  # what was written, by the labels of its boxes


def left(
    request: SignedInRequest, how: Outcome, form: Form, after: HttpResponseRedirect
) -> HttpResponse:
    """Return ``after``, or the page there with what was written on ``form`` and not kept."""
    return carrying(request, how.unsaved(form), after)


def carrying(request: SignedInRequest, said: Said, after: HttpResponseRedirect) -> HttpResponse:
    """Return ``after``; if something was ``said`` in vain, the page there with it (没有保存)."""
    if not said:
        return after
    there = urlsplit(after.url)
    asked = copy(request)
    asked.method, asked.path = "GET", there.path
    asked.path_info = "/" + there.path.removeprefix(get_script_prefix())
    asked.GET, asked.POST = QueryDict(there.query), QueryDict()
    asked.resolver_match = found = resolve(asked.path_info)
    setattr(asked, UNSAVED, said)
    page: HttpResponse = found.func(asked, *found.args, **found.kwargs)
    return page if page.status_code == HTTPStatus.OK else after  # else it leads elsewhere


UNSAVED = "unsaved_words"  # on the request, for the frame of every page
