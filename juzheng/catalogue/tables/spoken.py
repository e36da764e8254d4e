"""What people call columns and write in cells (表格里的叫法), as data: ``spoken.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from juzheng.catalogue.tables.cells import narrow

_HAN = "[〇零一二三四五六七八九十百]+"
_REMARK = re.compile(r"\((?:必填|选填|可不填|可选|必选)\)\Z")


def heading(cell: Any) -> str:
    """Return a heading without what people add to it: white space, stars, width, 必填."""
    plain = narrow("".join(str(cell or "").split())).strip("*:")
    return _REMARK.sub("", plain).strip("*:")


def titles(title: str) -> tuple[str, ...]:
    """Return all that may stand over the column that the readers call ``title`` (表头的叫法)."""
    return (title, *_vocabulary()["titles"].get(title, ()))


def numbering(cell: Any) -> bool:
    """Return whether a heading is that of the rows' numbers, which nobody reads (序号)."""
    return heading(cell) in {heading(one) for one in _vocabulary()["numbering"]}


def passed_over(cell: Any) -> bool:
    """Return whether a heading is one that nobody reads (不读的栏): 序号, 备注."""
    return numbering(cell) or heading(cell) in map(heading, _vocabulary()["remarks"])


def closes(cells: Iterable[Any]) -> bool:
    """
    Return whether a row is a line below the table and none of its own (表尾): 合 计：10项.

    Its first cell says so; the number that the row itself may have is passed over.
    """
    plain = (narrow("".join(str(cell or "").split())) for cell in cells)
    first = next((one for one in plain if one and not one.isdigit()), "")
    return _closing().fullmatch(first) is not None


@cache
def _closing() -> re.Pattern[str]:
    sums, signed = ("|".join(map(re.escape, _vocabulary()[of])) for of in ("sums", "signed"))
    return re.compile(rf"(?:{sums})(?::.*|共?(?:\d|{_HAN}[项条个]).*)?|(?:{signed}):.*", re.DOTALL)


def words(labels: Iterable[str]) -> Mapping[str, str]:
    """Return the label that each word of a closed list means, the labels themselves too."""
    return {
        heading(word): label
        for label in labels
        for word in (*_vocabulary()["words"].get(label, ()), label)
    }


@cache
def _vocabulary() -> Mapping[str, Any]:
    raw = Path(__file__).with_name("spoken.yaml").read_bytes()
    found: Mapping[str, Any] = yaml.load(raw, Loader=yaml.CSafeLoader)
    return found
