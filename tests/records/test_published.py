"""Published texts (会公开的文字): what is stored is masked, what was stored is read masked."""

from __future__ import annotations

import pytest
from django.db import connection, models

from juzheng.acts.demands import registry, units
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.registry import AskedOf, Stated
from juzheng.records.models import Demand, User
from juzheng.records.published import PublishedChar, PublishedList, PublishedText
from tests.conftest import NOON

PRIVATE = "窗口王丽说要带13800138000"
MASKED = "窗口〔姓名〕说要带〔电话号码〕"


@pytest.fixture
def demand(loaded: None, person: object) -> Demand:
    unit = units.enter("示例局", kind=Demander.HOUSING, division="420100", by="operator", at=NOON)
    by: User = person("registrar", "department", None, "钱登记", unit=unit)  # type: ignore[operator]
    stated = Stated(
        PRIVATE, "关系证明", AskedOf.COMMITTEE, "关系", (LegalBasis("", PRIVATE),), "", (PRIVATE,)
    )
    return registry.register(stated, unit=unit, key="k", by=by, at=NOON)


def kept(demand: Demand, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM records_demand WHERE id = %s", [demand.pk])
        return str(cursor.fetchone()[0])


def test_the_row_and_what_is_in_memory_are_masked_alike(demand: Demand) -> None:
    fresh = Demand.objects.get()
    for one in (demand, fresh):
        assert one.matter == MASKED
        assert one.bases[0]["provision"] == one.other_papers[0] == MASKED
    assert "138" not in kept(demand, "matter") + kept(demand, "bases")


def test_an_update_is_masked_too(demand: Demand) -> None:
    Demand.objects.update(reason=PRIVATE, fact="王丽" * 100)
    assert kept(demand, "reason") == MASKED
    assert len(kept(demand, "fact")) <= 200


def test_what_an_older_version_stored_is_read_masked_and_vouched_for_as_it_is(
    demand: Demand,
) -> None:
    sound = demand.digests()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_demand SET matter = %s, other_papers = %s", [PRIVATE, f'["{PRIVATE}"]']
        )
    old = Demand.objects.get()
    assert (old.matter, old.other_papers) == (MASKED, [MASKED])
    assert old.differing(sound) == ["matter", "other_papers"]
    assert Demand.objects.get().differing(old.digests()) == []


def test_the_database_knows_no_difference() -> None:
    for ours, plain in (
        (PublishedChar(max_length=9), models.CharField(max_length=9)),
        (PublishedText(), models.TextField()),
        (PublishedList(), models.JSONField()),
    ):
        assert ours.deconstruct()[1] == plain.deconstruct()[1]
