"""Searching (查找办件): what somebody at the desk typed, read as a number or as a person's own.

Numbers of cases and papers may be typed in part: they are nobody's secret. A name, an identity
number and a telephone number find only whole: a search is no way to leaf through people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from juzheng.law.base import identity
from juzheng.law.base.characters import INTERPUNCT, half_width, is_letter, one_dot

_CASE = re.compile(r"(\d{12})?(\d{4})?办(\d{1,6})")
_WHOLE_CASE = re.compile(r"(\d{12})(\d{4})(\d{6})")
_PAPER = re.compile(r"(\d{12})?(\d{4})?(?:(告)|证)(\d{1,5})")
_WHOLE_PAPER = re.compile(r"(\d{12})(\d{4})(告?)(\d{5})")
_LETTER = re.compile(r"(\d{12})?(\d{4})?函(\d{1,6})")
_SERIAL = re.compile(r"\d{1,6}")
_EXTENSION = re.compile("[转].*")
_ABROAD = re.compile(r"(?:\+|00)?86(?=1\d{10}\Z)")
FEWEST_DIGITS = 7  # of a telephone number


@dataclass(frozen=True)
class Numbered:
    """A number of which parts may be left out (编号): committee, year; the serial is there."""

    code: str
    year: str
    mark: str  # 办; 函; of a paper 告, or nothing
    serial: int


def case_number(text: str) -> Numbered | None:
    """Return which case's number (办件编号) was typed: 办12, 2026办12, whole, or its digits."""
    typed = identity.normalised(text)
    if found := _WHOLE_CASE.fullmatch(typed) or _CASE.fullmatch(typed):
        code, year, serial = found.groups(default="")
        return Numbered(code, year, "办", int(serial))
    return Numbered("", "", "办", int(typed)) if _SERIAL.fullmatch(typed) else None


def letter_number(text: str) -> Numbered | None:
    """Return which letter's number (来函编号) was typed: 函1, 2026函1, or whole."""
    if found := _LETTER.fullmatch(identity.normalised(text)):
        code, year, serial = found.groups(default="")
        return Numbered(code, year, "函", int(serial))
    return None


def paper_numbers(text: str) -> tuple[Numbered, ...]:
    """
    Return which papers' numbers (文书编号) were typed: 告3, 证17, whole, or the last digits.

    Digits alone are the end of a certificate's number and of a notice's.
    """
    typed = identity.normalised(text)
    if found := _WHOLE_PAPER.fullmatch(typed) or _PAPER.fullmatch(typed):
        code, year, mark, serial = found.groups(default="")
        return (Numbered(code, year, mark, int(serial)),)
    marks = ("", "告") if _SERIAL.fullmatch(typed) else ()
    return tuple(Numbered("", "", mark, int(typed)) for mark in marks)


def identity_key(text: str) -> str:
    """Return the identity number (证件号码) as it is looked for, without its kind in front."""
    return identity.parted(identity.normalised(text))[1]


def name_key(text: str) -> str:
    """
    Return a name (姓名) as it is looked for: half-width, without blanks and dots, in one case.

    Nothing where there is no letter, or a figure: that is no name.
    """
    plain = one_dot(half_width(text)).replace(INTERPUNCT, "")
    plain = "".join(plain.split()).casefold()
    named = any(map(is_letter, plain)) and not any(sign.isdigit() for sign in plain)
    return plain if named else ""


def unit_key(text: str) -> str:
    """Return a unit's name (单位名称) as two are compared: half-width, without blanks, one case."""
    return "".join(one_dot(half_width(text)).split()).casefold()


def telephone_key(text: str) -> str:
    """Return a telephone number (电话) as it is looked for: its digits, no 86, no extension."""
    number = _ABROAD.sub("", _EXTENSION.sub("", identity.normalised(text))).lstrip("+")
    fits = number.isascii() and number.isdigit() and len(number) >= FEWEST_DIGITS
    return number if fits else ""
