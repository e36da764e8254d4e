"""The data key (数据密钥): whether the one given is the one that this database was kept with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.utils import OperationalError, ProgrammingError

from juzheng.acts.base import files, ledger, moves
from juzheng.records.models import Entry
from juzheng.records.sealed import (
    PREFIX,
    CannotUnseal,
    SealedMapping,
    SealedText,
    blind_index,
    key_marks,
    reclosed,
    sealed_fields,
    unseal,
)

Field = SealedText | SealedMapping

MARKED = "data_key.marked"
BEGUN = "data_key.begun"
ROTATED = "data_key.rotated"


class NotBegun(Exception):
    """No server has started with the new key yet (服务还没有用上新密钥)."""


def fits() -> bool:
    """Return whether what is stored opens with the key; a database without tables has any key."""
    try:
        kept = _kept()
        if kept is not None:
            return kept == _mark() and _needed() <= set(key_marks())
        return all(map(_opens, _sealed_models()))
    except (OperationalError, ProgrammingError):
        return True


def mark(*, at: datetime) -> None:
    """Write down, once, which key the database is kept with: a keyed digest, not the key."""
    if _kept() is None:
        _note(MARKED, at=at, mark=_mark())


def begin(*, at: datetime) -> None:
    """Write down, once, that a server seals with another key than before."""
    newest, *older = key_marks()
    if older and newest not in _needed():
        _note(BEGUN, at=at, key=newest)


def rotate(*, at: datetime) -> int:
    """
    Seal all values and files anew with the first key (更换数据密钥); return how many there were.

    In batches, beside a server that works: whoever was interrupted begins again, and what is done
    is done.

    :raises NotBegun: if no server has started with the first key yet: it would go on with the old
    """
    newest = key_marks()[0]
    if newest not in _needed():
        raise NotBegun
    done = sum(_reseal(model) for model in _sealed_models()) + files.renew()
    _note(ROTATED, at=at, by=ledger.OPERATOR, key=newest, sealed_anew=done)
    return done


def _reseal(model: type[models.Model]) -> int:
    done, last = 0, 0
    rows = model._default_manager.order_by("pk")
    while batch := list(rows.filter(pk__gt=last)[: ledger.AT_ONCE]):
        with transaction.atomic():
            for row in batch:
                for name, before, after in reclosed(row):  # unless somebody was faster
                    done += rows.filter(pk=row.pk, **{name: before}).update(**{name: after})
        last = batch[-1].pk
    return done


def _sealed_models() -> list[type[models.Model]]:
    every = apps.get_app_config("records").get_models()
    return [model for model in every if sealed_fields(model)]


def _note(event: str, *, at: datetime, by: str = ledger.SYSTEM, **details: Any) -> None:
    ledger.note(moves.UPGRADES, event, by=by, at=at, details=details)


def _needed() -> set[str]:
    """Return the keys without which something may not open, as the ledger calls them."""
    needed = {key_marks()[-1]}  # whose digests are checked by the mark
    for event, details in _told(BEGUN, ROTATED):
        newest = {str(details["key"])}
        needed = newest if event == ROTATED else needed | newest
    return needed


def _kept() -> str | None:
    marks = [str(details["mark"]) for _event, details in _told(MARKED)]
    return marks[-1] if marks else None


def _told(*events: str) -> models.QuerySet[Entry, Any]:
    """Ask for no more than these columns: the tables may be those of an older version."""
    told = Entry.objects.filter(chain=moves.UPGRADES, event__in=events).order_by("position")
    return told.values_list("event", "details")


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
