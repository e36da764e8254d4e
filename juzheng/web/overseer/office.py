"""This office's address (本单位的联系方式): entered once, printed on every letter of it."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from juzheng.acts.base import offices
from juzheng.acts.base.moves import Seen
from juzheng.acts.supervision import letters
from juzheng.law.base.permissions import Office
from juzheng.records.models import User
from juzheng.web.overseer.access import officer
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import tried, version_of
from juzheng.web.shared.fields import line
from juzheng.web.shared.overtaken import left


class ContactForm(forms.Form):
    """How the office is reached (联系方式); a telephone of the office, nobody's own."""

    name = line(
        _("单位全称"), _("请写单位的全称。"), _("落款用这个名称，例如：示例县民政局。"), longest=60
    )
    address = line(
        _("地址"),
        _("请写地址，收件的单位要把答复送到这里。"),
        _("写到门牌号和房间，例如：示例县人民路1号302室。"),
        longest=100,
    )
    telephone = line(
        _("办公电话"), _("请写办公电话。"), _("写办公室的电话，不写个人手机。"), longest=30
    )
    hours = line(
        _("办公时间"), _("请写办公时间。"), _("例如：工作日8:30—12:00，14:00—17:30。"), longest=100
    )


@signed_in("GET", "POST")
def office(request: SignedInRequest) -> HttpResponse:
    """Show how the officer's office is reached, on its letters; a POST enters it."""
    user = officer(request)
    row = letters.contact_of(user.division or "")
    known = {name: getattr(row, name) for name in ContactForm.base_fields} if row else None
    form = ContactForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        said = offices.Reached(**form.cleaned_data)
        who: Seen = {"version": version_of(request), "by": user, "at": timezone.now()}
        with tried(request, gettext("已登记，印在本单位以后打印的文书上。")) as how:
            offices.enter(user.division or "", said, **who)
        return left(request, how, form, redirect("overseer:office"))
    context = {"form": form, "row": row, "version": row.version if row else 0}
    context["other"] = user.speaks_for is Office.JUSTICE
    status = 422 if form.errors else 200
    return show(request, "overseer/office.html", context, status=status)


def lacking(user: User, division: str) -> dict[str, str]:
    """Return what to say where an office's letters name no address (缺联系方式); empty: nothing."""
    if letters.contact_of(division) is not None:
        return {}
    if (user.division or "") == division and user.speaks_for is not Office.JUSTICE:
        return {"said": gettext("文书上还没有本单位的地址、电话和办公时间，现在打印出来是空行。")}
    said = gettext("%(office)s还没有登记地址、电话和办公时间，文书上是空行，请手写填上。")
    return {"said": said % {"office": letters.office_of(division)}, "elsewhere": "yes"}
