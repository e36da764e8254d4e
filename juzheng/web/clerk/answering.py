"""How the desk answers an act (办理结果): done, not ready, overtaken, or on its way."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from juzheng.acts.cases.papers import PaperNotMade
from juzheng.records.models import Case
from juzheng.web.shared import access
from juzheng.web.shared.access import SignedInRequest


def overtaken(request: SignedInRequest, case: Case) -> HttpResponse:
    """Say that somebody was faster, and show where the case is now."""
    access.overtaken(request)
    return redirect("clerk:case", case.number)


def being_made(request: SignedInRequest, case: Case, not_made: PaperNotMade) -> HttpResponse:
    """Say that the decision stands and the paper follows: nothing is lost, nothing to do again."""
    messages.warning(
        request,
        _(
            "签字已经登记，编号 %(number)s。文书还没有做好，系统会在几分钟内继续制作，"
            "不用重新办理。请稍后刷新本页；一小时后仍没有做好的，"
            "请让系统操作员运行 juzheng work --once。"
        )
        % {"number": not_made},
    )
    return redirect("clerk:case", case.number)
