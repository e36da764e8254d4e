"""The dialogue (反问): at most two questions back, each the one that parts the likely ones best."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from juzheng.finder.found import Likely
from juzheng.finder.questions import MISFIT, NONE, Book, Question, shipped_book

ASKED_AT_MOST = 2
CARDS = 4  # more cards than this are no choice but a list
LEAST = 0.2  # bits: a question that tells less is not worth a tap
WORTH = 0.5  # bits: nor one that tells less than this where cards would show all that is likely
MEANT = 0.7  # of what is likely, so much must find itself in the answers beside 都不是
FIRST = "asker"  # asked where too little was heard
LITTLE = 0.5  # where all that is likely is no more than this, the words said too little

Told = Mapping[str, str]  # question → the answer given; NONE is 都不是
NOTHING_TOLD: Told = {}
# Question → its answers that the words hold themselves; none: it is settled, and nothing follows.
Heard = Mapping[str, frozenset[str]]
NOTHING_HEARD: Heard = {}


@dataclass(frozen=True)
class Turn:
    """What comes next where nothing is sure (下一步): a question, else cards, else neither."""

    question: Question | None
    cards: tuple[str, ...]  # labels, the most probable first
    then_asks: bool = False  # 都不是 to the cards leads to a question, and not to the end


def little(likely: Sequence[Likely]) -> bool:
    """Return whether the words said too little: then what is usual counts beside it (没听懂)."""
    return math.fsum(one.probability for one in likely) < LITTLE


def next_question(
    likely: Sequence[Likely],
    told: Told = NOTHING_TOLD,
    *,
    known: Collection[str] = (),
    book: Book | None = None,
) -> Question | None:
    """
    Return the question that is expected to tell most about ``likely``, or None if none is worth it.

    :param likely: as the words had it, before ``told``; empty where nothing was heard
    :param told: what was answered so far; after two answers nothing more is asked
    :param known: questions that the words answer by themselves
    """
    book = book or shipped_book()
    if little(likely) and not told and FIRST not in known:
        return book.question(FIRST)
    return _telling(_thought(_basis(likely, book), told, book), told, known, book)


def _telling(
    left: Sequence[Likely], told: Told, known: Collection[str], book: Book
) -> Question | None:
    if len(told) >= ASKED_AT_MOST:
        return None
    gains = {
        one: gain(left, one, book=book)
        for one in book.questions
        if one.key not in told and one.key not in known and meant(left, one, book) >= MEANT
    }
    best = max(gains, key=lambda one: gains[one], default=None)
    worth = LEAST if len(_plausible(left)) > CARDS else WORTH
    return best if best is not None and gains[best] >= worth else None


def after(
    likely: Sequence[Likely], told: Told = NOTHING_TOLD, *, book: Book | None = None
) -> tuple[Likely, ...]:
    """
    Return ``likely`` once ``told`` is known, the most probable first, renormalised.

    What is missing to 1 stands for all that is not among them: it shrinks with every answer as
    anything whatever would, and never vanishes. Where the words said too little, half of it is what
    is usually asked for.
    """
    book = book or shipped_book()
    return _thought(_basis(likely, book), told, book) if told else tuple(likely)


def _thought(
    basis: Sequence[Likely], told: Told, book: Book, heard: Heard = NOTHING_HEARD
) -> tuple[Likely, ...]:
    weights = {one.label: one.probability for one in basis}
    rest = _rest(basis)
    for key, answers in _said(told, heard).items():
        rest *= book.share(key, answers)
        weights = {label: w * book.fits(key, answers, label) for label, w in weights.items()}
    return _normal(weights, rest)


def _said(told: Told, heard: Heard) -> dict[str, frozenset[str]]:
    """Return the answers to each question: those given, else those that the words hold."""
    given = {key: frozenset({answer}) for key, answer in told.items()}
    return {key: answers for key, answers in {**heard, **given}.items() if answers}


def without(likely: Sequence[Likely], ruled_out: Collection[str]) -> tuple[Likely, ...]:
    """Return ``likely`` once the labels ``ruled_out`` are known not to be meant (不是这个)."""
    weights = {one.label: one.probability for one in likely}
    rest = _rest(likely)
    return _normal({label: w for label, w in weights.items() if label not in ruled_out}, rest)


def gain(likely: Sequence[Likely], question: Question, *, book: Book | None = None) -> float:
    """Return how many bits the answer to ``question`` is expected to tell about ``likely``."""
    book = book or shipped_book()
    shares = _shares(likely)
    answers = (*(one.key for one in question.answers), NONE)
    fits = {
        label: [book.fit(question.key, answer, label) for answer in answers] for label in shares
    }
    expected = 0.0
    for at, _answer in enumerate(answers):
        weights = {label: share * fits[label][at] for label, share in shares.items()}
        given = math.fsum(weight / math.fsum(fits[label]) for label, weight in weights.items())
        expected += given * entropy(weights.values())
    return entropy(shares.values()) - expected


def meant(likely: Sequence[Likely], question: Question, book: Book) -> float:
    """Return the share of ``likely`` that an answer to ``question`` beside 都不是 fits."""
    keys = [one.key for one in question.answers]
    return math.fsum(
        share
        for label, share in _shares(likely).items()
        if any(book.fit(question.key, key, label) == 1.0 for key in keys)
    )


def entropy(weights: Iterable[float]) -> float:
    """Return the bits of uncertainty in ``weights``, which need not add up to 1."""
    known = [weight for weight in weights if weight > 0]
    whole = math.fsum(known)
    return -math.fsum(w / whole * math.log2(w / whole) for w in known)


def turn(
    likely: Sequence[Likely],
    told: Told = NOTHING_TOLD,
    *,
    ruled_out: Sequence[str] = (),
    known: Collection[str] = (),
    heard: Heard = NOTHING_HEARD,
    more: Iterable[str] = (),
    book: Book | None = None,
) -> Turn:
    """
    Return what comes next where nothing is sure: one question, or cards, or nothing at all.

    :param ruled_out: labels of which was said 不是这个: after the first one the next likely ones
        are shown, after those a question is asked
    :param known: questions that are not to be asked
    :param heard: what the words themselves answer: it is not asked, and counts as an answer
    :param more: labels to fill up the cards with
    """
    book, known = book or shipped_book(), {*known, *heard}
    thin, basis = little(likely), _basis(likely, book)
    left = without(basis, ruled_out)
    thought = _thought(left, told, book, heard)
    fit = _fitting((*(one.label for one in thought), *more), _said(told, heard), book)
    cards = _cards(thought, thin=thin, more=_not_in(fit, ruled_out))
    rejected = sum(one.label in ruled_out for one in basis)
    if ruled_out and rejected <= 1 and cards and (told or not thin):
        none = (*ruled_out, *cards)
        then = turn(likely, told, ruled_out=none, known=known, heard=heard, book=book)
        return Turn(None, cards, then.question is not None)
    if ruled_out and len(left) <= 1:  # all that was likely is not meant
        thin, thought = True, _thought(without(_basis((), book), ruled_out), told, book, heard)
        cards = _cards(thought, thin=thin)
    if thin and not told and FIRST not in known:
        return Turn(book.question(FIRST), ())
    if question := _telling(thought, told, known, book):
        return Turn(question, ())
    return Turn(None, () if thin and set(told.values()) <= {NONE} else cards)


def _cards(left: Sequence[Likely], *, thin: bool, more: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the labels to show; where the words said too little, only those the answers fit."""
    return tuple(one.label for one in _plausible(left)[:CARDS]) if thin else tuple(more[:CARDS])


def _fitting(labels: Iterable[str], said: Heard, book: Book) -> list[str]:
    """Return of ``labels``, each once, those that all answers fit; all of them if none does."""
    every = list(dict.fromkeys(labels))
    fit = [one for one in every if all(book.fits(*told, one) == 1.0 for told in said.items())]
    return fit or every


def _basis(likely: Sequence[Likely], book: Book) -> tuple[Likely, ...]:
    """Return ``likely``, and beside it what is usual where the words said too little."""
    if not little(likely):
        return tuple(likely)
    rest = _rest(likely)
    weights = {label: rest * share for label, share in book.usual.items()}
    for one in likely:
        weights[one.label] = weights.get(one.label, 0.0) + one.probability
    return _normal(weights, rest - rest * math.fsum(book.usual.values()))


def _rest(likely: Iterable[Likely]) -> float:
    return max(0.0, 1.0 - math.fsum(one.probability for one in likely))


def _shares(likely: Sequence[Likely]) -> dict[str, float]:
    whole = math.fsum(one.probability for one in likely)
    return {one.label: one.probability / whole for one in likely if one.probability}


def _plausible(likely: Sequence[Likely]) -> list[Likely]:
    """Return what an answer has not as good as ruled out."""
    top = max((one.probability for one in likely), default=0.0)
    return [one for one in likely if one.probability > 2 * MISFIT * top]


def _not_in(labels: Iterable[str], ruled_out: Collection[str]) -> list[str]:
    return [label for label in labels if label not in ruled_out]


def _normal(weights: Mapping[str, float], rest: float) -> tuple[Likely, ...]:
    whole = rest + math.fsum(weights.values())
    ordered = sorted(weights, key=lambda label: (-weights[label], label))
    return tuple(Likely(label, weights[label] / whole) for label in ordered if weights[label])
