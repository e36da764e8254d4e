"""Facts that were stated before their service was recorded (升级): no service is made up."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from juzheng.law.supervision.exposure import CorrectionEvent
from juzheng.records.models import Correction, User
from juzheng.records.supervision import corrections, due
from tests.conftest import NOON

BEFORE = "0022_ways_of_verifying"  # the last without the service of facts


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_facts_of_an_older_version_wait_for_their_service() -> None:
    first, second = (User.objects.create_user(name, password="x").pk for name in ("a", "b"))
    User.objects.filter(pk=second).update(role="overseer", division="420100")
    old = MigrationExecutor(connection).migrate([("records", BEFORE)]).apps
    heard = {"hearing": "silent", "heard_by_id": first, "heard_at": NOON}
    for place, more in enumerate(({"state": "stated"}, {"state": "heard", **heard})):
        old.get_model("records", "Correction").objects.create(
            number=f"420100-2026-纠{place:06}",
            division="420100",
            unit_name="示例县教育局",
            unit_kind="other",
            listed_as="department",
            proof="关系证明",
            statement="事实。",
            severity="first",
            accepted_by_id=first,
            accepted_at=NOON,
            stated_by_id=first,
            stated_at=NOON,
            **more,
        )
    today = MigrationExecutor(connection)
    today.migrate(today.loader.graph.leaf_nodes("records"))

    user = User.objects.get(pk=second)
    stated, silent = Correction.objects.order_by("pk")
    assert (stated.facts_served_on, stated.facts_due_on) == (None, None)
    assert list(due.unserved_facts(user)) == [stated]
    assert list(due.to_hear(user, NOON.date().replace(year=2030))) == []
    found = corrections.against(silent, CorrectionEvent.EXPOSED, by=user, on=NOON.date())
    assert "facts_not_served" in {each.code for each in found}
