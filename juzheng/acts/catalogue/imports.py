"""Importing (导入): a file waits here between what it would do and the officer's yes.

What it says becomes a draft by ``changes.draft``, all of it in one transaction, once.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from juzheng.acts.base import ledger
from juzheng.records.models import Import, User

LONGEST_NAME = 200


@transaction.atomic(durable=True)
def hold(content: bytes, name: str, *, by: User, at: datetime) -> Import:
    """
    Keep a file until ``by`` confirms it, in place of the one they handed in before.

    Nothing in it governs anything yet. The ledger keeps its digest (OP-2.3.a).
    """
    said = {"name": name[-LONGEST_NAME:], "content": content, "written_at": at}
    held, _ = Import.objects.update_or_create(written_by=by, defaults=said)
    details = {"name": held.name, "digest": sha256(content).hexdigest()}
    ledger.note("imports", "import.held", by=f"staff:{by.pk}", at=at, details=details)
    return held


@transaction.atomic(durable=True)
def let_go(held: Import, *, change: int | None, by: User, at: datetime) -> None:
    """Forget the file: drafted as ``change``, or not wanted (None). Letting go twice is once."""
    deleted, _ = Import.objects.filter(pk=held.pk, written_by=by).delete()
    if deleted:
        event = "import.dropped" if change is None else "import.drafted"
        details = {} if change is None else {"change": change}
        ledger.note("imports", event, by=f"staff:{by.pk}", at=at, details=details)
