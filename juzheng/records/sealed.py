"""Encryption at rest (加密存储) for identity numbers, telephone numbers and answers.

AES-256-GCM with a key from the environment; the field's name is bound in, so that a value
copied into another column does not open there.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

PREFIX = "v1:"


class CannotUnseal(Exception):
    """A stored value does not open (密文打不开): another JUZHENG_DATA_KEY, or altered."""


@lru_cache(maxsize=4)
def _keys(encoded: str) -> tuple[AESGCM, bytes]:
    key = base64.b64decode(encoded)
    if len(key) != 32:
        raise ValueError(f"JUZHENG_DATA_KEY must be 32 bytes in base64, got {len(key)}")
    index_key = hmac.new(key, b"juzheng blind index v1", hashlib.sha256).digest()
    return AESGCM(key), index_key


def seal(text: str, name: str) -> str:
    """Return ``text`` encrypted for the field ``name``; the empty text stays empty."""
    if not text:
        return ""
    nonce = os.urandom(12)
    box, _ = _keys(settings.DATA_KEY)
    return (
        PREFIX + base64.b64encode(nonce + box.encrypt(nonce, text.encode(), name.encode())).decode()
    )


def unseal(stored: str, name: str) -> str:
    """
    Return what :func:`seal` was given.

    :raises CannotUnseal: if the value was altered, belongs to another field or another key
    """
    if not stored:
        return ""
    raw = base64.b64decode(stored.removeprefix(PREFIX))
    box, _ = _keys(settings.DATA_KEY)
    try:
        return box.decrypt(raw[:12], raw[12:], name.encode()).decode()
    except InvalidTag:
        raise CannotUnseal(f"{name} does not open with this JUZHENG_DATA_KEY") from None


def blind_index(text: str) -> str:
    """Return a keyed digest of ``text``: equal texts can be found, none can be read back."""
    _, key = _keys(settings.DATA_KEY)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


if TYPE_CHECKING:
    _Text = models.TextField[str, str]
    _Mapping = models.TextField[dict[str, Any], dict[str, Any]]
else:
    _Text = _Mapping = models.TextField


class _Sealed:
    """What both sealed fields share: the name that is bound into the ciphertext."""

    model: type[models.Model]
    name: str

    def _label(self) -> str:
        return f"{self.model._meta.model_name}.{self.name}"


class SealedText(_Sealed, _Text):
    """Text encrypted at rest (加密文本)."""

    def get_prep_value(self, value: Any) -> Any:
        """Return the ciphertext for the database."""
        prepared = super().get_prep_value(value)
        return prepared if prepared is None else seal(prepared, self._label())

    def from_db_value(self, value: Any, *_: Any) -> Any:
        """Return the plain text of a stored value."""
        return value if value is None else unseal(value, self._label())


class SealedMapping(_Sealed, _Mapping):
    """A JSON mapping encrypted at rest (加密的填写内容)."""

    def get_prep_value(self, value: Any) -> Any:
        """Return the ciphertext of the mapping's JSON."""
        text = json.dumps(value or {}, ensure_ascii=False)
        return seal(text, self._label())

    def from_db_value(self, value: Any, *_: Any) -> Any:
        """Return the mapping."""
        return json.loads(unseal(value, self._label())) if value else {}

    def to_python(self, value: Any) -> Any:
        """Leave mappings alone; only the database speaks text."""
        return value
