"""Obstacles (办理障碍): why an act may not happen now, in words that a page shows as they are."""

from __future__ import annotations

from dataclasses import dataclass

from juzheng.law.base.citations import Citation


@dataclass(frozen=True)
class Obstacle:
    """One reason why an act may not happen now (不能办理的理由)."""

    code: str
    message: str  # what is missing
    remedy: str  # what to do about it now
    citation: Citation

    def __str__(self) -> str:
        """Return what is so and what to do, as one text."""
        return f"{self.message}{self.remedy}"
