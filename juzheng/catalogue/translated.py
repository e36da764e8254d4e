"""
The catalogue's own texts in another language (目录的译文): what it says to residents, in English.

A text is known by its exact Chinese, so what an officer changes, or adds for one place, has no
translation until somebody writes one: it stays Chinese. The Chinese counts. ADR 47.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

DOMAIN = "catalogue"
LOCALE = Path(__file__).parent / "locale"


def translated(text: str, language: str) -> str:
    """Return ``text`` in ``language``; empty where the catalogue says no such thing in it."""
    said = _known(language).gettext(text) if text else ""
    return "" if said == text else said


@cache
def _known(language: str) -> NullTranslations:
    """Return the translations into ``language``, compiled beforehand; none for Chinese."""
    path = LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as compiled:
        return GNUTranslations(compiled)
