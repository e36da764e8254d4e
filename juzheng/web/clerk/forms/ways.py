"""The box by which a fact was looked into (怎样核实的): first what the catalogue names for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from juzheng.law.cases.verification import Means, besides, named
from juzheng.law.catalogue.items import FactToVerify


def ways_of(fact: FactToVerify, wanted: Callable[[Means], bool] = lambda _one: True) -> list[Any]:
    """
    Return the choices of means for ``fact`` (核实办法), those that the catalogue names first.

    The others stay, apart: whoever did look elsewhere must not have to write what was not done.
    """
    groups = (
        (_("目录写明的办法"), named(fact)),
        (_("确实另用了别的办法"), besides(fact)),
    )
    rows = [(label, _pairs(filter(wanted, means))) for label, means in groups]
    return [(label, pairs) for label, pairs in rows if pairs]


def _pairs(means: Iterable[Means]) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in means]
