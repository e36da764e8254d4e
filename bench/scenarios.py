"""
Scenarios (法律情景): the answer that a lawyer decided first, beside the one that the product gives.

``python -m bench.scenarios [set.yaml …]`` prints one line a scenario and how many were right, in
outcome and in reason. A set is a YAML list; its fields are told in its first lines. Only the
shipped catalogue answers: no database.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from juzheng.catalogue import catalogue
from juzheng.finder import default_finder, matters
from juzheng.finder.answering import Answer, answer

SETS = tuple(Path(f"tests/data/scenarios{name}.yaml") for name in ("", "_unseen", "_third"))
ON = date(2026, 11, 29)  # the day of those that name none


@dataclass(frozen=True)
class Scenario:
    """One question with the answer decided first (情景)."""

    id: str
    ask: str
    outcome: tuple[str, ...]
    item: tuple[str, ...] = ()
    place: str = ""
    unit: str = ""
    day: date = ON
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """What the product said of one scenario (结果), and what of it was not as decided."""

    scenario: Scenario
    got: str
    faults: tuple[str, ...]

    def __str__(self) -> str:
        expected = "/".join(self.scenario.outcome)
        mark = "✔" if not self.faults else "✘ " + "; ".join(self.faults)
        return f"{self.scenario.id:5} {expected:40} {self.got:36} {mark}  {self.scenario.ask}"


def read(path: Path) -> tuple[Scenario, ...]:
    """Return the scenarios of the set in ``path``."""
    return tuple(_scenario(row) for row in yaml.safe_load(path.read_text("utf-8")))


def _scenario(row: dict[str, Any]) -> Scenario:
    lists = {name: tuple(row.pop(name, ())) for name in ("outcome", "item", "says", "never")}
    day = date.fromisoformat(str(row.pop("day", ON)))
    return Scenario(**row, **lists, day=day)


def told(scenario: Scenario) -> Result:
    """Return what the product answers to ``scenario``, and where it differs from the decision."""
    said = answer(
        scenario.ask,
        finder=default_finder(),
        catalogue=catalogue(),
        matters=matters(),
        on=scenario.day,
        division=scenario.place or None,
        demander=scenario.unit or None,
        before=scenario.told,
    )
    outcome = said.decision.outcome.value if said.decision else "none"
    understood = said.item.id if said.item else said.finding.matter or ""
    return Result(scenario, f"{outcome} {understood}", tuple(_faults(scenario, said, outcome)))


def _faults(scenario: Scenario, said: Answer, outcome: str) -> Iterator[str]:
    if outcome not in scenario.outcome:
        yield "outcome"
    if scenario.item and (said.item is None or said.item.id not in scenario.item):
        yield "item"
    text = words(said)
    for wanted in scenario.says:
        if not any(one in text for one in wanted.split("|")):
            yield f"does not say {wanted}"
    for unwanted in scenario.never:
        if unwanted in text:
            yield f"says {unwanted}"


def words(said: Answer) -> str:
    """Return everything that the answer shows: its name, reason, sources, ways onward."""
    decision = said.decision
    if decision is None:
        return ""
    ways = (text for way in decision.onward for text in (way.do, way.where, *way.bring))
    named = said.item.name if said.item else said.matter.name if said.matter else ""
    cited = map(str, decision.citations)
    return "\n".join((named, decision.reason, *decision.steps, *cited, *ways))


def main(paths: list[str]) -> None:
    """Print the table of each set (对照表)."""
    for path in [Path(one) for one in paths] or SETS:
        results = [told(scenario) for scenario in read(path)]
        print("\n".join(map(str, results)))
        right = sum(not one.faults for one in results)
        outcomes = sum("outcome" not in one.faults for one in results)
        print(
            f"{path.stem}: {right} of {len(results)} right ({right / len(results):.1%}),", end=" "
        )
        print(f"{outcomes} in outcome")


if __name__ == "__main__":
    main(sys.argv[1:])
