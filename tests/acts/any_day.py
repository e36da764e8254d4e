"""What machines that press any button share (任意次序): a day that is undone, and its audit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from unittest import mock

from django.db import connection, transaction
from hypothesis.stateful import RuleBasedStateMachine

from juzheng.acts import audit
from juzheng.records.models import Entry, Revision
from juzheng.records.tracked import covered_models


class Undone(RuleBasedStateMachine):
    """One day's work (一天), undone before the next begins; everything is audited at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone._from_testcase = True  # durable acts run inside a test's own transaction
        self.undone.__enter__()
        self.seen = -1  # how many rows had been written when the day was last audited

    def faults(self) -> tuple[audit.Fault, ...]:
        """
        Return what an audit finds now, beside the catalogue; nothing where nothing was written.

        What was refused before it wrote any row leaves the audit's answer as it was, and that
        answer was: nothing. SQLite counts also what is rolled back.
        """
        written = connection.connection.total_changes
        if written == self.seen:
            return ()
        self.seen = written
        return faults_beside_the_catalogue()

    def teardown(self) -> None:
        try:
            assert audit.audit().faults == (), "at the end of the day, the catalogue too"
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)


def faults_beside_the_catalogue() -> tuple[audit.Fault, ...]:
    """Return what an audit finds without the catalogue, which is read at the day's end."""
    return audit_beside_the_catalogue().faults


def audit_beside_the_catalogue(
    kept: Mapping[str, tuple[int, str]] | None = None,
) -> audit.Report:
    """
    Audit everything but the catalogue, for tests that change none of it.

    Its hundreds of wordings are most of an audit's work.
    """
    beside = tuple(model for model in covered_models() if model is not Revision)
    chains = audit._chains

    def changing() -> Iterator[tuple[str, list[Entry]]]:
        yield from ((chain, lines) for chain, lines in chains() if chain != "catalogue")

    with (
        mock.patch.object(audit, "_revisions", return_value=()),
        mock.patch.object(audit, "_chains", changing),
        mock.patch.object(audit, "covered_models", return_value=beside),
    ):
        return audit.audit(kept)
