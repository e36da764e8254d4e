"""Grounds of 现阶段据实出具 (仍需办理的理由): which units still make people bring listed papers."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from juzheng.catalogue import catalogue
from juzheng.law.base.redaction import masked_text
from juzheng.records.cases import grounds as recorded
from juzheng.records.cases.grounds import Counted
from juzheng.web.overseer.access import officer
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.templatetags.juzheng import zh_date


@signed_in("GET")
def grounds(request: SignedInRequest) -> HttpResponse:
    """Show the grounds by unit and item, those due for review first; no case and no resident."""
    user, today = officer(request), timezone.localdate()
    found = recorded.counted(user.division or "", today)
    context = {
        "rows": [_row(one) for one in found],
        "due": sum(one.due for one in found),
        "rule": catalogue().reviews["transition"],
    }
    return show(request, "overseer/grounds.html", context)


def _row(one: Counted) -> tuple[str, ...]:
    item = request_catalogue.today().items.get(one.item)
    return (
        item.name if item else one.item,
        masked_text(one.unit),
        _(one.kind.label),
        ngettext("%(n)d 件", "%(n)d 件", one.cases) % {"n": one.cases},
        _("最近登记 %(day)s") % {"day": zh_date(one.last_on)},
        _("该复查了") if one.due else _("复查日 %(day)s") % {"day": zh_date(one.review_on)},
    )
