"""Papers that officers hand in: what stands in them is read, and nothing in them does harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue, papers, sheets
from juzheng.catalogue.papers import drafting
from juzheng.catalogue.papers.drafting import Drafting, Row
from juzheng.catalogue.tables import workbook
from juzheng.catalogue.tables.problems import Unclear
from juzheng.law.catalogue.items import Confidence, Item, ListKind
from tests.web.overseer import paper_lists
from tests.web.overseer.paper_lists import NAMES, packed, paragraph, table


def recognised(raw: bytes) -> papers.Paper:
    (one,) = papers.recognised(papers.read(raw)[1])
    return one


def names(raw: bytes) -> list[str]:
    return [one.name for one in recognised(raw).names]


BOTH = """示例县民政局关于印发《示例县村（社区）出具证明事项清单》的通知
本通知自印发之日起施行。
示例县民政局
2026年11月20日
一、可以出具的证明事项（共3项）
（一）婚姻家庭类
1．收养人抚养教育能力证明（又称：收养证明）
2、赡养关系证明（办理：入住养老机构用）
（二）其他
2-1. 居住证明
二、不应出具的证明事项（共2项）
1. 无犯罪记录证明
2. 赡养关系证明
三、有关要求
（一）不得要求出具清单之外的证明。"""
NEGATIVE, ISSUABLE = ListKind.NEGATIVE, ListKind.ISSUABLE


def test_a_paper_with_two_lists_is_two_and_no_item_stands_on_the_wrong_one() -> None:
    may, may_not = papers.recognised(papers.read(BOTH.encode())[1])
    assert (may.kind, may_not.kind) == (ISSUABLE, NEGATIVE)
    assert [one.name for one in may.names] == [
        "收养人抚养教育能力证明",
        "赡养关系证明（办理：入住养老机构用）",
        "居住证明",
    ]
    assert may.names[0].called == ("收养证明",)
    assert [one.name for one in may_not.names] == ["无犯罪记录证明", "赡养关系证明"]
    assert {one.title for one in (may, may_not)} == {"示例县村（社区）出具证明事项清单"}
    left = papers.unread(BOTH.splitlines(), [one.name for one in may.names], ISSUABLE)
    assert "1. 无犯罪记录证明" not in left
    assert "示例县民政局" in left


def test_what_holds_from_its_issue_holds_from_its_issue() -> None:
    for one in papers.recognised(papers.read(BOTH.encode())[1]):
        assert one.issued_on == one.effective_on == date(2026, 11, 20)


def test_two_lists_by_sentence_or_by_table_are_two() -> None:
    said = "一、保留以下证明：居住证明、养犬证明。\n二、取消以下证明：健在证明和单身证明。"
    rows = [("序号", "证明名称"), ("一、可以出具的",), ("1", "居住证明"), ("2", "养犬证明")]
    rows += [("二、不再出具的",), ("1", "健在证明"), ("2", "单身证明")]
    for raw in (said.encode(), packed(table(rows))):
        found = {
            one.kind: [it.name for it in one.names]
            for one in papers.recognised(papers.read(raw)[1])
        }
        assert found == {ISSUABLE: ["居住证明", "养犬证明"], NEGATIVE: ["健在证明", "单身证明"]}


def test_a_table_under_its_title_and_with_a_cell_of_two_lines_is_a_table() -> None:
    text = (
        '示例县清单\n序号,事项名称,备注\n一、公安类,,\n1,"亲属关系证明\n（仅限）",\n2,健在证明,无'
    )
    for encoding in ("utf-8", "gb18030"):
        assert papers.read(text.encode(encoding))[0] == "csv"
        assert names(text.encode(encoding)) == ["亲属关系证明 （仅限）", "健在证明"]


THREE = ["亲属关系证明", "居民养犬证明", "健在证明"]


@pytest.mark.parametrize(
    "text",
    [
        "1.亲属关系证明\n2.居民养犬证明\n3.健在证明",
        "一、亲属关系证明\n二、居民养犬证明\n三、健在证明",
        "（一）亲属关系证明；\n（二）居民养犬证明；\n（三）健在证明。",
        "(1) 亲属关系证明\n(2) 居民养犬证明\n(3) 健在证明",
        "①亲属关系证明\n②居民养犬证明\n③健在证明",
        "1 “亲属关系证明”\n2 “居民养犬证明”\n3 “健在证明”",
        "亲属关系证明\n居民养犬证明\n健在证明",
        "亲属关系证明、居民养犬证明、健在证明",
        "经研究，取消以下证明：亲属关系证明、居民养犬证明和健在证明。",
        "根据《意见》，自2026年12月1日起取消下列: 亲属关系证明，居民养犬证明及健在证明。请执行。",
        "经研究，决定取消亲属关系证明、居民养犬证明以及健在证明。",
        "一、取消以下证明：亲属关系证明、居民养犬证明和健在证明。",
        "各村（社区）：\n取消以下证明：亲属关系证明、居民养犬证明和健在证明等三项。\n特此通知。",
        "亲属关系证明、居民养犬证明和健在证明",
        "下列证明不再开具：1.亲属关系证明；2.居民养犬证明；3.健在证明。",
        "一、总体要求\n二、工作任务\n1.亲属关系证明\n2.居民养犬证明\n3.健在证明\n三、组织实施",
        "1.亲属关系证明：凭户口簿\n2.居民养犬证明——由公安机关办\n3.健在证明，由社保机构核查",
        "序号\t证明名称\n1\t亲属关系证明\n2\t居民养犬证明\n3\t健在证明",
        "序号,证明事项,备注\n1,亲属关系证明,\n2,居民养犬证明,\n3,健在证明,",
        "序号,事项编码,事项名称\n1,A1,亲属关系证明\n2,A2,居民养犬证明\n3,A3,健在证明",
    ],
)
def test_names_are_found_however_the_list_is_written(text: str) -> None:
    for encoding in ("utf-8", "gb18030", "utf-16"):
        assert names(text.encode(encoding)) == THREE


def test_what_is_joined_within_a_name_is_one_name() -> None:
    text = "取消以下证明：亲属关系证明、同名同姓和曾用名证明、健在证明。"
    assert names(text.encode()) == ["亲属关系证明", "同名同姓和曾用名证明", "健在证明"]


def test_a_name_that_runs_on_in_the_line_below_is_one_name() -> None:
    text = (
        "不再出具的证明\n1. 健在证明\n2. 住宅改变为经营性用房的有利害关系\n业主同意证明\n"
        "3. 农机具归属\n证明（含继承）；\n4. 户籍类\n死亡证明\n示例县民政局"
    )
    (found,) = papers.recognised(papers.read(text.encode())[1])
    names = [one.name for one in found.names]
    assert names[:3] == [
        "健在证明",
        "住宅改变为经营性用房的有利害关系业主同意证明",
        "农机具归属证明（含继承）",
    ]
    assert not any("户籍类死亡" in name for name in names)  # a heading is no half of a name
    left = papers.unread(text.splitlines(), names, NEGATIVE)
    assert not {"业主同意证明", "证明（含继承）；"} & {*left}


def test_what_was_not_read_is_told() -> None:
    texts = ["经研究，取消以下证明：亲属关系证明和健在证明。其他的另行通知。", "特此通知。"]
    assert papers.unread(texts, ["亲属关系证明", "健在证明"], NEGATIVE) == (
        "其他的另行通知",
        "特此通知",
    )


def test_the_heading_is_read_with_its_days() -> None:
    found = recognised(paper_lists.TEXT.encode())

    assert (found.title, found.number) == (paper_lists.TITLE, paper_lists.NUMBER)
    assert (found.issuer, found.kind) == ("示例县民政局", ListKind.NEGATIVE)
    assert (found.issued_on, found.effective_on) == (date(2026, 11, 20), date(2026, 12, 1))


def test_what_works_instead_is_taken_over_where_the_paper_says_it() -> None:
    rows = [
        ("序号", "证明名称", "替代办法"),
        ("1", "车位证明", "向物业公司登记。"),
        ("2", "狗证", ""),
    ]
    found = recognised(packed(table(rows))).names
    assert [one.instead for one in found] == ["向物业公司登记。", ""]

    found = recognised("1.车位证明：向物业公司登记。\n2.狗证".encode()).names
    assert found[0].instead == "向物业公司登记。"


def test_a_title_in_merged_cells_is_no_heading_and_a_total_no_item() -> None:
    rows = [
        ("示例县不应出具证明事项清单", "", ""),
        ("序号", "证明名称", "替代方式"),
        ("1", "车位证明", "向物业公司登记。"),
        ("2", "狗证", "到动物诊疗机构办理。"),
        ("合计：2项", "", ""),
        ("", "合计", "2"),
    ]
    found = recognised(packed(table(rows)))
    assert (found.title, found.kind) == ("示例县不应出具证明事项清单", NEGATIVE)
    assert [(one.name, one.instead) for one in found.names] == [
        ("车位证明", "向物业公司登记。"),
        ("狗证", "到动物诊疗机构办理。"),
    ]
    for total in ("合计：2项", "共 2 项", "3. 合计 2 项。", "总计：2"):
        assert names(f"1. 车位证明\n2. 共有房屋证明\n{total}".encode()) == [
            "车位证明",
            "共有房屋证明",
        ]


@pytest.mark.parametrize("raw", [paper_lists.in_table(), paper_lists.in_numbers()])
def test_a_document_is_read_by_its_tables_and_its_own_numbers(raw: bytes) -> None:
    assert papers.read(raw)[0] == "docx"
    assert names(raw) == list(NAMES)


def test_a_workbook_is_read() -> None:
    raw = workbook.plain(
        {"清单": [("序号", "事项名称"), *((str(n), one) for n, one in enumerate(THREE))]}
    )
    assert papers.read(raw)[0] == "xlsx"
    assert names(raw) == THREE


def test_what_was_deleted_or_stands_there_twice_is_read_as_people_see_it() -> None:
    deleted = "<w:p><w:del><w:r><w:delText>删去的证明</w:delText></w:r></w:del></w:p>"
    twice = (
        "<w:p><w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:t>亲属关系证明</w:t></mc:Choice>"
        "<mc:Fallback><w:t>亲属关系证明</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert names(packed(deleted + twice + paragraph("健在证明"))) == ["亲属关系证明", "健在证明"]


BOMB = packed("<w:p/>" * 700_000)
ENTITY = packed("", head="<!DOCTYPE x [<!ENTITY a '" + "b" * 1000 + "'>]>")


@pytest.mark.parametrize(
    "raw",
    [
        BOMB,
        ENTITY,
        packed(paragraph("长" * 40_000)),
        packed(table([["格"] * 60])),
        packed("<w:p>" * 300 + "未完"),
        packed("", part="word/other.xml"),
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"%PDF-1.4",
        b"\0\0\0\0",
        b"\xff\xfe\0",
        "证".encode() * (papers.LARGEST // 3 + 1),
    ],
    ids=range(12),
)
def test_what_is_made_to_do_harm_is_told_in_words(raw: bytes) -> None:
    with pytest.raises(Unclear) as told:
        papers.read(raw)
    assert told.value.what
    assert told.value.do


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_told(raw: bytes) -> None:
    for each in (raw, b"PK\x03\x04" + raw, packed(raw.decode("latin-1"))):
        try:
            found = papers.recognised(papers.read(each)[1])
        except Unclear:
            continue
        assert all(one.name for of in found for one in of.names)


@given(st.data())
def test_a_document_with_broken_bytes_is_read_or_told(data: st.DataObject) -> None:
    whole = bytearray(paper_lists.in_table())
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Unclear):
        papers.recognised(papers.read(bytes(whole))[1])


@given(st.text(max_size=300))
def test_any_text_is_taken_for_names_or_for_none(text: str) -> None:
    try:
        lines = papers.read(text.encode("utf-8", "surrogatepass"))[1]
    except Unclear:
        return
    for one in (one for found in papers.recognised(lines) for one in found.names):
        assert 2 <= len(one.name) <= 60


def test_a_document_within_a_table_within_a_table_is_read_to_the_end() -> None:
    inner = table([["亲属关系证明"]])
    for _ in range(200):
        inner = f"<w:tbl><w:tr><w:tc>{inner}{paragraph('健在证明')}</w:tc></w:tr></w:tbl>"
    with zipfile.ZipFile(io.BytesIO(packed(inner))) as whole:
        assert whole.namelist()
    assert papers.read(packed(inner))[1]


def test_the_workbooks_of_the_catalogue_are_no_papers_but_harm_nobody() -> None:
    assert papers.read(sheets.template("items"))[0] == "xlsx"


def drafted(kind: ListKind, row: Row, **said: object) -> Drafting:
    """Return a list of one new item, as far as it is drafted."""
    days = date(2026, 11, 20), date(2026, 12, 1)
    of = ("示例县证明事项清单", kind, "990121", "", "示例县民政局", *days)
    whole = replace(row, choice=drafting.NEW, code="X-1")
    return Drafting(*of, (whole,), "list-1", "document-1", **said)  # type: ignore[arg-type]


def item_of(one: Drafting) -> Item:
    origin = drafting.origin_of(one, "清单.docx")
    made = drafting.pages(one, catalogue().items, origin)
    return next(page for page in made if isinstance(page, Item))


def test_what_no_person_checked_is_not_marked_as_checked() -> None:
    read = Row("甲证明", "甲证明", do="到物业公司登记。", where="物业公司")
    told = item_of(drafted(ListKind.NEGATIVE, read))
    assert (told.basis[0].checked, told.confidence) == ("", Confidence.MEDIUM)
    told = item_of(drafted(ListKind.NEGATIVE, read, compared=True))
    assert (told.basis[0].checked, told.confidence) == (drafting.COMPARED, Confidence.HIGH)
    assert told.basis[0].provision == "所附名单"


def test_an_article_is_checked_by_whoever_read_it_and_by_nothing_else() -> None:
    text = next(code for code, one in catalogue().instruments.items() if one.binding)
    row = Row("甲证明", "甲证明", basis=text, provision="第一条", duty="POS-001", fact="有地")
    whole = drafted(ListKind.ISSUABLE, row, compared=True)
    assert list(whole.problems()) == [(0, "checked")]
    read = item_of(drafted(ListKind.ISSUABLE, replace(row, checked="对照公布的文本逐字核对")))
    assert read.basis[0].checked == "对照公布的文本逐字核对"


@pytest.mark.parametrize(
    ("do", "where", "says", "sure"),
    [
        ("向物业公司登记。", "物业公司", "示例县民政局《示例县证明事项清单》原件", "high"),
        ("向物业公司登记。", "窗口", f"原件；{drafting.TYPED_PLACE}", "high"),
        ("向社区登记。", "物业公司", drafting.TYPED, "high"),
    ],
)
def test_only_what_the_paper_says_has_the_paper_for_its_source(
    do: str, where: str, says: str, sure: str
) -> None:
    row = Row("甲证明", "1 甲证明 向物业公司登记。", do=do, where=where)
    source = item_of(drafted(ListKind.NEGATIVE, row, compared=True)).onward[0].source
    assert source is not None
    assert source.text.endswith(says)
    assert source.confidence == sure
    assert not source.unread, "what an office wrote of its own has no original to be compared with"


def test_what_the_paper_has_and_nobody_compared_stays_marked() -> None:
    row = Row("甲证明", "1 甲证明 向物业公司登记。", do="向物业公司登记。", where="窗口")
    source = item_of(drafted(ListKind.NEGATIVE, row)).onward[0].source
    assert source is not None
    assert source.unread


@pytest.mark.parametrize("gap", [{"issuer": ""}, {"issued_on": None}])
def test_of_a_paper_that_does_not_say_who_and_when_nothing_is_published(
    gap: dict[str, Any],
) -> None:
    whole = drafted(ListKind.NEGATIVE, Row("甲证明", "甲证明", do="登记。", where="物业公司"))
    origin = drafting.origin_of(whole, "清单.docx")
    assert len(drafting.pages(whole, catalogue().items, origin)) == 3
    assert drafting.pages(replace(whole, **gap), catalogue().items, origin) == ()


def test_a_table_of_one_row_is_a_table_and_its_sum_is_no_item() -> None:
    titles, row = ["序号", "证明名称", "替代方式"], ["1", "居住证明", "看居民身份证"]
    for below in ([], [["合计：1项"]], [["合计", "1项", ""]], [["填表人：张三", "", ""]]):
        one = recognised(workbook.plain({"Sheet1": [["某县情况表"], titles, row, *below]}))
        assert [(named.name, named.instead) for named in one.names] == [
            ("居住证明", "看居民身份证")
        ]


def test_what_is_numbered_in_another_way_is_an_item_where_it_fills_a_gap() -> None:
    text = """不再出具的证明（共计8项）
1. 亲属关系证明
2、居住证明
（3）婚姻状况证明（含单身证明、未婚证明）
4．无犯罪记录证明
⑤ 证件遗失证明
6 邻里关系和睦证明 村委会原来盖章的
7健在证明
（1）领养老金的证明
（2）领补贴的证明
八、养犬证明"""
    assert names(text.encode()) == [
        "亲属关系证明",
        "居住证明",
        "婚姻状况证明（含单身证明、未婚证明）",
        "无犯罪记录证明",
        "证件遗失证明",
        "邻里关系和睦证明",
        "健在证明",
        "养犬证明",
    ]
    cases = "1. 健在证明\n（1）领养老金的证明\n（2）领补贴的证明"
    for text in (f"{cases}\n2. 养犬证明\n3. 狗证", f"1. 狗粮证明\n2. 养犬证明\n{cases}"):
        assert not [name for name in names(text.encode()) if name.startswith("领")]


def test_what_looks_like_an_item_that_was_missed_is_told_before_the_rest() -> None:
    left = (
        "特此通知",
        "（12）车位证明",
        "死亡证明（含注销）",
        "示例县证明事项清单",
        "一、证明事项（共3项）",
    )
    assert papers.doubtful(left) == ("（12）车位证明", "死亡证明（含注销）")


HEADER = ("序号", "证明事项名称", "取消后的办理方式")
ROWS = [
    ("一、可以出具的证明事项（共2项）", "", ""),
    ("1", "赡养关系证明", ""),
    ("2", "居住证明", ""),
    ("二、不应出具的证明事项（共3项）", "", ""),
    ("1", "无犯罪记录证明", "到公安机关查询。"),
    ("2", "其中：随迁子女实际居住证明", "同上"),
    ("3", "健在证明", "看居民身份证。"),
]


def everywhere(row: tuple[str, ...]) -> tuple[str, ...]:
    return row if row[0].isdigit() else (row[0],) * 3


def beside(row: tuple[str, ...]) -> tuple[str, ...]:
    return row if row[0].isdigit() else (row[0][0], row[0][2:], "")


def in_second(row: tuple[str, ...]) -> tuple[str, ...]:
    return row if row[0].isdigit() else ("", row[0], "")


def without_number(row: tuple[str, ...]) -> tuple[str, ...]:
    return row[1:] if row[0].isdigit() else row[:2]


@pytest.mark.parametrize("made", [tuple, everywhere, beside, in_second, without_number])
def test_a_heading_in_a_table_and_another_sheet_are_no_items(
    made: Callable[[tuple[str, ...]], tuple[str, ...]],
) -> None:
    rows = [("示例县证明事项清单（2026年版）",), HEADER, *map(made, ROWS)]
    if made is without_number:
        rows[1] = HEADER[1:]
    raw = workbook.plain({"清单": rows, "联系人": [("姓名", "电话"), ("张三", "1"), ("李四", "2")]})
    found = {
        one.kind: [(it.name, it.instead) for it in one.names]
        for one in papers.recognised(papers.read(raw)[1])
    }
    assert found == {
        ISSUABLE: [("赡养关系证明", ""), ("居住证明", "")],
        NEGATIVE: [
            ("无犯罪记录证明", "到公安机关查询。"),
            ("随迁子女实际居住证明", "到公安机关查询。"),
            ("健在证明", "看居民身份证。"),
        ],
    }


def test_a_table_without_a_heading_goes_on_with_the_one_above() -> None:
    first = table([HEADER, ("1", "居住证明", ""), ("2", "健在证明", "看居民身份证。")])
    rest = table([("3", "养犬证明", "到公安机关办。"), ("4", "狗粮证明", "")])
    other = table([("科室", "电话"), ("基政科", "1"), ("办公室", "2")])
    raw = packed(first + paragraph("续表") + rest + paragraph("联系方式") + other)
    assert names(raw) == ["居住证明", "健在证明", "养犬证明", "狗粮证明"]


JOINT = """示例县民政局 示例县司法局关于公布证明事项清单的通知
示民发〔2026〕17号
附件：1.{first}
2.示例县居（村）民委员会不应出具证明事项清单
示例县民政局
示例县司法局
2026年12月1日
附件1
示例县居（村）民委员会应当出具证明事项清单
1. 收养证明
2. 加装电梯情况证明
附件2
示例县居（村）民委员会不应出具证明事项清单
1. 亲属关系证明
2. 健在证明
"""


@pytest.mark.parametrize("first", ["示例县居（村）民委员会应当出具证明事项清单", "填表说明"])
def test_what_is_appended_is_no_item_and_each_list_bears_its_own_title(first: str) -> None:
    text = JOINT.format(first=first)
    lines = papers.read(text.encode())[1]
    may, not_ = papers.recognised(lines)
    assert [one.name for one in may.names] == ["收养证明", "加装电梯情况证明"]
    assert [one.name for one in not_.names] == ["亲属关系证明", "健在证明"]
    assert may.title == "示例县居（村）民委员会应当出具证明事项清单"
    assert not_.title == "示例县居（村）民委员会不应出具证明事项清单"
    assert {one.issuer for one in (may, not_)} == {"示例县民政局、示例县司法局"}
    notice = "示例县民政局 示例县司法局关于公布证明事项清单的通知"
    assert {one.notice for one in (may, not_)} == {notice}
    signed = text.replace("示例县民政局 示例县司法局关于", "关于")  # at the end alone
    (first, _) = papers.recognised(papers.read(signed.encode())[1])
    assert first.issuer == "示例县民政局、示例县司法局"
    begun = drafting_of(not_)
    texts = [line.text for line in lines]
    assert not [*drafting.gaps(begun, texts), *drafting.miscounted(begun, texts)]


def drafting_of(found: papers.Paper) -> Drafting:
    """Return what an officer begins with of a paper."""
    rows = tuple(Row(one.name, one.line) for one in found.names)
    day = date(2026, 12, 1)
    kind = found.kind or ListKind.NEGATIVE
    return Drafting(found.title, kind, "990121", found.number, found.issuer, day, day, rows)


def test_a_row_says_number_and_day_a_column_where_to_go_and_what_is_there_twice_is_told() -> None:
    head = ("序号", "证明名称", "怎么办", "去哪里办")
    bank = ("贫困证明", "由民政部门核对", "县民政局")
    cells = (
        ("示例市村（社区）不应出具证明事项清单",),
        ("示市民发〔2026〕10号", "2026年11月25日"),
        head,
        ("1", *bank),
        ("2", "健在证明", "刷脸认证", "县社保局"),
        ("3", *bank),
    )
    rows = [papers.Line(one, table=1) for one in cells]
    (found,) = papers.recognised(rows)
    assert (found.number, found.issued_on) == ("示市民发〔2026〕10号", date(2026, 11, 25))
    told = [(one.name, one.instead, one.where) for one in found.names]
    assert told == [bank, ("健在证明", "刷脸认证", "县社保局")]
    texts = [row.text for row in rows]
    assert not [
        one
        for one in papers.unread(texts, ["贫困证明"], ListKind.NEGATIVE)
        if "号" in one and "序号" not in one
    ]
    assert [(name, len(lines)) for name, lines in drafting.repeated(drafting_of(found), texts)] == [
        ("贫困证明", 2)
    ]
