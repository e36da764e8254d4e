"""What may be done with a correction (纠正案的办理按钮): each act, its form, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from juzheng.acts.supervision import afterwards, exposure, hearings, inquiry
from juzheng.law.supervision.exposure import CorrectionEvent, Hearing, Service
from juzheng.law.supervision.on_file import Shows
from juzheng.records.models import Correction
from juzheng.web.overseer.supervision import correction_forms as written
from juzheng.web.overseer.supervision import on_paper

E = CorrectionEvent


@dataclass(frozen=True)
class Button:
    """One act that a page offers (办理按钮): its form, and what it does with the answers."""

    event: CorrectionEvent  # which the table must allow
    text: Promise
    form: type[forms.Form]
    act: Callable[..., Correction]
    _: KW_ONLY
    warning: bool = False

    def do(self, one: Correction, data: Mapping[str, Any], **who: Any) -> Correction:
        """Do the act with the form's answers in their order."""
        given = [value == "yes" if key == "corrected" else value for key, value in data.items()]
        if "hearing" in data:
            given[0] = Hearing(data["hearing"])
        if "how" in data:
            given[0] = Service(data["how"])
        if "shows" in data:
            given[0] = Shows(data["shows"])
        if "element" in data:
            given[0] = Shows(data["element"])
        return self.act(one, *given, **who)


BUTTONS: Mapping[str, Button] = {
    "notice": Button(E.NOTIFIED, _("拟好通报"), written.NoticeForm, exposure.notify),
    "service": Button(E.SERVED, _("登记通报送达"), written.ServiceForm, exposure.serve_with),
    "superior-service": Button(
        E.SUPERIOR_SERVED, _("登记送达主管部门"), written.ReceivedForm, inquiry.serve_superior
    ),
    "superior-answer": Button(
        E.SUPERIOR_ANSWERED, _("登记主管部门答复"), written.SuperiorForm, inquiry.superior_answered
    ),
    "superior-silence": Button(
        E.SUPERIOR_SILENT,
        _("登记主管部门到期没有答复"),
        written.NothingForm,
        inquiry.superior_silent,
    ),
    "superior-act": Button(
        E.SUPERIOR_CORRECTED,
        _("登记主管部门的纠正"),
        written.SuperiorActForm,
        inquiry.superior_corrected,
    ),
    "weighing": Button(E.WEIGHED, _("登记依据核对结果"), written.WeighingForm, inquiry.weigh),
    "checking": Button(E.CHECKED, _("对照原件核对无误"), written.NothingForm, inquiry.check),
    "review": Button(E.REVIEWED, _("登记审看要件的材料"), written.ReviewForm, inquiry.review),
    "identity": Button(
        E.IDENTIFIED, _("更正单位名称或类别"), written.IdentityForm, exposure.identify
    ),
    "reminder": Button(E.REMINDED, _("登记催办"), written.ReminderForm, exposure.remind),
    "extension": Button(E.EXTENDED, _("延长期限"), written.ReasonForm, exposure.extend),
    "escalation": Button(E.ESCALATED, _("登记报上级"), written.EscalationForm, exposure.escalate),
    "answer": Button(E.ANSWERED, _("登记单位书面答复"), on_paper.AnswerForm, exposure.answer),
    "verification": Button(E.CORRECTED, _("登记核实结果"), written.ResultForm, exposure.verify),
    "statement": Button(
        E.STATED, _("写明事实，送单位陈述"), written.StatementForm, exposure.state_facts
    ),
    "facts-service": Button(
        E.STATED_SERVED, _("登记事实说明送达"), written.ServiceForm, hearings.serve_facts
    ),
    "hearing-request": Button(
        E.HEARING_ASKED,
        _("登记单位书面要求听证"),
        on_paper.HearingRequestForm,
        hearings.ask_hearing,
    ),
    "hearing-date": Button(
        E.HEARING_SET, _("定听证的时间地点"), on_paper.HearingDateForm, hearings.set_hearing
    ),
    "hearing": Button(E.HEARD, _("登记单位意见"), on_paper.HearingForm, exposure.hear),
    "publication": Button(
        E.EXPOSED, _("审批并公开"), written.NothingForm, exposure.publish, warning=True
    ),
    "return": Button(E.RETURNED, _("退回重写"), written.ReasonForm, exposure.send_back),
    "amends": Button(E.MENDED, _("登记已纠正"), written.NoteForm, afterwards.mend),
    "objection": Button(
        E.OBJECTED, _("登记单位的异议"), on_paper.ObjectionForm, afterwards.object_to
    ),
    "objection-rejection": Button(
        E.OBJECTION_REJECTED,
        _("复核：异议不成立"),
        written.ReasonForm,
        afterwards.reject_objection,
    ),
    "redraft": Button(E.REDRAFTED, _("拟更正文字"), written.RedraftForm, afterwards.redraft),
    "rewording": Button(E.REWORDED, _("按拟好的文字更正"), written.NothingForm, afterwards.reword),
    "retraction": Button(
        E.RETRACTED,
        _("公开不当，撤下并更正"),
        written.ApologyForm,
        afterwards.retract,
        warning=True,
    ),
    "removal": Button(E.REMOVED, _("撤下"), written.ReasonForm, afterwards.remove),
    "dismissal": Button(
        E.DROPPED, _("不再追究"), written.DismissalForm, exposure.drop, warning=True
    ),
    "stop": Button(E.STOPPED, _("上级决定停止"), written.ReasonForm, exposure.stop, warning=True),
    "reopening": Button(E.REOPENED, _("上级决定重新办理"), written.ReasonForm, exposure.reopen),
}
