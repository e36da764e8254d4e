"""The ledger (台账): the digest of one line, the check of a chain, the daily checkpoint."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import pairwise

from juzheng.law.base.terms import Term

GENESIS = "0" * 64  # what the first line of a chain stands on
LINE_VERSION = "juzheng/ledger-line/1"
CHECKPOINT_VERSION = "juzheng/ledger-checkpoint/1"
# Who came first may have been written second: so long an act waits for another at most.
WAITING = timedelta(minutes=1)


@dataclass(frozen=True)
class Line:
    """
    One line of the ledger (台账记录): one act, told in the past tense.

    :ivar chain: what the line belongs to, usually one case
    :ivar position: 1 for the first line of the chain
    :ivar event: ``subject.happened``
    :ivar at: an aware moment; its time zone does not change the digest
    :ivar by: who acted
    :ivar details: whatever canonical JSON can hold; no floats
    """

    chain: str
    position: int
    event: str
    at: datetime
    by: str
    details: Mapping[str, object]


@dataclass(frozen=True)
class Recorded:
    """A line with the digest that was stored beside it (已存记录)."""

    line: Line
    digest: str


class FlawKind(Term):
    """What can be wrong with a chain (台账问题)."""

    CHANGED = "changed", "内容被改动"
    MISSING = "missing", "记录缺失"
    REORDERED = "reordered", "顺序被调换"
    FORKED = "forked", "同一位置有多条记录"
    FOREIGN = "foreign", "混入了别的台账的记录"
    BACKWARDS = "backwards", "时间早于前一条，系统时钟可能倒拨过"


@dataclass(frozen=True)
class Flaw:
    """One thing wrong with a chain (台账问题), and where."""

    position: int
    kind: FlawKind
    message: str


# Made once: json.dumps would make an encoder for each of the audit's columns.
_WORDS = {True: "true", False: "false", None: "null"}
_WRITTEN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: object) -> str:
    """
    Return ``value`` as canonical JSON (规范文本): sorted keys, no spaces, no escapes.

    :raises TypeError: for anything but strings, whole numbers, true, false, null, lists,
        tuples and mappings with string keys; a float has no one way to be written
    """
    kind = type(value)
    if kind is int:
        return int.__repr__(value)
    if kind is bool or value is None:
        return _WORDS[value]  # type: ignore[index]
    return _WRITTEN(_plain(value))


def canonical_digest(value: object) -> str:
    """
    Return the SHA-256 over the canonical JSON of ``value`` (内容摘要): 64 hexadecimal digits.

    :raises TypeError: as :func:`canonical`
    """
    return _sha256(canonical(value))


def digest(previous: str, line: Line) -> str:
    """
    Return the digest of ``line`` (摘要) standing on ``previous``: 64 hexadecimal digits.

    :param previous: the digest of the line before, ``GENESIS`` for the first
    :raises TypeError: if ``details`` holds what canonical JSON cannot
    :raises ValueError: if ``at`` is naive or a text cannot be written in UTF-8
    """
    if line.at.tzinfo is None:
        raise ValueError(f"the moment of a line must be aware, got {line.at!r}")
    at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    body = [line.chain, line.position, line.event, at, line.by, line.details]
    return _sha256(LINE_VERSION, previous, canonical(body))


def flaws(recorded: Sequence[Recorded], head: tuple[int, str] | None = None) -> tuple[Flaw, ...]:
    """
    Return what is wrong with one chain (台账问题), by position; empty means: whole.

    :param recorded: all stored lines of the chain, in the order stored
    :param head: how many lines the chain must have and the last digest, from a checkpoint
        kept elsewhere. Without it a chain cut off or rewritten from some line to its end
        looks whole: no chain can know its own end.
    """
    found = [
        *_foreign(recorded),
        *_reordered(recorded),
        *_forked(recorded),
        *_backwards(recorded),
        *_missing(recorded, head[0] if head else 0),
        *_changed(recorded),
        *(_beside_the_head(recorded, head) if head else ()),
    ]
    return tuple(sorted(found, key=lambda flaw: flaw.position))


def checkpoint(heads: Mapping[str, tuple[int, str]]) -> str:
    """
    Return one digest over the heads of all chains (检查点), whatever their order.

    :param heads: chain → (number of lines, last digest)

    Published daily, it shows later that no chain was taken out, cut off or rewritten.
    """
    return _sha256(CHECKPOINT_VERSION, canonical(heads))


_LEAVES = frozenset((str, int, bool, type(None)))  # nearly everything, so asked first


def _plain(value: object) -> object:
    kind = type(value)
    if kind in _LEAVES:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, dict | Mapping):
        if stray := [key for key in value if not isinstance(key, str)]:
            raise TypeError(f"keys of canonical JSON must be text, got {stray[0]!r}")
        return {
            str.__str__(key): one if type(one) in _LEAVES else _plain(one)
            for key, one in value.items()
        }
    if isinstance(value, list | tuple):
        return [one if type(one) in _LEAVES else _plain(one) for one in value]
    raise TypeError(f"canonical JSON cannot hold {kind.__name__}: {value!r}")


def _sha256(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()


def _foreign(recorded: Sequence[Recorded]) -> Iterator[Flaw]:
    for entry in recorded:
        if entry.line.chain != recorded[0].line.chain:
            yield _flaw(entry.line.position, FlawKind.FOREIGN)


def _reordered(recorded: Sequence[Recorded]) -> Iterator[Flaw]:
    for before, after in pairwise(recorded):
        if after.line.position < before.line.position:
            yield _flaw(after.line.position, FlawKind.REORDERED)


def _backwards(recorded: Sequence[Recorded]) -> Iterator[Flaw]:
    """Order is the ledger's; a clock that contradicts it was wrong, then or before."""
    for before, after in pairwise(recorded):
        if after.line.at < before.line.at - WAITING:
            yield _flaw(after.line.position, FlawKind.BACKWARDS)


def _forked(recorded: Sequence[Recorded]) -> Iterator[Flaw]:
    for position, entries in _by_position(recorded).items():
        if len(entries) > 1:
            yield _flaw(position, FlawKind.FORKED)


def _missing(recorded: Sequence[Recorded], length: int) -> Iterator[Flaw]:
    expected = 1
    for position in [*sorted(_by_position(recorded)), length + 1]:
        if position > expected:
            text = f"缺少第{expected}至{position - 1}条记录。请与备份和检查点核对。"
            yield Flaw(expected, FlawKind.MISSING, text)
        expected = max(expected, position + 1)


def _changed(recorded: Sequence[Recorded]) -> Iterator[Flaw]:
    """A line must follow from a line before it; where that one is missing, that is the flaw."""
    places = _by_position(recorded)
    for position, entries in places.items():
        before = [entry.digest for entry in places.get(position - 1, ())]
        if position == 1:
            before = [GENESIS]
        for entry in entries if before or position < 1 else ():
            if not any(_follows(entry, previous) for previous in before):
                yield _flaw(position, FlawKind.CHANGED)


def _follows(entry: Recorded, previous: str) -> bool:
    try:
        return entry.digest == digest(previous, entry.line)
    except (TypeError, ValueError):  # nobody could have written this line: it was changed later
        return False


def _beside_the_head(recorded: Sequence[Recorded], head: tuple[int, str]) -> Iterator[Flaw]:
    length, last = head
    for entry in recorded:
        position = entry.line.position
        if position > length or (position == length and entry.digest != last):
            message = f"第{position}条记录与检查点不符。请与备份核对。"
            yield Flaw(position, FlawKind.CHANGED, message)


def _by_position(recorded: Sequence[Recorded]) -> defaultdict[int, list[Recorded]]:
    places: defaultdict[int, list[Recorded]] = defaultdict(list)
    for entry in recorded:
        places[entry.line.position].append(entry)
    return places


def _flaw(position: int, kind: FlawKind) -> Flaw:
    return Flaw(position, kind, f"第{position}条：{kind.label}。请与备份和检查点核对。")
