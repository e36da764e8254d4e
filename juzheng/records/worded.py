"""Questions asked again and again (常问的查询): put into SQL once for each officer and day.

To put a question of many conditions into SQL costs several times what the database needs to answer
it. What it says follows from the function that asks, from who asks and from the day; the answer is
read anew each time.
"""

from __future__ import annotations

import sys
from collections.abc import Hashable
from datetime import date
from functools import partial
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from juzheng.records.models import User
from juzheng.records.walking import Piles

Question = partial[Any]  # of piles, or of rows in order
Told = list[list[tuple[int, Any]]]

MOST: Final = 4096  # questions; then they are put into words anew
_WORDS: dict[Hashable, tuple[tuple[str, tuple[Any, ...]], ...]] = {}


def piles_of(found: Question | Piles[Any] | QuerySet[Any]) -> Piles[Any]:
    """Return what was asked for as piles (各堆)."""
    asked = found() if isinstance(found, partial) else found
    return asked if isinstance(asked, Piles) else Piles((asked,))


def told(question: Question, column: str, most: int) -> Told | None:
    """Return id and ``column`` of every row, as :meth:`Piles.told` does."""
    key = (question.func, *map(_standing, question.args), column, most)
    words = _WORDS.get(key)
    if words is None:
        if len(_WORDS) >= MOST:
            _WORDS.clear()
        words = _WORDS[key] = tuple(
            _worded(pile.values_list("pk", column)[: most + 1])
            for pile in piles_of(question).all_of_them
        )
    found: Told = []
    with connection.cursor() as cursor:
        for sql, given in words:
            if sql:
                cursor.execute(sql, given)
            found.append(cursor.fetchall() if sql else [])
            if sum(map(len, found)) > most:
                return None
    return found


def _worded(rows: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
    try:
        sql, given = rows.query.sql_with_params()
    except EmptyResultSet:  # the database need not be asked
        return "", ()
    return sys.intern(sql), tuple(given)  # officers differ in what they give, not in the words


def _standing(one: User | date) -> Hashable:
    """Return all of an officer by which a question is another one (提问人的身份)."""
    return (one.pk, one.role, one.division, one.office) if isinstance(one, User) else one
