"""``juzheng align``: a region checks its own lists, and its CI sees it by the exit status."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from juzheng.acts.demands import registry, units
from juzheng.catalogue.reader import HERE
from juzheng.catalogue.tables import workbook
from juzheng.law.base.demanders import Demander
from juzheng.law.demands.registry import AskedOf, Stated
from juzheng.records.models import User
from tests.commands.conftest import Ended
from tests.conftest import NOON

HUBEI = ("align", "--prepared", "hubei-2020", "--division", "420000", "--on", "2026-11-22")


def test_hubeis_four_differences_and_the_text_that_waits(juzheng: Callable[..., Ended]) -> None:
    ended = juzheng(*HUBEI)

    assert ended.status == 1
    assert "NEG-10" not in ended.out  # its silence on being alive is no difference
    assert ended.out.splitlines()[-2].startswith("依据失效 POS-015")  # the nation's, everywhere
    assert "新的文本还没有核对" in ended.out.splitlines()[-2]
    assert ended.out.splitlines()[-1] == "共 5 处。"


def test_json_and_a_spreadsheet_say_the_same(juzheng: Callable[..., Ended], tmp_path: Path) -> None:
    file, again = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    found = json.loads(juzheng(*HUBEI, "--json", "--xlsx", str(file)).out)
    juzheng(*HUBEI, "--xlsx", str(again))

    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    written = [tuple(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [row[2] for row in written] == [one["item"] for one in found]
    assert file.read_bytes() == again.read_bytes()


def test_before_hubeis_list_there_is_nothing_to_find(juzheng: Callable[..., Ended]) -> None:
    ended = juzheng(*HUBEI[:-1], "2020-12-30")

    assert (ended.status, ended.out.strip()) == (0, "没有发现不一致。")


def test_a_regions_own_repository_is_checked(juzheng: Callable[..., Ended], tmp_path: Path) -> None:
    folder = tmp_path / "own"
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py", "words"))
    shutil.copytree(HERE / "prepared" / "hubei-2020", folder, dirs_exist_ok=True)
    words = ("align", "--folder", str(folder), "--division", "420000", "--on", "2026-11-22")

    assert juzheng(*words).out.splitlines()[-1] == "共 5 处。"
    (folder / "lists" / "hubei-negative-1.yaml").write_text("id: [", encoding="utf-8")
    broken = juzheng(*words)
    assert broken.status == 2
    assert "hubei-negative-1.yaml" in broken.err


def test_registered_demands_are_held_against_the_lists_here(
    juzheng: Callable[..., Ended], demanded: None
) -> None:
    wanted = "示例县住房登记中心在要“健在证明”"
    on = ("--on", "2026-11-24")
    found = json.loads(juzheng("align", "--division", "420100", "--json", *on).out)

    assert [one["kind"] for one in found if wanted in one["sentence"]] == ["contradicting"]
    assert wanted not in juzheng("align", "--division", "430000", *on).out
    ready = juzheng("align", "--prepared", "hubei-2020", *on)
    assert wanted not in ready.out  # what is prepared is compared with no register


@pytest.fixture
def demanded(loaded: None, person: Callable[..., User]) -> None:
    """Let a unit of 武汉市 hand in a demand for a paper on the negative list."""
    name = "示例县住房登记中心"
    unit = units.enter(name, kind=Demander.HOUSING, division="420100", by="operator", at=NOON)
    by = person("registrar", "department", None, "钱登记", unit=unit)
    stated = Stated("登记", "健在证明", AskedOf.COMMITTEE, "健在", (), item="NEG-10")
    demand = registry.register(stated, unit=unit, key="key", by=by, at=NOON)
    registry.submit(demand, version=demand.version, by=by, at=NOON)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return Hubei's own repository: its list, items and text, and nothing of the nation's."""
    return Path(shutil.copytree(HERE / "prepared" / "hubei-2020", tmp_path / "own"))


def in_hubei(folder: Path) -> tuple[str, ...]:
    return ("align", "--folder", str(folder), "--division", "420000", "--on", "2026-11-22")


def test_a_region_keeps_only_its_own_pages(juzheng: Callable[..., Ended], own: Path) -> None:
    assert juzheng(*in_hubei(own)).out == juzheng(*HUBEI).out


def test_a_region_may_not_reword_the_nations_pages(
    juzheng: Callable[..., Ended], own: Path
) -> None:
    page = (HERE / "items" / "NEG-10.yaml").read_text(encoding="utf-8")
    same = own / "items" / "NEG-10.yaml"
    same.write_text(page, encoding="utf-8")
    assert juzheng(*in_hubei(own)).status == 1

    same.write_text(page.replace("name: 健在证明", "name: 生存证明"), encoding="utf-8")
    ended = juzheng(*in_hubei(own))
    assert (ended.status, ended.out) == (2, "")
    assert "NEG-10 已在随附目录里" in ended.err


def test_a_line_that_names_nothing_is_said(juzheng: Callable[..., Ended], own: Path) -> None:
    (own / "items" / "NEG-420000-02.yaml").unlink()
    ended = juzheng(*in_hubei(own))

    assert ended.status == 2
    assert "hubei-negative-1 的事项 NEG-420000-02 不存在" in ended.err


def test_a_page_is_named_as_its_file(juzheng: Callable[..., Ended], own: Path) -> None:
    (own / "items" / "NEG-420000-02.yaml").rename(own / "items" / "other.yaml")
    ended = juzheng(*in_hubei(own))

    assert ended.status == 2
    assert "items/other.yaml 的 id 是“NEG-420000-02”" in ended.err


def test_a_folder_without_lists_is_said(juzheng: Callable[..., Ended], tmp_path: Path) -> None:
    ended = juzheng(*in_hubei(tmp_path))

    assert ended.status == 2
    assert "没有 lists 文件夹" in ended.err


def test_beijings_dogs_contradict_the_nation(juzheng: Callable[..., Ended], loaded: None) -> None:
    ended = juzheng("align", "--division", "110000", "--on", "2026-11-22")

    assert ended.status == 1
    assert "互相抵触 POS-048" in ended.out
    assert "提请修改" in ended.out


def test_an_unknown_division_is_said(juzheng: Callable[..., Ended], loaded: None) -> None:
    ended = juzheng("align", "--division", "000001")

    assert ended.status == 2
    assert "000001" in ended.err


def test_nothing_in_a_spreadsheet_is_a_formula() -> None:
    made = workbook.plain({"表": [["一"], ["=1+1"], ["+86"], ["@x"]]})
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert sheet is not None
    assert [(cell.value, cell.data_type) for cell in sheet["A"][1:]] == [
        ("=1+1", "s"),
        ("+86", "s"),
        ("@x", "s"),
    ]


def test_a_spreadsheet_does_not_tell_when_it_was_made() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook.plain({"表": [["一"]]})))
    made = workbook.MADE.replace(tzinfo=None)
    assert (book.properties.created, book.properties.modified) == (made, made)
