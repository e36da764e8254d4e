"""Facts (情形): what is known of a case when the answer is due, and what the answer rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, get_type_hints

from juzheng.law.base.citations import Citation
from juzheng.law.catalogue.items import Onward
from juzheng.law.catalogue.offers import Standing


@dataclass(frozen=True)
class Facts:
    """What is known when the answer is due (掌握的信息). Yes-or-no, named by what they mean."""

    proof_matter: Annotated[bool, "属于证明事项，而不是别的业务"]
    certifiable: Annotated[bool, "是能够证明的事实：不是否定性事实、品行评价，也不是违规用印"]
    within_duties: Annotated[bool, "属于基层群众性自治组织职责范围"]
    has_basis: Annotated[bool, "有当日有效的法律法规依据，或列入国务院批准的保留清单"]
    on_negative_list: Annotated[bool, "列入不应出具清单"]
    verifiable: Annotated[bool, "居（村）委会能够核实"]
    already_known: Annotated[bool, "已掌握情况，当场就能查明"] = False
    public_interest: Annotated[bool, "涉及公共利益或多数居民切身利益，或依法应当民主议定"] = False
    still_demanded: Annotated[bool, "政策未衔接到位，或民商事主体书面明确要求"] = False
    legal_risk: Annotated[bool, "可能涉及法律风险"] = False
    holds_document: Annotated[bool, "居民手里已有能证明的证件"] = False
    demander_can_check: Annotated[bool, "登记表明，索要单位自己能核查"] = False
    commitment_allowed: Annotated[bool, "登记表明，索要单位办这件事接受书面承诺"] = False
    unlisted_allowed: Annotated[bool, "未列入清单，但本地文件规定这种情形可以办"] = False


def fact_labels() -> dict[str, str]:
    """Return each fact's Chinese name (情形名称), in the order of the dataclass."""
    hints = get_type_hints(Facts, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}


@dataclass(frozen=True)
class Particulars:
    """What the decision rests on besides the yes-or-no facts (决定所依据的材料)."""

    basis: tuple[Citation, ...] = ()  # the item's own articles
    onward: tuple[Onward, ...] = ()  # the item's ways onward
    why_without_basis: str = ""  # why the item has no basis here and now, in words
    limit_working_days: int = 0  # the item's published limit
    listed_in: str = ""  # the title of the negative list that names the item
    listed_by: Citation | None = None  # that list's document; None: the Opinion's own annex
    unlisted: tuple[Citation, ...] = ()  # the local document on items that are on no list
    commitment: Standing | None = None  # the entry that offers a commitment in this very case
    sharing: Standing | None = None  # the entry by which the unit looks it up itself
