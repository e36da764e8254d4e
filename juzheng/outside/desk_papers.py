"""The desk's papers (窗口文书): what a resident is asked to bring, and the month's book of papers.

Neither is signed or numbered: the first is handed over with the receipt, the second lies in the
committee's own files. The same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from juzheng.catalogue.tables import workbook
from juzheng.law.cases.missing import NO_REFUSAL, OURS, Asked
from juzheng.outside.typesetting import day, of_file, page

HEADING = "还缺这些材料（一次性告知单）"
FOOT = "由受理的居（村）民委员会打印，交给申请人。"
BOOK = "证明出具登记簿"
BOOK_FOOT = "含个人信息，按档案保管，不外传。"


@dataclass(frozen=True)
class Told:
    """Who is told, about what, by whom (告知对象和事项)."""

    applicant: str
    item: str
    number: str
    committee: str
    address: str
    telephone: str
    hours: str
    by: str  # who wrote it
    site: str  # the address at which the applicant follows the case


@dataclass(frozen=True)
class BookRow:
    """One paper in the book (登记簿的一行), all of it in words."""

    number: str
    day: str
    kind: str
    item: str
    applicant: str
    recipient: str
    purpose: str
    preparer: str
    responsible: str
    state: str
    sealed: str
    collected: str
    reprinted: str


TITLES = (
    "编号",
    "日期",
    "种类",
    "事项",
    "申请人",
    "交给哪个单位",
    "用途",
    "经办人",
    "负责人",
    "状态",
    "盖章",
    "领取、送出",
    "再打印",
)


def missing_pdf(asked: Asked, told: Told, *, on: date) -> bytes:
    """
    Return what a resident is asked to bring, as one A4 page to take home (一次性告知单).

    :raises MissingGlyphs: if a character cannot be drawn
    """
    content: dict[str, Any] = {
        **of_file(on, told.committee),
        **asdict(told),
        "heading": HEADING,
        "wanted": asked.wanted,
        "again": asked.again,
        "bring_by": day(asked.bring_by),
        "on": day(on),
        "notes": (OURS, NO_REFUSAL),
        "foot": FOOT,
    }
    return page("missing", content)


def book_pdf(rows: Sequence[BookRow], *, committee: str, month: str, on: date) -> bytes:
    """
    Return the month's book (证明出具登记簿) as A4 pages across.

    :raises MissingGlyphs: if a character cannot be drawn
    """
    content: dict[str, Any] = {
        **of_file(on, committee),
        "heading": BOOK,
        "committee": committee,
        "month": f"{month[:4]}年{int(month[5:])}月",
        "printed": day(on),
        "rows": [{**asdict(row), "day": day(date.fromisoformat(row.day))} for row in rows],
        "foot": BOOK_FOOT,
    }
    return page("book", content)


def book_xlsx(rows: Sequence[BookRow], *, month: str) -> bytes:
    """Return the month's book as a workbook of texts: no formula, whatever somebody is called."""
    return workbook.plain({month: [TITLES, *(tuple(asdict(row).values()) for row in rows)]})
