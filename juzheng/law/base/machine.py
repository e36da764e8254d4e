"""State machines (流程): one table; the ledger is the truth, a state its cache.

Whatever is tracked (a case, a correction, a change …) has one ``Machine``: its table is data, and
every question about it is asked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from juzheng.law.base.terms import Term

S = TypeVar("S", bound=Term)
E = TypeVar("E", bound=Term)


class StepNotAllowed(Exception):
    """The table has no such step (此时不能这样办)."""

    def __init__(self, state: Term | None, event: Term | str) -> None:
        self.state, self.event = state, event
        super().__init__(f"{event} cannot follow {state or 'nothing'}")


class Happened(str):
    """What has happened (已经发生的事): the label of an event where a history tells it."""

    __slots__ = ()


@dataclass(frozen=True, eq=False)
class Machine(Generic[S, E]):
    """
    What may happen to one kind of thing (流程), and what follows.

    :ivar subject: what its lines in the ledger begin with: ``case`` gives ``case.received``
    :ivar table: state → event → the state that follows; None is the state of what is not there yet
    :ivar names: lines that speak of another subject, such as ``certificate.issued`` of a case
    """

    subject: str
    states: type[S]
    events: type[E]
    table: Mapping[S | None, Mapping[E, S]]
    names: Mapping[E, str] = field(default_factory=dict)

    def step(self, state: S | None, event: E) -> S:
        """
        Return the state that follows.

        :raises StepNotAllowed: if the table has no such edge
        """
        try:
            return self.table[state][event]
        except KeyError:
            raise StepNotAllowed(state, event) from None

    def allowed(self, state: S | None) -> frozenset[E]:
        """Return what may happen next, so that a page offers only that."""
        return frozenset(self.table[state])

    def before(self, event: E) -> frozenset[S]:
        """Return the states in which ``event`` may happen."""
        return frozenset(state for state, steps in self.table.items() if state and event in steps)

    @cached_property
    def opening(self) -> E:
        """Return the event with which everything of this kind begins."""
        (first,) = self.table[None]
        return first

    @cached_property
    def open(self) -> frozenset[S]:
        """Return the states from which there is a way to another one: something is to be done."""
        return frozenset(
            state for state, steps in self.table.items() if state and set(steps.values()) - {state}
        )

    def replay(self, events: Iterable[E]) -> S | None:
        """
        Return the state that a history leads to; an empty history leads to None.

        :raises StepNotAllowed: if the history cannot have happened
        """
        state: S | None = None
        for event in events:
            state = self.step(state, event)
        return state

    def line(self, event: E) -> str:
        """Return how the ledger names ``event``: ``subject.happened``, past tense."""
        return self.names.get(event) or f"{self.subject}.{event}"

    def event(self, line: str) -> E:
        """
        Return the event that the ledger names so.

        :raises ValueError: if nothing of this kind has such a line
        """
        try:
            return self._by_line[line]
        except KeyError:
            raise ValueError(f"{line} is no line of a {self.subject}") from None

    def happened(self, line: str) -> Happened:
        """Return what the ledger's line says has happened, in words (经过的说法)."""
        return Happened(self.event(line).label)

    @cached_property
    def _by_line(self) -> dict[str, E]:
        return {self.line(event): event for event in self.events}

    def diagram(self) -> str:
        """Return the table as a Mermaid state diagram (流程图), one arrow to each next state."""
        lines = ["stateDiagram-v2"]
        for state, steps in self.table.items():
            labels: dict[S, list[str]] = {}
            for event, after in steps.items():
                labels.setdefault(after, []).append(event.label)
            lines += [
                f"    {state or '[*]'} --> {after}: {' / '.join(said)}"
                for after, said in labels.items()
            ]
            if state and set(steps.values()) <= {state}:
                lines.append(f"    {state} --> [*]")
        return "\n".join(lines)
