"""Lists that come on paper (来文): handed in, matched line by line, drafted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from secrets import token_hex

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base import files
from juzheng.acts.base.moves import NotYours
from juzheng.acts.catalogue import documents as acts
from juzheng.acts.catalogue.documents import Handed
from juzheng.catalogue import Catalogue, papers
from juzheng.catalogue.differences import Difference
from juzheng.catalogue.pages import PageKind
from juzheng.catalogue.papers import Paper
from juzheng.catalogue.papers import drafting as paper
from juzheng.catalogue.papers.drafting import NEW, Drafting
from juzheng.finder.matching import Matcher
from juzheng.law.catalogue.changes import ChangeState
from juzheng.law.catalogue.items import ListKind
from juzheng.law.catalogue.naming import How
from juzheng.records.catalogue import governing, published_papers
from juzheng.records.models import Change, SourceDocument, User
from juzheng.web.overseer.access import change_for_officer, officer
from juzheng.web.overseer.catalogue import (
    document_boxes,
    document_counts,
    document_forms,
    document_rows,
    pickers,
)
from juzheng.web.overseer.catalogue.changes import told_published
from juzheng.web.overseer.catalogue.document_bars import Bars
from juzheng.web.overseer.catalogue.document_forms import HandingForm, PaperForm
from juzheng.web.overseer.catalogue.editing import CLASHING
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import OVERTAKEN, overtaken, version_of
from juzheng.web.shared.downloads import XLSX, download

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


@signed_in("GET", "POST")
def new(request: SignedInRequest) -> HttpResponse:
    """Take a list in as it was written, and open a draft from it."""
    user = officer(request)
    posted = request.method == "POST"
    form = HandingForm(request.POST, request.FILES) if posted else HandingForm()
    if posted and form.is_valid():
        if (there := _there_already(user, form.cleaned_data["raw"])) is not None:
            messages.info(request, _("这份名单已经交来过，就是下面这个修订案，没有另起一份。"))
            return redirect("overseer:document", there)
        made = [_taken_in(request, user, form, one) for one in form.cleaned_data["papers"]]
        if len(made) > 1:
            messages.info(
                request,
                _(
                    "文件里有可以出具、不应出具两份清单，已分成两个修订案，都在工作台“我起草的修订案”里。"
                    "文件只登记一次：一份发布以后，打开另一份再保存一次，就归到同一份文件。"
                ),
            )
        return redirect("overseer:document", made[0].pk)
    context = {"form": form, "key": token_hex(16)}
    return show(request, "overseer/document_new.html", context, status=422 if posted else 200)


def _there_already(user: User, raw: bytes) -> int | None:
    """Return the open change that was drafted from the very same paper (已经交来的); None: none."""
    open_ones = Change.objects.visible_to(user).open().filter(document__isnull=False)
    same = open_ones.filter(document__file_digest=sha256(raw).hexdigest())
    return same.order_by("pk").values_list("pk", flat=True).first()


def _taken_in(request: SignedInRequest, user: User, form: HandingForm, of: Paper) -> Change:
    data = form.cleaned_data
    division = pickers.named_in(of.title + of.issuer, user)
    begun = document_forms.opened(of, (), division)
    rows = tuple(document_forms.begun(one) for one in of.names)
    drafting = matched(replace(begun, rows=rows))
    lines = tuple(line.text for line in data["read"])
    handed = Handed(data["name"], data["ending"], data["raw"], lines)
    page = request.POST.get("key") or token_hex(16)
    alone = len(data["papers"]) == 1
    said = f"{page} {user.pk} {sha256(handed.content).hexdigest()}{'' if alone else of.kind}"
    key = sha256(said.encode()).hexdigest()  # of the page, the hand and the list: once
    return acts.take_in(handed, drafting, key=key, by=user, at=timezone.now())


def matched(drafting: Drafting) -> Drafting:
    """Return ``drafting`` with each line matched to the items of its kind in its place."""
    listed = governing.governing(drafting.effective_on)
    book = listed.rulebook(drafting.division, drafting.effective_on)
    finder = request_catalogue.finder()
    matcher = Matcher(listed.items.values(), finder, book, drafting.kind, drafting.effective_on)
    bars = Bars(drafting, listed)
    rows = []
    for row in drafting.rows:
        found = matcher.match(row.name)
        choice, others = found.item or NEW, found.others
        if found.how is How.NEAR:  # a guess is put first and never chosen for the officer
            choice, others = "", (found.item, *found.others)
        rows.append(bars.left(replace(row, how=found.how.value, others=others, choice=choice)))
    return replace(drafting, rows=tuple(rows))


def _looked_up(wanted: Drafting, before: Drafting) -> Drafting:
    """Return ``wanted`` with what was added, or is new and has another name, matched anew."""
    rows = list(wanted.rows)
    known = [row.name for row in before.rows]
    fresh = [
        at
        for at, row in enumerate(rows)
        if at >= len(known)
        or (row.name != known[at] and row.choice == NEW and row.how != How.CHOSEN.value)
    ]
    if fresh:
        found = matched(replace(wanted, rows=tuple(rows[at] for at in fresh)))
        for at, row in zip(fresh, found.rows, strict=True):
            rows[at] = row
    return replace(wanted, rows=tuple(rows))


@signed_in("GET", "POST")
def document(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the lines of a paper and what each is; save what the officer makes of them."""
    subject = change_for_officer(request, pk)
    row = _of(subject)
    drafting = paper.read_back(row.drafting)
    if subject.state != ChangeState.DRAFT:
        if request.method == "POST" and not told_published(request, subject):
            overtaken(request)
        return redirect("overseer:change", pk)
    if request.method != "POST":
        form = PaperForm(user=officer(request), drafting=drafting)
        return _shown(request, subject, drafting, form, {})
    form = PaperForm(request.POST, user=officer(request), drafting=drafting)
    errors: dict[str, str] = {}
    unknown: dict[str, str] = {}
    filled = _filled(request, subject, drafting, errors, unknown)
    if not form.is_valid() or errors:
        return _shown(request, subject, filled, form, unknown | errors, status=422)
    more = document_forms.added(filled, request.POST.get("more", ""))
    wanted = form.applied(replace(filled, rows=(*filled.rows, *more)))
    if (wanted.kind, wanted.division) != (drafting.kind, drafting.division):
        wanted = matched(wanted)
        messages.info(request, _("清单种类或地区改了，已重新对照，请再看一遍。"))
    else:
        wanted = _looked_up(wanted, drafting)
    return _saved(request, subject, wanted, form, unknown)


def _of(subject: Change) -> SourceDocument:
    try:
        return subject.document
    except SourceDocument.DoesNotExist:
        raise Http404(str(subject.pk)) from None


def _listed(subject: Change, drafting: Drafting) -> Catalogue:
    """Return the catalogue of the day of the list, with the texts registered in this very change.

    They are published together, so an item may lean on what stands in the same draft.
    """
    listed = governing.governing(drafting.effective_on)
    texts = subject.edits.filter(kind=PageKind.INSTRUMENT.value, withdraw=False)
    own = {edit.subject: edit.entry for edit in texts if edit.subject != drafting.document_code}
    pages = {(PageKind.INSTRUMENT, code): entry for code, entry in own.items()}
    return governing.with_pages(listed, pages) if pages else listed


def _filled(
    request: SignedInRequest,
    subject: Change,
    drafting: Drafting,
    errors: dict[str, str],
    unknown: dict[str, str],
) -> Drafting:
    """Return what was filled in; ``errors`` keep it from being saved, what is ``unknown`` waits."""
    listed = _listed(subject, drafting)
    bars = Bars(drafting, listed)
    rows = []
    for at, before in enumerate(drafting.rows):
        row = document_forms.written(before, at, request.POST, errors)
        row = bars.left(document_forms.known_choice(row, listed.items))
        if row.choice not in ("", before.choice):
            row = replace(row, how=How.CHOSEN.value)
        rows.append(document_forms.known_basis(row, at, listed.instruments, unknown))
    return replace(drafting, rows=tuple(rows))


def _saved(
    request: SignedInRequest,
    subject: Change,
    wanted: Drafting,
    form: PaperForm,
    unknown: Mapping[str, str],
) -> HttpResponse:
    user, version = officer(request), version_of(request)
    try:
        stays = acts.settle(subject, wanted, version=version, by=user, at=timezone.now())
    except OVERTAKEN:
        return _overtaken(request, subject, wanted, form)
    except NotYours:
        form.add_error("division", _("这个地区不归您管理。请写本级或下级的地区，或请上级起草。"))
        return _shown(request, subject, wanted, form, {}, status=422)
    if stays:
        said = _("这几处有人手工改过，没有按来文改：%(what)s。请核对。")
        messages.info(request, said % {"what": "、".join(stays)})
    left = {
        f"row-{at}-{field}": document_boxes.lacking(wanted.rows[at].name, field)
        for at, field in wanted.problems()
    }
    if left:
        left |= unknown  # it says more than that the box is empty
        messages.success(request, _("已保存。还有几处要填，填好才能成为清单。"))
        return _shown(request, subject, wanted, form, left, status=422)
    messages.success(request, _("清单已做好。请看一遍，再提交审核。"))
    return redirect("overseer:change", subject.pk)


def _overtaken(
    request: SignedInRequest, subject: Change, mine: Drafting, form: PaperForm
) -> HttpResponse:
    """Show what was filled in, not saved, and what somebody else saved otherwise meanwhile."""
    messages.warning(request, CLASHING)
    subject = change_for_officer(request, subject.pk)
    theirs = paper.read_back(_of(subject).drafting)
    own = min(len(mine.rows), len(theirs.rows))
    mine = replace(mine, rows=(*mine.rows[:own], *theirs.rows[own:]))  # what they added stays
    listed = _listed(subject, mine)
    clash = tuple(document_boxes.clash(theirs, mine, listed))
    return _shown(request, subject, mine, form, {}, status=409, clash=clash)


def _shown(
    request: SignedInRequest,
    subject: Change,
    drafting: Drafting,
    form: PaperForm,
    errors: dict[str, str],
    *,
    status: int = 200,
    clash: Sequence[Difference] = (),
) -> HttpResponse:
    listed = _listed(subject, drafting)
    page = document_rows.Page(drafting, listed)
    rows = [document_rows.shown(at, row, page, errors) for at, row in enumerate(drafting.rows)]
    groups = {name: [one for one in rows if one["group"] == name] for name in document_rows.GROUPS}
    wrong = bool(errors) or bool(form.errors)
    texts = _of(subject).text
    unread = paper.unread(drafting, texts)
    doubtful = papers.doubtful(unread)
    said = (drafting.kind.value, drafting.division, drafting.title, drafting.number)
    whose = published_papers.Paper(*said, drafting.issued_on)
    there = published_papers.published_already(whose, drafting.list_code)
    context = {
        "change": subject,
        "already": there,
        "already_in": published_papers.change_of(there) if there else None,
        "form": form,
        "rows": rows,
        **groups,
        "sure_told": any(one["told"] for one in groups["sure"]),
        "clash": clash,
        "open_heading": bool(form.errors)
        or drafting.asks_effective
        or not (drafting.number and drafting.headed),
        "mistakes": list(document_rows.mistakes(rows, errors)),
        "wrong": wrong,
        "negative": drafting.kind is ListKind.NEGATIVE,
        "drafting": drafting,
        "texts": [one for one in listed.instruments.values() if one.binding],
        "places": pickers.offered(officer(request)),
        "source": _of(subject),
        "miscounted": tuple(document_counts.in_words(drafting, texts)),
        "unread": unread,
        "doubtful": doubtful,
        "more": document_boxes.more(_still_typed(request, subject)),
    }
    return show(request, "overseer/document.html", context, status=status)


def _still_typed(request: SignedInRequest, subject: Change) -> str:
    """Return what was typed of names that were not read, as far as it is not saved yet."""
    kept = {row.name for row in paper.read_back(_of(subject).drafting).rows}
    typed = request.POST.get("more", "").splitlines()
    return "\n".join(one for one in typed if one.strip() not in kept)


@signed_in("GET")
def original(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send the paper as it was handed in."""
    row = _of(change_for_officer(request, pk))
    return download(files.read(row.file), MEDIA[row.ending], row.name)
