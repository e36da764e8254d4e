"""What a statement of facts rests on, for tests (要件材料), and who carries papers to and fro."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from juzheng.acts.base import people
from juzheng.acts.supervision import hearings, inquiry
from juzheng.acts.supervision.exposure import Element, Proof
from juzheng.law.base.permissions import Role
from juzheng.law.supervision.exposure import OF_THE_UNIT, Service
from juzheng.law.supervision.on_file import ELEMENTS
from juzheng.records.models import Correction, User
from juzheng.records.supervision import exhibits
from tests.conftest import NOON, PASSWORD

SAYS = {
    "arbitrary": "窗口自己要，没有哪份文件要。",
    "unreasonable": "问过单位和它的主管部门，没有给出依据。",
    "hardship": "居民跑了三趟，遗属待遇没有办成。",
}
GROUNDS = {
    one: Element(SAYS[one.value], "窗口告知单", date(2026, 11, 20), "示例局窗口")
    for one in ELEMENTS
}


def written() -> dict[str, Any]:
    """Return the same as an officer types it."""
    typed: dict[str, Any] = {}
    for one in ELEMENTS:
        typed |= {f"{one.value}_text": SAYS[one.value], f"{one.value}_document": "窗口告知单"}
        typed |= {f"{one.value}_whence": "示例局窗口"}
        day = zip(("year", "month", "day"), (2026, 11, 20), strict=True)
        typed |= {f"{one.value}_on_{part}": number for part, number in day}
    return typed


def reviewed(one: Correction, by: User, at: datetime, *, compare: bool = True) -> Correction:
    """
    Return the correction when ``by`` has looked at the paper of each of its grounds.

    What the unit said on paper has been compared too, by somebody who does nothing else.
    """
    for paper in exhibits.elements(one):
        if paper.unreviewed:
            seen: Any = {"version": one.version, "by": by, "at": at}
            inquiry.review(one, paper.shown_as, "看过原件。", **seen)
    return compared(one, at) if compare else one


def compared(one: Correction, at: datetime) -> Correction:
    """Return the correction when what the unit said on paper was compared by another officer."""
    papers = exhibits.current(one)
    if any(paper.single_handed and paper.what in OF_THE_UNIT for paper in papers):
        inquiry.check(one, version=one.version, by=messenger(one.division, "comparer"), at=at)
    return one


def facts_served(one: Correction, at: datetime, scan: bytes = b"") -> Correction:
    """Return the correction when its stated facts have reached the unit, on paper."""
    proof = Proof(Service.POST, timezone.localdate(at), "挂号3号", "邮递员送", scan)
    post = messenger(one.division)
    return hearings.serve_facts(one, proof, version=one.version, by=post, at=at)


def messenger(division: str, post: str = "messenger") -> User:
    """Return the officer who serves notices, or compares papers, and does nothing else."""
    name = f"{post}-{division}"
    found = User.objects.filter(username=name).first()
    return found or people.add(
        name,
        full_name="送达员",
        role=Role.OVERSEER,
        committee=None,
        password=PASSWORD,
        division=division,
        by="operator",
        at=NOON,
    )
