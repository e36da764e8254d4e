"""Reading the folder: what comes out, and how a mistake is reported."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import FrozenInstanceError, fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import CatalogueError, catalogue, load, read_item
from juzheng.catalogue.reader import FOLDERS, HERE
from juzheng.law.base.plain import as_mapping
from juzheng.law.catalogue.items import Item

items = catalogue().items
SAMPLE = items["POS-018"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped folder, to be spoilt."""
    for name in FOLDERS:
        shutil.copytree(HERE / name, tmp_path / name)
    return tmp_path


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_the_catalogue_is_read_once_and_cannot_be_changed():
    assert catalogue() is catalogue()
    with pytest.raises(FrozenInstanceError):
        catalogue().digest = ""  # type: ignore[misc]
    with pytest.raises(TypeError):
        catalogue().items["NEG-01"] = SAMPLE  # type: ignore[index]


@pytest.mark.parametrize("item", items.values(), ids=list(items))
def test_an_item_comes_back_from_json_as_it_was(item):
    stored = json.loads(json.dumps(as_mapping(item), ensure_ascii=False))

    assert read_item(stored) == item


def test_a_revision_holds_every_field_in_order():
    assert list(as_mapping(SAMPLE)) == [field.name for field in fields(Item)]
    assert as_mapping(SAMPLE)["in_force_from"] == SAMPLE.in_force_from.isoformat()
    assert as_mapping(SAMPLE)["deliberation_rule"]["majority"] == "2/3"


TEXT = st.text(max_size=20)


@given(
    name=TEXT,
    summary=TEXT,
    aliases=st.lists(TEXT, max_size=4),
    until=st.none() | st.dates(),
    days=st.integers(0, 999),
)
def test_any_wording_comes_back_from_json_as_it_was(name, summary, aliases, until, days):
    changed = as_mapping(SAMPLE) | {
        "name": name,
        "summary": summary,
        "aliases": aliases,
        "in_force_until": until and until.isoformat(),
        "validity_days": days,
    }

    item = read_item(json.loads(json.dumps(changed)))

    assert (item.name, item.summary, item.aliases) == (name, summary, tuple(aliases))
    assert item.in_force_until == until
    assert as_mapping(item) == changed


@pytest.mark.parametrize("name", ["id", "name", "summary", "handling", "in_force_from", "enabled"])
def test_a_missing_field_is_named(name):
    mapping = as_mapping(SAMPLE)
    del mapping[name]

    with pytest.raises(CatalogueError, match=f"缺少字段 {name}") as error:
        read_item(mapping, "items/POS-018.yaml")

    assert error.value.what.startswith("items/POS-018.yaml")
    assert error.value.do
    assert error.value.where


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("kind", "positive", "可选\uff1aissuable"),
        ("in_force_from", "2020-2-30", "不是日期"),
        ("in_force_from", 20200229, "不是日期"),
        ("enabled", "yes", "true 或 false"),
        ("validity_days", "30", "整数"),
        ("validity_days", True, "整数"),
        ("name", 5, "文字"),
        ("aliases", "一个", "列表"),
        ("aliases", [1], r"aliases\[1\]"),
        ("basis", [{"instrument": "x"}], r"basis\[1\] 缺少字段 provision"),
        ("basis", ["x"], "字段： 值"),
        ("deliberation_rule", "no-such-rule", "字段： 值"),
        ("misspelt", "", "不认识的字段：misspelt"),
    ],
)
def test_a_wrong_value_is_named_with_its_field(name, value, says):
    with pytest.raises(CatalogueError, match=says):
        read_item(as_mapping(SAMPLE) | {name: value})


def test_the_digest_follows_the_content_and_only_the_content(folder):
    before = load(folder)
    assert before.digest == catalogue().digest
    assert re.fullmatch("[0-9a-f]{64}", before.digest)

    change(folder / "items" / "NEG-01.yaml", "亲属关系证明", "亲属关系说明")

    assert load(folder).digest != before.digest


def test_a_file_that_is_no_yaml_is_named(folder):
    (folder / "items" / "NEG-01.yaml").write_text("id: [", encoding="utf-8")

    with pytest.raises(CatalogueError, match=r"items/NEG-01\.yaml"):
        load(folder)


@pytest.mark.parametrize("content", ["", "- a", "text"])
def test_a_file_of_another_shape_is_named(folder, content):
    (folder / "lists" / "national-issuable.yaml").write_text(content, encoding="utf-8")

    with pytest.raises(CatalogueError, match=r"lists/national-issuable\.yaml"):
        load(folder)


def test_yaml_can_make_no_objects(folder):
    (folder / "items" / "NEG-01.yaml").write_text(
        "id: !!python/object/apply:os.getcwd []", encoding="utf-8"
    )

    with pytest.raises(CatalogueError, match=r"NEG-01\.yaml"):
        load(folder)


def test_an_id_that_is_not_the_files_name_is_an_error(folder):
    shutil.copy(folder / "items" / "NEG-01.yaml", folder / "items" / "NEG-99.yaml")

    with pytest.raises(CatalogueError, match="与文件名不同"):
        load(folder)


def test_an_unknown_deliberation_rule_is_an_error(folder):
    change(folder / "items" / "POS-018.yaml", "land-to-outsiders", "nowhere")

    with pytest.raises(CatalogueError, match="nowhere"):
        load(folder)


@pytest.mark.parametrize("name", FOLDERS)
def test_a_missing_folder_is_an_error(folder, name):
    shutil.rmtree(folder / name)

    with pytest.raises(CatalogueError, match=name):
        load(folder)


def test_a_missing_calendar_is_an_error(folder):
    (folder / "calendars" / "working-days.yaml").unlink()

    with pytest.raises(CatalogueError, match="工作日历"):
        load(folder)


def test_dates_are_dates():
    assert SAMPLE.in_force_from == date(2020, 2, 29)
    assert catalogue().instruments["civil-code"].in_force_from == date(2021, 1, 1)
