"""
Signing for somebody (授权签字): from one day to another, never before it was given.

That a pen may be lent is a rule of the house: we found no text that says so, nor one against it.
What residents have to agree to is signed in person: there the Opinion names the responsible person
(OP-2.2.c). What a court makes of a deputy's signature is the court's to say: its rule names the
responsible person and the preparer (民诉法解释第一百一十五条), and page and paper say no more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from juzheng.law.base import citations
from juzheng.law.base.deadlines import day
from juzheng.law.base.machine import Machine
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import DeliberationNeed, Item
from juzheng.law.catalogue.requirements import Requirement

LONGEST_DAYS = 92  # our own: whoever is away for longer has a successor


class DelegationState(Term):
    """Where a delegation stands (授权状态); whether its days have come, the calendar says."""

    GIVEN = "given", "已授权"
    REVOKED = "revoked", "已收回"


class DelegationEvent(Term):
    """What happens to a delegation (授权事件)."""

    GIVEN = "given", "授权他人签字"
    REVOKED = "revoked", "收回授权"


DELEGATIONS = Machine(
    "delegation",
    DelegationState,
    DelegationEvent,
    {
        None: {DelegationEvent.GIVEN: DelegationState.GIVEN},
        DelegationState.GIVEN: {DelegationEvent.REVOKED: DelegationState.REVOKED},
        DelegationState.REVOKED: {},
    },
)


class BadDelegation(ValueError):
    """A delegation that cannot be given (授权不成立): the message says why."""


@dataclass(frozen=True)
class Delegated:
    """What was delegated (授权内容), and to what it is held."""

    giver: str
    first: date
    last: date
    on: date
    covers_item: bool = True
    revoked: bool = False
    lapsed: bool = False  # whoever gave it may not sign any more
    only: tuple[str, ...] = ()  # the items that it is limited to; none: all of them

    def in_force(self) -> bool:
        """Return whether it carries a signature on that day, for that item."""
        held = self.first <= self.on <= self.last and self.covers_item
        return held and not (self.revoked or self.lapsed)


def insist_on_term(first: date, last: date, on: date) -> None:
    """
    Let nobody delegate for days that have passed, nor for ever.

    :raises BadDelegation: with what is so and what to do
    """
    if first < on:
        raise BadDelegation("授权不能补：开始的日期最早是今天。")
    if last < first:
        raise BadDelegation("结束的日期在开始的日期以前。请改正。")
    if last - first > timedelta(days=LONGEST_DAYS - 1):
        said = f"一次最多授权{LONGEST_DAYS}天。时间更长的，请另行明确负责人，开通负责人账号。"
        raise BadDelegation(said)


def in_person(requires: Collection[Requirement], *, flexible: bool) -> bool:
    """
    Return whether the responsible person signs in person (由负责人本人签): residents had to agree.

    :param flexible: only a risk calls for residents to be heard, and there is nothing to agree to
    """
    return Requirement.DELIBERATION in requires and not flexible


def insist_on_lendable(items: Iterable[Item]) -> None:
    """
    Let nobody lend the pen for what is signed in person whatever the case.

    :raises BadDelegation: with what is so and what to do
    """
    found = [one.name for one in items if always_in_person(one)]
    if found:
        said = f"要居民讨论同意的，由负责人本人签字，不能授权：{'、'.join(found)}。请不选这些事项。"
        raise BadDelegation(said)


def always_in_person(item: Item) -> bool:
    """Return whether residents have to agree to every paper of that item."""
    return item.deliberation is DeliberationNeed.REQUIRED


def in_words(giver: str, deputy: str) -> str:
    """Return how a paper names who signed and for whom (授权签字的写法): what is so, no more."""
    return f"{giver}（授权{deputy}签字）"


def obstacles(told: Delegated, *, meets: bool) -> Iterator[Obstacle]:
    """
    Yield what keeps a deputy from signing; nothing: they may, as the responsible person may.

    :param meets: whether residents had to agree: then the responsible person signs in person
    """
    if why := _why_not(told):
        remedy = "请由负责人签字，或者请负责人重新授权。"
        yield Obstacle("delegation", why, remedy, citations.house("授权签字要有起止日期"))
    elif meets:
        yield Obstacle(
            "delegation",
            "这一件要经居民讨论同意，写明要由负责人签字，不能授权他人。",
            "请由负责人签字。",
            citations.DELIBERATE_AND_SIGN,
        )


def _why_not(told: Delegated) -> str:
    if told.revoked:
        return f"{told.giver}给您的签字授权已经收回。"
    if told.lapsed:
        return f"{told.giver}现在不是负责人，给您的签字授权不再有效。"
    if told.on < told.first:
        return f"{told.giver}给您的签字授权从{day(told.first)}起才有效。"
    if told.on > told.last:
        return f"{told.giver}给您的签字授权到{day(told.last)}为止，已经过期。"
    return "" if told.covers_item else f"{told.giver}给您的签字授权不包括这一项。"
