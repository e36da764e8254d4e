"""Fixtures of the resident's door."""

from tests.web.visiting import file, fill, follow, noon, visitor

__all__ = ["file", "fill", "follow", "noon", "visitor"]
