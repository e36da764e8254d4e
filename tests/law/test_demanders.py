"""Who demands (索要单位类别): which kinds the Opinion speaks of, and how residents name them."""

from __future__ import annotations

import pytest

from juzheng.finder import default_finder
from juzheng.law.base.demanders import (
    ADMINISTRATIVE,
    MAY_WRITE,
    NOT_GOVERNED,
    PRIVATE,
    PUBLIC,
    Demander,
    bound_by_lists,
    governed,
    may_write,
)

BEYOND = {"court", "procuratorate", "supervision", "congress", "army", "party", "embassy"}


def test_courts_army_party_and_missions_are_not_governed_and_nobody_else_is_left_out() -> None:
    assert {one.value for one in Demander if not governed(one)} == BEYOND
    assert all(governed(one) for one in ("", "what nobody knows"))  # of these nothing is said


def test_no_body_that_is_not_governed_is_bound_by_lists() -> None:
    assert not NOT_GOVERNED & (ADMINISTRATIVE | PUBLIC | PRIVATE)
    assert not any(bound_by_lists(one) for one in NOT_GOVERNED)


def test_who_may_write_to_a_committee_has_a_law_and_a_mission_has_none() -> None:
    assert MAY_WRITE.keys() < NOT_GOVERNED
    assert {one.value for one in MAY_WRITE} == {"court", "procuratorate", "supervision"}
    assert all(MAY_WRITE.values())
    assert not may_write("embassy")


def test_the_conscription_office_is_governed_but_no_list_of_article_44_holds_it() -> None:
    assert governed(Demander.CONSCRIPTION)
    assert not bound_by_lists(Demander.CONSCRIPTION)


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("检察院要我开亲属关系证明", "procuratorate"),
        ("监委要我开收入证明", "supervision"),
        ("区人大要我开户籍证明", "congress"),
        ("部队要我开现实表现证明", "army"),
        ("武装部要我开现实表现证明", "conscription"),
        ("征兵办要无犯罪记录证明", "conscription"),
        ("法院要我开居住证明", "court"),
        ("党支部要我开表现证明", "party"),
        ("大使馆要我开未婚证明", "embassy"),
    ],
)
def test_residents_words_name_the_body(said: str, who: str) -> None:
    assert default_finder().find(said).demander == who
