"""The officers' letters on paper (文书成文): made anew from what is on record, never kept."""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any

from django.utils import timezone

from juzheng.acts.base import moves
from juzheng.catalogue import catalogue
from juzheng.law.supervision import letters as law
from juzheng.law.supervision.exposure import (
    CORRECTIONS,
    OPEN,
    Answer,
    CorrectionEvent,
    CorrectionState,
    Outcome,
)
from juzheng.law.supervision.letters import About, Course
from juzheng.law.supervision.reports import REPORTS, ReportEvent, ReportState
from juzheng.outside import official
from juzheng.outside.evidence import Part
from juzheng.outside.official import OfficialLetter
from juzheng.outside.typesetting import day
from juzheng.records.models import Correction, Entry, Exhibit, OfficeContact, Report, User
from juzheng.records.supervision import corrections, exhibits, of_units, verdicts


class NoLetter(Exception):
    """There is no such letter: nothing was sent, or answered otherwise (没有这份文书)."""


def notice(correction: Correction) -> bytes:
    """
    Return the notice as it was issued, with its slip of receipt (通报).

    :raises NoLetter: if none was issued, or by a version that kept no text of it
    :raises outside.typesetting.MissingGlyphs: if a character cannot be drawn
    """
    one = correction
    if not one.notice_number or one.notified_on is None:
        raise NoLetter(one.number)
    letter = _notice(one)
    return official.letter_pdf(letter, on=one.notified_on)


def _notice(one: Correction) -> OfficialLetter:
    return OfficialLetter(
        title=law.title_of_notice(of_units.kind_when_notified(one)),
        number=one.notice_number,
        salutation=f"{one.unit_name}：",
        paragraphs=paragraphs(one.notice_text),
        **_signed(one, CORRECTIONS.line(CorrectionEvent.NOTIFIED)),
        closing=law.NOTICE_CLOSING,
        copy_to=one.superior,
        slip=True,
    )


def statement(correction: Correction) -> bytes:
    """
    Return the facts as they were put before the unit (事实说明), for one that has no account.

    It reads there what an account shows: the facts and their papers, on what grounds it is asked,
    by when and how it may speak, and what is published besides; with a slip of receipt.

    :raises NoLetter: if no facts are before the unit now
    :raises outside.typesetting.MissingGlyphs: if a character cannot be drawn
    """
    one = correction
    if one.stated_at is None or one.state not in of_units.UNHEARD:
        raise NoLetter(one.number)
    on = timezone.localdate(one.stated_at)
    return official.letter_pdf(_statement(one), on=on)


def _statement(one: Correction) -> OfficialLetter:
    told = (each.told.public_words for each in of_units.counted_reports(one))
    superior = exhibits.of_the_superior(one)
    parts = (
        Part("依据的材料", tuple(map(_paper, exhibits.elements(one)))),
        Part("主管部门的情况", tuple(map(_paper, superior))),
        Part("反映人同意公开的话（已遮盖）", tuple(filter(None, told))),
        Part("依据", tuple(f"{each}。" for each in law.STATEMENT_BASES)),
        Part("期限", (_time_to_speak(one),)),
        Part("怎样陈述", law.SPEAK_HOW),
    )
    return OfficialLetter(
        title=law.STATEMENT_TITLE,
        number=one.number,
        salutation=f"{one.unit_name}：",
        paragraphs=(f"要的证明：{one.proof}。", *paragraphs(one.statement)),
        **_signed(one, CORRECTIONS.line(CorrectionEvent.STATED)),
        parts=tuple(part for part in parts if part.lines),
        closing=law.STATEMENT_CLOSING,
        slip=True,
    )


def _time_to_speak(one: Correction) -> str:
    """Return by when the unit may speak; the very day, once the service is on record (期限)."""
    until = day(one.facts_due_on) if one.facts_due_on else ""
    return law.time_to_speak(corrections.limits().hearing_days, until)


def to_superior(correction: Correction, *, on: date) -> bytes:
    """
    Return the letter of the day ``on`` to the unit's superior (给上级主管部门的函).

    It is asked whether there is a basis, and to put right what has none: OP-4.2.c.

    :raises NoLetter: if its unit was not notified, nobody knows its superior, or it is over
    :raises outside.typesetting.MissingGlyphs: if a character cannot be drawn
    """
    if not can_write_to_superior(correction):
        raise NoLetter(correction.number)
    return official.letter_pdf(_to_superior(correction, on), on=on)


def words_to_superior(correction: Correction, *, on: date) -> tuple[str, ...]:
    """Return what the letter to the superior says on ``on``, by its paragraphs (函的正文)."""
    return _to_superior(correction, on).paragraphs


def can_write_to_superior(one: Correction) -> bool:
    """Return whether there is something to write to the unit's superior (能不能给上级去函)."""
    return bool(one.notice_number and one.superior and one.stands in OPEN)


def _to_superior(one: Correction, on: date) -> OfficialLetter:
    text = law.to_superior(
        About(one.unit_name, one.unit_kind, one.proof),
        Course(
            day(one.notified_on) if one.notified_on else "",
            one.notice_number,
            day(one.served_on) if one.served_on else "",
            _fared(one, on),
        ),
        corrections.limits().answer_days,
    )
    return OfficialLetter(
        title=law.title_to_superior(one.unit_kind),
        number=one.number,
        salutation=f"{one.superior}：",
        paragraphs=paragraphs(text),
        **_signed(one, CORRECTIONS.line(CorrectionEvent.NOTIFIED)),
        closing=law.SUPERIOR_CLOSING,
        slip=True,
    )


def _fared(one: Correction, on: date) -> str:
    """Return what came of the notice, and no more than is known (通报以后的情况)."""
    if one.stands is CorrectionState.ANSWERED:  # nobody has gone to see yet
        return f"{Answer.CORRECTED.label}。" if one.answer == Answer.CORRECTED else ""
    if one.known is Outcome.SILENT and one.due_on and on <= one.due_on:
        return f"答复期限到{day(one.due_on)}，还没有收到答复。"
    return "" if one.known is Outcome.UNRECORDED else f"{one.known.label}。"


def _paper(one: Exhibit) -> str:
    """Return one paper of the file in a line (一份材料): what it shows, which, when, whence."""
    said = "，".join(filter(None, (one.document, day(one.on), one.whence)))
    return f"{one.heading.label}：{one.text}（{said}）"


def answer(report: Report) -> bytes:
    """
    Return the answer that the demand has a basis, to the reporter (对反映的答复).

    :raises NoLetter: if it was answered otherwise, or not yet
    :raises outside.typesetting.MissingGlyphs: if a character cannot be drawn
    """
    if not report.letter_number or not report.answer:
        raise NoLetter(report.number)
    return official.letter_pdf(_answer(report), on=_answered_on(report))


def _answer(report: Report) -> OfficialLetter:
    return OfficialLetter(
        title=law.ANSWER_TITLE,
        number=report.letter_number,
        salutation=f"反映人（{report.number}）：",
        paragraphs=paragraphs(report.answer),
        **_signed(report, REPORTS.line(ReportEvent.HAS_BASIS)),
        parts=(
            Part("依据", paragraphs(report.answer_basis)),
            Part("不同意怎么办", (_object_how(report),)),
        ),
    )


def insist_on_print(one: Correction | Report, **written: Any) -> None:
    """
    Look whether the letter can be printed, before it goes out: whoever writes it learns it.

    :param written: what is about to be written of it
    :raises moves.NotReady: if a character cannot be drawn
    """
    one = copy(one)
    for name, value in written.items():
        setattr(one, name, value)
    letter = _notice(one) if isinstance(one, Correction) else _answer(one)
    moves.insist_on_ready(law.undrawable(official.undrawable(letter)))


def issued_by(by: User) -> dict[str, str]:
    """Return what a line keeps of whose letter it is (落款): the office of who issues it."""
    return {"office": by.division} if by.division else {}


def _signed(one: Correction | Report, event: str) -> dict[str, Any]:
    """Return whose letter it is (落款), and how its office is reached today (联系方式)."""
    division = signed_by(one, event)
    reached = contact_of(division)
    told = (reached.address, reached.telephone, reached.hours) if reached else ("", "", "")
    return {
        "office": office_of(division),
        "contact": law.contact(*told),
        "demo": catalogue().fictional(one.division),
    }


def signed_by(one: Correction | Report, event: str) -> str:
    """Return whose letter it is: who issued it; by an older version, the place's office (落款)."""
    lines = Entry.objects.filter(chain=one.chain, event=event)
    last = lines.order_by("-position").first()
    return (str(last.details.get("office", "")) if last else "") or one.division


def contact_of(division: str) -> OfficeContact | None:
    """Return how the office of ``division`` is reached; None: it has not entered it (联系方式)."""
    return OfficeContact.objects.filter(division=division).first()


def office_of(division: str) -> str:
    """Return who writes (落款): as the office calls itself, or the place's civil affairs."""
    if reached := contact_of(division):
        return reached.name
    path = catalogue().path_of(division[:6])
    return f"{''.join(one.name for one in path)}民政部门"


def _object_how(report: Report) -> str:
    """Return how to object, which is possible once: who answers an objection says where else."""
    answered = report.state == ReportState.HAS_BASIS
    return law.OBJECTED_ALREADY if answered and report.objection else law.OBJECT_HOW


def _answered_on(report: Report) -> date:
    return timezone.localtime(report.triaged_at or report.received_at).date()


def paragraphs(text: str) -> tuple[str, ...]:
    """Return a text's paragraphs, one from each line that says something (分段)."""
    return tuple(line for line in map(str.strip, text.splitlines()) if line)


def proposed_notice(correction: Correction, *, on: date) -> str:
    """Return the notice as the product would write it on ``on`` (通报的拟稿)."""
    verdict = verdicts.of_correction(correction, on)
    about, said = verdicts.about_to_unit(correction, verdict), verdicts.found(verdict)
    return law.notice(about, said, corrections.limits().answer_days)
