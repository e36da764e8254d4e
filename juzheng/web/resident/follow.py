"""Following a case (查办件): by number and code; the right lives in the session, not in a URL."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juzheng.acts.base import access_log, files
from juzheng.acts.cases import intake, withdrawal
from juzheng.law.base.papers import PaperState
from juzheng.law.cases.lifecycle import CASES, Event, State
from juzheng.law.cases.missing import NO_REFUSAL
from juzheng.records.cases import case_file
from juzheng.records.history import lines_of
from juzheng.records.models import Case, Certificate, MaterialRequest
from juzheng.web.resident import device, filed, mine
from juzheng.web.resident.course import course, promise_kept
from juzheng.web.resident.forms import FollowForm
from juzheng.web.resident.turns import being_corrected, copies_left, left_said, sheet_of, turn
from juzheng.web.shared import answers, errors
from juzheng.web.shared.act_results import OVERTAKEN
from juzheng.web.shared.cases import missing_paper, objections
from juzheng.web.shared.downloads import PDF, download, name_of, named
from juzheng.web.shared.security import personal
from juzheng.web.shared.visitors import address, right, too_often

RIGHTS = "followed_cases"  # number → until when and by which code, in the session
RIGHT_HOURS = 1
REFUSED = (State.REFUSED, State.OBJECTED, State.UPHELD)
TRIES_BY_ADDRESS, TRIES_BY_NUMBER, WINDOW_MINUTES = 30, 10, 15


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; say the same whichever of them is wrong (查办件)."""
    if request.method != "POST":
        return _find(request, FollowForm())
    form = FollowForm(request.POST)
    if not form.is_valid():
        return _find(request, form, status=422)
    number, at = form.cleaned_data["number"], timezone.now()
    if _tried_too_often(request, number, at):
        return errors.too_many(request, WINDOW_MINUTES * 60)
    # An unknown number goes through the same comparison as a wrong code.
    case = Case.objects.filter(number=number).first() or Case(number=number)
    if not intake.code_fits(case, form.cleaned_data["code"]):
        form.add_error(None, _("编号或查询码不对。请照回执再输一遍；回执丢了，请带证件到窗口查。"))
        return _find(request, form, status=422)
    right("follow", address(request), window_minutes=WINDOW_MINUTES, at=at)
    right("follow-number", (number, address(request)), window_minutes=WINDOW_MINUTES, at=at)
    grant(request, case, at)
    return redirect("resident:case", case.number)


def _find(request: HttpRequest, form: FollowForm, *, status: int = 200) -> HttpResponse:
    """Show what this telephone remembers, and the boxes for number and code (我的办件)."""
    found, at = [one for one in mine.kept(request) if one.erased_at is None], timezone.now()
    for one in found:
        access_log.viewed(one, "resident.mine", by=None, at=at)
    shown = [{"case": one, "turn": turn(one, papers_of(one), lines_of(one))} for one in found]
    context = {
        "form": form,
        "mine": shown,
        "recoded": mine.recoded(request),
        "others": len(device.drafts_of(request)),
    }
    return render(request, "resident/find.html", context, status=status)


def _tried_too_often(request: HttpRequest, number: str, at: datetime) -> bool:
    # Both are counted, whichever is exceeded first.
    counted = partial(too_often, window_minutes=WINDOW_MINUTES, at=at)
    by_address = counted("follow", address(request), limit=TRIES_BY_ADDRESS)
    # Numbers are counted up, so anybody can name one: whoever guesses blocks only themselves.
    by_number = counted("follow-number", (number, address(request)), limit=TRIES_BY_NUMBER)
    return by_address or by_number


def grant(request: HttpRequest, case: Case, at: datetime) -> None:
    """Let this browser follow ``case`` for a while, as long as its code is the one it has now."""
    request.session.cycle_key()
    right = [(at + timedelta(hours=RIGHT_HOURS)).isoformat(), _by(case)]
    request.session[RIGHTS] = {**request.session.get(RIGHTS, {}), case.number: right}


def _by(case: Case) -> str:
    """Return what tells today's code from one that was replaced; it tells nobody the code."""
    return case.secret_hash[:16]


def followed(request: HttpRequest, number: str) -> Case | None:
    """Return the case if this browser may follow it now; None does not say that none exists."""
    match request.session.get(RIGHTS, {}).get(number):
        case [until, by] if datetime.fromisoformat(until) >= timezone.now():
            found = Case.objects.select_related("committee", "revision")
            subject = found.filter(number=number).first()
            if subject is not None and _by(subject) == by:
                return subject
    return next((one for one in mine.kept(request) if one.number == number), None)


@personal
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show where the case is, whose turn it is and until when (办件进度)."""
    subject = followed(request, number)
    if subject is None:
        return ask_again(request)
    if subject.erased_at is not None:
        return render(request, "resident/erased.html", {"case": subject}, status=410)
    access_log.viewed(subject, "resident.case", by=None, at=timezone.now())
    entries = lines_of(subject)
    decision, made = case_file.decision_of(subject), papers_of(subject)
    context = {
        "case": subject,
        "item": subject.revision.item,
        "verdict": answers.verdict(decision),
        "decision": decision,
        "turn": turn(subject, made, entries),
        "kept": any(one.pk == subject.pk for one in mine.kept(request)),
        "kept_days": mine.KEPT_DAYS,
        "steps": course(subject, entries, on=timezone.localdate()),
        "promise_kept": promise_kept(subject, entries),
        "made": [
            (one, sheet_of(one), being_corrected(one), left_said(copies_left(one))) for one in made
        ],
        "asked": waited_for(subject),
        "no_refusal": NO_REFUSAL,
        "rows": filed.rows_of_case(subject, entries),
        "objections": list(subject.objections.all()),
        "refused_still": _refused_still(subject),
        "objectable": objections.objectable(subject),
        "remedy": _remedy(subject) if subject.stands in REFUSED else (),
        "withdrawable": Event.WITHDRAWN in CASES.allowed(subject.stands),
    }
    return render(request, "resident/case.html", context)


def _refused_still(subject: Case) -> bool:
    """Return whether it is at work again and the rules still refuse it: nothing is promised."""
    again = subject.erased_at is None and subject.stands is State.RECEIVED
    return again and case_file.refusal_reason(subject, on=timezone.localdate()) is not None


def _remedy(subject: Case) -> tuple[str, ...]:
    """Return what can be done against the refusal now; who has objected is not told to object."""
    said = objections.remedy()
    return said if objections.objectable(subject) else said[1:]


def papers_of(subject: Case) -> list[Certificate]:
    """Return the case's papers that exist as files, the newest of each kind first."""
    made = [PaperState.ISSUED.value, PaperState.REVOKED.value]
    if subject.erased_at is not None:
        return []
    found = subject.certificates.filter(status__in=made).prefetch_related("custody")
    return list(found.select_related("replaced_by", "replaces").order_by("-pk"))


def waited_for(subject: Case) -> MaterialRequest | None:
    """Return what the applicant was asked to bring, while it lacks or the case ended for it."""
    if subject.stands not in (State.AWAITING_MATERIALS, State.LAPSED):
        return None
    found: MaterialRequest | None = subject.requests.select_related("by").last()
    return found


@personal
@require_safe
def missing(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out what the applicant was asked to bring, to be kept or printed (一次性告知单)."""
    subject = followed(request, number)
    if subject is None:
        return ask_again(request)
    asked = waited_for(subject)
    if asked is None or subject.erased_at is not None:
        raise Http404
    access_log.viewed(subject, "resident.missing", by=None, at=timezone.now())
    return download(missing_paper.pdf(asked), PDF, named("还缺这些材料", subject.number))


@personal
@require_safe
def paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Hand out the certificate or the refusal notice as PDF, the newest or that of its number."""
    subject = followed(request, number)
    if subject is None:
        return ask_again(request)
    of_kind = (one for one in papers_of(subject) if one.kind == kind)
    asked = request.GET.get("number", "")  # each link hands out the paper it stands under
    made = next((one for one in of_kind if asked in ("", one.number)), None)
    if made is None:
        raise Http404(kind)
    access_log.viewed(subject, f"resident.{kind}", by=None, at=timezone.now())
    return download(files.read(made.file), PDF, name_of(made, subject.revision.item))


@personal
@require_POST
def kept(request: HttpRequest, number: str) -> HttpResponse:
    """Remember the case on this telephone, or forget it there (记在这台手机上)."""
    subject = followed(request, number) or device.just_filed(request, number)
    if subject is None:
        return ask_again(request)
    response = redirect("resident:find")
    if request.POST.get("keep") == "yes":
        mine.keep(response, request, subject)
        messages.success(request, _("记住了。以后点“我的办件”就能看。"))
    else:
        mine.drop(response, request, subject)
        rights = request.session.get(RIGHTS, {})
        request.session[RIGHTS] = {key: rights[key] for key in rights if key != number}
        messages.success(request, _("从这台手机上去掉了。这一件照常办理。"))
    return response


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawn(request: HttpRequest, number: str) -> HttpResponse:
    """Ask whether the applicant means it; a POST takes the application back (撤回申请)."""
    subject = followed(request, number)
    if subject is None:
        return ask_again(request)
    if request.method != "POST":
        access_log.viewed(subject, "resident.withdrawal", by=None, at=timezone.now())
        context = {"case": subject, "item": subject.revision.item}
        return render(request, "resident/withdrawal.html", context)
    try:
        withdrawal.withdraw(subject, at=timezone.now())
    except OVERTAKEN:
        messages.error(request, _("办件已经签字或办结，不能再撤回。请看下面的最新情况。"))
    else:
        messages.success(request, _("申请已撤回。需要时可以重新申请。"))
    return redirect("resident:case", number)


def ask_again(request: HttpRequest) -> HttpResponse:
    """Ask for number and code, whether or not there is such a case."""
    messages.warning(request, _("请先输入办件编号和查询码。"))
    return redirect("resident:find")
