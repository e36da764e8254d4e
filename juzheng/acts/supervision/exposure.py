"""Correction and exposure (通报、纠正、公开曝光): each step by an officer, the last by a second.

Every act takes the version that the officer saw and asks ``law.supervision.fairness`` first.
OP-4.2.c.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import files, moves, numbers
from juzheng.acts.base.moves import Seen
from juzheng.acts.supervision import letters as official
from juzheng.acts.supervision import steps, taking_in
from juzheng.acts.supervision.reports import insist_on_another
from juzheng.law.base.deadlines import due_on
from juzheng.law.supervision import exposure as law
from juzheng.law.supervision import grounds
from juzheng.law.supervision.exposable import beyond, listed_as
from juzheng.law.supervision.exposure import (
    Answer,
    CorrectionEvent,
    CorrectionState,
    Hearing,
    Service,
)
from juzheng.law.supervision.on_file import Shows
from juzheng.law.supervision.published_words import nothing_private
from juzheng.law.supervision.reports import ReportEvent
from juzheng.records.catalogue import working_days
from juzheng.records.models import Correction, Report, User
from juzheng.records.models.supervision.corrections import BEFORE
from juzheng.records.supervision import corrections, exhibits, of_units

SCANS = "service"  # the folder of what proves a service


@dataclass(frozen=True)
class Subject:
    """What a correction is about (纠正事由), in an officer's words: no name, no story."""

    unit_name: str
    unit_kind: str
    proof: str
    matter: str = ""
    superior: str = ""
    item: str = ""  # of the catalogue, or that it is none of them; empty: as the report says


@dataclass(frozen=True)
class Element:
    """What one element of the statement rests on (要件的材料), as an officer writes it."""

    text: str
    document: str
    on: date
    whence: str


@transaction.atomic(durable=True)
def accept(
    report: Report, subject: Subject, *, by: User, at: datetime, apart: bool = False
) -> Correction:
    """
    Accept the report and open a correction for it.

    :param apart: the officer has said that it is not the one which is open already
    :raises moves.NotReady: if the unit is none that the Opinion lets be exposed, or the very unit
        and proof, as they are named now, are dealt with already
    :raises moves.NotYours: if ``by`` does not govern the report's division
    :raises moves.StepNotAllowed, moves.MovedMeanwhile: if somebody has triaged it already
    """
    moves.insist_on_division(by, report.division)
    insist_on_another(report, by)
    registered = corrections.registered_as(subject.unit_name, report.division)
    for kind in (subject.unit_kind, *registered):
        if found := beyond(kind, subject.unit_name):
            raise moves.NotReady([grounds.not_listed(found)])
    year = timezone.localtime(at).year
    about = {**asdict(subject), "item": subject.item or report.item}
    report.MACHINE.step(report.stands, ReportEvent.ACCEPTED)
    if not apart:
        moves.insist_on_ready(taking_in.open_already(report.division, about))
    correction = Correction(
        **about,
        number=numbers.numbered("correction", "纠", report.division, year),
        division=report.division,
        listed_as=listed_as(subject.unit_kind, subject.unit_name) or "",
        severity=taking_in.severity(report, about),
        accepted_by=by,
        accepted_at=at,
    )
    details = {"report": report.number, "severity": correction.severity}
    moves.begin(correction, by=by, at=at, details=details)
    taking_in.take_in(report, correction, by=by, at=at)
    return correction


@transaction.atomic(durable=True)
def join(report: Report, correction: Correction, *, by: User, at: datetime) -> Correction:
    """
    Accept the report into a correction of the same unit and proof; both stay as they are.

    :raises moves.NotYours: if ``by`` does not govern both
    :raises moves.NotReady: if the report is on a unit that the Opinion does not let be exposed
    :raises moves.StepNotAllowed, moves.MovedMeanwhile: if either moved meanwhile, or the correction
        is closed
    """
    moves.insist_on_division(by, report.division)
    moves.insist_on_division(by, correction.division)
    insist_on_another(report, by)
    # Its words are published with the others: they may be on nobody else than could be exposed.
    found = beyond(report.unit_kind, report.unit_name)
    if found and report.unit_name != correction.unit_name:
        raise moves.NotReady([grounds.not_listed(found)])
    details = {"report": report.number}
    moves.move(correction, CorrectionEvent.JOINED, by=by, at=at, details=details)
    taking_in.take_in(report, correction, by=by, at=at)
    return correction


def identify(
    correction: Correction, unit_name: str, unit_kind: str, reason: str, **seen: Unpack[Seen]
) -> Correction:
    """
    Put right who the unit is (更正单位): before the notice its name too, afterwards its kind alone.

    After publication a unit that could not have been exposed as this leaves the board at once and
    for good; what is left is to retract it, with an apology, or a superior's stop.
    """
    listed = listed_as(unit_kind, unit_name)
    said = [one.shown_as for one in exhibits.current(correction)]
    stays = correction.listed_as != BEFORE and grounds.may_stay(unit_kind, unit_name, said)
    off = CorrectionState(correction.state) in law.SHOWN and not stays
    changes: dict[str, Any] = {
        "unit_name": unit_name,
        "unit_kind": unit_kind,
        "listed_as": BEFORE if off else listed or "",
    }
    told = {"from": [correction.unit_name, correction.unit_kind], "off": off}
    told |= {"to": [unit_name, unit_kind]}
    event = CorrectionEvent.IDENTIFIED
    return steps.advance(correction, event, seen, note=reason, details=told, **changes)


@transaction.atomic(durable=True)
def notify(
    correction: Correction, superior: str, text: str = "", **seen: Unpack[Seen]
) -> Correction:
    """
    Issue the notice (通报) to the unit and its superior, with a number of its own.

    No day of the unit's runs before its service is proved.

    :param text: its paragraphs, one a line; empty: as it is proposed
    :raises moves.NotReady: also if a character of it cannot be printed
    """
    year = timezone.localtime(seen["at"]).year
    number = numbers.numbered("notice", "通", correction.division, year)
    changes: dict[str, Any] = {
        "superior": superior,
        "notified_on": steps.day_of(seen),
        "notice_number": number,
        "notice_text": text or official.proposed_notice(correction, on=steps.day_of(seen)),
    }
    moves.insist_on_division(seen["by"], correction.division)
    official.insist_on_print(correction, **changes)
    told = {"superior": superior, "notice": number, **official.issued_by(seen["by"])}
    return steps.take(correction, CorrectionEvent.NOTIFIED, seen, details=told, **changes)


@dataclass(frozen=True)
class Proof:
    """What proves that a notice reached the unit (送达的凭据)."""

    how: Service
    on: date
    document: str = ""  # the receipt's, the registered mail's or the system's number
    by: str = ""  # who carried it and who took it: posts, no names
    scan: bytes = b""  # a picture or PDF of the receipt


def serve(
    correction: Correction, how: Service, on: date, document: str, **seen: Unpack[Seen]
) -> Correction:
    """
    Record how the notice reached the unit (送达); the unit's working days run from then on.

    :raises moves.NotReady: if the day cannot be, or nothing proves it
    """
    return serve_with(correction, Proof(how, on, document), **seen)


def serve_with(correction: Correction, proof: Proof, **seen: Unpack[Seen]) -> Correction:
    """
    Record the service with all that proves it (送达凭据); as :func:`serve`.

    :raises files.FileNotAccepted: if the scan is no PDF, PNG or JPEG, or too large
    """
    on, how = proof.on, proof.how.value
    due = due_on(on, corrections.limits().answer_days, working_days.calendar())
    scan, digest = files.keep_upload(proof.scan, SCANS) if proof.scan else ("", "")
    told = {"how": how, "on": on.isoformat(), "document": proof.document, "by": proof.by}
    told |= {"due_on": due.isoformat(), "scan": digest}
    changes: dict[str, Any] = {
        "served_on": on,
        "served_how": how,
        "served_document": proof.document,
        "served_by": proof.by,
        "served_scan": scan,
        "served_scan_digest": digest,
        "due_on": due,
    }
    return steps.advance(correction, CorrectionEvent.SERVED, seen, details=told, **changes)


def remind(correction: Correction, note: str = "", **seen: Unpack[Seen]) -> Correction:
    """Record a reminder (催办) to the unit, once its days run, and how it was reminded."""
    return steps.advance(correction, CorrectionEvent.REMINDED, seen, note=note)


def extend(correction: Correction, reason: str, **seen: Unpack[Seen]) -> Correction:
    """Extend the clock once (延长), to the most days that the catalogue allows."""
    due = correction.due_on
    if correction.served_on is not None:
        most = corrections.limits().most_days
        due = due_on(correction.served_on, most, working_days.calendar())
    event = CorrectionEvent.EXTENDED
    return steps.advance(correction, event, seen, note=reason, due_on=due, extended=True)


def escalate(correction: Correction, note: str = "", **seen: Unpack[Seen]) -> Correction:
    """Record that the unit's silence or refusal was put before its superior (报上级), and how."""
    return steps.advance(correction, CorrectionEvent.ESCALATED, seen, note=note)


def answer(
    correction: Correction,
    corrected: bool,
    note: str,
    document: str = "",
    basis: str = "",
    scan: bytes = b"",
    **seen: Unpack[Seen],
) -> Correction:
    """
    Record the unit's answer (答复): it has corrected, or it will not.

    Once it is exposed, its answer is put on file for somebody to check: the page says what was
    known when it was published, until the exposure is found mended.

    :param basis: the basis that it names; empty: it named none
    :param document: number and day of the paper on which it said so; empty from its own account
    :param scan: of that paper
    :raises moves.NotReady: if there is no paper, or who accuses the unit answers for it
    """
    event = CorrectionEvent.ANSWERED if corrected else CorrectionEvent.REFUSED
    said: dict[str, Any] = {
        "answer": (Answer.CORRECTED if corrected else Answer.REFUSED).value,
        "answer_document": document,
        "answered_on": steps.day_of(seen),
    }
    if correction.stands in law.SHOWN:
        said = {}
    own = correction.is_of(seen["by"])
    shows = steps.basis(basis)
    words = "\n".join(filter(str.strip, (note, basis)))  # both, as the unit wrote them
    paper = steps.paper(
        event, seen, shows=shows, text=words, document=document, account=own, scan=scan
    )
    told = {"document": document}
    return steps.advance(correction, event, seen, note=note, details=told, papers=[paper], **said)


def verify(correction: Correction, corrected: bool, note: str, **seen: Unpack[Seen]) -> Correction:
    """Record what civil affairs found (核实) after the unit said that it has corrected."""
    if not corrected:
        return steps.advance(correction, CorrectionEvent.FOUND_WANTING, seen, note=note)
    return steps.close(correction, CorrectionEvent.CORRECTED, seen, note)


def drop(correction: Correction, reason: str, told: str = "", **seen: Unpack[Seen]) -> Correction:
    """
    Give the correction up with a reason (不再追究), such as a basis that the unit has shown.

    :param told: what its reporters are told of it; the reason itself stays in the file
    """
    moves.insist_on_ready(nothing_private(told, "告诉反映人的话"))
    details = {"told": told} if told.strip() else {}
    return steps.close(correction, CorrectionEvent.DROPPED, seen, reason, details=details)


def state_facts(
    correction: Correction,
    statement: str,
    elements: Mapping[Shows, Element],
    item: str = "",
    laws: str = "",
    **seen: Unpack[Seen],
) -> Correction:
    """
    Write the statement of facts (事实说明) for the unit; its days run once it is served.

    :param elements: what each of the sentence's elements rests on
    :param item: of the catalogue, or that it is none of them; empty: as it is
    :param laws: as what the laws stand in the facts that are no basis of the demand, with names
    :raises moves.NotReady: if an element is not established, or anything speaks for the unit
    """
    event = CorrectionEvent.STATED
    papers = [steps.paper(event, seen, shows=one, **asdict(said)) for one, said in elements.items()]
    if laws.strip():
        papers.append(steps.paper(event, seen, text=laws))
    written: dict[str, Any] = {
        "item": item or correction.item,
        "statement": statement,
        "stated_by": seen["by"],
        "stated_at": seen["at"],
    }
    unheard: dict[str, Any] = {"hearing": "", "reply": "", "heard_by": None, "heard_at": None}
    unheard |= {"facts_served_on": None, "facts_due_on": None}
    told = official.issued_by(seen["by"])
    return steps.advance(correction, event, seen, papers=papers, details=told, **written, **unheard)


def hear(
    correction: Correction,
    hearing: Hearing,
    reply: str,
    document: str = "",
    scan: bytes = b"",
    **seen: Unpack[Seen],
) -> Correction:
    """
    Record how the unit was heard (听取意见); its reply is published beside the facts.

    What it wrote itself stays in its own words, whatever is recorded of it besides. Who asked to
    be heard in person and declines gives up that hearing, and what it wrote stands.

    :param document, scan: as for :func:`answer`
    """
    event, own, papers = CorrectionEvent.HEARD, correction.is_of(seen["by"]), []
    before, words = exhibits.spoken(correction), reply
    declines = hearing is Hearing.DECLINED and not reply.strip()
    if declines and before.whole and of_units.hearing(correction).asked:
        hearing, reply = Hearing.SPOKE, before.whole
    if hearing is not Hearing.SILENT:  # who said nothing sent no paper: a file would be nobody's
        said: dict[str, Any] = {"text": words, "document": document, "account": own}
        papers = [steps.paper(event, seen, **said, scan=scan)]
    if hearing is Hearing.SPOKE and words.strip():
        reply = replace(before, **{"own" if own else "recorded": words}).whole
    heard: dict[str, Any] = {
        "hearing": hearing.value,
        "hearing_document": document,
        "heard_by": seen["by"],
        "heard_at": seen["at"],
    }
    return steps.advance(correction, event, seen, papers=papers, reply=reply, **heard)


def send_back(correction: Correction, reason: str, **seen: Unpack[Seen]) -> Correction:
    """Return the draft exposure to whoever wrote it (退回重写)."""
    return steps.advance(correction, CorrectionEvent.RETURNED, seen, note=reason)


def publish(correction: Correction, **seen: Unpack[Seen]) -> Correction:
    """
    Approve the exposure as its second officer and publish it (公开曝光).

    :raises moves.NotReady: if ``by`` had a hand in it, the unit was not heard, or anything
        private is left
    """
    approved: dict[str, Any] = {"approved_by": seen["by"], "approved_at": seen["at"]}
    return steps.advance(correction, CorrectionEvent.EXPOSED, seen, **approved)


def stop(correction: Correction, reason: str, **seen: Unpack[Seen]) -> Correction:
    """Stop the correction as a superior division (上级决定停止); everybody can read why."""
    return steps.close(correction, CorrectionEvent.STOPPED, seen, reason)


def reopen(correction: Correction, reason: str, **seen: Unpack[Seen]) -> Correction:
    """
    Reopen a closed correction as a superior division (上级决定重新办理), from the notice on.

    The notice that was sent and what proves its service stay on its file.
    """
    event, papers = CorrectionEvent.REOPENED, exhibits.of_the_notice(correction)
    return steps.advance(correction, event, seen, note=reason, papers=papers, **corrections.BLANK)
