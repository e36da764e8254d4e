"""Corrections (纠正案): one unit and one proof, with all the reports on them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from juzheng.law.base.demanders import Demander
from juzheng.law.base.divisions import governs
from juzheng.law.base.terms import Term
from juzheng.law.supervision import exposable
from juzheng.law.supervision import exposure as law
from juzheng.records.models.base.people import User
from juzheng.records.models.base.tallies import Counted
from juzheng.records.privacy import classed
from juzheng.records.published import PublishedChar, PublishedText
from juzheng.records.tracked import GovernedQuerySet, Tracked, holds, known, together

# Exposed although the sentence does not name such a unit, by an older version or because its kind
# was put right afterwards: never shown again.
BEFORE = "before"


class CorrectionQuerySet(GovernedQuerySet["Correction"]):
    """Phrases one asks of corrections (纠正案)."""

    def joinable(self) -> Self:
        """Return the corrections that another report may still join."""
        return self.filter(state__in=[state.value for state in law.JOINABLE])

    def shown(self) -> Self:
        """Return what stands on the public board with the unit's name, the latest first."""
        shown = self.filter(state__in=[state.value for state in law.SHOWN])
        return shown.filter(listed_as__in=list(exposable.Exposable)).order_by("-approved_at")


def _listed_as_its_kind() -> Q:
    """Return that a unit is listed as what its kind is, or not at all (公开对象限定)."""
    same = Q(listed_as__in=["", BEFORE])
    for body in exposable.Exposable:
        kinds = [kind for kind, listed in exposable.LISTED.items() if listed is body]
        same |= Q(listed_as=body.value, unit_kind__in=kinds)
    return same


class Correction(Tracked, Counted):
    """The course of one unit's demand from triage to its end (纠正案)."""

    MACHINE = law.CORRECTIONS
    KEY = "number"
    MASKED = True
    UNCOVERED = Tracked.UNCOVERED | {"off_on", "counted_as"}

    number = models.CharField(max_length=40, unique=True)
    division = models.CharField(max_length=12)
    unit_name = models.CharField(max_length=100)
    unit_kind = models.CharField(max_length=20)
    # As which of the three words of the sentence.
    listed_as = models.CharField(max_length=20, default="", blank=True)
    superior = models.CharField(max_length=100, default="", blank=True)  # the unit's own superior
    item = models.CharField(max_length=20, default="", blank=True)
    proof = PublishedChar(max_length=100)  # in an officer's words
    matter = PublishedChar(max_length=100, default="", blank=True)
    severity = models.CharField(max_length=20)
    accepted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()
    notified_on = models.DateField(null=True)
    notice_number = models.CharField(max_length=40, default="", blank=True)
    notice_text = PublishedText(default="", blank=True)  # as it was sent, a paragraph a line
    served_on = models.DateField(null=True)  # null: not served, or not recorded by an older version
    served_how = models.CharField(max_length=20, default="", blank=True)
    served_document = models.CharField(max_length=200, default="", blank=True)  # receipt
    served_by = models.CharField(max_length=100, default="", blank=True)  # who carried, who took it
    served_scan = models.CharField(max_length=200, default="", blank=True)  # the receipt's picture
    served_scan_digest = models.CharField(max_length=64, default="", blank=True)
    answer = models.CharField(max_length=20, default="", blank=True)  # the last one
    answer_document = models.CharField(max_length=200, default="", blank=True)
    answered_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    extended = models.BooleanField(default=False)
    superior_due_on = models.DateField(null=True)  # by when its superior is to answer
    objection_due_on = models.DateField(null=True)  # null: no objection waits for a decision
    statement = PublishedText(default="", blank=True)
    stated_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    stated_at = models.DateTimeField(null=True)
    facts_served_on = models.DateField(null=True)  # null: not served, or by an older version
    facts_due_on = models.DateField(null=True)  # until when the unit can speak on them
    hearing_document = models.CharField(max_length=200, default="", blank=True)
    hearing = models.CharField(max_length=20, default="", blank=True)
    reply = PublishedText(default="", blank=True)  # the unit's side, published beside ours
    heard_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    heard_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    mended_on = models.DateField(null=True)
    retracted_on = models.DateField(null=True)
    apology = PublishedText(default="", blank=True)  # what stands in the place of an exposure
    closed_on = models.DateField(null=True)
    # Since when it stands on the board no more; follows from the ledger (records.rollups).
    off_on = models.DateField(null=True)

    objects = CorrectionQuerySet.as_manager()

    # What of it is public, and when, is decided by its state (law.supervision.exposure.SHOWN).
    PRIVACY = classed(
        published="proof matter statement reply apology notice_text",
        internal=(
            "id number division unit_name unit_kind listed_as superior item state severity "
            "superior_due_on objection_due_on retracted_on "
            "version accepted_by accepted_at notified_on notice_number served_on served_how "
            "served_document served_by served_scan served_scan_digest "
            "answer answer_document answered_on hearing_document due_on extended stated_by "
            "stated_at facts_served_on facts_due_on hearing heard_by heard_at approved_by "
            "approved_at mended_on closed_on off_on counted_as"
        ),
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            known("correction_state_is_known", "state", law.CorrectionState),
            known("correction_unit_kind_is_known", "unit_kind", Demander),
            holds("correction_listed_as_its_kind_is", _listed_as_its_kind()),
            holds(
                "correction_shown_only_when_listed",
                ~Q(state__in=["exposed", "mended", "removed", "retracted"]) | ~Q(listed_as=""),
            ),
            holds(
                "correction_retracted_with_words",
                ~Q(state="retracted") | Q(retracted_on__isnull=False) & ~Q(apology=""),
            ),
            known("correction_severity_is_known", "severity", law.Severity),
            known("correction_hearing_is_known", "hearing", ("", *law.Hearing)),
            known("correction_service_is_known", "served_how", ("", *law.Service)),
            holds(
                "correction_scan_only_with_service",
                Q(served_scan="") | Q(served_on__isnull=False),
            ),
            known("correction_answer_is_known", "answer", law.Answer),
            *(
                together(f"correction_{what}_at_and_by_together", f"{what}_at", f"{what}_by")
                for what in ("stated", "heard", "approved")
            ),
            together("correction_facts_served_and_due", "facts_served_on", "facts_due_on"),
            holds(
                "correction_facts_served_once_stated",
                Q(facts_served_on__isnull=True) | Q(stated_at__isnull=False),
            ),
            holds(
                "correction_shown_only_when_approved",
                ~Q(state__in=["exposed", "mended", "removed"])
                | Q(approved_at__isnull=False, stated_at__isnull=False, heard_at__isnull=False),
            ),
            holds(
                "correction_approved_by_a_second_officer",
                Q(approved_by__isnull=True)
                | (
                    ~Q(approved_by=F("stated_by"))
                    & ~Q(approved_by=F("heard_by"))
                    & ~Q(approved_by=F("accepted_by"))
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["division", "state", "due_on"]),
            models.Index(fields=["unit_name", "id"], name="correction_of_unit"),
            models.Index(
                fields=["unit_name", "state", "notified_on", "id"], name="correction_to_unit"
            ),
            models.Index(fields=["state", "approved_at", "id"], name="correction_shown"),
            models.Index(fields=["state", "retracted_on", "id"], name="correction_retracted"),
            models.Index(fields=["state", "id"], name="correction_of_state"),
            models.Index(fields=["off_on", "number"], name="correction_off"),
            *(
                models.Index(fields=["state", day, "id"], name=f"correction_{name}")
                for day, name in (
                    ("due_on", "due"),
                    ("accepted_at", "accepted"),
                    ("notified_on", "notified"),
                    ("answered_on", "answered"),
                    ("stated_at", "stated"),
                    ("heard_at", "heard"),
                )
            ),
            models.Index(fields=["objection_due_on", "id"], name="correction_objected"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def known(self) -> law.Outcome:
        """Return what may be said of the unit (公开时已知的情况)."""
        return law.outcome(self.served_on, self.answer)

    @property
    def standing(self) -> Term:
        """Return how it stands in words: a notice that only lies there has told no unit (进度)."""
        return law.standing(self.stands, self.served_on)

    @property
    def service(self) -> law.Service | None:
        """Return how the notice was served; None: it was not, or nobody recorded it."""
        return law.Service(self.served_how) if self.served_how else None

    def is_of(self, user: User) -> bool:
        """Return whether ``user`` speaks for the unit that this is about."""
        unit = user.unit
        return unit is not None and self.concerns(unit.name, unit.division)

    def is_asked(self, user: User) -> bool:
        """Return whether ``user`` speaks for the superior that is asked (问的主管部门)."""
        unit = user.unit
        if unit is None or unit.name != self.superior or unit.name == self.unit_name:
            return False
        return not unit.division or governs(unit.division, self.division)

    def concerns(self, name: str, division: str) -> bool:
        """Return whether this is about the unit ``name``: of the place, or governing it."""
        if name != self.unit_name:
            return False
        return not division or governs(division, self.division)
