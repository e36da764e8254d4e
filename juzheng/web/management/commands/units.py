"""``juzheng units``: the units that demand proofs, and who stands above each."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from juzheng.acts.base.ledger import OPERATOR
from juzheng.acts.base.moves import NotReady
from juzheng.acts.demands import units as acts
from juzheng.acts.demands.units import Above
from juzheng.law.base.divisions import NATION
from juzheng.records.models import DemandingUnit
from juzheng.web.templatetags.juzheng import place_name

NOBODY = "-"
NATIONAL = "nation"  # where a unit of the nation is to be told from others of its name


class Command(BaseCommand):
    """Units (索要单位)."""

    help = "List units, and say who stands above one (单位的上级和主管部门)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take nothing, or a unit and who stands above it."""
        parser.epilog = (
            "Example (例): juzheng units 示例支行 --superior 示例分行 --supervisor 示例监管局    "
            "Without a unit: all of them. A name may be written 名称@420100 where several bear it; "
            "the nation is nation; - is nobody; what is not named stays."
        )
        parser.add_argument("unit", nargs="?", default="", help="the unit's name (单位全称)")
        parser.add_argument("--superior", help="its superior (上级单位)")
        parser.add_argument("--supervisor", help="its competent authority (主管部门)")

    def handle(self, *, unit: str, superior: str | None, supervisor: str | None, **_: Any) -> str:
        """List, or set who stands above and say it."""
        if not unit:
            return _list()
        one = _unit(unit)
        seen = acts.above(one)
        new = Above(_end(superior, seen.superior), _end(supervisor, seen.supervisor))
        try:
            acts.relate(one, new, seen=seen, by=OPERATOR, at=timezone.now())
        except NotReady as ring:
            raise CommandError(str(ring)) from None
        return f"{_line(_unit(unit))}。"


def _end(name: str | None, now: DemandingUnit | None) -> DemandingUnit | None:
    if name is None:
        return now
    return None if name == NOBODY else _unit(name)


def _unit(name: str) -> DemandingUnit:
    called, at, division = name.partition("@")
    found = DemandingUnit.objects.filter(name=called)
    there = NATION if division == NATIONAL else division
    rows = list(found.filter(division=there) if at else found)
    if not rows:
        raise CommandError(f"没有登记“{name}”这个单位。全部单位见：juzheng units")
    if len(rows) > 1:
        several = "、".join(f"{called}@{one.division or NATIONAL}" for one in rows)
        raise CommandError(f"有好几个“{called}”：{several}。请连同地区代码一起写。")
    return rows[0]


def _list() -> str:
    every = DemandingUnit.objects.select_related("superior", "supervisor")
    return "\n".join([*map(_line, every), f"共 {len(every)} 个单位。"])


def _line(one: DemandingUnit) -> str:
    above = f"上级：{one.superior or '没有登记'} 主管部门：{one.supervisor or '没有登记'}"
    return f"{one.name} {place_name(one.division)} {above}"
