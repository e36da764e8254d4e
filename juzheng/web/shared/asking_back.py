"""Asking back (反问) at every door: what the address or form carries, and the cards to choose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from juzheng.finder import dialogue, matters
from juzheng.finder.dialogue import Turn
from juzheng.finder.questions import NONE, shipped_book
from juzheng.finder.questions import Question as Asked
from juzheng.law.base.demanders import Demander
from juzheng.web.shared import answers, request_catalogue
from juzheng.web.shared.answers import Answer, Question
from juzheng.web.shared.place import Place

TOLD = "told-"  # before the key of a question back, so that it meets no other
RULED_OUT = "not"
AGAIN = "ask"
ENDED = "none"
MOST_TOLD = dialogue.ASKED_AT_MOST + 1  # who asks may be corrected besides
MOST_RULED_OUT = 12  # after so many there is nothing left worth showing
MOST_LOOKED_AT = 50  # of what an address may carry


def heard_in(question: Question, sent: QueryDict) -> Question:
    """Return ``question`` with what the address or form ``sent`` answers to what was asked back."""
    book = shipped_book()
    told = (
        (one.key, answer)
        for one in book.questions
        if (answer := sent.get(f"{TOLD}{one.key}", "")) == NONE or one.reply(answer)
    )
    ruled_out = dict.fromkeys(
        label for label in sent.getlist(RULED_OUT)[:MOST_LOOKED_AT] if label in book.labels
    )
    again = book.question(sent.get(AGAIN, ""))
    return replace(
        question,
        told=tuple(told)[:MOST_TOLD],
        ruled_out=tuple(ruled_out)[:MOST_RULED_OUT],
        again=again.key if again else "",
        ended=sent.get(ENDED) == "1",
    )


def carried(question: Question) -> list[tuple[str, str]]:
    """Return what an address or form has to carry so that :func:`heard_in` reads it again."""
    told = [(f"{TOLD}{key}", answer) for key, answer in question.told]
    ruled_out = [(RULED_OUT, label) for label in question.ruled_out]
    again = [(AGAIN, question.again)] if question.again else []
    return [*told, *ruled_out, *again, *([(ENDED, "1")] if question.ended else [])]


def turn_of(question: Question, said: Answer) -> Turn | None:
    """Return what is asked back now: an answer to be corrected, or what the dialogue asks."""
    again = shipped_book().question(question.again)
    return Turn(again, ()) if again else said.turn


def answered(question: Question, asked: Asked, reply: str) -> Question:
    """Return ``question`` once ``reply`` was given to ``asked``."""
    told = {**dict(question.told), asked.key: reply}
    demander = question.demander
    if asked.key == dialogue.FIRST:
        # An item that was chosen is decided by who asks; words are understood by it.
        chosen = asked.reply(reply)
        demander = chosen.demander if chosen and question.item else ""
    return replace(question, told=tuple(told.items()), demander=demander, again="")


def not_this(question: Question, *labels: str) -> Question:
    """Return ``question`` once 不是这个 was said to ``labels``; too often, and it has ended."""
    ruled_out = tuple(dict.fromkeys((*question.ruled_out, *labels)))
    rest = replace(question, item="", holds_document=False, before=(), again="")
    if len(ruled_out) > MOST_RULED_OUT:
        return ended(rest)
    return replace(rest, ruled_out=ruled_out)


def ended(question: Question) -> Question:
    """Return ``question`` once 都不是 was said to the last of it."""
    return replace(question, item="", again="", ended=True)


def chosen(question: Question, said: Answer, label: str) -> Question:
    """Return ``question`` once a card was chosen: what was heard of who asks goes with it."""
    demander = question.demander or (said.finding.demander if said.finding else "") or ""
    return replace(question, item=label, demander=demander, again="")


def heard(question: Question, said: Answer) -> list[dict[str, str]]:
    """Return what was understood, part by part: its question's key and name, and the words."""
    parts = ((one, _words(one, question, said)) for one in shipped_book().questions)
    return [{"key": one.key, "name": one.name, "text": words} for one, words in parts if words]


def _words(one: Asked, question: Question, said: Answer) -> str:
    told = dict(question.told).get(one.key, "")
    reply = one.reply(told)
    if one.key == dialogue.FIRST:
        heard = said.finding.demander if said.finding and not told else ""
        demander = question.demander or heard or ""
        if demander and not (reply and demander in reply.demanders):
            return Demander(demander).label
    return reply.text if reply else _("都不是") if told else ""


def card(label: str, *, place: Place, on: date) -> dict[str, Any]:
    """Return an item or a matter as a card to choose: its name, what it is for, how it ends."""
    item = request_catalogue.today().items.get(label)
    if item is not None:
        verdict = answers.word_of(item, place=place, on=on)
        name, text = item.name, item.summary
    else:
        matter = matters()[label]
        verdict = answers.verdict(answers.on_matter(matter, Question(), on))
        name, text = matter.name, ""
    return {"label": label, "name": name, "text": text, "kind": verdict.kind, "word": verdict.word}


def cards(labels: Iterable[str], *, place: Place, on: date) -> list[dict[str, Any]]:
    """Return ``labels`` as cards; one that the catalogue of today has not is left out."""
    there = {*request_catalogue.today().items, *matters()}
    return [card(label, place=place, on=on) for label in labels if label in there]
