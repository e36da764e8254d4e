"""The registry of demands (索要登记): what a unit says it demands, and what two offices find of it.

A unit states its demand; civil affairs and justice each look at it; only both together keep it or
cancel it. What was once handed in stays visible, whatever becomes of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from juzheng.law.base import citations
from juzheng.law.base.demanders import Demander, is_administrative
from juzheng.law.base.machine import Machine
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.terms import Term
from juzheng.law.catalogue import answers
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands import faults, network
from juzheng.law.demands.network import (
    COMMITTEE,
    UNCONFIRMED,
    Body,
    DataSource,
    Document,
    Fact,
    Matter,
    Network,
)


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
    """What can be said today of the basis that a unit gave (依据状况)."""

    IN_FORCE = "in_force", "有当日有效的依据"
    NOT_IN_FORCE = "not_in_force", "所写依据当日没有效力"
    UNCHECKED = "unchecked", "所写依据尚未核对"
    NONE = "none", "没有查到依据"


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


class Office(Term):
    """The two offices that look at a demand (审核部门)."""

    CIVIL_AFFAIRS = "civil_affairs", "民政部门"
    JUSTICE = "justice", "司法行政部门"


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
        _S.ALIGNED: {_E.REOPENED: _S.TO_AMEND, _E.WITHDRAWN: _S.CANCELLED},
        _S.TO_AMEND: {
            _E.RESTATED: _S.TO_AMEND,
            _E.SUBMITTED: _S.SUBMITTED,
            _E.WITHDRAWN: _S.CANCELLED,
        },
        _S.CANCELLED: {},
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
class Registered:
    """A demand with who makes it (已登记的索要)."""

    id: str
    unit: Body
    stated: Stated
    negative: bool = False  # the fact is that something is not so, or a judgement of character


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
    nowhere = stated.held is not Held.NO and not stated.held_where
    missing = (
        (not stated.matter, "matter", "没有写办什么事。", "请写明事项名称。"),
        (not stated.paper, "paper", "没有写要什么证明。", "请写明材料名称。"),
        (not stated.fact, "fact", "没有写要证明什么事实。", "请用一句话写明。"),
        (
            nowhere,
            "held_where",
            "说了已经掌握，却没有写在哪里。",
            "请写明数据或材料的名称。",
        ),
        *((True, "text", fault, "") for fault in answers.faults(stated.texts)),
    )
    return tuple(
        Obstacle(code, message, remedy, citations.DEMANDER_GIVES_BASIS)
        for there, code, message, remedy in missing
        if there
    )


def obstacles(
    office: Office,
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

    :param given: the opinions of this round
    :param writers: who wrote or handed in the demand
    :param reasons: what is wrong with the demand today, in words
    :param explained: whether the officer says why
    Source: OP-2.2.a, OP-4.2.a.
    """
    return tuple(
        Obstacle(code, message, remedy, citations.BASIS_AND_DUTIES)
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
        Obstacle("item", message, remedy, citations.BASIS_AND_DUTIES)
        for there, message, remedy in wrong
        if there
    )


def _of_the_officer(
    office: Office, by: int, given: Iterable[Given], writers: frozenset[int]
) -> Iterator[tuple[str, str, str]]:
    """Two offices, two people, and neither wrote the demand."""
    for one in given:
        if one.office is office:
            yield "office", f"{office.label}已经提过意见。", "请由另一个部门提。"
        elif one.by == by:
            said = "两个部门的意见要由两个人分别提。"
            yield "same_person", said, "请另一位工作人员提。"
    if by in writers:
        yield "writer", "登记或提交的人不能自己审核。", "请另一位工作人员提。"


def _of_keeping(status: BasisStatus, reasons: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    if status is not BasisStatus.IN_FORCE:
        said = f"{status.label}，不能定为“予以保留”。"
        yield "basis", said, "请退回修改、提出取消；文件没有登记的，先登记文件。"
    for reason in reasons:
        yield "fault", f"{reason}不能定为“予以保留”。", "请退回修改或提出取消。"


def status_of(bases: tuple[LegalBasis, ...], law: faults.Law) -> BasisStatus:
    """Return what can be said of ``bases`` on the day of ``law``; one that carries is enough."""
    carried = {law.carries(basis) for basis in bases}
    if True in carried:
        return BasisStatus.IN_FORCE
    if None in carried:
        return BasisStatus.UNCHECKED
    return BasisStatus.NOT_IN_FORCE if carried else BasisStatus.NONE


def faults_of(
    one: Registered, together: Iterable[Registered], law: faults.Law
) -> tuple[faults.Fault, ...]:
    """
    Return what is wrong with ``one`` (证明乱象), looked at ``together`` with the unit's others.

    Baseless and duplicate only: a cycle shows in the whole network (``law.demands.cycles``).
    """
    whole = as_network((*(other for other in together if other.id != one.id), one))
    found = (*faults.baseless(whole, law), *faults.duplicates(whole))
    return tuple(fault for fault in found if fault.about == one.id)


def as_network(registered: Iterable[Registered]) -> Network:
    """
    Return the demands as a network (索要关系图), the same paper of the same body once.

    Where a unit's matter bears the name of a paper that its kind of unit is asked for, the matter
    is that paper: so cycles across units are seen. Not if several such units register it: what one
    of them demands, another may not.
    """
    listed = tuple(registered)
    papers = _issued(listed)
    made = [_demand(each, papers.get(_matter(each), _matter(each))) for each in listed]
    return network.network(
        bodies=_once(body for each in listed for body in (each.unit, _asked(each.stated.asked_of))),
        facts=_facts(listed),
        data=_data(listed),
        papers=_papers(listed),
        matters=_once(Matter(_matter(each), each.stated.matter, each.unit.id) for each in listed),
        demands=made,
    )


def _issued(listed: Iterable[Registered]) -> dict[str, str]:
    """Return the papers that matters stand for, by the matter's id."""
    asked = {(each.stated.asked_of, each.stated.paper) for each in listed}
    found: dict[str, set[str]] = {}
    for each in listed:
        for asked_of in AskedOf:
            name = each.stated.matter
            if (asked_of, name) in asked and _could_issue(each.unit, asked_of):
                found.setdefault(_paper(asked_of, name), set()).add(_matter(each))
    return {min(matters): paper for paper, matters in found.items() if len(matters) == 1}


def _could_issue(unit: Body, asked_of: AskedOf) -> bool:
    return unit.kind == asked_of.value or (
        asked_of is AskedOf.DEPARTMENT and is_administrative(unit.kind)
    )


def _once(things: Iterable[network.T]) -> tuple[network.T, ...]:
    return tuple({thing.id: thing for thing in things}.values())


def _asked(asked_of: AskedOf) -> Body:
    """Return the body that issues the paper; of the words that are no kind of unit: any."""
    known = {kind.value for kind in Demander} | {COMMITTEE}
    kind = asked_of.value if asked_of.value in known else ""
    return Body(f"asked:{asked_of}", asked_of.label, kind)


def _matter(one: Registered) -> str:
    return f"matter:{one.unit.id}:{one.stated.matter}"


def _fact(one: Registered) -> str:
    return f"fact:{one.stated.fact}"


def _paper(asked_of: AskedOf, name: str) -> str:
    return f"paper:{asked_of}:{name}"


def _source(one: Registered) -> str:
    return f"data:{one.unit.id}:{one.stated.held_where}"


def _facts(listed: Iterable[Registered]) -> Iterator[Fact]:
    negative = {_fact(each) for each in listed if each.negative}
    for id_, name in {_fact(each): each.stated.fact for each in listed}.items():
        yield Fact(id_, name, negative=id_ in negative)


def _data(listed: Iterable[Registered]) -> Iterator[DataSource]:
    shows: dict[str, set[str]] = {}
    names: dict[str, tuple[str, str]] = {}
    for each in listed:
        if each.stated.held in (Held.OWN, Held.SHARED):
            shows.setdefault(_source(each), set()).add(_fact(each))
            names[_source(each)] = (each.stated.held_where, each.unit.id)
    for id_, (name, unit) in names.items():
        yield DataSource(id_, name, frozenset(shows[id_]), frozenset({unit}))


def _papers(listed: Iterable[Registered]) -> Iterator[Document]:
    shows: dict[tuple[AskedOf, str], set[str]] = {}
    items: dict[tuple[AskedOf, str], str] = {}
    for each in listed:
        said = each.stated
        shows.setdefault((said.asked_of, said.paper), set()).add(_fact(each))
        items[said.asked_of, said.paper] = items.get((said.asked_of, said.paper)) or said.item
        if said.held is Held.OTHER_PAPER:
            shows.setdefault((AskedOf.RESIDENT, said.held_where), set()).add(_fact(each))
    for (asked_of, name), facts in shows.items():
        yield Document(
            _paper(asked_of, name),
            name,
            issued_by=_asked(asked_of).id if asked_of is not AskedOf.RESIDENT else "",
            shows=frozenset(facts),
            held=asked_of is AskedOf.RESIDENT,
            item=items.get((asked_of, name)) or UNCONFIRMED,
        )


def _demand(one: Registered, owner: str) -> network.Demand:
    said = one.stated
    return network.Demand(
        one.id,
        owner,
        papers=(_paper(said.asked_of, said.paper),),
        fact=_fact(one),
        basis=said.bases,
        commitment=said.commitment,
    )
