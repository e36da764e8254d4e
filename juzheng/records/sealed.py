"""Encryption at rest (加密存储) for identity numbers, telephone numbers, answers and files.

AES-256-GCM with a key from the environment. Table, column and row are bound in: a value copied
into another column or another row does not open there. A row that has no key of the database's yet
is named by what it is known by outside: a case's number, a draft's own key (``BOUND_TO``).

``JUZHENG_DATA_KEY`` may hold several keys. The first one seals, each of them opens, and the last
one makes the digests: those stand in a ledger that is never written anew.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute

PREFIX = "v1:"
NONCE = 12  # bytes


class CannotUnseal(Exception):
    """A stored value does not open (密文打不开): another JUZHENG_DATA_KEY, another row, altered."""


@lru_cache(maxsize=4)
def _keys(encoded: str) -> tuple[list[AESGCM], bytes, list[str]]:
    keys = [base64.b64decode(one) for one in encoded.split(",")]
    if wrong := [len(key) for key in keys if len(key) != 32]:
        raise ValueError(f"JUZHENG_DATA_KEY must be 32 bytes in base64, got {wrong[0]}")
    index_key = hmac.new(keys[-1], b"juzheng blind index v1", hashlib.sha256).digest()
    marks = [hmac.new(key, b"juzheng data key v1", hashlib.sha256).hexdigest() for key in keys]
    return [AESGCM(key) for key in keys], index_key, marks


def key_marks() -> list[str]:
    """Return what each key that is known is called in the ledger; it tells nobody the key."""
    return _keys(settings.DATA_KEY)[2]


def close(content: bytes, name: str) -> bytes:
    """Return ``content`` encrypted for what ``name`` says, and for nothing else."""
    nonce = os.urandom(NONCE)
    return nonce + _keys(settings.DATA_KEY)[0][0].encrypt(nonce, content, name.encode())


def reopen(closed: bytes, name: str) -> tuple[bytes, bool]:
    """
    Return what :func:`close` was given, and whether it was closed with today's key.

    :raises CannotUnseal: if it was altered, or belongs to something else or to another key
    """
    for place, box in enumerate(_keys(settings.DATA_KEY)[0]):
        try:
            return box.decrypt(closed[:NONCE], closed[NONCE:], name.encode()), place == 0
        except (InvalidTag, ValueError):  # the latter: too short to be one of ours
            continue
    raise CannotUnseal(f"{name.partition('|')[0]} does not open with this JUZHENG_DATA_KEY")


def seal(text: str, name: str) -> str:
    """Return ``text`` encrypted for ``name``; the empty text stays empty."""
    return PREFIX + base64.b64encode(close(text.encode(), name)).decode() if text else ""


def unseal(stored: str, name: str) -> str:
    """
    Return what :func:`seal` was given.

    :raises CannotUnseal: as :func:`reopen`
    """
    return _opened(stored, name)[0] if stored else ""


def _opened(stored: str, name: str) -> tuple[str, bool]:
    try:
        raw = base64.b64decode(stored.removeprefix(PREFIX))
    except ValueError:
        raw = b""
    content, today = reopen(raw, name)
    return content.decode(), today


def blind_index(text: str) -> str:
    """Return a keyed digest of ``text``: equal texts can be found, none can be read back."""
    key = _keys(settings.DATA_KEY)[1]
    return hmac.digest(key, text.encode(), "sha256").hex()


class Box(str):
    """A text as it stands in the database (密文): for one row, which is not known yet."""

    __slots__ = ()


class _Opening(DeferredAttribute):
    """Opens a value when somebody looks (用时解密): by then its row is there."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Box):
            value = cast("_Sealed", self.field).opened(value, instance)
            self.__set__(instance, value)
        return value

    def __set__(self, instance: Any, value: Any) -> None:  # or Python would not ask __get__
        instance.__dict__[self.field.attname] = value


if TYPE_CHECKING:
    _Text = models.TextField[str, str]
    _Mapping = models.TextField[dict[str, Any], dict[str, Any]]
else:
    _Text = _Mapping = models.TextField


class _Sealed:
    """What both sealed fields share: what is bound into the ciphertext."""

    model: type[models.Model]
    name: str
    attname: str
    descriptor_class: Any = _Opening

    def bound_to(self, row: models.Model) -> str:
        """Return table, column and row."""
        known = [_plain(getattr(row, column)) for column in row.BOUND_TO]  # type: ignore[attr-defined]
        return f"{self.model._meta.model_name}.{self.name}|{json.dumps(known)}"

    def opened(self, stored: Box, row: models.Model) -> Any:
        """
        Return the plain value of ``row``.

        :raises CannotUnseal: as :func:`reopen`
        """
        return self.read(unseal(stored, self.bound_to(row)))

    def closed(self, value: Any, row: models.Model) -> Box:
        """Return ``value`` as the database is to hold it for ``row``."""
        return Box(seal(self.written(value), self.bound_to(row)))

    def pre_save(self, row: models.Model, add: bool) -> Box:  # noqa: FBT001 - Django's
        """Seal for the row that is saved."""
        return self.closed(getattr(row, self.attname), row)

    def get_prep_value(self, value: Any) -> Any:
        """
        Let through what is sealed, and what says nothing.

        :raises TypeError: for a plain value, of which nobody can say whose it is
        """
        if value and not isinstance(value, Box):
            raise TypeError(
                f"{self.name} is sealed for one row: save the row, or use sealed.closed"
            )
        return str(value or "")

    def from_db_value(self, value: Any, *_: Any) -> Box:
        """Return the ciphertext; it opens when somebody looks."""
        return Box(value or "")

    def read(self, text: str) -> Any:
        """Return the value that ``text`` says."""
        return text

    def written(self, value: Any) -> str:
        """Return ``value`` as a text."""
        return str(value)


class SealedText(_Sealed, _Text):
    """Text encrypted at rest (加密文本)."""


class SealedMapping(_Sealed, _Mapping):
    """A JSON mapping encrypted at rest (加密的填写内容)."""

    def read(self, text: str) -> dict[str, Any]:
        """Return the mapping."""
        return json.loads(text) if text else {}

    def written(self, value: Any) -> str:
        """Return the mapping's JSON."""
        return json.dumps(value or {}, ensure_ascii=False)

    def to_python(self, value: Any) -> Any:
        """Leave mappings alone; only the database speaks text."""
        return value


def sealed_fields(model: type[models.Model]) -> list[SealedText | SealedMapping]:
    """Return the sealed columns of ``model``."""
    return [one for one in model._meta.fields if isinstance(one, SealedText | SealedMapping)]


def closed(row: models.Model, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``changes`` of ``row`` with those of sealed columns sealed for it."""
    fields = {field.name: field for field in sealed_fields(type(row)) if field.name in changes}
    return {**changes, **{name: one.closed(changes[name], row) for name, one in fields.items()}}


def reclosed(row: models.Model) -> Iterator[tuple[str, Box, Box]]:
    """Yield each column of ``row`` that an older key than today's sealed: before and after."""
    for field in sealed_fields(type(row)):
        stored, name = row.__dict__[field.attname], field.bound_to(row)
        try:
            text, today = _opened(stored, name) if stored else ("", True)
        except CannotUnseal:  # stays as it is; ``juzheng audit`` names it
            continue
        if not today:
            yield field.attname, stored, Box(seal(text, name))


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)
