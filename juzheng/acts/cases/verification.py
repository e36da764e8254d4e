"""Verification (核查): what was checked, how, by whom, when, with which result."""

from __future__ import annotations

from typing import Unpack

from django.db import transaction

from juzheng.acts.base import moves
from juzheng.acts.base.moves import Hand
from juzheng.law.cases import verification
from juzheng.law.cases.lifecycle import Event
from juzheng.law.cases.verification import Means, Result
from juzheng.records.cases import case_file
from juzheng.records.models import Case, Verification


class NoSuchFact(Exception):
    """The item does not ask for this fact (没有这一项核实内容)."""


class NoWayOfThisFact(ValueError):
    """Such a look does not establish what the paper says (这件事实不能这样核实)."""


@transaction.atomic(durable=True)
def record(
    case: Case, fact: str, *, means: Means, result: Result, note: str, **hand: Unpack[Hand]
) -> Verification:
    """
    Record one check of one fact of ``case``.

    :param fact: the key of one of the facts that the case needs
    :param note: what was seen or who was asked; kept encrypted, never on the paper
    :raises NoSuchFact: if the item has no such fact
    :raises NoWayOfThisFact: if the catalogue does not name that means, and it is no one's paper; or
        if it is to confirm a sentence that says it was established by another
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    Source: OP-2.3.d.
    """
    needed = {each.key: each for each in case_file.facts_of(case)}
    if fact not in needed:
        raise NoSuchFact(fact)
    if not verification.counts(means, needed[fact]):
        raise NoWayOfThisFact(means)
    if result is Result.CONFIRMED and (why := verification.misfit(means, needed[fact])):
        raise NoWayOfThisFact("".join(why))
    event = Event.CONFIRMED if result is Result.CONFIRMED else Event.NOT_CONFIRMED
    details = {"fact": fact, "means": means.value}
    said = {**details, "result": result.value, "note": note}
    sentence = case_file.sentence(case, needed[fact])
    record = Verification.objects.create(case=case, sentence=sentence, **said, **hand)
    moves.move(case, event, details=details, covers=(record,), **hand)
    return record
