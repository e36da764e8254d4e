"""One test for one rule (一条规则一个测试): it looks at everything, and names all that break it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

T = TypeVar("T")


def none_breaks(
    rule: Callable[[T], Any], subjects: Iterable[T], name: Callable[[T], object] = str
) -> None:
    """Fail with the name of every subject in which ``rule`` finds something, and what it found."""
    looked_at = list(subjects)
    found = [f"{name(one)}: {what}" for one in looked_at if (what := rule(one))]
    assert looked_at, "There is nothing to look at."
    assert not found, "\n" + "\n".join(found)
