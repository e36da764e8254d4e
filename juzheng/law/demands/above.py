"""Who stands above a unit (上级和主管部门): nobody above themselves."""

from __future__ import annotations

from juzheng.law.base import citations
from juzheng.law.base.obstacles import Obstacle


def ring(name: str) -> Obstacle:
    """Return why the unit ``name`` cannot stand above: it is the unit itself, or below it."""
    return Obstacle(
        "ring",
        f"“{name}”就是这个单位，或者是它的下级，不能再登记成它的上级、主管部门。",
        "请选别的单位。",
        citations.house("上下级不能绕成一圈"),
    )
