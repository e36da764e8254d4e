"""ZIP archives (压缩包): the same to the byte each time, opened only within limits."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from juzheng.catalogue.tables.grid import MEGABYTE, OFFICE, Limits
from juzheng.catalogue.tables.problems import Unclear

MOST_MEMBERS = 500
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest hour that the format knows
UNIX = 3
READABLE = 0o644 << 16
LOCKED = 1  # the flag of a member with a password
ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, .et, and every workbook with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def packed(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return an archive of ``members``, without any trace of when and where it was made."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as whole:
        for name, content in members:
            info = zipfile.ZipInfo(name, FIRST_DAY)
            info.create_system, info.external_attr = UNIX, READABLE
            dense = name.endswith(".pdf")  # is packed already
            info.compress_type = zipfile.ZIP_STORED if dense else zipfile.ZIP_DEFLATED
            whole.writestr(info, content)
    return raw.getvalue()


@contextmanager
def opened(raw: bytes, limits: Limits = OFFICE) -> Iterator[zipfile.ZipFile]:
    """
    Yield the archive in ``raw``; whatever breaks while it is read is told in words.

    :raises Unclear: if it is broken, locked, or unpacks to more than we take
    """
    looks_like_one(raw, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(raw), metadata_encoding="gb18030") as whole:
            _insist_on_limits(whole.infolist(), limits)
            yield whole
    except Unclear:
        raise
    except Exception as error:  # noqa: BLE001 - zipfile raises what zlib, struct and codecs raise
        raise Unclear(
            f"文件已损坏，不是能读的 XLSX 或 ZIP（{type(error).__name__}）。",
            "请用表格软件打开后另存为 .xlsx，再导入。",
        ) from None


def members(raw: bytes, limits: Limits = OFFICE) -> Iterator[tuple[str, bytes]]:
    """
    Yield the names and contents of an archive's members, one after another.

    :raises Unclear: if it is broken, locked, or unpacks to more than we take
    """
    with opened(raw, limits) as whole:
        for info in whole.infolist():
            if info.file_size > limits.packed:
                raise Unclear(f"{info.filename} 展开后太大。", "请分成几个文件。")
            if not info.is_dir():
                yield info.filename, whole.read(info)


def looks_like_one(raw: bytes, limits: Limits) -> bool:
    """
    Return whether ``raw`` begins as an archive does, XLSX or ZIP.

    :raises Unclear: if it is larger than we take, or an old workbook or one with a password
    """
    if len(raw) > limits.packed:
        raise Unclear(f"文件超过 {limits.packed // MEGABYTE} MB。", "请分成几个文件。")
    if raw.startswith(OLE):
        if ENCRYPTED in raw:
            raise Unclear("文件加了密码。", "请去掉密码，另存为 .xlsx。")
        raise Unclear("是旧版表格（.xls、.et）。", "请用表格软件另存为 .xlsx。")
    return raw.startswith(ZIP)


def _insist_on_limits(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse what grows beyond bounds; ``read`` gives no byte more than the directory says."""
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > MOST_MEMBERS or unpacked > limits.unpacked:
        raise Unclear(
            f"文件展开后超过 {limits.unpacked // MEGABYTE} MB 或 {MOST_MEMBERS} 个文件，太大。",
            "请分成几个文件。",
        )
    if any(info.flag_bits & LOCKED for info in infos):
        raise Unclear("文件加了密码。", "请去掉密码，重新保存。")
