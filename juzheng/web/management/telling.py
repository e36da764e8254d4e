"""What commands share (命令的共同部分): how they read and write files, and say what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError

if TYPE_CHECKING:
    from juzheng.catalogue import Catalogue

MEGABYTE = 1_000_000
FOUND, WRONG = 1, 2  # exit status: what was looked at is not clean; it could not be looked at


class Wrong(CommandError):
    """Words or files that a command cannot use (写法或文件不对)."""

    def __init__(self, said: object) -> None:
        super().__init__(str(said), returncode=WRONG)


def read(file: Path, *, most: int = 10, advice: str = "请核对路径。") -> bytes:
    """
    Return what is in the file.

    :param most: megabytes that it may have
    :param advice: what follows where it cannot be opened
    """
    try:
        if file.stat().st_size > most * MEGABYTE:
            raise Wrong(f"{file} 超过 {most} MB。请换小一些的文件。")
        return file.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", error)
        raise Wrong(f"{str(file)[:200]} 打不开：{why}。{advice}") from None


def write(file: Path, content: bytes, mode: str = "wb") -> None:
    """Write the file, over one that is there; not with the mode ``xb``."""
    try:
        with file.open(mode) as target:
            target.write(content)
    except FileExistsError:
        raise Wrong(f"{file} 已经存在。请换一个文件名。") from None
    except OSError as error:
        raise Wrong(f"{file} 写不了：{error.strerror}。请换一个地方。") from None


def as_json(content: Any) -> str:
    """Return ``content`` as people and scripts read it."""
    return json.dumps(content, ensure_ascii=False, indent=1)


def insist_on_divisions(listed: Catalogue, *codes: str) -> None:
    """:raises Wrong: for a division that the catalogue does not know"""
    for code in filter(None, codes):
        if code not in listed.divisions:
            raise Wrong(f"没有代码为 {code} 的行政区划。")
