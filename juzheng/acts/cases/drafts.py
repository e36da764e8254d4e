"""Drafts (草稿): what a resident has typed so far survives a closed browser."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from juzheng.catalogue import rights
from juzheng.law.base.retention import Kept
from juzheng.records.models import Committee, Draft
from juzheng.records.sealed import closed

KEPT_DAYS = rights.retention()[Kept.DRAFT].days


def start(
    item_id: str, *, key: str, committee: Committee, answers: Mapping[str, Any], at: datetime
) -> Draft:
    """
    Begin an application and return its draft.

    :param key: nobody can guess it; the case is filed under it
    :param answers: what is known before anything is asked
    """
    return Draft.objects.create(
        key=key,
        item_id=item_id,
        committee=committee,
        answers=dict(answers),
        started_at=at,
        changed_at=at,
    )


def keep(draft: Draft, answers: Mapping[str, Any], *, at: datetime) -> Draft:
    """
    Add ``answers`` to what the draft holds by now: another page may have added others meanwhile.

    :raises Draft.DoesNotExist: if it was filed or removed meanwhile
    """
    seen = Draft.objects.filter(pk=draft.pk)
    while not seen.filter(changed_at=draft.changed_at).update(
        **closed(draft, {"answers": (held := {**draft.answers, **answers})}), changed_at=at
    ):
        draft.refresh_from_db()
    draft.answers, draft.changed_at = held, at
    return draft


def forget(*, at: datetime) -> int:
    """Remove drafts that nobody has touched for ``KEPT_DAYS`` days; return how many."""
    removed, _ = Draft.objects.filter(changed_at__lt=at - timedelta(days=KEPT_DAYS)).delete()
    return removed


def discard(draft: Draft) -> None:
    """Remove ``draft`` at its owner's wish."""
    draft.delete()
