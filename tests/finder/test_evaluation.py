"""How well the finder must do, at the least, on every set we have (测评底线)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bench import bar, fit
from bench.finder import Found, Report, Share, confusions, main, reliability, run
from bench.noise import NOISES, in_pinyin, in_traditional, noisy, one_dropped, one_misheard
from bench.questions import BLIND, LEARNED_FROM, SETS, Kind, Question, blind, older, read
from juzheng.catalogue import catalogue
from juzheng.finder import default_finder, matters, shipped
from juzheng.finder.found import SURE, Finding, Likely

OLDER = sorted(SETS.glob("*.yaml"))
UNSEEN = sorted(path for path in BLIND.glob("*.txt") if path.stem not in LEARNED_FROM)


@cache
def _report(path: Path) -> Report:
    return Report(run(default_finder(), read(path)))


@pytest.mark.parametrize("path", OLDER, ids=lambda path: path.stem)
def test_every_set_that_it_learned_from_is_found(path: Path) -> None:
    report = _report(path)
    assert report.top1.value >= 0.93, confusions(report)
    assert report.top3.value >= 0.97, confusions(report)
    assert report.route.value >= 0.95, confusions(report)


@pytest.mark.parametrize("path", UNSEEN, ids=lambda path: path.stem)
def test_what_it_has_never_seen_is_found_or_asked_back(path: Path) -> None:
    report = _report(path)
    assert report.top1.value >= 0.80, confusions(report)
    assert report.decision.value >= 0.90, confusions(report)
    assert report.empty.value >= 0.85


def test_who_is_answered_at_once_is_answered_right() -> None:
    unseen = [one for path in UNSEEN for one in run(default_finder(), read(path))]
    assert Report(unseen).certain.value >= 0.94
    assert Report(unseen).at_once.value >= 0.50


def test_more_certainty_is_more_often_right() -> None:
    unseen = [one for path in UNSEEN for one in run(default_finder(), read(path))]
    bands = reliability(unseen)
    doubtful = [share for low, _, share in bands if low < 0.8]
    assert sum(one.part for one in doubtful) < 0.8 * sum(one.whole for one in doubtful)
    assert all(one.value > 0.88 for low, _, one in bands if low >= SURE and one.whole >= 10)


def test_the_sets_name_what_there_is() -> None:
    known = {*catalogue().items, *matters(), "none", "ask", "emergency", "info"}
    wrong = [
        (one.set, one.expected)
        for one in (*older(), *blind())
        if not known.issuperset(one.expected)
    ]
    assert wrong == []
    assert all(sum(one.set == path.stem for one in blind()) >= 100 for path in BLIND.glob("*.txt"))


def test_the_sets_touch_every_item_or_its_kin() -> None:
    seen = {shipped().kind_of(label) for one in (*older(), *blind()) for label in one.expected}
    assert {shipped().kind_of(item) for item in catalogue().items} <= seen


@pytest.mark.slow
@pytest.mark.parametrize(
    ("noise", "floor"),
    [
        ("one character dropped", 0.88),
        ("one character misheard", 0.90),
        ("all in pinyin", 0.85),
        ("in traditional characters", 0.92),
    ],
)
def test_noise_does_not_drown_the_words(noise: str, floor: float) -> None:
    assert Report(run(default_finder(), noisy(older(), NOISES[noise]))).top1.value >= floor


def test_noise_is_noise_and_the_same_every_time() -> None:
    text = "我要开健在证明"
    for noise in (one_dropped, one_misheard, in_pinyin, in_traditional):
        assert noise(text) != text
        assert noise(text) == noise(text)
    assert len(one_dropped(text)) == len(text) - 1
    assert in_pinyin("证明ok") == "zheng ming"


def test_no_question_kept_apart_is_among_what_is_told() -> None:
    told = {line for lines in shipped().say.values() for line in lines}
    told |= {one.text for one in older()}
    kept = [one.text for path in UNSEEN for one in read(path)]
    assert [text for text in kept if text in told and len(text) > 6] == []


def test_a_question_says_what_is_expected(tmp_path: Path) -> None:
    path = tmp_path / "few.txt"
    path.write_text(
        "NEG-01,NEG-14 | plain | 430000 | 一 | 二\nask:NEG-01 | empty | 110000 | 三\n"
        "NEG-01+NEG-20 | double | 430000 | 四\nOUT-TALK,none | none | 430000 | 五\n",
        "utf-8",
    )
    first, second, third, fourth = read(path)
    assert first == Question("一 | 二", ("NEG-01", "NEG-14"), Kind.ITEM, "few", "plain", "430000")
    assert (second.kind, second.expected) == (Kind.ASK, ("ask",))
    assert third.both
    assert fourth.kind is Kind.NONE


def test_the_interval_is_wilsons() -> None:
    low, high = Share(9, 10).interval
    assert (round(low, 3), round(high, 3)) == (0.596, 0.982)
    assert Share(0, 0).interval == (0.0, 1.0)


def made(certainty: float, *, right: bool, hand: str = "x") -> Found:
    """Return what might have been made of a question about NEG-01, so certain and right or not."""
    asked = Question("x", ("NEG-01" if right else "NEG-02",), Kind.ITEM, hand)
    likely = (Likely("NEG-01", certainty),)
    return Found(asked, Finding("NEG-01", "redirect", None, (), likely, None, None, ()))


def test_the_bar_is_the_lowest_from_which_surely_enough_is_right() -> None:
    good = [made(0.97, right=True)] * 400
    assert bar.chosen(good) == bar.BARS[0]
    doubtful = [made(0.93, right=False)] * 8
    assert bar.chosen([*good, *doubtful]) == 0.94
    another = [made(0.91, right=False, hand="y"), *[made(0.97, right=True, hand="y")] * 40]
    assert bar.chosen([*good, *another]) == 0.92  # few, but much for that hand
    assert bar.chosen([*good, *[made(0.5, right=True)] * 200]) is None  # too few answered at once
    assert bar.chosen([made(0.97, right=True)] * 30) is None  # too few to know


def test_what_chooses_the_bar_holds_out_hands_and_sees_no_set_kept_apart() -> None:
    kept = {one.text for path in UNSEEN for one in read(path) if len(one.text) > 12}
    by_set = {name: {one.text for one in blind() if one.set == name} for name in LEARNED_FROM}
    for third in fit.hands():
        assert not third & kept
        whole = [name for name, texts in by_set.items() if texts <= third]
        assert len(whole) - len(LEARNED_FROM) // fit.FOLDS in (0, 1)  # thirds as near as can be


@pytest.mark.evaluation
def test_the_report_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["dev", "blind14"])  # one that it never learned from
    printed = capsys.readouterr().out
    for line in ("80 questions", "right by certainty", "BM25", "TF-IDF", "CPU per question"):
        assert line in printed
