"""A publisher that dies: ``python -m tests.faults.publisher publish after-intent``.

``scene`` builds two officers and a change that waits for the second; ``recover`` is the next round
of ``juzheng work`` and prints what it finds, as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta

import django

from tests.conftest import NOON
from tests.faults.child import after

LATER = NOON + timedelta(minutes=5)
HUBEI = "420000"


def scene() -> None:
    """Build officers and a change in review."""
    from juzheng.acts.base import people
    from juzheng.acts.catalogue import changes, loading
    from juzheng.catalogue.prepared import prepared
    from juzheng.law.base.permissions import Role
    from juzheng.web.shared import startup

    list(startup.database(at=NOON))
    loading.load(at=NOON)
    officer, _ = (
        people.add(
            name,
            full_name=name,
            role=Role.OVERSEER,
            committee=None,
            password="correct-horse-battery",
            division="",
            by="operator",
            at=NOON,
        )
        for name in ("first", "second")
    )
    ready = prepared("hubei-2020")
    tables = (ready.instruments, ready.items, ready.lists)
    pages = [changes.Page(one) for table in tables for one in table.values()]
    heading = changes.Heading("湖北公布清单", "原因", HUBEI, NOON.date())
    change = changes.draft(heading, pages, key="key", by=officer, at=NOON)
    changes.submit(change, version=change.version, by=officer, at=NOON)


def put_in(step: str) -> None:
    """Put the knife in at ``step``."""
    from juzheng.acts.base import files, ledger
    from juzheng.acts.catalogue import changes, publications
    from juzheng.outside.channels import NullChannel

    knives: dict[str, Callable[[], None]] = {
        "after-intent": lambda: after(publications, "intend"),
        "before-commit": lambda: after(
            ledger, "note", when=lambda chain, event, **_: event == "catalogue.published"
        ),
        "after-commit": lambda: after(changes, "publish"),
        "after-keep": lambda: after(files, "keep"),
        "after-delivery": lambda: after(NullChannel, "deliver"),
        "inside-record": lambda: after(
            ledger, "note", when=lambda chain, event, **_: event == "publication.delivered"
        ),
    }
    knives[step]()


def few_sheets() -> None:
    """
    Let the bundle hold the sheets of three items, and rehearse no page.

    It dies no other way with a hundred, and a rehearsal writes nothing.
    """
    from juzheng.acts.catalogue import rehearsal
    from juzheng.outside import bundle

    rehearsal.insist_on_pages = lambda *_, **__: None
    whole = bundle.service_hall
    bundle.service_hall = lambda guides, *more: whole(guides[:3], *more)


def publish() -> None:
    """Publish as the second officer and carry out, for real."""
    from juzheng.acts.catalogue import changes, publications
    from juzheng.records.models import Change, User

    change = Change.objects.get()
    second = User.objects.get(username="second")
    changes.publish(change, version=change.version, by=second, at=LATER)
    publications.finish_all(at=LATER)


def recover() -> None:
    """Do what the next round does, look at everything, and print it."""
    from juzheng.acts.audit import audit
    from juzheng.acts.catalogue import publications
    from juzheng.records.models import Change, Delivery, Entry, Revision

    publications.finish_all(at=LATER + timedelta(minutes=1))
    seen = {
        "faults": [f"{fault.where}: {fault.what}" for fault in audit().faults],
        "change": Change.objects.get().state,
        "revisions": Revision.objects.filter(origin="officer").count(),
        "states": dict(Delivery.objects.values_list("channel", "state")),
        "lines": sorted(
            f"{line.event} {line.details.get('channel', '')}".strip()
            for line in Entry.objects.filter(chain=publications.CHAIN)
        ),
    }
    print(json.dumps(seen))


def main(words: Sequence[str]) -> None:
    """Do what the words say, with or without a knife."""
    few_sheets()
    if len(words) > 1:
        put_in(words[1])
    {"scene": scene, "publish": publish, "recover": recover}[words[0]]()


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1:])
