"""What was found (问事结果): the item or matter that is meant, and how probable it is."""

from __future__ import annotations

from dataclasses import dataclass

SURE = 0.93  # from this probability on the page answers, below it asks back
WORTH_SHOWING = 0.05  # a meaning less probable than this is none


@dataclass(frozen=True)
class Likely:
    """What may be meant (可能所指): an item or a none-matter, and how probable it is, 0..1."""

    label: str
    probability: float


@dataclass(frozen=True)
class Candidate:
    """An item that may be meant (候选事项), and how probable that is, 0..1."""

    item: str
    probability: float


@dataclass(frozen=True)
class Finding:
    """What a resident's words come to (问事结果)."""

    item: str | None
    route: str  # "committee", "redirect" or "none"
    matter: str | None  # a none-matter, OUT-…
    candidates: tuple[Candidate, ...]  # items only, best first, at most five
    likely: tuple[Likely, ...]  # items and matters, the most probable first
    demander: str | None  # a code of law.base.demanders.Demander
    division: str | None  # where the asker lives, as the text says
    because: tuple[str, ...]  # the words that spoke for it
    urgent: str | None = None  # an emergency, which comes before all this: urgency.urgencies()
    cried: bool = False  # it only sounds like one (finder.cries): told first, and nothing is hidden

    @property
    def certainty(self) -> float:
        """Return how probable it is that this is what was meant, 0..1 (把握)."""
        return self.likely[0].probability if self.likely else 0.0

    @property
    def sure(self) -> bool:
        """Return whether it may be told as an answer; else it has to be asked (有把握)."""
        return self.certainty >= SURE
