"""The derived JSON Schema judges as the one did that was written by hand (格式定义)."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from juzheng.catalogue.reader import HERE, parse
from juzheng.catalogue.schemas import schema

BY_HAND = json.loads(Path(__file__).with_name("schemas_written_by_hand.json").read_text("utf-8"))
HOSTILE = (None, "", " ", "x", "low", "２", "甲" * 81, -1, 0, 1, 400, 1.5, True, False)
HOSTILE_PARTS: tuple[Any, ...] = ([], [""], ["a", "a"], [None], [{}], [0] * 7, {}, {"text": ""})


def _judge(known: Any) -> Draft202012Validator:
    return Draft202012Validator(known, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _judged(judge: Draft202012Validator, page: Any) -> list[tuple[str, str]]:
    found = judge.iter_errors(page)
    return sorted({("/".join(map(str, one.absolute_path)), str(one.validator)) for one in found})


def _texts(page: Any) -> Any:
    if isinstance(page, dict):
        return {key: _texts(value) for key, value in page.items()}
    if isinstance(page, list):
        return [_texts(one) for one in page]
    return page.isoformat() if isinstance(page, date) else page


def _paths(known: Any, page: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield every place that the schema by hand knows, where the page holds what is above it."""
    for name, node in known.get("properties", {}).items():
        if isinstance(page, dict) and isinstance(node, dict):
            yield (*above, name)
            yield from _paths(node, page.get(name), (*above, name))
    if "items" in known and isinstance(page, list) and page:
        yield (*above, 0)
        yield from _paths(known["items"], page[0], (*above, 0))


def _bent(page: Any, path: tuple[Any, ...]) -> Iterator[Any]:
    for bad in (*HOSTILE, *HOSTILE_PARTS):
        bent = copy.deepcopy(page)
        inside = bent
        for step in path[:-1]:
            inside = inside[step]
        inside[path[-1]] = bad
        yield bent
    if isinstance(inside, dict):
        inside.pop(path[-1])
        yield bent
        inside["unknown"] = "x"
        yield bent


@pytest.mark.parametrize("folder", BY_HAND)
def test_the_derived_schema_judges_as_the_one_by_hand(folder: str) -> None:
    pages = [_texts(parse(path, path.read_bytes())) for path in (HERE / folder).glob("*.yaml")]
    assert pages
    known = schema(folder)
    Draft202012Validator.check_schema(dict(known))
    derived, by_hand = _judge(known), _judge(BY_HAND[folder])
    for page in pages:
        assert _judged(derived, page) == _judged(by_hand, page) == []
    widest = {path: page for page in pages for path in _paths(BY_HAND[folder], page)}
    bent = [one for path, page in widest.items() for one in _bent(page, path)]
    assert len(bent) > 20 * len(widest)
    for page in bent:
        assert _judged(derived, page) == _judged(by_hand, page), page
