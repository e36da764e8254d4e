"""Files kept as evidence (档案文件): written whole or not at all, named by what is in them."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from django.conf import settings

ACCEPTED = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
LARGEST_BYTES = 10 * 1024 * 1024
UNFINISHED = ".part"  # how a file is named until all of it is on the disk


class FileNotAccepted(Exception):
    """The upload is not a picture or a PDF, or is too large (文件不能接收)."""


def folder() -> Path:
    """Return the folder that holds all evidence files."""
    return Path(settings.DATA_DIR) / "files"


def keep(content: bytes, place: str, ending: str) -> tuple[str, str]:
    """
    Store ``content`` under ``place`` and return its relative name and SHA-256.

    Written beside, flushed to disk, then renamed: a crash leaves no half file under a real name.
    """
    digest = sha256(content).hexdigest()
    name = f"{place}/{digest[:32]}.{ending}"
    target = folder() / name
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{uuid4().hex}{UNFINISHED}")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(target)
    _flush_folder(target.parent)
    return name, digest


def keep_upload(content: bytes, place: str) -> tuple[str, str]:
    """
    Store an uploaded scan after looking at what it is, not at what it is called.

    :raises FileNotAccepted: for anything but PDF, PNG or JPEG, or above 10 MB
    """
    if not content:
        raise FileNotAccepted("文件是空的。请重新选择一个 PDF、JPG 或 PNG 文件。")
    if len(content) > LARGEST_BYTES:
        raise FileNotAccepted("文件超过 10 MB。请缩小图片或分辨率后再上传。")
    for head, ending in ACCEPTED.items():
        if content.startswith(head):
            return keep(content, place, ending)
    raise FileNotAccepted("只能上传 PDF、JPG 或 PNG 文件。请另存为这三种格式之一再上传。")


def discard_unfinished(*, at: datetime) -> int:
    """Remove what a crash left half written more than a day ago; return how many files."""
    removed = 0
    for path in folder().rglob(f".*{UNFINISHED}"):
        if path.stat().st_mtime < (at - timedelta(days=1)).timestamp():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def read(name: str) -> bytes:
    """
    Return a stored file's content.

    :raises FileNotFoundError: if it is gone, or ``name`` points outside the folder
    """
    path = (folder() / name).resolve()
    if not path.is_relative_to(folder().resolve()):
        raise FileNotFoundError(name)
    return path.read_bytes()


def _flush_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
