"""Upgrading: what is there already is counted when the program starts, once."""

from __future__ import annotations

from collections.abc import Callable

from juzheng.acts import audit
from juzheng.acts.base import tallies
from juzheng.acts.cases import signing
from juzheng.records.models import Case, Certificate, Tally, User
from juzheng.web.shared import startup
from tests.conftest import NOON


def test_an_old_database_is_counted_at_its_first_start(
    drafted_for: Callable[..., Case], case_for: Callable[..., Case], responsible: User
) -> None:
    case_for("POS-002")
    signing.sign(drafted_for(), by=responsible, at=NOON)
    startup_said = list(startup.database(at=NOON))
    assert not any("汇总" in line for line in startup_said)
    Tally.objects.all().delete()  # as migration 0021 leaves what was there before
    Case.objects.update(counted_as="", desk="")
    Certificate.objects.update(counted_as="")

    assert "已按现有的 3 行算好汇总数。" in list(startup.database(at=NOON))
    assert list(tallies.differing()) == []
    assert audit.audit().faults == ()
    assert not any("汇总" in line for line in startup.database(at=NOON))
