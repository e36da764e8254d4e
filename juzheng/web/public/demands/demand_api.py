"""Ask before you demand, for programs (索要查询接口): JSON in, JSON out, open to every site."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from juzheng.acts.base import attempts
from juzheng.finder.demanding import Question
from juzheng.law.base.characters import is_unseen
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.items import OnwardKind
from juzheng.law.demands.asking import DemandAnswer
from juzheng.records.catalogue import governing
from juzheng.web.public.demands.demand_check import LONGEST, ask, division_of
from juzheng.web.shared.security import without_private_numbers
from juzheng.web.shared.visitors import address

MOST_QUESTIONS = 50  # in one batch
QUESTIONS = 600  # by one address in one window
WINDOW_MINUTES = 10
KEPT_SECONDS = 300
FIELDS = ("paper", "matter", "unit", "division", "item")
LENGTHS = {"paper": LONGEST, "matter": LONGEST, "unit": 20, "division": 12, "item": 20}
DIVISION = re.compile("[0-9]{6}([0-9]{6})?")
DOCUMENT = Path(__file__).with_name("openapi.json")
# No account and no cookie: what anybody may see, any site may ask.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Language": "zh-Hans",
}


class Unclear(Exception):
    """The question cannot be read (提问格式不对): what is so, what to do."""

    def __init__(self, what: str, do: str, status: int = 422) -> None:
        self.what, self.do, self.status = what, do, status
        super().__init__(what)


def opened(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Open a view to programs of every site, for ``methods``; mistakes are JSON too."""
    allowed = ", ".join([*methods, "HEAD", "OPTIONS"])

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @functools.wraps(view)
        def answer(request: HttpRequest) -> HttpResponse:
            # One language for all, so that what a proxy keeps is right for everybody.
            with translation.override("zh-hans"):
                try:
                    response = _of_method(request, view, methods)
                except Unclear as unclear:
                    response = _mistake(unclear)
            for name, value in OPEN.items():
                response.headers[name] = value
            response.headers["Allow"] = allowed
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = allowed
                response.headers["Access-Control-Allow-Headers"] = "Content-Type"
                response.headers["Access-Control-Max-Age"] = "86400"
            return response

        return answer

    return decorate


def _of_method(
    request: HttpRequest, view: Callable[..., HttpResponse], methods: tuple[str, ...]
) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method not in (*methods, "HEAD"):
        raise Unclear(_("这个地址不接受这种请求方法。"), _("请按接口说明改用 GET 或 POST。"), 405)
    return view(request)


@opened("GET", "POST")
def check(request: HttpRequest) -> HttpResponse:
    """Answer one question (GET) or up to fifty (POST)."""
    if request.method == "POST":
        questions = _batch(request)
        _count(request, len(questions))
        body = {"answers": [_told(one) for one in questions], **_about()}
        return _json(body, "no-store")
    question = _question(request.GET.dict())
    _count(request, 1)
    return _tagged(request, {**_told(question), **_about()})


@opened("GET")
def openapi(request: HttpRequest) -> HttpResponse:
    """Describe the interface (OpenAPI 说明)."""
    return _tagged(request, document())


def document() -> dict[str, Any]:
    """Return the OpenAPI document, with the words that the code knows."""
    whole: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    schemas = whole["components"]["schemas"]
    schemas["Unit"]["enum"] = [kind.value for kind in Demander]
    schemas["Unit"]["description"] = "; ".join(f"{one.value} {one.label}" for one in Demander)
    schemas["Verdict"]["enum"] = [one.value for one in DemandAnswer]
    schemas["Verdict"]["description"] = "; ".join(
        f"{one.value} {one.label}" for one in DemandAnswer
    )
    schemas["WayKind"]["enum"] = [one.value for one in OnwardKind]
    return whole


def _question(given: Mapping[str, Any]) -> Question:
    """
    Return what is asked.

    :raises Unclear: with the field that is wrong
    """
    for name in given:
        if name not in FIELDS:
            raise Unclear(
                _("没有“%(name)s”这一项。") % {"name": _shown(name)},
                _("可以写的是：%(fields)s。") % {"fields": ", ".join(FIELDS)},
            )
    words = {name: _words(name, given.get(name, "")) for name in FIELDS}
    if not given.get("paper") and not words["item"]:
        raise Unclear(_("没有写要什么证明。"), _("请在 paper 里写明，例如：亲属关系证明。"))
    if "item" in given and not words["item"]:
        raise Unclear(_("item 是空的。"), _("不知道编号的不要写 item。"))
    if "unit" in given and words["unit"] not in {kind.value for kind in Demander}:
        raise Unclear(_("unit 不是已知的单位类别。"), _("可以写的见接口说明里的 Unit。"))
    if "division" in given:
        _insist_on_division(words["division"])
    return Question(
        without_private_numbers(words["paper"]),
        without_private_numbers(words["matter"]),
        words["unit"],
        words["division"],
        words["item"],
    )


def _insist_on_division(code: str) -> None:
    do = _("division 请写六位代码，例如湖北省写 420000；不写按全国答。")
    if not DIVISION.fullmatch(code):
        raise Unclear(_("division 不是行政区划代码。"), do)
    if not division_of(code):
        raise Unclear(_("没有这个行政区划。"), do, 404)


def _words(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Unclear(_("%(name)s 不是文字。") % {"name": name}, _("请写成字符串。"))
    if len(value) > LENGTHS[name]:
        raise Unclear(
            _("%(name)s 太长。") % {"name": name},
            _("最多 %(count)d 个字。") % {"count": LENGTHS[name]},
        )
    return _seen(value) if name in ("paper", "matter") else value


def _seen(text: str) -> str:
    """Return ``text`` in one line, without what nobody can see or keep."""
    return " ".join("".join(" " if is_unseen(char) else char for char in text).split())


def _shown(text: str) -> str:
    return without_private_numbers(_seen(text[:20]))


def _batch(request: HttpRequest) -> list[Question]:
    do = _('请写成 {"questions": [{"paper": "…"}]}，最多 %(count)d 个。') % {
        "count": MOST_QUESTIONS
    }
    if request.content_type != "application/json":
        raise Unclear(_("内容不是 JSON。"), _("请用 Content-Type: application/json 发送。"), 415)
    try:
        whole = json.loads(request.body)
    except RequestDataTooBig:
        raise Unclear(_("内容太大。"), do, 413) from None
    except (ValueError, RecursionError):
        raise Unclear(_("内容不是能读的 JSON。"), do, 400) from None
    listed = whole.get("questions") if isinstance(whole, dict) and len(whole) == 1 else None
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_QUESTIONS:
        raise Unclear(_("questions 不对。"), do)
    if not all(isinstance(one, dict) for one in listed):
        raise Unclear(_("questions 里有的不是对象。"), do)
    return [_question(one) for one in listed]


def _told(question: Question) -> dict[str, Any]:
    try:
        return ask(question).as_mapping()
    except KeyError:
        raise Unclear(
            _("没有编号为 %(item)s 的事项。") % {"item": _shown(question.item)},
            _("编号见上一次答复的 candidates；不知道的不要写 item。"),
            404,
        ) from None


def _about() -> dict[str, str]:
    return {
        "on": timezone.localdate().isoformat(),
        "lists_version": governing.digest()[:8],
        "note": _("由规则自动判断，只说居（村）委会能不能出具；条文以发布机关公布的文本为准。"),
    }


def _count(request: HttpRequest, times: int) -> None:
    made = attempts.count(
        "demand-check",
        address(request),
        window_minutes=WINDOW_MINUTES,
        at=timezone.now(),
        times=times,
    )
    if made > QUESTIONS:
        raise Unclear(
            _("问得太多了。"),
            _("每个地址 %(minutes)d 分钟内最多 %(count)d 个问题，请稍后再问。")
            % {"minutes": WINDOW_MINUTES, "count": QUESTIONS},
            429,
        )


def _mistake(unclear: Unclear) -> HttpResponse:
    error = {"what": unclear.what, "do": unclear.do, "where": "/api/v1/openapi.json"}
    response = _json({"error": error}, "no-store", status=unclear.status)
    if unclear.status == 429:
        window = WINDOW_MINUTES * 60
        response.headers["Retry-After"] = str(window - int(timezone.now().timestamp()) % window)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - no public name
    return response


def _tagged(request: HttpRequest, body: Mapping[str, Any]) -> HttpResponse:
    """Return ``body`` so that browsers and proxies may keep it for a while."""
    response = _json(body, f"public, max-age={KEPT_SECONDS}")
    tag = f'"{sha256(response.content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        kept = HttpResponseNotModified()
        kept.headers["Cache-Control"] = response.headers["Cache-Control"]
        response = kept
    response.headers["ETag"] = tag
    return response


def _json(body: Mapping[str, Any], cache: str, *, status: int = 200) -> HttpResponse:
    text = json.dumps(body, ensure_ascii=False)
    response = HttpResponse(text, content_type="application/json", status=status)
    response.headers["Cache-Control"] = cache
    return response
