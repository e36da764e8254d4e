"""Papers (证明、告知单、复函): the intent written before, the file, what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from juzheng.law.base.papers import PAPERS, PaperEvent, PaperKind, PaperState
from juzheng.law.base.terms import Term
from juzheng.law.cases.certificates import called
from juzheng.law.catalogue.act_kinds import ActKind
from juzheng.records.models.base.divisions import Committee
from juzheng.records.models.base.ledger import Entry
from juzheng.records.models.base.people import User
from juzheng.records.models.base.tallies import Counted
from juzheng.records.models.cases.cases import Case
from juzheng.records.privacy import classed
from juzheng.records.published import PublishedChar
from juzheng.records.sealed import SealedMapping
from juzheng.records.tracked import Moving, holds, known, once

if TYPE_CHECKING:
    from juzheng.records.models import Inquiry


REVOKED = Q(status=PaperState.REVOKED.value)


class Certificate(Moving, Counted):
    """One numbered paper (文书): of a case, or the reply to an authority's inquiry."""

    MACHINE = PAPERS
    STATE = "status"
    PARENT = "case"
    BOUND_TO = ("number",)
    UNCOVERED = frozenset({"tries", "counted_as"})

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="certificates")
    inquiry = models.ForeignKey(
        "records.Inquiry", models.PROTECT, null=True, related_name="certificates"
    )
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=20)
    year = models.PositiveIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=60, unique=True)
    opaque = models.CharField(max_length=40, unique=True)  # in the QR's link; cannot be walked
    content = SealedMapping()  # law.cases.certificates.as_mapping(): what stands on the paper
    fingerprint = models.CharField(max_length=64)
    subject_index = models.CharField(max_length=64, db_index=True)  # same item, same subject
    valid_until = models.DateField(null=True)
    status = models.CharField(max_length=20)
    tries = models.PositiveIntegerField(default=0)
    intended_at = models.DateTimeField()
    intended_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True)
    key_id = models.CharField(max_length=64, default="")
    file = models.CharField(max_length=200, default="")
    file_digest = models.CharField(max_length=64, default="")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revocation_reason = PublishedChar(max_length=200, default="")
    # The corrected paper that took the place of this one; written as that one is issued.
    replaced_by = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaces")

    PRIVACY = classed(
        published="revocation_reason",
        internal=(
            "id case inquiry committee kind year serial number fingerprint valid_until status "
            "tries intended_at intended_by issued_at key_id file file_digest revoked_at revoked_by "
            "replaced_by counted_as"
        ),
        personal="content",
        withheld="opaque subject_index",
    )

    class Meta:
        constraints = [
            once("certificate_number_once", "committee", "kind", "year", "serial"),
            once(
                "certificate_one_alive_per_case",
                "case",
                "kind",
                "status",  # a corrected one is made while the wrong one is still in force
                where=Q(status__in=["intended", "issued"]),
            ),
            once(
                "certificate_one_alive_per_inquiry",
                "inquiry",
                where=Q(status__in=["intended", "issued"]),
            ),
            holds(
                "certificate_answers_one_thing",
                Q(case__isnull=False, inquiry__isnull=True)
                | Q(case__isnull=True, inquiry__isnull=False, kind="certificate"),
            ),
            known("certificate_kind_is_known", "kind", PaperKind),
            known("certificate_state_is_known", "status", PaperState),
            holds(
                "certificate_issued_has_file",
                ~Q(status__in=["issued", "revoked"])
                | (Q(issued_at__isnull=False) & ~Q(file="") & ~Q(file_digest="")),
            ),
            holds(
                "certificate_revoked_at_by_and_reason_together",
                Q(revoked_at__isnull=True, revoked_by__isnull=True, revocation_reason="")
                | (
                    Q(revoked_at__isnull=False, revoked_by__isnull=False, status="revoked")
                    & ~Q(revocation_reason="")
                ),
            ),
            holds("certificate_replaced_is_revoked", Q(replaced_by__isnull=True) | REVOKED),
        ]
        indexes = [
            models.Index(fields=["committee", "-id"], name="certificate_of_book"),
            models.Index(fields=["committee", "intended_at"], name="certificate_of_month"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def called(self) -> str:
        """Return what it is called (文书叫什么), as it is headed; its content may be erased."""
        act = ActKind.REPLY if self.case is None else self.case.revision.item.act
        return called(PaperKind(self.kind), act)

    @property
    def owner(self) -> Case | Inquiry:
        """
        Return what it answers: an application, or an authority's letter (所属办件、来函).

        :raises django.core.exceptions.ObjectDoesNotExist: if somebody took that out of the database
        """
        owner = self.inquiry if self.case is None else self.case
        if owner is None:
            raise Case.DoesNotExist(self.number)
        return owner

    @property
    def chain(self) -> str:
        """Return the chain of what it answers."""
        return self.owner.chain

    @property
    def erased(self) -> bool:
        """Return whether what stands on it went with its term (内容已按期删除)."""
        return self.case is not None and self.case.erased_at is not None

    def history(self, entries: Iterable[Entry]) -> Iterator[PaperEvent]:
        """Yield what those lines of its chain that name this paper say of it."""
        owner = self.owner
        steps: dict[Term, PaperEvent] = {}
        for (_kind, step), event in owner.PAPER_LINES.items():
            steps[event] = step
        for entry in entries:
            if entry.details.get("number") == self.number:
                yield steps[owner.MACHINE.event(entry.event)]
