"""What a spreadsheet takes for a formula (公式防护): one list of signs for every file we write."""

from __future__ import annotations

# In either width, and after the white space that programs skip.
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
GUARD = "'"  # in front of a text it says: a text
GUARDED = (GUARD, *SIGNS)


def guarded(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula; ``unguarded`` undoes it."""
    return GUARD + text if text.startswith(GUARDED) else text


def unguarded(text: str) -> str:
    """Return what stood before ``guarded``."""
    return text[1:] if text.startswith(GUARD) and text[1:].startswith(GUARDED) else text
