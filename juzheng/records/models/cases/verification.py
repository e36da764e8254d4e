"""What was verified, decided together and assessed (核查、议事、现阶段登记)."""

from __future__ import annotations

from dataclasses import fields

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from juzheng.law.cases import consultation, deliberation, transition
from juzheng.law.cases.verification import Check, Means, Result
from juzheng.records.models.base.people import User
from juzheng.records.models.cases.cases import Case
from juzheng.records.models.cases.striking import Strikable
from juzheng.records.privacy import classed
from juzheng.records.sealed import SealedText
from juzheng.records.tracked import Covered, holds, known, together


class Verification(Strikable):
    """One check of one fact (核查记录): what, how, by whom, when, with what result."""

    PARENT = "case"
    BOUND_TO = ("case_id", "fact", "at")

    case = models.ForeignKey(Case, models.PROTECT, related_name="verifications")
    fact = models.CharField(max_length=40)  # key of the item's fact
    means = models.CharField(max_length=40)
    note = SealedText(default="")  # what was seen; personal
    # What was confirmed, word for word: a later correction of an answer is not covered by it.
    sentence = SealedText()
    result = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PRIVACY = classed(
        internal="id case fact means result at by struck_at struck_by struck_why",
        personal="note sentence",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            known("verification_means_is_known", "means", Means),
            known("verification_result_is_known", "result", Result),
            together("verification_struck_at_and_by_together", "struck_at", "struck_by"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.fact} {self.result}"

    def check_record(self) -> Check:
        """Return the check as the law sees it."""
        return Check(
            fact=self.fact,
            means=Means(self.means),
            note=self.note,
            result=Result(self.result),
            by=str(self.by),
            on=timezone.localtime(self.at).date(),
        )


class Deliberation(Strikable):
    """The record of one meeting (议事协商记录)."""

    PARENT = "case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="deliberations")
    kind = models.CharField(max_length=40)
    called_on = models.DateField()
    held_on = models.DateField()
    entitled = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    votes_for = models.PositiveIntegerField()
    against = models.PositiveIntegerField()
    abstained = models.PositiveIntegerField()
    notice_from = models.DateField(null=True)  # first day of public notice (公示)
    public_notice_days = models.PositiveIntegerField()
    objections = models.PositiveIntegerField(default=0)  # how many objected during the notice
    objections_settled = models.PositiveIntegerField(default=0)
    sheet = models.CharField(max_length=200)  # stored scan of the signed sheet
    sheet_digest = models.CharField(max_length=64)
    area_entitled = models.PositiveIntegerField(default=0)  # square metres, where area counts
    area_present = models.PositiveIntegerField(default=0)
    area_for = models.PositiveIntegerField(default=0)
    party_body = models.CharField(max_length=100, default="")  # which discussed it before (党组织)
    party_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PRIVACY = classed(
        internal=(
            "id case kind called_on held_on entitled present votes_for against abstained "
            "notice_from public_notice_days objections objections_settled sheet sheet_digest "
            "area_entitled area_present area_for party_body party_on at by "
            "struck_at struck_by struck_why"
        ),
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            holds("deliberation_no_more_present_than_entitled", Q(present__lte=F("entitled"))),
            together("deliberation_struck_at_and_by_together", "struck_at", "struck_by"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.kind} {self.held_on}"

    def meeting(self) -> deliberation.Meeting:
        """Return the meeting as the law sees it."""
        told = {one.name: getattr(self, one.name) for one in fields(deliberation.Meeting)}
        return deliberation.Meeting(**{**told, "sheet": bool(self.sheet)})


class Consultation(Strikable):
    """Residents heard about a risk in whatever form fitted (灵活议事记录), OP-3.2.b."""

    PARENT = "case"
    BOUND_TO = ("case_id", "at")

    case = models.ForeignKey(Case, models.PROTECT, related_name="consultations")
    form = models.CharField(max_length=40)  # 座谈会, 走访听取意见 …
    held_on = models.DateField()
    took_part = SealedText()  # names
    said = SealedText()
    result = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PRIVACY = classed(
        internal="id case form held_on result at by struck_at struck_by struck_why",
        personal="took_part said",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            known("consultation_result_is_known", "result", consultation.Result),
            together("consultation_struck_at_and_by_together", "struck_at", "struck_by"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.form} {self.held_on}"

    def consultation(self) -> consultation.Consultation:
        """Return the consultation as the law sees it."""
        told = {one.name: getattr(self, one.name) for one in fields(consultation.Consultation)}
        return consultation.Consultation(**{**told, "result": consultation.Result(self.result)})


class TransitionGround(Covered):
    """Why a listed item is still needed (现阶段仍需办理的理由)."""

    PARENT = "case"
    BOUND_TO = ("case_id", "at")

    case = models.ForeignKey(Case, models.PROTECT, related_name="grounds")
    kind = models.CharField(max_length=30)  # policy_gap, private_demand
    demander_name = models.CharField(max_length=100)
    statement = SealedText()  # what is not joined up, or what the unit insists on
    # 明确要求 may be said: who said it, when, at which desk, and who heard it.
    said_by = SealedText(default="")
    said_on = models.DateField(null=True)
    office = models.CharField(max_length=100, default="")
    heard_by = SealedText(default="")
    document = models.CharField(max_length=200, default="")  # stored scan of the written demand
    document_digest = models.CharField(max_length=64, default="")
    fact = SealedText(default="")  # the sentence to be certified; empty: the item's own facts
    means = models.CharField(max_length=40, default="")  # by which it can be established
    verifiable = models.BooleanField()
    legal_risk = models.BooleanField()
    review_on = models.DateField(null=True, db_index=True)  # from then it is due for review
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    PRIVACY = classed(
        internal=(
            "id case kind demander_name said_on office document document_digest means "
            "verifiable legal_risk review_on at by"
        ),
        personal="statement said_by heard_by fact",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            holds("ground_kind_is_known", Q(kind__in=["policy_gap", "private_demand"])),
            known("ground_means_is_known", "means", ["", *Means]),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.kind}"

    def gaps(self) -> tuple[str, ...]:
        """Return what is not written down of how the unit asked."""
        asked = transition.Demanded(
            self.said_by, self.said_on, self.office, self.heard_by, bool(self.document)
        )
        return transition.gaps(transition.TransitionKind(self.kind), asked)


class RiskAssessment(Strikable):
    """The reasoned assessment where there is legal risk (风险评估意见)."""

    PARENT = "case"
    BOUND_TO = ("case_id", "at")

    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments")
    risk = SealedText()
    precaution = SealedText()
    counsel = models.CharField(max_length=100, default="")  # legal adviser asked, if any
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PRIVACY = classed(
        internal="id case counsel at by struck_at struck_by struck_why",
        personal="risk precaution",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [together("risk_struck_at_and_by_together", "struck_at", "struck_by")]

    def __str__(self) -> str:
        return f"{self.case} 风险评估"
