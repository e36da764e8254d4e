"""Retention (按期删除): what is personal goes on its day, for good, and everything still proves."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from juzheng.acts import retention
from juzheng.acts.audit import audit
from juzheng.acts.base import access_log, files, ledger, moves, people
from juzheng.acts.cases import drafts, signing, withdrawal
from juzheng.acts.catalogue import tellings
from juzheng.acts.supervision import reports
from juzheng.catalogue import rights
from juzheng.law.base import retention as law
from juzheng.law.base.retention import Kept
from juzheng.law.cases.lifecycle import OPEN, State
from juzheng.law.supervision.reports import ReportEvent
from juzheng.records import retention as kept
from juzheng.records.models import (
    Case,
    Certificate,
    Draft,
    Entry,
    Report,
    ShorterTerm,
    User,
    Verification,
    ViewLog,
)
from juzheng.records.sealed import Box
from juzheng.web.shared import startup
from tests.acts.test_exposure import filed
from tests.acts.test_tampering import everything as everything
from tests.conftest import IDENTITY, NOON

pytestmark = pytest.mark.django_db
DAYS = {kind: rule.days for kind, rule in rights.retention().items()}


def after(days: int, since: datetime = NOON) -> datetime:
    return since + timedelta(days=days)


@pytest.fixture
def issued(drafted_for: Callable[..., Case], responsible: User) -> Case:
    drafted = drafted_for("POS-001", purpose="给外婆办收养手续")
    return signing.sign(drafted, by=responsible, at=NOON).case


def dump() -> str:
    """Return every value of every row, opened: what anybody with the key could still read."""
    said = []
    for model in apps.get_app_config("records").get_models():
        for row in model._base_manager.all():
            said += [str(getattr(row, one.attname)) for one in model._meta.concrete_fields]
    return "\n".join(said)


def test_every_kind_has_a_rule_with_a_ground_and_a_term() -> None:
    assert set(rights.retention()) == set(Kept)
    for rule in rights.retention().values():
        assert rule.least_days <= rule.days
        cites = re.search("第.+条", rule.ground)
        assert cites or rule.ground.startswith("本系统自己定的"), rule.kind
    assert DAYS[Kept.DRAFT] == drafts.KEPT_DAYS
    assert DAYS[Kept.SESSION] * 24 * 60 * 60 >= settings.SESSION_COOKIE_AGE


def test_every_end_of_a_case_has_a_term() -> None:
    ends = set(State) - {State(one) for one in OPEN}
    assert ends == set(kept.ENDS)


def test_a_certificate_is_kept_to_the_last_day_and_gone_the_next(issued: Case) -> None:
    paper = issued.certificates.get()
    until = paper.valid_until
    last_day = datetime.combine(until, NOON.timetz()) + timedelta(days=DAYS[Kept.CERTIFICATE])
    assert retention.sweep(at=last_day) == {}
    assert IDENTITY in dump()
    assert (files.folder() / paper.file).is_file()

    assert retention.sweep(at=last_day + timedelta(days=1)) == {Kept.CERTIFICATE: 1}

    for gone in (IDENTITY, issued.applicant_name, issued.purpose, "看过原件"):
        assert gone not in dump()
    assert not (files.folder() / paper.file).exists()
    assert not list(files.folder().rglob("*.pdf"))
    assert audit().faults == ()
    assert retention.sweep(at=last_day + timedelta(days=400)) == {}


def test_the_ledger_says_what_why_and_when_with_digests(issued: Case) -> None:
    paper = issued.certificates.get()
    retention.sweep(at=after(4000))
    line = Entry.objects.get(chain=issued.chain, event="case.erased")
    assert line.by_text == "system"
    assert line.at == after(4000)
    assert line.details["kind"] == "certificate"
    assert line.details["days"] == DAYS[Kept.CERTIFICATE]
    assert line.details["ground"] == rights.retention()[Kept.CERTIFICATE].ground
    assert line.details["files"] == {paper.file: paper.file_digest}
    issued.refresh_from_db()
    assert (issued.answers, issued.identity_number, issued.identity_index) == ({}, "", "")
    paper.refresh_from_db()
    assert (paper.content, paper.subject_index) == ({}, "")
    assert paper.fingerprint
    assert set(Verification.objects.values_list("note", "sentence")) == {("", "")}


def test_every_personal_column_beside_a_case_goes(everything: None) -> None:
    retention.sweep(at=after(20_000))
    for model in (Case, Report, *kept.OF_CASES):
        for row in model._base_manager.all():
            if getattr(row, "erased_at", getattr(row, "case", row)) is None:
                continue  # it is still at work
            owner = row if isinstance(row, Case | Report) else row.case
            if owner.erased_at is not None:
                for column, empty in kept.personal(model).items():
                    assert getattr(row, column) == empty, f"{model.__name__}.{column}"
    assert Case.objects.filter(erased_at__isnull=False).count() >= 3
    assert audit().faults == ()


def test_years_pass_and_each_kind_goes_on_its_own_day(
    case_for: Callable[..., Case],
    clerk: User,
    issued: Case,
    person: Callable[..., User],
) -> None:
    from juzheng.acts.cases import refusal

    withdrawn = case_for("POS-001")
    withdrawal.withdraw(withdrawn, at=NOON)
    refused = case_for("NEG-01")
    refusal.refuse(refused, by=clerk, at=NOON)
    open_case = case_for("POS-001")
    report = reports.receive(filed(), at=NOON)
    officer = person("triage", "overseer", None, division="")
    reports.set_aside(report, ReportEvent.NOT_A_DEMAND, "不是", by=officer, at=NOON)
    access_log.viewed(issued, "办件", by=clerk, at=NOON)
    left = person("left", "clerk", issued.committee)
    people.switch_off(left, by="operator", at=NOON)
    assert tellings.keep("呱呱叫的条子", offered="", chosen="", division="", at=NOON)

    went: dict[Kept, int] = {}
    for day in range(0, 4200, 30):  # a sweep a month, for eleven and a half years
        for kind in retention.sweep(at=after(day)):
            went.setdefault(kind, day)
        assert audit().faults == () if day % 600 == 0 else True
    for kind, day in went.items():
        assert DAYS[kind] < day <= DAYS[kind] + 120, kind
    assert set(went) == set(Kept) - {Kept.DRAFT, Kept.SESSION, Kept.PHOTO}
    open_case.refresh_from_db()
    assert open_case.erased_at is None  # what is at work has no term
    assert open_case.applicant_name
    left.refresh_from_db()
    assert (left.totp_secret, left.has_usable_password()) == ("", False)
    assert left.full_name  # stays beside what its owner did
    assert not ViewLog.objects.exists()
    assert audit().faults == ()


def test_an_open_objection_keeps_its_case(case_for: Callable[..., Case], clerk: User) -> None:
    from juzheng.acts.cases import objection, refusal

    case = case_for("NEG-01")
    refusal.refuse(case, by=clerk, at=NOON)
    case.refresh_from_db()
    objection.file(case, reason="不同意", by=None, at=NOON)
    assert retention.sweep(at=after(20_000)) == {}


def test_a_photo_goes_before_its_report(person: Callable[..., User]) -> None:
    name = files.keep(b"\xff\xd8\xffphoto", reports.PLACE, "jpg")[0]
    report = reports.receive(filed(), at=NOON)
    officer = person("triage", "overseer", None, division="")
    reports.set_aside(report, ReportEvent.NOT_A_DEMAND, "不是", by=officer, at=NOON)
    Report.objects.filter(pk=report.pk).update(photo=name)
    report.refresh_from_db()
    ledger.note(report.chain, report.covering, by="system", at=NOON, covers=(report,))
    assert retention.sweep(at=after(DAYS[Kept.PHOTO] + 1)) == {Kept.PHOTO: 1}
    report.refresh_from_db()
    assert report.photo == ""
    assert report.proof
    assert not (files.folder() / name).exists()
    assert audit().faults == ()


def test_a_file_that_another_row_still_names_stays(issued: Case, case_for: Any) -> None:
    paper = issued.certificates.get()
    Report.objects.create(
        number="420100-2026-反000001",
        division="420100",
        unit_name="x",
        unit_kind="bank",
        proof="x",
        photo=paper.file,
        state="received",
        key="k",
        secret_hash="h",
        received_at=NOON,
    )
    retention.sweep(at=after(4000))
    assert (files.folder() / paper.file).is_file()


def test_a_county_shortens_with_a_reason_and_only_that(
    issued: Case, person: Callable[..., User]
) -> None:
    code = issued.committee.code
    county = person("county", "overseer", None, division=code[:6])
    other = person("other", "overseer", None, division="430000")
    given: Any = {"division": code[:6], "at": NOON}
    for days, why, words in (
        (DAYS[Kept.CERTIFICATE], "理由", "不能延长"),
        (DAYS[Kept.CERTIFICATE] + 1, "理由", "不能延长"),
        (400, " ", "为什么"),
    ):
        with pytest.raises(law.BadTerm, match=words):
            retention.shorten(Kept.CERTIFICATE, days, reason=why, by=county, **given)
    with pytest.raises(law.BadTerm, match="固定"):
        retention.shorten(Kept.DRAFT, 1, reason="理由", by=county, **given)
    with pytest.raises(law.BadTerm):
        retention.shorten(Kept.LOOK, 30, reason="理由", by=county, **given)
    with pytest.raises(moves.NotYours):
        retention.shorten(Kept.CERTIFICATE, 400, reason="理由", by=other, **given)
    assert not ShorterTerm.objects.exists()

    retention.shorten(Kept.CERTIFICATE, 400, reason="本县档案规定", by=county, **given)
    assert kept.days_in(code)[Kept.CERTIFICATE] == 400
    assert kept.days_in("430100000000")[Kept.CERTIFICATE] == DAYS[Kept.CERTIFICATE]
    assert retention.sweep(at=after(440)) == {Kept.CERTIFICATE: 1}
    assert audit().faults == ()


def test_a_draft_goes_after_its_days(committee: Any) -> None:
    drafts.start("POS-001", key="k", committee=committee, answers={"name": "李秀英"}, at=NOON)
    list(startup.leftovers(at=after(DAYS[Kept.DRAFT] + 1)))
    assert not Draft.objects.exists()


UNLAWFUL: dict[str, Callable[[Case], Any]] = {
    "emptied without a line": lambda case: Case.objects.filter(pk=case.pk).update(
        erased_at=NOON, answers=Box("")
    ),
    "a paper emptied without a line": lambda case: (
        Case.objects.filter(pk=case.pk).update(erased_at=NOON),
        Certificate.objects.filter(case=case).update(content=Box("")),
    ),
    "only said to be erased": lambda case: Case.objects.filter(pk=case.pk).update(erased_at=NOON),
    "a file taken away": lambda case: files.remove(case.certificates.get().file),
}


@pytest.mark.parametrize("name", UNLAWFUL)
def test_deleting_past_the_acts_is_tampering(name: str, issued: Case) -> None:
    assert audit().faults == ()
    UNLAWFUL[name](issued)
    assert audit().faults


UNDONE: dict[str, Callable[[Case], Any]] = {
    "said not to be erased": lambda case: Case.objects.filter(pk=case.pk).update(erased_at=None),
    "another day": lambda case: Case.objects.filter(pk=case.pk).update(erased_at=NOON),
    "a name put back": lambda case: Case.objects.filter(pk=case.pk).update(
        applicant_name=Box("v1:AAAA")
    ),
    "content put back": lambda case: Certificate.objects.filter(case=case).update(
        content=Box("v1:AAAA")
    ),
    "another fingerprint": lambda case: Certificate.objects.filter(case=case).update(
        fingerprint="0" * 64
    ),
    "the line cut out": lambda case: Entry.objects.filter(event="case.erased")._raw_delete(
        "default"
    ),
}


@pytest.mark.parametrize("name", UNDONE)
def test_what_was_erased_stays_provable(name: str, issued: Case) -> None:
    retention.sweep(at=after(4000))
    assert audit().faults == ()
    UNDONE[name](issued)
    assert audit().faults


def test_a_file_put_back_is_named(issued: Case) -> None:
    paper = issued.certificates.get()
    kept_file = (files.folder() / paper.file).read_bytes()
    retention.sweep(at=after(4000))
    (files.folder() / paper.file).write_bytes(kept_file)
    assert [fault.where for fault in audit().faults] == [paper.number]


def test_files_that_are_left_are_named_and_the_next_round_removes_them(
    issued: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = issued.certificates.get()
    late = datetime.combine(paper.valid_until, NOON.timetz())
    late += timedelta(days=DAYS[Kept.CERTIFICATE] + 1)
    with monkeypatch.context() as dying:
        dying.setattr(retention, "finish_files", lambda: 0)  # it died after the commit
        retention.sweep(at=late)
    issued.refresh_from_db()
    assert issued.files_left
    assert (files.folder() / paper.file).is_file()
    assert any("文件还没有删完" in fault.what for fault in audit().faults)

    assert retention.finish_files() == 1
    assert not (files.folder() / paper.file).exists()
    assert audit().faults == ()


def test_two_sweeps_at_once_erase_once(issued: Case) -> None:
    due = list(kept.due(after(4000)))
    assert retention.sweep(at=after(4000)) == {Kept.CERTIFICATE: 1}
    assert retention._case(due[0], after(4000)) is False
    assert Entry.objects.filter(event="case.erased").count() == 1


def test_what_moved_meanwhile_is_left_for_the_next_round(issued: Case) -> None:
    due = list(kept.due(after(4000)))
    Case.objects.filter(pk=issued.pk).update(version=99)
    assert retention._case(due[0], after(4000)) is False
