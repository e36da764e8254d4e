"""Changes (修订): a second officer, the gate, two at once, and what governs from which day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from juzheng.acts import audit
from juzheng.acts.base import moves
from juzheng.acts.cases import answering
from juzheng.acts.catalogue import changes, loading
from juzheng.acts.catalogue.changes import Heading, Page
from juzheng.catalogue.pages import PageKind
from juzheng.catalogue.prepared import prepared
from juzheng.law.catalogue.changes import ChangeState
from juzheng.law.catalogue.items import ActKind, ListKind
from juzheng.law.catalogue.lists import ChangeKind, ListLine
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.catalogue import change_effects, governing
from juzheng.records.models import Change, Entry, Revision
from tests.conftest import NOON

TODAY = NOON.date()
HUBEI = "420000"


@pytest.fixture
def officers(person):
    return [
        person("first", "overseer", None, "郑科长", division=HUBEI),
        person("second", "overseer", None, "吴科员", division=HUBEI),
    ]


@pytest.fixture
def ministry(person):
    return [
        person("one", "overseer", None, "部一", division=""),
        person("two", "overseer", None, "部二", division=""),
    ]


def hubei_pages():
    ready = prepared("hubei-2020")
    texts, items, lists = ready.instruments, ready.items, ready.lists
    return [Page(one) for table in (texts, items, lists) for one in table.values()]


def drafted(by, pages, *, division="", key="key", on=TODAY):
    heading = Heading("一次修订", "原因", division, on)
    return changes.draft(heading, pages, key=key, by=by, at=NOON)


def published(officers, pages, **more):
    change = drafted(officers[0], pages, **more)
    changes.submit(change, version=change.version, by=officers[0], at=NOON)
    return changes.publish(change, version=change.version, by=officers[1], at=NOON)


@pytest.mark.duty("OP-2.3.a")
def test_a_list_published_by_two_officers_governs_its_province(loaded, ministry, committee):
    hubei = prepared("hubei-2020").lists["hubei-negative-1"]
    published(ministry, hubei_pages(), on=date(2020, 12, 31))

    today = governing.governing(TODAY)
    assert len(today.rulebook(HUBEI, TODAY).listed(ListKind.NEGATIVE)) == 22
    assert len(today.rulebook("430000", TODAY).listed(ListKind.NEGATIVE)) == 20
    assert today.lists[hubei.id] == hubei
    before = governing.governing(date(2020, 12, 30))
    assert hubei.id not in before.lists
    assert not audit.audit().faults


def test_what_we_said_on_a_past_day_can_still_be_answered(loaded, ministry):
    later = NOON + timedelta(days=1)
    change = drafted(ministry[0], hubei_pages(), on=date(2020, 12, 31))
    changes.submit(change, version=change.version, by=ministry[0], at=later)
    changes.publish(change, version=change.version, by=ministry[1], at=later)

    then = governing.as_known_at(NOON, TODAY)
    assert "hubei-negative-1" not in then.lists
    assert "hubei-negative-1" in governing.as_known_at(later, TODAY).lists


def test_nobody_reviews_what_they_wrote(loaded, ministry):
    change = drafted(ministry[0], hubei_pages())
    changes.submit(change, version=change.version, by=ministry[1], at=NOON)

    for officer in ministry:  # one wrote it, the other handed it in
        with pytest.raises(changes.NotASecondOfficer):
            changes.publish(change, version=change.version, by=officer, at=NOON)
    assert Revision.objects.filter(origin="officer").count() == 0


def test_an_officer_governs_their_own_division_and_those_below(loaded, officers, ministry):
    with pytest.raises(moves.NotYours):
        drafted(officers[0], [], division="430000")
    code = governing.governing(TODAY).instruments["civil-code"]
    with pytest.raises(moves.NotYours):  # the laws that hold everywhere are the nation's
        drafted(officers[0], [Page(replace(code, status="改过"))], division=HUBEI)

    # A province registers its own documents.
    change = drafted(officers[0], hubei_pages(), division=HUBEI)
    changes.submit(change, version=change.version, by=officers[0], at=NOON)
    changes.publish(change, version=change.version, by=officers[1], at=NOON)
    assert change.state == ChangeState.PUBLISHED
    assert Revision.objects.get(subject="hubei-2020-32").division == HUBEI


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda item: replace(item, basis=()), "法律法规依据"),
        (lambda item: replace(item, facts=()), "核实哪些事实"),
        (lambda item: replace(item, limit_working_days=0), "时限"),
        (lambda item: replace(item, committees=()), "由居民委员会还是村民委员会"),
        (lambda item: replace(item, act=ActKind.CONSENT), "不会过期"),
    ],
)
def test_nothing_unfit_is_submitted(loaded, ministry, make, why):
    item = next(
        one
        for one in governing.governing(TODAY).items.values()
        if one.enabled and one.limit_working_days and one.kind is ListKind.ISSUABLE
    )
    change = drafted(ministry[0], [Page(make(item))])

    with pytest.raises(moves.NotReady, match=why):
        changes.submit(change, version=change.version, by=ministry[0], at=NOON)
    assert Change.objects.get().state == ChangeState.DRAFT


def test_a_negative_item_needs_a_way_onward(loaded, ministry):
    item = replace(governing.governing(TODAY).items["NEG-10"], onward=())
    change = drafted(ministry[0], [Page(item)])

    assert any("居民可以怎么办" in str(one) for one in change_effects.obstacles(change))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (ListLine("NEG-99"), "不存在"),
        (ListLine("POS-001"), "不能放进"),
        (ListLine("NEG-10", ChangeKind.RENAME), "没有写新名称"),
        (ListLine("NEG-10", ChangeKind.NARROW), "没有写限定"),
        (ListLine("NEG-420000-01", ChangeKind.REMOVE), "不存在"),
        (ListLine("NEG-10", ChangeKind.REMOVE), "不能把它去掉"),
        (ListLine("NEG-10", ChangeKind.NARROW, demanders=("bank",)), "不能只对一部分"),
    ],
)
def test_a_list_must_make_sense(loaded, ministry, line, why):
    one = governing.governing(TODAY).lists["national-negative-1"]
    mine = replace(one, id="hubei-negative-9", division=HUBEI, lines=(line,))
    change = drafted(ministry[0], [Page(mine)], division=HUBEI)

    assert any(why in str(one) for one in change_effects.obstacles(change))


def test_two_officers_in_the_same_draft_do_not_overwrite_each_other(loaded, ministry):
    change = drafted(ministry[0], hubei_pages())
    seen_by_both = change.version
    mine = Change.objects.get(pk=change.pk)
    changes.write(mine, [], version=seen_by_both, by=ministry[1], at=NOON)

    with pytest.raises(moves.MovedMeanwhile):
        changes.write(change, [], version=seen_by_both, by=ministry[0], at=NOON)
    with pytest.raises(moves.MovedMeanwhile):
        changes.submit(change, version=seen_by_both, by=ministry[0], at=NOON)


def test_a_page_published_meanwhile_must_be_drafted_again(loaded, ministry):
    item = governing.governing(TODAY).items["NEG-10"]
    slow = drafted(ministry[0], [Page(replace(item, summary="甲"))], key="slow")
    published(ministry, [Page(replace(item, summary="乙"))], key="fast")

    with pytest.raises(moves.NotReady, match="已另有新版本"):
        changes.submit(slow, version=slow.version, by=ministry[0], at=NOON)


def test_sent_back_with_a_reason_and_mended(loaded, ministry):
    change = drafted(ministry[0], hubei_pages())
    changes.submit(change, version=change.version, by=ministry[0], at=NOON)
    changes.send_back(change, "印发日写错了", version=change.version, by=ministry[1], at=NOON)

    assert change.state == ChangeState.DRAFT
    assert change.review_note == "印发日写错了"
    changes.submit(change, version=change.version, by=ministry[0], at=NOON)
    changes.publish(change, version=change.version, by=ministry[1], at=NOON)
    events = Entry.objects.filter(chain=f"change:{change.pk}").values_list("event", flat=True)
    assert list(events)[-4:] == [
        "change.submitted",
        "change.returned",
        "change.submitted",
        "change.published",
    ]


def test_what_a_change_makes_of_the_catalogue_is_made_once_until_either_changes(loaded, ministry):
    item = governing.governing(TODAY).items["NEG-10"]
    change = drafted(ministry[0], [Page(replace(item, summary="改过的"))], key="one")
    _before, made = change_effects.before_and_after(change)
    assert change_effects.before_and_after(Change.objects.get(pk=change.pk))[1] is made

    change.edits.update(content={**change.edits.get().content, "summary": "又改了"})
    _before, written = change_effects.before_and_after(Change.objects.get(pk=change.pk))
    assert (made.items["NEG-10"].summary, written.items["NEG-10"].summary) == ("改过的", "又改了")
    other = replace(governing.governing(TODAY).items["NEG-11"], summary="也改了")
    published(ministry, [Page(other)], key="other")
    before, beside = change_effects.before_and_after(change)
    assert before.items["NEG-11"] == beside.items["NEG-11"] == other


def test_going_back_is_a_new_revision(loaded, ministry):
    item = governing.governing(TODAY).items["NEG-10"]
    published(ministry, [Page(replace(item, summary="改过的"))], key="there")
    published(ministry, [Page(item)], key="back")

    wordings = Revision.objects.filter(subject="NEG-10").order_by("number")
    assert [one.number for one in wordings] == [1, 2, 3]
    assert wordings[0].digest == wordings[2].digest
    assert governing.governing(TODAY).items["NEG-10"] == item


def test_a_wording_governs_from_its_day_on(loaded, ministry):
    item = governing.governing(TODAY).items["NEG-10"]
    soon = TODAY + timedelta(days=10)
    published(ministry, [Page(replace(item, summary="以后的"))], on=soon)

    assert governing.governing(TODAY).items["NEG-10"].summary == item.summary
    assert governing.governing(soon).items["NEG-10"].summary == "以后的"


def test_a_page_that_others_lean_on_is_not_taken_away(loaded, ministry):
    item = governing.governing(TODAY).items["NEG-10"]
    change = drafted(ministry[0], [Page(item, withdraw=True)])

    assert any("还列着" in str(one) for one in change_effects.obstacles(change))


@pytest.mark.duty("OP-1.2.b")
def test_a_lapsed_text_stops_its_items_on_its_day(loaded, ministry, village):
    # POS-027 leaned on the registration regulation that fell on 2022-03-01.
    listed = governing.governing(TODAY)
    item = replace(listed.items["POS-027"], enabled=True, disabled_reason="", in_force_until=None)
    published(ministry, [Page(item)], on=date(2020, 2, 29))

    def outcome(on):
        return answering.answer(item, committee=village, on=on).outcome

    assert outcome(date(2022, 2, 28)).issues
    assert outcome(date(2022, 3, 1)) is Outcome.TO_CONFIRM


def test_a_new_load_leaves_what_officers_published(loaded, ministry, monkeypatch):
    item = governing.governing(TODAY).items["NEG-10"]
    published(ministry, [Page(replace(item, summary="本地改过"))])
    shipped = loading.catalogue()
    newer = replace(item, summary="随软件更新")
    changed = replace(shipped, items={**shipped.items, "NEG-10": newer})
    monkeypatch.setattr(loading, "catalogue", lambda: changed)

    loaded = loading.load(at=NOON)

    assert loaded.left == ("NEG-10",)
    assert governing.governing(TODAY).items["NEG-10"].summary == "本地改过"


def test_the_same_form_sent_twice_makes_one_change(loaded, ministry):
    assert drafted(ministry[0], []).pk == drafted(ministry[0], []).pk


def test_what_is_published_is_seen_in_a_request_that_began_before_only_afterwards(loaded, ministry):
    item = governing.governing(TODAY).items["NEG-10"]
    with governing.held():
        assert governing.governing(TODAY).items["NEG-10"] == item
        published(ministry, [Page(replace(item, summary="新的"))])
        assert governing.governing(TODAY).items["NEG-10"] == item
    assert governing.governing(TODAY).items["NEG-10"].summary == "新的"


def test_a_changed_revision_is_found_by_the_audit(loaded, ministry):
    Revision.objects.filter(subject="NEG-10").update(digest="0" * 64)

    assert any("与摘要不符" in fault.what for fault in audit.audit().faults)
    assert governing.latest(PageKind.ITEM, "NEG-10", TODAY) is not None


def test_a_page_that_is_shipped_later_has_always_governed_by_its_own_dates(loaded, monkeypatch):
    shipped = loading.catalogue()
    new = replace(shipped.items["NEG-10"], id="NEG-88")
    monkeypatch.setattr(
        loading, "catalogue", lambda: replace(shipped, items={**shipped.items, "NEG-88": new})
    )
    loading.load(at=NOON)

    assert governing.governing(date(2020, 3, 1)).items["NEG-88"] == new


def test_a_new_wording_of_a_shipped_page_governs_from_the_day_it_is_loaded(loaded, monkeypatch):
    shipped = loading.catalogue()
    old = shipped.items["NEG-10"]
    newer = replace(old, summary="随软件更新")
    monkeypatch.setattr(
        loading, "catalogue", lambda: replace(shipped, items={**shipped.items, "NEG-10": newer})
    )
    loading.load(at=NOON)

    assert governing.governing(TODAY).items["NEG-10"] == newer
    assert governing.governing(TODAY - timedelta(days=1)).items["NEG-10"] == old
