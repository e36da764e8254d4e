"""The credential in the QR code (凭证): standard COSE, one form only, proof without network."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import cbor2
import cwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.x509 import load_der_x509_certificate
from hypothesis import given, settings
from hypothesis import strategies as st

from juzheng.law.certificates import PaperKind, fingerprint
from juzheng.outside import credential, paper
from juzheng.outside.credential import Credential, UnreadableCredential
from juzheng.outside.keys import Keyring
from tests.papers import AT, BASE_URL, CERTIFICATE, NOTICE, OPAQUE

AGAIN = settings(max_examples=200, deadline=None)
DAYS = st.dates(date(2026, 11, 15), date(2099, 12, 31))


def _text(ring: Keyring, credential_: Credential) -> str:
    return credential.qr_text(BASE_URL, OPAQUE, credential.encode(credential_, ring.current))


def test_the_text_proves_what_the_paper_shows(draft: paper.Draft, ring: Keyring) -> None:
    scanned = credential.decode_and_verify(draft.qr_text, ring.public)
    shown = scanned.credential
    assert (scanned.base_url, scanned.opaque) == (BASE_URL, OPAQUE)
    assert shown == replace(credential.of(CERTIFICATE), kid=ring.current.public.kid)
    assert shown.fingerprint == fingerprint(CERTIFICATE)
    assert shown.name_masked == "王*明"
    assert shown.kind is PaperKind.CERTIFICATE
    assert credential.of(NOTICE).kind is PaperKind.REFUSAL_NOTICE


def test_the_name_and_the_identity_number_are_not_in_it(draft: paper.Draft) -> None:
    data = credential._from_digits(draft.qr_text.partition("#")[2])
    for private in (CERTIFICATE.applicant_name, CERTIFICATE.facts[0].sentence, "赵大勇"):
        assert private.encode() not in data


@AGAIN
@given(
    st.text(max_size=20),
    st.text(max_size=8),
    DAYS,
    st.none() | DAYS,
    st.binary(min_size=32, max_size=32),
    st.booleans(),
)
def test_any_credential_is_read_back(
    ring: Keyring,
    words: str,
    name: str,
    issued: date,
    until: date | None,
    print_: bytes,
    demo: bool,
) -> None:
    made = Credential(CERTIFICATE.number, words, words, name, issued, until, print_.hex(), demo)
    read = credential.decode_and_verify(_text(ring, made), ring.public).credential
    assert read == replace(made, kid=ring.current.public.kid)


def test_cwt_verifies_it(ring: Keyring) -> None:
    """Another implementation of COSE reads what we write."""
    public = load_der_x509_certificate(ring.current.public.certificate).public_key()
    pem = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    key = cwt.COSEKey.from_pem(pem.decode(), kid=bytes.fromhex(ring.current.public.kid))
    signed = credential.encode(credential.of(CERTIFICATE), ring.current)
    payload = cbor2.loads(cwt.COSE.new().decode(signed, key))
    assert payload[1] == CERTIFICATE.number
    assert payload[7].hex() == fingerprint(CERTIFICATE)


def test_the_payload_by_hand(ring: Keyring) -> None:
    """The table of docs/paper.md."""
    message = cbor2.loads(credential.encode(credential.of(CERTIFICATE), ring.current))
    protected, unprotected, payload, signature = message.value
    assert message.tag == 18
    assert cbor2.loads(protected) == {1: -7, 4: bytes.fromhex(ring.current.public.kid)}
    assert unprotected == {}
    assert cbor2.loads(payload) == {
        0: 1,
        1: "999901001001-2026-00017",
        2: "示例县东街社区居民委员会",
        3: "收养人抚养教育能力证明",
        4: "王*明",
        5: (date(2026, 11, 24) - date(1970, 1, 1)).days,
        6: (date(2027, 5, 23) - date(1970, 1, 1)).days,
        7: bytes.fromhex(fingerprint(CERTIFICATE)),
        8: True,
    }
    to_sign = cbor2.dumps(["Signature1", protected, b"", payload])
    assert ring.current.public.verifies(signature, to_sign)


def test_no_end_and_no_demonstration_are_left_out(ring: Keyring) -> None:
    lasting = replace(credential.of(NOTICE), demo=False)
    payload = cbor2.loads(cbor2.loads(credential.encode(lasting, ring.current)).value[2])
    assert set(payload) == {0, 1, 2, 3, 4, 5, 7}


@pytest.mark.parametrize(
    "base_url",
    [
        "https://a.cn",
        "https://a.cn:8443",
        "https://a.cn/x/y",
        "http://localhost:8000",
        "http://127.0.0.1",
        "https://a.cn/",
    ],
)
def test_addresses_that_may_stand_in_the_code(base_url: str, ring: Keyring) -> None:
    signed = credential.encode(credential.of(CERTIFICATE), ring.current)
    text = credential.qr_text(base_url, OPAQUE, signed)
    assert credential.decode_and_verify(text, ring.public).base_url == base_url.rstrip("/")


@pytest.mark.parametrize(
    ("base_url", "opaque"),
    [
        ("http://a.cn", OPAQUE),
        ("ftp://a.cn", OPAQUE),
        ("https://a.cn?x", OPAQUE),
        ("", OPAQUE),
        ("https://a.cn@b.cn", OPAQUE),
        (BASE_URL, "short"),
        (BASE_URL, OPAQUE.upper()),
    ],
)
def test_addresses_that_may_not(base_url: str, opaque: str) -> None:
    with pytest.raises(ValueError, match="https"):
        credential.qr_text(base_url, opaque, b"\xd2")


@AGAIN
@given(st.data())
def test_one_changed_digit_is_refused(
    ring: Keyring, draft: paper.Draft, data: st.DataObject
) -> None:
    start = draft.qr_text.index("#") + 1
    at = data.draw(st.integers(start, len(draft.qr_text) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != draft.qr_text[at]]))
    with pytest.raises(UnreadableCredential):
        credential.decode_and_verify(
            draft.qr_text[:at] + digit + draft.qr_text[at + 1 :], ring.public
        )


@AGAIN
@given(st.data())
def test_one_changed_bit_is_refused(ring: Keyring, data: st.DataObject) -> None:
    signed = bytearray(credential.encode(credential.of(CERTIFICATE), ring.current))
    signed[data.draw(st.integers(0, len(signed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(UnreadableCredential):
        credential.verify(bytes(signed), ring.public)


@AGAIN
@given(st.binary(max_size=300))
def test_arbitrary_bytes_raise_nothing_else(ring: Keyring, junk: bytes) -> None:
    with pytest.raises(UnreadableCredential):
        credential.verify(junk, ring.public)


@AGAIN
@given(st.text(max_size=100))
def test_arbitrary_text_raises_nothing_else(ring: Keyring, junk: str) -> None:
    with pytest.raises(UnreadableCredential):
        credential.decode_and_verify(junk, ring.public)


@AGAIN
@given(st.integers(1, 10**700))
def test_arbitrary_numbers_raise_nothing_else(ring: Keyring, junk: int) -> None:
    with pytest.raises(UnreadableCredential):
        credential.decode_and_verify(f"{BASE_URL}/c/{OPAQUE}#{junk}", ring.public)


def test_a_text_without_end_is_not_even_read(ring: Keyring) -> None:
    with pytest.raises(UnreadableCredential):
        credential.decode_and_verify(f"{BASE_URL}/c/{OPAQUE}#1{'0' * 10_000_000}", ring.public)


CBOR = st.recursive(
    st.none() | st.booleans() | st.integers() | st.binary(max_size=8) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.integers(0, 9) | st.text(max_size=3), inner, max_size=9)
    ),
    max_leaves=12,
)


def _signed(ring: Keyring, payload: object, header: object = None) -> bytes:
    """Sign anything with the real key: what is inside must be checked even so."""
    kid = bytes.fromhex(ring.current.public.kid)
    protected = cbor2.dumps({1: -7, 4: kid} if header is None else header)
    packed = cbor2.dumps(payload)
    signature = ring.current.sign(cbor2.dumps(["Signature1", protected, b"", packed]))
    return cbor2.dumps(cbor2.CBORTag(18, [protected, {}, packed, signature]))


@AGAIN
@given(CBOR)
def test_a_signed_payload_of_another_form_is_refused(ring: Keyring, payload: object) -> None:
    with pytest.raises(UnreadableCredential):
        credential.verify(_signed(ring, payload), ring.public)


@AGAIN
@given(CBOR)
def test_a_message_of_another_form_is_refused(ring: Keyring, value: object) -> None:
    for message in (value, cbor2.CBORTag(18, value)):
        with pytest.raises(UnreadableCredential):
            credential.verify(cbor2.dumps(message), ring.public)


GOOD = credential._packed(credential.of(CERTIFICATE))


@pytest.mark.parametrize(
    "change",
    [
        {0: 2},
        {1: "17"},
        {1: 17},
        {2: None},
        {3: b"x"},
        {4: 5},
        {5: "x"},
        {5: 10**9},
        {5: 1.5},
        {6: "x"},
        {6: None},
        {7: "00" * 32},
        {7: 32},
        {7: b"short"},
        {8: "yes"},
        {8: False},
        {9: 1},
        {5: True},
    ],
)
def test_a_signed_payload_with_one_wrong_value_is_refused(
    ring: Keyring, change: dict[int, object]
) -> None:
    assert credential.verify(_signed(ring, GOOD), ring.public)
    with pytest.raises(UnreadableCredential):
        credential.verify(_signed(ring, GOOD | change), ring.public)


@pytest.mark.parametrize("header", [{}, {1: -7}, {1: -8, 4: b""}, {1: -7, 4: "x"}, [1], 5])
def test_only_our_algorithm_with_a_named_key(ring: Keyring, header: object) -> None:
    with pytest.raises(UnreadableCredential):
        credential.verify(_signed(ring, GOOD, header), ring.public)


def test_a_second_encoding_of_the_same_is_refused(ring: Keyring, draft: paper.Draft) -> None:
    signed = credential._from_digits(draft.qr_text.partition("#")[2])
    message = cbor2.loads(signed)
    indefinite = b"\xd2\x9f" + b"".join(cbor2.dumps(part) for part in message.value) + b"\xff"
    assert cbor2.loads(indefinite).value == message.value
    for other in (indefinite, signed + b"\0"):
        with pytest.raises(UnreadableCredential):
            credential.verify(other, ring.public)


def test_a_strangers_key_is_unknown(draft: paper.Draft, stranger: Keyring) -> None:
    with pytest.raises(UnreadableCredential, match="已知公钥"):
        credential.decode_and_verify(draft.qr_text, stranger.public)


def test_a_strangers_key_under_our_name_does_not_verify(
    draft: paper.Draft, ring: Keyring, stranger: Keyring
) -> None:
    borrowed = {ring.current.public.kid: stranger.current.public}
    with pytest.raises(UnreadableCredential):
        credential.decode_and_verify(draft.qr_text, borrowed)


@pytest.mark.parametrize(("days", "good"), [(-12, False), (-10, True), (0, True), (4, False)])
def test_the_day_of_issue_lies_in_the_keys_time(ring: Keyring, days: int, good: bool) -> None:
    """Created ten days before, retired two days after; a day of slack for the time zone."""
    key = replace(ring.current.public, retired=AT + timedelta(days=2))
    day = CERTIFICATE.issued_on + timedelta(days=days)
    text = _text(ring, replace(credential.of(CERTIFICATE), issued_on=day))
    if good:
        assert credential.decode_and_verify(text, {key.kid: key}).credential.issued_on == day
        return
    with pytest.raises(UnreadableCredential, match="使用期"):
        credential.decode_and_verify(text, {key.kid: key})
