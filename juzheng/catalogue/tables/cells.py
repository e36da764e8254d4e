"""What stands in one cell (单元格内容): text, yes or no, and characters that nobody can print."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Any

from juzheng.catalogue.tables.problems import Unclear

BOOLEANS = {True: "是", False: "否"}
SPOKEN = {
    **dict.fromkeys(("是", "有", "对", "true", "yes", "y", "1", "1.0", "√"), True),
    **dict.fromkeys(("否", "无", "不是", "false", "no", "n", "0", "0.0", "×"), False),
}
LINES = "\n\t"
UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})  # controls, halves of characters, odd line ends
DAMAGED = "\ufffd"  # what programs write for what they could not read
SHOWN = 40  # characters of a cell in a message


def as_text(raw: Any) -> str:
    """
    Return a cell's content as text: 420000 and not 420000.0.

    :raises Unclear: if ``raw`` says why it could not be read
    """
    if isinstance(raw, Unclear):
        raise raw
    if isinstance(raw, bool):
        return BOOLEANS[raw]
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    return "" if raw is None else str(raw)


def yes(raw: Any) -> bool:
    """
    Return whether a cell says yes (是或否).

    :raises Unclear: if it says neither
    """
    said = SPOKEN.get(narrow(as_text(raw)).lower())
    if said is None:
        raise Unclear(f"“{short(raw)}”看不出是还是否。", "请填“是”或“否”。")
    return said


def narrow(text: str) -> str:
    """Return ``text`` in half width and without the white space around it."""
    return unicodedata.normalize("NFKC", text).strip()


def short(raw: Any) -> str:
    """Return the beginning of what stands there, as a message can hold it."""
    text = str(raw)
    cut = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return "".join(DAMAGED if _unprintable(char) else char for char in cut)


def insist_on_printable(text: str) -> None:
    """
    Refuse a text with a character that no page and no paper can hold.

    :raises Unclear: with the character's number
    """
    if text.isprintable() and DAMAGED not in text:  # nearly every text, and soon said
        return
    for char in text:
        if _unprintable(char):
            raise Unclear(f"有看不见或损坏的字符 U+{ord(char):04X}。", "请删去这个字符，重新输入。")


def _unprintable(char: str) -> bool:
    if char < "\x7f":
        return char < " " and char not in LINES
    number = ord(char)
    unwritten = number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF  # characters in no text
    return unwritten or char == DAMAGED or unicodedata.category(char) in UNPRINTABLE
