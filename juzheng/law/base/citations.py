"""Citations (引用): where a rule is written, down to the paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

OPINION = "opinion-2020-20"  # the catalogue's id of 民发〔2020〕20号
HOUSE = "house"  # no instrument: what this product itself demands, with its reason

# 本系统的规则, each with why. No law says so in these words, and no paragraph is named for it.
HOUSE_RULES: Mapping[str, str] = {
    "不证明没有发生的事": "“没有”“未曾”要查遍全国才说得准，村（社区）里查不到；"
    "写错了，有人会因此吃亏。能写的是看到、查到的具体事实。",
    "不证明品行好坏": "品行是评价，不是看得到的事实，各人说法不同，没有办法核实。"
    "有记录的具体事实可以照记录写。",
    "当事人不能自己给自己作证": "当事人的陈述说的正是要证明的事，不另外核对，就等于没有核实。",
    "每一份都由负责人签字": "20号文对涉及公共利益的证明要求负责人签字；法院收的单位证明也要负责人和"
    "制作人签名。证明交到哪里事先不知道，所以每一份都签。",
    "经办的人不能自己批": "拟稿、核实的人再签字，就少了一双眼睛，错了没有人看得出来。",
    "同一件事不出两份矛盾的证明": "两份证明互相矛盾，收的单位不知道信哪一份，两家人会为此起纠纷。",
    "议事要留下记录": "没有签到、表决和异议的记录，事后说不清谁同意过、同意了什么。",
    "文书要能照原样打印": "名字里的字换成别的字，收的单位会认不出是谁。",
    "机关来函由委员会自己答复": "来函问的是委员会，答复也直接交回机关，"
    "不经当事人的手，居民不用跑腿。",
    "查阅要有机关、文号和问题": "答复会写到居民的情况。没有机关、文号和要查的问题，"
    "就说不清把情况给了谁、为了什么。",
}


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
    def reason(self) -> str:
        """Return why we demand it; empty for what a text says (本系统规则的理由)."""
        return HOUSE_RULES[self.provision] if self.ours else ""


_OF_THE_OPINION: dict[str, Citation] = {}


def _opinion(provision: str, duty: str) -> Citation:
    return _OF_THE_OPINION.setdefault(duty, Citation(OPINION, "民发〔2020〕20号", provision, duty))


CLEAR_OUT = _opinion("第一部分（二）", "OP-1.2.a")
BASIS_AND_DUTIES = _opinion("第二部分第二段", "OP-2.2.a")
DEMANDER_GIVES_BASIS = _opinion("第二部分第二段", "OP-2.2.b")
DELIBERATE_AND_SIGN = _opinion("第二部分第二段", "OP-2.2.c")
GUIDE = _opinion("第二部分第三段", "OP-2.3.b")
ON_THE_SPOT = _opinion("第二部分第三段", "OP-2.3.d")
NO_BASIS = _opinion("第三部分第一段", "OP-3.1.a")
CANNOT_VERIFY = _opinion("第三部分第一段", "OP-3.1.b")
NEGATIVE_LIST = _opinion("第三部分第一段及附件清单（第一批）", "OP-3.1.c")
TRANSITION = _opinion("第三部分第二段", "OP-3.2.a")
RISK = _opinion("第三部分第二段", "OP-3.2.b")
NO_VACUUM = _opinion("第四部分（二）", "OP-4.2.b")
FORCED_CORRECTION = _opinion("第四部分（二）", "OP-4.2.c")
SHARED_DATA = _opinion("第四部分（三）", "OP-4.3.a")
ONE_WINDOW = _opinion("第四部分（三）", "OP-4.3.b")
COMMITMENT = _opinion("第四部分（四）", "OP-4.4.a")
LAWFUL = _opinion("第一部分（二）", "OP-1.2.b")

ALL: tuple[Citation, ...] = tuple(_OF_THE_OPINION.values())


def of(duties: Iterable[str]) -> tuple[Citation, ...]:
    """
    Return where the Opinion's ``duties`` are written.

    :raises KeyError: if it has no such duty
    """
    return tuple(_OF_THE_OPINION[duty] for duty in duties)


def house(name: str) -> Citation:
    """
    Return a rule of this product as a citation (本系统的规则): it is ours, no law's.

    :raises KeyError: if ``HOUSE_RULES`` gives no reason for it
    """
    HOUSE_RULES[name]  # a rule of ours without a reason is none
    return Citation(HOUSE, "本系统的规则", name)
