"""Papers that go to and fro (送达和来文): what proves them, and who may record them (OP-4.2.c)."""

from __future__ import annotations

from collections.abc import Iterator

from juzheng.law.base.obstacles import Obstacle
from juzheng.law.supervision.exposure import BY_SUPERIOR, Limits
from juzheng.law.supervision.on_file import OnFile, obstacle


def service(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    """Yield why the notice's service may not be recorded now (送达)."""
    if file.served_before:
        yield obstacle("served_once", "送达已经登记过。", "登记错了的，请上级决定停止，重新办理。")
    earliest = file.notified_on or file.on
    if file.served_on is None or not earliest <= file.served_on <= file.on:
        yield obstacle(
            "service_day", "送达的日子不对。", "请写通报那天到今天之间、回执上写的日子。"
        )
    yield from _receipt(file)


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
    if day is None or not (file.notified_on or file.on) <= day <= file.on:
        yield obstacle("service_day", "送达的日子不对。", "请写通报那天到今天之间的日子。")
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
