"""Naming (名称对照): how a name on paper was matched, and that what is published is found by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from juzheng.law.base.citations import house
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.terms import Term

# A name ends so; what ends otherwise is the first half of one (结婚、离婚证明).
_BETWEEN_NAMES = re.compile("(?<=[明证书表见料续单)）])、|；")
_OPEN, _CLOSE = "(（\\[［【〔〖「{｛<《〈", ")）\\]］】〕〗」}｝>》〉"
_BRACKETS = re.compile(f"[{_OPEN}]([^{_OPEN}{_CLOSE}]*)[{_CLOSE}]")
_NARROWING = re.compile("^(?:非|不|未|无|仅|只|限|除|专)|(?:用|使用|除外|以外|之外|的)$")
_NO_LETTER = re.compile(r"[\W_]+")
_JOINED = re.compile(r"[、，,；;/]|以及|和|及|或者|或")
_PLAIN = "证明"
_PAPER = re.compile("(?:情况)?(?:证明|说明|声明)(?:材料|书)?$")


class How(Term):
    """How a name was matched to an item (对上的依据)."""

    EXACT = "exact", "名称相同"
    LOCAL = "local", "本地已用的名称"
    ALIAS = "alias", "居民常用的叫法"
    PART = "part", "是其中的一种"
    NEAR = "near", "名称相近，请核对"
    NONE = "none", "没有这一项，是新的"
    CHOSEN = "chosen", "您选定的"


def names_in(text: str) -> tuple[str, ...]:
    """Return the names in one text (甲证明、乙证明); 结婚、离婚证明 is one name, not two."""
    return tuple(dict.fromkeys(filter(None, _BETWEEN_NAMES.split(text))))


def joined(names: Iterable[str]) -> str:
    """Return ``names`` in one text (甲证明、乙证明), so that :func:`names_in` finds each again."""
    each = tuple(dict.fromkeys(names))
    text = "、".join(each)
    return text if names_in(text) == each else "；".join(each)


def is_name(said: str, name: str, aliases: Iterable[str] = ()) -> bool:
    """Return whether ``said`` is the item's ``name``, a part of it, or one of its ``aliases``."""
    known = {letters(one) for one in (name, bare(name), *aliases, *parts(name))}
    return letters(said) in known or (not narrowed(said) and letters(bare(said)) in known)


def shown(name: str, said: str) -> str:
    """
    Return what an item called ``name`` is called where a list has it as ``said`` (本地名称).

    A nickname, one kind of the item, or a name that only comes near is listed under it and finds
    it (``listed.also``), and gives no other name to the whole, however many of them stand there:
    who asks for another kind would be shown a paper that he did not ask for, and the next list
    would undo the name. Whoever says that two names are one thing says so by 改名.
    """
    own = {letters(name), letters(bare(name))}
    return next((one for one in names_in(said) if letters(one) in own), name)


def letters(text: str) -> str:
    """Return ``text`` without marks and gaps (只留文字)."""
    return _NO_LETTER.sub("", text)


def bare(name: str) -> str:
    """Return ``name`` without what stands in brackets (不含括号的名称)."""
    return _BRACKETS.sub("", name)


def narrowed(name: str) -> bool:
    """Return whether brackets make of ``name`` less than the whole: 死亡证明（非正常死亡）."""
    return any(_NARROWING.search(part.strip()) for part in _BRACKETS.findall(name))


def parts(name: str) -> Iterator[str]:
    """Yield what a name holds (其中的一种): of 甲、乙证明 both, and what its brackets hold."""
    whole = bare(name)
    ending = match[0] if (match := _PAPER.search(whole)) else ""
    split = _JOINED.split(whole[: len(whole) - len(ending)])
    inside = [part for found in _BRACKETS.findall(name) for part in _JOINED.split(found)]
    for part in (*(split if len(split) > 1 else ()), *inside):
        if len(part) >= 2:
            yield from (part + end for end in ("", _PLAIN, ending))


def not_found(name: str, item: str, instead: str) -> Obstacle:
    """
    Return that ``name`` does not lead to ``item`` in its place.

    :param instead: what it leads to, by name; empty: to nothing sure
    """
    message = f"居民在本地问“{name}”，会答成“{instead}”，不是 {item}。"
    if not instead:
        message = f"居民在本地问“{name}”，系统没有把握是 {item}。"
    return Obstacle(
        "not_found",
        message,
        "同一件事的，请把它对到那一项；不是的，请把名称写得更具体，或者加一个别名。",
        house("公布的名称要问得到"),
    )
