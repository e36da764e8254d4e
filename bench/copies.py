"""Many from one (批量复制): rows that the real acts made, copied with their chains in bulk.

A copy has its own number, key, days, ciphertexts and ledger lines with right digests and seals, so
that pages read it and ``juzheng audit`` finds nothing wrong with it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

AT_ONCE = 500


@dataclass(frozen=True)
class Family:
    """A thing, all rows that its chain vouches for, and the lines of that chain (一件及其台账)."""

    root: Any
    rows: tuple[Any, ...]
    lines: tuple[Any, ...]

    @classmethod
    def of(cls, root: Any) -> Family:
        """Return what belongs to ``root``, read from the database."""
        from juzheng.records.models import Entry
        from juzheng.records.tracked import covered_models

        root.refresh_from_db()
        rows = [root]
        for model in covered_models():
            for one in model._meta.concrete_fields:
                if one.is_relation and one.related_model is type(root):
                    found: Any = model._default_manager.filter(**{one.name: root}).order_by("pk")
                    rows += [row for row in found if row.chain == root.chain]
        lines = Entry.objects.filter(chain=root.chain).order_by("position")
        return cls(root, tuple(rows), tuple(lines))


@dataclass
class Copier:
    """Writes copies in bulk (批量写入); numbers and keys go on where the database ends."""

    made: int = 0
    _rows: dict[Any, list[Any]] = field(default_factory=lambda: defaultdict(list))
    _next: dict[Any, int] = field(default_factory=dict)

    def add(self, family: Family, names: Mapping[str, str], days: int, **changes: Any) -> Any:
        """
        Take in one copy of ``family`` and return its root, which is not written yet.

        :param names: what to write for each number that stands in the rows and lines
        :param days: how many days earlier all of it happened
        :param changes: columns that differ, in each row that has them
        """
        self.made += 1
        keys = {(type(row), row.pk): self._pk(type(row)) for row in family.rows}
        copies = {row.covered_as: self._row(row, keys, names, days, changes) for row in family.rows}
        for new in copies.values():
            self._rows[type(new)].append(new)
        root = copies[family.root.covered_as]
        self._lines(family, root, copies, names, days)
        if self.made % AT_ONCE == 0:
            self.write()
        return root

    def write(self) -> None:
        """Write what is waiting."""
        from juzheng.records.models import Entry

        waiting = sorted(self._rows.items(), key=lambda one: _rank(one[0]))
        for model, rows in waiting:
            manager = Entry.objects if model is Entry else model._default_manager
            manager.bulk_create(rows, batch_size=AT_ONCE)
        self._rows.clear()

    def _pk(self, model: Any) -> int:
        if model not in self._next:
            last = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
            self._next[model] = last or 0
        self._next[model] += 1
        return self._next[model]

    def _row(
        self,
        row: Any,
        keys: Mapping[Any, int],
        names: Mapping[str, str],
        days: int,
        changes: Mapping[str, Any],
    ) -> Any:
        told = {}
        for one in row._meta.concrete_fields:
            value = getattr(row, one.attname)
            value = _renamed(_earlier(getattr(value, "kept", value), days), names)
            if one.is_relation:
                value = keys.get((one.related_model, value), value)
            told[one.attname] = value
        told |= {name: value for name, value in changes.items() if name in told}
        told |= {
            name: self._unique(name)
            for name in ("idempotency_key", "key", "opaque")
            if name in told
        }
        new = type(row)(**{**told, row._meta.pk.attname: keys[type(row), row.pk]})
        if "fingerprint" in told:
            from juzheng.law.cases import certificates

            paper = certificates.read_canonical(new.content["canonical"].encode())
            new.fingerprint = certificates.fingerprint(paper)
        return new

    def _unique(self, name: str) -> str:
        if name != "opaque":
            return f"copy-{self.made:020d}"
        return "".join("abcdefghij"[int(sign)] for sign in f"{self._opaque():026d}")

    def _opaque(self) -> int:
        self._next["opaque"] = self._next.get("opaque", 0) + 1
        return self._next["opaque"]

    def _lines(
        self,
        family: Family,
        root: Any,
        copies: Mapping[str, Any],
        names: Mapping[str, str],
        days: int,
    ) -> None:
        from juzheng.acts.base import ledger
        from juzheng.records.tracked import COVERS

        names = {**names}
        for row in family.rows:
            if getattr(row, "fingerprint", ""):
                names[row.fingerprint] = copies[row.covered_as].fingerprint
        digests = {old: (new.covered_as, new.digests()) for old, new in copies.items()}
        previous = None
        for line in family.lines:
            new = copy(line)
            new.pk, new.chain, new.at = None, root.chain, _earlier(line.at, days)
            new.details = _renamed(line.details, names)
            if COVERS in new.details:
                told = line.details[COVERS]
                new.details[COVERS] = {
                    digests[row][0]: said and digests[row][1]
                    for row, said in told.items()
                    if row in digests
                }
            if line.case_id:
                new.case_id = root.pk
            previous = ledger._link(new, previous=previous)
            self._rows[type(line)].append(new)


def _rank(model: Any) -> int:
    order = ("Case", "Inquiry", "Correction", "Report", "Demand", "Amendment", "Certificate")
    name = model.__name__
    return order.index(name) if name in order else len(order) + (name == "Entry")


def _earlier(value: Any, days: int) -> Any:
    return value - timedelta(days=days) if isinstance(value, date) else value


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for old, new in names.items():
            value = value.replace(old, new)
        return value
    if isinstance(value, dict | list):
        return json.loads(_renamed(json.dumps(value, ensure_ascii=False), names))
    return value


def sequences() -> None:
    """Let PostgreSQL number on behind what was written (序列复位); SQLite does by itself."""
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection

    models: Iterable[Any] = apps.get_app_config("records").get_models()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
