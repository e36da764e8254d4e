"""Kinds of meeting (会议种类): which a rule accepts, and which of them a committee can hold."""

from __future__ import annotations

import re
from dataclasses import replace

from juzheng.law.catalogue.items import CommitteeKind, DeliberationRule

HALF_WIDTH = str.maketrans("\uff08\uff09\uff0c", "(),")  # rules are read in either width
BOTH_COMMITTEES = "居(村)民"
ASIDE = re.compile(r"\((?!或)[^)]*\)")  # a remark; "(或…)" is another kind of meeting
KINDS_APART = re.compile("[(),、]|或者|或")
# A body that meets, and whose it is. A talk with residents (座谈会) is no body: anyone may hold it.
_BODIES = re.compile("(居民|村民)(?:委员会|代表|小组)?(?:会议|大会)")
_PEOPLE = {CommitteeKind.RESIDENTS: "居民", CommitteeKind.VILLAGERS: "村民"}


def kinds(rule: DeliberationRule) -> tuple[str, ...]:
    """Return the kinds of meeting (会议种类) that ``rule`` accepts, in its own words."""
    words = rule.kind.translate(HALF_WIDTH)
    if BOTH_COMMITTEES in words:
        either = (words.replace(BOTH_COMMITTEES, people) for people in ("居民", "村民"))
        words = "、".join(either)
    parts = KINDS_APART.split(ASIDE.sub("", words))
    return tuple(kind for part in parts if (kind := part.strip()))


def holds(committee: CommitteeKind, kind: str) -> bool:
    """Return whether such a committee can hold a meeting of that kind (能不能开这种会)."""
    return set(_BODIES.findall(kind)) <= {_PEOPLE[committee]}


def own(rule: DeliberationRule, committee: CommitteeKind) -> DeliberationRule | None:
    """Return ``rule`` with that committee's own meetings (自己能开的会); None: it has none."""
    every = kinds(rule)
    held = tuple(kind for kind in every if holds(committee, kind))
    if held == every:
        return rule
    return replace(rule, kind=("、" if rule.flexible else "或者").join(held)) if held else None


def agreed_by(rule: DeliberationRule | None, committee: CommitteeKind | None) -> str:
    """Return who has to agree and how many, of the meetings that this committee can hold."""
    held = _of(rule, committee)
    return held.agreed_by if held else ""


def named(rule: DeliberationRule | None, committee: CommitteeKind | None) -> str:
    """Return which meetings may agree (会议种类); of a known committee, those that it can hold."""
    held = _of(rule, committee)
    return held.kind if held else ""


def _of(rule: DeliberationRule | None, committee: CommitteeKind | None) -> DeliberationRule | None:
    return own(rule, committee) if rule and committee else rule
