"""Exposures from before the closed list (升级): kept, read, and shown only if they are on it."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from juzheng.records.models import Correction, User
from tests.conftest import NOON

BEFORE = "0011_service_of_notices"  # the last without the closed list
OLD = (
    ("bank", "示例银行", "exposed", "service"),
    ("other", "示例县教育局", "mended", "department"),
    ("court", "示例县人民法院", "exposed", "before"),
    ("social_insurance", "示例县人民检察院", "removed", "before"),
    ("employer", "某公司", "notified", ""),
    ("utility", "示例水务公司", "accepted", "utility"),
)


def as_then(version: str) -> Any:
    """
    Make our tables as ``version`` had them, empty, and return its models.

    To take the later migrations back one by one would cost more than all that this tests.
    """
    executor = MigrationExecutor(connection)
    graph, then = executor.loader.graph, ("records", version)
    old = executor.loader.project_state(then).apps
    later = set(graph.forwards_plan(graph.leaf_nodes("records")[0])) - {*graph.forwards_plan(then)}
    with connection.schema_editor() as tables:
        for model in apps.get_app_config("records").get_models():
            tables.delete_model(model)
        for model in old.get_app_config("records").get_models():
            tables.create_model(model)
    for each in later:
        executor.recorder.record_unapplied(*each)
    return old


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_old_exposures_read_well_and_who_is_on_no_list_is_not_shown(client: Client) -> None:
    old = as_then(BEFORE)
    person = old.get_model("records", "User")
    person.BOUND_TO = User.BOUND_TO  # what a sealed column is bound to, which no migration knows
    first, second = (person.objects.create(username=name, password="x").pk for name in ("a", "b"))
    for place, (kind, name, state, _) in enumerate(OLD):
        shown = state in ("exposed", "mended", "removed")
        worked = {f"{what}_at": NOON for what in ("stated", "heard", "approved")}
        by = {"stated_by_id": first, "heard_by_id": first, "approved_by_id": second}
        old.get_model("records", "Correction").objects.create(
            number=f"420100-2026-纠{place:06}",
            division="420100",
            unit_name=name,
            unit_kind=kind,
            proof="关系证明",
            statement="事实。" if shown else "",
            hearing="silent" if shown else "",
            severity="first",
            state=state,
            accepted_by_id=first,
            accepted_at=NOON,
            **({**worked, **by} if shown else {}),
        )
    today = MigrationExecutor(connection)
    today.migrate(today.loader.graph.leaf_nodes("records"))

    rows = {one.unit_name: one for one in Correction.objects.all()}
    assert {name: rows[name].listed_as for _, name, _, _ in OLD} == {o[1]: o[3] for o in OLD}
    assert {one.unit_name for one in Correction.objects.shown()} == {"示例银行", "示例县教育局"}
    page = client.get(f"/exposures/{rows['示例银行'].number}/").content.decode()
    assert "还没有要求逐项写明" in page
    assert "没有记载主管部门的情况" in page
    assert client.get(f"/exposures/{rows['示例县人民法院'].number}/").status_code in (404, 410)
