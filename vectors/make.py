"""``python -m vectors.make``: write the public test vectors (测试向量), always the same bytes.

The two private keys are derived from public words: they are for tests and good for nothing else.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import cbor2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from juzheng.law.certificates import PaperKind, number
from juzheng.outside import credential, keys
from juzheng.outside.credential import Credential
from juzheng.outside.keys import FileKey, PublicKey

FOLDER = Path(__file__).parent
CREATED = datetime(2026, 11, 1, tzinfo=UTC)
ON = date(2026, 12, 1)  # the day on which every vector is checked
BASE_URL, OPAQUE = "https://juzheng.example.cn", "abcdefghijklmnopqrstuvwx23"
SHOWN = Credential(
    number=number("999901001001", 2026, 17, PaperKind.CERTIFICATE),
    committee="示例县东街社区居民委员会",
    title="收养人抚养教育能力证明",
    name_masked="王*明",
    issued_on=date(2026, 11, 24),
    valid_until=date(2027, 5, 23),
    fingerprint=sha256(b"juzheng test vector").hexdigest(),
    demo=True,
)
Vector = dict[str, Any]


def test_key(words: str) -> FileKey:
    """Return the key derived from ``words`` (测试密钥), with its certificate."""
    secret = int.from_bytes(sha256(words.encode()).digest())
    private = ec.derive_private_key(secret, ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, keys.DEVELOPMENT),
            x509.NameAttribute(NameOID.COMMON_NAME, words),
        ]
    )
    certificate = (
        x509.CertificateBuilder(name, name)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(CREATED)
        .not_valid_after(CREATED + timedelta(days=3650))
        .sign(private, hashes.SHA256(), ecdsa_deterministic=True)
    )
    spki = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    der = certificate.public_bytes(serialization.Encoding.DER)
    return FileKey(PublicKey(sha256(spki).digest()[:8].hex(), der, CREATED), private)


def vectors(known: FileKey, unknown: FileKey) -> list[Vector]:
    """Return all vectors, the good ones first."""
    return [*_good(known), *_not_ours(known, unknown), *_malformed(known)]


def _good(known: FileKey) -> list[Vector]:
    lasting = replace(SHOWN, valid_until=None, demo=False)
    refusal = number("999901001001", 2026, 3, PaperKind.REFUSAL_NOTICE)
    last = replace(SHOWN, valid_until=ON)
    late = replace(SHOWN, valid_until=date(2026, 11, 30))
    rare = replace(SHOWN, committee="示例县㙍头村村民委员会", name_masked="王*𠮷")
    return [
        _vector("good", SHOWN, known, "genuine_offline"),
        _vector("no-end-and-no-demonstration", lasting, known, "genuine_offline"),
        _vector("refusal-notice", replace(lasting, number=refusal), known, "genuine_offline"),
        _vector("rare-characters", rare, known, "genuine_offline"),
        _vector("last-day", last, known, "genuine_offline"),
        _vector("expired", late, known, "expired"),
    ]


def _not_ours(known: FileKey, unknown: FileKey) -> list[Vector]:
    text = _text(credential.encode(SHOWN, known))
    protected, _, payload, signature = cbor2.loads(credential.encode(SHOWN, known)).value
    packed = cbor2.loads(payload) | {6: (date(2030, 1, 1) - date(1970, 1, 1)).days}
    longer = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, cbor2.dumps(packed), signature]))
    early = replace(SHOWN, issued_on=date(2026, 10, 1))
    return [
        _bad("altered-digit", text[:-1] + str((int(text[-1]) + 1) % 10)),
        _bad("altered-last-day", _text(longer)),
        _bad("unknown-key", _text(credential.encode(SHOWN, unknown))),
        _bad("issued-before-the-key", _text(credential.encode(early, known))),
    ]


def _malformed(known: FileKey) -> list[Vector]:
    signed = credential.encode(SHOWN, known)
    text, parts = _text(signed), cbor2.loads(signed).value
    indefinite = b"\xd2\x9f" + b"".join(cbor2.dumps(part) for part in parts) + b"\xff"
    untagged = b"\x84" + signed[2:]
    return [
        _bad("empty", ""),
        _bad("no-fragment", text.partition("#")[0]),
        _bad("leading-zero", text.replace("#", "#0")),
        _bad("letter-in-the-digits", text + "A"),
        _bad("cut-off", text[:-40]),
        _bad("plain-http", text.replace("https:", "http:")),
        _bad("opaque-in-capitals", text.replace(OPAQUE, OPAQUE.upper())),
        _bad("line-break-at-the-end", text + "\n"),
        _bad("full-width-digits", text[:-1] + chr(ord(text[-1]) + 0xFEE0)),
        _bad("trailing-byte", _text(signed + b"\0")),
        _bad("indefinite-length", _text(indefinite)),
        _bad("without-tag", f"{BASE_URL}/c/{OPAQUE}#{int.from_bytes(untagged)}"),
        _bad("payload-version-2", _text(_signed(known, {0: 2}))),
        _bad("payload-surplus-key", _text(_signed(known, {9: 1}))),
        _bad("payload-short-fingerprint", _text(_signed(known, {7: b"short"}))),
    ]


def _signed(key: FileKey, change: dict[int, Any]) -> bytes:
    protected, _, payload, _ = cbor2.loads(credential.encode(SHOWN, key)).value
    changed = cbor2.dumps(cbor2.loads(payload) | change)
    signature = key.sign(cbor2.dumps(["Signature1", protected, b"", changed]))
    return cbor2.dumps(cbor2.CBORTag(18, [protected, {}, changed, signature]))


def _text(signed: bytes) -> str:
    return credential.qr_text(BASE_URL, OPAQUE, signed)


def _vector(name: str, shown: Credential, key: FileKey, verdict: str) -> Vector:
    content = {
        "number": shown.number,
        "committee": shown.committee,
        "title": shown.title,
        "name_masked": shown.name_masked,
        "issued_on": shown.issued_on.isoformat(),
        "valid_until": shown.valid_until.isoformat() if shown.valid_until else None,
        "fingerprint": shown.fingerprint,
        "demo": shown.demo,
        "kid": key.public.kid,
    }
    return {
        "name": name,
        "text": _text(credential.encode(shown, key)),
        "verdict": verdict,
        "content": content,
    }


def _bad(name: str, text: str) -> Vector:
    return {"name": name, "text": text, "verdict": "not_ours", "content": None}


def documents() -> dict[str, dict[str, Any]]:
    """Return the files' content by name (全部文件)."""
    known, unknown = (test_key(f"juzheng public test key {n}") for n in (1, 2))
    made = {"on": ON.isoformat(), "vectors": vectors(known, unknown)}
    return {"keys.json": keys.published([known.public]), "qr.json": made}


def main() -> None:
    """Write the files beside this one."""
    for name, document in documents().items():
        text = json.dumps(document, ensure_ascii=False, indent=1)
        (FOLDER / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
