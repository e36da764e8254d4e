"""The evidence of a correction (纠正案证据包): one signed PDF and, in a ZIP, what it rests on.

Nothing here names a reporter: words come masked, photos blacked out, as officers left them. The
ledger lines and a list of digests lie beside the PDF; the PDF is signed with the platform's key,
which is no 可靠电子签名. The same input gives the same files; a signature may differ.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from juzheng.catalogue.tables import archive
from juzheng.outside import paper
from juzheng.outside.keys import Keyring
from juzheng.outside.typesetting import of_file, page

FOOT = "由据证平台生成并加平台签名，用来发现改动，不是可靠电子签名。"
README = """\
record.pdf 纠正案卷，带平台签名
ledger.json 台账：每一步的时间、摘要，按顺序环环相扣
notice.pdf 发给单位的通报
receipt.* 送达回执的扫描件
photos/ 反映人同意公开、已由工作人员遮盖的照片
SHA256SUMS 以上文件的摘要
反映人是谁不在这里。
"""


@dataclass(frozen=True)
class Part:
    """A section of the record (案卷的一节)."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class CaseFile:
    """What the record says (案卷内容)."""

    heading: str
    number: str
    rows: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]


def record_pdf(file: CaseFile, *, keyring: Keyring, at: datetime) -> bytes:
    """
    Return the record as a signed PDF (案卷), PAdES B-B.

    :raises MissingGlyphs: if a character cannot be drawn
    """
    pdf = page("exposure", _content(file, at))
    return paper.sign(pdf, keyring=keyring, at=at, reason="固定纠正案证据")


def package(pdf: bytes, ledger: Iterable[Mapping[str, Any]], beside: Mapping[str, bytes]) -> bytes:
    """Return the ZIP (证据包) of the signed record, the ledger's lines and what lies beside."""
    files = {
        "README.txt": README.encode(),
        "record.pdf": pdf,
        "ledger.json": json.dumps(list(ledger), ensure_ascii=False, indent=1).encode(),
        **beside,
    }
    sums = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    files["SHA256SUMS"] = sums.encode()
    return archive.packed(sorted(files.items()))


def _content(file: CaseFile, at: datetime) -> dict[str, Any]:
    return {
        **of_file(at),
        "heading": file.heading,
        "number": file.number,
        "rows": [{"label": label, "value": value} for label, value in file.rows],
        "parts": [{"title": part.title, "lines": part.lines} for part in file.parts],
        "foot": FOOT,
    }
