"""Local tellings (本地说法): words that officers add to what the finder knows, and take back.

They say how people here ask for something that is listed already. Which item was meant may change
by them; what is decided about an item never does: that rests on its articles alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from juzheng.law.base import citations
from juzheng.law.base.machine import Machine
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.redaction import PersonalData, doubtful, masked_text
from juzheng.law.base.terms import Term

_STREET = f"〔{PersonalData.ADDRESS.label}〕"  # the number has gone, the street stands before it
SHORTEST, LONGEST = 2, 100  # characters of a telling
# What may still be somebody's, though nothing says so: our own caution. Six digits, as in a code
# or half a number; a whole day, which may be a birth; what follows a door or a floor in words.
_UNCLEAR = re.compile(
    r"(?:\d[\s\-]?){6,}|\d{1,4}\s?[年./\-]\s?\d{1,2}\s?[月./\-]\s?\d{1,2}|\d{1,2}月\d{1,2}[日号]"
    r"|(?:卡号|账号|帐号|编号|证号|学号|工号|户号|尾号|门牌)\D{0,3}\d"
    r"|(?!我们|你们|他们|咱们|城中|我在|哪个|这个|那个)[\u4e00-\u9fff]{2}"
    r"(?:小区|花园|公寓|家园|新村|大院|苑|巷|胡同|(?<![农本同外乡的在新])村|屯)"
    r"(?!委|民|里|上|干部|长|官|镇|务|规|集体|医|主任)"
    r"|[老小阿](?=[\u4e00-\u9fff])(?![人年头伴家公婆妈爸爷奶姨叔舅姑孩子学区村女儿弟妹哥姐伙板师时])"
    r"[赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严魏陶姜谢邹章苏潘范彭鲁马方任袁柳唐罗薛贺汤]"
)


class TellingState(Term):
    """Where a local telling stands (本地说法的状态)."""

    IN_USE = "in_use", "在用"
    WITHDRAWN = "withdrawn", "已撤回"


class TellingEvent(Term):
    """What happens to a local telling (本地说法的经过), past tense."""

    ADDED = "added", "加上"
    WITHDRAWN = "withdrawn", "撤回"


TELLINGS = Machine(
    "telling",
    TellingState,
    TellingEvent,
    {
        None: {TellingEvent.ADDED: TellingState.IN_USE},
        TellingState.IN_USE: {TellingEvent.WITHDRAWN: TellingState.WITHDRAWN},
        TellingState.WITHDRAWN: {},
    },
)


def keepable(text: str) -> str:
    """
    Return ``text`` masked, as it may be kept of a resident's question; nothing where in doubt.

    Masked are names, numbers, addresses and telephones (``law.base.redaction``); where something
    may yet be somebody's, the whole text is let go: nobody here can ask whose it is.
    """
    masked = masked_text(" ".join(text.split()))
    unclear = doubtful(masked) or _STREET in masked or _UNCLEAR.search(masked)
    return "" if unclear else masked


def obstacles(text: str, worse: int, despite: str) -> Iterator[Obstacle]:
    """
    Yield what keeps ``text`` from becoming a telling (不能加的理由).

    :param worse: how many texts were found and would not be any more
    :param despite: why it is added all the same
    """
    house = citations.house("改用词先看会不会变差")
    if not SHORTEST <= len(text) <= LONGEST:
        said = f"请写 {SHORTEST} 到 {LONGEST} 个字。"
        yield Obstacle("length", "这句话太短或者太长。", said, house)
    if masked_text(text) != text or _UNCLEAR.search(text):  # the rest an officer sees
        yield Obstacle(
            "personal",
            "这句话里可能有人名、号码或者住址。",
            "请删掉再加，只留大家都会说的话。",
            citations.house("说法里不写任何人"),
        )
    if worse and not despite.strip():
        yield Obstacle(
            "worse",
            f"加上以后，有 {worse} 句原来找得对的会找不对。",
            "请换个写法；确实要加的，写明理由。",
            house,
        )
