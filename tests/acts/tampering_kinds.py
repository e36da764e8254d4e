"""The tamperings of an attack of a day, and their siblings: with a database prompt, no key.

``test_tampering`` changes every column by itself. This is what somebody does who knows the
program: moves whole values, mends the digests behind, takes out what would tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from juzheng.acts.audit import audit
from juzheng.acts.base import access_log, moves
from juzheng.law.base import ledger
from juzheng.records.models import Case, Certificate, Entry, Report, User, Verification, ViewLog
from tests.acts.any_day import audit_beside_the_catalogue
from tests.conftest import NOON

LATER = NOON + timedelta(days=22)
STAFF = "UPDATE records_user SET {} WHERE username = 'responsible'"
SWAP = (
    "UPDATE {table} SET {column} = CASE id WHEN {a} THEN (SELECT {column} FROM {table} "
    "WHERE id = {b}) ELSE (SELECT {column} FROM {table} WHERE id = {a}) END "
    "WHERE id IN ({a}, {b})"
)


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0, statement


def swap(model: Any, column: str) -> None:
    """Exchange a column of two rows, as the database lets one."""
    first, second = model.objects.order_by("-pk").values_list("pk", flat=True)[:2]
    table = model._meta.db_table
    sql(SWAP.format(table=table, column=column, a=first, b=second))


def swap_unique(model: Any, column: str) -> None:
    first, second = model.objects.order_by("-pk").values_list("pk", column)[:2]
    for pk, value in ((first[0], "aside"), (second[0], first[1]), (first[0], second[1])):
        sql(f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = %s", value, pk)


def rechain(chain: str) -> None:
    """Make the digests of a chain right again, as anybody can who has read the program."""
    previous = ledger.GENESIS
    for entry in Entry.objects.filter(chain=chain).order_by("position"):
        previous = ledger.digest(previous, entry.line())
        sql("UPDATE records_entry SET digest = %s WHERE id = %s", previous, entry.pk)


def invented(chain: str, event: str, **details: Any) -> None:
    """Add a line to the end of a chain, with the right digest."""
    last = Entry.objects.filter(chain=chain).latest("position")
    line = Entry(
        chain=chain,
        position=last.position + 1,
        case=last.case,
        event=event,
        at=last.at,
        by_text="system",
        details=details,
    )
    line.digest = ledger.digest(last.digest, line.line())
    Entry.objects.bulk_create([line])


def answers_with_their_digests() -> None:
    """Exchange answers, and in both chains what vouches for them."""
    swap(Case, "answers")
    first, second = Case.objects.order_by("-pk")[:2]
    told: dict[int, Entry] = {}
    for case in (first, second):
        lines = Entry.objects.filter(chain=case.chain).order_by("-position")
        told[case.pk] = next(one for one in lines if case.covered_as in one.details["covers"])
    a, b = (told[one.pk].details["covers"][one.covered_as] for one in (first, second))
    a["answers"], b["answers"] = b["answers"], a["answers"]
    for line in told.values():
        Entry.objects.filter(pk=line.pk).update(details=line.details)
        rechain(line.chain)


def lookers() -> None:
    """Remove the last look at a case, with the line and the count that tell of it."""
    row = ViewLog.objects.latest("pk")
    chain = row.chain
    Entry.objects.filter(pk=Entry.objects.filter(chain=chain).latest("position").pk)._raw_delete(
        "default"
    )
    sql("UPDATE records_counter SET last = last - 1 WHERE series = %s", chain)
    sql("DELETE FROM records_viewlog WHERE id = %s", row.pk)


def anew() -> None:
    """Take out the note that rows were vouched for, so that the next start vouches again."""
    sql(STAFF.format("role = 'clerk'"))
    sql("DELETE FROM records_entry WHERE chain = 'upgrades'")
    moves.vouch_for_all.__wrapped__(at=LATER)  # type: ignore[attr-defined]


def replayed() -> None:
    """Put the ciphertext of a shorter history back, with its line cut out."""
    case = Case.objects.order_by("pk").first()
    assert case is not None
    last = Entry.objects.filter(chain=case.chain).latest("position")
    sql("DELETE FROM records_entry WHERE id = %s", last.pk)


OF_THE_CATALOGUE = "a published wording"
KINDS: dict[str, Callable[[], None]] = {
    "another password": lambda: sql(STAFF.format("password = 'x'")),
    "a higher role": lambda: sql("UPDATE records_user SET role = 'responsible' WHERE role='clerk'"),
    "an officer of the nation": lambda: sql(
        "UPDATE records_user SET division = '' WHERE division = '420100'"
        if User.objects.filter(division="420100").exists()
        else STAFF.format("role = 'overseer', division = ''")
    ),
    "the one-time code taken off": lambda: sql(STAFF.format("totp_secret = 'v1:AAAA'")),
    "a closed account opened": lambda: sql(STAFF.format("is_active = NOT is_active")),
    "a superuser": lambda: sql(STAFF.format("is_superuser = NOT is_superuser")),
    "staff without a line": lambda: sql(
        "INSERT INTO records_user (username, password, role, full_name, is_active, is_staff, "
        "is_superuser, first_name, last_name, email, date_joined, totp_secret, totp_last_step, "
        "office) "
        "SELECT 'intruder', password, role, 'x', is_active, is_staff, is_superuser, first_name, "
        "last_name, email, date_joined, '', 0, '' FROM records_user WHERE username = 'responsible'"
    ),
    "staff with an invented line": lambda: (
        User.objects.create_user("intruder", password="x", role="overseer", division=""),
        invented("staff", "staff.added", user=User.objects.latest("pk").pk),
    )[1],
    "staff taken out": lambda: (
        User.objects.create_user("gone", password="x", role="reader"),
        invented("staff", "staff.added", covers=User.objects.latest("pk").digests()),
    )[1],
    "another preparer": lambda: sql(
        "UPDATE records_case SET prepared_by_id = (SELECT MIN(id) FROM records_user "
        "WHERE id <> prepared_by_id) WHERE prepared_by_id IS NOT NULL"
    ),
    "answers swapped": lambda: swap(Case, "answers"),
    "answers swapped with their digests": answers_with_their_digests,
    "names swapped": lambda: swap(Case, "applicant_name"),
    "identity swapped": lambda: (swap(Case, "identity_number"), swap(Case, "identity_index"))[1],
    "another decision": lambda: sql('UPDATE records_case SET decision = \'{"outcome": "x"}\''),
    "another outcome": lambda: sql(
        "UPDATE records_case SET outcome = 'on_the_spot' WHERE outcome <> 'on_the_spot'"
    ),
    "a later last day": lambda: sql("UPDATE records_case SET due_on = '2030-01-01'"),
    "an earlier receipt": lambda: sql(
        "UPDATE records_case SET received_at = %s", NOON - timedelta(days=9)
    ),
    "another purpose": lambda: swap(Case, "purpose"),
    "another recipient": lambda: sql("UPDATE records_case SET recipient = 'x'"),
    "another code to follow": lambda: swap(Case, "secret_hash"),
    "a checked fact taken out": lambda: sql(
        "DELETE FROM records_verification WHERE id = %s", Verification.objects.latest("pk").pk
    ),
    "a failed check confirmed": lambda: sql(
        "UPDATE records_verification SET result = CASE result WHEN 'failed' THEN 'confirmed' "
        "ELSE 'failed' END"
    ),
    "checked sentences swapped": lambda: swap(Verification, "sentence"),
    "another checker": lambda: sql(
        "UPDATE records_verification SET by_id = (SELECT MAX(id) FROM records_user)"
    ),
    "votes": lambda: sql("UPDATE records_deliberation SET votes_for = votes_for + 1"),
    "a ground": lambda: sql("UPDATE records_transitionground SET demander_name = 'x'"),
    "a look taken out": lambda: sql(
        "DELETE FROM records_viewlog WHERE id = %s", ViewLog.objects.earliest("pk").pk
    ),
    "the last look taken out": lambda: sql(
        "DELETE FROM records_viewlog WHERE id = %s", ViewLog.objects.latest("pk").pk
    ),
    "the last look taken out with its line": lookers,
    "another looker": lambda: sql(
        "UPDATE records_viewlog SET by_id = (SELECT MAX(id) FROM records_user)"
    ),
    "a look at another case": lambda: sql(
        "UPDATE records_viewlog SET case_id = (SELECT MIN(id) FROM records_case) "
        "WHERE case_id <> (SELECT MIN(id) FROM records_case)"
    ),
    "an invented look": lambda: sql(
        "INSERT INTO records_viewlog (case_id, at, what, seen) "
        "SELECT case_id, at, what, '{}' FROM records_viewlog WHERE case_id IS NOT NULL LIMIT 1"
    ),
    "opaque ids swapped": lambda: swap_unique(Certificate, "opaque"),
    "back-dated": lambda: sql(
        "UPDATE records_certificate SET issued_at = %s WHERE issued_at IS NOT NULL",
        NOON - timedelta(days=300),
    ),
    "valid for longer": lambda: sql("UPDATE records_certificate SET valid_until = '2099-01-01'"),
    "another signing key": lambda: sql("UPDATE records_certificate SET key_id = 'x'"),
    "contents swapped": lambda: swap(Certificate, "content"),
    "papers swapped": lambda: (swap(Certificate, "file"), swap(Certificate, "file_digest"))[1],
    "a revocation undone": lambda: sql(
        "UPDATE records_certificate SET status = 'issued', revoked_at = NULL, "
        "revoked_by_id = NULL, revocation_reason = '' WHERE status = 'revoked'"
    ),
    "stories swapped": lambda: sql("UPDATE records_report SET story = telephone || 'x'"),
    "an invented line": lambda: invented("staff", "staff.password_changed", user=1),
    "an invented line of a case": lambda: invented(
        Case.objects.latest("pk").chain, "case.covered", note="x"
    ),
    "a chain written anew": lambda: (
        Entry.objects.filter(chain="staff", position=1).update(by_text="staff:1"),
        rechain("staff"),
    )[1],
    "a line and its digests cut off": replayed,
    "vouched for again": anew,
    OF_THE_CATALOGUE: lambda: sql("UPDATE records_revision SET digest = 'x'"),
    "a counter": lambda: sql("UPDATE records_counter SET last = last + 1"),
}


BESIDE_HEADS = "检查点里有|比检查点少|与检查点不符"  # what only a kept checkpoint shows


class _Undo(Exception):
    """Take the tampering back."""


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is done inside, by acts too."""
    inside = transaction.atomic()
    inside._from_testcase = True  # durable acts run inside a test's own transaction
    try:
        with inside:
            yield
            raise _Undo
    except _Undo:
        pass


def look_at_some(clerk: User) -> None:
    """Let some people look at two cases and a report."""
    first, second = Case.objects.order_by("pk")[:2]
    for case in (first, second, second):
        access_log.viewed(case, "办件", by=clerk, at=NOON)
        access_log.viewed(case, "resident.case", by=None, at=NOON)
    access_log.report_viewed(Report.objects.earliest("pk"), "report", by=None, at=LATER)
    moves.vouch_for_all(at=LATER)  # the program has started


def missed() -> tuple[list[str], list[str]]:
    """Return which kinds the audit does not find, and which it finds by a kept checkpoint only."""
    before = {look: look() for look in (audit, audit_beside_the_catalogue)}
    assert [report.faults for report in before.values()] == [(), ()]
    never, without_heads = [], []
    for name, tamper in KINDS.items():
        look = audit if name == OF_THE_CATALOGUE else audit_beside_the_catalogue
        with undone(), connection.constraint_checks_disabled():
            tamper()
            found = look(before[look].heads).faults
            if not found:
                never.append(name)
            if not [one for one in found if not re.search(BESIDE_HEADS, one.what)]:
                without_heads.append(name)
    return never, without_heads
