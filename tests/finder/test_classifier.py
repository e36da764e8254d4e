"""What is learned from tellings, and how sure it makes (分类与校准)."""

from __future__ import annotations

import json
import math
from array import array
from base64 import b64decode
from dataclasses import astuple
from itertools import islice
from operator import mul
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.sparse import csr_array

from bench import fit
from juzheng.catalogue import catalogue
from juzheng.finder import default_finder, matters, okapi, shipped, sparse
from juzheng.finder.calibration import Coefficients, Opinions, probabilities, signs
from juzheng.finder.classifier import ASK, EMPTY, NONE, features_of, loaded
from juzheng.finder.words import LEARNED, unlearned

VALUES = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(-2, 2), max_size=8)
SOME = Coefficients(2.0, 1.0, 0.5, 1.0, 0.7, 0.4, 1.0, 0.3, 0.2)


def rows(*said: tuple[str, str]) -> list[fit.Telling]:
    return [fit.Telling(text, label, text, features_of(text, ()), {}) for label, text in said]


FEW = rows(
    ("lost", "身份证丢了"),
    ("lost", "户口本丢了"),
    ("lost", "证件都丢了"),
    ("alive", "证明人还活着"),
    ("alive", "老人还活着"),
    ("alive", "还活着的证明"),
)


def test_what_is_told_is_learned_and_carries_over() -> None:
    known = loaded(json.loads(json.dumps(fit.learned(FEW))))
    for said, label in (("存折丢了", "lost"), ("我妈还活着", "alive")):
        margins = known.margins(features_of(said, ()))
        assert max(margins, key=lambda one: margins[one]) == label
        assert margins[label] > 0


def test_what_is_written_down_weighs_as_it_was_solved() -> None:
    page = fit.learned(FEW)
    known, features = loaded(page), page["features"].split("\n")
    at = page["labels"].index("lost")
    pairs = zip(b64decode(page["of"]), array("b", b64decode(page["weights"])), strict=True)
    counts, rarities = (array("H", b64decode(page[one])) for one in ("counts", "rarity"))
    weights = {one: dict(islice(pairs, n)) for one, n in zip(features, counts, strict=True)}
    rarity = dict(zip(features, rarities, strict=True))
    seen = FEW[0].features & rarity.keys()
    length = math.hypot(*map(rarity.__getitem__, seen))
    by_hand = known.bias[at]
    for one in seen:
        by_hand += rarity[one] / length * weights[one].get(at, 0) * page["step"]
    assert known.margins(FEW[0].features)["lost"] == pytest.approx(by_hand)


def test_the_border_lies_where_nothing_slopes_any_more() -> None:
    """By another method: what the loss is a little to every side, there it is no less."""
    shares = np.random.default_rng(7).random((40, 12))
    table = csr_array(np.hstack((np.where(shares > 0.6, shares, 0.0), np.ones((40, 1)))))
    own = shares[:, 0] + 0.3 * shares[:, 1] > 0.9

    def loss(weights: Any) -> float:
        short = np.maximum(0.0, 1.0 - np.where(own, 1.0, -1.0) * (table @ weights))
        return float(0.5 * weights @ weights + fit.COST * short @ short)

    found = fit._border(table, own)
    best = minimize(loss, np.zeros(13), options={"gtol": 1e-6})
    assert loss(found) == pytest.approx(best.fun, rel=1e-4)
    assert found == pytest.approx(best.x, abs=0.01)


def test_of_words_never_heard_nothing_is_said() -> None:
    assert loaded(fit.learned(FEW)).margins(frozenset({"xyz"})) == {}
    assert EMPTY.margins(frozenset({"证"})) == {}


def test_features_are_runs_of_signs_and_concepts_but_no_places_or_askers() -> None:
    found = features_of("开 证明", ["proof", "@4301", "#bank"])
    assert found == {"开", "证", "明", "开证", "证明", "开证明", "<proof>"}


@given(VALUES, VALUES, VALUES)
def test_probabilities_are_shares_of_one(
    margins: dict[str, float], weights: dict[str, float], scores: dict[str, float]
) -> None:
    found = probabilities(Opinions(margins, weights, scores), SOME)
    assert set(found) == {*margins, *weights, *scores}
    assert not found or math.fsum(found.values()) == pytest.approx(1.0)
    assert list(found.values()) == sorted(found.values(), reverse=True)


@given(VALUES, VALUES, VALUES)
def test_probabilities_are_of_the_signs_that_the_coefficients_were_fitted_to(
    margins: dict[str, float], weights: dict[str, float], scores: dict[str, float]
) -> None:
    heard = Opinions(margins, weights, scores)
    rows = signs(heard)
    sums = {label: sum(map(mul, row, astuple(SOME))) for label, row in rows.items()}
    whole = sum(map(math.exp, sums.values()))
    by_hand = {label: math.exp(value) / whole for label, value in sums.items()}
    assert probabilities(heard, SOME) == pytest.approx(by_hand)


@given(VALUES, VALUES, st.sampled_from("abcdefgh"), st.floats(0, 1))
def test_more_for_a_label_never_makes_it_less_probable(
    margins: dict[str, float], weights: dict[str, float], label: str, more: float
) -> None:
    margins.setdefault(label, 0.0)
    raised = {**margins, label: margins[label] + more}
    before = probabilities(Opinions(margins, weights, {}), SOME)[label]
    after = probabilities(Opinions(raised, weights, {}), SOME)[label]
    assert after >= before - 1e-9


def test_bm25_counts_what_is_rare_for_more() -> None:
    told = (("lost", "证件丢了"), ("alive", "老人活着"), ("alive", "老人证件"))
    table = sparse.loaded(fit.counted(rows(*told)))
    found = okapi.scores("老人证件丢了", table)
    assert found["lost"] > found["alive"] > 0
    assert okapi.scores("别的", table) == {}
    by_hand = okapi.weights(told)["丢了"]["lost"]
    assert okapi.scores("丢了", table)["lost"] == pytest.approx(by_hand, abs=table.step)


def test_what_was_learned_is_of_the_words_as_they_are() -> None:
    learned = json.loads(LEARNED.read_text("utf-8"))
    words = unlearned()
    assert learned["made_of"] == fit.digest(fit.told(words, fit.blank(words))), (
        "the tellings have changed: run `python -m bench.fit`"
    )


def test_every_label_is_one_that_there_is() -> None:
    known = {*catalogue().items, *matters(), ASK, NONE}
    assert set(shipped().classifier.table.labels) <= known
    kinds = {shipped().kind_of(item) for item in catalogue().items}
    assert kinds <= set(shipped().classifier.table.labels)


@pytest.mark.parametrize("text", ["", "？", "证明", "开个", "我要开个证明", "盖章", "银行要证明"])
def test_who_says_too_little_is_never_answered(text: str) -> None:
    assert not default_finder().find(text).sure
