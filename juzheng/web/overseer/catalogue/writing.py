"""Writing in a change (改写一页): the editor, new pages, drafts from what there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from secrets import token_hex
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base.moves import NotYours
from juzheng.acts.catalogue import changes as acts
from juzheng.acts.catalogue.changes import Heading, Page
from juzheng.catalogue.pages import Entry, PageKind, name_of
from juzheng.catalogue.prepared import Prepared, heard, names, prepared
from juzheng.law.base.divisions import governs
from juzheng.law.catalogue.changes import ChangeState
from juzheng.law.catalogue.items import Item
from juzheng.records.catalogue import change_effects
from juzheng.records.models import Change, Edit, Revision, User
from juzheng.web.overseer.access import change_for_officer, officer, term_or_404
from juzheng.web.overseer.catalogue import editing
from juzheng.web.overseer.catalogue.editing import Editor
from juzheng.web.overseer.catalogue.pages import compared
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import OVERTAKEN, tried, version_of


@signed_in("GET", "POST")
def edit(request: SignedInRequest, pk: int, edit: int) -> HttpResponse:
    """Edit one page of a draft."""
    subject = change_for_officer(request, pk)
    found = get_object_or_404(subject.edits, pk=edit)
    return _edited(request, subject, PageKind(found.kind), found)


@signed_in("GET", "POST")
def add(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Add a page that is not there yet to a draft."""
    return _edited(request, change_for_officer(request, pk), term_or_404(PageKind, kind), None)


def _edited(
    request: SignedInRequest, subject: Change, kind: PageKind, found: Edit | None
) -> HttpResponse:
    if request.method != "POST" or subject.state != ChangeState.DRAFT:
        if found is None:
            return _shown(request, subject, editing.blank(kind), None)
        brought_up = change_effects.brought_up(found) if subject.is_open else None
        shown = editing.of_entry(brought_up.entry if brought_up else found.entry, kind)
        return _shown(request, subject, shown, found, brought_up=brought_up)
    editor = editing.posted(kind, request.POST)
    entry = editor.entry()
    if found and entry is not None and entry.id != found.subject:
        editor.errors["id"] = _("编号一经使用不能改。要用新编号，请增加一页。")
    if editor.errors or entry is None:
        return _shown(request, subject, editor, found, status=422)
    withdraw = found is not None and "withdraw" in request.POST
    return _write(request, subject, editor, Page(entry, withdraw=withdraw), found)


def _write(
    request: SignedInRequest, subject: Change, editor: Editor, page: Page, found: Edit | None
) -> HttpResponse:
    """Save the page; what cannot be saved is shown again with all that was typed."""
    user = officer(request)
    version = version_of(request)
    try:
        acts.write(subject, [page], version=version, by=user, at=timezone.now())
    except OVERTAKEN:
        subject.refresh_from_db()
        editor.errors[""] = str(editing.CLASHING)
        return _shown(request, subject, editor, found, status=409, mine=page.entry)
    except NotYours:
        editor.errors[""] = _("这一页不归本级管理。请写本级或下级的地区代码，或请上级修订。")
        return _shown(request, subject, editor, found, status=422)
    messages.success(request, _("已保存到修订案。"))
    return redirect("overseer:change", subject.pk)


def _shown(
    request: SignedInRequest,
    subject: Change,
    editor: Editor,
    found: Edit | None,
    *,
    status: int = 200,
    mine: Entry | None = None,
    brought_up: change_effects.BroughtUp | None = None,
) -> HttpResponse:
    theirs = Edit.objects.filter(pk=found.pk).first() if found is not None else None
    base = theirs.base.entry if theirs is not None and theirs.base else None
    since = compared(base, theirs.entry) if theirs is not None and base else ()
    if brought_up is not None:
        since = compared(brought_up.in_force, brought_up.entry)
    context = {
        "change": subject,
        "edit": found,
        "joined": brought_up is not None,
        "both": "、".join(map(_, brought_up.both)) if brought_up else "",
        "elsewhere": found and _elsewhere(found, officer(request)),
        "kind": editor.kind,
        "name": name_of(found.entry) if found else "",
        "groups": editor.groups(),
        "mistakes": editor.mistakes(),
        "texts": request_catalogue.today().instruments.values(),
        "writable": subject.state == ChangeState.DRAFT,
        "since": since,
        "clash": compared(theirs.entry, mine) if theirs is not None and mine else (),
        "preview": _preview(editor),
    }
    return show(request, "overseer/editor.html", context, status=status)


def _elsewhere(found: Edit, user: User) -> list[Change]:
    return change_effects.elsewhere(PageKind(found.kind), found.subject, user, found.change_id)


def _preview(editor: Editor) -> Item | None:
    """Return the item as it is being written, for the guide beside it; None if it is none yet."""
    if editor.kind is not PageKind.ITEM or editor.errors:
        return None
    entry = editor.entry() if editor.mapping else None
    return entry if isinstance(entry, Item) else None


@signed_in("POST")
def draft_from(request: SignedInRequest, kind: str, subject: str, number: int) -> HttpResponse:
    """Take one wording of a page into a draft: to change it, to go back to it, to take it away."""
    user, of = officer(request), term_or_404(PageKind, kind)
    wording = get_object_or_404(Revision, kind=of.value, subject=subject, number=number)
    page = Page(wording.entry, withdraw=request.POST.get("act") == "withdraw")
    chosen = request.POST.get("change", "")
    now = timezone.now()
    try:
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 10:
            change = change_for_officer(request, int(chosen))
            pages = [page, *_off_lists(user, wording, change)] if page.withdraw else [page]
            acts.write(change, pages, version=change.version, by=user, at=now)
        else:
            pages = [page, *_off_lists(user, wording, None)] if page.withdraw else [page]
            change = acts.draft(_heading(user, wording), pages, key=token_hex(16), by=user, at=now)
    except NotYours:
        messages.error(request, _("这一页不归本级管理，请上级修订。"))
        return redirect("overseer:page", kind, subject)
    except OVERTAKEN:
        messages.warning(request, _("所选的修订案已经提交或有人改过，请重新选。"))
        return redirect("overseer:page", kind, subject)
    if page.withdraw:  # why it goes, everybody who looks for it is told: it is asked at once
        asks = "overseer:change" if change.reason else "overseer:heading"
        return redirect(asks, change.pk)
    edit = change.edits.get(kind=of.value, subject=subject)
    return redirect("overseer:edit", change.pk, edit.pk)


def _off_lists(user: User, wording: Revision, into: Change | None) -> list[Page]:
    """Return the lists without the item that goes; one that is empty then goes with it (去掉)."""
    if wording.kind != PageKind.ITEM.value:
        return []
    pages = []
    for one in change_effects.listed_on(wording.subject, user, into):
        left = tuple(line for line in one.lines if line.item != wording.subject)
        pages.append(Page(replace(one, lines=left)) if left else Page(one, withdraw=True))
    return pages


def _heading(user: User, wording: Revision) -> Heading:
    title = _("修订%(name)s") % {"name": name_of(wording.entry)}
    # What has not begun is changed, or goes, on the day it was to begin.
    day = max(timezone.localdate(), wording.effective_on)
    return Heading(title[:100], "", wording.division, day)


@signed_in("GET")
def prepared_lists(request: SignedInRequest) -> HttpResponse:
    """Show which regions' lists are prepared, with their sources (备好的地方清单)."""
    user = officer(request)
    ready = [_row(prepared(name), user) for name in names()]
    return show(request, "overseer/prepared.html", {"ready": ready, "heard": heard()})


def _row(one: Prepared, user: User) -> dict[str, Any]:
    lists = list(one.lists.values())
    return {
        "name": one.name,
        "lists": lists,
        "items": list(one.items.values()),
        "division": lists[0].division,
        "published": all(each.id in request_catalogue.today().lists for each in lists),
        "writable": all(governs(user.division, each.division) for each in lists),
    }


@signed_in("POST")
def draft_prepared(request: SignedInRequest, name: str) -> HttpResponse:
    """Draft all pages of a prepared list in one change."""
    user = officer(request)
    try:
        ready = prepared(name)
    except KeyError:
        raise Http404(name) from None
    known: tuple[Any, ...] = (ready.instruments, ready.items, ready.lists)
    tables = (*known, ready.unlisted, ready.looked, ready.offers)
    entries: list[Entry] = [entry for table in tables for entry in table.values()]
    first = next(iter(ready.lists.values()))
    title = _("发布%(title)s") % {"title": first.title}
    heading = Heading(title, first.note, first.division, _effective(entries))
    foreign, at = _("这份清单是别的地区的，请由当地民政部门起草。"), timezone.now()
    with tried(request, refused={NotYours: foreign}):
        change = acts.draft(heading, map(Page, entries), key=token_hex(16), by=user, at=at)
        return redirect("overseer:change", change.pk)
    return redirect("overseer:prepared")


def _effective(entries: list[Entry]) -> date:
    """Return the first day on which any of the pages says that it holds."""
    days = [one.in_force_from for one in entries if one.in_force_from is not None]
    return min(days, default=timezone.localdate())
