"""
Letters of an office on paper (民政部门的文书): a notice with its slip of receipt, an answer.

A4, to be sealed by the office that sends it; what it says comes in as it was written. The same
input gives the same bytes. Raises MissingGlyphs if a character cannot be drawn.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from juzheng.outside.evidence import Part
from juzheng.outside.typesetting import day, missing_in, of_file, page

FOOT = "由据证按填写的内容排版。需要加盖印章的，请盖章后送达。"


@dataclass(frozen=True)
class OfficialLetter:
    """What the letter says (文书内容)."""

    title: str
    number: str
    salutation: str
    paragraphs: tuple[str, ...]
    office: str  # who sends it, as people call it
    contact: tuple[str, ...] = ()  # how to answer it, a line each
    parts: tuple[Part, ...] = ()
    closing: str = ""
    copy_to: str = ""  # who else gets it
    slip: bool = False  # whether the one who gets it signs for it
    demo: bool = False


def letter_pdf(letter: OfficialLetter, *, on: date) -> bytes:
    """Return the letter of the day ``on`` as a PDF (成文)."""
    about = of_file(on, letter.office, demo=letter.demo)
    content = {**about, **asdict(letter), "day": day(on), "foot": FOOT}
    return page("official", content)


def undrawable(letter: OfficialLetter) -> tuple[str, ...]:
    """Return the characters of the letter that no font at hand can draw (缺字形的字)."""
    return missing_in(asdict(letter))
