"""Lists of materials (事项材料清单): read whole or not at all, every problem with its place."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.registry import AskedOf, Held, Stated
from juzheng.outside import material_lists
from juzheng.outside.cells import bases
from juzheng.outside.demand_files import UnreadableDemands
from juzheng.outside.material_lists import COLUMNS, MOST_LINES, read

ITEMS = {"NEG-01"}
LINE = {"matter": "过户", "paper": "亲属关系证明", "fact": "亲属关系", "asked_of": "committee"}
TITLES = [column.title for column in COLUMNS]


def as_json(*lines: Any) -> bytes:
    return json.dumps({"demands": lines}).encode()


def as_xlsx(*rows: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def problems(content: bytes, name: str) -> list[str]:
    with pytest.raises(UnreadableDemands) as found:
        read(content, name, ITEMS)
    return [str(problem) for problem in found.value.problems]


def test_the_example_of_the_empty_form_is_nobodys_demand() -> None:
    (said,) = problems(material_lists.template(), "清单.xlsx")
    assert "只有示例那一行" in said
    example = [column.example for column in COLUMNS]
    row = ["过户", "亲属关系证明", "居（村）委会", "亲属关系"]
    (kept,) = read(as_xlsx(TITLES, example, row), "a.xlsx", ITEMS)
    assert kept.matter == "过户"
    one = material_lists.EXAMPLE
    assert one.asked_of is AskedOf.COMMITTEE
    assert one.held is Held.SHARED
    assert one.bases == (LegalBasis("不动产登记暂行条例", "第十六条"),)
    assert one.other_papers == ("身份证", "不动产权证书")


def test_both_kinds_of_file_say_the_same() -> None:
    line = {**LINE, "bases": "《民法典》第一条", "item": "NEG-01", "commitment": True}
    row = ["过户", "亲属关系证明", "居（村）委会", "亲属关系", "《民法典》第一条", "NEG-01"]
    sheet = as_xlsx(TITLES, [*row, None, None, None, "是"])

    assert read(as_json(line), "a.json", ITEMS) == read(sheet, "A.XLSX", ITEMS)
    assert read(as_json(line), "a.json", ITEMS) == (
        Stated(
            "过户",
            "亲属关系证明",
            AskedOf.COMMITTEE,
            "亲属关系",
            (LegalBasis("民法典", "第一条"),),
            "NEG-01",
            commitment=True,
        ),
    )


def test_every_problem_is_told_at_once_with_its_row_and_column() -> None:
    sheet = as_xlsx(
        TITLES,
        ["过户", "证明", "居委会主任", "关系", "上级要求的"],
        ["x" * 101, "证明", "", "关系", "", "NEG-99", "", "", "", "也许"],
        ["", "证明", "", "关系", "", "", "", "能查的共享数据里有"],
    )
    said = problems(sheet, "清单.xlsx")
    assert [one.split("：")[0] for one in said] == [
        "第 2 行“向谁要”栏",
        "第 2 行“依据”栏",
        "第 3 行“事项”栏",
        "第 3 行“可以承诺”栏",
        "第 3 行“目录事项”栏",
        "第 4 行“事项”栏",
        "第 4 行“在哪里掌握”栏",
    ]


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"\xff\xfe", "a.json", "JSON"),
        (b"[" * 100_000, "a.json", "JSON"),
        (b"[]", "a.json", "demands"),
        (b'{"demands": []}', "a.json", "一行也没有"),
        (as_json(1), "a.json", "对象"),
        (as_json({**LINE, "colour": "red"}), "a.json", "没有这一栏"),
        (as_json({**LINE, "matter": ["x"]}), "a.json", "要写文字"),
        (as_json(*[LINE] * (MOST_LINES + 1)), "a.json", "超过"),
        (b"PK", "a.xlsx", "XLSX"),
        (as_xlsx(["事项", "颜色"]), "a.xlsx", "没有这一栏"),
        (as_xlsx(["事项"]), "a.xlsx", "少了"),
        (as_xlsx(TITLES), "a.xlsx", "一行也没有"),
        (as_xlsx(TITLES, *[["过户", "证明", "", "事实"]] * (MOST_LINES + 1)), "a.xlsx", "超过"),
        (b" " * (material_lists.LARGEST_BYTES + 1), "a.json", "1 MB"),
    ],
)
def test_what_cannot_be_read_is_said(content: bytes, name: str, word: str) -> None:
    assert any(word in one for one in problems(content, name))


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
keys = st.sampled_from([column.key for column in COLUMNS])


@pytest.mark.slow
@given(st.lists(st.dictionaries(keys, plain), max_size=3))
def test_whatever_stands_in_a_file_is_read_or_told(lines: list[Any]) -> None:
    try:
        found = read(as_json(*lines), "a.json", ITEMS)
    except UnreadableDemands:
        return
    assert len(found) == len(lines)
    assert all(one.matter and one.paper and one.fact for one in found)


NAMED = ["某县2026年证明事项清单"]


def test_a_title_above_the_headings_is_passed_over_and_rows_keep_their_numbers() -> None:
    row = ["过户", "亲属关系证明", "居（村）委会", "亲属关系"]
    above = [NAMED, [], ["填报单位：某局", None, "2026年11月"], []]
    (kept,) = read(as_xlsx(*above, TITLES, row), "a.xlsx", ITEMS)
    assert kept.matter == "过户"
    spread = [f"* {title[:1]}\n{title[1:]}" if len(title) == 2 else title for title in TITLES]
    assert read(as_xlsx(NAMED, [], spread, row), "a.xlsx", ITEMS) == (kept,)
    said = problems(as_xlsx(*above, TITLES, row, ["过户", "证明", "居委会主任", "关系"]), "a.xlsx")
    assert [one.split("：")[0] for one in said] == ["第 7 行“向谁要”栏"]
    said = problems(as_xlsx(*above, [*TITLES[1:], "颜色"], row), "a.xlsx")
    assert said[0].startswith("第 5 行：少了“事项”")
    assert said[1].startswith("第 5 行“颜色”")


def test_headings_stand_in_one_of_the_first_rows_or_the_first_is_told() -> None:
    said = problems(as_xlsx(*[[n] for n in range(1, 11)], TITLES), "a.xlsx")
    assert said[0].startswith("第 1 行：少了“事项”")


ACCEPTED = Stated(
    "过户", "亲属关系证明", AskedOf.COMMITTEE, "亲属关系", (LegalBasis("公证法", "第二十九条"),)
)


@pytest.mark.parametrize("said", ["社区", "村委会", "居（村）委会", "居(村)委会", "committee"])
def test_a_list_in_everyday_words_is_read(said: str) -> None:
    titles = [
        "序号",
        "办理事项*",
        "证明名称（必填）",
        "出具单位",
        "证 明 内 容",
        "依据文件",
        "备注：",
    ]
    row = [1, "过户", "亲属关系证明", said, "亲属关系", "公证法 第二十九条", "照抄"]
    for above in ([], [NAMED], [NAMED, ["填报单位：某局"]]):
        assert read(as_xlsx(*above, titles, row), "a.xlsx", ITEMS) == (ACCEPTED,)
    no_first = [[None, *each[1:]] for each in (titles, row)]
    assert read(as_xlsx(NAMED, *no_first), "a.xlsx", ITEMS) == (ACCEPTED,)


def test_a_message_is_about_the_header_row_and_says_what_may_stand_there() -> None:
    said = problems(as_xlsx(NAMED, ["颜色", "味道"], ["红", "甜"]), "a.xlsx")
    assert [one.split("：")[0] for one in said] == [
        *["第 2 行"] * 3,
        "第 2 行“颜色”",
        "第 2 行“味道”",
    ]
    assert "也可以叫：事项名称" in said[0]
    assert "可以写：事项、要什么证明" in said[3]
    (one,) = problems(as_xlsx([*TITLES, "证明名称"]), "a.xlsx")
    assert "第 1 行“证明名称”：和“要什么证明”是同一栏" in one


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("不动产登记暂行条例 第十六条", [("不动产登记暂行条例", "第十六条")]),
        ("公证法第二十九条、民法典第一千一百二十七条", [
            ("公证法", "第二十九条"), ("民法典", "第一千一百二十七条"),
        ]),
        ("公证法第二十九条、第三十条", [("公证法", "第二十九条、第三十条")]),
        ("公证法", [("公证法", "")]),
        ("民发〔2020〕20号", [("民发〔2020〕20号", "")]),
        ("《公证法》第二十九条", [("公证法", "第二十九条")]),
        ("没有。", []),
        ("无", []),
    ],
)  # fmt: skip
def test_a_basis_is_read_with_its_marks_or_without(
    written: str, read_as: list[tuple[str, str]]
) -> None:
    assert bases(written) == tuple(LegalBasis(*one) for one in read_as)


@pytest.mark.parametrize("written", ["按规定", "上级要求", "没办法", "公证法第二十九条、上级要求"])
def test_what_names_no_text_is_no_basis(written: str) -> None:
    with pytest.raises(ValueError, match="看不懂"):
        bases(written)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8"])
@pytest.mark.parametrize("mark", [",", ";"])
def test_a_table_that_is_no_workbook_is_not_called_bad_json(encoding: str, mark: str) -> None:
    content = f"事项{mark}要什么证明\n过户{mark}证明".encode(encoding)
    (said,) = problems(content, "清单.csv")
    assert said.startswith("清单.csv：不是 .xlsx")
    assert "JSON" not in said


def test_a_line_below_the_table_is_no_row_of_it() -> None:
    row = ["过户", "亲属关系证明", "社区", "亲属关系"]
    below = [["合计：1项"], ["填表人：张三", None, "联系电话：1"], ["合计", 1]]
    assert len(read(as_xlsx(TITLES, row, *below), "a.xlsx", ITEMS)) == 1
    assert problems(as_xlsx(TITLES, row, ["联系电话"]), "a.xlsx")  # bare, it may be anything


def test_a_hidden_sheet_is_not_the_list() -> None:
    book = openpyxl.Workbook()
    hidden, shown = book.active, book.create_sheet("表")
    assert hidden is not None
    hidden.append(["选项", "公安"])
    hidden.sheet_state = "hidden"
    for row in (TITLES[:4], ["过户", "亲属关系证明", "社区", "亲属关系"]):
        shown.append(row)
    book.active = 1
    out = BytesIO()
    book.save(out)
    (kept,) = read(out.getvalue(), "a.xlsx", ITEMS)
    assert kept.matter == "过户"
