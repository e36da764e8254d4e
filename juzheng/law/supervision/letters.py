"""
Letters of the officers (民政部门的文书): the notice to a unit, and the answer to a reporter.

Each begins as a proposal that an officer may rewrite. Neither claims a legal effect: the notice
asks a unit to look and to answer, and is no penalty; the answer tells where a basis is written and
what a reporter can do who sees it otherwise. Towards private parties the notice argues (ADR 22).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from juzheng.law.base.citations import FORCED_CORRECTION, Citation, house
from juzheng.law.base.demanders import bound_by_lists
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.redaction import spans
from juzheng.law.supervision.on_file import obstacle

NOTICE_TITLE = "关于核实、纠正索要证明的通报"
NOTICE_TITLE_ARGUED = "关于商请核实一项索要证明的函"
NOTICE_CLOSING = (
    "这份文书请贵单位核实、答复，不是行政处罚，也不是对事实的认定。贵单位的意见会如实记入案卷。"
)
STATEMENT_TITLE = "送单位陈述意见的事实说明"
STATEMENT_CLOSING = (
    "这份文书请贵单位核对事实、陈述意见，不是行政处罚，也不是通报批评。贵单位说的原样记入案卷；"
    "审批公开的，一并公开。"
)
SPEAK_HOW = (
    "书面陈述：哪些属实，哪些不属实，有什么依据（法律、法规的名称和条款），写明后加盖单位印章，"
    "送到发这份文书的民政部门。",
    "也可以在这期间书面要求当面陈述（听证），由民政部门定下时间地点再告知。",
    "已经不再要求这份证明的，请写明是哪一天、怎样改的。",
    "不陈述的，也请书面说明；到期没有收到的，记为到期没有陈述。",
)
STATEMENT_BASES = (
    FORCED_CORRECTION,
    house("公开以前先听单位说"),
    house("没有送到就不算期限"),
    house("最后一天是休息日的推到下一个工作日"),
)
SUPERIOR_TITLE = "关于请督促纠正索要证明的函"
SUPERIOR_CLOSING = "这份文书不是行政处罚，也不是对事实的认定。贵单位的答复会如实记入案卷。"
_BLANK = "＿" * 20
ANSWER_TITLE = "对您的反映的答复"
OBJECT_HOW = (
    "您不同意的，可以凭查询码在“我的反映”里写明理由，由没有答复过的另一位工作人员再看一次；"
    "也可以向上一级民政部门反映，或者打12345。"
)
OBJECTED_ALREADY = (
    "您上次不同意，这次的答复是另一位工作人员看过以后写的。"
    "您还不同意的，可以向上一级民政部门反映，或者打12345。"
)


@dataclass(frozen=True)
class About:
    """What a letter is about (文书事由): no name, no story, no errand of the reporter."""

    unit: str
    kind: str  # a code of law.base.demanders.Demander
    proof: str
    listed: str = ""  # what the catalogue calls it

    @property
    def named(self) -> str:
        """Return the proof that was demanded, and which item of the catalogue it is (证明名称)."""
        own = f"“{self.proof}”"
        return f"{own}（目录里是“{self.listed}”）" if self.listed not in ("", self.proof) else own


@dataclass(frozen=True)
class Found:
    """What the product says of the demand (系统的看法), and where it is written."""

    why: str
    citations: tuple[Citation, ...] = ()
    ways: tuple[str, ...] = ()  # what the unit may accept or do instead


def title_of_notice(kind: str) -> str:
    """Return what the notice is called; to private parties it is a request (文书标题)."""
    return NOTICE_TITLE if bound_by_lists(kind) else NOTICE_TITLE_ARGUED


def notice(about: About, found: Found, answer_days: int) -> str:
    """
    Return the notice as it is proposed (通报的拟稿), a paragraph a line.

    :param answer_days: working days in which the unit is asked to answer, counted from service
    Source: OP-4.2.c; that the days are counted from service is the house's own rule.
    """
    return "\n".join(_noticed(about, found, answer_days))


def _noticed(about: About, found: Found, answer_days: int) -> Iterator[str]:
    yield f"有群众反映，在贵单位办事时被要求提供{about.named}。"
    yield f"{found.why}{_where(found.citations)}"
    yield from (f"{number}．{way}" for number, way in enumerate(found.ways, 1))
    asked = "请贵单位核实" if bound_by_lists(about.kind) else "商请贵单位核实"
    yield (
        f"{asked}：已经不再要求的，请告知怎样改的；仍然要求的，请写明依据的法律、法规的名称和条款，"
        f"或者要证明的事实、用途和理由；情况不是这样的，请说明。（{FORCED_CORRECTION}）"
    )
    yield f"请自收到的第二天起{answer_days}个工作日内书面答复，这是我们请求的期限。"


def time_to_speak(days: int, until: str = "") -> str:
    """
    Return by when the unit may speak on the facts (陈述意见的期限).

    :param days: how many days the house gives at least
    :param until: the last day, as people write it; empty: its service is not recorded yet
    """
    last = f"最后一天是{until}。" if until else ""
    return (
        f"请自收到的第二天起{days}日内陈述意见；最后一天是休息日的，推到下一个工作日。{last}"
        "这是我们自己定的期限。"
    )


@dataclass(frozen=True)
class Course:
    """How a notice fared (通报的经过): days as people write them, empty where there is none."""

    notified: str
    number: str
    served: str
    fared: str  # what came of it, and no more than is known


def title_to_superior(kind: str) -> str:
    """Return what the letter to a unit's superior is called (给上级的函的标题)."""
    return SUPERIOR_TITLE if bound_by_lists(kind) else NOTICE_TITLE_ARGUED


def to_superior(about: About, course: Course, answer_days: int) -> str:
    """
    Return the letter to the unit's superior (给上级主管部门的函), a paragraph a line.

    Source: OP-4.2.c; the days are the house's own, as the unit's are.
    """
    return "\n".join(_put_to_superior(about, course, answer_days))


def _put_to_superior(about: About, course: Course, answer_days: int) -> Iterator[str]:
    served = f"{course.served}送达" if course.served else "送达还没有登记"
    yield f"有群众反映，在{about.unit}办事时被要求提供{about.named}。"
    yield (
        f"我们于{course.notified}发出{course.number}文书，请该单位核实、答复，{served}。"
        f"{course.fared}"
    )
    bound = bound_by_lists(about.kind)
    yield "请贵单位：" if bound else "商请贵单位："
    yield "1．告知这样要求有没有依据；有依据的，写明法律、法规的名称和条款，或者文件的名称和文号。"
    if bound:
        yield f"2．没有依据的，及时予以纠正，并告知怎样纠正的。（{FORCED_CORRECTION}）"
    else:
        yield "2．没有依据的，请协助协调处理，并告知结果。"
    yield f"请自收到的第二天起{answer_days}个工作日内书面答复，这是我们请求的期限。"
    yield f"附：{course.number}文书。"


def contact(address: str, telephone: str, hours: str) -> tuple[str, ...]:
    """Return how to answer a letter (联系方式); what nobody entered is left to write by hand."""
    told = (("地址", address), ("电话", telephone), ("办公时间", hours))
    return tuple(f"{name}：{said or _BLANK}" for name, said in told)


def answer_with_basis(about: About) -> str:
    """
    Return what a reporter is told whose unit has a basis (查到依据的答复), a paragraph a line.

    Where it is written stands below, in a part of its own. Source: OP-2.2.a, OP-2.2.b.
    """
    return "\n".join(
        (
            f"您反映{about.unit}要“{about.proof}”，我们看过了：单位这样要求有依据，写在下面。",
            "所以这次没有通报这个单位。谢谢您告诉我们。",
            "现在可以这样办：带上手里的证件到居（村）委会申请，核实之后可以出具。"
            "证件上已经写明的，先请单位看证件。办不下来的，请再告诉我们。",
        )
    )


def obstacles(
    text: str, basis: Sequence[str], *, by: int, answered_by: int | None
) -> tuple[Obstacle, ...]:
    """
    Return why a reporter may not be told now that there is a basis (不能这样答复的理由).

    :param basis: where it is written, a place a line
    :param answered_by: who answered before; the reporter asked that another one looks
    """
    return tuple(_against(text, basis, by, answered_by))


def _against(
    text: str, basis: Sequence[str], by: int, answered_by: int | None
) -> Iterator[Obstacle]:
    if not text.strip():
        yield obstacle("no_answer", "没有写答复。", "请写明依据是什么、居民现在怎么办。")
    if not any(line.strip() for line in basis):
        yield obstacle(
            "no_basis", "没有写依据。", "请写文件名称和条款；查不到依据的，请受理或者另选一种答复。"
        )
    elif found := spans("\n".join(basis)):
        kinds = "、".join(dict.fromkeys(one.kind.label for one in found))
        yield obstacle("private", f"依据里还有个人信息：{kinds}。", "请只写文件名称和条款。")
    yield from another(by, answered_by)


def undrawable(characters: Sequence[str]) -> tuple[Obstacle, ...]:
    """Return why a letter may not go out (不能成文): these characters cannot be printed."""
    if not characters:
        return ()
    return (
        Obstacle(
            "glyphs",
            f"这些字打印不出来：{'、'.join(characters)}。",
            "请先在服务器上安装大字库（说明见 docs/paper.md），不要用别的字代替。",
            house("文书要能照原样打印"),
        ),
    )


def objection(text: str, *, before: str) -> tuple[Obstacle, ...]:
    """Return why a reporter may not object now (不能提出异议): nothing said, or a second time."""
    found = []
    if not text.strip():
        found.append(
            obstacle(
                "no_reason", "没有写为什么不同意。", "请写一两句，例如：单位不是按这一条要的。"
            )
        )
    if before.strip():
        found.append(
            obstacle(
                "again",
                "您的异议已经由另一位工作人员看过。",
                "还不同意的，请向上一级民政部门反映。",
            )
        )
    return tuple(found)


def another(by: int, answered_by: int | None) -> Iterator[Obstacle]:
    """Yield why this person may not decide a report again that they have answered (另一人再看)."""
    if by == answered_by:
        yield obstacle(
            "same_officer",
            "这份反映是您答复过的，反映人不同意。",
            "请没有答复过的另一位工作人员再看。",
        )


def _where(citations: Iterable[Citation]) -> str:
    named = "；".join(dict.fromkeys(str(one) for one in citations))
    return f"（{named}）" if named else ""
