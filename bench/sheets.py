"""``python -m bench.sheets``: importing a thousand items (导入), saving one among thousands."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

ITEMS, LARGE, DIVISIONS = 1_000, 5_000, 3_000
SAVED = 11


def measured() -> dict[str, Any]:
    """Return the figures; needs a database of its own, which it fills."""
    from juzheng.catalogue import sheets

    officer = prepared()
    thousand = items(ITEMS, "110000")
    raw = sheets.write_xlsx(thousand)
    found = imported(raw, officer)
    return {
        "import_of_1000_items": {**found, "file_bytes": len(raw)},
        "the_plain_way": plain_way(raw),
        "save_one_item": saved(officer),
    }


def prepared() -> Any:
    """Return an officer in a database that holds the shipped catalogue."""
    from django.core.management import call_command

    from juzheng.acts.catalogue import loading as loading
    from juzheng.records.models import User
    from tests.conftest import NOON

    call_command("migrate", verbosity=0)
    loading.load(at=NOON)
    return User.objects.create(username="bench-officer", role="overseer", division="")


def items(count: int, division: str) -> list[Any]:
    """Return ``count`` items like the shipped ones, each bound to ``division``."""
    from juzheng.catalogue import catalogue

    shipped = list(catalogue().items.values())
    return [numbered(shipped[n % len(shipped)], n, division) for n in range(count)]


def numbered(item: Any, n: int, division: str) -> Any:
    """Return the item under a number of its own."""
    letters, digits = item.id[:3], 2 if item.id.startswith("NEG") else 3
    number = f"{letters}-{int(division) + n // 90:06d}-{n % 90 + 1:0{digits}d}"
    return replace(item, id=number, divisions=(division,))


def imported(raw: bytes, officer: Any) -> dict[str, Any]:
    """Read, check, compare and draft a file, as the page and the command do."""
    from juzheng.acts.catalogue import changes
    from juzheng.records.catalogue import import_preview
    from tests.conftest import NOON

    on = NOON.date()
    steps: dict[str, Any] = {}
    plan = timed(
        steps,
        "plan",
        lambda: import_preview.plan(raw, "bench.xlsx", officer=officer.division, on=on),
    )
    heading = changes.Heading(plan.title, "", "", on)
    pages = [changes.Page(entry) for entry in plan.to_draft]
    change = timed(
        steps,
        "draft",
        lambda: changes.draft(heading, pages, key="bench", by=officer, at=NOON),
    )
    assert change.edits.count() == ITEMS
    steps["cpu_seconds"] = round(steps["plan"] + steps["draft"], 3)
    steps["note"] = "read, checked by schema, compared, obstacles told, drafted in one transaction"
    return steps


def timed(steps: dict[str, Any], name: str, work: Callable[[], Any]) -> Any:
    """Do ``work`` and note the processor's seconds under ``name``."""
    start = time.process_time()
    found = work()
    steps[name] = round(time.process_time() - start, 3)
    return found


def plain_way(raw: bytes) -> dict[str, Any]:
    """
    Read the same file as one would first write it: openpyxl whole, then jsonschema in a loop.

    It joins the sheets by number and validates, and does no more: no place of a fault is kept, no
    full-width digit understood, nothing compared, nothing drafted.
    """
    import openpyxl
    from jsonschema import Draft202012Validator

    from juzheng.catalogue.reader import HERE

    start = time.process_time()
    book = openpyxl.load_workbook(io.BytesIO(raw))
    read = time.process_time() - start
    rows = {
        name: list(book[name].iter_rows(values_only=True))
        for name in book.sheetnames
        if name != "说明"
    }
    pages = {row[0]: {"id": row[0], "name": row[1]} for row in rows["事项"][1:]}
    for name, several in rows.items():
        for row in several[1:]:
            pages[row[0]].setdefault(name, []).append(row)
    schema = json.loads((HERE / "schema" / "items.json").read_text(encoding="utf-8"))
    for page in pages.values():
        found = list(Draft202012Validator(schema).iter_errors(page))
        assert found
    whole = time.process_time() - start
    return {
        "tools": "openpyxl.load_workbook (not read-only) and jsonschema, a validator for each item",
        "read": round(read, 3),
        "cpu_seconds": round(whole, 3),
    }


def saved(officer: Any) -> dict[str, Any]:
    """Save one item of a draft, and answer again by what governs, in a large catalogue."""
    from bench import measure
    from juzheng.acts.catalogue import changes
    from juzheng.law.catalogue.items import ListKind
    from juzheng.records.catalogue import governing
    from tests.conftest import NOON

    large(officer)
    on = NOON.date()
    one = items(1, "120000")[0]
    heading = changes.Heading("一项", "", "", on)
    change = changes.draft(heading, (), key="one", by=officer, at=NOON)

    def save(n: int) -> None:
        page = changes.Page(replace(one, validity_days=n + 1))
        changes.write(change, [page], version=change.version, by=officer, at=NOON)

    def publish(n: int) -> None:
        """A page is published, and the next question is answered by it."""
        add([replace(one, validity_days=n + 1)], number=n + 1, officer=officer)
        book = governing.governing(on).rulebook("130000", on)
        assert book.listed(ListKind.NEGATIVE)

    return {
        "items": len(governing.governing(on).items),
        "lists_of_divisions": DIVISIONS,
        "save": measure.cpu_ms_of_each(save, list(range(SAVED))),
        "publish_and_answer_again": measure.cpu_ms_of_each(publish, list(range(SAVED))),
    }


def large(officer: Any) -> None:
    """Fill the catalogue: five thousand items, and a list for each of three thousand divisions."""
    from juzheng.catalogue import catalogue
    from juzheng.law.catalogue.lists import ListLine

    model = catalogue().lists["national-negative-1"]
    codes = [one.code for one in catalogue().divisions.values() if not one.fictional][:DIVISIONS]
    own = [
        replace(model, id=f"own-{code}", division=code, lines=(ListLine("NEG-20"),))
        for code in codes
    ]
    add([*items(LARGE, "130000"), *own], number=1, officer=officer)


def add(entries: list[Any], *, number: int, officer: Any) -> None:
    """Publish ``entries`` without the officers' steps, as rows."""
    from juzheng.acts.base import numbers
    from juzheng.acts.catalogue.revisions import SEQUENCE, digest_of
    from juzheng.catalogue.pages import kind_of
    from juzheng.law.base.plain import as_mapping
    from juzheng.records.models import Revision
    from tests.conftest import NOON

    first = numbers.take(SEQUENCE, len(entries))
    rows = [
        Revision(
            kind=kind_of(entry).value,
            subject=entry.id,
            number=number,
            sequence=first + n,
            division="",
            effective_on=NOON.date(),
            digest=digest_of(as_mapping(entry)),
            content=as_mapping(entry),
            published_at=NOON,
            published_by=officer,
            origin="officer",
        )
        for n, entry in enumerate(entries)
    ]
    Revision.objects.bulk_create(rows, batch_size=500)


def main() -> None:
    """Measure in a database of its own and print."""
    import os
    import tempfile

    with tempfile.TemporaryDirectory(prefix="juzheng-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "juzheng.config.settings",
            "JUZHENG_DATA": folder,
            "JUZHENG_KEYS": f"{folder}/keys",
            "JUZHENG_DATABASE_URL": "",
        }
        import django

        django.setup()
        print(json.dumps(measured(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
