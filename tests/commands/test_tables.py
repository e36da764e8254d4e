"""``juzheng template``, ``import``, ``export``: tables on the command line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from juzheng.catalogue import catalogue, sheets
from juzheng.records.models import Change


@pytest.fixture
def officer(loaded, person):
    return person("zheng", "overseer", None, "郑科长", division="")


def test_a_template_is_written_once(juzheng, tmp_path):
    file = tmp_path / "清单.xlsx"

    assert juzheng("template", "lists", str(file)).status == 0
    assert file.read_bytes() == sheets.template("lists")
    again = juzheng("template", "lists", str(file))
    assert again.status == 2
    assert "已经存在" in again.err


def test_the_prepared_list_is_imported_from_its_table(juzheng, officer, tmp_path):
    file = tmp_path / "湖北.xlsx"
    juzheng("template", "lists", "--prepared", "hubei-2020", str(file))

    dry = juzheng("import", str(file), "--by", "zheng", "--on", "2020-12-31", "--dry-run")
    assert (dry.status, Change.objects.count()) == (0, 0)
    assert "新增 4" in dry.out
    done = juzheng("import", str(file), "--by", "zheng", "--on", "2020-12-31", "--title", "湖北")
    assert done.status == 0
    again = juzheng("import", str(file), "--by", "zheng", "--on", "2020-12-31", "--title", "湖北")
    assert again.status == 0
    assert Change.objects.get().edits.count() == 4


def test_a_fault_is_told_with_its_place_and_nothing_is_imported(juzheng, officer, tmp_path):
    file = tmp_path / "事项.yaml"
    bad = replace(catalogue().items["POS-018"], summary="长" * 81)
    file.write_bytes(sheets.write_yaml([bad]))

    ended = juzheng("import", str(file), "--by", "zheng")

    assert ended.status == 1
    assert "最多80个字" in ended.out
    assert "第" in ended.out
    assert Change.objects.count() == 0


@pytest.mark.parametrize("by", ["nobody", "clerk-1"])
def test_only_officers_import(juzheng, loaded, person, committee, tmp_path, by):
    person("clerk-1", "clerk", committee)

    ended = juzheng("import", str(tmp_path / "x.xlsx"), "--by", by)

    assert ended.status == 2
    assert "不是管清单的民政工作人员" in ended.err


@pytest.mark.parametrize("name", ["a.xlsx", "a.zip", "a.yaml"])
def test_what_is_exported_is_what_governs(juzheng, loaded, tmp_path, name):
    ended = juzheng("export", "items", str(tmp_path / name))

    assert ended.status == 0
    found = sheets.read((tmp_path / name).read_bytes(), name)
    assert {one.id: one for one in found.items} == dict(catalogue().items)


def test_csv_of_several_tables_comes_as_a_zip_and_says_so(juzheng, loaded, tmp_path):
    ended = juzheng("export", "items", str(tmp_path / "事项.csv"))

    assert "事项.zip" in ended.out
    assert [file.name for file in tmp_path.glob("事项.*")] == ["事项.zip"]


@pytest.mark.parametrize(("what", "name"), [("items", "a.pdf"), ("no-such-list", "a.csv")])
def test_what_cannot_be_exported_is_told(juzheng, loaded, tmp_path, what, name):
    ended = juzheng("export", what, str(tmp_path / name))

    assert ended.status == 2
    assert "可选" in ended.err or "请写" in ended.err
    assert list(tmp_path.iterdir()) == []
