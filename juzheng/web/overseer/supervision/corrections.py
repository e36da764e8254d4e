"""One correction at the officers' desk (纠正案): where it stands and the acts on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from juzheng.acts.base import files
from juzheng.acts.base.moves import NotReady, NotYours
from juzheng.acts.supervision import afterwards, evidence, exposure, hearings, inquiry
from juzheng.law.base.demanders import Demander
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.supervision import fairness, grounds, published_words
from juzheng.law.supervision.exposable import reading
from juzheng.law.supervision.exposure import (
    BY_SUPERIOR,
    SHOWN,
    CorrectionEvent,
    CorrectionState,
    Hearing,
    Service,
    Severity,
    costs_approval,
)
from juzheng.law.supervision.on_file import OF_THE_BASIS, Shows, arranged
from juzheng.law.supervision.reports import ReporterWord
from juzheng.outside.typesetting import MissingGlyphs
from juzheng.records.models import Correction, Exhibit, User
from juzheng.records.models.supervision.corrections import BEFORE
from juzheng.records.supervision import corrections, exhibits, of_units, verdicts
from juzheng.records.supervision.beside import beside
from juzheng.web.overseer import another
from juzheng.web.overseer.access import officer
from juzheng.web.overseer.supervision import correction_forms as written
from juzheng.web.overseer.supervision import next_step, on_paper
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import tried, version_of
from juzheng.web.shared.downloads import download
from juzheng.web.shared.tones import TONES

E = CorrectionEvent
# Where only somebody without a hand in it may go on, and where the officer is warned.
JUDGED = frozenset({CorrectionState.HEARD, CorrectionState.EXPOSED, CorrectionState.MENDED})
# What nobody with a hand in it may do: it is not offered to them.
BARRED = frozenset({E.EXPOSED, E.OBJECTION_REJECTED, E.REWORDED, E.RETRACTED, E.REMOVED})
# Of these, what whoever approved an exposure may not do either; to take it down they may.
OF_ANOTHER = frozenset({E.OBJECTION_REJECTED, E.REWORDED, E.RETRACTED})
JUDGED_ON = frozenset({E.STATED, E.EXPOSED, E.REDRAFTED})


@dataclass(frozen=True)
class Button:
    """One act that a page offers (办理按钮): its form, and what it does with the answers."""

    event: CorrectionEvent  # which the table must allow
    text: Promise
    form: type[forms.Form]
    act: Callable[..., Correction]
    _: KW_ONLY
    warning: bool = False

    def do(self, one: Correction, data: Mapping[str, Any], **who: Any) -> Correction:
        """Do the act with the form's answers in their order."""
        given = [value == "yes" if key == "corrected" else value for key, value in data.items()]
        if "hearing" in data:
            given[0] = Hearing(data["hearing"])
        if "how" in data:
            given[0] = Service(data["how"])
        if "shows" in data:
            given[0] = Shows(data["shows"])
        if "element" in data:
            given[0] = Shows(data["element"])
        return self.act(one, *given, **who)


BUTTONS: Mapping[str, Button] = {
    "notice": Button(E.NOTIFIED, _("发出通报"), written.NoticeForm, exposure.notify),
    "service": Button(E.SERVED, _("登记通报送达"), written.ServiceForm, exposure.serve_with),
    "superior-service": Button(
        E.SUPERIOR_SERVED, _("登记送达主管部门"), written.ReceivedForm, inquiry.serve_superior
    ),
    "superior-answer": Button(
        E.SUPERIOR_ANSWERED, _("登记主管部门答复"), written.SuperiorForm, inquiry.superior_answered
    ),
    "superior-silence": Button(
        E.SUPERIOR_SILENT,
        _("登记主管部门到期没有答复"),
        written.NothingForm,
        inquiry.superior_silent,
    ),
    "superior-act": Button(
        E.SUPERIOR_CORRECTED,
        _("登记主管部门的纠正"),
        written.SuperiorActForm,
        inquiry.superior_corrected,
    ),
    "weighing": Button(E.WEIGHED, _("登记依据核对结果"), written.WeighingForm, inquiry.weigh),
    "checking": Button(E.CHECKED, _("对照原件核对无误"), written.NothingForm, inquiry.check),
    "review": Button(E.REVIEWED, _("登记审看要件的材料"), written.ReviewForm, inquiry.review),
    "identity": Button(
        E.IDENTIFIED, _("更正单位名称或类别"), written.IdentityForm, exposure.identify
    ),
    "reminder": Button(E.REMINDED, _("登记催办"), written.ReminderForm, exposure.remind),
    "extension": Button(E.EXTENDED, _("延长期限"), written.ReasonForm, exposure.extend),
    "escalation": Button(E.ESCALATED, _("登记报上级"), written.EscalationForm, exposure.escalate),
    "answer": Button(E.ANSWERED, _("登记单位书面答复"), on_paper.AnswerForm, exposure.answer),
    "verification": Button(E.CORRECTED, _("登记核实结果"), written.ResultForm, exposure.verify),
    "statement": Button(
        E.STATED, _("写明事实，送单位陈述"), written.StatementForm, exposure.state_facts
    ),
    "hearing-request": Button(
        E.HEARING_ASKED,
        _("登记单位书面要求听证"),
        on_paper.HearingRequestForm,
        hearings.ask_hearing,
    ),
    "hearing-date": Button(
        E.HEARING_SET, _("定听证的时间地点"), on_paper.HearingDateForm, hearings.set_hearing
    ),
    "hearing": Button(E.HEARD, _("登记单位意见"), on_paper.HearingForm, exposure.hear),
    "publication": Button(
        E.EXPOSED, _("审批并公开"), written.NothingForm, exposure.publish, warning=True
    ),
    "return": Button(E.RETURNED, _("退回重写"), written.ReasonForm, exposure.send_back),
    "amends": Button(E.MENDED, _("登记已纠正"), written.NoteForm, afterwards.mend),
    "objection": Button(
        E.OBJECTED, _("登记单位的异议"), on_paper.ObjectionForm, afterwards.object_to
    ),
    "objection-rejection": Button(
        E.OBJECTION_REJECTED,
        _("复核：异议不成立"),
        written.ReasonForm,
        afterwards.reject_objection,
    ),
    "redraft": Button(E.REDRAFTED, _("拟更正文字"), written.RedraftForm, afterwards.redraft),
    "rewording": Button(E.REWORDED, _("按拟好的文字更正"), written.NothingForm, afterwards.reword),
    "retraction": Button(
        E.RETRACTED,
        _("公开不当，撤下并更正"),
        written.ApologyForm,
        afterwards.retract,
        warning=True,
    ),
    "removal": Button(E.REMOVED, _("撤下"), written.ReasonForm, afterwards.remove),
    "dismissal": Button(E.DROPPED, _("不再追究"), written.ReasonForm, exposure.drop, warning=True),
    "stop": Button(E.STOPPED, _("上级决定停止"), written.ReasonForm, exposure.stop, warning=True),
    "reopening": Button(E.REOPENED, _("上级决定重新办理"), written.ReasonForm, exposure.reopen),
}


def correction_for_officer(request: SignedInRequest, number: str) -> Correction:
    """
    Return the correction, for an officer whose division governs it.

    :raises NotYourPost: as ``officer``
    :raises django.http.Http404: if there is none, or another division's
    """
    return get_object_or_404(Correction.objects.visible_to(officer(request)), number=number)


@signed_in("GET")
def correction(request: SignedInRequest, number: str) -> HttpResponse:
    """Show one correction, what would be published, and what may be done next (纠正案)."""
    return _page(request, correction_for_officer(request, number))


def _page(
    request: SignedInRequest,
    one: Correction,
    *,
    faulty: tuple[str, forms.Form] | None = None,
    obstacles: tuple[Any, ...] = (),
    unsaved: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    user, today = officer(request), timezone.localdate()
    reports = list(one.reports.order_by("pk"))
    papers, hands = exhibits.current(one), corrections.hands(one)
    step_next = next_step.after(one, papers, user, hands, today)
    against = _against(one, user, today, step_next.name)
    if against and step_next.name == "publication":
        step_next = next_step.Next(said=str(_("现在还不能审批公开，为什么写在下面。")))
    buttons = _buttons(one, user, papers, hands, faulty, step_next.name)
    clock = corrections.clock_of(one, today)
    context = {
        "one": one,
        "severity": Severity(one.severity),
        "kind": Demander(one.unit_kind),
        "called": published_words.title_for(one.unit_kind),
        "clock": clock,
        "clock_tone": TONES[clock.urgency] if clock else "",
        "superior_due": None if _settled(papers) else one.superior_due_on,
        "hearing": Hearing(one.hearing) if one.hearing else None,
        "reports": [{"report": each, "word": ReporterWord(each.word)} for each in reports],
        "told": [each.told for each in reports if each.told.public_words],
        "steps": corrections.steps_of(one, joined=True),
        "next": step_next,
        "against": against,
        "against_what": _("现在还不能审批公开")
        if one.stands is CorrectionState.HEARD
        else _("现在还不能写明事实"),
        "buttons": buttons,
        "later": [row for row in buttons if row["later"]],
        "by_another": one.served_on is None and user.pk in corrections.accusers(one),
        "verdict": verdicts.of_correction(one, today),
        "same_hands": one.state in JUDGED and user.pk in hands,
        "elsewhere": _elsewhere(one, user, hands),
        "warning": grounds.WARNING if JUDGED_ON & one.MACHINE.allowed(one.stands) else (),
        "papers": papers,
        "elements": exhibits.elements(one, papers),
        "spoken": exhibits.spoken(one, papers),
        "cancelled": exhibits.cancelled_before(one),
        "reading": reading(one.unit_kind),
        "outside": corrections.outside(one),
        "hidden": one.listed_as == BEFORE,
        "shown": one.stands in SHOWN and one.listed_as != BEFORE,
        "facts_printable": one.state in of_units.UNHEARD,
        "beside": beside(one, user),
        "obstacles": obstacles,
        "unsaved": unsaved,
        "faulty": faulty[1] if faulty else None,
        "limits": corrections.limits(),
    }
    status = 422 if faulty else 200
    return show(request, "overseer/correction.html", context, status=status)


def _against(one: Correction, user: User, on: date, after: str) -> tuple[Obstacle, ...]:
    """
    Return what keeps a correction from its next step: nothing, go on (还不能办的理由).

    A heard one from being published; one that was not put right from having its facts stated, as
    far as a basis is concerned: that is looked at before anybody writes them.
    """
    if one.stands is CorrectionState.HEARD:
        found = corrections.against(one, E.EXPOSED, by=user, on=on)
        return tuple(each for each in found if each.code != "second_officer")  # said above
    if after in next_step.OF_A_BASIS:
        found = corrections.against(one, E.STATED, by=user, on=on)
        return tuple(each for each in found if each.code in OF_THE_BASIS)
    return ()


def _elsewhere(one: Correction, user: User, hands: frozenset[int]) -> str:
    """Return who approves or decides where all of this office had a hand in it (请谁办)."""
    barred = hands | {one.approved_by_id or 0}
    waits = one.stands is CorrectionState.HEARD or one.objection_due_on is not None
    if not waits or user.pk not in barred:
        return ""
    return another.elsewhere(user, one.division, barred)


def _settled(papers: Iterable[Exhibit]) -> bool:
    """Return whether the superior has answered, or it was recorded that it did not (已经答复)."""
    return any(paper.what in (*BY_SUPERIOR, E.SUPERIOR_SILENT) for paper in papers)


def _buttons(
    one: Correction,
    user: User,
    papers: list[Exhibit],
    hands: frozenset[int],
    faulty: tuple[str, forms.Form] | None,
    after: str,
) -> list[dict[str, Any]]:
    """Return what may follow; an act that only a superior may do is shown to superiors."""
    follow = one.MACHINE.allowed(one.stands) - _idle(one, papers)
    superior = fairness.above(user.division, one.division)
    waiting = corrections.waiting(one, follow, by=user, on=timezone.localdate())
    approver = OF_ANOTHER if user.pk == one.approved_by_id else frozenset()
    refused = BARRED if user.pk in hands else approver
    price = another.price(user, one.division, hands)
    found = []
    for name, button in BUTTONS.items():
        if button.event not in follow or (button.event in (E.STOPPED, E.REOPENED) and not superior):
            continue
        known = _KNOWN.get(name)
        form = button.form(prefix=name, initial=known(one, papers) if known else None)
        if faulty and faulty[0] == name:
            form = faulty[1]
        elif button.event in refused:
            continue
        row = {"name": name, "button": button, "form": form, "open": bool(form.errors)}
        tone = "warning" if button.warning else "primary" if name == after else "secondary"
        later = name != after and not form.errors and button.event in waiting
        row["about"] = unchecked(papers, user) if button.event is E.CHECKED else []
        row["price"] = price if costs_approval(button.event) else []
        found.append({**row, "next": name == after, "later": later, "tone": tone})
    return sorted(found, key=lambda row: not row["next"])


def unchecked(papers: Iterable[Exhibit], user: User) -> list[Exhibit]:
    """Return which papers ``user`` vouches for with one press (要核对的材料)."""
    return [paper for paper in papers if paper.single_handed and paper.by_id != user.pk]


def _idle(one: Correction, papers: list[Exhibit]) -> set[CorrectionEvent]:
    """Return what the table allows and has no sense now: nothing was objected, drafted, filed."""
    came = {paper.event for paper in papers}
    idle = set()
    if one.served_on is not None:
        idle.add(E.SERVED)
    if one.objection_due_on is None:
        idle.add(E.OBJECTION_REJECTED)
    if E.REDRAFTED.value not in came:
        idle.add(E.REWORDED)
    if not any(paper.single_handed for paper in papers):
        idle.add(E.CHECKED)
    if not any(paper.unreviewed for paper in exhibits.elements(one, papers)):
        idle.add(E.REVIEWED)
    if E.SUPERIOR_SERVED.value in came:
        idle.add(E.SUPERIOR_SERVED)
    asked = arranged(paper.proof for paper in papers).asked
    idle.add(E.HEARING_ASKED if asked else E.HEARING_SET)
    return idle


def _known(one: Correction, papers: list[Exhibit]) -> dict[str, Any]:
    """Return what a statement begins with: what was written, and a demand that was cancelled."""
    known: dict[str, Any] = {"statement": one.statement, "item": one.item}
    for paper in exhibits.elements(one, papers):
        said = ("text", "document", "on", "whence")
        known |= {f"{paper.shows}_{part}": getattr(paper, part) for part in said}
    again = exhibits.cancelled_before(one)
    if again is not None and f"{Shows.ARBITRARY.value}_text" not in known:
        known |= {
            f"{Shows.ARBITRARY.value}_text": _("登记的这项索要已经取消，现在又要。"),
            f"{Shows.ARBITRARY.value}_document": _("索要登记第%(pk)s号") % {"pk": again.pk},
            f"{Shows.ARBITRARY.value}_on": timezone.localdate(again.settled_at),
            f"{Shows.ARBITRARY.value}_whence": _("民政部门、司法行政部门"),
        }
    return known


def _to_weigh(one: Correction) -> str:
    """Return what a weighing has to name: it clears nothing that it does not name."""
    return "；".join(corrections.to_weigh(one, timezone.localdate()))


def _notice(one: Correction, papers: list[Exhibit]) -> dict[str, Any]:
    """Return what a notice begins with: the superior that the register knows, and our words."""
    return {
        "superior": one.superior or corrections.superior_of(one),
        "text": exposure.proposed_notice(one, on=timezone.localdate()),
    }


_KNOWN: Mapping[str, Callable[[Correction, list[Exhibit]], dict[str, Any]]] = {
    "notice": _notice,
    "statement": _known,
    "weighing": lambda one, papers: {"note": _to_weigh(one)},
    # What was recorded already is published too: who writes down more begins with it. What the
    # unit wrote itself is no officer's to change, and stands above the box.
    "hearing": lambda one, papers: {
        "hearing": one.hearing,
        "reply": exhibits.spoken(one, papers).recorded,
    },
    "redraft": _known,
    "identity": lambda one, papers: {"unit_name": one.unit_name, "unit_kind": one.unit_kind},
}


@signed_in("POST")
def step(request: SignedInRequest, number: str, name: str) -> HttpResponse:
    """Do one act on the correction (办理)."""
    one = correction_for_officer(request, number)
    button = BUTTONS.get(name)
    if button is None:
        raise Http404(name)
    form = button.form(request.POST, **_files(button, request), prefix=name)
    if not form.is_valid():
        return _page(request, one, faulty=(name, form))
    try:
        with tried(request, _("已登记，办理经过里可以看到。"), moved=(NotYours,)) as how:
            version, at = version_of(request), timezone.now()
            button.do(one, form.cleaned_data, version=version, by=request.user, at=at)
    except NotReady as not_yet:
        return _page(request, one, faulty=(name, form), obstacles=not_yet.obstacles)
    except files.FileNotAccepted as bad:
        form.add_error("scan", str(bad))
        return _page(request, one, faulty=(name, form))
    if unsaved := how.unsaved(form):
        return _page(request, correction_for_officer(request, number), unsaved=unsaved)
    return redirect("overseer:correction", number)


def _files(button: Button, request: SignedInRequest) -> dict[str, Any]:
    takes = any(isinstance(one, forms.FileField) for one in button.form.base_fields.values())
    return {"files": request.FILES} if takes else {}


@signed_in("GET")
def package(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand out the evidence as one ZIP with a signed record (证据包)."""
    one = correction_for_officer(request, number)
    try:
        whole = evidence.package(one, at=timezone.now())
    except MissingGlyphs as missing:  # in what somebody wrote for the file
        messages.error(request, str(missing))
        return redirect("overseer:correction", number)
    return download(whole, "application/zip", "evidence.zip")
