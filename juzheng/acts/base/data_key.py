"""The data key (数据密钥): whether the one given is the one that this database was kept with."""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.utils import OperationalError, ProgrammingError

from juzheng.acts.base import ledger, moves
from juzheng.records.models import Entry
from juzheng.records.sealed import (
    PREFIX,
    CannotUnseal,
    SealedMapping,
    SealedText,
    blind_index,
    sealed_fields,
    unseal,
)

Field = SealedText | SealedMapping

MARKED = "data_key.marked"


def fits() -> bool:
    """Return whether what is stored opens with the key; a database without tables has any key."""
    try:
        kept = _kept()
        if kept is not None:
            return kept == _mark()
        every = apps.get_app_config("records").get_models()
        return all(_opens(model) for model in every if sealed_fields(model))
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


def _opens(model: type[models.Model]) -> bool:
    """Try the last row of a model, for a database from before there was a mark."""
    names = [field.attname for field in sealed_fields(model)]
    for row in model._default_manager.order_by("-pk").only(*model.BOUND_TO, *names)[:1]:  # type: ignore[attr-defined]
        for field in sealed_fields(model):
            stored = str(row.__dict__[field.attname])
            if stored.startswith(PREFIX):
                return any(_opens_as(stored, name) for name in _names(field, row))
    return True


def _names(field: Field, row: models.Model) -> tuple[str, str]:
    """Return what a ciphertext may be bound to: its row, or once its column alone."""
    bound = field.bound_to(row)
    return bound, bound.partition("|")[0]


def _opens_as(stored: str, name: str) -> bool:
    try:
        unseal(stored, name)
    except CannotUnseal:
        return False
    return True
