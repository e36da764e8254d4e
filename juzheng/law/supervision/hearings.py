"""Being heard in person (当面陈述、听证): asked for by the unit, arranged by civil affairs.

No law that we know gives a unit a hearing before it is named here: this is the house's own, so that
nobody is named who asked to speak and was not let. Whoever asks in time is heard, or did not come.
"""

from __future__ import annotations

from collections.abc import Iterator

from juzheng.law.base.obstacles import Obstacle
from juzheng.law.supervision.exposure import Limits
from juzheng.law.supervision.on_file import OnFile, arranged, obstacle
from juzheng.law.supervision.papers import said_by_unit


def awaits_hearing(file: OnFile) -> bool:
    """Return whether the unit asked to be heard in person, and the day is not over yet."""
    hearing = arranged(file.proofs)
    return hearing.asked and (hearing.on is None or file.on <= hearing.on)


def hearing_asked(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    """Yield why the unit may not ask now: no paper of its own, or asked before."""
    yield from said_by_unit(file, limits)
    if arranged(file.proofs[:-1]).asked:  # the last one is this very request
        yield obstacle("asked_once", "已经要求过当面陈述。", "请等民政部门定时间地点。")


def hearing_set(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    """Yield why no hearing may be set so: nobody asked, or the day is over."""
    hearing = arranged(file.proofs)
    if not hearing.asked:
        yield obstacle("not_asked", "单位没有要求当面陈述。", "书面陈述的，直接登记单位的意见。")
    if hearing.on is None or hearing.on <= file.on:
        yield obstacle("hearing_day", "当面陈述的日子不对。", "请写今天以后的日子。")
