"""The workbench's first page (民政工作台): what is due, and what will soon stop holding."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from juzheng.records.catalogue import alerts, working_days
from juzheng.records.models import Change
from juzheng.web.overseer import due
from juzheng.web.overseer.access import officer
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.access import SignedInRequest, show, signed_in

AHEAD_DAYS = 90
DRAFTS = 20
DOORS: tuple[tuple[Promise, tuple[tuple[Promise, str], ...]], ...] = (
    (
        _("清单"),
        (
            (_("由纸上的清单起草"), "document-new"),
            (_("缩短时限、改材料"), "way-new"),
            (_("全部修订案"), "changes"),
            (_("起草修订"), "new"),
            (_("备好的地方清单"), "prepared"),
            (_("导入导出"), "tables"),
            (_("衔接比对"), "alignment"),
            (_("公布到各渠道"), "deliveries"),
            (_("提请修改"), "amendments"),
        ),
    ),
    (
        _("索要和反映"),
        (
            (_("居民反映和纠正"), "reports"),
            (_("单位登记的索要"), "demands"),
            (_("单位的上级和主管部门"), "units"),
            (_("清理要求清单"), "knots"),
            (_("现阶段仍需办理的理由"), "grounds"),
        ),
    ),
    (
        _("居民的问题"),
        (
            (_("待确认事项"), "confirmations"),
            (_("异议复核"), "objections"),
            (_("没听懂的问话"), "questions"),
        ),
    ),
    (
        _("日常"),
        (
            (_("本单位的联系方式"), "office"),
            (_("放假通知"), "holidays"),
            (_("保存期限"), "retention"),
        ),
    ),
)


@signed_in("GET")
def home(request: SignedInRequest) -> HttpResponse:
    """Show what is due for this officer, their own drafts, and texts about to lapse."""
    user, today = officer(request), timezone.localdate()
    mine = Change.objects.visible_to(user).select_related("written_by")
    drafts = mine.open().filter(written_by=user)
    own, below = due.desk(user, today)
    context = {
        "due": own,
        "below": below,
        "waiting": due.waiting(user, today),
        "drafts": drafts[:DRAFTS],
        "alerts": alerts.lapsing(request_catalogue.today(), today, AHEAD_DAYS, user.division or ""),
        "year_wanted": working_days.year_wanted(today),
        "ahead": AHEAD_DAYS,
        "groups": [
            (group, [(name, reverse(f"overseer:{view}")) for name, view in doors])
            for group, doors in DOORS
        ],
    }
    return show(request, "overseer/home.html", context)
