"""The officers' letters (民政部门的文书): what they say to whom, and what they never claim."""

from __future__ import annotations

import pytest

from juzheng.law.base import citations
from juzheng.law.base.demanders import Demander, bound_by_lists
from juzheng.law.supervision import letters
from juzheng.law.supervision.exposable import LISTED
from juzheng.law.supervision.letters import About, Found
from juzheng.law.supervision.published_words import ACCUSING

FOUND = Found("在清单里没有查到依据。", (citations.NO_BASIS,), ("看户口簿。",))


def about(kind: str) -> About:
    return About("示例单位", kind, "关系证明")


@pytest.mark.parametrize("kind", sorted(LISTED))
def test_a_notice_says_what_where_it_is_written_and_asks(kind: str) -> None:
    said = letters.notice(about(kind), FOUND, 15)
    for part in (
        "关系证明",
        "第三部分第一段",
        "1．看户口簿。",
        "15个工作日",
        "第二天起",
    ):
        assert part in said
    title = letters.title_of_notice(kind)
    assert ("商请" in title) is not bound_by_lists(kind)
    if not bound_by_lists(kind):
        assert not [word for word in ACCUSING if word in said + title]


def test_a_notice_claims_no_legal_effect() -> None:
    assert "不是行政处罚" in letters.NOTICE_CLOSING
    assert "不是对事实的认定" in letters.NOTICE_CLOSING


def test_an_answer_says_what_to_do_and_how_to_object() -> None:
    said = letters.answer_with_basis(about(Demander.HOUSING.value))
    assert "有依据，写在下面" in said
    assert "现在可以这样办" in said
    assert "另一位工作人员" in letters.OBJECT_HOW


@pytest.mark.parametrize(
    ("text", "basis", "by", "before", "codes"),
    [
        ("有依据。", ["民法典 第一千一百零五条"], 1, None, []),
        ("有依据。", ["民法典 第一千一百零五条"], 2, 1, []),
        (" ", ["民法典 第一千一百零五条"], 1, None, ["no_answer"]),
        ("有依据。", [], 1, None, ["no_basis"]),
        ("有依据。", ["他电话13800000000"], 1, None, ["private"]),
        ("有依据。", ["民法典 第一千一百零五条"], 1, 1, ["same_officer"]),
    ],
)
def test_what_stands_in_the_way_of_such_an_answer(
    text: str, basis: list[str], by: int, before: int | None, codes: list[str]
) -> None:
    found = letters.obstacles(text, basis, by=by, answered_by=before)
    assert [one.code for one in found] == codes


def test_a_reporter_objects_once_and_says_why() -> None:
    assert letters.objection("不是这一条。", before="") == ()
    assert [one.code for one in letters.objection(" ", before="")] == ["no_reason"]
    assert [one.code for one in letters.objection("还是不对。", before="不对。")] == ["again"]


def test_what_cannot_be_printed_does_not_go_out_and_says_which_characters() -> None:
    assert letters.undrawable(()) == ()
    (found,) = letters.undrawable(("\U00020bb7",))
    assert "\U00020bb7" in found.message
    assert found.citation.ours
