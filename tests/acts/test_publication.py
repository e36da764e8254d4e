"""Publishing on every channel (公布): OP-2.3.c, one publication, every channel, on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from juzheng.acts import audit
from juzheng.acts.base import files, moves
from juzheng.acts.catalogue import changes
from juzheng.acts.catalogue import publications as publication
from juzheng.acts.catalogue.changes import Heading, Page
from juzheng.catalogue.prepared import prepared
from juzheng.law.catalogue.lists import ChangeKind, ItemList
from juzheng.law.catalogue.publications import ChangeWord, ChannelKind, DeliveryState
from juzheng.outside.channels import NotDelivered, Receipt
from juzheng.records.catalogue import overtaking
from juzheng.records.models import Delivery, Entry, Publication
from tests.acts.conftest import MADE
from tests.conftest import NOON

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("pages_made_once")]

HUBEI = "420000"
FROM = date(2020, 12, 31)
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def ministry(person):
    return [
        person("one", "overseer", None, "部一", division=""),
        person("two", "overseer", None, "部二", division=""),
    ]


@pytest.fixture
def hubei(loaded, ministry):
    """Publish Hubei's list and return what is to be said of it."""
    ready = prepared("hubei-2020")
    tables = (ready.instruments, ready.items, ready.lists)
    pages = [Page(one) for table in tables for one in table.values()]
    return published(ministry, pages, "湖北公布不应出具清单")


def published(officers, pages, title, *, key="key", at=NOON):
    heading = Heading(title, "原因", HUBEI, FROM)
    change = changes.draft(heading, pages, key=key, by=officers[0], at=at)
    changes.submit(change, version=change.version, by=officers[0], at=at)
    changes.publish(change, version=change.version, by=officers[1], at=at)
    return Publication.objects.filter(change=change).first()


def events():
    return list(
        Entry.objects.filter(chain=publication.CHAIN)
        .order_by("position")
        .values_list("event", flat=True)
    )


def states():
    return dict(Delivery.objects.values_list("channel", "state"))


@pytest.mark.duty(
    "OP-2.3.c", part="intended for every channel at once; some wait for a person to post"
)
def test_a_published_change_is_intended_for_every_channel_at_once(hubei):
    assert states() == dict.fromkeys(ChannelKind, DeliveryState.INTENDED.value)
    assert events() == ["publication.intended"]
    words = {one.word for one in hubei.published.changes}
    assert words == {ChangeWord.RENAMED, ChangeWord.NOT_ISSUED}
    assert hubei.published.division_name == "湖北省"


def test_everything_is_carried_out_and_its_bytes_are_kept(hubei, settings):
    assert publication.finish_all(at=LATER) == (5, 0)

    for one in Delivery.objects.all():
        body = files.read(one.file)
        assert sha256(body).hexdigest() == one.digest
        own = one.kind is ChannelKind.PORTAL
        assert one.state == (DeliveryState.POSTED if own else DeliveryState.READY).value
        assert (one.posted_at == LATER) if own else (one.posted_at is None)
        if not own:
            assert (Path(settings.DATA_DIR) / "outbox" / one.place).read_bytes() == body
    digests = {
        line.details["channel"]: line.details["digest"]
        for line in Entry.objects.filter(event="publication.delivered")
    }
    assert digests == dict(Delivery.objects.values_list("channel", "digest"))
    assert not audit.audit().faults


def test_carrying_out_twice_changes_nothing(hubei):
    publication.finish_all(at=LATER)
    before = (events(), states())
    stale = Delivery(pk=Delivery.objects.first().pk)
    stale.refresh_from_db()
    stale.state = DeliveryState.INTENDED.value  # as a second process saw it a moment ago
    publication.finish(stale, at=LATER)
    assert publication.finish_all(at=LATER) == (0, 0)
    assert (events(), states()) == before


def test_the_same_publication_gives_the_same_bytes_later(hubei, ministry):
    first = {kind: publication.rendering_of(hubei, kind).digest for kind in ChannelKind}
    item = prepared("hubei-2020").items["NEG-420000-01"]
    from dataclasses import replace

    page = Page(replace(item, summary="改过的说明。"))
    assert published(ministry, [page], "改一项", key="other", at=LATER) is not None
    MADE.clear()  # typeset anew
    assert {kind: publication.rendering_of(hubei, kind).digest for kind in ChannelKind} == first


def test_a_change_that_nobody_there_would_notice_is_not_announced(hubei, ministry):
    from dataclasses import replace

    text = prepared("hubei-2020").instruments["hubei-2020-32"]
    page = Page(replace(text, id="unrelated", title="另一份文件"))
    assert published(ministry, [page], "登记文件", key="other", at=LATER) is None


class Broken:
    """A channel that never takes anything."""

    def __init__(self, kind, folder):
        self.kind = kind

    def deliver(self, publication, rendering):
        raise NotDelivered("对方没有应答。请稍后重试。")


class Online:
    """A channel that posts by itself."""

    def __init__(self, kind, folder):
        self.kind = kind

    def deliver(self, publication, rendering):
        return Receipt("https://weibo.example/1", rendering.digest, False, "已发布。")


def test_what_fails_is_tried_again_then_told_and_can_be_retried(hubei, settings, ministry):
    settings.CHANNELS = {"weibo": f"{__name__}.Broken"}
    for _ in range(publication.TRIES - 1):
        publication.finish_all(at=LATER)
        assert states()["weibo"] == DeliveryState.INTENDED.value
    assert publication.finish_all(at=LATER) == (0, 1)
    assert publication.finish_all(at=LATER) == (0, 0)
    weibo = Delivery.objects.get(channel="weibo")
    assert weibo.state == DeliveryState.FAILED.value
    assert "没有应答" in weibo.failure

    settings.CHANNELS = {"weibo": f"{__name__}.Online"}
    publication.retry(weibo, by=ministry[0], at=LATER)
    assert publication.finish_all(at=LATER) == (1, 0)
    weibo.refresh_from_db()
    assert (weibo.state, weibo.place) == (DeliveryState.POSTED.value, "https://weibo.example/1")
    assert events()[-3:] == ["publication.failed", "publication.retried", "publication.delivered"]


def test_an_unforeseen_failure_is_told_without_its_insides(hubei, monkeypatch):
    def fail(*_):
        raise RuntimeError("password=secret")

    monkeypatch.setattr(publication.renderings, "weibo", fail)
    publication.finish(Delivery.objects.get(channel="weibo"), at=LATER)
    weibo = Delivery.objects.get(channel="weibo")
    assert weibo.failure == "程序出错（RuntimeError）。"
    assert "secret" not in weibo.failure


def test_whoever_posts_by_hand_notes_where_and_only_once(hubei, ministry):
    weibo = Delivery.objects.get(channel="weibo")
    with pytest.raises(moves.StepNotAllowed):
        publication.post(weibo, place="https://weibo.example/1", by=ministry[0], at=LATER)
    publication.finish_all(at=LATER)
    weibo.refresh_from_db()
    publication.post(weibo, place="https://weibo.example/1", by=ministry[0], at=LATER)
    with pytest.raises(moves.StepNotAllowed):
        publication.post(weibo, place="https://weibo.example/2", by=ministry[0], at=LATER)
    weibo.refresh_from_db()
    assert Entry.objects.get(event="publication.posted").details["digest"] == weibo.digest
    assert not audit.audit().faults


def test_an_audit_sees_that_the_words_or_the_bytes_were_changed(hubei, settings):
    publication.finish_all(at=LATER)
    weibo = Delivery.objects.get(channel="weibo")
    (files.folder() / weibo.file).write_bytes(b"something else")
    Publication.objects.update(content={**hubei.content, "title": "别的标题"})
    assert [fault.what[:4] for fault in audit.audit().faults] == [
        "这些栏与",
        "公布内容",
        "渠道文稿",
    ]


def test_what_a_channel_said_on_a_day_can_be_answered(hubei, ministry):
    publication.finish_all(at=LATER)
    weibo = Delivery.objects.get(channel="weibo")
    publication.post(weibo, place="https://weibo.example/1", by=ministry[0], at=LATER)

    said = Delivery.objects.last_said
    assert said(ChannelKind.WEIBO, HUBEI, NOON) is None
    assert said(ChannelKind.WEIBO, HUBEI, LATER) == weibo
    assert said(ChannelKind.WECHAT, HUBEI, LATER) is None
    assert said(ChannelKind.WEIBO, "430000", LATER) is None


def taken_away(officers, one, at=LATER):
    """Publish that ``one`` of Hubei's items is off its list, and return what is said of it."""
    first = Publication.objects.get(title="湖北公布不应出具清单")
    listing = next(e.entry for e in first.change.edits.all() if isinstance(e.entry, ItemList))
    lines = tuple(line for line in listing.lines if line.item != one)
    page = Page(replace(listing, lines=lines))
    return published(officers, [page], "湖北调整清单", key="again", at=at)


def test_a_text_that_names_what_went_away_since_is_known(hubei, ministry):
    today = NOON.date()
    gone = next(one.item for one in hubei.published.changes if one.word == "not_issued")
    assert overtaking.of(hubei.deliveries.all(), today) == {}
    after = taken_away(ministry, gone)
    found = overtaking.of(Delivery.objects.all(), today)
    assert {*found} == {one.pk for one in hubei.deliveries.all()}
    assert all((one.newest, one.own) == (after, after) for one in found.values())
    text = found[hubei.deliveries.get(channel="weibo").pk]
    assert [(one.item, one.word) for one in text.changes] == [(gone, ChangeWord.OFF_NEGATIVE)]
    assert text.lasting  # three others still hold
    (went,) = after.published.changes
    assert "没有清单列它" in went.said or "没有列这一项" in went.said  # and what applies now
    assert after.published.url.endswith(f"/lists/?division={HUBEI}")  # as they are called there


class Posts:
    """A channel that posts by itself."""

    def __init__(self, kind, folder):
        self.kind = kind

    def deliver(self, publication, rendering):
        return Receipt("https://weibo.example/1", rendering.digest, by_hand=False, says="已发布。")


def test_what_a_later_publication_says_otherwise_does_not_leave_by_itself(
    hubei, ministry, settings
):
    settings.CHANNELS = {"weibo": f"{__name__}.Posts"}
    gone = next(one.item for one in hubei.published.changes if one.word == "not_issued")
    after = taken_away(ministry, gone)
    old, new = (one.deliveries.get(channel="weibo") for one in (hubei, after))
    held = publication.finish(old, at=LATER)
    assert held.posted_at is None
    assert "之后公布了“湖北调整清单”" in held.failure
    assert publication.finish(new, at=LATER).state == "posted"


def test_an_officer_sees_the_deliveries_of_what_they_govern(hubei, person, ministry):
    own = person("h", "overseer", None, "鄂", division=HUBEI)
    other = person("x", "overseer", None, "湘", division="430000")
    assert Delivery.objects.visible_to(ministry[0]).count() == len(ChannelKind)
    assert Delivery.objects.visible_to(own).count() == len(ChannelKind)
    assert not Delivery.objects.visible_to(other).exists()


COUNTY = "420106"


def countys(officers, name, *, key, at=LATER):
    """Publish a county's own list: it calls one national item ``name``, and has nothing else."""
    first = Publication.objects.get(title="湖北公布不应出具清单")
    entries = [one.entry for one in first.change.edits.all()]
    listing = next(one for one in entries if isinstance(one, ItemList))
    text = next(one for one in entries if getattr(one, "id", "") == listing.document)
    line = replace(listing.lines[0], item="NEG-17", change=ChangeKind.RENAME, name=name)
    own = replace(listing, id="county", division=COUNTY, document="county-text", lines=(line,))
    pages = [Page(replace(text, id="county-text", title="区文件")), Page(own)]
    heading = Heading("区清单", "原因", COUNTY, FROM)
    change = changes.draft(heading, pages, key=key, by=officers[0], at=at)
    changes.submit(change, version=change.version, by=officers[0], at=at)
    changes.publish(change, version=change.version, by=officers[1], at=at)
    return Publication.objects.get(change=change)


def renamed_above(officers, name, *, at):
    """Publish that the province too calls that item otherwise, and has one item less."""
    first = Publication.objects.get(title="湖北公布不应出具清单")
    listing = next(e.entry for e in first.change.edits.all() if isinstance(e.entry, ItemList))
    line = replace(listing.lines[0], item="NEG-17", change=ChangeKind.RENAME, name=name)
    page = Page(replace(listing, lines=(*listing.lines[:-1], line)))
    return published(officers, [page], "湖北又公布清单", key="above", at=at)


def channel(one, kind):
    return one.deliveries.get(channel=kind)


def test_another_places_publication_takes_no_text_away_that_is_still_true_here(hubei, ministry):
    county = countys(ministry, "房产情况证明", key="c")
    publication.finish_all(at=LATER)
    above = renamed_above(ministry, "财产证明", at=LATER + timedelta(hours=1))
    assert "NEG-17" in {one.item for one in above.published.changes}  # the same item, there
    found = overtaking.of(county.deliveries.all(), NOON.date())
    told = {Delivery.objects.get(pk=pk).channel: one for pk, one in found.items()}
    # Here it is called as this county's list calls it: the announcement holds, word for word.
    assert {*told} == {"portal", "service_hall", "notice_board"}
    assert all((one.newest, one.own) == (above, None) for one in told.values())


def test_a_poster_is_made_anew_of_what_came_into_force_above(hubei, ministry):
    county = countys(ministry, "房产情况证明", key="c")
    publication.finish_all(at=LATER)
    last = prepared("hubei-2020").lists["hubei-negative-1"].lines[-1].item
    after = LATER + timedelta(hours=1)
    renamed_above(ministry, "财产证明", at=after)
    poster = channel(county, "notice_board")
    before = poster.digest
    again = publication.renew(poster, by=ministry[0], at=after)
    assert (again.state, again.digest != before) == ("ready", True)
    assert sha256(files.read(again.file)).hexdigest() == again.digest
    board = overtaking.board_of(COUNTY, NOON.date())
    assert last not in {one.item for one in board.refused}
    assert again.pk not in overtaking.of([again], NOON.date())
    posted = publication.post(again, place="公告栏", by=ministry[0], at=after)
    line = Entry.objects.get(event="publication.posted")
    assert (posted.state, line.details["digest"]) == ("posted", again.digest)
    with pytest.raises(moves.StepNotAllowed):
        publication.renew(posted, by=ministry[0], at=after)
    assert not audit.audit().faults


def test_of_a_text_that_is_false_in_part_the_rest_can_still_be_told(hubei, ministry):
    publication.finish_all(at=LATER)
    gone = next(one for one in hubei.published.changes if one.word == "not_issued")
    later = LATER + timedelta(hours=1)
    taken_away(ministry, gone.item, at=later)
    text = publication.renew(channel(hubei, "wechat"), by=ministry[0], at=later)
    article = files.read(text.file).decode()
    others = [one.name for one in hubei.published.changes if one.item != gone.item]
    assert others
    assert all(one in article for one in others)
    assert gone.name not in article
    assert text.pk not in overtaking.of([text], NOON.date())
    # What is published after that is compared with what the text says now, not with the first.
    another = next(one for one in hubei.published.changes if one.name in others)
    renaming = renamed_again(ministry, another.item, at=later + timedelta(hours=1))
    found = overtaking.of([text], NOON.date())[text.pk]
    assert (found.newest, [one.item for one in found.changes]) == (renaming, [another.item])


def renamed_again(officers, item, *, at):
    newest = Publication.objects.last().change.edits
    listing = next(e.entry for e in newest.all() if isinstance(e.entry, ItemList))
    lines = tuple(
        replace(line, name="又一个名称") if line.item == item else line for line in listing.lines
    )
    return published(officers, [Page(replace(listing, lines=lines))], "改名", key="more", at=at)
