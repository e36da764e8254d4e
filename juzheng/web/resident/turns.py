"""Whose turn it is (轮到谁): one sentence on a case, and what it asks of whoever filed it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from juzheng.law.base.papers import PaperKind, PaperState
from juzheng.law.cases import custody, objections
from juzheng.law.cases.custody import Custody
from juzheng.law.cases.lifecycle import CASES, REPLACING, Event, State
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.cases import case_file, hands, paper_book
from juzheng.records.models import Case, Certificate, Entry
from juzheng.web.shared import errands
from juzheng.web.shared.law_sentences import sentences

YOU, COMMITTEE = gettext_lazy("轮到您了"), gettext_lazy("轮到居（村）委会，您先等等")
STREET = gettext_lazy("轮到街道、乡镇，您先等等")
CIVIL_AFFAIRS, NOBODY = gettext_lazy("轮到民政部门，您先等等"), gettext_lazy("办完了")


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, and in plain words what that means (轮到谁)."""

    kind: str  # tone of the notice
    who: Promise
    what: str
    why: str = ""  # what the committee wrote down, where it is for the applicant
    again: bool = False  # whether it says that one may apply again, and so leads there


# Who reviews an objection where nobody of the committee may, and what is said of it.
_OFFICES: dict[str, tuple[Promise, Promise]] = {
    objections.STREET: (
        STREET,
        gettext_lazy("居（村）委会没有未经手的负责人，您的异议由街道、乡镇工作人员复核。"),
    ),
    objections.ABOVE: (
        CIVIL_AFFAIRS,
        gettext_lazy("居（村）委会没有未经手的负责人，您的异议由上级民政部门工作人员复核。"),
    ),
}
AGAIN = (State.WITHDRAWN, State.LAPSED)

# States in which nothing else of the case matters.
PLAIN: dict[State, tuple[str, Promise, Promise]] = {
    State.ISSUING: ("checked", COMMITTEE, gettext_lazy("证明正在制作。过几分钟再来看。")),
    State.OBJECTED: ("checked", COMMITTEE, gettext_lazy("没有经手的人正在复核您的异议。")),
    State.WITHDRAWN: (
        "plain",
        NOBODY,
        gettext_lazy("您撤回了申请，不用再做什么。需要的，可以重新申请。"),
    ),
    State.AWAITING_MATERIALS: (
        "instead",
        YOU,
        gettext_lazy("还缺材料。缺什么、送到哪里、哪天以前，写在这一件里。"),
    ),
    State.LAPSED: (
        "plain",
        NOBODY,
        gettext_lazy("没有等到材料，这一件结束了。随时可以重新申请。"),
    ),
    **dict.fromkeys(
        REPLACING,
        (
            "checked",
            COMMITTEE,
            gettext_lazy("证明写得有误，正在更正。更正好以前，原来的继续有效。"),
        ),
    ),
}


def turn(case: Case, papers: list[Certificate], entries: list[Entry]) -> Turn:
    """
    Return whose turn it is with ``case``.

    :raises KeyError: if a state has no sentence; a test asks for one of every state
    """
    state = State(case.state)
    if state in (State.RECEIVED, State.AWAITING_SIGNATURE):
        return _at_work(case, state, entries)
    if state is State.ISSUED:
        return _collect(case, papers)
    if state in (State.REFUSED, State.UPHELD):
        return _refused(state, papers)
    if state is State.REVOKED:
        return _revoked(papers)
    if state is State.OBJECTED and (above := _OFFICES.get(hands.turn(case))):
        return Turn("checked", above[0], str(above[1]))
    kind, who, what = PLAIN[state]
    return Turn(kind, who, str(what), again=state in AGAIN)


def writes_notice(case: Case) -> bool:
    """Return whether what the clerk writes is a refusal notice (书面告知单), and no certificate."""
    return case.decision["limit_working_days"] is None


def being_redone(entries: list[Entry]) -> bool:
    """Return whether a review changed the refusal and nothing was done since (重新办理)."""
    return bool(entries) and entries[-1].event == CASES.line(Event.OVERTURNED)


def _at_work(case: Case, state: State, entries: list[Entry]) -> Turn:
    if case.outcome == Outcome.TO_CONFIRM.value:
        what = _("民政部门正在查这一项能不能开。查清了接着办，不用您再来问。")
        return Turn("checked", CIVIL_AFFAIRS, what)
    if state is State.AWAITING_SIGNATURE:
        return Turn("checked", COMMITTEE, _("情况核实过了，等负责人审核签字。"))
    if entries and entries[-1].event == CASES.line(Event.RETURNED):
        return Turn("checked", COMMITTEE, _("负责人请经办人再核实一下，不用您做什么。"))
    if being_redone(entries):
        return Turn("checked", COMMITTEE, _("复核改变了原来的答复，经办人正在重新办理。"))
    if writes_notice(case):
        return Turn("checked", COMMITTEE, _("经办人正在写书面告知单。"))
    wait = _("等经办人核实您填的情况。")
    if not brings(case, entries):
        return Turn("checked", COMMITTEE, wait)
    come = errands.coming(case.revision.item, case_file.decision_of(case))
    return Turn("now", YOU, sentences(come, wait))


def brings(case: Case, entries: list[Entry]) -> bool:
    """Return whether whoever filed from afar has yet to come with papers (要带材料来)."""
    looked = {CASES.line(Event.CONFIRMED), CASES.line(Event.NOT_CONFIRMED)}
    begun = any(one.event in looked for one in entries)
    return case.channel == "online" and bool(case.revision.item.materials) and not begun


def being_corrected(paper: Certificate) -> bool:
    """Return whether this paper is found to be wrong and its correction is made (正在更正)."""
    issued = paper.status == PaperState.ISSUED.value
    return issued and paper.case is not None and paper.case.stands in REPLACING


def sheet_of(paper: Certificate) -> Custody | None:
    """
    Return whether the sheet of a paper in force is ready or was taken (纸质件), if either.

    Nobody is sent for the one that is being corrected: it is not ready, whatever seal it has.
    """
    if paper.status != PaperState.ISSUED.value:
        return None
    if paper_book.ever(paper, Custody.COLLECTED):
        return Custody.COLLECTED
    if being_corrected(paper):
        return None
    return Custody.SEALED if paper_book.stands(paper, Custody.SEALED) else None


def copies_left(paper: Certificate) -> int:
    """
    Return how many copies with the seal on them still lie with the committee (还没领的份数).

    Where one was printed again, one of those before it may be spoilt: nobody is sent for it.
    """
    done = paper_book.done(paper)
    if sheet_of(paper) is not Custody.COLLECTED or custody.copies(done, Custody.REPRINTED):
        return 0
    return custody.left(done)


def left_said(copies: int) -> str:
    """Return that some copies were not fetched yet, in a sentence; nothing if none."""
    told = _("还有%(copies)d份盖好章的没领，要用的，带证件来领。")
    return told % {"copies": copies} if copies else ""


def _collect(case: Case, papers: list[Certificate]) -> Turn:
    kind = PaperKind.CERTIFICATE.value
    sheet = next(filter(None, (sheet_of(one) for one in papers if one.kind == kind)), None)
    if sheet is Custody.COLLECTED:
        what = _("纸质件已经领走，交给要它的单位就行。")
        left = left_said(sum(map(copies_left, papers)))
        return Turn("now", NOBODY, sentences(what, left))
    if case.revision.item.electronic_original:
        return Turn("now", YOU, _("办好了。在这一件里下载，交给要它的单位。"))
    if sheet is Custody.SEALED:
        return Turn("now", YOU, _("章已经盖好。带证件到居（村）委会领，交给要它的单位。"))
    return Turn("now", YOU, _("办好了。到居（村）委会领盖了章的纸质件，交给要它的单位。"))


def _refused(state: State, papers: list[Certificate]) -> Turn:
    notice = next(
        (
            one
            for one in papers
            if one.kind == PaperKind.REFUSAL_NOTICE.value and one.status == PaperState.ISSUED.value
        ),
        None,
    )
    if state is State.UPHELD:
        what = _("复核维持了原来的答复。请照这一件里写的办法办；还是不同意的，里面也写着找谁。")
        return Turn("instead", YOU, what)
    if notice is None:
        return Turn("checked", COMMITTEE, _("居（村）委会不开这份证明，正在制作书面告知单。"))
    then = _("再照这一件里写的办法办；不同意的，可以提异议。")
    return Turn("instead", YOU, sentences(_fetched(sheet_of(notice)), then))


def _fetched(sheet: Custody | None) -> str:
    """Return what to do with the notice: only the sheet with the seal is shown to the unit."""
    if sheet is Custody.COLLECTED:
        return _("书面告知单已经领走，拿给要证明的单位看。")
    if sheet is Custody.SEALED:
        return _("书面告知单章已经盖好。带证件到居（村）委会领，拿给要证明的单位看。")
    return _("书面告知单写好了。到居（村）委会领盖了章的纸质件，拿给要证明的单位看。")


def _revoked(papers: list[Certificate]) -> Turn:
    kind = PaperKind.CERTIFICATE.value
    out = any(paper_book.ever(one, Custody.COLLECTED) for one in papers if one.kind == kind)
    what = sentences(
        _("这份文书撤销了，不能再用。"),
        _("已经交出去的，请告诉收它的单位。")
        if out
        else _("盖章的纸质件没有领走；下载过电子文件、给了别人的，请告诉收它的单位。"),
        _("还需要的，可以重新申请；不同意的，重新申请时说明，请居（村）委会再核实，或拨打 12345。"),
    )
    why = next((one.revocation_reason for one in papers if one.revocation_reason), "")
    return Turn("danger", YOU, what, why, again=True)
