"""Correction and exposure: the table, the clock, and that nobody is exposed unfairly (OP-4.2.c)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from juzheng.catalogue import catalogue
from juzheng.catalogue.calendar import calendar_of
from juzheng.law.base import measures
from juzheng.law.base.deadlines import Urgency, due_on
from juzheng.law.base.demanders import PRIVATE, Demander, bound_by_lists
from juzheng.law.base.machine import StepNotAllowed
from juzheng.law.supervision import exposure, fairness, published_words
from juzheng.law.supervision.exposure import (
    CORRECTIONS,
    OPEN,
    OVERRIDES,
    SHOWN,
    CorrectionEvent,
    CorrectionState,
    Hearing,
    Severity,
)
from juzheng.law.supervision.on_file import ELEMENTS, OnFile, Proof, Shows
from juzheng.law.supervision.reports import (
    REPORTS,
    PublicAccount,
    ReporterWord,
    ReportEvent,
    ReportState,
)

LIMITS = catalogue().deadlines["correction"]
S, E = CorrectionState, CorrectionEvent
DAY = date(2026, 11, 24)
FACTS = "示例县示例局办理遗属待遇，要求居民提供居委会开的关系证明，没有给出依据。"
PROOFS = (
    Proof(E.SUPERIOR_SERVED, Shows.OTHER, "", "挂号2号", on=DAY - timedelta(days=16)),
    *(
        Proof(
            E.STATED,
            one,
            "窗口要了证明。",
            "窗口录音",
            "示例局窗口",
            DAY - timedelta(days=20),
            True,
        )
        for one in ELEMENTS
    ),
)
READY = OnFile(
    state=S.HEARD,
    on=DAY,
    named=("示例县示例局", "亲属关系证明", "遗属待遇"),
    unit_kind=Demander.SOCIAL_INSURANCE.value,
    division="990121",
    by=2,
    officer="990121",
    hands=frozenset({1}),
    accusers=frozenset({1}),
    document="示局函1号",
    served_on=DAY - timedelta(days=16),
    due_on=DAY - timedelta(days=1),
    notified_on=DAY - timedelta(days=16),
    statement=FACTS,
    stated_on=DAY - timedelta(days=6),
    facts_served_on=DAY - timedelta(days=6),
    speak_until=DAY - timedelta(days=1),
    hearing=Hearing.SPOKE,
    reply="已经在改。",
    words=(ReporterWord.SILENT,),
    told=(PublicAccount(True, "他们说没有证明不给办。"),),
    superior_due_on=DAY - timedelta(days=1),
    item="NEG-01",
    proofs=PROOFS,
)


def codes(event: CorrectionEvent, file: OnFile) -> set[str]:
    return {one.code for one in fairness.obstacles(event, file, LIMITS)}


class AnyCourse(RuleBasedStateMachine):
    """Try any event at any time; the table decides."""

    @initialize()
    def accepted(self) -> None:
        self.state, self.history = S.ACCEPTED, [E.ACCEPTED]

    @rule(event=st.sampled_from(E))
    def attempt(self, event: CorrectionEvent) -> None:
        if event in CORRECTIONS.allowed(self.state):
            self.state = CORRECTIONS.step(self.state, event)
            self.history.append(event)
        else:
            with pytest.raises(StepNotAllowed):
                CORRECTIONS.step(self.state, event)

    @invariant()
    def what_is_shown_was_notified_stated_heard_and_approved(self) -> None:
        if self.state not in SHOWN | {S.REMOVED}:
            return
        since = len(self.history) - 1 - self.history[::-1].index(E.EXPOSED)
        begun = max(at for at, one in enumerate(self.history) if one in (E.ACCEPTED, E.REOPENED))
        before = self.history[begun:since]
        assert before.index(E.NOTIFIED) < before.index(E.STATED) < before.index(E.HEARD)
        assert before[::-1].index(E.HEARD) < before[::-1].index(E.STATED)  # heard on these facts

    @invariant()
    def removed_means_corrected(self) -> None:
        if self.state is S.REMOVED:
            assert E.MENDED in self.history


TestAnyCourse = AnyCourse.TestCase


def test_every_state_can_be_reached_and_every_open_one_left():
    reached, queue = {S.ACCEPTED}, [S.ACCEPTED]
    while queue:
        for after in CORRECTIONS.table[queue.pop()].values():
            if after not in reached:
                reached.add(after)
                queue.append(after)
    assert reached == set(S)
    assert all(set(CORRECTIONS.table[state].values()) - {state} for state in OPEN)


@pytest.mark.parametrize("event", E)
def test_nothing_stands_in_the_way_of_a_file_that_is_complete(event):
    file = replace(READY, state=S.NOTIFIED, note="理由", officer="990000")
    file = replace(file, unchecked=1, draft=FACTS + "已更正。")
    if event is E.SEEN:
        assert codes(event, file) == {"not_its_account"}
        file = replace(file, account=True)
    if event is E.EXTENDED:
        file = replace(file, due_on=DAY)
    if event is E.OBJECTION_REJECTED:
        file = replace(file, objection_due_on=DAY)
    if event is E.REVIEWED:
        waiting = tuple(replace(proof, reviewed=False) for proof in PROOFS)
        file = replace(file, proofs=waiting, element=Shows.HARDSHIP)
    if event is E.IDENTIFIED:
        file = replace(file, before=(READY.named[0], "tax"))
    if event is E.SUPERIOR_SERVED:
        file = replace(file, superior_due_on=None, proofs=PROOFS[:1])
    if event is E.STATED_SERVED:
        receipt = Proof(E.STATED_SERVED, Shows.OTHER, "邮寄", "挂号3号", on=DAY)
        file = replace(file, facts_served_on=None, speak_until=None, proofs=(*PROOFS, receipt))
    if event is E.HEARING_SET:
        asked = Proof(E.HEARING_ASKED, Shows.OTHER, "要当面说。", on=DAY)
        when = Proof(E.HEARING_SET, Shows.OTHER, "上午九点", on=DAY + timedelta(days=3))
        file = replace(file, proofs=(*PROOFS, asked, when))
    assert codes(event, file) == set()


@pytest.mark.parametrize("hands", [{2}, {1, 2}])
def test_nobody_publishes_what_they_had_a_hand_in(hands):
    assert codes(E.EXPOSED, READY) == set()
    assert "second_officer" in codes(E.EXPOSED, replace(READY, hands=frozenset(hands)))


@pytest.mark.parametrize("left", [0, 1, 15])
def test_no_statement_before_the_clock_ran_out_or_the_unit_refused(left):
    running = replace(READY, state=S.NOTIFIED, due_on=DAY + timedelta(days=left))
    assert "clock_runs" in codes(E.STATED, running)
    assert "clock_runs" in codes(E.ESCALATED, running)
    for state in (S.REFUSED, S.UNCORRECTED):
        assert codes(E.STATED, replace(running, state=state)) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"served_on": None}, "not_served"),
        ({"due_on": DAY}, "clock_runs"),
        ({"due_on": None}, "clock_runs"),
        ({"statement": ""}, "no_statement"),
        ({"statement": FACTS + "联系13800000000。"}, "private"),
        ({"reply": "经办人的身份证11010519491231002X。"}, "private"),
        ({"named": ("张三丰先生", "证明", "")}, "private"),
        ({"hearing": None}, "not_heard"),
        ({"told": ()}, "no_report"),
        ({"told": (PublicAccount(True, "话", counts=False),)}, "no_report"),
        ({"told": (PublicAccount(True, "我叫王小明。"),)}, "words_private"),
    ],
)
def test_nothing_private_unheard_or_unreported_is_published(change, code):
    assert code in codes(E.EXPOSED, replace(READY, **change))


@pytest.mark.parametrize("kind", Demander)
@pytest.mark.parametrize("word", published_words.ACCUSING)
def test_parties_that_the_regulation_may_not_reach_are_argued_with_not_accused(kind, word):
    argued = not bound_by_lists(kind.value)
    file = replace(READY, unit_kind=kind.value, statement=f"{FACTS}{word}")
    assert ("accusing" in codes(E.EXPOSED, file)) is argued
    assert (published_words.title_for(kind.value) == published_words.NEUTRAL_TITLE) is argued
    assert argued or kind not in PRIVATE


def test_a_silent_unit_is_given_its_days():
    silent = replace(READY, state=S.STATED, hearing=Hearing.SILENT, reply="")
    for days in range(LIMITS.hearing_days + 1):
        file = replace(silent, speak_until=DAY + timedelta(days=days))
        assert codes(E.HEARD, file) == {"hearing_runs"}
    unserved = replace(silent, facts_served_on=None, speak_until=None)
    assert codes(E.HEARD, unserved) == {"facts_not_served"}
    assert codes(E.EXPOSED, replace(unserved, state=S.HEARD)) == {"facts_not_served"}
    assert codes(E.EXPOSED, replace(READY, facts_served_on=None, speak_until=None)) == set()
    assert codes(E.HEARD, silent) == set()
    assert codes(E.HEARD, replace(silent, hearing=Hearing.SPOKE)) == {"no_reply"}


@pytest.mark.parametrize("event", [E.ANSWERED, E.REFUSED, E.HEARD])
def test_the_units_word_is_its_own_or_on_its_paper_and_not_its_accusers(event):
    file = replace(READY, state=S.STATED)
    assert codes(event, file) == set()
    assert codes(event, replace(file, by=1)) == {"accuser"}
    assert codes(event, replace(file, document=" ")) == {"no_document"}
    assert codes(event, replace(file, by=1, document="", account=True)) == set()


def test_once_its_opinion_is_in_a_unit_still_speaks_at_its_hearing_and_within_its_days():
    asked = Proof(E.HEARING_ASKED, Shows.OTHER, "要当面说。", on=DAY)
    heard = replace(READY, proofs=(*PROOFS, asked))
    ours = replace(heard, account=True)
    assert codes(E.HEARD, READY) == {"heard_before"}
    assert codes(E.HEARD, heard) == {"hearing_unset"}
    for days, barred in ((-1, set()), (0, set()), (1, {"hearing_to_come"})):
        when = Proof(E.HEARING_SET, Shows.OTHER, "上午九点", on=DAY + timedelta(days=days))
        proofs = (*heard.proofs, when)
        assert codes(E.HEARD, replace(heard, proofs=proofs)) == barred
        # What was said there an officer records; by its own account it writes within its days.
        assert codes(E.HEARD, replace(ours, proofs=proofs)) == {"heard_before"}
    for left, late in ((0, False), (1, True)):
        within = replace(ours, speak_until=DAY - timedelta(days=left), proofs=(asked,))
        assert codes(E.HEARD, within) == ({"heard_before"} if late else set())
        found = codes(E.HEARING_ASKED, within)
        assert found == ({"hearing_late"} if late else set())


@pytest.mark.parametrize(
    ("served", "answer", "said"),
    [
        (None, "refused", "未记载送达"),
        (DAY, "", "期满未收到整改情况"),
        (DAY, "refused", "单位答复未整改"),
        (DAY, "corrected", "单位答复已整改，核实没有整改"),
    ],
)
def test_no_more_is_said_of_a_unit_than_is_known(served, answer, said):
    assert exposure.outcome(served, answer).label == said


@pytest.mark.parametrize("event", [E.CORRECTED, E.MENDED])
def test_it_is_not_closed_over_a_reporter_who_says_no(event):
    both = replace(READY, words=(ReporterWord.CORRECTED, ReporterWord.STILL), note="核过")
    assert codes(event, both) == {"still_demanded"}
    assert codes(event, READY) == {"reporter_silent"}
    assert codes(event, replace(READY, note="电话没有人接，看了窗口公示。")) == set()
    assert codes(event, replace(READY, words=(ReporterWord.CORRECTED,))) == set()


@pytest.mark.parametrize(
    ("officer", "may"), [(None, False), ("990121", False), ("990100", True), ("", True)]
)
@pytest.mark.parametrize("event", sorted(OVERRIDES))
def test_only_a_superior_overrides_and_says_why(event, officer, may):
    file = replace(READY, officer=officer, note="依据已经补上。")
    assert (codes(event, file) == set()) is may
    assert "no_reason" in codes(event, replace(file, note=" "))
    assert "private" in codes(event, replace(file, note="找13800000000"))


def test_the_clock_is_the_catalogues_and_ends_on_a_working_day():
    calendar = calendar_of(catalogue().calendar)
    assert (LIMITS.answer_days, LIMITS.most_days) == (15, 20)
    assert due_on(date(2026, 11, 24), LIMITS.answer_days, calendar) == date(2026, 12, 15)
    assert due_on(date(2026, 11, 24), LIMITS.most_days, calendar) == date(2026, 12, 22)


@given(st.integers(-40, 40))
def test_urgency_follows_the_days_left(left):
    found = exposure.clock(DAY + timedelta(days=left), DAY, LIMITS)
    assert found.days_left == left
    assert (found.urgency is Urgency.OVERDUE) == (left < 0)
    assert (found.urgency is Urgency.TODAY) == (left == 0)
    assert (found.urgency is Urgency.SOON) == (0 < left <= LIMITS.reminder_days)


def test_a_fall_back_raises_the_severity():
    assert exposure.severity(Counter()) is Severity.FIRST
    assert exposure.severity({S.DROPPED: 3, S.NOTIFIED: 1}) is Severity.FIRST
    assert exposure.severity({S.CORRECTED: 1}) is Severity.AGAIN
    assert exposure.severity({S.CORRECTED: 1, S.REMOVED: 1}) is Severity.AFTER_EXPOSURE


@pytest.mark.parametrize("state", [None, *ReportState])
@pytest.mark.parametrize("event", ReportEvent)
def test_a_report_moves_by_its_table_only(state, event):
    if event in REPORTS.table[state]:
        assert REPORTS.step(state, event) in ReportState
    else:
        with pytest.raises(StepNotAllowed):
            REPORTS.step(state, event)


@given(st.booleans(), st.booleans(), st.sampled_from(["", "要证明。", "电话13800000000"]))
def test_words_are_public_only_with_consent_and_without_personal_data(consent, counts, words):
    told = PublicAccount(consent, words, "photo", counts)
    assert told.public_words in ("", "要证明。")
    assert not told.public_words or (consent and counts)
    assert bool(told.public_photo) is (consent and counts)


@given(st.lists(st.sampled_from("甲乙丙丁戊"), max_size=60), st.booleans())
def test_no_small_number_can_be_read_or_worked_out(keys, known):
    matters = dict.fromkeys("甲乙丙丁戊", 20_000) if known else None
    found = measures.table(keys, matters)
    counted = Counter(keys)
    for row in found.rows:
        small = counted[row.key] < measures.SMALLEST_SHOWN
        assert (row.count is None) is small
        assert not (small and row.rate)
        assert row.rate is None or known
    held = [row for row in found.rows if row.count is None]
    assert (found.total is None) is bool(held)
    assert found.withheld == len(held)


def test_rates_are_per_ten_thousand_and_rank_only_when_all_are_known():
    keys = ["大"] * 50 + ["小"] * 6
    by_rate = measures.table(keys, {"大": 1_000_000, "小": 10_000})
    assert [(row.key, row.rate) for row in by_rate.rows] == [("小", "6.0"), ("大", "0.5")]
    by_count = measures.table(keys, {"大": 1_000_000})
    assert [(row.key, row.rate) for row in by_count.rows] == [("大", "0.5"), ("小", None)]
