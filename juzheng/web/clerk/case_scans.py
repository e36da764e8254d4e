"""The scans and photos of a case (办件扫描件): which of them a digest means, and how it opens."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from juzheng.records.cases import read_once
from juzheng.records.models import Case
from juzheng.web.clerk import on_file


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


def linked(case: Case) -> list[dict[str, str]]:
    """Return the stored scans as links, each named apart from the others (逐份写明)."""
    found = [(on_file.sheet_of(one), one.sheet_digest) for one in case.deliberations.all()]
    found += [
        (_("索要单位的书面要求"), each.document_digest) for each in read_once.of(case).grounds
    ]
    return [
        {"text": words, "href": reverse("clerk:document", args=[case.number, digest])}
        for words, digest in found
        if digest
    ]
