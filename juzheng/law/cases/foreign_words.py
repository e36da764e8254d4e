"""Foreign words (外文): what was typed in another script, and would stand so on a Chinese paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from juzheng.law.catalogue.items import AnswerKind, Item
from juzheng.law.catalogue.sentences import blanks

_FREE = (AnswerKind.TEXT, AnswerKind.LONG_TEXT)
_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# A word in small letters is none of a name or of a sign such as 3-B, TCL or Maria.
_WORD = re.compile(r"(?<![A-Za-z])[a-z]{3,}(?![A-Za-z])")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def foreign(text: str) -> bool:
    """Return whether ``text`` is not written in Chinese, or not all of it (写了外文)."""
    return bool(_WORD.search(text) or (_LETTERS.search(text) and not _HAN.search(text)))


def in_answers(item: Item, answers: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """
    Yield question and answer where free words in another script would stand on the paper.

    A name is none of them: a foreigner's stands in Latin letters on his document.
    """
    said = {blank for fact in item.facts for blank in blanks(fact.sentence)}
    said |= set(blanks(item.refers_to))
    for question in item.questions:
        typed = str(answers.get(question.key) or "")
        if question.kind in _FREE and question.key in said and foreign(typed):
            yield question.label, typed
