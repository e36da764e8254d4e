"""A process that erases and may die: ``python -m tests.faults.eraser erase before-commit``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta

import django

from tests.conftest import IDENTITY, NOON
from tests.faults.child import after, before

YEARS_ON = NOON + timedelta(days=5000)


def put_in(step: str) -> None:
    """Put the knife in at ``step``."""
    from juzheng.acts import retention
    from juzheng.acts.base import files, ledger

    knives: dict[str, Callable[[], None]] = {
        "before-line": lambda: before(ledger, "note"),
        "before-commit": lambda: after(ledger, "note"),
        "after-commit": lambda: after(retention, "_case"),
        "before-unlink": lambda: before(files, "remove"),
        "after-unlink": lambda: after(files, "remove"),
        "before-log": lambda: before(retention, "_empty_log"),
    }
    knives[step]()
    retention._ERASE.update(dict.fromkeys(list(retention._ERASE)[:3], retention._case))


def erase() -> None:
    """Erase, for real."""
    from juzheng.acts import retention

    retention.sweep(at=YEARS_ON)


def look() -> None:
    """Say what a reader of the key and of the disk still finds, as JSON."""
    from juzheng.acts.audit import audit
    from juzheng.records.models import Case, Entry

    seen = {
        "faults": [f"{fault.where}: {fault.what}" for fault in audit().faults],
        "erased": Case.objects.filter(erased_at__isnull=False).count(),
        "left": Case.objects.filter(files_left=True).count(),
        "names": [case.applicant_name for case in Case.objects.all() if case.applicant_name],
        "numbers": [IDENTITY for case in Case.objects.all() if case.identity_number == IDENTITY],
        "lines": Entry.objects.filter(event="case.erased").count(),
    }
    print(json.dumps(seen))


def main(words: Sequence[str]) -> None:
    """Do what the words say."""
    if len(words) > 1:
        put_in(words[1])
    {"erase": erase, "look": look}[words[0]]()


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1:])
