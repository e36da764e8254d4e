"""
Sameness (答案不变): the full answers to everything we have, kept, and compared after a change.

``python -m bench.same keep FILE`` before a change to how the finder works that must not change
what it says, ``python -m bench.same compare FILE`` after it. Asked are the questions of all sets at
their places, the same with four kinds of noise, every name and every telling. Compared are the
finding, every probability in its order, what the classifier sees, the circumstances heard, and for
the questions the whole answer; numbers to nine digits behind the point. That takes minutes; with
``8`` behind FILE only each eighth of the answers and each 64th of the other words are compared.
"""

from __future__ import annotations

import math
import pickle
import sys
from collections.abc import Iterator, Mapping
from dataclasses import astuple
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from bench.noise import NOISES
from bench.questions import BLIND, Question, blind, older
from juzheng.catalogue import catalogue
from juzheng.finder import Finder, default_finder, hearing, matters, shipped
from juzheng.finder.answering import answer
from juzheng.finder.words import TELLINGS

ON = date(2026, 11, 29)
NEAR = 1e-9
SHOWN = 10  # differences printed
Case = tuple[str, str]  # words, and the place where they are said


def questions() -> Iterator[Case]:
    """Yield the questions of all sets, as they were asked."""
    asked: list[Question] = [*older(), *blind()]
    yield from ((one.text, one.place) for one in asked)
    for path in sorted(BLIND.glob("*.psv")):
        yield from ((line.split("|")[-1], "") for line in path.read_text("utf-8").splitlines())


def others() -> Iterator[Case]:
    """Yield all other words that somebody wrote down, and the questions with noise."""
    known = list(questions())
    for noise in NOISES.values():
        yield from ((noise(text), place) for text, place in known)
    for _, names in default_finder().names():
        yield from ((name, place) for name in names for place in ("", "510107"))
    told = [*shipped().say.values()]
    told += [lines.splitlines() for lines in yaml.safe_load(TELLINGS.read_text("utf-8")).values()]
    yield from ((line, "") for lines in told for line in lines)


def said(finder: Finder, text: str, place: str) -> tuple[Any, ...]:
    """Return all that the finder makes of ``text``."""
    weighed = finder.weighed(text, division=place or None)
    plain, seen, _ = finder.opinions(text, place)
    found = astuple(finder.led(weighed))
    return found, list(weighed.shares.items()), plain, seen, hearing.heard(text)


def answered(finder: Finder, text: str, place: str) -> dict[str, Any]:
    """Return the whole answer, as every door gives it."""
    given = answer(
        text,
        finder=finder,
        catalogue=catalogue(),
        matters=matters(),
        on=ON,
        division=place or None,
    )
    return given.as_mapping()


def everything(step: int) -> Iterator[tuple[Any, ...]]:
    """Yield each question with all that is said to it; of the rest each ``step``-th."""
    finder = default_finder()
    asked = dict.fromkeys(questions())
    for text, place in asked:
        yield text, place, said(finder, text, place)
    for text, place in islice(asked, 0, None, step):
        yield text, place, answered(finder, text, place)
    for text, place in islice(dict.fromkeys(others()), 0, None, step * step):
        yield text, place, said(finder, text, place)


def same(one: Any, other: Any) -> bool:
    """Return whether two answers say the same; probabilities in the same order as well."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=0.0, abs_tol=NEAR)
    if type(one) is not type(other):
        return False
    if isinstance(one, Mapping):
        return set(one) == set(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def main(what: str, file: str, step: str = "1") -> int:
    """Keep the answers, or compare them with those kept (答案不变)."""
    rows = everything(int(step))
    if what == "keep":
        kept = list(rows)
        Path(file).write_bytes(pickle.dumps(kept))
        return _say(f"{len(kept)} kept\n")
    before = pickle.loads(Path(file).read_bytes())
    now = list(rows)
    if [row[:2] for row in before] != [row[:2] for row in now]:
        return _say("not the same questions\n") or 1
    other = [pair for pair in zip(before, now, strict=True) if not same(*pair)]
    for pair in other[:SHOWN]:
        _say(f"{pair[0][:2]}\n{pair[0][2]}\n{pair[1][2]}\n\n")
    return _say(f"{len(now)} compared, {len(other)} not the same\n") or bool(other)


def _say(line: str) -> int:
    sys.stdout.write(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
