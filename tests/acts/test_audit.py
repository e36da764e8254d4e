"""Audit: every kind of tampering is found, and the report says where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from juzheng.acts import audit as audits
from juzheng.acts.audit import Report, audit
from juzheng.acts.base import files, papers
from juzheng.acts.cases import refusal, revocation, signing
from juzheng.law.base import ledger
from juzheng.law.cases import certificates
from juzheng.records import tracked
from juzheng.records.models import Case, Certificate, Counter, Entry, User
from juzheng.records.sealed import blind_index
from tests.conftest import NOON


@pytest.fixture
def issued(drafted_for: Callable[..., Case], responsible: User) -> Certificate:
    """Return one of two issued certificates; a third case was refused."""
    signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)
    return signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)


def sql(statement: str, *values: Any) -> None:
    """Do what somebody with a database prompt can do."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def places(report: Report) -> set[str]:
    return {fault.where for fault in report.faults}


def chain(certificate: Certificate) -> str:
    return f"case:{certificate.case.number}"


def entry(certificate: Certificate, position: int) -> Entry:
    return Entry.objects.get(chain=chain(certificate), position=position)


def stored(certificate: Certificate) -> Path:
    return files.folder() / certificate.file


def test_what_nobody_touched_agrees(
    issued: Certificate, case_for: Callable[..., Case], clerk: User, responsible: User
) -> None:
    refusal.refuse(case_for("NEG-01"), by=clerk, at=NOON)
    revocation.revoke(issued, reason="事实有误", by=responsible, at=NOON)

    report = audit()

    assert report.faults == ()
    assert (report.cases, report.papers) == (3, 3)
    assert report.lines == Entry.objects.count()


def test_a_column_is_vouched_for_in_the_words_of_every_version(issued: Certificate) -> None:
    """What lines say of rows was written by earlier programs too."""
    for row in (issued, issued.case):
        for name, digest in row.digests().items():
            value = tracked._plain(getattr(row, name))
            said = [row._meta.label_lower, name, value]
            assert digest == blind_index(ledger.canonical(said))[: tracked.DIGITS]


def test_what_agrees_needs_no_name_and_is_watched(
    issued: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row's name may ask the database for another row: of a million only those at fault."""
    monkeypatch.setattr(audits, "_called", None)
    seen: list[Any] = []

    def watched(things: Iterable[Any], /) -> Iterator[Any]:
        for thing in things:
            seen.append(thing)
            yield thing

    report = audit(watched=watched)
    assert report.faults == ()
    assert {one[0] for one in seen if isinstance(one, tuple)} == set(report.heads)
    assert [one for one in seen if isinstance(one, Certificate)].count(issued) == 2  # it, its file


def test_an_edited_line_is_found(issued: Certificate) -> None:
    sql(
        "UPDATE records_entry SET details = %s WHERE id = %s",
        '{"fact": "another"}',
        entry(issued, 2).pk,
    )
    report = audit()
    unvouched = str(issued.case.verifications.first())  # the line was its only word on a check
    assert places(report) == {chain(issued), unvouched}
    assert "第2条" in report.faults[0].what


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event", "verification.failed"),
        ("by_text", "staff:999"),
        ("at", "2026-11-01 00:00:00+00:00"),
    ],
)
def test_whatever_is_edited_in_a_line(issued: Certificate, column: str, value: str) -> None:
    sql(f"UPDATE records_entry SET {column} = %s WHERE id = %s", value, entry(issued, 2).pk)
    assert chain(issued) in places(audit())


def test_a_line_taken_out_is_found(issued: Certificate) -> None:
    sql("DELETE FROM records_entry WHERE id = %s", entry(issued, 2).pk)
    report = audit()
    assert chain(issued) in places(report)
    assert any("缺少第2" in fault.what for fault in report.faults)


def test_two_lines_swapped_are_found(issued: Certificate) -> None:
    one, two = entry(issued, 2), entry(issued, 3)
    for row, position in ((one, 1000), (two, 2), (one, 3)):
        sql("UPDATE records_entry SET position = %s WHERE id = %s", position, row.pk)
    assert chain(issued) in places(audit())


def test_a_line_cut_off_the_end_is_found(issued: Certificate) -> None:
    last = Entry.objects.filter(chain=chain(issued)).order_by("-position")[0]
    sql("DELETE FROM records_entry WHERE id = %s", last.pk)
    assert issued.case.number in places(audit())  # its state no longer follows from the ledger


def test_an_edited_state_is_found(issued: Certificate) -> None:
    sql("UPDATE records_case SET state = 'refused' WHERE id = %s", issued.case_id)
    report = audit()
    assert places(report) == {issued.case.number}
    assert "不一致" in report.faults[0].what


def test_a_case_without_any_line_is_found(issued: Certificate) -> None:
    sql("DELETE FROM records_entry WHERE case_id = %s", issued.case_id)
    assert issued.case.number in places(audit())


def test_another_wording_of_a_certificate_is_found(issued: Certificate) -> None:
    other = Certificate.objects.exclude(pk=issued.pk).get()
    sql(
        "UPDATE records_certificate SET content = (SELECT content FROM records_certificate "
        "WHERE id = %s) WHERE id = %s",
        other.pk,
        issued.pk,
    )
    assert places(audit()) == {issued.number}


def test_another_fingerprint_is_found(issued: Certificate) -> None:
    sql("UPDATE records_certificate SET fingerprint = %s WHERE id = %s", "0" * 64, issued.pk)
    assert issued.number in places(audit())


def test_another_wording_with_its_own_fingerprint_is_found(issued: Certificate) -> None:
    forged = replace(papers.paper_of(issued), purpose="办理别的事")
    issued.content = {"canonical": certificates.canonical(forged).decode()}
    issued.fingerprint = certificates.fingerprint(forged)
    issued.save(update_fields=["content", "fingerprint"])
    report = audit()
    assert places(report) == {issued.number}
    assert "台账" in report.faults[0].what


def test_another_file_with_its_own_digest_is_found(issued: Certificate) -> None:
    name, digest = files.keep(b"%PDF-1.7 another", "papers/forged", "pdf")
    sql(
        "UPDATE records_certificate SET file = %s, file_digest = %s WHERE id = %s",
        name,
        digest,
        issued.pk,
    )
    report = audit()
    assert places(report) == {issued.number}
    assert "台账" in report.faults[0].what


def test_a_changed_byte_of_a_file_is_found(issued: Certificate) -> None:
    content = bytearray(stored(issued).read_bytes())
    content[len(content) // 2] ^= 1
    stored(issued).write_bytes(content)
    report = audit()
    assert places(report) == {issued.number}
    assert issued.file in report.faults[0].what


def test_a_lost_file_is_found(issued: Certificate) -> None:
    stored(issued).unlink()
    report = audit()
    assert places(report) == {issued.number}
    assert "不见了" in report.faults[0].what


def test_another_file_in_its_place_is_found(issued: Certificate) -> None:
    other = Certificate.objects.exclude(pk=issued.pk).get()
    sql("UPDATE records_certificate SET file = %s WHERE id = %s", other.file, issued.pk)
    assert issued.number in places(audit())


def test_a_certificate_taken_out_is_found(issued: Certificate) -> None:
    series = f"certificate:{issued.committee.code}:{issued.year}"
    serial = issued.serial
    sql("DELETE FROM records_certificate WHERE id = %s", issued.pk)
    report = audit()
    assert series in places(report)
    assert any(f"第{serial}号" in fault.what for fault in report.faults)


def test_a_counter_set_back_is_found(issued: Certificate) -> None:
    series = f"certificate:{issued.committee.code}:{issued.year}"
    Counter.objects.filter(series=series).update(last=1)
    report = audit()
    assert places(report) == {series}
    assert "第2号" in report.faults[0].what


def test_a_counter_set_forward_is_found(issued: Certificate) -> None:
    series = f"certificate:{issued.committee.code}:{issued.year}"
    Counter.objects.filter(series=series).update(last=3)
    assert places(audit()) == {series}


def test_a_certificate_put_back_in_force_is_found(issued: Certificate, responsible: User) -> None:
    revocation.revoke(issued, reason="事实有误", by=responsible, at=NOON)
    sql(
        "UPDATE records_certificate SET status = 'issued', revoked_at = NULL, "
        "revoked_by_id = NULL, revocation_reason = '' WHERE id = %s",
        issued.pk,
    )
    assert issued.number in places(audit())


def test_a_revocation_that_no_line_tells_of_is_found(
    issued: Certificate, responsible: User
) -> None:
    sql(
        "UPDATE records_certificate SET status = 'revoked', revoked_at = %s, "
        "revoked_by_id = %s, revocation_reason = 'x' WHERE id = %s",
        NOON,
        responsible.pk,
        issued.pk,
    )
    assert issued.number in places(audit())


def test_the_checkpoint_shows_a_case_taken_out_whole(issued: Certificate) -> None:
    before = audit().checkpoint
    number = issued.case_id
    for table in ("records_entry", "records_verification", "records_certificate"):
        sql(f"DELETE FROM {table} WHERE case_id = %s", number)
    sql("DELETE FROM records_case WHERE id = %s", number)
    assert audit().checkpoint != before


def test_auditing_changes_nothing(issued: Certificate) -> None:
    assert audit() == audit()


def test_kept_heads_show_a_chain_cut_off_with_its_state(issued: Certificate) -> None:
    before = audit()
    name = chain(issued)
    last = Entry.objects.filter(chain=name).latest("position")
    sql("DELETE FROM records_entry WHERE id = %s", last.pk)
    sql("UPDATE records_case SET state = 'issuing' WHERE id = %s", issued.case_id)
    sql("UPDATE records_certificate SET status = 'intended' WHERE id = %s", issued.pk)

    assert name in places(audit(before.heads))


def test_kept_heads_show_a_chain_taken_out_whole(issued: Certificate) -> None:
    before = audit()
    sql("DELETE FROM records_entry WHERE chain = 'staff'")

    assert "staff" in places(audit(before.heads))
    assert "staff" not in places(audit())


def test_kept_heads_agree_with_a_ledger_that_has_only_grown(
    issued: Certificate, responsible: User
) -> None:
    before = audit()
    revocation.revoke(issued, reason="内容有误", by=responsible, at=NOON)

    assert audit(before.heads).faults == ()


def test_kept_heads_show_a_chain_rewritten_to_its_end(issued: Certificate) -> None:
    before = audit()
    name = chain(issued)
    length, _ = before.heads[name]
    forged = {**before.heads, name: (length, "0" * 64)}

    assert places(audit(forged)) == {name}


def test_an_invented_line_is_found_and_counts_for_nothing(issued: Certificate) -> None:
    last = Entry.objects.filter(chain=chain(issued)).latest("position")
    sql("UPDATE records_case SET outcome = 'refuse' WHERE id = %s", issued.case_id)
    issued.case.refresh_from_db()
    line = Entry(
        chain=last.chain,
        position=last.position + 1,
        event="case.covered",
        at=last.at,
        by_text="system",
        details={"covers": {issued.case.covered_as: issued.case.digests()}},
    )
    line.digest = ledger.digest(last.digest, line.line())
    Entry.objects.bulk_create([line])

    faults = audit().faults
    assert {fault.where for fault in faults} == {chain(issued), issued.case.number}
    assert any("不是本程序写的" in fault.what for fault in faults)
    assert any("outcome" in fault.what for fault in faults)
