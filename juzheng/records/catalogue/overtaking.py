"""Texts that later publications overtook (已有更新的公布): what nobody should post as it stands.

What is published elsewhere counts only by what it changed in the text's own division, and the text
to post instead is always the own division's: another place's says what does not hold here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone

from juzheng.catalogue.forms import build
from juzheng.law.base.divisions import path_of
from juzheng.law.catalogue.guides import Where
from juzheng.law.catalogue.notices import Notice, notice
from juzheng.law.catalogue.publications import (
    OF_EVERYTHING,
    ChangeWord,
    ItemChange,
    brought_up,
    otherwise,
)
from juzheng.records.catalogue import governing
from juzheng.records.models import Delivery, Entry, Publication

RENEWED = "publication.renewed"


@dataclass(frozen=True)
class Overtaken:
    """What came after a text was made (之后的公布), and how what it says stands now."""

    newest: Publication  # the last that changed what the text says, whoever published it
    changes: tuple[ItemChange, ...]  # what is otherwise now; a text about everything names none
    own: Publication | None  # the newest of these of the own division: its texts are the ones
    lasting: bool  # something of the text still holds: it can be made anew, as of today

    @property
    def texts(self) -> dict[str, Delivery]:
        """Return the newest texts of the own division, by channel."""
        return {one.channel: one for one in self.own.deliveries.all()} if self.own else {}


@dataclass(frozen=True)
class _Made:
    """What a text says, and when it was made anew (文稿的内容); None: as it was published."""

    changes: tuple[ItemChange, ...]
    at: datetime | None = None

    def knew(self, then: Publication) -> bool:
        """Return whether what ``then`` says was in the text already."""
        if self.at is None or then.intended_at > self.at:
            return False
        return then.effective_on <= timezone.localdate(self.at)


def stale(delivery: Delivery, after: Overtaken | None) -> bool:
    """Return whether nobody should post this text as it stands (不再发布); what is posted stays."""
    return after is not None and delivery.posted_at is None


def of(found: Iterable[Delivery], on: date) -> dict[int, Overtaken]:
    """Return which of ``found`` are overtaken on ``on``, or on their own day, by their ids."""
    rows = list(found)
    if not rows:
        return {}
    every, made, told = _later(rows, on), _renewed(rows), dict[int, Overtaken]()
    boards = lru_cache(maxsize=None)(board_of)
    for one in rows:
        after = [then for then in every if _comes_after(then, one, on)]
        if not after:
            continue
        said = made.get((one.publication_id, one.channel))
        said = said or _Made(one.publication.published.changes)
        after = [then for then in after if not said.knew(then)]
        if one.kind not in OF_EVERYTHING:
            items = _items(said.changes)
            after = [then for then in after if items & _items(then.published.changes)]
        if not after:
            continue
        own = [then for then in after if then.division == one.publication.division]
        newest = own[-1] if own else None
        if one.kind in OF_EVERYTHING:
            told[one.pk] = Overtaken(after[-1], (), newest, lasting=True)
            continue
        board = boards(one.publication.division, day_of(one.publication, on))
        if changes := otherwise(said.changes, board):
            lasting = bool(brought_up(one.publication.published, board).changes)
            told[one.pk] = Overtaken(after[-1], changes, newest, lasting)
    return told


def day_of(one: Publication, on: date) -> date:
    """Return the day of which ``one`` would be told on ``on``: its own, until that has come."""
    return max(on, one.effective_on)


def board_of(division: str, on: date) -> Notice:
    """Return what holds in ``division`` on ``on`` (当日公告栏)."""
    listed = governing.governing(on)
    names = "".join(one.name for one in listed.path_of(division))
    return notice(listed, Where(division, on, names))


def _items(changes: Iterable[ItemChange]) -> set[str]:
    """Return of which items something is said; on which lists they stand changes nothing."""
    return {one.item for one in changes if one.word is not ChangeWord.LISTED}


def _later(rows: list[Delivery], on: date) -> list[Publication]:
    """Return what was published since the earliest of ``rows``, there or above, in its order."""
    said = {one.publication_id: one.publication for one in rows}
    places = {place for one in said.values() for place in path_of(one.division)}
    until = max(day_of(one, on) for one in said.values())
    later = Publication.objects.filter(
        pk__gt=min(said), division__in=places, effective_on__lte=until
    )
    return list(later.order_by("pk").prefetch_related("deliveries"))


def _comes_after(then: Publication, one: Delivery, on: date) -> bool:
    said = one.publication
    return (
        then.pk > said.pk
        and then.division in path_of(said.division)
        and then.effective_on <= day_of(said, on)
    )


def _renewed(rows: list[Delivery]) -> dict[tuple[int, str], _Made]:
    """Return of each text that was made anew what it says since: its last line in the ledger."""
    lines = Entry.objects.filter(
        event=RENEWED, details__publication__in={one.publication_id for one in rows}
    )
    return {
        (line.details["publication"], line.details["channel"]): _Made(
            tuple(build(ItemChange, one, "变更") for one in line.details["says"]), line.at
        )
        for line in lines.order_by("position")
    }
