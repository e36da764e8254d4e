"""What the whole database says (全库内容), to see that a request changed nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

# A look, a try and a session may be written down even when nothing happens.
NOTED_ANYWAY = {"records.viewlog", "records.attempt", "sessions.session"}
# Where a look leaves its line and its count.
LOOKS = {"records.entry": "chain", "records.counter": "series"}


def snapshot(*, besides: set[str] = NOTED_ANYWAY) -> dict[str, Counter[tuple[Any, ...]]]:
    """Return the rows of every table besides those that only note who came by, in no order."""
    found = {}
    for model in apps.get_models():
        label = model._meta.label_lower
        if label in besides:
            continue
        found[label] = Counter(_rows(model))
    return found


def _rows(model: type[Model]) -> list[tuple[Any, ...]]:
    """Return the table as the database keeps it, without the time of the last sign-in."""
    quote = connection.ops.quote_name
    fields = model._meta.concrete_fields
    columns = ", ".join(quote(field.column) for field in fields if field.name != "last_login")
    with connection.cursor() as cursor:
        looks = LOOKS.get(model._meta.label_lower)
        but = f" WHERE {looks} NOT LIKE 'views:%'" if looks else ""
        cursor.execute(f"SELECT {columns} FROM {quote(model._meta.db_table)}{but}")
        return cursor.fetchall()
