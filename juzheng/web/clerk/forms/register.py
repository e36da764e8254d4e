"""What to see of the register (登记簿筛选): a filter that makes no sense hides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from juzheng.law.base.papers import PaperState
from juzheng.records.cases.paper_book import Asked
from juzheng.web.shared.fields import choice, line
from juzheng.web.templatetags.juzheng import zh_month

ALL = ("", _("全部"))
SHEETS = (
    ("unsealed", _("还没盖章")),
    ("uncollected", _("还没领走")),
    ("collected", _("已领走")),
)


def month_name(month: str) -> str:
    """Return a month as people write it, where it is one (2026年11月)."""
    try:
        return zh_month(date.fromisoformat(f"{month}-01"))
    except ValueError:
        return month


class RegisterForm(forms.Form):
    """Month, item, unit, state, sheet (月份、事项、单位、状态、纸质件)."""

    use_required_attribute = False

    month = choice(_("月份"), (), required=False)
    item = choice(_("事项"), (), required=False)
    recipient = line(_("交给哪个单位"), longest=60)
    state = choice(
        _("状态"),
        [ALL, *(one for one in PaperState if one is not PaperState.INTENDED)],
        required=False,
    )
    sheet = choice(_("纸质件"), [ALL, *SHEETS], required=False)

    def __init__(
        self, months: Iterable[str], items: Iterable[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (
            ("month", [(one, month_name(one)) for one in months]),
            ("item", [*items]),
        ):
            box = self.fields[name]
            assert isinstance(box, forms.ChoiceField)  # noqa: S101 - declared above
            box.choices = [ALL, *found]

    def asked(self) -> Asked:
        """Return what is asked for."""
        self.is_valid()
        told = {name: self.cleaned_data.get(name, "") for name in self.fields}
        for box in self.fields.values():  # of a filter nobody is told that it may be left alone
            box.required = True
        return Asked(**told)
