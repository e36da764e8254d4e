"""Drafts (草稿): what a resident has typed so far survives a closed browser."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from juzheng.records.models import Committee, Draft

KEPT_DAYS = 7  # shortest that lets someone fetch a paper and come back (个人信息保护法 第十九条)


def start(item_id: str, *, committee: Committee, at: datetime) -> Draft:
    """Begin an application and return its draft, with a key that nobody can guess."""
    return Draft.objects.create(
        key=secrets.token_urlsafe(32),
        item_id=item_id,
        committee=committee,
        started_at=at,
        changed_at=at,
    )


def keep(draft: Draft, answers: Mapping[str, Any], *, at: datetime) -> Draft:
    """Add ``answers`` to what the draft holds."""
    draft.answers = {**draft.answers, **answers}
    draft.changed_at = at
    draft.save(update_fields=["answers", "changed_at"])
    return draft


def forget(*, at: datetime) -> int:
    """Remove drafts that nobody has touched for ``KEPT_DAYS`` days; return how many."""
    removed, _ = Draft.objects.filter(changed_at__lt=at - timedelta(days=KEPT_DAYS)).delete()
    return removed


def discard(draft: Draft) -> None:
    """Remove ``draft`` at its owner's wish."""
    draft.delete()
