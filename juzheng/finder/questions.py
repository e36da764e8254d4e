"""The questions asked back (反问词库): read once from ``words/questions.yaml``, and checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from juzheng.catalogue import catalogue
from juzheng.finder.words import read, shipped
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.items import Circumstance

NONE = "none"  # 都不是: an answer to every question
FEWEST, MOST = 3, 5  # answers beside 都不是
MISFIT = 0.05  # what is left of a label that an answer does not fit: the table may be wrong
_ALL = "*"


@dataclass(frozen=True)
class Reply:
    """One answer to a question back (可选的回答)."""

    key: str
    text: str
    demander: str = ""  # the one kind of unit that it names
    demanders: frozenset[str] = frozenset()  # all that it covers


@dataclass(frozen=True)
class Question:
    """A question back (反问): in plain words, with three to five answers; 都不是 is always one."""

    key: str
    text: str
    name: str  # what it asks for, in two or three words
    answers: tuple[Reply, ...]

    def as_mapping(self) -> dict[str, Any]:
        """Return the question as plain JSON values: key, text, and answers with key and text."""
        answers = [{"key": one.key, "text": one.text} for one in self.answers]
        return {
            "key": self.key,
            "text": self.text,
            "answers": [*answers, {"key": NONE, "text": "都不是"}],
        }

    def reply(self, key: str) -> Reply | None:
        """Return the answer ``key``, if it is one of this question."""
        return next((one for one in self.answers if one.key == key), None)


@dataclass(frozen=True)
class Book:
    """All questions, and which labels each of their answers fits (反问词库)."""

    questions: tuple[Question, ...]
    fitting: Mapping[str, Mapping[str, frozenset[str]]]  # question → label → the answers it fits
    usual: Mapping[str, float]  # label → how much of all questions it is, together at most 1
    labels: frozenset[str]
    beside: Mapping[str, str]  # circumstance → the label that stands on a card besides

    def question(self, key: str) -> Question | None:
        """Return the question ``key``, if there is one."""
        return next((one for one in self.questions if one.key == key), None)

    def fit(self, key: str, answer: str, label: str) -> float:
        """Return how well ``answer`` to question ``key`` fits ``label``; what is silent fits."""
        fits = self.fitting[key].get(label)
        return 1.0 if fits is None or answer in fits else MISFIT

    def fits(self, key: str, answers: Collection[str], label: str) -> float:
        """Return how well the best of ``answers`` fits ``label``."""
        return max(self.fit(key, answer, label) for answer in answers)

    def share(self, key: str, answers: Collection[str]) -> float:
        """Return how well they fit any label whatever: what is not among the likely ones."""
        return sum(self.fits(key, answers, label) for label in self.labels) / len(self.labels)


def book(table: Mapping[str, Any], labels: Collection[str], kin: Mapping[str, str]) -> Book:
    """
    Return the questions of ``table``, checked.

    :param labels: all items and matters there are
    :param kin: label → the others of its family, itself among them, parted by blanks
    :raises ValueError: with the question's key, if it has too few or too many answers, or names a
        label or a kind of unit that does not exist
    """
    known = frozenset(labels)
    questions = tuple(_question(key, row) for key, row in table["questions"].items())
    fitting = {key: _fitting(key, row, known, kin) for key, row in table["questions"].items()}
    whole = 2 * sum(table["usual"].values())  # as much again is something else
    usual = {label: weight / whole for label, weight in table["usual"].items()}
    beside = {Circumstance(code).value: label for code, label in table.get("beside", {}).items()}
    if unknown := {*usual, *beside.values()} - known:
        raise ValueError(f"usual, beside: {', '.join(sorted(unknown))}")
    return Book(questions, fitting, usual, known, beside)


def _question(key: str, row: Mapping[str, Any]) -> Question:
    replies = tuple(
        Reply(code, one["text"], one.get("demander", ""), frozenset(one.get("demanders", ())))
        for code, one in row["answers"].items()
    )
    if not FEWEST <= len(replies) <= MOST or any(one.key == NONE for one in replies):
        raise ValueError(f"{key}: {FEWEST} to {MOST} answers, none of them “{NONE}”")
    units = {kind.value for kind in Demander}
    named = {unit for one in replies for unit in (*one.demanders, one.demander) if unit}
    if named - units:
        raise ValueError(f"{key}: {', '.join(sorted(named - units))}")
    return Question(key, row["text"], row["name"], replies)


def _fitting(
    key: str, row: Mapping[str, Any], known: frozenset[str], kin: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    lines = {code: one["fits"] for code, one in row["answers"].items()}
    found: dict[str, frozenset[str]] = {}
    for code, line in {**lines, NONE: row.get(NONE, "")}.items():
        for name in line.split():
            fits = [one for one in known if one.startswith(name[:-1])] if name[-1] == _ALL else []
            meant = fits or kin.get(name, name).split()
            if not known.issuperset(meant):
                raise ValueError(f"{key} · {code}: {name}")
            for label in meant:
                found[label] = found.get(label, frozenset()) | {code}
    return found


@cache
def shipped_book() -> Book:
    """Return the questions that ship with the catalogue, made once in a process."""
    words = shipped()
    kin = {one: " ".join(all_) for f in words.families for all_ in (f.members(),) for one in all_}
    return book(read("questions"), {*catalogue().items, *words.matters}, kin)
