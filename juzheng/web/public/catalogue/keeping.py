"""What may be kept of a question that went wrong (留下问话): shown first, kept only after a yes."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from juzheng.catalogue import rights
from juzheng.finder import matters
from juzheng.law.base.retention import Kept
from juzheng.law.catalogue.tellings import keepable
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.answers import Question

NOT = "not"  # in the address: what the visitor has said no to, the last one last
KEPT = "kept"  # in the address: they have said yes already


@dataclass(frozen=True)
class Offer:
    """What the page asks a yes for (征求同意): the very words that would be kept."""

    text: str
    question: Question
    refused: str  # the label that the visitor said no to
    days: int


def offer(request: HttpRequest, question: Question) -> Offer | None:
    """Return what would be kept of ``question``; None: nothing can be, or it is already."""
    text = keepable(question.text) if KEPT not in request.GET else ""
    refused = label((request.GET.getlist(NOT) or [""])[-1])
    return Offer(text, question, refused, rights.retention()[Kept.QUESTION].days) if text else None


def label(given: str) -> str:
    """Return ``given`` if it is an item or a none-matter; else nothing."""
    last = given.rpartition(",")[2].strip()
    return last if last in request_catalogue.today().items or last in matters() else ""
