"""Who looked at a case (谁看过这一件): each look in words, never by the code it is kept under."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from juzheng.records.models import Case

LAST = 8  # looks that the page shows
# What an applicant looks at is kept under codes, what staff looks at mostly in Chinese words.
WORDS: dict[str, Promise] = {
    "resident.case": _("办件页面"),
    "resident.receipt": _("申请回执"),
    "resident.mine": _("本机上的办件"),
    "resident.missing": _("还缺的材料"),
    "resident.objection": _("提出异议的页面"),
    "resident.withdrawal": _("撤回申请的页面"),
    "resident.certificate": _("下载的文书"),
    "resident.refusal_notice": _("下载的告知单"),
    "public.paper": _("核验页上的全部内容"),
    "objection": _("异议"),  # by staff
    "review": _("异议"),
}


def last(case: Case) -> list[dict[str, Any]]:
    """Return the last looks at ``case``, the newest first (最近的查看)."""
    found = case.views.select_related("by").order_by("-pk")[:LAST]
    return [{"at": one.at, "by": one.by, "what": _of(one.what)} for one in found]


def _of(what: str) -> str | Promise:
    return WORDS.get(what, what)
