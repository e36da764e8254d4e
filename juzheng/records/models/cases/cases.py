"""Cases (办件): one request and everything done about it."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from juzheng.law.base.identity import masked, written
from juzheng.law.base.terms import Term
from juzheng.law.cases import consents, lifecycle
from juzheng.law.cases.lifecycle import CASES, PAPER_LINES, State
from juzheng.law.catalogue import routing
from juzheng.law.catalogue.items import AnswerKind
from juzheng.records.models.base.divisions import Committee
from juzheng.records.models.base.people import User
from juzheng.records.models.base.tallies import Counted
from juzheng.records.models.catalogue.revisions import Revision
from juzheng.records.privacy import classed
from juzheng.records.sealed import SealedMapping, SealedText
from juzheng.records.tracked import Tracked, holds, known, together

CHANNELS = ("online", "counter")
WHEN_PREPARED = (
    *(State.AWAITING_SIGNATURE, State.ISSUING, State.ISSUED, State.REVOKED),
    *(State.AWAITING_REPLACEMENT, State.ISSUING_REPLACEMENT),
)


class Desk(Term):
    """In which pile of the desk a case lies (工作台分类)."""

    OPEN = "open", "办理中"
    RETURNED = "returned", "退回的"
    SIGNATURE = "signature", "待签字"
    SEALING = "sealing", "签好了，等打印盖章"
    MATERIALS = "materials", "等居民补材料"
    OBJECTION = "objection", "有异议，复核中"
    UNSEALED = "unsealed", "有异议，告知单还没盖章"  # lies in two piles
    CLOSED = "closed", "已办结"


class CaseQuerySet(models.QuerySet["Case"]):
    """Phrases one asks of cases (办件)."""

    def open(self) -> Self:
        """Return cases on which something is still to be done."""
        return self.filter(state__in=[state.value for state in lifecycle.OPEN])

    def overdue(self, on: date) -> Self:
        """Return open cases whose last day in time lies before ``on``."""
        return self.open().filter(due_on__lt=on)

    def visible_to(self, user: User) -> Self:
        """Return the cases of the user's own committee; without a committee, none."""
        if user.committee_id is None:
            return self.none()
        return self.filter(committee=user.committee_id)


class Case(Tracked, Counted):
    """One request and everything done about it (办件)."""

    MACHINE = CASES
    KEY = "number"
    PAPER_LINES = PAPER_LINES
    BOUND_TO = ("number",)
    UNCOVERED = Tracked.UNCOVERED | {"files_left", "desk", "counted_as"}
    TYPED = frozenset({"reason"})

    number = models.CharField(max_length=40, unique=True)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="cases")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="cases")
    channel = models.CharField(max_length=10)  # online, counter
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # The draft's own key: sending a form twice makes one case.
    idempotency_key = models.CharField(max_length=64, unique=True)

    applicant_name = SealedText()
    identity_kind = models.CharField(max_length=40)
    identity_number = SealedText()
    identity_index = models.CharField(max_length=64)
    name_index = models.CharField(max_length=64, default="", db_index=True)
    telephone = SealedText(default="")
    telephone_index = models.CharField(max_length=64, default="", db_index=True)
    answers = SealedMapping(default=dict)
    recipient = SealedText()  # 接收单位
    purpose = SealedText()  # 办理用途
    demander = models.CharField(max_length=30, default="")
    secret_hash = models.CharField(max_length=64)  # of the code with which the resident follows

    outcome = models.CharField(max_length=30)
    decision = models.JSONField()  # law.base.plain.as_mapping(): the Decision with its trace
    circumstances = models.JSONField(default=dict)
    due_on = models.DateField(null=True)
    # Follows from the rest; kept so that the desk need not look at every case (records.rollups).
    desk = models.CharField(max_length=10, default="", blank=True)

    erased_at = models.DateTimeField(null=True)  # its term was over: what is personal has gone
    files_left = models.BooleanField(default=False)  # erased, and not all of its files yet

    prepared_at = models.DateTimeField(null=True)
    prepared_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = CaseQuerySet.as_manager()

    PRIVACY = classed(
        internal=(
            "id number committee revision channel received_at received_by demander outcome "
            "decision circumstances due_on state version prepared_at prepared_by "
            "erased_at files_left desk counted_as"
        ),
        personal=(
            "applicant_name identity_kind identity_number telephone answers recipient purpose"
        ),
        withheld="idempotency_key identity_index name_index telephone_index secret_hash",
    )

    class Meta:
        constraints = [
            known("case_state_is_known", "state", lifecycle.State),
            known("case_outcome_is_known", "outcome", routing.Outcome),
            holds("case_channel_is_known", Q(channel__in=CHANNELS)),
            together("case_prepared_at_and_prepared_by_together", "prepared_at", "prepared_by"),
            holds(
                "case_beyond_receipt_only_when_prepared",
                ~Q(state__in=[state.value for state in WHEN_PREPARED])
                | Q(prepared_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "state", "due_on"]),
            models.Index(fields=["committee", "desk", "due_on", "id"], name="case_of_desk"),
            models.Index(fields=["committee", "desk", "id"], name="case_closed_of_desk"),
            models.Index(fields=["revision", "received_at"], name="case_of_item"),
            # Of one person in one committee: by either alone all cases of a committee may be read.
            models.Index(fields=["identity_index", "committee"], name="case_of_person"),
            models.Index(fields=["state", "due_on", "id"], name="case_of_state"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def names(self) -> tuple[str, ...]:
        """Return the applicant, who acts for them, and whoever the answers name (申请人等)."""
        asked = self.revision.item.questions
        named = [one.key for one in asked if one.kind is AnswerKind.PERSON_NAME]
        acting = [self.answers.get(one) or {} for one in (consents.GUARDIAN, consents.HELPER)]
        others = [one.get("name") for one in acting]
        found = (self.applicant_name, *others, *map(self.answers.get, named))
        return tuple(str(name) for name in found if name)

    @property
    def identity_masked(self) -> str:
        """Return the identity number as pages show it."""
        return masked(self.identity_written)

    @property
    def identity_written(self) -> str:
        """Return the identity number with its kind in front, if it does not tell it itself."""
        return written(self.identity_kind, self.identity_number)

    @property
    def is_open(self) -> bool:
        """Return whether something is still to be done."""
        return lifecycle.State(self.state) in lifecycle.OPEN


class Draft(models.Model):
    """An application not yet filed (草稿): survives a closed browser, for a few days."""

    BOUND_TO = ("key",)

    key = models.CharField(max_length=64, unique=True)  # random; in the resident's cookie
    item_id = models.CharField(max_length=20)
    committee = models.ForeignKey(Committee, models.CASCADE, related_name="+")
    answers = SealedMapping(default=dict)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)

    PRIVACY = classed(
        internal="id item_id committee started_at changed_at",
        personal="answers",
        withheld="key",
    )

    def __str__(self) -> str:
        return f"草稿 {self.item_id}"
