"""The few shapes of DER (编码规则) that a signature needs, X.690."""

from __future__ import annotations


def tlv(tag: int, *parts: bytes) -> bytes:
    """Return one value with its tag and length (标签、长度、值)."""
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes((tag, len(body))) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(size))) + size + body


def sequence(*parts: bytes) -> bytes:
    """Return a SEQUENCE (序列)."""
    return tlv(0x30, *parts)


def set_of(*parts: bytes) -> bytes:
    """Return a SET OF (集合), its elements in the one order that DER allows."""
    return tlv(0x31, *sorted(parts))


def octets(data: bytes) -> bytes:
    """Return an OCTET STRING (字节串)."""
    return tlv(0x04, data)


def integer(value: int) -> bytes:
    """Return an INTEGER (整数) that is not negative."""
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1))


def oid(dotted: str) -> bytes:
    """Return an OBJECT IDENTIFIER (对象标识符)."""
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    return tlv(0x06, b"".join(_base128(arc) for arc in (40 * first + second, *rest)))


def _base128(arc: int) -> bytes:
    digits = [arc & 0x7F]
    while arc := arc >> 7:
        digits.append(0x80 | (arc & 0x7F))
    return bytes(reversed(digits))
