"""Which record of a meeting counts, and that objections are reviewed by another one (再次评议)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from juzheng.catalogue import catalogue
from juzheng.law.cases.certificates import meeting_in_words
from juzheng.law.cases.deliberation import Meeting, what_happened
from juzheng.law.cases.lifecycle import Event
from juzheng.law.cases.reviewing import Record, counting, found

RULE = catalogue().items["POS-019"].deliberation_rule
assert RULE is not None
PLAIN = replace(RULE, review="", review_instrument="", review_provision="")
HELD = date(2026, 12, 1)
OVER = date(2026, 12, 8)  # seven days from the second
AFTER = OVER + timedelta(days=1)
MET = Meeting(
    kind="民主评议会",
    called_on=HELD,
    held_on=HELD,
    entitled=30,
    present=20,
    votes_for=18,
    against=1,
    abstained=1,
    public_notice_days=7,
    notice_from=date(2026, 12, 2),
    objections=2,
    sheet=True,
)
REVIEW = replace(
    MET,
    called_on=AFTER,
    held_on=AFTER,
    votes_for=15,
    against=5,
    abstained=0,
    notice_from=None,
    public_notice_days=0,
    objections=0,
)


def codes(*records: Record, on: date = AFTER, rule=RULE) -> list[str]:
    return [one.code for one in found(records, rule, on)]


def test_what_was_objected_is_reviewed_by_another_meeting() -> None:
    assert codes() == []
    assert codes(Record(replace(MET, objections=0), AFTER)) == []
    (owed,) = found([Record(MET, AFTER)], RULE, AFTER)
    assert owed.code == "review"
    assert "公示有2件异议，还没有再次评议" in owed.message
    assert "（2026年12月9日起）再开一次民主评议会" in owed.message
    assert str(owed.citation) == "自然灾害救助条例 第二十条"
    assert what_happened([owed]) is Event.CARRIED
    assert codes(Record(MET, AFTER), Record(REVIEW, AFTER)) == []
    answered = replace(MET, objections_settled=2)
    assert codes(Record(answered, AFTER)) == ["review"], "an answer is no review"
    assert codes(Record(answered, AFTER), rule=PLAIN) == []


def test_the_order_in_which_they_were_written_down_does_not_count() -> None:
    early = Record(replace(MET, objections=0), HELD + timedelta(days=1))
    records = (early, Record(REVIEW, AFTER), Record(MET, AFTER))
    assert codes(*records) == []
    counts = counting(records, RULE)
    assert counts is not None
    assert (counts.met.meeting, counts.review) == (MET, REVIEW)


def test_a_review_is_held_when_the_notice_is_over() -> None:
    soon = replace(REVIEW, called_on=OVER, held_on=OVER)
    assert counting([Record(MET, AFTER), Record(soon, AFTER)], RULE) == counting(
        [Record(soon, AFTER)], RULE
    )
    assert "review" in codes(Record(soon, AFTER), Record(MET, AFTER))


def test_a_review_that_finds_an_objection_right_does_not_agree() -> None:
    lost = replace(REVIEW, votes_for=8, against=12)
    owed = found([Record(MET, AFTER), Record(lost, AFTER)], RULE, AFTER)
    assert [one.code for one in owed] == ["majority"]
    assert owed[0].message.startswith("再次评议：")
    assert what_happened(owed) is Event.DECLINED
    unsigned = replace(REVIEW, sheet=False)
    assert codes(Record(MET, AFTER), Record(unsigned, AFTER)) == ["sheet"]
    few = replace(REVIEW, present=10, votes_for=10, against=0)
    assert codes(Record(MET, AFTER), Record(few, AFTER)) == ["quorum"]


def test_a_review_that_is_put_on_notice_itself_is_measured_by_it() -> None:
    posted = replace(REVIEW, notice_from=AFTER, public_notice_days=7)
    late = AFTER + timedelta(days=7)
    assert codes(Record(MET, AFTER), Record(posted, AFTER)) == ["notice_open"]
    assert codes(Record(MET, AFTER), Record(posted, late), on=late) == []
    again = replace(posted, objections=1)
    assert codes(Record(MET, AFTER), Record(again, late), on=late) == ["review"]


@pytest.mark.parametrize("rule", [RULE, PLAIN])
def test_what_was_written_down_before_the_notice_was_over_is_no_last_word(rule) -> None:
    quiet = replace(MET, objections=0)
    assert codes(Record(quiet, OVER), on=OVER, rule=rule) == ["notice_open"]
    (owed,) = found([Record(quiet, OVER)], rule, AFTER)
    assert owed.code == "interim"
    assert "2026年12月8日登记的，那时公示还没有满（到2026年12月8日）" in owed.message
    assert codes(Record(quiet, OVER), Record(quiet, AFTER), rule=rule) == []


def test_the_paper_says_what_was_objected_and_what_the_review_found() -> None:
    said = meeting_in_words(MET, AFTER, REVIEW)
    assert "公示期间收到异议2件；再次评议异议：2026年12月9日召开民主评议会" in said
    assert said.endswith("同意15人，反对5人，弃权0人，异议不成立。")
    assert "已经答复" not in said


def test_only_what_the_law_says_so_of_asks_for_a_review() -> None:
    rules = {one.id: one.rule for one in catalogue().procedures.values()}
    assert [name for name, rule in rules.items() if rule.review] == ["democratic-appraisal"]
    basis = catalogue().items["POS-019"].basis[0]
    assert (RULE.review_instrument, RULE.review_provision) == (basis.instrument, basis.provision)
    assert RULE.review == catalogue().instruments[basis.instrument].title
