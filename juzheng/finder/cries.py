"""Cries for help (呼救): an emergency in words that no pattern has, heard by learned weights."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from juzheng.finder import classifier, keeping
from juzheng.finder.classifier import Classifier, grams, seen
from juzheng.finder.lexicon import Line

LEARNED = files("juzheng.catalogue").joinpath("words", "alarm.json")
CALM, URGENT = "calm", "urgent"  # what sounds like an emergency and is none; what is one
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")


@dataclass(frozen=True)
class Cries:
    """What was learned of how people cry for help (学到的呼救), written by ``bench.cries``."""

    urgent: Classifier  # tells emergencies from what is calm
    kinds: Classifier  # tells one emergency from another
    least: float  # how far on the urgent side a text has to be

    def heard(self, features: frozenset[str], louder: float = 0.0) -> str | None:
        """
        Return the kind of emergency that the ``features`` of a text tell of; None for none.

        :param louder: how far beyond the border the text has to be
        """
        if self.urgent.margins(features).get(URGENT, -1.0) < self.least + louder:
            return None
        kinds = self.kinds.margins(features)
        return max(kinds, key=lambda one: (kinds[one], one), default=None)


def features_of(written: Line, concepts: Iterable[str]) -> frozenset[str]:
    """
    Return what is seen of a text: its Latin words, alone and in pairs, runs of signs, concepts.

    :param written: the text in lower case, simplified
    :param concepts: what the words of ``catalogue/words/urgent.yaml`` stand for in it
    """
    words = _WORD.findall(written.text)
    if not words:
        return seen(written.grams, concepts)
    latin = (f" {one}" for one in (*words, *map(" ".join, pairwise(words))))
    return seen(grams(_WORD.sub(" ", written.text)).union(latin), concepts)


@cache
def shipped() -> Cries:
    """Return what ships with the catalogue (catalogue/words/alarm.json)."""
    raw = LEARNED.read_bytes()
    return keeping.made("cries", raw, lambda: _learned(raw))


def _learned(raw: bytes) -> Cries:
    learned = json.loads(raw)
    urgent, kinds = (classifier.loaded(learned[one]) for one in ("urgent", "kinds"))
    return Cries(urgent, kinds, learned["least"])
