"""Authenticity check (核验): anyone holds a paper against the register; no account, no list.

A paper that was never issued, one that was altered and a question that makes no sense get the
same page with the same status after the same work: what is not shown on a paper in your hand
cannot be learnt here.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from juzheng.acts.base import attempts, signing_keys
from juzheng.law.cases import certificates
from juzheng.law.cases.certificates import DEMO, CheckResult, PaperKind, RegisterStatus, Verdict
from juzheng.outside import credential
from juzheng.records.cases import paper_register
from juzheng.records.cases.paper_register import Registered
from juzheng.web.public.cases.checking_forms import forms_for
from juzheng.web.shared.cases import paper_check
from juzheng.web.shared.cases.paper_check import Presented
from juzheng.web.shared.errors import too_many
from juzheng.web.shared.visitors import address

CHECKS = 60  # by one address in one window: a bank's counter, not a machine that counts up
WINDOW_MINUTES = 10

# Colour and picture by meaning, the same as everywhere.
TONES = {
    Verdict.GENUINE: "now",
    Verdict.GENUINE_OFFLINE: "checked",
    Verdict.EXPIRED: "instead",
    Verdict.REVOKED: "danger",
    Verdict.NOT_OURS: "danger",
}


def counted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let an address check so often and no oftener; nobody keeps or indexes the answer."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = timezone.now()
        tries = attempts.count("check", address(request), window_minutes=WINDOW_MINUTES, at=at)
        if tries > CHECKS:
            return _kept_by_nobody(too_many(request, WINDOW_MINUTES * 60))
        return _kept_by_nobody(view(request, *args, **kwargs))

    return wrapped


def _kept_by_nobody(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    # Django would log the address of every 404, and an id in a log is an id that can be read.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show the three ways to check (核验), or the verdict on what was handed in."""
    return _checked(request) if request.method == "POST" else _asking(request, forms_for(""))


@require_safe
@counted
def paper(request: HttpRequest, opaque: str) -> HttpResponse:
    """Give the verdict on the paper whose QR code leads here (扫码核验)."""
    return _verdict(request, None, paper_register.by_opaque(opaque))


@counted
def _checked(request: HttpRequest) -> HttpResponse:
    way = request.POST.get("way", "")
    ways = forms_for(way, request.POST, request.FILES)
    form = ways.get(way)
    if form is None or not form.is_valid():
        return _asking(request, ways, form, status=422)
    return _JUDGES[way](request, form)


def _by_number(request: HttpRequest, form: forms.Form) -> HttpResponse:
    typed = form.cleaned_data
    return _verdict(request, None, paper_register.by_number(typed["number"], typed["fingerprint"]))


def _by_code(request: HttpRequest, form: forms.Form) -> HttpResponse:
    found = paper_check.of_text(form.cleaned_data["code"], signing_keys.keyring().public)
    opaque = found.opaque if found else paper_register.NOBODY
    return _verdict(request, found, paper_register.by_opaque(opaque), held=True)


def _by_file(request: HttpRequest, form: forms.Form) -> HttpResponse:
    found = paper_check.of_file(form.cleaned_data["file"].read(), signing_keys.keyring().public)
    shows = found.shows if found else None
    short = certificates.short_fingerprint(shows.fingerprint) if shows else ""
    number = shows.number if shows else paper_register.NOBODY
    return _verdict(request, found, paper_register.by_number(number, short), held=True)


_JUDGES = {"number": _by_number, "code": _by_code, "file": _by_file}


def _asking(
    request: HttpRequest,
    ways: dict[str, forms.Form],
    form: forms.Form | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"ways": ways, "form": form or forms.Form()}
    return _kept_by_nobody(render(request, "public/check.html", context, status=status))


def _verdict(
    request: HttpRequest,
    found: Presented | None,
    registered: Registered | None,
    *,
    held: bool = False,
) -> HttpResponse:
    """
    Return the page with the one verdict.

    :param held: a file or a signed code was handed in and must itself be sound; without one,
        the register alone speaks and the visitor compares the fingerprint with the paper
    """
    at = timezone.now()
    finding = _judged(found, registered, held, at)
    ours = registered is not None and finding.verdict is not Verdict.NOT_OURS
    context = {
        "verdict": gettext(finding.verdict.label),
        "sentence": _sentence(finding),
        "made_up": finding.sentence.endswith(DEMO),
        "tone": TONES[finding.verdict],
        "rows": _rows(registered) if ours and registered else (),
        "at": at,
        "elsewhere": found.base_url
        if ours and found and found.base_url not in ("", settings.BASE_URL)
        else "",
        "refused": ours and registered is not None and _refuses(registered),
        "compare": not held and finding.verdict in (Verdict.GENUINE, Verdict.EXPIRED),
    }
    status = 200 if ours else 404
    return render(request, "public/verdict.html", context, status=status)


def _sentence(finding: CheckResult) -> str:
    """Return the law's sentence in the visitor's language; the last day stands in the rows."""
    if finding.verdict is Verdict.EXPIRED:
        return gettext("这份材料是真实的，但有效期已过。请看下面的日期。")
    return gettext(finding.sentence.removesuffix(DEMO))


def _judged(
    found: Presented | None, registered: Registered | None, held: bool, at: datetime
) -> CheckResult:
    on = timezone.localtime(at).date()
    if registered is None:
        absent = paper_check.evidence(found, on, status=RegisterStatus.ABSENT)
        return certificates.check_authenticity(absent)
    # Without a file or code the paper in hand is compared by eye with the registered one.
    shown = found if held else Presented(credential.of(registered.paper))
    known = paper_check.evidence(
        shown if registered.whole else None,
        on,
        status=registered.status,
        registered=registered.fingerprint,
    )
    return certificates.check_authenticity(known)


def _refuses(registered: Registered) -> bool:
    """A genuine notice must not be taken for the certificate that it refuses."""
    return registered.paper.kind is PaperKind.REFUSAL_NOTICE


def _rows(registered: Registered) -> tuple[dict[str, Any], ...]:
    """Return what the paper shows, and of a revocation the day and the reason; no more."""
    paper = registered.paper
    rows = [
        ("revoked_on", registered.revoked_at),
        ("reason", registered.revocation_reason),
        ("kind", paper.kind.label),
        ("title", paper.title),
        ("number", paper.number),
        ("committee", paper.committee),
        ("name", certificates.masked_name(paper.applicant_name)),
        ("recipient", paper.recipient),
        ("purpose", paper.purpose),
        ("issued_on", paper.issued_on),
        ("valid_until", paper.valid_until),
        ("fingerprint", certificates.short_fingerprint(registered.fingerprint)),
    ]
    return tuple({"what": what, "value": value} for what, value in rows if value)
