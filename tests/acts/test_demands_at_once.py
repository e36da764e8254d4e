"""Demands written at once (索要登记并发): a step taken on an old page changes nothing.

The state is the same before and after each time, so that only the version can tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from juzheng.acts.base import moves
from juzheng.acts.demands import registry, units
from juzheng.acts.demands.registry import Review
from juzheng.law.base.demanders import Demander
from juzheng.law.base.permissions import Office
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.registry import AskedOf, Opinion, Stated
from juzheng.records.models import Demand, DemandReview, User
from tests.conftest import NOON
from tests.records.snapshots import snapshot

SOUND = Stated(
    "收养登记",
    "收养登记用的证明",
    AskedOf.COMMITTEE,
    "收养人的抚养教育能力",
    (LegalBasis("adoption-registration", "第五条"),),
    item="POS-001",
)
REWRITTEN = replace(SOUND, matter="收养登记（改）")


@pytest.fixture
def registrar(loaded: None, person: Callable[..., User]) -> User:
    unit = units.enter(
        "示例县住房登记中心", kind=Demander.HOUSING, division="420100", by="operator", at=NOON
    )
    return person("registrar", "department", None, "钱登记", unit=unit)


@pytest.fixture
def officers(person: Callable[..., User]) -> list[User]:
    return [person(name, "overseer", None, division="420000") for name in ("zheng", "wu")]


@pytest.fixture
def draft(registrar: User) -> Demand:
    return registry.register(SOUND, unit=registrar.unit, key="k", by=registrar, at=NOON)


def say(demand: Demand, office: Office, by: User, version: int, opinion: Opinion) -> Demand:
    by.office = office.value  # as if the account had been made for it
    said = Review(opinion, "理由")
    return registry.review(demand, said, version=version, by=by, at=NOON)


WRITER: dict[str, Callable[[Demand, dict[str, Any]], Any]] = {
    "restate": lambda demand, old: registry.restate(demand, SOUND, **old),
    "submit": lambda demand, old: registry.submit(demand, **old),
    "cancel": lambda demand, old: registry.cancel(demand, "不要了", **old),
}


@pytest.mark.parametrize("act", WRITER)
def test_a_draft_rewritten_meanwhile_is_not_moved_on_from_an_old_page(
    draft: Demand, registrar: User, act: str
) -> None:
    seen = draft.version
    registry.restate(draft, REWRITTEN, version=seen, by=registrar, at=NOON)
    before = snapshot()

    with pytest.raises(moves.MovedMeanwhile):
        WRITER[act](draft, {"version": seen, "by": registrar, "at": NOON})
    assert snapshot() == before
    assert Demand.objects.get().matter == REWRITTEN.matter


def test_an_office_does_not_speak_of_what_another_has_spoken_of_since(
    draft: Demand, registrar: User, officers: list[User]
) -> None:
    registry.submit(draft, version=draft.version, by=registrar, at=NOON)
    seen = draft.version
    say(draft, Office.CIVIL_AFFAIRS, officers[0], seen, Opinion.KEEP)
    before = snapshot()

    with pytest.raises(moves.MovedMeanwhile):
        say(draft, Office.JUSTICE, officers[1], seen, Opinion.CANCEL)
    assert snapshot() == before
    assert DemandReview.objects.count() == 1


def test_what_was_kept_again_meanwhile_is_not_reopened_from_an_old_page(
    draft: Demand, registrar: User, officers: list[User]
) -> None:
    def kept() -> int:
        registry.submit(draft, version=draft.version, by=registrar, at=NOON)
        for office, officer in zip(Office, officers, strict=True):
            say(draft, office, officer, draft.version, Opinion.KEEP)
        assert draft.state == "aligned"
        return draft.version

    seen = kept()
    registry.restate(draft, REWRITTEN, version=seen, by=registrar, at=NOON)
    kept()
    before = snapshot()
    with pytest.raises(moves.MovedMeanwhile):
        registry.restate(draft, SOUND, version=seen, by=registrar, at=NOON)
    assert snapshot() == before
