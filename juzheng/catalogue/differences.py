"""Differences (版本差异): what changed between two wordings, in words that a person reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar

from juzheng.catalogue.fields import CLOSED_LISTS, Field, fields_of
from juzheng.catalogue.pages import Entry
from juzheng.law.base.deadlines import day
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import (
    Entitled,
    FactToVerify,
    LegalBasis,
    Onward,
    Precondition,
    Question,
)
from juzheng.law.catalogue.lists import ListLine

T = TypeVar("T")
_NO_PAUSE = re.compile("(?<=[。？！])、")  # a whole sentence needs no mark behind its own


@dataclass(frozen=True)
class Difference:
    """One thing that changed (一处差异)."""

    field: str  # where, in words: 办理时限, 去向“出示户口簿” · 地点
    before: str  # empty: it was not there
    after: str  # empty: it is gone

    @property
    def sentence(self) -> str:
        """Return what changed in one sentence."""
        if not self.before:
            return f"{self.field}：新增“{self.after}”。"
        if not self.after:
            return f"{self.field}：删去“{self.before}”。"
        return f"{self.field}：由“{self.before}”改为“{self.after}”。"


# By what two parts of a page are the same part, though their wording differs.
SAME: Mapping[type, Callable[[Any], str]] = {
    Onward: lambda way: str(way.do),
    LegalBasis: lambda basis: f"{basis.instrument} {basis.provision}",
    Question: lambda question: str(question.key),
    FactToVerify: lambda fact: str(fact.key),
    Precondition: lambda one: str(one.key),
    Entitled: lambda one: f"{one.demander} {one.instrument} {one.provision}",
    ListLine: lambda line: str(line.item),
}
CALLED: Mapping[type, Callable[[Any], str]] = {
    **SAME,
    Question: lambda question: str(question.label),
    FactToVerify: lambda fact: str(fact.label),
    Precondition: lambda one: str(one.question),
}


def differences(before: object | None, after: object | None) -> tuple[Difference, ...]:
    """
    Return what changed from ``before`` to ``after``, two pages of one kind, in the fields' order.

    None stands for a page that was not there yet, or is gone. Nothing is said of what is equal.
    """
    if before is None and after is None:
        return ()
    if before is None or after is None:
        one = after if before is None else before
        name = getattr(one, "name", "") or getattr(one, "title", "")
        return (Difference("整页", "" if before is None else name, "" if after is None else name),)
    return tuple(_between(before, after, ""))


def _between(before: object, after: object, inside: str) -> Iterator[Difference]:
    for field in fields_of(type(after)):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            where = f"{inside} · {field.label}" if inside else field.label
            yield from _of_value(where, old, new)


def _of_value(where: str, old: Any, new: Any) -> Iterator[Difference]:
    if isinstance(old, tuple) or isinstance(new, tuple):
        yield from _of_several(where, old, new)
    elif is_dataclass(old) and is_dataclass(new):
        yield from _between(old, new, where)
    else:
        yield Difference(where, in_words(old), in_words(new))


def _of_several(where: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[Difference]:
    kind = type((old or new)[0])
    same = SAME.get(kind, in_words)
    was, now = _by_key(old, same), _by_key(new, same)
    for key, one in was.items():
        if key not in now:
            yield Difference(where, in_words(one), "")
    for key, one in now.items():
        if key not in was:
            yield Difference(where, "", in_words(one))
        elif was[key] != one:
            yield from _between(was[key], one, f"{where}“{CALLED[kind](one)}”")
    kept_before = [key for key in was if key in now]
    kept_after = [key for key in now if key in was]
    if kept_before != kept_after:
        yield Difference(
            f"{where}的顺序",
            "、".join(_called(was[key]) for key in kept_before),
            "、".join(_called(now[key]) for key in kept_after),
        )


def _by_key(several: tuple[Any, ...], same: Callable[[Any], str]) -> dict[str, Any]:
    """Return the parts by what makes them the same; a second one of a key gets its own."""
    found: dict[str, Any] = {}
    for one in several:
        key = same(one)
        while key in found:
            key += "（又一）"
        found[key] = one
    return found


def _called(one: Any) -> str:
    return CALLED[type(one)](one) if type(one) in CALLED else in_words(one)


def in_words(value: Any) -> str:
    """Return one value as a person writes it: 是, 2020年2月29日, 出示户口簿（带：户口簿）."""
    if value is None or value == "":
        return "没有写"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Term):
        return value.label
    if isinstance(value, date):
        return day(value)
    if isinstance(value, ListLine):
        return _line(value)
    if isinstance(value, tuple):
        return _NO_PAUSE.sub("", "、".join(map(in_words, value))) or "没有写"
    if is_dataclass(value):
        return _called(value) if type(value) in CALLED else _whole(value)
    return str(value)


def named(value: T, texts: Mapping[str, str]) -> T:
    """
    Return ``value`` with names where it has ids (编号换成名称): of legal texts and closed lists.

    :param texts: the title of each legal text by its id; one that is not among them stays an id
    """
    if isinstance(value, tuple):
        return tuple(named(one, texts) for one in value)  # type: ignore[return-value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    told = {
        one.name: _named(one, getattr(value, one.name), texts) for one in fields_of(type(value))
    }
    return replace(value, **told)


def _named(one: Field, held: Any, texts: Mapping[str, str]) -> Any:
    if one.said.texts:
        return texts.get(held, held)
    if one.said.terms and held:
        return CLOSED_LISTS[one.said.terms](held).label
    return named(held, texts)


def _line(line: ListLine) -> str:
    """Return a line of a list: what it does to which item, and what it says otherwise of it."""
    head = " ".join(filter(None, [line.change.label, line.item, line.name]))
    told = ("demanders", "committees", "limit_working_days", "materials")
    rest = "；".join(
        f"{field.label}：{in_words(value)}"
        for field in fields_of(ListLine)
        if field.name in told and (value := getattr(line, field.name))
    )
    return f"{head}（{rest}）" if rest else head


def _whole(value: Any) -> str:
    said = ((field.label, getattr(value, field.name)) for field in fields_of(type(value)))
    return "；".join(f"{label}：{in_words(one)}" for label, one in said if one not in ("", ()))


def joined(before: Entry, theirs: Entry, mine: Entry) -> tuple[Entry, tuple[str, ...]]:
    """
    Return ``mine`` with what ``theirs`` changed beside it, both begun from ``before`` (合并).

    A field that both changed, to different things, stays as it is in ``mine``; the labels of those
    come second, for a person to look at. Lines of a list are joined one by one.
    """
    taken: dict[str, Any] = {}
    both = []
    for field in fields_of(type(mine)):
        was, new, own = (getattr(one, field.name) for one in (before, theirs, mine))
        if own == was:
            taken[field.name] = new
        elif new not in (was, own):
            lines = _lines_joined(was, new, own) if field.type is ListLine else None
            if lines is None:
                both.append(field.label)
            else:
                taken[field.name] = lines
    return replace(mine, **taken), tuple(both)


def _lines_joined(
    before: tuple[ListLine, ...], theirs: tuple[ListLine, ...], mine: tuple[ListLine, ...]
) -> tuple[ListLine, ...] | None:
    """Return the lines that both come to; None: both changed the same one."""
    was, new, own = (_by_key(lines, SAME[ListLine]) for lines in (before, theirs, mine))
    found = []
    for key in dict.fromkeys((*own, *new)):
        old, there, here = was.get(key), new.get(key), own.get(key)
        if here != old and there not in (old, here):
            return None
        found.append(there if here == old else here)
    return tuple(line for line in found if line is not None)
