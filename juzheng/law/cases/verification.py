"""Verification (核查): what counts as confirmed, and by which means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from juzheng.law.base.citations import ON_THE_SPOT, Citation, house
from juzheng.law.base.terms import Term
from juzheng.law.cases.lifecycle import Event
from juzheng.law.catalogue.items import FactToVerify


class Means(Term):
    """How a fact was looked into (核查方式)."""

    ORIGINAL = "original", "查验证件原件"
    OWN_REGISTER = "own_register", "查阅本委员会登记册"
    HOME_VISIT = "home_visit", "入户查看"
    NEIGHBOURS = "neighbours", "走访询问"
    ARCHIVE = "archive", "档案查阅"
    AUTHORITY_REPLY = "authority_reply", "部门核查回复"
    OWN_STATEMENT = "own_statement", "当事人书面陈述"
    SITE_VISIT = "site_visit", "现场查看"
    PAPERS_READ = "papers_read", "查阅有关材料"
    ASKED = "asked", "当面询问"
    SIGNED_BEFORE = "signed_before", "当面签名或者见证"
    SIGNED_KEPT = "signed_kept", "收存本人签名的书面材料"

    @property
    def confirms(self) -> bool:
        """Whether this means alone can confirm a fact (能否单独作为核实依据)."""
        return self is not Means.OWN_STATEMENT

    @property
    def of_any_fact(self) -> bool:
        """
        Return whether it can confirm whatever the fact is (对任何事实都算数).

        What somebody says or signs before the clerk confirms only that it was said or signed: it
        counts where the catalogue names it as a way, and nobody becomes his own witness by it.
        """
        return self.confirms and self not in _SAID_OR_SIGNED


_SAID_OR_SIGNED = {Means.ASKED, Means.SIGNED_BEFORE, Means.SIGNED_KEPT}
# By which words of the catalogue each means is named.
_WORDS: dict[Means, re.Pattern[str]] = {
    Means.ORIGINAL: re.compile("查验(?!记录)|^核对居民身份证|(?:核对|查看).*原件"),
    Means.OWN_REGISTER: re.compile("登记册|台账|名册|登记卡|户册|门牌登记|异议登记|登记人"),
    Means.HOME_VISIT: re.compile("入户|上门"),
    Means.NEIGHBOURS: re.compile("走访|邻居"),
    Means.ARCHIVE: re.compile("调取|(?:查阅|核对).*记录"),
    Means.AUTHORITY_REPLY: re.compile("(?:^|，)向.*核[对实]|请.*部门核查"),
    Means.SITE_VISIT: re.compile("实地|现场|到场查看"),
    Means.PAPERS_READ: re.compile("查阅|核对(?!身份证)|查询"),
    Means.ASKED: re.compile("当面(?!签名|查询)|询问|谈话|见面"),
    Means.SIGNED_BEFORE: re.compile("当面签名|见证|签名记录|上签名"),
    Means.SIGNED_KEPT: re.compile("收存|存下"),
}


# What a sentence of a paper says of how it came about, and the only means by which that is true.
_CLAIMS: tuple[tuple[re.Pattern[str], Means], ...] = (
    (re.compile("查验(?:了|过)?(?:本人)?证件|(?:查验|核对|查看)[^，。；]*原件"), Means.ORIGINAL),
    (
        re.compile("查阅[^，。；]*(?:登记资料|登记册|台账|名册|户册|登记卡)"),
        Means.OWN_REGISTER,
    ),
    (re.compile("经(?:过)?(?:入户|上门)"), Means.HOME_VISIT),
    (re.compile("经(?:过)?(?:走访|向?邻居)"), Means.NEIGHBOURS),
    (re.compile("现场(?:查验|查看|核实)|实地(?:查看|察看|核实)"), Means.SITE_VISIT),
    (re.compile("部门核[查实对]"), Means.AUTHORITY_REPLY),
    (re.compile("(?:调取|查阅)[^，。；]*档案"), Means.ARCHIVE),
)


class Result(Term):
    """What a check found (核查结果)."""

    CONFIRMED = "confirmed", "属实"
    FAILED = "failed", "不能确认"


@dataclass(frozen=True)
class Check:
    """One look into one fact (核查记录): what, how, by whom, when, with which result."""

    fact: str  # the key of the FactToVerify
    means: Means
    result: Result
    by: str  # the clerk's name or account
    on: date
    note: str = ""  # what was seen, heard or read


@dataclass(frozen=True)
class OpenFact:
    """A fact that may not be certified yet (未核实的事实), and why."""

    key: str
    why: str  # for the clerk: what is so
    remedy: str  # and what to do, as long as something can be recorded
    citation: Citation
    misfit: bool = False  # it was looked into, but not as the paper says

    @property
    def message(self) -> str:
        """Return both (说明)."""
        return f"{self.why}{self.remedy}"


def named(fact: FactToVerify) -> tuple[Means, ...]:
    """Return the means that the catalogue names for ``fact`` (写明的核实办法), in its order."""
    found = (one for way in fact.means for one in Means if way == one.label or _names(one, way))
    return tuple(dict.fromkeys(found))


def _names(one: Means, way: str) -> bool:
    words = _WORDS.get(one)
    return words is not None and words.search(way) is not None


def besides(fact: FactToVerify) -> tuple[Means, ...]:
    """Return what else may have been done to look into ``fact`` (别的核实办法)."""
    told = named(fact)
    return tuple(one for one in Means if one not in told and one not in _SAID_OR_SIGNED)


def counts(means: Means, fact: FactToVerify) -> bool:
    """Return whether ``means`` may be written down of ``fact`` at all (能不能这样登记)."""
    return means not in _SAID_OR_SIGNED or means in named(fact)


def claimed(fact: FactToVerify) -> tuple[str, tuple[Means, ...]]:
    """Return the words that say how it was verified, and by which means (句中的核实办法)."""
    found = [(hit[0], one) for words, one in _CLAIMS if (hit := words.search(fact.sentence))]
    return "、".join(words for words, _ in found), tuple(one for _, one in found)


def fits(means: Means, fact: FactToVerify) -> bool:
    """
    Return whether the sentence of ``fact`` stays true when ``means`` confirmed it (与证明的话相符).

    A paper that says 经查阅登记资料 is false if somebody was asked instead, whatever he said. A
    look in vain may be written down by any means: the paper then says nothing.
    """
    _, only = claimed(fact)
    return not only or means in only


def misfit(means: Means, fact: FactToVerify) -> tuple[str, str] | None:
    """Return why ``means`` makes the paper's words false, and what to do (话与办法不符)."""
    words, only = claimed(fact)
    if not only or means in only or not means.confirms:
        return None
    ways = "或者".join(f"“{one.label}”" for one in only)
    why = f"“{fact.label}”在证明上写的是“{words}”，登记的核实办法却是“{means.label}”。"
    return why, f"请{ways}以后再登记，不能用别的办法代替。"


def only_stated(event: Term, details: Mapping[str, Any]) -> bool:
    """Return whether a line of a case tells of a statement alone (只有本人陈述)."""
    return event is Event.CONFIRMED and details.get("means") == Means.OWN_STATEMENT.value


def confirmed(fact: FactToVerify, checks: Sequence[Check]) -> bool:
    """
    Return whether ``checks`` confirm ``fact`` (是否核实).

    The latest check that says something decides, in the order recorded and not by its day: a
    clock may be set back, a ledger goes on. The applicant's own statement says nothing in
    favour, but it can undo: an applicant who takes a fact back leaves it unconfirmed until a
    later check confirms it. Nor does a check tell anything in favour by which the sentence of
    the paper would be false (:func:`fits`).

    Source: 据实出具 in 民发〔2020〕20号 第二部分第三段 (OP-2.3.d). The text is silent on means;
    that nobody is his own witness is the house's rule.
    """
    last = _last_word(fact, checks)
    return last is not None and last.result is Result.CONFIRMED


def open_facts(needed: Iterable[FactToVerify], checks: Sequence[Check]) -> tuple[OpenFact, ...]:
    """
    Return why facts are not confirmed (未核实的原因), one entry a fact, in the order needed.

    Empty means: everything that the certificate will say is confirmed.
    Source: OP-2.3.d (verify in time, issue by the facts), OP-3.1.b (cannot be verified).
    """
    return tuple(_why(fact, checks) for fact in needed if not confirmed(fact, checks))


def _why(fact: FactToVerify, checks: Sequence[Check]) -> OpenFact:
    if _last_word(fact, checks) is not None:
        return OpenFact(
            fact.key,
            f"“{fact.label}”经核查不能确认。",
            "请换一种方式再核查；仍不能确认的，不予出具，并告知居民可以向哪个部门申请核查。",
            ON_THE_SPOT,
        )
    own = [check for check in checks if check.fact == fact.key]
    if other := next(filter(None, (misfit(one.means, fact) for one in reversed(own))), None):
        return OpenFact(fact.key, *other, ON_THE_SPOT, misfit=True)
    if own:
        return OpenFact(
            fact.key,
            f"“{fact.label}”只有当事人自己的陈述，不能单独作为核实依据。",
            "请再用查验原件、入户、走访等方式核查。",
            house("当事人不能自己给自己作证"),
        )
    return OpenFact(fact.key, f"“{fact.label}”还没有核实。", "请先登记核查结果。", ON_THE_SPOT)


def _last_word(fact: FactToVerify, checks: Sequence[Check]) -> Check | None:
    telling = (
        check
        for check in reversed(checks)
        if check.fact == fact.key
        and (check.result is Result.FAILED or (check.means.confirms and fits(check.means, fact)))
    )
    return next(telling, None)
