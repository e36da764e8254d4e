"""Citing (引用条文): an article under the number it had on the day that was asked about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from juzheng.law.base.citations import Citation
from juzheng.law.catalogue.items import (
    Duty,
    Instrument,
    Item,
    LegalBasis,
    Precondition,
    basis_in_force,
)

UNREAD_NUMBER = "（当时的条号没有核对）"


def place_in(
    instruments: Mapping[str, Instrument], one: LegalBasis | Precondition | Duty, on: date
) -> Citation:
    """Return where ``one`` is written, by the numbers of that day; a number nobody read is none."""
    text = instruments.get(one.instrument)
    if text is None:
        return Citation(one.instrument, one.instrument, one.provision)
    return Citation(text.id, text.title, _numbered(text, one.provision, on))


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
