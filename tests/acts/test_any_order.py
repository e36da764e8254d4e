"""Any order of acts by any of three people (任意次序): what may never be false, is never false."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from juzheng.acts.base import moves, papers
from juzheng.acts.cases import (
    correcting,
    custody,
    drafting,
    intake,
    missing,
    notes,
    objection,
    refusal,
    replacing,
    revocation,
    signing,
    striking,
    transition,
    verification,
    withdrawal,
)
from juzheng.acts.cases.intake import Application
from juzheng.law.cases import lifecycle
from juzheng.law.cases.custody import Custody, Wanted
from juzheng.law.cases.missing import Asked
from juzheng.law.cases.verification import Means, Result, fits
from juzheng.records.models import Case, Certificate, User
from tests.acts.any_day import Undone
from tests.acts.test_mending import as_filed
from tests.conftest import NOON

# Everything an act may answer with; anything else is a bug.
TURNED_AWAY = (
    moves.NotReady,
    moves.MovedMeanwhile,
    moves.StepNotAllowed,
    refusal.NothingToRefuse,
    revocation.NotInForce,
    objection.NoticeInTheMaking,
)
FEW = 6  # cases a day: many acts on few cases meet each other
PEOPLE = st.sampled_from(["clerk", "second_clerk", "responsible", "second_responsible"])
PENS = st.sampled_from(["responsible", "second_responsible", "clerk"])
# How far somebody came with what was issued.
GONE = st.sampled_from(["issued", "revoked", "begun", "sent", "replaced"])


class AnyDay(Undone):
    """A committee's day, in whatever order people press the buttons."""

    cases = Bundle("cases")
    staff: dict[str, User]
    new: Any  # makes an application
    reached: set[str]  # states and refusals seen on any day: a property of nothing proves nothing

    def __init__(self) -> None:
        super().__init__()
        self.clock, self.filed = NOON, 0

    def now(self) -> datetime:
        self.clock += timedelta(seconds=7)
        return self.clock

    def attempt(self, act: Any, *args: Any, **kwargs: Any) -> None:
        try:
            act(*args, **kwargs, at=self.now())
        except TURNED_AWAY as why:
            self.reached.add(type(why).__name__)
        self.note_where_cases_stand()

    @initialize(target=cases, objects=st.booleans(), gone=GONE)
    def begin(self, objects: bool, gone: str) -> MultipleResults[int]:
        """Begin in the middle of things: refused (some object), to sign, issued (some not now)."""
        ready, issued, own = (self.file("POS-001") for _ in range(3))
        refused = self.file("NEG-01")
        self.refuse(refused, "clerk")
        if objects:
            self.object_to(refused, None)
        for number, who in ((ready, "clerk"), (issued, "clerk"), (own, "responsible")):
            self.do_it_all(number, who)
        self.sign(issued, "responsible", dies=True)
        if gone == "revoked":
            self.revoke(issued, "second_responsible")
        elif gone != "issued":
            self.replace(issued, "clerk", "begin")
            self.put_right(issued, "clerk", "correct")
        if gone in ("sent", "replaced"):
            self.do_it_all(issued, "clerk")
        if gone == "replaced":
            self.sign(issued, "responsible", dies=True)
        fresh = self.file("NEG-01")
        if not objects:
            self.ask_for_materials(fresh, "clerk", wanted=True)
        if gone == "issued":
            self.withdraw(fresh)
        return multiple(fresh, refused, ready, issued, own)

    @precondition(lambda self: self.filed < FEW)
    @rule(target=cases, item=st.sampled_from(["POS-001", "NEG-01"]), who=st.none() | PEOPLE)
    def file_another(self, item: str, who: str | None) -> int:
        return self.file(item, who)

    def file(self, item: str, who: str | None = None) -> int:
        self.filed += 1
        channel = "counter" if who else "online"
        application: Application = self.new(item, idempotency_key=uuid4().hex, channel=channel)
        by = self.staff[who] if who else None
        return intake.receive(application, by=by, at=self.now()).pk

    @rule(number=cases, who=PEOPLE, good=st.integers(0, 3))
    def check_everything(self, number: int, who: str, good: int) -> None:
        case = Case.objects.get(pk=number)
        for fact in case.revision.item.facts:
            self.attempt(
                verification.record,
                case,
                fact.key,
                means=next(one for one in Means if fits(one, fact)),
                result=Result.CONFIRMED if good else Result.FAILED,
                note="看过",
                by=self.staff[who],
            )

    @rule(number=cases, who=PEOPLE)
    def send(self, number: int, who: str) -> None:
        self.attempt(drafting.send, Case.objects.get(pk=number), by=self.staff[who])

    @rule(number=cases)
    def send_back(self, number: int) -> None:
        case = Case.objects.get(pk=number)
        self.attempt(drafting.send_back, case, reason="请补", by=self.staff["responsible"])

    @rule(number=cases, who=PEOPLE, what=st.sampled_from(["recall", "strike", "correct"]))
    def put_right(self, number: int, who: str, what: str) -> None:
        """One rule for three acts: the more rules, the fewer days reach what ends a case."""
        case, by = Case.objects.get(pk=number), self.staff[who]
        told = {"reason": "写错了", "version": case.version, "by": by}
        if what == "recall":
            self.attempt(drafting.recall, case, **told)
        elif what == "correct":
            said = as_filed(case, applicant_name="李秀瑛")
            self.attempt(correcting.correct, case, said, **told)
        elif (slip := case.verifications.standing().filter(by=by).last()) is not None:
            self.attempt(striking.strike, slip, **told)

    @rule(number=cases, who=PEOPLE)
    def answer(self, number: int, who: str) -> None:
        case = Case.objects.get(pk=number)
        asked = {one.key for one in case.revision.item.questions}
        said = {key: one for key, one in case.answers.items() if key in asked}
        self.attempt(intake.supplement, case, said, by=self.staff[who])

    @rule(number=cases, who=PENS, dies=st.booleans())
    def sign(self, number: int, who: str, *, dies: bool = False) -> None:
        """Sign; or die between the pen and the paper, which the next process finishes."""
        act = signing._intend if dies else signing.sign
        self.attempt(act, Case.objects.get(pk=number), by=self.staff[who])
        papers.finish_all(at=self.now())

    @rule(number=cases, who=PEOPLE, what=st.sampled_from(["begin", "keep"]))
    def replace(self, number: int, who: str, what: str) -> None:
        case = Case.objects.get(pk=number)
        seen = {"version": case.version, "by": self.staff[who]}
        paper = case.certificates.last()
        if what == "keep":
            self.attempt(replacing.keep, case, reason="原来的没有写错", **seen)
        elif paper is not None:
            self.attempt(replacing.begin, paper, reason="写错了", **seen)

    @rule(number=cases, who=PEOPLE)
    def refuse(self, number: int, who: str) -> None:
        self.attempt(refusal.refuse, Case.objects.get(pk=number), by=self.staff[who])

    @rule(number=cases, who=st.none() | PEOPLE)
    def object_to(self, number: int, who: str | None) -> None:
        by = self.staff[who] if who else None
        self.attempt(objection.file, Case.objects.get(pk=number), reason="不同意", by=by)

    @rule(number=cases, who=PENS, act=st.sampled_from([objection.uphold, objection.overturn]))
    def decide(self, number: int, who: str, act: Any) -> None:
        case = Case.objects.get(pk=number)
        self.attempt(act, case, answer="看过了", version=case.version, by=self.staff[who])

    @rule(number=cases, who=PEOPLE, wanted=st.booleans())
    def ask_for_materials(self, number: int, who: str, wanted: bool) -> None:
        case, asked = Case.objects.get(pk=number), Asked(("户口簿",) * wanted, NOON.date())
        self.attempt(missing.ask, case, asked, version=case.version, by=self.staff[who])

    @rule(number=cases, who=PEOPLE, act=st.sampled_from([missing.receive, missing.lapse]))
    def end_the_wait(self, number: int, who: str, act: Any) -> None:
        case = Case.objects.get(pk=number)
        self.attempt(act, case, "看过了", version=case.version, by=self.staff[who])

    @rule(number=cases, who=PEOPLE)
    def note(self, number: int, who: str) -> None:
        self.attempt(notes.add, Case.objects.get(pk=number), "打过电话", by=self.staff[who])

    @rule(number=cases, who=PEOPLE, what=st.sampled_from(Custody))
    def take_care_of_the_sheet(self, number: int, who: str, what: Custody) -> None:
        case = Case.objects.get(pk=number)
        paper = case.certificates.last()
        if paper is None:
            return
        told = Wanted(what, reason="盖花了")
        self.attempt(custody.record, paper, told, version=case.version, by=self.staff[who])

    @rule(number=cases)
    def withdraw(self, number: int) -> None:
        self.attempt(withdrawal.withdraw, Case.objects.get(pk=number))

    @rule(number=cases, who=PEOPLE, risk=st.booleans(), verifiable=st.booleans())
    def restate(self, number: int, who: str, risk: bool, verifiable: bool) -> None:
        self.attempt(
            transition.restate,
            Case.objects.get(pk=number),
            public_interest=False,
            legal_risk=risk,
            verifiable=verifiable,
            by=self.staff[who],
        )

    @rule(number=cases, who=PENS)
    def revoke(self, number: int, who: str) -> None:
        certificate = Certificate.objects.filter(case=number).order_by("-pk").first()
        if certificate is not None:
            self.attempt(revocation.revoke, certificate, reason="核实有误", by=self.staff[who])

    @rule(number=cases, who=PEOPLE)
    def do_it_all(self, number: int, who: str) -> None:
        self.check_everything(number, who, good=1)
        self.send(number, who)

    @invariant()
    def note_where_cases_stand(self) -> None:
        self.reached.update(Case.objects.values_list("state", flat=True))

    @invariant()
    def the_audit_finds_nothing(self) -> None:
        """State equals replay, chains are whole, numbers without a gap, files as registered."""
        assert self.faults() == ()

    def preparers(self, case: Case, until: datetime) -> set[int]:
        """Return everybody who had established anything, by the rows and by the ledger's names."""
        names = ("received", "supplemented", "corrected", "redecided", "prepared")
        lines = case.entries.filter(event__in=[f"case.{name}" for name in names], at__lte=until)
        by = [*lines.values_list("by", flat=True), case.received_by_id]
        by += case.verifications.filter(at__lte=until).values_list("by", flat=True)
        return {each for each in by if each is not None}

    def confirmed(self, case: Case, on: datetime) -> set[str]:
        """Return the facts that stood confirmed then; a correction that came later struck some."""
        stood = Q(struck_at=None) | Q(struck_at__gt=on)
        checks = case.verifications.filter(stood, result="confirmed", at__lte=on)
        return {check.fact for check in checks}

    @invariant()
    def who_could_not_confirm_it_refuses_nothing(self) -> None:
        for paper in Certificate.objects.filter(kind="refusal_notice").select_related("case"):
            checked = paper.case.verifications.values_list("by", flat=True)
            assert paper.intended_by_id not in checked

    @invariant()
    def issued_means_prepared_by_another_and_confirmed(self) -> None:
        for paper in Certificate.objects.filter(kind="certificate").select_related("case"):
            case, signed_at = paper.case, paper.intended_at
            assert paper.intended_by_id not in self.preparers(case, signed_at)
            assert case.entries.filter(event="case.prepared", at__lte=signed_at).exists()
            if paper.revoked_at:
                assert paper.revoked_by_id not in self.preparers(case, paper.revoked_at)
            assert paper.intended_by.role == "responsible"
            facts = {fact.key for fact in case.revision.item.facts}
            assert facts <= self.confirmed(case, signed_at)

    @invariant()
    def one_paper_of_a_case_is_in_force_until_another_takes_its_place(self) -> None:
        for case in Case.objects.all():
            made = case.certificates.filter(kind="certificate")
            alive = case.state == "issued" or case.stands in lifecycle.REPLACING
            assert made.filter(status="issued").count() == alive
            for old in made.exclude(replaced_by=None):
                assert old.pk < old.replaced_by_id
                assert old.revoked_at == old.replaced_by.issued_at


@pytest.mark.slow
@pytest.mark.many
@pytest.mark.usefixtures("loaded")
def test_whatever_order_acts_are_tried_in(
    clerk: User, responsible: User, person: Any, committee: Any, application: Any
) -> None:
    AnyDay.staff = {
        "clerk": clerk,
        "second_clerk": person("second", "clerk", committee),
        "responsible": responsible,
        "second_responsible": person("pen", "responsible", committee),
    }
    AnyDay.new = staticmethod(application)
    AnyDay.reached = set()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        AnyDay,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,  # what it has to reach, it reaches each time
            suppress_health_check=list(HealthCheck),
        ),
    )
    # That a review upholds a refusal takes three in a row: test_objections tries every order.
    # Nothing lapses on the day on which it was asked for: test_clerks_papers waits.
    rare = {"upheld", "lapsed"}
    assert {state.value for state in lifecycle.State} - rare <= AnyDay.reached
    assert {"NotReady", "StepNotAllowed"} <= AnyDay.reached


@pytest.mark.many
@pytest.mark.usefixtures("loaded")
def test_whatever_was_written_is_audited_at_the_next_look(application: Any) -> None:
    case = intake.receive(application("POS-001"), by=None, at=NOON)
    day = AnyDay()
    try:
        assert day.faults() == ()
        Case.objects.filter(pk=case.pk).update(due_on=NOON.date())
        assert day.faults() != ()
    finally:
        transaction.set_rollback(True)
        day.undone.__exit__(None, None, None)
