"""What is asked (所问): what people take back, deny, wish besides, and for whom they ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from juzheng.finder.lexicon import Hit
from juzheng.finder.words import read
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.short_answers import Polar

MOST_WISHES = 3
_PART = re.compile(r"<(\w+)>")
_CLAUSES = re.compile(r"(?<=[,。;!?\s])")
_MARKS = ",。;!? "


class Whom(Term):
    """For whom it is asked (为谁办)."""

    SELF = "self", "本人"
    KIN = "kin", "家里人"
    OTHER = "other", "别人"


@dataclass(frozen=True)
class _Expressions:
    not_meant: re.Pattern[str]
    meant: re.Pattern[str]
    strictly_meant: re.Pattern[str]
    settled: re.Pattern[str]
    unsettled: re.Pattern[str]
    paper: re.Pattern[str]
    talk: re.Pattern[str]
    parted_by: re.Pattern[str]
    wish: re.Pattern[str]
    choice: re.Pattern[str]
    story: re.Pattern[str]
    another: re.Pattern[str]
    polar: dict[Polar, re.Pattern[str]]
    about: dict[Whom, re.Pattern[str]]


@cache
def _expressions() -> _Expressions:
    """Return what is looked for, from ``catalogue/words/wishes.yaml``."""
    table = read("wishes")
    parts: dict[str, str] = {}
    for name, text in table["parts"].items():
        parts[name] = re.sub(r"\s*\n?\s+(?![?*+])", "", text) if "|" in text else text

    def one(expression: str) -> re.Pattern[str]:
        return re.compile(_PART.sub(lambda part: parts[part[1]], expression.replace("\n", "")))

    spoken = (one.strip() for one in table["talk"].split("|"))
    talk = "|".join(sorted(spoken, key=len, reverse=True))
    return _Expressions(
        not_meant=one("|".join(table["not_meant"])),
        meant=one(table["meant"]),
        strictly_meant=one(table["strictly_meant"]),
        settled=one("|".join(table["settled"])),
        unsettled=one(table["unsettled"]),
        paper=one("<paper>"),
        talk=re.compile(rf"(?=.*(?:{talk}))(?:{talk}|{table['small']}|[\W_])+"),
        parted_by=one(table["parted_by"]),
        wish=one(table["wish"]),
        choice=one(table["choice"]),
        story=one(table["story"]),
        another=one(table["another"]),
        polar={Polar(key): one(text.replace(" ", "")) for key, text in table["polar"].items()},
        about={Whom(key): one(text) for key, text in table["about"].items()},
    )


def meant(plain: str) -> str:
    """Return ``plain`` without the clauses that only say what is not meant (去掉不要的)."""
    known, clauses = _expressions(), _CLAUSES.split(plain)
    if len(clauses) == 1:
        return plain
    bare = [clause.strip(_MARKS) for clause in clauses]
    dropped = {at for at, pair in enumerate(pairwise(bare)) if _denied(*pair, known)}
    for at, clause in enumerate(bare[:-1]):
        rest = " ".join(bare[at + 1 :])
        settled = known.settled.search(clause) and known.paper.search(clause)
        if settled and known.unsettled.search(rest) and known.paper.search(rest):
            dropped.add(at)
    return "".join(clause for at, clause in enumerate(clauses) if at not in dropped)


def _denied(clause: str, following: str, known: _Expressions) -> bool:
    if not known.not_meant.search(clause):
        return False
    follows = known.meant if known.paper.search(clause) else known.strictly_meant
    return bool(follows.search(following))


def undenied(plain: str, hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return ``hits`` without what is denied (没丢), unless one word has both (没死)."""
    found = tuple(hits)
    return tuple(
        hit for hit in found if hit.concept not in _deniable() or not _is_denied(plain, hit, found)
    )


def _is_denied(plain: str, hit: Hit, hits: tuple[Hit, ...]) -> bool:
    before = plain[max(0, hit.start - 3) : hit.start]
    denial = next((word for word in _denials() if before.endswith(word)), "")
    start = hit.start - len(denial)
    return bool(denial) and not any(
        one.start <= start and hit.start < one.end and hit.concept == one.concept for one in hits
    )


@cache
def _deniable() -> frozenset[str]:
    return frozenset(read("wishes")["deniable"].split())


@cache
def _denials() -> tuple[str, ...]:
    return tuple(read("wishes")["denials"].split())


def only_talk(plain: str) -> bool:
    """Return whether ``plain`` is a greeting or thanks and nothing else (只是招呼)."""
    return _expressions().talk.fullmatch(plain) is not None


def wishes(plain: str) -> tuple[str, ...]:
    """
    Return the wishes in ``plain``, at most three (几个愿望); one or none if it is one errand.

    A choice (A or B) and a story (I have A and B with me) are one.
    """
    known = _expressions()
    if known.choice.search(plain) or known.story.search(plain):
        return (plain,)
    parts = [part.strip(_MARKS) for part in known.parted_by.split(plain)]
    said = [part for part in parts if len(part) >= 2]
    if not said or not known.paper.search(plain):
        return (plain,)
    return tuple(said[:MOST_WISHES])


def wished(part: str) -> bool:
    """Return whether ``part`` says itself that a paper is wished (是否自成一问)."""
    return _expressions().wish.search(part) is not None


def polar(plain: str) -> Polar | None:
    """Return what is asked to be answered by yes or no (是否问); None if nothing is."""
    text = plain.strip(_MARKS)
    clauses = [clause.strip(_MARKS) for clause in _CLAUSES.split(text)]
    for kind, expression in _expressions().polar.items():
        if any(expression.search(part) for part in (*clauses, text)):
            return kind
    return None


def about(plain: str) -> Whom | None:
    """Return for whom it is asked, as far as it is said (为谁办): whoever is named first."""
    found = {
        kind: match.start()
        for kind, expression in _expressions().about.items()
        if (match := expression.search(plain))
    }
    return min(found, key=lambda kind: found[kind], default=None)


def of_the_asker(plain: str) -> str:
    """Return ``plain`` without the clauses about another person (不算别人的情况)."""
    return "".join(_own_clauses(plain))


def _own_clauses(plain: str) -> Iterator[str]:
    for clause in _CLAUSES.split(plain):
        if not _expressions().another.search(clause.strip(_MARKS)):
            yield clause


@cache
def asked_of_the_asker() -> frozenset[tuple[str, str]]:
    """Return the preconditions that are about whoever asks: (item, key)."""
    rows = read("wishes")["of_the_asker"].items()
    return frozenset((item, key) for item, keys in rows for key in keys)
