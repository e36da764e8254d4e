"""What is not here any more (已撤下): what it was, since which day and why, instead of a 404."""

from __future__ import annotations

from datetime import date

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.catalogue.pages import PageKind
from juzheng.law.supervision.exposure import CorrectionState
from juzheng.records.catalogue import governing
from juzheng.records.models import Edit
from juzheng.records.supervision import corrections


class Gone(Http404):
    """It was here and was taken away (已撤下): whoever has its address gets a 410 that says so."""

    def __init__(self, what: str, on: date | None, reason: str, *, board: bool = False) -> None:
        self.what, self.on, self.reason = what, on, reason
        self.board = board  # it stood on the public board, and the way back leads there
        super().__init__(what)


def no_page(kind: PageKind, subject: str) -> Http404:
    """Return what to raise where the catalogue has no such page today: gone, or never there."""
    row = governing.withdrawn(kind, subject, timezone.localdate())
    if row is None:
        return Http404(subject)
    name = str(row.content.get("name") or row.content.get("title") or subject)
    edit = Edit.objects.filter(revision=row.pk).select_related("change").first()
    reason = edit.change.reason if edit else ""
    return Gone(f"{subject} {name}", row.effective_on, reason)


def no_exposure(number: str) -> Http404:
    """Return what to raise where no such exposure is shown: taken down, or never there."""
    found = corrections.taken_down(number)
    if found is None:
        return Http404(number)
    one, on = found
    mended = one.state in (CorrectionState.MENDED.value, CorrectionState.REMOVED.value)
    return Gone(
        _("曝光 %s") % number,
        on,
        _("单位已经纠正，按规定撤下，不再公开单位名称。")
        if mended
        else _("公开的决定已经改变，不再公开。"),
        board=True,
    )
