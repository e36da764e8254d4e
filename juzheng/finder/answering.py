"""Answering (应答): from a resident's words to a reasoned decision, without any database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any

from juzheng.catalogue import Catalogue
from juzheng.finder import asked, dialogue, hearing, several, standing
from juzheng.finder.dialogue import NOTHING_TOLD, Told, Turn
from juzheng.finder.finding import Finder, route_of
from juzheng.finder.found import Finding
from juzheng.finder.questions import shipped_book
from juzheng.finder.urgency import Urgency, emergency
from juzheng.finder.words import Matter
from juzheng.finder.writing import READ_AT_MOST
from juzheng.law.base import citations
from juzheng.law.base.plain import as_mapping
from juzheng.law.catalogue import applicability, citing, offers, preconditions, routing, ways
from juzheng.law.catalogue.facts import Facts, Particulars
from juzheng.law.catalogue.items import Circumstance, CommitteeKind, Item, Onward
from juzheng.law.catalogue.outcomes import Outcome
from juzheng.law.catalogue.short_answers import short_answer
from juzheng.law.inquiries.inquiries import answered_by_letter, not_answered

NOTHING_SAID: Mapping[str, bool] = MappingProxyType({})


@dataclass(frozen=True)
class Answer:
    """What a question led to (应答): an item or another matter, and the decision on it."""

    text: str
    finding: Finding
    item: Item | None
    matter: Matter | None
    decision: routing.Decision | None  # None: not understood, so nothing is claimed
    said: Mapping[str, bool] = field(default_factory=dict)  # of what is asked first (前提)
    first: str = ""  # yes or no, where that was asked (先答一句)
    about: asked.Whom | None = None  # for whom it is asked, where that was said (为谁办)
    also: tuple[Answer, ...] = ()  # to what was wished besides, at most two (还问了)
    turn: Turn | None = None  # what is asked back; None: this is sure
    circumstances: tuple[Circumstance, ...] = ()  # heard, and a way depends on it (本人情形)

    @property
    def urgent(self) -> Urgency | None:
        """Return the emergency that comes before the answer (紧急情况), if there is one."""
        return emergency(self.finding)

    def as_mapping(self) -> dict[str, Any]:
        """Return the answer as plain JSON values; where it is asked back, nothing of a guess."""
        found, sure = self.finding, self.turn is None
        return {
            "urgent": self.urgent.as_mapping() if self.urgent else None,
            "first": self.first if sure else "",
            "about": self.about.value if self.about else None,
            "item": found.item if sure else None,
            "item_name": self.item.name if self.item and sure else None,
            "route": found.route if sure else "none",
            "matter": found.matter if sure else None,
            "candidates": [asdict(candidate) for candidate in found.candidates],
            "unread": max(0, len(self.text) - READ_AT_MOST),  # characters
            "certainty": round(found.certainty, 3),
            "sure": sure,
            "question": self.turn.question.as_mapping()
            if self.turn and self.turn.question
            else None,
            "choices": list(self.turn.cards) if self.turn else [],
            "demander": found.demander,
            "division": found.division,
            "before": [
                {**as_mapping(one), "answer": self.said.get(one.key)}
                for one in (self.item.preconditions if self.item and sure else ())
            ],
            "circumstances": [{"key": one.value, "label": one.label} for one in self.circumstances],
            "outcome": self.decision.outcome.value if self.decision and sure else None,
            "decision": as_mapping(self.decision) if self.decision and sure else None,
            "also": [{"text": one.text, **one.as_mapping()} for one in self.also],
        }


def answer(  # noqa: PLR0913 - who asks, where and when, by their names
    text: str,
    *,
    finder: Finder,
    catalogue: Catalogue,
    matters: Mapping[str, Matter],
    on: date,
    division: str | None = None,
    demander: str | None = None,
    committee: CommitteeKind | None = None,
    before: Mapping[str, bool] = NOTHING_SAID,
    told: Told = NOTHING_TOLD,
    ruled_out: Sequence[str] = (),
    not_so: Collection[str] = (),
    unasked: Collection[str] = (),
) -> Answer:
    """
    Return the answer to ``text`` for a division and a day.

    :param division: code of the place where it is asked; without it, the place named in the
        text; without that, the nation, where an item of some places waits for which place it is
    :param demander: a code of ``law.base.demanders.Demander``; without it, what the text says
    :param before: yes or no to what is asked first; what it leaves open, the text may say
    :param told: answers to what was asked back (反问), by question
    :param ruled_out: items and matters of which was said 不是这个; then nothing is sure any more
    :param not_so: codes of circumstances that the words seem to tell of, and that are not so
    :param unasked: questions that make no sense to whoever asks
    """
    find = partial(standing.find, finder=finder, catalogue=catalogue, on=on, demander=demander)
    found, others = several.told(text, partial(find, division=division), finder)
    known = found.urgent and not found.cried
    turn = None if others or known else _turn(text, found, told, ruled_out, demander, unasked)
    where = division or found.division
    if turn is not None and where:
        turn = replace(turn, cards=_telling_apart(turn.cards, where, finder, catalogue))
    if told:
        found = _heard(found, told, finder=finder, catalogue=catalogue, on=on, division=division)
    under = _Under(catalogue, matters, on, where, demander, committee, not_so)
    first = _answered(text, found, finder.plain(text), under, before)
    also = (_answered(part, one, finder.plain(part), under) for part, one in others)
    return replace(first, also=tuple(also), turn=turn)


@dataclass(frozen=True)
class _Under:
    """Under what is answered (应答条件): by which catalogue, where, when and for whom."""

    catalogue: Catalogue
    matters: Mapping[str, Matter]
    on: date
    division: str | None
    demander: str | None
    committee: CommitteeKind | None
    not_so: Collection[str] = ()


def _answered(
    text: str,
    found: Finding,
    plain: str,
    under: _Under,
    before: Mapping[str, bool] = NOTHING_SAID,
) -> Answer:
    who = under.demander or found.demander or ""
    item = under.catalogue.items.get(found.item) if found.item else None
    matter = under.matters.get(found.matter) if found.matter else None
    decision, said = None, {}
    own = ways_of(item, under.catalogue) if item else matter.onward if matter else ()
    heard = hearing.that_matter(hearing.heard(text), own)
    so = tuple(one for one in heard if one not in under.not_so)
    if item is not None:
        said = {**told_by(item, text), **before}
        settled = preconditions.answered(item, said)
        circumstances = applicability.Circumstances(
            division=under.division or found.division or "",
            on=under.on,
            demander=who,
            committee=under.committee,
            matter=text,
            told=so,
            **settled,
        )
        decision = applicability.decide(item, under.catalogue, circumstances)
    elif matter is not None and not matter.talk:
        decision = ways.addressed(on_matter(matter, under.catalogue, under.on), who)
        decision = ways.told(decision, so)
    first, about = said_first(plain, decision), asked.about(plain)
    return Answer(text, found, item, matter, decision, said, first, about=about, circumstances=so)


def said_first(plain: str, decision: routing.Decision | None) -> str:
    """Return yes, no or what it depends on, if that is asked; else nothing (先答一句)."""
    polar = asked.polar(plain)
    return short_answer(polar, decision) if polar and decision else ""


def told_by(item: Item, text: str) -> dict[str, bool]:
    """Return what ``text`` says to what is asked first; of another person, nothing to the asker."""
    whole = preconditions.told_by(item, text)
    own = preconditions.told_by(item, asked.of_the_asker(text))
    strict = asked.asked_of_the_asker()
    return {key: told for key, told in whole.items() if key in own or (item.id, key) not in strict}


def ways_of(item: Item, catalogue: Catalogue) -> tuple[Onward, ...]:
    """Return the ways of ``item``, or of the item that it is an exception to."""
    instead = catalogue.items.get(item.conflicts_with)
    return (*item.onward, *(instead.onward if instead else ()))


def _turn(
    text: str,
    found: Finding,
    told: Told,
    ruled_out: Sequence[str],
    demander: str | None,
    unasked: Collection[str] = (),
) -> Turn | None:
    """Return what is asked back, None where it is sure: by the finder's own line, no other."""
    left = dialogue.after(found.likely, told)
    if left and not ruled_out and replace(found, likely=left).sure:
        return None
    who = demander or found.demander
    return dialogue.turn(
        found.likely,
        told,
        ruled_out=ruled_out,
        known=(*unasked, *((dialogue.FIRST,) if who and dialogue.FIRST not in told else ())),
        heard=hearing.answered(text),
        more=[*(one.item for one in found.candidates), *_besides(text)],
    )


def _besides(text: str) -> list[str]:
    """Return what stands on a card besides, by what ``text`` tells of the matter (常一起问的)."""
    beside = shipped_book().beside
    return [beside[one] for one in hearing.heard(text) if one in beside]


def _telling_apart(
    cards: Sequence[str], where: str, finder: Finder, catalogue: Catalogue
) -> tuple[str, ...]:
    """Return ``cards`` less another place's paper of a kind that is shown: no choice ``where``."""
    kept: list[str] = []
    for one in cards:
        item = catalogue.items.get(one)
        elsewhere = item is not None and not item.applies_in(where)
        if not (elsewhere and set(kept) & set(finder.members(one))):
            kept.append(one)
    return tuple(kept)


def _heard(
    found: Finding,
    told: Told,
    *,
    finder: Finder,
    catalogue: Catalogue,
    on: date,
    division: str | None,
) -> Finding:
    """Return ``found`` as it is after what was ``told``: what is most probable now comes first."""
    left = dialogue.after(found.likely, told)
    asker = shipped_book().question(dialogue.FIRST)
    who = asker.reply(told[asker.key]) if asker and asker.key in told else None
    demander = who.demander or None if who else found.demander
    if not left:
        return replace(found, demander=demander)
    best, where = left[0].label, division or found.division or ""
    item = catalogue.items.get(best)
    heard = replace(found, likely=left, route=route_of(item), demander=demander)
    if item is None:
        return replace(heard, item=None, matter=best)
    used = standing.used(best, where, finder=finder, catalogue=catalogue, on=on)
    return replace(heard, item=used, matter=None)


def on_matter(matter: Matter, catalogue: Catalogue, on: date) -> routing.Decision:
    """Decide what is no item: not to be certified, another's business, or an inquiry."""
    if matter.informs:
        return routing.Decision(Outcome.ELSEWHERE, matter.reason, (), onward=matter.onward)
    in_force = partial(citing.as_of, instruments=catalogue.instruments, on=on)
    if matter.asker is not None:
        return not_answered(matter.asker, matter.reason, matter.onward, in_force)
    if matter.inquiry is not None:
        return answered_by_letter(matter.inquiry, matter.reason, matter.onward, in_force)
    known = Facts(
        proof_matter=matter.never_certifiable,
        certifiable=False,
        within_duties=False,
        has_basis=False,
        on_negative_list=False,
        verifiable=False,
    )
    rule, own = citations.house(matter.house), offers.worded(matter.onward)
    return routing.decide(known, Particulars(onward=own, because=matter.reason, never_by=rule))
