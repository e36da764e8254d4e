"""Upgrading: cases that are there already are found by name and telephone as those that come."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

from django.apps import apps

from juzheng.records import migrations
from juzheng.records.cases import searching
from juzheng.records.models import Case
from juzheng.records.sealed import Box

(NAME,) = (one.stem for one in Path(migrations.__file__).parent.glob("*_found_and_struck.py"))
upgrade = importlib.import_module(f"{migrations.__name__}.{NAME}")


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
