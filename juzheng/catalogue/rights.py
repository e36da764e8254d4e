"""What people are owed (居民的权利): the remedy against a refusal, as data beside the catalogue."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from juzheng.catalogue.forms import build
from juzheng.catalogue.reader import parse
from juzheng.law.cases.objections import Remedy

HERE = Path(__file__).parent


@cache
def remedy() -> Remedy:
    """Return what can be done against a refusal (救济途径), read once in a process."""
    path = HERE / "remedies.yaml"
    return build(Remedy, parse(path, path.read_bytes()), path.name)


def against_refusal() -> tuple[str, ...]:
    """Return the sentences of the remedy as a refusal notice prints them."""
    found = remedy()
    return found.how.format(days=found.review_working_days), found.onward, found.nature
