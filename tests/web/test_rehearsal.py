"""The publication property (发布性质): what passes the gate shows on every page, sheet and file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from juzheng.acts.base import moves
from juzheng.acts.catalogue import changes, publications, rehearsal
from juzheng.acts.catalogue.changes import Heading, Page
from juzheng.catalogue import CatalogueError
from juzheng.catalogue.pages import Entry
from juzheng.law.base import characters
from juzheng.law.catalogue.items import AnswerKind, Question
from juzheng.law.catalogue.publications import DeliveryState
from juzheng.records.catalogue import change_effects, governing
from juzheng.records.models import Change, Committee, Delivery, Revision, User
from tests.conftest import NOON, see_shipped

pytestmark = pytest.mark.usefixtures("loaded")

LANGUAGES = ("zh-hans", "en")
ITEM = "POS-001"
UNDRAWN = "\U000323af"  # the last of extension H


@pytest.fixture
def ministry(person: Callable[..., User]) -> list[User]:
    return [person(name, "overseer", None, name, division="") for name in ("one", "two")]


def drafted(officers: list[User], *entries: Entry, withdraw: bool = False) -> Change:
    heading = Heading("一次修订", "原因", "", NOON.date())
    pages = [Page(one, withdraw=withdraw) for one in entries]
    return changes.draft(heading, pages, key=uuid4().hex, by=officers[0], at=NOON)


def published(officers: list[User], *entries: Entry, withdraw: bool = False) -> Change:
    change = drafted(officers, *entries, withdraw=withdraw)
    changes.submit(change, version=change.version, by=officers[0], at=NOON)
    return changes.publish(change, version=change.version, by=officers[1], at=NOON)


def item(**said: Any) -> Any:
    return replace(governing.governing(NOON.date()).items[ITEM], **said)


def with_sentence(sentence: str) -> Any:
    first, *rest = item().facts
    return item(facts=(replace(first, sentence=sentence), *rest))


def test_the_list_that_was_kept_gives_way_to_what_is_published(
    client: Client, ministry: list[User]
) -> None:
    renamed = item(name="改了名的收养关系证明")
    assert renamed.name not in client.get("/items/").content.decode()
    published(ministry, renamed)
    assert renamed.name in client.get("/items/").content.decode()


# One text of each kind of page: a paper, a notice or a sheet cites it, or will.
CITED = {
    "item": ("items", ITEM, "certificate_title"),
    "disabled": ("items", ITEM, "disabled_reason"),
    "instrument": ("instruments", "adoption-registration", "title"),
    "list": ("lists", "national-negative-1", "title"),
    "unlisted": ("unlisted", "national", "note"),
}


@pytest.mark.each
@pytest.mark.parametrize("kind", CITED)
@pytest.mark.parametrize("sign", ["\u202e", "\u2028", "\u200b", "\x07", UNDRAWN])
def test_what_nobody_sees_or_no_font_draws_is_not_handed_in(
    ministry: list[User], kind: str, sign: str
) -> None:
    table, subject, field = CITED[kind]
    entry = getattr(governing.governing(NOON.date()), table)[subject]
    said: dict[str, Any] = {field: f"某{sign}某"} | (
        {"enabled": False} if kind == "disabled" else {}
    )
    change = drafted(ministry, replace(entry, **said))
    with pytest.raises(moves.NotReady) as told:
        changes.submit(change, version=change.version, by=ministry[0], at=NOON)
    assert any(characters.told(sign) in str(one) for one in told.value.obstacles)


@pytest.mark.parametrize(
    "sentence",
    [
        "{applicant户籍",
        "applicant}户籍",
        "{applicant:>10000000}户籍",
        "{applicant!r}户籍",
        "{applicant.__class__}户籍",
        "{applicant[0]}户籍",
        "{0}户籍",
        "{}户籍",
        "{nobody}户籍",
        "{{applicant}}户籍",
        "{ applicant }户籍",
    ],
)
def test_a_sentence_that_is_none_is_not_handed_in(ministry: list[User], sentence: str) -> None:
    change = drafted(ministry, with_sentence(sentence))
    with pytest.raises(moves.NotReady) as told:
        changes.submit(change, version=change.version, by=ministry[0], at=NOON)
    assert any("的句子" in str(one) for one in told.value.obstacles)


@pytest.mark.parametrize("code", ["示例省老年人权益保障条例", "a/b", "A B", "", "x" * 3 + "\n"])
def test_an_instrument_has_a_code_that_an_address_can_be_made_of(
    ministry: list[User], code: str
) -> None:
    text = next(iter(governing.governing(NOON.date()).instruments.values()))
    with pytest.raises((moves.NotReady, CatalogueError)):
        published(ministry, replace(text, id=code))
    assert not Revision.objects.filter(subject=code).exists()


@pytest.mark.each
@pytest.mark.parametrize(
    "said",
    [
        {"id": "示例事项"},
        {"id": "POS-001 "},
        {"instead_see": ("NEG-98",)},
        {"divisions": ("999999",)},
        {"validity_days": 100_000},
        {"questions": (Question("applicant", "谁？", AnswerKind.TEXT),)},
        {"questions": (Question("Bad key", "谁？", AnswerKind.TEXT),)},
        {"questions": (Question("which", "哪一种？", AnswerKind.CHOICE),)},
        {"certificate_title": "证明\u200b"},
        {"certificate_title": "ꆈꌠ证明"},
    ],
)
def test_what_no_page_could_show_is_not_handed_in(
    ministry: list[User], said: dict[str, Any]
) -> None:
    change = drafted(ministry, item(**said))
    with pytest.raises(moves.NotReady):
        changes.submit(change, version=change.version, by=ministry[0], at=NOON)
    assert change.state == "draft"


def test_an_item_that_others_name_is_not_taken_away(ministry: list[User]) -> None:
    listed = governing.governing(NOON.date())
    named = {other for one in listed.items.values() for other in one.instead_see}
    on_lists = {line.item for one in listed.lists.values() for line in one.lines}
    subject = min(named - on_lists)
    with pytest.raises(moves.NotReady) as told:
        published(ministry, listed.items[subject], withdraw=True)
    assert any(subject in str(one) for one in told.value.obstacles)


def test_a_page_that_breaks_is_said_before_anything_is_published(
    ministry: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the gate does not foresee: the page itself is made, and says no."""
    monkeypatch.setattr("juzheng.law.cases.samples.sentences", lambda guide: 1 / 0)
    change = drafted(ministry, item(summary="另一种说法"))
    with pytest.raises(moves.NotReady) as told:
        changes.submit(change, version=change.version, by=ministry[0], at=NOON)
    said = " ".join(str(one) for one in told.value.obstacles)
    assert f"/items/{ITEM}/" in said
    assert "（英文）" in said
    assert f"/items/{ITEM}/sample.pdf" in said


def test_a_rehearsal_leaves_nothing_behind(ministry: list[User]) -> None:
    before = governing.digest(), Revision.objects.count()
    change = drafted(ministry, item(name="试一试的名称"))
    changes.submit(change, version=change.version, by=ministry[0], at=NOON)
    assert (governing.digest(), Revision.objects.count()) == before
    assert governing.governing(NOON.date()).items[ITEM].name != "试一试的名称"


def test_what_begins_later_is_not_kept_by_the_files_that_were_tried(ministry: list[User]) -> None:
    """The files for programs keep what they rendered: of a trial they must keep nothing."""
    one = governing.governing(NOON.date()).lists["national-negative-1"]
    before = Client().get("/data/lists.json").content
    heading = Heading("一次修订", "原因", "", date(2099, 1, 1))
    later = [Page(replace(one, note="以后的说明"))]
    change = changes.draft(heading, later, key=uuid4().hex, by=ministry[0], at=NOON)
    changes.submit(change, version=change.version, by=ministry[0], at=NOON)
    changes.publish(change, version=change.version, by=ministry[1], at=NOON)
    assert Client().get("/data/lists.json").content == before


@pytest.mark.parametrize("begins", [date(2020, 3, 1), NOON.date(), date(2099, 1, 1)])
def test_a_channel_whose_text_breaks_is_said_before(
    ministry: list[User], monkeypatch: pytest.MonkeyPatch, begins: date
) -> None:
    monkeypatch.setattr("juzheng.outside.renderings.weibo", lambda said: 1 / 0)
    heading = Heading("一次修订", "原因", "", begins)
    pages = [Page(item(name="另一个名称"))]
    change = changes.draft(heading, pages, key=uuid4().hex, by=ministry[0], at=NOON)
    with pytest.raises(moves.NotReady) as told:
        changes.submit(change, version=change.version, by=ministry[0], at=NOON)
    assert any("的文稿" in str(one) for one in told.value.obstacles)


def test_the_doors_are_tried() -> None:
    assert [each.__name__ for each in rehearsal._rehearsals()] == ["rehearse"]


# What people paste into a catalogue: braces, markup, marks of other scripts, what prints nothing.
CLEAN = st.text(
    st.sampled_from("证明户口一二三，。、：（）“”AZaz019 <>&'\"/%#?;$·—…é€𠮷"), min_size=1
)
DIRTY = st.text(
    st.sampled_from("证 {}\\•\u3000\u00a0\u200b\u202e\n\t\x00\U0001f600ꆈཀ"),
    min_size=1,
    max_size=24,
)
TEXTS = st.one_of(CLEAN, CLEAN, CLEAN, CLEAN, CLEAN, DIRTY)
IDS = st.sampled_from(
    ["POS-001", "POS-999", "NEG-77", "示例", "POS-1", "pos-001", "RET-001", "a b"]
)
KEYS = st.sampled_from(["where", "since", "applicant", "Where", "a-b", "x1"])
SENTENCES = st.one_of(TEXTS, st.builds("{}{{{}}}{}".format, TEXTS, KEYS, TEXTS))


@st.composite
def items(draw: Callable[..., Any]) -> Any:
    """Return an item as a careless officer may write it."""
    base = item()
    kinds = st.sampled_from(list(AnswerKind))
    questions = tuple(
        Question(key, draw(TEXTS), draw(kinds), draw(TEXTS), choices=draw(st.tuples(TEXTS, TEXTS)))
        for key in draw(st.lists(KEYS, max_size=3))
    )
    facts = tuple(replace(one, sentence=draw(SENTENCES), label=draw(TEXTS)) for one in base.facts)
    said = {"id": IDS, "name": TEXTS, "summary": TEXTS, "certificate_title": TEXTS}
    chosen = draw(st.sets(st.sampled_from([*said, "facts", "questions", "rules", "instead_see"])))
    fields: dict[str, Any] = {name: draw(said[name]) for name in sorted(chosen & said.keys())}
    fields |= {"facts": facts} if "facts" in chosen else {}
    fields |= {"questions": questions} if "questions" in chosen else {}
    fields |= {"rules": (draw(TEXTS),)} if "rules" in chosen else {}
    fields |= {"instead_see": (draw(IDS),)} if "instead_see" in chosen else {}
    return replace(base, **fields)


@pytest.mark.many
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_passes_the_gate_shows_everywhere(
    ministry: list[User], committee: Committee, data: st.DataObject
) -> None:
    entry = data.draw(items())
    before = transaction.savepoint()
    try:
        change = published(ministry, entry)
    except (moves.NotReady, CatalogueError):
        event("refused")
    else:
        event("published")
        show_everything(entry.id, committee)
        publications.finish_all(at=NOON)
        sent = Delivery.objects.filter(publication__change=change)
        assert not sent.filter(state=DeliveryState.FAILED.value).exclude(failure__contains="字")
    transaction.savepoint_rollback(before)
    see_shipped()


def show_everything(subject: str, committee: Committee) -> None:
    """Open, in each language and at a place, all that shows the item; nothing may break."""
    client = Client(raise_request_exception=True)
    for language in LANGUAGES:
        client.cookies["django_language"] = language
        for query in ("", f"?committee={committee.code}"):
            for path in (
                *(f"/items/{subject}/{sheet}" for sheet in ("", "guide.pdf", "sample.pdf")),
                "/items/",
                f"/items/{subject}/form.pdf",
                "/poster.pdf",
            ):
                assert client.get(path + query).status_code in (200, 404)
        for query in ("", f"?division={committee.code}"):
            for kind in ("json", "csv"):
                assert client.get(f"/data/items.{kind}{query}").status_code == 200
        assert client.get("/ask/", {"item": subject}).status_code == 200
        begun = client.post("/apply/", {"item": subject, "committee": committee.code}, follow=True)
        assert begun.status_code < 500


def test_the_gate_says_what_the_change_breaks_elsewhere(ministry: list[User]) -> None:
    change = drafted(ministry, item(instead_see=("NEG-98",)))
    assert any("NEG-98" in str(one) for one in change_effects.obstacles(change))
