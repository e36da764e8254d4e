"""Who demands a proof (索要单位的类别), and which duties bind that kind of unit."""

from __future__ import annotations

import re
from collections.abc import Mapping

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.base.terms import Term


class Demander(Term):
    """The kinds of unit that ask residents for proofs (索要单位类别)."""

    BANK = "bank", "银行"
    NOTARY = "notary", "公证机构"
    SCHOOL = "school", "学校"
    POLICE = "police", "公安机关"
    INSURER = "insurer", "保险公司"
    EMPLOYER = "employer", "用人单位"
    EMBASSY = "embassy", "外国使领馆"
    HOSPITAL = "hospital", "医院"
    COURT = "court", "人民法院"
    PROCURATORATE = "procuratorate", "人民检察院"
    SUPERVISION = "supervision", "监察机关"
    CONGRESS = "congress", "人大机关"
    HOUSING = "housing", "住房和不动产登记部门"
    SOCIAL_INSURANCE = "social_insurance", "社会保险经办机构"
    UTILITY = "utility", "水电气热通信企业"
    ARMY = "army", "军队单位"
    CONSCRIPTION = "conscription", "兵役机关（征兵办公室、人民武装部）"
    CIVIL_AFFAIRS = "civil_affairs", "民政部门"
    MARKET = "market", "市场监督管理部门"
    TAX = "tax", "税务机关"
    TRAVEL_AGENCY = "travel_agency", "旅行社"
    PARTY = "party", "党组织"
    VILLAGE = "village", "村组织"
    LEGAL_AID = "legal_aid", "法律援助机构"
    CARE_HOME = "care_home", "养老机构"
    TOWNSHIP = "township", "乡镇人民政府、街道办事处"
    VETERANS = "veterans", "退役军人事务部门"
    HEALTH = "health", "卫生健康部门"
    AGRICULTURE = "agriculture", "农业农村部门"
    DISABLED_FEDERATION = "disabled_federation", "残疾人联合会"
    ARBITRATION = "arbitration", "劳动人事争议仲裁机构"
    OTHER = "other", "其他单位"


# Administrative bodies: they can take a written commitment (告知承诺制 binds "行政机关",
# 国办发〔2020〕42号) and are the ones to check shared data (国务院令第716号 第七条).
ADMINISTRATIVE = frozenset(
    {
        Demander.POLICE,
        Demander.HOUSING,
        Demander.SOCIAL_INSURANCE,
        Demander.CIVIL_AFFAIRS,
        Demander.MARKET,
        Demander.TAX,
        Demander.LEGAL_AID,
        Demander.TOWNSHIP,
        Demander.VETERANS,
        Demander.HEALTH,
        Demander.AGRICULTURE,
    }
)

# Private parties: 优化营商环境条例 第四十四条 names government departments, public utilities and
# service bodies; whether it reaches these is disputed, so towards them we argue and do not accuse.
PRIVATE = frozenset(
    {Demander.BANK, Demander.INSURER, Demander.EMPLOYER, Demander.TRAVEL_AGENCY, Demander.CARE_HOME}
)

# Public utilities and service units: 优化营商环境条例 第四十四条 names them beside government.
PUBLIC = frozenset({Demander.UTILITY, Demander.SCHOOL, Demander.HOSPITAL})

# Bodies that a ruling of the ministry, reported to the State Council, does not govern: courts,
# procurators, supervision and people's congresses stand beside the government (宪法 第三章), the
# army under the Central Military Commission, a Party organisation under the Party's own rules, a
# foreign mission under its own state. The conscription office is one of the local government
# (征兵工作条例 第四条、第六条), so the ruling does govern it; but it is an army office as well,
# and so no list above holds it and nobody accuses it.
NOT_GOVERNED = frozenset(
    {
        Demander.COURT,
        Demander.PROCURATORATE,
        Demander.SUPERVISION,
        Demander.CONGRESS,
        Demander.ARMY,
        Demander.PARTY,
        Demander.EMBASSY,
    }
)

# Of these, who may put a question to a committee itself, by the law that says so. For the others we
# know none; a mission may take evidence of its own citizens alone (民事诉讼法 第二百九十四条).
MAY_WRITE: Mapping[Demander, tuple[Citation, ...]] = {
    Demander.COURT: (
        citations.CIVIL_INQUIRY,
        citations.CRIMINAL_INQUIRY,
        citations.ADMINISTRATIVE_INQUIRY,
    ),
    Demander.PROCURATORATE: (citations.CRIMINAL_INQUIRY, citations.PROCURATORS_INQUIRY),
    Demander.SUPERVISION: (citations.SUPERVISION_INQUIRY,),
}

# By their codes: a list of a million demands asks of each.
_NOT_GOVERNED = frozenset(unit.value for unit in NOT_GOVERNED)
_MAY_WRITE = frozenset(unit.value for unit in MAY_WRITE)
_ADMINISTRATIVE = frozenset(unit.value for unit in ADMINISTRATIVE)
_BOUND_BY_LISTS = frozenset(unit.value for unit in ADMINISTRATIVE | PUBLIC)


def governed(demander: str) -> bool:
    """Return whether the Opinion speaks of this kind of unit at all (受不受规范); unknown: yes."""
    return demander not in _NOT_GOVERNED


def may_write(demander: str) -> bool:
    """Return whether a law lets this ungoverned body ask a committee (能不能直接发函)."""
    return demander in _MAY_WRITE


def bound_by_lists(demander: str) -> bool:
    """Return whether 优化营商环境条例 第四十四条 names this kind of unit; unknown words: no."""
    return demander in _BOUND_BY_LISTS


def is_administrative(demander: str) -> bool:
    """Return whether the unit is an administrative body (行政机关); unknown words are not."""
    return demander in _ADMINISTRATIVE


# 法院路派出所 is no court.
_COURT = re.compile("(?:法院|法庭)(?!路|街|巷|道|村|镇|社区|西|东|南|北|旁)")


def is_court(kind: str, name: str) -> bool:
    """Return whether a paper goes to a court (交给法院): by the kind of unit, or by its name."""
    return kind == Demander.COURT.value or bool(_COURT.search(name))
