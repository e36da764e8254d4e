"""Codes (查询码): the secret with which somebody without an account follows what they filed."""

from __future__ import annotations

import hmac
from base64 import b32encode

from juzheng.records.sealed import blind_index


def code_from(key: str) -> str:
    """
    Return the code that belongs to the form sent with ``key``.

    Derived from the form's own key, so that a receipt shown twice shows the same code, and
    the database holds only a digest of it.
    """
    raw = bytes.fromhex(blind_index(f"code|{key}"))
    text = b32encode(raw).decode().translate(str.maketrans("IO", "89"))[:10]
    return f"{text[:5]}-{text[5:]}"


def digest_of(number: str, code: str) -> str:
    """Return what is kept of a code; case and hyphens do not matter."""
    plain = "".join(char for char in code.upper() if char.isalnum())
    return blind_index(f"{number}|{plain}")


def fits(number: str, code: str, kept: str) -> bool:
    """Return whether ``code`` is the one that ``kept`` was made of, in constant time."""
    return hmac.compare_digest(digest_of(number, code), kept)
