"""Reports and corrections at the officers' desk (反映处理): the board and one report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base import access_log, files
from juzheng.acts.base.moves import NotReady, NotYours
from juzheng.acts.supervision import exposure, reports, taking_in
from juzheng.acts.supervision import letters as official
from juzheng.acts.supervision.reports import StillPrivate
from juzheng.law.base.demanders import Demander
from juzheng.law.supervision import letters
from juzheng.law.supervision.exposable import Beyond, answer_to, beyond
from juzheng.law.supervision.reports import ReportEvent, ReportState
from juzheng.outside.photos import BadBox
from juzheng.records.models import Correction, Report, User
from juzheng.records.supervision import (
    alike,
    correction_pages,
    corrections,
    exhibits,
    verdicts,
)
from juzheng.records.supervision.verdicts import Verdict
from juzheng.records.walking import behind, key_of
from juzheng.web.overseer import another, office
from juzheng.web.overseer.access import officer
from juzheng.web.overseer.supervision.report_forms import (
    AcceptForm,
    AnswerForm,
    BasisForm,
    JoinForm,
    MoveForm,
    PassForm,
    ReportReviewForm,
)
from juzheng.web.shared import answers, request_catalogue
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import Outcome, tried

MOST = 200  # rows on the board; the oldest first, so that none is forgotten
WAITING = 30  # reports on a page of those nobody has looked at
CLOSED = 20


def report_for_officer(request: SignedInRequest, number: str) -> Report:
    """
    Return the report, for an officer whose division governs it.

    :raises NotYourPost: as ``officer``
    :raises django.http.Http404: if there is none, or another division's
    """
    found = Report.objects.visible_to(officer(request)).select_related("correction")
    return get_object_or_404(found, number=number)


@signed_in("GET")
def board(request: SignedInRequest) -> HttpResponse:
    """Show what nobody has looked at, and the corrections with their clocks (反映和纠正)."""
    user, today = officer(request), timezone.localdate()
    mine = Correction.objects.visible_to(user)
    found = correction_pages.open_first(mine, MOST)
    told = correction_pages.told_of(found)
    rows = [_row(one, told[one.pk], today) for one in found]
    context = {
        **_waiting(request, user, today),
        "rows": rows,
        "objections": [row for row in rows if row["one"].objection_due_on],
        "overdue": [row for row in rows if row["clock"] and row["clock"].days_left < 0],
        "closed": correction_pages.closed_last(mine, CLOSED),
    }
    return show(request, "overseer/reports.html", context)


def _waiting(request: SignedInRequest, user: User, today: date) -> dict[str, Any]:
    """Return a page of what nobody has looked at: what the system says of each takes its time."""
    after = request.GET.get("after", "")
    mine = Report.objects.visible_to(user).waiting()
    found = list(mine.filter(behind("received_at", after, newest=False))[: WAITING + 1])
    last = found[WAITING - 1] if len(found) > WAITING else None
    return {
        "waiting": [
            {
                "report": one,
                "kind": Demander(one.unit_kind).label,
                "verdict": verdicts.of_report(one, today).answer,
            }
            for one in found[:WAITING]
        ],
        "later": f"?after={key_of(last.received_at, last.pk)}" if last else "",
        "earlier": request.path if after else "",
    }


def _row(one: Correction, told: int, today: Any) -> dict[str, Any]:
    return {"one": one, "clock": corrections.clock_of(one, today), "reports": told}


def _lacking(subject: Report, user: User) -> dict[str, str]:
    """Return what an answer that can be printed lacks (答复上缺什么); empty: nothing."""
    if subject.letter_number:
        line = subject.MACHINE.line(ReportEvent.HAS_BASIS)
        return office.lacking(user, official.signed_by(subject, line))
    waits = subject.state == ReportState.RECEIVED
    return office.lacking(user, user.division or "") if waits else {}


@signed_in("GET")
def report(request: SignedInRequest, number: str) -> HttpResponse:
    """Show one report and what may be done with it (一份反映)."""
    return _page(request, report_for_officer(request, number))


def _page(
    request: SignedInRequest,
    subject: Report,
    *,
    unsaved: Sequence[tuple[str, str]] = (),
    same: Sequence[Correction] = (),
    **forms: Any,
) -> HttpResponse:
    """
    Show the report with its decisions.

    :param same: what is open of the unit and proof as the officer has just named them
    """
    user = officer(request)
    access_log.report_viewed(subject, "overseer.report", by=user, at=timezone.now())
    verdict = verdicts.of_report(subject, timezone.localdate())
    like = [*same] or corrections.like(subject, verdict.taken_for)
    found = None if same else beyond(subject.unit_kind, subject.unit_name)
    near = [] if found else corrections.near(subject, verdict.taken_for)
    movable = alike.to_move_into(subject)
    context = {
        "beyond": found,
        "cancelled": exhibits.cancelled(
            subject.unit_name, subject.item, subject.proof, subject.division, subject.asked_on
        ),
        "report": subject,
        "kind": Demander(subject.unit_kind).label,
        "item": request_catalogue.today().items.get(subject.item),
        "reviewable": subject.consent
        and subject.state in (ReportState.RECEIVED, ReportState.ACCEPTED),
        "open": subject.state == ReportState.RECEIVED,
        "review_form": ReportReviewForm(report=subject),
        "accept_form": AcceptForm(
            report=subject, proposed=verdict.taken_for, open_already=bool(like)
        ),
        "join_form": JoinForm(found=like, proposed=like[0].number if like else ""),
        "near": near,
        "near_form": JoinForm(found=near, auto_id="near_%s"),
        "lacking": _lacking(subject, user),
        "answer_form": AnswerForm(initial=_refusal(found)),
        "basis_form": BasisForm(initial=_basis(subject, verdict)),
        "verdict": verdict,
        "proposal": _proposal(found, like, verdict),
        "cited": [answers.cite(one) for one in verdict.citations],
        "same_officer": subject.state == ReportState.RECEIVED and subject.answered_by == user.pk,
        "price": another.price_of_report(user, subject),
        "accuses": another.price_of_accusing(user, subject.division, ()),
        "pass_form": PassForm(),
        "movable": movable,
        "move_form": MoveForm(found=movable, auto_id="move_%s"),
        "unsaved": unsaved,
        **forms,
    }
    context["faulty"] = next((form for form in forms.values() if form.errors), None)
    status = 422 if context["faulty"] else 200
    return show(request, "overseer/report.html", context, status=status)


def _refusal(found: Beyond | None) -> dict[str, str]:
    """Return what the answer to the reporter of such a unit begins with."""
    if found is None:
        return {}
    return {"event": ReportEvent.OTHER_AUTHORITY.value, "answer": answer_to(found)}


def _proposal(found: Beyond | None, like: list[Correction], verdict: Verdict) -> str:
    """Return which decision stands open first (先列出的办法): a proposal, the officer decides."""
    if found:
        return ""
    if like:
        return "join"
    return "basis" if verdict.has_basis else "accept"


def _basis(subject: Report, verdict: Verdict) -> dict[str, str]:
    """Return what the letter begins with: words that say there is a basis, where one was found."""
    if not verdict.has_basis:
        return {}  # we know of none: who says that there is one writes it himself
    basis = "\n".join(map(str, verdict.citations))
    return {"letter": letters.answer_with_basis(verdicts.about(subject)), "basis": basis}


def _after(request: SignedInRequest, number: str, how: Outcome, form: Form) -> HttpResponse:
    """Lead back to the report; who was overtaken finds there what he had written."""
    if unsaved := how.unsaved(form):
        return _page(request, report_for_officer(request, number), unsaved=unsaved)
    return redirect("overseer:report", number)


@signed_in("GET")
def photo(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand out the photo as it came in, redrawn; every look is written down."""
    subject = report_for_officer(request, number)
    if not subject.photo:
        raise Http404(number)
    access_log.report_viewed(subject, "overseer.photo", by=request.user, at=timezone.now())
    return HttpResponse(files.read(subject.photo), content_type="image/jpeg")


@signed_in("POST")
def review(request: SignedInRequest, number: str) -> HttpResponse:
    """Keep what may be shown of the report (遮盖和审看)."""
    subject = report_for_officer(request, number)
    form = ReportReviewForm(request.POST, report=subject)
    if not form.is_valid():
        return _page(request, subject, review_form=form)
    given = {"boxes": (), "show_photo": False, **form.cleaned_data}
    words, at = given.pop("words"), timezone.now()
    try:
        with tried(request, _("已记下可以公开的内容。公开前还要第二人审批。")) as how:
            reports.review(subject, words, **given, by=request.user, at=at)
    except StillPrivate as found:
        text = _("里面还有个人信息：%(kinds)s。请遮住或删去，公开的文字不留个人信息。")
        form.add_error("words", text % {"kinds": str(found)})
    except BadBox as bad:
        form.add_error("boxes", str(bad))
    except NotReady as refused:
        form.add_error(None, str(refused))
    if form.errors:
        return _page(request, subject, review_form=form)
    return _after(request, number, how, form)


@signed_in("POST")
def acceptance(request: SignedInRequest, number: str) -> HttpResponse:
    """Accept the report and open a correction (受理)."""
    subject = report_for_officer(request, number)
    form = AcceptForm(request.POST, report=subject)
    if not form.is_valid():
        return _page(request, subject, accept_form=form)
    try:
        with tried(request, _("已受理。接下来通报单位和它的上级。"), moved=(NotYours,)) as how:
            apart, at = form.cleaned_data["apart"], timezone.now()
            one = exposure.accept(subject, form.subject(), by=request.user, at=at, apart=apart)
            return redirect("overseer:correction", one.number)
    except NotReady as not_yet:
        if any(each.code == "open_already" for each in not_yet.obstacles):
            about = form.subject()
            named = (about.unit_name, about.proof, about.item or subject.item)
            same = alike.of_subject(subject.division, *named)
            form.add_error("unit_name", str(not_yet))
            return _page(request, subject, accept_form=form, same=same)
        form.add_error("unit_kind" if subject.answered_by is None else None, str(not_yet))
        return _page(request, subject, accept_form=form)
    return _after(request, number, how, form)


@signed_in("POST")
def joining(request: SignedInRequest, number: str) -> HttpResponse:
    """Put the report beside others on the same unit and proof (并入)."""
    subject = report_for_officer(request, number)
    item = verdicts.of_report(subject, timezone.localdate()).taken_for
    like = corrections.like(subject, item)
    near = [*corrections.near(subject, item), *_posted(request, subject)]
    form = JoinForm(request.POST, found=[*like, *near])
    shown: dict[str, Any] = {"join_form" if like else "near_form": form}
    if not form.is_valid():
        return _page(request, subject, **shown)
    one = form.cleaned_data["correction"]
    try:
        said = _("已并入%(number)s，和同一件的其他反映一起办。") % {"number": one.number}
        with tried(request, said, moved=(NotYours,)) as how:
            exposure.join(subject, one, by=request.user, at=timezone.now())
            return redirect("overseer:correction", one.number)
    except NotReady as not_yet:
        form.add_error("correction", str(not_yet))
        return _page(request, subject, **shown)
    return _after(request, number, how, form)


def _posted(request: SignedInRequest, subject: Report) -> QuerySet[Correction]:
    """Return the open correction of the place that was chosen, under whatever name (所选)."""
    open_here = Correction.objects.joinable().filter(division=subject.division)
    return open_here.filter(number=request.POST.get("correction", ""))


@signed_in("POST")
def moving(request: SignedInRequest, number: str) -> HttpResponse:
    """Move an accepted report into the correction where it belongs (转到另一件)."""
    subject = report_for_officer(request, number)
    form = MoveForm(request.POST, found=alike.to_move_into(subject), auto_id="move_%s")
    if not form.is_valid():
        return _page(request, subject, move_form=form)
    one = form.cleaned_data["correction"]
    said = _("已转到%(number)s，反映人看得到在那一件里办。") % {"number": one.number}
    with tried(request, said, moved=(NotYours,)) as how:
        taking_in.transfer(subject, one, by=request.user, at=timezone.now())
        return redirect("overseer:correction", one.number)
    return _after(request, number, how, form)


@signed_in("POST")
def answer(request: SignedInRequest, number: str) -> HttpResponse:
    """Close the report with an answer to its reporter (不受理)."""
    subject, form = report_for_officer(request, number), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, subject, answer_form=form)
    event, text = ReportEvent(form.cleaned_data["event"]), form.cleaned_data["answer"]
    try:
        with tried(request, _("已答复反映人。")) as how:
            reports.set_aside(subject, event, text, by=request.user, at=timezone.now())
    except NotReady as not_yet:
        form.add_error(None, str(not_yet))
        return _page(request, subject, answer_form=form)
    return _after(request, number, how, form)


@signed_in("POST")
def basis(request: SignedInRequest, number: str) -> HttpResponse:
    """Tell the reporter in a letter that the demand has a basis (查到依据的答复)."""
    subject, form = report_for_officer(request, number), BasisForm(request.POST)
    if not form.is_valid():
        return _page(request, subject, basis_form=form)
    try:
        with tried(request, _("已答复反映人，答复可以打印。"), moved=(NotYours,)) as how:
            said = form.cleaned_data
            by, at = request.user, timezone.now()
            reports.answer_basis(subject, said["letter"], said["basis"], by=by, at=at)
    except NotReady as not_yet:
        form.add_error(None, str(not_yet))
        return _page(request, subject, basis_form=form)
    return _after(request, number, how, form)


@signed_in("POST")
def passing(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand the report to another division (转办)."""
    subject, form = report_for_officer(request, number), PassForm(request.POST)
    if not form.is_valid():
        return _page(request, subject, pass_form=form)
    place = form.cleaned_data["place"]
    with tried(request, _("已转到那里的民政部门。"), moved=(NotYours,)) as how:
        reports.pass_on(subject, place, by=request.user, at=timezone.now())
        return redirect("overseer:reports")
    return _after(request, number, how, form)
