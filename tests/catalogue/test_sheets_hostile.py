"""Tables that are made to do harm, or are broken: refused in words, whatever they hold."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import fields

import openpyxl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from juzheng.catalogue.sheets import CLASSES, read, template, write_yaml
from juzheng.law.base.plain import as_mapping
from tests.catalogue.test_sheets import (
    BROUGHT,
    DAYS,
    INSTRUMENT,
    LETTERS,
    POS,
    WORDS,
    WRITERS,
    problems,
    workbook,
)


def zipped(**members):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in members.items():
            whole.writestr(name.replace("__", "."), content)
    return raw.getvalue()


def spoilt(name, before, after):
    """A workbook of ours with one member changed by hand."""
    raw = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(template("instruments"))) as old,
        zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            content = old.read(info)
            if info.filename == name:
                assert before in content
                content = content.replace(before, after)
            new.writestr(info.filename, content)
    return raw.getvalue()


SHEET = "xl/worksheets/sheet2.xml"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet'
OUTSIDE = b'<!DOCTYPE x SYSTEM "file:///etc/hostname"><worksheet'
FAR = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
HOSTILE = {
    "nothing": (b"", "a.xlsx", "认不出"),
    "old": (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 99, "a.xls", "另存为 .xlsx"),
    "no archive": (b"PK\x03\x04" + b"x" * 50, "a.xlsx", "已损坏"),
    "bomb": (zipped(a__csv=b"0" * 105_000_000), "a.zip", "太大"),
    "many": (zipped(**{f"a{n}__csv": b"" for n in range(501)}), "a.zip", "太大"),
    "large": (b"0" * (10 * 1024 * 1024 + 1), "a.csv", "10 MB"),
    "entities": (spoilt(SHEET, b"<worksheet", LAUGHS), "a.xlsx", "实体声明"),
    "outside": (spoilt(SHEET, b"<worksheet", OUTSIDE), "a.xlsx", "实体声明"),
    "far": (spoilt(SHEET, b"</sheetData>", FAR), "a.xlsx", "第1048576行 XFD列有内容"),
    "rows": (("法律文件编号\n" + "x\n" * 50_001).encode(), "a.csv", "最多 50000 行"),
    "csv": (b'"abc', "a.csv", "不是合格的 CSV"),
    "utf-16": ("法律".encode("utf-16"), "a.csv", "认不出"),
    "alias": (b"a: &x [1]\nb: *x", "a.yaml", "引用"),
    "deep": (b"[" * 5000, "a.yaml", "层次太深"),
    "object": (b"id: !!python/object/apply:os.getcwd []", "a.yaml", "不认识的写法"),
    "no yaml": (b"id: [", "a.yaml", "YAML 文件第2行"),
    "text": (b"abc", "a.yaml", "字段"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_in_words(case):
    raw, name, says = HOSTILE[case]

    found = read(raw, name)

    assert found.entries() == ()
    assert any(says in one.what + one.do for one in found.problems), problems(found)
    assert all(one.what and one.do and one.where for one in found.problems)


def test_yaml_faults_are_named_with_their_line():
    raw = write_yaml([POS]).decode()
    raw = raw.replace("kind: issuable", "kind: good").replace("handling:", "handlig:")

    found = read(raw.encode(), "POS-018.yaml")

    lines = raw.splitlines()
    assert lines.index("kind: good") + 1 in [one.row for one in found.problems]
    assert any("不是这里的字段" in one.what for one in found.problems)
    assert found.items == ()


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(["a.csv", "a.yaml", "a.xlsx", "a.zip", "a"]),
    raw=st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode(errors="replace")),
)
def test_no_input_breaks_the_reader(name, raw):
    found = read(raw, name)

    assert found.entries() == ()
    assert found.problems


FIELDS = sorted({one.name for cls in CLASSES.values() for one in fields(cls)} | {"x", "1", "text"})
KEYS_OF_ANY = st.sampled_from(FIELDS) | st.integers(0, 3) | st.none()
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | DAYS | st.binary(max_size=3)
VALUES = st.recursive(
    SCALARS | st.text(LETTERS, max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS_OF_ANY, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(page=st.dictionaries(KEYS_OF_ANY, VALUES, max_size=8), known=st.booleans())
def test_no_page_breaks_the_reader(page, known):
    raw = yaml.safe_dump((as_mapping(POS) | page) if known else page, allow_unicode=True)

    found = read(raw.encode(), "a.yaml")

    assert found.entries() or found.problems


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    heading=st.sampled_from(sorted(INSTRUMENT)),
    value=st.booleans()
    | st.integers(-9, 10**9)
    | st.floats(allow_nan=False)
    | DAYS
    | WORDS.filter(str.isprintable),
)
def test_no_cell_breaks_the_reader(heading, value):
    row = INSTRUMENT | {heading: value}
    found = read(workbook([list(row), list(row.values())], "法律文件"), "a.xlsx")

    assert found.entries() or all((one.row, one.what, one.do) for one in found.problems)
    assert bool(found.entries()) != bool(found.problems)


def test_a_workbook_bears_no_trace_of_when_it_was_written():
    with zipfile.ZipFile(io.BytesIO(template("lists"))) as whole:
        assert {info.date_time[:3] for info in whole.infolist()} == {(1980, 1, 1)}
        core = whole.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[^<]*", core)) == {"2020-02-29T00:00:00Z"}


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), name=st.sampled_from(sorted(WRITERS)))
def test_no_spoilt_file_breaks_the_reader(data, name):
    raw = bytearray(WRITERS[name](BROUGHT))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at] = data.draw(st.integers(0, 255))

    found = read(bytes(raw), name)

    assert found.entries() or found.problems


def test_numbers_of_rows_and_sheets_that_nobody_sees_are_passed_over():
    book = openpyxl.load_workbook(io.BytesIO(template("items")))
    for sheet in book.worksheets:
        if sheet.title != "说明":
            sheet.insert_cols(1)
            sheet.cell(1, 1).value = "序号"
    hidden = book.create_sheet("选项")
    hidden.append(["甲", "乙"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    said = " ".join(map(str, read(out.getvalue(), "a.xlsx").problems))
    assert "序号" not in said
    assert "选项" not in said
    hidden.sheet_state = "visible"
    out = io.BytesIO()
    book.save(out)
    assert "选项" in " ".join(map(str, read(out.getvalue(), "a.xlsx").problems))
