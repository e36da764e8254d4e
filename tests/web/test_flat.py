"""No page grows (增长): the same queries, rows and work at ten times as many of everything."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bench import filled, growth
from juzheng.acts import audit
from juzheng.acts.base import tallies
from juzheng.records.models import Case, Tally
from tests.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FEW, MANY = (800, 300), (1600, 600)  # cases, and of everything else: enough that lists are full
ROOM = 1.1  # two pages of the same length are not of the same rows

# An officer's desk walks past what others have to do, a unit's puts what is under way in order; no
# scan, and no row more is fetched (ADR 43).
WALKS = {"/office/", "/unit/", "/unit/notices/"}

# Lists that are full only with hundreds of rows are full with a few here.
LESS = (
    ("bench.filled", "YEARS", 40),
    ("juzheng.web.overseer.supervision.reports", "MOST", 20),
    ("juzheng.web.overseer.supervision.reports", "WAITING", 10),
    ("juzheng.web.overseer.parted", "COUNTED", 10),
    ("juzheng.web.department.inbox", "COUNTED", 10),
    ("juzheng.records.demands.demand_pages", "LOOKED_AT", 40),
    ("juzheng.web.clerk.pen", "LISTED", 10),
)


def asked(made: Any) -> dict[str, growth.Read]:
    """Return what each page reads of the database, warm."""
    found = {}
    for name, ask in growth.pages(made).items():
        assert ask().status_code in (200, 302), name
        with growth.reading() as seen:
            ask()
        found[name] = seen
    return found


def test_no_page_reads_more_of_a_larger_database(
    loaded: None, clerk: Any, responsible: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(days=30))
    for module, name, less in LESS:
        monkeypatch.setattr(f"{module}.{name}", less)
    made = filled.scene(clerk, responsible)
    made.committees = made.committees[:1]
    filled.fill(made, FEW[0], beside=FEW[1])
    few = asked(made)
    filled.fill(made, MANY[0], beside=MANY[1])
    many = asked(made)

    scans = {name: seen.scans for name, seen in many.items() if seen.scans}
    assert not scans
    grown = {
        name: ((one.queries, one.rows, one.steps), (two.queries, two.rows, two.steps))
        for name, one, two in ((name, few[name], many[name]) for name in few)
        if len(two.queries) != len(one.queries)
        or two.rows > one.rows * ROOM
        or (name not in WALKS and two.steps > one.steps * ROOM + 400)
    }
    assert not {
        name: [(len(q), rows, steps) for q, rows, steps in told] for name, told in grown.items()
    }


def test_counts_are_what_counting_anew_gives_and_audit_says_where_not(
    drafted_for: Any, responsible: Any, clerk: Any
) -> None:
    from juzheng.acts.cases import drafting, signing

    signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)
    drafting.send_back(drafted_for("POS-001"), reason="补一页", by=responsible, at=NOON)
    assert list(tallies.differing()) == []
    assert Tally.objects.filter(kind="desk", key="returned").all_together() == 1
    several = Tally.objects.count()
    assert tallies.fold() > 0
    assert Tally.objects.count() < several
    assert list(tallies.differing()) == []
    assert tallies.fold() == 0

    kept = Tally.objects.get(kind="desk", key="returned")
    Tally.objects.filter(pk=kept.pk).update(count=7)
    assert any("汇总数" in fault.what for fault in audit.audit().faults)
    tallies.recount()
    assert list(tallies.differing()) == []

    case = Case.objects.get(desk="returned")
    Case.objects.filter(pk=case.pk).update(counted_as="")
    assert [fault.where for fault in audit.audit().faults] == [str(case)]
    Tally.objects.all().delete()
    assert tallies.behind()
    tallies.recount()
    assert not tallies.behind()
    assert list(tallies.differing()) == []
    Case.objects.filter(pk=case.pk).update(desk="closed")
    assert [fault.where for fault in audit.audit().faults] == [str(case)]
