"""Reports (反映): received from anybody, read by an officer, masked before anybody else reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import codes, files, moves, numbers
from juzheng.acts.base.moves import Hand
from juzheng.acts.supervision import letters as official
from juzheng.law.base import ledger as ledger_law
from juzheng.law.base.redaction import masked_text
from juzheng.law.supervision import letters
from juzheng.law.supervision.exposure import OVER
from juzheng.law.supervision.reports import ReporterWord, ReportEvent, private, unshown
from juzheng.outside import photos
from juzheng.outside.photos import Box, Photo
from juzheng.records.models import Correction, Report, User

PLACE = "reports"  # the folder of the photos
# What another decision begins with: a letter that it takes back is on the ledger, not on the row.
UNANSWERED: Mapping[str, Any] = {"answer": "", "answer_basis": "", "letter_number": ""}


class StillPrivate(Exception):
    """The reviewed words still hold personal data (仍有个人信息); ``kinds`` say which."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        self.kinds = kinds
        super().__init__("、".join(dict.fromkeys(kinds)))


@dataclass(frozen=True)
class Filed:
    """What a resident reports (反映内容): checked and clean, as the form hands it over."""

    key: str
    division: str
    proof: str
    unit_name: str
    unit_kind: str
    item: str = ""
    matter: str = ""
    asked_on: date | None = None
    counter: str = ""
    story: str = ""
    reporter_name: str = ""
    telephone: str = ""
    unnamed: bool = True
    consent: bool = False
    photo: Photo | None = None  # drawn anew already


def receive(filed: Filed, *, at: datetime) -> Report:
    """
    File a report and return it; filing it again returns the same report. Source: OP-4.2.c.

    The ledger keeps a digest of what was said, not the words.

    :raises moves.FiledOtherwise: if a report was filed under its key with other words
    """
    make = lambda: _file(filed, _kept(filed), at=at)  # noqa: E731
    return moves.once(make, Report, filed=_digest(filed), key=filed.key)


def _kept(filed: Filed) -> str:
    return files.keep(filed.photo.data, PLACE, "jpg")[0] if filed.photo else ""


def code_of(report: Report) -> str:
    """Return the secret code (查询码) with which the reporter follows the report."""
    return codes.code_from(report.key)


def code_fits(report: Report, code: str) -> bool:
    """Return whether ``code`` is the report's, in constant time."""
    return codes.fits(report.number, code, report.secret_hash)


@transaction.atomic(durable=True)
def pass_on(report: Report, division: str, **hand: Unpack[Hand]) -> Report:
    """
    Hand the report to the officers of another division; it stays the same report.

    :raises moves.NotYours: if ``by`` does not govern where it is now
    """
    moves.insist_on_division(hand["by"], report.division)
    details = {"from": report.division, "to": division}
    return _move(report, ReportEvent.PASSED, details=details, division=division, **hand)


@transaction.atomic(durable=True)
def answer_basis(report: Report, answer: str, basis: str, **hand: Unpack[Hand]) -> Report:
    """
    Tell the reporter that the demand has a basis, in a letter with a number (查到依据的答复).

    :param basis: where it is written, a place a line
    :raises moves.NotReady: without words or basis, as who answered it before, or if a character
        cannot be printed
    :raises moves.NotYours, moves.StepNotAllowed, moves.MovedMeanwhile: nothing is changed then
    Source: OP-2.2.a, OP-2.2.b.
    """
    by, at = hand["by"], hand["at"]
    moves.insist_on_division(by, report.division)
    places = [line.strip() for line in basis.splitlines() if line.strip()]
    before = report.answered_by
    moves.insist_on_ready(letters.obstacles(answer, places, by=by.pk, answered_by=before))
    year = timezone.localtime(at).year
    number = numbers.numbered("answer", "答", report.division, year)
    written = {"answer": answer, "answer_basis": "\n".join(places), "letter_number": number}
    triaged = {"triaged_by": by, "triaged_at": at}
    details = {"letter": number, "basis": places, **official.issued_by(by)}
    official.insist_on_print(report, **written)
    return _move(report, ReportEvent.HAS_BASIS, details=details, **hand, **written, **triaged)


@transaction.atomic(durable=True)
def object_to(report: Report, objection: str, *, at: datetime) -> Report:
    """
    Keep why the reporter does not agree (反映人的异议): another officer looks again, once.

    :raises moves.NotReady: if nothing was written, or it was looked at again already
    """
    if report.erased_at is not None:
        raise moves.StepNotAllowed(report.stands, ReportEvent.OBJECTED)
    moves.insist_on_ready(letters.objection(objection, before=report.objection))
    return _move(report, ReportEvent.OBJECTED, by=None, at=at, objection=objection)


def insist_on_another(report: Report, by: User) -> None:
    """:raises moves.NotReady: if ``by`` answered it before, and the reporter did not agree"""
    moves.insist_on_ready(letters.another(by.pk, report.answered_by))


@transaction.atomic(durable=True)
def set_aside(report: Report, event: ReportEvent, answer: str, **hand: Unpack[Hand]) -> Report:
    """
    Close the report with an answer to the reporter: no demand, or another authority's matter.

    :param event: NOT_A_DEMAND or OTHER_AUTHORITY
    :raises ValueError: if there is no answer, or ``event`` is another
    """
    moves.insist_on_division(hand["by"], report.division)
    if event not in (ReportEvent.NOT_A_DEMAND, ReportEvent.OTHER_AUTHORITY) or not answer.strip():
        raise ValueError(f"{event} needs an answer to the reporter")
    insist_on_another(report, hand["by"])
    told = {**UNANSWERED, "answer": answer}
    return _move(report, event, **hand, **told, triaged_by=hand["by"], triaged_at=hand["at"])


def review(
    report: Report,
    words: str,
    *,
    boxes: Iterable[Box] = (),
    show_photo: bool = False,
    **hand: Unpack[Hand],
) -> Report:
    """
    Keep what may be shown of the report: ``words`` without personal data, the photo blacked out.

    :param show_photo: the officer has looked at the photo and confirms that, with ``boxes``
        painted, nothing private is left in it; no machine reads the text in a picture
    :raises moves.NotReady: if the reporter did not agree that anything is shown
    :raises StillPrivate: if ``words`` hold personal data
    :raises outside.photos.BadBox: more than 200 boxes
    """
    moves.insist_on_division(hand["by"], report.division)
    moves.insist_on_ready(tuple(unshown(consent=report.consent)))
    if found := private(words, _names(report)):
        raise StillPrivate(found)
    name, digest = "", ""
    if show_photo and report.photo:
        name, digest = files.keep(_blacked_out(report, boxes).data, PLACE, "jpg")
    shown = {"words": words, "public_photo": name, "public_photo_digest": digest}
    reviewed = {"reviewed_by": hand["by"], "reviewed_at": hand["at"]}
    details = {"words": sha256(words.encode()).hexdigest(), "photo": digest}
    with transaction.atomic(durable=True):
        return _move(report, ReportEvent.REVIEWED, details=details, **hand, **shown, **reviewed)


def suggested_words(report: Report) -> str:
    """Return the reporter's words with what the machine finds masked: where a review begins."""
    return masked_text(report.story, _names(report))


@transaction.atomic(durable=True)
def say(report: Report, word: ReporterWord, *, at: datetime) -> Report:
    """
    Keep what the reporter says of the outcome: corrected, or still demanded.

    :raises moves.StepNotAllowed: also once it is over: nobody would read it, a new report is read
    """
    events = {
        ReporterWord.CORRECTED: ReportEvent.SAID_CORRECTED,
        ReporterWord.STILL: ReportEvent.SAID_STILL,
    }
    one = Correction.objects.filter(reports=report.pk).first()
    if one is not None and one.stands in OVER:
        raise moves.StepNotAllowed(report.stands, events[word])
    return _move(report, events[word], by=None, at=at, word=word.value)


@transaction.atomic(durable=True)
def withdraw(report: Report, *, at: datetime) -> Report:
    """Take the report back; nothing of its words or photo is shown from now on."""
    return _move(report, ReportEvent.WITHDRAWN, by=None, at=at)


def _move(
    report: Report, event: ReportEvent, *, by: User | None, at: datetime, **changes: Any
) -> Report:
    moves.move(report, event, by=by, at=at, **changes)
    return report


def _blacked_out(report: Report, boxes: Iterable[Box]) -> Photo:
    kept = photos.clean(files.read(report.photo))
    return photos.black_out(kept, boxes)


@transaction.atomic(durable=True)
def _file(filed: Filed, photo: str, *, at: datetime) -> Report:
    year = timezone.localtime(at).year
    number = numbers.numbered("report", "反", filed.division, year)
    said = {one.name: getattr(filed, one.name) for one in fields(filed) if one.name != "photo"}
    report = Report(
        **said,
        number=number,
        photo=photo,
        secret_hash=codes.digest_of(number, codes.code_from(filed.key)),
        received_at=at,
    )
    details = {"filed": _digest(filed), "item": filed.item, "unit_kind": filed.unit_kind}
    return moves.begin(report, by=None, at=at, details=details)


def _digest(filed: Filed) -> str:
    """Return a digest of everything filed: the ledger proves it without holding it."""
    content = {one.name: getattr(filed, one.name) for one in fields(filed)}
    content |= {
        "asked_on": filed.asked_on.isoformat() if filed.asked_on else None,
        "photo": filed.photo.digest if filed.photo else None,
    }
    return ledger_law.canonical_digest(content)


def _names(report: Report) -> list[str]:
    return [report.reporter_name] if len(report.reporter_name) > 1 else []
