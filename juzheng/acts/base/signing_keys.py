"""Signing keys (签名密钥) of this installation, read once and again when their folder changes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from juzheng.outside import keys


@lru_cache(maxsize=4)
def _keyring(folder: Path, _changed: float) -> keys.Keyring:
    return keys.load(folder)


def keyring() -> keys.Keyring:
    """Return the signing keys of this installation, read again when the folder changes."""
    folder = Path(settings.KEYS_DIR)
    return _keyring(folder, folder.stat().st_mtime if folder.exists() else 0.0)
