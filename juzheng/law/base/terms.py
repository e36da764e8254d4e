"""Words with a fixed meaning (术语): a code for the database, a Chinese label for people."""

from __future__ import annotations

from enum import Enum


class Term(str, Enum):
    """One word of a closed list (术语): its ``value`` is stored, its ``label`` is shown."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Term:
        """Return the word of that code, with its label."""
        term = str.__new__(cls, code)
        term._value_ = code
        term.label = label
        return term

    def __str__(self) -> str:
        return str(self.value)
