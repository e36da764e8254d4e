"""Inquiries of authorities (机关来函): registered at the desk, answered by letter, on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
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
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.permissions import Permission
from juzheng.law.cases.certificates import BadPaper
from juzheng.law.inquiries import inquiries as law
from juzheng.law.inquiries.inquiries import (
    INQUIRIES,
    Authority,
    InquiryEvent,
    InquiryState,
    Sent,
)
from juzheng.records.history import steps_of
from juzheng.records.inquiries import letters, waiting
from juzheng.records.models import Committee, Inquiry, User
from juzheng.web.clerk import case_papers, inquiry_file
from juzheng.web.clerk.answering import issue
from juzheng.web.clerk.forms import inquiries as written
from juzheng.web.clerk.forms.evidence import content
from juzheng.web.clerk.views.evidence import TYPES
from juzheng.web.shared import reauthentication
from juzheng.web.shared.access import SignedInRequest, entitled, show, signed_in, stepped_up
from juzheng.web.shared.act_results import filed_otherwise, in_words, tried, version_of
from juzheng.web.shared.answers import cite
from juzheng.web.shared.downloads import PDF, download
from juzheng.web.shared.reauthentication import ProofForm, proof_for

MOST = 200  # the newest; a committee has a few a year


@dataclass(frozen=True)
class Step:
    """One thing that may be done about an inquiry (一步): by whom, with which form."""

    event: InquiryEvent
    permission: Permission
    form: type[Form]
    title: str | Promise
    do: Callable[..., Inquiry]  # with the inquiry, the form that was filled in, and who when
    done: str | Promise


STEPS: Mapping[str, Step] = {
    "copy": Step(
        InquiryEvent.COPIED,
        Permission.WORK_ON,
        written.CopyForm,
        gettext_lazy("补存来函扫描件"),
        lambda inquiry, form, **seen: acts.add_copy(
            inquiry, content(form.cleaned_data["letter"]), **seen
        ),
        gettext_lazy("扫描件已存。"),
    ),
    "draft": Step(
        InquiryEvent.DRAFTED,
        Permission.WORK_ON,
        written.ReplyForm,
        gettext_lazy("拟复函送签"),
        lambda inquiry, form, **seen: acts.draft(inquiry, form.reply(), **seen),
        gettext_lazy("复函已送负责人签字。"),
    ),
    "answer": Step(
        InquiryEvent.ANSWERED,
        Permission.WORK_ON,
        written.SentForm,
        gettext_lazy("登记送出"),
        lambda inquiry, form, **seen: acts.answer(
            inquiry, Sent(form.cleaned_data["how"]), form.cleaned_data["sent_on"], **seen
        ),
        gettext_lazy("已登记送出。"),
    ),
    "return": Step(
        InquiryEvent.RETURNED,
        Permission.SIGN,
        written.ReasonForm,
        gettext_lazy("退回重拟"),
        lambda inquiry, form, **seen: acts.send_back(inquiry, form.cleaned_data["reason"], **seen),
        gettext_lazy("已退回重拟。"),
    ),
    "refusal": Step(
        InquiryEvent.DECLINED,
        Permission.SIGN,
        written.ReasonForm,
        gettext_lazy("没有查询权限，不予提供"),
        lambda inquiry, form, **seen: acts.decline(inquiry, form.cleaned_data["reason"], **seen),
        gettext_lazy("已登记：没有查询权限，不予提供。"),
    ),
    "mistake": Step(
        InquiryEvent.MISTAKEN,
        Permission.WORK_ON,
        written.MistakeForm,
        gettext_lazy("登记错了，作废"),
        lambda inquiry, form, **seen: acts.void(inquiry, form.cleaned_data["reason"], **seen),
        gettext_lazy("已作废。"),
    ),
}


# All forms of the page are sent together, whichever button is pressed: several ask for a reason.
PREFIXES = {"return": "return", "mistake": "mistake"}


@signed_in("GET")
def inquiries(request: SignedInRequest) -> HttpResponse:
    """Show the committee's inquiries: those open first, with the day that the letter names."""
    user = entitled(request, Permission.SEE_DESK)
    found = Inquiry.objects.visible_to(user)
    rows = [*found.open().order_by("due_on", "pk"), *found.exclude(pk__in=found.open())[:MOST]]
    today = timezone.localdate()
    back = waiting.sent_back(rows)
    overdue = found.overdue(today).count()
    context = {"rows": [_row(one, back.get(one.pk, "")) for one in rows], "overdue": overdue}
    return show(request, "clerk/inquiries.html", context)


def _row(one: Inquiry, back: str) -> dict[str, Any]:
    return {
        "number": one.number,
        "sender": one.sender,
        "authority": Authority(one.authority).label,
        "letter": one.letter_number,
        "due_on": one.due_on,
        "state": one.stands_in_words,
        "back": back,
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
    if form.is_valid() and not form.ask_again(_before(form, user.committee)):
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
        except NotReady as unready:
            _complain(form, unready)
    return show(request, "clerk/inquiry_new.html", {"form": form})


def _before(form: Form, committee: Committee) -> list[Inquiry]:
    """Return what was registered of the same letter before."""
    names = ("sender", "letter_number", "letter_on", "key")
    return letters.same_as(committee, **{name: form.cleaned_data[name] for name in names})


def _complain(form: Form, unready: NotReady) -> None:
    """Say on ``form`` what stands in the way; where it is about a field, beside that."""
    for one in unready.obstacles:
        form.add_error(one.code if one.code in form.fields else None, in_words(one))


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
    form = _sent(request, name)
    beside = _beside(request, one, name)
    faulty: dict[str, Any] = {name: form, **beside}
    if beside:
        form.add_error(None, _no_more_than_one(beside))
    if not form.is_valid():
        return _page(request, one, status=422, **faulty)
    seen = {"version": version_of(request), "by": request.user, "at": timezone.now()}
    try:
        with tried(request, todo.done) as how:
            todo.do(one, form, **seen)
    except NotReady as unready:
        _complain(form, unready)
        return _page(request, one, status=409, **faulty)
    except files.FileNotAccepted as not_accepted:
        form.add_error("letter", str(not_accepted))
        return _page(request, one, status=422, **faulty)
    if unsaved := how.unsaved(form):
        one.refresh_from_db()
        return _page(request, one, status=409, unsaved=unsaved)
    return redirect("clerk:inquiry", number)


@signed_in("GET")
def preview(request: SignedInRequest, number: str) -> HttpResponse:
    """Show the reply as it would look: no number, no code, marked 预览."""
    one = _inquiry_for(request, number, Permission.SEE_DESK)
    at = timezone.now()
    try:
        drawn = acts.preview(one, at=at)
    except BadPaper:
        messages.warning(request, _("还没有拟复函，没有可以预览的内容。"))
        return shown(request, one, status=409)
    inquiry_viewed(one, "preview", by=request.user, at=at)
    return download(drawn, PDF, f"preview-{one.number}.pdf", inline=True)


@signed_in("POST")
def signature(request: SignedInRequest, number: str) -> HttpResponse:
    """Sign the reply and issue it, after a proof of who is at the keyboard."""
    one = _inquiry_for(request, number, Permission.SIGN)
    proof = ProofForm(request.POST, user=request.user)
    if beside := _beside(request, one, ""):
        form = next(iter(beside.values()))
        form.add_error(None, _no_more_than_one(beside))
        faulty: dict[str, Any] = beside
        return _page(request, one, status=422, **faulty)
    if (slow := reauthentication.step_up(request, request.user, proof)) is not None:
        return slow
    if not stepped_up(request):
        return _page(request, one, status=422, signature=proof)
    pen = partial(acts.sign, one, version=version_of(request))
    try:
        issue(request, pen, _("复函已签字出具，编号 %s。请打印、盖章、签名，送出后登记。"))
    except NotReady:
        return _page(request, one, status=409)
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


def shown(
    request: SignedInRequest,
    one: Inquiry,
    *,
    status: int = 200,
    unsaved: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """Return the inquiry's page and write down who looked."""
    return _page(request, one, status=status, unsaved=unsaved)


def _page(
    request: SignedInRequest,
    one: Inquiry,
    *,
    status: int = 200,
    unsaved: Sequence[tuple[str, str]] = (),
    **forms: Form,
) -> HttpResponse:
    user, at = request.user, timezone.now()
    inquiry_viewed(one, "inquiry", by=user, at=at)
    context = {
        "inquiry": one,
        "unsaved": unsaved,
        "state": one.stands_in_words,
        "rows": inquiry_file.rows(one),
        "back": waiting.sent_back([one]).get(one.pk, ""),
        "cited": [cite(each) for each in law.ASKS_UNDER[Authority(one.authority)]],
        "obstacles": _obstacles(one, user),
        "papers": case_papers.rows(one),
        "signable": _signable(one, user),
        "draft": acts.looks(one, signer=user, at=at) if _signable(one, user) else None,
        "proof_form": forms.get("signature") or proof_for(request),
        "forms": [_form(one, name, forms) for name in STEPS if _may(one, user, name)],
        "steps": steps_of(one),
        "form": next(iter(forms.values()), None),
    }
    return show(request, "clerk/inquiry.html", context, status=status)


def _sent(request: SignedInRequest, name: str, **more: Any) -> Form:
    return STEPS[name].form(request.POST, request.FILES, prefix=PREFIXES.get(name), **more)


def _beside(request: SignedInRequest, one: Inquiry, name: str) -> dict[str, Form]:
    """Return what else was filled in on the page (旁边写了没有登记的): no press loses it."""
    others = [each for each in STEPS if each != name and _may(one, request.user, each)]
    forms = {
        each: _sent(request, each, auto_id=f"id-{each}-%s", initial=_written_before(one, each))
        for each in others
    }
    return {each: form for each, form in forms.items() if _is_begun(form)}


def _is_begun(form: Form) -> bool:
    """Return whether the page had this form, and something of it was filled in or changed."""
    sent = [*form.data, *form.files]
    asked = tuple(form.add_prefix(name) for name in form.fields)
    return form.has_changed() and any(key.startswith(asked) for key in sent)


def _written_before(one: Inquiry, name: str) -> dict[str, Any]:
    """Return what a reply that was drafted before says: it is gone on with."""
    names = ("finding", "looked_in", "answer") if name == "draft" else ()
    return {each: getattr(one, each) for each in names}


def _no_more_than_one(beside: Mapping[str, Form]) -> str:
    titles = "”、“".join(str(STEPS[name].title) for name in beside)
    return _("没有办：“%s”也填了，还没有登记。一次只办一样，请清空不办的。") % titles


def _form(one: Inquiry, name: str, forms: Mapping[str, Form]) -> dict[str, Any]:
    """Return one step as the page asks for it; each form has ids of its own."""
    todo = STEPS[name]
    form = forms.get(name) or todo.form(
        auto_id=f"id-{name}-%s", initial=_written_before(one, name), prefix=PREFIXES.get(name)
    )
    return {"name": name, "title": todo.title, "form": form}


def _may(one: Inquiry, user: User, name: str) -> bool:
    """Return whether the step may follow, by this user, with nothing in its way."""
    todo = STEPS[name]
    if todo.event not in INQUIRIES.allowed(one.stands) or not user.may(todo.permission):
        return False
    stops = {
        "copy": bool(one.letter),
        "draft": bool(law.obstacles_to_drafting(acts.on_file(one))),
        "refusal": bool(acts.own_hand(one, user)),
        "mistake": bool(acts.obstacles_to_voiding(one, by=user)),
    }
    return not stops.get(name)


def _signable(one: Inquiry, user: User) -> bool:
    return user.may(Permission.SIGN) and InquiryEvent.INTENDED in INQUIRIES.allowed(one.stands)


def _obstacles(one: Inquiry, user: User) -> tuple[Obstacle, ...]:
    if one.stands not in (InquiryState.REGISTERED, InquiryState.DRAFTED):
        return ()
    if _signable(one, user):
        return acts.obstacles(one, by=user, at=timezone.now())
    return law.obstacles_to_drafting(acts.on_file(one))
