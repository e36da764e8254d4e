"""Notes (工作记录): what a clerk writes down or photographs; nothing is taken out afterwards."""

from __future__ import annotations

from typing import Unpack

from django.db import transaction

from juzheng.acts.base import files, moves
from juzheng.acts.base.moves import Hand
from juzheng.law.cases.lifecycle import Event
from juzheng.outside import photos
from juzheng.records.models import Case, CaseNote

PDF = b"%PDF-"


class NothingNoted(ValueError):
    """A note of nothing (空的记录)."""


NEITHER = (
    "这个文件不是照片，也不是 PDF，或者没有传完整。"
    "可以上传照片（JPG、PNG、WebP）或者 PDF，不超过 10 MB。"
)


class NoSuchNote(ValueError):
    """There is no note of this case to correct (没有要更正的这一条)."""


def add(
    case: Case, text: str, *, upload: bytes = b"", corrects: int | None = None, **hand: Unpack[Hand]
) -> CaseNote:
    """
    Add a note to ``case``, with the file that was handed in, if any.

    :param upload: a photo, which is drawn anew so that place, time and camera stay behind; or a
        PDF, which is kept as it is and only ever handed out as a file
    :param corrects: the note that this one puts right; that one stays
    :raises NothingNoted, NoSuchNote: if there is nothing to keep, or nothing to correct
    :raises files.FileNotAccepted: if it is neither PDF nor photo, or the PDF is too large
    :raises outside.photos.BadPhoto: if it is a photo that cannot be taken
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``; also once the case is erased
    """
    if not text.strip() and not upload:
        raise NothingNoted(case.number)
    if case.erased_at is not None:
        raise moves.StepNotAllowed(case.stands, Event.NOTED)
    return _add(case, text, _kept(case, upload) if upload else ("", ""), corrects, **hand)


def _kept(case: Case, upload: bytes) -> tuple[str, str]:
    place = f"notes/{case.committee.code}"
    if upload.startswith(PDF):
        return files.keep_upload(upload, place)
    try:
        return files.keep(photos.clean(upload).data, place, "jpg")
    except photos.BadPhoto as bad:
        if bad.slip is photos.PhotoSlip.UNREADABLE:  # nobody knows that it was to be a photo
            raise files.FileNotAccepted(NEITHER) from bad
        raise


@transaction.atomic(durable=True)
def _add(
    case: Case, text: str, file: tuple[str, str], corrects: int | None, **hand: Unpack[Hand]
) -> CaseNote:
    before = case.notes.filter(pk=corrects).first() if corrects else None
    if corrects and before is None:
        raise NoSuchNote(str(corrects))
    told = {"text": text, "file": file[0], "file_digest": file[1], "corrects": before}
    note = CaseNote.objects.create(case=case, **told, **hand)
    details = {"file": file[1]} if file[1] else {}
    moves.move(case, Event.NOTED, details=details, covers=(note,), **hand)
    return note
