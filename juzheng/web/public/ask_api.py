"""Asking, for programs (问事接口): the front page's one question, JSON out, open to every site."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.finder import matters
from juzheng.finder.questions import shipped_book
from juzheng.finder.writing import READ_AT_MOST
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue import ways
from juzheng.records.catalogue import governing
from juzheng.web.public.demands.demand_api import (
    DESCRIPTION,
    counted,
    no_item,
    seen,
    shown,
)
from juzheng.web.shared import answers, request_catalogue
from juzheng.web.shared.answers import Answer, Question, as_read
from juzheng.web.shared.asking_back import RULED_OUT, TOLD, heard_in
from juzheng.web.shared.open_answers import (
    Unanswerable,
    as_json,
    in_the_language,
    insist_on_division,
    note,
    opened,
)
from juzheng.web.shared.place import at

ITEM = "item"  # one of the choices, taken
FIELDS = ("q", "unit", "division", ITEM, RULED_OUT)


@opened("GET", where=DESCRIPTION, spoken=True)
def ask(request: HttpRequest) -> HttpResponse:
    """Answer one question in anybody's own words; nobody keeps it, and no log has it."""
    question, place = _question(request), at(request.GET.get("division", ""))
    counted(request, 1, "ask")
    said = answers.answer(question, place=place, on=timezone.localdate())
    return as_json({**in_the_language(_told(said)), **_about()})


def _question(request: HttpRequest) -> Question:
    """
    Return what is asked.

    :raises Unanswerable: with the field that is wrong
    """
    given = request.GET
    _insist_on_fields(request)
    if not given.get("q"):
        raise Unanswerable(_("没有写要问什么。"), _("请在 q 里写一句话，例如：证明我妈是我妈。"))
    if len(given["q"]) > READ_AT_MOST:
        raise Unanswerable(
            _("%(name)s 太长。") % {"name": "q"},
            _("最多 %(count)d 个字。") % {"count": READ_AT_MOST},
        )
    if "unit" in given and given["unit"] not in {kind.value for kind in Demander}:
        raise Unanswerable(_("unit 不是已知的单位类别。"), _("可以写的见接口说明里的 Unit。"))
    if "division" in given:
        insist_on_division(given["division"], request_catalogue.today().divisions)
    question = heard_in(Question(as_read(seen(given["q"])), demander=given.get("unit", "")), given)
    told = sum(name.startswith(TOLD) for name in given)
    if len(question.told) != told or len(question.ruled_out) != len(given.getlist(RULED_OUT)):
        raise Unanswerable(
            _("told- 或者 not 里有不认识的。"), _("请照上一次答复的 question 和 choices 写。"), 404
        )
    return replace(question, item=_chosen(given[ITEM])) if ITEM in given else question


def _chosen(item: str) -> str:
    """
    Return the item or matter that was taken of the choices (选定的一项).

    :raises Unanswerable: if there is none today
    """
    if item in matters() or item in request_catalogue.today().items:
        return item
    raise no_item(item, _("请照上一次答复的 choices 写；不知道的不要写 item。"))


def _insist_on_fields(request: HttpRequest) -> None:
    known = (*FIELDS, *(f"{TOLD}{one.key}" for one in shipped_book().questions))
    for name in request.GET:
        if name not in known:
            raise Unanswerable(
                _("没有“%(name)s”这一项。") % {"name": shown(name)},
                _("可以写的是：%(fields)s。") % {"fields": ", ".join(known)},
            )


def _told(said: Answer) -> dict[str, Any]:
    found, turn = said.finding, said.turn
    return {
        "urgent": said.urgent.as_mapping() if said.urgent else None,
        "sure": turn is None and said.decision is not None,
        "certainty": round(found.certainty, 3) if found else float(said.decision is not None),
        **_answered(said),
        "also": [_answered(one) for one in said.also],
        "question": turn.question.as_mapping() if turn and turn.question else None,
        "choices": [_choice(label) for label in turn.cards] if turn else [],
        "demander": found.demander if found else None,
        "division": found.division if found else None,
    }


def _answered(said: Answer) -> dict[str, Any]:
    """Return the answer to one thing asked; nothing of it where it has to be asked back."""
    decision = said.decision if said.turn is None else None
    item = (said.item or said.matter) if said.turn is None else None
    return {
        "understood": {"item": item.id, "name": item.name} if item else None,
        "first": said.first if decision else "",
        "outcome": decision.outcome.value if decision else None,
        "label": decision.outcome.label if decision else None,
        "reason": decision.reason if decision else None,
        "limit_working_days": decision.limit_working_days if decision else None,
        "citations": [asdict(one) for one in decision.cited] if decision else [],
        "onward": [ways.plain(way) for way in decision.onward] if decision else [],
    }


def _choice(label: str) -> dict[str, str]:
    item = request_catalogue.today().items.get(label) or matters()[label]
    return {"item": label, "name": item.name}


def _about() -> dict[str, str]:
    return {
        "on": timezone.localdate().isoformat(),
        "lists_version": governing.digest()[:8],
        "note": note(
            _("由规则自动判断。要出证明，都由居（村）委会的人核实确认；条文以公布的文本为准。")
        ),
    }
