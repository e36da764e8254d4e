"""
Offers (承诺与共享登记): what bodies publicly say they take or look up instead of a proof.

A written commitment (告知承诺) binds the body that demands the proof, only for what that body has
put on its own list (国办发〔2020〕42号); that it can look a fact up is so only where a published
catalogue or a text in force says it. So nothing here is inferred from what kind of body it is.
What an entry's text says only of some people, some matters or some ways of doing it are its
conditions: said with it, and until they are known to be met it decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
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
    DECLARATION = "declaration", "可以自主申报"  # no promise, and so no commitment
    VERIFICATION = "verification", "由该单位核验"  # not from shared data: one may have to help


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
    quote: str = ""  # the document's own words; empty: not read, or it is the unit's own entry
    conditions: tuple[str, ...] = ()  # to whom, to what and how it is limited there
    met_by: tuple[str, ...] = ()  # words that show them met, "!": not met; none: never known

    @property
    def bound(self) -> bool:
        """Return whether it is known for what it holds: matters chosen, or whatever is done."""
        return bool(self.uses) or not (self.matter or self.words)


@dataclass(frozen=True)
class Standing:
    """An entry that holds at a place and day, in words (有效登记)."""

    offer: Offer
    applies: bool  # this very unit, this very matter, and all its conditions known to be met
    document: str
    chosen: bool = False  # by the name of its use: then it leads, whatever it can promise

    @property
    def says(self) -> str:
        """Return what the document says, as a sentence for the resident."""
        one = self.offer
        who = one.unit or Demander(one.demander).label
        done = f"“{one.matter}”" if one.matter else "事"
        if one.quote or one.conditions or one.kind not in _DECIDES:
            return self._quoted(who)
        if one.kind is OfferKind.COMMITMENT:
            return (
                f"按《{self.document}》{one.provision}，向{who}办{done}，"
                "可以由您本人书面承诺，不用开这份证明。选不选择承诺由您自己定。"
            )
        return (
            f"按《{self.document}》{one.provision}，{who}办{done}，"
            "由该单位自己核查这项信息，不用您来证明。"
        )

    def _quoted(self, who: str) -> str:
        """Return the document's own words, what they are limited to, and what follows."""
        one = self.offer
        said = f"《{self.document}》{one.provision}有规定（{one.kind.label}）。"
        if one.quote:
            said = f"《{self.document}》{one.provision}：“{one.quote.rstrip('。')}。”"
        limits = f"条件：{'；'.join(one.conditions)}。" if one.conditions else ""
        follows = _FOLLOWS[one.kind] if self.applies else f"您办的是不是这样，可以问一问{who}。"
        note = f"说明：{one.note.rstrip('。')}。" if one.note else ""
        return f"{said}{limits}{note}{follows}"

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
    OfferKind.DECLARATION: OnwardKind.OTHER_AUTHORITY,
    OfferKind.VERIFICATION: OnwardKind.OTHER_AUTHORITY,
}
_FOLLOWS = {
    OfferKind.COMMITMENT: "这样的，可以由您本人书面承诺，不用开这份证明。选不选择承诺由您自己定。",
    OfferKind.SHARED_DATA: "这样的，由该单位自己核查这项信息，不用您来证明。",
}
_DECIDES = frozenset(_FOLLOWS)  # the kinds that can end the matter at all
# What is somebody else's to give: no promise of the applicant replaces it, whoever offers it
# (民法典 第二百七十九条: 有利害关系的业主一致同意).
_ANOTHERS = re.compile(
    "同意|扰民|住改商|商改住|居改非|住宅改|住宅(用来|用于)?经营|住宅楼?(里|内)?开"
)
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
    if anothers(matter):
        return ()
    found = [
        Standing(
            one,
            _applies(one, demander, unit, matter),
            instruments[one.document].title,
            chosen=demander == one.demander and _chosen(one, matter),
        )
        for one in offers
        if demander in ("", one.demander)
    ]
    return tuple(sorted(found, key=lambda one: (not one.applies, not one.chosen)))


def anothers(matter: str) -> bool:
    """Return whether it is somebody else's consent that is asked for (别人的同意)."""
    return bool(_ANOTHERS.search(_plain(matter)))


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
        and one.kind in _DECIDES
        and (not one.conditions or _met(one.met_by, _plain(matter)))
        and (not one.unit or _plain(one.unit) == _plain(unit))
        and one.bound
        and (not one.uses or _chosen(one, matter))
    )


def _chosen(one: Offer, matter: str) -> bool:
    """Return whether ``matter`` is one of the entry's own uses, as somebody chose it."""
    return bool(matter) and _plain(matter) in map(_plain, one.uses)


def _met(words: Iterable[str], matter: str) -> bool:
    """Return whether ``matter`` shows the conditions met: one of the words, and none after "!"."""
    denied = any(word[1:] in matter for word in words if word.startswith("!"))
    return not denied and any(_plain(word) in matter for word in words if word[0] != "!")


def _plain(text: str) -> str:
    return "".join(text.split())


def first(found: Iterable[Standing], kind: OfferKind) -> Standing | None:
    """Return the first entry of ``kind`` that applies; without one nothing may be asserted."""
    return next((one for one in found if one.applies and one.offer.kind is kind), None)


def worded(
    ways: Iterable[Onward], found: Iterable[Standing] = (), *, consent: bool = False
) -> tuple[Onward, ...]:
    """
    Return ``ways`` so that none asserts a commitment or a look-up that no entry offers (去向用语).

    What a way of these two kinds says is never shown: an entry speaks in its place, or it is said
    that one may ask. What applies comes first, then what was chosen by its name, and what is only
    to be asked last.

    :param consent: somebody else's consent is asked for, which no promise replaces
    """
    every = tuple(_worded(tuple(ways), tuple(found)))
    return tuple(way for way in every if not (consent and way.kind is OnwardKind.COMMITMENT))


def _worded(ways: tuple[Onward, ...], found: tuple[Standing, ...]) -> Iterator[Onward]:
    yield from (one.way for one in found if one.applies or one.chosen)
    yield from (way for way in ways if way.kind not in ASK)
    yield from (one.way for one in found if not (one.applies or one.chosen))
    offered = {_WAYS[one.offer.kind] for one in found if one.applies}
    asked = {_WAYS[one.offer.kind] for one in found if not one.applies}
    for kind, ask in ASK.items():
        replaced = [way for way in ways if way.kind is kind]
        if replaced and kind not in offered | asked:
            yield _for_the_same(ask, replaced)


def _for_the_same(ask: Onward, ways: Iterable[Onward]) -> Onward:
    """Return ``ask``, meant for those for whom the ways are that it stands for."""
    meant = [way.when for way in ways]
    when = tuple(dict.fromkeys(one for each in meant for one in each)) if all(meant) else ()
    return replace(ask, when=when)


def only_asks(way: Onward) -> bool:
    """Return whether ``way`` asserts nothing, and says that one may ask (只说可以问)."""
    return replace(way, when=()) in ASK.values()


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
    if one.met_by and not one.conditions:
        found.append("写了怎样看出条件具备，却没有写条件。请写上条件，或者去掉说法。")
    if one.issued_on > one.in_force_from:
        found.append("公布日晚于生效日。请改正。")
    return tuple(found)
