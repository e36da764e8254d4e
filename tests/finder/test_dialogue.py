"""Asking back: the question that tells most, at most two, and every matter within reach."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.finder import dialogue, matters
from juzheng.finder.dialogue import after, gain, next_question, turn, without
from juzheng.finder.found import SURE, Likely
from juzheng.finder.questions import MISFIT, NONE, Book, Question, book, shipped_book
from juzheng.finder.words import read
from tests.each import none_breaks

LABELS = sorted(shipped_book().labels)
KEYS = [one.key for one in shipped_book().questions]
Told = dict[str, str]


def alike(*labels: str, share: float = 0.0) -> tuple[Likely, ...]:
    return tuple(Likely(label, share or 1 / len(labels)) for label in labels)


@st.composite
def some_likely(draw: st.DrawFn) -> tuple[Likely, ...]:
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=8, unique=True))
    weights = [draw(st.floats(0.01, 1)) for _ in labels]
    known = draw(st.floats(0.55, 1))
    return tuple(
        Likely(label, known * weight / sum(weights))
        for label, weight in zip(labels, weights, strict=True)
    )


# By hand, another way: every answer that may be given, and what is thought then.


@cache
def lines(key: str) -> dict[str, set[str]]:
    """Return the labels under each answer, read from the file itself."""
    row = _file()["questions"][key]
    said = {code: one["fits"] for code, one in row["answers"].items()} | {NONE: row.get("none", "")}
    return {
        code: {one for name in line.split() for one in named(name)} for code, line in said.items()
    }


@cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = read("questions")
    return found


@cache
def named(name: str) -> list[str]:
    if name.endswith("*"):
        return [label for label in LABELS if label.startswith(name[:-1])]
    for row in read("families"):
        members = [row["default"], *row["by_place"].values(), *row.get("others", ())]
        if name in members:
            return members
    return [name]


def oracle_gain(likely: tuple[Likely, ...], key: str) -> float:
    under = lines(key)
    spoken_of = set().union(*under.values())
    whole = sum(one.probability for one in likely)
    before = [one.probability / whole for one in likely]

    def bits(chances: list[float]) -> float:
        total = sum(chances)
        return sum(-c / total * math.log2(c / total) for c in chances if c)

    def fits(label: str, code: str) -> float:
        return 1.0 if label not in spoken_of or label in under[code] else MISFIT

    left = 0.0
    for code in under:
        thought = [b * fits(one.label, code) for b, one in zip(before, likely, strict=True)]
        chance = sum(
            t / sum(fits(one.label, other) for other in under)
            for t, one in zip(thought, likely, strict=True)
        )
        left += chance * bits(thought)
    return bits(before) - left


@settings(max_examples=60, deadline=None)
@given(likely=some_likely())
def test_what_a_question_tells_is_counted_as_by_hand(likely: tuple[Likely, ...]) -> None:
    for question in shipped_book().questions:
        assert gain(likely, question) == pytest.approx(oracle_gain(likely, question.key), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(likely=some_likely())
def test_the_question_asked_tells_most_of_those_that_residents_can_answer(
    likely: tuple[Likely, ...],
) -> None:
    asked = next_question(likely)
    whole = sum(one.probability for one in likely)

    def answered(key: str) -> float:
        under = lines(key)
        only_none = {
            label
            for label in LABELS
            if label in under[NONE]
            and not any(label in some for code, some in under.items() if code != NONE)
        }
        return sum(one.probability for one in likely if one.label not in only_none) / whole

    tells = {key: oracle_gain(likely, key) for key in KEYS if answered(key) >= dialogue.MEANT}
    if asked is None:
        limit = dialogue.WORTH  # at most that, and the cards show all
        assert max(tells.values(), default=0.0) < limit + 1e-9
    else:
        assert tells[asked.key] == pytest.approx(max(tells.values()))
        assert tells[asked.key] >= dialogue.LEAST - 1e-9


@settings(max_examples=80, deadline=None)
@given(likely=some_likely(), data=st.data())
def test_never_more_than_two_questions_and_then_cards(
    likely: tuple[Likely, ...], data: st.DataObject
) -> None:
    told: Told = {}
    while (now := turn(likely, told)).question:
        assert not now.cards
        keys = [one["key"] for one in now.question.as_mapping()["answers"]]
        told[now.question.key] = data.draw(st.sampled_from(keys))
        assert len(told) <= dialogue.ASKED_AT_MOST
    assert set(now.cards) <= {one.label for one in likely}
    assert 1 <= len(now.cards) <= dialogue.CARDS


@settings(max_examples=80, deadline=None)
@given(likely=some_likely(), data=st.data())
def test_what_is_thought_after_an_answer_adds_up(
    likely: tuple[Likely, ...], data: st.DataObject
) -> None:
    question = data.draw(st.sampled_from(shipped_book().questions))
    answer = data.draw(st.sampled_from([*(one.key for one in question.answers), NONE]))
    left = after(likely, {question.key: answer})
    assert {one.label for one in left} == {one.label for one in likely}
    assert [one.probability for one in left] == sorted(
        (one.probability for one in left), reverse=True
    )
    total, before = (sum(one.probability for one in some) for some in (left, likely))
    assert total <= 1 + 1e-9
    if before > 1 - 1e-12:
        assert total == pytest.approx(1)
    ruled_out = data.draw(st.sampled_from([one.label for one in likely]))
    assert ruled_out not in {one.label for one in without(left, [ruled_out])}


def honest(question: Question, label: str) -> list[str]:
    """Return the answers that somebody may give who means ``label``."""
    fits = shipped_book().fitting[question.key].get(label)
    keys = [*(one.key for one in question.answers), NONE]
    return [key for key in keys if fits is None or key in fits]


def lost(label: str) -> str:
    """Return what goes wrong with an honest resident who means ``label``; empty if nothing does."""
    chance = Random(label)
    for _ in range(4):
        others = chance.sample([other for other in LABELS if other != label], 3)
        likely, told = alike(label, *others), dict[str, str]()
        while question := turn(likely, told).question:
            told[question.key] = chance.choice(honest(question, label))
            best = after(likely, told)[0]
            if best.probability >= SURE and best.label != label:
                return f"sure of {best.label} after {told}"
        sure = after(likely, told)[0].probability >= SURE
        if len(told) > dialogue.ASKED_AT_MOST or not (sure or label in turn(likely, told).cards):
            return f"not among the cards after {told}"
    return ""


def test_every_matter_is_reached_within_two_answers() -> None:
    none_breaks(lost, LABELS)


def test_what_is_silent_on_a_question_fits_every_answer_and_loses_nothing() -> None:
    silent = next(label for label in LABELS if label not in shipped_book().fitting["alive"])
    left = after(alike(silent, "NEG-11"), {"alive": "dead"})
    assert {one.label: one.probability for one in left} == {silent: 0.5, "NEG-11": 0.5}


def test_what_is_heard_of_nothing_is_asked_who_wants_it_and_then_what_for() -> None:
    first = turn(()).question
    assert first is not None
    assert first.key == "asker"
    second = turn((), {"asker": "office"}).question
    assert second is not None
    assert second.key != "asker"
    end = turn((), {"asker": "office", second.key: second.answers[0].key})
    assert end.question is None
    assert 1 <= len(end.cards) <= dialogue.CARDS


def test_a_faint_guess_is_not_shown_but_asked_about() -> None:
    guess = alike("NEG-06", share=0.26)
    first = turn(guess)
    assert first.question is not None
    assert first.question.key == "asker"
    told = {"asker": "bank"}
    second = turn(guess, told).question
    assert second is not None
    told[second.key] = second.answers[0].key
    end = turn(guess, told)
    assert end.question is None
    assert end.cards
    assert "NEG-06" not in end.cards  # no bank asks for that


def test_of_what_is_usual_only_what_the_answers_fit_is_shown() -> None:
    assert turn((), {"asker": "bank", "trouble": "lost"}).cards == ("NEG-20",)


def test_what_was_heard_faintly_counts_beside_what_is_usual() -> None:
    heard = after(alike("NEG-16", share=0.3), {"asker": "employer"})
    assert heard[0].label == "NEG-16"
    assert {"NEG-02", "NEG-05"} <= {one.label for one in heard[:8]}
    assert heard[0].probability < SURE


def test_not_this_one_is_kept_apart_from_what_is_usual() -> None:
    told = {"asker": "bank", "trouble": "lost"}
    first = turn((), told).cards
    others = turn((), told, ruled_out=first[:1])
    assert first[0] not in others.cards
    assert not others.then_asks


def test_who_is_helped_by_no_answer_is_shown_no_guess() -> None:
    told: Told = {}
    while question := turn((), told).question:
        told[question.key] = NONE
    assert len(told) == dialogue.ASKED_AT_MOST
    assert turn((), told).cards == ()


def test_no_answer_makes_sure_of_what_the_words_hardly_said() -> None:
    left = after(alike("NEG-20", "NEG-02", share=0.3), {"trouble": "lost"})

    under = lines("trouble")
    silent = len(LABELS) - len(set().union(*under.values()))
    fitting = silent + len(under["lost"])
    share = (fitting + MISFIT * (len(LABELS) - fitting)) / len(LABELS)
    expected = 0.3 / (0.3 + 0.3 * MISFIT + 0.4 * share)
    assert left[0].label == "NEG-20"
    assert left[0].probability == pytest.approx(expected)
    assert expected < SURE


def test_what_the_words_say_is_not_asked_again() -> None:
    few = alike("NEG-05", "NEG-12", "NEG-15", "NEG-17", "POS-056", "OUT-SCHOOL", share=0.1)
    assert turn(few).question is not None
    assert turn(few, known=KEYS).question is None
    asked = turn((), known=["asker"]).question
    assert asked is not None
    assert asked.key != "asker"


def test_two_that_no_question_parts_well_are_shown_at_once() -> None:
    now = turn(alike("NEG-12", "NEG-13"))
    assert (now.question, now.cards) == (None, ("NEG-12", "NEG-13"))


def test_a_lost_paper_and_a_wrong_name_are_told_apart_by_what_is_wrong() -> None:
    asked = next_question(alike("NEG-02", "NEG-20"))
    assert asked is not None
    assert asked.key == "trouble"
    assert after(alike("NEG-02", "NEG-20"), {"trouble": "lost"})[0].label == "NEG-20"
    assert after(alike("NEG-02", "NEG-20"), {"trouble": "lost"})[0].probability >= SURE


def test_not_this_one_shows_the_next_then_asks_and_then_ends() -> None:
    likely = (Likely("NEG-01", 0.92), Likely("NEG-02", 0.04), Likely("NEG-11", 0.03))
    first = turn(likely, ruled_out=["NEG-01"])
    assert first.cards == ("NEG-02", "NEG-11")
    assert first.then_asks
    rejected = ["NEG-01", *first.cards]
    told: Told = {}
    while (now := turn(likely, told, ruled_out=rejected)).question:
        told[now.question.key] = now.question.answers[0].key
    assert len(told) == dialogue.ASKED_AT_MOST
    assert not set(now.cards) & set(rejected)
    assert not now.then_asks


def test_cards_are_filled_up_with_what_stood_beside() -> None:
    now = turn(alike("NEG-12"), more=["NEG-13", "NEG-12", "NEG-10"], ruled_out=[])
    assert now.cards == ("NEG-12", "NEG-13", "NEG-10")
    assert turn(alike("NEG-12"), more=["NEG-13"], ruled_out=["NEG-12"]).cards == ("NEG-13",)


def test_none_of_these_is_always_an_answer() -> None:
    for question in shipped_book().questions:
        shown = question.as_mapping()
        assert shown["answers"][-1] == {"key": "none", "text": "都不是"}
        assert {"key", "text", "answers"} == set(shown)
        assert 4 <= len(shown["answers"]) <= 6


def test_questions_are_short_and_of_every_label_something_is_said() -> None:
    for question in shipped_book().questions:
        assert len(question.text) <= 16
        assert len(question.name) <= 5
        assert all(len(one.text) <= 24 for one in question.answers)
    unsaid = [
        label
        for label in (*catalogue().items, *matters())
        if not any(label in fits for fits in shipped_book().fitting.values())
    ]
    assert unsaid == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fits": "NEG-99"}, "asker · bank: NEG-99"),
        ({"fits": "OUT-NOTHING-*"}, r"asker · bank: OUT-NOTHING-\*"),
        ({"demander": "nobody"}, "asker: nobody"),
    ],
)
def test_a_question_with_a_slip_in_it_stops_the_program(
    change: Mapping[str, str], said: str
) -> None:
    table = yaml.safe_load(yaml.safe_dump(_file()))
    table["questions"]["asker"]["answers"]["bank"].update(change)
    with pytest.raises(ValueError, match=said):
        book(table, LABELS, {})


def test_two_answers_or_six_are_no_question() -> None:
    for count in (2, 6):
        rows = {f"a{n}": {"text": "x", "fits": ""} for n in range(count)}
        table = {"questions": {"q": {"text": "x", "name": "x", "answers": rows}}, "usual": {}}
        with pytest.raises(ValueError, match="q: 3 to 5 answers"):
            book(table, LABELS, {})


def test_the_book_is_made_once() -> None:
    assert isinstance(shipped_book(), Book)
    assert shipped_book() is shipped_book()
