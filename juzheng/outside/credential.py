"""The credential (凭证) in the QR code: what the paper shows, signed, readable without network."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import cbor2

from juzheng.law.base.papers import PaperKind
from juzheng.law.cases.certificates import BadNumber, Paper, fingerprint, masked_name
from juzheng.law.cases.certificates import called as _called
from juzheng.law.cases.certificates import read_number as _read_number
from juzheng.law.catalogue.act_kinds import ActKind
from juzheng.outside.keys import PublicKey, PublicKeys, Signer

_COSE_SIGN1 = 18  # RFC 9052 4.2
_ES256 = -7  # RFC 9053 2.1
_ALG, _KID = 1, 4  # header parameters, RFC 9052 3.1
_VERSIONS = (1, 2)  # as the format of the paper that it goes with; both are read for ever
_ACTS = tuple(ActKind)  # by their place, which never changes
_DIGEST = 32  # bytes of a fingerprint
_EPOCH = date(1970, 1, 1)
_MOST = 2000  # characters of a QR text; a code of ours has about 500

_TEXT = re.compile(
    r"(https://[A-Za-z0-9.\-]+(?::[0-9]+)?(?:/[A-Za-z0-9._\-]+)*"
    r"|http://(?:localhost|127\.0\.0\.1)(?::[0-9]+)?)/c/([a-z2-7]{26})#([1-9][0-9]*)",
    re.ASCII,
)


# What a person pastes: other words around it, no scheme, a part that a messenger put in between.
_PASTED = re.compile(
    r"/c/([a-z2-7]{26})(?![a-z0-9])(?:[^#]*#([1-9][0-9]*))?", re.ASCII | re.IGNORECASE
)
_SITE = re.compile(
    r"(?:https?://)?[a-z0-9.\-]+(?::[0-9]+)?(?:/[a-z0-9._\-]+)*\Z", re.IGNORECASE | re.ASCII
)
_LONGEST_SITE = 200
_BARE = re.compile(r"[^0-9]*#?([1-9][0-9]{99,})", re.ASCII)
_MOST_PASTED = 3 * _MOST
_UNDECODABLE = (
    *(ValueError, TypeError, LookupError, ArithmeticError, RecursionError, MemoryError, OSError),
    cbor2.CBORError,
)
_INVISIBLE = ("C", "Z")  # controls, marks without width, blanks, ends of lines
_QUOTED = re.compile(r"^[\s>|]+", re.MULTILINE)


class UnreadableCredential(Exception):
    """A text that is no credential of ours (凭证读不出), altered, or not signed by our keys."""

    def __init__(self, why: str = "二维码内容不是本系统的凭证，或已被改动。") -> None:
        super().__init__(why + "请对照纸面原件重新扫码。")


@dataclass(frozen=True)
class Credential:
    """What the QR code says (凭证内容): only what the paper itself shows, the name masked."""

    number: str
    committee: str
    title: str
    name_masked: str
    issued_on: date
    valid_until: date | None
    fingerprint: str
    demo: bool
    kid: str = ""  # filled in when read
    version: int = _VERSIONS[-1]
    act: ActKind = ActKind.CERTIFICATE
    own_validity: bool = False  # its last day is the issuer's own number, no law's

    @property
    def kind(self) -> PaperKind:
        """Return what kind of paper (文书种类) the number says it is."""
        return _read_number(self.number).kind

    @property
    def called(self) -> str:
        """Return what the paper is (文书叫什么)."""
        return _called(self.kind, self.act)


@dataclass(frozen=True)
class Scanned:
    """A QR text taken apart (扫码所得): where to ask about it, and what it proves by itself."""

    base_url: str
    opaque: str
    credential: Credential


@dataclass(frozen=True)
class Pasted:
    """What somebody pasted (粘贴的内容): where it leads, and the signed part if it is there."""

    base_url: str = ""
    opaque: str = ""
    signed: bytes = b""  # empty: it is missing or not whole, and nothing can be told from it


def of(paper: Paper) -> Credential:
    """Return the credential (凭证) that goes with ``paper``."""
    return Credential(
        number=paper.number,
        committee=paper.committee,
        title=paper.title,
        name_masked=masked_name(paper.applicant_name),
        issued_on=paper.issued_on,
        valid_until=paper.valid_until,
        fingerprint=fingerprint(paper),
        demo=paper.demo,
        version=min(paper.format, _VERSIONS[-1]),
        act=paper.act,
        own_validity=paper.own_validity,
    )


def encode(credential: Credential, signer: Signer) -> bytes:
    """
    Return the signed credential (凭证): a tagged COSE_Sign1 (RFC 9052) with ES256.

    docs/paper.md has the table of the payload's integer keys.
    """
    protected = cbor2.dumps({_ALG: _ES256, _KID: bytes.fromhex(signer.public.kid)})
    payload = cbor2.dumps(_packed(credential))
    signature = signer.sign(_to_be_signed(protected, payload))
    return cbor2.dumps(cbor2.CBORTag(_COSE_SIGN1, [protected, {}, payload, signature]))


def qr_text(base_url: str, opaque: str, signed: bytes) -> str:
    """
    Return what the QR code holds (二维码内容): an address that any phone's camera opens.

    The signed part stands in the fragment, which a browser does not send: the server learns
    nothing of the paper from it. It is one decimal number: digits take 3⅓ bits each in a QR
    code, which is denser than any other form that may stand in an address.

    :raises ValueError: an address that is not https (or this machine), or a bad opaque id
    """
    # A COSE_Sign1 starts with 0xD2, so no zero is lost.
    text = f"{base_url.rstrip('/')}/c/{opaque}#{int.from_bytes(signed)}"
    if _TEXT.fullmatch(text) is None:
        raise ValueError(
            f"核验地址“{base_url}”须是 https 地址。请改正站点地址设置（docs/paper.md）。"
        )
    return text


def pasted(text: str) -> Pasted:
    """
    Return what can be read in ``text``, however it was copied (读取粘贴的内容); maybe nothing.

    Messengers drop the fragment, put ``?from=`` before or behind it, wrap lines, and add marks
    without width; keyboards write full-width characters. What is cut off is not a forgery.
    """
    plain = _QUOTED.sub("", unicodedata.normalize("NFKC", text[:_MOST_PASTED]))
    readings = [
        _read(reading)
        for each in (plain, unquote(plain), unquote(unquote(plain)))  # a link within a link
        for reading in (_visible(each), *map(_visible, each.split()))
    ]
    return max(readings, key=lambda found: (bool(found.signed), bool(found.opaque)))


def _visible(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c)[0] not in _INVISIBLE)


def _read(text: str) -> Pasted:
    if found := _PASTED.search(text):
        site = _SITE.search(text, max(0, found.start() - _LONGEST_SITE), found.start())
        signed = _whole(found.group(2) or "")
        return Pasted(site.group() if site else "", found.group(1).lower(), signed)
    bare = _BARE.fullmatch(text)
    return Pasted(signed=_whole(bare.group(1))) if bare else Pasted()


def _whole(digits: str) -> bytes:
    """Return the signed bytes if they are a whole message, sound or not; a piece is none."""
    if not digits or len(digits) > _MOST:
        return b""
    signed = _from_digits(digits)
    try:
        _taken_apart(signed)
    except UnreadableCredential:
        return b""
    return signed


def decode_and_verify(text: str, keys: PublicKeys) -> Scanned:
    """
    Return what a QR text proves without any network (离线核验).

    :raises UnreadableCredential: whatever else ``text`` may be
    """
    found = _TEXT.fullmatch(text) if len(text) <= _MOST else None
    if found is None:
        raise UnreadableCredential
    base_url, opaque, fragment = found.groups()
    return Scanned(base_url, opaque, verify(_from_digits(fragment), keys))


def verify(signed: bytes, keys: PublicKeys) -> Credential:
    """
    Return the credential if one of ``keys`` signed it (凭证验签).

    Strict: only the exact bytes that :func:`encode` writes, only a key in use on that day.

    :raises UnreadableCredential: otherwise
    """
    protected, payload, signature = _taken_apart(signed)
    key = _key(protected, keys)
    if not key.verifies(signature, _to_be_signed(protected, payload)):
        raise UnreadableCredential
    credential = _unpacked(_load(payload), key.kid)
    _check_time(key, credential.issued_on)
    return credential


def _taken_apart(signed: bytes) -> tuple[bytes, bytes, bytes]:
    message = _load(signed)
    if isinstance(message, cbor2.CBORTag) and message.tag == _COSE_SIGN1:
        match message.value:
            case [bytes() as protected, header, bytes() as payload, bytes() as signature]:
                if header == {}:
                    return protected, payload, signature
    raise UnreadableCredential


def _key(protected: bytes, keys: PublicKeys) -> PublicKey:
    header = _load(protected)
    if not isinstance(header, dict) or set(header) != {_ALG, _KID} or header[_ALG] != _ES256:
        raise UnreadableCredential
    kid = header[_KID]
    key = keys.get(kid.hex()) if isinstance(kid, bytes) else None
    if key is None:
        raise UnreadableCredential("签名密钥不在已知公钥之中。")
    return key


def _check_time(key: PublicKey, issued_on: date) -> None:
    """
    Refuse what is dated after the key's retirement; a day of slack for the time zone.

    Not before its creation, though: a paper intended just before a rotation is signed after it.
    """
    noon = datetime(issued_on.year, issued_on.month, issued_on.day, 12, tzinfo=UTC)
    if key.retired is not None and key.retired <= noon - timedelta(days=1):
        raise UnreadableCredential("出具日期在签名密钥停用之后。")


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload])


def _load(data: bytes) -> Any:
    """Decode one CBOR value; the same bytes must come out again, so there is one form only."""
    stream = io.BytesIO(data)
    try:
        value = cbor2.load(stream)
        exact = cbor2.dumps(value) == data
    except _UNDECODABLE:
        raise UnreadableCredential from None
    if not exact:
        raise UnreadableCredential
    return value


def _packed(credential: Credential) -> dict[int, Any]:
    until = credential.valid_until
    packed = {
        0: credential.version,
        1: credential.number,
        2: credential.committee,
        3: credential.title,
        4: credential.name_masked,
        5: (credential.issued_on - _EPOCH).days,
        6: None if until is None else (until - _EPOCH).days,
        7: bytes.fromhex(credential.fingerprint),
        8: credential.demo or None,
    }
    if credential.version > 1:
        packed[9] = _ACTS.index(credential.act) or None
        packed[10] = credential.own_validity or None
    return {key: value for key, value in packed.items() if value is not None}


def _unpacked(packed: Any, kid: str) -> Credential:
    try:
        words = all(isinstance(packed[key], str) for key in range(1, 5))
        if packed[0] not in _VERSIONS or not words:
            raise UnreadableCredential("凭证版本不认识。")
        _read_number(packed[1])
        if not (isinstance(packed[7], bytes) and len(packed[7]) == _DIGEST):
            raise UnreadableCredential
        credential = Credential(
            number=packed[1],
            committee=packed[2],
            title=packed[3],
            name_masked=packed[4],
            issued_on=_EPOCH + timedelta(days=packed[5]),
            valid_until=_EPOCH + timedelta(days=packed[6]) if 6 in packed else None,
            fingerprint=packed[7].hex(),
            demo=packed.get(8) is True,
            kid=kid,
            version=packed[0],
            act=_ACTS[packed.get(9, 0)],
            own_validity=packed.get(10) is True,
        )
        if cbor2.dumps(_packed(credential)) != cbor2.dumps(packed):
            raise UnreadableCredential
        return credential  # noqa: TRY300 - read only when all of the above held
    except (LookupError, TypeError, ValueError, OverflowError, AttributeError, BadNumber):
        raise UnreadableCredential from None


def _from_digits(text: str) -> bytes:
    value = int(text)
    return value.to_bytes((value.bit_length() + 7) // 8)
