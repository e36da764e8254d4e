"""Consents (单独同意): what an application may ask for only with a consent that names it.

Source: 个人信息保护法 第二十八条, 第二十九条, 第三十一条.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import AnswerKind, Item, Sensitive

CHILD_UNTIL_YEARS = 14
# Of whom it is told, whatever is told: each answer bears on it.
_OF_WHOM = (Sensitive.WARD, Sensitive.VIOLENCE)
_DAYS = (AnswerKind.DATE, AnswerKind.BIRTH_DATE, AnswerKind.DATE_IN_PART)
# Kept among the answers: the unit still wants it, so that the committee states facts after all.
INSISTS = "单位书面坚持要"  # the name under which it has been kept from the first
GUARDIAN = "监护人"  # and for a child: who consented, and what they are to it
HELPER = "代办人"  # and who filled it in for the applicant, if another did
HIMSELF = ("本人", "自己")


class How(Term):
    """How a consent was given (同意的方式)."""

    ONLINE = "online", "本人在网上勾选"
    PAPER = "paper", "窗口，书面签名"
    ORAL = "oral", "窗口，口头同意，由经办人登记"


@dataclass(frozen=True)
class Given:
    """What was agreed to (取得的单独同意), kind by kind, and how."""

    kinds: tuple[str, ...] = ()
    how: str = How.ORAL.value


NOTHING_GIVEN = Given()


@dataclass(frozen=True)
class ForAnother:
    """Who acts for the applicant, and what he is to them (替别人办的人)."""

    name: str
    relation: str

    def of(self, applicant: str) -> bool:
        """Return whether he is named, and somebody else than ``applicant`` (不是申请人本人)."""
        named = bool(self.name and self.relation)
        return named and self.name != applicant and self.relation not in HIMSELF


class Guardian(ForAnother):
    """Who consents for a child under fourteen (监护人)."""


class Helper(ForAnother):
    """Who fills it in for a grown applicant, who has agreed to it (代办人)."""


def is_child(birth: date | None, on: date) -> bool:
    """Return whether somebody born on ``birth`` is under fourteen (不满十四周岁) on ``on``."""
    if birth is None:
        return False
    had_birthday = (on.month, on.day) >= (birth.month, birth.day)
    return on.year - birth.year - (not had_birthday) < CHILD_UNTIL_YEARS


def wanted(item: Item, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the kinds that need a consent of their own: of an item of which anything is asked."""
    asked = INSISTS in answers or any(question.key in answers for question in item.questions)
    return tuple(kind.value for kind in item.sensitive) if asked else ()


def wanted_again(
    item: Item, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[str, ...]:
    """
    Return the kinds that an edit needs a consent of its own for (改动后重新取得同意).

    A consent was to the data as it stood: what is new or another needs one again, what is only
    taken out needs none. A day put right says nothing of health, a court or money: those are asked
    for anew only if something else is another; whom it is about (a ward, a
    person beaten) hangs on every answer. Source: 个人信息保护法 第十四条第二款, 第二十九条.
    """
    new = {k for k, said in after.items() if said not in (None, "") and before.get(k) != said}
    days = {one.key for one in item.questions if one.kind in _DAYS}
    touched = item.sensitive if new - days else [k for k in item.sensitive if k in _OF_WHOM]
    return tuple(kind.value for kind in touched) if new else ()


@dataclass(frozen=True)
class Applicant:
    """Who applies, as far as consents ask (申请人): his name, and his day of birth if known."""

    name: str
    birth: date | None


def missing(
    item: Item,
    answers: Mapping[str, Any],
    given: Iterable[str],
    guardian: Guardian | None,
    *,
    applicant: Applicant,
    on: date,
) -> tuple[str, ...]:
    """
    Return which consents are not there: kinds by their code, ``guardian`` for a child's.

    ``birth``: neither the number nor anybody says how old the applicant is; then nobody can say
    that no guardian has to consent.
    """
    lacking = tuple(kind for kind in wanted(item, answers) if kind not in set(given))
    if applicant.birth is None:
        return (*lacking, "birth")
    named = guardian is not None and guardian.of(applicant.name)
    child = is_child(applicant.birth, on)
    return (*lacking, "guardian") if child and not named else lacking
