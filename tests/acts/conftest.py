"""The acts by themselves (行为): no door tries its pages, which the doors' own tests do."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def no_doors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no page be rehearsed: tests/web/test_rehearsal.py is about that."""
    from juzheng.acts.catalogue import rehearsal

    monkeypatch.setattr(rehearsal, "REHEARSALS", [])
