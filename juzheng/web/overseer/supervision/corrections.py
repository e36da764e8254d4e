"""One correction at the officers' desk (纠正案): where it stands and the acts on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from juzheng.acts.base.moves import NotReady, NotYours
from juzheng.acts.supervision import evidence, exposure
from juzheng.law.base.demanders import Demander
from juzheng.law.supervision import fairness
from juzheng.law.supervision.exposure import (
    CorrectionEvent,
    CorrectionState,
    Hearing,
    Service,
    Severity,
)
from juzheng.law.supervision.reports import ReporterWord
from juzheng.records.models import Correction, User
from juzheng.records.supervision import corrections
from juzheng.web.overseer.access import officer
from juzheng.web.overseer.supervision import report_forms as written
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import tried, version_of
from juzheng.web.shared.downloads import download

E = CorrectionEvent


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
        return self.act(one, *given, **who)


BUTTONS: Mapping[str, Button] = {
    "notice": Button(E.NOTIFIED, _("登记通报"), written.NoticeForm, exposure.notify),
    "service": Button(E.SERVED, _("登记通报送达"), written.ServiceForm, exposure.serve),
    "reminder": Button(E.REMINDED, _("登记催办"), written.NothingForm, exposure.remind),
    "extension": Button(E.EXTENDED, _("延长期限"), written.NoteForm, exposure.extend),
    "escalation": Button(E.ESCALATED, _("登记报上级"), written.NothingForm, exposure.escalate),
    "answer": Button(E.ANSWERED, _("登记单位书面答复"), written.UnitAnswerForm, exposure.answer),
    "verification": Button(E.CORRECTED, _("登记核实结果"), written.ResultForm, exposure.verify),
    "statement": Button(
        E.STATED, _("写明事实，送单位陈述"), written.StatementForm, exposure.state_facts
    ),
    "hearing": Button(E.HEARD, _("登记单位意见"), written.HearingForm, exposure.hear),
    "publication": Button(
        E.EXPOSED, _("审批并公开"), written.NothingForm, exposure.publish, warning=True
    ),
    "return": Button(E.RETURNED, _("退回重写"), written.NoteForm, exposure.send_back),
    "amends": Button(E.MENDED, _("登记已纠正"), written.NoteForm, exposure.mend),
    "removal": Button(E.REMOVED, _("撤下"), written.NothingForm, exposure.remove),
    "dismissal": Button(E.DROPPED, _("不再追究"), written.NoteForm, exposure.drop, warning=True),
    "stop": Button(E.STOPPED, _("上级决定停止"), written.NoteForm, exposure.stop, warning=True),
    "reopening": Button(E.REOPENED, _("上级决定重新办理"), written.NoteForm, exposure.reopen),
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
) -> HttpResponse:
    user, today = officer(request), timezone.localdate()
    reports = list(one.reports.order_by("pk"))
    context = {
        "one": one,
        "severity": Severity(one.severity),
        "kind": Demander(one.unit_kind),
        "title": fairness.title_for(one.unit_kind),
        "clock": corrections.clock_of(one, today),
        "hearing": Hearing(one.hearing) if one.hearing else None,
        "reports": [{"report": each, "word": ReporterWord(each.word)} for each in reports],
        "told": [each.told for each in reports if each.told.public_words],
        "steps": corrections.steps_of(one),
        "buttons": _buttons(one, user, faulty),
        "same_hands": one.state == CorrectionState.HEARD
        and user.pk in corrections.hands(one, reports),
        "obstacles": obstacles,
        "faulty": faulty[1] if faulty else None,
        "limits": corrections.limits(),
    }
    status = 422 if faulty else 200
    return show(request, "overseer/correction.html", context, status=status)


def _buttons(
    one: Correction, user: User, faulty: tuple[str, forms.Form] | None
) -> list[dict[str, Any]]:
    """Return what may follow; an act that only a superior may do is shown to superiors."""
    follow = one.MACHINE.allowed(one.stands)
    superior = fairness.above(user.division, one.division)
    found = []
    for name, button in BUTTONS.items():
        if button.event not in follow or (button.event in (E.STOPPED, E.REOPENED) and not superior):
            continue
        if button.event is E.SERVED and one.served_on is not None:
            continue
        form = faulty[1] if faulty and faulty[0] == name else button.form(prefix=name)
        found.append({"name": name, "button": button, "form": form, "open": bool(form.errors)})
    return found


@signed_in("POST")
def step(request: SignedInRequest, number: str, name: str) -> HttpResponse:
    """Do one act on the correction (办理)."""
    one = correction_for_officer(request, number)
    button = BUTTONS.get(name)
    if button is None:
        raise Http404(name)
    form = button.form(request.POST, prefix=name)
    if not form.is_valid():
        return _page(request, one, faulty=(name, form))
    try:
        with tried(request, _("已登记，办理经过里可以看到。"), moved=(NotYours,)):
            version, at = version_of(request), timezone.now()
            button.do(one, form.cleaned_data, version=version, by=request.user, at=at)
    except NotReady as not_yet:
        return _page(request, one, faulty=(name, form), obstacles=not_yet.obstacles)
    return redirect("overseer:correction", number)


@signed_in("GET")
def package(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand out the evidence as one ZIP with a signed record (证据包)."""
    one = correction_for_officer(request, number)
    package = evidence.package(one, at=timezone.now())
    return download(package, "application/zip", "evidence.zip")
