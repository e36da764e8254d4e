"""Signing (签字出具): the responsible person's pen, and everything that guards it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import moves, papers
from juzheng.acts.cases import delegation, reading, replacing
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.papers import PaperKind
from juzheng.law.cases import signing
from juzheng.law.cases.certificates import BadPaper, Paper
from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.outside import paper as printing
from juzheng.records.cases import case_file, pens, seen, subjects
from juzheng.records.cases.read_once import reads_once
from juzheng.records.models import Case, Certificate, User


@reads_once
def readiness(case: Case, *, signer: User, at: datetime) -> signing.Readiness:
    """Return what lies on file for ``signer``; the page shows what :func:`sign` will judge."""
    glyphs, on = _missing_glyphs(case, signer, at), timezone.localdate(at)
    file = case_file.readiness(case, signer=signer, on=on, missing_glyphs=glyphs)
    return delegation.judged(replacing.judged(file, case, on), case, signer, on)


@reads_once
def obstacles(case: Case, *, signer: User, at: datetime) -> tuple[Obstacle, ...]:
    """Return everything that stands in the way of this signer's pen."""
    return signing.obstacles(readiness(case, signer=signer, at=at))


def looks(case: Case, *, signer: User, at: datetime) -> dict[str, Any] | None:
    """Return what the paper will say, part by part; None if there is nothing to say yet."""
    signed = pens.signature(case, signer, timezone.localdate(at))
    try:
        paper = _unnumbered(case, signed, at)
    except BadPaper:
        return None
    return {**printing.wording(paper), "committee": paper.committee}


def draft(case: Case, *, at: datetime) -> bytes:
    """
    Return the preview (预览) as PDF: no number, no QR code, no seal, a watermark.

    :raises law.cases.certificates.BadPaper: if no fact is confirmed yet
    """
    return printing.render(_unnumbered(case, "", at), qr=None, draft=True, at=at)


def waits(case: Case) -> bool:
    """Return whether ``case`` waits for a pen."""
    return Event.INTENDED in CASES.allowed(case.stands)


def sign(case: Case, *, by: User, at: datetime) -> Certificate:
    """
    Sign ``case`` and issue its certificate.

    The intent is committed before the key is touched; if the process dies afterwards, the
    next start finishes the paper (``papers.finish_all``).

    :param by: the responsible person (负责人) who signs
    :param at: the moment of signing, aware
    :raises NotReady: with every obstacle, not only the first
    :raises StepNotAllowed: if the case is not awaiting a signature
    :raises MovedMeanwhile: if someone else moved it first
    :raises reading.ChangedSinceSeen: if it is not as ``by`` last read it
    :raises papers.PaperNotMade: if the paper could not be made now
    """
    return papers.finish(_intend(case, by=by, at=at), at=at)


@transaction.atomic(durable=True)
def _intend(case: Case, *, by: User, at: datetime) -> Certificate:
    on = timezone.localdate(at)
    lent = pens.of(case, by, on)
    if waits(case):
        reading.insist_on_seen(case, seen.last_looks([case], by).get(case.pk), at)
    moves.insist_on_ready(obstacles(case, signer=by, at=at))
    return papers.intend(
        case,
        PaperKind.CERTIFICATE,
        by=by,
        at=at,
        subject_index=subjects.subject_index(case),
        told={"outcome": case.outcome, **({"delegation": lent.pk} if lent else {})},
        write=lambda number: case_file.certificate_paper(
            case,
            number=number,
            on=on,
            preparer=str(case.prepared_by),
            responsible=pens.signature(case, by, on),
        ),
    )


def _missing_glyphs(case: Case, signer: User, at: datetime) -> tuple[str, ...]:
    try:
        paper = _unnumbered(case, pens.signature(case, signer, timezone.localdate(at)), at)
    except BadPaper:
        return ()  # no confirmed fact yet: that is an obstacle of its own
    return printing.missing_glyphs(paper)


def _unnumbered(case: Case, responsible: str, at: datetime) -> Paper:
    preparer, on = str(case.prepared_by or ""), timezone.localdate(at)
    return case_file.certificate_paper(
        case, number="", on=on, preparer=preparer, responsible=responsible
    )
