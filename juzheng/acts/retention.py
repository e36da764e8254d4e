"""Retention (按期删除): what is personal goes when its term is over; the ledger says why and when.

The rows stay, emptied: numbers, states and digests, which name nobody. So every chain still proves
what happened, and a certificate that somebody holds can still be found by number and fingerprint.
Each row is one transaction; its files go after the commit, and ``files_left`` says until then that
some are still there: whoever was interrupted begins again where they stopped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from juzheng.acts.base import files, ledger, moves, numbers
from juzheng.catalogue import rights
from juzheng.law.base import retention as law
from juzheng.law.base.permissions import AccountEvent
from juzheng.law.base.retention import Kept
from juzheng.records import retention
from juzheng.records.models import Case, Entry, KeptQuestion, Report, ShorterTerm, User, ViewLog
from juzheng.records.retention import Due
from juzheng.records.sealed import closed
from juzheng.records.tracked import Covered

BY_FILES = (Case, Report)  # what keeps files, in its own rows or in those beside it


def sweep(*, at: datetime) -> Mapping[Kept, int]:
    """
    Erase everything whose term is over, and return how much of each kind.

    Safe to repeat and to kill: what is done is done once.
    """
    finish_files()
    done = Counter[Kept]()
    for one in list(retention.due(at)):
        if not retention.why_kept(one, at):  # a hold may have come in meanwhile
            done[one.kind] += _ERASE[one.kind](one, at)
    finish_files()
    _empty_log()
    return done


def _empty_log() -> None:
    """Let SQLite bring its log into the file: what was written over stands in there until then."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def finish_files() -> int:
    """Remove the files of what was erased; return how many rows had some left."""
    rows = [row for model in BY_FILES for row in model._default_manager.filter(files_left=True)]
    for row in rows:
        for name in _names(row):
            if not retention.named_elsewhere(name):
                files.remove(name)
        type(row)._default_manager.filter(pk=row.pk).update(files_left=False)
    return len(rows)


def _names(row: Case | Report) -> Iterator[str]:
    """Yield the files that the lines of an erasure name."""
    for line in Entry.objects.filter(chain=row.chain, event=row.erasing):
        yield from line.details["files"]


@transaction.atomic(durable=True)
def shorten(
    kind: Kept, days: int, *, reason: str, by: User, at: datetime, division: str
) -> ShorterTerm:
    """
    Keep ``kind`` for fewer ``days`` in ``division`` (缩短保存期限).

    :raises law.BadTerm: unless it is shorter than the program's own term, with a reason
    :raises moves.NotYours: if ``by`` does not govern ``division``
    """
    moves.insist_on_division(by, division)
    law.insist_on_shorter(rights.retention()[kind], days, reason)
    term = ShorterTerm.objects.create(
        division=division, kind=kind.value, days=days, reason=reason, by=by, at=at
    )
    details = {"division": division, "kind": kind.value, "days": days}
    ledger.note(term.chain, "retention.shortened", by=by, at=at, details=details, covers=(term,))
    return term


@transaction.atomic(durable=True)
def _case(due: Due, at: datetime) -> bool:
    """Empty a case, its papers, and all that was written down beside it."""
    case: Case = due.row
    tables: list[Any] = [model._default_manager for model in retention.OF_CASES]
    return _emptied(due, case, [row for table in tables for row in table.filter(case=case)], at)


@transaction.atomic(durable=True)
def _report(due: Due, at: datetime) -> bool:
    return _emptied(due, due.row, [], at)


def _emptied(due: Due, row: Case | Report, beside: list[Covered], at: datetime) -> bool:
    named = dict(_files([row, *beside]))
    seen = {"pk": row.pk, "version": row.version, "erased_at": None}
    changes = {**retention.personal(type(row)), "erased_at": at, "files_left": bool(named)}
    more: dict[str, Any] = {"version": F("version") + 1}
    if not type(row)._default_manager.filter(**seen).update(**closed(row, changes), **more):
        return False  # it moved meanwhile: the next round sees
    for one in beside:
        gone = retention.personal(type(one))
        if gone:
            type(one)._default_manager.filter(pk=one.pk).update(**closed(one, gone))
            one.refresh_from_db()
    row.refresh_from_db()
    _note(due, row, [row, *beside], named, at)
    return True


@transaction.atomic(durable=True)
def _photo(due: Due, at: datetime) -> bool:
    """Let go of the photo alone; what the report says stays for its own term."""
    report: Report = due.row
    report.refresh_from_db()
    if not report.photo:  # it went with the whole report
        return False
    named = {report.photo: files.digest_of(report.photo)}
    Report.objects.filter(pk=report.pk).update(photo="", files_left=True)
    report.refresh_from_db()
    _note(due, report, [report], named, at)
    return True


@transaction.atomic(durable=True)
def _looks(due: Due, at: datetime) -> bool:
    """Take out the looks at one thing; their lines say how many there were."""
    look: ViewLog = due.row
    rows = list(
        ViewLog.objects.filter(case=look.case_id, report=look.report_id, inquiry=look.inquiry_id)
    )
    numbers.take(look.chain)  # a chain whose lines are counted
    told = {**_why(due), "rows": len(rows)}
    ledger.note(
        look.chain, "data.erased", by=ledger.SYSTEM, at=at, details=told, removed=tuple(rows)
    )
    ViewLog.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return True


@transaction.atomic(durable=True)
def _account(due: Due, at: datetime) -> bool:
    """Take out what an account could sign in with; the name stays beside what its owner did."""
    user: User = due.row
    user.set_unusable_password()
    user.totp_secret = user.email = user.first_name = user.last_name = ""
    user.save()
    told = {**_why(due), "user": user.pk}
    ledger.note(
        user.chain, AccountEvent.ERASED.value, by=ledger.SYSTEM, at=at, details=told, covers=(user,)
    )
    return True


@transaction.atomic(durable=True)
def _question(due: Due, at: datetime) -> bool:
    """Take out a question whole: nobody acted on it, so nothing of it is in the ledger."""
    return KeptQuestion.objects.filter(pk=due.row.pk).delete()[0] > 0


_ERASE = {
    Kept.WITHDRAWN: _case,
    Kept.REFUSAL: _case,
    Kept.CERTIFICATE: _case,
    Kept.REPORT: _report,
    Kept.PHOTO: _photo,
    Kept.LOOK: _looks,
    Kept.QUESTION: _question,
    Kept.ACCOUNT: _account,
}


def _files(rows: list[Any]) -> Iterator[tuple[str, str]]:
    """Yield each stored file that ``rows`` name, with its SHA-256."""
    for row in rows:
        for model, column in retention.FILED:
            if isinstance(row, model) and (name := getattr(row, column)):
                yield name, getattr(row, f"{column}_digest", "") or files.digest_of(name)


def _why(due: Due) -> dict[str, Any]:
    rule = rights.retention()[due.kind]
    told = {"kind": due.kind.value, "days": due.days, "since": due.since.isoformat()}
    return {**told, "ground": rule.ground}


def _note(
    due: Due, row: Case | Report, covers: list[Any], named: Mapping[str, str], at: datetime
) -> None:
    ledger.note(
        row.chain,
        row.erasing,
        by=ledger.SYSTEM,
        at=at,
        details={**_why(due), "files": dict(named)},
        covers=covers,
        case=row if isinstance(row, Case) else None,
    )
