"""Files kept as evidence (档案文件): written whole or not at all, named by what is in them, sealed.

Each file has a key of its own, which the data key seals for the file's name: a file put into the
place of another one does not open there. Another data key seals the small key anew, no more.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from juzheng.records.sealed import NONCE, CannotUnseal, close, reopen

ACCEPTED = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
LARGEST_BYTES = 10 * 1024 * 1024
HEAD = b"juzheng sealed 1\n"
KEY_BYTES = 32
SEALED_KEY = NONCE + KEY_BYTES + 16  # nonce, key, tag
BODY = len(HEAD) + SEALED_KEY  # where the content begins, with its nonce
UNFINISHED = ".part"  # how a file is named until all of it is on the disk


class FileNotAccepted(Exception):
    """The upload is not a picture or a PDF, or is too large (文件不能接收)."""


class FileAltered(Exception):
    """A kept file does not open: altered, cut short, or another one's (文件被改动)."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            "文件被改动、不完整或放错了位置，没有打开。"
            "请让系统操作员运行 juzheng audit 核对，并从备份恢复文件。"
        )


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
    _write(name, _closed(content, name))
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
    :raises FileAltered: if it is not what was kept under ``name``
    """
    path = (folder() / name).resolve()
    if not path.is_relative_to(folder().resolve()):
        raise FileNotFoundError(name)
    stored = path.read_bytes()
    if not stored.startswith(HEAD):  # from before files were sealed
        return _as_named(stored, name)
    nonce, body = stored[BODY : BODY + NONCE], memoryview(stored)[BODY + NONCE :]
    try:
        key, _ = reopen(stored[len(HEAD) : BODY], _bound_to(name))
        return AESGCM(key).decrypt(nonce, body, HEAD)
    except (CannotUnseal, InvalidTag, ValueError):
        raise FileAltered(name) from None


def remove(name: str) -> None:
    """Remove a stored file whose term is over, from the folder and from the disk's list of it."""
    path = (folder() / name).resolve()
    if path.is_relative_to(folder().resolve()) and path.is_file():
        path.unlink(missing_ok=True)
        _flush_folder(path.parent)


def digest_of(name: str) -> str:
    """Return the SHA-256 of a stored file's content; nothing if there is no such content."""
    try:
        return sha256(read(name)).hexdigest()
    except (FileNotFoundError, FileAltered):
        return ""


def renew() -> int:
    """
    Seal what lies open, and seal anew what an older data key sealed; return how many files.

    Each file is whole at every moment, and done once: whoever was interrupted begins again.
    """
    done = 0
    for path in (folder(), *sorted(folder().rglob("*"))):
        if path.is_dir():
            path.chmod(0o700)
        elif path.is_file() and not path.name.endswith(UNFINISHED):
            name = path.relative_to(folder()).as_posix()
            try:
                done += _renewed(path, name)
            except (CannotUnseal, FileAltered):  # stays as it is; ``juzheng audit`` names it
                continue
    return done


def _renewed(path: Path, name: str) -> bool:
    with path.open("rb") as file:
        head = file.read(BODY)
    if not head.startswith(HEAD):
        _write(name, _closed(_as_named(path.read_bytes(), name), name))
        return True
    key, today = reopen(head[len(HEAD) :], _bound_to(name))
    if not today:
        _write(name, HEAD + close(key, _bound_to(name)) + path.read_bytes()[BODY:])
    return not today


def _closed(content: bytes, name: str) -> bytes:
    key, nonce = os.urandom(KEY_BYTES), os.urandom(NONCE)
    body = AESGCM(key).encrypt(nonce, content, HEAD)
    return HEAD + close(key, _bound_to(name)) + nonce + body


def _bound_to(name: str) -> str:
    return f"file|{name}"


def _as_named(content: bytes, name: str) -> bytes:
    if sha256(content).hexdigest()[:32] != Path(name).stem:
        raise FileAltered(name)
    return content


def _write(name: str, stored: bytes) -> None:
    target = folder() / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = target.with_name(f".{uuid4().hex}{UNFINISHED}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(stored)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(target)
    _flush_folder(target.parent)


def _flush_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
