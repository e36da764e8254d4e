"""Sessions (会话): the database knows a digest of the key, and opens nothing of what is in them.

Whoever copies the table can neither come in with a key nor read what the session holds; whoever
writes into it cannot put one person's session under another one's key.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

from juzheng.records.sealed import CannotUnseal, blind_index, seal, unseal


class SessionStore(db.SessionStore):
    """Django's store in the database, with the key's digest in the key's place (会话存储)."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the content, sealed for this key."""
        return seal(json.dumps(session_dict), self._name())

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Return the content; nothing, if it is another session's or from before it was sealed."""
        try:
            return dict(json.loads(unseal(str(session_data), self._name())))
        except (CannotUnseal, ValueError):
            return {}

    def exists(self, session_key: str) -> bool:
        """Return whether there is a session with that key."""
        return super().exists(_kept(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Return the row as the database keeps it."""
        row = super().create_model_instance(data)
        row.session_key = _kept(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """End the session with that key, or this one."""
        if key := session_key or self.session_key:
            super().delete(_kept(key))

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        found = self.model.objects.filter(
            session_key=_kept(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found

    def _name(self) -> str:
        return f"session|{self._get_or_create_session_key()}"  # type: ignore[attr-defined]


def _kept(key: str) -> str:
    return blind_index(f"session key|{key}")[:40]
