"""The signature inside a signed PDF (签名数据): CMS for PAdES baseline B-B, and no more."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from juzheng.outside import der
from juzheng.outside.keys import PublicKey, Signer

_DATA = der.oid("1.2.840.113549.1.7.1")
_SIGNED_DATA = der.oid("1.2.840.113549.1.7.2")
_CONTENT_TYPE = der.oid("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = der.oid("1.2.840.113549.1.9.4")
_SIGNING_CERTIFICATE_V2 = der.oid("1.2.840.113549.1.9.16.2.47")  # RFC 5035
_SHA256 = der.sequence(der.oid("2.16.840.1.101.3.4.2.1"))  # no parameters, RFC 5754 2
_ECDSA_SHA256 = der.sequence(der.oid("1.2.840.10045.4.3.2"))  # no parameters, RFC 5758 3.2
_HALF = 32  # bytes of r and of s


def sign(digest: bytes, signer: Signer) -> bytes:
    """
    Return a detached CMS (签名数据) over a document whose SHA-256 is ``digest``.

    Signed attributes are content type, message digest and signing certificate v2, as
    ETSI EN 319 142-1 asks for B-B; the time stands in the PDF's own dictionary.
    """
    attributes = _attributes(digest, signer.public)
    return _message(attributes, signer.sign(der.tlv(0x31, attributes)), signer.public)


@lru_cache(maxsize=64)
def longest(key: PublicKey) -> int:
    """Return the bytes that a CMS of ``key`` may need (最大长度)."""
    widest = b"\xff" * (2 * _HALF)
    return len(_message(_attributes(bytes(32), key), widest, key))


def verifies(cms: bytes, digest: bytes, key: PublicKey) -> bool:
    """
    Return whether ``cms`` is ``key``'s signature over ``digest`` (验签).

    Nothing is parsed but the two numbers at its end: the rest must be, byte for byte, what
    :func:`sign` would have written. So there is no second form to be led astray by.
    """
    attributes = _attributes(digest, key)
    signature = _raw_signature(cms)
    if signature is None or cms != _message(attributes, signature, key):
        return False
    return key.verifies(signature, der.tlv(0x31, attributes))


def _attributes(digest: bytes, key: PublicKey) -> bytes:
    """Return the signed attributes without their tag: a SET to sign, [0] in the message."""
    certificate = der.sequence(der.octets(sha256(key.certificate).digest()))
    attributes = (
        der.sequence(_CONTENT_TYPE, der.set_of(_DATA)),
        der.sequence(_MESSAGE_DIGEST, der.set_of(der.octets(digest))),
        der.sequence(_SIGNING_CERTIFICATE_V2, der.set_of(der.sequence(der.sequence(certificate)))),
    )
    return b"".join(sorted(attributes))


def _message(attributes: bytes, signature: bytes, key: PublicKey) -> bytes:
    r, s = (int.from_bytes(half) for half in (signature[:_HALF], signature[_HALF:]))
    value = der.sequence(der.integer(r), der.integer(s))
    signer_info = der.sequence(
        der.integer(1),
        _issuer_and_serial(key),
        _SHA256,
        der.tlv(0xA0, attributes),
        _ECDSA_SHA256,
        der.octets(value),
    )
    signed_data = der.sequence(
        der.integer(1),
        der.set_of(_SHA256),
        der.sequence(_DATA),
        der.tlv(0xA0, key.certificate),
        der.set_of(signer_info),
    )
    return der.sequence(_SIGNED_DATA, der.tlv(0xA0, signed_data))


@lru_cache(maxsize=64)
def _issuer_and_serial(key: PublicKey) -> bytes:
    issuer, serial = key.issuer_and_serial()
    return der.sequence(issuer, der.integer(serial))


def _raw_signature(cms: bytes) -> bytes | None:
    """Return r‖s from the end of ``cms``: … 30 len 02 len r 02 len s; None if it is not there."""
    for size in range(72, 7, -1):  # of the SEQUENCE { r, s }, the outermost first
        value = cms[-size:]
        if len(value) == size and value[:3] == bytes((0x30, size - 2, 0x02)):
            at = 4 + value[3]
            r, s = value[4:at], value[at + 2 :]
            if value[at : at + 1] == b"\x02" and max(map(int.from_bytes, (r, s))) >> 256 == 0:
                return int.from_bytes(r).to_bytes(_HALF) + int.from_bytes(s).to_bytes(_HALF)
    return None
