"""Citing (引用条文): an article under the number it had on the day that was asked about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.catalogue.items import (
    CHECKED,
    UNCHECKED,
    Duty,
    Instrument,
    Item,
    LegalBasis,
    Precondition,
    basis_in_force,
)

UNREAD_NUMBER = "（当时的条号没有核对）"


@dataclass(frozen=True)
class CitedBasis:
    """One basis as a guide shows it (指南所列依据): with what is known of it that day."""

    instrument: str
    title: str
    provision: str
    in_force: bool
    checked: str  # how the wording was checked; empty means it was not

    @property
    def mark(self) -> str:
        """Return the word that stands beside it."""
        if not self.in_force:
            return "当日没有效力"
        return CHECKED if self.checked else UNCHECKED

    @property
    def whole(self) -> str:
        """Return it in a line, with its mark (核对没有)."""
        return f"{self}（{self.mark}）"

    def __str__(self) -> str:
        return f"{self.title} {self.provision}"


def place_in(
    instruments: Mapping[str, Instrument], one: LegalBasis | Precondition | Duty, on: date
) -> Citation:
    """Return where ``one`` is written, by the numbers of that day; a number nobody read is none."""
    text = instruments.get(one.instrument)
    if text is None:
        return Citation(one.instrument, one.instrument, one.provision)
    return citations.place(text.id, text.title, _numbered(text, one.provision, on))


def own_basis(
    item: Item, cited: Citation, instruments: Mapping[str, Instrument], on: date
) -> LegalBasis | None:
    """Return the basis of ``item`` that is ``cited`` (引的是哪一条依据); None: none of its own."""
    for basis in item.basis:
        place = place_in(instruments, basis, on)
        if (place.instrument, place.provision) == (cited.instrument, cited.provision):
            return basis
    return None


def beside(
    item: Item, cited: Iterable[Citation], instruments: Mapping[str, Instrument], on: date
) -> tuple[LegalBasis, ...]:
    """Return what the item itself names and no answer here and then rests on (有关条文)."""
    resting = [own_basis(item, one, instruments, on) for one in cited]
    return tuple(one for one in item.told_basis if one not in resting)


def in_force(
    cited: Iterable[Citation], instruments: Mapping[str, Instrument], on: date
) -> tuple[Citation, ...]:
    """Return those of ``cited`` whose text is in force on ``on``, and rules of ours, each once."""
    return tuple(
        one
        for one in dict.fromkeys(cited)
        if one.ours or ((text := instruments.get(one.instrument)) is not None and text.in_force(on))
    )


def as_of(
    cited: Iterable[Citation], instruments: Mapping[str, Instrument], on: date
) -> tuple[Citation, ...]:
    """Return what is in force of ``cited``, given by today's numbers, by the numbers of ``on``."""
    return tuple(
        one
        if one.ours
        else replace(one, provision=_numbered(instruments[one.instrument], one.provision, on))
        for one in in_force(cited, instruments, on)
    )


def citations_of(
    item: Item, instruments: Mapping[str, Instrument], on: date
) -> tuple[Citation, ...]:
    """Return the item's bases that are in force on ``on`` as citations to be shown."""
    return tuple(
        place_in(instruments, basis, on) for basis in basis_in_force(item, instruments, on)
    )


def _numbered(text: Instrument, provision: str, on: date) -> str:
    return text.provision_on(provision, on) or UNREAD_NUMBER
