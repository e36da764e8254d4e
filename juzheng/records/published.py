"""
Published texts (会公开的文字): free text that anybody may come to read, masked wherever it is kept.

The columns mask what they are given before it is stored, and what an older version stored before it
is read: no page, paper, feed or table has to think of it. ``acts`` and forms show what is hidden
before; here is what holds if they do not.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import models

from juzheng.law.base.redaction import masked_place, masked_text

masked = lru_cache(maxsize=100_000)(masked_text)


class _Kept:
    """A masked value read from a row, and what the row holds: that is what the ledger covers."""

    kept: Any


class _KeptText(_Kept, str):
    __slots__ = ("kept",)


class _KeptList(_Kept, list[Any]):
    __slots__ = ("kept",)


class OfficePlace(str):
    """
    A place of an office (办公地点), kept with its house and room in a published column.

    Read back it is masked like any other; who may know it asks for :func:`place`.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> OfficePlace:
        """Return the place, nothing personal in it."""
        return super().__new__(cls, masked_place(text))


def place(value: str) -> str:
    """Return an office's place with its room, as it was kept (办公地点)."""
    return masked_place(str(getattr(value, "kept", value)))


def shown(value: Any) -> Any:
    """Return ``value`` with every text in it masked, lists and mappings inside too (遮盖后的值)."""
    if isinstance(value, str):
        return masked(str(value))
    if isinstance(value, list):
        return [shown(one) for one in value]
    if isinstance(value, dict):
        return {key: shown(one) for key, one in value.items()}
    return value


class Published(models.Field):  # type: ignore[type-arg]
    """What the published columns share (会公开的栏)."""

    def deconstruct(self) -> Any:
        """Return the plain column for the migrations: the database knows no difference."""
        name, _, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{type(self).__mro__[2].__name__}", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 - Django's
        """Mask the row in memory as well, so that the ledger covers what is stored."""
        value = self._fit(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        """Return the masked value for the database."""
        return super().get_prep_value(self._fit(value))

    def from_db_value(self, value: Any, *given: Any) -> Any:
        """Return what may be shown of what is stored."""
        read: Any = getattr(super(), "from_db_value", lambda value, *_: value)(value, *given)
        masked_value = shown(read)
        if masked_value == read:
            return read
        kept: Any = _KeptText(masked_value) if isinstance(read, str) else _KeptList(masked_value)
        kept.kept = read
        return kept

    def _fit(self, value: Any) -> Any:
        if isinstance(value, OfficePlace):
            return OfficePlace(value[: self.max_length])
        fitting = shown(value)
        return fitting[: self.max_length] if isinstance(fitting, str) else fitting


class PublishedChar(Published, models.CharField):  # type: ignore[type-arg]
    """One line that is published (会公开的一行字)."""


class PublishedText(Published, models.TextField):  # type: ignore[type-arg]
    """A text that is published (会公开的文字)."""


class PublishedList(Published, models.JSONField):
    """A list of texts that are published (会公开的列表)."""
