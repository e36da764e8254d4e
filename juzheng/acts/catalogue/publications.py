"""Publishing on every channel (公布): intended with the change, carried out after, recorded.

The intent is written in the very transaction that publishes a change, so that a crash leaves
either nothing or an intent that :func:`finish_all` takes up again. Nothing leaves the process
inside a transaction. Every step is a line of the chain "publication". Source: OP-2.3.c.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any, Unpack

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from juzheng.acts.base import files, ledger, moves, numbers
from juzheng.acts.base.moves import Hand
from juzheng.catalogue import Catalogue
from juzheng.law.base.ledger import canonical_digest
from juzheng.law.base.plain import as_mapping
from juzheng.law.catalogue import every_guide, notices, publications
from juzheng.law.catalogue.guides import Where
from juzheng.law.catalogue.publications import ChannelKind, DeliveryEvent, DeliveryState
from juzheng.outside import bundle, open_data, renderings
from juzheng.outside import guides as printed
from juzheng.outside.channels import Channel, NotDelivered, NullChannel, OwnSite
from juzheng.outside.open_data import Scope
from juzheng.outside.renderings import Rendering, TooLong
from juzheng.outside.typesetting import MissingGlyphs
from juzheng.records.catalogue import change_effects, governing, overtaking
from juzheng.records.models import Change, Delivery, Publication, User
from juzheng.records.tracked import Covered

CHAIN = "publication"
TRIES = 3  # then people are told, and one of them tries again

# The service hall's bundle holds every item's sheets.
MADE_QUICKLY = tuple(kind for kind in ChannelKind if kind is not ChannelKind.SERVICE_HALL)
TOLD = (NotDelivered, TooLong, MissingGlyphs)  # failures that say themselves what to do


def intend(change: Change, **hand: Unpack[Hand]) -> Publication | None:
    """
    Write down what ``change`` is going to say on every channel; None if it changes nothing there.

    Runs inside the publishing transaction and before its revisions are stored.
    """
    content, _after = what_is_said(change)
    return _intend(change, content, **hand) if content.changes else None


def what_is_said(change: Change) -> tuple[publications.Publication, Catalogue]:
    """
    Return what ``change`` would say, and the catalogue with it: of the day on which it shows.

    What is taken away before it began changes nothing today, and does on the day it was to begin.
    """
    for day in dict.fromkeys((change.effective_on, change_effects.shows_on(change))):
        before, after = change_effects.before_and_after(change, day)
        content = content_of(change, before, after, day)
        if content.changes:
            break
    return content, after


def content_of(
    change: Change, before: Catalogue, after: Catalogue, on: date
) -> publications.Publication:
    """Return what ``change`` would say of the day ``on``, before it has a number and a digest."""
    where = _where(after, change, on)
    boards = (notices.notice(one, where) for one in (before, after))
    every = every_guide.at(after, where)
    told = (publications.with_what_applies(one, every) for one in publications.changes(*boards))
    return publications.Publication(
        id="",
        title=change.title,
        division=change.division,
        division_name=where.division_name,
        effective_on=on,
        changes=tuple(told),
        url=_address(change.division) or f"{settings.BASE_URL}/items/",
        digest="",
    )


def _address(division: str) -> str:
    """Return where the lists can be read as they are in ``division`` (全文地址)."""
    return f"{settings.BASE_URL}/lists/?division={division}" if division else ""


def _intend(
    change: Change, content: publications.Publication, *, by: User, at: datetime
) -> Publication:
    publication = Publication.objects.create(
        change=change,
        division=content.division,
        title=content.title,
        effective_on=content.effective_on,
        content={},
        digest="",
        intended_at=at,
        intended_by=by,
    )
    named = replace(content, id=str(publication.pk))
    digest = digest_of(named)
    publication.content = as_mapping(replace(named, digest=digest))
    publication.digest = digest
    publication.save(update_fields=["content", "digest"])
    deliveries = Delivery.objects.bulk_create(
        [Delivery(publication=publication, channel=kind.value) for kind in ChannelKind]
    )
    covers = (publication, *deliveries)
    _note(publication, "publication.intended", by=by, at=at, covers=covers, digest=digest)
    return publication


def digest_of(content: publications.Publication) -> str:
    """Return the digest of what is published (公布摘要): 64 hexadecimal digits."""
    said = {**as_mapping(content), "digest": ""}
    return canonical_digest(said)


def bytes_of(delivery: Delivery) -> str:
    """Return the digest of the bytes kept of a delivery, empty if they are gone (文稿摘要)."""
    try:
        return sha256(files.read(delivery.file)).hexdigest()
    except (FileNotFoundError, files.FileAltered):
        return ""


def _where(listed: Catalogue, change: Change, on: date) -> Where:
    names = "".join(one.name for one in listed.path_of(change.division))
    return Where(change.division, on, names)


def finish(delivery: Delivery, *, at: datetime) -> Delivery:
    """
    Carry one delivery out: render, keep the bytes as evidence, hand over, record.

    Safe to call again, and by two at once: whoever is second changes nothing. What fails is tried
    again by the next call; after ``TRIES`` failures it waits for a person.
    """
    if delivery.state != DeliveryState.INTENDED.value:
        return delivery
    Delivery.objects.filter(pk=delivery.pk).update(tries=F("tries") + 1)
    kind, publication = delivery.kind, delivery.publication
    try:
        rendering = _to_carry(delivery, at)
        file, digest = _kept(publication, rendering)
        receipt = channel_of(kind).deliver(publication.published, rendering)
    except Exception as failure:  # noqa: BLE001 - whatever a channel raises is kept and tried again
        _failed(delivery, failure, at=at)
    else:
        event = DeliveryEvent.READIED if receipt.by_hand else DeliveryEvent.CARRIED
        told = {
            "name": rendering.name,
            "media_type": rendering.media_type,
            "file": file,
            "digest": digest,
            "place": receipt.place,
            "says": receipt.says,
            "delivered_at": at,
            "posted_at": None if receipt.by_hand else at,
            "failure": "",
        }
        state = delivery.MACHINE.step(DeliveryState.INTENDED, event).value
        said = {"by": ledger.SYSTEM, "at": at, "digest": digest, "state": state}
        with suppress(moves.MovedMeanwhile), transaction.atomic():
            _move(delivery, event, changes=told, **said)
    delivery.refresh_from_db()
    return delivery


def _to_carry(delivery: Delivery, at: datetime) -> Rendering:
    """
    Return what is carried out: no text leaves the house by itself that is otherwise by now.

    One that only a place above overtook is sent as of today. What people post is only marked: a
    person may have posted it already, and says so.

    :raises NotDelivered: if a newer one of the own division says it instead (不再送出)
    """
    kind, publication = delivery.kind, delivery.publication
    found = None
    if not by_hand(kind) and not isinstance(channel_of(kind), OwnSite):
        found = overtaking.of([delivery], timezone.localdate(at)).get(delivery.pk)
    if found is None:
        return rendering_of(publication, kind)
    if found.own or not found.lasting:
        raise NotDelivered(f"之后公布了“{found.newest.title}”，这一份不再送出。请送最新的。")
    return _renewed(publication, kind, timezone.localdate(at))[0]


def renew(delivery: Delivery, *, by: User, at: datetime) -> Delivery:
    """
    Make a text anew that is still to be posted, of what holds today (按当天的内容重新备文稿).

    The bytes before stay where they are, and their line in the ledger.

    :raises NotDelivered: if nothing of what it says holds any more, or it could not be kept
    :raises moves.StepNotAllowed: if it is not ready, or was posted already
    :raises moves.MovedMeanwhile: if somebody else noted it meanwhile
    """
    delivery.MACHINE.step(delivery.stands, DeliveryEvent.RENEWED)
    kind, publication = delivery.kind, delivery.publication
    rendering, said = _renewed(publication, kind, timezone.localdate(at))
    file, digest = _kept(publication, rendering)
    receipt = channel_of(kind).deliver(publication.published, rendering)
    told = {"file": file, "digest": digest, "delivered_at": at, "place": receipt.place}
    says = [as_mapping(one) for one in said.changes]
    with transaction.atomic(durable=True):
        _move(delivery, DeliveryEvent.RENEWED, changes=told, by=by, at=at, digest=digest, says=says)
    delivery.refresh_from_db()
    return delivery


def _renewed(
    publication: Publication, kind: ChannelKind, on: date
) -> tuple[Rendering, publications.Publication]:
    """Return a text as of ``on``, and what it says: of a change what still holds of it."""
    said, day = publication.published, overtaking.day_of(publication, on)
    listed = governing.governing(day)
    if kind in publications.OF_EVERYTHING:
        return rendered(replace(said, effective_on=day), listed, kind), said
    said = publications.brought_up(said, overtaking.board_of(said.division, day))
    if not said.changes:
        raise NotDelivered("这一份说的都已经不是这样了，不用再发。请发最新的。")
    return rendered(said, listed, kind), said


def _kept(publication: Publication, rendering: Rendering) -> tuple[str, str]:
    """Keep the bytes of a text, and return where and their digest."""
    ending = PurePath(rendering.name).suffix.lstrip(".")
    return files.keep(rendering.body, f"publications/{publication.pk}", ending)


def ready_at_once(change: Change, *, at: datetime) -> None:
    """
    Make the texts of ``change`` that people post by hand, as soon as it is published (文稿备好).

    They were made for its rehearsal too, so none takes long; the service hall's bundle, of all
    sheets there are, and what leaves this house are left to :func:`finish_all`.
    """
    waiting = Delivery.objects.waiting().filter(publication__change=change, tries=0)
    for one in waiting.select_related("publication"):
        if one.kind in MADE_QUICKLY and by_hand(one.kind):
            finish(one, at=at)


def by_hand(kind: ChannelKind) -> bool:
    """Return whether a person posts what ``kind`` carries (人工发布)."""
    return isinstance(channel_of(kind), NullChannel)


def finish_all(*, at: datetime) -> tuple[int, int]:
    """Carry out everything that waits; return how many were delivered and how many failed."""
    states = [
        finish(one, at=at).state for one in Delivery.objects.waiting().select_related("publication")
    ]
    done = (DeliveryState.READY.value, DeliveryState.POSTED.value)
    return sum(state in done for state in states), sum(state not in done for state in states)


@transaction.atomic(durable=True)
def retry(delivery: Delivery, *, by: User, at: datetime) -> Delivery:
    """Let a failed delivery wait to be carried out again; anything else stays as it is."""
    with suppress(moves.MovedMeanwhile, moves.StepNotAllowed):
        _move(delivery, DeliveryEvent.RETRIED, by=by, at=at, changes={"tries": 0, "failure": ""})
    return delivery


@transaction.atomic(durable=True)
def post(delivery: Delivery, *, place: str, by: User, at: datetime) -> Delivery:
    """
    Note that a person posted the text, and where it can be seen.

    :raises moves.StepNotAllowed: if the text is not ready, or was noted as posted already
    :raises moves.MovedMeanwhile: if somebody else noted it meanwhile
    """
    posted = {"place": place, "posted_at": at, "posted_by": by}
    told = {"digest": delivery.digest, "place": place}
    _move(delivery, DeliveryEvent.POSTED, by=by, at=at, changes=posted, **told)
    return delivery


def rendering_of(publication: Publication, kind: ChannelKind) -> Rendering:
    """
    Return what ``kind`` is to carry: by the catalogue as it was known when it was intended.

    The same publication always gives the same bytes, whenever it is rendered.
    """
    said = publication.published
    listed = governing.as_known_at(publication.intended_at, said.effective_on)
    return rendered(said, listed, kind)


def rendered(said: publications.Publication, listed: Catalogue, kind: ChannelKind) -> Rendering:
    """Return what ``kind`` is to carry of ``said``, by the catalogue ``listed``."""
    if kind is ChannelKind.WEIBO:
        return renderings.weibo(said)
    if kind is ChannelKind.WECHAT:
        return renderings.wechat(said)
    where = Where(said.division, said.effective_on, said.division_name)
    scope = Scope(said.division, said.division_name, said.effective_on, settings.BASE_URL)
    if kind is ChannelKind.NOTICE_BOARD:
        poster = printed.poster_pdf(notices.notice(listed, where), url=said.url)
        return Rendering("poster.pdf", "application/pdf", poster)
    every = [*every_guide.at(listed, where).values()]
    if kind is ChannelKind.SERVICE_HALL:
        return bundle.service_hall(every, notices.notice(listed, where), scope)
    return open_data.items_json(every, scope)


def channel_of(kind: ChannelKind) -> Channel:
    """Return the channel of this installation: its own (``settings.CHANNELS``), or what ships."""
    folder = Path(settings.DATA_DIR) / "outbox"
    if named := settings.CHANNELS.get(kind.value):
        channel: Channel = import_string(named)(kind, folder)
        return channel
    return OwnSite(kind) if kind is ChannelKind.PORTAL else NullChannel(kind, folder)


@transaction.atomic
def _failed(delivery: Delivery, failure: Exception, *, at: datetime) -> None:
    why = str(failure) if isinstance(failure, TOLD) else f"程序出错（{type(failure).__name__}）。"
    waiting = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.INTENDED.value)
    waiting.update(failure=why)
    if waiting.filter(tries__gte=TRIES).exists():
        with suppress(moves.MovedMeanwhile):
            _move(delivery, DeliveryEvent.FAILED, by=ledger.SYSTEM, at=at)


def _move(
    delivery: Delivery,
    event: DeliveryEvent,
    *,
    changes: Mapping[str, Any] | None = None,
    **said: Any,
) -> None:
    """Move one delivery; its line stands in the chain that all publications share."""
    moves.claim(delivery, event, **(changes or {}))
    line = delivery.MACHINE.line(event)
    _note(delivery.publication, line, covers=(delivery,), channel=delivery.channel, **said)


def _note(
    publication: Publication,
    event: str,
    *,
    by: User | str,
    at: datetime,
    covers: Iterable[Covered],
    **details: Any,
) -> None:
    numbers.take(CHAIN)  # whoever writes in this chain at the same time waits here
    told = {"publication": publication.pk, **details}
    ledger.note(CHAIN, event, by=by, at=at, details=told, covers=covers)
