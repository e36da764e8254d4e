"""Revocation (撤销证明): a wrong certificate is taken back, with a reason, for all to see."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from juzheng.acts.base import ledger
from juzheng.law.cases.certificates import PaperKind
from juzheng.law.cases.lifecycle import Event
from juzheng.records.models import Certificate, PaperState, User


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
    moved = Certificate.objects.filter(pk=certificate.pk, status=PaperState.ISSUED.value).update(
        status=PaperState.REVOKED.value,
        revoked_at=at,
        revoked_by=by,
        revocation_reason=reason.strip(),
    )
    if not moved:
        raise NotInForce(certificate.number)
    ledger.append(
        certificate.case,
        Event.REVOKED,
        by=by,
        at=at,
        details={"number": certificate.number, "reason": reason.strip()},
    )
    certificate.refresh_from_db()
    return certificate
