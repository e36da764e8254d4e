"""The officers' letters as files (文书下载): the notice, what proves its service, the answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base import access_log
from juzheng.acts.supervision import letters
from juzheng.outside.typesetting import MissingGlyphs
from juzheng.web.overseer.supervision.corrections import correction_for_officer
from juzheng.web.overseer.supervision.reports import report_for_officer
from juzheng.web.shared.access import SignedInRequest, signed_in
from juzheng.web.shared.downloads import PDF, download, named
from juzheng.web.shared.scans import handed_out


@signed_in("GET")
def notice(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand out the notice as a page to be sealed and sent (通报)."""
    one = correction_for_officer(request, number)
    try:
        return download(
            letters.notice(one), PDF, f"{_('通报')}-{one.notice_number}.pdf", inline=True
        )
    except letters.NoLetter:
        raise Http404(number) from None


@signed_in("GET")
def facts(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand out the facts as a page for a unit without an account (送单位的事实说明)."""
    one = correction_for_officer(request, number)
    try:
        page = letters.statement(one)
    except letters.NoLetter:
        raise Http404(number) from None
    except MissingGlyphs as missing:  # in what somebody wrote for the file
        messages.error(request, str(missing))
        return redirect("overseer:correction", number)
    return download(page, PDF, named(_("事实说明"), one.number), inline=True)


@signed_in("GET")
def to_superior(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand out the letter to the unit's superior, as things stand today (给上级主管部门的函)."""
    one = correction_for_officer(request, number)
    try:
        page = letters.to_superior(one, on=timezone.localdate())
    except letters.NoLetter:
        raise Http404(number) from None
    except MissingGlyphs as missing:
        messages.error(request, str(missing))
        return redirect("overseer:correction", number)
    return download(page, PDF, named(_("给上级的函"), one.number), inline=True)


@signed_in("GET")
def receipt(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand out the scan that proves the notice's service (送达回执)."""
    one = correction_for_officer(request, number)
    if not one.served_scan:
        raise Http404(number)
    return handed_out(one.served_scan)


@signed_in("GET")
def answer(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand out the answer to the reporter as a page; the look is written down (对反映的答复)."""
    subject = report_for_officer(request, number)
    try:
        page = letters.answer(subject)
    except letters.NoLetter:
        raise Http404(number) from None
    access_log.report_viewed(subject, "overseer.letter", by=request.user, at=timezone.now())
    return download(page, PDF, named(_("答复"), subject.letter_number), inline=True)
