"""Intake: an application becomes a case with an answer, a number, a code and a last day; once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from juzheng.acts.cases import answering, intake, verification
from juzheng.law.base.deadlines import CalendarTooShort
from juzheng.law.base.ledger import GENESIS
from juzheng.law.cases.verification import Means, Result
from juzheng.records.cases import case_file
from juzheng.records.models import Case, Committee, Counter, Entry, Revision, User
from tests.conftest import NOON

Application = Callable[..., intake.Application]
CHINA = ZoneInfo("Asia/Shanghai")


def test_it_answers_before_anyone_has_lifted_a_hand(application: Application) -> None:
    case = intake.receive(application("POS-001"), by=None, at=NOON)
    assert case.outcome == "time_limited"
    assert case.state == "received"
    assert case.due_on == date(2026, 12, 1)  # five working days after Tuesday the 24th
    assert case.decision["trace"][-1]["decisive"]


def test_a_public_notice_of_the_article_comes_before_the_limit(
    application: Application, committee: Committee
) -> None:
    item = application("POS-001").revision.item
    decision = answering.answer(item, committee=committee, on=NOON.date())
    told = {"committee": committee, "decision": decision}
    noticed = replace(item, notice_days=30)
    assert answering.last_day(NOON, item=item, **told) == date(2026, 12, 1)
    assert answering.last_day(NOON, item=noticed, **told) > date(2026, 12, 24)


def test_the_first_line_of_the_ledger_says_what_was_filed_without_holding_it(
    application: Application,
) -> None:
    case = intake.receive(application("POS-001"), by=None, at=NOON)
    line = Entry.objects.get(case=case)
    assert line.event == "case.received"
    assert line.by_text == "applicant"
    assert line.digest == intake.receipt_fingerprint(case) != GENESIS
    assert "李秀英" not in str(line.details)


def test_filing_twice_makes_one_case(application: Application) -> None:
    same = application("POS-001")
    first = intake.receive(same, by=None, at=NOON)
    second = intake.receive(same, by=None, at=NOON)
    assert first.pk == second.pk
    assert (Case.objects.count(), Entry.objects.filter(case=first).count()) == (1, 1)
    assert intake.code_of(first) == intake.code_of(second)


def test_numbers_have_no_gap_for_what_was_never_filed(application: Application) -> None:
    long_ago = datetime(2003, 12, 31, 12, tzinfo=CHINA)  # before every holiday notice
    with pytest.raises(CalendarTooShort):
        intake.receive(application("POS-001"), by=None, at=long_ago)
    assert not Case.objects.exists()
    assert not Counter.objects.filter(series__contains=":2003").exists()
    numbers = [intake.receive(application(), by=None, at=NOON).number[-6:] for _ in range(3)]
    assert numbers == ["000001", "000002", "000003"]


def test_the_code_opens_the_case_and_no_other_does(application: Application) -> None:
    case = intake.receive(application(), by=None, at=NOON)
    other = intake.receive(application(), by=None, at=NOON)
    code = intake.code_of(case)
    assert intake.code_fits(case, code)
    assert intake.code_fits(case, code.lower().replace("-", " "))
    assert not intake.code_fits(case, intake.code_of(other))
    assert not intake.code_fits(case, "")
    assert code.replace("-", "") not in case.secret_hash


def test_a_refusal_is_filed_too_and_heard_by_the_next_working_day(
    application: Application,
) -> None:
    case = intake.receive(application("NEG-01"), by=None, at=NOON)
    assert case.outcome == "refuse"
    assert case.decision["onward"]
    assert case.due_on == date(2026, 11, 25)


def test_the_clerk_at_the_counter_may_know_more_than_the_item(
    application: Application, clerk: User
) -> None:
    known = application("POS-001", channel="counter", already_known=True)
    case = intake.receive(known, by=clerk, at=NOON)
    assert case.outcome == "on_the_spot"
    assert case.due_on == NOON.date()
    assert case.received_by == clerk


def test_what_is_personal_is_sealed_at_rest(application: Application) -> None:
    from django.db import connection

    case = intake.receive(application(), by=None, at=NOON)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT applicant_name, identity_number, telephone, answers FROM records_case"
        )
        stored = " ".join(cursor.fetchone())
    for secret in (case.applicant_name, case.identity_number, case.telephone, "示例街道"):
        assert secret not in stored


def test_a_case_keeps_the_wording_it_was_decided_under(application: Application) -> None:
    case = intake.receive(application(), by=None, at=NOON)
    latest = Revision.objects.filter(subject="POS-001").order_by("-number")[0]
    assert case.revision == latest


def test_an_answer_to_no_question_is_refused(case_for: Callable[..., Case], clerk: User) -> None:
    case = case_for("POS-001")

    with pytest.raises(intake.UnknownAnswer):
        intake.supplement(case, {"colour": "blue"}, by=clerk, at=NOON)

    assert not case.entries.filter(event="case.supplemented").exists()


def test_the_ledger_proves_the_old_answers_without_holding_them(
    case_for: Callable[..., Case], clerk: User
) -> None:
    case = case_for("POS-001")
    old = case.answers["home_address"]

    intake.supplement(case, {"home_address": "示例街道9号"}, by=clerk, at=NOON)

    case.refresh_from_db()
    line = case.entries.get(event="case.supplemented")
    assert case.answers["home_address"] == "示例街道9号"
    assert line.details["changed"] == ["home_address"]
    assert old not in str(line.details)
    assert "示例街道9号" not in str(line.details)


def test_the_paper_names_the_means_that_confirmed_this_very_sentence(
    case_for: Callable[..., Case], clerk: User
) -> None:
    # Corrected, looked at in another way, and corrected back: the second look confirmed
    # something else, and its means must not stand beside the first sentence.
    case = case_for("POS-001")
    fact = next(f for f in case.revision.item.facts if "{home_address}" in f.sentence)
    old = case.answers["home_address"]

    def look(means: Means) -> None:
        verification.record(
            case, fact.key, means=means, result=Result.CONFIRMED, note="", by=clerk, at=NOON
        )

    look(Means.ORIGINAL)
    intake.supplement(case, {"home_address": "示例街道9号"}, by=clerk, at=NOON)
    look(Means.HOME_VISIT)
    intake.supplement(case, {"home_address": old}, by=clerk, at=NOON)

    (said,) = case_file.statements(case, operative=False)
    assert old in said.sentence
    assert said.means == Means.ORIGINAL.label


@pytest.mark.parametrize(
    ("purpose", "told", "there", "not_there"),
    [
        ("领养老金", (), "社会保险", ("优抚", "高龄津贴")),
        ("领高龄津贴", (), "高龄津贴", ("优抚", "领社会保险待遇的")),
        # What was told stands against what only sounds otherwise; who draws both reads of both.
        ("领养老金", ("draws_allowance",), "高龄津贴", ("优抚", "领社会保险待遇的")),
        ("领养老金和高龄津贴", (), "高龄津贴", ("优抚",)),
    ],
)
def test_the_purpose_chooses_the_ways_that_the_notice_will_name(
    case_for: Callable[..., Case],
    purpose: str,
    told: tuple[str, ...],
    there: str,
    not_there: tuple[str, ...],
) -> None:
    case = case_for("NEG-10", purpose=purpose, told=told)
    said = "".join(f"{way.said}{way.where}" for way in case_file.decision_of(case).onward)
    assert there in said
    assert [one for one in not_there if one in said] == []
    # Decided anew it names the same, and other ways once the purpose is put right.
    assert answering.anew(case)[0]["decision"] == case.decision
    case.purpose = "办事"
    everything = str(answering.anew(case)[0]["decision"]["onward"])
    assert ("优抚" in everything) is (not told)
