"""Trying words out: what gets worse is seen before anybody adds them."""

from __future__ import annotations

from juzheng.catalogue import catalogue
from juzheng.finder import Finder, default_finder, finder_over, shipped
from juzheng.finder.grouping import alike
from juzheng.finder.places import names_of
from juzheng.finder.trying import HELD_BACK, LOCAL, NAMES, taken_for, trial
from juzheng.finder.words import beside

UNHEARD = "呱呱叫的条子"
OURS = ("NEG-06", UNHEARD)


def test_a_finder_with_other_tellings_is_the_finder_made_of_them() -> None:
    """Whatever the finder makes of its tellings, ``saying`` has to make anew."""
    listed, words = catalogue(), shipped()
    fewer = {label: lines[::2] for label, lines in words.say.items()}
    say = beside(fewer, [OURS])
    made = Finder(
        listed.items.values(),
        type(words)(**{**vars(words), "say": say}),
        names_of(listed.divisions.values()),
    )
    other = default_finder().saying(say)
    texts = [UNHEARD, *(line for lines in words.say.values() for line in lines[:2])]
    assert all(made.find(text) == other.find(text) for text in texts)


def test_local_words_are_heard_beside_the_shipped_ones_and_shipped_ones_stay() -> None:
    listed = catalogue()
    assert finder_over(listed).find(UNHEARD).item is None
    assert finder_over(listed, (OURS,)).find(UNHEARD).item == "NEG-06"
    assert finder_over(listed).find(UNHEARD).item is None


def test_a_good_telling_makes_nothing_worse() -> None:
    found = trial(catalogue(), (), *OURS)

    assert (found.today, found.then, found.worse) == ("", "NEG-06", 0)
    names = {one.name: one for one in found.sets}
    assert names[NAMES].count > 300
    assert names[HELD_BACK].count > 800
    said = [(label, line) for label, lines in shipped().say.items() for line in lines]
    known = sum(taken_for(default_finder(), line, label) == label for label, line in said)
    assert names[HELD_BACK].before < known  # each asked by a finder that does not know it
    assert names[LOCAL].count == 0


def test_a_telling_that_takes_another_ones_words_is_seen_to_be_worse() -> None:
    found = trial(catalogue(), (OURS,), "POS-061", UNHEARD + "啊")
    local = found.sets[2]

    assert (found.today, found.then) == ("NEG-06", "POS-061")
    assert (local.before, local.after) == (1, 1)

    worse = trial(catalogue(), (OURS,), "NEG-01", UNHEARD)
    (change,) = worse.sets[2].worse
    assert worse.worse >= 1
    assert (change.expected, change.before, change.after) == ("NEG-06", "NEG-06", "NEG-01")


def test_texts_that_say_nearly_the_same_stand_together() -> None:
    said = ["银行要证明我妈是我妈", "狗丢了怎么办", "银行要我证明我妈是我妈", "狗丢了"]

    assert [len(group) for group in alike(said, str)] == [2, 2]
    assert alike([], str) == []
