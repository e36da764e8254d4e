"""Upgrading: cases that are there already are found by name and telephone as those that come."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps

from juzheng.acts.audit import audit
from juzheng.acts.base import ledger, moves
from juzheng.acts.cases import correcting, custody, replacing, signing
from juzheng.law.cases.custody import Custody, Wanted
from juzheng.records import migrations
from juzheng.records.cases import replacing as replacing_case
from juzheng.records.cases import searching
from juzheng.records.models import Case, CaseName, Entry, User
from juzheng.records.sealed import Box, closed
from juzheng.records.tracked import covered_models
from tests.acts.test_mending import as_filed
from tests.conftest import NOON


def migration(ending: str) -> Any:
    """Return the migration whose name ends so."""
    (name,) = (one.stem for one in Path(migrations.__file__).parent.glob(f"*_{ending}.py"))
    return importlib.import_module(f"{migrations.__name__}.{name}")


upgrade, by_names = migration("found_and_struck"), migration("found_by_names")


def test_old_cases_are_found_and_what_does_not_open_is_left(
    case_for: Callable[..., Case],
) -> None:
    case, shut, erased = (case_for("POS-002") for _ in range(3))
    Case.objects.update(name_index="", telephone_index="")
    broken = Box("v1:AAAA")
    Case.objects.filter(pk=shut.pk).update(applicant_name=broken, telephone=broken)
    Case.objects.filter(pk=erased.pk).update(applicant_name=Box(""), telephone=Box(""))

    upgrade.index(apps, None)

    for wanted in ("李秀英", "138 0000 0000"):
        assert [one.pk for one in searching.found(Case.objects.all(), wanted)] == [case.pk]
    rows = dict(Case.objects.values_list("pk", "name_index"))
    assert rows[case.pk] == case.name_index
    assert rows[shut.pk] == rows[erased.pk] == ""


def test_old_cases_are_found_by_everybody_they_name_and_by_the_name_on_their_paper(
    drafted_for: Callable[..., Case],
    case_for: Callable[..., Case],
    clerk: User,
    responsible: User,
) -> None:
    paper = signing.sign(drafted_for("POS-002"), by=responsible, at=NOON)
    shut = case_for("POS-002", applicant_name="赵某")
    assert paper.case is not None
    case = Case.objects.get(pk=paper.case.pk)
    hand: Any = {"by": clerk, "at": NOON}
    took = Wanted(Custody.COLLECTED, person="钱德旺", shown="身份证")
    custody.record(paper, Wanted(Custody.SEALED), took, version=case.version, **hand)
    case.refresh_from_db()
    told: Any = {"version": case.version, "by": responsible, "at": NOON}
    case = replacing.begin(paper, reason="姓名写错了", **told)
    told = {"reason": "照证件", "version": case.version, **hand}
    correcting.correct(case, as_filed(case, applicant_name="李秀瑛"), **told)
    rows = set(CaseName.objects.filter(case=case).values_list("role", "index"))
    assert {role for role, _ in rows} == {"applicant", "answer:spouse_name", "collector"}
    case.refresh_from_db()
    left = replacing_case.settled(case)  # what the paper alone still says
    Case.objects.filter(pk=case.pk).update(**closed(case, left))
    _as_before_the_upgrade()
    Case.objects.filter(pk=shut.pk).update(answers=Box("v1:AAAA"))

    by_names.index(apps, None)

    assert set(CaseName.objects.values_list("case", "role", "index")) == {
        (case.pk, role, index) for role, index in rows
    }
    assert moves.vouch_for_all(at=NOON) == len(rows)
    assert not {str(row) for row in CaseName.objects.all()} & {one.where for one in audit().faults}


def _as_before_the_upgrade() -> None:
    """Take out the rows, and what the ledger says of them, as a database has it from before."""
    CaseName.objects.all()._raw_delete("default")
    for entry in Entry.objects.all():
        covers = entry.details.get("covers", {})
        kept = {row: told for row, told in covers.items() if not row.startswith("casename:")}
        if kept != covers:
            Entry.objects.filter(pk=entry.pk).update(details={**entry.details, "covers": kept})
    every = [one.__name__ for one in covered_models() if one is not CaseName]
    ledger.note(moves.UPGRADES, "upgrade.covered", by="system", at=NOON, details={"models": every})
