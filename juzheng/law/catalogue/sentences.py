"""Sentences with blanks (填空句): the catalogue's only template language.

A blank is a name in braces, ``{applicant}``. There is nothing else: no width, no attribute, no
index. What a county publishes can name an answer, and can neither compute nor fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from juzheng.law.catalogue.items import Item

# What a sentence may name besides the item's own questions, and what every application asks.
BUILT_IN = frozenset({"applicant", "committee", "recipient", "purpose"})
ASKED_ALWAYS = frozenset({"name", "identity_number", "phone", "recipient", "purpose"})

_BLANK = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_BRACE = re.compile(r"[{}].{0,12}")


def blanks(sentence: str) -> tuple[str, ...]:
    """Return the names of the blanks in ``sentence``, in their order."""
    return tuple(_BLANK.findall(sentence))


def filled(sentence: str, words: Mapping[str, str], otherwise: str) -> str:
    """Return ``sentence`` with each blank's word, or ``otherwise`` where there is none."""
    return _BLANK.sub(lambda blank: words.get(blank[1], otherwise), sentence)


def faults(sentence: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return what is wrong with ``sentence``: a brace that is no blank, a name nobody answers."""
    found = []
    if brace := _BRACE.search(_BLANK.sub("", sentence)):
        found.append(f"花括号写得不对（“{brace[0]}”）。请写成 {{问题代号}}，里面不加别的。")
    unknown = sorted(set(blanks(sentence)) - set(known))
    found += [f"引用了不存在的 {{{name}}}。请先加上这个问题，或者改正代号。" for name in unknown]
    return tuple(found)


def sentence_faults(item: Item) -> Iterator[str]:
    """Yield what is wrong with the keys and the sentences of ``item`` (事实句)."""
    keys = [question.key for question in item.questions]
    if len(set(keys)) < len(keys) or len({one.key for one in item.facts}) < len(item.facts):
        yield "有重复的代号。请改成各不相同的。"
    for key in sorted(set(keys) & (ASKED_ALWAYS | BUILT_IN)):
        yield f"问题 {key} 与申请页统一询问的重复。请删去或者改代号。"
    for one in item.preconditions:
        for sign in one.signs:
            try:
                re.compile(sign)
            except re.error:
                yield f"前提 {one.key} 的说法“{sign[:20]}”不是正则表达式。请改成词语，用竖线分开。"
    for fact in item.facts:
        for text in faults(fact.sentence, {*keys, *BUILT_IN}):
            yield f"事实 {fact.key} 的句子{text}"
    for text in faults(item.refers_to, {*keys, *BUILT_IN}):
        yield f"所摘的记录或者所复的来函{text}"
