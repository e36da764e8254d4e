"""Several records of meetings: which counts, why it was told anew, each scan by its own name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from juzheng.acts import audit
from juzheng.acts.base.moves import NotReady
from juzheng.acts.cases import deliberation as meetings
from juzheng.acts.cases import drafting
from juzheng.law.cases.deliberation import Meeting, contradicts
from juzheng.law.catalogue.meetings import kinds
from juzheng.records.cases import case_file
from juzheng.records.models import Case, Deliberation, Entry, User
from tests.conftest import NOON
from tests.web.clerk.conftest import at, words
from tests.web.clerk.test_case import meeting as typed

Cases = Callable[..., Case]
PDF = b"%PDF-1.7 sheet"


@pytest.fixture
def case(case_for: Cases, clerk: User) -> Case:
    return case_for("POS-003", by=clerk)


@pytest.fixture
def no(case: Case) -> Meeting:
    """Return a meeting of the right kind that did not agree."""
    return Meeting(
        kind=kinds(case_file.meeting_rule(case))[0],
        called_on=date(2026, 11, 2),
        held_on=date(2026, 11, 9),
        entitled=5,
        present=5,
        votes_for=2,
        against=3,
        abstained=0,
        sheet=True,
    )


def test_the_same_meeting_told_otherwise_is_a_contradiction_and_told_in_full_is_none(
    no: Meeting,
) -> None:
    assert contradicts(no, replace(no, votes_for=4, against=1))
    assert contradicts(no, replace(no, present=4, against=2))
    assert not contradicts(no, replace(no, sheet=False, objections=1, public_notice_days=7))
    assert not contradicts(no, replace(no, held_on=date(2026, 11, 16), votes_for=4, against=1))


def test_it_is_not_recorded_without_a_reason_which_the_history_keeps(
    case: Case, no: Meeting, clerk: User
) -> None:
    meetings.record(case, no, sheet=PDF, by=clerk, at=NOON)
    yes = replace(no, votes_for=4, against=1)
    with pytest.raises(NotReady, match=r"2026年11月9日的.*已经登记过.*同意2，反对3"):
        meetings.record(case, yes, sheet=PDF, by=clerk, at=NOON)
    assert Deliberation.objects.count() == 1
    meetings.record(case, yes, sheet=PDF, why="把反对写成了同意", by=clerk, at=NOON)
    assert (
        Entry.objects.filter(case=case).latest("position").details["reason"] == "把反对写成了同意"
    )
    assert audit.audit().faults == ()


def test_the_form_asks_why_and_says_what_is_recorded_already(
    desk: Client, case: Case, no: Meeting, clerk: User
) -> None:
    assert "和原来登记的不一样，为什么" not in words(desk.get(at("deliberation", case.number)))
    meetings.record(case, no, sheet=PDF, by=clerk, at=NOON)
    told = typed(kind=no.kind, entitled=5, present=5, votes_for=4, against=1)
    answer = desk.post(at("deliberation", case.number), told)
    assert (answer.status_code, "已经登记过" in words(answer)) == (422, True)
    assert list(answer.context["form"].errors) == ["why"], "beside the box that is to be filled in"
    assert "和原来登记的不一样，为什么" in words(answer)
    assert "为什么（可不填）" not in words(answer)
    told = typed(kind=no.kind, entitled=5, present=5, votes_for=4, against=1, why="票数抄错了行")
    assert desk.post(at("deliberation", case.number), told).status_code == 302
    page = words(desk.get(at("case", case.number)))
    assert "2026年11月9日·第2次登记·以这一次为准" in page
    assert "2026年11月9日·第1次登记·已被后来登记的代替" in page
    assert "票数抄错了行" in page


def test_the_pen_reads_which_one_counts_and_each_scan_has_a_name_of_its_own(
    case: Case, no: Meeting, clerk: User, confirm: Cases, client: Client, responsible: User
) -> None:
    confirm(case, by=clerk)
    meetings.record(case, no, sheet=PDF, by=clerk, at=NOON)
    yes = replace(no, votes_for=4, against=1)
    later = NOON.replace(minute=5)
    meetings.record(case, yes, sheet=PDF + b"2", why="抄错了", by=clerk, at=NOON)  # the same minute
    meetings.record(case, yes, sheet=PDF + b"3", by=clerk, at=later)
    drafting.send(case, by=clerk, at=later)
    client.force_login(responsible)
    page = client.get(at("case", case.number))
    folds = [one["title"] for one in page.context["on_file"] if "2026年11月9日" in one["title"]]
    assert [fold.rpartition(" · ")[2] for fold in folds] == [
        *["已被后来登记的代替"] * 2,
        "以这一次为准",
    ]
    names = [one["text"] for one in page.context["documents"]]
    assert len(set(names)) == len(names) == 3
    assert "12:05" in names[2]
    assert "以这一次为准" in names[2]


def test_of_a_single_meeting_nothing_is_said_of_which_one(
    desk: Client, case: Case, no: Meeting, clerk: User
) -> None:
    meetings.record(case, no, sheet=PDF, by=clerk, at=NOON)
    page = words(desk.get(at("case", case.number)))
    assert "以这一次为准" not in page
    assert "已被后来登记的代替" not in page
    assert f"{no.kind}·2026年11月9日" in page


def test_the_days_of_the_notice_stand_in_the_form_as_the_rule_says(
    desk: Client, case_for: Cases, clerk: User
) -> None:
    case = case_for("POS-019", by=clerk)
    rule = case_file.meeting_rule(case)
    form = desk.get(at("deliberation", case.number)).context["form"]
    assert rule.public_notice_days > 0
    assert form["public_notice_days"].value() == rule.public_notice_days


@pytest.fixture
def posted(case_for: Cases, clerk: User) -> Case:
    """Return a case with a meeting of the 16th whose result is posted until the 26th."""
    case = case_for("POS-019", by=clerk)
    meetings.record(case, _appraised(case, 16, 20), sheet=PDF, by=clerk, at=NOON)
    return case


def _appraised(case: Case, held: int, posted_from: int) -> Meeting:
    return Meeting(
        kind=kinds(case_file.meeting_rule(case))[0],
        called_on=date(2026, 11, 2),
        held_on=date(2026, 11, held),
        entitled=7,
        present=7,
        votes_for=7,
        against=0,
        abstained=0,
        public_notice_days=7,
        notice_from=date(2026, 11, posted_from),
        sheet=True,
    )


def test_no_other_meeting_takes_the_place_of_one_whose_notice_runs_without_a_word_why(
    posted: Case, clerk: User
) -> None:
    for other in (_appraised(posted, 9, 10), _appraised(posted, 17, 17)):
        with pytest.raises(NotReady, match=r"2026年11月16日的.*公示到2026年11月26日满"):
            meetings.record(posted, other, sheet=PDF, by=clerk, at=NOON)
    later = NOON.replace(day=27)
    with pytest.raises(NotReady, match="反而开得早"):
        meetings.record(posted, _appraised(posted, 9, 10), sheet=PDF, by=clerk, at=later)
    meetings.record(posted, _appraised(posted, 17, 17), sheet=PDF, by=clerk, at=later)
    assert Deliberation.objects.count() == 2


def test_the_same_meeting_told_in_full_and_one_after_a_vain_one_need_no_word(
    posted: Case, case: Case, no: Meeting, clerk: User
) -> None:
    full = replace(_appraised(posted, 16, 20), objections=1, objections_settled=1)
    meetings.record(posted, full, sheet=PDF, by=clerk, at=NOON)
    meetings.record(case, no, sheet=PDF, by=clerk, at=NOON)
    again = replace(no, held_on=date(2026, 11, 16), votes_for=4, against=1)
    meetings.record(case, again, sheet=PDF, by=clerk, at=NOON)
    assert Deliberation.objects.count() == 4


def test_the_form_asks_why_another_meeting_counts_and_the_signer_reads_it(
    desk: Client, pen: Client, posted: Case, confirm: Cases, clerk: User
) -> None:
    kind = kinds(case_file.meeting_rule(posted))[0]
    told = typed(kind=kind, public_notice_days="7", votes_for="6")
    told |= {f"notice_from_{part}": n for part, n in {"year": 2026, "month": 11, "day": 10}.items()}
    answer = desk.post(at("deliberation", posted.number), told)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["why"])
    assert "用另一天的会议代替" in words(answer)
    told = typed(kind=kind, public_notice_days="7", votes_for="6", why="16日那次通知没有送到")
    told |= {f"notice_from_{part}": n for part, n in {"year": 2026, "month": 11, "day": 10}.items()}
    assert desk.post(at("deliberation", posted.number), told).status_code == 302
    posted.refresh_from_db()
    drafting.send(confirm(posted, by=clerk), by=clerk, at=NOON)
    assert "16日那次通知没有送到" in words(pen.get(at("case", posted.number)))


def test_the_record_is_called_as_the_meeting_is(desk: Client, case_for: Cases) -> None:
    for item, called in (("POS-003", "登记委员会会议"), ("POS-019", "登记议事协商")):
        case = case_for(item)
        for name in ("case", "deliberation"):
            shown = words(desk.get(at(name, case.number)))
            assert called in shown
            assert ({"登记委员会会议", "登记议事协商"} - {called}).pop() not in shown
