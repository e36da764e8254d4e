"""What an address says and nobody knows (认不出的参数): said on the page, with what was typed."""

from __future__ import annotations

from collections.abc import Callable, Container

from django.http import HttpRequest
from django.utils.translation import gettext as _

from juzheng.law.base.characters import unquoted
from juzheng.web.shared.law_sentences import sentences
from juzheng.web.shared.security import without_private_numbers

SHOWN = 40  # characters of what was typed


def said(request: HttpRequest) -> dict[str, str]:
    """Return this request's sentences by parameter, as far as the view has read it (认不出的)."""
    found: dict[str, str] = vars(request).setdefault("passed_over", {})
    return found


def tell(
    request: HttpRequest, name: str, do: str = "", *, typed: str = "", label: str = ""
) -> None:
    """
    Have the page say that it goes without the parameter ``name``, and what to do (没有采用).

    :param label: of the box in which people write it: they know of no address
    """
    words = without_private_numbers(" ".join((typed or request.GET.get(name, "")).split()))
    blanks = {"name": without_private_numbers(name)[:SHOWN], "typed": unquoted(words[:SHOWN])}
    so = (
        _("“%(label)s”里写的“%(typed)s”认不出来，没有按它来。") % {**blanks, "label": label}
        if label
        else _("网址里的“%(name)s=%(typed)s”认不出来，这一页没有按它来。") % blanks
    )
    said(request)[name] = sentences(so, do or _("请核对网址，或者在这一页上重新选。"))


def known(request: HttpRequest, name: str, words: Container[str]) -> str:
    """Return the word in the address if it is one of ``words``; else the page says it is none."""
    for typed in map(str.strip, request.GET.getlist(name)):
        if typed and typed not in words:
            tell(request, name, typed=typed)
    typed = request.GET.get(name, "").strip()
    return typed if typed in words else ""


def unread(request: HttpRequest, *names: str) -> None:
    """Have the page say that it does not read ``names``, which other pages do (这一页不看的)."""
    for name in names:
        if request.GET.get(name, "").strip():
            words = _(
                "这一页不按 %(name)s 列出，网址里写的没有用上。请看“别的地方、别的日子怎么规定”。"
            )
            said(request)[name] = words % {"name": name}


def page_behind(request: HttpRequest, is_key: Callable[[str], bool]) -> str:
    """Return the key behind which the page asked for begins (翻页); none of ours is said to be."""
    after = request.GET.get("after", "")
    if not after or is_key(after):
        return after
    tell(request, "after", _("下面从第一页开始。"))
    return ""
