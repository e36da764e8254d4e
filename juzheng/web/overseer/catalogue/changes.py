"""Changes (修订案): the list, one change, and the acts on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from secrets import token_hex
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.cases import awaiting
from juzheng.acts.catalogue import changes as acts
from juzheng.acts.catalogue import publications
from juzheng.catalogue.pages import PageKind, name_of
from juzheng.law.base.divisions import may_review
from juzheng.law.catalogue.changes import TAKEN_BACK, ChangeState
from juzheng.records.catalogue import change_effects
from juzheng.records.history import names_of, steps_of
from juzheng.records.models import Change, Edit, Entry, User
from juzheng.web.overseer import another
from juzheng.web.overseer.access import change_for_officer, officer
from juzheng.web.overseer.catalogue import naming
from juzheng.web.overseer.catalogue.forms import HeadingForm, ReturnForm
from juzheng.web.overseer.catalogue.pages import compared
from juzheng.web.overseer.catalogue.reading import reading
from juzheng.web.shared import act_results
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import in_words
from juzheng.web.shared.law_sentences import in_language
from juzheng.web.shared.overtaken import carrying
from juzheng.web.shared.paging import by_state, listed
from juzheng.web.templatetags.juzheng import zh_date


@signed_in("GET")
def changes(request: SignedInRequest) -> HttpResponse:
    """List the changes to what the officer's division governs, the latest first."""
    every = Change.objects.visible_to(officer(request)).select_related("written_by")
    context = listed(request, by_state(every, ChangeState), row=lambda change: change)
    return show(request, "overseer/changes.html", context)


@signed_in("GET", "POST")
def new(request: SignedInRequest) -> HttpResponse:
    """Open a change."""
    user = officer(request)
    form = HeadingForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        key = act_results.key_of(request)
        change = acts.draft(form.heading(), (), key=key, by=user, at=timezone.now())
        return redirect("overseer:change", change.pk)
    context = {"form": form, "key": token_hex(16)}
    return show(request, "overseer/heading.html", context)


@signed_in("GET")
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one change: what it says, what stands in its way, and what may be done next."""
    return shown(request, change_for_officer(request, pk))


def shown(
    request: SignedInRequest, subject: Change, form: ReturnForm | None = None
) -> HttpResponse:
    """Return the page of the change ``subject``."""
    user = officer(request)
    obstacles = change_effects.obstacles(subject) if subject.is_open else ()
    second = may_review(user.pk, change_effects.writers_of(subject))
    edits = list(subject.edits.select_related("written_by", "base"))
    said = dict.fromkeys(naming.named(in_words(one), subject) for one in obstacles)
    context = {
        "change": subject,
        "edits": [_edit(edit) for edit in edits],
        "clashing": _clashing(edits, user) if subject.is_open else {},
        "problems": list(said),
        "kinds": list(PageKind),
        "writable": subject.state == ChangeState.DRAFT,
        "reviewable": subject.state == ChangeState.IN_REVIEW and second,
        "same_hands": subject.state == ChangeState.IN_REVIEW and not second,
        "elsewhere": _elsewhere(subject, user),
        "taken_back": TAKEN_BACK,
        "withdrawn": subject.state == ChangeState.DRAFT
        and subject.reviewed_by_id in change_effects.writers_of(subject),
        "return_form": form or ReturnForm(),
        "steps": _steps(subject),
        **reading(subject, ready=not obstacles),
    }
    status = 422 if form else 200
    return show(request, "overseer/change.html", context, status=status)


def _elsewhere(subject: Change, user: User) -> str:
    """Return who reviews what ``user`` hands in, where nobody else here may (请谁审核)."""
    if not subject.is_open:
        return ""
    writers, place = change_effects.writers_of(subject), subject.division
    draft = subject.state == ChangeState.DRAFT
    if user.pk not in writers:
        return another.only_one(user, place, writers) if draft else ""
    return another.elsewhere(user, place, writers)


def _clashing(edits: list[Edit], user: User) -> dict[Change, list[str]]:
    """Return which other drafts write the same pages, and which (别的修订案也在改的页)."""
    found: dict[Change, list[str]] = {}
    for edit in edits:
        kind = PageKind(edit.kind)
        for other in change_effects.elsewhere(kind, edit.subject, user, edit.change_id):
            found.setdefault(other, []).append(name_of(edit.entry))
    return found


def _edit(edit: Edit) -> dict[str, Any]:
    entry = edit.entry
    return {
        "edit": edit,
        "name": name_of(entry),
        "kind": PageKind(edit.kind).label,
        "number": edit.base.number + 1 if edit.base else 1,
        "differences": compared(
            edit.base.entry if edit.base else None, None if edit.withdraw else entry
        ),
    }


def _steps(subject: Change) -> list[dict[str, Any]]:
    people = names_of(subject)
    kinds = {kind.value: in_language(kind.label) for kind in PageKind}
    pages = {
        f"{edit.kind}:{edit.subject}": f"{kinds[edit.kind]}“{name_of(edit.entry)}”"
        for edit in subject.edits.all()
    }

    def page(said: str) -> str:
        """Return a page by its title; one that was taken out is told by its kind."""
        kind = said.partition(":")[0]
        return pages.get(said) or kinds.get(kind, "")

    def text(line: Entry) -> str:
        said = (people.get(line.by_text, ""), page(line.details.get("page", "")))
        return " ".join(filter(None, said))

    return steps_of(subject, text=text)


@signed_in("GET", "POST")
def heading(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what the draft says of itself."""
    subject = change_for_officer(request, pk)
    user = officer(request)
    posted = request.POST if request.method == "POST" else None
    form = HeadingForm(posted, user=user, change=subject)
    if subject.state != ChangeState.DRAFT:
        if not told_published(request, subject) and posted is not None:
            act_results.overtaken(request)
        said = act_results.written_on(form) if posted is not None else []
        return carrying(request, said, redirect("overseer:change", pk))
    if request.method == "POST" and form.is_valid():
        return attempt(request, subject, partial(acts.restate, subject, form.heading()), form=form)
    context = {"form": form, "change": subject}
    return show(request, "overseer/heading.html", context)


@signed_in("POST")
def submission(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand the draft to a second officer."""
    subject = change_for_officer(request, pk)
    done = _("已提交，等另一位工作人员审核。")
    return attempt(request, subject, partial(acts.submit, subject), done)


@signed_in("POST")
def publication(request: SignedInRequest, pk: int) -> HttpResponse:
    """Approve and publish."""
    subject = change_for_officer(request, pk)
    done = _("已发布。从所定的日子起，各窗口都按新的办。")
    answer = attempt(request, subject, partial(acts.publish, subject), done)
    publications.ready_at_once(subject, at=timezone.now())  # who posts it finds its text there
    awaiting.settle(at=timezone.now())  # cases that waited for what was found are decided anew
    return answer


@signed_in("POST")
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Return the change to its writer with a reason."""
    subject = change_for_officer(request, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return shown(request, subject, form=form)
    send = partial(acts.send_back, subject, form.cleaned_data["note"])
    own = officer(request).pk in change_effects.writers_of(subject)
    done = _("已撤回。") if own else _("已退回起草人。")
    return attempt(request, subject, send, done, form=form)


@signed_in("POST")
def disposal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the draft up."""
    subject = change_for_officer(request, pk)
    return attempt(request, subject, partial(acts.discard, subject), _("已作废，留在记录里。"))


@signed_in("POST")
def removal(request: SignedInRequest, pk: int, edit: int) -> HttpResponse:
    """Take one page out of the draft."""
    subject = change_for_officer(request, pk)
    found = get_object_or_404(subject.edits, pk=edit)
    leave_out = partial(acts.leave_out, subject, found)
    return attempt(request, subject, leave_out, _("这一页已从修订案里撤下。"))


def attempt(
    request: SignedInRequest,
    subject: Change,
    act: Callable[..., object],
    done: str = "",
    *,
    form: Form | None = None,
) -> HttpResponse:
    """Do ``act`` as ``act_results.attempt``, and show the change with what came of it."""
    after = redirect("overseer:change", subject.pk)
    if told_published(request, subject):
        return carrying(request, act_results.written_on(form) if form else [], after)
    same_hands = _("起草、改写或提交的人不能审核自己的修订。请另一位工作人员审核。")
    how = act_results.attempt(request, act, done, {acts.NotASecondOfficer: same_hands})
    return carrying(request, how.unsaved(form) if form else [], after)


def told_published(request: SignedInRequest, subject: Change) -> bool:
    """
    Return whether ``subject`` is published, and say by whom and when (已经发布了).

    A second tab, or a second press, is no conflict: what was wanted has been done.
    """
    if subject.state != ChangeState.PUBLISHED or subject.reviewed_at is None:
        return False
    at = timezone.localtime(subject.reviewed_at)
    said = {"who": subject.reviewed_by, "day": zh_date(at.date()), "hour": f"{at:%H:%M}"}
    text = _("这个修订案已经发布了：%(day)s %(hour)s由%(who)s审核发布。这次没有再改动。")
    messages.info(request, text % said)
    return True
