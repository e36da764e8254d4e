"""What may be kept of a question that went wrong (留下问话): shown first, kept only after a yes."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from juzheng.catalogue import rights
from juzheng.finder import matters
from juzheng.law.base.retention import Kept
from juzheng.law.catalogue.tellings import keepable
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.answers import Question
from juzheng.web.shared.asking_back import carried
from juzheng.web.shared.place import PARAMETER, Place

KEPT = "kept"  # in the address: they have said yes already


@dataclass(frozen=True)
class Offer:
    """What the page asks a yes for (征求同意): the very words that would be kept."""

    text: str
    question: Question
    carried: list[tuple[str, str]]  # what the form sends besides the words
    days: int
    action: str


def offer(request: HttpRequest, question: Question, place: Place) -> Offer | None:
    """Return what would be kept of ``question``; None: nothing can be, or it is already."""
    text = keepable(question.text) if KEPT not in request.GET else ""
    at = f"?{PARAMETER}={place.committee.code}" if place.committee else ""
    action = f"{reverse('public:kept-questions')}{at}"
    told = [("item", question.item)] if question.item else []
    days = rights.retention()[Kept.QUESTION].days
    return Offer(text, question, [*told, *carried(question)], days, action) if text else None


def label(given: str) -> str:
    """Return ``given`` if it is an item or a none-matter; else nothing."""
    return given if given in request_catalogue.today().items or given in matters() else ""
