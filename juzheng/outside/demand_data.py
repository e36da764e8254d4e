"""Registered demands for programs and spreadsheets (索要登记数据文件): a row a demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from juzheng.catalogue.tables import commas

FORMAT = "juzheng-demands/1"  # a change of meaning is a new number
Row = Mapping[str, Any]

# What each field of the JSON means: shown on /data/, where the file says its schema is.
FIELDS: Mapping[str, str] = {
    "id": "登记编号，不会变",
    "url": "登记的网页",
    "unit": "索要单位",
    "unit_kind": "单位类别的代码；_label 是中文",
    "unit_kind_label": "单位类别",
    "division": "管这个单位的行政区划代码，空的是全国",
    "matter": "办什么事",
    "paper": "要什么证明",
    "item": "目录里的事项编号；空的是还没有人确认，none 是目录里没有",
    "asked_of": "让居民向谁要，代码；_label 是中文",
    "asked_of_label": "让居民向谁要",
    "fact": "要证明的事实",
    "bases": "单位写的依据：文件编号、名称、条款，和这份文件的状况；空的是没有写",
    "other_papers": "同一件事的其他材料",
    "held": "单位是否已经掌握，代码；_label 是中文",
    "held_label": "单位是否已经掌握",
    "held_where": "掌握在哪里",
    "commitment": "可否书面承诺代替",
    "basis_status": "所写文件当日有没有效力：in_force、partly、not_in_force、unchecked、none",
    "basis_status_label": "同上，中文",
    "at_odds": "依据以外，与当日规定不符；还没有人确认的事项不算",
    "to_confirm": "名称相同、待工作人员确认的不应出具事项的编号；空的是没有",
    "state": "审核状态的代码：submitted、in_review、aligned、to_amend、cancelled",
    "state_label": "审核状态",
    "round": "第几次提交",
    "submitted_on": "最近一次提交的日子",
    "settled_on": "审定的日子，还没有审定的是 null",
    "ended_on": "结束的日子，还在的是 null",
    "reason": "结束的原因，还在的是 null",
    "replaced_by": "同一单位、同一件事、同一份证明的后一次登记的编号",
    "opinions": "两个部门每一次的意见、说明和日子，没有人名",
    "demonstration": "true 是演示，不是真的单位",
}


def _at_odds(row: Row) -> str:
    """Return whether it is at odds; what only bears a listed name is for people to confirm."""
    if row["at_odds"]:
        return "是"
    return f"待确认（名称和{row['to_confirm']}相同）" if row["to_confirm"] else "否"


COLUMNS: Mapping[str, Callable[[Row], Any]] = {
    "编号": lambda row: row["id"],
    "单位": lambda row: row["unit"],
    "单位类别": lambda row: row["unit_kind_label"],
    "行政区划代码": lambda row: row["division"],
    "办什么事": lambda row: row["matter"],
    "要什么证明": lambda row: row["paper"],
    "目录里的事项": lambda row: row["item"],
    "让居民向谁要": lambda row: row["asked_of_label"],
    "要证明的事实": lambda row: row["fact"],
    "登记的依据": lambda row: "；".join(
        f"{one['title']} {one['provision']}（{one['status_label']}）" for one in row["bases"]
    ),
    "同一件事的其他材料": lambda row: "、".join(row["other_papers"]),
    "是否已经掌握": lambda row: "：".join(filter(None, [row["held_label"], row["held_where"]])),
    "可否书面承诺代替": lambda row: "是" if row["commitment"] else "否",
    "依据状况": lambda row: row["basis_status_label"],
    "与当日规定不符": _at_odds,
    "审核状态": lambda row: row["state_label"],
    "提交次数": lambda row: row["round"],
    "提交日": lambda row: row["submitted_on"],
    "审定日": lambda row: row["settled_on"],
    "结束日": lambda row: row["ended_on"],
    "结束原因": lambda row: row["reason"],
    "由哪一项代替": lambda row: "、".join(map(str, row["replaced_by"])),
    "两个部门的意见": lambda row: "；".join(map(_opinion, row["opinions"])),
    "演示": lambda row: "是" if row["demonstration"] else "否",
    "网址": lambda row: row["url"],
}


def lines(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield the table line by line, its heading first; no cell is a formula (索要登记数据表)."""
    yield commas.write([list(COLUMNS)])
    for row in rows:
        told = (tell(row) for tell in COLUMNS.values())
        yield commas.more([["" if value is None else str(value) for value in told]])


def _opinion(said: Mapping[str, Any]) -> str:
    words = f"{said['office_label']}：{said['opinion_label']}（{said['on']}）"
    return f"{words}{said['note']}" if said["note"] else words
