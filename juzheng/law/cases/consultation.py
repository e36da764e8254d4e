"""Consultation (灵活议事): residents heard about a risk, in whatever form fits; no assembly.

Source: 民发〔2020〕20号 第三部分第二段 (OP-3.2.b): 采取灵活多样方式组织居民群众议事协商. The text
demands no call, no quorum and no vote, so none is asked for; that it was done has to be seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from juzheng.law.base.citations import RISK, Citation, house
from juzheng.law.base.terms import Term
from juzheng.law.cases.deliberation import Shortfall
from juzheng.law.cases.lifecycle import Event
from juzheng.law.catalogue.items import DeliberationRule
from juzheng.law.catalogue.meetings import kinds


class Result(Term):
    """What came of it (议事结果)."""

    AGREED = "agreed", "参加的人同意据实出具"
    DECLINED = "declined", "参加的人多数不同意"


@dataclass(frozen=True)
class Consultation:
    """One round of hearing residents (议事记录): in which form, who, what was said, with what."""

    form: str  # 座谈, 走访听取意见 …, in the words of the rule
    held_on: date
    took_part: str
    said: str
    result: Result


def event_of(held: Consultation) -> Event:
    """Return what has happened to the case, in the law's words."""
    return Event.AGREED if held.result is Result.AGREED else Event.DECLINED


def shortfalls(held: Consultation, rule: DeliberationRule, on: date) -> tuple[Shortfall, ...]:
    """Return why the consultation does not carry on ``on`` (议事的欠缺); empty: it does."""
    return tuple(Shortfall(*found) for found in _shortfalls(held, rule, on))


def _shortfalls(
    held: Consultation, rule: DeliberationRule, on: date
) -> Iterator[tuple[str, str, Citation]]:
    if held.form not in kinds(rule):
        yield "form", f"议事形式“{held.form}”没有列明。请从{rule.kind}里选一种。", RISK
    if held.held_on > on:
        yield "not_held", f"议事定在{held.held_on}，还没有进行。请在之后登记。", RISK
    if not (held.took_part.strip() and held.said.strip()):
        yield "record", "没有写明谁参加、说了什么。请补记。", house("议事要留下记录")
    if held.result is Result.DECLINED:
        yield "declined", "参加的人多数不同意，不能出具；可以再听取意见。", RISK
