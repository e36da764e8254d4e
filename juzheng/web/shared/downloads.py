"""Files to keep (下载文件): what a page hands out under a name that says what it is."""

from __future__ import annotations

import re
from typing import TypeVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from juzheng.law.base.papers import PaperState
from juzheng.law.catalogue.items import Item
from juzheng.records.models import Certificate

PDF = "application/pdf"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 60  # characters of what a file is, before its number
_UNFIT = re.compile(r'[\\/:*?"<>|\s]+')  # what some system takes for no part of a name
_NOT_ASCII = re.compile(r"[^A-Za-z0-9._]+")
Answer = TypeVar("Answer", bound=HttpResponseBase)


def download(content: bytes, media: str, name: str, *, inline: bool = False) -> HttpResponse:
    """Return ``content`` as the file ``name``: to be kept, or ``inline`` to be read at once."""
    return offered(HttpResponse(content, content_type=media), name, inline=inline)


def offered(response: Answer, name: str, *, inline: bool = False) -> Answer:
    """Return ``response`` under the name of a file, in two scripts (文件名)."""
    header = content_disposition_header(as_attachment=not inline, filename=name) or ""
    if not name.isascii():
        # An old program that knows no other characters takes what it finds first.
        header = header.replace("; ", f'; filename="{in_ascii(name)}"; ', 1)
    response.headers["Content-Disposition"] = header
    return response


def named(*parts: str, ending: str = "pdf") -> str:
    """Return the name of a file that says what it is (文件名): 证明-婚姻状况-….pdf."""
    fit = (_UNFIT.sub("", part)[:LONGEST] for part in parts)
    return f"{'-'.join(part for part in fit if part)}.{ending}"


def name_of(paper: Certificate, item: Item) -> str:
    """Return the name of a paper's file: what kind, of what, and its number (文书文件名)."""
    return named(_gone(paper), paper.called, item.name, paper.number)


def numbered(paper: Certificate) -> str:
    """Return the name of a paper's file as the desk keeps it: its number (文书编号)."""
    return named(_gone(paper), paper.number)


def _gone(paper: Certificate) -> str:
    """Return 已撤销 of a paper that is: its signed bytes are not touched, so its name says it."""
    gone = paper.status == PaperState.REVOKED.value
    return PaperState.REVOKED.label if gone else ""


def in_ascii(name: str) -> str:
    """Return what is left of ``name`` in letters and digits; never only an ending."""
    stem, _dot, ending = name.rpartition(".")
    return f"{_NOT_ASCII.sub('-', stem).strip('-.') or 'file'}.{ending}"
