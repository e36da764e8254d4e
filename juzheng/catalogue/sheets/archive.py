"""ZIP archives (压缩包): the same to the byte each time, opened only within limits."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

from juzheng.catalogue.sheets.problems import Unclear

LARGEST = 10 * 1024 * 1024  # bytes of a file that is handed in
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_MEMBERS = 500
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest hour that the format knows
UNIX = 3
READABLE = 0o644 << 16
# What a spreadsheet takes for a formula, in either width; a quote in front says: a text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def packed(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return an archive of ``members``, without any trace of when and where it was made."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as whole:
        for name, content in members:
            info = zipfile.ZipInfo(name, FIRST_DAY)
            info.create_system, info.external_attr = UNIX, READABLE
            info.compress_type = zipfile.ZIP_DEFLATED
            whole.writestr(info, content)
    return raw.getvalue()


def members(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """
    Yield the names and contents of an archive's members, one after another.

    :raises Unclear: if it is broken, locked, or unpacks to more than we take
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw), metadata_encoding="gb18030") as whole:
            infos = [info for info in whole.infolist() if not info.is_dir()]
            _insist_on_limits(infos)
            for info in infos:
                yield info.filename, whole.read(info)
    except Unclear:
        raise
    except Exception as error:  # zipfile raises what zlib, struct and codecs raise
        raise Unclear(
            f"文件已损坏或加了密，打不开（{type(error).__name__}）。",
            "请去掉密码，重新保存后再导入。",
        ) from None


def _insist_on_limits(infos: list[zipfile.ZipInfo]) -> None:
    """Refuse what grows beyond bounds; ``read`` gives no byte more than the directory says."""
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > MOST_MEMBERS or unpacked > LARGEST_UNPACKED:
        raise Unclear("文件解压后太大。", "请分成几个文件，每个不超过 10 MB。")
