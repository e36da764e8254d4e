"""Recoding (换发查询码): who lost the code gets another one at the counter; the old one dies."""

from __future__ import annotations

import secrets
from typing import Unpack

from django.db import transaction

from juzheng.acts.base import codes, moves
from juzheng.acts.base.moves import Seen
from juzheng.law.cases.lifecycle import Event
from juzheng.records.models import Case


@transaction.atomic(durable=True)
def renew(case: Case, **seen: Unpack[Seen]) -> str:
    """
    Return a new code for ``case``, told this once: the database keeps only its digest.

    The clerk has seen the document of the applicant, or of the guardian.

    :raises StepNotAllowed: if nothing of the case is left to be followed
    :raises MovedMeanwhile: if the case is not at that version
    """
    if case.erased_at is not None:
        raise moves.StepNotAllowed(case.stands, Event.RECODED)
    code = codes.code_from(secrets.token_hex(32))
    kept = codes.digest_of(case.number, code)
    told = {"identity_seen": True}
    moves.move(case, Event.RECODED, details=told, **seen, secret_hash=kept)
    return code
