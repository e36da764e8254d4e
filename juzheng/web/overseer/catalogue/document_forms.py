"""What officers fill in about a list that came on paper (来文表单)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from juzheng.catalogue import papers
from juzheng.catalogue.papers import Named, Paper
from juzheng.catalogue.papers.drafting import LEFT_OUT, NEW, PASTED, UNTITLED, Drafting, Row
from juzheng.catalogue.papers.listed_names import LONGEST_NAME, MOST_NAMES
from juzheng.catalogue.tables.problems import Unclear
from juzheng.law.base.redaction import masked_official, masked_text
from juzheng.law.catalogue import answers
from juzheng.law.catalogue.items import Instrument, Item, ListKind, OnwardKind
from juzheng.law.catalogue.provisions import registered
from juzheng.records.models import User
from juzheng.web.overseer.catalogue.pickers import PlaceField
from juzheng.web.shared.fields import DayField, printable, radios, said_by, ticked
from juzheng.web.shared.law_sentences import sentences
from juzheng.web.shared.published_fields import public_line, will_read
from juzheng.web.shared.uploads import UploadField

KINDS = (
    (ListKind.NEGATIVE.value, gettext_lazy("不应出具：社区、村里不再开")),
    (ListKind.ISSUABLE.value, gettext_lazy("可以出具：社区、村里能开")),
)
ONE_LINE, LONG = 80, 200
LONGEST_PASTED = 200_000


class HandingForm(forms.Form):
    """The list as it was written: pasted, or as a file (交来的名单)."""

    text = forms.CharField(
        label=gettext_lazy("把名单粘贴在这里"),
        help_text=gettext_lazy("从文件里全选、复制，连标题和文号一起粘贴。"),
        max_length=LONGEST_PASTED,
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"max_length": gettext_lazy("太长了。请只粘贴名单那几页，或者选文件。")},
    )
    file = UploadField(
        gettext_lazy("或者选一个文件"),
        None,
        accept=".docx,.xlsx,.csv,.txt",
        most=papers.LARGEST,
        too_large=gettext_lazy("文件超过 10 MB。请把名单单独放进一个文件。"),
        help_text=gettext_lazy("DOCX、XLSX、CSV 或文本文件，不超过 10 MB。"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Read the list; what can't be read is told with what to do."""
        data = dict(super().clean() or {})
        upload, text = data.get("file"), data.get("text", "")
        if self.errors:
            return data
        if not upload and not text.strip():
            raise ValidationError(_("请粘贴名单，或者选一个文件。"))
        raw = upload.read() if upload else text.encode()
        try:
            ending, read = papers.read(raw)
        except Unclear as unclear:
            raise ValidationError(sentences(unclear.what, unclear.do)) from None
        found = papers.recognised(read)
        if not any(one.names for one in found):
            raise ValidationError(
                _("没有认出一项名称。请每项写一行，或者放在表格的“事项名称”一列，再试一次。")
            )
        name = upload.name if upload else PASTED
        return {**data, "raw": raw, "name": name, "ending": ending, "read": read, "papers": found}


# What was not read in the paper is asked, and never made up (没有读出的).
_NOT_READ = {
    "issuer": gettext_lazy("文件上没有读出是谁印发的，请填写。"),
    "number": gettext_lazy("文件上没有读出文号，有的请填写。"),
    "issued_on": gettext_lazy("文件上没有读出哪天印发的，请填写。"),
}
_NO_DAY = gettext_lazy("文件写了从哪天起施行，没有读出是哪天，请填写。")


class PaperForm(forms.Form):
    """What the paper says of itself (来文抬头): recognised, to be looked at."""

    title = public_line(
        gettext_lazy("清单叫什么"),
        gettext_lazy("请写清单的名称。"),
        gettext_lazy("照文件写，例如：示例县村（社区）不应出具证明事项清单。"),
        longest=100,
    )
    kind = radios(gettext_lazy("是哪一种清单"), KINDS, gettext_lazy("请选是哪一种清单。"))
    effective_on = DayField(
        label=gettext_lazy("从哪天起按它办"), help_text=gettext_lazy("例如：2026 年 12 月 1 日")
    )
    issuer = public_line(
        gettext_lazy("谁印发的"),
        gettext_lazy("请写印发机关。"),
        gettext_lazy("写全称，例如：示例县民政局。"),
        longest=100,
    )
    number = public_line(gettext_lazy("文号"), None, gettext_lazy("没有文号的不填。"), longest=40)
    issued_on = DayField(
        label=gettext_lazy("哪天印发的"), help_text=gettext_lazy("文件落款的日期。")
    )
    compared = ticked(
        gettext_lazy("名单已与原件逐项核对"), gettext_lazy("由您亲自核对过才勾，公布时会写明。")
    )

    def __init__(self, data: Any = None, *, user: User, drafting: Drafting) -> None:
        names = [*self.base_fields, "division"]
        super().__init__(data, initial={name: getattr(drafting, name) for name in names})
        self.fields["division"] = PlaceField(user=user)
        for name, said in _NOT_READ.items():
            if not getattr(drafting, name):
                own = self.fields[name]
                own.help_text = sentences(str(said), str(own.help_text))
        if drafting.asks_effective:  # never today by default where the paper names a day
            self.initial["effective_on"] = None
            own = self.fields["effective_on"]
            own.help_text = sentences(str(_NO_DAY), str(own.help_text))
        self.order_fields(["title", "kind", "division", "effective_on", "issuer", "number"])

    def applied(self, drafting: Drafting) -> Drafting:
        """Return ``drafting`` under the heading that was filled in; the form is valid."""
        said = {**self.cleaned_data, "kind": ListKind(self.cleaned_data["kind"])}
        today = (drafting.compared_on or timezone.localdate()) if said["compared"] else None
        return replace(drafting, **said, compared_on=today, asks_effective=False)


def opened(paper: Paper, rows: tuple[Row, ...], division: str) -> Drafting:
    """
    Return the drafting that a paper begins with.

    Who issued it, its number and its day are empty where it does not say them: they are asked. From
    which day it is followed the office decides: today, unless the paper says another. Nothing was
    issued on a day that is still to come: such a day was read wrongly, and is asked.
    """
    today: date = timezone.localdate()
    issued = paper.issued_on
    return Drafting(
        title=masked_official(paper.title) or UNTITLED,
        kind=paper.kind or ListKind.NEGATIVE,
        division=division,
        number=paper.number,
        issuer=masked_official(paper.issuer),
        issued_on=issued if issued and issued <= today else None,
        effective_on=paper.effective_on or today,
        rows=rows,
        notice=masked_official(paper.notice),
        asks_effective=paper.asks_effective,
    )


def begun(named: Named) -> Row:
    """Return the row that one name of the paper begins with, as it may be published."""
    name, do = masked_official(named.name), masked_official(named.instead)
    aliases = tuple(map(masked_official, named.called))
    return Row(name, named.line, do=do, where=masked_official(named.where), aliases=aliases)


def written(
    row: Row,
    at: int,
    data: Mapping[str, str],
    errors: dict[str, str],
) -> Row:
    """
    Return ``row`` as it was filled in; what is wrong stands in ``errors`` by its box.

    What was typed of a new item counts only while it is one.
    """
    choice = data.get(f"row-{at}-choice", row.choice)

    def text(field: str, longest: int = ONE_LINE, *, many: bool = False) -> str:
        name = f"row-{at}-{field}"
        there = "\n".join(row.aliases) if field == "aliases" else str(getattr(row, field))
        if name not in data:
            return there
        try:
            said = str(said_by(answers.text, data[name], lines=many))
            MaxLengthValidator(longest)(said)
            printable(said)
        except ValidationError as slip:
            errors[name] = slip.messages[0]
            return data[name][:LONG]
        if said.split() == there.split():  # as it stands in the paper, and was told beside it
            return there
        if (masked := masked_text(said)) != said:  # it stands in the box now, to be read again
            errors[name] = will_read(masked)
        return masked.strip()

    name = text("name", LONGEST_NAME) or row.name
    if choice != NEW:
        return replace(row, name=name, choice=choice)
    limit = text("limit", 4)
    if not (limit.isascii() and limit.isdigit() and 0 < int(limit) <= 365):
        errors[f"row-{at}-limit"] = _("请写几个工作日，例如 5。")
        limit = str(row.limit)
    called = text("aliases", LONG, many=True).splitlines()
    ways = {kind.value for kind in OnwardKind}
    return replace(
        row,
        name=name,
        choice=choice,
        aliases=tuple(dict.fromkeys(one.strip() for one in called if one.strip())),
        way=way if (way := text("way")) in ways else row.way,
        do=text("do"),
        where=text("where"),
        basis=text("basis", LONG),
        provision=text("provision"),
        checked=text("checked", LONG),
        duty=text("duty"),
        fact=text("fact"),
        limit=int(limit),
    )


def added(drafting: Drafting, typed: str) -> tuple[Row, ...]:
    """Return the rows of what was not read in the paper and is ``typed``, a name each line."""
    known = {row.name for row in drafting.rows}
    typed_names = dict.fromkeys(
        masked_text(one.strip())[:LONGEST_NAME] for one in typed.splitlines()
    )
    names = [one for one in typed_names if len(one) > 1 and one not in known]
    return tuple(Row(one, "") for one in names[: max(0, MOST_NAMES - len(known))])


def known_basis(row: Row, at: int, texts: Mapping[str, Instrument], unknown: dict[str, str]) -> Row:
    """Return ``row`` with the id of the text it leans on; what is ``unknown`` waits beside it."""
    if row.choice != NEW or not row.basis:
        return row
    if (known := registered(row.basis, texts.values())) is not None:
        return replace(row, basis=known.id, unregistered="")
    said = row.basis.strip("《》")
    unknown[f"row-{at}-basis"] = _(
        "“%(item)s”依据的《%(text)s》没有登记。请从列表里选；列表里没有的，请先登记这份文件。"
    ) % {"item": row.name, "text": said}
    return replace(row, basis="", unregistered=said)


def known_choice(row: Row, items: Mapping[str, Item]) -> Row:
    """Return ``row`` without a choice that is none."""
    return row if row.choice in (NEW, LEFT_OUT) or row.choice in items else replace(row, choice="")
