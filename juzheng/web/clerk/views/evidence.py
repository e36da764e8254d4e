"""What must lie on file (须归档的材料): ground, circumstances, assessment, meeting, scans."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base import files
from juzheng.acts.base.access_log import viewed
from juzheng.acts.base.moves import NotReady
from juzheng.acts.cases import consultation as consultations
from juzheng.acts.cases import deliberation as meetings
from juzheng.acts.cases import intake, transition
from juzheng.law.base.permissions import Permission
from juzheng.law.catalogue.items import DeliberationRule
from juzheng.law.catalogue.lists import UnlistedCase
from juzheng.outside.photos import BadPhoto
from juzheng.records.cases import case_file
from juzheng.records.catalogue import governing
from juzheng.records.models import Case
from juzheng.web.clerk import case_scans, casefile, own_hand
from juzheng.web.clerk.forms import evidence as written
from juzheng.web.clerk.forms.counter import AnswersForm
from juzheng.web.clerk.views.cases import not_kept, onward
from juzheng.web.shared.access import (
    SignedInRequest,
    case_for_desk,
    case_to_write,
    is_old,
    show,
    signed_in,
)
from juzheng.web.shared.act_results import in_words, tried
from juzheng.web.shared.downloads import download

TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
# As what the log tells a look at a page that shows more than the case: what can be put right.
LOOKS = {"answers": "answers", "particulars": "更正"}


@signed_in("GET", "POST")
def ground(request: SignedInRequest, number: str) -> HttpResponse:
    """Record why a listed item is still needed; the answer is worked out anew."""
    subject = case_to_write(request, number, Permission.WORK_ON)
    form = written.TransitionForm(subject, *sent(request))

    def record(**who: Any) -> None:
        scan = written.content(form.cleaned_data["demand"])
        document = transition.keep_demand(subject, scan) if scan else form.kept_document()
        given = form.given()
        transition.record_ground(subject, form.ground(), document=document, given=given, **who)

    done = _("理由已登记，已按新情况重新答复。")
    return recorded(request, subject, "ground", form, record, done, file="demand")


@signed_in("GET", "POST")
def circumstances(request: SignedInRequest, number: str) -> HttpResponse:
    """Work the answer out anew on what the clerk has learned."""
    subject = case_to_write(request, number, Permission.WORK_ON)
    known = {"verifiable": True, **subject.circumstances}
    counts = _outside_counts(subject)
    form = written.CircumstancesForm(*sent(request), initial=known, outside_counts=counts)
    if form.is_valid() and not transition.news(subject, form.cleaned_data):
        messages.success(request, _("没有改动。"))
        return redirect("clerk:case", number)

    def record(**who: Any) -> None:
        transition.restate(subject, **form.cleaned_data, **who)

    return recorded(request, subject, "circumstances", form, record, _("已按新情况重新答复。"))


def _outside_counts(case: Case) -> bool:
    """Return whether it matters here that the demanding department is outside the city."""
    on = timezone.localtime(case.received_at).date()
    policy = governing.governing(on).rulebook(case.committee.code, on).unlisted
    return policy is not None and UnlistedCase.OUTSIDE_DEMANDER in policy.cases


@signed_in("GET", "POST")
def answers(request: SignedInRequest, number: str) -> HttpResponse:
    """Complete or correct what was filed; what is said of it has to be verified again."""
    subject = case_to_write(request, number, Permission.WORK_ON)
    form = AnswersForm(subject, timezone.localdate(), *sent(request))
    if form.is_valid() and not form.changed():
        messages.success(request, _("没有改动。"))
        return redirect("clerk:case", number)

    def record(**who: Any) -> None:
        intake.supplement(subject, form.changed(), given=form.given(), **who)

    done = _("已补充更正。改过的内容要重新核实。")
    return recorded(request, subject, "answers", form, record, done)


@signed_in("GET", "POST")
def assessment(request: SignedInRequest, number: str) -> HttpResponse:
    """Record the reasoned assessment of the legal risk."""
    subject = case_to_write(request, number, Permission.WORK_ON)
    form = written.AssessmentForm(*sent(request))

    def record(**who: Any) -> None:
        transition.assess(subject, **form.cleaned_data, **who)

    return recorded(request, subject, "assessment", form, record, _("风险评估意见已登记。"))


@signed_in("GET", "POST")
def deliberation(request: SignedInRequest, number: str) -> HttpResponse:
    """Record one meeting with the scan of its signed sheet."""
    subject = case_to_write(request, number, Permission.WORK_ON)
    rule = case_file.meeting_rule(subject)
    if rule.flexible:
        return _consultation(request, subject, rule)
    contradicted = partial(meetings.contradicted, subject, on=timezone.localdate())
    form = written.MeetingForm(rule, *sent(request), before=contradicted)
    shown = {"quorum": _share(rule.quorum), "majority": _share(rule.majority), "rule": rule}
    shown["what"] = casefile.meeting_words(subject)

    def record(**who: Any) -> None:
        sheet = written.content(form.cleaned_data["sheet"])
        why = form.cleaned_data["why"]
        meetings.record(subject, form.meeting(), sheet=sheet, why=why, **who)

    done, page = _("会议情况已登记。"), "deliberation"
    return recorded(request, subject, page, form, record, done, file="sheet", **shown)


def _consultation(request: SignedInRequest, subject: Case, rule: DeliberationRule) -> HttpResponse:
    """Record in which form residents were heard about a risk; no assembly is asked for."""
    form = written.ConsultationForm(rule, *sent(request))

    def record(**who: Any) -> None:
        consultations.record(subject, form.consultation(), **who)

    done, page = _("居民意见已登记。"), "consultation"
    return recorded(request, subject, page, form, record, done, rule=rule)


@signed_in("GET")
def document(request: SignedInRequest, number: str, digest: str) -> HttpResponse:
    """Hand out a stored scan, as a file and never as a page."""
    subject = case_for_desk(request, number, Permission.SEE_DESK)
    name = case_scans.stored_name(subject, digest)
    if name is None:
        raise Http404
    try:
        scan = files.read(name)
    except FileNotFoundError:
        raise Http404 from None
    viewed(subject, "扫描件", by=request.user, at=timezone.now())
    ending = name.rpartition(".")[2]
    seen = case_scans.may_be_seen(subject, name)
    answer = download(scan, TYPES[ending], f"{digest[:12]}.{ending}", inline=seen)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _share(fraction: str) -> str:
    """Return a fraction of a rule in words; "1/2" means more than half."""
    return _("过半数") if fraction == "1/2" else _("%s 以上") % fraction


def recorded(
    request: SignedInRequest,
    subject: Case,
    page: str,
    form: Form,
    record: Callable[..., object],
    done: str,
    *,
    file: str = "",
    **more: Any,
) -> HttpResponse:
    """
    Ask with ``form``; on a right answer ``record`` it and go back to the case.

    Where somebody was faster nothing is recorded, and what was written stands there to be copied.

    :param record: takes ``by`` whom and ``at`` what time
    :param file: which field has the file that may not be accepted
    """
    at = timezone.now()
    if is_old(request, subject):
        return not_kept(request, subject, form)
    if form.is_valid():
        try:
            with tried(request, done) as how:
                record(by=request.user, at=at)
            return onward(request, subject, form, how)
        except (files.FileNotAccepted, BadPhoto) as not_accepted:
            form.add_error(file, str(not_accepted))
        except NotReady as unready:
            for obstacle in unready.obstacles:
                form.add_error(None, in_words(obstacle))
    viewed(subject, LOOKS.get(page, "办件"), by=request.user, at=at)
    context = {"case": subject, "form": form, **more}
    if page in own_hand.FORMS:
        context["hand"] = own_hand.of(subject, request.user)
        context["notice_hand"] = own_hand.of_notice(subject, request.user)
    return show(request, f"clerk/{page}.html", context)


def sent(request: SignedInRequest) -> tuple[Any, Any]:
    """Return what was sent to a form: its answers and its files."""
    return posted(request), request.FILES if request.method == "POST" else None


def posted(request: SignedInRequest) -> QueryDict | None:
    """Return the answers sent to a form; None where it is only shown."""
    return request.POST if request.method == "POST" else None
