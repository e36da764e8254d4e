"""
What the shipped catalogue says to residents (目录里居民读到的文字), and the English of it.

``assets/messages.py`` keeps both translations in step; this one has a file of its own, because it
is written by who knows the law, not by who builds pages. What the pages say too is translated
there, once. Patterns, sources, quotations of the law and what only paper carries stay Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "juzheng" / "catalogue"
ENGLISH = CATALOGUE / "locale" / "en" / "LC_MESSAGES" / "catalogue.po"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
OF_ITEM = (
    *("name", "summary", "onward.do", "onward.where", "onward.bring", "onward.how_long"),
    *("questions.label", "questions.hint", "questions.choices", "preconditions.question"),
    *("preconditions.reason", "preconditions.do", "preconditions.where", "materials"),
    *("refused_because", "remedy", "demanders", "used_for", "certificate_title"),
    *("rules", "advice", "facts.label", "facts.means", "duty.words", "duty.ours"),
    *("disabled_reason", "unverified"),
)
# Whole texts of each kind of page, by where they stand in it.
FIELDS = {
    "items": OF_ITEM,
    "prepared/*/items": OF_ITEM,
    "offers": ("title", "matter", "bring", "uses", "conditions", "note"),
    "unlisted": ("title", "note"),
    "instruments": ("title", "issuer", "status"),
    "lists": ("title", "issuer", "note"),
    "deliberation": ("kind", "note"),
    "words/matters.yaml": (
        *("*.name", "*.reason", "*.house", "*.onward.do", "*.onward.where", "*.onward.bring"),
    ),
    "words/inquiries.yaml": (
        *("ways.do", "ways.where", "matters.*.name", "matters.*.reason"),
        *("matters.*.onward.do", "matters.*.onward.where", "matters.*.onward.bring"),
    ),
    "words/urgent.yaml": ("numbers.*.name", "kinds.*.name", "kinds.*.do", "kinds.*.after"),
}


def texts(known: Container[object]) -> dict[str, set[str]]:
    """Return each text with the files it stands in, but for those that the pages have (known)."""
    found: dict[str, set[str]] = {}
    for folder, wanted in FIELDS.items():
        for path in _pages(folder):
            where = path.relative_to(ROOT).as_posix()
            for at, text in _standing(yaml.safe_load(path.read_text())):
                if any(fnmatchcase(at, one) for one in wanted):
                    for said in _said(at, text):
                        if CHINESE.search(said) and said not in known:
                            found.setdefault(said, set()).add(where)
    return found


def _said(at: str, text: str) -> set[str]:
    """Return ``text`` as residents read it, and a way onward as it is said to a unit too."""
    from juzheng.law.catalogue.turning import turned

    return {text, turned(text)} if at.endswith("onward.do") else {text}


def _pages(folder: str) -> list[Path]:
    return sorted(CATALOGUE.glob(folder if folder.endswith(".yaml") else f"{folder}/*.yaml"))


def _standing(part: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a page with its place, ``onward.do``, whichever of several it is."""
    if isinstance(part, str):
        yield at, part
    elif isinstance(part, dict):
        for name, inner in part.items():
            yield from _standing(inner, f"{at}.{name}" if at else str(name))
    elif isinstance(part, list):
        for inner in part:
            yield from _standing(inner, at)
