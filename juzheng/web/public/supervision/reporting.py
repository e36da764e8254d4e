"""Reporting a demand (谁让您开的): a form, a receipt with a code, and the way to follow it."""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juzheng.acts.base import access_log
from juzheng.acts.base.moves import FiledOtherwise, NotReady
from juzheng.acts.supervision import letters as official_letters
from juzheng.acts.supervision import reports
from juzheng.law.base.demanders import Demander
from juzheng.law.base.redaction import masked_text
from juzheng.law.supervision.exposable import beyond
from juzheng.law.supervision.exposure import CorrectionState
from juzheng.law.supervision.reports import ReporterWord, ReportEvent, ReportState
from juzheng.outside import letters
from juzheng.outside.letters import Complaint, Sender
from juzheng.records.models import Report
from juzheng.records.supervision import corrections, of_units
from juzheng.web.public.supervision import outcomes
from juzheng.web.public.supervision.reporting_forms import FindReportForm, ObjectionForm, ReportForm
from juzheng.web.shared import errors, passed_over, request_catalogue
from juzheng.web.shared.act_results import OVERTAKEN, filed_otherwise, tried
from juzheng.web.shared.downloads import PDF, download, named
from juzheng.web.shared.place import place_of
from juzheng.web.shared.security import personal, without_private_numbers
from juzheng.web.shared.visitors import address, right, too_often
from juzheng.web.templatetags.juzheng import zh_date

RIGHTS = "followed_reports"  # number → until when, in the session
RIGHT_HOURS = 1
RECEIPT_HOURS = 0.5  # where it was filed, without the code: as a case's receipt
FILES, FILES_MINUTES = 20, 60  # reports that one address may file
TRIES, WINDOW_MINUTES = 15, 15


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Ask what was demanded and by whom; a POST files it (反映)."""
    if request.method != "POST":
        return _form(request, ReportForm(initial=_known(request)))
    at = timezone.now()
    if too_often("report", address(request), limit=FILES, window_minutes=FILES_MINUTES, at=at):
        return errors.too_many(request, FILES_MINUTES * 60)
    form = ReportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        filed = reports.receive(form.filed(), at=at)
    except FiledOtherwise as before:
        filed_otherwise(form, str(before.row))
        return _form(request, form, status=409)
    _grant(request, filed.number, at, hours=RECEIPT_HOURS)
    return redirect("public:report-receipt", filed.number)


def _form(request: HttpRequest, form: ReportForm, *, status: int = 200) -> HttpResponse:
    item = request_catalogue.today().items.get(str(form["item"].value() or ""))
    return render(request, "public/report.html", {"form": form, "item": item}, status=status)


def _known(request: HttpRequest) -> dict[str, Any]:
    """Return what the answer page knew already: the item, who asks, and where."""
    listed = request_catalogue.today()
    item = listed.items.get(passed_over.known(request, "item", listed.items))
    asked = without_private_numbers(request.GET.get("q", "").strip()[:100])
    matter = without_private_numbers(request.GET.get("matter", "").strip()[:100])
    story = without_private_numbers(request.GET.get("story", "").strip()[:400])
    kind = passed_over.known(request, "demander", {one.value for one in Demander})
    committee = place_of(request).committee
    path = listed.path_of(committee.code[:6]) if committee else ()
    return {
        "key": token_hex(16),
        "item": item.id if item else "",
        "proof": item.name if item else asked,
        "unit_kind": kind,
        "matter": matter,
        "story": story,
        "place": "".join(division.name for division in path),
        "unnamed": True,
    }


@personal
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Show number and code, for some time where it was filed (反映回执)."""
    subject = _followed(request, number)
    if subject is None:
        return _ask_again(request)
    context = {
        "report": subject,
        "code": reports.code_of(subject),
        "looked_at": corrections.looked_at(subject),
        "beyond": beyond(subject.unit_kind, subject.unit_name),
        "rows": _filed(subject),
    }
    return render(request, "public/report_receipt.html", context)


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; say the same whichever of them is wrong (查反映)."""
    form = FindReportForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "public/report_find.html", {"form": form}, status=status)
    at, who = timezone.now(), address(request)
    if too_often("follow-report", who, limit=TRIES, window_minutes=WINDOW_MINUTES, at=at):
        return errors.too_many(request, WINDOW_MINUTES * 60)
    number = form.cleaned_data["number"]
    # An unknown number goes through the same comparison as a wrong code.
    subject = Report.objects.filter(number=number).first() or Report(number=number)
    if not reports.code_fits(subject, form.cleaned_data["code"]):
        form.add_error(None, _("编号或查询码不对。请照回执再输一遍；回执丢了，可以重新反映。"))
        return render(request, "public/report_find.html", {"form": form}, status=422)
    right("follow-report", who, window_minutes=WINDOW_MINUTES, at=at)
    _grant(request, subject.number, at)
    return redirect("public:report-follow", subject.number)


@personal
@require_safe
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """Show where the report is and until when the unit has to answer (反映进度)."""
    subject = _followed(request, number)
    if subject is None:
        return _ask_again(request)
    access_log.report_viewed(subject, "report", by=None, at=timezone.now())
    return _follow_page(request, subject, ObjectionForm())


def _follow_page(
    request: HttpRequest, subject: Report, form: ObjectionForm, *, status: int = 200
) -> HttpResponse:
    one = subject.correction
    context = {
        "report": subject,
        "state": ReportState(subject.state),
        "form": form,
        "objectable": subject.state == ReportState.HAS_BASIS
        and not (subject.objection or subject.erased_at),
        "answer": official_letters.paragraphs(subject.answer),
        "basis": official_letters.paragraphs(subject.answer_basis),
        "beyond": subject.state == ReportState.RECEIVED
        and beyond(subject.unit_kind, subject.unit_name),
        "looked_at": corrections.looked_at(subject),
        "correction": one,
        "standing": of_units.standing(one, timezone.localdate()) if one else None,
        "over": outcomes.of_report(subject),
        "waits_for_unit": one is not None and one.stands is CorrectionState.NOTIFIED,
        "steps": corrections.steps_for_everybody(subject),
        "asked": outcomes.running(subject),
        "word": ReporterWord(subject.word),
        "told": _told(subject),
        "withdrawable": _withdrawable(subject),
    }
    return render(request, "public/report_follow.html", context, status=status)


def _filed(subject: Report) -> list[dict[str, str]]:
    """Return what the receipt says was reported: when, which unit, which paper, what happened."""
    rows = [
        {"key": _("收到的日子"), "value": zh_date(subject.received_at)},
        {"key": _("反映的单位"), "value": subject.unit_name},
        {"key": _("索要的证明"), "value": masked_text(subject.proof)},
    ]
    return [*rows, *_told(subject)]


def _told(subject: Report) -> list[dict[str, str]]:
    """Return what was filed, without personal data, and whether a photo arrived (您反映的内容)."""
    if subject.erased_at:
        return []
    names = [subject.reporter_name] if subject.reporter_name else []
    day = subject.asked_on
    rows = (
        (_("哪一天"), zh_date(day) if day else ""),
        (_("去办什么事"), masked_text(subject.matter, names)),
        (_("谁说的"), masked_text(subject.counter, names)),
        (_("当时怎么说的"), masked_text(subject.story, names)),
        (_("照片"), _("收到了一张") if subject.photo else _("没有收到照片")),
    )
    return [{"key": key, "value": value or _("没有填")} for key, value in rows]


@personal
@require_safe
def withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    """Ask whether the reporter means it; the answer goes to ``word`` (要撤回反映吗)."""
    subject = _followed(request, number)
    if subject is None:
        return _ask_again(request)
    if not _withdrawable(subject):
        messages.error(request, _("现在不能这样办，这次没有改动。请看最新的进度。"))
        return redirect("public:report-follow", number)
    access_log.report_viewed(subject, "report", by=None, at=timezone.now())
    return render(request, "public/report_withdrawal.html", {"report": subject})


def _withdrawable(subject: Report) -> bool:
    return subject.state in (ReportState.RECEIVED, ReportState.ACCEPTED)


@personal
@require_POST
def word(request: HttpRequest, number: str) -> HttpResponse:
    """Keep what the reporter says of the outcome, or that they take the report back (反映人说)."""
    subject = _followed(request, number)
    if subject is None:
        return _ask_again(request)
    said, not_now = (
        request.POST.get("word", ""),
        _("现在不能这样办，这次没有改动。请看最新的进度。"),
    )
    with tried(request, _("已记下，谢谢您告诉我们。"), dict.fromkeys(OVERTAKEN, not_now)):
        if said == "withdrawn":  # asked before, on a page of its own
            reports.withdraw(subject, at=timezone.now())
        elif said in (ReporterWord.CORRECTED.value, ReporterWord.STILL.value):
            reports.say(subject, ReporterWord(said), at=timezone.now())
    return redirect("public:report-follow", number)


@personal
@require_POST
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """Keep why the reporter does not agree; another officer looks again (反映人的异议)."""
    subject = _followed(request, number)
    if subject is None:
        return _ask_again(request)
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return _follow_page(request, subject, form, status=422)
    not_now = _("现在不能这样办，这次没有改动。请看最新的进度。")
    refused = dict.fromkeys((*OVERTAKEN, NotReady), not_now)
    with tried(request, _("已收到。由没有答复过的另一位工作人员再看一次。"), refused):
        reports.object_to(subject, form.cleaned_data["reason"], at=timezone.now())
    return redirect("public:report-follow", number)


@personal
@require_safe
def answer_letter(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the answer as a page to keep (对反映的答复)."""
    subject = _followed(request, number)
    if subject is None:
        return _ask_again(request)
    try:
        page = official_letters.answer(subject)
    except official_letters.NoLetter:
        raise Http404(number) from None
    access_log.report_viewed(subject, "report.letter", by=None, at=timezone.now())
    return download(page, PDF, named(_("答复"), subject.letter_number))


@personal
@require_safe
def complaint(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the filled complaint for the ministry's channel and 12345 (投诉单)."""
    subject = _followed(request, number)
    if subject is None:
        return _ask_again(request)
    access_log.report_viewed(subject, ReportEvent.RECEIVED.value, by=None, at=timezone.now())
    path = request_catalogue.today().path_of(subject.division)
    pdf = letters.complaint_pdf(
        Complaint(
            proof=subject.proof,
            unit=subject.unit_name,
            region="".join(division.name for division in path),
            matter=subject.matter,
            asked_on=subject.asked_on,
            who_asked=subject.counter,
            said=subject.story,
        ),
        on=timezone.localdate(),
        sender=Sender(subject.reporter_name, subject.telephone),
        demo=request_catalogue.today().fictional(subject.division),
    )
    return download(pdf, PDF, "complaint.pdf")


def _grant(request: HttpRequest, number: str, at: datetime, *, hours: float = RIGHT_HOURS) -> None:
    """Let this browser follow the report for a while."""
    request.session.cycle_key()
    until = (at + timedelta(hours=hours)).isoformat()
    request.session[RIGHTS] = {**request.session.get(RIGHTS, {}), number: until}


def _followed(request: HttpRequest, number: str) -> Report | None:
    """Return the report if this browser may follow it now; None does not say that none exists."""
    until = request.session.get(RIGHTS, {}).get(number)
    if until is None or datetime.fromisoformat(until) < timezone.now():
        return None
    return Report.objects.select_related("correction").filter(number=number).first()


def _ask_again(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("请先输入反映编号和查询码。"))
    return redirect("public:report-find")
