"""
Fitting the alarm (拟合呼救): learn how people cry for help from ``catalogue/words/cries.yaml``.

``python -m bench.cries`` writes ``catalogue/words/alarm.json``: two linear classifiers, as
:mod:`bench.fit` learns those of items, of which one tells emergencies from what is calm and one
their kinds; and how far on the urgent side a text has to be. That is the least distance at which,
of sentences that were held out, no more than six in a hundred calm ones and one in a hundred
ordinary questions would raise an alarm.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from bench import fit
from juzheng.finder.classifier import loaded
from juzheng.finder.cries import CALM, LEARNED, URGENT
from juzheng.finder.urgency import Alarm
from juzheng.finder.words import TELLINGS

CRIES = Path(str(TELLINGS)).with_name("cries.yaml")
FOLDS = 5
ORDINARY = 4  # every so many tellings of items and matters stand for what is ordinary
NOT_ORDINARY = ("OUT-CRISIS",)  # its tellings are despair
CALM_AT_MOST = 0.06  # of the calm sentences that use the same words
ORDINARY_AT_MOST = 0.01  # of what is asked every day
STEPS = [round(0.02 * step, 2) for step in range(-25, 50)]

Row = tuple[str, str, frozenset[str]]  # sentence, label, features


def told() -> dict[str, str]:
    """Return every sentence of ``cries.yaml`` with the kind of emergency, or calm."""
    table: Mapping[str, str] = yaml.safe_load(CRIES.read_text("utf-8"))
    return {line: kind for kind, lines in table.items() for line in lines.splitlines()}


def ordinary() -> list[str]:
    """Return what people ask every day: a part of the tellings of items and matters."""
    table: Mapping[str, str] = yaml.safe_load(TELLINGS.read_text("utf-8"))
    every = [
        line
        for label, lines in sorted(table.items())
        if label not in NOT_ORDINARY
        for line in lines.splitlines()
    ]
    return every[::ORDINARY]


def _fitted(rows: Iterable[Row]) -> dict[str, Any]:
    return fit.learned([fit.Telling(text, label, text, seen, {}) for text, label, seen in rows])


def solved(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the two classifiers, as ``finder.cries`` reads them."""
    sides = ((text, CALM if label == CALM else URGENT, seen) for text, label, seen in rows)
    return {"urgent": _fitted(sides), "kinds": _fitted(row for row in rows if row[1] != CALM)}


def held_out(rows: Sequence[Row]) -> dict[str, tuple[str, float]]:
    """Return of each sentence its kind, and how urgent, by one that never heard it."""
    found = {}
    for fold in range(FOLDS):
        one = solved([row for row in rows if fit.fold_of(row[0], FOLDS) != fold])
        urgent, kinds = loaded(one["urgent"]), loaded(one["kinds"])
        for text, _, seen in (row for row in rows if fit.fold_of(row[0], FOLDS) == fold):
            likely = kinds.margins(seen)
            kind = max(likely, key=lambda one: likely[one], default="")
            found[text] = kind, urgent.margins(seen).get(URGENT, -1.0)
    return found


def main() -> None:
    """Fit, and write what was learned (拟合)."""
    alarm, known, everyday = Alarm(), told(), ordinary()
    sentences = {**dict.fromkeys(everyday, CALM), **known}
    rows = [(text, label, alarm.features(text)) for text, label in sentences.items()]
    made = held_out(rows)
    calm = [made[text][1] for text, label in known.items() if label == CALM]
    usual = [made[text][1] for text in everyday if text not in known]
    least = next(
        step
        for step in STEPS
        if _share(calm, step) <= CALM_AT_MOST and _share(usual, step) <= ORDINARY_AT_MOST
    )
    urgent = [(made[text], label) for text, label in known.items() if label != CALM]
    heard = [(kind, label) for (kind, far), label in urgent if far >= least]
    document = {"made_of": fit.digest(known), "least": least, **solved(rows)}
    text = json.dumps(document, ensure_ascii=False, indent=0) + "\n"
    Path(str(LEARNED)).write_text(text, "utf-8")
    right = sum(kind == label for kind, label in heard)
    sys.stdout.write(
        f"{len(known)} sentences, {len(everyday)} ordinary; from {least} on; held out: "
        f"{len(heard)} of {len(urgent)} heard without any pattern, {right} of the right kind; "
        f"alarms at {_share(calm, least):.1%} of calm, {_share(usual, least):.2%} of ordinary\n"
    )


def _share(distances: Sequence[float], least: float) -> float:
    return sum(one >= least for one in distances) / len(distances)


if __name__ == "__main__":
    main()
