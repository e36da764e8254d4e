"""What lies on file about a correction (纠正案材料), as the law asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.utils import timezone

from juzheng.catalogue import catalogue
from juzheng.law.base.demanders import Demander
from juzheng.law.base.divisions import governs
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.supervision import exposure as law
from juzheng.law.supervision import fairness, grounds
from juzheng.law.supervision.exposable import beyond
from juzheng.law.supervision.exposure import CORRECTIONS, CorrectionEvent, CorrectionState
from juzheng.law.supervision.on_file import GROUNDS, Bases, OnFile
from juzheng.law.supervision.reports import REPORTS, ReporterWord, ReportEvent, ReportState
from juzheng.records import history
from juzheng.records.models import Correction, DemandingUnit, Entry, Exhibit, Report, User
from juzheng.records.models.supervision.corrections import CorrectionQuerySet
from juzheng.records.published import masked
from juzheng.records.supervision import exhibits

# What a correction begins with, and begins with again when it is reopened.
_WRITTEN = (
    "notified_on notice_number notice_text served_on served_how served_document served_by "
    "served_scan served_scan_digest answer answer_document answered_on "
    "hearing_document due_on superior_due_on extended statement stated_by stated_at "
    "facts_served_on facts_due_on hearing reply heard_by heard_at approved_by approved_at "
    "mended_on closed_on"
)
LIKE = 10  # of them are offered
_NEW = Correction()
BLANK: Mapping[str, Any] = {name: getattr(_NEW, name) for name in _WRITTEN.split()}
_E = law.CorrectionEvent
_JUDGED = frozenset({_E.STATED, _E.HEARD, _E.SERVED, _E.ANSWERED, _E.REFUSED})
_NAMES = frozenset({_E.NOTIFIED, _E.IDENTIFIED})
_INSIDE = (_E.JOINED, _E.LEFT, _E.SEEN)  # of no interest to everybody
_WHO = ("unit_name", "unit_kind", "superior")
_ACCUSING = frozenset({_E.STATED, _E.EXPOSED})
_PAPERS = ("served_document", "answer_document", "hearing_document")
_ASKED = ("statement", "reply", "served_on", "item")


def limits() -> law.Limits:
    """Return the clock of corrections as the catalogue has it."""
    return catalogue().deadlines["correction"]


def on_file(correction: Correction, *, by: User, on: date, note: str = "") -> OnFile:
    """Return what lies on file when ``by`` wants to move ``correction`` on the day ``on``."""
    counted = list(correction.reports.filter(state=ReportState.ACCEPTED.value))
    papers = exhibits.current(correction)
    drafts = [one.text for one in papers if one.event == _E.REDRAFTED]
    return OnFile(
        state=CorrectionState(correction.state),
        on=on,
        named=(correction.unit_name, correction.proof, correction.matter),
        unit_kind=correction.unit_kind,
        division=correction.division,
        by=by.pk,
        officer=by.division,
        hands=hands(correction),
        accusers=accusers(correction),
        approver=correction.approved_by_id,
        account=correction.is_of(by) or correction.is_asked(by),
        served_on=correction.served_on,
        served_before=correction.served_on is not None,
        due_on=correction.due_on,
        superior_due_on=correction.superior_due_on,
        objection_due_on=correction.objection_due_on,
        notified_on=correction.notified_on,
        extended=correction.extended,
        statement=correction.statement,
        stated_on=_day(correction.stated_at),
        facts_served_on=correction.facts_served_on,
        speak_until=correction.facts_due_on,
        hearing=law.Hearing(correction.hearing) if correction.hearing else None,
        reply=correction.reply,
        spoken=correction.hearing == law.Hearing.SPOKE,
        note=note,
        words=tuple(ReporterWord(report.word) for report in counted),
        told=tuple(report.told for report in counted),
        item=correction.item,
        proofs=tuple(one.proof for one in papers),
        unchecked=sum(one.single_handed and one.by_id != by.pk for one in papers),
        single=sum(one.single_handed and one.what in law.OF_THE_UNIT for one in papers),
        draft=drafts[-1] if drafts else "",
        superior=correction.superior,
        registered=registered_as(correction.unit_name, correction.division),
    )


def registered_as(unit_name: str, division: str) -> tuple[str, ...]:
    """
    Return as which kinds the register knows a unit of that name in that place (登记的类别).

    "Other" says nothing of it.
    """
    found = DemandingUnit.objects.filter(name=unit_name).exclude(kind=Demander.OTHER.value)
    return _kinds(found, division)


def _kinds(units: Iterable[DemandingUnit], division: str) -> tuple[str, ...]:
    return tuple(one.kind for one in units if not one.division or governs(one.division, division))


def superior_of(correction: Correction) -> str:
    """Return the unit's superior as the register has it (登记的上级); nothing: it has none."""
    found = DemandingUnit.objects.filter(name=correction.unit_name, superior__isnull=False)
    for one in found.select_related("superior"):
        if one.superior and (not one.division or governs(one.division, correction.division)):
            return one.superior.name
    return ""


def as_filed(
    correction: Correction,
    file: OnFile,
    event: CorrectionEvent,
    papers: Iterable[Exhibit],
    changes: Mapping[str, Any],
) -> OnFile:
    """Return the file as it would be after an act: the law judges what is about to be written."""
    if event is _E.REVIEWED:  # of papers that lie there already
        return replace(file, element=next((one.shown_as for one in papers), None))
    added = tuple(paper.proof for paper in papers)
    found: dict[str, Any] = {"proofs": (*file.proofs, *added)}
    if event is _E.REDRAFTED:
        found["draft"] = added[-1].text
    if event in _NAMES:
        found |= _named(correction, changes)
    if event in law.PROVED:
        found["document"] = added[-1].document
    if event in _JUDGED:
        found |= {name: changes[name] for name in _ASKED if name in changes}
        documents = [changes[name] for name in _PAPERS if name in changes]
        found |= {"document": documents[0]} if documents else {}
        if changes.get("hearing"):
            found["hearing"] = law.Hearing(changes["hearing"])
    file = replace(file, **found)
    return replace(file, bases=_bases(correction, file)) if event in _ACCUSING else file


def _named(correction: Correction, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return who the unit and its superior would be after the act, and who it was."""
    told = {name: changes.get(name, getattr(correction, name)) for name in _WHO}
    return {
        "named": (told["unit_name"], correction.proof, correction.matter),
        "unit_kind": told["unit_kind"],
        "superior": told["superior"],
        "before": (correction.unit_name, correction.unit_kind),
        "notice": changes.get("notice_text", ""),
        "registered": registered_as(told["unit_name"], correction.division),
    }


def waiting(
    correction: Correction, events: Iterable[CorrectionEvent], *, by: User, on: date
) -> frozenset[CorrectionEvent]:
    """Return those of ``events`` that are not for now or not for this officer (以后的步骤)."""
    file = on_file(correction, by=by, on=on)
    known = limits()
    return frozenset(event for event in events if fairness.waits(event, file, known))


def barred(
    correction: Correction, events: Iterable[CorrectionEvent], *, by: User, on: date
) -> frozenset[CorrectionEvent]:
    """Return those of ``events`` that only another than ``by`` may ever take (要由另一人办的)."""
    file, known = on_file(correction, by=by, on=on), limits()
    return frozenset(event for event in events if fairness.barred(event, file, known))


def against(
    correction: Correction, event: CorrectionEvent, *, by: User, on: date
) -> tuple[Obstacle, ...]:
    """Return why ``by`` may not take the step ``event`` on the day ``on`` (现在还不能办的理由)."""
    file = as_filed(correction, on_file(correction, by=by, on=on), event, (), {})
    return fairness.obstacles(event, file, limits())


def to_weigh(correction: Correction, on: date) -> tuple[str, ...]:
    """Return what has to be named when the bases are weighed on ``on`` (要写明核对了的依据)."""
    file = on_file(correction, by=correction.accepted_by, on=on)  # who asks makes no difference
    return grounds.named_only(replace(file, bases=_bases(correction, file)))


def _bases(correction: Correction, file: OnFile) -> Bases:
    correction = copy(correction)
    correction.item = file.item
    elements = [proof.text for proof in file.proofs if proof.shows in GROUNDS]
    return exhibits.bases(correction, (file.statement, *elements), file.reply, file.on)


def hands(correction: Correction) -> frozenset[int]:
    """Return who established anything in it, or masked what reporters said, by the ledger."""
    reports = [one.chain for one in correction.reports.all()]
    masked_by = Entry.objects.filter(chain__in=reports, event=REPORTS.line(ReportEvent.REVIEWED))
    reviewers = masked_by.exclude(by=None).values_list("by", flat=True)
    return _who(correction, frozenset(_E) - law.ESTABLISH_NOTHING) | frozenset(reviewers)


def accusers(correction: Correction) -> frozenset[int]:
    """Return who accepted it or stated the facts: they record no service and no answer."""
    return _who(correction, law.ACCUSES)


def _who(correction: Correction, events: frozenset[CorrectionEvent]) -> frozenset[int]:
    """Return whose lines of ``events`` the chain holds."""
    named = [CORRECTIONS.line(event) for event in events]
    lines = Entry.objects.filter(chain=correction.chain, event__in=named).exclude(by=None)
    return frozenset(lines.values_list("by", flat=True))


def published(correction: Correction) -> list[Report]:
    """
    Return the reports whose words or photo stand on the public page, the earliest first.

    Only what lay before the approving officer: what was masked or joined later was never approved.
    """
    if CorrectionState(correction.state) not in law.SHOWN or correction.approved_at is None:
        return []
    before = {"reviewed_at__lte": correction.approved_at, "triaged_at__lte": correction.approved_at}
    found = correction.reports.filter(**before).order_by("pk")
    return [one for one in found if one.told.public_words or one.told.public_photo]


def clock_of(correction: Correction, on: date) -> law.Clock | None:
    """Return how the unit's term stands; None where none is running."""
    if correction.due_on is None or correction.state != CorrectionState.NOTIFIED:
        return None
    return law.clock(correction.due_on, on, limits())


def like(report: Report, item: str) -> list[Correction]:
    """
    Return the open corrections of the very unit and proof of ``report`` (同一单位、同一证明).

    What joins a correction is not notified of itself: another proof would never be told the unit.

    :param item: what the proof of the report is taken for; empty: nothing is known
    """
    return list(_joinable(report).filter(_same_matter(report, item))[:LIKE])


def near(report: Report, item: str) -> list[Correction]:
    """
    Return open corrections that may be the same for all that they are named otherwise (名称相近).

    Residents write 市人民医院 for XX市人民医院; whether it is that one an officer says.

    :param item: as for ``like``
    """
    said = _joinable(report).alias(said=Value(report.unit_name))
    same = Q(unit_name__contains=report.unit_name) | Q(said__contains=F("unit_name"))
    if item:
        same |= Q(item=item)
    return list(said.filter(same).exclude(_same_matter(report, item))[:LIKE])


def _same_matter(report: Report, item: str) -> Q:
    proof = Q(proof=report.proof)
    return Q(unit_name=report.unit_name) & (proof | Q(item=item) if item else proof)


def _joinable(report: Report) -> QuerySet[Correction]:
    return Correction.objects.joinable().filter(division=report.division).order_by("-pk")


def steps_of(correction: Correction, *, joined: bool = False) -> list[dict[str, Any]]:
    """
    Return the course of a correction as everybody may read it: what and when, never who.

    :param joined: also which reports joined it, for officers alone
    """
    lines = {CORRECTIONS.line(event) for event in law.OVERRIDES}
    moved = {CORRECTIONS.line(event) for event in (_E.JOINED, _E.LEFT)}

    def why(line: Entry) -> str:
        if line.event in moved:
            return str(line.details.get("report", ""))
        return _why(line) if line.event in lines else ""

    return history.steps_of(correction, text=why, without=() if joined else _INSIDE)


def steps_for_everybody(report: Report) -> list[dict[str, Any]]:
    """Return the course of a report and of the correction it is part of, for its reporter."""
    own = [{**step, "kind": "done"} for step in history.steps_of(report)]
    shared = steps_of(report.correction) if report.correction else []
    return sorted([*own, *shared], key=lambda step: step["at"])


def state() -> str:
    """Return what is another text as soon as anything in a correction is (纠正案状态)."""
    return repr(Correction.objects.aggregate(Count("pk"), Sum("version")))


def overrides() -> list[dict[str, Any]]:
    """Return what superiors decided (上级决定), the latest first; each with its reason."""
    named = [CORRECTIONS.line(event) for event in law.OVERRIDES]
    lines = Entry.objects.filter(event__in=named).order_by("-pk")
    return [
        {
            "number": line.chain.removeprefix("correction:"),
            "what": CORRECTIONS.happened(line.event),
            "why": _why(line),
            "at": line.at,
        }
        for line in lines[:100]
    ]


def _why(line: Entry) -> str:
    """Return the reason in a line; the ledger keeps what older rules of masking let through."""
    return masked(str(line.details.get("note", "")))


def shown(on: date) -> list[Correction]:
    """
    Return what stands on the public board on the day ``on``, the latest first.

    Who it is is asked anew each time: whatever door a name or a kind came in by, and whatever the
    register has learned since, nobody stands there whom the sentence does not name.
    """
    return parted(standing(on))[0]


def standing(on: date) -> CorrectionQuerySet:
    """Return what was exposed and is not over on ``on``, whoever the unit is (公开期内的)."""
    return Correction.objects.shown().exclude(_kept_too_long(on))


def parted(found: Iterable[Correction]) -> tuple[list[Correction], list[Correction]]:
    """Return those of ``found`` that can stand on the board, and those whose unit cannot."""
    found = list(found)
    units = DemandingUnit.objects.filter(name__in={one.unit_name for one in found})
    known: dict[str, list[DemandingUnit]] = {}
    for unit in units.exclude(kind=Demander.OTHER.value):
        known.setdefault(unit.name, []).append(unit)
    there: tuple[list[Correction], list[Correction]] = ([], [])
    for one in found:
        kinds = (one.unit_kind, *_kinds(known.get(one.unit_name, ()), one.division))
        there[any(beyond(kind, one.unit_name) is not None for kind in kinds)].append(one)
    return there


def is_shown(correction: Correction, on: date) -> bool:
    """Return whether it stands on the public board on the day ``on``, asking of this one alone."""
    return standing(on).filter(pk=correction.pk).exists() and not outside(correction)


def outside(correction: Correction) -> bool:
    """Return whether the unit is none that can be exposed, by its kind, name or the register."""
    return bool(parted([correction])[1])


def apologies(on: date, most: int | None = None) -> list[Correction]:
    """
    Return the exposures that were wrong (公开不当) and whose apology stands, the latest first.

    It stands in the same place for as many days as the exposure did: 民法典 第一千条.
    """
    found = Correction.objects.filter(state=CorrectionState.RETRACTED.value)
    found = found.order_by("-retracted_on", "-pk")
    return [one for one in found[:most] if on <= apology_until(one)]


def apology_until(correction: Correction) -> date:
    """Return the last day on which the apology stands (致歉公开到哪一天)."""
    since, until = _day(correction.approved_at), correction.retracted_on
    if since is None or until is None:
        raise ValueError(f"{correction} was not retracted")
    return until + max(until - since, timedelta(days=1))


def _kept_too_long(on: date) -> Q:
    """Return what goes by itself: corrected long ago, and nobody has taken it down."""
    first = on - timedelta(days=limits().kept_days)
    return Q(state=CorrectionState.MENDED.value, mended_on__isnull=False, mended_on__lt=first)


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def looked_at(report: Report) -> bool:
    """Return whether anybody can look at the report: an officer of its place, or above, is here."""
    officers = User.objects.filter(is_active=True, division__isnull=False)
    return any(
        governs(one, report.division) for one in set(officers.values_list("division", flat=True))
    )
