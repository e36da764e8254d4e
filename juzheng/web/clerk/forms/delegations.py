"""The form by which the pen is lent (授权签字表单)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from juzheng.records.models import User
from juzheng.web.shared.fields import DayField, radios, several


class DelegationForm(forms.Form):
    """To whom, from when until when, and for what (授权给谁、哪些天、哪些事项)."""

    deputy = radios(_("授权给谁"), [], _("请选一位工作人员。"))
    first = DayField(label=_("从哪一天起"))
    last = DayField(label=_("到哪一天为止（含当天）"))
    only = several(_("只限这些事项（不选就是全部）"))

    def __init__(
        self,
        *args: Any,
        people: list[User],
        items: list[tuple[str, str]],
        own_pen: Collection[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = dict(items)
        self.people = {str(one.pk): one for one in people}
        named = [(key, f"{one} · {now(one.post)}") for key, one in self.people.items()]
        cast(forms.ChoiceField, self.fields["deputy"]).choices = named
        lendable = [pair for pair in items if pair[0] not in own_pen]
        cast(forms.ChoiceField, self.fields["only"]).choices = lendable
        if len(named) == 1:
            self.fields["deputy"].initial = named[0][0]

    def clean(self) -> dict[str, Any]:
        """Return what was said, the items under their name."""
        data = super().clean() or {}
        return {**data, "items": data.get("only") or []}

    @property
    def chosen(self) -> User:
        """Return the person who was chosen; valid forms only."""
        return self.people[self.cleaned_data["deputy"]]
