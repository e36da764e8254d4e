"""Fixtures of the open pages."""

from tests.web.visiting import noon, visitor

__all__ = ["noon", "visitor"]
