"""Signing keys (签名密钥): kept safely, changed in turn, published with their history."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from juzheng.outside import keys, paper, pdf_signature
from juzheng.outside.keys import Keyring, UnusableKeys
from juzheng.outside.pdf_signature import UnreadablePaper
from tests.papers import AT, CERTIFICATE

DAY = timedelta(days=1)


def test_files_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    keys.create_development_keys(folder, at=AT)
    assert folder.stat().st_mode & 0o077 == 0
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_a_private_key_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    ring = keys.create_development_keys(tmp_path, at=AT)
    (tmp_path / f"{ring.current.public.kid}.key.pem").chmod(0o640)
    with pytest.raises(UnusableKeys, match="chmod 600"):
        keys.load(tmp_path)


def test_keys_are_never_overwritten(tmp_path: Path) -> None:
    before = keys.create_development_keys(tmp_path, at=AT)
    with pytest.raises(UnusableKeys, match="已有密钥"):
        keys.create_development_keys(tmp_path, at=AT)
    assert keys.load(tmp_path).current.public == before.current.public


def test_rotation_keeps_the_history(tmp_path: Path) -> None:
    first = keys.create_development_keys(tmp_path, at=AT)
    second = keys.rotate_development_keys(tmp_path, at=AT + DAY)
    third = keys.rotate_development_keys(tmp_path, at=AT + 2 * DAY)
    assert [key.kid for key in third.history] == [
        first.current.public.kid,
        second.current.public.kid,
        third.current.public.kid,
    ]
    assert [key.retired for key in third.history] == [AT + DAY, AT + 2 * DAY, None]
    assert keys.load(tmp_path).history == third.history


def test_old_papers_still_verify_after_rotation(tmp_path: Path, draft: paper.Draft) -> None:
    old = keys.create_development_keys(tmp_path, at=AT - DAY)
    pdf = paper.sign(draft.pdf, keyring=old, at=AT, reason="旧")
    new = keys.rotate_development_keys(tmp_path, at=AT + DAY)
    assert pdf_signature.read_signature(pdf, new.public).kid == old.current.public.kid


@pytest.mark.parametrize(
    ("at", "good"),
    [
        (AT - timedelta(seconds=1), False),
        (AT, True),
        (AT + DAY - timedelta(seconds=1), True),
        (AT + DAY, False),
    ],
)
def test_a_signature_outside_the_keys_time_is_rejected(
    tmp_path: Path, draft: paper.Draft, at: object, good: bool
) -> None:
    ring = keys.create_development_keys(tmp_path, at=AT)
    pdf = paper.sign(draft.pdf, keyring=ring, at=at, reason="")  # type: ignore[arg-type]
    public = keys.rotate_development_keys(tmp_path, at=AT + DAY).public
    if good:
        assert pdf_signature.read_signature(pdf, public).at == at
        return
    with pytest.raises(UnreadablePaper, match="使用期"):
        pdf_signature.read_signature(pdf, public)


def test_a_passphrase_locks_the_private_key(tmp_path: Path) -> None:
    keys.create_development_keys(tmp_path, at=AT, passphrase=b"secret")
    assert b"ENCRYPTED" in next(tmp_path.glob("*.key.pem")).read_bytes()
    assert keys.load(tmp_path, passphrase=b"secret").current.public.kid
    for wrong in (b"other", None):
        with pytest.raises(UnusableKeys, match="口令"):
            keys.load(tmp_path, passphrase=wrong)


def test_a_passphrase_for_an_open_key_is_a_mistake(tmp_path: Path) -> None:
    keys.create_development_keys(tmp_path, at=AT)
    with pytest.raises(UnusableKeys, match="口令"):
        keys.load(tmp_path, passphrase=b"x")


def test_an_empty_folder_holds_no_keys(tmp_path: Path) -> None:
    with pytest.raises(UnusableKeys, match="没有可用的密钥"):
        keys.load(tmp_path)


@pytest.mark.parametrize("index", ["", "[", "[]", "{}", "[1]", '[{"kid": "x"}]', "null"])
def test_a_damaged_index_is_named(tmp_path: Path, index: str) -> None:
    keys.create_development_keys(tmp_path, at=AT)
    (tmp_path / "keyring.json").write_text(index)
    with pytest.raises(UnusableKeys):
        keys.load(tmp_path)


@pytest.mark.parametrize("lost", ["*.key.pem", "*.cert.pem"])
@pytest.mark.parametrize("content", [None, b"", b"junk"])
def test_a_half_written_folder_is_named(tmp_path: Path, lost: str, content: bytes | None) -> None:
    keys.create_development_keys(tmp_path, at=AT)
    path = next(tmp_path.glob(lost))
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(UnusableKeys):
        keys.load(tmp_path)


def test_a_crash_before_the_index_leaves_the_old_ring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keys.create_development_keys(tmp_path, at=AT)
    write = keys._write

    def crash(path: Path, data: bytes) -> None:
        if path.name == "keyring.json":
            raise OSError("power cut")
        write(path, data)

    monkeypatch.setattr(keys, "_write", crash)
    with pytest.raises(OSError, match="power"):
        keys.rotate_development_keys(tmp_path, at=AT + DAY)
    assert keys.load(tmp_path).history == before.history


def test_key_and_certificate_belong_together(tmp_path: Path) -> None:
    one = keys.create_development_keys(tmp_path / "1", at=AT)
    other = keys.create_development_keys(tmp_path / "2", at=AT)
    target = tmp_path / "1" / f"{one.current.public.kid}.key.pem"
    source = tmp_path / "2" / f"{other.current.public.kid}.key.pem"
    target.write_bytes(source.read_bytes())
    with pytest.raises(UnusableKeys, match="不是一对"):
        keys.load(tmp_path / "1")


def test_a_certificate_of_another_key_is_not_taken(tmp_path: Path) -> None:
    mine, others = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    with pytest.raises(UnusableKeys, match="不是一对"):
        keys.add(tmp_path, mine, keys._self_signed(others, AT), at=AT)
    assert not (tmp_path / "keyring.json").exists()


def test_the_same_key_is_not_taken_twice(tmp_path: Path) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    certificate = keys._self_signed(private, AT)
    keys.add(tmp_path, private, certificate, at=AT)
    with pytest.raises(UnusableKeys, match="用过"):
        keys.add(tmp_path, private, certificate, at=AT + DAY)


def test_a_development_key_says_so(ring: Keyring) -> None:
    assert keys.is_development(ring)
    assert b"JUZHENG DEVELOPMENT" in ring.current.public.certificate


def test_signing_twice_gives_the_same_bytes(ring: Keyring) -> None:
    assert ring.current.sign(b"data") == ring.current.sign(b"data")


def test_signatures_are_raw_and_standard(ring: Keyring) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    public = keys.PublicKey(
        "", keys._self_signed(key, AT).public_bytes(serialization.Encoding.DER), AT
    )
    r, s = decode_dss_signature(key.sign(b"data", ec.ECDSA(hashes.SHA256())))
    raw = r.to_bytes(32) + s.to_bytes(32)
    assert public.verifies(raw, b"data")
    assert not public.verifies(raw, b"other")
    assert not public.verifies(raw[:-1], b"data")
    assert not public.verifies(bytes(64), b"data")
    assert not public.verifies(b"\xff" * 64, b"data")


def test_the_published_document_is_read_back(tmp_path: Path) -> None:
    keys.create_development_keys(tmp_path, at=AT)
    ring = keys.rotate_development_keys(tmp_path, at=AT + DAY)
    document = json.loads(json.dumps(keys.published(ring.history)))
    assert keys.read_published(document) == dict(ring.public)
    assert [jwk["development"] for jwk in document["keys"]] == [True, True]
    assert "PRIVATE" not in json.dumps(document)
    assert not any("d" in jwk for jwk in document["keys"])


def test_a_document_altered_in_any_key_is_not_read(ring: Keyring) -> None:
    good = keys.published(ring.history)
    (jwk,) = good["keys"]
    changes = [
        {"x": "A" * 43},
        {"y": "A" * 43},
        {"kid": "0" * 16},
        {"x5c": []},
        {"x5c": ["!"]},
        {"x5c": ["AAAA"]},
        {"created": "yesterday"},
        {"created": 5},
        {"created": "2026-11-24T12:00:00"},
    ]
    for change in changes:
        with pytest.raises(UnusableKeys):
            keys.read_published({"keys": [jwk | change]})


@pytest.mark.parametrize("document", [{}, {"keys": None}, {"keys": [{}]}, {"keys": ["x"]}, []])
def test_a_document_of_another_form_is_not_read(document: object) -> None:
    with pytest.raises(UnusableKeys):
        keys.read_published(document)  # type: ignore[arg-type]


def test_a_retired_key_signs_nothing_from_that_moment(ring: Keyring) -> None:
    key = replace(ring.current.public, retired=AT)
    assert key.signed_at(AT - DAY)
    assert not key.signed_at(AT)
    assert CERTIFICATE.issued_on == AT.date()
