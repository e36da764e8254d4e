"""What is over (已结束): it was public, and stays told: since when, why, and what now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from juzheng.law.base.terms import Term


class EndedKind(Term):
    """What kind of thing was public (公开过的是什么)."""

    ITEM = "item", "事项"
    LIST = "list", "清单"
    INSTRUMENT = "instrument", "法律文件"
    UNLISTED = "unlisted", "未列入清单的处理规则"
    LOOKED = "looked", "查证记录"
    OFFER = "offer", "承诺与共享登记"
    DEMAND = "demand", "索要登记"
    EXPOSURE = "exposure", "公开的索要证明"


class Ending(Term):
    """Why it is over, where nobody wrote a reason of his own (结束原因)."""

    LAPSED = "lapsed", "施行期满。"
    WITHDRAWN = "withdrawn", "清单变更时撤下，没有另写原因。"
    ORDERED = "ordered", "民政和司法行政两个部门认为应当取消。"
    MENDED = "mended", "单位已经纠正，按规定撤下，不再公开单位名称。"
    CHANGED = "changed", "公开的决定已经改变，不再公开。"
    STOPPED = "stopped", "上级决定停止。"


@dataclass(frozen=True)
class Ended:
    """
    One thing that is over (已结束).

    :ivar on: the first day on which it no longer holds; None: no line says so
    :ivar replaced_by: ids and names of what stands in its place
    """

    kind: EndedKind
    id: str
    name: str
    division: str
    on: date | None
    reason: str
    replaced_by: tuple[tuple[str, str], ...] = ()
