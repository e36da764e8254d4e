"""Reports and corrections for tests of pages (反映和纠正), made by the real acts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

from juzheng.acts.supervision import afterwards, exposure, inquiry, reports
from juzheng.acts.supervision.exposure import Subject
from juzheng.acts.supervision.reports import Filed
from juzheng.law.supervision.exposure import Hearing, Service
from juzheng.records.models import Correction, Report, User
from tests.conftest import NOON
from tests.supervising import GROUNDS, facts_served, messenger, reviewed

DIVISION = "420100"
SAID = "示例局非要居委会证明我妈是我妈。"
FACTS = "示例局办理遗属待遇，要求居民提供居委会开的关系证明，没有给出依据。"
ABOUT = Subject("示例市示例局", "social_insurance", "关系证明", "遗属待遇")


def answers(page: str, **changes: Any) -> dict[str, Any]:
    """Return what a reporter fills into ``page``, with the key that the page carries."""
    key = re.search(r'name="key" value="([0-9a-f]{32})"', page)
    assert key
    filled = {
        "key": key[1],
        "item": "NEG-01",
        "proof": "证明我妈是我妈",
        "unit_name": "示例县示例局",
        "unit_kind": "social_insurance",
        "place": "示例县",
        "story": "我叫王小明，他们非要证明。",
        "unnamed": "on",
        "reporter_name": "王小明",
    }
    return {**filled, **changes}


def report(by: User) -> Report:
    """Return a report that an officer has masked; it waits to be accepted."""
    filed = Filed(
        key=uuid4().hex,
        division=DIVISION,
        proof="证明我妈是我妈",
        unit_name=ABOUT.unit_name,
        unit_kind=ABOUT.unit_kind,
        item="NEG-01",
        story="我叫王小明。" + SAID,
        reporter_name="王小明",
        consent=True,
    )
    received = reports.receive(filed, at=NOON)
    return reports.review(received, SAID, by=by, at=NOON)


def correction(by: User) -> Correction:
    """Return a correction whose unit and superior received the notice today."""
    one = exposure.accept(report(by), ABOUT, by=by, at=NOON, apart=True)
    exposure.notify(one, "示例省示例局", version=one.version, by=by, at=NOON)
    served, post = (Service.DIRECT, NOON.date(), "回执1号"), messenger(DIVISION)
    exposure.serve(one, *served, version=one.version, by=post, at=NOON)
    return inquiry.serve_superior(one, *served, version=one.version, by=post, at=NOON)


def heard(by: User) -> tuple[Correction, Any]:
    """Return a correction that waits for a second officer, and when that is."""
    one, later = correction(by), NOON + timedelta(days=22)
    exposure.state_facts(one, FACTS, GROUNDS, version=one.version, by=by, at=later)
    facts_served(one, later)
    later += timedelta(days=8)
    exposure.hear(one, Hearing.SILENT, "", version=one.version, by=by, at=later)
    return reviewed(one, messenger(DIVISION), later), later


def exposed(by: User, second: User) -> Correction:
    """Return a correction that two officers have exposed."""
    one, later = heard(by)
    return exposure.publish(one, version=one.version, by=second, at=later)


def retracted(by: User, second: User) -> Correction:
    """Return an exposure that was wrong and was taken down on its own day."""
    one = exposed(by, second)
    judge, at = messenger("420000"), one.approved_at
    words = "经复核，事实有误，已经撤下，向单位致歉。"
    return afterwards.retract(one, words, version=one.version, by=judge, at=at)
