"""One way in for tables: what one door refuses or understands, all of them do, at its place."""

from __future__ import annotations

import io
import json
import re
import time
from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from juzheng.catalogue.sheets import read
from juzheng.catalogue.tables import cells, commas, formulas, spreadsheet, workbook
from juzheng.catalogue.tables.problems import Unclear
from juzheng.law.catalogue.items import LegalBasis
from juzheng.outside import cells as outside
from juzheng.outside import demand_files, material_lists
from juzheng.outside.rows import UnreadableDemands
from tests.catalogue.tables_made import INSTRUMENT, USES, Use, everywhere, unpacked, zipped
from tests.catalogue.test_sheets_hostile import HOSTILE

SHEET = "xl/worksheets/sheet1.xml"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
WORKBOOKS = {name: case for name, case in HOSTILE.items() if case[0].startswith((b"PK", OLE))}
FORMULAS = {"=1+1", "+86", "-5", "@名", "\t1", "\r1", "\n1", "＝1", "＋1", "－1", "＠x"}


def texts(xml: str) -> str:
    return f't="inlineStr"><is><t>{xml}</t></is>'


every_use = pytest.mark.parametrize("use", USES.values(), ids=list(USES))


@every_use
@pytest.mark.parametrize("case", WORKBOOKS)
def test_what_is_made_to_do_harm_is_refused_at_every_door(use: Use, case: str) -> None:
    raw, _, _ = WORKBOOKS[case]

    problems, found = use.said(raw, "a.xlsx")

    assert found == []
    assert problems


def sheet_of(body: bytes) -> bytes:
    members = unpacked(USES["units"].workbook())
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return zipped({**members, SHEET: head + body + b"</worksheet>"})


def locked(raw: bytes) -> bytes:
    """Return an archive whose members say that they need a password."""
    raw = raw.replace(b"PK\x03\x04\x14\0\0\0", b"PK\x03\x04\x14\0\1\0")
    return raw.replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0")


FULL = b'<row r="%d"><c r="CV%d"><v>1</v></c></row>'
LARGE = {
    "tags": (sheet_of(b"<a/>" * 4_000_000), "太大"),
    "rows": (sheet_of(b"<sheetData>" + b"<row/>" * 4_000_000 + b"</sheetData>"), "太大"),
    "wide": (sheet_of(b"".join(FULL % (n, n) for n in range(1, 9000))), "太大"),
    "text": (sheet_of(b'<row><c t="inlineStr"><is><t>' + b"x" * 15_000_000), "已损坏"),
    "merged": (sheet_of(b"".join(FULL % (n, n) for n in range(1, 999))
               + b'<mergeCell ref="A1:A1048576"/>' * 100_000), "太大"),
    "unpacked": (zipped({"a": b"0" * 101_000_000}), "展开后超过"),
    "password": (OLE + b"\0" * 99 + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
    "locked": (locked(USES["units"].workbook()), "加了密码"),
    "xls": (OLE + b"\0" * 99, ".xls"),
    "xlsb": (everywhere(USES["units"].workbook(), (b"workbook.xml", b"workbook.bin")), "xlsb"),
    "ods": (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "XLSX"),
}  # fmt: skip


@pytest.mark.parametrize("use", [USES["units"], USES["graphs"]], ids=["units", "graphs"])
@pytest.mark.parametrize("case", LARGE)
def test_what_grows_or_is_no_workbook_is_named_soon(use: Use, case: str) -> None:
    raw, says = LARGE[case]
    began = time.process_time()

    [problem], found = use.said(raw, "a.xlsx")

    assert found == []
    assert says in problem
    assert time.process_time() - began < 20


def far_cell(use: Use, r: str = "XFD1048576") -> bytes:
    far = f'<row><c r="{r}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    return everywhere(use.workbook(), (b"</sheetData>", far.encode()))


PARTS = {
    "one part": ({"a.csv": b"0" * 11_000_000}, "展开后太大"),
    "cells in all": (
        dict.fromkeys(("a.csv", "b.csv", "c.csv"), (b"1," * 190 + b"\n") * 900),
        "太大",
    ),
    "events in all": (dict.fromkeys(("a.yaml", "b.yaml"), b"- 1\n" * 99_999), "太大"),
    "entries in all": (dict.fromkeys(("a.yaml", "b.yaml"), b"--- {a: 1}\n" * 600), "超过 1000 项"),
}


@pytest.mark.parametrize("case", PARTS)
def test_a_file_of_many_parts_is_bounded_as_a_whole(case: str) -> None:
    members, says = PARTS[case]
    [problem] = read(zipped(members), "a.zip").problems
    assert says in problem.what


def test_a_sheet_that_is_named_twice_is_read_once() -> None:
    members = unpacked(USES["units"].workbook())
    book = members["xl/workbook.xml"]
    [sheet] = re.findall(rb"<sheet [^>]*/>", book)
    raw = zipped({**members, "xl/workbook.xml": book.replace(sheet, sheet * 400)})
    assert len(spreadsheet.read(raw)) == 1


def test_a_format_of_any_length_is_looked_at_in_time() -> None:
    members = unpacked(USES["officers"].workbook())
    style = b'<numFmts><numFmt numFmtId="200" formatCode="%b"/></numFmts><cellXfs>' % (
        b"[" * 150_000
    )
    styles = members["xl/styles.xml"].replace(b"<cellXfs>", style)
    styles = styles.replace(b"</cellXfs>", b'<xf numFmtId="200"/></cellXfs>')
    began = time.process_time()
    assert spreadsheet.read(zipped({**members, "xl/styles.xml": styles}))
    assert time.process_time() - began < 5


@every_use
@pytest.mark.parametrize("r", ["B1048576", "XFD2", "XFD1048576"])
def test_one_far_cell_costs_nothing_and_is_named(use: Use, r: str) -> None:
    raw = far_cell(use, r)
    began = time.process_time()

    problems, found = use.said(raw, "a.xlsx")

    assert found == []
    row, column = r.lstrip("XFDB"), r.rstrip("0123456789")
    assert f"第{row}行 {column}列有内容" in problems[0]
    assert time.process_time() - began < 2


@every_use
def test_a_far_cell_without_content_is_nothing(use: Use) -> None:
    raw = everywhere(
        use.workbook(), (b"</sheetData>", b'<row><c r="XFD1048576" s="0"/></row></sheetData>')
    )
    assert use.said(raw, "a.xlsx") == use.said(use.workbook(), "a.xlsx")


@every_use
@pytest.mark.parametrize(
    ("xml", "says"),
    [
        ("><f>A1</f>", "公式"),
        ('t="str"><f>A1</f>', "公式"),
        ('t="e"><v>#N/A</v>', "错误值"),
        ('t="s"><v>99999</v>', "已损坏"),
        ('t="d"><v>2020-13-01</v>', "不是能读的日期"),
        ("><v>1e999</v>", "错误值"),
        (texts("x" * 32_768), "32767"),
        (texts("a_x000B_b"), "U+000B"),
        (texts("a_x0000_b"), "U+0000"),
        (texts("a_xD800_b"), "U+FFFD"),
        (texts("a_xFFFF_b"), "U+FFFF"),
        (texts("a&#x2028;b"), "U+2028"),
        (texts("a&#x85;b"), "U+0085"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_by_row_and_column(
    use: Use, xml: str, says: str
) -> None:
    problems, found = use.said(use.with_cell(xml), "a.xlsx")

    assert found == []
    assert any(says in one for one in problems), problems
    assert says == "已损坏" or any(use.place in one for one in problems), problems


@every_use
@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (texts("a_x000D_&#10;b"), "a\nb"),
        (texts("_x005F_x000D_"), "_x000D_"),
        (texts("a_xD840__xDC00_"), "a\U00020000"),
        ('t="inlineStr"><is><r><t>王</t></r><r><t>芳</t></r><rPh><t>wang</t></rPh></is>', "王芳"),
        ('t="str"><v>字</v>', "字"),
        ("><v>420000.0</v>", "420000"),
    ],
)
def test_a_text_is_what_its_writer_saw(use: Use, xml: str, text: str) -> None:
    assert use.said(use.with_cell(xml), "a.xlsx") == ([], [text])


@every_use
def test_the_strict_dialect_says_the_same(use: Use) -> None:
    raw = everywhere(
        use.workbook(),
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    assert use.said(raw, "a.xlsx") == ([], [use.rows[1][1]])


@every_use
def test_what_is_merged_stands_in_each_of_its_rows(use: Use) -> None:
    third = [f"{use.rows[1][0]}2", None, *use.rows[1][2:]]
    raw = everywhere(
        use.workbook(*use.rows, third),
        (b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="B2:B3"/></mergeCells>'),
    )
    assert use.said(raw, "a.xlsx") == ([], [use.rows[1][1]] * 2)


def test_a_result_that_is_stored_is_read_where_one_sees_it_again_before_it_counts() -> None:
    stored = 't="str"><f>A1</f><v>算出来的</v>'
    for name, use in USES.items():
        problems, found = use.said(use.with_cell(stored), "a.xlsx")
        assert (found == ["算出来的"]) == (name != "officers")
        assert any("公式" in one for one in problems) == (name == "officers")


def test_a_basis_that_cannot_be_read_is_not_a_basis_that_is_missing() -> None:
    """What a unit calculates and no program has stored is unreadable, never absent."""
    use = USES["units"]
    rows = [[*use.rows[0], "依据"], [*use.rows[1], '="《公证法》第二十九条"']]
    problems, found = use.said(use.workbook(*rows), "a.xlsx")

    assert found == []
    assert problems == [f"第 2 行“依据”栏：{''.join(spreadsheet.FORMULA)}"]


@pytest.mark.parametrize("old", [True, False])
def test_a_day_is_the_day_that_its_writer_saw(old: bool) -> None:
    for value in (datetime(2020, 2, 29, tzinfo=UTC).replace(tzinfo=None), 42428 if old else 43890):
        book = Workbook()
        if old:
            book.epoch = CALENDAR_MAC_1904
        sheet = book.worksheets[0]
        sheet.title = "法律文件"
        sheet.append(list(INSTRUMENT))
        sheet.append(list((INSTRUMENT | {"施行日": value}).values()))
        raw = io.BytesIO()
        book.save(raw)

        assert read(raw.getvalue(), "a.xlsx").instruments[0].in_force_from == date(2020, 2, 29)


def test_the_days_of_chinese_programs_are_days() -> None:
    members = unpacked(USES["officers"].workbook())
    style = b'<xf numFmtId="31" fontId="0" fillId="0" borderId="0"/></cellXfs>'
    styles = members["xl/styles.xml"].replace(b"</cellXfs>", style)
    raw = everywhere(zipped({**members, "xl/styles.xml": styles}), (b'r="B2"', b'r="B2" s="1"'))
    del members

    assert spreadsheet.read(raw)[0].rows[1][1][1] == "某办法"  # a text stays one
    use = USES["officers"]
    dated = use.with_cell('s="1"><v>43890</v>')
    dated = zipped({**unpacked(dated), "xl/styles.xml": styles})
    assert spreadsheet.read(dated)[0].rows[1][1][1].date() == date(2020, 2, 29)


@pytest.mark.parametrize("said", sorted(cells.SPOKEN))
def test_one_vocabulary_of_yes_and_no(said: str) -> None:
    meant = cells.SPOKEN[said]
    assert outside.yes(said) is meant
    assert outside.yes(f" {said.upper()} ") is meant
    row = INSTRUMENT | {"能作依据": said}
    raw = USES["officers"].workbook(list(row), list(row.values()))
    assert read(raw, "a.xlsx").instruments[0].binding is meant


def test_what_is_neither_yes_nor_no_is_said() -> None:
    with pytest.raises(Unclear, match="是还是否"):
        outside.yes("也许")
    assert outside.yes("") is outside.yes(None) is False


@pytest.mark.parametrize("text", sorted(FORMULAS))
def test_no_file_of_ours_begins_a_formula(text: str) -> None:
    line = commas.write([[text]]).decode("utf-8-sig")
    assert line.lstrip('"').startswith("'")
    assert formulas.unguarded(formulas.guarded(text)) == text
    assert commas.read(commas.write([[text]]), "a").rows == [(1, [text])]
    cell = load_workbook(io.BytesIO(workbook.plain({"表": [[text]]})))["表"]["A1"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@pytest.mark.parametrize("char", ["\x0b", "\x00", "\u2028", "\ufffe", "\ud800"])
def test_json_is_held_to_the_same_characters(char: str) -> None:
    name = f"甲{char}乙"
    lines = [{"matter": "事项", "paper": name, "fact": "事实"}, {name: 1}]
    for raw in ({"demands": lines}, {"papers": [{"name": name}, {name: 1}]}, {name: []}):
        for reader in (material_lists.read, demand_files.parse):
            with pytest.raises(UnreadableDemands) as unreadable:
                reader(json.dumps(raw).encode(), "a.json", ())
            str(unreadable.value).encode()  # what is said can be shown


def test_a_basis_is_read_in_time_however_it_is_written() -> None:
    began = time.process_time()
    with pytest.raises(ValueError, match="看不懂"):
        outside.bases("《" * 300_000)
    deep = "《公证法》第一条"
    with pytest.raises(ValueError, match="要写文字"):
        outside.bases([[[deep]]])
    assert outside.bases([deep]) == (LegalBasis("公证法", "第一条"),)
    assert time.process_time() - began < 2


YAML = {
    "two nulls": ("null: 1\nnull: 2\n", "字段名不是文字", 1),
    "numbers as names": ("a: 1\n1: 2\n", "字段名不是文字", 2),
    "a list as a name": ("? [a]\n: 1\n", "字段名不是文字", 1),
    "merge": ("a: 1\n<<: {b: 1}\n", "字段名不是文字", 2),
    "inner nulls": ("a:\n  - ~: 1\n    ~: 2\n", "字段名不是文字", 2),
    "twice": ("a: 1\na: 2\n", "写了两次", 2),
    "base 60": ("a: 1\nb: 12:30\n", "数字写法", 2),
    "long base 60": (f"b: {'1:' * 9_000}1\n", "数字写法", 1),
    "octal": ("b: 0420\n", "数字写法", 1),
    "long number": (f"b: {'1' * 9_000}\n", "数字写法", 1),
    "controls": ('id: some-rule\ntitle: "a\\x0bb"\n', "U+000B", 2),
    "no day": ("a: 2020-13-01\n", "不认识的写法", 1),
    "long": (f"a: {'x' * 40_000}\n", "32767", 0),
    "documents": ("--- {a: 1}\n" * 1_100, "太长", 0),
    "lists": ("- [1]\n" * 70_000, "太大", 0),
}


@pytest.mark.parametrize("case", YAML)
def test_yaml_is_bounded_and_plain(case: str) -> None:
    text, says, line = YAML[case]
    began = time.process_time()

    found = read(text.encode(), "a.yaml")

    assert found.entries() == ()
    assert (says, line) in {(says, one.row) for one in found.problems if says in one.what}
    assert time.process_time() - began < 15


def test_many_faults_and_many_entries_end_the_reading() -> None:
    head = ",".join(INSTRUMENT)
    faults = "a,b,c,d,e,f,g,h\n" * 9_000
    faulty = read(f"{head}\n{faults}".encode(), "法律文件.csv")
    many = "\n".join(",".join([f"r{n}", *list(INSTRUMENT.values())[1:]]) for n in range(1_001))

    assert "问题太多" in faulty.problems[0].what
    assert len(faulty.problems) < 1_100
    assert "超过 1000 项" in read(f"{head}\n{many}".encode(), "法律文件.csv").problems[0].what


def test_escaped_controls_are_refused_where_they_would_become_a_name() -> None:
    use = USES["officers"]
    problems, found = use.said(use.with_cell(texts("甲\\u{b}乙")), "a.xlsx")
    assert found == []
    assert any(use.place in one and "U+000B" in one for one in problems)


@pytest.mark.parametrize(("mark", "called"), [(";", "分号"), ("\t", "制表符")])
@pytest.mark.parametrize("above", ["", "某县情况表\n"])
def test_a_table_with_other_marks_than_commas_is_told_so(mark, called, above):
    raw = f"{above}事项编号{mark}事项名称\nA{mark}证明\nB{mark}证明".encode("gb18030")
    with pytest.raises(Unclear, match=f"用{called}分开"):
        commas.read(raw, "a")
    assert commas.read("一;二,三\n四;五,六".encode(), "a").rows == [
        (1, ["一;二", "三"]),
        (2, ["四;五", "六"]),
    ]
