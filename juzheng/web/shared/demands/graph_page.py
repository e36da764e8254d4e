"""What was found among demands, as pages show it (清理结果页面), for residents and officers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from juzheng.law.base.citations import Citation
from juzheng.law.demands.cycles import CycleFound, Examination, examine
from juzheng.law.demands.faults import Fault, FaultReason, Law
from juzheng.law.demands.network import Demand, DemandFault, Document, Network
from juzheng.web.shared import answers, request_catalogue
from juzheng.web.shared.demands.graph_picture import TooLarge, of_cycle

# 第3行之2, as law.demands.accounts writes it: read here, never shown.
_ROW = re.compile(r"\u7b2c(\d+)\u884c(?:\u4e4b(\d+))?")
MOST_CYCLES = 10  # with a picture each; whoever has more cuts these first
MOST_FAULTS = 200  # on one page
TITLES: dict[DemandFault, Promise] = {
    DemandFault.DUPLICATE: gettext_lazy("已经有了还要的（重复证明）"),
    DemandFault.BASELESS: gettext_lazy("不该要的，或者没有写明依据的"),
    DemandFault.VACUUM: gettext_lazy("没有单位能出的（证明真空）"),
}


def row(demand: str) -> str:
    """Return the row of an account in the visitor's language (第几行); others as they are."""
    found = _ROW.fullmatch(demand)
    if found is None or get_language() == settings.LANGUAGE_CODE:
        return demand
    part = f".{found[2]}" if found[2] else ""
    return _("第%(n)s行") % {"n": found[1] + part}


def examined(network: Network, division: str) -> Examination:
    """Return what is wrong with the demands by today's law at ``division``."""
    return examine(network, Law(request_catalogue.today(), timezone.localdate(), division))


def page(network: Network, found: Examination) -> dict[str, Any]:
    """Return what ``knots/_found.html`` shows."""
    faults = [_faults(network, kind, found) for kind in TITLES]
    return {
        "network": network,
        "verdict": _verdict(found),
        "loops": [
            _cycle(network, found, cycle, key=f"knot{number}")
            for number, cycle in enumerate(found.cycles[:MOST_CYCLES], 1)
        ],
        "more_loops": max(0, len(found.cycles) - MOST_CYCLES),
        "stuck": [network.name(one) for one in found.stuck],
        "cuts": list(_cuts(network, found)),
        "exact": found.cut.exact,
        "at_least": found.cut.at_least,
        "groups": [group for group in faults if group["rows"]],
        "unchecked": [*map(row, found.unchecked[:MOST_FAULTS])],
        "cited": [answers.cite(one) for one in _cited(found)],
    }


def _verdict(found: Examination) -> dict[str, str]:
    if found.cycles:
        return {"kind": "instead", "word": _("循环证明"), "line": _("绕成一圈了")}
    if found.stuck:
        return {"kind": "instead", "word": _("没有绕圈"), "line": _("没有绕成圈，但是办不成")}
    if found.faults:
        return {"kind": "checked", "word": _("没有绕圈"), "line": _("没有绕成圈，有的可以不交")}
    return {"kind": "now", "word": _("没有绕圈"), "line": _("没有绕成圈")}


def _cycle(network: Network, found: Examination, cycle: CycleFound, *, key: str) -> dict[str, Any]:
    following = [*cycle.steps[1:], cycle.steps[0]]
    cancelled = set(found.cut.demands)
    try:
        svg = of_cycle(network, cycle, cancelled, key=key).svg
    except TooLarge:
        svg = None
    return {
        "reason": cycle.reason,
        "svg": svg,
        "rows": [
            {
                "demand": row(step.demand),
                "body": step.body,
                "what": network.name(step.owner),
                "needs": network.name(after.owner),
                "cut": step.demand in cancelled,
            }
            for step, after in zip(cycle.steps, following, strict=True)
        ],
    }


def _cuts(network: Network, found: Examination) -> Iterator[dict[str, Any]]:
    for one, reason in zip(found.cut.demands, found.cut.reasons, strict=True):
        about = [fault for fault in found.faults if fault.about == one]
        yield {
            "demand": row(one),
            "reason": reason,
            "why": [fault.reason for fault in about],
            "cited": _once(about),
            **_actions(network, network.demands[one], about),
        }


def _actions(network: Network, demand: Demand, about: list[Fault]) -> dict[str, str]:
    """Return where the letter to this unit and the complaint about it begin."""
    body = network.body(demand.owner)
    grounds = [fault.ground for fault in about if fault.ground is not FaultReason.NO_BASIS]
    paper = network.papers[demand.papers[0]] if demand.papers else None
    told = {
        "proof": _plain(network, paper) if paper else "",
        "demander": body.kind if body else "",
        "matter": next(iter(network.matters.values())).name if len(network.matters) == 1 else "",
    }
    argued = {**told, "argument": (grounds[0] if grounds else FaultReason.LEADS_BACK).value}
    return {
        "letter": f"{reverse('public:letters')}?{urlencode(argued)}" if paper else "",
        "complaint": f"{reverse('public:complaints')}?{urlencode(told)}" if paper else "",
    }


def _plain(network: Network, paper: Document) -> str:
    """Return the paper's name as it was told, without the issuer that sets two of them apart."""
    names = [network.facts[fact].name for fact in paper.shows]
    return next((name for name in names if paper.name.startswith(f"{name}（")), paper.name)


def _faults(network: Network, kind: DemandFault, found: Examination) -> dict[str, Any]:
    about: dict[str, list[Fault]] = {}
    for fault in found.of(kind):
        about.setdefault(fault.about, []).append(fault)
    rows = [
        {
            "about": row(_called(network, one)),
            "why": [f.reason for f in faults],
            "cited": _once(faults),
        }
        for one, faults in about.items()
    ]
    more = max(0, len(rows) - MOST_FAULTS)
    return {"title": TITLES[kind], "rows": rows[:MOST_FAULTS], "more": more}


def _called(network: Network, about: str) -> str:
    fact = network.facts.get(about)
    return about if about in network.demands or fact is None else fact.name


def _once(faults: list[Fault]) -> list[str]:
    return list(dict.fromkeys(str(one) for fault in faults for one in fault.citations))


def _cited(found: Examination) -> list[Citation]:
    every: list[CycleFound | Fault] = [*found.cycles[:MOST_CYCLES], *found.faults[:MOST_FAULTS]]
    return list(dict.fromkeys(one for each in every for one in each.citations))
