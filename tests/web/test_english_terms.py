"""One English word for each Chinese one (英文用词): docs/english-terms.yaml rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.pofile import read_po

REPOSITORY = Path(__file__).resolve().parents[2]
ENGLISH = [
    REPOSITORY / "juzheng/web/locale/en/LC_MESSAGES/django.po",
    REPOSITORY / "juzheng/catalogue/locale/en/LC_MESSAGES/catalogue.po",
]
TERMS: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
    (REPOSITORY / "docs" / "english-terms.yaml").read_text("utf-8")
)
QUOTED = re.compile("“[^”]*[\u4e00-\u9fff][^”]*”|《[^》]*》")


def said() -> list[tuple[str, str]]:
    """Return each message with its English, plural forms together."""
    found, pairs = [], []
    for path in ENGLISH:
        with path.open("rb") as file:
            found += [one for one in read_po(file, locale="en") if one.id]
    for one in found:
        chinese = one.id if isinstance(one.id, str) else one.id[0]
        english = one.string if isinstance(one.string, str) else " / ".join(one.string)
        pairs.append((chinese, QUOTED.sub("", english)))
    return pairs


def wrong(term: str, chinese: str, english: str) -> bool:
    """Return whether ``english`` calls ``term`` by another word."""
    rule = TERMS[term]
    if term not in chinese or ("unless" in rule and re.search(rule["unless"], chinese)):
        return False
    return any(re.search(rf"\b{one}\b", english, re.IGNORECASE) for one in rule["not"])


SAID = said()


@pytest.mark.parametrize("term", TERMS)
def test_a_term_has_one_english_word(term: str) -> None:
    assert [pair for pair in SAID if wrong(term, *pair)] == []


def test_another_word_would_be_found() -> None:
    assert wrong("不予出具", "不予出具", "Rejected")
    assert wrong("单位", "示例单位", "the body that asks")
    assert not wrong("单位", "示例单位", "somebody in the unit")
    assert not wrong("单位", "服务机构和单位", "service bodies and units")


def test_the_words_are_used_and_stand_in_the_glossary() -> None:
    glossary = (REPOSITORY / "docs" / "glossary.md").read_text("utf-8")
    for term, rule in TERMS.items():
        assert any(term in chinese for chinese, _ in SAID), term
        assert f"| {term} | {rule['english']} |" in glossary
