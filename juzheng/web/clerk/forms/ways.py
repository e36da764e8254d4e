"""The box by which a fact was looked into (怎样核实的): first what the catalogue names for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from juzheng.law.cases.verification import Means, besides, fits, named
from juzheng.law.catalogue.items import FactToVerify


def ways_of(fact: FactToVerify, *, to_confirm: bool = False) -> list[Any]:
    """
    Return the choices of means for ``fact`` (核实办法), those that the catalogue names first.

    The others stay, apart: whoever did look elsewhere must not have to write what was not done.
    Those by which the sentence of the paper would be false can only say that a look was in vain.

    :param to_confirm: only what may confirm it, as at the counter
    """
    groups: list[tuple[Any, Iterable[Means]]] = [
        (_("目录写明的办法"), (one for one in named(fact) if fits(one, fact))),
        (_("确实另用了别的办法"), (one for one in besides(fact) if fits(one, fact))),
    ]
    if to_confirm:
        groups = [(label, filter(lambda one: one.confirms, means)) for label, means in groups]
    else:
        rest = (one for one in (*named(fact), *besides(fact)) if not fits(one, fact))
        groups.append((_("和证明上的话不一致，只能登记“不能确认”"), rest))
    rows = [(label, _pairs(means)) for label, means in groups]
    return [(label, pairs) for label, pairs in rows if pairs]


def _pairs(means: Iterable[Means]) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in means]
