"""
Offers (承诺与共享登记): what bodies publicly say they take or look up instead of a proof.

A written commitment (告知承诺) binds the body that demands the proof, only for what that body has
put on its own list (国办发〔2020〕42号); that it can look a fact up is so only where a published
catalogue or a text in force says it. So nothing here is inferred from what kind of body it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from juzheng.law.base.citations import Citation
from juzheng.law.base.demanders import Demander
from juzheng.law.base.divisions import significant
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import Dated, Instrument, Item, Onward, OnwardKind, Source


class OfferKind(Term):
    """What a body takes or does instead of demanding a proof (登记类别)."""

    COMMITMENT = "commitment", "可以书面承诺"
    SHARED_DATA = "shared_data", "由该单位自己核查"


@dataclass(frozen=True)
class Offer(Dated):
    """One entry of the register (登记): which body, where, for what, by which document."""

    id: str
    title: str
    kind: OfferKind
    division: str  # a code; NATION for the whole country
    demander: str  # a code of law.base.demanders.Demander
    unit: str  # the unit's name; empty: the document binds all of that kind there
    items: tuple[str, ...]
    matter: str  # for what, as the document calls it; empty: whatever is done there
    words: tuple[str, ...]  # what people call the matter; a description, nothing follows from it
    document: str  # id of the instrument that says so
    provision: str
    issued_on: date  # the day on which the document was published
    in_force_from: date
    in_force_until: date | None  # first day on which it no longer holds
    bring: tuple[str, ...]  # what is still to be handed in
    note: str
    source: Source
    uses: tuple[str, ...] = ()  # the matter, as chosen from what its items are used for

    @property
    def bound(self) -> bool:
        """Return whether it is known for what it holds: matters chosen, or whatever is done."""
        return bool(self.uses) or not (self.matter or self.words)


@dataclass(frozen=True)
class Standing:
    """An entry that holds at a place and day, in words (有效登记)."""

    offer: Offer
    applies: bool  # it is this very unit, for this very matter
    document: str

    @property
    def says(self) -> str:
        """Return what the document says, as a sentence for the resident."""
        one = self.offer
        who = one.unit or Demander(one.demander).label
        done = f"“{one.matter}”" if one.matter else "事"
        by = f"按《{self.document}》{one.provision}，"
        if one.kind is OfferKind.COMMITMENT:
            return (
                f"{by}向{who}办{done}，可以由您本人书面承诺，不用开这份证明。"
                "选不选择承诺由您自己定。"
            )
        return f"{by}{who}办{done}，由该单位自己核查这项信息，不用您来证明。"

    @property
    def citation(self) -> Citation:
        """Return the place in the document."""
        return Citation(self.offer.document, self.document, self.offer.provision)

    @property
    def way(self) -> Onward:
        """Return the entry as a way onward, for whoever deals with that unit in that matter."""
        one = self.offer
        where = one.unit or Demander(one.demander).label
        return Onward(_WAYS[one.kind], self.says, one.bring, where, source=one.source)


_WAYS = {
    OfferKind.COMMITMENT: OnwardKind.COMMITMENT,
    OfferKind.SHARED_DATA: OnwardKind.SHARED_DATA,
}
_THE_UNIT = "要您开证明的单位"
# All that may be said where no entry stands behind it: ask, and see.
ASK: Mapping[OnwardKind, Onward] = {
    OnwardKind.COMMITMENT: Onward(
        OnwardKind.COMMITMENT,
        "可以问一问要证明的单位，这件事能不能由您本人书面承诺。",
        where=_THE_UNIT,
    ),
    OnwardKind.SHARED_DATA: Onward(
        OnwardKind.SHARED_DATA,
        "可以请要证明的单位先查一查，共享数据里有没有这项信息。",
        where=_THE_UNIT,
    ),
}


def standing(
    offers: Iterable[Offer],
    instruments: Mapping[str, Instrument],
    demander: str,
    unit: str = "",
    matter: str = "",
) -> tuple[Standing, ...]:
    """
    Return those of ``offers``, which hold here and today, that concern the unit (有效登记).

    Those that apply come first.

    :param demander: the kind of unit; empty: not known, and then no entry applies
    :param unit: the unit's name; an entry that names one applies to that one alone
    :param matter: what is being done; an entry for a matter needs one of ``Offer.uses``, by its
        name as somebody chose it: nothing is inferred from other words
    """
    found = [
        Standing(one, _applies(one, demander, unit, matter), instruments[one.document].title)
        for one in offers
        if demander in ("", one.demander)
    ]
    return tuple(sorted(found, key=lambda one: not one.applies))


def by_item(
    offers: Iterable[Offer], instruments: Mapping[str, Instrument], division: str, on: date
) -> Mapping[str, tuple[Offer, ...]]:
    """Return the entries that hold in ``division`` on ``on``, by the item that they replace."""
    found: dict[str, tuple[Offer, ...]] = {}
    for one in offers:
        document = instruments.get(one.document)
        written = document is not None and document.in_force(on)
        if written and one.in_force(on) and division.startswith(significant(one.division)):
            found |= {item: (*found.get(item, ()), one) for item in one.items}
    return MappingProxyType(found)


def _applies(one: Offer, demander: str, unit: str, matter: str) -> bool:
    return (
        demander == one.demander
        and (not one.unit or _plain(one.unit) == _plain(unit))
        and one.bound
        and (not one.uses or _plain(matter) in map(_plain, one.uses))
    )


def _plain(text: str) -> str:
    return "".join(text.split())


def first(found: Iterable[Standing], kind: OfferKind) -> Standing | None:
    """Return the first entry of ``kind`` that applies; without one nothing may be asserted."""
    return next((one for one in found if one.applies and one.offer.kind is kind), None)


def worded(ways: Iterable[Onward], found: Iterable[Standing] = ()) -> tuple[Onward, ...]:
    """
    Return ``ways`` so that none asserts a commitment or a look-up that no entry offers (去向用语).

    What a way of these two kinds says is never shown: an entry speaks in its place, or it is said
    that one may ask. What applies comes first, and what is only to be asked last.
    """
    return tuple(_worded(tuple(ways), tuple(found)))


def _worded(ways: tuple[Onward, ...], found: tuple[Standing, ...]) -> Iterator[Onward]:
    yield from (one.way for one in found if one.applies)
    yield from (way for way in ways if way.kind not in ASK)
    yield from (one.way for one in found if not one.applies)
    offered = {_WAYS[one.offer.kind] for one in found if one.applies}
    for kind, ask in ASK.items():
        if kind not in offered and any(way.kind is kind for way in ways):
            yield ask


def unfit_offer(
    one: Offer, items: Mapping[str, Item], instruments: Mapping[str, Instrument]
) -> tuple[str, ...]:
    """Return why the entry may not be published; an empty tuple means: publish."""
    found = [f"{item} 这一项不存在。请改成目录里有的。" for item in one.items if item not in items]
    if not one.items:
        found.append("没有写明代替哪一项证明。请至少写一项。")
    if one.document not in instruments:
        found.append(f"公布它的文件“{one.document}”没有登记。请先登记这份文件。")
    if one.in_force_until is not None and one.in_force_until <= one.in_force_from:
        found.append("失效日不晚于生效日。请改正。")
    used_for = {use for item in one.items if item in items for use in items[item].used_for}
    if strange := [use for use in one.uses if use not in used_for]:
        found.append(f"“{'、'.join(strange)}”不在这几项证明的用途里。请从列表里选。")
    if one.issued_on > one.in_force_from:
        found.append("公布日晚于生效日。请改正。")
    return tuple(found)
