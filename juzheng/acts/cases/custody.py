"""Custody (盖章、领取、再打印): what becomes of the sheet; the paper is worth what it was."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Unpack

from django.db import transaction

from juzheng.acts.base import files, moves, naming
from juzheng.acts.base.access_log import paper_viewed
from juzheng.acts.base.moves import Hand, Seen
from juzheng.law.base.papers import PaperState
from juzheng.law.cases import custody
from juzheng.law.cases.custody import Custody, Wanted
from juzheng.law.cases.lifecycle import Event
from juzheng.law.cases.named import Role
from juzheng.records.cases import searching
from juzheng.records.models import Case, CaseName, Certificate, PaperCustody


class ReasonMissing(ValueError):
    """A slip is undone with a reason (没有写明为什么更正)."""


@transaction.atomic(durable=True)
def record(certificate: Certificate, *wanted: Wanted, **seen: Unpack[Seen]) -> list[PaperCustody]:
    """
    Write down what was done with the sheet: sealed, collected, printed again; several at once.

    :raises NotReady: if the paper is not in force, or it stands there already
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``; of a reply, or one that is erased
    """
    version: int | None = seen["version"]
    rows = []
    for one in wanted:
        rows.append(_record(certificate, one, version, by=seen["by"], at=seen["at"]))
        version = None  # the first step has looked; the next ones follow it in this transaction
    return rows


def _record(
    certificate: Certificate, wanted: Wanted, version: int | None, **hand: Unpack[Hand]
) -> PaperCustody:
    event, case = custody.EVENTS[wanted.what], certificate.case
    if case is None or certificate.erased:
        raise moves.StepNotAllowed(certificate.owner.stands, event)
    moves.claim(case, event, version=version)  # whoever comes second waits here, and then looks
    certificate.refresh_from_db(fields=["status"])
    done = [row.done() for row in certificate.custody.order_by("pk")]  # as it stands now
    moves.insist_on_ready(custody.obstacles(wanted, PaperState(certificate.status), done))
    told = {"certificate": certificate, **wanted.columns()}
    row = PaperCustody.objects.create(case=case, **told, **hand)
    details: dict[str, Any] = {"paper": certificate.number, "copies": wanted.copies}
    if wanted.what is Custody.COLLECTED:  # how many of those that bear the seal still lie here
        details["left"] = custody.left([*done, row.done()])
    moves.note(case, event, details=details, covers=(row, *_found_by(case, wanted)), **hand)
    return row


def _found_by(case: Case, wanted: Wanted) -> list[CaseName]:
    """Let the case be found by whoever took the paper for another (代领的人)."""
    took = searching.name_index(wanted.person) if wanted.what is Custody.COLLECTED else ""
    return naming.follow(case, [(Role.COLLECTOR.value, took)]) if took else []


@transaction.atomic(durable=True)
def undo(row: PaperCustody, why: str, **seen: Unpack[Seen]) -> PaperCustody:
    """
    Say that a line was a slip, and why (更正登记); it stays readable and counts no more.

    :raises ReasonMissing: if ``why`` is blank
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``; also if it was undone before
    """
    if not why.strip():
        raise ReasonMissing(row.certificate.number)
    case = row.case
    moves.claim(case, Event.SLIP_UNDONE, version=seen["version"])
    row.refresh_from_db()
    if row.undone_at is not None or case.erased_at is not None:
        raise moves.StepNotAllowed(case.stands, Event.SLIP_UNDONE)
    row.undone_why, row.undone_at, row.undone_by = why.strip(), seen["at"], seen["by"]
    row.save()
    details = {"paper": row.certificate.number, "what": row.what}
    hand: Hand = {"by": seen["by"], "at": seen["at"]}
    moves.note(case, Event.SLIP_UNDONE, details=details, covers=(row,), **hand)
    return row


def reprint(certificate: Certificate, wanted: Wanted, **seen: Unpack[Seen]) -> bytes:
    """
    Return the very bytes that were issued, after it is written down who prints again, and why.

    :raises FileNotFoundError, files.FileAltered: if they are not there; nothing is written then
    :raises NotReady, StepNotAllowed, MovedMeanwhile: as :func:`record`
    """
    content = files.read(certificate.file)
    if sha256(content).hexdigest() != certificate.file_digest:
        raise files.FileAltered(certificate.file)
    record(certificate, wanted, **seen)
    paper_viewed(certificate, Custody.REPRINTED.label, by=seen["by"], at=seen["at"])
    return content


@transaction.atomic(durable=True)
def book_opened(papers: Iterable[Certificate], what: str, **hand: Unpack[Hand]) -> None:
    """Write down a look at each of ``papers``: their names stand in full in the month's book."""
    for one in papers:
        paper_viewed(one, what, **hand)
