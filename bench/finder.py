"""
Evaluation (测评): how often the finder is right, on first contact and under noise.

``python -m bench.finder [set.yaml …]`` prints the report kept in docs/evaluation.md.
A set is a YAML file whose ``queries`` are lines of ``expected | words``; ``expected`` is the id of
an item, or ``none``.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml

from juzheng.catalogue import catalogue
from juzheng.finder import Finder, Finding, default_finder, shipped
from juzheng.finder.places import names_of
from juzheng.finder.words import Words
from juzheng.finder.writing import Writing
from juzheng.law.catalogue.items import Item, ListKind

SETS = Path("tests/finder/data")
FOLDS = 5


@dataclass(frozen=True)
class Query:
    """What somebody said, and the item it is about (测评用语); ``none`` for no item."""

    text: str
    expected: frozenset[str]


@dataclass(frozen=True)
class Report:
    """How often a finder was right on a set (测评结果)."""

    count: int
    top1: float
    top3: float
    route: float
    wrong: tuple[tuple[Query, Finding], ...]

    def __str__(self) -> str:
        return (
            f"{self.count:5} queries  top-1 {self.top1:6.1%}  top-3 {self.top3:6.1%}"
            f"  route {self.route:6.1%}"
        )


def read(path: Path) -> tuple[Query, ...]:
    """Return the queries of the set in ``path``."""
    lines = yaml.safe_load(path.read_text("utf-8"))["queries"].splitlines()
    pairs = (line.split("|", 1) for line in lines if line.strip())
    return tuple(Query(text.strip(), frozenset({expected.strip()})) for expected, text in pairs)


def evaluate(finder: Finder, queries: Iterable[Query]) -> Report:
    """Return how often ``finder`` is right on ``queries``; at least one is needed."""
    found = [(query, finder.find(query.text)) for query in queries]
    count = len(found)
    return Report(
        count,
        sum(map(_first, found)) / count,
        sum(map(_among_three, found)) / count,
        sum(map(_route, found)) / count,
        tuple(pair for pair in found if not _first(pair)),
    )


def _first(pair: tuple[Query, Finding]) -> bool:
    query, finding = pair
    return (finding.item or "none") in query.expected


def _among_three(pair: tuple[Query, Finding]) -> bool:
    query, finding = pair
    return _first(pair) or any(c.item in query.expected for c in finding.candidates[:3])


def _route(pair: tuple[Query, Finding]) -> bool:
    query, finding = pair
    return finding.route in {route_of(expected) for expected in query.expected}


def route_of(expected: str) -> str:
    """Return the route that belongs to an expected item (去向类别)."""
    if expected == "none":
        return "none"
    item = catalogue().items[expected]
    return "redirect" if item.kind is ListKind.NEGATIVE else "committee"


# Noise: what thumbs, ears and keyboards do to a sentence. Deterministic: the same every time.


@cache
def _writing() -> Writing:
    return Writing(shipped().letters)


def _turn(text: str) -> int:
    return sum(map(ord, text)) % max(1, len(text))


def one_dropped(text: str) -> str:
    """Return ``text`` without one of its characters (漏字)."""
    at = _turn(text)
    return text[:at] + text[at + 1 :]


def one_misheard(text: str) -> str:
    """Return ``text`` with one character written as another of the same sound (同音别字)."""
    writing = _writing()
    for shift in range(len(text)):
        at = (_turn(text) + shift) % len(text)
        other = _same_sound(writing, text[at])
        if other:
            return text[:at] + other + text[at + 1 :]
    return text


def _same_sound(writing: Writing, character: str) -> str:
    code = character.encode("gb2312", "ignore")
    if len(code) != 2 or not 0xB0 <= code[0] <= 0xD6:
        return ""
    for step in (1, -1):
        low = code[1] + step
        other = bytes((code[0], low)).decode("gb2312", "ignore") if 0xA1 <= low <= 0xFE else ""
        if other and writing.sound(other) == writing.sound(character):
            return other
    return ""


def in_pinyin(text: str) -> str:
    """Return ``text`` typed in letters (拼音), the syllables parted by blanks."""
    writing = _writing()
    return " ".join(writing.sound(c) for c in text if "\u4e00" <= c <= "\u9fff")


def in_traditional(text: str) -> str:
    """Return ``text`` in traditional characters (繁体), as far as the table of letters goes."""
    table: dict[str, str] = {}
    for pair in shipped().letters["traditional"].split():
        table.setdefault(pair[1], pair[0])
    return "".join(table.get(character, character) for character in text)


NOISES: dict[str, Callable[[str], str]] = {
    "one character dropped": one_dropped,
    "one character misheard": one_misheard,
    "all in pinyin": in_pinyin,
    "in traditional characters": in_traditional,
}


def noisy(queries: Iterable[Query], noise: Callable[[str], str]) -> tuple[Query, ...]:
    """Return ``queries`` with ``noise`` on each."""
    return tuple(replace(query, text=noise(query.text)) for query in queries)


# Cross-validation: what was written by hand is held back, and must be found without itself.


def _finder(items: Iterable[Item], words: Words) -> Finder:
    return Finder(items, words, names_of(catalogue().divisions.values()))


def without_aliases() -> Report:
    """Return how the aliases of all items are found by a finder that knows none of them."""
    items = catalogue().items.values()
    owners: dict[str, set[str]] = {}
    for item in items:
        for alias in item.aliases:
            owners.setdefault(alias, set()).add(item.id)
    finder = _finder((replace(item, aliases=()) for item in items), shipped())
    return evaluate(finder, (Query(alias, frozenset(ids)) for alias, ids in owners.items()))


def without_tellings() -> Iterator[Report]:
    """Yield, for each of five folds, how its tellings are found by a finder without them."""
    words = shipped()
    for fold in range(FOLDS):
        kept, held = {}, []
        for label, lines in words.say.items():
            kept[label] = tuple(line for n, line in enumerate(lines) if n % FOLDS != fold)
            expected = "none" if label in words.matters else label
            held += [
                Query(line, frozenset({expected}))
                for n, line in enumerate(lines)
                if n % FOLDS == fold
            ]
        yield evaluate(_finder(catalogue().items.values(), replace(words, say=kept)), held)


def confusions(report: Report) -> list[tuple[str, int]]:
    """Return what was taken for what, the most frequent first (混淆)."""
    rows = Counter(
        f"{'/'.join(sorted(query.expected))} → {finding.item or finding.matter or 'unknown'}"
        for query, finding in report.wrong
    )
    return rows.most_common()


def main(paths: Sequence[str]) -> None:
    """Print the whole report (测评报告)."""
    started = time.process_time()
    finder = default_finder()
    _say(f"loaded in {time.process_time() - started:.2f} s of CPU")
    sets = {
        path.stem: read(path) for path in map(Path, paths or sorted(map(str, SETS.glob("*.yaml"))))
    }
    everything = tuple(query for queries in sets.values() for query in queries)
    for name, queries in sets.items():
        _show(name, evaluate(finder, queries))
    for name, noise in NOISES.items():
        _show(f"{name}, all sets", evaluate(finder, noisy(everything, noise)), rows=False)
    _show("aliases, found without the aliases", without_aliases())
    for fold, report in enumerate(without_tellings(), 1):
        _show(f"tellings held back, fold {fold} of {FOLDS}", report, rows=False)
    started = time.process_time()
    for query in everything:
        finder.find(query.text)
    spent = (time.process_time() - started) / len(everything) * 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _say(f"\nCPU per query {spent:.2f} ms; memory of the whole process at its peak {peak:.0f} MiB")


def _show(name: str, report: Report, *, rows: bool = True) -> None:
    _say(f"\n{name}\n{report}")
    if rows:
        for confusion, count in confusions(report):
            _say(f"        {count} × {confusion}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
