"""Trying words out: what gets worse is seen before anybody adds them."""

from __future__ import annotations

from juzheng.catalogue import catalogue
from juzheng.finder import finder_over
from juzheng.finder.grouping import alike
from juzheng.finder.trying import LOCAL, NAMES, SHIPPED, trial

UNHEARD = "呱呱叫的条子"
OURS = ("NEG-06", UNHEARD)


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
    assert names[SHIPPED].count > 800
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


def test_near_words_are_as_sure_as_they_are_near_and_far_ones_say_nothing() -> None:
    heard = finder_over(catalogue(), (OURS,))
    same, near, far = (heard.find(one) for one in (UNHEARD, UNHEARD + "啊", "叮叮当的纸"))

    assert (same.item, same.sure) == ("NEG-06", True)
    assert near.item == "NEG-06"
    assert near.certainty < same.certainty
    assert far == finder_over(catalogue()).find("叮叮当的纸")


def test_what_is_known_takes_words_from_what_ships_only_where_it_repeats_them() -> None:
    taken = (("NEG-02", "证明他是我爸"),)
    assert finder_over(catalogue(), taken).find("证明他是我爸").item == "NEG-02"
    assert trial(catalogue(), (), *taken[0]).worse >= 1
