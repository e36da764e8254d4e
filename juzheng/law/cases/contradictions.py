"""Contradictions (矛盾的文书): what a paper in force says otherwise than the one to be made.

Two papers on one matter contradict each other whoever asked for them. A decision, a consent and
what a meeting came to hold once: another one is made only after the first was taken back. Of a
person's own circumstances the later paper may be right as well, so it is said why, and read by
whoever signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from juzheng.law.base import citations
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.catalogue import answers, sentences
from juzheng.law.catalogue.act_kinds import ActKind
from juzheng.law.catalogue.items import AnswerKind, FactToVerify, Item

# Of one matter there is one: whoever wants another takes back the first.
_ONE_ONLY = frozenset({ActKind.DECISION, ActKind.CONSENT, ActKind.MEETING_OUTCOME})
# Two answers that differ are two answers: of a text nobody can tell, it is only written otherwise.
_CLOSED = frozenset({AnswerKind.CHOICE, AnswerKind.YES_NO, AnswerKind.BIRTH_DATE})
_APPLICANT = "applicant"


@dataclass(frozen=True)
class Otherwise:
    """A paper in force of the same person that says otherwise (说法不同的有效文书)."""

    number: str
    facts: tuple[str, ...]  # their labels
    stops: bool  # another one may not stand beside it at all


def of_one_subject(item: Item) -> bool:
    """Return whether the item asks what it is about (写明对象的事项): a ward, a plot, a suit."""
    return any(question.subject for question in item.questions)


def stops(item: Item) -> bool:
    """Return whether of one subject there is one paper only (一事一份)."""
    return of_one_subject(item) and item.act in _ONE_ONLY


def compared(item: Item, facts: Iterable[FactToVerify]) -> tuple[FactToVerify, ...]:
    """
    Return those of ``facts`` that two papers of one person may contradict each other about.

    Of one subject all that they say. Else what was chosen of the applicant alone (要比的事实): who
    has two children has two papers that differ, and no contradiction.
    """
    if of_one_subject(item):
        return tuple(facts)
    kinds = {question.key: question.kind for question in item.questions}
    return tuple(fact for fact in facts if _of_the_applicant(fact, kinds))


def _of_the_applicant(fact: FactToVerify, kinds: Mapping[str, AnswerKind]) -> bool:
    said = {kinds.get(name) for name in sentences.blanks(fact.sentence)}
    own = _APPLICANT in sentences.blanks(fact.sentence) and AnswerKind.PERSON_NAME not in said
    return own and bool(said & _CLOSED)


def said_otherwise(
    item: Item, facts: Iterable[FactToVerify], before: Mapping[str, Any], now: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return the labels of the facts that ``before`` and ``now`` tell otherwise (说法不同)."""
    every = of_one_subject(item)
    kinds = {question.key: question.kind for question in item.questions}
    told = [answers.of(item.questions, one) for one in (before, now)]
    return tuple(
        fact.label
        for fact in compared(item, facts)
        if any(
            _plain(told[0].get(name)) != _plain(told[1].get(name))
            for name in sentences.blanks(fact.sentence)
            if name in kinds and (every or kinds[name] in _CLOSED)
        )
    )


def _plain(said: str | None) -> str:
    return "".join((said or "").split())


def obstacles(found: Iterable[Otherwise], explained: Iterable[str]) -> Iterator[Obstacle]:
    """
    Yield what stands in the way of another paper that says otherwise (矛盾的文书).

    :param explained: the numbers of those of which it is written down why both are right
    """
    known = frozenset(explained)
    for one in found:
        labels = "、".join(one.facts)
        if one.stops:
            yield Obstacle(
                "contradiction",
                f"对同一事项已经出具过 {one.number} 号，写的不一样：{labels}。",
                "请先核对哪一份对；原来那一份不对的，由负责人撤销或者更正换发以后再办。",
                citations.house("同一件事不出两份矛盾的证明"),
            )
        elif one.number not in known:
            yield Obstacle(
                "differs",
                f"这个人有效的 {one.number} 号写的不一样：{labels}。",
                "请先核对哪一份对；两份都对的（例如情况后来变了），写明为什么，再送签。",
                citations.house("同一件事不出两份矛盾的证明"),
            )
