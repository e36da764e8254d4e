"""What lies on file of a correction (纠正案材料), as the rules of fairness ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from juzheng.law.base.citations import FORCED_CORRECTION, house
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.terms import Term
from juzheng.law.supervision.exposure import CorrectionEvent, CorrectionState, Hearing
from juzheng.law.supervision.reports import PublicAccount, ReporterWord


class Shows(Term):
    """What a paper on file shows (材料说明什么); the first four are its grounds."""

    ARBITRARY = "arbitrary", "擅自：单位自行要求，没有依据"
    UNREASONABLE = "unreasonable", "不合理：问过单位和主管部门，仍查不到依据"
    HARDSHIP = "hardship", "办事困难：居民因此承受了什么"
    ADDRESSED = "addressed", "公开对象：上级或者主管部门书面说明这个单位属于服务机构"
    BASIS = "basis", "给出了依据"
    NO_BASIS = "no_basis", "没有给出依据"
    STANDS = "stands", "依据成立"
    FALLS = "falls", "依据不成立"
    OTHER = "other", "其他材料"


class Denied(Term):
    """What a superior said by its own account: that there is no basis (主管部门说没有依据)."""

    NONE = "none", "没有依据"


# What the sentence itself wants; whom it names is shown besides where the text leaves it open.
ELEMENTS = (Shows.ARBITRARY, Shows.UNREASONABLE, Shows.HARDSHIP)
GROUNDS = (*ELEMENTS, Shows.ADDRESSED)


_DENIAL = r"(?:没有|没|无|未|暂无)(?:给出|提出|说出|找到|查到|提供|法律|法规|相关|有关)*依据"
_NO_BASIS = re.compile(rf"\s*(?:经\w{{0,10}}[，,])?{_DENIAL}")
_OF_A_BASIS = re.compile("依据|规定|办法|条例|文件|通知|法|《|第.{1,6}条")
_BARE = re.compile("没有|无|暂无|没说|没有说|[-/—]")


def names_basis(text: str) -> bool:
    """
    Return whether ``text`` names a basis (写没写依据); one that says that there is none does not.

    Doubt is for the unit: whoever writes of any rule besides has named one.
    """
    said = text.strip().rstrip("。")
    if not said or _BARE.fullmatch(said):
        return False
    denied = _NO_BASIS.match(said)
    return denied is None or _OF_A_BASIS.search(said[denied.end() :]) is not None


@dataclass(frozen=True)
class Proof:
    """One paper on file (一份材料): what it shows, which paper, of which day, by whom."""

    event: CorrectionEvent  # with which it came onto the file
    shows: Shows
    text: str
    document: str = ""
    whence: str = ""  # an office or a post, no person's name
    on: date | None = None
    reviewed: bool = False  # by another than who wrote it down
    by: int | None = None  # who wrote it down

    @property
    def whole(self) -> bool:
        """Return whether nothing of it is missing."""
        return bool(self.on and all(map(str.strip, (self.text, self.document, self.whence))))


@dataclass(frozen=True)
class Bases:
    """Bases that speak for the unit (单位的依据), found where the product can look today."""

    standing: tuple[str, ...] = ()  # in force: in the register, the catalogue, the statement
    claimed: tuple[str, ...] = ()  # named, and nobody has said whether they carry
    written: tuple[str, ...] = ()  # in force and in our own facts: as what, only an officer knows


@dataclass(frozen=True)
class Arranged:
    """Whether the unit asked to be heard in person, and for which day that is set (当面陈述)."""

    asked: bool = False
    on: date | None = None
    hour: str = ""
    place: str = ""


def arranged(proofs: Iterable[Proof]) -> Arranged:
    """Return how the hearing in person stands on the facts as they are stated now (听证情况)."""
    found = Arranged()
    for proof in proofs:
        if proof.event is CorrectionEvent.STATED:  # anew: what was asked of the old words is over
            found = Arranged()
        elif proof.event is CorrectionEvent.HEARING_ASKED:
            found = replace(found, asked=True)
        elif proof.event is CorrectionEvent.HEARD and not proof.text.strip():
            found = Arranged()  # a paper that says nothing of the facts: it wants no hearing
        elif proof.event is CorrectionEvent.HEARING_SET:
            found = replace(found, on=proof.on, hour=proof.text, place=proof.whence)
    return found


@dataclass(frozen=True)
class OnFile:
    """What lies on file when somebody wants to move a correction (纠正案材料).

    :ivar unit_kind: a code of ``law.base.demanders.Demander``
    :ivar division: whose correction it is; ``officer`` is the division of who acts
    :ivar named: what names the unit, the proof and the matter: it is published too
    :ivar registered: as which kinds the register knows a unit of this name here
    :ivar superior: the unit's superior: what it said and did is published too
    :ivar before: how the unit was named, and its kind, before they are put right
    :ivar by: who acts; ``hands`` are those who established anything, by the ledger
    :ivar accusers: those who accepted it or stated the facts
    :ivar approver: who approved the exposure
    :ivar account: the unit acts itself, or the superior that is asked, by its own account
    :ivar document: what proves a service, or the paper on which the unit said something
    :ivar stated_on: the day on which the statement was written
    :ivar facts_served_on: when it reached the unit; ``speak_until`` the last day to speak on it
    :ivar told: what may be shown of each report in it
    :ivar item: the catalogue's item, or that it is none of them; empty: nobody has said
    :ivar proofs: the papers on file since it was opened, the first one first
    :ivar unchecked: papers that somebody else recorded and nobody has compared
    :ivar single: words of the unit on paper that one officer alone wrote down
    :ivar draft: the new wording that waits for a second officer
    :ivar element: the ground that is reviewed now
    :ivar notice: the notice as it is about to be sent
    :ivar spoken: the unit has spoken already on the facts as they are stated now
    """

    state: CorrectionState
    on: date
    named: tuple[str, ...]
    unit_kind: str
    division: str
    by: int
    officer: str | None
    hands: frozenset[int] = frozenset()
    accusers: frozenset[int] = frozenset()
    approver: int | None = None
    account: bool = False
    document: str = ""
    served_on: date | None = None
    served_before: bool = False
    due_on: date | None = None
    superior_due_on: date | None = None
    objection_due_on: date | None = None
    notified_on: date | None = None
    extended: bool = False
    statement: str = ""
    stated_on: date | None = None
    facts_served_on: date | None = None
    speak_until: date | None = None
    hearing: Hearing | None = None
    reply: str = ""
    note: str = ""
    words: tuple[ReporterWord, ...] = ()
    told: tuple[PublicAccount, ...] = ()
    item: str = ""
    proofs: tuple[Proof, ...] = ()
    bases: Bases = Bases()
    unchecked: int = 0
    single: int = 0
    draft: str = ""
    registered: tuple[str, ...] = ()
    superior: str = ""
    before: tuple[str, str] = ("", "")
    element: Shows | None = None
    notice: str = ""
    spoken: bool = False

    def came(self, *events: CorrectionEvent) -> bool:
        """Return whether a paper came onto the file with one of ``events``."""
        return any(proof.event in events for proof in self.proofs)

    def stated(self, element: Shows) -> Proof | None:
        """Return the paper that the statement names for ``element``, the latest one."""
        return next((one for one in reversed(self.proofs) if one.shows is element), None)


# What the Opinion's sentence itself wants: whom, and what has to be shown of the demand.
OF_THE_SENTENCE = frozenset(
    {
        *("not_listed", "superior_not_listed", *(f"no_{element.value}" for element in GROUNDS)),
        *("item_unconfirmed", "basis_in_force", "basis_stands", "basis_unweighed"),
        *("law_unexplained", "open_already"),
    }
)
# Which of these speak of a basis: it comes before any statement of facts.
OF_THE_BASIS = frozenset({"basis_in_force", "basis_stands", "basis_unweighed"})
# All else is our own procedure: which rule of the house (``law.base.house_rules``) asks for what.
_OURS: Mapping[str, str] = {
    "公开以前先听单位说": (
        "not_heard no_reply spoken hearing_asked hearing_runs asked_once not_asked hearing_day "
        "hearing_late heard_before hearing_unset hearing_to_come"
    ),
    "经办的人不能自己批": (
        "second_officer approver accuser single_handed same_officer weighed_otherwise "
        "nothing_to_check nothing_to_review unreviewed_arbitrary unreviewed_unreasonable "
        "unreviewed_hardship unreviewed_addressed"
    ),
    "没有送到就不算期限": (
        "not_served facts_not_served clock_runs over extended_once service_day no_receipt "
        "served_once"
    ),
    "先问主管部门有没有依据": "superior_not_asked superior_term_runs answered",
    "单位的话照来文记": "no_document evidence_day not_its_account basis_denied",
    "公开的文字里没有个人信息": "private words_private",
    "对民商事主体只说理": "accusing",
    "每一步写明理由": "no_reason no_statement no_draft nothing_new no_answer no_basis",
    "改没改先问反映人": "no_report still_demanded reporter_silent",
    "不同意的由另一人再看一次": "again pending no_objection",
    "本级的决定由上级改": "not_above",
    "通报以后不换单位": "noticed_by_name",
}
OUR_RULE: Mapping[str, str] = {code: rule for rule, all_ in _OURS.items() for code in all_.split()}


def obstacle(code: str, message: str, remedy: str) -> Obstacle:
    """Return what stands in the way, with the Opinion's sentence or the rule of ours (理由)."""
    rule = OUR_RULE.get(code)
    return Obstacle(code, message, remedy, house(rule) if rule else FORCED_CORRECTION)
