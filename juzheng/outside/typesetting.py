"""Typesetting (排版): typst compilers that are kept, one a template, and what they can draw."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from juzheng.law.base.deadlines import day as day
from juzheng.outside import fonts

# GB/T 15834-2011: marks in Chinese text are full-width. The canonical text stays as it was written.
_CHINESE = "[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u201c\u201d]"
_MARKS = re.compile(f"(?<={_CHINESE})[,:;!?()]+|[,:;!?()]+(?={_CHINESE})")
_FULL_WIDTH = {ord(mark): ord(mark) + 0xFEE0 for mark in ",:;!?()"}
PUBLISHER = "据证"
DEMO = "演示数据，不作任何用途"  # on every sheet of a demonstration
READABLE = "ua-1"  # the PDF standard of pages to be read, aloud too
_FOLDER = Path(__file__).parent
_LOCK = Lock()  # a typst compiler serves one thread at a time


class MissingGlyphs(Exception):
    """Characters that no font at hand can draw (缺字形), named before anything is signed."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        self.characters = characters
        named = "".join(f"“{character}”" for character in characters)
        super().__init__(
            f"{named}字缺字形，证明无法印出。请安装补充字体后再签字；原字不要用别的字代替（docs/paper.md）。"
        )


def typeset(
    template: str,
    inputs: Mapping[str, str],
    texts: Iterable[str],
    *,
    standard: str,
    library: fonts.Library,
) -> bytes:
    """
    Return ``template`` filled with ``inputs`` as a PDF (排版); the same input, the same bytes.

    :param template: the name of a file beside this one
    :param texts: whatever may stand on the page: rare characters are looked for in it
    :param standard: a PDF standard as typst names it, ``a-3b`` or ``ua-1``
    :raises MissingGlyphs: if a character cannot be drawn
    """
    whole = tuple(texts)
    if missing := library.missing(whole):
        raise MissingGlyphs(missing)
    with _LOCK, compiler_for(template, library, library.outside_common(whole)) as compiler:
        pdf: bytes = compiler.compile(format="pdf", pdf_standards=standard, sys_inputs=dict(inputs))
    return pdf


def page(template: str, content: Mapping[str, Any]) -> bytes:
    """
    Return a page for reading (成页): PDF/UA-1, its marks full-width, with the fonts at hand.

    :param template: the file's name without ``.typ``; it finds ``content`` under the same name
    :param content: texts, numbers, truths, lists and mappings of them, as JSON has them
    :raises MissingGlyphs: if a character cannot be drawn
    """
    printed, library = _printed(content), fonts.library()
    inputs, texts = {template: json.dumps(printed, ensure_ascii=False)}, _texts(printed)
    return typeset(f"{template}.typ", inputs, texts, standard=READABLE, library=library)


def missing_in(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the characters for which :func:`page` would raise MissingGlyphs (缺字形的字)."""
    return fonts.library().missing(tuple(_texts(_printed(content))))


def _printed(value: Any) -> Any:
    """Return ``value`` with full-width marks in whatever a person reads."""
    if isinstance(value, str):
        return value if value.startswith(("<svg", "http")) else full_width(value)
    if isinstance(value, Mapping):
        return {key: _printed(one) for key, one in value.items()}
    return [_printed(one) for one in value] if isinstance(value, list | tuple) else value


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in ``value``: what the fonts must be able to draw."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


@contextmanager
def compiler_for(template: str, library: fonts.Library, rare: tuple[str, ...]) -> Iterator[Any]:
    """Yield the kept compiler, or for rare characters one with small fonts cut for this page."""
    if not rare:
        yield _kept(template, library)
        return
    with tempfile.TemporaryDirectory(prefix="juzheng-fonts-") as folder:
        for at, font in enumerate(library.cut(rare)):
            (Path(folder) / f"{at}.otf").write_bytes(font)
        yield _compiler(template, library.common.path.parent, Path(folder))


@lru_cache(maxsize=8)
def _kept(template: str, library: fonts.Library) -> Any:
    """Return the compiler that is kept (常驻排版器): it holds the common fonts and no others."""
    return _compiler(template, library.common.path.parent)


def _compiler(template: str, *folders: Path) -> Any:
    """
    Return a compiler with the fonts in ``folders``; typst takes folders and ignores files.

    :raises fonts.MissingFonts: without both weights; typst would set blank pages in silence
    """
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders)
    )
    if not {font.weight for font in found.fonts()} >= {400, 700}:
        raise fonts.MissingFonts(f"{folders[0]} 里字体不全。请先运行 make assets(docs/paper.md)。")
    return typst.Compiler(_FOLDER / template, font_paths=found)


def full_width(text: str) -> str:
    """Return ``text`` with full-width marks beside Chinese characters, as papers are printed."""
    return _MARKS.sub(lambda marks: marks[0].translate(_FULL_WIDTH), text)


def of_file(on: date, publisher: str = "", *, demo: bool = False) -> dict[str, Any]:
    """Return what every page says of itself (文件属性): whose it is, of which day, if a demo."""
    at = {part: getattr(on, part) for part in ("year", "month", "day")}
    return {"publisher": publisher or PUBLISHER, "at": at, "warning": DEMO if demo else ""}
