"""Tables (导入导出): templates, what governs as a file, and a file that becomes a draft."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from juzheng.acts.base.moves import NotYours
from juzheng.acts.catalogue import changes, imports
from juzheng.catalogue import sheets
from juzheng.catalogue.sheets.shape import SHEETS
from juzheng.law.catalogue.lists import ItemList
from juzheng.records.catalogue import import_preview as plans
from juzheng.records.catalogue.import_preview import Fate, Plan
from juzheng.records.models import Import, User
from juzheng.web.overseer.access import officer
from juzheng.web.overseer.catalogue.forms import HeadingForm
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.catalogue import exporting
from juzheng.web.shared.downloads import XLSX, download
from juzheng.web.shared.uploads import UploadField

SHOWN = 200  # problems or entries on one page; more of them nobody reads


class TableForm(forms.Form):
    """The file that an officer hands in (导入文件)."""

    file = UploadField(
        _("要导入的文件"),
        _("请选择要导入的文件。"),
        accept=".xlsx,.csv,.zip,.yaml,.yml",
        most=sheets.LARGEST,
        too_large=_("文件超过 10 MB。请分成几个文件。"),
        help_text=_("XLSX、CSV、YAML，或由 CSV、YAML 压成的 ZIP，不超过 10 MB。"),
    )


@signed_in("GET", "POST")
def tables(request: SignedInRequest) -> HttpResponse:
    """Offer templates and exports, and take a file in."""
    user = officer(request)
    posted = request.method == "POST"
    form = TableForm(request.POST, request.FILES) if posted else TableForm()
    if posted and form.is_valid():
        upload = form.cleaned_data["file"]
        imports.hold(upload.read(), upload.name, by=user, at=timezone.now())
        return redirect("overseer:import")
    listed = request_catalogue.today()
    context = {
        "form": form,
        "kinds": [(kind, SHEETS[cls]) for kind, cls in sheets.CLASSES.items()],
        "lists": listed.lists.values(),
        "forms": ["xlsx", "csv", "yaml"],
        "waiting": Import.objects.filter(written_by=user).first(),
    }
    return show(request, "overseer/tables.html", context)


@signed_in("GET")
def template(request: SignedInRequest, kind: str) -> HttpResponse:
    """Send an empty workbook."""
    officer(request)
    if kind not in sheets.CLASSES:
        raise Http404(kind)
    name = _("%(what)s-模板.xlsx") % {"what": SHEETS[sheets.CLASSES[kind]]}
    return download(sheets.template(kind), XLSX, name)


@signed_in("GET")
def export(request: SignedInRequest, what: str, form: str) -> HttpResponse:
    """Send what governs today as a file."""
    officer(request)
    if form not in exporting.FORMS:
        raise Http404(form)
    try:
        entries = exporting.entries_of(request_catalogue.today(), what)
        raw, media, ending = exporting.packed(entries, form)
    except KeyError:
        raise Http404(what) from None
    except sheets.Unclear as unclear:
        messages.error(request, str(unclear))
        return redirect("overseer:tables")
    return download(raw, media, f"{what}-{timezone.localdate().isoformat()}.{ending}")


@signed_in("GET", "POST")
def incoming(request: SignedInRequest) -> HttpResponse:
    """Show what the file would do; on yes, make it a draft, whole or not at all."""
    user = officer(request)
    held = Import.objects.filter(written_by=user).first()
    if held is None:
        return redirect("overseer:tables")
    if _replaced(request, held):
        return redirect("overseer:import")
    posted = request.method == "POST"
    form = HeadingForm(request.POST if posted else None, user=user)
    on = form.cleaned_data["effective_on"] if posted and form.is_valid() else timezone.localdate()
    found = plans.plan(bytes(held.content), held.name, officer=user.division, on=on)
    if posted and form.is_valid() and found.ready:
        return _drafted(request, held, found, form)
    if not posted:
        form.initial = {**form.initial, **_guesses(found, user)}
    context = {"form": form, **_shown(found)}
    return show(request, "overseer/import.html", context, status=422 if posted else 200)


def _guesses(found: Plan, user: User) -> dict[str, Any]:
    """Return what the form may begin with: the file's own title, place and day."""
    only = next(iter(found.divisions)) if len(found.divisions) == 1 else user.division
    days = [one.in_force_from for one in found.to_draft if isinstance(one, ItemList)]
    day = max(days) if days else timezone.localdate()
    return {"title": found.title, "division": only, "effective_on": day}


def _drafted(
    request: SignedInRequest, held: Import, found: Plan, form: HeadingForm
) -> HttpResponse:
    user, heading, at = officer(request), form.heading(), timezone.now()
    key = plans.key_of(found, user.pk, heading.division, heading.effective_on)
    pages = [changes.Page(entry) for entry in found.to_draft]
    try:
        change = changes.draft(heading, pages, key=key, by=user, at=at)
    except NotYours:
        messages.error(request, _("里面有不归本级管理的内容，这次没有导入。请上级导入。"))
        return redirect("overseer:import")
    imports.let_go(held, change=change.pk, by=user, at=at)
    messages.success(request, _("已导入为草稿。请核对后提交另一位工作人员审核。"))
    return redirect("overseer:change", change.pk)


def _shown(found: Plan) -> dict[str, Any]:
    changed = (*found.of(Fate.NEW), *found.of(Fate.CHANGED))
    return {
        "plan": found,
        "counts": [(fate.label, len(found.of(fate))) for fate in Fate],
        "problems": found.problems[:SHOWN],
        "more_problems": max(0, len(found.problems) - SHOWN),
        "changed": changed[:SHOWN],
        "more_changed": max(0, len(changed) - SHOWN),
        "foreign": found.of(Fate.NOT_YOURS)[:SHOWN],
    }


def _replaced(request: SignedInRequest, held: Import) -> bool:
    """Return whether another file waits than the page showed, and say so."""
    shown = request.POST.get("file")
    other = shown is not None and shown != sha256(held.content).hexdigest()
    if other:
        messages.warning(
            request, _("您打开那一页以后，又选了另一个文件，这次没有改动。下面是现在等着的文件。")
        )
    return other


@signed_in("POST")
def dropped(request: SignedInRequest) -> HttpResponse:
    """Forget the file that waits."""
    user = officer(request)
    held = Import.objects.filter(written_by=user).first()
    if held is not None and _replaced(request, held):
        return redirect("overseer:import")
    if held is not None:
        imports.let_go(held, change=None, by=user, at=timezone.now())
    return redirect("overseer:tables")
