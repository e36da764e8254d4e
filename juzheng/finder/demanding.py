"""A unit's question (索要前先问): from its own words to an answer, without any database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from juzheng.catalogue import Catalogue, contrary
from juzheng.finder import dialogue, hearing, standing
from juzheng.finder.answering import Answer, answer, on_matter, ways_of
from juzheng.finder.finding import Finder
from juzheng.finder.questions import Question as Asked
from juzheng.finder.words import Matter
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue import applicability, ways
from juzheng.law.catalogue.applicability import Circumstances
from juzheng.law.catalogue.items import CommitteeKind, Item
from juzheng.law.catalogue.routing import Decision
from juzheng.law.demands import asking
from juzheng.law.demands.asking import Asking, Check
from juzheng.law.demands.contrary import Condition

_BETWEEN = re.compile("[、/和或（）等]|会同")


@dataclass(frozen=True)
class Question:
    """What a unit asks (索要单位所问)."""

    paper: str
    matter: str = ""
    demander: str = ""  # a code of law.base.demanders.Demander
    division: str = ""
    item: str = ""  # the catalogue's, once it was chosen among close ones
    told: tuple[tuple[str, bool], ...] = ()  # codes of law.demands.contrary.Condition, answered
    replies: tuple[tuple[str, str], ...] = ()  # answers to what was asked back (反问)
    ended: bool = False  # 都不是 was said to the last of it
    committee: CommitteeKind | None = None  # whose code ``division`` is; None: of no one kind


@dataclass(frozen=True)
class UnitAnswer:
    """What a unit is told (给索要单位的答复)."""

    check: Check
    item: Item | None
    matter: Matter | None
    candidates: tuple[Item | Matter, ...]  # several are close: which is meant?
    demander: str
    asked: Asked | None = None  # what is asked back before that (反问)

    def as_mapping(self) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        check, understood = self.check, self.item or self.matter
        return {
            "answer": check.answer.value,
            "label": check.answer.label,
            "why": check.why,
            "item": self.item.id if self.item else None,
            "item_name": self.item.name if self.item else None,
            "understood": understood.name if understood else None,
            "sure": understood is not None,
            "question": self.asked.as_mapping() if self.asked else None,
            "candidates": [{"item": one.id, "name": one.name} for one in self.candidates],
            "demander": self.demander or None,
            "citations": [asdict(one) for one in check.citations],
            "instead": [ways.plain(way) for way in check.instead],
            "used_for": list(check.used_for),
            "caution": check.caution or None,
            "hints": [
                {
                    "condition": one.row.condition.value,
                    "if": one.row.condition.label,
                    "says": one.row.says,
                    "citation": asdict(one.citation),
                    "told": one.holds,
                }
                for one in check.hints
            ],
        }


def told(
    question: Question,
    *,
    finder: Finder,
    catalogue: Catalogue,
    matters: Mapping[str, Matter],
    on: date,
) -> UnitAnswer:
    """
    Return what a unit is told that asks ``question`` on ``on``.

    :raises KeyError: if the chosen item does not exist
    """
    if chosen := matters.get(question.item):
        return _of_matter(chosen, question, catalogue, on)
    if question.item:
        return _of_item(catalogue.items[question.item], question, catalogue, on)
    said = answer(
        f"{question.paper} {question.matter}".strip(),
        finder=finder,
        catalogue=catalogue,
        matters=matters,
        on=on,
        division=question.division or None,
        demander=question.demander or None,
        told=dict(question.replies),
        unasked=(dialogue.FIRST,),  # who asks is who is here
    )
    demander = question.demander or said.finding.demander or ""
    where = question.division or said.finding.division or ""
    asked = replace(question, demander=demander, division=where)
    # The paper has a line of its own: a name that a list here gives it is not weighed with the use.
    if named := finder.listed(question.paper, where):
        own = standing.used(named, where, finder=finder, catalogue=catalogue, on=on)
        return _of_item(catalogue.items[own], asked, catalogue, on)
    if said.also or said.turn:
        return _asked_back(question, said, {**matters, **catalogue.items}, catalogue, on)
    if said.matter is not None and _no_demand(said.matter):
        return _of_no_demand(asked, catalogue, on)
    check = _checked(asked, said.item, said.decision, catalogue, on)
    return UnitAnswer(check, said.item, said.matter, (), demander)


def _no_demand(matter: Matter) -> bool:
    """Return whether it is a greeting or a question after the office: no paper is demanded."""
    return matter.talk or matter.informs


def _of_no_demand(question: Question, catalogue: Catalogue, on: date) -> UnitAnswer:
    """Say nothing of a demand: there is none."""
    check = _checked(question, None, None, catalogue, on)
    return UnitAnswer(check, None, None, (), question.demander)


def _asked_back(
    question: Question, said: Answer, known: Mapping[str, Any], catalogue: Catalogue, on: date
) -> UnitAnswer:
    """Return the question back, or what may be meant; of neither anything is said of a demand."""
    demander = question.demander or said.finding.demander or ""
    wished = (said, *said.also) if said.also else ()
    turn = None if wished or question.ended else said.turn
    labels = [one.item.id for one in wished if one.item] or (list(turn.cards) if turn else [])
    labels = [] if question.ended else labels
    near = tuple(known[label] for label in labels[: dialogue.CARDS] if label in known)
    check = asking.check(Asking(demander, on), None, None, catalogue.instruments)
    return UnitAnswer(check, None, None, near, demander, turn.question if turn else None)


def _of_matter(matter: Matter, question: Question, catalogue: Catalogue, on: date) -> UnitAnswer:
    if _no_demand(matter):
        return _of_no_demand(question, catalogue, on)
    decision = ways.addressed(on_matter(matter, catalogue, on), question.demander)
    check = _checked(question, None, decision, catalogue, on)
    return UnitAnswer(check, None, matter, (), question.demander)


def _of_item(item: Item, question: Question, catalogue: Catalogue, on: date) -> UnitAnswer:
    decision = applicability.decide(item, catalogue, _told_by(question, item, catalogue, on))
    check = _checked(question, item, decision, catalogue, on)
    return UnitAnswer(check, item, None, (), question.demander)


def _told_by(question: Question, item: Item, catalogue: Catalogue, on: date) -> Circumstances:
    """Return what is known of the demand: also what its words say of the resident (情形)."""
    text = f"{question.paper} {question.matter}".strip()
    told = hearing.that_matter(hearing.heard(text), ways_of(item, catalogue))
    return Circumstances(
        question.division,
        on,
        demander=question.demander,
        matter=text,
        told=told,
        committee=question.committee,
    )


def _checked(
    question: Question,
    item: Item | None,
    decision: Decision | None,
    catalogue: Catalogue,
    on: date,
) -> Check:
    known = (
        applicability.facts(item, catalogue, _told_by(question, item, catalogue, on))
        if item
        else None
    )
    asked = Asking(
        question.demander,
        on,
        question.division,
        listed=known is not None and known.on_negative_list,
        told={Condition(code): said for code, said in question.told},
    )
    return asking.check(asked, decision, item, catalogue.instruments, contrary())


def usual_demanders(item: Item | None, finder: Finder) -> frozenset[str]:
    """
    Return the codes of the likely askers on our own list (常来要的单位); not understood: none.

    No law's list: it holds an exposure back, and says nothing of who may demand.
    """
    labels = item.demanders if item else ()
    parts = [part for label in labels for part in _BETWEEN.split(label) if part]
    return frozenset(
        code
        for part in parts
        if (code := finder.find(part).demander)
        # “单位” and “人事” alone say nothing of who: an employer is meant only where it is named.
        and (code != Demander.EMPLOYER or Demander.EMPLOYER.label in part)
    )
