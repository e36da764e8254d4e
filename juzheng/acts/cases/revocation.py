"""Revocation (撤销证明): a wrong certificate is taken back, with a reason, for all to see."""

from __future__ import annotations

from typing import Any, Unpack

from django.db import transaction

from juzheng.acts.base import moves
from juzheng.acts.base.moves import Hand
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.cases import signing
from juzheng.law.cases.certificates import PaperKind
from juzheng.law.cases.lifecycle import Event, PaperEvent
from juzheng.records.cases import hands
from juzheng.records.models import Certificate, User


class NotInForce(Exception):
    """The certificate is not one that can be revoked (证明不在有效状态)."""


class ReasonMissing(Exception):
    """A revocation says why (没有写明撤销理由)."""


def obstacles(certificate: Certificate, *, by: User) -> tuple[Obstacle, ...]:
    """Return what keeps ``by`` from revoking: a hand in what the certificate rests on."""
    return signing.own_hand(hands.before_pen(certificate.case, by))


@transaction.atomic(durable=True)
def revoke(certificate: Certificate, *, reason: str, **hand: Unpack[Hand]) -> Certificate:
    """
    Revoke ``certificate`` with a reason; every check from now on says so.

    :param by: the responsible person
    :raises ReasonMissing: if ``reason`` is blank
    :raises NotReady: if ``by`` had a hand in what it rests on
    :raises NotInForce: if it is a notice, was never issued, is revoked already, or its term is over
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(certificate.number)
    if certificate.kind != PaperKind.CERTIFICATE.value or certificate.case.erased_at is not None:
        raise NotInForce(certificate.number)
    moves.insist_on_ready(obstacles(certificate, by=hand["by"]))
    revoked: dict[str, Any] = {"revoked_at": hand["at"], "revoked_by": hand["by"]}
    try:
        moves.claim(certificate, PaperEvent.REVOKED, revocation_reason=reason, **revoked)
    except (moves.StepNotAllowed, moves.MovedMeanwhile):
        raise NotInForce(certificate.number) from None
    details = {"number": certificate.number, "reason": certificate.revocation_reason}
    moves.move(certificate.case, Event.REVOKED, details=details, covers=(certificate,), **hand)
    return certificate
