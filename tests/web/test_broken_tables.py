"""Broken tables at the three doors that take them: told in words, never a 500, always removable."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from juzheng.acts.demands import units
from juzheng.law.base.demanders import Demander
from juzheng.records.models import Import
from tests.catalogue.tables_made import USES
from tests.catalogue.test_sheets_hostile import HOSTILE
from tests.catalogue.test_tables import LARGE, YAML, far_cell, texts
from tests.conftest import NOON
from tests.web.pages import faults

BROKEN = {
    **{name: (raw, file) for name, (raw, file, _) in HOSTILE.items() if name != "large"},
    **{name: (raw, "a.xlsx") for name, (raw, _) in LARGE.items()},
    **{f"yaml {name}": (text.encode(), "a.yaml") for name, (text, _, _) in YAML.items()},
    "half of a character": (b'{"demands": [{"matter": "\\ud800", "\\ud800": 1}]}', "a.json"),
    "half of a name": (b'{"\\ud800": []}', "a.json"),
}
SPOILT = {
    "far": far_cell,
    "control": lambda use: use.with_cell(texts("a_x000B_b")),
    "formula": lambda use: use.with_cell("><f>A1</f>"),
    "title": lambda use: use.workbook([*use.rows[0], "_xD800_\u2028"], use.rows[1]),
}


@pytest.fixture
def unit(loaded: None, person: Any) -> Client:
    mine = units.enter(
        "示例县住房登记中心", kind=Demander.HOUSING, division="420100", by="operator", at=NOON
    )
    return _browser(person("registrar", "department", None, "钱登记", unit=mine))


@pytest.fixture
def officer(loaded: None, person: Any) -> Client:
    return _browser(person("officer", "overseer", None, "郑科长", division=""))


def _browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def handed_in(client: Client, door: str, raw: bytes, name: str) -> str:
    """Hand a file in and return the page, which tells that it can't be taken."""
    answer = client.post(door, {"file": SimpleUploadedFile(name, raw)}, follow=True)
    html = answer.content.decode()
    assert answer.status_code in (200, 422), name
    assert faults(html) == [], name
    return html


def test_a_broken_list_is_told_to_the_unit(unit: Client) -> None:
    cases = BROKEN | {name: (make(USES["units"]), "a.xlsx") for name, make in SPOILT.items()}
    for case, (raw, name) in cases.items():
        told = handed_in(unit, "/unit/import/", raw, name)
        assert "error-summary" in told or "一行也没有登记" in told, case
        assert 'name="listed"' not in told, case


def test_a_broken_graph_is_told_to_the_officer(officer: Client) -> None:
    cases = BROKEN | {name: (make(USES["graphs"]), "a.xlsx") for name, make in SPOILT.items()}
    for case, (raw, name) in cases.items():
        told = handed_in(officer, "/office/knots/", raw, name)
        assert "error-summary" in told or "problems" in told, case
        assert "没有绕成圈" not in told, case


def test_a_broken_table_is_told_to_the_officer_and_can_be_removed(officer: Client) -> None:
    cases = BROKEN | {name: (make(USES["officers"]), "a.xlsx") for name, make in SPOILT.items()}
    for case, (raw, name) in cases.items():
        told = handed_in(officer, "/office/tables/", raw, name)
        assert "没有导入任何内容" in told or "error-summary" in told, case
        assert "导入为草稿</button>" not in told, case
        assert officer.post("/office/tables/import/removal/").status_code == 302, case
        assert not Import.objects.exists(), case
