"""How long what is kept of people (保存期限): the table, and what a county shortens."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from juzheng.acts import retention as keeping
from juzheng.catalogue import rights
from juzheng.law.base.retention import BadTerm, Kept
from juzheng.records.models import ShorterTerm
from juzheng.records.retention import days_in
from juzheng.web.overseer.access import officer
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import tried
from juzheng.web.shared.fields import choice, line


class TermForm(forms.Form):
    """A shorter term, and why (缩短期限)."""

    kind = choice(_("哪一种"), [one for one, rule in rights.retention().items() if not rule.fixed])
    days = forms.IntegerField(
        label=_("保存几天"),
        min_value=1,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value"), _("请写天数，例如：365。")
        ),
    )
    reason = line(_("为什么缩短"), _("请写明理由，例如：本县档案管理办法的规定。"), longest=300)


@signed_in("GET", "POST")
def retention(request: SignedInRequest) -> HttpResponse:
    """Show how long each kind is kept here; a POST keeps one of them for less long (保存期限)."""
    user = officer(request)
    division = user.division or ""
    form = TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with tried(request, gettext("已缩短。从下一次整理起按新的期限删除。")):
                keeping.shorten(
                    Kept(said["kind"]),
                    said["days"],
                    reason=said["reason"],
                    by=user,
                    at=timezone.now(),
                    division=division,
                )
            return redirect("overseer:retention")
        except BadTerm as bad:
            form.add_error("days", gettext(str(bad)))
    days = days_in(division)
    rows = [{"rule": rule, "days": days[kind]} for kind, rule in rights.retention().items()]
    chosen = ShorterTerm.objects.filter(division=division).select_related("by").order_by("-pk")
    context = {"form": form, "rows": rows, "chosen": chosen}
    return show(request, "overseer/retention.html", context)
