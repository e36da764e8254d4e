"""Preconditions (法定前提): what somebody's answers, or own words, say of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypedDict

from juzheng.law.base.identity import IdentityKind
from juzheng.law.catalogue import citing
from juzheng.law.catalogue.answers import BadAnswer
from juzheng.law.catalogue.circumstances import Circumstances, Governing
from juzheng.law.catalogue.facts import Ended
from juzheng.law.catalogue.items import Confidence, Item, Onward, OnwardKind, Precondition, Source

# Whom a condition names who hold such a document. With a passport one is a foreigner, or a citizen
# settled abroad: citizens who live here have an identity card.
_FOREIGN: dict[IdentityKind, str] = {
    IdentityKind.PASSPORT: "外国人[^？]*华侨",
    IdentityKind.FOREIGN_RESIDENT_CARD: "外国人|外籍",
    IdentityKind.RESIDENCE_PERMIT: "香港[^？]*台湾",
    IdentityKind.HONG_KONG_MACAO_PERMIT: "香港[^？]*澳门",
    IdentityKind.TAIWAN_PERMIT: "台湾居民|台胞",
}


class Answered(TypedDict):
    """The answers to what the law presupposes (前提的回答), as circumstances hold them."""

    met: tuple[str, ...]
    unmet: tuple[str, ...]


def answered(item: Item, said: Mapping[str, object]) -> Answered:
    """Return which preconditions are met and which are not, by what was ``said`` (yes or no)."""
    told = [one for one in item.preconditions if isinstance(said.get(one.key), bool)]
    return {
        "met": tuple(one.key for one in told if said[one.key] is one.wanted),
        "unmet": tuple(one.key for one in told if said[one.key] is not one.wanted),
    }


def said_of(item: Item, circumstances: Mapping[str, Any]) -> tuple[tuple[Precondition, bool], ...]:
    """Return what was asked first and the answer, yes or no, as a case keeps it (前提的回答)."""
    met, unmet = circumstances.get("met", ()), circumstances.get("unmet", ())
    return tuple(
        (one, one.wanted if one.key in met else not one.wanted)
        for one in item.preconditions
        if one.key in met or one.key in unmet
    )


def told_by(item: Item, text: str) -> dict[str, bool]:
    """Return the answers that somebody's own words give to what is asked first (话里的回答)."""
    return {
        one.key: not one.wanted
        for one in item.preconditions
        if any(re.search(sign, text) for sign in one.signs)
    }


def contradicted(item: Item, said: Mapping[str, object], kind: IdentityKind) -> list[BadAnswer]:
    """Return the answers that the chosen document contradicts (证件和回答矛盾)."""
    foreign = _FOREIGN.get(kind, "")
    return [
        BadAnswer(
            "foreign",
            "前面问“%(question)s”，答的是“否”，可是选的证件是%(document)s。"
            "请核对证件；前面答错了的，把那一问改成“是”。",
            about=one.asked.key,
            question=one.question,
            document=kind.label,
        )
        for one in item.preconditions
        if foreign and not one.wanted and said.get(one.key) is False
        if re.search(foreign, one.question)
    ]


def ended(item: Item, under: Governing, circumstances: Circumstances) -> Ended | None:
    """Return which answer of the applicant ends it (前提不具备), and what to do then."""
    for one in presupposed(item, under, circumstances):
        if one.key in circumstances.unmet:
            place = citing.place_in(under.instruments, one, circumstances.on)
            source = Source(str(place), Confidence.HIGH)
            own = OnwardKind.EXISTING_DOCUMENT if one.no_paper else OnwardKind.OTHER_AUTHORITY
            way = Onward(own, one.do, where=one.where, source=source)
            return Ended(one.reason, place, way, one.no_paper, one.settled)
    return None


def unasked(item: Item, under: Governing, circumstances: Circumstances) -> tuple[Precondition, ...]:
    """Return what the law presupposes and nobody was asked yet (还没有问的前提)."""
    answered = {*circumstances.met, *circumstances.unmet}
    return tuple(one for one in presupposed(item, under, circumstances) if one.key not in answered)


def presupposed(
    item: Item, under: Governing, circumstances: Circumstances
) -> tuple[Precondition, ...]:
    """Return what the law presupposes there and then (当日当地的前提): only by texts that hold."""
    if not item.applies_in(circumstances.division):
        return ()
    return tuple(
        one
        for one in item.preconditions
        if (text := under.instruments.get(one.instrument)) is not None
        and text.in_force(circumstances.on)
    )
