"""One correction at the officers' desk (纠正案): where it stands and the acts on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
from juzheng.web.overseer.access import frame, officer, place_name
from juzheng.web.overseer.supervision import report_forms as written
from juzheng.web.shared.access import SignedInRequest, signed_in
from juzheng.web.shared.act_results import OVERTAKEN, overtaken, version_of

E = CorrectionEvent


@dataclass(frozen=True)
class Button:
    """One act that a page offers (办理按钮): its form, and what it does with the answers."""

    event: CorrectionEvent  # which the table must allow
    text: Promise
    form: type[forms.Form]
    act: Callable[..., Correction]
    warning: bool = False

    def do(self, one: Correction, data: Mapping[str, Any], **who: Any) -> Correction:
        """Do the act with the form's answers in their order."""
        given = [value == "yes" if key == "corrected" else value for key, value in data.items()]
        if "hearing" in data:
            given[0] = Hearing(data["hearing"])
        if "how" in data:
            given[0] = Service(data["how"])
        return self.act(one, *given, **who)


def _button(
    event: CorrectionEvent, text: Promise, form: type[forms.Form], act: Any, *, warn: bool = False
) -> Button:
    return Button(event, text, form, act, warn)


BUTTONS: Mapping[str, Button] = {
    "notice": _button(E.NOTIFIED, gettext_lazy("登记通报"), written.NoticeForm, exposure.notify),
    "service": _button(E.SERVED, gettext_lazy("登记通报送达"), written.ServiceForm, exposure.serve),
    "reminder": _button(E.REMINDED, gettext_lazy("登记催办"), written.NothingForm, exposure.remind),
    "extension": _button(E.EXTENDED, gettext_lazy("延长期限"), written.NoteForm, exposure.extend),
    "escalation": _button(
        E.ESCALATED, gettext_lazy("登记报上级"), written.NothingForm, exposure.escalate
    ),
    "answer": _button(
        E.ANSWERED, gettext_lazy("登记单位书面答复"), written.UnitAnswerForm, exposure.answer
    ),
    "verification": _button(
        E.CORRECTED, gettext_lazy("登记核实结果"), written.ResultForm, exposure.verify
    ),
    "statement": _button(
        E.STATED, gettext_lazy("写明事实，送单位陈述"), written.StatementForm, exposure.state_facts
    ),
    "hearing": _button(E.HEARD, gettext_lazy("登记单位意见"), written.HearingForm, exposure.hear),
    "publication": _button(
        E.EXPOSED, gettext_lazy("审批并公开"), written.NothingForm, exposure.publish, warn=True
    ),
    "return": _button(E.RETURNED, gettext_lazy("退回重写"), written.NoteForm, exposure.send_back),
    "amends": _button(E.MENDED, gettext_lazy("登记已纠正"), written.NoteForm, exposure.mend),
    "removal": _button(E.REMOVED, gettext_lazy("撤下"), written.NothingForm, exposure.remove),
    "dismissal": _button(
        E.DROPPED, gettext_lazy("不再追究"), written.NoteForm, exposure.drop, warn=True
    ),
    "stop": _button(
        E.STOPPED, gettext_lazy("上级决定停止"), written.NoteForm, exposure.stop, warn=True
    ),
    "reopening": _button(
        E.REOPENED, gettext_lazy("上级决定重新办理"), written.NoteForm, exposure.reopen
    ),
}


def correction_for_officer(request: SignedInRequest, number: str) -> Correction:
    """
    Return the correction, for an officer whose division governs it.

    :raises NotYourPost: as ``officer``
    :raises django.http.Http404: if there is none, or another division's
    """
    found = Correction.objects.visible_to(officer(request)).filter(number=number).first()
    if found is None:
        raise Http404(number)
    return found


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
    status: int = 200,
) -> HttpResponse:
    user, today = officer(request), timezone.localdate()
    reports = list(one.reports.order_by("pk"))
    context = {
        **frame(user),
        "one": one,
        "state": CorrectionState(one.state),
        "severity": Severity(one.severity),
        "kind": Demander(one.unit_kind),
        "place": place_name(one.division),
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
    return render(request, "overseer/correction.html", context, status=status)


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
    one, user = correction_for_officer(request, number), officer(request)
    button = BUTTONS.get(name)
    if button is None:
        raise Http404(name)
    form = button.form(request.POST, prefix=name)
    if not form.is_valid():
        return _page(request, one, faulty=(name, form), status=422)
    version = version_of(request)
    try:
        button.do(one, form.cleaned_data, version=version, by=user, at=timezone.now())
    except NotReady as not_yet:
        return _page(request, one, faulty=(name, form), obstacles=not_yet.obstacles, status=422)
    except (*OVERTAKEN, NotYours):
        overtaken(request)
    else:
        messages.success(request, _("已登记，办理经过里可以看到。"))
    return redirect("overseer:correction", number)


@signed_in("GET")
def package(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand out the evidence as one ZIP with a signed record (证据包)."""
    one = correction_for_officer(request, number)
    response = HttpResponse(
        evidence.package(one, at=timezone.now()), content_type="application/zip"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="evidence.zip"'
    return response
