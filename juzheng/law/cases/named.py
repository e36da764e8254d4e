"""Who is named on a case (办件里的人): the applicant and others, each as what."""

from __future__ import annotations

from collections.abc import Mapping

from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import AnswerKind, Item

ANSWER = "answer:"  # before the key of the question that a name answers


class Role(Term):
    """As what somebody is named (在办件里是什么人), beside those whom the questions ask for."""

    APPLICANT = "applicant", "申请人"
    GUARDIAN = "guardian", "监护人"
    HELPER = "helper", "代办人"
    COLLECTOR = "collector", "领取人"


# What a name is that answers a question with this key; of any other the question itself tells.
_ASKED: Mapping[str, str] = {
    "ward_name": "被监护人",
    "child_name": "孩子",
    "spouse_name": "配偶",
    "agent_name": "受托代理的人",
    "respondent_name": "被申请人",
    "relative_name": "亲属",
    "proposed_guardian": "希望的监护人",
    "manager_name": "负责人",
}


def asked_by(item: Item) -> tuple[str, ...]:
    """Return the keys of the questions that somebody's name answers (问到姓名的题)."""
    return tuple(one.key for one in item.questions if one.kind is AnswerKind.PERSON_NAME)


def said_of(role: str, item: Item) -> str:
    """Return in words as what somebody is named in ``role`` (身份)."""
    if not role.startswith(ANSWER):
        return Role(role).label
    key = role.removeprefix(ANSWER)
    labels = {one.key: one.label for one in item.questions}
    return _ASKED.get(key) or labels.get(key, key)
