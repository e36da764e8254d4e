"""Committees (基层群众性自治组织) and the divisions they lie in; how an office is reached."""

from __future__ import annotations

from django.db import models

from juzheng.law.catalogue.items import CommitteeKind
from juzheng.records.privacy import classed
from juzheng.records.tracked import Covered, known


class Committee(Covered):
    """A residents' or villagers' committee (居民委员会、村民委员会)."""

    CHAIN = "committees"

    code = models.CharField(max_length=12, unique=True)  # 统计用区划代码, 12 digits
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    division_name = models.CharField(max_length=100)  # 示例省示例市示例县…
    address = models.CharField(max_length=100, default="")
    telephone = models.CharField(max_length=30, default="")
    hours = models.CharField(max_length=100, default="")
    fictional = models.BooleanField(default=False)  # a demonstration, on every page and paper

    PRIVACY = classed(public="id code name kind division_name address telephone hours fictional")

    class Meta:
        constraints = [
            known("committee_kind_is_known", "kind", CommitteeKind),
        ]

    def __str__(self) -> str:
        return self.name


class OfficeContact(Covered):
    """How an office of civil affairs is reached (民政部门的联系方式): once for each division."""

    CHAIN = "offices"
    UNCOVERED = frozenset({"version"})

    division = models.CharField(max_length=12, unique=True, default="", blank=True)  # "": nation
    name = models.CharField(max_length=60)  # as it signs: 示例县民政局
    address = models.CharField(max_length=100)
    telephone = models.CharField(max_length=30)
    hours = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)  # grows with each change

    PRIVACY = classed(public="id division name address telephone hours version")

    def __str__(self) -> str:
        return self.name
