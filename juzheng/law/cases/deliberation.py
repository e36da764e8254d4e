"""Deliberation (议事协商): whether the record of one meeting carries a certificate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from fractions import Fraction

from juzheng.law.base.citations import DELIBERATE_AND_SIGN, Citation, house
from juzheng.law.base.deadlines import day
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.cases.lifecycle import Event
from juzheng.law.catalogue.items import CommitteeKind, DeliberationRule, MeetingNumber
from juzheng.law.catalogue.meetings import holds, kinds

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Meeting:
    """
    The record of one meeting (会议记录), as the committee wrote it down.

    :ivar kind: 村民会议, 居民代表会议 …, in the words of the rule
    :ivar called_on: the day on which it was called (召集)
    :ivar entitled: how many were entitled to take part (应到)
    :ivar present: how many came (实到)
    :ivar public_notice_days: days for which the result is on public notice (公示)
    :ivar notice_from: first day of the public notice; ``None`` if there was none
    :ivar objections: how many objected (异议) during the notice
    :ivar objections_settled: how many of these were answered and recorded
    :ivar sheet: whether the signed sheet of those present was scanned (签到及表决表)
    :ivar area_entitled: square metres of all, where area counts as heads do (专有部分面积)
    :ivar party_body: which Party organisation discussed it before, and ``party_on`` when (党组织)
    """

    kind: str
    called_on: date
    held_on: date
    entitled: int
    present: int
    votes_for: int
    against: int
    abstained: int
    public_notice_days: int = 0
    notice_from: date | None = None
    objections: int = 0
    objections_settled: int = 0
    sheet: bool = False
    area_entitled: int = 0
    area_present: int = 0
    area_for: int = 0
    party_body: str = ""
    party_on: date | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if type(value) is int and value < 0:
                raise ValueError(f"{field.name} must be 0 or more, got {value}")


@dataclass(frozen=True)
class Shortfall:
    """One reason why the meeting does not carry (议事协商的欠缺)."""

    code: str
    message: str  # for the clerk: what is so and what to do now
    citation: Citation


def shortfalls(meeting: Meeting, rule: DeliberationRule, on: date) -> tuple[Shortfall, ...]:
    """
    Return everything for which the meeting does not carry on ``on``; empty means: agreed.

    :raises ValueError: if a fraction of ``rule`` cannot be read

    Source: 民发〔2020〕20号 第二部分第二段 (OP-2.2.c) demands that residents discuss and agree,
    and that the responsible person signs. It is silent on who is called, quorum, majority,
    notice and objections: those numbers come from ``rule``, each with its own source
    (house ruling: never constants). Also silent on the signed sheet: it is the house's proof
    that the meeting took place.
    """
    found = (
        *_of_the_party(meeting, rule),
        *_of_the_day(meeting, rule, on),
        *_of_the_count(meeting),
        *_of_the_vote(meeting, rule),
        *_of_the_notice(meeting, rule, on),
        *_of_the_record(meeting),
    )
    return tuple(Shortfall(code, message, _written(code)) for code, message in found)


def _written(code: str) -> Citation:
    """Return where it is written: that a meeting is on record is asked for by us alone."""
    return house("议事要留下记录") if code in OF_THE_RECORD else DELIBERATE_AND_SIGN


OF_THE_RECORD = frozenset({"objections", "objections_count", "sheet", "votes", "present"})

# What makes it no meeting at all, however it voted.
NOT_VALID = frozenset(
    {"party", "kind", "called", "called_late", "not_held", "present", "votes", "quorum"}
)


def agreed(meeting: Meeting, rule: DeliberationRule, on: date) -> bool:
    """Return whether the residents have agreed (讨论同意) by ``rule`` and nothing is open."""
    return not shortfalls(meeting, rule, on)


def event_of(meeting: Meeting, rule: DeliberationRule, on: date) -> Event:
    """
    Return what has happened, in the law's words, when ``meeting`` is recorded on ``on`` (会议结果).

    Agreed is only what :func:`agreed` says. Residents have declined only where a valid meeting
    voted; a meeting that was not valid is neither, and must be held again.
    """
    return what_happened(shortfalls(meeting, rule, on))


def what_happened(owed: Iterable[Shortfall]) -> Event:
    """Return what it is, in the law's words, if ``owed`` is lacking (会议结果)."""
    found = {shortfall.code for shortfall in owed}
    if not found:
        return Event.AGREED
    if found & NOT_VALID:
        return Event.NOT_VALID
    return Event.DECLINED if "majority" in found else Event.CARRIED


def impossible(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """
    Yield the field and why no meeting can have been like that (不可能的数字); nobody records it.

    Days and numbers are compared with each other only: no rule is needed to see it.
    """
    if meeting.present > meeting.entitled:
        yield "present", "实到人数不能多于应到人数。请对照签到表改正。"
    if _votes(meeting) > meeting.present:
        yield "votes_for", "同意、反对、弃权加起来多于实到人数。请对照表决表改正。"
    if meeting.area_present > meeting.area_entitled:
        yield "area_present", "参与表决的面积不能多于全体业主的面积。请对照表决表改正。"
    if meeting.area_for > meeting.area_present:
        yield "area_for", "同意的面积不能多于参与表决的面积。请对照表决表改正。"
    if meeting.held_on < meeting.called_on:
        yield "held_on", "会议日期早于召集日期。请对照会议通知改正。"
    if meeting.notice_from is not None and meeting.notice_from < meeting.held_on:
        yield "notice_from", "公示开始的日期早于会议日期。公示的是会议结果，请改正或重新公示。"
    if meeting.objections_settled > meeting.objections:
        yield "objections_settled", "已经答复的异议不能多于提出的异议。请改正。"


def of_others(meeting: Meeting, committee: CommitteeKind) -> Iterator[tuple[str, str]]:
    """Yield the field and why this committee cannot have held it (别的委员会的会)."""
    if not holds(committee, meeting.kind):
        yield (
            "kind",
            f"本委员会是{committee.label}，开不了{meeting.kind}。请选本委员会自己开的会。",
        )


def contradicts(before: Meeting, now: Meeting) -> bool:
    """
    Return whether ``now`` tells another outcome of the very meeting that ``before`` told (矛盾).

    What is completed later (the sheet, the notice, objections that were answered) contradicts
    nothing: of one meeting of one day only who came and how they voted is the same for ever.
    """
    same_meeting = (before.kind, before.held_on) == (now.kind, now.held_on)
    return same_meeting and any(getattr(before, one) != getattr(now, one) for one in _COUNTED)


_COUNTED = (
    *("entitled", "present", "votes_for", "against", "abstained"),
    *("area_entitled", "area_present", "area_for"),
)


def contradiction(before: Meeting) -> Obstacle:
    """Return why a second record of one meeting needs a reason (同一次会议登记不一样)."""
    votes = f"同意{before.votes_for}，反对{before.against}，弃权{before.abstained}"
    return Obstacle(
        "contradicts",
        f"{day(before.held_on)}的{before.kind}已经登记过，人数或者票数不一样（{votes}）。",
        "请对照签到表和表决表；这一次对的，请写明原来的错在哪里，以这一次为准。",
        house("议事要留下记录"),
    )


def displaced(before: Meeting, now: Meeting, rule: DeliberationRule, on: date) -> Obstacle | None:
    """
    Return why ``now`` needs a reason to take the place of another meeting (另一次会议代替).

    Of one held before the one that counts, or any other while the notice of that one still runs: by
    it what stands in the way of a paper would be gone without a word.
    """
    if (before.kind, before.held_on) == (now.kind, now.held_on):
        return None
    last = last_of_notice(before, rule)
    if last is not None and on <= last:
        why = f"已经登记了{day(before.held_on)}的{before.kind}，公示到{day(last)}满，现在还没有满。"
    elif now.held_on < before.held_on:
        why = f"已经登记了{day(before.held_on)}的{before.kind}，这一次反而开得早。"
    else:
        return None
    remedy = "请先核对哪一次算数；用这一次代替的，请写明为什么，负责人签字以前会看到。"
    return Obstacle("contradicts", why, remedy, house("议事要留下记录"))


def carried(meeting: Meeting, rule: DeliberationRule) -> bool:
    """
    Return whether enough of those who count voted for it (表决通过), by ``rule``.

    Of all entitled where the rule says so (``majority_of_entitled``), else of those present.
    """
    return _by_heads(meeting, rule) and _by_area(meeting, rule)


def _by_heads(meeting: Meeting, rule: DeliberationRule) -> bool:
    return reaches(meeting.votes_for, _voters(meeting, rule), rule.majority)


def _by_area(meeting: Meeting, rule: DeliberationRule) -> bool:
    """Return whether the area that voted for it is enough, where area counts (面积占比)."""
    whole = meeting.area_entitled if rule.majority_of_entitled else meeting.area_present
    return not rule.by_area or reaches(meeting.area_for, whole, rule.majority)


def _voters(meeting: Meeting, rule: DeliberationRule) -> int:
    return meeting.entitled if rule.majority_of_entitled else meeting.present


def reaches(part: int, whole: int, fraction: str) -> bool:
    """
    Return whether ``part`` of ``whole`` reaches ``fraction`` (达到比例).

    "1/2" means more than half (过半数); any other fraction means at least that much, as in
    三分之二以上 (民法典 第一千二百五十九条: 以上 includes the number itself). Of nobody, no part
    reaches anything.

    :raises ValueError: if ``fraction`` is not a fraction above 0 and up to 1
    """
    wanted = _fraction(fraction)
    if whole == 0:
        return False
    share = Fraction(part, whole)
    return share > HALF if wanted == HALF else share >= wanted


def _fraction(text: str) -> Fraction:
    try:
        fraction = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"a fraction like 2/3 is needed, got {text!r}") from None
    if not 0 < fraction <= 1:
        raise ValueError(f"a fraction above 0 and up to 1 is needed, got {text!r}")
    return fraction


def _in_words(fraction: str) -> str:
    wanted = _fraction(fraction)
    return "过半数" if wanted == HALF else f"{wanted.numerator}/{wanted.denominator}以上"


def _of_the_party(meeting: Meeting, rule: DeliberationRule) -> Iterator[tuple[str, str]]:
    """Say that the Party's branch did not discuss it before, where the law wants it to (党组织)."""
    since = rule.party_first_from
    if not rule.party_first or (since is not None and meeting.held_on < since):
        return
    if not meeting.party_body or meeting.party_on is None:
        yield (
            "party",
            f"还没有登记党组织先研究讨论的情况（{rule.party_first}）。请写明是哪个党组织、哪一天。",
        )
    elif meeting.party_on > meeting.held_on:
        yield (
            "party",
            f"党组织{day(meeting.party_on)}才研究，会议已经开过。请先研究，再重新召集会议。",
        )


def _of_the_day(meeting: Meeting, rule: DeliberationRule, on: date) -> Iterator[tuple[str, str]]:
    if meeting.kind not in kinds(rule):
        yield "kind", f"本事项应当经{rule.kind}讨论，记录的是{meeting.kind}。请按规定的会议召集。"
    if meeting.held_on < meeting.called_on:
        yield "called", "会议日期早于召集日期。请对照会议通知改正。"
    elif (meeting.held_on - meeting.called_on).days < rule.notice_days:
        yield (
            "called_late",
            f"召集到开会不足{rule.notice_days}天。请提前{rule.notice_days}天通知，重新召集。",
        )
    if meeting.held_on > on:
        yield "not_held", f"会议定在{day(meeting.held_on)}，还没有召开。请在会后登记结果。"


def _of_the_count(meeting: Meeting) -> Iterator[tuple[str, str]]:
    if meeting.present > meeting.entitled:
        yield (
            "present",
            f"实到{meeting.present}人多于应到{meeting.entitled}人。请对照签到表改正。",
        )
    votes = _votes(meeting)
    if votes != meeting.present:
        yield (
            "votes",
            f"同意、反对、弃权共{votes}票，实到{meeting.present}人，两数不符。请对照表决表改正。",
        )


def _votes(meeting: Meeting) -> int:
    return meeting.votes_for + meeting.against + meeting.abstained


def _of_the_vote(meeting: Meeting, rule: DeliberationRule) -> Iterator[tuple[str, str]]:
    if not reaches(meeting.present, meeting.entitled, rule.quorum):
        yield (
            "quorum",
            f"应到{meeting.entitled}人，实到{meeting.present}人，没有达到"
            f"{_whose(_in_words(rule.quorum), MeetingNumber.QUORUM, rule)}。请重新召集会议。",
        )
    if rule.by_area and not reaches(meeting.area_present, meeting.area_entitled, rule.quorum):
        yield (
            "quorum",
            f"全体面积{meeting.area_entitled}平方米，参与表决{meeting.area_present}平方米，没有达到"
            f"{_in_words(rule.quorum)}；人数和面积两样都要达到。请重新召集会议。",
        )
    if not _by_heads(meeting, rule):
        voters = _voters(meeting, rule)
        whole = f"应到{voters}人" if rule.majority_of_entitled else f"实到{voters}人"
        yield (
            "majority",
            f"{whole}，同意{meeting.votes_for}人，没有达到"
            f"{_whose(_in_words(rule.majority), MeetingNumber.MAJORITY, rule)}。"
            "没有同意，不能出具；可以再次召集讨论。",
        )
    if not _by_area(meeting, rule):
        yield (
            "majority",
            f"参与表决{meeting.area_present}平方米，同意{meeting.area_for}平方米，没有达到"
            f"{_in_words(rule.majority)}；人数和面积两样都要达到。没有同意，不能出具；可以再次召集讨论。",
        )


def _whose(said: str, number: MeetingNumber, rule: DeliberationRule) -> str:
    """Return a number, marked if no law gives it, so that nobody takes it for law."""
    return f"{said}（这个数字是本项目建议的，法律法规没有规定）" if number in rule.ours else said


def _of_the_notice(meeting: Meeting, rule: DeliberationRule, on: date) -> Iterator[tuple[str, str]]:
    if rule.public_notice_days < 1:
        return
    if meeting.notice_from is None:
        yield "notice", f"结果还没有公示。请公示{rule.public_notice_days}天后再办理。"
        return
    if meeting.notice_from < meeting.held_on:
        yield "notice_before", "公示开始的日期早于会议日期。公示的是会议结果，请改正或重新公示。"
    if meeting.public_notice_days < rule.public_notice_days:
        yield (
            "notice_short",
            f"公示{meeting.public_notice_days}天，少于"
            f"{_whose(f'{rule.public_notice_days}天', MeetingNumber.PUBLIC_NOTICE, rule)}。"
            "请补足公示时间。",
        )
    last = last_of_notice(meeting, rule)
    if last is not None and on <= last:
        yield "notice_open", f"公示到{day(last)}为止，还没有结束。请在公示期满后办理。"


def last_of_notice(meeting: Meeting, rule: DeliberationRule) -> date | None:
    """Return the last day on which the result has to hang (公示期满日); None: on no notice."""
    if meeting.notice_from is None or rule.public_notice_days < 1:
        return None
    days = max(meeting.public_notice_days, rule.public_notice_days)
    return meeting.notice_from + timedelta(days=days - 1)


def _of_the_record(meeting: Meeting) -> Iterator[tuple[str, str]]:
    if (unsettled := meeting.objections - meeting.objections_settled) > 0:
        yield "objections", f"还有{unsettled}件异议没有处理。请核实、答复并登记处理结果。"
    if unsettled < 0:
        yield (
            "objections_count",
            f"异议共{meeting.objections}件，却登记处理了{meeting.objections_settled}件。请改正。",
        )
    if not meeting.sheet:
        yield "sheet", "还没有上传到会人员签名的签到及表决表。请扫描上传。"
