"""Revocation (撤销证明): a wrong certificate is taken back, with a reason, for all to see."""

from __future__ import annotations

from typing import Unpack

from django.db import transaction

from juzheng.acts.base import moves, papers
from juzheng.acts.base.moves import Hand
from juzheng.acts.base.papers import NotInForce as NotInForce
from juzheng.acts.base.papers import ReasonMissing as ReasonMissing
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.papers import PaperKind
from juzheng.law.cases import signing
from juzheng.law.cases.lifecycle import State
from juzheng.records.cases import hands, replacing
from juzheng.records.models import Certificate, User


def obstacles(certificate: Certificate, *, by: User) -> tuple[Obstacle, ...]:
    """
    Return what keeps ``by`` from revoking: a hand in what the certificate rests on.

    Or a corrected paper that is being made: it takes this one back itself.
    """
    case = certificate.case
    if case is None:
        return ()
    making = case.stands is State.ISSUING_REPLACEMENT
    being_replaced = (signing.being_replaced(certificate.number),) if making else ()
    return (*being_replaced, *signing.own_hand(hands.before_pen(case, by)))


@transaction.atomic(durable=True)
def revoke(certificate: Certificate, *, reason: str, **hand: Unpack[Hand]) -> Certificate:
    """
    Revoke the certificate of a case with a reason; every check from now on says so.

    :param by: the responsible person
    :raises ReasonMissing: if ``reason`` is blank
    :raises NotReady: if ``by`` had a hand in what it rests on, or a corrected one is being made
    :raises StepNotAllowed, MovedMeanwhile: if somebody moved its case meanwhile
    :raises NotInForce: if it is a notice, was never issued, is revoked already, or its term is over
    """
    if certificate.case is None or certificate.kind != PaperKind.CERTIFICATE.value:
        raise NotInForce(certificate.number)
    moves.insist_on_ready(obstacles(certificate, by=hand["by"]))
    undone = replacing.undone(certificate.case)
    return papers.revoke(certificate, reason=reason, **hand, **undone)
