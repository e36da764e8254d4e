"""First days in force (施行日): each text's own last article says, and the items follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from juzheng.catalogue import catalogue, checking
from juzheng.catalogue.checking import check
from juzheng.law.catalogue.changes import unfit_instrument
from juzheng.law.catalogue.fitness import waits_for_reading
from juzheng.law.catalogue.items import ListKind, basis_in_force

OPINION = date(2020, 2, 29)
LISTED = catalogue()

# Read from the last article of the public text; the issue names the first eleven.
READ = {
    "hangzhou-property-regulation": date(2022, 3, 1),
    "ningbo-property-regulation": date(2022, 4, 1),
    "huzhou-property-regulation": date(2021, 5, 1),
    "shanwei-housing-regulation": date(2023, 1, 1),
    "chongqing-cooperative-measures": date(2022, 9, 1),
    "beijing-volunteer-regulation": date(2021, 3, 1),
    "beijing-dog-regulation": date(2003, 10, 15),
    "zhejiang-market-regulation": date(2004, 10, 1),
    "zhejiang-labour-arbitration": date(2016, 1, 1),
    "shandong-planning-regulation": date(2012, 12, 1),
    "beijing-planning-regulation": date(2019, 4, 28),
    "shanghai-women-measures": date(1995, 3, 8),
    "luoyang-dog-regulation": date(1999, 1, 1),
    "henan-bravery-regulation": date(2018, 1, 1),
}


@pytest.mark.parametrize(("text", "day"), READ.items())
def test_a_text_is_in_force_from_the_day_it_names(text: str, day: date) -> None:
    found = LISTED.instruments[text]
    assert found.in_force_from == found.own_day == day


def test_every_text_that_was_opened_says_from_when_it_is_in_force() -> None:
    silent = {one.id for one in LISTED.instruments.values() if one.checked_on and not one.own_day}
    assert silent <= {
        "civil-procedure-interpretation",  # the last article of these names no day
        "constitution",
        "small-deposit-notice",  # read in reports alone
        "criminal-procedure-law",
        "hong-kong-evidence-arrangement",  # 由双方公布生效日期
        "shaoxing-village-regulation",  # of these three only a part could be read
        "quzhou-housing-regulation",
        "luoyang-heating-regulation",
    }


def test_a_day_at_odds_with_the_text_is_not_published() -> None:
    text = LISTED.instruments["hangzhou-property-regulation"]
    assert unfit_instrument(text) == ()
    wrong = replace(text, in_force_from=date(2021, 8, 9))
    assert any("2022年3月1日" in one for one in unfit_instrument(wrong))


def test_no_item_begins_before_the_text_it_leans_on_or_long_after() -> None:
    for item in LISTED.items.values():
        if item.kind is not ListKind.ISSUABLE or not item.basis:
            continue
        texts = [LISTED.instruments[one.instrument] for one in item.basis]
        days = [text.own_day for text in texts if text.own_day is not None]
        if days:  # the first text that carries it, and not the one it leans on today
            assert item.in_force_from == max(OPINION, min(days)), item.id


@pytest.mark.parametrize(
    ("item", "before", "after"),
    [
        ("POS-036", date(2021, 12, 1), date(2022, 3, 1)),  # Hangzhou
        ("POS-042", date(2022, 12, 15), date(2023, 1, 1)),  # Shanwei
        ("POS-028", date(2022, 8, 1), date(2022, 9, 1)),  # Chongqing
    ],
)
def test_nothing_is_issued_under_a_law_that_is_not_yet_in_force(
    item: str, before: date, after: date
) -> None:
    assert not LISTED.items[item].in_force(before)
    assert LISTED.items[item].in_force(after)


def test_a_law_in_force_before_the_opinion_carries_its_item_from_the_first_day() -> None:
    for item in ("POS-010", "POS-041"):  # Zhejiang's arbitration, Beijing's building
        assert LISTED.items[item].in_force(date(2020, 6, 1))


def test_a_text_that_a_newer_one_replaced_carries_its_item_no_longer() -> None:
    item, texts = LISTED.items["POS-015"], LISTED.instruments
    (before,) = basis_in_force(item, texts, date(2025, 6, 12))
    assert before.instrument == "flood-storage-compensation"
    for day in (date(2025, 6, 13), date(2026, 11, 29)):
        assert basis_in_force(item, texts, day) == ()
    assert waits_for_reading(item, texts, date(2026, 11, 29))
    assert not waits_for_reading(item, texts, date(2025, 6, 12))


def test_only_a_text_in_force_that_nobody_read_is_waited_for() -> None:
    item, texts = LISTED.items["POS-015"], LISTED.instruments
    on = date(2026, 11, 29)
    alone = replace(item, basis=item.basis[:1])
    assert not waits_for_reading(alone, texts, on)
    listed = replace(LISTED, items={**LISTED.items, "POS-015": alone})
    assert any("POS-015" in line for line in checking.RULES[1](listed, on))
    soft = replace(texts["flood-storage-compensation-2025"], binding=False)
    assert not waits_for_reading(item, {**texts, soft.id: soft}, on)


def test_the_shipped_catalogue_passes_on_the_days_of_change() -> None:
    for day in (OPINION, date(2022, 3, 1), date(2025, 6, 13), date(2026, 11, 29)):
        assert check(on=day) == ()
