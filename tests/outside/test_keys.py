"""Signing keys: kept, changed, published (签名密钥)."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st

from juzheng.outside import keys
from juzheng.outside.keys import Keyring, UnusableKeys
from tests.papers import AT


def test_what_is_signed_is_verified(keyring: Keyring, stranger: Keyring) -> None:
    signature = keyring.current.sign(b"data")
    public = keyring.current.public
    assert len(signature) == 64
    assert public.verifies(signature, b"data")
    assert not public.verifies(signature, b"Data")
    assert not public.verifies(signature[:-1], b"data")
    assert not stranger.current.public.verifies(signature, b"data")


def test_the_same_data_has_the_same_signature(keyring: Keyring) -> None:
    """A paper signed again after a crash is the same file."""
    assert keyring.current.sign(b"data") == keyring.current.sign(b"data")


@given(st.binary(max_size=80))
def test_no_bytes_but_a_signature_verify(keyring: Keyring, signature: bytes) -> None:
    assert not keyring.current.public.verifies(signature, b"data")


def test_private_keys_are_for_their_owner_only(signing_keys: Path) -> None:
    modes = {path.stat().st_mode & 0o777 for path in signing_keys.iterdir()}
    assert modes == {0o600}


def test_a_private_key_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    ring = keys.create_development_keys(tmp_path, at=AT)
    (tmp_path / f"{ring.current.public.kid}.key.pem").chmod(0o640)
    with pytest.raises(UnusableKeys, match="chmod 600"):
        keys.load(tmp_path)


def test_the_passphrase_guards_the_private_key(tmp_path: Path) -> None:
    ring = keys.create_development_keys(tmp_path, at=AT, passphrase=b"open")
    pem = (tmp_path / f"{ring.current.public.kid}.key.pem").read_bytes()
    assert b"ENCRYPTED" in pem
    assert keys.load(tmp_path, passphrase=b"open").public == ring.public
    for wrong in (b"shut", None):
        with pytest.raises(UnusableKeys, match="口令"):
            keys.load(tmp_path, passphrase=wrong)


def test_rotation_keeps_every_public_key(tmp_path: Path) -> None:
    first = keys.create_development_keys(tmp_path, at=AT)
    signature = first.current.sign(b"old")
    second = keys.rotate_development_keys(tmp_path, at=AT + timedelta(days=365))
    old, new = second.history
    assert old.kid == first.current.public.kid
    assert new == second.current.public
    assert second.public[old.kid].verifies(signature, b"old")
    assert old.retired == new.created


def test_a_key_signs_in_its_own_time_only(tmp_path: Path) -> None:
    keys.create_development_keys(tmp_path, at=AT)
    old, _ = keys.rotate_development_keys(tmp_path, at=AT + timedelta(days=1)).history
    assert [old.signed_at(AT + timedelta(hours=hours)) for hours in (-1, 0, 23, 24, 25)] == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    keys.create_development_keys(tmp_path, at=AT)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(UnusableKeys, match="已有密钥"):
        keys.create_development_keys(tmp_path, at=AT)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_crash_before_the_index_leaves_the_old_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keys.create_development_keys(tmp_path, at=AT)
    write = keys._write

    def fail(path: Path, data: bytes) -> None:
        if path.name == "keyring.json":
            raise OSError("disk full")
        write(path, data)

    monkeypatch.setattr(keys, "_write", fail)
    with pytest.raises(OSError, match="disk full"):
        keys.rotate_development_keys(tmp_path, at=AT + timedelta(days=1))
    assert keys.load(tmp_path).public == before.public


@pytest.mark.parametrize("content", [None, b"", b"[]", b"{", b"\xff"])
def test_a_folder_without_usable_keys_says_what_to_do(
    tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "keyring.json").write_bytes(content)
    with pytest.raises(UnusableKeys, match=r"docs/keys\.md"):
        keys.load(tmp_path)


@pytest.mark.parametrize("part", ["key", "cert"])
@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN CERTIFICATE-----"])
def test_a_half_written_folder_says_what_to_do(
    tmp_path: Path, part: str, content: bytes | None
) -> None:
    ring = keys.create_development_keys(tmp_path, at=AT)
    file = tmp_path / f"{ring.current.public.kid}.{part}.pem"
    file.unlink() if content is None else file.write_bytes(content)
    with pytest.raises(UnusableKeys, match=r"docs/keys\.md"):
        keys.load(tmp_path)


def test_an_index_of_another_form_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "keyring.json").write_text('[{"kid": 5}]')
    with pytest.raises(UnusableKeys, match="备份"):
        keys.load(tmp_path)


def test_key_and_certificate_must_belong_together(tmp_path: Path, stranger: Keyring) -> None:
    certificate = x509.load_der_x509_certificate(stranger.current.public.certificate)
    with pytest.raises(UnusableKeys, match="不是一对"):
        keys.add(tmp_path, ec.generate_private_key(ec.SECP256R1()), certificate, at=AT)
    assert list(tmp_path.iterdir()) == []


def test_a_key_exchanged_on_disk_is_noticed(tmp_path: Path) -> None:
    ring = keys.create_development_keys(tmp_path, at=AT)
    for private in (
        ec.generate_private_key(ec.SECP256R1()),
        rsa.generate_private_key(65537, 2048),
    ):
        pem = private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        (tmp_path / f"{ring.current.public.kid}.key.pem").write_bytes(pem)
        with pytest.raises(UnusableKeys, match=r"不是一对|P-256"):
            keys.load(tmp_path)


def test_a_development_key_says_so(keyring: Keyring) -> None:
    assert keys.is_development(keyring)
    subject = x509.load_der_x509_certificate(keyring.current.public.certificate).subject
    assert "开发测试" in subject.rfc4514_string()


def test_published_keys_are_read_back(tmp_path: Path) -> None:
    keys.create_development_keys(tmp_path, at=AT)
    ring = keys.rotate_development_keys(tmp_path, at=AT + timedelta(days=1))
    document = json.loads(json.dumps(keys.published(ring.history)))
    assert keys.read_published(document) == ring.public
    assert "d" not in document["keys"][0]  # the private number of a JWK


@pytest.mark.parametrize(
    "change",
    [
        {"kid": None},
        {"kid": "0" * 16},
        {"x5c": []},
        {"x5c": ["!"]},
        {"x5c": ["AAAA"]},
        {"x": "AA"},
        {"y": "A" * 43},
        {"alg": "none"},
        {"development": False},
        {"created": "today"},
        {"created": "2026-11-24T12:00:00"},
        {"retired": "2026-11-24T12:00:00"},
    ],
)
def test_a_published_document_that_does_not_fit_is_refused(
    keyring: Keyring, change: dict[str, object]
) -> None:
    document = keys.published(keyring.history)
    document["keys"][0] |= change
    if change == {"kid": None}:
        del document["keys"][0]["kid"]
    with pytest.raises(UnusableKeys, match="公钥文件"):
        keys.read_published(document)


def test_a_published_key_cannot_borrow_another_keys_name(
    keyring: Keyring, stranger: Keyring
) -> None:
    """A name is made from the key: else a false document could put its key under ours."""
    (jwk,) = keys.published(stranger.history)["keys"]
    with pytest.raises(UnusableKeys, match="公钥文件"):
        keys.read_published({"keys": [jwk | {"kid": keyring.current.public.kid}]})
