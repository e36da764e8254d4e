"""Corrections from the unit's side (本单位的通报): its notices, and what its demands led to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import (
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Concat
from django.utils import timezone

from juzheng.law.base.machine import Happened
from juzheng.law.base.terms import Term
from juzheng.law.demands.registry import DemandState
from juzheng.law.supervision import exposure as law
from juzheng.law.supervision import inbox
from juzheng.law.supervision.exposure import CORRECTIONS, CorrectionEvent, CorrectionState, Hearing
from juzheng.law.supervision.hearings import days_run, gave_up, time_to_speak, to_come
from juzheng.law.supervision.on_file import Arranged, arranged
from juzheng.law.supervision.reports import ReportState
from juzheng.records.catalogue import governing
from juzheng.records.models import Correction, Demand, DemandingUnit, Entry, Exhibit, Report
from juzheng.records.models.supervision.corrections import CorrectionQuerySet
from juzheng.records.supervision import exhibits
from juzheng.records.tracked import within
from juzheng.records.walking import id_of

_PUT_RIGHT = frozenset(
    {CorrectionState.CORRECTED.value, CorrectionState.MENDED.value, CorrectionState.REMOVED.value}
)
# Stated, and nothing is public yet: a hearing may still come.
UNHEARD = (CorrectionState.STATED, CorrectionState.HEARD)


def notices(units: Iterable[DemandingUnit]) -> list[Correction]:
    """Return the corrections that the ``units`` were notified of, the latest first."""
    named: dict[str, list[str]] = {}
    for unit in units:
        named.setdefault(unit.name, []).append(unit.division)
    found = Correction.objects.filter(unit_name__in=named, notified_on__isnull=False)
    return [
        one
        for one in found
        if any(one.concerns(one.unit_name, division) for division in named[one.unit_name])
    ]


def latest(unit: DemandingUnit, after: str, most: int) -> tuple[list[Correction], str]:
    """Return a page of the notices to ``unit``, the latest first, and the key of the next one."""
    found = _to(unit).order_by("-pk")
    if (seen := id_of(after)) is not None:
        found = found.filter(pk__lt=seen)
    rows = list(found[: most + 1])
    return rows[:most], str(rows[most - 1].pk) if len(rows) > most else ""


def notice(unit: DemandingUnit, number: str) -> Correction | None:
    """Return the notice ``number`` if it was to ``unit``."""
    return _to(unit).filter(number=number).first()


def to_answer(unit: DemandingUnit, most: int) -> list[Correction]:
    """Return the notices on which ``unit`` may have to do something: under way, then exposed."""
    under_way = [one.value for one in inbox.MAY_WAIT - {CorrectionState.EXPOSED}]
    first = _to(unit).order_by("notified_on", "pk")
    parts = (first.filter(state__in=under_way), first.filter(state=CorrectionState.EXPOSED.value))
    found = [one for part in parts for one in part[:most]]
    prefetch_related_objects(found, "exhibits")
    return found


def to_superior(unit: DemandingUnit, most: int) -> list[Correction]:
    """
    Return of which notices to units below ``unit`` is asked for a basis (问主管部门的).

    Until it has answered, or it is over.
    """
    open_ = [one.value for one in law.OPEN - law.SHOWN]
    found = _asked(unit).filter(state__in=open_)
    said = Exhibit.objects.filter(correction=OuterRef("pk"), event__in=list(law.BY_SUPERIOR))
    since = said.filter(at__date__gte=OuterRef("notified_on"))
    return list(found.exclude(Exists(since)).order_by("notified_on", "pk")[:most])


def letters_to_superior(unit: DemandingUnit, most: int) -> list[Correction]:
    """Return on what ``unit`` was written to as a superior, the latest first (给它的函)."""
    return list(_asked(unit).order_by("-pk")[:most])


def letter_to_superior(unit: DemandingUnit, number: str) -> Correction | None:
    """Return the correction ``number`` if ``unit`` was written to about it as a superior."""
    return _asked(unit).filter(number=number).first()


def _asked(unit: DemandingUnit) -> CorrectionQuerySet:
    """
    Return the corrections that ``unit`` is asked about as the superior (问到它的).

    By the name on the notice, whatever the register says; once the unit itself has its notice, or
    the letter was served at the superior on paper: before, nobody reads for it what it has not.
    """
    found = Correction.objects.filter(superior=unit.name).exclude(unit_name=unit.name)
    found = found.filter(within("division", unit.division)).exclude(notice_number="")
    return found.filter(Q(superior_due_on__isnull=False) | Q(served_on__isnull=False))


def unseen(found: CorrectionQuerySet, most: int) -> list[tuple[Correction, Happened, date]]:
    """Return what became, and when, of those of ``found`` whose unit has not read it (没看到的)."""
    chain = Concat(Value(f"{CORRECTIONS.subject}:"), OuterRef("number"), output_field=CharField())
    ends = [CORRECTIONS.line(event) for event in sorted(inbox.OUTCOMES)]
    told = (*ends, CORRECTIONS.line(CorrectionEvent.SEEN))
    last = Entry.objects.filter(chain=chain, event__in=told).order_by("-position")
    states = [one.value for one in CORRECTIONS.before(CorrectionEvent.SEEN)]
    rows = found.filter(state__in=states, notified_on__isnull=False).annotate(
        told=Subquery(last.values("event")[:1]), told_at=Subquery(last.values("at")[:1])
    )
    rows = rows.filter(told__in=ends).order_by("told_at", "pk")[:most]
    told_of = ((one, getattr(one, "told", ""), getattr(one, "told_at", None)) for one in rows)
    return [(one, CORRECTIONS.happened(said), timezone.localdate(at)) for one, said, at in told_of]


def to_read(unit: DemandingUnit, most: int) -> list[tuple[Correction, Happened, date]]:
    """Return what became of the notices to ``unit`` that it has not read yet, the oldest first."""
    return unseen(_to(unit), most)


def outcome(correction: Correction) -> Happened | None:
    """Return what became of the notice and its unit has not read; None: nothing, or it has."""
    found = unseen(Correction.objects.filter(pk=correction.pk), 1)
    return found[0][1] if found else None


def _to(unit: DemandingUnit) -> CorrectionQuerySet:
    found = Correction.objects.filter(unit_name=unit.name, notified_on__isnull=False)
    return found.filter(within("division", unit.division))


def hearing(correction: Correction) -> Arranged:
    """Return how the hearing in person stands: asked for, and when and where (听证情况)."""
    return arranged(one.proof for one in exhibits.current(correction))


def kind_when_notified(correction: Correction) -> str:
    """Return as which kind the unit was notified, whatever was put right since (通报时的类别)."""
    named = [
        CORRECTIONS.line(event) for event in (CorrectionEvent.NOTIFIED, CorrectionEvent.IDENTIFIED)
    ]
    lines = Entry.objects.filter(chain=correction.chain, event__in=named).order_by("-position")
    kind = correction.unit_kind
    for line in lines:
        if line.event == named[0]:
            break
        kind = str(line.details["from"][1])
    return kind


def standing(correction: Correction, on: date) -> Term:
    """Return how it stands in words on ``on``, a hearing that is still to come included (进度)."""
    one = correction
    if is_to_speak(one, on):
        return CorrectionState.STATED
    in_person = one.stands is CorrectionState.HEARD and to_come(hearing(one), one.hearing, on)
    return law.standing(one.stands, one.served_on, in_person=in_person)


def is_to_speak(correction: Correction, on: date) -> bool:
    """Return whether it gave up its hearing, has said nothing, and its days run (还等它陈述)."""
    one = correction
    if one.stands is not CorrectionState.HEARD or not days_run(one.facts_due_on, on):
        return False
    return gave_up((paper.proof for paper in exhibits.current(one)), one.hearing)


def heard_as(correction: Correction, on: date) -> Hearing | None:
    """Return how it was heard; who only gave up his hearing said nothing (怎样听取的)."""
    one = correction
    if not one.hearing or is_to_speak(one, on):
        return None
    papers = (paper.proof for paper in exhibits.current(one))
    return Hearing.SILENT if gave_up(papers, one.hearing) else Hearing(one.hearing)


def waiting(correction: Correction, on: date) -> tuple[inbox.Waiting, ...]:
    """Return what its unit is to do about the correction on the day ``on``."""
    if correction.notified_on is None:
        return ()
    stated_at, state = correction.stated_at, CorrectionState(correction.state)
    if is_to_speak(correction, on):
        state = CorrectionState.STATED
    stands = inbox.Stands(
        state,
        correction.notified_on,
        correction.served_on,
        correction.due_on,
        timezone.localtime(stated_at).date() if stated_at else None,
        correction.facts_served_on,
        correction.facts_due_on,
        correction.objection_due_on,
        hearing(correction) if state in UNHEARD else Arranged(),
    )
    return inbox.waiting(stands, on)


def may_speak(correction: Correction, on: date) -> bool:
    """Return whether its unit may still write, by its own account, on the stated facts (能陈述)."""
    heard = correction.state == CorrectionState.HEARD
    return not heard or time_to_speak(correction.facts_due_on, on)


def on_demand(demand: Demand, on: date) -> list[Correction]:
    """Return what the unit was notified of about this very demand (这项索要的通报)."""
    return [one for one in notices([demand.unit]) if _same(demand, one, on)]


def demands_of(unit: DemandingUnit, correction: Correction, on: date) -> list[Demand]:
    """Return the demands that ``unit`` registered and the correction is about (通报所指的登记)."""
    found = Demand.objects.filter(unit=unit).select_related("unit")
    return [one for one in found if _same(one, correction, on)]


def to_end(unit: DemandingUnit, on: date) -> list[tuple[Demand, Correction]]:
    """
    Return what the unit still has in the register although it has put it right (该取消的登记).

    Each with the last notice on it. What was handed in or kept by the offices after that day was
    looked at anew. Nothing ends here by itself: a unit gives its demand up, or both offices cancel.
    """
    over = _over(unit)
    demands = _registered(unit) if over else ()
    found = ((demand, next(_put_right(demand, over, on), None)) for demand in demands)
    return [(demand, one) for demand, one in found if one is not None]


def put_right(demand: Demand, on: date) -> Correction | None:
    """Return the notice by which the unit has put right this demand that still stands."""
    over = _over(demand.unit)
    stands = bool(over) and _registered(demand.unit).filter(pk=demand.pk).exists()
    return next(_put_right(demand, over, on), None) if stands else None


def _over(unit: DemandingUnit) -> list[Correction]:
    return [one for one in notices([unit]) if one.state in _PUT_RIGHT]


def _registered(unit: DemandingUnit) -> QuerySet[Demand]:
    """Return what ``unit`` has handed in and still demands."""
    own = Demand.objects.public().filter(unit=unit).exclude(state=DemandState.CANCELLED.value)
    return own.select_related("unit")


def _put_right(demand: Demand, over: list[Correction], on: date) -> Iterator[Correction]:
    moments = list(filter(None, (demand.submitted_at, demand.settled_at)))
    for one in over:
        day = put_right_on(one)
        anew = day is None or any(timezone.localdate(at) > day for at in moments)
        if not anew and _same(demand, one, on):
            yield one


def put_right_on(correction: Correction) -> date | None:
    """Return the day on which it was found that the unit has put it right (核实纠正之日)."""
    return correction.mended_on or correction.closed_on


def counted_reports(correction: Correction) -> list[Report]:
    """Return the reports that count in it; who made them is for nobody to be told (计入的反映)."""
    return list(correction.reports.filter(state=ReportState.ACCEPTED.value).order_by("pk"))


def overdue(correction: Correction, on: date) -> bool:
    """Return whether the unit let its day go by without an answer (逾期未答复)."""
    due = correction.due_on
    return correction.state == CorrectionState.NOTIFIED and due is not None and due < on


def _same(demand: Demand, correction: Correction, on: date) -> bool:
    if not correction.concerns(demand.unit.name, demand.unit.division):
        return False
    if correction.item and demand.item:
        return bool(correction.item == demand.item)
    if demand.paper in {correction.proof, *_names(correction.item, on)}:
        return True
    return correction.proof in _names(demand.item, on)


def _names(item: str, on: date) -> tuple[str, ...]:
    """Return what an item is called in the catalogue, word for word (事项的名称和别名)."""
    found = governing.governing(on).items.get(item)
    return (found.name, *found.aliases) if found else ()
