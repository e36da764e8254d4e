"""Naming (名称对照): how a name on paper was matched, and that what is published is found by it."""

from __future__ import annotations

import re

from juzheng.law.base.citations import house
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.terms import Term

# A name ends so; what ends otherwise is the first half of one (结婚、离婚证明).
_BETWEEN_NAMES = re.compile("(?<=[明证书表见料续单)）])、")


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
