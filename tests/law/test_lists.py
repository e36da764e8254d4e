"""Lists (清单): what they add up to, in which grouping they may be put together, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.catalogue.prepared import prepared
from juzheng.law.base import divisions
from juzheng.law.catalogue import lists
from juzheng.law.catalogue.items import CommitteeKind, Confidence, ListKind, Source
from juzheng.law.catalogue.lists import ChangeKind, ItemList, Library, ListLine, UnlistedCase

HUBEI, HUNAN, WUHAN, ZHUHAI = "420000", "430000", "420100", "440400"
DAY = date(2021, 6, 1)

LINES = st.builds(
    ListLine,
    item=st.sampled_from("ABC"),
    change=st.sampled_from(ChangeKind),
    name=st.sampled_from(["", "甲", "乙"]),
    demanders=st.lists(st.sampled_from(["bank", "notary"]), unique=True).map(tuple),
    committees=st.lists(st.sampled_from(CommitteeKind), unique=True).map(tuple),
    limit_working_days=st.sampled_from([0, 2, 5]),
    materials=st.sampled_from([(), ("户口簿",), ("身份证",)]),
)
LISTS = st.builds(
    ItemList,
    id=st.sampled_from(["one", "two", "three"]),
    title=st.just("清单"),
    kind=st.sampled_from(ListKind),
    division=st.just(""),
    batch=st.integers(1, 3),
    issuer=st.just("机关"),
    document=st.just("opinion-2020-20"),
    issued_on=st.just(DAY),
    in_force_from=st.just(DAY),
    in_force_until=st.none(),
    official=st.just(True),
    lines=st.lists(LINES, max_size=5).map(tuple),
    note=st.just(""),
    source=st.just(Source("来源", Confidence.HIGH)),
)


@given(st.lists(LISTS, min_size=3, max_size=6), st.data())
def test_levels_may_be_put_together_in_any_grouping(several, data):
    every = [lists.effects(one) for one in several]
    cut = data.draw(st.integers(1, len(every) - 1))

    from_above = reduce(lists.then, every)
    in_two = lists.then(reduce(lists.then, every[:cut]), reduce(lists.then, every[cut:]))
    from_below = reduce(lambda below, above: lists.then(above, below), reversed(every))

    assert from_above == in_two == from_below


@given(LISTS)
def test_nothing_changes_nothing(one):
    said = lists.effects(one)

    assert lists.then(lists.NOTHING, said) == said == lists.then(said, lists.NOTHING)


@given(st.lists(LISTS, max_size=5))
def test_what_a_lower_list_narrows_never_widens(several):
    together = reduce(lists.then, map(lists.effects, several), lists.NOTHING)
    for key, said in together.items():
        narrower = lists.then(
            together, {key: replace(said, decides=False, demanders=frozenset({"bank"}))}
        )[key]
        if said.present and said.demanders is not None:
            assert narrower.demanders is not None
            assert narrower.demanders <= said.demanders


TWENTY = frozenset(line.item for line in catalogue().lists["national-negative-1"].lines)
LOWER = st.builds(
    replace,
    LISTS,
    division=st.sampled_from([HUBEI, WUHAN, "420106", "420106001"]),
    lines=st.lists(st.builds(replace, LINES, item=st.sampled_from(sorted(TWENTY))), max_size=6).map(
        tuple
    ),
)


@given(st.lists(LOWER, max_size=6))
def test_no_lower_list_opens_what_the_national_list_closes_nor_retains_anything(several):
    listed = catalogue()
    named = [replace(one, id=f"{one.id}-{at}") for at, one in enumerate(several)]
    library = Library([*listed.lists.values(), *named], (), listed.instruments)
    book = library.rulebook("420106001002", DAY)

    for item in TWENTY:
        for who in ("", "bank", "police"):
            for kind in CommitteeKind:
                assert book.entry(ListKind.NEGATIVE, item).holds_for(who, kind)
    assert not book.listed(ListKind.RETAINED)


def test_a_lower_list_renames_narrows_its_own_and_takes_its_own_off_again():
    listed = catalogue()

    def book(*lines, division=WUHAN):
        own = replace(
            listed.lists["national-negative-1"], id="own", division=division, lines=tuple(lines)
        )
        province = replace(own, id="province", division=HUBEI, lines=(ListLine("OWN"),))
        return Library([*listed.lists.values(), province, own], (), listed.instruments).rulebook(
            WUHAN, DAY
        )

    assert (
        book(ListLine("NEG-10", ChangeKind.RENAME, name="在世证明")).name_of("NEG-10") == "在世证明"
    )
    assert not book(ListLine("OWN", ChangeKind.REMOVE)).entry(ListKind.NEGATIVE, "OWN").present
    narrowed = book(ListLine("OWN", ChangeKind.NARROW, demanders=("bank",)))
    assert narrowed.entry(ListKind.NEGATIVE, "OWN").demanders == {"bank"}


def test_the_nation_itself_takes_off_what_it_put_on():
    listed = catalogue()
    later = replace(
        listed.lists["national-negative-1"],
        id="later",
        batch=2,
        in_force_from=DAY,
        lines=(ListLine("NEG-10", ChangeKind.REMOVE),),
    )
    book = Library([*listed.lists.values(), later], (), listed.instruments).rulebook(HUBEI, DAY)

    assert not book.entry(ListKind.NEGATIVE, "NEG-10").present


def test_the_path_goes_from_the_nation_down():
    assert divisions.path_of("421003001002") == (
        "",
        "420000",
        "421000",
        "421003",
        "421003001",
        "421003001002",
    )
    assert divisions.path_of("421003001000")[-1] == "421003001"
    assert divisions.path_of("") == ("",)


@pytest.fixture(scope="module")
def library() -> Library:
    listed, hubei = catalogue(), prepared("hubei-2020")
    return Library(
        [*listed.lists.values(), *hubei.lists.values()],
        listed.unlisted.values(),
        {**listed.instruments, **hubei.instruments},
    )


@pytest.mark.duty("OP-2.3.a")
def test_hubei_adds_two_and_renames_two_and_its_silence_takes_nothing_off(library):
    hubei = library.rulebook(HUBEI, DAY).listed(ListKind.NEGATIVE)
    hunan = library.rulebook(HUNAN, DAY).listed(ListKind.NEGATIVE)

    assert (len(hubei), len(hunan)) == (22, 20)
    assert {entry.item for entry in hubei} - {entry.item for entry in hunan} == {
        "NEG-420000-01",
        "NEG-420000-02",
    }
    assert {entry.item for entry in hunan} <= {entry.item for entry in hubei}
    assert {entry.item: entry.name for entry in hubei if entry.name} == {
        "NEG-14": "生育状况证明",
        "NEG-03": "户口登记项目内容变更更正证明",
    }


def test_a_city_inherits_from_its_province(library):
    assert library.rulebook(WUHAN, DAY) is library.rulebook(HUBEI, DAY)
    assert library.rulebook("420106001002", DAY) is library.rulebook(HUBEI, DAY)


def test_what_applied_on_a_past_day_can_be_answered(library):
    before = library.rulebook(HUBEI, date(2020, 12, 30))
    opinion = library.rulebook(HUNAN, date(2020, 2, 29))

    assert before.entry(ListKind.NEGATIVE, "NEG-14").name == ""
    assert library.rulebook(HUBEI, DAY).entry(ListKind.NEGATIVE, "NEG-14").name
    assert len(opinion.listed(ListKind.NEGATIVE)) == 20
    assert not library.rulebook(HUNAN, date(2020, 2, 28)).entries


def test_a_list_falls_with_the_document_it_came_with(library):
    over = replace(library.instruments["hubei-2020-32"], in_force_until=DAY)
    fallen = Library(
        list(library.lists), list(library.policies), {**library.instruments, over.id: over}
    )

    assert fallen.rulebook(HUBEI, DAY).entry(ListKind.NEGATIVE, "NEG-420000-01") is None
    assert (
        fallen.rulebook(HUBEI, date(2021, 5, 31)).entry(ListKind.NEGATIVE, "NEG-420000-01").present
    )


def test_what_happens_to_the_unlisted_is_data_of_the_division(library):
    assert library.rulebook(ZHUHAI, date(2026, 1, 1)).unlisted.cases == tuple(UnlistedCase)
    assert library.rulebook(ZHUHAI, date(2022, 1, 1)).unlisted.cases == ()
    assert library.rulebook(HUNAN, DAY).unlisted.cases == ()
    assert library.rulebook(HUNAN, date(2019, 1, 1)).unlisted is None
