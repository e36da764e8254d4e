"""What is due to be erased (到期应删除的内容), and what is personal in it. Reads, never writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models as fields
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from juzheng.catalogue import rights
from juzheng.law.base import retention as law
from juzheng.law.base.divisions import governs
from juzheng.law.base.papers import PaperState
from juzheng.law.base.permissions import AccountEvent
from juzheng.law.base.retention import Kept
from juzheng.law.cases.lifecycle import BESIDE, CASES, State
from juzheng.law.supervision.exposure import SHOWN
from juzheng.law.supervision.reports import ReportState
from juzheng.records import models
from juzheng.records.models import (
    Case,
    Certificate,
    Entry,
    Hold,
    KeptQuestion,
    Report,
    ShorterTerm,
    User,
    ViewLog,
)
from juzheng.records.privacy import Privacy
from juzheng.records.sealed import SealedMapping
from juzheng.records.tracked import Covered, covered_models

# Where a row keeps the name of a stored file.
FILED: tuple[tuple[type[Covered], str], ...] = (
    (Certificate, "file"),
    (models.Deliberation, "sheet"),
    (models.TransitionGround, "document"),
    (models.CaseNote, "file"),
    (models.Inquiry, "letter"),
    (models.SourceDocument, "file"),
    (Report, "photo"),
    (Report, "public_photo"),
    (models.Correction, "served_scan"),
    (models.Exhibit, "scan"),
)
OF_CASES = covered_models("case")
# No name and no number, but digests of them, or the resident's words in an officer's.
ALSO_PERSONAL: Mapping[type[fields.Model], tuple[str, ...]] = {
    Case: ("identity_index", "name_index", "telephone_index"),
    models.CaseName: ("index",),
    Certificate: ("subject_index",),
    Report: ("answer", "words", "public_photo", "public_photo_digest"),
}
ENDS = {
    State.WITHDRAWN: Kept.WITHDRAWN,
    State.LAPSED: Kept.WITHDRAWN,
    State.REFUSED: Kept.REFUSAL,
    State.UPHELD: Kept.REFUSAL,
    State.ISSUED: Kept.CERTIFICATE,
    State.REVOKED: Kept.CERTIFICATE,
}
ASKED_ABOUT = "机关来函问到申请人，还没有答复"
ANSWERED = (
    ReportState.NOT_A_DEMAND,
    ReportState.OTHER_AUTHORITY,
    ReportState.HAS_BASIS,
    ReportState.WITHDRAWN,
)


@dataclass(frozen=True)
class Due:
    """One thing whose term is over (到期的一项)."""

    kind: Kept
    row: Any  # a case, a report, an account; of looks: the chain that they stand in
    since: date
    days: int


def due(at: datetime) -> Iterator[Due]:
    """Yield what is to be erased: its term is over on the day of ``at``, and nothing keeps it."""
    return (found for found in over(at) if not why_kept(found, at))


def over(at: datetime) -> Iterator[Due]:
    """Yield everything whose term is over on the day of ``at`` and that is still there."""
    terms, on = _Terms(), timezone.localtime(at).date()
    beside = (*_looks(terms, at), *_accounts(at), *_questions(terms))
    for found in (*_cases(terms, at), *_reports(terms, at), *beside):
        if law.is_over(found.since, found.days, on):
            yield found


def why_kept(found: Due, at: datetime) -> str:
    """Return why what is over is kept all the same (暂不删除的原因); nothing: it goes."""
    case, report = _about(found.row)
    held = Hold.objects.in_force(timezone.localtime(at).date())
    of_it = Q(case=case) if case else Q(report=report) if report else Q(pk=None)
    if (hold := held.filter(of_it).first()) is not None:
        return law.HoldGround(hold.ground).label
    return ASKED_ABOUT if case is not None and _asked_about(case) else ""


def _about(row: Any) -> tuple[Case | None, Report | None]:
    if isinstance(row, Case):
        return row, None
    if isinstance(row, Report):
        return None, row
    return (row.case, row.report) if isinstance(row, ViewLog) else (None, None)


def _asked_about(case: Case) -> bool:
    """Return whether an authority's letter that is not answered yet names the case's applicant."""
    names = [name for name in (case.applicant_name, case.number) if name]
    return any(
        name in f"{inquiry.about} {inquiry.question}"
        for inquiry in models.Inquiry.objects.open().filter(committee=case.committee_id)
        for name in names
    )


def personal(model: type[fields.Model]) -> dict[str, Any]:
    """Return the columns of ``model`` that go, each with what stands there afterwards."""
    classes: dict[str, Privacy] = getattr(model, "PRIVACY", {})
    filed = {column for owner, column in FILED if owner is model and model is not Certificate}
    also = ALSO_PERSONAL.get(model, ())
    return {
        one.name: {} if isinstance(one, SealedMapping) else ""
        for one in model._meta.concrete_fields
        if classes.get(one.name) is Privacy.PERSONAL or one.name in also or one.name in filed
    }


class _Terms:
    """How many days hold where (各地的期限), the counties' own read once."""

    def __init__(self) -> None:
        latest = {(one.kind, one.division): one.days for one in ShorterTerm.objects.all()}
        self.chosen = [(kind, place, days) for (kind, place), days in latest.items()]

    def days(self, kind: Kept, division: str) -> int:
        shorter = [
            days for of, place, days in self.chosen if of == kind and governs(place, division)
        ]
        return law.days_of(rights.retention()[kind], shorter)

    def shortest(self, kind: Kept) -> int:
        shorter = [days for of, _, days in self.chosen if of == kind]
        return law.days_of(rights.retention()[kind], shorter)


def days_in(division: str) -> dict[Kept, int]:
    """Return how many days each kind is kept in ``division`` (当地的保存天数)."""
    terms = _Terms()
    return {kind: terms.days(kind, division) for kind in Kept}


def _cases(terms: _Terms, at: datetime) -> Iterator[Due]:
    for state, kind in ENDS.items():
        old = at - timedelta(days=terms.shortest(kind))
        found = Case.objects.filter(state=state.value, erased_at=None, received_at__lt=old)
        in_the_making = Q(certificates__status=PaperState.INTENDED.value)
        found = found.exclude(in_the_making).select_related("committee")
        for case in found.order_by("pk").iterator(chunk_size=500):
            days = terms.days(kind, case.committee.code)
            yield Due(kind, case, _over_since(case), days)


def _over_since(case: Case) -> date:
    """
    Return the day of the last step, or the last day on which a paper of it is valid.

    Notes, seals, collections and printing again are no steps: nothing is kept longer for them.
    """
    steps = case.entries.exclude(event__in=[CASES.line(event) for event in BESIDE])
    last = steps.aggregate(last=Max("at"))["last"] or case.received_at
    until = case.certificates.aggregate(until=Max("valid_until"))["until"]
    on = timezone.localtime(last).date()
    return max(on, until or on)


def _reports(terms: _Terms, at: datetime) -> Iterator[Due]:
    accepted = Q(state=ReportState.ACCEPTED.value, correction__closed_on__isnull=False)
    accepted &= ~Q(correction__state__in=[state.value for state in SHOWN])
    ended = Q(state__in=[state.value for state in ANSWERED]) | accepted
    found = Report.objects.filter(ended, erased_at=None).select_related("correction")
    for report in found.order_by("pk").iterator(chunk_size=500):
        since = _ended(report)
        yield Due(Kept.REPORT, report, since, terms.days(Kept.REPORT, report.division))
        if report.photo:
            yield Due(Kept.PHOTO, report, since, terms.days(Kept.PHOTO, report.division))


def _ended(report: Report) -> date:
    if report.correction is not None and report.correction.closed_on is not None:
        return report.correction.closed_on
    last = Entry.objects.filter(chain=report.chain).aggregate(last=Max("at"))["last"]
    return timezone.localtime(last or report.received_at).date()


def _looks(terms: _Terms, at: datetime) -> Iterator[Due]:
    days = terms.shortest(Kept.LOOK)
    of = ("case", "report", "inquiry")
    last = ViewLog.objects.values(*of).annotate(last=Max("at")).order_by(*of)
    for one in last.filter(last__lt=at - timedelta(days=days)):
        look = ViewLog(**{f"{what}_id": one[what] for what in of})
        yield Due(Kept.LOOK, look, timezone.localtime(one["last"]).date(), days)


def _accounts(at: datetime) -> Iterator[Due]:
    days = rights.retention()[Kept.ACCOUNT].days
    off = Entry.objects.filter(chain=User.CHAIN, event=AccountEvent.SWITCHED_OFF.value)
    closed = {line.details["user"]: line.at for line in off.order_by("position")}
    for user in _closed_accounts().filter(pk__in=closed).order_by("pk"):
        yield Due(Kept.ACCOUNT, user, timezone.localtime(closed[user.pk]).date(), days)


def _questions(terms: _Terms) -> Iterator[Due]:
    for kept in KeptQuestion.objects.order_by("pk").iterator(chunk_size=500):
        yield Due(Kept.QUESTION, kept, kept.kept_on, terms.days(Kept.QUESTION, kept.division))


def _closed_accounts() -> QuerySet[User]:
    empty = Q(totp_secret="", email="", password__startswith="!")  # noqa: S106 - no password
    return User.objects.filter(~empty, is_active=False)


def named_elsewhere(name: str) -> bool:
    """Return whether a row whose term is not over still names the stored file ``name``."""
    for model, column in FILED:
        rows: QuerySet[Any] = model._default_manager.filter(**{column: name})
        if model is Certificate:  # an erased one keeps its file's name beside the digest
            rows = rows.filter(case__erased_at=None)
        if rows.exists():
            return True
    return False
