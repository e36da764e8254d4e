"""The credential in the QR code (二维码凭证)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import cbor2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cwt import COSE, COSEKey
from hypothesis import example, given
from hypothesis import strategies as st

from juzheng.law.base.papers import PaperKind
from juzheng.law.cases.certificates import fingerprint
from juzheng.outside import credential, keys, qr
from juzheng.outside.credential import UnreadableCredential
from juzheng.outside.keys import Keyring
from tests.papers import AT, BASE_URL, CERTIFICATE, NOTICE, OPAQUE


def made(keyring: Keyring, paper: object = CERTIFICATE) -> bytes:
    return credential.encode(credential.of(paper), keyring.current)  # type: ignore[arg-type]


def text_of(signed: bytes) -> str:
    return credential.qr_text(BASE_URL, OPAQUE, signed)


def as_cbor(keyring: Keyring, payload: object, header: object = None) -> bytes:
    """Sign any payload under any header, as a careless or hostile issuer with our key might."""
    protected = cbor2.dumps(header or {1: -7, 4: bytes.fromhex(keyring.current.public.kid)})
    packed = cbor2.dumps(payload)
    signature = keyring.current.sign(cbor2.dumps(["Signature1", protected, b"", packed]))
    return cbor2.dumps(cbor2.CBORTag(18, [protected, {}, packed, signature]))


@pytest.mark.parametrize("paper", [CERTIFICATE, NOTICE])
def test_it_says_what_the_paper_shows_and_no_more(keyring: Keyring, paper: object) -> None:
    scanned = credential.decode_and_verify(text_of(made(keyring, paper)), keyring.public)
    assert (scanned.base_url, scanned.opaque) == (BASE_URL, OPAQUE)
    assert replace(scanned.credential, kid="") == credential.of(paper)  # type: ignore[arg-type]
    assert scanned.credential.kid == keyring.current.public.kid


def test_the_name_is_masked_and_the_identity_number_absent(keyring: Keyring) -> None:
    packed = made(keyring)
    assert "王*明".encode() in packed
    for hidden in (CERTIFICATE.applicant_name, CERTIFICATE.identity_masked):
        assert hidden.encode() not in packed


def test_the_kind_follows_from_the_number() -> None:
    assert credential.of(CERTIFICATE).kind is PaperKind.CERTIFICATE
    assert credential.of(NOTICE).kind is PaperKind.REFUSAL_NOTICE


def test_it_is_small_enough_for_a_phone() -> None:
    """Version 13 has 69 modules a side: 0.45 mm each in 31 mm."""
    assert qr.modules(f"{BASE_URL}/c/{OPAQUE}#" + "7" * 620) <= 69


def test_a_real_one_is_version_13_at_most(keyring: Keyring) -> None:
    assert qr.modules(text_of(made(keyring))) <= 17 + 4 * 13


def test_another_library_reads_it(keyring: Keyring) -> None:
    """``cwt`` verifies our COSE_Sign1: the form is RFC 9052's and not our own."""
    certificate = x509.load_der_x509_certificate(keyring.current.public.certificate)
    pem = certificate.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    kid = bytes.fromhex(keyring.current.public.kid)
    key = COSEKey.from_pem(pem, kid=kid)
    payload = cbor2.loads(COSE.new().decode(made(keyring), key))
    assert payload[1] == CERTIFICATE.number
    assert payload[7].hex() == fingerprint(CERTIFICATE)


def test_it_has_the_documented_form_by_hand(keyring: Keyring) -> None:
    message = cbor2.loads(made(keyring))
    protected, unprotected, payload, signature = message.value
    assert message.tag == 18
    assert cbor2.loads(protected) == {1: -7, 4: bytes.fromhex(keyring.current.public.kid)}
    assert unprotected == {}
    assert len(signature) == 64
    assert cbor2.loads(payload) == {
        0: 2,
        1: CERTIFICATE.number,
        2: CERTIFICATE.committee,
        3: CERTIFICATE.title,
        4: "王*明",
        5: (date(2026, 11, 24) - date(1970, 1, 1)).days,
        6: (date(2027, 5, 23) - date(1970, 1, 1)).days,
        7: bytes.fromhex(fingerprint(CERTIFICATE)),
        8: True,
        10: True,  # the last day is nobody's law
    }


@given(st.data())
def test_any_changed_byte_is_noticed(keyring: Keyring, data: st.DataObject) -> None:
    signed = bytearray(made(keyring))
    at = data.draw(st.integers(0, len(signed) - 1))
    signed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(UnreadableCredential):
        credential.verify(bytes(signed), keyring.public)


@given(st.data())
def test_any_changed_character_is_noticed(keyring: Keyring, data: st.DataObject) -> None:
    text = text_of(made(keyring))
    at = data.draw(st.integers(text.index("#"), len(text) - 1))
    other = data.draw(st.characters().filter(lambda c: c != text[at]))
    with pytest.raises(UnreadableCredential):
        credential.decode_and_verify(text[:at] + other + text[at + 1 :], keyring.public)


@given(st.data())
def test_a_cut_or_lengthened_one_is_noticed(keyring: Keyring, data: st.DataObject) -> None:
    signed = made(keyring)
    cut = signed[: data.draw(st.integers(0, len(signed) - 1))]
    longer = signed + data.draw(st.binary(min_size=1, max_size=8))
    for other in (cut, longer):
        with pytest.raises(UnreadableCredential):
            credential.verify(other, keyring.public)


@given(st.binary(max_size=400))
@example(b"\xd2" * 400)
@example(b"\x81" * 400)
@example(b"\x9b" + b"\xff" * 8)
@example(b"\xc2\x5b" + b"\xff" * 8)
@example(b"\xd8\x1c\x00")
def test_arbitrary_bytes_never_verify(keyring: Keyring, data: bytes) -> None:
    with pytest.raises(UnreadableCredential):
        credential.verify(data, keyring.public)


@given(st.text(max_size=200) | st.from_regex(credential._TEXT))
@example("https://juzheng.example.cn/c/" + OPAQUE + "#" + "9" * 1900)
@example("https://juzheng.example.cn/c/" + OPAQUE + "#" + "9" * 10_000)
def test_arbitrary_texts_never_verify(keyring: Keyring, text: str) -> None:
    with pytest.raises(UnreadableCredential, match="重新扫码"):
        credential.decode_and_verify(text, keyring.public)


def test_a_strangers_key_proves_nothing(keyring: Keyring, stranger: Keyring) -> None:
    with pytest.raises(UnreadableCredential, match="公钥"):
        credential.verify(made(stranger), keyring.public)


def test_a_stolen_name_proves_nothing(keyring: Keyring, stranger: Keyring) -> None:
    """A stranger's signature under our key's name."""
    header = {1: -7, 4: bytes.fromhex(keyring.current.public.kid)}
    forged = as_cbor(stranger, cbor2.loads(cbor2.loads(made(keyring)).value[2]), header)
    with pytest.raises(UnreadableCredential):
        credential.verify(forged, keyring.public)


def test_a_retired_key_proves_nothing_new(tmp_path: Path) -> None:
    old = keys.create_development_keys(tmp_path, at=AT - timedelta(days=400))
    for days, proves in ((-2, False), (0, True), (2, True)):
        ring = keys.Keyring(old.current, (replace_retired(old, AT + timedelta(days=days)),))
        if proves:
            assert credential.verify(made(old), ring.public)
        else:
            with pytest.raises(UnreadableCredential, match="停用"):
                credential.verify(made(old), ring.public)


def replace_retired(ring: Keyring, at: datetime) -> keys.PublicKey:
    return replace(ring.current.public, retired=at)


GOOD = {
    0: 1,
    1: CERTIFICATE.number,
    2: "甲",
    3: "乙",
    4: "丙",
    5: (CERTIFICATE.issued_on - date(1970, 1, 1)).days,
    7: bytes(32),
}


def test_the_careful_payload_is_read(keyring: Keyring) -> None:
    """The next test changes one thing of it at a time."""
    read = credential.verify(as_cbor(keyring, GOOD), keyring.public)
    assert (read.valid_until, read.demo) == (None, False)


@pytest.mark.parametrize(
    "payload",
    [
        GOOD | {0: 3},
        GOOD | {0: 2, 9: 0},
        GOOD | {0: 2, 9: -1},
        GOOD | {0: 2, 9: 7},
        GOOD | {0: 2, 9: True},
        GOOD | {0: 2, 9: "consent"},
        GOOD | {0: 2, 10: False},
        GOOD | {0: 2, 11: 1},
        GOOD | {10: True},
        GOOD | {1: 5},
        GOOD | {1: "1-2-3"},
        GOOD | {4: b"x"},
        GOOD | {5: "today"},
        GOOD | {5: 10**12},
        GOOD | {6: 1.5e300},
        GOOD | {7: "x"},
        GOOD | {7: 10**9},
        GOOD | {7: bytes(31)},
        GOOD | {5: True},
        GOOD | {8: 5},
        GOOD | {9: 1},
        {key: value for key, value in GOOD.items() if key != 7},
        [1, 2],
        None,
        5,
    ],
)
def test_even_a_signed_payload_must_have_the_form(keyring: Keyring, payload: object) -> None:
    with pytest.raises(UnreadableCredential):
        credential.verify(as_cbor(keyring, payload), keyring.public)


CBOR = st.recursive(
    st.none() | st.booleans() | st.integers() | st.binary(max_size=8) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.integers(0, 9) | st.text(max_size=3), inner, max_size=9)
    ),
    max_leaves=12,
)


@given(CBOR)
@example([])
@example([1])
@example("")
def test_no_other_signed_value_is_read(keyring: Keyring, value: object) -> None:
    with pytest.raises(UnreadableCredential):
        credential.verify(as_cbor(keyring, value), keyring.public)
    for message in (value, cbor2.CBORTag(18, value)):
        with pytest.raises(UnreadableCredential):
            credential.verify(cbor2.dumps(message), keyring.public)


@pytest.mark.parametrize("header", [{1: -8}, {1: -35, 4: b""}, {4: b""}, {1: -7, 4: "kid"}, [1]])
def test_no_other_algorithm_is_taken(keyring: Keyring, header: object) -> None:
    with pytest.raises(UnreadableCredential):
        credential.verify(as_cbor(keyring, GOOD, header), keyring.public)


@pytest.mark.parametrize(
    "address",
    ["http://juzheng.example.cn", "ftp://x", "juzheng.example.cn", "https://a b", "https://a?b"],
)
def test_only_a_safe_address_stands_on_a_paper(keyring: Keyring, address: str) -> None:
    with pytest.raises(ValueError, match="https"):
        credential.qr_text(address, OPAQUE, made(keyring))


@pytest.mark.parametrize("opaque", ["", "ABCDEFGHIJKLMNOPQRSTUVWX23", "a" * 25, "a" * 27, "1" * 26])
def test_the_opaque_id_has_128_bits(keyring: Keyring, opaque: str) -> None:
    with pytest.raises(ValueError, match="https"):
        credential.qr_text(BASE_URL, opaque, made(keyring))
