"""Authenticity check (核验): anyone holds a paper against the register; no account, no list.

A paper that was never issued, one that was altered and a question that makes no sense get the
same page with the same status after the same work: what is not shown on a paper in your hand
cannot be learnt here.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from juzheng.acts.base import access_log, attempts, signing_keys
from juzheng.law.base.papers import PaperKind
from juzheng.law.cases import certificates
from juzheng.law.cases.authenticity import (
    COMPARE,
    CheckResult,
    Held,
    RegisterStatus,
    Verdict,
    check_authenticity,
)
from juzheng.law.cases.certificates import Paper
from juzheng.law.catalogue.act_kinds import BY_DEFAULT, NEVER_LAPSES, OUR_DEFAULT, Part
from juzheng.outside import credential
from juzheng.outside import paper as printing
from juzheng.outside.typesetting import full_width
from juzheng.records.cases import paper_register
from juzheng.records.cases.paper_register import Registered
from juzheng.web.public.cases.checking_forms import FactsForm, forms_for, way_of
from juzheng.web.shared.cases import paper_check
from juzheng.web.shared.cases.paper_check import Presented
from juzheng.web.shared.errors import too_many
from juzheng.web.shared.preferences import only_asks
from juzheng.web.shared.visitors import address, right, too_often
from juzheng.web.templatetags.juzheng import document, zh_date

CHECKS = 60  # by one address in one window: a bank's counter, not a machine that counts up
WINDOW_MINUTES = 10
PROOFS = 5  # guesses of four characters by everybody for one paper in one window
PROOF_MINUTES = 24 * 60

# Colour and picture by meaning, the same as everywhere.
TONES = {
    Verdict.GENUINE: "now",
    Verdict.GENUINE_OFFLINE: "checked",
    Verdict.UNTOLD: "instead",
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
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - no public name
    return response


@only_asks()
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show the three ways to check (核验), or the verdict on what was handed in."""
    return _checked(request) if request.method == "POST" else _asking(request, forms_for(""))


@require_safe
@counted
def paper(request: HttpRequest, opaque: str) -> HttpResponse:
    """Give the verdict on the paper whose QR code leads here (扫码核验)."""
    return _verdict(request, Presented(Held.TYPED), paper_register.by_opaque(opaque))


@counted
def _checked(request: HttpRequest) -> HttpResponse:
    way = way_of(request.POST, request.FILES)
    if way == "facts":
        return _asked_for_facts(request)
    ways = forms_for(way, request.POST, request.FILES)
    form = ways.get(way)
    if form is None or not form.is_valid():
        return _asking(request, ways, form, status=422)
    return _JUDGES[way](request, form)


def _by_number(request: HttpRequest, form: forms.Form) -> HttpResponse:
    typed = form.cleaned_data
    registered = paper_register.by_number(typed["number"], typed["fingerprint"])
    found = Presented(Held.TYPED)
    return _verdict(request, found, registered, reveal=True, typed=form)


def _by_code(request: HttpRequest, form: forms.Form) -> HttpResponse:
    found = paper_check.of_text(form.cleaned_data["code"], signing_keys.keyring().public)
    if found.shows and not found.opaque:
        return _verdict(request, found, _shown(found), typed=form)
    registered = paper_register.by_opaque(found.opaque or paper_register.NOBODY)
    asked = bool(found.opaque or found.shows)
    return _verdict(request, found, registered, asked=asked, typed=form)


def _by_file(request: HttpRequest, form: forms.Form) -> HttpResponse:
    found = paper_check.of_file(form.cleaned_data["file"].read(), signing_keys.keyring().public)
    return _verdict(request, found, _shown(found), reveal=True)


def _shown(found: Presented) -> Registered | None:
    shows = found.shows
    short = certificates.short_fingerprint(shows.fingerprint) if shows else ""
    return paper_register.by_number(shows.number if shows else paper_register.NOBODY, short)


def _asked_for_facts(request: HttpRequest) -> HttpResponse:
    """Show what stands on the paper to somebody who has it, or who is its holder (看内容)."""
    registered = paper_register.by_opaque(request.POST.get("opaque", ""))
    form = FactsForm(request.POST, holder=_holder(registered))
    found = Presented(Held.TYPED)
    if registered is None or not form.is_valid():
        return _verdict(request, found, registered, form=form)
    at = timezone.now()
    if (fits := _fits(registered, form.cleaned_data["proof"], at)) is None:
        return too_many(request, PROOF_MINUTES * 60)
    if not fits:
        form.add_error("proof", form.wrong)
    return _verdict(request, found, registered, reveal=fits, form=form)


def _fits(registered: Registered, proof: str, at: datetime) -> bool | None:
    """Return whether ``proof`` is right; None if the short one was guessed too often."""
    if paper_register.has_fingerprint(registered, proof):
        return True
    who = registered.paper.number
    if too_often("check-proof", who, limit=PROOFS, window_minutes=PROOF_MINUTES, at=at):
        return None
    if fits := paper_register.ends_identity(registered, proof):
        right("check-proof", who, window_minutes=PROOF_MINUTES, at=at)
    return fits


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
    found: Presented,
    registered: Registered | None,
    *,
    asked: bool = True,
    reveal: bool = False,
    form: FactsForm | None = None,
    typed: forms.Form | None = None,
) -> HttpResponse:
    """
    Return the page with the one verdict.

    :param asked: False: what was pasted leads nowhere, so the register was not asked
    :param reveal: the visitor has the paper or is its holder: show everything that stands on it
    :param form: the question for the facts as it was sent
    :param typed: what was typed, to be put right where nothing was found
    """
    at = timezone.now()
    finding = _judged(found, registered, at, asked=asked)
    ours = registered if finding.verdict not in (Verdict.NOT_OURS, Verdict.UNTOLD) else None
    usable = ours is not None and finding.verdict is not Verdict.REVOKED and not ours.erased
    context = {
        "verdict": gettext(finding.word),
        "sentence": _sentence(finding),
        "compare": gettext(COMPARE) if finding.compare else "",
        "made_up": finding.demo,
        "tone": _tone(finding),
        "rows": _rows(ours, whole=reveal and usable) if ours else (),
        "at": at,
        "elsewhere": found.leads_to if ours and found.leads_to != settings.BASE_URL else "",
        "refused": ours is not None and _refuses(ours),
        "revealed": reveal and usable,
        "ours": OUR_DEFAULT if ours and ours.paper.own_validity else "",
        "typed": typed,
        "of_file": found.held is Held.FILE,
    }
    if reveal and usable and ours:
        access_log.paper_viewed(ours.certificate, "public.paper", by=None, at=at)
    elif usable and ours:
        opaque = ours.certificate.opaque
        context["form"] = form or FactsForm(initial={"opaque": opaque}, holder=_holder(ours))
        context["holder"] = _holder(ours)
    status = 404 if ours is None else 422 if form and form.errors else 200
    return render(request, "public/verdict.html", context, status=status)


def _tone(finding: CheckResult) -> str:
    """Return the colour: a print that is still to be compared does not get that of a sound file."""
    by_eye = finding.verdict is Verdict.GENUINE and finding.compare
    return TONES[Verdict.GENUINE_OFFLINE if by_eye else finding.verdict]


def _sentence(finding: CheckResult) -> str:
    """Return the law's sentence in the visitor's language."""
    day = zh_date(finding.valid_until) if finding.valid_until else ""
    return gettext(finding.pattern).format(committee=finding.committee, day=day)


def _judged(
    found: Presented, registered: Registered | None, at: datetime, *, asked: bool
) -> CheckResult:
    on = timezone.localtime(at).date()
    if registered is None:
        status = RegisterStatus.ABSENT if asked else RegisterStatus.NOT_ASKED
        return check_authenticity(paper_check.evidence(found, on, status=status))
    if found.held is Held.TYPED:  # the paper in hand is compared by eye with the registered one
        shows = credential.of(registered.paper)
        found = replace(found, shows=replace(shows, fingerprint=registered.fingerprint))
    known = paper_check.evidence(
        found if registered.whole else Presented(Held.CODE),
        on,
        status=registered.status,
        registered=registered.fingerprint,
        erased=registered.erased,
    )
    return check_authenticity(known)


def _holder(registered: Registered | None) -> bool:
    """Return whether the paper has an applicant, whose number shows that it is his (申请人)."""
    return registered is None or registered.certificate.case_id is not None


def _refuses(registered: Registered) -> bool:
    """A genuine notice must not be taken for the certificate that it refuses."""
    return registered.paper.kind is PaperKind.REFUSAL_NOTICE


def _rows(registered: Registered, *, whole: bool) -> tuple[dict[str, Any], ...]:
    """Return what anybody may see, or the whole of what stands on the paper."""
    paper = registered.paper
    rows: list[tuple[str, Any]] = [
        ("replaced_by", registered.replaced_by),
        ("replaces", registered.replaces),
        ("revoked_on", registered.revoked_at),
        ("reason", registered.revocation_reason),
        ("kind", registered.certificate.called if registered.erased else paper.called),
        ("title", paper.title),
        ("number", paper.number),
        ("committee", paper.committee),
        (
            "about" if paper.form.asked else "name",
            paper.applicant_name if whole else certificates.masked_name(paper.applicant_name),
        ),
        *(_content(paper) if whole else ()),
        ("recipient", paper.recipient),
        ("asked" if paper.form.asked else "purpose", _purpose(paper, whole=whole)),
        ("issued_on", paper.issued_on),
        ("valid_until", paper.valid_until),
        ("validity", _validity(paper)),
    ]
    if whole:
        rows.append(("fingerprint", certificates.short_fingerprint(registered.fingerprint)))
    return tuple(
        {"what": what, "value": value, "many": isinstance(value, list)}
        for what, value in rows
        if value
    )


def _purpose(paper: Paper, *, whole: bool) -> str:
    """Return what it is for; what an authority asked about somebody is only for its holder."""
    return "" if paper.form.asked and not whole else paper.purpose


def _validity(paper: Paper) -> str:
    """Return that the paper does not lapse, or who set its last day, if it says either."""
    if not paper.bears(Part.USE):
        return ""
    if paper.valid_until is None:
        return NEVER_LAPSES
    return BY_DEFAULT if paper.own_validity else paper.validity_source


def _signers(paper: Paper) -> str:
    names = zip(paper.form.roles, (paper.preparer, paper.responsible_person), strict=True)
    return " · ".join(f"{gettext(role)}{gettext('：')}{name}" for role, name in names if name)


def _content(paper: Paper) -> list[tuple[str, Any]]:
    """
    Return the rest of what stands on the paper, with the marks as they are printed.

    Not what its content knows besides: whoever compares word for word would take a genuine paper
    that does not bear it for a false one.
    """
    refused = paper.kind is PaperKind.REFUSAL_NOTICE
    borne = paper.bears
    said = printing.said(paper)
    return [
        ("opening", _each(printing.opening(paper))),
        ("identity", document(paper.identity_masked)),
        ("facts", [(full_width(fact.sentence), full_width(fact.means)) for fact in paper.facts]),
        ("operative", borne(Part.DOES) and _each(paper.operative)),
        ("meeting", borne(Part.MEETING) and full_width(paper.meeting)),
        (
            "refers_to",
            full_width("".join(said[Part.REFERS] if borne(Part.REFERS) else (paper.refers_to,))),
        ),
        ("still_asked", refused and full_width(paper.remedy)),
        ("remedy", borne(Part.REMEDY) and full_width(paper.remedy)),
        ("not_verified", borne(Part.NOT_COVERED) and _each(said[Part.NOT_COVERED])),
        ("refusal", full_width(paper.reason)),
        ("onward", _each(paper.onward)),
        ("basis", _each(paper.basis)),
        ("use", borne(Part.USE) and _each(said[Part.USE])),
        ("signers", _signers(paper)),
    ]


def _each(sentences: Iterable[str]) -> list[tuple[str, str]]:
    return [(full_width(said), "") for said in sentences]
