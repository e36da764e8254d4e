"""What a made-up finder hears (听到的): the dialogue is tried on probabilities of one's choice."""

from __future__ import annotations

import pytest

from juzheng.finder.finding import Finder
from juzheng.finder.found import Candidate, Finding, Likely


def hearing(monkeypatch: pytest.MonkeyPatch, demander: str | None = None, **likely: float) -> None:
    """Make every finder hear ``likely``, labels written ``NEG_01=0.4``; the best comes first."""
    found = tuple(Likely(label.replace("_", "-"), share) for label, share in likely.items())
    first = found[0].label if found else ""
    item = None if not first or first.startswith("OUT-") else first
    candidates = tuple(Candidate(o.label, 0.5) for o in found if not o.label.startswith("OUT-"))

    heard = Finding(
        item=item,
        route="redirect" if item else "none",
        matter=None if item else first or None,
        candidates=candidates,
        likely=found,
        demander=demander,
        division=None,
        because=(),
    )
    monkeypatch.setattr(Finder, "find", lambda *_, **__: heard)
