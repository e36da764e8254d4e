"""How long people really waited (办理用时): OP-2.3.d, promised and kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from juzheng.acts.base import tallies
from juzheng.law.cases.handling import FEWEST
from juzheng.records.cases import handling
from juzheng.records.models import Certificate
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def papers(drafted_for, responsible):
    """Issue as many certificates as it takes to be shown; one took two working days."""
    from juzheng.acts.cases import signing

    for number in range(FEWEST):
        later = NOON + timedelta(days=2 if number == 0 else 0)
        signing.sign(drafted_for("POS-001"), by=responsible, at=later)


def waited(division="", item="POS-001", on=TODAY):
    return handling.of_item(item, division=division, on=on)


def test_it_counts_working_days_from_receipt_to_paper(papers, committee):
    found = waited(committee.code[:6], on=TODAY + timedelta(days=3))
    assert (found.count, found.median, found.ninetieth) == (FEWEST, 0, 0)
    Certificate.objects.update(issued_at=NOON + timedelta(days=6))  # a weekend lies between
    tallies.recount()
    assert waited().median == 4


def test_few_cases_other_places_and_old_years_are_not_shown(papers):
    assert waited("420000") is None
    assert waited(item="POS-002") is None
    assert waited(on=TODAY + timedelta(days=400)) is None
    Certificate.objects.first().delete()
    tallies.recount()
    assert waited() is None


def test_the_guide_shows_it_beside_the_promise(papers, client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(days=3))
    text = client.get("/items/POS-001/").content.decode()
    assert f"近一年 {FEWEST} 件" in text
    assert "近一年" not in client.get("/items/POS-002/").content.decode()
