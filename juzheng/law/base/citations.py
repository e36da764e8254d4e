"""Citations (引用): where a rule is written, down to the paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from juzheng.law.base.house_rules import HOUSE_RULES

OPINION = "opinion-2020-20"  # the catalogue's id of 民发〔2020〕20号
_TITLED = "民发〔2020〕20号"
HOUSE = "house"  # no instrument: what this product itself demands, with its reason


ISSUED_UNDER = "出具规则："  # over a rule on issuing, that nobody takes it for a basis


@dataclass(frozen=True)
class Citation:
    """A place in a legal instrument (引用), fit to be shown to a resident and to a court."""

    instrument: str  # the instrument's id in catalogue/instruments
    title: str  # its name as people write it, without 《》
    provision: str  # article, section or paragraph, in the instrument's own words
    duty: str = ""  # the id of the Opinion's duty, e.g. OP-2.2.a; empty for other instruments

    def __str__(self) -> str:
        return f"{self.title} {self.provision}".strip()

    @property
    def ours(self) -> bool:
        """Return whether it is a rule of this product, and no law's (本系统的规则)."""
        return self.instrument == HOUSE

    @property
    def of_the_opinion(self) -> bool:
        """Return whether it is the Opinion's: a rule on issuing, itself no paper's basis (规则)."""
        return self.instrument == OPINION

    @property
    def reason(self) -> str:
        """Return why we demand it; empty for what a text says (本系统规则的理由)."""
        return HOUSE_RULES[self.provision] if self.ours else ""


_OF_THE_OPINION: dict[str, Citation] = {}


def _opinion(provision: str, duty: str) -> Citation:
    return _OF_THE_OPINION.setdefault(duty, Citation(OPINION, _TITLED, provision, duty))


CLEAR_OUT = _opinion("第一部分（二）", "OP-1.2.a")
BASIS_AND_DUTIES = _opinion("第二部分第二段", "OP-2.2.a")
DEMANDER_GIVES_BASIS = _opinion("第二部分第二段", "OP-2.2.b")
DELIBERATE_AND_SIGN = _opinion("第二部分第二段", "OP-2.2.c")
LISTS = _opinion("第二部分第三段", "OP-2.3.a")
GUIDE = _opinion("第二部分第三段", "OP-2.3.b")
ON_THE_SPOT = _opinion("第二部分第三段", "OP-2.3.d")
NO_BASIS = _opinion("第三部分第一段", "OP-3.1.a")
CANNOT_VERIFY = _opinion("第三部分第一段", "OP-3.1.b")
NEGATIVE_LIST = _opinion("第三部分第一段及附件清单（第一批）", "OP-3.1.c")
TRANSITION = _opinion("第三部分第二段", "OP-3.2.a")
RISK = _opinion("第三部分第二段", "OP-3.2.b")
COMB_THROUGH = _opinion("第四部分（二）", "OP-4.2.a")
NO_VACUUM = _opinion("第四部分（二）", "OP-4.2.b")
FORCED_CORRECTION = _opinion("第四部分（二）", "OP-4.2.c")
SHARED_DATA = _opinion("第四部分（三）", "OP-4.3.a")
ONE_WINDOW = _opinion("第四部分（三）", "OP-4.3.b")
COMMITMENT = _opinion("第四部分（四）", "OP-4.4.a")
LAWFUL = _opinion("第一部分（二）", "OP-1.2.b")

# By which authorities ask a committee (机关依法调查), as read in the texts of the snapshot.
CIVIL_INQUIRY = Citation("civil-procedure-law", "民事诉讼法", "第七十条")
ADMINISTRATIVE_INQUIRY = Citation("administrative-procedure-law", "行政诉讼法", "第四十条")
CRIMINAL_INQUIRY = Citation("criminal-procedure-law", "刑事诉讼法", "第五十四条")
PROCURATORS_INQUIRY = Citation("procuratorates-law", "人民检察院组织法", "第二十一条")
POLICE_SUPPORT = Citation("people-police-law", "人民警察法", "第三十四条")
SUPERVISION_INQUIRY = Citation("supervision-law", "监察法", "第十八条")
NOTARIES_CHECK = Citation("notarization-law", "公证法", "第二十九条")
LAWYERS_ASK = Citation("lawyers-law", "律师法", "第三十五条")
TAX_INQUIRY = Citation("tax-collection-law", "税收征收管理法", "第五十七条")
ARBITRATORS_COLLECT = Citation(
    "rural-land-arbitration-law", "农村土地承包经营纠纷调解仲裁法", "第三十八条"
)
PENALTY_INQUIRY = Citation("administrative-penalty-law", "行政处罚法", "第五十五条")
RELIEF_INQUIRY = Citation("social-assistance-measures", "社会救助暂行办法", "第五十九条")
AUDIT_INQUIRY = Citation("audit-law", "审计法", "第三十七条")
CONSCRIPTION_SUPPORT = Citation("conscription-regulation", "征兵工作条例", "第二十三条")
LABOUR_ARBITRATORS_INQUIRE = Citation(
    "labour-arbitration-rules", "劳动人事争议仲裁办案规则", "第十七条"
)
REVIEW_INQUIRY = Citation("administrative-review-law", "行政复议法", "第四十五条")

# By which a committee does not answer whoever asks from abroad, and nobody without a power to ask.
FOREIGN_INQUIRY = Citation("civil-procedure-law", "民事诉讼法", "第二百九十四条")
FOREIGN_CRIMINAL_INQUIRY = Citation("criminal-assistance-law", "国际刑事司法协助法", "第四条")
FOREIGN_DATA = Citation("personal-information-protection-law", "个人信息保护法", "第四十一条")
HONG_KONG_EVIDENCE = Citation(
    "hong-kong-evidence-arrangement", "内地与香港法院相互委托提取证据的安排", "第二条"
)
MACAO_EVIDENCE = Citation(
    "macao-evidence-arrangement", "内地与澳门法院相互委托送达和调取证据的安排", "第二条"
)
TAIWAN_EVIDENCE = Citation(
    "taiwan-evidence-provisions", "海峡两岸送达文书和调查取证司法互助规定", "第四条"
)
GUARDIAN_CONSENTS = Citation("personal-information-protection-law", "个人信息保护法", "第三十一条")
PERSONAL_DATA = Citation("personal-information-protection-law", "个人信息保护法", "第十三条")

_FIRST = re.compile("条第一款(?=第（)")
ALL: tuple[Citation, ...] = tuple(_OF_THE_OPINION.values())


def once(cited: Iterable[Citation]) -> tuple[Citation, ...]:
    """
    Return each clause once (同一条款只引一次), where it was first cited.

    An article's item cited without its paragraph stands in the first one: 第六条第（二）项 and
    第六条第一款第（二）项 are one place, and the whole address of it is given.
    """
    found: dict[tuple[str, str], Citation] = {}
    for one in cited:
        key = (one.instrument, _FIRST.sub("条", one.provision))
        if len(one.provision) > len(found.setdefault(key, one).provision):
            found[key] = one
    return tuple(found.values())


def law_first(cited: Iterable[Citation]) -> tuple[Citation, ...]:
    """Return each clause once, the law before the Opinion's rules on issuing (先依据后规则)."""
    return tuple(sorted(once(cited), key=lambda one: one.of_the_opinion))


def on_certificate(cited: Iterable[Citation]) -> tuple[str, ...]:
    """
    Return what stands as the basis (依据) of what is issued: the law that carries it, alone.

    The Opinion asks for a basis in laws and regulations, or on a list that the State Council
    approved (OP-2.2.a): it rules how papers are issued, and is itself the basis of none. Where
    nothing else carries the paper (现阶段据实出具, OP-3.2.a) its rule is named, and as a rule.
    """
    told = once(cited)
    carrying = tuple(str(one) for one in told if not one.of_the_opinion)
    return carrying or tuple(f"{ISSUED_UNDER}{one}" for one in told)


def beside_the_rules(basis: Iterable[str]) -> tuple[str, ...]:
    """
    Return the ``basis`` on a paper without the Opinion's clauses (不算出具规则).

    Older papers name them among the law, newer ones do not: for what a paper certifies it is one.
    """
    rules = (_TITLED, ISSUED_UNDER)
    return tuple(one for one in basis if not one.startswith(rules))


def of(duties: Iterable[str]) -> tuple[Citation, ...]:
    """
    Return where the Opinion's ``duties`` are written.

    :raises KeyError: if it has no such duty
    """
    return tuple(_OF_THE_OPINION[duty] for duty in duties)


def place(instrument: str, title: str, provision: str) -> Citation:
    """
    Return a place in a text as it is cited everywhere (引用条文).

    The Opinion has one name at every door; what an item rests on of it is its row of the annex.
    """
    if instrument == OPINION:
        return replace(NEGATIVE_LIST, provision=provision)
    return Citation(instrument, title, provision)


def house(name: str) -> Citation:
    """
    Return a rule of this product as a citation (本系统的规则): it is ours, no law's.

    :raises KeyError: if ``HOUSE_RULES`` gives no reason for it
    """
    HOUSE_RULES[name]  # a rule of ours without a reason is none
    return Citation(HOUSE, "本系统的规则", name)


HOUSE_VERIFIED_ONLY = house("查验不了的事不证明")
