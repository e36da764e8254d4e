"""Turning (转述): a sentence that speaks to a resident, said to the unit; rules of words alone."""

from __future__ import annotations

import re
from functools import reduce

RESIDENT, WRITER = "居民", "本人"  # who acts: in what an office writes, in what the resident writes
ITSELF = "贵单位"
UNIT = re.compile("要您开证明的单位|索要证明的单位|索要单位|要证明的单位|对方|该单位")
_BEGINS = r"(?P<before>^|[，；。：])"
# Said to whoever is to do it himself (请带……、请向……); of others the resident asks it (请派出所……).
_DOES = "带|凭|照|向|到|拨打|看|说|选|双方|本人|马上|先|联系|咨询|查|找|告诉|在|通过|提供"
_RULES = (
    (re.compile(r"您办的是不是这样，可以问一问[^。]*。"), f"是不是这样，请{ITSELF}看一看。"),
    (re.compile("，多数人不用自己做什么"), ""),
    (re.compile("您自己的"), "{who}的"),
    (re.compile("您本人"), "{myself}"),
    (re.compile("您自己"), "{oneself}"),
    (re.compile("您"), "{who}"),
    (re.compile(f"{_BEGINS}(?P<how>直接|已经登记的，)?出示"), r"\g<before>\g<how>{who}出示"),
    (re.compile(f"{_BEGINS}自己(?=查|打印)"), r"\g<before>{who}自己"),
    (re.compile(f"{_BEGINS}请(?={_DOES})"), r"\g<before>{who}"),
    (re.compile(f"{_BEGINS}请(?!求|{ITSELF})"), r"\g<before>由{who}请"),
    (re.compile("不用(?=来|去)"), "不用{who}"),
)
_QUOTED = re.compile("(“[^”]*”)")


def turned(said: str, who: str = RESIDENT) -> str:
    """
    Return a sentence for residents as said to the unit; what is quoted stays as it is (转述).

    :param who: who acts: the resident, or whoever writes the letter
    """
    parts = _QUOTED.split(said)
    return "".join(part if at % 2 else _outside(part, who) for at, part in enumerate(parts))


def _outside(said: str, who: str) -> str:
    own = who == WRITER
    names = {
        "{who}": who,
        "{myself}": who if own else f"{who}本人",
        "{oneself}": who if own else f"{who}自己",
    }
    said = UNIT.sub(ITSELF, said)
    for pattern, instead in _RULES:
        named = reduce(lambda text, blank: text.replace(blank, names[blank]), names, instead)
        said = pattern.sub(named, said)
    return said
