"""Papers that a decision makes (出具文书): made at once, or on their way."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base.papers import PaperNotMade
from juzheng.records.models import Certificate
from juzheng.web.shared.access import SignedInRequest
from juzheng.web.shared.act_results import tried


def issue(request: SignedInRequest, act: Callable[..., Certificate], done: str) -> None:
    """
    Do ``act`` and say under which number its paper stands.

    Where the paper is not made yet the decision stands: nothing is lost, nothing to do again.
    """
    try:
        with tried(request):
            paper = act(by=request.user, at=timezone.now())
            messages.success(request, done % paper.number)
    except PaperNotMade as not_made:
        follows = _(
            "签字已经登记，编号 %(number)s。文书还没有做好，系统会在几分钟内继续制作，"
            "不用重新办理。请稍后刷新本页；一小时后仍没有做好的，"
            "请让系统操作员运行 juzheng work --once。"
        )
        messages.warning(request, follows % {"number": not_made})
