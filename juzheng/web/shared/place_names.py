"""A place in a form (地区): read as people write it; asked back where it is not clear."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from juzheng.catalogue.entries import Division
from juzheng.finder.places import around, called
from juzheng.law.base.characters import unquoted
from juzheng.law.base.divisions import is_code
from juzheng.web.shared import request_catalogue

SEVERAL = 6  # as many as fit into one sentence
LONGEST = 50  # characters of a place, as people write it


def code_of(text: str) -> str:
    """
    Return the code of the one division that ``text`` means.

    :raises ValidationError: if there is none, or several; with those it may be
    """
    known = request_catalogue.today().divisions
    found = called(text, known.values())
    if len(found) == 1:
        return found[0].code
    if found:
        several = _("有好几个同名的地方：%(names)s。请连同上一级一起写。")
        raise ValidationError(several % {"names": _named(found)})
    if inside := around(text, known.values()):
        gone = _("没有找到这个地方，可能已经改名或者撤并。这里现在有：%(names)s。")
        names = "、".join(one.name for one in inside)
        raise ValidationError(gone % {"names": names})
    raise ValidationError(_("没有找到这个地方。请写县（市、区）的全名，例如：示例市示例县。"))


def read(text: str) -> tuple[str, str]:
    """Return the code that a name or a code means (代码或地名), and what is wrong with ``text``."""
    text = text.strip()[:LONGEST]
    if not text or known(text):
        return text, ""
    if text.isascii() or text.isdecimal():
        return "", no_code(text)
    try:
        return code_of(text), ""
    except ValidationError as wrong:
        return "", wrong.messages[0]


def known(code: str) -> bool:
    """Return whether ``code`` is a division, or a town or committee in one (有没有这个地区)."""
    return is_code(code) and code[:6] in request_catalogue.today().divisions


def no_code(text: str) -> str:
    """Return that no division bears this code (没有这个代码)."""
    return _("没有“%(code)s”这个地区。请写地名或六位代码，例如湖北省或 420000。") % {
        "code": unquoted(text[:20])
    }


def _named(found: Iterable[Division]) -> str:
    """Return the whole names of the first few."""
    path_of = request_catalogue.today().path_of
    whole = ["".join(part.name for part in path_of(one.code)) for one in found]
    return "、".join(whole[:SEVERAL]) + ("……" if len(whole) > SEVERAL else "")
