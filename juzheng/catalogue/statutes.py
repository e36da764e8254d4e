"""Folders of statutes (法规文件夹): Markdown or plain text, in UTF-8 or GBK, within limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from juzheng.catalogue.tables.grid import MEGABYTE
from juzheng.catalogue.tables.problems import Place, Problem

KINDS = {".md", ".markdown", ".txt"}
MOST_FILES, MOST_BYTES = 20_000, 5 * MEGABYTE
WHERE = "juzheng align --help"
_DAY = re.compile(r"[(（][0-9]{4}-[0-9]{2}-[0-9]{2}[)）]$")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_HEADING = re.compile(r"\A\s*# +(.{2,120})$", re.MULTILINE)


@dataclass(frozen=True)
class Statute:
    """One statute as it was read (法规文本)."""

    file: str
    title: str
    text: str


def read(folder: Path) -> Iterator[Statute | Problem]:
    """
    Yield the statutes below ``folder`` by file name, and what could not be read and why.

    One at a time, so that a folder may be larger than the memory.

    :raises OSError: if there is no such folder
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"没有“{folder}”这个文件夹。")
    files = sorted(one for one in folder.rglob("*") if one.suffix.lower() in KINDS)
    for file in files[:MOST_FILES]:
        yield _one(file, str(file.relative_to(folder)))
    if len(files) > MOST_FILES:
        yield _problem(folder.name, f"文件超过 {MOST_FILES} 个，后面的没有看。", "请分几次看。")


def _one(file: Path, name: str) -> Statute | Problem:
    try:
        if file.is_symlink() or not file.is_file():
            return _problem(name, "不是普通文件，没有看。", "请放文件本身，不放链接。")
        if file.stat().st_size > MOST_BYTES:
            return _problem(name, "超过 5 MB，没有看。", "请一部法规一个文件。")
        text = _decoded(file.read_bytes())
    except OSError as error:
        return _problem(name, f"打不开：{error.strerror}。", "请核对权限。")
    if text is None:
        return _problem(name, "不是文字，或者编码认不出来。", "请另存为 UTF-8 文本。")
    if not text.strip():
        return _problem(name, "是空的。", "请补上文本，或者删掉。")
    return Statute(name, _title(text, file), text)


def _decoded(raw: bytes) -> str | None:
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def _title(text: str, file: Path) -> str:
    heading = _HEADING.match(text)
    return heading[1].strip() if heading else _DAY.sub("", file.stem)


def _problem(name: str, what: str, do: str) -> Problem:
    return Problem(Place(name), what, do, WHERE)
