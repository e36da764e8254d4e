"""The scans and photos of a case (办件扫描件): which of them a digest means, and how it opens."""

from __future__ import annotations

from django.db.models import Q

from juzheng.records.models import Case


def stored_name(case: Case, digest: str) -> str | None:
    """Return the stored file of this case whose content has ``digest``."""
    meeting = case.deliberations.filter(~Q(sheet=""), sheet_digest=digest).first()
    if meeting is not None:
        return str(meeting.sheet)
    ground = case.grounds.filter(~Q(document=""), document_digest=digest).first()
    if ground is not None:
        return ground.document
    note = case.notes.filter(~Q(file=""), file_digest=digest).first()
    return note.file if note is not None else None


def may_be_seen(case: Case, name: str) -> bool:
    """Return whether a file may open as a page: a photo that was drawn anew, and nothing else."""
    return name.endswith(".jpg") and case.notes.filter(file=name).exists()
