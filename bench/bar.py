"""
The bar of certainty (把握的门槛): from which probability on the finder may answer at once.

``python -m bench.bar`` prints the lowest one that ADR 45 allows, by the sets that were learned
from alone: each third of them is met by listeners that were told nothing by its hands, under
coefficients found on the other thirds. A set that is kept apart has no say.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial

from bench import fit
from bench.finder import Found, Report, Share, reliability, run
from bench.questions import LEARNED_FROM, Kind, blind
from juzheng.finder import Finder
from juzheng.finder.words import unlearned

RIGHT = 0.98  # of what is answered at once
ANSWERED = 0.75  # of the questions about items, at the least
BARS = tuple(round(0.8 + step / 100, 2) for step in range(20))


def unseen(rows: Sequence[fit.Telling], each: fit.Each) -> Iterator[Found]:
    """Yield what is made of each question by a finder that its writer's set did not teach."""
    thirds, asked = fit.hands(), [one for one in blind() if one.set in LEARNED_FROM]
    told = [fit.without(rows, held, each) for held in thirds]
    learned = [fit.opinions(rows, held, one) for held, one in zip(thirds, told, strict=True)]
    for at, held in enumerate(thirds):
        others = [row for place, part in enumerate(learned) if place != at for row in part]
        yield from run(_finder(told[at], others), (one for one in asked if one.text in held))


def _finder(told: fit.Listeners, learned: Sequence[fit.Row]) -> Finder:
    known = fit.calibrated(learned)
    return fit.blank(replace(unlearned(), classifier=told[0], okapi=told[1], calibration=known))


def at(bar: float, found: Iterable[Found]) -> tuple[Share, Share]:
    """Return how much is right of what is answered from ``bar`` on, and of how many items."""
    rows = [one for one in found if one.question.kind in (Kind.ITEM, Kind.NONE, Kind.ASK)]
    sure = [one for one in rows if one.got != "none" and one.finding.certainty >= bar]
    items = (one for one in rows if one.question.kind is Kind.ITEM)
    right = Share.of(one.right and one.question.kind is not Kind.ASK for one in sure)
    return right, Share.of(one.got != "none" and one.finding.certainty >= bar for one in items)


def chosen(found: Sequence[Found]) -> float | None:
    """Return the lowest bar that ADR 45 allows; None if it allows none (门槛)."""
    sets = {one.question.set for one in found}
    by_hand = [[one for one in found if one.question.set == name] for name in sorted(sets)]
    for bar in BARS:
        right, answered = at(bar, found)
        worst = min(at(bar, own)[0].value for own in by_hand)
        if right.interval[0] >= RIGHT and worst >= RIGHT and answered.value >= ANSWERED:
            return bar
    return None


def main() -> None:
    """Print what each bar would do, and the one chosen (门槛)."""
    rows = fit.tellings(unlearned())
    with ProcessPoolExecutor() as pool:
        found = tuple(unseen(rows, partial(pool.map, chunksize=fit.AT_A_TIME)))
    lines = [f"sets learned from, each unknown to those who heard it: {Report(found)}"]
    lines += [
        f"  {low:.2f}–{high:.2f} {some} of {some.whole}" for low, high, some in reliability(found)
    ]
    for bar in BARS:
        right, answered = at(bar, found)
        lines.append(f"  from {bar:.2f}: right {right} of {right.whole}; items at once {answered}")
    sys.stdout.write("\n".join((*lines, f"the lowest bar allowed: {chosen(found)}\n")))


if __name__ == "__main__":
    main()
