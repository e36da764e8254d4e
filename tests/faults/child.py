"""A process that dies: ``python -m tests.faults.child sign after-compose``.

The knife is put in from outside by name; the product has no hooks for it. ``recover`` is the next
start: it finishes what was interrupted and prints what it finds, as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import django

from tests.conftest import NOON
from tests.faults.scene import TO_REFUSE, TO_SIGN

LATER = NOON + timedelta(minutes=5)


def die(*_: Any, **__: Any) -> None:
    """Die at once: no handler runs, nothing is flushed."""
    os.kill(os.getpid(), signal.SIGKILL)


def before(place: Any, name: str) -> None:
    """Die where ``name`` would have been called."""
    setattr(place, name, die)


def after(place: Any, name: str, when: Callable[..., bool] = lambda *_, **__: True) -> None:
    """Die when ``name`` has just returned."""
    real = getattr(place, name)

    def fatal(*words: Any, **named: Any) -> Any:
        result = real(*words, **named)
        if when(*words, **named):
            die()
        return result

    setattr(place, name, fatal)


def half_written() -> None:
    """Die with half of the file on the disk."""
    from juzheng.acts.base import files

    class Half:
        def __init__(self, file: Any) -> None:
            self.file = file

        def __enter__(self) -> Half:
            return self

        def __exit__(self, *_: Any) -> None:
            self.file.close()

        def write(self, content: bytes) -> None:
            self.file.write(content[: len(content) // 2])
            self.file.flush()
            die()

    real = files.os.fdopen
    files.os.fdopen = lambda *words: Half(real(*words))  # type: ignore[assignment]


def put_in(step: str) -> None:
    """Put the knife in at ``step``."""
    from juzheng.acts.base import files, ledger, numbers, papers
    from juzheng.law.cases.lifecycle import CASES, Event
    from juzheng.outside import paper as printing
    from juzheng.records.models import Certificate

    last = [CASES.line(event) for event in (Event.ISSUED, Event.NOTICE_ISSUED)]
    knives: dict[str, Callable[[], None]] = {
        "before-intent": lambda: before(papers, "intend"),
        "after-number": lambda: after(numbers, "take"),
        "after-intent-line": lambda: after(ledger, "note"),
        "after-intent-row": lambda: after(Certificate.objects, "create"),
        "after-intent-commit": lambda: before(papers, "finish"),
        "before-compose": lambda: before(printing, "compose"),
        "after-compose": lambda: after(printing, "compose"),
        "after-sign": lambda: after(printing, "sign"),
        "after-validate": lambda: after(printing, "validate"),
        "half-written": half_written,
        "before-rename": lambda: before(files.os, "fsync"),
        "after-rename": lambda: before(files, "_flush_folder"),
        "before-issue": lambda: before(papers, "_issue"),
        "inside-issue": lambda: after(ledger, "note", when=lambda chain, event, **_: event in last),
        "after-issue": lambda: after(papers, "_issue"),
    }
    knives[step]()


def act(name: str) -> None:
    """Sign or refuse, for real."""
    from juzheng.acts.cases import refusal, signing
    from juzheng.records.models import Case, User

    if name == "sign":
        case = Case.objects.get(revision__subject=TO_SIGN)
        signing.sign(case, by=User.objects.get(username="responsible"), at=LATER)
    else:
        case = Case.objects.get(revision__subject=TO_REFUSE)
        refusal.refuse(case, by=User.objects.get(username="clerk"), at=LATER)


def recover() -> None:
    """Finish what was interrupted, look at everything, and print it."""
    from juzheng.acts.audit import audit
    from juzheng.acts.base import papers
    from juzheng.records.models import Case, Certificate, Counter

    done, failed = papers.finish_all(at=LATER + timedelta(minutes=1))
    seen = {
        "done": done,
        "failed": failed,
        "faults": [f"{fault.where}: {fault.what}" for fault in audit().faults],
        "states": dict(Case.objects.values_list("revision__subject", "state")),
        "papers": list(Certificate.objects.values_list("kind", "serial", "status")),
        "counters": dict(
            Counter.objects.exclude(series__startswith="case:").values_list("series", "last")
        ),
    }
    print(json.dumps(seen))


def main(words: Sequence[str]) -> None:
    """Do what the words say: an act, with or without a knife, or the next start."""
    if words[0] == "recover":
        recover()
        return
    if len(words) > 1:
        put_in(words[1])
    act(words[0])


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1:])
