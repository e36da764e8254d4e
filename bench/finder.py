"""
Evaluation (测评): how often the finder is right, and how often it is right when it is sure.

``python -m bench.finder [set …]`` prints the report kept in docs/evaluation.md; sets and what is
expected: :mod:`bench.questions`. Without arguments: all sets. A figure in brackets is Wilson's
interval of 95 %.
"""

from __future__ import annotations

import math
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from bench import baselines, fit
from bench.noise import NOISES, noisy
from bench.questions import BLIND, LEARNED_FROM, SETS, Kind, Question, read
from juzheng.catalogue import catalogue
from juzheng.finder import Finder, Finding, default_finder, matters, shipped
from juzheng.finder.answering import on_matter
from juzheng.finder.classifier import NONE
from juzheng.finder.cries import shipped as cries
from juzheng.finder.finding import route_of as route_of_item
from juzheng.finder.found import SURE
from juzheng.finder.urgency import alarm
from juzheng.law.catalogue import applicability

BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, SURE, 0.95, 1.0)
ON = date(2026, 11, 29)  # the day on which decisions are compared


@dataclass(frozen=True)
class Found:
    """A question, and what the finder made of it (一问一判)."""

    question: Question
    finding: Finding

    @property
    def got(self) -> str:
        """Return the label that it takes for the best."""
        return self.finding.item or self.finding.matter or "none"

    @property
    def answered(self) -> bool:
        """Return whether the page answers at once; else it asks back."""
        return self.finding.sure and self.got != "none"

    @cached_property
    def right(self) -> bool:
        """Return whether the best guess is what a judge accepts."""
        return self._accepts(self.got)

    @cached_property
    def shown(self) -> bool:
        """Return whether what is right is the best guess, or one of the four asked about."""
        return self.right or any(self._accepts(one.label) for one in self.finding.likely[:4])

    @cached_property
    def among_three(self) -> bool:
        """Return whether what is right is among the three best."""
        return self.right or any(self._accepts(one.label) for one in self.finding.likely[:3])

    @cached_property
    def routed(self) -> bool:
        """Return whether the person is sent to the right door: committee, elsewhere, nowhere."""
        return route_of(self.got) in {route_of(one) for one in self.question.expected}

    @cached_property
    def told_right(self) -> bool:
        """Return whether what the person is told ends as it should, or is asked with it shown."""
        if not self.answered:
            return self.shown
        place = self.question.place
        ends = {_ending(one, place) for one in self.question.expected}
        return self.right or _ending(self.got, place) in ends

    def _accepts(self, label: str) -> bool:
        expected = self.question.expected
        if self.question.kind is Kind.NONE and "none" in expected:
            return route_of(label) == "none"
        return label in expected


def route_of(label: str) -> str:
    """Return the route that belongs to a label (去向类别)."""
    return route_of_item(catalogue().items.get(label))


def _ending(label: str, place: str) -> str:
    """Return how the answer to a label ends in ``place``: its outcome."""
    listed = catalogue()
    if label in listed.items:
        there = applicability.Circumstances(place, ON)
        return applicability.decide(listed.items[label], listed, there).outcome.value
    matter = matters().get(label)
    return on_matter(matter, listed, ON).outcome.value if matter else "none"


def run(finder: Finder, questions: Iterable[Question]) -> tuple[Found, ...]:
    """Return what ``finder`` makes of each question, asked at its place."""
    return tuple(Found(one, finder.find(one.text, division=one.place or None)) for one in questions)


@dataclass(frozen=True)
class Share:
    """So many of so many (比例)."""

    part: int
    whole: int

    @classmethod
    def of(cls, values: Iterable[bool]) -> Share:
        """Return how many of ``values`` are true."""
        known = list(values)
        return cls(sum(known), len(known))

    @property
    def value(self) -> float:
        """Return the share, 0..1; 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Return Wilson's interval of 95 %."""
        if not self.whole:
            return 0.0, 1.0
        z, n, p = 1.96, self.whole, self.value
        middle = p + z * z / (2 * n)
        wide = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (middle - wide) / (1 + z * z / n), (middle + wide) / (1 + z * z / n)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:6.1%} [{low:.0%}–{high:.0%}]"


class Report:
    """How the finder did on a set (测评结果)."""

    def __init__(self, found: Sequence[Found]) -> None:
        """Count ``found``."""
        clear = [one for one in found if one.question.kind in (Kind.ITEM, Kind.NONE)]
        empty = [one for one in found if one.question.kind is Kind.ASK]
        at_once = [one for one in (*clear, *empty) if one.answered]
        asked = [one for one in clear if not one.answered]
        items = [one for one in clear if one.question.kind is Kind.ITEM]
        self.count = len(found)
        self.wrong = tuple(one for one in clear if not one.right)
        self.top1 = Share.of(one.right for one in clear)
        self.top3 = Share.of(one.among_three for one in clear)
        self.route = Share.of(one.routed for one in clear)
        self.decision = Share.of(one.told_right for one in clear)
        self.at_once = Share.of(one.answered for one in items)
        self.certain = Share.of(one.right and one.question.kind is not Kind.ASK for one in at_once)
        self.shown = Share.of(one.shown for one in asked)
        self.none = Share.of(one.right for one in clear if one.question.kind is Kind.NONE)
        self.empty = Share.of(not one.answered for one in empty)

    def __str__(self) -> str:
        rows = (
            ("top-1", self.top1),
            ("top-3", self.top3),
            ("route", self.route),
            ("decision", self.decision),
            ("items answered at once", self.at_once),
            ("right when answered at once", self.certain),
            ("right one shown when asked back", self.shown),
            ("no certificate matter, seen", self.none),
            ("says too little, asked back", self.empty),
        )
        lines = (f"  {name:32}{share} of {share.whole}" for name, share in rows if share.whole)
        return "\n".join((f"{self.count} questions", *lines))


def confusions(report: Report) -> list[tuple[str, int]]:
    """Return what was taken for what, the most frequent first (混淆)."""
    pairs = (f"{'/'.join(one.question.expected)} → {one.got}" for one in report.wrong)
    return Counter(pairs).most_common()


def reliability(found: Iterable[Found]) -> list[tuple[float, float, Share]]:
    """Return for each band of certainty how much of it was right (可靠性)."""
    rows: dict[int, list[bool]] = defaultdict(list)
    for one in found:
        if one.question.kind in (Kind.ITEM, Kind.NONE, Kind.ASK) and one.got != "none":
            band = max(n for n, low in enumerate(BANDS[:-1]) if one.finding.certainty >= low)
            rows[band].append(one.right and one.question.kind is not Kind.ASK)
    return [(BANDS[n], BANDS[n + 1], Share.of(rows[n])) for n in sorted(rows)]


def by_style(found: Iterable[Found]) -> dict[str, Report]:
    """Return the report of each style of speaking."""
    rows: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        if one.question.style:
            rows[one.question.style].append(one)
    return {style: Report(rows[style]) for style in sorted(rows)}


def main(names: Sequence[str]) -> None:
    """Print the whole report (测评报告)."""
    before = _pages_mib()
    listed = _timed(catalogue)
    loaded = _timed(lambda: (default_finder(), alarm(), cries()))
    _say(
        f"CPU to load: the catalogue {listed:.2f} s, the finder {loaded:.2f} s;"
        f" memory {_pages_mib():.0f} MiB, of which {before:.0f} before anything was loaded"
    )
    finder = default_finder()
    paths = sorted((*SETS.glob("*.yaml"), *BLIND.glob("*.txt")))
    sets = {path.stem: read(path) for path in paths if not names or path.stem in names}
    everything = [one for questions in sets.values() for one in questions]
    found = {name: run(finder, questions) for name, questions in sets.items()}
    for name, rows in found.items():
        _say(f"\n{name}: {Report(rows)}")
    _unseen([one for name, rows in found.items() if _is_unseen(name) for one in rows])
    if not names:
        _noise(finder, everything)
    half, most = _spent(finder, everything)
    _say(f"\nCPU per question: {half:.2f} ms the median, {most:.2f} ms of 95 in 100")


def _timed(load: Callable[[], object]) -> float:
    started = time.process_time()
    load()
    return time.process_time() - started


def _spent(finder: Finder, questions: Sequence[Question]) -> tuple[float, float]:
    """Return the median and the 95th percentile of what a question costs, in ms; best of three."""
    best = sorted(
        1000
        * min(_timed(partial(finder.find, one.text, division=one.place or None)) for _ in range(3))
        for one in questions
    )
    return best[len(best) // 2], best[len(best) * 95 // 100]


def _pages_mib() -> float:
    """Return the memory of this process, its share of what others have as well (PSS)."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("Pss:"))) / 1024


def _is_unseen(name: str) -> bool:
    return name.startswith("blind") and name not in LEARNED_FROM


def _unseen(found: Sequence[Found]) -> None:
    if not found:
        return
    _say(f"\nall sets that it never learned from: {Report(found)}\n\nright by certainty")
    for low, high, share in reliability(found):
        _say(f"  {low:.2f}–{high:.2f} {share} of {share.whole}")
    _say("\nby style: top-1; right when answered at once")
    for style, report in by_style(found).items():
        _say(f"  {style:12}{report.top1} of {report.top1.whole}; {report.certain}")
    _say("\nbeside it, from the same words: top-1 by kind of item")
    known = [(label, text) for text, label in fit.told(shipped(), default_finder()).items()]
    _say(f"  {'the finder':12}{_by_kind(found, lambda one: one.got)}")
    for name, method in (("BM25", baselines.bm25(known)), ("TF-IDF", baselines.tfidf(known))):
        _say(f"  {name:12}{_by_kind(found, lambda one, method=method: _best(method, one))}")


def _best(method: baselines.Method, one: Found) -> str:
    scores = method(one.question.text)
    return max(scores, key=lambda label: (scores[label], label), default=NONE)


def _by_kind(found: Iterable[Found], best: Callable[[Found], str]) -> Share:
    """Return how often the best is of the kind expected: places are not the baselines' business."""
    words, rows = shipped(), []
    for one in found:
        if one.question.kind in (Kind.ITEM, Kind.NONE):
            got = words.kind_of(best(one))
            kinds = {words.kind_of(label) for label in one.question.expected}
            nothing = one.question.kind is Kind.NONE and "none" in kinds
            rows.append(got in kinds or (nothing and got not in catalogue().items))
    return Share.of(rows)


def _noise(finder: Finder, questions: Sequence[Question]) -> None:
    for name, noise in NOISES.items():
        share = Report(run(finder, noisy(questions, noise))).top1
        _say(f"\n{name}, all sets: top-1 {share}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
