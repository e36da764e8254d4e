"""Make the public test vectors of the QR code (公开测试向量): ``python vectors/make.py``.

Everything is fixed, so that the same files come out again; tests/outside/test_vectors.py checks
that they do. The TEST key is public on purpose: what it signs is worth nothing.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import cbor2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from juzheng.law.base.papers import PaperKind
from juzheng.law.cases.certificates import number
from juzheng.law.catalogue.act_kinds import ActKind
from juzheng.outside import credential, keys
from juzheng.outside.credential import Credential
from juzheng.outside.keys import FileKey, PublicKey

HERE = Path(__file__).parent
CREATED = datetime(2026, 1, 1, tzinfo=UTC)
BASE_URL = "https://juzheng.example.cn"
OPAQUE = "abcdefghijklmnopqrstuvwx23"
CODE = "999901001001"

PAPER = Credential(
    number=number(CODE, 2026, 17, PaperKind.CERTIFICATE),
    committee="示例县东街社区居民委员会",
    title="收养人抚养教育能力证明",
    name_masked="王*明",
    issued_on=date(2026, 11, 24),
    valid_until=date(2027, 5, 23),
    fingerprint=sha256(b"juzheng test vector").hexdigest(),
    demo=True,
    version=1,
)
NOTICE = replace(
    PAPER,
    number=number(CODE, 2026, 3, PaperKind.REFUSAL_NOTICE),
    title="亲属关系证明",
    name_masked="𠮷*",
    valid_until=None,
)

OWN_DAY = replace(PAPER, version=2, own_validity=True)
DECISION = replace(
    OWN_DAY,
    title="指定监护人决定书",
    act=ActKind.DECISION,
    valid_until=None,
    own_validity=False,
)


def key(seed: int, *, retired: datetime | None = None) -> FileKey:
    """Return the TEST key of ``seed``; its certificate is the same every time."""
    private = ec.derive_private_key(seed, ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, keys.DEVELOPMENT),
            x509.NameAttribute(NameOID.COMMON_NAME, "TEST VECTORS, WORTH NOTHING"),
        ]
    )
    certificate = (
        x509.CertificateBuilder(name, name)
        .public_key(private.public_key())
        .serial_number(seed)
        .not_valid_before(CREATED)
        .not_valid_after(CREATED + timedelta(days=3650))
        .sign(private, hashes.SHA256(), ecdsa_deterministic=True)
    )
    spki = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    der = certificate.public_bytes(serialization.Encoding.DER)
    kid = sha256(spki).digest()[:8].hex()
    return FileKey(PublicKey(kid, der, CREATED, retired), private)


CURRENT = key(0x5EED)
RETIRED = key(0x01D, retired=datetime(2026, 6, 1, tzinfo=UTC))
UNKNOWN = key(0xBAD)


def text(signed: bytes) -> str:
    """Return the QR code's text."""
    return credential.qr_text(BASE_URL, OPAQUE, signed)


def resigned(change: dict[int, Any], header: dict[int, Any] | None = None) -> bytes:
    """Return a well signed message whose payload or header is not of the form."""
    message = cbor2.loads(credential.encode(PAPER, CURRENT)).value
    protected = cbor2.dumps({**cbor2.loads(message[0]), **(header or {})})
    payload = cbor2.dumps({**cbor2.loads(message[2]), **change})
    signature = CURRENT.sign(cbor2.dumps(["Signature1", protected, b"", payload]))
    return cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signature]))


def vectors() -> list[dict[str, Any]]:
    """Return every vector: a text, a day, and what a verifier must say without network."""
    good = credential.encode(PAPER, CURRENT)
    before = replace(PAPER, issued_on=date(2026, 5, 1), valid_until=date(2027, 1, 1))
    flipped = bytearray(good)
    flipped[good.index("王".encode())] ^= 1
    bare = cbor2.dumps(cbor2.loads(good).value)
    genuine, expired, altered = "genuine_offline", "expired", "not_ours"
    rows: list[tuple[str, str, str, Credential | None]] = [
        ("certificate", text(good), genuine, PAPER),
        ("refusal notice", text(credential.encode(NOTICE, CURRENT)), genuine, NOTICE),
        ("key retired later", text(credential.encode(before, RETIRED)), genuine, before),
        ("one bit of the name", text(bytes(flipped)), altered, None),
        ("unknown key", text(credential.encode(PAPER, UNKNOWN)), altered, None),
        ("key retired before", text(credential.encode(PAPER, RETIRED)), altered, None),
        ("signed, unknown version", text(resigned({0: 3})), altered, None),
        (
            "version 2, the issuer's own day",
            text(credential.encode(OWN_DAY, CURRENT)),
            genuine,
            OWN_DAY,
        ),
        ("version 2, a decision", text(credential.encode(DECISION, CURRENT)), genuine, DECISION),
        ("signed, version 1 with an act", text(resigned({9: 3})), altered, None),
        ("signed, version 2 with an unknown act", text(resigned({0: 2, 9: 7})), altered, None),
        ("signed, surplus key", text(resigned({9: 1})), altered, None),
        ("signed, short fingerprint", text(resigned({7: bytes(31)})), altered, None),
        ("another algorithm named", text(resigned({}, {1: -8})), altered, None),
        ("surplus header", text(resigned({}, {3: 0})), altered, None),
        ("without its tag", text(bare), altered, None),
        ("byte appended", text(good + b"\x00"), altered, None),
        ("leading zero", text(good).replace("#", "#0"), altered, None),
        ("digit missing", text(good)[:-1], altered, None),
        ("no fragment", text(good).partition("#")[0], altered, None),
        ("not https", text(good).replace("https", "http"), altered, None),
        ("short opaque id", text(good).replace("x23#", "x2#"), altered, None),
        ("nothing", "", altered, None),
    ]
    day = date(2027, 5, 23)  # the last day of the certificate
    found = [_row(name, said, day, verdict, shown) for name, said, verdict, shown in rows]
    late = _row("the day after the last", text(good), day + timedelta(days=1), expired, PAPER)
    found.insert(1, late)
    found[3] = {**found[3], "on": "2026-12-31"}  # the older paper's own time
    return found


def _row(name: str, said: str, on: date, verdict: str, shown: Credential | None) -> dict[str, Any]:
    fields = None if shown is None else {**asdict(shown)}
    if fields is not None:
        fields.pop("kid")
        fields["act"] = fields["act"].value
        fields["issued_on"] = fields["issued_on"].isoformat()
        fields["valid_until"] = fields["valid_until"] and fields["valid_until"].isoformat()
    return {
        "name": name,
        "on": on.isoformat(),
        "verdict": verdict,
        "credential": fields,
        "text": said,
    }


def files() -> dict[str, str]:
    """Return the files' contents by name."""
    published = keys.published((RETIRED.public, CURRENT.public))
    return {
        "keys.json": json.dumps(published, ensure_ascii=False, indent=1) + "\n",
        "vectors.json": json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n",
    }


if __name__ == "__main__":
    for name, content in files().items():
        (HERE / name).write_text(content)
