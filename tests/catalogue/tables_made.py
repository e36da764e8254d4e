"""Workbooks for all three uses of tables, whole or spoilt in one cell (测试用工作簿)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook

from juzheng.catalogue import sheets
from juzheng.outside import demand_files, material_lists
from juzheng.outside.rows import UnreadableDemands
from juzheng.web.overseer.demands import cycles

Members = dict[str, bytes]


def unpacked(raw: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(raw)) as whole:
        return {info.filename: whole.read(info) for info in whole.infolist()}


def zipped(members: Members) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in members.items():
            whole.writestr(name, content)
    return raw.getvalue()


def everywhere(raw: bytes, *changes: tuple[bytes, bytes]) -> bytes:
    """Return the workbook with each change made in all of its members."""
    members = unpacked(raw)
    for before, after in changes:
        assert any(before in content for content in members.values())
        members = {name: content.replace(before, after) for name, content in members.items()}
    return zipped(members)


@dataclass(frozen=True)
class Use:
    """One of the doors that take a table (用途): a good one, and what its reader says of it."""

    sheet: str
    rows: list[list[Any]]
    at: str  # a cell with a text that may be anything
    place: str  # how a message names it
    said: Callable[[bytes, str], tuple[list[str], list[str]]]  # problems, and the text at ``at``

    def workbook(self, *rows: list[Any]) -> bytes:
        book = Workbook()
        book.worksheets[0].title = self.sheet
        for row in rows or self.rows:
            book.worksheets[0].append(row)
        raw = io.BytesIO()
        book.save(raw)
        return raw.getvalue()

    def with_cell(self, xml: str) -> bytes:
        """Return the good workbook with other XML inside the cell ``at``, and its attributes."""
        members = unpacked(self.workbook())
        name = "xl/worksheets/sheet1.xml"
        cell = f'<c r="{self.at}" {xml}</c>'
        members[name], count = re.subn(
            rb'<c r="%b"[^>]*>.*?</c>' % self.at.encode(),
            lambda _: cell.encode(),
            members[name],
        )
        assert count == 1
        return zipped(members)


def _officers(raw: bytes, name: str) -> tuple[list[str], list[str]]:
    found = sheets.read(raw, name)
    assert all(one.what and one.do for one in found.problems)
    return [str(one) for one in found.problems], [one.title for one in found.instruments]


def _units(raw: bytes, name: str) -> tuple[list[str], list[str]]:
    try:
        return [], [one.paper for one in material_lists.read(raw, name, ())]
    except UnreadableDemands as unreadable:
        return [str(one) for one in unreadable.problems], []


def _graphs(raw: bytes, name: str) -> tuple[list[str], list[str]]:
    try:
        network = demand_files.parse(raw, name, (), limits=cycles.LIMITS)
    except UnreadableDemands as unreadable:
        return [str(one) for one in unreadable.problems], []
    return [], [one.name for one in network.papers.values()]


INSTRUMENT = {
    "法律文件编号": "some-rule",
    "文件名称": "某办法",
    "制定机关": "某机关",
    "现在的状态": "现行",
    "可信程度": "来源已打开核对",
    "能作依据": "否",
    "文本来源": "官网",
    "施行日": "2020-02-29",
}
USES = {
    "officers": Use(
        "法律文件", [list(INSTRUMENT), list(INSTRUMENT.values())], "B2", "第2行 B列", _officers
    ),
    "units": Use(
        "清单",
        [["事项", "要什么证明", "要证明的事实"], ["过户", "亲属关系证明", "亲属关系"]],
        "B2",
        "第 2 行“要什么证明”栏",
        _units,
    ),
    "graphs": Use("材料", [["编号", "名称"], ["p", "证明"]], "B2", "第 2 行“名称”栏", _graphs),
}
