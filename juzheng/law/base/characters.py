"""Characters (字符): which of them a reader can see, and which of them a name may have."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Chinese characters younger than the tables of Python 3.11 (Unicode 14.0): Extensions H, I and J
# and the ends of older blocks. Source: Unicode 18.0, UnicodeData.txt (general category Lo).
YOUNGER_HAN = (
    (0x2B739, 0x2B73F),
    (0x2B81E, 0x2B81E),
    (0x2CEA2, 0x2CEAD),
    (0x2EBF0, 0x2EE5D),
    (0x31350, 0x33479),
)
# Letters and marks that show nothing. Source: Unicode, DerivedCoreProperties.txt
# (Default_Ignorable_Code_Point, those that are not of category Cf or Cn), and the Braille blank.
_SHOW_NOTHING = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xE0100, 0xE01EF),
)
# Controls, marks that turn the direction of writing, halves of a character, private and unknown
# signs, and the separators of lines that no keyboard has.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# The dots that keyboards and documents put between the parts of a name: one dot, 间隔号
# (GB/T 15834-2011, 4.14; GB 18030 A1A4).
INTERPUNCT = "·"
_DOTS = dict.fromkeys(map(ord, "•‧∙⋅・･．"), INTERPUNCT)
_TSHEG = "\u0f0b"  # between the syllables of Tibetan
_NAME_SIGNS = frozenset(f"{INTERPUNCT}{_TSHEG} \u3000.'’‘-‐")
_QUOTES = "“”„‟‘’‚‛\"'「」『』〝〞«»"
_ZERO = "〇"  # a number to Unicode, a character of names to people
_MONGOLIAN = (0x1820, 0x18AA)
_MONGOLIAN_FORMS = (0x180B, 0x180F)  # choose the shape of the letter before; invisible elsewhere

KEPT = 8192  # characters looked up before: more than a catalogue has
_INNER = str.maketrans("《》", "〈〉")  # marks of a title within a title (GB/T 15834)


def _within(character: str, *ranges: tuple[int, int]) -> bool:
    return any(first <= ord(character) <= last for first, last in ranges)


@lru_cache(KEPT)
def category(character: str) -> str:
    """Return the general category (字符类别), as Unicode has it now."""
    return "Lo" if _within(character, *YOUNGER_HAN) else unicodedata.category(character)


@lru_cache(KEPT)
def is_unseen(character: str) -> bool:
    """Return whether nobody would see ``character`` on a page (看不见的字符)."""
    return category(character) in _UNSEEN or _within(character, *_SHOW_NOTHING)


def is_picture(character: str) -> bool:
    """Return whether ``character`` is an emoji or another picture (表情图形)."""
    code, kind = ord(character), category(character)
    return kind in ("So", "Sk") and (code >= 0x1F000 or 0x2600 <= code < 0x27C0)


def _shapes(character: str, before: str) -> bool:
    """Return whether ``character`` chooses the shape of the Mongolian letter ``before``."""
    letter = bool(before) and _within(before, _MONGOLIAN)
    return letter and _within(character, _MONGOLIAN_FORMS)


def unseen(text: str) -> str:
    """Return the first character of ``text`` that nobody sees, or the empty text."""
    before = ""
    for character in text:
        if is_unseen(character) and not _shapes(character, before):
            return character
        before = character
    return ""


def is_of_names(character: str) -> bool:
    """Return whether names have ``character`` (姓名用字): letters of any script, and few signs."""
    return is_letter(character) or category(character)[0] == "M" or character in _NAME_SIGNS


def is_letter(character: str) -> bool:
    """Return whether ``character`` is a letter of some script (文字)."""
    return category(character)[0] == "L" or character == _ZERO


def one_dot(name: str) -> str:
    """Return ``name`` with the one dot between its parts that documents have (间隔号)."""
    return name.translate(_DOTS)


def half_width(text: str) -> str:
    """Return typed figures (号码) in half-width, without outer blanks and what nobody sees."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if not is_unseen(c) or c in "\n\t").strip()


def unquoted(text: str) -> str:
    """Return ``text`` without outer marks of quotation (去引号): who tells of it quotes it."""
    return text.strip(f"{_QUOTES} ")


def titled(title: str) -> str:
    """Return a title in its marks (书名号): titles within it stand in single ones, 〈〉."""
    return f"《{title.translate(_INNER)}》"


def told(character: str) -> str:
    """Return how ``character`` is named to people: itself, or its code if it is not seen."""
    code = f"U+{ord(character):04X}"
    return code if is_unseen(character) or not character.strip() else character


def usual(character: str) -> str:
    """Return the usual character that looks the same (通用字), or the empty text."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain != character and len(plain) == 1 and is_letter(plain) else ""
