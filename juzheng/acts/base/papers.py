"""Making papers (制作文书): the intent first, then render, sign, re-open, and only then issued.

A crash between any two steps leaves an intent on record; :func:`finish` takes it up again and
brings it to the end, or voids the number so that the register has no unexplained gap. The same for
whatever a paper answers: an application, or an authority's letter.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from juzheng.acts.base import files, moves, numbers, replaced, signing_keys
from juzheng.law.base.papers import PaperEvent, PaperKind, PaperState
from juzheng.law.base.redaction import masked_text
from juzheng.law.cases import certificates
from juzheng.law.cases.certificates import Paper
from juzheng.outside import paper as printing
from juzheng.records.models import Case, Certificate, Inquiry, User

TRIES = 3  # then the number is voided and people are told
NOT_MADE = (PaperState.INTENDED.value, PaperState.VOID.value)


class PaperNotMade(Exception):
    """The paper could not be made now; the intent stands and is taken up again (制作未完成)."""


class NotInForce(Exception):
    """The paper is not one that can be revoked (文书不在有效状态)."""


class ReasonMissing(Exception):
    """A revocation says why (没有写明撤销理由)."""


def intend(  # noqa: PLR0913 - what is answered, by which paper, and all that the line says
    owner: Case | Inquiry,
    kind: PaperKind,
    *,
    by: User,
    at: datetime,
    write: Callable[[str], Paper],
    subject_index: str = "",
    told: Mapping[str, Any] | None = None,
    version: int | None = None,
    **changes: Any,
) -> Certificate:
    """
    Move ``owner`` and write down what is going to be signed, with its number.

    Runs inside the act's transaction: if it moved meanwhile, the number was never given.

    :param write: makes the paper, given its number
    :param subject_index: by which papers that contradict each other are found
    :param told: what the line says besides
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    """
    year = timezone.localtime(at).year
    committee, event = owner.committee, owner.PAPER_LINES[kind, PaperEvent.INTENDED]
    moves.claim(owner, event, version=version, **changes)
    serial = numbers.take(f"{kind.value}:{committee.code}:{year}")
    number = certificates.number(committee.code, year, serial, kind)
    paper = write(number)
    fingerprint = certificates.fingerprint(paper)
    answered = {owner.MACHINE.subject: owner}
    certificate = Certificate.objects.create(
        **answered,
        committee=committee,
        kind=kind.value,
        year=year,
        serial=serial,
        number=number,
        opaque=b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower(),
        content={"canonical": certificates.canonical(paper).decode()},
        fingerprint=fingerprint,
        subject_index=subject_index,
        valid_until=paper.valid_until,
        status=PaperState.INTENDED.value,
        intended_at=at,
        intended_by=by,
    )
    details = {"number": number, "fingerprint": fingerprint, **(told or {})}
    moves.note(owner, event, by=by, at=at, details=details, covers=(certificate,))
    return certificate


def paper_of(certificate: Certificate) -> Paper:
    """Return what stands on the paper."""
    return certificates.read_canonical(certificate.content["canonical"].encode())


def filed_otherwise(certificate: Certificate) -> bool:
    """Return whether its case says otherwise whose it is and what for (办件与文书不一致)."""
    said, case = paper_of(certificate), certificate.case
    on_both = ("applicant_name", "recipient", "purpose")
    return case is not None and any(getattr(said, one) != getattr(case, one) for one in on_both)


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
        if certificate.status == PaperState.INTENDED.value and certificate.tries >= TRIES:
            _void(certificate, at=at, why=type(failure).__name__)
        if certificate.status in NOT_MADE:
            raise PaperNotMade(certificate.number) from failure
        return certificate  # somebody else was faster, and did not fail
    _issue(certificate, name, digest, key_id, at=at)
    certificate.refresh_from_db()
    if certificate.status in NOT_MADE:
        raise PaperNotMade(certificate.number)
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


def revoke(
    certificate: Certificate, *, reason: str, by: User, at: datetime, **changes: Any
) -> Certificate:
    """
    Take an issued paper back with a reason (撤销文书); every check from now on says so.

    Runs inside the act's transaction.

    :param changes: what becomes of that which it answers
    :raises ReasonMissing: if ``reason`` is blank
    :raises NotInForce: if it was never issued, is revoked already, or its term is over
    """
    reason = masked_text(reason.strip(), certificate.owner.names)
    if not reason:
        raise ReasonMissing(certificate.number)
    if certificate.erased:
        raise NotInForce(certificate.number)
    revoked: dict[str, Any] = {"revoked_at": at, "revoked_by": by}
    try:
        moves.claim(certificate, PaperEvent.REVOKED, revocation_reason=reason, **revoked)
    except (moves.StepNotAllowed, moves.MovedMeanwhile):
        raise NotInForce(certificate.number) from None
    details = {"number": certificate.number, "reason": certificate.revocation_reason}
    _move_owner(certificate, PaperEvent.REVOKED, by=by, at=at, details=details, **changes)
    return certificate


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
    _bring_to(certificate, PaperEvent.ISSUED, details, at=at, **issued)


def _void(certificate: Certificate, *, at: datetime, why: str) -> None:
    _bring_to(certificate, PaperEvent.VOIDED, {"why": why}, at=at)


def _bring_to(
    certificate: Certificate,
    event: PaperEvent,
    details: dict[str, str],
    *,
    at: datetime,
    **changes: Any,
) -> None:
    """
    Move the paper and, with it, what it answers and what it replaces.

    Whoever is second changes nothing: what was begun is rolled back as one, whoever did the rest.
    """
    told, by = {"number": certificate.number, **details}, certificate.intended_by
    with suppress(moves.MovedMeanwhile), transaction.atomic():
        if event is PaperEvent.ISSUED:
            replaced.take_back(certificate, at=at)
        moves.claim(certificate, event, **changes)
        _move_owner(certificate, event, by=by, at=at, details=told)


def _move_owner(certificate: Certificate, event: PaperEvent, **told: Any) -> None:
    owner = certificate.owner
    line = owner.PAPER_LINES[PaperKind(certificate.kind), event]
    moves.move(owner, line, covers=(certificate,), **told)
