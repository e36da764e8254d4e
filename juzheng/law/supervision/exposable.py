"""
Who can be exposed (可以公开的单位): the three words of the sentence itself, and nobody else.

"凡是各政府部门、公用企事业单位和服务机构再次出现擅自要求居民群众找基层群众性自治组织开具不合理
证明导致居民群众办事创业困难的情形" (OP-4.2.c). What no word of it names is not representable here:
there is no value for it that a correction could take, and the database knows none either.

The Opinion defines none of the three words. How each kind of unit is read stands in ``READINGS``
with its reason: our own reading, which no authority has confirmed, and shown as such.
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


@dataclass(frozen=True)
class Reading:
    """How we read one kind of unit (我们的理解): which word names it, and why.

    :ivar open: the text does not settle it, so nothing is published before an authority above the
        unit, or above the officers, has said in writing that the word names it
    """

    body: Exposable
    because: str
    open: bool = False


_PUBLIC_SERVICE = "它向公众提供公共服务，我们理解属于公用企事业单位，公办、民办都算。"
# 服务机构 stands undefined in the Opinion. Part 3 speaks of 各类民商事主体 whose demand a committee
# may still meet: so the two words are not one, and a bank may be either. For: the Opinion was
# agreed with 人民银行 and 银保监会 (its preamble); 第四部分（二） wants a 上级主管部门 to put it
# right. Against: no text calls these bodies so. What we do not know we do not publish.
_OPEN = (
    "民发〔2020〕20号没有写“服务机构”包括哪些单位，第三部分另有“各类民商事主体”一词。"
    "它面向公众提供服务、也有部门管理，我们理解可以算，但没有文件写明。"
)
READINGS: Mapping[Demander, Reading] = MappingProxyType(
    {
        Demander.POLICE: Reading(Exposable.DEPARTMENT, "公安机关是人民政府的部门。"),
        Demander.HOUSING: Reading(Exposable.DEPARTMENT, "住房、自然资源部门是人民政府的部门。"),
        Demander.CIVIL_AFFAIRS: Reading(Exposable.DEPARTMENT, "民政部门是人民政府的部门。"),
        Demander.MARKET: Reading(Exposable.DEPARTMENT, "市场监督管理部门是人民政府的部门。"),
        Demander.TAX: Reading(Exposable.DEPARTMENT, "税务机关是国务院税务主管部门的机关。"),
        Demander.TOWNSHIP: Reading(
            Exposable.DEPARTMENT, "乡镇人民政府是一级人民政府，街道办事处是人民政府的派出机关。"
        ),
        Demander.VETERANS: Reading(Exposable.DEPARTMENT, "退役军人事务部门是人民政府的部门。"),
        Demander.HEALTH: Reading(Exposable.DEPARTMENT, "卫生健康部门是人民政府的部门。"),
        Demander.AGRICULTURE: Reading(Exposable.DEPARTMENT, "农业农村部门是人民政府的部门。"),
        Demander.OTHER: Reading(
            Exposable.DEPARTMENT, "只看名称：名称是人民政府或者它的部门、派出机关的才算。"
        ),
        Demander.UTILITY: Reading(
            Exposable.UTILITY, "供水、供电、供气、供热、通信企业是公用企业。"
        ),
        Demander.SCHOOL: Reading(Exposable.UTILITY, _PUBLIC_SERVICE),
        Demander.HOSPITAL: Reading(Exposable.UTILITY, _PUBLIC_SERVICE),
        Demander.SOCIAL_INSURANCE: Reading(
            Exposable.SERVICE, "社会保险法第八条：社会保险经办机构提供社会保险服务。"
        ),
        Demander.LEGAL_AID: Reading(
            Exposable.SERVICE, "法律援助机构由司法行政部门设立，组织提供法律援助服务。"
        ),
        Demander.NOTARY: Reading(Exposable.SERVICE, _OPEN, open=True),
        Demander.BANK: Reading(Exposable.SERVICE, _OPEN, open=True),
        Demander.INSURER: Reading(Exposable.SERVICE, _OPEN, open=True),
        Demander.CARE_HOME: Reading(Exposable.SERVICE, _OPEN, open=True),
    }
)
LISTED: Mapping[str, Exposable] = MappingProxyType(
    {kind.value: one.body for kind, one in sorted(READINGS.items())}
)

# 法院路派出所 is no court.
_A_PLACE = "(?!路|街|巷|道|村|镇|社区|西|东|南|北|旁)"


@dataclass(frozen=True)
class Beyond:
    """Who stands outside the three words (不在公开范围的单位): names, why, and where to go."""

    what: str
    names: re.Pattern[str]
    because: str
    go: str


def _beyond(what: str, names: str, because: str, go: str) -> Beyond:
    return Beyond(what, re.compile(f"(?:{names}){_A_PLACE}"), because, go)


_BESIDE = "它由人民代表大会产生或者就是人民代表大会的机关，不是人民政府的部门。"
_ABOVE = "请向这个单位的上级反映，也可以打12345问这件事归谁管。"
_BUSINESS = "它是民商事主体，三个词都没有写到它；它明确要求的，看民发〔2020〕20号第三部分。"
_ARGUE = "可以请单位写明依据；争不下来的，可以打12345问这件事归谁管。"
_NONE = re.compile(r"(?!)")  # known by its kind alone
BEYOND: Mapping[Demander, Beyond] = MappingProxyType(
    {
        Demander.COURT: _beyond(
            "人民法院", "法院|法庭", _BESIDE, "请向承办的法院或者它的上级法院反映。"
        ),
        Demander.PROCURATORATE: _beyond(
            "人民检察院", "检察院|检察室", _BESIDE, "请向承办的检察院或者它的上级检察院反映。"
        ),
        Demander.SUPERVISION: _beyond(
            "监察机关",
            "监委|监察委",
            _BESIDE,
            "请向这个机关或者上一级监察机关反映。",
        ),
        Demander.CONGRESS: _beyond(
            "人民代表大会",
            "人民代表大会|人大常委|人大主席团|人大办|人大机关|人大$",
            _BESIDE,
            _ABOVE,
        ),
        # Before the army: 人民武装部 is the local office, and answers for conscription.
        Demander.CONSCRIPTION: _beyond(
            "兵役机关（征兵办公室、人民武装部）",
            "人民武装(?!警察)|武装部|人武部|征兵",
            "它既办理地方人民政府的征兵工作，又是军事机关，条文没有写明是政府部门，我们不公开。",
            "请向本级人民政府征兵办公室的上一级反映。",
        ),
        Demander.ARMY: _beyond(
            "军队单位",
            "部队|军区|军分区|警备区|战区|解放军|武警|武装警察|[海空陆]军",
            "它由中央军事委员会领导，不是人民政府的部门。",
            "请向这个单位的上级反映。",
        ),
        Demander.PARTY: _beyond(
            "党的组织",
            "中共|中国共产党|党委|党组|党工委|党支部|党总支|党群|纪委|纪检|纪律检查"
            "|政法委|组织部|宣传部|统战部|(?:省|市|县|区|州|旗|盟|乡|镇)委(?!员|托|会|培)|街道工委",
            "它不是人民政府的部门。",
            "请向上一级党的组织反映。",
        ),
        Demander.EMBASSY: _beyond(
            "使馆、领馆等外国机构",
            "使馆|领馆|领事馆",
            "它是外国的机构，我国的文件不规范它。",
            "要什么材料、能不能用公证书代替，请直接问使领馆。",
        ),
        Demander.VILLAGE: _beyond(
            "居（村）民委员会和村组织",
            "居委会|居民委员会|村委会|村民委员会|[村居]民小组|村务|居务|经济合作社|经济联合社",
            "它是基层群众性自治组织或者村的集体组织，是被要求开证明的一方。",
            "请向乡镇人民政府、街道办事处反映。",
        ),
        Demander.DISABLED_FEDERATION: _beyond(
            "残疾人联合会", "残联|残疾人联合会", "它是人民团体，不是人民政府的部门。", _ABOVE
        ),
        Demander.ARBITRATION: _beyond(
            "仲裁机构",
            "仲裁(?:委|院|庭)",
            "它依法独立仲裁，条文没有写明是政府部门、服务机构，我们不公开。",
            "请向设立它的人力资源和社会保障部门、人民政府反映。",
        ),
        Demander.EMPLOYER: Beyond("用人单位", _NONE, _BUSINESS, _ARGUE),
        Demander.TRAVEL_AGENCY: Beyond(
            "旅行社",
            re.compile("旅行社"),
            _BUSINESS,
            "可以请旅行社写明依据；争不下来的，可以打12345问这件事归谁管。",
        ),
    }
)
_OTHERS = (
    _beyond("人民政协", "政协|政治协商", "它不是人民政府的部门。", _ABOVE),
    _beyond(
        "人民团体",
        "妇联|妇女联合会|总工会|共青团|团委",
        "它不是人民政府的部门。",
        _ABOVE,
    ),
)
_PRIVATE = Beyond(
    "不属于政府部门、公用企事业单位、服务机构的单位和个人",
    re.compile("公司|集团|[工商]厂|商行|商店|个体|合作社|事务所|协会|商会|学会|物业"),
    "名称不是政府部门的名称。",
    _ARGUE,
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


def reading(unit_kind: str) -> Reading | None:
    """Return how we read that kind of unit; None: no word of the sentence names it (我们的理解)."""
    return READINGS[Demander(unit_kind)] if unit_kind in LISTED else None


def beyond(unit_kind: str, unit_name: str) -> Beyond | None:
    """
    Return why the unit cannot be exposed and where to go instead; None: it can.

    A name that gives it away counts, whatever kind was chosen.
    """
    if found := named_beyond(unit_name):
        return found
    if unit_kind not in LISTED:
        return next((one for kind, one in BEYOND.items() if kind == unit_kind), _PRIVATE)
    kind = Demander(unit_kind)
    if kind not in _COMPANIES and _PRIVATE.names.search(unit_name):
        return _PRIVATE
    if kind is Demander.OTHER and not _A_DEPARTMENT.search(unit_name):
        return _PRIVATE
    return None


def named_beyond(name: str) -> Beyond | None:
    """Return who a name gives away as outside the three words, whatever its kind; None: nobody."""
    bodies = (*BEYOND.values(), *_OTHERS)
    return next((one for one in bodies if one.names.search(name)), None)


def answer_to(found: Beyond) -> str:
    """Return what the reporter of such a unit is told (不能公开的答复)."""
    return (
        f"民发〔2020〕20号第四部分（二）写的公开对象只有政府部门、公用企事业单位和服务机构。{found.what}"
        f"不在里面，这件事我们不能通报、不能公开。{found.go}"
    )
