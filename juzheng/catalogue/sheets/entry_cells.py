"""Between a value and the text of one cell (单元格): lossless outwards, forgiving inwards."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from juzheng.catalogue.sheets.shape import Column
from juzheng.catalogue.tables.cells import BOOLEANS, as_text, narrow, short, yes
from juzheng.catalogue.tables.problems import Unclear
from juzheng.catalogue.tables.spreadsheet import OldNumber
from juzheng.law.base.terms import Term

EMPTY = "\\空"  # an empty text where a text must be
# What a cell can't hold, or a program takes for something else: controls, halves of characters,
# Excel's own escapes, and white space at the ends, which officers type without seeing it.
UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]"
    r"|^\s|\s\Z|_(?=x[0-9A-Fa-f]{4}_)|\\"
)
ESCAPED = re.compile(r"\\(?:([\\n])|u\{([0-9a-f]{1,6})\})")
SEPARATORS = re.compile(r"[\s,\uff0c\u3001;\uff1b]+")
WRITTEN_DATE = re.compile(r"(\d{4})\s*[-/.\u5e74]\s*(\d{1,2})\s*[-/.\u6708]\s*(\d{1,2})\s*\u65e5?")
DAY_ZERO, LAST_DAY = date(1899, 12, 30), 2_958_465  # serial numbers of days, 9999-12-31 the last
SINCE_1904 = 1_462  # days that the serial numbers of old Macintosh workbooks are short of
SMALLEST_COMPACT = 10_000_101  # 20200229, which is no serial number


def written(column: Column, value: Any) -> str:
    """Return ``value`` as the text of a cell; ``read`` gives it back."""
    if not column.required and value in (None, "", ()):
        return ""
    if column.many:
        return "\n".join(_inside(_word(column, one)) for one in value)
    return _guarded(_word(column, value))


def _word(column: Column, value: Any) -> str:
    if isinstance(value, bool):
        return BOOLEANS[value]
    if isinstance(value, Term):
        return value.label
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and issubclass(column.type, Term):
        return next((term.label for term in column.type if term == value), value)
    return str(value)


def _guarded(text: str) -> str:
    return UNSAFE.sub(_escape, text) if text else EMPTY


def _inside(text: str) -> str:
    return _guarded(text).replace("\n", "\\n")


def _escape(found: re.Match[str]) -> str:
    char = found.group()
    return "\\\\" if char == "\\" else f"\\u{{{ord(char):x}}}"


def plain(text: str) -> str:
    """Return what a cell's text stands for: without the white space around it, unescaped."""
    text = text.strip()
    return "" if text == EMPTY else ESCAPED.sub(_unescape, text)


def _unescape(found: re.Match[str]) -> str:
    if found[2]:
        number = int(found[2], 16)
        return chr(number) if number <= 0x10FFFF else found[0]
    return "\n" if found[1] == "n" else "\\"


def read(column: Column, raw: Any) -> Any:
    """
    Return the value that a cell's content stands for, ready for ``forms.build``.

    ``raw`` is a text, a number, a truth value, a day, or nothing; or why it
    could not be taken from the file. Full-width digits, white space
    at the ends, Excel's days and their serial numbers are understood.

    :raises Unclear: if it can't be taken as it stands
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        if column.required:
            raise Unclear(f"“{column.heading}”没有填写。", "请填写。")
        return list(column.empty) if column.many else column.empty
    if column.many:
        return _several(column, raw)
    return _one(column, raw)


def _several(column: Column, raw: Any) -> list[Any]:
    text = as_text(raw).replace("\r\n", "\n").replace("\r", "\n")
    parts = SEPARATORS.split(text) if _is_word(column) else text.split("\n")
    return [_one(column, part) for part in parts if part.strip()]


def _is_word(column: Column) -> bool:
    return column.code or issubclass(column.type, Term)


def _one(column: Column, raw: Any) -> Any:
    if column.type is bool:
        return yes(raw)
    if column.type is int:
        return _integer(raw)
    if column.type is date:
        return _day(raw)
    if issubclass(column.type, Term):
        return _term(column.type, as_text(raw))
    text = plain(as_text(raw).replace("\r\n", "\n"))
    return narrow(text) if column.code else text


def _integer(raw: Any) -> int:
    text = narrow(as_text(raw))
    if isinstance(raw, bool) or not re.fullmatch(r"[+-]?\d{1,9}(\.0+)?", text):
        raise Unclear(f"“{short(raw)}”不是整数。", "请只填数字，不带单位和百分号。")
    return int(text.partition(".")[0])


def _day(raw: Any) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = narrow(as_text(raw)).removesuffix(" 00:00:00")
    try:
        if not isinstance(raw, bool) and re.fullmatch(r"\d{1,8}", text):
            return _of_number(int(text), old=isinstance(raw, OldNumber))
        if found := WRITTEN_DATE.fullmatch(text):
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass
    raise Unclear(f"“{short(raw)}”不是日期。", "请写成 2020-02-29 这样的格式。")


def _of_number(number: int, *, old: bool) -> date:
    """Return the day of 20200229, or the one whose serial number in Excel is ``number``."""
    if number >= SMALLEST_COMPACT:
        return date(number // 10_000, number // 100 % 100, number % 100)
    if old:
        return DAY_ZERO + timedelta(days=number + SINCE_1904)
    if not 61 <= number <= LAST_DAY:  # before, Excel counts a 29 February 1900 that never was
        raise ValueError(number)
    return DAY_ZERO + timedelta(days=number)


def _term(kind: type[Term], text: str) -> str:
    said = narrow(plain(text))
    for term in kind:
        if said in (term.label, narrow(term.label)) or said.lower() == str(term):
            return str(term)
    choices = "、".join(term.label for term in kind)
    raise Unclear(f"“{short(text)}”不在可选范围内。", f"可选：{choices}。")
