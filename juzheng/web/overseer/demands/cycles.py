"""Untangling a whole file (清理要求清单): upload, look, download the template; nothing is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from juzheng.catalogue.tables.grid import Limits
from juzheng.law.demands.network import Network
from juzheng.outside import demand_files
from juzheng.outside.rows import MOST_TOLD, Problem, UnreadableDemands
from juzheng.web.overseer.access import officer
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.demands import graph_page
from juzheng.web.shared.downloads import XLSX, download
from juzheng.web.shared.uploads import UploadField

LARGEST = 5 * 1024 * 1024
LIMITS = Limits(LARGEST, unpacked=50_000_000, rows=20_000, columns=100, cells=200_000)
MOST_DEMANDS = 5_000  # on a page; beyond that the command line


class DemandFileForm(forms.Form):
    """The file with who demands what (要求清单文件)."""

    file = UploadField(
        _("要求清单"),
        _("没有选文件。请选一个 XLSX 或 JSON 文件。"),
        accept=".xlsx,.json",
        most=LARGEST,
        too_large=_("文件超过 5 MB。请分成几个文件，或用命令行处理。"),
        help_text=_("XLSX 或 JSON，不超过 5 MB。看完就删，不留存。"),
    )

    def clean_file(self) -> Any:
        """Return the upload, unless it is of no kind that can be read."""
        upload = self.cleaned_data["file"]
        if not upload.name.lower().endswith((".xlsx", ".json")):
            raise forms.ValidationError(_("不是 XLSX 或 JSON 文件。请用模板填写后再上传。"))
        return upload


@signed_in("GET", "POST")
def cycles(request: SignedInRequest) -> HttpResponse:
    """Take a file of demands, and show every cycle, duplicate and baseless demand in it."""
    user = officer(request)
    posted = request.method == "POST"
    form = DemandFileForm(request.POST, request.FILES) if posted else DemandFileForm()
    context: dict[str, Any] = {"form": form}
    wrong = bool(form.errors)
    if posted and form.is_valid():
        try:
            network = _read(form.cleaned_data["file"])
        except UnreadableDemands as unreadable:
            wrong = True
            context["problems"] = unreadable.problems[:MOST_TOLD]
            context["more_problems"] = max(0, len(unreadable.problems) - MOST_TOLD)
        else:
            found = graph_page.examined(network, user.division or "")
            context |= graph_page.page(network, found)
    return show(request, "overseer/knots.html", context, status=422 if wrong else 200)


def _read(upload: Any) -> Network:
    """
    Return the network in the upload; nothing of it is kept.

    :raises UnreadableDemands: with every problem and its place
    """
    items = request_catalogue.today().items.keys()
    network = demand_files.parse(upload.read(), upload.name, items, limits=LIMITS)
    if len(network.demands) > MOST_DEMANDS:
        what = _("要求超过 %d 项。请分成几个文件，或用命令行 juzheng tangle 处理。") % MOST_DEMANDS
        raise UnreadableDemands([Problem(str(_("文件")), str(what))])
    return network


@signed_in("GET")
def template(request: SignedInRequest) -> HttpResponse:
    """Send an empty workbook."""
    officer(request)
    return download(demand_files.template(), XLSX, "demands.xlsx")
