"""The gate at the act (提交与发布): what it refuses is left exactly as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from juzheng.acts.base import moves
from juzheng.acts.catalogue import changes
from juzheng.acts.catalogue.changes import Heading, Page
from juzheng.catalogue import Catalogue, CatalogueError
from juzheng.catalogue.prepared import prepared
from juzheng.law.catalogue.changes import ChangeEvent, ChangeState
from juzheng.law.catalogue.lists import ChangeKind, ListLine
from juzheng.records.catalogue import change_effects, governing
from juzheng.records.models import Change, Entry, Revision, User
from tests.conftest import NOON
from tests.records.snapshots import snapshot

TODAY = NOON.date()
HUBEI = "420000"


@pytest.fixture
def ministry(loaded: None, person: Callable[..., User]) -> list[User]:
    return [person(name, "overseer", None, name, division="") for name in ("one", "two", "three")]


def drafted(by: User, pages: list[Page], *, division: str = "", key: str = "key") -> Change:
    heading = Heading("一次修订", "原因", division, TODAY)
    return changes.draft(heading, pages, key=key, by=by, at=NOON)


def submit(change: Change, by: User) -> Change:
    return changes.submit(change, version=change.version, by=by, at=NOON)


def publish(change: Change, by: User) -> Change:
    return changes.publish(change, version=change.version, by=by, at=NOON)


def published(officers: list[User], pages: list[Page], key: str) -> Change:
    return publish(submit(drafted(officers[0], pages, key=key), officers[0]), officers[1])


def documents() -> list[Page]:
    return [Page(one) for one in prepared("hubei-2020").instruments.values()]


def hubei_lists() -> list[Page]:
    ready = prepared("hubei-2020")
    return [Page(one) for table in (ready.items, ready.lists) for one in table.values()]


def local(listed: Catalogue, *lines: ListLine) -> Page:
    """Return a list of Hubei that says only ``lines``."""
    one = listed.lists["national-negative-1"]
    return Page(replace(one, id="hubei-negative-9", division=HUBEI, lines=lines))


def text_of(listed: Catalogue, subject: str, **said: Any) -> Page:
    return Page(replace(listed.instruments[subject], **said))


def item_of(listed: Catalogue, subject: str, **said: Any) -> Page:
    return Page(replace(listed.items[subject], **said))


def taken_away(page: Page) -> Page:
    return replace(page, withdraw=True)


# Of each kind of page one that the law's gate refuses, and what only the whole catalogue can tell.
REFUSED: dict[str, tuple[Callable[[Catalogue], list[Page]], str]] = {
    "nothing": (lambda listed: [], "修订案里一页也没有。"),
    "item": (
        lambda listed: [item_of(listed, "NEG-10", onward=())],
        "NEG-10：没有填写居民可以怎么办",
    ),
    "text": (
        lambda listed: [text_of(listed, "opinion-2020-20", in_force_until=date(2030, 1, 1))],
        "opinion-2020-20：民发〔2020〕20号失效后系统要换规则",
    ),
    "rule": (
        lambda listed: [
            Page(replace(next(iter(listed.unlisted.values())), id="mine", document="nowhere"))
        ],
        "mine：规定它的文件“nowhere”没有登记",
    ),
    "list": (
        lambda listed: [local(listed, ListLine("NEG-10"), ListLine("NEG-10"))],
        "hubei-negative-9：NEG-10 在清单里出现了两次",
    ),
    "not above": (
        lambda listed: [
            item_of(listed, "NEG-10", id="NEG-99", name="九九归一证明", aliases=()),
            local(listed, ListLine("NEG-99", ChangeKind.REMOVE)),
        ],
        "NEG-99 不在上级清单上",
    ),
    "still listed": (
        lambda listed: [taken_away(item_of(listed, "NEG-10"))],
        "还列着 NEG-10。请先从清单中去掉。",
    ),
    "still leant on": (
        lambda listed: [taken_away(text_of(listed, "adoption-registration"))],
        "还以 adoption-registration 为依据。请先改这个事项。",
    ),
}


@pytest.mark.each
@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.duty("OP-2.2.a")
def test_what_is_unfit_is_neither_submitted_nor_published_and_nothing_moves(
    ministry: list[User], monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    pages, told = REFUSED[case]
    one, two, _ = ministry
    change = drafted(one, pages(governing.governing(TODAY)))
    before = snapshot()

    with pytest.raises(moves.NotReady, match=told):
        submit(change, one)
    assert snapshot() == before

    change.refresh_from_db()
    with monkeypatch.context() as lifted:  # what slipped past the first gate meets the second
        lifted.setattr(change_effects, "obstacles", lambda change: ())
        submit(change, one)
    before = snapshot()
    with pytest.raises(moves.NotReady, match=told):
        publish(change, two)
    assert snapshot() == before


def test_what_was_fit_when_submitted_is_asked_again_when_it_is_published(
    ministry: list[User],
) -> None:
    one, two, _ = ministry
    published(ministry, documents(), "documents")
    slow = submit(drafted(one, hubei_lists(), key="slow"), one)
    withdrawal = [replace(page, withdraw=True) for page in documents()]
    published(ministry, withdrawal, "withdrawn")
    before = snapshot()

    with pytest.raises(moves.NotReady, match="没有登记。请先登记这份文件"):
        publish(slow, two)
    assert snapshot() == before


def test_a_page_published_meanwhile_stops_the_one_in_review(ministry: list[User]) -> None:
    item = governing.governing(TODAY).items["NEG-10"]
    slow = submit(drafted(ministry[0], [Page(replace(item, summary="甲"))], key="s"), ministry[0])
    published(ministry, [Page(replace(item, summary="乙"))], "fast")
    before = snapshot()

    with pytest.raises(moves.NotReady, match="“健在证明”起草之后，已另有新版本发布"):
        publish(slow, ministry[1])
    assert snapshot() == before


def test_whoever_had_a_hand_in_it_does_not_publish_it(ministry: list[User]) -> None:
    drew_up, wrote_in, handed_in = ministry
    listed = governing.governing(TODAY)
    change = drafted(drew_up, [item_of(listed, "NEG-10", summary="甲")])
    page = item_of(listed, "NEG-11", summary="乙")
    changes.write(change, [page], version=change.version, by=wrote_in, at=NOON)
    submit(change, handed_in)
    before = snapshot()

    for officer in ministry:
        with pytest.raises(changes.NotASecondOfficer):
            publish(change, officer)
    assert snapshot() == before


def test_only_officers_of_its_division_act_on_a_change(
    ministry: list[User], person: Callable[..., User]
) -> None:
    stranger = person("stranger", "overseer", None, division="430000")
    nobody = person("nobody", "overseer", None)
    page = item_of(governing.governing(TODAY), "NEG-10", summary="甲")
    change = drafted(ministry[0], [page])
    now = {"version": change.version, "at": NOON}
    heading = Heading("改了", "原因", "", TODAY)
    drafts = (
        lambda by: changes.restate(change, heading, by=by, **now),
        lambda by: changes.write(change, [page], by=by, **now),
        lambda by: changes.discard(change, by=by, **now),
    )
    reviews = (
        lambda by: changes.send_back(change, "改", by=by, version=change.version, at=NOON),
        lambda by: publish(change, by),
    )

    def nobody_may(acts: Any) -> None:
        before = snapshot()
        for act in acts:
            for officer in (stranger, nobody):
                with pytest.raises(moves.NotYours):
                    act(officer)
                change.refresh_from_db()
        assert snapshot() == before

    nobody_may(drafts)
    submit(change, ministry[0])
    nobody_may(reviews)


def test_an_old_page_of_a_draft_changes_nothing(ministry: list[User]) -> None:
    """The state is the same and the version is not: only the version tells (版本号)."""
    page = item_of(governing.governing(TODAY), "NEG-10", summary="甲")
    change = drafted(ministry[0], [page])
    seen, edit = change.version, change.edits.get()
    changes.write(change, [replace(page)], version=seen, by=ministry[1], at=NOON)
    old = {"version": seen, "by": ministry[0], "at": NOON}
    before = snapshot()

    for act in (
        lambda: changes.restate(change, Heading("改了", "", "", TODAY), **old),
        lambda: changes.write(change, [page], **old),
        lambda: changes.leave_out(change, edit, **old),
        lambda: changes.submit(change, **old),
        lambda: changes.discard(change, **old),
    ):
        with pytest.raises(moves.MovedMeanwhile):
            act()
    assert snapshot() == before


def test_a_change_sent_back_and_in_again_is_not_published_at_the_version_seen_before(
    ministry: list[User],
) -> None:
    one, two, _ = ministry
    change = submit(drafted(one, [item_of(governing.governing(TODAY), "NEG-10")]), one)
    seen = change.version
    changes.send_back(change, "改", version=seen, by=two, at=NOON)
    submit(change, one)
    before = snapshot()

    with pytest.raises(moves.MovedMeanwhile):
        changes.publish(change, version=seen, by=two, at=NOON)
    with pytest.raises(moves.MovedMeanwhile):
        changes.send_back(change, "再改", version=seen, by=two, at=NOON)
    assert snapshot() == before


def test_what_is_in_review_is_not_written_in_and_what_is_published_is_frozen(
    ministry: list[User],
) -> None:
    one, two, _ = ministry
    page = item_of(governing.governing(TODAY), "NEG-10", summary="甲")
    change = submit(drafted(one, [page]), one)
    edit = change.edits.get()

    def all_refused() -> None:
        now = {"version": change.version, "by": one, "at": NOON}
        before = snapshot()
        for act in (
            lambda: changes.restate(change, Heading("改了", "", "", TODAY), **now),
            lambda: changes.write(change, [page], **now),
            lambda: changes.leave_out(change, edit, **now),
            lambda: changes.submit(change, **now),
            lambda: changes.discard(change, **now),
        ):
            with pytest.raises(moves.StepNotAllowed):
                act()
        assert snapshot() == before

    all_refused()
    publish(change, two)
    all_refused()


def test_another_changes_page_is_not_left_out(ministry: list[User]) -> None:
    listed = governing.governing(TODAY)
    mine = drafted(ministry[0], [item_of(listed, "NEG-10")], key="mine")
    theirs = drafted(ministry[0], [item_of(listed, "NEG-11")], key="theirs")
    changes.leave_out(mine, theirs.edits.get(), version=mine.version, by=ministry[0], at=NOON)

    assert theirs.edits.count() == 1


def test_what_could_not_be_read_back_is_not_stored(ministry: list[User]) -> None:
    page = item_of(governing.governing(TODAY), "NEG-10", handling="whatever")
    before = snapshot()
    with pytest.raises(CatalogueError, match="whatever"):
        drafted(ministry[0], [page])
    assert snapshot() == before


def test_a_published_change_says_in_the_ledger_what_was_published_and_with_which_note(
    ministry: list[User],
) -> None:
    one, two, _ = ministry
    change = submit(drafted(one, [item_of(governing.governing(TODAY), "NEG-10")]), one)
    changes.publish(change, note="核对过原件", version=change.version, by=two, at=NOON)

    revision = Revision.objects.get(subject="NEG-10", origin="officer")
    line = Entry.objects.get(event="catalogue.published")
    assert line.details["pages"] == {"item:NEG-10": revision.digest}
    assert line.details["change"] == change.pk
    assert (change.review_note, change.reviewed_by) == ("核对过原件", two)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("published", {"reviewed_at": None, "reviewed_by": None}),
        ("published", {"reviewed_at": NOON, "reviewed_by": 0}),
        ("draft", {"reviewed_at": NOON, "reviewed_by": None}),
        ("draft", {"submitted_at": None}),
        ("waiting", {}),
    ],
)
def test_not_even_the_database_lets_a_change_past_its_review(
    ministry: list[User], state: str, said: dict[str, Any]
) -> None:
    page = item_of(governing.governing(TODAY), "NEG-10")
    change = submit(drafted(ministry[0], [page]), ministry[0])
    values = {key: ministry[0] if value == 0 else value for key, value in said.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(state=state, **values)
    assert ChangeState(Change.objects.get().state) is ChangeState.IN_REVIEW
    assert not Entry.objects.filter(event=f"change.{ChangeEvent.PUBLISHED}").exists()
