"""What is known of an inquiry (来函登记情况), as its page lists it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from juzheng.law.inquiries.inquiries import Authority, Finding, InquiryState, Sent
from juzheng.records.models import Inquiry
from juzheng.web.templatetags.juzheng import zh_date


def rows(one: Inquiry) -> list[dict[str, str]]:
    """Return what is known of the inquiry, in the order of the work."""
    told = (
        (
            _("来函机关"),
            _("%(name)s（%(what)s）")
            % {"name": one.sender, "what": _(Authority(one.authority).label)},
        ),
        (_("文号"), one.letter_number),
        (_("落款日期"), zh_date(one.letter_on)),
        (_("来函写明的依据"), one.basis or _("没有写")),
        (_("来函涉及谁"), one.about),
        (_("要查什么"), one.question),
        (_("哪天前答复"), zh_date(one.due_on) if one.due_on else _("来函没有写")),
        (_("登记人"), str(one.received_by)),
        (_("查得怎么样"), _(Finding(one.finding).label) if one.finding else ""),
        (_("查了哪里、怎样核实的"), one.looked_in),
        (_("答复"), one.answer),
        (_("拟稿人"), str(one.drafted_by or "")),
        (_reason_of(one), one.reason),
        (_("负责人"), str(one.decided_by or "")),
        (_("送出日期"), zh_date(one.sent_on) if one.sent_on else ""),
        (_("怎样送出"), _(Sent(one.sent_how).label) if one.sent_how else ""),
    )
    return [{"key": key, "value": str(value)} for key, value in told if value]


def _reason_of(one: Inquiry) -> str:
    """Return what the reason on file is one for: why it went back, or why nothing is told."""
    if one.is_void:
        return _("作废的理由")
    declined = one.stands is InquiryState.DECLINED
    return _("不予提供的理由") if declined else _("上一次退回的理由")
