"""Legal instruments (法律文件): what a text says of itself, and how its articles were numbered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from juzheng.law.base.terms import Term

_DAY = re.compile("([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_ARTICLE = re.compile("第[〇零一二三四五六七八九十百千]+条")


class Confidence(Term):
    """How sure we are of a fact we copied (可信程度); ``LOW`` is never enabled."""

    HIGH = "high", "来源已打开核对"
    MEDIUM = "medium", "单一来源，尚未完全核实"
    LOW = "low", "未核实"


class Dated:
    """What holds from one day until another (有效期间); an unknown start means never."""

    in_force_from: date | None
    in_force_until: date | None  # first day on which it no longer holds

    def in_force(self, on: date) -> bool:
        """Return whether it holds on ``on``."""
        if self.in_force_from is None or on < self.in_force_from:
            return False
        return self.in_force_until is None or on < self.in_force_until


@dataclass(frozen=True)
class Renumbered:
    """One article under its number of an earlier wording (条号变动), as that text was read."""

    article: str  # as the catalogue cites it, 第六条
    formerly: str  # its number then, 第五条
    since: date
    until: date  # first day on which the number is no longer that one


@dataclass(frozen=True)
class Instrument(Dated):
    """A legal instrument (法律文件) and the days on which it is in force."""

    id: str
    title: str
    issuer: str
    in_force_from: date | None  # None: not known, and so never in force for us
    in_force_until: date | None  # first day on which it is no longer in force
    status: str
    checked_on: date | None
    confidence: Confidence
    binding: bool  # law, regulation or a list approved by the State Council; not news, not practice
    note: str = ""
    source: str = ""
    commencement: str = ""  # the article that says so, and the day; empty: not read
    wording_from: date | None = None  # the day of the wording that was read; None: never amended
    renumbered: tuple[Renumbered, ...] = ()

    @property
    def own_day(self) -> date | None:
        """Return the first day that the text itself names (自定施行日); None if it was not read."""
        days = _DAY.findall(self.commencement)
        return date(*map(int, days[-1])) if days else None

    @property
    def contradicts_itself(self) -> bool:
        """Return whether the day entered is another than the one that the text names."""
        return self.own_day is not None and self.own_day != self.in_force_from

    def provision_on(self, provision: str, on: date) -> str:
        """
        Return how ``provision`` was numbered on ``on`` (当时的条号); empty if nobody read that.

        The catalogue cites by the newest wording; of an earlier one only what stands in
        ``renumbered`` is known.
        """
        if self.wording_from is None or on >= self.wording_from:
            return provision
        then = {one.article: one.formerly for one in self.renumbered if one.since <= on < one.until}
        named = _ARTICLE.findall(provision)
        if not named or not set(named) <= set(then):
            return ""
        return _ARTICLE.sub(lambda found: then[found[0]], provision)
