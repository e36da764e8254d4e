"""Tags and filters that every template has (模板标签): fields, icons, dates, masked numbers.

They are builtins, so that no template has to load them. What each component takes is written down
in ``docs/components.md``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django import forms, template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from juzheng.catalogue import catalogue
from juzheng.law.base import deadlines, identity
from juzheng.law.base.redaction import doubtful
from juzheng.law.catalogue import answers
from juzheng.law.catalogue.items import AnswerKind
from juzheng.records import history
from juzheng.records.catalogue import working_days
from juzheng.web.shared import law_sentences, opened
from juzheng.web.shared.fields import ON_CONDITION, DateParts
from juzheng.web.shared.refilling import WORK
from juzheng.web.shared.uploads import choose_again

LEAST_YEARS, LEAP_DAYS = 2, 3  # told in years from two on; ten times 365 days are ten years
register = template.Library()

TELEPHONE = re.compile(r"\+?\d[\d -]{4,}\d")
BRACKETS = re.compile(r"[(（][^)）]*[)）]\s*\Z")
LETTER = re.compile(r"[A-Za-z]")
CHINESE_RUN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
UNOFFICIAL = "jz-unofficial"  # of the note in components/_unofficial.html
COMMITTEE = "居（村）委会"
AS_CHINESE = r'<span lang="zh-Hans">\g<0></span>'
WEEKDAYS = "一二三四五六日"
# The first kind that fits; a widget that is none of these is one line of text.
CONTROLS: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes", ""),
    (forms.RadioSelect, "radios", ""),
    (DateParts, "date", "govuk-input"),
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (forms.Textarea, "field", "govuk-textarea"),
    (forms.FileInput, "field", "govuk-file-upload"),
    (forms.Select, "field", "govuk-select"),
    (forms.Widget, "field", "govuk-input"),
)


@register.filter
def zh_date(day: date | str | None) -> str:
    """Return a day as people write it: 2026年11月22日(星期日), Sunday 22 November 2026."""
    if not day:
        return ""
    if isinstance(day, str):  # as it is kept in what was gathered
        day = date.fromisoformat(day)
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    if get_language() == "en":
        return f"{day:%A} {day_alone(day)}"
    return f"{day_alone(day)}（星期{WEEKDAYS[day.weekday()]}）"


@register.filter
def day_short(day: date) -> str:
    """Return a day for a narrow column: 11月22日, 22 Nov; of another year with its year."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    if day.year != timezone.localdate().year:
        return day_alone(day)
    return f"{day.day} {day:%b}" if get_language() == "en" else f"{day.month}月{day.day}日"


@register.filter
def day_alone(day: date) -> str:
    """Return a day without its weekday, where a line is short: 2026年11月22日, 22 November 2026."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    if get_language() == "en":
        return f"{day.day} {day:%B} {day.year}"
    return deadlines.day(day)


@register.filter
def zh_month(day: date) -> str:
    """Return the month of a day as people write it: 2026年11月, November 2026."""
    return f"{day:%B} {day.year}" if get_language() == "en" else f"{day.year}年{day.month}月"


@register.filter
def until(day: date | None) -> str:
    """Return a last day, and that it may still change if its holiday notice is not out (暂定)."""
    if not day or not working_days.calendar().is_provisional(day):
        return zh_date(day)
    return gettext("%(day)s（暂定，放假通知公布后重新计算）") % {"day": zh_date(day)}


def said(kind: AnswerKind | None, stored: Any) -> str:
    """Return a stored answer as pages show it (答复文字): what it is, its question says."""
    if kind is AnswerKind.IDENTITY_NUMBER:
        return document(masked(str(stored)))
    if kind in answers.DAYS and isinstance(stored, str) and len(stored) == len("2026-11-22"):
        return zh_date(date.fromisoformat(stored))
    return in_language(answers.in_words(kind, stored))


@register.filter
def by_day(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the steps of a timeline grouped by day, alike acts in a row once (按日归并)."""
    return history.by_day(steps)


@register.filter
def place_name(division: str | None) -> str:
    """Return what people call a division (地名): 全国, 湖北省, 湖北省荆州市."""
    if not division:
        return gettext("全国")
    return "".join(one.name for one in catalogue().path_of(division[:6])) or division


@register.filter
def document(written: str) -> str:
    """Return an identity number, its kind in front in the visitor's language (证件和号码)."""
    kind, number = identity.parted(written)
    return f"{gettext(kind.label)} {number}" if kind else number


@register.filter
def masked(number: str) -> str:
    """Return an identity number with all but its first and last four characters hidden (脱敏)."""
    return identity.masked(number)


@register.filter
def phrases(line: str) -> SafeString:
    """
    Return a line that breaks at a pause (断句): what is between commas stays together.

    Where a phrase is wider than a phone, the committee's name in it stays together.
    """
    parts = re.split("(?<=[,\uff0c])(?=\\S)", in_language(line))
    drawn = format_html_join("", "<span>{}</span>", ((part,) for part in parts))
    return mark_safe(drawn.replace(COMMITTEE, f"<span>{COMMITTEE}</span>"))  # noqa: S308 - escaped


@register.filter
def t(text: object, whose: str = "") -> str:
    """
    Return ``text`` in the visitor's language (译文), for anything that is no marked message.

    The law's words and sentences have translations, and so have the texts of the catalogue that
    ships; what officers and people wrote has none: on a page in another language it is marked as
    Chinese, so that it is read aloud as such.

    :param whose: ``"ours"`` for what a reader of files says: short sentences are known too
    """
    said = in_language(text, whose)
    drawn = isinstance(said, SafeData) and "<" in said
    if get_language() == "zh-hans" or drawn or not law_sentences.CHINESE.search(said):
        return said
    translated = said != _text(text)  # then what is Chinese in it is names and quotations
    if translated or len(LETTER.findall(said)) > 2 * len(law_sentences.CHINESE.findall(said)):
        return _marked(said)
    return format_html(AS_CHINESE.replace(r"\g<0>", "{}"), said)


def _marked(said: str) -> SafeString:
    """Return ``said`` with each run of Chinese in it marked as such."""
    escaped = conditional_escape(said)
    return mark_safe(CHINESE_RUN.sub(AS_CHINESE, escaped))  # noqa: S308 - escaped above


@register.filter
def both(name: object) -> str:
    """Return a name in the visitor's language, its Chinese beside it (中文并列) for the counter."""
    text = _text(name)
    shown = law_sentences.in_both(text)
    return t(text) if shown == text else _marked(shown)


@register.filter
def listed(things: Iterable[object], mark: str = "、") -> SafeString:
    """Return each of ``things`` as :func:`t` has it, with the mark of the language between them."""
    return format_html_join(gettext(mark), "{}", ((t(one),) for one in things))


@register.filter
def in_language(text: object, whose: str = "") -> str:
    """Return ``text`` in the visitor's language where it is known, for titles and attributes."""
    return law_sentences.in_language(_text(text), ours=whose == "ours")


def _text(text: object) -> str:
    return text if isinstance(text, str) else "" if text is None else str(text)


@register.filter
def dialled(telephone: str) -> str:
    """Return what a telephone dials of ``telephone`` as it is written; empty if nothing (拨号)."""
    number = TELEPHONE.search(telephone)
    return number.group().replace(" ", "") if number else ""


@register.filter
def how_long(days: int, exact: bool = False) -> str:  # noqa: FBT001, FBT002 - a filter's argument
    """Return a term as people say it (多长时间): in years where it is whole ones, else in days."""
    years = round(days / 365.25)
    if exact or years < LEAST_YEARS or abs(days - years * 365.25) > LEAP_DAYS:
        return ngettext("%(days)s 天", "%(days)s 天", days) % {"days": days}
    return gettext("%(years)s 年") % {"years": years}


@register.inclusion_tag("components/on_the_map.html")
def on_the_map(address: str) -> dict[str, object]:
    """Offer to look ``address`` up on a map (在地图里找): the visitor's own, or the region's."""
    href = settings.MAP_SEARCH.replace("{address}", quote(plain_address(address)))
    return {"href": href, "by_app": href.startswith("geo:")}


def plain_address(address: str) -> str:
    """Return an address without what stands in brackets behind it."""
    return BRACKETS.sub("", address).strip()


class _Held(template.Node):
    """Draws what it holds before what stands above it (先画正文)."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        """Keep the drawn part as ``held``; with what the rest asks of it.

        ``work``: it has a form to be filled in; ``noted``: it says that its English does not count.
        """
        context["held"] = self.nodelist.render(context)
        context["work"] = f'id="{WORK}"' in context["held"]
        context["noted"] = UNOFFICIAL in context["held"]
        return mark_safe("")


@register.tag
def hold(parser: template.base.Parser, _token: template.base.Token) -> _Held:
    """Hold a part of the page until ``{{ held }}``: the head of the page has to know of it."""
    held = parser.parse(("endhold",))
    parser.delete_first_token()
    return _Held(held)


@register.simple_tag
@lru_cache(maxsize=64)
def icon(name: str) -> SafeString:
    """Return the inline picture ``name`` of ``components/icons``, hidden from screen readers."""
    return render_to_string(f"components/icons/{name}.html")


def mistakes(form: BaseForm) -> list[dict[str, str]]:
    """
    Return every error of ``form`` (错误提示), with the field to go to: those of all first.

    Errors that read alike are told apart by what their fields ask.
    """
    whole = [{"text": str(text), "target": ""} for text in form.non_field_errors()]
    found = [(field, str(text)) for field in form for text in field.errors]
    often = Counter(text for _field, text in found)
    return whole + [
        {"text": _named(field, text) if often[text] > 1 else text, "target": _target(field)}
        for field, text in found
    ]


def _named(field: BoundField, text: str) -> str:
    return gettext("“%(field)s”：%(error)s") % {"field": in_language(field.label), "error": text}


def _target(field: BoundField) -> str:
    """Return the id that a link of the summary leads to: the first input of a group."""
    return field.id_for_label or field.auto_id


@register.inclusion_tag("components/_doubts.html")
def doubts(*texts: str) -> dict[str, object]:
    """Name what in ``texts``, which will be published, may yet be somebody's name (存疑)."""
    return {"doubts": dict.fromkeys(name for text in texts for name in doubtful(text or ""))}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """Show every error of ``form`` at the head of the page; nothing if there is none."""
    return {"errors": mistakes(form) if form.is_bound else []}


@register.simple_tag
def field(bound: BoundField, *, heading: bool = False, width: int = 0, **attrs: str) -> SafeString:
    """
    Return ``bound`` with its label, hint and errors in our style (表单字段).

    :param heading: the label is the page's heading (one question a page)
    :param width: characters the box is wide (2, 3, 4, 5, 10, 20, 30), 0 for the whole line
    :param attrs: attributes of the input; underscores become hyphens (``inputmode="numeric"``)
    """
    if bound.is_hidden:
        return bound.as_widget()
    widget = bound.field.widget
    name, css = next((n, c) for kind, n, c in CONTROLS if isinstance(widget, kind))
    described_by = _described_by(bound)
    given: dict[str, str | bool] = {key.replace("_", "-"): value for key, value in attrs.items()}
    if described_by and name in ("field", "checkbox"):
        given["aria-describedby"] = described_by
    given["class"] = _css(bound, css, width)
    context = {
        "field": bound,
        "heading": heading,
        "described_by": described_by,
        "again": _again(bound),
        "control": "" if name in ("radios", "checkboxes") else bound.as_widget(attrs=given),
    }
    return render_to_string(f"components/{name}.html", context)


@register.filter
def may_stay_empty(bound: BoundField) -> bool:
    """
    Return whether the label may say 可不填: nobody asks for it.

    Not of a box that a condition in its hint asks for, nor of one that was just found empty.
    """
    on_condition = getattr(bound.field, ON_CONDITION, False)
    demanded = bound.errors and bound.value() in (None, "", [])
    return not (bound.field.required or on_condition or demanded)


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """Return every field of ``form`` in order (全部字段), and what they showed when opened."""
    boxes = [field(bound) for bound in form]
    return mark_safe("".join((*boxes, opened.box(form))))  # noqa: S308 - each part is safe


def _described_by(bound: BoundField) -> str:
    """Return the ids of the hint and the error that belong to the field."""
    again = f"{bound.auto_id}_again" if _again(bound) else ""
    hint = f"{bound.auto_id}_hint" if bound.help_text else ""
    error = f"{bound.auto_id}_error" if bound.errors else ""
    return " ".join(filter(None, (hint, again, error)))


def _again(bound: BoundField) -> str:
    """Return that the file of a form that was refused must be chosen again (请再选一次)."""
    form = bound.form
    if not isinstance(bound.field, forms.FileField) or not form.is_bound or form.is_valid():
        return ""
    return choose_again(one.name or "" for one in form.files.getlist(bound.html_name))


def _css(bound: BoundField, css: str, width: int) -> str:
    """Return the classes of the input: its kind, its width, and red when it is wrong."""
    classes = [str(bound.field.widget.attrs.get("class", "")), css]
    if width:
        classes.append(f"{css}--width-{width}")
    if bound.errors and css:
        classes.append(f"{css}--error")
    return " ".join(name for name in classes if name)
