"""Citations (引用): where a rule is written, down to the paragraph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

OPINION = "opinion-2020-20"  # the catalogue's id of 民发〔2020〕20号
HOUSE = "house"  # our own rules: cited as ours, never as a text's


@dataclass(frozen=True)
class Citation:
    """A place in a legal instrument (引用), fit to be shown to a resident and to a court."""

    instrument: str  # the instrument's id in catalogue/instruments
    title: str  # its name as people write it, without 《》
    provision: str  # article, section or paragraph, in the instrument's own words
    duty: str = ""  # the id of the Opinion's duty, e.g. OP-2.2.a; empty for other instruments

    def __str__(self) -> str:
        return f"{self.title} {self.provision}".strip()


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


def house(rule: str) -> Citation:
    """Return a rule that we set ourselves (本系统的规则), cited as ours with what it says."""
    return Citation(HOUSE, "本系统的规则", rule)


HOUSE_RULES: dict[str, Citation] = {
    "negatives": house("没有发生过的事不作证明：没有的事没法查验"),
    "character": house("品行和为人不作证明：那是评价，不是可以查验的事实"),
    "seal": house("印章不外借，不在没有核实的材料上盖章"),
    "verified_only": house("居（村）委会没有参与、查验不了的事不作证明"),
}
HOUSE_VERIFIED_ONLY = HOUSE_RULES["verified_only"]

ALL: tuple[Citation, ...] = tuple(_OF_THE_OPINION.values())


def of(duties: Iterable[str]) -> tuple[Citation, ...]:
    """
    Return where the Opinion's ``duties`` are written.

    :raises KeyError: if it has no such duty
    """
    return tuple(_OF_THE_OPINION[duty] for duty in duties)
