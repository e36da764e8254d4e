"""The clerk's papers (经办记录): notes with photos, and what the resident is asked to bring."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base.access_log import viewed
from juzheng.acts.cases import missing as asking
from juzheng.acts.cases import notes as noting
from juzheng.law.base.permissions import Permission
from juzheng.law.cases.missing import OURS
from juzheng.records.models import MaterialRequest
from juzheng.web.clerk import desk_papers
from juzheng.web.clerk.forms import desk_papers as written
from juzheng.web.clerk.views.evidence import posted, recorded, sent
from juzheng.web.shared.access import SignedInRequest, case_for_desk, case_to_write, signed_in
from juzheng.web.shared.cases import missing_paper
from juzheng.web.shared.downloads import PDF, download, named


@signed_in("GET", "POST")
def notes(request: SignedInRequest, number: str) -> HttpResponse:
    """Write a note, take a photo, or put an earlier note right by another one."""
    subject = case_to_write(request, number, Permission.WORK_ON)
    form = written.NoteForm(*sent(request), initial={"corrects": request.GET.get("corrects")})

    def record(**who: Any) -> None:
        told = {"upload": form.content(), "corrects": form.cleaned_data["corrects"]}
        try:
            noting.add(subject, form.cleaned_data["text"], **told, **who)
        except noting.NoSuchNote:
            raise Http404 from None

    file = form.uploaded if form.is_valid() else ""
    wrong = str(form["corrects"].value() or "")
    found = (note for note in desk_papers.notes(subject) if wrong == str(note["pk"]))
    wanted = next(found, None) if wrong else None
    return recorded(request, subject, "note", form, record, _("已记下。"), file=file, note=wanted)


@signed_in("GET", "POST")
def missing(request: SignedInRequest, number: str) -> HttpResponse:
    """Tell the resident in full what lacks; the clock stands still from then on."""
    subject = case_to_write(request, number, Permission.WORK_ON)
    on = timezone.localdate()
    form = written.MissingForm(subject, asking.usual_day(on), on, posted(request))

    def record(**who: Any) -> None:
        asking.ask(subject, form.asked(), version=subject.version, **who)

    done = _("已告知，期限从今天起暂停。居民在“我的办件”里看得到；请打印告知单交给居民。")
    return recorded(request, subject, "missing", form, record, done, rule=OURS)


@signed_in("GET", "POST")
def materials(request: SignedInRequest, number: str) -> HttpResponse:
    """Write down that the materials came; the clock goes on."""
    subject = case_to_write(request, number, Permission.WORK_ON)
    form = written.MaterialsForm(posted(request))

    def record(**who: Any) -> None:
        asking.receive(subject, form.cleaned_data["said"], version=subject.version, **who)

    done, asked = _("材料已登记，期限接着算。"), desk_papers.latest(subject)
    return recorded(request, subject, "materials", form, record, done, asked=asked)


@signed_in("GET", "POST")
def closing(request: SignedInRequest, number: str) -> HttpResponse:
    """End a case for which nothing came in time; the resident reads why."""
    subject = case_to_write(request, number, Permission.WORK_ON)
    asked = _asked(subject.requests.last())
    form = written.ClosingForm(asked.bring_by, timezone.localdate(), posted(request))

    def record(**who: Any) -> None:
        reason = form.cleaned_data["reason"]
        asking.lapse(subject, reason, version=subject.version, **who)

    done = _("这一件已结束。居民看得到理由，随时可以重新申请。")
    return recorded(request, subject, "closing", form, record, done)


@signed_in("GET")
def missing_letter(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand out what the resident is asked to bring, to be printed (一次性告知单)."""
    subject = case_for_desk(request, number, Permission.SEE_DESK)
    asked = _asked(subject.requests.select_related("by").last())
    viewed(subject, "一次性告知单", by=request.user, at=timezone.now())
    name = named("还缺这些材料", subject.number)
    return download(missing_paper.pdf(asked), PDF, name, inline=True)


def _asked(found: MaterialRequest | None) -> MaterialRequest:
    if found is None or found.case.erased_at is not None:
        raise Http404
    return found
