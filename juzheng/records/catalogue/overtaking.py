"""Publications that later ones overtook (已有更新的公布): whose texts nobody should post now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from juzheng.law.catalogue.lists import path_of
from juzheng.law.catalogue.publications import OF_EVERYTHING, ChannelKind, ItemChange, overtaken
from juzheng.records.models import Delivery, Publication


@dataclass(frozen=True)
class Overtaken:
    """What came after a publication (之后的公布): the newest, and what is said otherwise by now."""

    newest: Publication
    changes: tuple[ItemChange, ...]

    def holds_for(self, kind: ChannelKind) -> bool:
        """Return whether the text of this channel is no longer what is so (文稿过时了)."""
        return bool(self.changes) or kind in OF_EVERYTHING

    @property
    def texts(self) -> dict[str, Delivery]:
        """Return the newest texts, by channel."""
        return {one.channel: one for one in self.newest.deliveries.all()}


def stale(delivery: Delivery, after: Overtaken | None) -> bool:
    """Return whether nobody should post this text any more (不再发布); what is posted stays."""
    return after is not None and delivery.posted_at is None and after.holds_for(delivery.kind)


def of(found: Iterable[Publication], on: date) -> dict[int, Overtaken]:
    """Return which of ``found`` are overtaken on ``on``, or on their own day, in two queries."""
    rows = {one.pk: one for one in found}
    if not rows:
        return {}
    places = {place for one in rows.values() for place in path_of(one.division)}
    until = max(on, *(one.effective_on for one in rows.values()))
    later = Publication.objects.filter(
        pk__gt=min(rows), division__in=places, effective_on__lte=until
    )
    every = list(later.order_by("pk").prefetch_related("deliveries"))
    told = {pk: _overtaken(one, every, on) for pk, one in rows.items()}
    return {pk: one for pk, one in told.items() if one is not None}


def _overtaken(one: Publication, every: list[Publication], on: date) -> Overtaken | None:
    places, until = path_of(one.division), max(on, one.effective_on)
    after = [
        then
        for then in every
        if then.pk > one.pk and then.division in places and then.effective_on <= until
    ]
    changes = overtaken(one.published, [then.published for then in after]) if after else ()
    told = {change.item for change in changes}
    newest = [
        then
        for then in after
        if then.division == one.division
        or told & {change.item for change in then.published.changes}
    ]
    return Overtaken(newest[-1], changes) if newest else None
