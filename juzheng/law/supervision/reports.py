"""Reports (反映): what a resident was asked for, and where one report goes. Source: OP-4.2.c.

A report is not a verdict: civil affairs looks first. Reports on the same unit and the same proof
are put side by side in one correction; each stays a report of its own, with its own reporter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from juzheng.law.base.citations import house
from juzheng.law.base.machine import Machine
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.redaction import spans
from juzheng.law.base.terms import Term


class ReportState(Term):
    """Where a report stands (反映状态)."""

    RECEIVED = "received", "已收到，等待查看"
    ACCEPTED = "accepted", "已受理，转入纠正"
    NOT_A_DEMAND = "not_a_demand", "不属于索要证明"
    OTHER_AUTHORITY = "other_authority", "已告知应向哪个部门反映"
    HAS_BASIS = "has_basis", "查到依据，已答复"
    WITHDRAWN = "withdrawn", "反映人已撤回"


class ReportEvent(Term):
    """What happened to a report (反映事件)."""

    RECEIVED = "received", "收到反映"
    PASSED = "passed", "转到另一地区的民政部门"
    ACCEPTED = "accepted", "受理，转入纠正"
    MOVED = "moved", "转到同一单位、同一证明的另一件"
    NOT_A_DEMAND = "not_a_demand", "不属于索要证明"
    OTHER_AUTHORITY = "other_authority", "告知应向哪个部门反映"
    HAS_BASIS = "has_basis", "答复：查到这样要求的依据"
    OBJECTED = "objected", "反映人不同意，请另一人再看"
    WITHDRAWN = "withdrawn", "反映人撤回"
    REVIEWED = "reviewed", "遮盖个人信息并审看"
    SAID_CORRECTED = "said_corrected", "反映人说：已经不要了"
    SAID_STILL = "said_still", "反映人说：还在要"


class ReporterWord(Term):
    """What the reporter says of the outcome (反映人的说法)."""

    SILENT = "", "还没有说"
    CORRECTED = "corrected", "已经不要这份证明了"
    STILL = "still", "还在要这份证明"


_S, _E = ReportState, ReportEvent
REPORTS = Machine(
    "report",
    ReportState,
    ReportEvent,
    {
        None: {_E.RECEIVED: _S.RECEIVED},
        _S.RECEIVED: {
            _E.PASSED: _S.RECEIVED,
            _E.REVIEWED: _S.RECEIVED,
            _E.ACCEPTED: _S.ACCEPTED,
            _E.NOT_A_DEMAND: _S.NOT_A_DEMAND,
            _E.OTHER_AUTHORITY: _S.OTHER_AUTHORITY,
            _E.HAS_BASIS: _S.HAS_BASIS,
            _E.WITHDRAWN: _S.WITHDRAWN,
        },
        _S.ACCEPTED: {
            _E.MOVED: _S.ACCEPTED,
            _E.REVIEWED: _S.ACCEPTED,
            _E.SAID_CORRECTED: _S.ACCEPTED,
            _E.SAID_STILL: _S.ACCEPTED,
            _E.WITHDRAWN: _S.WITHDRAWN,
        },
        _S.NOT_A_DEMAND: {},
        _S.OTHER_AUTHORITY: {},
        _S.HAS_BASIS: {_E.OBJECTED: _S.RECEIVED},
        _S.WITHDRAWN: {},
    },
)


@dataclass(frozen=True)
class PublicAccount:
    """What may be shown of one report (可以公开的内容), as far as the reporter agrees.

    :ivar words: the reporter's words as an officer reviewed them; empty: not reviewed
    :ivar photo: the digest of the photo as an officer cleared it; empty: none, or not cleared
    """

    consent: bool
    words: str = ""
    photo: str = ""
    counts: bool = True  # False: taken back by the reporter

    @property
    def public_words(self) -> str:
        """Return the words that may be published: reviewed, agreed to, nothing private left."""
        fit = self.consent and self.counts and not private(self.words)
        return self.words if fit else ""

    @property
    def public_photo(self) -> str:
        """Return the digest of the photo that may be published; empty: none."""
        return self.photo if self.consent and self.counts else ""


def unshown(*, consent: bool) -> Iterator[Obstacle]:
    """Yield why nothing of a report may be readied to be shown (不能备公开): no consent."""
    if not consent:
        yield Obstacle(
            "no_consent",
            "反映人不同意公开原话和照片。",
            "不公开原话和照片，案件照常办。",
            house("反映人不同意的不公开"),
        )


def private(text: str, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the kinds of personal data in ``text`` (个人信息); empty: fit to be published."""
    return tuple(span.kind.label for span in spans(text, names))
