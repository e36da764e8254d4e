"""
Who can be exposed (可以公开的单位): the three words of the sentence itself, and nobody else.

"凡是各政府部门、公用企事业单位和服务机构再次出现擅自要求居民群众找基层群众性自治组织开具不合理
证明导致居民群众办事创业困难的情形" (OP-4.2.c). What no word of it names is not representable here:
there is no value for it that a correction could take, and the database knows none either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from juzheng.law.base.demanders import Demander
from juzheng.law.base.terms import Term


class Exposable(Term):
    """As which of the three a unit can be exposed (公开对象)."""

    DEPARTMENT = "department", "政府部门"
    UTILITY = "utility", "公用企事业单位"
    SERVICE = "service", "服务机构"


# 社会保险法 第八条: 社会保险经办机构提供社会保险服务. Banks and insurers: the Opinion was agreed
# with 人民银行 and 银保监会 (its preamble); whether 优化营商环境条例 第四十四条 reaches them is
# disputed, so they are argued with (fairness.title_for). An employer or a travel agency is none.
_KINDS: Mapping[Exposable, frozenset[Demander]] = {
    Exposable.DEPARTMENT: frozenset(
        {
            Demander.POLICE,
            Demander.HOUSING,
            Demander.CIVIL_AFFAIRS,
            Demander.MARKET,
            Demander.TAX,
            Demander.TOWNSHIP,
            Demander.VETERANS,
            Demander.HEALTH,
            Demander.AGRICULTURE,
            Demander.OTHER,  # only by a name that is a department's
        }
    ),
    Exposable.UTILITY: frozenset({Demander.UTILITY, Demander.SCHOOL, Demander.HOSPITAL}),
    Exposable.SERVICE: frozenset(
        {
            Demander.SOCIAL_INSURANCE,
            Demander.LEGAL_AID,
            Demander.NOTARY,
            Demander.BANK,
            Demander.INSURER,
            Demander.CARE_HOME,
        }
    ),
}
LISTED: Mapping[str, Exposable] = MappingProxyType(
    {kind.value: body for body, kinds in _KINDS.items() for kind in sorted(kinds)}
)

# 法院路派出所 is no court.
_A_PLACE = "(?!路|街|巷|道|村|镇|社区|西|东|南|北|旁)"


@dataclass(frozen=True)
class Beyond:
    """Who stands outside the three words (不在公开范围的单位): by which names, and where to go."""

    what: str
    names: re.Pattern[str]
    go: str


def _beyond(what: str, names: str, go: str) -> Beyond:
    return Beyond(what, re.compile(f"(?:{names}){_A_PLACE}"), go)


_ABOVE = "请向这个单位的上级反映，也可以打12345问由谁管。"
BEYOND: Mapping[Demander, Beyond] = {
    Demander.COURT: _beyond(
        "人民法院、人民检察院", "法院|检察院", "请向承办的这个机关或者它的上级机关反映。"
    ),
    Demander.ARMY: _beyond(
        "军队、武装部门",
        "部队|人民武装|武装部|人武部|征兵办|军区|军分区|警备区|战区|解放军|武警|武装警察|[海空陆]军",
        "请向这个单位的上级反映。",
    ),
    Demander.PARTY: _beyond(
        "党的组织、监察机关",
        "中共|中国共产党|党委|党组|党工委|党支部|党总支|党群|纪委|纪检|纪律检查|监委|监察委"
        "|政法委|组织部|宣传部|统战部|(?:省|市|县|区|州|旗|盟|乡|镇)委(?!员|托|会|培)|街道工委",
        "请向上一级党的组织反映。",
    ),
    Demander.EMBASSY: _beyond(
        "使馆、领馆等外国机构",
        "使馆|领馆|领事馆",
        "要什么材料、能不能用公证书代替，请直接问使领馆。",
    ),
    Demander.VILLAGE: _beyond(
        "居（村）民委员会和村组织",
        "居委会|居民委员会|村委会|村民委员会|[村居]民小组|村务|居务|经济合作社|经济联合社",
        "请向乡镇人民政府、街道办事处反映。",
    ),
}
_OTHERS = (
    _beyond(
        "人民代表大会、政治协商会议",
        "人民代表大会|人大常委|人大主席团|人大办|人大$|政协|政治协商",
        _ABOVE,
    ),
    _beyond("人民团体", "妇联|妇女联合会|总工会|共青团|团委|残联|残疾人联合会", _ABOVE),
)
_PRIVATE = Beyond(
    "不属于政府部门、公用企事业单位、服务机构的单位和个人",
    re.compile("公司|集团|[工商]厂|商行|商店|个体|合作社|事务所|协会|商会|学会|物业"),
    "可以请单位写明依据；争不下来的，可以打12345问由谁管。",
)
# A company may be a utility, a bank, a school; a department and an office of the state are none.
_COMPANIES = frozenset(
    {
        *(Demander.UTILITY, Demander.SCHOOL, Demander.HOSPITAL),
        *(Demander.BANK, Demander.INSURER, Demander.CARE_HOME),
    }
)
_A_DEPARTMENT = re.compile("人民政府|街道办事处|局|厅|署|委员会|管委会|政务服务|便民服务")


def listed_as(unit_kind: str, unit_name: str) -> Exposable | None:
    """
    Return as which of the three words the unit can be exposed; None: it cannot (公开对象).

    Source: OP-4.2.c, the sentence itself.
    """
    return None if beyond(unit_kind, unit_name) else LISTED[unit_kind]


def beyond(unit_kind: str, unit_name: str) -> Beyond | None:
    """
    Return why the unit cannot be exposed and where to go instead; None: it can.

    A name that gives it away counts, whatever kind was chosen.
    """
    named = (one for one in (*BEYOND.values(), *_OTHERS) if one.names.search(unit_name))
    if found := next(named, None):
        return found
    if unit_kind not in LISTED:
        return next((one for kind, one in BEYOND.items() if kind == unit_kind), _PRIVATE)
    kind = Demander(unit_kind)
    if kind not in _COMPANIES and _PRIVATE.names.search(unit_name):
        return _PRIVATE
    if kind is Demander.OTHER and not _A_DEPARTMENT.search(unit_name):
        return _PRIVATE
    return None


def answer_to(found: Beyond) -> str:
    """Return what the reporter of such a unit is told (不能公开的答复)."""
    return (
        f"民发〔2020〕20号第四部分（二）写的公开对象只有政府部门、公用企事业单位和服务机构。{found.what}"
        f"不在里面，这件事我们不能通报、不能公开。{found.go}"
    )
