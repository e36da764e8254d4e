"""Papers (证明和告知单): the preview, the file, and taking a wrong certificate back."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base import files
from juzheng.acts.base.access_log import paper_viewed, viewed
from juzheng.acts.base.moves import NotReady
from juzheng.acts.cases import revocation as revoking
from juzheng.acts.cases import signing
from juzheng.acts.inquiries import inquiries as replying
from juzheng.law.base.permissions import Permission
from juzheng.law.cases.certificates import BadPaper
from juzheng.records.models import Case, Certificate
from juzheng.web.clerk import casefile
from juzheng.web.clerk.forms.case import RevocationForm
from juzheng.web.clerk.views import inquiries
from juzheng.web.clerk.views.cases import shown
from juzheng.web.clerk.views.evidence import posted
from juzheng.web.shared import reauthentication
from juzheng.web.shared.access import (
    SignedInRequest,
    case_for_desk,
    certificate_for_desk,
    show,
    signed_in,
    stepped_up,
)
from juzheng.web.shared.act_results import OVERTAKEN, overtaken, written_on
from juzheng.web.shared.downloads import PDF, download, numbered
from juzheng.web.shared.law_sentences import sentences
from juzheng.web.shared.reauthentication import ProofForm


@signed_in("GET")
def preview(request: SignedInRequest, number: str) -> HttpResponse:
    """Show the certificate as it would look: no number, no code, marked 预览."""
    subject = case_for_desk(request, number, Permission.SEE_DESK)
    at = timezone.now()
    try:
        content = signing.draft(subject, at=at)
    except BadPaper:
        said = [_("还没有核实任何事实，没有可以预览的内容。")]
        said += [_("请先登记核查结果。")] * casefile.can_check(subject)
        messages.warning(request, sentences(*said))
        return shown(request, subject, status=409)
    viewed(subject, "预览", by=request.user, at=at)
    return download(content, PDF, f"预览-{subject.number}.pdf", inline=True)


@signed_in("GET")
def certificate(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand out the paper itself, to be printed and sealed."""
    paper = certificate_for_desk(request, number, Permission.SEE_DESK)
    if not paper.file or paper.erased:
        raise Http404
    try:
        content = files.read(paper.file)
    except FileNotFoundError:
        messages.error(
            request,
            _("文书的文件不见了。请让系统操作员运行 juzheng audit 核对，并从备份恢复文件。"),
        )
        return _owner_shown(request, paper, status=409)
    paper_viewed(paper, "证明文件", by=request.user, at=timezone.now())
    return download(content, PDF, numbered(paper), inline=True)


@signed_in("GET", "POST")
def revocation(request: SignedInRequest, number: str) -> HttpResponse:
    """Take a wrong certificate back, with a reason that everyone who checks it will read."""
    paper = certificate_for_desk(request, number, Permission.REVOKE)
    said = posted(request)
    form, proof = RevocationForm(said), ProofForm(said, user=request.user)
    if not form.is_valid():
        return _revocation_page(request, paper, form, proof)
    if (slow := reauthentication.step_up(request, request.user, proof)) is not None:
        return slow
    if not stepped_up(request):
        return _revocation_page(request, paper, form, proof)
    reason, at = form.cleaned_data["reason"], timezone.now()
    taking_back = revoking.revoke if paper.case else replying.take_back
    try:
        taking_back(paper, reason=reason, by=request.user, at=at)
    except NotReady:
        return _revocation_page(request, paper, form, ProofForm(user=request.user), status=409)
    except revoking.NotInForce:
        messages.warning(
            request, _("这份文书不在有效状态，不能撤销，这次没有改动。请查看最新情况。")
        )
        return _owner_shown(request, paper, status=409, unsaved=written_on(form))
    except OVERTAKEN:
        overtaken(request)
        return _owner_shown(request, paper, status=409, unsaved=written_on(form))
    messages.success(request, _("文书 %s 已撤销。从现在起扫码核验会显示“已撤销”。") % paper.number)
    return redirect(_owner_page(paper))


def _owner_page(paper: Certificate) -> str:
    name = "clerk:inquiry" if paper.case is None else "clerk:case"
    return reverse(name, args=[paper.owner.number])


def _owner_shown(
    request: SignedInRequest,
    paper: Certificate,
    *,
    status: int,
    unsaved: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """Return the page of what the paper answers, and write down who looked."""
    paper.owner.refresh_from_db()
    if isinstance(paper.owner, Case):
        return shown(request, paper.owner, status=status, unsaved=unsaved)
    return inquiries.shown(request, paper.owner, status=status, unsaved=unsaved)


def _revocation_page(
    request: SignedInRequest,
    paper: Certificate,
    form: RevocationForm,
    proof: ProofForm,
    status: int = 422,
) -> HttpResponse:
    standing_in_the_way = revoking.obstacles if paper.case else replying.obstacles_to_taking_back
    paper_viewed(paper, "撤销文书", by=request.user, at=timezone.now())
    context = {
        "paper": paper,
        "owner": paper.owner,
        "owner_page": _owner_page(paper),
        "form": form,
        "proof_form": None if stepped_up(request) else proof,
        "obstacles": standing_in_the_way(paper, by=request.user),
        "in_force": paper.status == "issued" and paper.kind == "certificate",
    }
    return show(request, "clerk/revocation.html", context, status=status if form.is_bound else 200)
