"""Papers that go to and fro (送达和来文): what proves them, and who may record them (OP-4.2.c)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from juzheng.law.base.obstacles import Obstacle
from juzheng.law.supervision.exposure import BY_SUPERIOR, Limits
from juzheng.law.supervision.on_file import OnFile, obstacle


def service(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    """Yield why the notice's service may not be recorded now (送达)."""
    if file.served_before:
        yield obstacle("served_once", "送达已经登记过。", "登记错了的，请上级决定停止，重新办理。")
    yield from _day_between(file.notified_on, file.served_on, file, "通报")
    yield from _receipt(file)


def facts_service(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    """Yield why the service of the stated facts may not be recorded now (事实说明送达)."""
    if file.facts_served_on is not None:
        yield obstacle(
            "served_once", "事实说明的送达已经登记过。", "登记错了的，请重新写明事实，再送一次。"
        )
    day = file.proofs[-1].on if file.proofs else None
    yield from _day_between(file.stated_on, day, file, "写明事实")
    yield from _receipt(file)


def facts_not_served(remedy: str) -> Obstacle:
    """Return that no day of the unit's has begun: nobody recorded how the facts reached it."""
    return obstacle("facts_not_served", "没有登记事实说明怎样送达。", remedy)


def _day_between(
    sent: date | None, day: date | None, file: OnFile, what: str
) -> Iterator[Obstacle]:
    """Yield that a service cannot be of ``day``: before it was sent, or still to come."""
    if day is None or not (sent or file.on) <= day <= file.on:
        yield obstacle(
            "service_day", "送达的日子不对。", f"请写{what}那天到今天之间、回执上写的日子。"
        )


def _receipt(file: OnFile) -> Iterator[Obstacle]:
    """Yield why a service is not proved: no receipt, or recorded by who accuses the unit."""
    if file.account:
        return
    if not file.document.strip():
        yield obstacle(
            "no_receipt", "没有写凭什么说送到了。", "请写回执号、挂号邮件号或者签收编号。"
        )
    if file.by in file.accusers:
        yield obstacle(
            "accuser", "受理或写事实的人不能登记送达。", "请另一位工作人员对照回执登记。"
        )


def superior_service(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    """Yield why the service to the unit's superior may not be recorded now (送达主管部门)."""
    if file.superior_due_on is not None:
        yield obstacle(
            "served_once", "送达主管部门已经登记过。", "请等它答复，或者登记到期没有答复。"
        )
    day = file.proofs[-1].on if file.proofs else None
    yield from _day_between(file.notified_on, day, file, "通报")
    yield from _receipt(file)


def superior_silence(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    """Yield why nobody may say that the superior was silent (主管部门到期没有答复)."""
    if file.came(*BY_SUPERIOR):
        yield obstacle("answered", "主管部门已经答复。", "不用再登记。")
    if file.superior_due_on is None or file.on <= file.superior_due_on:
        yield obstacle("clock_runs", "主管部门的答复期限还没有过。", "请先登记送达，等到期。")


def said_by_unit(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    """Yield why this is not the unit's own word: no paper of it, or written by who accuses it."""
    if file.account:
        return
    if not file.document.strip():
        yield obstacle(
            "no_document",
            "没有写单位来文的文号和日期。",
            "请照收到的来文填写；单位也可以用自己的账号答复。",
        )
    if file.by in file.accusers:
        yield obstacle(
            "accuser",
            "受理或写事实的人不能替单位、主管部门登记答复。",
            "请另一位工作人员对照来文登记。",
        )
