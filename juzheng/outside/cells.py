"""Cells (单元格): what people write into tables, read the same way in every file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from types import NoneType
from typing import Any

from juzheng.catalogue.tables import cells
from juzheng.law.catalogue.items import LegalBasis

_BETWEEN = re.compile("[、,;；，\n]+")
_BASIS = re.compile("《(?P<instrument>[^《》]+)》(?P<provision>[^《]*)")
# The same without its marks: a text's name and an article; without one, only what is surely a text.
_NUMERAL = "[〇零一二三四五六七八九十百千0-9０-９]+"
_PROVISION = rf"(?P<provision>第{_NUMERAL}[条章][^《》]{{0,60}})"
_NUMBER = r"[\u4e00-\u9fff]{1,12}[〔\[（(]\d{4}[〕\]）)]\s*\d{1,4}\s*号"
_UNMARKED = (
    re.compile(
        "(?P<instrument>[^《》，。：:]{1,60}?(?:法|典|条例|规定|规则|办法|细则|决定|通知|意见|解释)"
        rf"(?:[（(]{_NUMBER}[）)])?|{_NUMBER})\s*{_PROVISION}"
    ),
    re.compile(
        "(?P<instrument>[^《》，。：:]{2,60}(?<!办)法|[^《》，。：:]{2,60}(?:法典|条例)"
        rf"|[^《》，。：:]{{0,60}}?[（(]?{_NUMBER}[）)]?)(?P<provision>)"
    ),
)
_APART = re.compile(r"[;；\n]+|[、，,]\s*(?!第)")
# Cells whose bases are kept, and their characters: in long lists the same few stand again.
MOST_KEPT, LONGEST_KEPT = 4_096, 100
_HELD = (str, int, float, date, ValueError, NoneType)  # what a cell may hold

NO_BASIS = (
    "没有",
    "无",
    "暂无",
    "没说",
    "没有说",
    "/",
    "-",
    "—",
)  # what people write where there is none


def text(raw: object) -> str:
    """Return what stands in a cell as text (文字); a number as it was typed.

    :raises ValueError: if it is neither, or nobody could read it
    """
    if type(raw) is str:  # nearly every cell, of millions
        said = raw.strip()
    elif isinstance(raw, bool) or not isinstance(raw, _HELD):
        raise ValueError("要写文字。")
    else:
        said = cells.as_text(raw).strip()
    cells.insist_on_printable(said)
    return said


def names(raw: Any) -> tuple[str, ...]:
    """Return the names in a cell (几个名称), each once; any mark may part them."""
    listed = raw if isinstance(raw, list) else _BETWEEN.split(text(raw))
    return tuple(dict.fromkeys(name for name in map(text, listed) if name))


def yes(raw: Any) -> bool:
    """Return whether a cell says yes (是或否); an empty one says no.

    :raises ValueError: if it says neither
    """
    if isinstance(raw, bool):
        return raw
    word = text(raw)
    return bool(word) and cells.yes(word)


def bases(raw: Any) -> tuple[LegalBasis, ...]:
    """Return the bases in a cell (依据), written as 《公证法》第二十九条.

    :raises ValueError: if it cannot be read so
    """
    if isinstance(raw, list):
        return tuple(basis for one in raw for basis in _bases_of_one(one))
    return _bases_of_one(raw)


def _bases_of_one(raw: Any) -> tuple[LegalBasis, ...]:
    if isinstance(raw, dict):
        if set(raw) - {"instrument", "provision"} or not text(raw.get("instrument")):
            raise ValueError('依据请写 {"instrument": "公证法", "provision": "第二十九条"}。')
        return (LegalBasis(text(raw["instrument"]), text(raw.get("provision"))),)
    written = text(raw)
    return _kept(written) if len(written) <= LONGEST_KEPT else _bases_in(written)


@lru_cache(maxsize=MOST_KEPT)
def _kept(written: str) -> tuple[LegalBasis, ...]:
    return _bases_in(written)


def _bases_in(written: str) -> tuple[LegalBasis, ...]:
    if written.strip("。 ") in NO_BASIS:
        return ()
    found = tuple(
        LegalBasis(match["instrument"].strip(), match["provision"].strip(" 、，；;,\n"))
        for match in _BASIS.finditer(written)
    )
    if written and not found:
        found = tuple(_unmarked(written))
    if written and not found:
        raise ValueError(f"依据“{cells.short(written)}”看不懂，请写成《公证法》第二十九条 这样。")
    return found


def _unmarked(written: str) -> Iterator[LegalBasis]:
    """Yield the bases of a cell without 《》, if every part of it reads as one."""
    parts = [part.strip(" 。") for part in _APART.split(written) if part.strip(" 。")]
    found = [_UNMARKED[0].fullmatch(part) or _UNMARKED[1].fullmatch(part) for part in parts]
    read = [match for match in found if match]
    if len(read) == len(parts):
        yield from (LegalBasis(one["instrument"].strip(), one["provision"].strip()) for one in read)
