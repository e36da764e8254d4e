"""Notices to a unit (给本单位的通报): received, answered and replied to by its own account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base import files
from juzheng.acts.supervision import afterwards, exposure, hearings, letters
from juzheng.law.supervision.exposure import (
    COPIED,
    OF_THE_UNIT,
    CorrectionEvent,
    CorrectionState,
    Hearing,
    Service,
)
from juzheng.law.supervision.hearings import to_come
from juzheng.law.supervision.inbox import Todo
from juzheng.law.supervision.on_file import arranged
from juzheng.records.models import Correction
from juzheng.records.supervision import corrections, endings, exhibits, of_units
from juzheng.web.department import inbox, joined
from juzheng.web.department.access import registrar
from juzheng.web.department.forms import (
    HearingRequestForm,
    NoticeAnswerForm,
    NoticeReplyForm,
    ObjectionForm,
)
from juzheng.web.department.taken import taken
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.downloads import PDF, download, named
from juzheng.web.shared.paging import PAGE
from juzheng.web.shared.scans import handed_out


def _receive(one: Correction, **who: Any) -> Correction:
    return exposure.serve(one, Service.ACCOUNT, timezone.localdate(who["at"]), "", **who)


def _receive_facts(one: Correction, **who: Any) -> Correction:
    received = exposure.Proof(Service.ACCOUNT, timezone.localdate(who["at"]))
    return hearings.serve_facts(one, received, **who)


def _answer(one: Correction, corrected: str, note: str, basis: str, **who: Any) -> Correction:
    return exposure.answer(one, corrected == "yes", note, basis=basis, **who)


def _reply(one: Correction, reply: str, **who: Any) -> Correction:
    return exposure.hear(one, Hearing.SPOKE, reply, **who)


def _waive(one: Correction, **who: Any) -> Correction:
    return exposure.hear(one, Hearing.DECLINED, "", **who)


def _ask_hearing(one: Correction, reason: str, **who: Any) -> Correction:
    return hearings.ask_hearing(one, reason, **who)


def _object(one: Correction, reply: str, **who: Any) -> Correction:
    return afterwards.object_to(one, reply, **who)


ACTS: dict[str, tuple[CorrectionEvent, type[forms.Form], Callable[..., Correction]]] = {
    "receipt": (CorrectionEvent.SERVED, forms.Form, _receive),
    "facts-receipt": (CorrectionEvent.STATED_SERVED, forms.Form, _receive_facts),
    "answer": (CorrectionEvent.ANSWERED, NoticeAnswerForm, _answer),
    "reply": (CorrectionEvent.HEARD, NoticeReplyForm, _reply),
    "waiver": (CorrectionEvent.HEARD, forms.Form, _waive),
    "hearing": (CorrectionEvent.HEARING_ASKED, HearingRequestForm, _ask_hearing),
    "objection": (CorrectionEvent.OBJECTED, ObjectionForm, _object),
    "outcome": (CorrectionEvent.SEEN, forms.Form, afterwards.see),
}


@signed_in("GET")
def notices(request: SignedInRequest) -> HttpResponse:
    """List the notices to the unit: what is to be done first, then all there ever were."""
    user = registrar(request)
    after, found, later = request.GET.get("after", ""), list[Correction](), ""
    if user.unit:
        found, later = of_units.latest(user.unit, after, PAGE)
    context = {
        "notices": [(one, one.standing) for one in found],
        "tasks": inbox.of_notices(user, timezone.localdate()),
        "later": f"?after={later}" if later else "",
        "earlier": request.path if after else "",
    }
    return show(request, "department/notices.html", context)


@signed_in("GET")
def notice(request: SignedInRequest, number: str) -> HttpResponse:
    """Show one notice; what it says only once it is received, for then the unit's days run."""
    return _page(request, _notice_for_unit(request, number))


@signed_in("POST")
def step(request: SignedInRequest, number: str, name: str) -> HttpResponse:
    """Receive the notice, answer it, reply to the facts or object to the exposure."""
    one = _notice_for_unit(request, number)
    if name not in ACTS:
        raise Http404(name)
    _event, form_class, act = ACTS[name]
    chosen = (name, form_class, act)
    return taken(
        request, one, chosen, found=_notice_for_unit, page=_page, address="department:notice"
    )


def _next(request: SignedInRequest, one: Correction) -> str:
    """Return where the next thing that waits is done; nothing where this one waits itself."""
    tasks = inbox.tasks(registrar(request), timezone.localdate())
    here = reverse("department:notice", args=[one.number])
    if not tasks or any(task["href"] == here for task in tasks):
        return ""
    return str(tasks[0]["href"])


@signed_in("GET")
def scan(request: SignedInRequest, number: str, pk: int) -> HttpResponse:
    """Hand out the scan of what the unit itself sent on paper (本单位来文的扫描件)."""
    own = [event.value for event in OF_THE_UNIT]
    papers = _notice_for_unit(request, number).exhibits.filter(event__in=own).exclude(scan="")
    return handed_out(get_object_or_404(papers, pk=pk).scan)


@signed_in("GET")
def letter(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand out the notice itself as it was issued, once it is received (通报)."""
    one = _notice_for_unit(request, number)
    if one.served_on is None:
        raise Http404(number)
    try:
        page = letters.notice(one)
    except letters.NoLetter:
        raise Http404(number) from None
    return download(page, PDF, named(_("通报"), one.notice_number), inline=True)


@signed_in("GET")
def photo(request: SignedInRequest, number: str, digest: str) -> HttpResponse:
    """Hand out a reporter's photo as the officers left it, for it may be published (涂黑的照片)."""
    one = _notice_for_unit(request, number)
    for report in of_units.counted_reports(one) if one.served_on else ():
        if report.told.public_photo == digest:
            return HttpResponse(files.read(report.public_photo), content_type="image/jpeg")
    raise Http404(digest)


def sender(one: Correction) -> dict[str, Any]:
    """Return who sent the notice and how it is reached today (谁发的、怎样联系)."""
    division = letters.signed_by(one, one.MACHINE.line(CorrectionEvent.NOTIFIED))
    return {"office": letters.office_of(division), "reached": letters.contact_of(division)}


def _notice_for_unit(request: SignedInRequest, number: str) -> Correction:
    user = registrar(request)
    found = of_units.notice(user.unit, number) if user.unit else None
    if found is None:
        raise Http404(number)
    return found


def _page(
    request: SignedInRequest,
    one: Correction,
    faulty: dict[str, forms.Form] | None = None,
    *,
    obstacles: tuple[Any, ...] = (),
    unsaved: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    # What the unit has said already is published too: its next words begin with them.
    papers = exhibits.current(one)
    known = {"reply": {"reply": exhibits.spoken(one, papers).own}}
    shown = {
        name: (faulty or {}).get(name) or form(prefix=name, initial=known.get(name))
        for name, (event, form, _act) in ACTS.items()
        if event in one.MACHINE.allowed(one.stands)
    }
    hearing = arranged(paper.proof for paper in papers)
    unit, waits = registrar(request).unit, of_units.waiting(one, timezone.localdate())
    if not of_units.may_speak(one, timezone.localdate()):
        shown.pop("reply", None)
        shown.pop("hearing", None)
    shown.pop("hearing" if hearing.asked else "waiver", None)
    if not to_come(hearing, one.hearing, timezone.localdate()):
        shown.pop("waiver", None)
    unread = any(each.todo is Todo.RECEIVE_FACTS for each in waits)
    for name in ("reply", "hearing") if unread else ("facts-receipt",):
        shown.pop(name, None)
    context = {
        "one": one,
        "hearing": hearing,
        "sender": sender(one),
        "spoken": bool(one.reply),
        "hearing_open": hearing.asked and one.state in of_units.UNHEARD,
        "outcome": of_units.outcome(one),
        "speak_until": next((each.due for each in waits if each.todo is Todo.SPEAK), None),
        "decided": [paper for paper in papers if paper.what is CorrectionEvent.OBJECTION_REJECTED],
        "said": [paper for paper in papers if paper.what in COPIED & OF_THE_UNIT],
        "facts_receipt": shown.get("facts-receipt"),
        "joined": joined.of_notice(one, unit) if one.served_on and unit else {},
        "to_be_public": joined.to_be_public(one) if one.served_on and not unread else {},
        "limits": corrections.limits(),
        "until": endings.stays_until(one),
        "next_task": _next(request, one),
        "state": CorrectionState(one.state),
        "standing": of_units.standing(one, timezone.localdate()),
        "forms": shown,
        "faulty": next(iter((faulty or {}).values()), None),
        "obstacles": obstacles,
        "unsaved": unsaved,
    }
    return show(request, "department/notice.html", context, status=status)
