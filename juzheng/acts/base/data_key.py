"""The data key (数据密钥): whether the one given is the one that this database was kept with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import starmap

from django.apps import apps
from django.db import models
from django.db.utils import OperationalError, ProgrammingError

from juzheng.acts.base import ledger, moves
from juzheng.records.models import Entry
from juzheng.records.sealed import CannotUnseal, SealedMapping, SealedText, blind_index

Field = SealedText | SealedMapping
MARKED = "data_key.marked"


def fits() -> bool:
    """Return whether what is stored opens with the key; a database without tables has any key."""
    try:
        kept = _kept()
        return all(starmap(_opens, _sealed())) if kept is None else kept == _mark()
    except (OperationalError, ProgrammingError):
        return True


def mark(*, at: datetime) -> None:
    """Write down, once, which key the database is kept with: a keyed digest, not the key."""
    if _kept() is None:
        details = {"mark": _mark()}
        ledger.note(moves.UPGRADES, MARKED, by=ledger.SYSTEM, at=at, details=details)


def _kept() -> str | None:
    line = Entry.objects.filter(chain=moves.UPGRADES, event=MARKED).order_by("-position").first()
    return None if line is None else str(line.details["mark"])


def _mark() -> str:
    return blind_index("the key of this database")


def _sealed() -> Iterator[tuple[type[models.Model], Field]]:
    for model in apps.get_app_config("records").get_models():
        for field in model._meta.get_fields():
            if isinstance(field, Field):
                yield model, field


def _opens(model: type[models.Model], field: Field) -> bool:
    """Try one stored value of a sealed column, for a database from before there was a mark."""
    rows = model._default_manager.order_by("-pk")
    if isinstance(field, SealedText):
        rows = rows.exclude(**{field.name: ""})
    try:
        rows.values_list(field.name, flat=True).first()
    except CannotUnseal:
        return False
    return True
