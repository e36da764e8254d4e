"""Facts (情形): what is known of a case when the answer is due, and what the answer rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, get_type_hints

from juzheng.law.base.citations import Citation
from juzheng.law.catalogue.items import Onward
from juzheng.law.catalogue.offers import Standing

# So goes on a reason with what was not asked yet; ``asked_first`` writes it out for translators.
ASKED_FIRST = "先要问清楚："


@dataclass(frozen=True)
class Facts:
    """What is known when the answer is due (掌握的信息). Yes-or-no, named by what they mean."""

    proof_matter: Annotated[bool, "属于证明事项，而不是别的业务"]
    certifiable: Annotated[bool, "是能够证明的事实：不是否定性事实、品行评价，也不是违规用印"]
    within_duties: Annotated[bool, "属于基层群众性自治组织职责范围"]
    has_basis: Annotated[bool, "有当日有效的法律法规依据，或列入国务院批准的保留清单"]
    on_negative_list: Annotated[bool, "列入不应出具清单"]
    verifiable: Annotated[bool, "居（村）委会能够核实"]
    already_known: Annotated[bool, "一般能够当场查明"] = False
    public_interest: Annotated[bool, "涉及公共利益或多数居民切身利益，或依法应当民主议定"] = False
    still_demanded: Annotated[bool, "政策措施衔接不到位，或民商事主体明确要求"] = False
    legal_risk: Annotated[bool, "可能涉及法律风险"] = False
    holds_document: Annotated[bool, "居民手里已有能证明的证件"] = False
    demander_can_check: Annotated[bool, "登记表明，索要单位自己能核查"] = False
    commitment_allowed: Annotated[bool, "登记表明，索要单位办这件事接受书面承诺"] = False
    unlisted_allowed: Annotated[bool, "未列入清单，但本地文件规定这种情形可以办"] = False
    precondition_unmet: Annotated[bool, "按申请人的回答，法律规定的前提不具备"] = False
    # Together with has_basis three values: yes; no; and nobody has looked, which is no "no".
    basis_known: Annotated[bool, "有没有依据已经查清"] = True


def fact_labels() -> dict[str, str]:
    """Return each fact's Chinese name (情形名称), in the order of the dataclass."""
    hints = get_type_hints(Facts, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}


@dataclass(frozen=True)
class Ended:
    """Why a condition of the law is not met (前提不具备), where it is written, what to do then."""

    reason: str
    citation: Citation
    onward: Onward
    no_paper: bool = False  # no paper is needed then: the documents at hand will do
    settled: bool = True  # False: nobody has checked what holds then


@dataclass(frozen=True)
class Particulars:
    """What the decision rests on besides the yes-or-no facts (决定所依据的材料)."""

    basis: tuple[Citation, ...] = ()  # the item's own articles
    onward: tuple[Onward, ...] = ()  # the item's ways onward
    why_without_basis: str = ""  # why it has no basis here and now, or why nobody knows
    because: str = ""  # why a matter is no item at all: its own sentence
    never_by: Citation | None = None  # the rule by which nobody may certify it
    limit_working_days: int = 0  # the item's published limit
    listed_in: str = ""  # the titles of the negative lists that name the item
    listed_by: tuple[Citation, ...] = ()  # where each of them says so; empty: the Opinion's annex
    unlisted: tuple[Citation, ...] = ()  # the local document on items that are on no list
    duty: str = ""  # the duty it falls under and the provision that gives it, in words
    why_outside: str = ""  # why it is no duty of this committee, in words
    unmet: Ended | None = None  # the answer that ends it before anything else is asked
    presupposed: tuple[str, ...] = ()  # what has to be asked before, and was not yet
    said_met: tuple[str, ...] = ()  # keys of what was asked before, and answered as the law wants
    by_committee: bool = False  # the committee itself decides it, and not its residents
    agreed_by: str = ""  # which meeting agrees and how many, where a law gives the number
    commitment: Standing | None = None  # the entry that offers a commitment in this very case
    sharing: Standing | None = None  # the entry by which the unit looks it up itself

    @property
    def asked_first(self) -> str:
        """Return in a sentence what was not asked yet (还没有问的前提); empty if nothing is."""
        return f"先要问清楚：{'；'.join(self.presupposed)}。" if self.presupposed else ""
