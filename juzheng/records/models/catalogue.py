"""Revisions of the catalogue (目录版本): frozen; a case keeps the one it was decided under."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import models

from juzheng.catalogue import read_item
from juzheng.law.items import Item
from juzheng.records.privacy import Privacy


class ItemRevision(models.Model):
    """One published wording of a proof item (证明事项版本)."""

    item_id = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    published_at = models.DateTimeField()
    catalogue_digest = models.CharField(max_length=64)

    PRIVACY = dict.fromkeys(
        ("id", "item_id", "number", "digest", "content", "published_at", "catalogue_digest"),
        Privacy.PUBLIC,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item_id", "number"], name="revision_number_once"),
            models.UniqueConstraint(fields=["item_id", "digest"], name="revision_content_once"),
        ]
        indexes = [models.Index(fields=["item_id", "-number"])]

    def __str__(self) -> str:
        return f"{self.item_id} 第{self.number}版"

    @property
    def item(self) -> Item:
        """Return the item as the law sees it."""
        return _read(_Holder(self.digest, self.content))


class _Holder:
    """A revision's content as a cache key that compares by digest only."""

    def __init__(self, digest: str, content: dict[str, Any]) -> None:
        self.digest, self.content = digest, content

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder) and other.digest == self.digest


@lru_cache(maxsize=512)
def _read(holder: _Holder) -> Item:
    return read_item(holder.content)
