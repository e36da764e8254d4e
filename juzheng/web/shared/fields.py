"""
Form fields (表单字段): one family for every door.

What may be typed is the law's to say (``juzheng.law.catalogue.answers``); that it can be printed,
the fonts'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from juzheng.law.base import identity
from juzheng.law.base.characters import half_width, is_letter
from juzheng.law.base.terms import Term
from juzheng.law.catalogue import answers
from juzheng.law.catalogue.answers import BadAnswer
from juzheng.law.catalogue.items import AnswerKind, Question
from juzheng.outside import fonts
from juzheng.web.shared.day_boxes import QUIET as QUIET
from juzheng.web.shared.day_boxes import DateParts as DateParts
from juzheng.web.shared.day_boxes import one_more, parted
from juzheng.web.shared.law_sentences import in_language

LONGEST_NUMBER = 60
NAMED_AT_MOST = 5  # characters that an error names
YES, NO = "yes", "no"
CHOOSE, NOT_LISTED = _("请从下面选一项。"), _("没有这一项。请从列表里选一种。")


def said_by(rule: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """
    Return what ``rule`` of the law makes of an answer.

    :raises ValidationError: with the law's words in the visitor's language
    """
    try:
        return rule(*args, **kwargs)
    except BadAnswer as bad:
        raise in_form(bad) from None


def in_form(bad: BadAnswer) -> ValidationError:
    """Return the law's complaint as forms show it."""
    ours = {name: in_language(str(bad.blanks[name])) for name in bad.OURS if name in bad.blanks}
    return ValidationError(
        in_language(bad.message), code=bad.code, params={**bad.blanks, **ours} or None
    )


def printable(text: str) -> None:
    """
    Insist that the paper can carry ``text``; said when it is typed, not when it is printed.

    :raises ValidationError: if a character cannot be drawn
    """
    if missing := fonts.library().missing([text])[:NAMED_AT_MOST]:
        raise ValidationError(
            _(
                "“%(signs)s”在本机没有字形，印不出来。证件上另有汉字写法的，请照那样写；"
                "没有的，请告诉工作人员安装补充字体，不要用别的字代替。"
            ),
            code="unprintable",
            params={"signs": "".join(missing)},
        )


class WrittenField(forms.CharField):
    """
    A text of several lines (多行文字), kept as it was typed.

    Rare characters and punctuation are welcome; what nobody can see or print is not. HTML and
    SQL are only letters here.
    """

    default_error_messages = {
        "max_length": _("最多 %(limit_value)d 个字，现在是 %(show_value)d 个。请写短一些。"),
    }
    lines = True

    def __init__(self, *, required_text: Any = None, **kwargs: Any) -> None:
        messages = {"required": required_text} if required_text else {}
        super().__init__(strip=False, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text."""
        return str(said_by(answers.text, super().to_python(value) or "", lines=self.lines))

    def validate(self, value: str) -> None:
        """Refuse what no paper can carry."""
        super().validate(value)
        printable(value)


class PlainWrittenField(WrittenField):
    """One line of text (单行文字): a line end inside becomes a space."""

    lines = False


class UnitNameField(PlainWrittenField):
    """A unit's name (单位名称): whatever people call it, but with a letter in it."""

    def validate(self, value: Any) -> None:
        """Say that a number is no name."""
        super().validate(value)
        if value and not any(map(is_letter, value)):
            raise ValidationError(gettext("这里要写单位的名称，不是号码，例如：示例县民政局。"))


class PersonNameField(PlainWrittenField):
    """A person's name as it stands on the document (姓名): rare characters and · are welcome."""

    default_error_messages = {"required": _("请照证件填写姓名，例如：李秀英。")}

    def __init__(self, **kwargs: Any) -> None:
        given = {"max_length": answers.NAME_LENGTH, "widget": forms.TextInput(QUIET), **kwargs}
        super().__init__(**given)

    def to_python(self, value: Any) -> str:
        """Return the name."""
        return str(said_by(answers.name, super().to_python(value)))


class TelephoneField(forms.CharField):
    """A telephone number (电话), kept as its digits."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"inputmode": "tel", "autocomplete": "off"})
        super().__init__(**{"max_length": 30, "widget": widget, "required": False, **kwargs})

    def to_python(self, value: Any) -> str:
        """Return the digits."""
        return str(said_by(answers.telephone, super().to_python(value) or ""))


class IdentityInput(forms.TextInput):
    """A number, and before it the kind of document (证件种类) where the number does not tell."""

    template_name = "components/identity.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """Return the number with its kind in front, as the law writes it."""
        number = str(data.get(name) or "")
        return identity.written(data.get(f"{name}_kind", ""), number) if number.strip() else ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Part the two again for the page."""
        kind, number = identity.parted(str(value or ""))
        kinds = [(one.value, one.label, one is kind) for one in identity.NAMED]
        return {**super().get_context(name, number, attrs), "kinds": kinds}


class NumberInput(IdentityInput):
    """The number alone (只有号码): the kind of document is asked in a box of its own."""

    template_name = "django/forms/widgets/input.html"


class IdentityField(forms.CharField):
    """An identity number (证件号码), read by the law and kept in its normal form."""

    default_error_messages = {"required": _("请照证件填写号码，例如：11010519491231002X。")}

    def __init__(self, **kwargs: Any) -> None:
        widget = IdentityInput(QUIET)
        super().__init__(**{"max_length": LONGEST_NUMBER, "widget": widget, **kwargs})

    def to_python(self, value: Any) -> str:
        """
        Return the number, with its kind in front if it does not tell it itself.

        :raises ValidationError: with what is wrong, in the law's own words for the applicant
        """
        text = half_width(super().to_python(value) or "")
        if not text or len(text) > LONGEST_NUMBER:  # too long goes to the length rule
            return text
        try:
            return identity.read(identity.with_kind(text), timezone.localdate()).written
        except identity.BadIdentityNumber as slip:
            words, code = gettext(slip.template), slip.slip.value
            raise ValidationError(words, code=code, params=slip.blanks) from None


ON_CONDITION = "on_condition"  # a box whose hint says when it is to be filled in


def on_condition(box: forms.Field) -> Any:
    """Return ``box``, of which no label says 可不填: its hint says when it has to be filled in."""
    setattr(box, ON_CONDITION, True)
    return box


class DayField(forms.Field):
    """
    A day typed in three boxes (日期).

    Accepts full-width digits. Each error says what is wrong and how to write it: a birthday as a
    document has it, any other day as a day of these years.
    """

    widget = DateParts
    default_error_messages = {
        "required": _("请填写年、月、日，例如：2026 年 3 月 15 日。"),
        "incomplete": _("日期没有填全。请把年、月、日都填上，例如：2026 年 3 月 15 日。"),
        "invalid": _("没有这一天。请再看一遍年、月、日，例如：2026 年 3 月 15 日。"),
    }
    of_birth = {
        "required": _("请填写年、月、日，例如：1968 年 3 月 15 日。"),
        "incomplete": _("日期没有填全。请把年、月、日都填上，例如：1968 年 3 月 15 日。"),
        "invalid": _("没有这一天。请对照证件再看一遍，例如：1968 年 3 月 15 日。"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if getattr(self.widget, "birthday", False):
            self.error_messages |= {**self.of_birth, **(kwargs.get("error_messages") or {})}

    def to_python(self, value: list[str] | None) -> Any:
        """Return the day.

        :raises ValidationError: if a box is empty, is no number, or there is no such day
        """
        parts = parted([half_width(str(part or "")) for part in value or ()])
        if not any(parts):
            return None
        try:
            return self.of(parts)
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def of(self, parts: list[str]) -> Any:
        """Return the day of the three boxes; at least one is filled in."""
        if not all(parts):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return date(*(int(part) for part in parts))


class PastDayField(DayField):
    """A day on which something has happened (已经发生的日期)."""

    def of(self, parts: list[str]) -> Any:
        """Return the day, if it can be meant."""
        return said_by(answers.past, super().of(parts), timezone.localdate())


class DayAnswerField(PastDayField):
    """A day as the case keeps it (日期答复): its ISO text, empty if there is none."""

    empty_value = ""

    def clean(self, value: Any) -> str:
        """Return the text."""
        return str(super().clean(value) or "")


class DayInPartField(DayAnswerField):
    """A day known in part (大概日期): the year at least, with a word if it is not certain."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        how = gettext("只记得年份的只填年份；记不准的在年份前写“约”，例如：约1985。")
        self.help_text = one_more(self.help_text, how)
        self.widget.widgets[0].attrs["inputmode"] = "text"

    def of(self, parts: list[str]) -> str:
        """Return the text in which a day known in part is kept."""
        year, month, day = parts
        return str(said_by(answers.day_in_part, year, month, day, timezone.localdate()))


class YesNoField(forms.TypedChoiceField):
    """Yes or no (是或否), kept as a truth; empty if neither."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[(YES, _("是")), (NO, _("否"))],
            coerce=lambda value: value == YES,
            empty_value="",
            widget=forms.RadioSelect,
            error_messages=dict.fromkeys(("required", "invalid_choice"), _("请选“是”或“否”。")),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """Return the box that stands for a kept truth."""
        return {True: YES, False: NO}.get(value, value) if isinstance(value, bool) else value


def choice(
    label: Any,
    choices: Iterable[Any],
    missing: Any = CHOOSE,
    *,
    unknown: Any = NOT_LISTED,
    widget: Any = forms.Select,
    **more: Any,
) -> forms.ChoiceField:
    """Return a question with one answer of a list: a closed list of the law, or pairs (单选)."""
    pairs = [(one.value, one.label) if isinstance(one, Term) else one for one in choices]
    said = {"required": missing, "invalid_choice": unknown}
    return forms.ChoiceField(label=label, choices=pairs, error_messages=said, widget=widget, **more)


radios = partial(choice, widget=forms.RadioSelect)  # with every answer in sight


def several(label: Any, missing: Any = None, hint: Any = "") -> forms.MultipleChoiceField:
    """Return a question with any number of answers of a list that is filled in later (多选)."""
    said = {"required": missing or CHOOSE, "invalid_choice": NOT_LISTED}
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        required=missing is not None,
        error_messages=said,
        widget=forms.CheckboxSelectMultiple,
    )


def line(
    label: Any,
    missing: Any = None,
    hint: Any = "",
    *,
    longest: int = 100,
    kind: type[PlainWrittenField] = PlainWrittenField,
    **more: Any,
) -> PlainWrittenField:
    """Return one line to write (单行); where it must be filled in, ``missing`` says with what."""
    given = {"label": label, "help_text": hint, "max_length": longest, **more}
    return kind(required=missing is not None, required_text=missing, **given)


def lines(
    label: Any,
    missing: Any = None,
    hint: Any = "",
    *,
    longest: int = 1000,
    rows: int = 3,
    kind: type[WrittenField] = WrittenField,
) -> WrittenField:
    """Return several lines to write (多行), as ``line``."""
    given = {"label": label, "help_text": hint, "max_length": longest}
    given["widget"] = forms.Textarea({"rows": rows})
    return kind(required=missing is not None, required_text=missing, **given)


def ticked(label: Any, hint: Any = "", *, initial: bool = False) -> forms.BooleanField:
    """Return a box that may be ticked (勾选)."""
    return forms.BooleanField(label=label, help_text=hint, required=False, initial=initial)


def question_field(question: Question) -> forms.Field:
    """Return the box in which an item's own ``question`` is answered, at every door."""
    given = {"help_text": question.hint, "required": question.required}
    if question.kind is AnswerKind.CHOICE:
        return radios(question.label, [(one, one) for one in question.choices], **given)
    make, more = _BY_KIND[question.kind]
    return make(label=question.label, **given, **more)


_ANSWER = {"required_text": _("请填写这一项。")}
_BY_KIND: dict[AnswerKind, tuple[Callable[..., forms.Field], dict[str, Any]]] = {
    AnswerKind.TEXT: (PlainWrittenField, {"max_length": answers.TEXT_LENGTH, **_ANSWER}),
    AnswerKind.LONG_TEXT: (
        WrittenField,
        {"max_length": answers.LONG_TEXT_LENGTH, "widget": forms.Textarea({"rows": 3}), **_ANSWER},
    ),
    AnswerKind.PERSON_NAME: (PersonNameField, {}),
    AnswerKind.IDENTITY_NUMBER: (IdentityField, {}),
    AnswerKind.DATE: (DayAnswerField, {}),
    AnswerKind.BIRTH_DATE: (DayAnswerField, {"widget": DateParts(birthday=True)}),
    AnswerKind.DATE_IN_PART: (DayInPartField, {}),
    AnswerKind.YES_NO: (YesNoField, {}),
}
