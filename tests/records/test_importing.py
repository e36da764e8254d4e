"""What a file would do: new, changed, the same, not yours; and what becomes of it (OP-2.3.a)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from juzheng.acts.catalogue import changes, imports
from juzheng.acts.catalogue.changes import Heading, Page
from juzheng.catalogue import catalogue, sheets
from juzheng.catalogue.prepared import prepared
from juzheng.records.catalogue import import_preview as plans
from juzheng.records.catalogue.import_preview import Fate
from juzheng.records.models import Change, Edit, Entry, Import, Revision
from tests.conftest import NOON

TODAY = NOON.date()
NATION, HUBEI = "", "420000"
SHIPPED = catalogue()
HUBEI_LIST = prepared("hubei-2020").lists.values()
ITEM = SHIPPED.items["POS-018"]


@pytest.fixture
def officer(person):
    return person("officer", "overseer", None, "郑科长", division=NATION)


def hubei():
    ready = prepared("hubei-2020")
    return [*ready.instruments.values(), *ready.items.values(), *ready.lists.values()]


def plan(entries, officer=NATION, **more):
    return plans.plan(sheets.write_xlsx(entries), "表.xlsx", officer=officer, on=TODAY, **more)


def drafted(found, by, on=TODAY):
    heading = Heading(found.title, "原因", by.division, on)
    key = plans.key_of(found, by.pk, by.division, on)
    pages = [Page(entry) for entry in found.to_draft]
    return changes.draft(heading, pages, key=key, by=by, at=NOON)


def test_each_entry_is_told_what_becomes_of_it(loaded):
    changed = replace(ITEM, validity_days=60)
    found = plan([SHIPPED.items["NEG-01"], changed, *hubei()])

    fates = {row.entry.id: row.fate for row in found.rows}
    assert fates["NEG-01"] is Fate.UNCHANGED
    assert fates["POS-018"] is Fate.CHANGED
    assert fates["NEG-420000-01"] is Fate.NEW
    [row] = found.of(Fate.CHANGED)
    assert [one.after for one in row.differences] == ["60"]
    assert (row.place.sheet, row.place.row) == ("事项", 3)
    assert found.ready
    assert Change.objects.count() == Import.objects.count() == 0


def test_what_governs_elsewhere_is_nobody_elses_to_change(loaded):
    found = plan([replace(ITEM, validity_days=60), *HUBEI_LIST], officer=HUBEI)

    assert [row.entry.id for row in found.of(Fate.NOT_YOURS)] == ["POS-018"]
    assert found.to_draft
    assert not found.ready


def test_what_would_still_be_in_the_way_of_publishing_is_told_before(loaded):
    found = plan([replace(ITEM, basis=())])

    assert any("依据" in text for row in found.rows for text in row.obstacles)
    assert found.ready  # a draft may be unfinished


def test_a_file_with_one_fault_is_not_imported_at_all(loaded):
    raw = sheets.write_yaml(
        [replace(ITEM, validity_days=60), replace(ITEM, id="POS-900", name="新的")]
    )
    found = plans.plan(raw.replace(b"POS-900", b"POS-9"), "a.yaml", officer=NATION, on=TODAY)

    assert len(found.problems) == 1
    assert len(found.to_draft) == 1
    assert not found.ready


def test_the_same_file_makes_one_draft(loaded, officer):
    found = plan(hubei())
    first = drafted(found, officer)

    assert drafted(plan(hubei()), officer) == first
    assert Change.objects.count() == 1
    assert first.edits.count() == len(hubei())


def test_after_a_discarded_draft_the_file_may_be_imported_again(loaded, officer):
    first = drafted(plan(hubei()), officer)
    changes.discard(first, version=first.version, by=officer, at=NOON)

    assert drafted(plan(hubei()), officer) != first


def test_what_was_published_has_nothing_new_to_say(loaded, officer, person):
    second = person("second", "overseer", None, "吴科员", division=NATION)
    change = drafted(plan(hubei()), officer)
    changes.submit(change, version=change.version, by=officer, at=NOON)
    changes.publish(change, version=change.version, by=second, at=NOON)

    found = plan(hubei())

    assert {row.fate for row in found.rows} == {Fate.UNCHANGED}
    assert not found.ready


def test_nothing_is_half_imported(loaded, officer, monkeypatch):
    found = plan(hubei())

    def dies(*words, **more):
        raise OSError("the machine died")

    monkeypatch.setattr(changes.ledger, "note_each", dies)
    with pytest.raises(OSError, match="died"):
        drafted(found, officer)

    assert Change.objects.count() == Edit.objects.count() == 0
    assert Revision.objects.filter(origin="officer").count() == 0


def test_a_held_file_is_replaced_let_go_once_and_leaves_its_digest(loaded, officer, person):
    imports.hold(b"one", "a.csv", by=officer, at=NOON)
    held = imports.hold(b"two", "b.csv", by=officer, at=NOON)
    assert [bytes(one.content) for one in Import.objects.all()] == [b"two"]

    imports.let_go(held, change=None, by=person("other", "overseer", None, "吴"), at=NOON)
    assert Import.objects.exists()
    for _ in range(2):
        imports.let_go(held, change=None, by=officer, at=NOON)

    lines = Entry.objects.filter(chain="imports").order_by("position")
    assert [line.event for line in lines] == ["import.held", "import.held", "import.dropped"]
    assert len(lines[0].details["digest"]) == 64


def test_a_province_imports_its_own_list_with_its_own_document(loaded, person):
    local = person("local", "overseer", None, "吴科员", division=HUBEI)

    found = plan(hubei(), officer=HUBEI)

    assert {row.fate for row in found.rows} == {Fate.NEW}
    assert drafted(found, local).edits.count() == len(hubei())
