"""Ask before you demand, for programs (索要查询接口): JSON in, JSON out, open to every site."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base import attempts
from juzheng.catalogue.pages import PageKind
from juzheng.finder.demanding import Question
from juzheng.finder.dialogue import FIRST
from juzheng.finder.questions import NONE, shipped_book
from juzheng.law.base.characters import is_unseen, unquoted
from juzheng.law.base.demanders import Demander
from juzheng.law.base.endings import Ended
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import OnwardKind
from juzheng.law.catalogue.routing import Outcome
from juzheng.law.demands.asking import DemandAnswer
from juzheng.law.demands.contrary import Condition
from juzheng.records.catalogue import governing
from juzheng.web.public.demands.demand_check import LONGEST, SAID, ask
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.asking_back import MOST_TOLD, TOLD
from juzheng.web.shared.fields import YES
from juzheng.web.shared.gone import over
from juzheng.web.shared.law_sentences import in_language
from juzheng.web.shared.open_answers import (
    Unanswerable,
    as_json,
    in_the_language,
    insist_on_division,
    kept,
    note,
    opened,
)
from juzheng.web.shared.security import without_private_numbers
from juzheng.web.shared.visitors import address

MOST_QUESTIONS = 50  # in one batch
QUESTIONS = 600  # by one address in one window
WINDOW_MINUTES = 10
FIELDS = ("paper", "matter", "unit", "division", "item")
CONDITIONS = tuple(one.value for one in Condition)  # each may be answered, yes or no
LENGTHS = {"paper": LONGEST, "matter": LONGEST, "unit": 20, "division": 12, "item": 20}
DESCRIPTION = "/api/v1/openapi.json"
_ASKED_BACK = tuple(one for one in shipped_book().questions if one.key != FIRST)
DOCUMENT = Path(__file__).with_name("openapi.json")


@opened("GET", "POST", where=DESCRIPTION, spoken=True)
def check(request: HttpRequest) -> HttpResponse:
    """Answer one question (GET) or up to fifty (POST)."""
    if request.method == "POST":
        questions = _batch(request)
        counted(request, len(questions))
        return as_json({"answers": [_told(one) for one in questions], **_about()})
    question = _question(request.GET.dict())
    counted(request, 1)
    return kept(request, as_json({**_told(question), **_about()}))


@opened("GET", where=DESCRIPTION)
def openapi(request: HttpRequest) -> HttpResponse:
    """Describe the interface (OpenAPI 说明)."""
    return kept(request, as_json(document()))


def document() -> dict[str, Any]:
    """Return the OpenAPI document, with the words that the code knows."""
    whole: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    schemas = whole["components"]["schemas"]
    words: tuple[tuple[str, type[Term]], ...] = (
        *(("Unit", Demander), ("Verdict", DemandAnswer), ("Condition", Condition)),
    )
    for name, terms in words:
        schemas[name]["enum"] = [one.value for one in terms]
        schemas[name]["description"] = "; ".join(f"{one.value} {one.label}" for one in terms)
    schemas["WayKind"]["enum"] = [one.value for one in OnwardKind]
    schemas["Outcome"]["enum"] = [one.value for one in Outcome]
    told = {one.value: {"type": "string", "enum": list(SAID)} for one in Condition}
    schemas["Question"]["properties"] |= told
    whole["paths"]["/api/v1/demand-check"]["get"]["parameters"] += [
        {"name": one.value, "in": "query", "description": one.label, "schema": told[one.value]}
        for one in Condition
    ]
    asked = {f"{TOLD}{one.key}": one for one in shipped_book().questions}
    replies = {
        name: {"type": "string", "enum": [*(reply.key for reply in one.answers), NONE]}
        for name, one in asked.items()
    }
    told_back = [
        {"name": name, "in": "query", "description": one.text, "schema": replies[name]}
        for name, one in asked.items()
    ]
    whole["paths"]["/api/v1/ask"]["get"]["parameters"] += told_back
    of_units = {f"{TOLD}{one.key}" for one in _ASKED_BACK}
    schemas["Question"]["properties"] |= {name: replies[name] for name in of_units}
    check_one = whole["paths"]["/api/v1/demand-check"]["get"]["parameters"]
    check_one += [one for one in told_back if one["name"] in of_units]
    return whole


def _question(given: Mapping[str, Any]) -> Question:
    """
    Return what is asked.

    :raises Unanswerable: with the field that is wrong
    """
    known = (*FIELDS, *CONDITIONS, *(f"{TOLD}{one.key}" for one in _ASKED_BACK))
    for name in given:
        if name not in known:
            raise Unanswerable(
                _("没有“%(name)s”这一项。") % {"name": shown(name)},
                _("可以写的是：%(fields)s。") % {"fields": ", ".join(known)},
            )
    words = {name: _words(name, given.get(name, "")) for name in FIELDS}
    if not given.get("paper") and not words["item"]:
        raise Unanswerable(_("没有写要什么证明。"), _("请在 paper 里写明，例如：亲属关系证明。"))
    if "item" in given and not words["item"]:
        raise Unanswerable(_("item 是空的。"), _("不知道编号的不要写 item。"))
    if "unit" in given and words["unit"] not in {kind.value for kind in Demander}:
        raise Unanswerable(_("unit 不是已知的单位类别。"), _("可以写的见接口说明里的 Unit。"))
    if "division" in given:
        insist_on_division(words["division"], request_catalogue.today().divisions)
    paper, matter = (without_private_numbers(words[name]) for name in ("paper", "matter"))
    said = (words["unit"], words["division"], words["item"], _answered(given))
    return Question(paper, matter, *said, _replies(given))


def _replies(given: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the answers to what was asked back, each one that its question has (反问)."""
    told = {one: given[f"{TOLD}{one.key}"] for one in _ASKED_BACK if f"{TOLD}{one.key}" in given}
    for one, reply in told.items():
        if reply != NONE and not (isinstance(reply, str) and one.reply(reply)):
            raise Unanswerable(
                _("%(name)s 的回答不认识。") % {"name": f"{TOLD}{one.key}"},
                _("请照上一次答复的 question 写。"),
            )
    return tuple((one.key, reply) for one, reply in told.items())[:MOST_TOLD]


def _answered(given: Mapping[str, Any]) -> tuple[tuple[str, bool], ...]:
    for name in CONDITIONS:
        if name in given and given[name] not in SAID:
            raise Unanswerable(
                _("%(name)s 只能答 yes 或者 no。") % {"name": name}, _("不知道的不要写。")
            )
    return tuple((name, given[name] == YES) for name in CONDITIONS if name in given)


def _words(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Unanswerable(_("%(name)s 不是文字。") % {"name": name}, _("请写成字符串。"))
    if len(value) > LENGTHS[name]:
        raise Unanswerable(
            _("%(name)s 太长。") % {"name": name},
            _("最多 %(count)d 个字。") % {"count": LENGTHS[name]},
        )
    return seen(value) if name in ("paper", "matter") else value


def seen(text: str) -> str:
    """Return ``text`` in one line, without what nobody can see or keep."""
    return " ".join("".join(" " if is_unseen(char) else char for char in text).split())


def shown(text: str) -> str:
    """Return the beginning of ``text``, as an error may show it."""
    return without_private_numbers(unquoted(seen(text[:20])))


def _batch(request: HttpRequest) -> list[Question]:
    do = _('请写成 {"questions": [{"paper": "…"}]}，最多 %(count)d 个。') % {
        "count": MOST_QUESTIONS
    }
    if request.content_type != "application/json":
        raise Unanswerable(
            _("内容不是 JSON。"), _("请用 Content-Type: application/json 发送。"), 415
        )
    try:
        whole = json.loads(request.body)
    except RequestDataTooBig:
        raise Unanswerable(_("内容太大。"), do, 413) from None
    except (ValueError, RecursionError):
        raise Unanswerable(_("内容不是能读的 JSON。"), do, 400) from None
    listed = whole.get("questions") if isinstance(whole, dict) and len(whole) == 1 else None
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_QUESTIONS:
        raise Unanswerable(_("questions 不对。"), do)
    if not all(isinstance(one, dict) for one in listed):
        raise Unanswerable(_("questions 里有的不是对象。"), do)
    return [_question(one) for one in listed]


def _told(question: Question) -> dict[str, Any]:
    try:
        told: dict[str, Any] = in_the_language(ask(question).as_mapping())
    except KeyError:
        do = _("编号见上一次答复的 candidates；不知道的不要写 item。")
        raise no_item(question.item, do) from None
    return told


def no_item(item: str, do: str) -> Unanswerable:
    """Return that there is no such item today: it is over (410), or never was (404)."""
    if ended := over(PageKind.ITEM, item):
        return _over(ended)
    return Unanswerable(_("没有编号为 %(item)s 的事项。") % {"item": shown(item)}, do, 404)


def _over(ended: Ended) -> Unanswerable:
    """Return that the item is over (已结束): since when, why, and what to ask for instead."""
    told = {"item": ended.id, "name": ended.name, "day": ended.on}
    now = "、".join(f"{key} {name}" for key, name in ended.replaced_by)
    do = [_("原因：") + in_language(ended.reason), _("现在改看：") + now if now else ""]
    return Unanswerable(
        _("%(item)s %(name)s 从 %(day)s 起不再有效。") % told, " ".join(filter(None, do)), 410
    )


def _about() -> dict[str, str]:
    return {
        "on": timezone.localdate().isoformat(),
        "lists_version": governing.digest()[:8],
        "note": note(
            _("由规则自动判断，只说居（村）委会能不能出具；条文以发布机关公布的文本为准。")
        ),
    }


def counted(request: HttpRequest, times: int, what: str = "demand-check") -> None:
    """
    Count questions of one address.

    :raises Unanswerable: with 429, if they are too many in this window
    """
    who, at = address(request), timezone.now()
    made = attempts.count(what, who, window_minutes=WINDOW_MINUTES, at=at, times=times)
    if made > QUESTIONS:
        window = WINDOW_MINUTES * 60
        wait = window - int(at.timestamp()) % window
        raise Unanswerable(
            _("问得太多了。"),
            _("每个地址 %(minutes)d 分钟内最多 %(count)d 个问题，请稍后再问。")
            % {"minutes": WINDOW_MINUTES, "count": QUESTIONS},
            429,
            {"Retry-After": str(wait)},
        )
