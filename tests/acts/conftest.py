"""The acts by themselves (行为): no door tries its pages, which the doors' own tests do."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def no_doors(settings: Any) -> None:
    """Let no page be rehearsed: tests/web/test_rehearsal.py is about that."""
    settings.REHEARSALS = []


MADE: dict[Any, bytes] = {}  # what was typeset in this process, by all that it was made of


@pytest.fixture
def pages_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Typeset a page once: a service hall's bundle holds 84 sheets, the same in every test."""
    from juzheng.outside import typesetting

    typeset = typesetting.typeset

    def once(template: Any, inputs: Any, texts: Any, *, standard: Any, library: Any) -> bytes:
        key = (template, tuple(sorted(inputs.items())), standard, str(library))
        if key not in MADE:
            MADE[key] = typeset(template, inputs, texts, standard=standard, library=library)
        return MADE[key]

    monkeypatch.setattr(typesetting, "typeset", once)


@pytest.fixture
def few_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a service hall's bundle hold the sheets of three items: test_publication has it whole."""
    from juzheng.outside import bundle

    whole = bundle.service_hall
    monkeypatch.setattr(bundle, "service_hall", lambda guides, *more: whole(guides[:3], *more))


@pytest.fixture
def few_texts_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let words be tried on twenty texts: ``test_tellings`` tries them on every one that ships."""
    from juzheng.finder import trying

    answers = lru_cache(maxsize=4)(trying._answers.__wrapped__)
    monkeypatch.setattr(trying, "_answers", answers)

    @lru_cache(maxsize=2)
    def weighed(finder: Any) -> Any:
        return {key: finder.weighed(key[2]) for key in islice(trying._shipped(finder), 20)}

    monkeypatch.setattr(trying, "_shipped_weighed", weighed)
