"""The alignment page holds the lists against what units registered, too (衔接比对). OP-4.2.a."""

from __future__ import annotations

import html

import pytest

from juzheng.acts.demands import registry, units
from juzheng.law.base.demanders import Demander
from juzheng.law.demands.registry import AskedOf, Stated
from tests.conftest import NOON


@pytest.fixture
def demanded(loaded, person):
    name = "示例县住房登记中心"
    unit = units.enter(name, kind=Demander.HOUSING, division="420100", by="operator", at=NOON)
    by = person("registrar", "department", None, "钱登记", unit=unit)
    stated = Stated("登记", "健在证明", AskedOf.COMMITTEE, "健在", (), item="NEG-10")
    demand = registry.register(stated, unit=unit, key="key", by=by, at=NOON)
    registry.submit(demand, version=demand.version, by=by, at=NOON)


def test_a_registered_demand_against_the_list_is_on_the_page(client, person, demanded):
    client.force_login(person("officer", "overseer", None, division="420000"))

    def page(query):
        return html.unescape(client.get(f"/office/alignment/?{query}").content.decode())

    wanted = "示例县住房登记中心在要“健在证明”，清单却列为不应出具"
    assert wanted in page("division=420000&on=2026-11-24")
    assert wanted not in page("division=421000&on=2026-11-24")  # another city's
    assert wanted not in page("division=420000&on=2026-11-23")  # not yet handed in


def test_what_was_found_is_read_line_below_line_on_a_phone(client, person, demanded):
    client.force_login(person("officer", "overseer", None, division="420000"))
    page = client.get("/office/alignment/?division=420000&on=2026-11-24").content.decode()
    assert 'class="govuk-table jz-queue"' in page  # six columns side by side are one sign wide
