"""Proposing an offer (登记承诺与共享): a unit says what it takes, an officer there publishes it.

It is a change to the catalogue like any other: the officer who reviews it sees the document, is
another person, and publishes or sends back. What is published has days of force; to end it is to
propose the last day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Unpack

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import moves
from juzheng.acts.base.moves import Hand
from juzheng.acts.catalogue.changes import Heading, Page, propose_as_unit
from juzheng.law.base.divisions import governs
from juzheng.law.catalogue.items import Confidence, Instrument, Source
from juzheng.law.catalogue.offers import Offer, OfferKind
from juzheng.law.catalogue.provisions import registered
from juzheng.records.catalogue import governing
from juzheng.records.models import Change, DemandingUnit


@dataclass(frozen=True)
class Offered:
    """What a unit says of itself (单位自己的说明)."""

    kind: OfferKind
    items: tuple[str, ...]
    matter: str
    words: tuple[str, ...]
    bring: tuple[str, ...]
    document: str  # its title, as published
    provision: str
    where: str  # where it was published
    issued_on: date
    in_force_from: date
    in_force_until: date | None
    uses: tuple[str, ...] = ()  # chosen from what the items are used for


def propose(said: Offered, *, key: str, **hand: Unpack[Hand]) -> Change:
    """
    Hand in what the unit of ``by`` publicly takes instead of a proof, for an officer to review.

    :raises moves.NotYours: if ``by`` is nobody of a unit
    :raises moves.NotReady: if it could not be published as it stands
    Source: OP-4.3.a, OP-4.4.a; 国办发〔2020〕42号.
    """
    unit = _unit_of(**hand)
    on = timezone.localdate(hand["at"])
    known = registered(said.document, governing.governing(on).instruments.values())
    text = known or _document(said, unit)
    pages = [Page(_offer(said, unit, text.id))]
    if known is None:
        pages.insert(0, Page(text))
    return _proposed(f"{unit.name}：{said.document}", pages, on, key, **hand)


def end(offer: Offer, last: date, *, key: str, **hand: Unpack[Hand]) -> Change:
    """
    Propose that the unit's own ``offer`` no longer holds from ``last`` on.

    :raises moves.NotYours: if it is not an offer of the unit of ``by``
    :raises moves.NotReady: as :func:`propose`
    """
    unit = _unit_of(**hand)
    if offer not in of_unit(unit, timezone.localdate(hand["at"])):
        raise moves.NotYours(offer.id)
    ended = Page(replace(offer, in_force_until=last))
    on = timezone.localdate(hand["at"])
    return _proposed(f"{unit.name}：停用登记", [ended], on, key, **hand)


def of_unit(unit: DemandingUnit, on: date) -> tuple[Offer, ...]:
    """Return the published offers that name ``unit``, in its place."""
    every = governing.governing(on).offers.values()
    return tuple(one for one in every if (one.unit, one.division) == (unit.name, unit.division))


def unbound(division: str, on: date) -> tuple[Offer, ...]:
    """Return the published offers there that assert nothing until their matter is chosen (待选)."""
    every = governing.governing(on).offers.values()
    return tuple(one for one in every if not one.bound and governs(division, one.division))


def _unit_of(**hand: Unpack[Hand]) -> DemandingUnit:
    if hand["by"].unit is None:
        raise moves.NotYours(str(hand["by"]))
    return hand["by"].unit


@transaction.atomic(durable=True)
def _proposed(title: str, pages: list[Page], on: date, key: str, **hand: Unpack[Hand]) -> Change:
    division = _unit_of(**hand).division
    heading = Heading(title[:100], "单位提出，核对公布的文件后发布。", division, on)
    return moves.once(lambda: propose_as_unit(heading, pages, key, **hand), Change, key=key)


def _document(said: Offered, unit: DemandingUnit) -> Instrument:
    return Instrument(
        id=_code(unit, said.document),
        title=said.document,
        issuer=unit.name,
        in_force_from=said.in_force_from,
        in_force_until=None,
        status="由单位提出，经核对发布",
        checked_on=None,
        confidence=Confidence.MEDIUM,
        binding=False,  # it offers something, and is no basis for a certificate
        source=said.where,
    )


def _offer(said: Offered, unit: DemandingUnit, document: str) -> Offer:
    return Offer(
        id=_code(unit, said.kind, *said.items, said.matter, *said.uses, said.document),
        title=f"{unit.name}：{said.document}"[:100],
        kind=said.kind,
        division=unit.division,
        demander=unit.kind,
        unit=unit.name,
        items=said.items,
        matter=said.matter,
        words=said.words,
        uses=said.uses,
        document=document,
        provision=said.provision,
        issued_on=said.issued_on,
        in_force_from=said.in_force_from,
        in_force_until=said.in_force_until,
        bring=said.bring,
        note="",
        source=Source(said.where, Confidence.MEDIUM),
    )


def _code(unit: DemandingUnit, *parts: str) -> str:
    return f"unit-{unit.pk}-{sha256(repr(parts).encode()).hexdigest()[:12]}"
