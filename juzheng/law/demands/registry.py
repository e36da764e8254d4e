"""The registry of demands (索要登记): what a unit says it demands, and what two offices find of it.

A unit states its demand; civil affairs and justice each look at it; only both together keep it or
cancel it. What was once handed in stays visible, whatever becomes of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.base.machine import Machine
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.permissions import Office
from juzheng.law.base.terms import Term
from juzheng.law.catalogue import answers
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.faults import Law
from juzheng.law.demands.network import COMMITTEE


class AskedOf(Term):
    """Where a resident is sent for the proof (向谁要)."""

    COMMITTEE = COMMITTEE, "居（村）委会"
    POLICE = "police", "公安机关"
    HOSPITAL = "hospital", "医院"
    SCHOOL = "school", "学校"
    BANK = "bank", "银行"
    EMPLOYER = "employer", "用人单位"
    NOTARY = "notary", "公证机构"
    DEPARTMENT = "department", "其他部门"
    RESIDENT = "resident", "居民本人（手里的证件）"
    OTHER = "other", "其他"


class Held(Term):
    """Whether the fact is known already (是否已经掌握)."""

    NO = "no", "没有"
    OWN = "own", "本单位自己的数据里有"
    SHARED = "shared", "能查的共享数据里有"
    OTHER_PAPER = "other_paper", "办同一件事的另一份材料已经写明"


class Outside(Term):
    """What an officer confirms of a paper that is no item of the catalogue (目录外)."""

    NOT_LISTED = "none", "目录里没有"


class BasisStatus(Term):
    """
    What can be said today of the documents that a unit named as its basis (依据状况).

    It is said of the document: whether its article says so, and whether the demand may be made, is
    for the two offices to find.
    """

    IN_FORCE = "in_force", "所写文件当日有效"
    PARTLY = "partly", "所写文件有的当日有效，有的没有效力或者尚未核对"
    NOT_IN_FORCE = "not_in_force", "所写文件当日没有效力"
    UNCHECKED = "unchecked", "所写文件尚未核对"
    NONE = "none", "没有查到依据"


# One document in force is enough for the two offices to keep a demand.
CARRIED = frozenset({BasisStatus.IN_FORCE, BasisStatus.PARTLY})


class DemandState(Term):
    """Where a registered demand stands (登记状态)."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交，等待审核"
    IN_REVIEW = "in_review", "审核中，等另一部门意见"
    ALIGNED = "aligned", "予以保留"
    TO_AMEND = "to_amend", "需要修改"
    CANCELLED = "cancelled", "已取消"


class DemandEvent(Term):
    """What may happen to a registered demand (登记事件)."""

    REGISTERED = "registered", "登记草稿"
    RESTATED = "restated", "改写登记内容"
    SUBMITTED = "submitted", "提交审核"
    REVIEWED = "reviewed", "一个部门提出意见"
    ALIGNED = "aligned", "两部门同意保留"
    RETURNED = "returned", "退回修改"
    CANCELLED = "cancelled", "两部门认为应当取消"
    WITHDRAWN = "withdrawn", "索要单位自行取消"
    REOPENED = "reopened", "索要单位改写已审定的登记"
    END_SEEN = "end_seen", "索要单位已看到审核的结果"


class Opinion(Term):
    """What an office thinks of a demand (审核意见)."""

    KEEP = "keep", "予以保留"
    AMEND = "amend", "需要修改"
    CANCEL = "cancel", "应当取消"


_S, _E = DemandState, DemandEvent
DEMANDS = Machine(
    "demand",
    DemandState,
    DemandEvent,
    {
        None: {_E.REGISTERED: _S.DRAFT},
        _S.DRAFT: {
            _E.RESTATED: _S.DRAFT,
            _E.SUBMITTED: _S.SUBMITTED,
            _E.WITHDRAWN: _S.CANCELLED,
        },
        _S.SUBMITTED: {_E.REVIEWED: _S.IN_REVIEW, _E.WITHDRAWN: _S.CANCELLED},
        _S.IN_REVIEW: {
            _E.ALIGNED: _S.ALIGNED,
            _E.RETURNED: _S.TO_AMEND,
            _E.CANCELLED: _S.CANCELLED,
            _E.WITHDRAWN: _S.CANCELLED,
        },
        _S.ALIGNED: {
            _E.REOPENED: _S.TO_AMEND,
            _E.WITHDRAWN: _S.CANCELLED,
            _E.END_SEEN: _S.ALIGNED,
        },
        _S.TO_AMEND: {
            _E.RESTATED: _S.TO_AMEND,
            _E.SUBMITTED: _S.SUBMITTED,
            _E.WITHDRAWN: _S.CANCELLED,
        },
        _S.CANCELLED: {_E.END_SEEN: _S.CANCELLED},
    },
)

# Where the unit may write: never while the offices look, or they would judge another text.
WRITABLE = DEMANDS.before(DemandEvent.RESTATED)
REVIEWABLE = frozenset({DemandState.SUBMITTED, DemandState.IN_REVIEW})


@dataclass(frozen=True)
class Stated:
    """What a unit says of one of its demands (登记内容)."""

    matter: str
    paper: str
    asked_of: AskedOf
    fact: str
    bases: tuple[LegalBasis, ...] = ()  # instrument: the catalogue's id, or a title it may not hold
    item: str = ""  # the catalogue's item, as the unit chose it or an officer confirmed it
    other_papers: tuple[str, ...] = ()  # what the same matter takes besides
    held: Held = Held.NO
    held_where: str = ""  # the register, or the other paper
    commitment: bool = False

    @property
    def unconfirmed(self) -> bool:
        """Return whether a committee's paper still has to be found in the catalogue by somebody."""
        return self.asked_of is AskedOf.COMMITTEE and not self.item

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all that the unit wrote in words of its own."""
        return (self.matter, self.paper, self.fact, *self.other_papers, self.held_where)


@dataclass(frozen=True)
class Given:
    """An opinion that was given (已提出的意见)."""

    office: Office
    opinion: Opinion
    by: int


def finding(given: Iterable[Given]) -> DemandEvent | None:
    """
    Return what follows from the opinions; None while an office is missing.

    Only both together keep or cancel; where they differ the unit amends. Source: OP-4.2.a.
    """
    opinions = {one.office: one.opinion for one in given}
    if set(opinions) != set(Office):
        return None
    both = set(opinions.values())
    if both == {Opinion.KEEP}:
        return DemandEvent.ALIGNED
    if both == {Opinion.CANCEL}:
        return DemandEvent.CANCELLED
    return DemandEvent.RETURNED


def unready(stated: Stated) -> tuple[Obstacle, ...]:
    """
    Return why the demand may not be handed in; empty means: hand it in.

    A demand without a basis may: it is to be seen. Source: OP-2.2.b, OP-4.2.a.
    """
    missing = (
        (not stated.matter, "matter", "没有写办什么事。", "请写明事项名称。"),
        (not stated.paper, "paper", "没有写要什么证明。", "请写明材料名称。"),
        (not stated.fact, "fact", "没有写要证明什么事实。", "请用一句话写明。"),
    )
    return (
        *(_lacking(*said) for there, *said in missing if there),
        *unplaced(stated.held, stated.held_where),
        *(_lacking("text", fault, "") for fault in answers.faults(stated.texts)),
    )


def unplaced(held: Held, where: str) -> tuple[Obstacle, ...]:
    """Return that the unit says that it knows already, and not where from (没有写在哪里)."""
    if held is Held.NO or where:
        return ()
    return (_lacking("where", "说了已经掌握，却没有写在哪里。", "请写明数据或材料的名称。"),)


def _lacking(code: str, message: str, remedy: str) -> Obstacle:
    return Obstacle(code, message, remedy, citations.COMB_THROUGH)


def obstacles(  # noqa: PLR0913 - all that the law looks at, by their names
    office: Office | None,
    opinion: Opinion,
    *,
    by: int,
    given: Iterable[Given],
    writers: frozenset[int],
    status: BasisStatus,
    reasons: tuple[str, ...] = (),
    explained: bool = True,
) -> tuple[Obstacle, ...]:
    """
    Return why this opinion may not be given; an empty tuple means: give it.

    :param office: the one that the officer's account belongs to; None: it belongs to none
    :param given: the opinions of this round
    :param writers: who wrote or handed in the demand
    :param reasons: what is wrong with the demand today, in words
    :param explained: whether the officer says why
    Source: OP-2.2.a, OP-4.2.a.
    """
    return tuple(
        Obstacle(code, message, remedy, _written(code))
        for code, message, remedy in (
            *_of_the_officer(office, by, given, writers),
            *(_of_keeping(status, reasons) if opinion is Opinion.KEEP else ()),
            *(
                [("note", "要修改或取消的，请写明理由。", "")]
                if opinion is not Opinion.KEEP and not explained
                else ()
            ),
        )
    )


_TWO_PAIRS_OF_EYES = frozenset({"no_office", "office", "same_person", "writer", "note"})


def _written(code: str) -> Citation:
    """Return where it is written: that two people look is asked for by us alone."""
    ours = citations.house("经办的人不能自己批")
    return ours if code in _TWO_PAIRS_OF_EYES else citations.COMB_THROUGH


def item_obstacles(
    stated: Stated, confirmed: str, opinion: Opinion, known: Collection[str]
) -> tuple[Obstacle, ...]:
    """
    Return why the item may not be confirmed so; a committee's paper is not kept while it has none.

    :param confirmed: what the officer says that the paper is; empty: nothing said
    :param known: what may be said
    Source: OP-2.2.a.
    """
    wrong = (
        (
            confirmed and not stated.unconfirmed,
            "目录里的事项不用再确认。",
            "不同意登记的事项，请退回修改，写明理由。",
        ),
        (confirmed and confirmed not in known, "目录里没有这一项。", "请从列表里选。"),
        (
            opinion is Opinion.KEEP and stated.unconfirmed and not confirmed,
            "还没有确认是目录里的哪一项，不能定为“予以保留”。",
            "请选目录里的事项；目录里没有的，选“目录里没有”。",
        ),
    )
    return tuple(
        Obstacle("item", message, remedy, citations.COMB_THROUGH)
        for there, message, remedy in wrong
        if there
    )


def _of_the_officer(
    office: Office | None, by: int, given: Iterable[Given], writers: frozenset[int]
) -> Iterator[tuple[str, str, str]]:
    """Two offices, two people; neither wrote it. Whose opinion it is, the account says."""
    if office is None:
        yield "no_office", "您的账号没有登记属于哪个部门。", "请系统管理员登记后再提意见。"
        return
    for one in given:
        if one.office is office:
            yield "office", f"{office.label}已经提过意见。", "请由另一个部门提。"
        elif one.by == by:
            said = "两个部门的意见要由两个人分别提。"
            yield "same_person", said, "请另一位工作人员提。"
    if by in writers:
        yield "writer", "登记或提交的人不能自己审核。", "请另一位工作人员提。"


def _of_keeping(status: BasisStatus, reasons: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    if status not in CARRIED:
        said = f"{status.label}，不能定为“予以保留”。"
        yield "basis", said, "请退回修改、提出取消；文件没有登记的，先登记文件。"
    for reason in reasons:
        yield "fault", f"{reason}不能定为“予以保留”。", "请退回修改或提出取消。"


def status_of(bases: tuple[LegalBasis, ...], law: Law) -> BasisStatus:
    """
    Return what can be said of all ``bases`` together on the day of ``law`` (依据状况).

    What is so of one of them is not said of the others: an unknown title stands under no badge of
    a document that is known.
    """
    carried = {law.carries(basis) for basis in bases}
    if True in carried and len(carried) > 1:
        return BasisStatus.PARTLY
    if True in carried:
        return BasisStatus.IN_FORCE
    if None in carried:
        return BasisStatus.UNCHECKED
    return BasisStatus.NOT_IN_FORCE if carried else BasisStatus.NONE
