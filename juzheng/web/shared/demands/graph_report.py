"""What was found in a list of demands, in words and as JSON (清理结果的文字)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from juzheng.law.demands.cycles import CutFound, CycleFound, Examination
from juzheng.law.demands.faults import Fault
from juzheng.law.demands.network import DemandFault, Network

ALL = "全部列出请用 --all。"


def in_words(network: Network, found: Examination) -> str:
    """Return what was found as plain text: the cycles first, then what to cancel, then the rest."""
    return "\n".join(lines(network, found))


def lines(network: Network, found: Examination, *, most: int | None = None) -> Iterator[str]:
    """
    Yield what was found line by line (逐行).

    :param most: of how many at most ``found`` tells, and names in a row; None: of all
    """
    yield (
        f"查了 {len(network.matters)} 个事项、{len(network.papers)} 种材料、"
        f"{len(network.demands)} 项要求。"
    )
    if found.clean:
        yield "没有查出循环、重复、奇葩证明和证明真空。"
    if most is not None and found.knots > most:
        yield f"循环证明共 {found.knots} 处，先列牵涉材料最多的。{ALL}"
    for number, cycle in enumerate(found.cycles, 1):
        yield from _cycle(network, number, cycle)
    if found.stuck:
        names = list(map(network.name, found.stuck[:most]))
        yield f"办不成的事项（{len(found.stuck)}）：{_row(names, len(found.stuck))}"
    for kind in (DemandFault.DUPLICATE, DemandFault.BASELESS, DemandFault.VACUUM):
        yield from _faults(kind, found)
    if found.cut.demands:
        yield from _cut(found.cut, most)
    if found.unchecked:
        names = list(found.unchecked[:most])
        yield (
            f"依据没有核对的要求（{len(found.unchecked)}）：{_row(names, len(found.unchecked))}。"
            "写明的文件不在本系统的法律文件目录里，没有据此判断。"
        )


def _row(names: list[str], whole: int) -> str:
    return "、".join(names) + (f"等。{ALL}" if whole > len(names) else "")


def _cycle(network: Network, number: int, cycle: CycleFound) -> Iterator[str]:
    yield f"循环证明 {number}（{len(cycle.steps)} 站）："
    for place, step in enumerate(cycle.steps, 1):
        yield f"  {place}. {step.body} · {network.name(step.owner)}（要求 {step.demand}）"
    yield f"     回到 1. {network.name(cycle.steps[0].owner)}"
    yield f"  说明：{cycle.reason}"
    yield "  依据：" + "；".join(map(str, cycle.citations))


def _faults(kind: DemandFault, examined: Examination) -> Iterator[str]:
    about: dict[str, list[Fault]] = {}
    for fault in examined.of(kind):
        about.setdefault(fault.about, []).append(fault)
    if about:
        count = examined.counts[kind]
        first = f"，先列问题最多的 {len(about)} 处。{ALL}" if count > len(about) else ""
        yield f"{kind.label}（{count} 处{first}）："
    for name, found in about.items():
        for fault in found:
            yield f"  {name}：{fault.reason}"
        cited = dict.fromkeys(str(one) for fault in found for one in fault.citations)
        yield "     依据：" + "；".join(cited)


def _cut(cut: CutFound, most: int | None) -> Iterator[str]:
    sure = "再少就解不开" if cut.exact else f"不一定最少，至少要取消 {cut.at_least} 项"
    yield f"解开建议（取消 {len(cut.demands)} 项，{sure}）："
    for demand, reason in zip(cut.demands[:most], cut.reasons, strict=False):
        yield f"  {demand}：{reason}"
    if most is not None and len(cut.demands) > most:
        yield f"  等 {len(cut.demands)} 项。{ALL}"


def as_mapping(network: Network, found: Examination, *, most: int | None = None) -> dict[str, Any]:
    """
    Return what was found as plain JSON values; described in docs/tangle.md.

    :param most: as in ``lines``
    """
    kinds = (DemandFault.DUPLICATE, DemandFault.BASELESS, DemandFault.VACUUM)
    return {
        "counts": {
            "matters": len(network.matters),
            "papers": len(network.papers),
            "demands": len(network.demands),
        },
        "found": {
            "knots": found.knots,
            "stuck": len(found.stuck),
            **{kind.value: found.counts[kind] for kind in kinds},
            "cut": len(found.cut.demands),
            "unchecked": len(found.unchecked),
        },
        "told": most,
        "loops": [_cycle_as_mapping(network, cycle) for cycle in found.cycles],
        "stuck": list(found.stuck[:most]),
        **{kind.value: [_fault_as_mapping(fault) for fault in found.of(kind)] for kind in kinds},
        "cut": asdict(
            replace(found.cut, demands=found.cut.demands[:most], reasons=found.cut.reasons[:most])
        ),
        "unchecked": list(found.unchecked[:most]),
    }


def _cycle_as_mapping(network: Network, cycle: CycleFound) -> dict[str, Any]:
    return {
        "members": [
            {"id": step.owner, "name": network.name(step.owner), "body": step.body,
             "demand": step.demand}
            for step in cycle.steps
        ],
        "reached_from": list(cycle.reached_from),
        "reason": cycle.reason,
        "citations": [asdict(citation) for citation in cycle.citations],
    }  # fmt: skip


def _fault_as_mapping(fault: Fault) -> dict[str, Any]:
    return {
        "about": fault.about,
        "ground": fault.ground.value,
        "ground_label": fault.ground.label,
        "reason": fault.reason,
        "shown_by": list(fault.shown_by),
        "shown_by_more": fault.shown_by_more,
        "citations": [asdict(citation) for citation in fault.citations],
    }
