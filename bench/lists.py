"""
Looking up what holds in a place on a day (适用清单): compiled rulebooks beside merging each time.

``python -m bench.lists`` prints one JSON document. 5,000 items, the shipped divisions down to the
county, a list of its own for every province and every tenth county; half a million lookups.
"""

from __future__ import annotations

import json
import random
import sys
import time
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import Any

from bench import measure
from juzheng.catalogue import catalogue
from juzheng.law.base.divisions import path_of
from juzheng.law.catalogue import lists
from juzheng.law.catalogue.items import ListKind
from juzheng.law.catalogue.lists import ChangeKind, ItemList, Library, ListLine

ITEMS, LOOKUPS, MERGES = 5_000, 500_000, 300
DAY = date(2026, 11, 22)
KINDS = list(ChangeKind)


def main() -> None:
    """Measure and print."""
    chance = random.Random(20)
    every, divisions = made(chance)
    questions = [
        (chance.choice(divisions), f"NEG-{chance.randrange(ITEMS):04d}") for _ in range(LOOKUPS)
    ]
    library = Library(every, (), catalogue().instruments)
    begun = time.process_time()
    for division in divisions:
        library.rulebook(division, DAY)
    compiled = time.process_time() - begun
    begun = time.process_time()
    found = sum(
        library.rulebook(division, DAY).entry(ListKind.NEGATIVE, item) is not None
        for division, item in questions
    )
    looked_up = (time.process_time() - begun) / LOOKUPS
    begun = time.process_time()
    naive = sum(merged(every, division, item) for division, item in questions[:MERGES])
    each_time = (time.process_time() - begun) / MERGES
    same = sum(
        library.rulebook(division, DAY).entry(ListKind.NEGATIVE, item) is not None
        for division, item in questions[:MERGES]
    )
    document: dict[str, Any] = {
        "machine": measure.machine(),
        "items": ITEMS,
        "divisions": len(divisions),
        "lists": len(every),
        "compile_all_divisions_cpu_s": round(compiled, 3),
        "lookup_cpu_us": round(looked_up * 1e6, 3),
        "found": found,
        "merging_each_time_cpu_us": round(each_time * 1e6, 1),
        "both_agree": naive == same,
    }
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    print()


def made(chance: random.Random) -> tuple[list[ItemList], list[str]]:
    """Return the lists, and the divisions that are asked about."""
    divisions = sorted(catalogue().divisions)
    nation = catalogue().lists["national-negative-1"]
    names = [f"NEG-{n:04d}" for n in range(ITEMS)]
    every = [replace(nation, lines=tuple(ListLine(name) for name in names))]
    own = [code for n, code in enumerate(divisions) if code.endswith("0000") or n % 10 == 0]
    for code in own:
        lines = tuple(
            ListLine(name, chance.choice(KINDS), name="另名", demanders=("bank",))
            for name in chance.sample(names, 20)
        )
        every.append(replace(nation, id=f"list-{code}", division=code, lines=lines))
    return every, divisions


def merged(every: list[ItemList], division: str, item: str) -> bool:
    """Return whether an item is named, by merging all lists anew for each question."""
    levels = path_of(division)
    holding = [one for level in levels for one in every if one.division == level]
    together = reduce(lists.then, map(lists.effects, holding), lists.NOTHING)
    said = together.get((ListKind.NEGATIVE, item))
    return said is not None and said.decides


if __name__ == "__main__":
    main()
