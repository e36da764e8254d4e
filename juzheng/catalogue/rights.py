"""What people are owed (居民的权利): the remedy against a refusal, and how long what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from juzheng.catalogue.forms import build
from juzheng.catalogue.reader import parse
from juzheng.law.base.retention import Kept, Rule
from juzheng.law.cases.objections import Remedy
from juzheng.law.cases.still_asked import StillAsked

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


@cache
def still_asked() -> StillAsked:
    """Return what a notice says where the unit still asks (对方仍然要的), read once."""
    path = HERE / "still_asked.yaml"
    return build(StillAsked, parse(path, path.read_bytes()), path.name)


@cache
def retention() -> Mapping[Kept, Rule]:
    """Return how long each kind of record is kept (保存期限表), read once in a process."""
    path = HERE / "retention.yaml"
    rows = parse(path, path.read_bytes())
    return MappingProxyType(
        {
            Kept(kind): build(Rule, {"kind": kind, **row}, f"{path.name} · {kind}")
            for kind, row in rows.items()
        }
    )
