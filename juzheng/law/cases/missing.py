"""What is missing (一次告知缺什么): asked for once, in full; meanwhile the clock stands still.

No text that we read tells a committee to do so or stops its clock: both are rules of the house,
and page and paper say it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from juzheng.law.base import citations
from juzheng.law.base.deadlines import day
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.routing import Outcome

OUR_RULE = citations.house("缺什么一次说清，等材料的日子不算")
USUAL_WORKING_DAYS = 10  # our own number: two weeks to find a paper at home or at another office
LONGEST_DAYS = 90  # our own number: later, another application is clearer than this one
OURS = "等补材料的日子不算在办理期限里，是本系统自己的规定，没有查到法律法规这样写。"
NO_REFUSAL = (
    "这不是不予出具。按时带来的，这一件接着办，不用重新申请；"
    "过了那一天还没有带来的，这一件可能结束，以后材料齐了可以重新申请。"
)


class Ended(Term):
    """How it ended (等材料的结果)."""

    RECEIVED = "received", "材料收到"
    LAPSED = "lapsed", "到期没有补来"


@dataclass(frozen=True)
class Asked:
    """What the resident was asked to bring (告知的内容), and until when."""

    wanted: tuple[str, ...]
    bring_by: date
    again: str = ""  # why it was not said the first time

    @property
    def as_text(self) -> str:
        """Return what is wanted, one a line."""
        return "\n".join(self.wanted)


def obstacles(
    asked: Asked, outcome: Outcome, *, on: date, asked_before: bool
) -> tuple[Obstacle, ...]:
    """Return what stands in the way of asking (不能告知补材料的理由), all at once."""
    found = []
    if outcome is Outcome.TO_CONFIRM:
        said = "这一件在等民政部门确认，还不知道要不要材料。"
        found.append(Obstacle("outcome", said, "答复以后再告知。", OUR_RULE))
    if not asked.wanted:
        said, remedy = "没有选也没有写缺什么。", "请选至少一样，或者写下来。"
        found.append(Obstacle("wanted", said, remedy, OUR_RULE))
    if not on <= asked.bring_by <= on + timedelta(days=LONGEST_DAYS):
        said = f"补材料的截止日期要在今天到{LONGEST_DAYS}天以内。"
        found.append(Obstacle("bring_by", said, "请改日期。", OUR_RULE))
    if asked_before and not asked.again.strip():
        said = "这一件已经告知过一次。"
        found.append(Obstacle("again", said, "请写明这次为什么第一次没有说。", OUR_RULE))
    return tuple(found)


def obstacles_to_ending(bring_by: date, reason: str, *, on: date) -> tuple[Obstacle, ...]:
    """Return what stands in the way of ending a case for which nothing came (不能结束的理由)."""
    found = []
    if on <= bring_by:
        said = f"还没有到期：到{day(bring_by)}（含当天）居民都可以送来。"
        found.append(Obstacle("bring_by", said, "请到期以后再办。", OUR_RULE))
    if not reason.strip():
        remedy = "请写明怎样联系过、为什么不等了。居民看得到。"
        found.append(Obstacle("reason", "没有写明理由。", remedy, OUR_RULE))
    return tuple(found)
