"""Retention (保存期限): how long what is kept of people, and what is left of it afterwards.

Source: 个人信息保护法 第十九条, 第四十七条第一款第二项.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from juzheng.law.base.terms import Term


class Kept(Term):
    """Kinds of records with personal data in them (保存的种类)."""

    DRAFT = "draft", "没有提交的草稿"
    SESSION = "session", "登录和查询状态"
    WITHDRAWN = "withdrawn", "撤回的申请"
    REFUSAL = "refusal", "不予出具的办件和告知单"
    CERTIFICATE = "certificate", "已出具的证明和它的办件"
    REPORT = "report", "居民反映"
    PHOTO = "photo", "反映里的照片"
    LOOK = "look", "查看记录"
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
