"""Circumstances (办件情形): what a case adds to an item, and the catalogue that governs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from juzheng.law.catalogue.items import CommitteeKind, Instrument, Item
from juzheng.law.catalogue.lists import Rulebook
from juzheng.law.catalogue.looking import Look


class Governing(Protocol):
    """What decides in all places on one day (当日有效的目录): items, texts and lists."""

    @property
    def items(self) -> Mapping[str, Item]:
        """Return the items by id."""

    @property
    def instruments(self) -> Mapping[str, Instrument]:
        """Return the legal instruments by id."""

    @property
    def looked(self) -> Mapping[str, Look]:
        """Return which places were looked at, by their codes."""

    def rulebook(self, division: str, on: date) -> Rulebook:
        """Return the lists that hold in ``division`` on ``on``, put together."""


@dataclass(frozen=True)
class Circumstances:
    """What the case adds to the item (办件情形)."""

    division: str  # code of the committee's division
    on: date
    committee: CommitteeKind | None = None  # None: not known yet
    demander: str = ""  # a code of law.base.demanders.Demander, or empty
    still_demanded: bool = False
    verifiable: bool = True
    already_known: bool | None = None  # None: as the item's handling says
    public_interest: bool = False
    legal_risk: bool = False
    holds_document: bool = False
    outside_demander: bool = False  # a department outside the city demands it in writing
    met: tuple[str, ...] = ()  # keys of the item's preconditions that the applicant says are met
    unmet: tuple[str, ...] = ()  # … and of those that the applicant says are not
    unit: str = ""  # the name of who demands it, as far as it was told
    matter: str = ""  # what it is needed for, in whatever words
    told: tuple[str, ...] = ()  # codes of personal.Circumstance: what was said of oneself
