"""Being heard in person (当面陈述、听证): asked for by the unit, arranged by civil affairs.

No law that we know gives a unit a hearing before it is named here: this is the house's own, so that
nobody is named who asked to speak and was not let. Whoever asks in time is heard, or did not come.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from juzheng.law.base.obstacles import Obstacle
from juzheng.law.supervision.exposure import Hearing, Limits
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


def heard(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    """Yield why it may not be recorded so how the unit was heard (登记单位意见)."""
    if file.hearing is None:
        yield obstacle("not_heard", "没有登记单位怎么说。", "请选一项：陈述、不陈述、到期没有说。")
    elif file.hearing is Hearing.SPOKE and not file.reply.strip():
        yield obstacle("no_reply", "没有记下单位的意见。", "请照单位的原意记下要点，会一并公开。")
    elif file.hearing is Hearing.SILENT and file.spoken:  # it may take its words back, on paper
        yield obstacle(
            "spoken",
            "单位对这份事实说明已经陈述过意见，不能登记成没有说。",
            "请选“单位陈述了意见”，它已经说的话留着，一并公开。",
        )
    elif file.hearing is not Hearing.SILENT:
        yield from said_by_unit(file, limits)
    elif awaits_hearing(file):
        yield obstacle(
            "hearing_asked",
            "单位要求当面陈述，还没有听。",
            "请定下时间地点，听了再登记单位的意见；没有到场的，过了那天再登记没有陈述。",
        )
    elif not _time_given(file, limits):
        yield obstacle(
            "hearing_runs",
            f"单位陈述意见的{limits.hearing_days}日还没有过。",
            "请等到期；单位提前说不陈述的，登记为“表示不陈述”。",
        )


def _time_given(file: OnFile, limits: Limits) -> bool:
    if file.stated_on is None:
        return False
    return file.on > file.stated_on + timedelta(days=limits.hearing_days)
