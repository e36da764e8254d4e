"""Counts a paper gives of its items (来文写明的项数), compared with the names read in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from juzheng.catalogue.papers.headings import TITLE, kind_of, over_each
from juzheng.catalogue.papers.listed_names import (
    PAPER,
    STYLES,
    TIGHT,
    cardinal,
    heads,
    ordinal,
)
from juzheng.catalogue.tables import spoken
from juzheng.law.catalogue.items import ListKind

_N = r"(?<![第每\d.．〇零一二三四五六七八九十百])(\d{1,4}|[〇零一二两三四五六七八九十百]{1,6})\s*"
_SUM = "合计|总计|小计|共计|总共|一共|总数|共有|共"
# What says how many there are: 共3大类28项, 合计 28, （第一批28项）; then what only may.
_SURELY = re.compile(
    rf"(?:{_SUM})\s*(?:有|为|[:：])?\s*(?:\S{{1,3}}大?类)?[、，,]?\s*(?:共计?)?\s*{_N}(?:项|条|种|个(?=证明|事项)|$)"
    rf"|[（(][^（()）]{{0,12}}?{_N}[项条种]\s*[)）]"
)
_NAMING = re.compile(
    rf"(?<!一)(?:证明|事项|材料)\s*{_N}[项条](?!目)"
    rf"|{_N}(?:(?:项(?!目)|条|种)[^，。、]{{0,6}}?|个)(?:证明|事项|材料)"
)
_AT_END = re.compile(rf"{_N}[项条]\s*$")
_ABOVE = re.compile(r"\s*(?:以上|上述)")
_APPENDED = re.compile("附[件表]")
_OF_WHICH = re.compile("其中|包括|含")
LONGEST_HEADING = 45
UNNUMBERED = 2  # a heading without a number stands within the numbered ones: level 1 is 一、
LATEST_FIRST = 3  # a list that begins with a later number goes on with another one


@dataclass(frozen=True)
class Miscount:
    """A count of the paper that the names read do not come to (项数对不上)."""

    line: str
    stated: int
    read: int


@dataclass(frozen=True)
class Gap:
    """Numbers that no name was read for (编号断开): after which line; the lines that bear them."""

    after: str
    numbers: tuple[int, ...]
    lines: tuple[str, ...] = ()  # empty: no line of the paper bears such a number
    again: bool = False  # they are there, and their names stand in the paper before


@dataclass(frozen=True)
class _Said:
    """One count (一处项数): where it stands, which, and how far down it counts (level)."""

    at: int
    number: int
    level: int | None  # None: of everything; 0 an appendix, 1 一、, 2 （一）, as ``STYLES``
    above: bool = False  # a sum below what it counts

    @property
    def of_everything(self) -> bool:
        """Return whether a sentence says it of everything (全文的项数)."""
        return self.level is None and not self.above


def miscounted(texts: Sequence[str], lines: Sequence[str], kind: ListKind) -> tuple[Miscount, ...]:
    """
    Return the counts in a paper's ``texts`` that the names read do not come to.

    A count is believed to be of what it comes to: a list with a part that bears no heading, or
    a sentence about other places' lists, is no mistake of ours.

    :param lines: of each name that is to stand on the list, the line it was read in; empty: added
    """
    paper = _Paper(texts, lines, kind)
    wrong: list[tuple[_Said, Miscount]] = []
    right = False  # a count of everything comes to what was read
    for said in paper.said():
        counts = paper.counts(said)
        if any(one <= said.number <= one + paper.added for one in counts):
            right |= said.of_everything
            continue
        read = min(counts, key=lambda count: abs(count - said.number))
        wrong.append((said, Miscount(texts[said.at].strip(), said.number, read)))
    return tuple(one for said, one in wrong if not (right and said.of_everything))


class _Paper:
    """Where the counts, the headings and the names of a paper stand (各在哪一行)."""

    def __init__(self, texts: Sequence[str], lines: Sequence[str], kind: ListKind) -> None:
        over = over_each(texts)
        two = len({*over} - {None}) > 1
        self.texts, self.kind = texts, kind
        self.two, self.over = two, over if two else [kind] * len(texts)
        self.added = sum(not line for line in lines)
        self.lines = [line for line in lines if line]
        self.places = _places(texts, self.lines)
        named = {*self.places}
        self._levels = [
            None if at in named or not (heads(text) or _counts(text, sure=True)) else _level(text)
            for at, text in enumerate(texts)
        ]
        self._named = named

    def said(self) -> Iterator[_Said]:
        """Yield the counts that are of this list."""
        for at, text in enumerate(self.texts):
            numbers = self._own(at, text)
            if len(numbers) != 1:  # several without a sum say it of parts that have headings
                continue
            closing = _closes(text)
            yield _Said(at, numbers[0], None if closing else _level(text), closing)

    def _own(self, at: int, text: str) -> list[int]:
        plain = _OF_WHICH.split(_without_number(text))[0]
        if self.over[at] is not self.kind and (self.over[at] or len(plain) <= LONGEST_HEADING):
            return []
        if sure := _counts(plain, sure=True):
            return sure[:1]
        clauses = [
            one for one in re.split("[，,；;。]", plain) if kind_of(one) in (None, self.kind)
        ]
        short = at not in self._named and len(plain.strip()) <= LONGEST_HEADING
        return [
            number
            for one in clauses
            for number in _counts(one, sure=False, ending=short)
            if number > 1
        ]

    def counts(self, said: _Said) -> set[int]:
        """Return how many names ``said`` may be the count of."""
        whole = len(self.places)
        if said.above:
            return {whole, *(self._between(since, said.at) for since in self._starts(said.at))}
        ends = [at for at in range(said.at + 1, len(self.texts)) if self._ends(at, said.level)]
        counted = next((at for at in ends if _counts(self.texts[at], sure=True)), len(self.texts))
        first = next(iter(ends), len(self.texts))
        found = {self._between(said.at, first), self._between(said.at, counted)}
        found.add(self._until_again(said.at, first))
        return found | ({whole} if not said.level else set())

    def _starts(self, before: int) -> Iterator[int]:
        """Yield from where a sum may count: the beginning, the last heading, the last sum."""
        yield 0
        yield max((at for at in range(before) if self._levels[at] is not None), default=0)
        yield max((at for at in range(before) if _closes(self.texts[at])), default=0)

    def _ends(self, at: int, level: int | None) -> bool:
        own = self._levels[at]
        return own is not None and (level is None or own <= level)

    def _between(self, first: int, last: int) -> int:
        return sum(first <= at < last for at in self.places)

    def _until_again(self, first: int, last: int) -> int:
        """Return how many names there are until their numbers begin anew (到重新编号为止)."""
        count = before = 0
        for at, line in zip(self.places, self.lines, strict=True):
            number = _number(line)
            if first <= at < last:
                if number and number < before:
                    break
                count, before = count + 1, number or before
        return count


def _counts(text: str, *, sure: bool, ending: bool = True) -> list[int]:
    forms = (_SURELY,) if sure else (_NAMING, *((_AT_END,) if ending else ()))
    every = {found.span(): found for form in forms for found in form.finditer(text)}
    numbers = (next(filter(None, found.groups())) for _, found in sorted(every.items()))
    return list(dict.fromkeys(map(cardinal, numbers)))


def _closes(text: str) -> bool:
    """Return whether a line is a sum below what it counts (表尾): 合计 30项, 以上共30项."""
    return bool(_ABOVE.match(text)) or spoken.closes((text,)) or spoken.closes(text.split()[:1])


def _without_number(text: str) -> str:
    """Return a line without the number that it bears itself: 21 个人档案证明 counts nothing."""
    marks = (style.match(text.strip()) for style in (*STYLES, TIGHT))
    mark = next(filter(None, marks), None)
    return text.strip()[mark.end() :] if mark and mark.re is not TIGHT else text


def _level(text: str) -> int | None:
    """Return how high a heading stands; None: it is a sentence about everything."""
    plain = text.strip()
    if _APPENDED.match(plain):
        return 0
    if len(plain) > LONGEST_HEADING or plain.endswith(("。", "；", ";")):
        return None
    for level, style in enumerate(STYLES):
        if style.match(plain):
            return level + 1
    return 0 if TITLE.search(plain) or _closes(plain) else UNNUMBERED


def _places(texts: Sequence[str], lines: Sequence[str]) -> list[int]:
    """Return at which of the ``texts`` each of the ``lines`` stands; they follow one another."""
    found: list[int] = []
    for line in lines:
        last = found[-1] if found else 0
        order = (*range(last, len(texts)), *range(last))
        found.append(next((at for at in order if _holds(texts[at], line)), last))
    return found


def _holds(text: str, line: str) -> bool:
    return line in text or (len(text.strip()) > 3 and line.startswith(text.strip()))  # runs on


def _number(line: str) -> int:
    """Return the number that stands before a name; 0: it bears none."""
    marks = (style.match(line.strip()) for style in (*STYLES, TIGHT))
    return next((ordinal(mark[0]) for mark in marks if mark), 0)


def gaps(texts: Sequence[str], named: Mapping[str, str]) -> tuple[Gap, ...]:
    """
    Return where the numbers before the names break off (编号断开的地方); not what was added since.

    :param named: of each name the line it was read in; empty: somebody added it
    """
    lines = [line for line in dict.fromkeys(named.values()) if line]
    names = [name for name, line in named.items() if line]
    added = named.keys() - names
    found: list[Gap] = []
    before, last, place = "", 0, 0
    for line, at in zip(lines, _places(texts, lines), strict=True):
        number = _number(line)
        begins = not before and number > LATEST_FIRST
        if number > last + 1 and not begins:
            missing = range(last + 1, number)
            found.append(_gap(before, missing, texts[place : at + 1], names))
        before, last, place = (line, number, at) if number else (before, last, place)
    if sum(len(one.numbers) for one in found if not one.again) <= len(added):
        return tuple(one for one in found if one.again)
    return tuple(one for one in found if not (one.lines and _all_hold(one.lines, added)))


def _gap(after: str, numbers: range, texts: Sequence[str], names: Collection[str]) -> Gap:
    lines = tuple(one.strip() for one in texts if _number(one) in numbers and PAPER.search(one))
    again = len(lines) == len(numbers) and _all_hold(lines, names)
    return Gap(after, tuple(numbers), lines, again)


def _all_hold(lines: Iterable[str], names: Collection[str]) -> bool:
    return all(any(name in one for name in names) for one in lines)
