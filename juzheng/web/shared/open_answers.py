"""Answers for programs (供程序使用的回答): open to every site, one shape of what went wrong."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Container, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from juzheng.law.base.characters import unquoted
from juzheng.law.base.divisions import is_code
from juzheng.web.shared import conditional
from juzheng.web.shared.law_sentences import in_both, in_language
from juzheng.web.shared.security import without_private_numbers

OPEN_SECONDS = 300  # for how long anybody may keep an answer without asking again
# No account and no cookie: what anybody may see, any site may ask.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Language, ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
TAGS = {"zh-hans": "zh-Hans", "en": "en"}  # of our languages, as a header names them

View = Callable[..., HttpResponseBase]


class Unanswerable(Exception):
    """A program's question that has no answer (不能答复): what is so, what to do, which status."""

    def __init__(
        self, what: str, do: str, status: int = 422, headers: Mapping[str, str] | None = None
    ) -> None:
        self.what, self.do, self.status, self.headers = what, do, status, headers or {}
        super().__init__(what)


def opened(*methods: str, where: str, spoken: bool = False) -> Callable[[View], View]:
    """
    Open a view to programs of every site, for ``methods``; mistakes are JSON too.

    Mistakes are told in the language that is asked for (``Accept-Language``); no cookie counts.
    Django's own middleware says so in ``Vary``.

    :param where: where it is written down how to ask
    :param spoken: the answer is in that language too; else it is data, which is Chinese
    """
    allowed = ", ".join([*methods, "HEAD", "OPTIONS"])

    def decorate(view: View) -> View:
        @csrf_exempt
        @functools.wraps(view)
        def answer(request: HttpRequest) -> HttpResponseBase:
            language = _asked_for(request)
            with translation.override(language):
                response: HttpResponseBase
                try:
                    response = _of_method(request, view, methods)
                    said = language if spoken else settings.LANGUAGE_CODE
                except Unanswerable as mistake:
                    response, said = _told(mistake, where), language
            response.headers["Content-Language"] = TAGS[said]
            for name, value in (*OPEN.items(), ("Allow", allowed)):
                response.headers[name] = value
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = allowed
                response.headers["Access-Control-Allow-Headers"] = "Content-Type"
                response.headers["Access-Control-Max-Age"] = "86400"
            return response

        return answer

    return decorate


def _asked_for(request: HttpRequest) -> str:
    """Return the first of our languages that the program takes; Chinese, if it names none."""
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    for code, weight in wanted:
        found = "zh-hans" if code.split("-")[0] == "zh" else code.split("-")[0]
        if weight > 0 and found in TAGS:
            return found
    return settings.LANGUAGE_CODE


def no_division() -> Unanswerable:
    """Return that what was given is no code of a division (不是行政区划代码)."""
    return Unanswerable(_("division 不是行政区划代码。"), _how_divisions_are_written())


def insist_on_division(code: str, known: Container[str]) -> None:
    """:raises Unanswerable: unless ``code`` is a division of ``known``, or lies in one (地区)"""
    if not is_code(code):
        raise no_division()
    if code[:6] not in known:
        raise Unanswerable(_("没有这个行政区划。"), _how_divisions_are_written(), 404)


def _how_divisions_are_written() -> str:
    return _("请用国家统计局的6位、9位或12位代码，例如 division=420000；全国就不要写 division。")


def insist_on_parameters(request: HttpRequest, *known: str) -> None:
    """:raises Unanswerable: if the address says something that is not asked for (多写的参数)"""
    for name in request.GET:
        if name not in known:
            said = unquoted(without_private_numbers(" ".join(name[:20].split())))
            do = _("可以写的是：%(fields)s。") % {"fields": ", ".join(known)}
            raise Unanswerable(
                _("没有“%(name)s”这一项。") % {"name": said},
                do if known else _("这个地址不带参数。"),
            )


def in_the_language(body: Any) -> Any:
    """
    Return ``body`` with the words of law and catalogue in the program's language (译文).

    The name of an item has its Chinese beside it, as on pages: at the counter it goes by that.
    """
    if isinstance(body, str):
        return in_language(body)
    if isinstance(body, Mapping):
        names = {"item_name", "name" if "item" in body else ""}
        return {
            key: in_both(value) if key in names and value else in_the_language(value)
            for key, value in body.items()
        }
    return [in_the_language(one) for one in body] if isinstance(body, list | tuple) else body


def note(said: str) -> str:
    """Return what every answer notes; in another language, which of it counts."""
    if translation.get_language() == settings.LANGUAGE_CODE:
        return said
    counts = _("办事目录的英文是我们自己译的，不是正式译文，以中文为准；法律条文只有中文。")
    return f"{said} {counts}"


def _of_method(request: HttpRequest, view: View, methods: tuple[str, ...]) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method not in (*methods, "HEAD"):
        do = _("请改用 %(methods)s。") % {"methods": _("、").join(methods)}
        raise Unanswerable(_("这个地址不接受这种请求方法。"), do, 405)
    return view(request)


def asked_by_a_program(request: HttpRequest) -> bool:
    """Return whether the address is one of data, whatever stands there (程序的网址)."""
    path = request.path.rstrip("/")
    return path.startswith("/api/") or path.endswith((".json", ".csv", ".atom"))


def nowhere(request: HttpRequest) -> HttpResponse:
    """Return that no data are at this address (没有这个地址), in the language asked for."""
    language = _asked_for(request)
    with translation.override(language):
        do = _("有哪些数据、接口和参数，见开放数据说明。")
        response = _told(Unanswerable(_("没有这个地址。"), do, 404), "/data/")
    for name, value in (*OPEN.items(), ("Content-Language", TAGS[language])):
        response.headers[name] = value
    return response


def _told(mistake: Unanswerable, where: str) -> HttpResponse:
    error = {"what": mistake.what, "do": mistake.do, "where": where}
    response = as_json({"error": error}, status=mistake.status)
    for name, value in mistake.headers.items():
        response.headers[name] = value
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - no public name
    return response


def as_json(body: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return ``body`` as JSON that nobody keeps."""
    text = json.dumps(body, ensure_ascii=False)
    response = HttpResponse(text, content_type="application/json", status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def kept(request: HttpRequest, response: HttpResponse, seconds: int = OPEN_SECONDS) -> HttpResponse:
    """Return ``response`` so that browsers and proxies may keep it for a while; 304 if they do."""
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    return conditional.unless_known(request, response)
