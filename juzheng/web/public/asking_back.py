"""Asking back (反问) on the resident's page: a question or cards, each answer a link to tap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from juzheng.finder.questions import NONE
from juzheng.finder.questions import Question as Asked
from juzheng.web.shared import asking_back
from juzheng.web.shared.answers import Answer, Question
from juzheng.web.shared.place import Place

Link = Callable[[Question], str]


def shown(
    question: Question, said: Answer, *, link: Link, place: Place, on: date
) -> dict[str, Any] | None:
    """
    Return what the page asks back: a ``heading`` and ``choices``, the last of them 都不是.

    None if there is an answer; empty if nothing is left to ask or to show.
    """
    turn = None if question.ended else asking_back.turn_of(question, said)
    if question.ended or (turn and not (turn.question or turn.cards)):
        return {}
    if turn is None:
        return None
    if turn.question:
        return _question(question, turn.question, link)
    cards = asking_back.cards(turn.cards, place=place, on=on)
    for one in cards:
        one["href"] = link(asking_back.chosen(question, said, one["label"]))
    none = asking_back.ended(question)
    if turn.then_asks:
        none = asking_back.not_this(question, *turn.cards)
    heading = _("您要的是哪一种？") if len(cards) > 1 else _("您要的是这个吗？")
    return {"heading": heading, "choices": cards, "none": link(none), "asked": None}


def _question(question: Question, asked: Asked, link: Link) -> dict[str, Any]:
    choices = [
        {"name": one.text, "href": link(asking_back.answered(question, asked, one.key))}
        for one in asked.answers
    ]
    none = link(asking_back.answered(question, asked, NONE))
    return {"heading": asked.text, "choices": choices, "none": none, "asked": asked}


def heard(question: Question, said: Answer, link: Link) -> list[dict[str, str]]:
    """Return what was understood, part by part, each with the address that takes it back."""
    return [
        {**part, "href": link(replace(question, again=part["key"]))}
        for part in asking_back.heard(question, said)
    ]


def not_this(question: Question, said: Answer, link: Link) -> str:
    """Return the address of 不是这个 under an answer; what stands in for it is not meant either."""
    shown_ = said.item or said.matter
    heard_first = said.finding.likely[:1] if said.finding else ()
    labels = [shown_.id] if shown_ else []
    return link(asking_back.not_this(question, *labels, *(one.label for one in heard_first)))
