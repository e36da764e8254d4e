"""The sheet (纸质件): sealed, collected, printed again; and slips of these put right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base import files
from juzheng.acts.base.access_log import paper_viewed
from juzheng.acts.cases import custody as keeping
from juzheng.acts.cases.intake import HELPER
from juzheng.law.base.papers import PaperState
from juzheng.law.base.permissions import Permission
from juzheng.law.cases.custody import Custody, Wanted, out_of_force
from juzheng.records.cases import paper_book
from juzheng.records.models import Case, Certificate
from juzheng.web.clerk.desk_papers import line
from juzheng.web.clerk.forms import desk_papers as written
from juzheng.web.clerk.views.cases import onward
from juzheng.web.clerk.views.evidence import posted
from juzheng.web.shared.access import SignedInRequest, certificate_for_desk, show, signed_in
from juzheng.web.shared.act_results import attempt, in_words
from juzheng.web.shared.downloads import PDF, download, numbered

HANDED = "handed"  # the button that seals and hands out at once


@signed_in("GET", "POST")
def seal(request: SignedInRequest, number: str) -> HttpResponse:
    """Write down that the seal was put, and, by the other button, that the applicant took it."""
    paper, case = _paper(request, number)
    form = written.SealForm(posted(request))
    if not form.is_valid():
        return _page(request, paper, "seal", form)
    wanted, done = [form.wanted()], _("已登记盖章。")
    if HANDED in request.POST:
        wanted.append(Wanted(Custody.COLLECTED, wanted[0].copies))
        done = _("已登记盖章、领取。")
    how = attempt(request, partial(keeping.record, paper, *wanted), done)
    return onward(request, case, form, how)


@signed_in("GET", "POST")
def collection(request: SignedInRequest, number: str) -> HttpResponse:
    """Write down who took the paper, and how another than the applicant was identified."""
    paper, case = _paper(request, number)
    known = {"person": str(case.answers.get(HELPER, {}).get("name", ""))}  # who came before
    form = written.CollectionForm(paper_book.done(paper), posted(request), initial=known)
    if not form.is_valid():
        return _page(request, paper, "collection", form)
    wanted = form.wanted()
    done = _("已登记盖章、领取。") if len(wanted) > 1 else _("已登记领取。")
    how = attempt(request, partial(keeping.record, paper, *wanted), done)
    return onward(request, case, form, how)


@signed_in("GET", "POST")
def reprint(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand out the very file that was issued once more, after writing down why."""
    paper, case = _paper(request, number)
    form = written.ReprintForm(posted(request))
    if not form.is_valid():
        return _page(request, paper, "reprint", form)
    printed: list[bytes] = []
    gone = _("文书的文件不见了或者被改动，没有打印。请让系统操作员运行 juzheng audit 核对。")
    how = attempt(
        request,
        _kept(printed, partial(keeping.reprint, paper, form.wanted())),
        refused={FileNotFoundError: gone, files.FileAltered: gone},
    )
    if not printed:
        return onward(request, case, form, how)
    return download(printed[0], PDF, numbered(paper), inline=True)


@signed_in("GET", "POST")
def slip(request: SignedInRequest, number: str, key: int) -> HttpResponse:
    """Say that a line was a slip, and why; it stays readable."""
    paper, case = _paper(request, number)
    row = get_object_or_404(paper.custody.select_related("case", "certificate"), pk=key)
    form = written.SlipForm(posted(request))
    if not form.is_valid():
        return _page(request, paper, "slip", form, line=line(row))
    done = _("已更正。原来那一行留着，不再算数。")
    how = attempt(request, partial(keeping.undo, row, form.cleaned_data["why"]), done)
    return onward(request, case, form, how)


def _kept(printed: list[bytes], act: Callable[..., bytes]) -> Callable[..., None]:
    def do(**seen: Any) -> None:
        printed.append(act(**seen))

    return do


def _paper(request: SignedInRequest, number: str) -> tuple[Certificate, Case]:
    paper = certificate_for_desk(request, number, Permission.WORK_ON)
    if paper.case is None or not paper.file or paper.erased:
        raise Http404
    return paper, paper.case


def _page(
    request: SignedInRequest, paper: Certificate, page: str, form: Form, **more: Any
) -> HttpResponse:
    if page != "slip" and (over := out_of_force(PaperState(paper.status))):
        messages.error(request, in_words(over[0]))  # before anybody fills in a form for nothing
        return redirect("clerk:case", paper.owner.number)
    paper_viewed(paper, "纸质件登记", by=request.user, at=timezone.now())
    context = {"case": paper.case, "paper": paper, "form": form, **more}
    return show(request, f"clerk/{page}.html", context)
