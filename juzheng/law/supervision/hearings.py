"""Being heard in person (当面陈述、听证): asked for by the unit, arranged by civil affairs.

No law that we know gives a unit a hearing before it is named here: this is the house's own, so that
nobody is named who asked to speak and was not let. Whoever asks in time is heard, or did not come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from juzheng.law.base.deadlines import Calendar, day
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.supervision.exposure import CorrectionEvent, CorrectionState, Hearing, Limits
from juzheng.law.supervision.on_file import Arranged, OnFile, Proof, arranged, obstacle
from juzheng.law.supervision.papers import facts_not_served, said_by_unit


def awaits_hearing(file: OnFile) -> bool:
    """Return whether the unit asked to be heard in person, and the day is not over yet."""
    hearing = arranged(file.proofs)
    return hearing.asked and (hearing.on is None or file.on <= hearing.on)


def to_come(hearing: Arranged, heard: str, on: date) -> bool:
    """Return whether the unit asked to be heard in person, kept to it, and is still to be heard."""
    wanted = hearing.asked and heard != Hearing.DECLINED
    return wanted and (hearing.on is None or on <= hearing.on)


def gave_up(proofs: Iterable[Proof], hearing: str | None) -> bool:
    """
    Return whether all that the unit said is that it wants no hearing (只撤回当面陈述，没有陈述).

    Who takes back his hearing has not said that he has nothing to say: his days run on.
    """
    asked = False
    for proof in proofs:
        if proof.event is CorrectionEvent.STATED:
            asked = False
        asked = asked or proof.event is CorrectionEvent.HEARING_ASKED
    return asked and hearing == Hearing.DECLINED


def days_run(until: date | None, on: date) -> bool:
    """Return whether the unit's days to speak have begun and are not over (期限还在走)."""
    return until is not None and on <= until


def hearing_asked(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    """Yield why the unit may not ask now: no paper of its own, or asked before."""
    yield from said_by_unit(file, limits)
    if file.state is CorrectionState.HEARD and not time_to_speak(file.speak_until, file.on):
        yield obstacle(
            "hearing_late",
            "单位的意见已经登记，陈述意见的期限也过了，不能再要求当面陈述。",
            "有新的情况，请写进答复；民政部门也可以退回重写，重新送单位陈述。",
        )
    if arranged(file.proofs[:-1]).asked:  # the last one is this very request
        yield obstacle("asked_once", "已经要求过当面陈述。", "请等民政部门定时间地点。")


def hearing_set(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    """Yield why no hearing may be set so: nobody asked, or the day is over."""
    hearing = arranged(file.proofs)
    if not hearing.asked:
        yield obstacle("not_asked", "单位没有要求当面陈述。", "书面陈述的，直接登记单位的意见。")
    if hearing.on is None or hearing.on < file.on:
        yield obstacle("hearing_day", "当面陈述的日子不对。", "请写今天或者以后的日子。")


def last_day_to_speak(served_on: date, limits: Limits, calendar: Calendar) -> date:
    """
    Return the last day on which the unit can speak on the facts (陈述意见的期限).

    The day of service does not count. A last day on which nobody works is moved to the next
    working day, as 民法典 第二百零三条第一款 does for civil terms: a rule of the house, as is the
    number of days.
    """
    return calendar.first_working(served_on + timedelta(days=limits.hearing_days))


def time_to_speak(until: date | None, on: date) -> bool:
    """
    Return whether the unit's days to speak on the facts are not over on ``on`` (陈述期限内).

    :param until: the last of them; None: its service is not recorded, and none has begun
    """
    return until is None or on <= until


def heard_more(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    """
    Yield why nothing more of the unit is recorded once its opinion is in (意见登记以后再登记).

    What it says at a hearing is, from the day on; what it writes is while its days run, and after a
    hearing an officer records what it handed over there.
    """
    hearing = arranged(file.proofs)
    if file.state is not CorrectionState.HEARD or time_to_speak(file.speak_until, file.on):
        return
    if _waives(file):
        return
    if not hearing.asked or file.account:
        yield obstacle(
            "heard_before",
            "单位的意见已经登记，陈述意见的期限也过了。",
            "还要补充的，请书面交民政部门。"
            if file.account
            else "登记错了、漏了的，请退回重写，再登记单位的意见。",
        )
    elif hearing.on is None:
        yield obstacle(
            "hearing_unset",
            "单位要求当面陈述，还没有定时间地点。",
            "请先定下时间地点，听了再登记。",
        )
    elif file.on < hearing.on:
        yield obstacle(
            "hearing_to_come",
            f"当面陈述定在{day(hearing.on)}，还没有到。",
            "请听了再登记。",
        )


def _waives(file: OnFile) -> bool:
    """Return whether the last paper gives up the hearing that was asked for (不要当面陈述了)."""
    return arranged(file.proofs[:-1]).asked and not arranged(file.proofs).asked


def heard(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    """Yield why it may not be recorded now how the unit was heard (听取意见)."""
    yield from heard_more(file, limits)
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
    elif file.facts_served_on is None:
        yield facts_not_served("请先登记送达的日期、方式和回执，陈述意见的期限从送达起算。")
    elif file.speak_until and time_to_speak(file.speak_until, file.on):
        last = file.speak_until
        yield obstacle(
            "hearing_runs",
            f"单位陈述意见的期限还没有过，最后一天是{day(last)}。",
            "请等到期；单位提前说不陈述的，登记为“表示不陈述”。",
        )
