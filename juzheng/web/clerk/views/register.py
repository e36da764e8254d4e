"""The register of papers (证明出具登记簿): a list to look through, and the month's book to keep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override

from juzheng.acts.cases import custody as keeping
from juzheng.law.base.papers import PaperState
from juzheng.law.base.permissions import Permission
from juzheng.law.cases import custody
from juzheng.law.cases.certificates import Paper, masked_name
from juzheng.law.cases.custody import Custody
from juzheng.law.inquiries.inquiries import InquiryState, Sent
from juzheng.outside import desk_papers
from juzheng.outside.desk_papers import BOOK, BookRow
from juzheng.records.cases import paper_book
from juzheng.records.cases.paper_book import Asked
from juzheng.records.models import Certificate
from juzheng.web.clerk.desk_papers import said
from juzheng.web.clerk.forms.register import RegisterForm, month_name
from juzheng.web.shared.access import SignedInRequest, entitled, show, signed_in
from juzheng.web.shared.downloads import PDF, XLSX, download
from juzheng.web.templatetags.juzheng import day_short

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@signed_in("GET")
def register(request: SignedInRequest) -> HttpResponse:
    """Show the papers of one's own committee, names masked, by what is asked for."""
    user = entitled(request, Permission.SEE_DESK)
    papers = paper_book.papers_of(user)
    form = RegisterForm(paper_book.months(user), paper_book.items(user), request.GET)
    asked = form.asked()
    rows, later = paper_book.page(papers, asked, request.GET.get("after", ""))
    query = {name: value for name, value in vars(asked).items() if value}
    context = {
        "form": form,
        "rows": [_row(one) for one in rows],
        "month": (month := asked.month or f"{timezone.localdate():%Y-%m}"),
        "month_name": month_name(month),
        "may_open": user.may(Permission.WORK_ON),
        "later": "?" + urlencode({**query, "after": later}) if later else "",
        "earlier": "?" + urlencode(query) if request.GET.get("after") else "",
    }
    return show(request, "clerk/register.html", context, status=200)


@signed_in("GET")
def book(request: SignedInRequest, month: str, form: str) -> HttpResponse:
    """Hand out the month's book in full; each paper in it counts as looked at."""
    whose = request.user.committee
    if whose is None or not MONTH.fullmatch(month) or form not in ("pdf", "xlsx"):
        raise Http404
    user = entitled(request, Permission.WORK_ON)
    papers = paper_book.every(paper_book.papers_of(user), Asked(month=month))
    at, name = timezone.now(), f"{BOOK}-{month}.{form}"
    with override("zh-hans"):  # the book is a Chinese paper, whoever prints it
        rows = [_full(one) for one in papers]
    keeping.book_opened(papers, BOOK, by=user, at=at)
    if form == "xlsx":
        return download(desk_papers.book_xlsx(rows, month=month), XLSX, name)
    on = timezone.localdate(at)
    pdf = desk_papers.book_pdf(rows, committee=whose.name, month=month, on=on)
    return download(pdf, PDF, name, inline=True)


def _row(one: Certificate) -> dict[str, Any]:
    paper, done = paper_book.content(one), paper_book.done(one)
    return {
        "number": one.number,
        "at": one.intended_at,
        "case": one.case.number if one.case else "",
        "inquiry": one.inquiry.number if one.inquiry else "",
        "kind": one.called,
        "item": paper.title if paper else _item(one),
        "who": masked_name(paper.applicant_name) if paper else "",
        "sent_on": one.inquiry.sent_on if one.inquiry else None,
        "to_send": one.inquiry is not None and one.inquiry.stands is InquiryState.ISSUED,
        "recipient": paper.recipient if paper else "",
        "state": PaperState(one.status).label,
        "replaced_by": one.replaced_by,
        "replaces": _replaces(one),
        "sealed": paper_book.stands(one, Custody.SEALED),
        "collected": paper_book.ever(one, Custody.COLLECTED),
        "again": paper_book.reprint_waits(one),
        "bare": custody.waits_for_seal(done),
        "left": custody.left(done),
        "taken_copies": custody.copies(done, Custody.COLLECTED),
        "in_force": one.status == PaperState.ISSUED.value,
        "kept": one.case is not None and one.status == PaperState.ISSUED.value and not one.erased,
    }


def _full(one: Certificate) -> BookRow:
    """Return one paper as the book has it: in full, and what went with its term as gone."""
    paper = paper_book.content(one)
    return BookRow(
        number=one.number,
        day=timezone.localdate(one.intended_at).isoformat(),
        kind=one.called,
        item=paper.title if paper else _item(one),
        applicant=_about(one, paper),
        recipient=paper.recipient if paper else "",
        purpose=_purpose(one, paper),
        preparer=paper.preparer if paper else "",
        responsible=paper.responsible_person if paper else "",
        state="；".join(filter(None, _states(one))),
        sealed=_lines(one, Custody.SEALED),
        collected=_sent(one) if one.inquiry else _lines(one, Custody.COLLECTED),
        reprinted=_lines(one, Custody.REPRINTED),
    )


def _item(one: Certificate) -> str:
    return one.case.revision.item.name if one.case else _("机关来函")


def _about(one: Certificate, paper: Paper | None) -> str:
    """Return who applied; of a reply whom the letter asks about, who applied for nothing."""
    name = paper.applicant_name if paper else ""
    return f"涉及：{name}" if name and one.inquiry else name


def _purpose(one: Certificate, paper: Paper | None) -> str:
    """Return what it is for; a reply answers a letter, and what that asks stands on the paper."""
    if paper is None:
        return ""
    return f"答复{paper.refers_to}" if one.inquiry else paper.purpose


def _sent(one: Certificate) -> str:
    """Return when and how a reply went out (送出), if it is the one that did."""
    inquiry = one.inquiry
    if inquiry is None or inquiry.sent_on is None or one.status != PaperState.ISSUED.value:
        return ""
    return f"{day_short(inquiry.sent_on)} 送出：{Sent(inquiry.sent_how).label}"


def _replaces(one: Certificate) -> Certificate | None:
    return getattr(one, "replaces", None)


def _states(one: Certificate) -> Iterator[str]:
    """Yield what has become of a paper, and which other one counts in its place (状态)."""
    state, new, old = PaperState(one.status).label, one.replaced_by, _replaces(one)
    reason = "" if one.erased else one.revocation_reason
    yield f"{state}：{reason}" if reason else state
    yield "内容已按期删除" if one.erased else ""
    yield f"已由{new.number}号代替" if new else ""
    yield f"代替{old.number}号" if old else ""


def _lines(one: Certificate, what: Custody) -> str:
    return "\n".join(
        f"{day_short(row.at)} {said(row)}（{row.by}）" for row in paper_book.lines(one, what)
    )
