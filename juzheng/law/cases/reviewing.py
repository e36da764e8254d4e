"""What records of meetings come to (议事结果): which counts, what reviews objections (再次评议)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from juzheng.law.base.citations import Citation, house
from juzheng.law.base.deadlines import day
from juzheng.law.cases.deliberation import (
    Meeting,
    Shortfall,
    carried,
    last_of_notice,
    shortfalls,
)
from juzheng.law.catalogue.items import DeliberationRule

# What a meeting that decides on objections owes no more: the result was on notice before it.
_OF_THE_NOTICE = frozenset({"notice", "notice_before", "notice_short", "notice_open"})
_ANSWERED = frozenset({"objections", "objections_count"})  # by the review itself


@dataclass(frozen=True)
class Record:
    """One record of a meeting (会议登记), and the day on which it was written down."""

    meeting: Meeting
    on: date


@dataclass(frozen=True)
class Counting:
    """The meeting that counts (算数的会议), and the one that reviewed what was objected to it."""

    met: Record
    review: Meeting | None = None


def counting(records: Sequence[Record], rule: DeliberationRule) -> Counting | None:
    """
    Return what counts of ``records``, the first one first; None: there is none (以哪一次为准).

    The last record does. Where ``rule`` wants objections to be reviewed by another meeting, a
    valid one that carried and the one that reviewed it count together, whichever was recorded
    last: it was held when the notice was over, for until then people may object.
    """
    if not records:
        return None
    last, earlier = records[-1], records[:-1]
    if not rule.review:
        return Counting(last)
    for one in reversed(earlier):
        if _reviews(last.meeting, one.meeting, rule):
            return Counting(one, last.meeting)
        if _reviews(one.meeting, last.meeting, rule):
            return Counting(last, one.meeting)
    return Counting(last)


def _reviews(later: Meeting, met: Meeting, rule: DeliberationRule) -> bool:
    """Return whether ``later`` was called about objections to ``met`` (评议异议是否成立)."""
    over = last_of_notice(met, rule)
    if over is None or met.objections < 1:
        return False
    return carried(met, rule) and later.held_on > over


def found(records: Sequence[Record], rule: DeliberationRule, on: date) -> tuple[Shortfall, ...]:
    """Return everything for which ``records`` do not carry on ``on`` (议事协商的欠缺)."""
    counts = counting(records, rule)
    return () if counts is None else tuple(_found(counts, rule, on))


def _found(counts: Counting, rule: DeliberationRule, on: date) -> Iterator[Shortfall]:
    met, review = counts.met, counts.review
    for one in shortfalls(met.meeting, rule, on):
        # To answer an objection is, by such a rule, to review it: that is asked for by itself.
        if one.code != "objections" or not rule.review:
            yield one
    yield from _interim(met, rule, on)
    if review is not None:
        yield from _of_the_review(review, shortfalls(review, rule, on))
    last = review or met.meeting
    over = last_of_notice(last, rule)
    if rule.review and last.objections and over is not None:
        yield _unreviewed(last, rule, day(over + timedelta(days=1)))


def _interim(met: Record, rule: DeliberationRule, on: date) -> Iterator[Shortfall]:
    """Say that nobody wrote down what was objected in the last days of the notice (没有登记满)."""
    over = last_of_notice(met.meeting, rule)
    if over is not None and met.on <= over < on:
        said = (
            f"会议是{day(met.on)}登记的，那时公示还没有满（到{day(over)}）。"
            "请把公示期满以后的异议情况再登记一次。"
        )
        yield Shortfall("interim", said, house("议事要留下记录"))


def _of_the_review(review: Meeting, owed: Iterable[Shortfall]) -> Iterator[Shortfall]:
    passed = _ANSWERED | (frozenset() if review.notice_from else _OF_THE_NOTICE)
    for one in owed:
        if one.code not in passed:
            yield Shortfall(one.code, f"再次评议：{one.message}", one.citation)


def _unreviewed(met: Meeting, rule: DeliberationRule, since: str) -> Shortfall:
    said = (
        f"公示有{met.objections}件异议，还没有再次评议异议是否成立。"
        f"请在公示期满以后（{since}起）再开一次{met.kind}，评议后把那一次会议也登记上。"
    )
    return Shortfall("review", said, _citation(rule))


def _citation(rule: DeliberationRule) -> Citation:
    """Return where it is written that objections are reviewed: as the rule itself says it."""
    return Citation(rule.review_instrument, rule.review, rule.review_provision)
