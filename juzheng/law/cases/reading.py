"""Reading before signing (阅签): what the pen has seen of a case, and how each of a batch went."""

from __future__ import annotations

from collections.abc import Mapping

from juzheng.law.base.terms import Term


class Part(Term):
    """One part of what is read before a signature (签字前看的内容)."""

    PAPER = "paper", "文书正文"
    FILED = "filed", "申请内容"
    CHECKS = "checks", "核实情况"
    MEETING = "meeting", "议事协商记录"
    GROUND = "ground", "仍需办理的理由"
    RISK = "risk", "风险评估意见"
    REST = "rest", "其他归档材料"


class Signed(Term):
    """What became of one case of a batch (批量签字结果)."""

    SIGNED = "signed", "已签字出具"
    MAKING = "making", "已签字，文书正在制作"
    NOT_OPENED = "not_opened", "还没有看过，没有签"
    CHANGED = "changed", "看过以后有变化，没有签"
    NOT_READY = "not_ready", "现在还不能签"
    MOVED = "moved", "已经不在待签，没有签"


class Lacking(Term):
    """What a draft most often goes back for (常见退回理由): tapped, and written down in words."""

    IDENTITY = "identity", "姓名、证件号码请再对一遍"
    MEANS = "means", "核实办法没有写清楚，请补记看了什么、问了谁"
    OTHER_MEANS = "other_means", "请换一种办法再核实"
    PURPOSE = "purpose", "交给哪个单位、办什么事用，请再问清"
    MATERIAL = "material", "请补上照片或者材料"
    WORDING = "wording", "证明里的话请改得更具体"


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[Part, ...]:
    """Return the parts whose digests are not what they were, in the order of the page."""
    return tuple(part for part in Part if before.get(part.value, "") != now.get(part.value, ""))
