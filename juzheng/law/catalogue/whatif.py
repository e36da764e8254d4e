"""What if (试算): the cases of the past under lists that are not published yet.

Both answers come from ``standing.decide``, as they would at the desk; nothing is imitated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from juzheng.law.catalogue import applicability
from juzheng.law.catalogue.applicability import Circumstances, Governing
from juzheng.law.catalogue.items import Item
from juzheng.law.catalogue.routing import Decision, Outcome

GONE = "这一项已停用，不再出具。"


@dataclass(frozen=True)
class Lived:
    """One case of the past, without anything of the person (往年办件)."""

    item: Item  # as it was when the case was decided
    circumstances: Circumstances  # on the day for which the question is asked
    committee: str  # its name


Change = tuple[Outcome, Outcome]


@dataclass
class Tally:
    """
    How many cases would end how, before and after (试算结果).

    It holds counters only: what it keeps grows with items and committees, not with cases.
    """

    before: Governing
    after: Governing
    cases: int = 0
    outcomes: Counter[Change] = field(default_factory=Counter)
    items: Counter[tuple[str, Change]] = field(default_factory=Counter)
    committees: Counter[tuple[str, Change]] = field(default_factory=Counter)
    # What those who would get nothing any more, or something else, would be told to do instead.
    onward: Counter[str] = field(default_factory=Counter)

    def add(self, case: Lived) -> None:
        """Decide ``case`` under both and count it."""
        old = _decide(case, self.before)
        new = _decide(case, self.after, known=self.before.items.get(case.item.id))
        change = (old.outcome, new.outcome)
        self.cases += 1
        self.outcomes[change] += 1
        self.items[case.item.id, change] += 1
        self.committees[case.committee, change] += 1
        if old.outcome is not new.outcome and not new.outcome.issues:
            self.onward.update({way.do for way in new.onward})

    @property
    def changed(self) -> int:
        """Return how many cases would end otherwise."""
        return sum(count for (old, new), count in self.outcomes.items() if old is not new)

    def ends(self) -> tuple[tuple[Outcome, int, int], ...]:
        """Return for each outcome that occurs how many cases have it before and after."""
        old, new = Counter[Outcome](), Counter[Outcome]()
        for (before, after), count in self.outcomes.items():
            old[before] += count
            new[after] += count
        return tuple((one, old[one], new[one]) for one in Outcome if old[one] or new[one])


def _decide(case: Lived, under: Governing, known: Item | None = None) -> Decision:
    """Return what the desk would answer; an item that is gone is like one that was turned off."""
    item = under.items.get(case.item.id)
    if item is None:
        item = replace(known, enabled=False, refused_because=GONE) if known else case.item
    return applicability.decide(item, under, case.circumstances)


def fold(tally: Tally, cases: Iterable[Lived], every: int) -> Iterator[int]:
    """Put ``cases`` into ``tally`` and yield how many are in, after each ``every``, and at last."""
    for case in cases:
        tally.add(case)
        if tally.cases % every == 0:
            yield tally.cases
    if tally.cases % every or not tally.cases:
        yield tally.cases
