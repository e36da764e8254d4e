"""Answers in words (应答的文字): what ``juzheng ask`` prints for a person."""

from __future__ import annotations

from collections.abc import Iterator

from juzheng.catalogue import Catalogue
from juzheng.finder import dialogue, matters
from juzheng.finder.answering import Answer
from juzheng.finder.dialogue import Turn
from juzheng.finder.urgency import Urgency
from juzheng.finder.writing import READ_AT_MOST
from juzheng.law.base.citations import ISSUED_UNDER
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.items import Onward
from juzheng.law.catalogue.requirements import Requirement
from juzheng.law.catalogue.routing import Decision
from juzheng.records.catalogue import governing


def in_words(answer: Answer, listed: Catalogue) -> str:
    """Return the answer as plain text: the verdict, what to do, why, and by which catalogue."""
    return "\n".join((*_unread(answer), *_lines(answer, listed), governing.in_words(listed)))


def _unread(answer: Answer) -> Iterator[str]:
    if len(answer.text) > READ_AT_MOST:
        yield f"写得太长，只读了前 {READ_AT_MOST} 个字。"


def _lines(answer: Answer, listed: Catalogue) -> Iterator[str]:
    if answer.urgent:
        yield from _urgent(answer.urgent)
        if answer.urgent.certain and answer.decision is None:
            return
    if answer.matter is not None and answer.matter.talk:
        yield answer.matter.reason
        return
    yield from _about(answer, listed)
    for number, one in enumerate(answer.also, 2):
        yield f"第{number}件事：{one.text}"
        yield from _about(one, listed)


def _urgent(urgent: Urgency) -> Iterator[str]:
    """Yield the emergency: the numbers first, then what to do, and what comes after."""
    first = "紧急：先打 " if urgent.certain else "现在正有危险的，先打 "
    yield first + "、".join(f"{one.number}（{one.name}）" for one in urgent.calls)
    yield urgent.do
    yield f"之后：{urgent.after}"


def _about(answer: Answer, listed: Catalogue) -> Iterator[str]:
    if dialogue.little(answer.finding.likely):
        yield "没有听懂要开什么证明。请换一种说法，写上谁要、办什么事。"
        yield "例如：银行要我证明存折上的名字是我。"
    if answer.turn is not None:
        yield from _asked_back(answer.turn, listed)
        return
    if answer.item is not None:
        yield f"事项：{answer.item.name}({answer.item.id})"
    elif answer.matter is not None:
        yield f"事项：{answer.matter.name}（不是证明事项）"
    if answer.finding.demander:
        yield f"索要单位：{Demander(answer.finding.demander).label}"
    if answer.circumstances:
        yield f"听到的情形：{'；'.join(one.label for one in answer.circumstances)}"
    if answer.first:
        yield f"先答：{answer.first}"
    if answer.decision is not None:
        yield from _decision(answer.decision)


def _decision(decision: Decision) -> Iterator[str]:
    if decision.citations:  # else a question is answered, and nothing is decided
        met = "符合条件的，" if decision.conditional else ""
        yield f"结论：{met}{decision.outcome.label}"
    yield f"理由：{decision.reason}"
    if decision.limit_working_days:
        apart = "，议事公示的天数另计" if Requirement.DELIBERATION in decision.requires else ""
        yield f"时限：{decision.limit_working_days} 个工作日{apart}"
    if decision.onward:
        yield "怎么办："
        yield from (f"  {place}. {_way(way)}" for place, way in enumerate(decision.onward, 1))
    yield from (f"  {place}. {step}" for place, step in enumerate(decision.steps, 1))
    if decision.aside:
        yield "按您说的情形用不上的："
        yield from (f"  - {_way(way)}" for way in decision.aside)
    if decision.citations:
        yield from _cited(decision)


def _cited(decision: Decision) -> Iterator[str]:
    """Yield what it rests on; of what is issued, the law that carries it before the rule."""
    rules = decision.rules
    if carrying := [str(one) for one in decision.cited if one not in rules]:
        yield "依据：" + "；".join(carrying)
    if rules:
        yield ISSUED_UNDER + "；".join(map(str, rules))


def _way(way: Onward) -> str:
    parts = [way.said.rstrip("。")]
    if way.bring:
        parts.append(f"带上：{'、'.join(way.bring)}")
    if way.where:
        parts.append(f"地点：{way.where}")
    if way.how_long:
        parts.append(f"时间：{way.how_long}")
    return "；".join(parts) + way.mark


def _asked_back(turn: Turn, listed: Catalogue) -> Iterator[str]:
    """Yield the question and how to answer it, or what may be meant (反问)."""
    if turn.question is not None:
        yield f"请问：{turn.question.text}"
        for one in turn.question.as_mapping()["answers"]:
            yield f"  --told {turn.question.key}={one['key']}  {one['text']}"
    elif turn.cards:
        yield "您要的是哪一种？请照这个名字再问一次："
        yield from (f"  {label} {_name(label, listed)}" for label in turn.cards)


def _name(label: str, listed: Catalogue) -> str:
    item = listed.items.get(label)
    return item.name if item else matters()[label].name
