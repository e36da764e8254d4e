"""PDF signatures (PDF 签名): one appended update over the whole file, and its strict check."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from juzheng.outside import cms
from juzheng.outside.keys import PublicKey, PublicKeys, Signer

_STARTXREF = re.compile(rb"startxref\n([0-9]{1,10})\n%%EOF\n?\Z")
_SIGNATURE = re.compile(
    rb"/M\(D:([0-9]{14})([+-][0-9]{2})'([0-9]{2})'\)/Reason<FEFF((?:[0-9A-F]{4})*)>"
    rb"/ByteRange\[0 ([0-9]{10}) ([0-9]{10}) ([0-9]{10})\]/Contents<"
)
PAPER_FILE = "juzheng-paper.json"  # the canonical text, attached to the PDF
_EMBEDDED_MOST = 1_000_000  # bytes that an attachment of ours may unpack to


class UnreadablePaper(Exception):
    """A file that is no paper of ours (文件读不出或不是本系统签发), cut off, or altered."""

    def __init__(self, why: str = "文件不是本系统签发的，或已被改动。") -> None:
        super().__init__(why + "请使用未经另存、打印或转换的原始文件。")


class Unsigned(UnreadablePaper):
    """A file without any signature of our form (没有签名): what it is, nothing in it tells."""


@dataclass(frozen=True)
class Signature:
    """A signature that was found sound (有效签名)."""

    kid: str
    at: datetime  # as the signer's clock said
    reason: str


def sign(pdf: bytes, *, signer: Signer, at: datetime, reason: str) -> bytes:
    """
    Return ``pdf`` with a signature appended (签名): PAdES B-B, invisible, over every byte.

    :param pdf: a file of our own renderer, not signed yet
    :raises UnreadablePaper: if it is not of that form
    """
    update, gap = _update(pdf, signer.public, at, reason)
    whole = bytearray(pdf + update)
    start, end = len(pdf) + gap[0], len(pdf) + gap[1]
    byte_range = b"/ByteRange[0 %010d %010d %010d]" % (start, end, len(whole) - end)
    found = whole.rindex(b"/ByteRange[")
    whole[found : found + len(byte_range)] = byte_range
    signature = cms.sign(_digest(whole, start, end), signer).hex().encode()
    whole[start + 1 : start + 1 + len(signature)] = signature
    return bytes(whole)


def read_signature(pdf: bytes, keys: PublicKeys) -> Signature:
    """
    Return the signature if one of ``keys`` signed exactly this file (验签).

    Every byte is covered but the signature's own, and that must be in the one form that
    :func:`sign` writes; the key must have been in use at the time that the file names.

    :raises Unsigned: if there is none
    :raises UnreadablePaper: otherwise, whatever ``pdf`` may be
    """
    if not _SIGNATURE.search(pdf):
        raise Unsigned("文件上没有本系统的签名。")
    found = _last(_SIGNATURE, pdf)
    start, end = found.end() - 1, _end_of_gap(found, pdf)
    at, reason = _said(found)
    blob = pdf[start + 1 : end - 1]
    digest = _digest(pdf, start, end)
    for key in keys.values():
        if _matches(blob, digest, key):
            if not key.signed_at(at):
                raise UnreadablePaper("签名时间不在签名密钥的使用期内。")
            return Signature(key.kid, at, reason)
    raise UnreadablePaper


def embedded(pdf: bytes, name: str) -> bytes:
    """
    Return the attachment ``name`` that our renderer put into the file (内嵌数据).

    It proves nothing by itself: ask :func:`read_signature` first.

    :raises UnreadablePaper: if there is none, or it cannot be unpacked
    """
    quoted = re.escape(name.encode())
    spec = re.search(
        rb"/Type/Filespec/F\(" + quoted + rb"\)[^>]{0,200}/EF<</F ([0-9]{1,7}) 0 R", pdf
    )
    head = rb" 0 obj\n<</Length ([0-9]{1,7})/Type/EmbeddedFile([^\n]{0,300})>>\nstream\n"
    found = spec and re.search(rb"\n" + spec[1] + head, pdf)
    if not found:
        raise UnreadablePaper
    data = pdf[found.end() : found.end() + int(found[1])]
    return _inflated(data) if b"/FlateDecode" in found[2] else data


def _inflated(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(data, _EMBEDDED_MOST)
    except zlib.error:
        raise UnreadablePaper from None
    if not unpacker.eof or unpacker.unused_data:
        raise UnreadablePaper
    return unpacked


def _digest(pdf: bytes | bytearray, start: int, end: int) -> bytes:
    return sha256(pdf[:start] + pdf[end:]).digest()


def _last(pattern: re.Pattern[bytes], pdf: bytes) -> re.Match[bytes]:
    found = list(pattern.finditer(pdf))
    if not found:
        raise UnreadablePaper("文件上没有本系统的签名。")
    return found[-1]


def _end_of_gap(found: re.Match[bytes], pdf: bytes) -> int:
    """Return where the signature's own bytes <…> end, if every other byte is covered."""
    start, end, rest = (int(number) for number in found.groups()[4:])
    if start != found.end() - 1 or not start < end <= len(pdf) or end + rest != len(pdf):
        raise UnreadablePaper
    if re.fullmatch(rb"<[0-9a-f]*>", pdf[start:end]) is None:
        raise UnreadablePaper
    return end


def _said(found: re.Match[bytes]) -> tuple[datetime, str]:
    day, hours, minutes, reason = found.groups()[:4]
    try:
        at = datetime.strptime((day + hours + minutes).decode(), "%Y%m%d%H%M%S%z")
        return at, bytes.fromhex(reason.decode()).decode("utf-16-be")
    except ValueError:
        raise UnreadablePaper from None


def _matches(blob: bytes, digest: bytes, key: PublicKey) -> bool:
    """Return whether ``blob`` is the CMS in hexadecimal, filled up with zeros."""
    if len(blob) != 2 * cms.longest(key):
        return False
    data = bytes.fromhex(blob.decode())
    size = 4 + int.from_bytes(data[2:4]) if data[:2] == b"\x30\x82" else 0
    return not any(data[size:]) and cms.verifies(data[:size], digest, key)


def _update(pdf: bytes, key: PublicKey, at: datetime, reason: str) -> tuple[bytes, tuple[int, int]]:
    """Return the update, signature still empty, and where in it the gap begins and ends."""
    base = _Base(pdf)
    field, value = base.size, base.size + 1
    objects = {
        base.root: _inserted(
            base.object(base.root), b"/AcroForm<</Fields[%d 0 R]/SigFlags 3>>" % field
        ),
        base.page: _inserted(base.object(base.page), b"/Annots[%d 0 R]" % field),
        field: b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature)/F 132/Rect[0 0 0 0]"
        b"/P %d 0 R/V %d 0 R>>" % (base.page, value),
        value: _signature_dictionary(cms.longest(key), at, reason),
    }
    body, table = bytearray(), bytearray(b"xref\n")
    if not pdf.endswith(b"\n"):
        body += b"\n"
    for number, content in objects.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(pdf) + len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    xref = len(pdf) + len(body)
    identity = sha256(pdf + body).hexdigest()[:32].encode()
    trailer = b"trailer\n<</Size %d%b/Prev %d/ID[%b<%b>]>>\nstartxref\n%d\n%%%%EOF\n" % (
        *(value + 1, base.references, base.xref, base.identity),
        *(identity, xref),
    )
    gap = body.rindex(b"/Contents<") + len(b"/Contents")
    return bytes(body + table + trailer), (gap, body.index(b">", gap) + 1)


def _signature_dictionary(size: int, at: datetime, reason: str) -> bytes:
    zone = at.strftime("%z").encode()
    moment = (at.strftime("%Y%m%d%H%M%S").encode(), zone[:3], zone[3:5])
    words = reason.encode("utf-16-be").hex().upper().encode()
    return (
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:%b%b'%b')"
        b"/Reason<FEFF%b>/ByteRange[0 %010d %010d %010d]/Contents<%b>>>"
        % (*moment, words, *(0, 0, 0), b"0" * (2 * size))
    )


def _inserted(dictionary: bytes, entry: bytes) -> bytes:
    """Return ``dictionary`` with ``entry`` added at its end; our renderer has none of its kind."""
    name = re.match(rb"/[A-Za-z]+", entry)
    if not dictionary.endswith(b">>") or name is None or name[0] in dictionary:
        raise UnreadablePaper
    return dictionary[:-2] + entry + b">>"


class _Base:
    """The little that must be known of a file of our renderer (原始文件) to add to it."""

    def __init__(self, pdf: bytes) -> None:
        end = _STARTXREF.search(pdf, max(0, len(pdf) - 64))
        trailer = pdf.rfind(b"trailer\n")
        if end is None or trailer < 0 or b"/Prev" in pdf[trailer:]:
            raise UnreadablePaper
        self._pdf = pdf
        self.xref = int(end[1])
        self.size = self._number(rb"/Size ([0-9]{1,7})", pdf[trailer:])
        self.root = self._number(rb"/Root ([0-9]{1,7}) 0 R", pdf[trailer:])
        info = re.search(rb"/Info [0-9]{1,7} 0 R", pdf[trailer:])
        self.references = b"/Root %d 0 R" % self.root + (info[0] if info else b"")
        identity = re.search(rb"/ID\[(\([^()\\\n]*\))", pdf[trailer:])
        if identity is None:
            raise UnreadablePaper
        self.identity = identity[1]  # the first half stays as it is, ISO 32000-1 14.4
        pages = self._number(rb"/Pages ([0-9]{1,7}) 0 R", self.object(self.root))
        self.page = self._number(rb"/Kids\[([0-9]{1,7}) 0 R", self.object(pages))

    @staticmethod
    def _number(pattern: bytes, text: bytes) -> int:
        found = re.search(pattern, text)
        if found is None:
            raise UnreadablePaper
        return int(found[1])

    def object(self, number: int) -> bytes:
        """Return the object's text, found through the cross-reference table."""
        first = self._pdf.find(b"\n", self.xref + len(b"xref\n")) + 1
        entry = self._pdf[first + 20 * number : first + 20 * number + 10]
        if not entry.isdigit():
            raise UnreadablePaper
        head = b"%d 0 obj\n" % number
        start = int(entry)
        end = self._pdf.find(b"\nendobj", start)
        if not self._pdf.startswith(head, start) or end < 0:
            raise UnreadablePaper
        return self._pdf[start + len(head) : end]
