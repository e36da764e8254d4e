"""A committee with one case to sign and one to refuse, built by the real acts.

``python -m tests.faults.scene`` builds it where JUZHENG_DATA says; the fault tests copy the folder.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import django

from tests.conftest import ANSWERS_BY_KIND, IDENTITY, NOON

TO_SIGN = "POS-001"
TO_REFUSE = "NEG-01"


def build(at: datetime = NOON) -> None:
    """Build everything; the people are named as in tests/conftest.py."""
    from juzheng.acts.base import people
    from juzheng.acts.cases import drafting
    from juzheng.acts.catalogue import loading
    from juzheng.law.base.permissions import Role
    from juzheng.records.models import Committee
    from juzheng.web.shared import startup

    list(startup.database(at=at))
    list(startup.signing_keys(at=at))
    loading.load(at=at)
    loading.load_committees(fictional=True, at=NOON)
    committee = Committee.objects.get(kind="residents", fictional=True)
    clerk, _ = (
        people.add(
            name,
            full_name=full_name,
            role=Role(name),
            committee=committee,
            password="correct-horse-battery",
            by="operator",
            at=at,
        )
        for name, full_name in (("clerk", "陈经办"), ("responsible", "林主任"))
    )
    case = file(TO_SIGN, committee, at=at)
    confirm(case, by=clerk, at=at)
    drafting.send(case, by=clerk, at=at)
    file(TO_REFUSE, committee, at=at)


def confirm(case: Any, *, by: Any, at: datetime) -> None:
    """Confirm every fact that the item asks for."""
    from juzheng.acts.cases import verification
    from juzheng.law.cases.verification import Means, Result

    for fact in case.revision.item.facts:
        verification.record(
            case,
            fact.key,
            means=Means.ORIGINAL,
            result=Result.CONFIRMED,
            note="看过原件",
            by=by,
            at=at,
        )


def file(item_id: str, committee: Any, *, at: datetime, key: str = "") -> Any:
    """Return a received case for ``item_id``."""
    from juzheng.acts.cases import intake
    from juzheng.acts.cases.intake import Application
    from juzheng.law.base.identity import read
    from juzheng.records.models import Revision

    revision = Revision.objects.filter(subject=item_id).order_by("-number")[0]
    answers = {
        question.key: question.choices[0] if question.choices else ANSWERS_BY_KIND[question.kind]
        for question in revision.item.questions
    }
    application = Application(
        committee=committee,
        revision=revision,
        applicant_name="李秀英",
        identity=read(IDENTITY, at.date()),
        telephone="",
        recipient="示例县民政局",
        purpose="办理登记",
        channel="online",
        idempotency_key=key or f"scene-{item_id}",
        answers=answers,
    )
    return intake.receive(application, by=None, at=at)


def main(words: Sequence[str] = ()) -> None:
    """Build it for now, if the words say so, else for NOON."""
    build(datetime.now(UTC) if "now" in words else NOON)


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1:])
