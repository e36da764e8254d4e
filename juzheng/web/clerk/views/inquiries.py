"""Inquiries of authorities (机关来函): registered at the desk, answered by letter, on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from juzheng.acts.base import files
from juzheng.acts.base.access_log import inquiry_viewed
from juzheng.acts.base.moves import FiledOtherwise, NotReady
from juzheng.acts.inquiries import inquiries as acts
from juzheng.law.base.permissions import Permission
from juzheng.law.inquiries import inquiries as law
from juzheng.law.inquiries.inquiries import INQUIRIES, Authority, InquiryEvent, InquiryState, Sent
from juzheng.records.history import steps_of
from juzheng.records.models import Inquiry, User
from juzheng.web.clerk.forms import inquiries as written
from juzheng.web.clerk.forms.evidence import content
from juzheng.web.clerk.views.evidence import TYPES
from juzheng.web.shared.access import SignedInRequest, entitled, show, signed_in
from juzheng.web.shared.act_results import filed_otherwise, tried
from juzheng.web.shared.answers import cite
from juzheng.web.shared.downloads import download
from juzheng.web.templatetags.juzheng import zh_date

MOST = 200  # the newest; a committee has a few a year


@dataclass(frozen=True)
class Step:
    """One thing that may be done about an inquiry (一步): by whom, with which form."""

    event: InquiryEvent
    permission: Permission
    form: type[Form]
    title: str | Promise
    do: Callable[..., Inquiry]  # with the inquiry and what was typed
    done: str | Promise


def _answer(inquiry: Inquiry, how: str, **told: Any) -> Inquiry:
    return acts.answer(inquiry, Sent(how), **told)


STEPS: Mapping[str, Step] = {
    "copy": Step(
        InquiryEvent.COPIED,
        Permission.WORK_ON,
        written.CopyForm,
        gettext_lazy("补存来函扫描件"),
        lambda inquiry, letter, **seen: acts.add_copy(inquiry, content(letter), **seen),
        gettext_lazy("扫描件已存。"),
    ),
    "draft": Step(
        InquiryEvent.DRAFTED,
        Permission.WORK_ON,
        written.ReplyForm,
        gettext_lazy("拟复函送批"),
        acts.draft,
        gettext_lazy("复函已送负责人批准。"),
    ),
    "answer": Step(
        InquiryEvent.ANSWERED,
        Permission.SIGN,
        written.SentForm,
        gettext_lazy("批准并登记发出"),
        _answer,
        gettext_lazy("复函已批准，已登记发出。"),
    ),
    "return": Step(
        InquiryEvent.RETURNED,
        Permission.SIGN,
        written.ReasonForm,
        gettext_lazy("退回重拟"),
        acts.send_back,
        gettext_lazy("已退回重拟。"),
    ),
    "refusal": Step(
        InquiryEvent.DECLINED,
        Permission.SIGN,
        written.ReasonForm,
        gettext_lazy("没有查询权限，不予提供"),
        acts.decline,
        gettext_lazy("已登记：没有查询权限，不予提供。"),
    ),
}


@signed_in("GET")
def inquiries(request: SignedInRequest) -> HttpResponse:
    """Show the committee's inquiries: those open first, with the day that the letter names."""
    user = entitled(request, Permission.SEE_DESK)
    found = Inquiry.objects.visible_to(user)
    rows = [*found.open().order_by("due_on", "pk"), *found.exclude(pk__in=found.open())[:MOST]]
    today = timezone.localdate()
    context = {"rows": [_row(one) for one in rows], "overdue": found.overdue(today).count()}
    return show(request, "clerk/inquiries.html", context)


def _row(one: Inquiry) -> dict[str, Any]:
    return {
        "number": one.number,
        "sender": one.sender,
        "authority": Authority(one.authority).label,
        "letter": one.letter_number,
        "due_on": one.due_on,
        "state": InquiryState(one.state).label,
    }


@signed_in("GET", "POST")
def new(request: SignedInRequest) -> HttpResponse:
    """Register a letter; nothing of it is shown to anybody but the committee."""
    user = entitled(request, Permission.RECEIVE)
    if user.committee is None:
        raise Http404
    if request.method != "POST":
        begun = {"authority": request.GET.get("authority", "")}  # as the counter heard it
        return show(request, "clerk/inquiry_new.html", {"form": written.LetterForm(initial=begun)})
    form = written.LetterForm(request.POST, request.FILES)
    if form.is_valid():
        scan, at = content(form.cleaned_data["letter"]), timezone.now()
        try:
            made = acts.register(
                form.what_it_says(), scan, committee=user.committee, by=user, at=at
            )
            return redirect("clerk:inquiry", made.number)
        except files.FileNotAccepted as not_accepted:
            form.add_error("letter", str(not_accepted))
        except FiledOtherwise as before:
            filed_otherwise(form, str(before.row))
    return show(request, "clerk/inquiry_new.html", {"form": form})


@signed_in("GET")
def inquiry(request: SignedInRequest, number: str) -> HttpResponse:
    """Show one inquiry; the look is written down."""
    return _page(request, _inquiry_for(request, number, Permission.SEE_DESK))


@signed_in("POST")
def step(request: SignedInRequest, number: str, name: str) -> HttpResponse:
    """Do one step about it, as the page showed it."""
    if name not in STEPS:
        raise Http404
    todo = STEPS[name]
    one = _inquiry_for(request, number, todo.permission)
    form = todo.form(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, one, status=422, **{name: form})
    version = request.POST.get("version", "")
    seen = {"version": int(version) if version.isdigit() else 0, "by": request.user}
    try:
        with tried(request, todo.done):
            todo.do(one, **form.cleaned_data, **seen, at=timezone.now())
    except NotReady:
        return _page(request, one, status=409)
    except files.FileNotAccepted as not_accepted:
        form.add_error("letter", str(not_accepted))
        return _page(request, one, status=422, **{name: form})
    return redirect("clerk:inquiry", number)


@signed_in("GET")
def letter(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand out the copy of the letter, as a file and never as a page."""
    one = _inquiry_for(request, number, Permission.SEE_DESK)
    if not one.letter:
        raise Http404
    try:
        scan = files.read(one.letter)
    except FileNotFoundError:
        raise Http404 from None
    inquiry_viewed(one, "letter", by=request.user, at=timezone.now())
    ending = one.letter.rpartition(".")[2]
    return download(scan, TYPES[ending], f"{one.letter_digest[:12]}.{ending}")


def _inquiry_for(request: SignedInRequest, number: str, permission: Permission) -> Inquiry:
    """
    Return the inquiry of the user's own committee, for somebody who holds ``permission``.

    :raises django.http.Http404: if it is another committee's, or there is none
    """
    found = Inquiry.objects.visible_to(request.user).select_related("committee", "drafted_by")
    one = get_object_or_404(found, number=number)
    entitled(request, permission)
    return one


def _page(
    request: SignedInRequest, one: Inquiry, *, status: int = 200, **forms: Form
) -> HttpResponse:
    user, at = request.user, timezone.now()
    inquiry_viewed(one, "inquiry", by=user, at=at)
    context = {
        "inquiry": one,
        "state": InquiryState(one.state).label,
        "rows": _rows(one),
        "cited": [cite(each) for each in law.ASKS_UNDER[Authority(one.authority)]],
        "obstacles": _obstacles(one, user),
        "forms": [_form(one, name, forms) for name in STEPS if _may(one, user, name)],
        "steps": steps_of(one),
        "form": next(iter(forms.values()), None),
    }
    return show(request, "clerk/inquiry.html", context, status=status)


def _form(one: Inquiry, name: str, forms: Mapping[str, Form]) -> dict[str, Any]:
    """Return one step as the page asks for it; each form has ids of its own."""
    todo = STEPS[name]
    initial = {"answer": one.answer} if name == "draft" else {}
    form = forms.get(name) or todo.form(auto_id=f"id-{name}-%s", initial=initial)
    return {"name": name, "title": todo.title, "form": form}


def _may(one: Inquiry, user: User, name: str) -> bool:
    """Return whether the step may follow, by this user, with nothing in its way."""
    todo = STEPS[name]
    if todo.event not in INQUIRIES.allowed(one.stands) or not user.may(todo.permission):
        return False
    stops = {
        "copy": bool(one.letter),
        "draft": bool(law.obstacles_to_drafting(acts.on_file(one))),
        "answer": bool(acts.obstacles(one, by=user)),
        "refusal": bool(acts.own_hand(one, user)),
    }
    return not stops.get(name)


def _obstacles(one: Inquiry, user: User) -> tuple[Any, ...]:
    if one.stands not in INQUIRIES.open:
        return ()
    signs = user.may(Permission.SIGN) and one.stands is InquiryState.DRAFTED
    return acts.obstacles(one, by=user) if signs else law.obstacles_to_drafting(acts.on_file(one))


def _rows(one: Inquiry) -> list[dict[str, str]]:
    """Return what is known of the inquiry, in the order of the work."""
    told = (
        (_("来函机关"), f"{one.sender}（{_(Authority(one.authority).label)}）"),
        (_("文号"), one.letter_number),
        (_("落款日期"), zh_date(one.letter_on)),
        (_("来函写明的依据"), one.basis or _("没有写")),
        (_("要查什么"), one.question),
        (_("哪天前答复"), zh_date(one.due_on) if one.due_on else _("来函没有写")),
        (_("登记人"), str(one.received_by)),
        (_("复函内容"), one.answer),
        (_("拟稿人"), str(one.drafted_by or "")),
        (_("理由"), one.reason),
        (_("批准人"), str(one.decided_by or "")),
        (_("送出日期"), zh_date(one.sent_on) if one.sent_on else ""),
        (_("怎样送出"), _(Sent(one.sent_how).label) if one.sent_how else ""),
    )
    return [{"key": key, "value": str(value)} for key, value in told if value]
