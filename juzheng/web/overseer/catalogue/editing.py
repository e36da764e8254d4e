"""The editor (修订页表单): one form for any page of the catalogue, made from its fields.

Each field of the page's dataclass becomes a box of its kind; what holds several parts becomes one
fieldset for each, with two blank ones after them, so that no script is needed to add a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from juzheng.catalogue import CatalogueError
from juzheng.catalogue.differences import in_words
from juzheng.catalogue.fields import Field, fields_of
from juzheng.catalogue.pages import CLASSES, FOLDERS, Entry, PageKind, name_of, read_page
from juzheng.catalogue.written import slips
from juzheng.law.base.plain import as_mapping
from juzheng.law.base.terms import Term
from juzheng.law.catalogue import answers
from juzheng.law.catalogue.provisions import registered
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.fields import printable, said_by
from juzheng.web.shared.law_sentences import sentences

KINDS = {date: "date", bool: "yes_no", int: "number"}
TYPED = frozenset({"text", "long", "lines", "date", "number"})  # and not only chosen
BLANKS = 2  # empty parts after those there are
MOST_PARTS = 400  # more than any list has; a form with more is no form of ours
LONGEST = 5000
CLASHING = gettext_lazy(
    "您打开这一页之后，别人改过这个修订案。您填的内容还在下面，没有保存；"
    "请对照“别人改成的样子”，确认后再保存一次。"
)
DAY = re.compile(r"(\d{4})\s*[-./\u5e74]\s*(\d{1,2})\s*[-./\u6708]\s*(\d{1,2})\s*\u65e5?")


@dataclass(frozen=True)
class Box:
    """One thing to fill in (一个填写框)."""

    name: str
    label: str
    kind: str  # text, long, number, yes_no, select, checks, lines, date
    hint: str = ""
    value: str = ""
    chosen: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    texts: bool = False  # the id of a legal text: the browser may offer those there are
    error: str = ""


@dataclass(frozen=True)
class Group:
    """Several boxes that belong together (一组填写框)."""

    name: str
    label: str
    called: str  # in words what is in it; empty for a blank part
    inside: tuple[Box | Group, ...]
    part: bool = False  # one of several: it can be taken out
    wrong: bool = False


@dataclass
class Editor:
    """A page being edited (编辑中的一页): what was filled in, and what is wrong with it."""

    kind: PageKind
    mapping: dict[str, Any]
    errors: dict[str, str] = field(default_factory=dict)  # by box name; "" for the whole page

    def groups(self) -> tuple[Box | Group, ...]:
        """Return the boxes in the order of the page's fields."""
        return tuple(self._inside(CLASSES[FOLDERS[self.kind]], self.mapping, ""))

    def entry(self) -> Entry | None:
        """Return the page that was filled in; None if something is wrong, noted in ``errors``."""
        if self.errors:
            return None
        try:
            entry = read_page(self.kind, self.mapping)
        except CatalogueError as wrong:
            self.errors[""] = f"{wrong.what}{wrong.do}"
            return None
        for slip in slips(entry):
            self.errors.setdefault(slip.field, slip.text)
        return None if self.errors else entry

    def mistakes(self) -> list[dict[str, str]]:
        """Return the errors for the summary, each with the box to go to."""
        return [
            {"text": text, "target": f"id_{name}" if name else "work"}
            for name, text in self.errors.items()
        ]

    def _inside(self, cls: type, mapping: Mapping[str, Any], prefix: str) -> Iterator[Box | Group]:
        for one in fields_of(cls):
            yield from self._of_field(one, f"{prefix}{one.name}", mapping.get(one.name))

    def _of_field(self, one: Field, name: str, value: Any) -> Iterator[Box | Group]:
        kind = _kind_of(one)
        if kind == "part":
            inside = tuple(self._inside(one.type, value or {}, f"{name}-"))
            yield Group(name, label(one), "", inside, wrong=self._wrong(name))
        elif kind == "parts":
            yield from self._parts(one, name, value or [])
        else:
            yield Box(
                name,
                label(one),
                kind,
                hint=_hint(one),
                value=_shown(kind, value),
                chosen=_chosen(kind, value),
                choices=_choices(one.type),
                texts=one.said.texts,
                error=self.errors.get(name, ""),
            )

    def _parts(self, one: Field, name: str, value: list[Any]) -> Iterator[Group]:
        for at, part in enumerate([*value, *[{} for _n in range(BLANKS)]]):
            own = f"{name}-{at}"
            inside = tuple(self._inside(one.type, part, f"{own}-"))
            called = _called(part) if part else ""
            what = label(one)
            title = f"{what} {at + 1}" if part else _("增加%(what)s") % {"what": what}
            yield Group(own, title, called, inside, part=True, wrong=self._wrong(own))

    def _wrong(self, name: str) -> bool:
        return any(key.startswith(f"{name}-") for key in self.errors)


def label(one: Field) -> str:
    """Return what people call the field (字段名), with its unit, part by part translated."""
    what = _(one.said.label) if one.said.label else ""
    if not one.said.unit:
        return what
    return _("%(what)s（%(unit)s）") % {"what": what, "unit": _(one.said.unit)}


_DAY_WRITTEN = gettext_lazy("例如：2026年12月1日。")


def _hint(one: Field) -> str:
    """Return how to fill the field in, in people's language; not its name once more."""
    told = one.said.officer or one.said.hint
    said = _(told) if told and told.rstrip("。") != one.said.label else ""
    return sentences(said, str(_DAY_WRITTEN) if one.type is date else "")


def of_entry(entry: Entry, kind: PageKind) -> Editor:
    """Return the editor filled with ``entry``."""
    return Editor(kind, as_mapping(entry))


def blank(kind: PageKind) -> Editor:
    """Return the editor of a page that is not there yet."""
    return Editor(kind, {})


def posted(kind: PageKind, data: Mapping[str, Any]) -> Editor:
    """Return the editor filled with what was sent, with every mistake noted."""
    editor = Editor(kind, {})
    editor.mapping = _read(CLASSES[FOLDERS[kind]], data, "", editor.errors)
    return editor


def _read(cls: type, data: Any, prefix: str, errors: dict[str, str]) -> dict[str, Any]:
    return {
        one.name: _read_field(one, data, f"{prefix}{one.name}", errors) for one in fields_of(cls)
    }


def _read_field(one: Field, data: Any, name: str, errors: dict[str, str]) -> Any:
    kind = _kind_of(one)
    if kind == "part":
        return _read_part(one.type, data, name, errors, optional=one.optional)
    if kind == "parts":
        return _read_parts(one.type, data, name, errors)
    if kind == "number" and not one.required and not data.get(name, "").strip():
        return one.empty
    needed = one.required and one.type in (str, date)
    said = _read_box(kind, data, name, errors, needed=needed)
    return _registered(said) if one.said.texts and said else said


def _registered(said: str) -> str:
    """Return the id of the text whose title was typed; what is none stays as it was typed."""
    found = registered(said, request_catalogue.today().instruments.values())
    return found.id if found else said


def _read_part(
    inner: type, data: Any, name: str, errors: dict[str, str], *, optional: bool
) -> dict[str, Any] | None:
    if optional and not _filled(inner, data, name):
        return None
    return _read(inner, data, f"{name}-", errors)


def _read_parts(inner: type, data: Any, name: str, errors: dict[str, str]) -> list[dict[str, Any]]:
    ats = {
        int(match.group(1))
        for key in data
        if (match := re.match(rf"{re.escape(name)}-(\d{{1,3}})-", key))
    }
    if len(ats) > MOST_PARTS:
        errors[""] = _("这一页的内容太多，超过 %(most)d 条。请分开填写。") % {"most": MOST_PARTS}
        return []
    return [
        _read(inner, data, f"{name}-{at}-", errors)
        for at in sorted(ats)
        if not data.get(f"{name}-{at}-gone") and _filled(inner, data, f"{name}-{at}")
    ]


def _filled(inner: type, data: Any, prefix: str) -> bool:
    """Return whether anything was written in a part; what is only chosen does not count."""
    for one in fields_of(inner):
        name, kind = f"{prefix}-{one.name}", _kind_of(one)
        if kind in TYPED and data.get(name, "").strip():
            return True
        if kind == "part" and _filled(one.type, data, name):
            return True
    return False


def _read_box(kind: str, data: Any, name: str, errors: dict[str, str], *, needed: bool) -> Any:
    if kind == "checks":
        return list(data.getlist(name))
    if kind == "yes_no":
        return data.get(name) == "1"
    try:
        text = said_by(answers.text, data.get(name, ""), lines=True)
        MaxLengthValidator(LONGEST)(text)
        printable(text)
    except ValidationError as slip:
        errors[name] = slip.messages[0]
        return None
    if kind == "lines":
        return [line.strip() for line in text.split("\n") if line.strip()]
    if not text and needed:
        errors[name] = _("请填写这一栏。")
    if kind == "date":
        return _day(text, name, errors)
    if kind == "number":
        return _number(text, name, errors)
    return text


def _day(text: str, name: str, errors: dict[str, str]) -> str | None:
    if not text:
        return None
    match = DAY.fullmatch(text)
    try:
        if match is not None:
            return date(*map(int, match.groups())).isoformat()
    except ValueError:
        pass  # there is no such day: said below
    errors[name] = _("不是日期。请写成 2026年12月1日 这样。")
    return text  # shown again as it was typed


def _number(text: str, name: str, errors: dict[str, str]) -> int | str:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        errors.setdefault(name, _("不是整数。请只写数字，例如 5。"))
        return text  # shown again as it was typed
    return int(text)


def _kind_of(one: Field) -> str:
    """Return which kind of box a field takes."""
    if one.nested:
        return "parts" if one.many else "part"
    if issubclass(one.type, Term):
        return "checks" if one.many else "select"
    if one.many:
        return "lines"
    if one.type is str:
        return "long" if one.said.long else "text"
    return KINDS[one.type]


def _shown(kind: str, value: Any) -> str:
    if kind == "lines":
        return "\n".join(value or ())
    if kind in ("checks", "yes_no", "select") or value is None:
        return ""
    return str(value)


def _chosen(kind: str, value: Any) -> tuple[str, ...]:
    if kind == "checks":
        return tuple(map(str, value or ()))
    if kind == "yes_no":
        return ("1",) if value else ()
    return (str(value),) if kind == "select" and value else ()


def _choices(inner: Any) -> tuple[tuple[str, str], ...]:
    if isinstance(inner, type) and issubclass(inner, Term):
        return tuple((str(one), one.label) for one in inner)
    return ()


def _page_called(key: str, value: str) -> str:
    """Return an item or a text by its name where it is one (事项、文件的名称)."""
    listed = request_catalogue.today()
    tables: dict[str, Mapping[str, Any]] = {"item": listed.items, "instrument": listed.instruments}
    entry = tables.get(key, {}).get(value)
    return name_of(entry) if entry else value


def _called(one: Mapping[str, Any]) -> str:
    """Return in a few words what a part is about, for its heading."""
    for key in ("do", "label", "item", "instrument"):
        if one.get(key):
            rest = one.get("provision") or one.get("name") or ""
            return in_words(f"{_page_called(key, one[key])} {rest}".strip())
    return ""
