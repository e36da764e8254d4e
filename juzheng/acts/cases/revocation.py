"""Revocation (撤销证明): a wrong certificate is taken back, with a reason, for all to see."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from juzheng.acts.base import moves
from juzheng.law.cases.certificates import PaperKind
from juzheng.law.cases.lifecycle import Event, PaperEvent
from juzheng.records.models import Certificate, User


class NotInForce(Exception):
    """The certificate is not one that can be revoked (证明不在有效状态)."""


class ReasonMissing(Exception):
    """A revocation says why (没有写明撤销理由)."""


@transaction.atomic(durable=True)
def revoke(certificate: Certificate, *, reason: str, by: User, at: datetime) -> Certificate:
    """
    Revoke ``certificate`` with a reason; every check from now on says so.

    :param by: the responsible person
    :raises ReasonMissing: if ``reason`` is blank
    :raises NotInForce: if it is a notice, or was never issued, or is revoked already
    """
    if not reason.strip():
        raise ReasonMissing(certificate.number)
    if certificate.kind != PaperKind.CERTIFICATE.value:
        raise NotInForce(certificate.number)
    try:
        moves.claim(
            certificate,
            PaperEvent.REVOKED,
            revoked_at=at,
            revoked_by=by,
            revocation_reason=reason.strip(),
        )
    except (moves.StepNotAllowed, moves.MovedMeanwhile):
        raise NotInForce(certificate.number) from None
    moves.move(
        certificate.case,
        Event.REVOKED,
        by=by,
        at=at,
        details={"number": certificate.number, "reason": certificate.revocation_reason},
        covers=(certificate,),
    )
    return certificate
