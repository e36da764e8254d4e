"""Putting right before the pen (签字前更正): what stands in the way of it."""

from __future__ import annotations

from juzheng.law.base import citations
from juzheng.law.base.obstacles import Obstacle


def another_made_it(maker: str) -> Obstacle:
    """Return why a slip of ``maker`` is not somebody else's to strike (不是自己登记的)."""
    return Obstacle(
        "self",
        f"这一条是{maker}登记的，不能由您作废。",
        f"请{maker}作废；您看到的情况不一样的，另外登记一次核查。",
        citations.house("登记错了由登记的人作废"),
    )


def nobody_agreed_for_the_child() -> Obstacle:
    """Return why nobody becomes a child by a correction (未成年人须监护人同意)."""
    return Obstacle(
        "guardian",
        "照更正后的证件，申请人不满十四周岁，办这一件要由监护人同意。",
        "请让监护人带证件到窗口：先撤回这一件，再由监护人同意后重新受理。",
        citations.GUARDIAN_CONSENTS,
    )


def nobody_tells_the_birth() -> Obstacle:
    """Return why a number that holds no birth is not enough (看不出是不是未成年人)."""
    return Obstacle(
        "birth",
        "这种证件的号码看不出出生日期，不知道申请人满不满十四周岁。",
        "请照证件填写出生日期。",
        citations.GUARDIAN_CONSENTS,
    )
