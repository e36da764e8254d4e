"""
Arguments (理由表): what may be said against a demand; the sentences are the catalogue's.

A row says what is so, what follows for a government department, what may be put to anybody else,
and what a clerk says at the counter. Only the first two cite; a row that rests on a provision is
not used while that provision is not in force.
"""

from __future__ import annotations

from dataclasses import dataclass

from juzheng.law.base.terms import Term


class Argument(Term):
    """What speaks against the demand (反对索要的理由)."""

    NO_BASIS = "no_basis", "没有依据"
    NOT_IN_FORCE = "not_in_force", "依据当日无效"
    NEGATIVE_FACT = "negative_fact", "要证明没有发生的事"
    JUDGEMENT = "judgement", "要评价人的品行"
    NEGATIVE_LIST = "negative_list", "列入不应出具清单"
    OUTSIDE_DUTIES = "outside_duties", "不属于居（村）委会职责"
    CANNOT_VERIFY = "cannot_verify", "居（村）委会无法核实"
    SAME_MATTER = "same_matter", "同一件事的另一份材料已经证明"
    OWN_PAPER = "own_paper", "索要单位自己出具的材料已经证明"
    SHARED_DATA = "shared_data", "索要单位能查到的数据已经证明"
    HELD_PAPER = "held_paper", "居民手里的证件已经证明"
    COMMITMENT = "commitment", "愿意书面承诺"
    LEADS_BACK = "leads_back", "每条路都绕回原处"
    NOBODY_SHOWS = "nobody_shows", "没有单位能出具"
    WRITTEN_DEMAND = "written_demand", "仍要出具的，先要书面要求"
    TO_CONFIRM = "to_confirm", "有没有依据还没有查清，先问依据"


@dataclass(frozen=True)
class Pleading:
    """One row of the table (一条理由): what is so, and what follows for whom it is said to."""

    fact: str
    rests_on: tuple[str, ...]  # duties of the Opinion: not in force, the pleading is not made
    department: str  # to a government department
    others: str  # to everybody else
    clerk: str  # what a clerk says to the resident
    cites_to_department: tuple[str, ...] = ()
    only_asks: bool = False  # nothing speaks against the demand: its basis is asked for
