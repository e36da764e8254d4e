"""What was typed stays (已填的不丢): a page shown otherwise, with its form filled again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser

from juzheng.web.shared.uploads import choose_again

WORK = "work"  # the id of the form that a page is for
PLAIN = {"hidden", "text", "search", "tel", "url", "email", "number", "date"}
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a box
Attributes = Sequence[tuple[str, str | None]]


def refilled(
    html: str, typed: dict[str, list[str]], files: Mapping[str, Sequence[str]] | None = None
) -> str:
    """
    Return ``html`` with what was ``typed`` in its form of work; no password and no file.

    :param files: the names of the files that were chosen, by box: beside it stands which one is
        to be chosen again
    """
    page = _Page(typed, files or {})
    page.feed(html)
    page.close()
    return "".join(page.written)


class _Page(HTMLParser):
    """Writes a page of ours once more, the boxes of its form of work filled as they were."""

    def __init__(self, typed: dict[str, list[str]], files: Mapping[str, Sequence[str]]) -> None:
        super().__init__(convert_charrefs=False)
        self.files = files
        self.left = {name: list(values) for name, values in typed.items()}
        self.typed = typed
        self.written: list[str] = []
        self.inside = self.silent = False
        self.chosen: list[str] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == WORK
        raw = self.get_starttag_text() or ""
        self.written.append(self._filled(tag, given, raw) if self.inside else raw)

    def _filled(self, tag: str, given: dict[str, str | None], raw: str) -> str:
        name = given.get("name") or ""
        if tag == "select":
            self.chosen = self.typed.get(name, [])
        elif tag == "option":
            return _tag(tag, _marked(given, "selected", given.get("value") in self.chosen))
        elif tag == "textarea" and self.left.get(name):
            self.silent = True
            return f"{raw}\n{escape(self.left[name].pop(0))}"
        elif tag == "input" and name != TOKEN:
            return _tag(tag, self._input(name, given))
        return raw

    def _input(self, name: str, given: dict[str, str | None]) -> dict[str, str | None]:
        kind = given.get("type") or "text"
        if kind in ("checkbox", "radio"):
            said = (given.get("value") or "on") in self.typed.get(name, [])
            return _marked(given, "checked", said)
        if kind == "file" and (again := choose_again(self.files.get(name, ()))):
            told = f"{given.get('id') or name}_again"
            self.written.append(
                f'<p id="{escape(told)}" class="govuk-body"><strong>{escape(again)}</strong></p>'
            )
            by = f"{given.get('aria-describedby') or ''} {told}".strip()
            return {**given, "aria-describedby": by}
        if kind in PLAIN and self.left.get(name):
            return {**given, "value": self.left[name].pop(0)}
        return given

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.silent = False
        elif tag == "form":
            self.inside = False
        self.written.append(f"</{tag}>")

    def _text(self, text: str) -> None:
        if not self.silent:
            self.written.append(text)

    def handle_data(self, data: str) -> None:
        self._text(data)

    def handle_entityref(self, name: str) -> None:
        self._text(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._text(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.written.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.written.append(f"<!{decl}>")


def _marked(given: dict[str, str | None], mark: str, said: bool) -> dict[str, str | None]:  # noqa: FBT001
    rest = {name: value for name, value in given.items() if name != mark}
    return {**rest, mark: None} if said else rest


def _tag(name: str, given: dict[str, str | None]) -> str:
    parts = (key if value is None else f'{key}="{escape(value)}"' for key, value in given.items())
    return f"<{' '.join((name, *parts))}>"
