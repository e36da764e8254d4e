"""Making papers (制作文书): the intent first, then render, sign, re-open, and only then issued.

A crash between any two steps leaves an intent on record; :func:`finish` takes it up again and
brings it to the end, or voids the number so that the register has no unexplained gap.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from juzheng.acts.base import files, moves, numbers, signing_keys
from juzheng.law.cases import certificates
from juzheng.law.cases.certificates import Paper, PaperKind
from juzheng.law.cases.lifecycle import Event, PaperEvent, PaperState
from juzheng.outside import paper as printing
from juzheng.records.cases import case_file
from juzheng.records.models import Case, Certificate, User

TRIES = 3  # then the number is voided and people are told

_ISSUED = {PaperKind.CERTIFICATE: Event.ISSUED, PaperKind.REFUSAL_NOTICE: Event.NOTICE_ISSUED}
_VOIDED = {PaperKind.CERTIFICATE: Event.VOIDED, PaperKind.REFUSAL_NOTICE: Event.NOTICE_VOIDED}


class PaperNotMade(Exception):
    """The paper could not be made now; the intent stands and is taken up again (制作未完成)."""


def intend(
    case: Case,
    event: Event,
    kind: PaperKind,
    *,
    by: User,
    at: datetime,
    write: Callable[[str], Paper],
) -> Certificate:
    """
    Move ``case`` by ``event`` and write down what is going to be signed, with its number.

    Runs inside the act's transaction: if the case moved meanwhile, the number was never given.

    :param write: makes the paper, given its number
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    """
    year = timezone.localtime(at).year
    committee = case.committee
    serial = numbers.take(f"{kind.value}:{committee.code}:{year}")
    number = certificates.number(committee.code, year, serial, kind)
    paper = write(number)
    fingerprint = certificates.fingerprint(paper)
    moves.claim(case, event)
    certificate = Certificate.objects.create(
        case=case,
        committee=committee,
        kind=kind.value,
        year=year,
        serial=serial,
        number=number,
        opaque=b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower(),
        content={"canonical": certificates.canonical(paper).decode()},
        fingerprint=fingerprint,
        subject_index=case_file.subject_index(case),
        valid_until=paper.valid_until,
        status=PaperState.INTENDED.value,
        intended_at=at,
        intended_by=by,
    )
    details = {"number": number, "fingerprint": fingerprint, "outcome": case.outcome}
    moves.note(case, event, by=by, at=at, details=details, covers=(certificate,))
    return certificate


def paper_of(certificate: Certificate) -> Paper:
    """Return what stands on the paper."""
    return certificates.read_canonical(certificate.content["canonical"].encode())


def finish(certificate: Certificate, *, at: datetime) -> Certificate:
    """
    Bring an intended paper to its end: render, sign, re-open and validate, keep, issue.

    Safe to call again, and by two at once: whoever is second changes nothing.

    :raises PaperNotMade: if a step failed; after ``TRIES`` failures the number is void
    """
    if certificate.status != PaperState.INTENDED.value:
        return certificate
    Certificate.objects.filter(pk=certificate.pk).update(tries=F("tries") + 1)
    try:
        name, digest, key_id = _make(certificate)
    except Exception as failure:
        certificate.refresh_from_db()
        if certificate.tries >= TRIES:
            _void(certificate, at=at, why=type(failure).__name__)
        raise PaperNotMade(certificate.number) from failure
    _issue(certificate, name, digest, key_id, at=at)
    certificate.refresh_from_db()
    return certificate


def finish_all(*, at: datetime) -> tuple[int, int]:
    """Take up every interrupted paper; return how many were finished and how many failed."""
    done = failed = 0
    for certificate in Certificate.objects.filter(status=PaperState.INTENDED.value):
        try:
            finish(certificate, at=at)
            done += 1
        except PaperNotMade:
            failed += 1
    return done, failed


def _make(certificate: Certificate) -> tuple[str, str, str]:
    """Return the stored file's name and digest, and the signing key. Never in a transaction."""
    paper, ring = paper_of(certificate), signing_keys.keyring()
    opaque, at = certificate.opaque, certificate.intended_at
    draft = printing.compose(paper, keyring=ring, base_url=settings.BASE_URL, opaque=opaque, at=at)
    signed = printing.sign(draft.pdf, keyring=ring, at=at, reason=paper.title)
    printing.validate(signed, keyring=ring, paper=paper)
    place = f"papers/{paper.committee_code}/{certificate.year}"
    name, digest = files.keep(signed, place, "pdf")
    return name, digest, ring.current.public.kid


def _issue(certificate: Certificate, name: str, digest: str, key_id: str, *, at: datetime) -> None:
    issued = {"issued_at": at, "key_id": key_id, "file": name, "file_digest": digest}
    details = {"file": digest, "key": key_id}
    _bring_to(certificate, PaperEvent.ISSUED, _ISSUED, details, at=at, **issued)


def _void(certificate: Certificate, *, at: datetime, why: str) -> None:
    _bring_to(certificate, PaperEvent.VOIDED, _VOIDED, {"why": why}, at=at)


@transaction.atomic
def _bring_to(
    certificate: Certificate,
    event: PaperEvent,
    lines: Mapping[PaperKind, Event],
    details: dict[str, str],
    *,
    at: datetime,
    **changes: Any,
) -> None:
    """Move the paper and, with it, its case; whoever is second changes nothing."""
    try:
        moves.claim(certificate, event, **changes)
    except moves.MovedMeanwhile:
        return
    line, told = lines[PaperKind(certificate.kind)], {"number": certificate.number, **details}
    by, covers = certificate.intended_by, (certificate,)
    moves.move(certificate.case, line, by=by, at=at, details=told, covers=covers)
