"""
Fitting (拟合): learn the classifier's weights from tellings, and how far to trust them.

``python -m bench.fit`` reads the items, ``catalogue/words`` and the older sets of questions, and
writes ``catalogue/words/learned.json``. Two steps, each on words that the step before did not see:

1. One linear classifier for each label against all others (squared hinge with a penalty on the
   squares, as LIBLINEAR has it), on all that is told of it; and the weights of BM25.
2. The coefficients of the calibration, on what both make of questions of hands that told them
   nothing: each third of the blind sets is held out, set by set.

The same words give the same file on the same version of SciPy.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from array import array
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.optimize import minimize
from scipy.sparse import csr_array

from bench.questions import LEARNED_FROM, Kind, Question, blind, older
from juzheng.catalogue import catalogue
from juzheng.finder import Finder, okapi, sparse
from juzheng.finder.calibration import Coefficients, Opinions, signs
from juzheng.finder.classifier import ASK, NONE, Classifier, loaded
from juzheng.finder.own_nouns import nouns_of
from juzheng.finder.places import names_of
from juzheng.finder.sparse import Sparse
from juzheng.finder.words import LEARNED, TELLINGS, Words, unlearned
from juzheng.law.catalogue.items import Item

FOLDS = 3
COST = 0.5  # of a sentence on the wrong side, beside the squares of the weights
STEPS, TURNS = 20, 8  # towards the best border; more change no answer
NEAR_ENOUGH = 3e-4  # of the slope at the start
AT_LEAST = 2  # sentences that a feature must stand in
KEPT_WEIGHTS = 80_000  # the greatest; the others change nothing that could be measured
# An errand says nothing of the paper that it takes: each noun of an item is told with several.
ERRANDS = (
    *("孩子上学", "看病", "贷款", "落户", "领补贴", "打官司", "出国", "买房", "找工作", "办退休"),
    *("取公积金", "报销", "征信", "评困难户"),
)
TOLD_EACH = 2
FRAMES = ("{}要开{}证明", "{}，叫社区出个{}证明", "去{}非要我弄{}的证明", "为了{}要村里写{}的材料")
PENALTY = 0.01  # on the squares of the calibration's coefficients
AT_A_TIME = 8  # labels that a processor is given

Each = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


@dataclass(frozen=True)
class Telling:
    """A sentence and the kind that it is about (说法), as the listeners hear it."""

    text: str
    label: str
    plain: str
    features: frozenset[str]
    weights: Mapping[str, float]  # of the patterns, by kind


def tellings(words: Words) -> tuple[Telling, ...]:
    """Return all that is told of items and matters, each sentence once."""
    finder = blank(words)
    return tuple(_heard(text, label, finder) for text, label in told(words, finder).items())


def _heard(text: str, label: str, finder: Finder) -> Telling:
    plain, features, opinions = finder.opinions(text)
    return Telling(text, label, plain, features, finder.kinds(opinions.weights))


def told(words: Words, finder: Finder) -> dict[str, str]:
    """Return all that is told, each sentence with the kind that it is about."""
    found = [
        (item.id, text)
        for item in catalogue().items.values()
        for text in (item.name, *item.aliases, *item.used_for)
    ]
    found += [(label, line) for label, lines in words.say.items() for line in lines]
    found += _called(catalogue().items.values())
    known = (*older(), *(one for one in blind() if one.set in LEARNED_FROM and not one.both))
    found += [
        (_matter(one, finder), one.text)
        for one in known
        if one.kind not in (Kind.URGENT, Kind.OFFICE)
    ]
    more = yaml.safe_load(TELLINGS.read_text("utf-8"))
    found += [(label, line) for label, lines in more.items() for line in lines.splitlines()]
    return {text: words.kind_of(label) for label, text in found}


def _called(items: Iterable[Item]) -> Iterator[tuple[str, str]]:
    """Yield each item called by its own nouns, for whatever errand."""
    turn = 0
    for noun, owners in sorted(nouns_of(items).items()):
        for _ in range(TOLD_EACH if len(owners) == 1 else 0):
            errand, frame = ERRANDS[turn % len(ERRANDS)], FRAMES[turn % len(FRAMES)]
            yield owners[0], frame.format(errand, noun)
            turn += 1


def _matter(one: Question, finder: Finder) -> str:
    """Return the label of a question; where it says but "none", the matter that patterns hear."""
    if one.kind is Kind.ASK:
        return ASK
    if one.expected[0] != "none":
        return one.expected[0]
    if one.style:  # of the newer sets, whose writers knew the matters
        return NONE
    opinions = finder.opinions(one.text)[2]
    weights = {k: v for k, v in opinions.weights.items() if k.startswith("OUT-")}
    return max(weights, key=lambda label: (weights[label], label), default=NONE)


def blank(words: Words) -> Finder:
    """Return a finder that has learned nothing yet: for what is heard in a text."""
    listed = catalogue()
    return Finder(listed.items.values(), words, names_of(listed.divisions.values()))


def digest(known: Mapping[str, str]) -> str:
    """Return a short sum of what is told: another one means that it has to be learned anew."""
    lines = (f"{label} {text}" for text, label in sorted(known.items()))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


# The classifier.


def learned(rows: Sequence[Telling], each: Each = map) -> dict[str, Any]:
    """
    Return the classifier fitted to ``rows``, as ``finder.classifier.loaded`` reads it.

    ``each`` goes through the labels: the ``map`` of a pool takes every processor.
    """
    counts = Counter(feature for row in rows for feature in row.features)
    features = sorted(one for one, count in counts.items() if count >= AT_LEAST)
    rarity = np.array([1 + math.log((1 + len(rows)) / (1 + counts[one])) for one in features])
    labels = sorted({row.label for row in rows})
    table = _table(rows, features, rarity)
    own = [np.array([row.label == one for row in rows]) for one in labels]
    solved = np.array(list(each(partial(_border, table), own)))
    return _document(labels, features, rarity, solved)


def _table(rows: Sequence[Telling], features: Sequence[str], rarity: Any) -> Any:
    """Return a row for each sentence, of length 1, and a last column of 1 for the bias."""
    at = {feature: place for place, feature in enumerate(features)}
    start, columns, values = [0], list[int](), list[float]()
    for row in rows:
        known = sorted(at[one] for one in row.features if one in at)
        worth = rarity[known] / (np.linalg.norm(rarity[known]) or 1.0)
        columns += [*known, len(features)]
        values += [*worth, 1.0]
        start.append(len(columns))
    return csr_array((values, columns, start), shape=(len(rows), len(features) + 1))


def _border(table: Any, own: Any) -> Any:
    """
    Return the weights of one label against all others, the bias last.

    Newton's method as TRON has it (LIBLINEAR): only what is on the wrong side, or too near to the
    border, weighs; and from "none is this label" on, that is little.
    """
    side = np.where(own, 1.0, -1.0)
    weights = np.zeros(table.shape[1])
    weights[-1] = -1.0
    short = np.where(own, 2.0, 0.0)
    least: Any = 0.0
    for _ in range(STEPS):
        near = np.flatnonzero(short > 0)
        part = table[near]
        slope = weights - 2 * COST * (part.T @ (side[near] * short[near]))
        least = least or NEAR_ENOUGH * np.linalg.norm(slope)
        if np.linalg.norm(slope) <= least:
            break
        step = _downhill(part, slope)
        weights, short = _along(table, side, weights, step, slope @ step)
    return weights


def _downhill(part: Any, slope: Any) -> Any:
    """Return the step to where the slope would be none (conjugate gradients)."""
    step, left = np.zeros_like(slope), -slope
    way, much = left.copy(), left @ left
    for _ in range(TURNS):
        bent = way + 2 * COST * (part.T @ (part @ way))
        far = much / (way @ bent)
        step, left = step + far * way, left - far * bent
        before, much = much, left @ left
        if much <= 0.01 * (slope @ slope):
            break
        way = left + much / before * way
    return step


def _along(table: Any, side: Any, weights: Any, step: Any, falls: float) -> tuple[Any, Any]:
    """Return the weights after ``step``, halved until it pays, and how short each row falls."""

    def loss(weights: Any, short: Any) -> float:
        return float(0.5 * weights @ weights + COST * short @ short)

    here, onward = table @ weights, table @ step
    before = loss(weights, np.maximum(0.0, 1.0 - side * here))
    much = 1.0
    while True:
        there = weights + much * step
        short = np.maximum(0.0, 1.0 - side * (here + much * onward))
        if loss(there, short) <= before + 1e-4 * much * falls or much < 1e-4:
            return there, short
        much /= 2


def _document(
    labels: Sequence[str], features: Sequence[str], rarity: Any, solved: Any
) -> dict[str, Any]:
    weights, bias = solved[:, :-1].T, solved[:, -1]  # by feature, then by label
    table, used = _written(labels, features, weights, KEPT_WEIGHTS)
    return {
        **table,
        "bias": [round(float(one), 4) for one in bias],
        "rarity": _packed(array("H", [round(rarity[at] * 1000) for at in used])),
    }


def _written(
    labels: Sequence[str], features: Sequence[str], weights: Any, kept: int
) -> tuple[dict[str, Any], Any]:
    """Return the greatest ``weights`` as ``finder.sparse`` reads them, and whose they are."""
    least = np.sort(np.abs(weights), axis=None)[-min(kept, weights.size)]
    step = float(np.abs(weights).max()) / 127 or 1.0
    whole = np.rint(np.where(np.abs(weights) >= least, weights, 0) / step).astype(np.int8)
    used = np.flatnonzero(whole.any(axis=1))
    of, counts, steps = array("B"), array("H"), array("b")
    for at in used:
        mine = np.flatnonzero(whole[at])
        of.extend(mine.tolist())
        steps.extend(whole[at][mine].tolist())
        counts.append(len(mine))
    table = {
        "labels": list(labels),
        "step": step,
        "features": "\n".join(features[at] for at in used),
        "counts": _packed(counts),
        "of": _packed(of),
        "weights": _packed(steps),
    }
    return table, used


def counted(rows: Sequence[Telling]) -> dict[str, Any]:
    """Return the weights of BM25 over ``rows``, as ``finder.sparse`` reads them."""
    known = okapi.weights((one.label, one.plain) for one in rows)
    labels, terms = sorted({one.label for one in rows}), sorted(known)
    at = {label: place for place, label in enumerate(labels)}
    weights = np.zeros((len(terms), len(labels)), np.float32)
    for place, term in enumerate(terms):
        for label, weight in known[term].items():
            weights[place, at[label]] = weight
    return _written(labels, terms, weights, np.count_nonzero(weights))[0]


def _packed(values: array[int]) -> str:
    return b64encode(values.tobytes()).decode("ascii")


# The calibration.

Row = tuple[Any, Any]  # signs of what is likely, by label; which of them is right
Listeners = tuple[Classifier, Sparse]


def hands() -> tuple[frozenset[str], ...]:
    """Return what is asked in each third of the blind sets learned from, set by set (分组)."""
    parts: list[set[str]] = [set() for _ in range(FOLDS)]
    for one in blind():
        if one.set in LEARNED_FROM:
            parts[LEARNED_FROM.index(one.set) % FOLDS].add(one.text)
    return tuple(map(frozenset, parts))


def without(rows: Sequence[Telling], held: Collection[str], each: Each) -> Listeners:
    """Return listeners that were told all of ``rows`` but what is ``held`` out."""
    left = [one for one in rows if one.text not in held]
    return loaded(learned(left, each)), sparse.loaded(counted(left))


def opinions(rows: Sequence[Telling], held: Collection[str], told: Listeners) -> list[Row]:
    """Return the signs of each sentence that was ``held`` out, and which label is right."""
    found = []
    for one in (row for row in rows if row.text in held):
        margins, scores = told[0].margins(one.features), okapi.scores(one.plain, told[1])
        heard = signs(Opinions(margins, one.weights, scores))
        right = np.array([label == one.label for label in heard])
        if right.any():
            found.append((np.array(list(heard.values())), right))
    return found


def fold_of(text: str, folds: int) -> int:
    """Return in which of so many parts ``text`` is held out (分组): the same one each time."""
    return hashlib.sha256(text.encode()).digest()[0] % folds


def calibrated(rows: Sequence[Row]) -> Coefficients:
    """
    Return the coefficients under which what is right is the most probable (最大似然).

    Of the questions of the blind sets alone, each met by listeners that were told nothing by its
    hand: their writers did not write the tellings, and residents are other hands, too.
    """
    return Coefficients(*(round(float(one), 3) for one in _likeliest(rows)))


def _likeliest(rows: Sequence[Row]) -> Any:
    def loss(known: Any) -> tuple[float, Any]:
        total, slope = PENALTY * known @ known, 2 * PENALTY * known
        for table, right in rows:
            share = np.exp(table @ known - np.max(table @ known))
            share /= share.sum()
            mine = share[right].sum()
            total -= math.log(mine) / len(rows)
            slope -= table.T @ (np.where(right, share / mine, 0.0) - share) / len(rows)
        return total, slope

    return minimize(loss, np.zeros(len(fields(Coefficients))), jac=True).x


def main() -> None:
    """Fit, and write what was learned (拟合)."""
    words = unlearned()
    rows = tellings(words)
    with ProcessPoolExecutor() as pool:
        each = partial(pool.map, chunksize=AT_A_TIME)
        apart = [row for held in hands() for row in opinions(rows, held, without(rows, held, each))]
        found = {
            "made_of": digest({one.text: one.label for one in rows}),
            "tellings": len(rows),
            "classifier": learned(rows, each),
            "okapi": counted(rows),
            "calibration": calibrated(apart).__dict__,
        }
    text = json.dumps(found, ensure_ascii=False, indent=0) + "\n"
    Path(str(LEARNED)).write_text(text, "utf-8")
    sys.stdout.write(f"{len(rows)} tellings, {found['calibration']}\n")


if __name__ == "__main__":
    main()
