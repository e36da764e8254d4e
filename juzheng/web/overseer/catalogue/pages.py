"""Pages of the catalogue (目录页): searching, reading, comparing two wordings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from juzheng.catalogue import Catalogue
from juzheng.catalogue.differences import Difference, differences, in_words, named
from juzheng.catalogue.fields import fields_of
from juzheng.catalogue.pages import Entry, PageKind, division_of, name_of
from juzheng.law.base.divisions import governs
from juzheng.law.base.terms import Term
from juzheng.law.catalogue import alignment
from juzheng.law.catalogue.changes import leaning_on
from juzheng.law.catalogue.items import Instrument, Item, ListKind, basis_in_force
from juzheng.records.catalogue import change_effects, newest_revisions
from juzheng.records.catalogue.governing import TABLES
from juzheng.records.models import Change, Revision
from juzheng.web.overseer.access import officer, term_or_404
from juzheng.web.overseer.catalogue.editing import label
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.paging import PAGE, chip
from juzheng.web.shared.security import without_private_numbers
from juzheng.web.templatetags.juzheng import in_language, place_name, zh_date

T = TypeVar("T")
_ID = re.compile(r"(?<![\w/.-])[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*(?![\w/-])", re.ASCII)
FILTERS = (
    ("", gettext_lazy("全部")),
    ("enabled", gettext_lazy("已启用")),
    ("disabled", gettext_lazy("未启用")),
    ("lapsed", gettext_lazy("依据失效")),
    ("mine", gettext_lazy("本级的")),
)


@signed_in("GET")
def pages(request: SignedInRequest, kind: str) -> HttpResponse:
    """Search the pages of one kind."""
    user, of = officer(request), term_or_404(PageKind, kind)
    listed = request_catalogue.today()
    query = without_private_numbers(request.GET.get("q", "").strip()[:100])
    wanted = request.GET.get("show", "")
    found = [
        entry
        for entry in (*getattr(listed, TABLES[of]).values(), *_ahead(of, listed))
        if matches(entry, query) and shows(entry, wanted, listed, user.division or "")
    ]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "kind": of,
        "kinds": [chip(one.label, f"../{one.value}/", current=one is of) for one in PageKind],
        "query": query,
        "show": wanted,
        "chips": [
            chip(str(text), f"?show={code}&q={query}", current=code == wanted)
            for code, text in FILTERS
            if of is PageKind.ITEM or code in ("", "mine")
        ],
        "rows": [_row(entry, listed) for entry in page],
        "page": page,
        "count": len(found),
    }
    return show(request, "overseer/pages.html", context)


def _ahead(of: PageKind, listed: Catalogue) -> Iterator[Entry]:
    """Yield the pages that are published and begin later (未生效): who mends one finds it here."""
    known = getattr(listed, TABLES[of])
    rows = Revision.objects.filter(kind=of.value, effective_on__gt=timezone.localdate())
    for subject in sorted(set(rows.values_list("subject", flat=True)) - set(known)):
        last = newest_revisions.newest(of, subject)
        if last is not None and not last.withdrawn:
            yield last.entry


def matches(entry: Entry, query: str) -> bool:
    """Return whether the page's id, name or other names hold ``query``."""
    low = query.casefold()
    texts = [entry.id, name_of(entry), *(entry.aliases if isinstance(entry, Item) else ())]
    return not low or any(low in text.casefold() for text in texts)


def shows(entry: Entry, wanted: str, listed: Catalogue, division: str) -> bool:
    """Return whether the page belongs under the filter ``wanted``; an unknown one hides nothing."""
    if wanted == "mine":
        own = division_of(entry)
        return governs(division, own) and (own != "" or division == "")
    if not isinstance(entry, Item):
        return True
    if wanted == "lapsed":
        holds = basis_in_force(entry, listed.instruments, timezone.localdate())
        return entry.kind is ListKind.ISSUABLE and not holds
    return {"enabled": entry.enabled, "disabled": not entry.enabled}.get(wanted, True)


def _row(entry: Entry, listed: Catalogue) -> dict[str, Any]:
    return {
        "entry": entry,
        "name": name_of(entry),
        "division": division_of(entry),
        "state": state_of(entry, listed),
    }


def state_of(entry: Entry, listed: Catalogue) -> str:
    """Return in a word whether the page holds today."""
    today = timezone.localdate()
    if isinstance(entry, Item) and not entry.enabled:
        return _("未启用")
    if isinstance(entry, Item) and entry.kind is ListKind.ISSUABLE:  # noqa: SIM102
        if not basis_in_force(entry, listed.instruments, today):
            return _("依据失效")
    return _("有效") if entry.in_force(today) else _("未生效或已失效")


@signed_in("GET")
def page(request: SignedInRequest, kind: str, subject: str) -> HttpResponse:
    """Show one page: what it says, its wordings, what changed between two, who leans on it."""
    user, of = officer(request), term_or_404(PageKind, kind)
    revisions = list(Revision.objects.filter(kind=of.value, subject=subject).order_by("-number"))
    if not revisions:
        raise Http404(subject)
    listed = request_catalogue.today()
    entry = revisions[0].entry
    before, after = _two(request, revisions)
    drafts = Change.objects.visible_to(user).filter(state="draft")
    context = {
        "kind": of,
        "entry": entry,
        "name": name_of(entry),
        "state": _("已停用") if revisions[0].withdrawn else state_of(entry, listed),
        "said": said(titled(entry), listed),
        "revisions": revisions,
        "before": before,
        "after": after,
        "differences": compared(before.entry, after.entry) if before and after else (),
        "leaning": leaning_on(subject, listed.items) if isinstance(entry, Instrument) else (),
        "conflicts": [
            one
            for one in alignment.conflicts(listed, "", timezone.localdate())
            if one.item == subject
        ],
        "drafts": drafts,
        "elsewhere": change_effects.elsewhere(of, subject, user),
        "writable": governs(user.division, revisions[0].division),
        "on_lists": of is PageKind.ITEM and bool(change_effects.listed_on(subject, user)),
    }
    return show(request, "overseer/page.html", context)


def _two(
    request: SignedInRequest, revisions: list[Revision]
) -> tuple[Revision | None, Revision | None]:
    """Return the two wordings to compare: those asked for, else the last two."""
    by_number = {str(one.number): one for one in revisions}
    last = revisions[0]
    after = by_number.get(request.GET.get("after", ""), last)
    before = by_number.get(request.GET.get("before", ""), by_number.get(str(after.number - 1)))
    return before, after


def titled(value: T) -> T:
    """Return ``value`` with the titles of today's legal texts where it has their ids."""
    texts = request_catalogue.today().instruments
    return named(value, {one.id: one.title for one in texts.values()})


def compared(before: Entry | None, after: Entry | None) -> tuple[Difference, ...]:
    """Return what changed between two wordings, each legal text by its title (版本差异)."""
    return differences(titled(before), titled(after))


def said(entry: Entry, listed: Catalogue) -> list[tuple[str, str]]:
    """Return what the page says, field by field, in words; each item that it points to is named."""

    def with_name(found: re.Match[str]) -> str:
        item = listed.items.get(found[0])
        return f"{item.name}（{item.id}）" if item else found[0]

    return [
        (label(one), _ID.sub(with_name, _held(one.name, getattr(entry, one.name))))
        for one in fields_of(type(entry))
        if one.name not in _unsaid(entry) and getattr(entry, one.name) not in ("", (), None)
    ]


# Of what is not issued there is no paper: what one would say of it is nothing that anybody reads.
OF_A_PAPER = (
    "certificate_title",
    "handling",
    "limit_working_days",
    "deliberation",
    "validity_days",
    "electronic_original",
)


def _unsaid(entry: Entry) -> tuple[str, ...]:
    refused = isinstance(entry, Item) and entry.kind is ListKind.NEGATIVE
    return ("id", *OF_A_PAPER) if refused else ("id",)


def _held(name: str, held: object) -> str:
    """Return what a field holds in words; a division by its name, not by its code (地区名称)."""
    if name == "divisions" and isinstance(held, tuple):
        return _("、").join(place_name(str(one)) for one in held)
    return place_name(str(held)) if name == "division" else _in_words(held)


def _in_words(held: object) -> str:
    if isinstance(held, date):
        return zh_date(held)
    if isinstance(held, tuple) and held and all(isinstance(one, Term) for one in held):
        return _("、").join(in_language(one.label) for one in held)
    return in_words(held)
