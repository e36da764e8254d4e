"""Answers in words (应答的文字): what ``juzheng ask`` prints for a person."""

from __future__ import annotations

from collections.abc import Iterator

from juzheng.catalogue import Catalogue
from juzheng.finder.answering import Answer
from juzheng.finder.writing import READ_AT_MOST
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.items import Confidence, Onward
from juzheng.law.catalogue.requirements import Requirement
from juzheng.law.catalogue.routing import Decision
from juzheng.records.catalogue import governing

MOST_CANDIDATES = 4


def in_words(answer: Answer, listed: Catalogue) -> str:
    """Return the answer as plain text: the verdict, what to do, why, and by which catalogue."""
    return "\n".join((*_unread(answer), *_lines(answer, listed), governing.in_words(listed)))


def _unread(answer: Answer) -> Iterator[str]:
    if len(answer.text) > READ_AT_MOST:
        yield f"写得太长，只读了前 {READ_AT_MOST} 个字。"


def _lines(answer: Answer, listed: Catalogue) -> Iterator[str]:
    if answer.item is None and answer.matter is None:
        yield "没有听懂要开什么证明。请换一种说法，写上谁要、办什么事。"
        yield "例如：银行要我证明存折上的名字是我。"
        return
    if answer.item is not None:
        yield f"事项：{answer.item.name}({answer.item.id})"
    elif answer.matter is not None:
        yield f"事项：{answer.matter.name}（不是证明事项）"
    if answer.finding.demander:
        yield f"索要单位：{Demander(answer.finding.demander).label}"
    if answer.decision is not None:
        yield from _decision(answer.decision)
    if not answer.finding.sure:
        yield from _close(answer, listed)


def _decision(decision: Decision) -> Iterator[str]:
    yield f"结论：{decision.outcome.label}"
    yield f"理由：{decision.reason}"
    if decision.limit_working_days:
        apart = "，议事公示的天数另计" if Requirement.DELIBERATION in decision.requires else ""
        yield f"时限：{decision.limit_working_days} 个工作日{apart}"
    if decision.onward:
        yield "怎么办："
        yield from (f"  {place}. {_way(way)}" for place, way in enumerate(decision.onward, 1))
    yield from (f"  {place}. {step}" for place, step in enumerate(decision.steps, 1))
    yield "依据：" + "；".join(str(citation) for citation in decision.citations)


def _way(way: Onward) -> str:
    parts = [way.do.rstrip("。")]
    if way.bring:
        parts.append(f"带上：{'、'.join(way.bring)}")
    if way.where:
        parts.append(f"地点：{way.where}")
    if way.how_long:
        parts.append(f"时间：{way.how_long}")
    unverified = way.source is not None and way.source.confidence is not Confidence.HIGH
    return "；".join(parts) + ("（这一条还没有核对原文）" if unverified else "")


def _close(answer: Answer, listed: Catalogue) -> Iterator[str]:
    yield "也可能是下面的一种，请说得再具体一点："
    for candidate in answer.finding.candidates[:MOST_CANDIDATES]:
        yield f"  {candidate.item} {listed.items[candidate.item].name}"
