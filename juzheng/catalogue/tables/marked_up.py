"""Members of an archive in XML (压缩包里的 XML): read in one pass, within bounds."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from typing import Protocol
from xml.parsers import expat

from juzheng.catalogue.tables.grid import Budget
from juzheng.catalogue.tables.problems import Unclear

CHUNK = 1 << 16


class Listener(Protocol):
    """Hears of tags and texts in their order (听者)."""

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        """Hear that a tag begins."""

    def end(self, tag: str) -> None:
        """Hear that a tag ends."""

    def text(self, text: str) -> None:
        """Hear a text."""


class _Tags(dict[str, str]):
    """Tags without their namespace (标签), which tells only the two dialects apart."""

    def __missing__(self, tag: str) -> str:
        self[tag] = tag.rpartition(" ")[2]
        return self[tag]


def walk(whole: zipfile.ZipFile, part: str, listener: Listener, budget: Budget) -> None:
    """
    Read the member ``part`` through ``listener``; each tag is paid for from ``budget``.

    :raises Unclear: if it declares entities, or holds more tags than are left
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    tags = _Tags()

    def start(tag: str, values: dict[str, str]) -> None:
        budget.spend(1)
        listener.start(tags[tag], values)

    def doctype(*_: object) -> None:
        raise Unclear(
            f"文件里的 {part} 带有实体声明，办公软件不会写出这样的文件。",
            "请用办公软件重新保存。",
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: listener.end(tags[tag])
    parser.CharacterDataHandler = listener.text
    parser.StartDoctypeDeclHandler = doctype
    with whole.open(part) as content:
        while chunk := content.read(CHUNK):
            parser.Parse(chunk)
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes no names
