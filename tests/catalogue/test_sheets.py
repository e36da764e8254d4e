"""Tables in and out: nothing lost, nothing half-read, every fault named at its cell (OP-2.3.a)."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from juzheng.catalogue import catalogue
from juzheng.catalogue.prepared import prepared
from juzheng.catalogue.sheets import (
    CLASSES,
    Unclear,
    read,
    template,
    write_csv,
    write_xlsx,
    write_yaml,
)
from juzheng.catalogue.sheets.shape import all_tables
from juzheng.law.catalogue.items import (
    AnswerKind,
    CommitteeKind,
    Confidence,
    FactToVerify,
    Item,
    Onward,
    OnwardKind,
    Question,
    Source,
)
from juzheng.law.catalogue.lists import ChangeKind, ItemList, ListLine

SHIPPED = catalogue()
HUBEI = prepared("hubei-2020")
POS = SHIPPED.items["POS-018"]
WRITERS = {"a.xlsx": write_xlsx, "a.zip": write_csv, "a.yaml": write_yaml}
EVERYTHING = [
    *SHIPPED.items.values(),
    *SHIPPED.lists.values(),
    *SHIPPED.instruments.values(),
    *SHIPPED.unlisted.values(),
    *SHIPPED.offers.values(),
]
BROUGHT = [*HUBEI.items.values(), *HUBEI.lists.values(), *HUBEI.instruments.values()]


def in_order(found):
    return [*found.items, *found.lists, *found.instruments, *found.unlisted, *found.offers]


def problems(found):
    return [(one.sheet, one.row, one.column, one.what + one.do) for one in found.problems]


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("entries", [EVERYTHING, BROUGHT], ids=["shipped", "hubei"])
def test_what_goes_out_comes_back_and_goes_out_the_same_to_the_byte(name, entries):
    raw = WRITERS[name](entries)
    back = read(raw, name)

    assert back.problems == ()
    assert in_order(back) == entries
    assert WRITERS[name](in_order(back)) == raw


@pytest.mark.parametrize("kind", CLASSES)
def test_one_kind_alone_comes_back(kind):
    entries = [one for one in EVERYTHING if isinstance(one, CLASSES[kind])]
    for name, write in WRITERS.items():
        raw = write(entries)
        back = read(raw, name if raw.startswith(b"PK") or name != "a.zip" else "a.csv")
        assert getattr(back, kind) == tuple(entries), name


# Anything a person might paste, and what programs trip over: formulas, edges.
TRAPS = ["=1+1", "+86", "-5", "@名", "'=x", "'", " 前空", "后空 ", "一\n二", "\t", "\\空"]
TRAPS += ["\\n", "a\\", "_x000D_", "1e5", "2020-01-01", "是", "\ufeff文", "null"]
TRAPS += ["~", "- x", "# y", "{a}", "\U0001f600", '甲,乙"丙']
# Characters that no page can show, with the two that mark a text as damaged or as no text.
UNPRINTABLE = ["\x00", "\x07", "\x0b", "\r", "\x85", "\u2028", "\ufffd", "\ufffe"]
LETTERS = st.characters(
    exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters=UNPRINTABLE
).filter(lambda char: ord(char) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(char) <= 0xFDEF)
WORDS = st.text(LETTERS, min_size=1, max_size=12) | st.sampled_from(TRAPS)
SEVERAL = st.lists(WORDS, max_size=3, unique=True).map(tuple)
SOME = st.lists(WORDS, min_size=1, max_size=3, unique=True).map(tuple)
DAYS = st.dates()
SOURCES = st.builds(Source, WORDS, st.sampled_from([Confidence.HIGH, Confidence.MEDIUM]))
KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
ONWARD = st.builds(
    Onward, st.sampled_from(OnwardKind), WORDS, SEVERAL, st.just("") | WORDS, st.just(""), SOURCES
)
QUESTIONS = st.builds(
    Question, KEYS, WORDS, st.just(AnswerKind.TEXT), st.just("") | WORDS, st.booleans()
)
ITEMS = st.builds(
    lambda name, **more: replace(POS, name=name, **more),
    name=WORDS,
    aliases=SEVERAL,
    rules=SEVERAL,
    sources=SOME,
    onward=st.lists(ONWARD, min_size=1, max_size=3).map(tuple),
    questions=st.lists(QUESTIONS, max_size=3).map(tuple),
    facts=st.lists(st.builds(FactToVerify, KEYS, WORDS, WORDS, SOME), max_size=2).map(tuple),
    committees=st.lists(st.sampled_from(CommitteeKind), unique=True).map(tuple),
    in_force_from=DAYS,
    in_force_until=st.none() | DAYS,
    validity_days=st.integers(1, 366),
)
LINES = st.builds(
    ListLine,
    st.sampled_from(["NEG-01", "NEG-420000-01", "POS-001", "RET-001"]),
    st.sampled_from(ChangeKind),
    st.just("") | WORDS,
    st.lists(st.sampled_from(["bank", "school"]), unique=True).map(tuple),
    st.just(()),
    st.just("") | WORDS,
)
LISTS = st.builds(
    lambda lines, **more: replace(HUBEI.lists["hubei-negative-1"], lines=tuple(lines), **more),
    lines=st.lists(LINES, min_size=1, max_size=4),
    title=WORDS,
    division=st.sampled_from(["", "420000", "421003001"]),
    batch=st.integers(1, 99),
    official=st.booleans(),
    source=SOURCES,
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(item=ITEMS, one=LISTS, name=st.sampled_from(sorted(WRITERS)))
def test_any_wording_survives_every_format(item: Item, one: ItemList, name: str):
    raw = WRITERS[name]([item, one])
    back = read(raw, name)

    assert problems(back) == []
    assert (back.items, back.lists) == ((item,), (one,))
    assert WRITERS[name]([*back.items, *back.lists]) == raw


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("char", UNPRINTABLE)
def test_what_no_page_can_show_is_named_in_every_format(name, char):
    raw = WRITERS[name]([replace(POS, name=f"甲{char}乙")])
    found = read(raw, name)

    assert found.entries() == ()
    [fault] = found.problems
    assert f"有看不见或损坏的字符 U+{ord(char):04X}" in fault.what or char == "\r"
    assert (fault.row > 0, bool(fault.column)) == (True, name != "a.yaml")


def workbook(rows, sheet="清单条目", more=()):
    book = Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    for title, content in more:
        extra = book.create_sheet(title)
        for row in content:
            extra.append(row)
    return saved(book)


def saved(book):
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


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


def instrument(**changed):
    row = INSTRUMENT | changed
    return read(workbook([list(row), list(row.values())], "法律文件"), "a.xlsx")


DAY_CELL = datetime(2020, 2, 29)  # noqa: DTZ001  # as Excel has it: without a zone


@pytest.mark.parametrize(
    "written",
    [
        "2020-02-29", "2020/2/29", "2020.2.29", "2020年2月29日", " ２０２０-０２-２９ ", "20200229",
        20200229, 43890, 43890.0, "43890", date(2020, 2, 29), DAY_CELL,
        "2020-02-29 00:00:00",
    ],
)  # fmt: skip
def test_a_day_is_understood_however_an_officer_writes_it(written):
    found = instrument(施行日=written)

    assert problems(found) == []
    assert found.instruments[0].in_force_from == date(2020, 2, 29)


@pytest.mark.parametrize("written", ["2020-02-30", "去年", True, 0.5, "29/2/2020", 60, 99999999])
def test_what_is_no_day_is_named_at_its_cell(written):
    found = instrument(施行日=written)

    [(sheet, row, column, text)] = problems(found)
    assert (sheet, row, column) == ("法律文件", 2, "H")
    assert "不是日期" in text
    assert "2020-02-29" in text
    assert found.entries() == ()


@pytest.mark.parametrize(
    ("heading", "written", "says"),
    [
        ("能作依据", "也许", "“是”或“否”"),
        ("能作依据", None, "没有填写"),
        ("可信程度", "很高", "可选：来源已打开核对"),
        ("法律文件编号", "某 编号", "写法不对"),
        ("文件名称", "  ", "没有填写"),
        ("文本来源", None, "没有填写"),
    ],
)
def test_a_fault_is_named_with_its_sheet_row_and_column(heading, written, says):
    found = instrument(**{heading: written})

    [(sheet, row, column, text)] = problems(found)
    assert (sheet, row) == ("法律文件", 2)
    assert column == chr(ord("A") + list(INSTRUMENT).index(heading))
    assert says in text


def test_officers_habits_are_understood():
    head = [f" {name} " for name in reversed(INSTRUMENT)]
    row = list(reversed(INSTRUMENT.values()))
    row[list(reversed(INSTRUMENT)).index("法律文件编号")] = "ｓｏｍｅ-ｒｕｌｅ "
    book = Workbook()
    page = book.active
    page.title = "法律文件"
    for line in ([], ["某县法律文件登记表"], [], head, [None] * 8, row, [" "] * 8):
        page.append(line)
    page.merge_cells("A2:H2")
    page.row_dimensions[6].hidden = True

    found = read(saved(book), "a.xlsx")

    assert problems(found) == []
    assert [one.id for one in found.instruments] == ["some-rule"]
    assert found.places["instruments", "some-rule"].row == 6


def test_a_strange_column_a_double_one_and_a_missing_one_are_all_named_at_once():
    rows = [["法律文件编号", "文件名", "制定机关", "制定机关"], ["x", "y", "z", "z"]]

    found = read(workbook(rows, "法律文件"), "a.xlsx")

    said = " ".join(text for *_, text in problems(found))
    assert "不认识的列“文件名”。是不是“文件名称”" in said
    assert "“制定机关”出现了两次" in said
    assert "缺少列" in said
    assert [column for *_, column, _ in problems(found)] == ["", "B", "D"]


LINE_HEAD = ["清单编号", "事项编号", "作用", "只对这些单位"]
LIST_HEAD = ["清单编号", "清单名称", "清单类别", "行政区划", "第几批", "公布机关"]
LIST_HEAD += ["公布文件编号", "印发日", "起始日", "官方清单", "说明", "来源", "来源可信程度"]
LIST_ROW = ["here-1", "清单", "不应出具清单", 420000, 1, "某厅", "some-rule", 43890, 43890, "是"]
LIST_ROW += ["无", "官网", "单一来源，尚未完全核实"]


def list_with(*lines):
    return read(workbook([LINE_HEAD, *lines], more=[("清单", [LIST_HEAD, LIST_ROW])]), "a.xlsx")


def test_a_merged_first_column_means_the_entry_above():
    found = list_with(
        ["here-1", "NEG-01"], [None, "NEG-02", "限定", "银行、学校"], ["", "NEG-03", "remove"]
    )

    assert problems(found) == []
    assert found.lists[0].division == "420000"
    assert found.lists[0].lines == (
        ListLine("NEG-01"),
        ListLine("NEG-02", ChangeKind.NARROW, demanders=("bank", "school")),
        ListLine("NEG-03", ChangeKind.REMOVE),
    )


def test_all_faults_are_told_at_once_and_the_entry_is_left_out():
    found = list_with(["here-1", "NEG-1"], ["here-1", "NEG-02", "删"], ["gone", "NEG-03"])

    assert [(one.row, one.column) for one in found.problems] == [(2, "B"), (3, "C"), (4, "A")]
    assert found.lists == ()
    assert not found.whole


def test_a_second_row_with_the_same_number_is_named():
    rows = [LIST_HEAD, LIST_ROW, LIST_ROW]

    lines = [LINE_HEAD, ["here-1", "NEG-01"]]
    found = read(workbook(lines, more=[("清单", rows)]), "a.xlsx")

    assert "重复" in found.problems[0].what
    assert (found.problems[0].sheet, found.problems[0].row) == ("清单", 3)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"办理方式": "当场办结"}, "当场办结的填 0"),
        ({"启用": "否"}, "不启用的原因”没有填写"),
        ({"不启用的原因": "无"}, "不启用的原因”在这种情形下不填"),
        ({"可信程度": "未核实"}, "不能启用"),
        ({"有效期（日）": "900"}, "不得大于366"),
        ({"有效期（日）": "30%"}, "不是整数"),
        ({"一句话说明": "长" * 81}, "最多80个字"),
        ({"没有核实的地方": None}, "没有核实的地方”至少要有1条"),
        ({"用途": "甲\n甲"}, "重复"),
    ],
)
def test_the_schema_speaks_chinese_and_names_the_cell(change, says):
    book = load_workbook(io.BytesIO(write_xlsx([POS])))
    page = book["事项"]
    head = [cell.value for cell in page[1]]
    for name, value in change.items():
        page.cell(2, head.index(name) + 1).value = value

    found = read(saved(book), "a.xlsx")

    assert any(says in one.what + one.do for one in found.problems), problems(found)
    assert {(one.sheet, one.row) for one in found.problems} == {("事项", 2)}
    assert all(one.column for one in found.problems)


def test_a_formula_is_not_calculated_but_named():
    found = instrument(制定机关="=A2")

    assert [(one.row, one.column) for one in found.problems] == [(2, "C")] * len(found.problems)
    assert "公式" in found.problems[0].what


@pytest.mark.parametrize("write", [write_xlsx, write_csv])
def test_no_spreadsheet_takes_a_text_for_a_formula(write):
    dangerous = "=cmd|' /C calc'!A0"
    one = replace(SHIPPED.instruments["civil-code"], title=dangerous, note="\uff1d1")
    raw = write([one])

    if write is write_csv:
        row = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))[1]
        assert row[1] == "'" + dangerous
        assert not any(cell[:1] in "=+-@\uff1d" for cell in row if cell)
    else:
        cell = load_workbook(io.BytesIO(raw))["法律文件"]["B2"]
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", dangerous, True)


def test_chinese_windows_writes_csv_in_its_own_encoding():
    text = write_csv([SHIPPED.instruments["civil-code"]]).decode("utf-8-sig")

    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        found = read(text.encode(encoding), "我的表.csv")
        assert found.instruments == (SHIPPED.instruments["civil-code"],)


def test_a_workbook_with_a_former_heading_is_still_read():
    book = load_workbook(io.BytesIO(write_xlsx([POS])))
    cell = next(cell for cell in book["事项"][1] if cell.value == "有效期（日）")
    cell.value = "有效期（天）"
    raw = io.BytesIO()
    book.save(raw)

    assert read(raw.getvalue(), "旧表.xlsx").items == (POS,)


@pytest.mark.parametrize("kind", CLASSES)
def test_an_empty_template_explains_each_column_and_offers_the_words(kind):
    raw = template(kind)
    book = load_workbook(io.BytesIO(raw))

    assert raw == template(kind)
    assert "没有内容" in read(raw, "a.xlsx").problems[0].what
    explained = {(row[0], row[1]) for row in book["说明"].iter_rows(values_only=True)}
    tables = [one for one in all_tables() if one.kind == kind]
    assert {(t.sheet, c.heading) for t in tables for c in t.columns} <= explained
    assert book[tables[0].sheet].freeze_panes == "B2"
    assert any(book[one.sheet].data_validations.count for one in tables)


def test_an_entry_longer_than_a_cell_is_not_cut_off():
    with pytest.raises(Unclear, match="32767"):
        write_xlsx([replace(SHIPPED.instruments["civil-code"], note="长" * 40_000)])
