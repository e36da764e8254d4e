"""Labelled values (带名目的日期和单位): 施行日期：…, 印发单位 | …, in one cell or in two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from juzheng.catalogue.papers.headings import OFFICE
from juzheng.catalogue.papers.reading import Line

_ISSUED = "(?:印发|发布|公布|发文|制发|签发|成文|下发)"
_BEGINS = "(?:施行|实施|生效|执行)"
_IS = r"(?:\s*[:：]\s*|\s+)"
_DAY = r"((?:19|20)\d\d)\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*日?"
_EFFECTIVE_LABEL = re.compile(rf"(?:起始?)?{_BEGINS}(?:日期|时间|之?日)")
_EFFECTIVE_DAY = re.compile(rf"{_EFFECTIVE_LABEL.pattern}{_IS}{_DAY}")
_ISSUE_DAY = re.compile(rf"{_ISSUED}(?:日期|时间){_IS}{_DAY}")
_ISSUER = re.compile(
    rf"(?:{_ISSUED}|制定)(?:单位|机关|部门){_IS}({OFFICE}(?:[、，,]\s*{OFFICE})*)(?=$|[\s；;。])"
)
_LABEL = re.compile(
    rf"{_EFFECTIVE_LABEL.pattern}|{_ISSUED}(?:日期|时间)|(?:{_ISSUED}|制定)(?:单位|机关|部门)"
)
# From a day that the text names, and that nobody may have been able to read.
_FROM_SOME_DAY = re.compile(f"起(?:正式)?{_BEGINS}")


@dataclass(frozen=True)
class Said:
    """What labels say of a paper (名目写明的): each is empty where none does."""

    issued_on: date | None = None
    effective_on: date | None = None
    issuer: str = ""
    speaks_of_effect: bool = False  # it says from when it holds, whether or not it could be read


def said(lines: Sequence[Line]) -> Said:
    """Return what the labels in ``lines`` say, the value beside its label, or in the row below."""
    texts = tuple(_pairs(lines))
    issuers = (found[1] for text in texts for found in _ISSUER.finditer(text))
    return Said(
        next(_days(_ISSUE_DAY, texts), None),
        next(_days(_EFFECTIVE_DAY, texts), None),
        re.sub(r"[，,、]\s*", "、", next(issuers, "")),
        any(_EFFECTIVE_LABEL.search(text) or _FROM_SOME_DAY.search(text) for text in texts),
    )


def is_label(text: str) -> bool:
    """Return whether ``text`` begins with a label (名目): it is no item, wherever it stands."""
    return _LABEL.match(text.strip()) is not None


def is_all(text: str) -> bool:
    """Return whether ``text`` is labels with their values and nothing besides (都读出了)."""
    rest = text
    for expression in (_EFFECTIVE_DAY, _ISSUE_DAY, _ISSUER):
        rest = expression.sub("", rest)
    return rest != text and not any(map(str.isalnum, rest))


def _pairs(lines: Sequence[Line]) -> Iterator[str]:
    """Yield each line, and each label in a row with what stands in the cell below it."""
    yield from (line.text for line in lines)
    for upper, lower in pairwise(lines):
        if upper.table == lower.table and len(upper.cells) > 1:
            for label, value in zip(upper.cells, lower.cells, strict=False):
                if _LABEL.fullmatch(label.strip(" :：")):
                    yield f"{label} {value}"


def _days(expression: re.Pattern[str], texts: Sequence[str]) -> Iterator[date]:
    for year, month, day in (one for text in texts for one in expression.findall(text)):
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            continue  # no such day: it is asked
