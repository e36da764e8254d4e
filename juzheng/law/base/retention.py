"""Retention (保存期限): how long what is kept of people, and what is left of it afterwards.

Source: 个人信息保护法 第十九条, 第四十七条第一款第二项.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from juzheng.law.base.machine import Machine
from juzheng.law.base.terms import Term


class Kept(Term):
    """Kinds of records with personal data in them (保存的种类)."""

    DRAFT = "draft", "没有提交的草稿"
    SESSION = "session", "登录和查询状态"
    WITHDRAWN = "withdrawn", "撤回的申请，没有补来材料而结束的申请"
    REFUSAL = "refusal", "不予出具的办件和告知单"
    CERTIFICATE = "certificate", "已出具的证明和它的办件"
    REPORT = "report", "居民反映"
    PHOTO = "photo", "反映里的照片"
    LOOK = "look", "查看记录"
    QUESTION = "question", "同意留下的问话"
    ACCOUNT = "account", "停用的工作人员账号"


@dataclass(frozen=True)
class Rule:
    """How long one kind is kept (保存规则): data of the catalogue, shown on the privacy page."""

    kind: Kept
    days: int
    since: str  # from which event, in words
    processor: str  # who processes it (个人信息处理者)
    holds: str  # what personal data it holds
    purpose: str
    erased: str  # what goes
    left: str  # what stays, and why that names nobody
    ground: str  # where the number is from
    least_days: int = 1  # a county goes no lower
    fixed: bool = False  # a county does not change it


class BadTerm(Exception):
    """A term that a county cannot set (期限不能这样改)."""


def insist_on_shorter(rule: Rule, days: int, reason: str) -> None:
    """:raises BadTerm: unless ``days`` is a shorter term than the rule's, with a reason"""
    if rule.fixed:
        raise BadTerm("这一种的期限是固定的，不能改。")
    if not reason.strip():
        raise BadTerm("请写明为什么缩短。")
    if days >= rule.days:
        raise BadTerm("只能比本系统的期限短，不能延长。")
    if days < rule.least_days:
        raise BadTerm("比法律要求的最短保存时间还短，不能这样改。")


def days_of(rule: Rule, shorter: Iterable[int]) -> int:
    """Return how many days hold where counties chose ``shorter`` ones."""
    return max(rule.least_days, min([rule.days, *shorter]))


def is_over(since: date, days: int, on: date) -> bool:
    """Return whether the term that began on ``since`` is over on ``on``: its last day counts."""
    return on > since + timedelta(days=days)


class HoldGround(Term):
    """Why something is not erased though its term is over (暂不删除的原因)."""

    AUTHORITY = "authority", "法院、检察、公安、监察等机关依法要求保留"
    DISPUTE = "dispute", "有投诉、信访、复议或者诉讼没有办完"


class NotHeld(Term):
    """Why nothing can be kept (不能登记暂不删除), as it is said to the officer."""

    NOT_HERE = "not_here", "本级没有这个编号的办件、文书或者反映。请照编号填写。"
    GONE = "gone", "这一件已经按期删除，没有可以保留的内容。"
    ALREADY = "already", "这一件已经登记过暂不删除。请在上面改截止日期。"


class HoldState(Term):
    """Where a hold stands (暂不删除的状态)."""

    PLACED = "placed", "暂不删除"
    LIFTED = "lifted", "已解除"


class HoldEvent(Term):
    """What happened to a hold (暂不删除的经过), past tense."""

    PLACED = "placed", "登记暂不删除"
    EXTENDED = "extended", "改了截止日期"
    LIFTED = "lifted", "解除，按期限删除"


HOLDS = Machine(
    "hold",
    HoldState,
    HoldEvent,
    {
        None: {HoldEvent.PLACED: HoldState.PLACED},
        HoldState.PLACED: {
            HoldEvent.EXTENDED: HoldState.PLACED,
            HoldEvent.LIFTED: HoldState.LIFTED,
        },
        HoldState.LIFTED: {},
    },
)
LONGEST_HOLD_DAYS = 1096  # our own number: nothing is held for ever because nobody looked again


def insist_on_end(until: date, on: date) -> None:
    """:raises BadTerm: unless a hold registered ``on`` ends later, and not too far away"""
    if until < on:
        raise BadTerm("截止日期已经过了。请写今天或者以后的日期。")
    if until > on + timedelta(days=LONGEST_HOLD_DAYS):
        raise BadTerm("一次最多三年（本系统自己定的）。到期前还要保留的，再改截止日期。")
