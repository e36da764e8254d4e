"""Reading lists of demands: what is written is what is read, and every mistake has its place."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.network import Network
from juzheng.outside import array_files, demand_files
from juzheng.outside.demand_files import TABLES, UnreadableDemands, parse, read

ITEMS = {"NEG-01", "NEG-10", "NEG-12", "NEG-18", "POS-054"}
EXAMPLES = sorted(Path("docs/examples").glob("*.json"))


def as_xlsx(whole: dict[str, Any], path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for table in TABLES:
        sheet = book.create_sheet(table.title)
        sheet.append([column.title for column in table.columns])
        for row in whole.get(table.key, []):
            sheet.append([cell(row.get(column.key)) for column in table.columns])
    book.save(path)
    return path


def cell(value: Any) -> Any:
    if isinstance(value, list):
        return "、".join(value)
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else value


def as_json(path: Path, whole: object) -> Path:
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return path


def wrong(path: Path) -> str:
    with pytest.raises(UnreadableDemands) as unreadable:
        read(path, ITEMS)
    return str(unreadable.value)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_both_formats_say_the_same(path: Path, tmp_path: Path) -> None:
    whole = json.loads(path.read_text(encoding="utf-8"))
    assert read(as_xlsx(whole, tmp_path / "same.xlsx"), ITEMS) == read(path, ITEMS)


def test_there_are_examples_and_the_first_is_read_whole() -> None:
    assert len(EXAMPLES) >= 3
    net = read(Path("docs/examples/inheritance.json"), ITEMS)
    assert net.demands["D3"].basis == (LegalBasis("公证法", "第十一条"),)
    assert net.papers["身份证"].held
    assert net.facts["无其他子女"].negative
    assert net.bodies["居委会"].kind == "committee"
    assert net.data["户籍档案"].open_to == {"派出所"}


def test_the_example_for_a_spreadsheet_says_what_its_twin_says() -> None:
    sheets = read(Path("docs/examples/inheritance.xlsx"), ITEMS)
    assert sheets == read(Path("docs/examples/inheritance.json"), ITEMS)


def test_an_id_may_be_left_out(tmp_path: Path) -> None:
    path = as_json(tmp_path / "x.json", {
        "bodies": [{"name": "某银行"}],
        "matters": [{"name": "开户", "handled_by": "某银行"}],
        "demands": [{"owner": "开户", "basis": [{"instrument": "公证法", "provision": "第一条"}]}],
    })  # fmt: skip
    net = read(path, ITEMS)
    assert list(net.demands) == ["要求1"]
    assert net.demands["要求1"].basis == (LegalBasis("公证法", "第一条"),)


@pytest.mark.parametrize(
    ("whole", "where"),
    [
        ([], "最外层"),
        ({"other": []}, "other"),
        ({"bodies": {}}, "bodies"),
        ({"bodies": [1]}, "bodies[0]"),
        ({"bodies": [{"name": "x", "other": 1}]}, "bodies[0].other"),
        ({"bodies": [{"id": "x"}]}, "bodies[0].name：没有填"),
        ({"bodies": [{"name": {}}]}, "bodies[0].name：要写文字"),
        ({"bodies": [{"name": "x", "kind": "衙门"}]}, "bodies[0].kind：没有“衙门”"),
        ({"bodies": [{"name": "x"}, {"name": "x"}]}, "bodies[1].id：编号“x”用了两次，第一次在"),
        ({"facts": [{"name": "x", "negative": "也许"}]}, "facts[0].negative：“也许”"),
        ({"papers": [{"name": "x", "issued_by": "y"}]}, "papers[0].issued_by：“y”没有登记"),
        ({"papers": [{"name": "x", "item": "NEG-99"}]}, "papers[0].item：“NEG-99”没有登记在目录"),
        ({"demands": [{"owner": "y"}]}, "demands[0].owner：“y”没有登记"),
        ({"demands": [{"papers": ["y"]}]}, "demands[0].papers：“y”没有登记"),
        ({"matters": [{"name": "x"}], "demands": [{"owner": "x", "basis": "有文件"}]},
         "demands[0].basis：依据“有文件”看不懂"),
        ({"matters": [{"name": "x"}], "papers": [{"name": "x"}]}, "既是事项又是证件"),
    ],
)  # fmt: skip
def test_a_mistake_in_json_has_its_place(whole: object, where: str, tmp_path: Path) -> None:
    assert where in wrong(as_json(tmp_path / "x.json", whole)).replace(":", "：")


_ROW = st.dictionaries(
    st.sampled_from(sorted({column.key for table in TABLES for column in table.columns})),
    st.sampled_from(
        ["x", "y", "", 1, 1.5, True, None, [], ["x"], [1, "x"], {}, [{}], "《x》y", "是"]
    ),
    max_size=4,
)


@given(
    st.dictionaries(st.sampled_from([table.key for table in TABLES]), st.lists(_ROW, max_size=3))
)
def test_whatever_is_written_is_read_or_told_to_be_wrong(whole: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = as_json(Path(folder) / "x.json", whole)
        try:
            read_whole = len(read(path, ITEMS).demands) == len(whole.get("demands", []))
        except UnreadableDemands as unreadable:
            read_whole = bool(unreadable.problems)
    assert read_whole


@given(
    st.dictionaries(
        st.sampled_from([*(table.key for table in TABLES), "title", "odd"]),
        st.lists(_ROW, max_size=3) | st.just("x"),
    )
)
def test_row_by_row_is_read_what_is_read_whole(whole: dict[str, Any]) -> None:
    """A file is read row by row; what is wrong with it is told as if it had been read whole."""
    content = json.dumps(whole, ensure_ascii=False).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.json"
        path.write_bytes(content)
        assert told(lambda: read(path, ITEMS)) == told(lambda: parse(content, path.name, ITEMS))


def told(read_it: Callable[[], Network]) -> Network | str:
    try:
        return read_it()
    except UnreadableDemands as unreadable:
        return str(unreadable)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_what_nothing_is_wrong_with_is_never_held_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demand_files, "parse", None)
    seen: list[Any] = []

    def watched(rows: Iterable[Any]) -> Iterator[Any]:
        for row in rows:
            seen.append(row)
            yield row

    net = read(path, ITEMS, watched=watched)
    assert len(seen) >= len(net.demands) > 0


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@given(
    whole=st.dictionaries(st.text(max_size=4), st.lists(_JSON, max_size=4)),
    block=st.integers(1, 7),
    indent=st.sampled_from([None, 1]),
    marked=st.booleans(),
)
def test_arrays_are_the_same_however_little_is_read_at_a_time(
    whole: dict[str, Any], block: int, indent: int | None, *, marked: bool
) -> None:
    said = json.dumps(whole, ensure_ascii=False, indent=indent)
    content = said.encode("utf-8-sig" if marked else "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(array_files, "BLOCK", block)
        found = {key: list(rows) for key, rows in array_files.Arrays(io.BytesIO(content))}
    assert found == whole


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"a"', '{"a":', '{"a": 1}', '{"a": [1}', '{"a": [1 2]}', '{"a": [1,]}',
     '{"a": [1]', '{"a": []} 1', '{"a": [], "a": []}', '{1: []}', '{"a": [],}', "\xff",
     '{"a": [' + "[" * 100_000 + "]}"],
    ids=range(16),
)  # fmt: skip
def test_what_is_no_object_of_arrays_is_left_to_who_reads_it_whole(content: str) -> None:
    raw = content.encode("latin-1")
    with pytest.raises(array_files.NotStreamed):
        [list(rows) for _, rows in array_files.Arrays(io.BytesIO(raw))]


def test_all_mistakes_are_told_at_once_up_to_thirty(tmp_path: Path) -> None:
    many = {"papers": [{"name": f"p{n}", "issued_by": "nobody"} for n in range(40)]}
    said = wrong(as_json(tmp_path / "x.json", many)).splitlines()
    assert len(said) == 31
    assert "还有 10 处" in said[-1]


@pytest.mark.parametrize(
    ("sheet", "rows", "where"),
    [
        ("别的", [["编号"]], "工作表“别的”"),
        ("单位", [["编号", "电话"]], "工作表“单位”第 1 行“电话”"),
        ("单位", [["名称", "类别"], ["某单位", "衙门"]], "工作表“单位”第 2 行“类别”栏"),
        (
            "材料",
            [["名称", "出具单位"], [None, None], ["x", "y"]],
            "工作表“材料”第 3 行“出具单位”栏",
        ),
        ("要求", [["为了"], ["y"]], "工作表“要求”第 2 行“为了”栏"),
        ("要求", [["某县的要求"], [], ["为了"], ["y"]], "工作表“要求”第 4 行“为了”栏"),
    ],
)
def test_a_mistake_in_xlsx_has_its_sheet_row_and_column(
    sheet: str, rows: list[list[Any]], where: str, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    assert where in wrong(tmp_path / "x.xlsx")


@pytest.mark.parametrize("name", ["x.json", "x.xlsx"])
def test_what_is_no_such_file_is_said_to_be_none(name: str, tmp_path: Path) -> None:
    assert "打不开" in wrong(tmp_path / name)
    (tmp_path / name).write_bytes(b"PK\x03\x04 not that")
    assert "不是" in wrong(tmp_path / name)


def test_numbers_in_cells_are_ids_as_people_see_them(tmp_path: Path) -> None:
    whole = {
        "bodies": [{"id": 101, "name": "某银行"}],
        "matters": [{"name": "x", "handled_by": 101.0}],
    }
    assert read(as_xlsx(whole, tmp_path / "x.xlsx"), ITEMS).matters["x"].handled_by == "101"


def test_sheets_that_nobody_sees_or_filled_in_are_no_mistake(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "单位"
    for row in (["序号", "名称", "单位类别"], [1, "某社区", "社区"]):
        book.active.append(row)
    book.create_sheet("Sheet2")
    hidden = book.create_sheet("选项")
    hidden.append(["甲"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "x.xlsx")
    (body,) = read(tmp_path / "x.xlsx", ()).bodies.values()
    assert body.kind == "committee"
    openpyxl.Workbook().save(tmp_path / "y.xlsx")
    assert "一行也没有" in wrong(tmp_path / "y.xlsx")


def test_titles_above_the_headings_are_passed_over(tmp_path: Path) -> None:
    """附件1, the list's name, who filled it in: as governments write their tables."""
    whole: dict[str, Any] = {"bodies": [{"id": "u", "name": "某银行", "kind": "bank"}]}
    path = as_xlsx(whole, tmp_path / "titles.xlsx")
    plain = read(path, ITEMS)
    book = openpyxl.load_workbook(path)
    for sheet in book:
        sheet.insert_rows(1, 3)
        sheet["A1"], sheet["A2"], sheet["A3"] = "附件1", "示例县要求清单", "填报单位：某局"
        sheet.merge_cells("A2:C2")
    book.save(path)
    assert read(path, ITEMS) == plain
    book["单位"]["Z4"] = "颜色"
    book.save(path)
    with pytest.raises(UnreadableDemands, match="工作表“单位”第 4 行“颜色”"):
        read(path, ITEMS)
