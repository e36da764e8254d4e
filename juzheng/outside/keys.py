"""Signing keys (签名密钥): kept in a folder, changed in turn, public halves kept for ever."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.x509.oid import NameOID

ALGORITHM = "ES256"  # ECDSA on P-256 with SHA-256, RFC 9053 2.1
DEVELOPMENT = "JUZHENG DEVELOPMENT"  # the organisation in a development certificate's subject
_INDEX = "keyring.json"
_SIZE = 32  # bytes of r and of s


class UnusableKeys(Exception):
    """The keys cannot be used (密钥不可用); the message says what to do."""


class Signer(Protocol):
    """What can sign (签名者): a key in a file today, a key device or seal platform tomorrow."""

    @property
    def public(self) -> PublicKey:
        """Return the public half (公钥)."""

    def sign(self, data: bytes) -> bytes:
        """Return the raw signature (签名值) r‖s over ``data``, 64 bytes for ES256."""


@dataclass(frozen=True)
class PublicKey:
    """The public half of a signing key (公钥), and the time in which it was used to sign."""

    kid: str  # first 8 bytes of SHA-256 of the public key (SPKI), in hex
    certificate: bytes  # X.509, DER
    created: datetime
    retired: datetime | None = None  # from then on it signs nothing

    @cached_property
    def _x509(self) -> x509.Certificate:
        return x509.load_der_x509_certificate(self.certificate)

    @cached_property
    def point(self) -> ec.EllipticCurvePublicKey:
        """Return the point on the curve that the certificate is for."""
        key = self._x509.public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != "secp256r1":
            raise UnusableKeys("证书不是 P-256 公钥。请换用 ES256 证书（docs/keys.md）。")
        return key

    @property
    def development(self) -> bool:
        """Return whether this is a development key (开发测试密钥), good for nothing outside."""
        organisations = self._x509.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        return any(each.value == DEVELOPMENT for each in organisations)

    def issuer_and_serial(self) -> tuple[bytes, int]:
        """Return the certificate's issuer (签发者), in DER, and its serial number."""
        return self._x509.issuer.public_bytes(), self._x509.serial_number

    def verifies(self, signature: bytes, data: bytes) -> bool:
        """Return whether ``signature`` (raw r‖s) is this key's over ``data`` (验签)."""
        if len(signature) != 2 * _SIZE:
            return False
        r, s = (int.from_bytes(half) for half in (signature[:_SIZE], signature[_SIZE:]))
        try:
            self.point.verify(encode_dss_signature(r, s), data, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True

    def signed_at(self, moment: datetime) -> bool:
        """Return whether the key was in use at ``moment`` (使用期内)."""
        return self.created <= moment and (self.retired is None or moment < self.retired)


PublicKeys = Mapping[str, PublicKey]  # by kid


@dataclass(frozen=True)
class FileKey:
    """A signing key from a file (文件密钥): the :class:`Signer` that ships."""

    public: PublicKey
    private: ec.EllipticCurvePrivateKey

    def sign(self, data: bytes) -> bytes:
        """
        Return the raw signature (签名值) r‖s over ``data``.

        The nonce is derived from key and data (RFC 6979): the same paper signed again after
        a crash is the same file, byte for byte.
        """
        algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        r, s = decode_dss_signature(self.private.sign(data, algorithm))
        return r.to_bytes(_SIZE) + s.to_bytes(_SIZE)


@dataclass(frozen=True)
class Keyring:
    """The key that signs now, and every public key that ever did (密钥环)."""

    current: Signer
    history: tuple[PublicKey, ...]  # oldest first, the current one included

    @cached_property
    def public(self) -> PublicKeys:
        """Return all public keys by kid (全部公钥), for the authenticity check."""
        return {key.kid: key for key in self.history}


def load(folder: Path, *, passphrase: bytes | None = None) -> Keyring:
    """
    Return the keyring kept in ``folder`` (载入密钥).

    :param passphrase: of the private key's file, from the environment; None if it has none
    :raises UnusableKeys: nothing there, no current key, key and certificate do not belong
        together, or a private key that others may read
    """
    try:
        history = tuple(_public_key(folder, entry) for entry in _index(folder))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnusableKeys(f"{folder} 里的证书不全。请从备份恢复（docs/keys.md）。") from error
    current = [key for key in history if key.retired is None]
    if len(current) != 1:
        raise UnusableKeys(
            f"{folder} 里没有唯一的现用密钥。请用 juzheng keys 生成（docs/keys.md）。"
        )
    return Keyring(_file_key(folder, current[0], passphrase), history)


def create_development_keys(
    folder: Path, *, at: datetime, passphrase: bytes | None = None
) -> Keyring:
    """
    Make a first development key in ``folder`` (生成开发测试密钥), its certificate self-signed.

    :raises UnusableKeys: if the folder already holds keys; nothing is ever overwritten
    """
    if (folder / _INDEX).exists():
        raise UnusableKeys(f"{folder} 里已有密钥。如需更换，请用轮换（docs/keys.md）。")
    private = ec.generate_private_key(ec.SECP256R1())
    return add(folder, private, _self_signed(private, at), at=at, passphrase=passphrase)


def rotate_development_keys(
    folder: Path, *, at: datetime, passphrase: bytes | None = None
) -> Keyring:
    """Retire the current development key and make the next (轮换开发测试密钥)."""
    private = ec.generate_private_key(ec.SECP256R1())
    return add(folder, private, _self_signed(private, at), at=at, passphrase=passphrase)


def add(
    folder: Path,
    private: ec.EllipticCurvePrivateKey,
    certificate: x509.Certificate,
    *,
    at: datetime,
    passphrase: bytes | None = None,
) -> Keyring:
    """
    Make ``private`` the current key (启用新密钥); the one before is retired, its public half kept.

    The private key is written first and the index last, so that a crash leaves the old ring.

    :raises UnusableKeys: if the certificate is not of this key, or the key is already there
    """
    der = certificate.public_bytes(serialization.Encoding.DER)
    key = PublicKey(_kid(private.public_key()), der, at)
    entries = _index(folder) if (folder / _INDEX).exists() else []
    if certificate.public_key() != private.public_key() or key.kid in {e["kid"] for e in entries}:
        raise UnusableKeys("证书与私钥不是一对，或该密钥已经用过。请核对后再启用（docs/keys.md）。")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(folder / f"{key.kid}.key.pem", _private_pem(private, passphrase))
    _write(folder / f"{key.kid}.cert.pem", certificate.public_bytes(serialization.Encoding.PEM))
    retired = [{**e, "retired": e["retired"] or at.isoformat()} for e in entries]
    entries = [*retired, {"kid": key.kid, "created": at.isoformat(), "retired": None}]
    _write(folder / _INDEX, json.dumps(entries, indent=1).encode())
    return load(folder, passphrase=passphrase)


def is_development(keyring: Keyring) -> bool:
    """Return whether papers would be signed with a development key (开发测试密钥)."""
    return keyring.current.public.development


def published(keys: Iterable[PublicKey]) -> dict[str, Any]:
    """Return the key history as JSON for a well-known address (公布公钥): a JWK set, RFC 7517."""
    return {"keys": [_jwk(key) for key in keys]}


def read_published(document: Mapping[str, Any]) -> dict[str, PublicKey]:
    """
    Return the keys of a published document (读取公布的公钥), for a check without network.

    :raises UnusableKeys: if the document is not one that :func:`published` makes
    """
    try:
        return {jwk["kid"]: _from_jwk(jwk) for jwk in document["keys"]}
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise UnusableKeys("公钥文件读不出来。请重新下载（docs/keys.md）。") from error


def _jwk(key: PublicKey) -> dict[str, Any]:
    numbers = key.point.public_numbers()
    return {
        "kty": "EC",
        "crv": "P-256",
        "x": _base64url(numbers.x.to_bytes(_SIZE)),
        "y": _base64url(numbers.y.to_bytes(_SIZE)),
        "use": "sig",
        "alg": ALGORITHM,
        "kid": key.kid,
        "x5c": [base64.b64encode(key.certificate).decode()],
        "created": key.created.isoformat(),
        "retired": key.retired.isoformat() if key.retired else None,
        "development": key.development,
    }


def _from_jwk(jwk: Mapping[str, Any]) -> PublicKey:
    certificate = base64.b64decode(jwk["x5c"][0], validate=True)
    key = PublicKey(jwk["kid"], certificate, datetime.fromisoformat(jwk["created"]))
    retired = jwk["retired"]
    key = replace(key, retired=datetime.fromisoformat(retired)) if retired else key
    if key.kid != _kid(key.point) or _jwk(key) != dict(jwk):
        raise ValueError("a key whose parts do not agree")
    if None in (key.created.tzinfo, (key.retired or key.created).tzinfo):
        raise ValueError("a time without its zone")
    return key


def _kid(point: ec.EllipticCurvePublicKey) -> str:
    """Return the name that a public key has from itself (密钥编号), so that none can borrow one."""
    spki = point.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return sha256(spki).digest()[:8].hex()


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _index(folder: Path) -> list[dict[str, Any]]:
    try:
        entries: list[dict[str, Any]] = json.loads((folder / _INDEX).read_bytes())
    except (OSError, ValueError) as error:
        raise UnusableKeys(f"{folder} 里没有可用的密钥。请先生成（docs/keys.md）。") from error
    return entries


def _public_key(folder: Path, entry: Mapping[str, Any]) -> PublicKey:
    pem = (folder / f"{entry['kid']}.cert.pem").read_bytes()
    der = x509.load_pem_x509_certificate(pem).public_bytes(serialization.Encoding.DER)
    retired = datetime.fromisoformat(entry["retired"]) if entry["retired"] else None
    return PublicKey(entry["kid"], der, datetime.fromisoformat(entry["created"]), retired)


def _file_key(folder: Path, public: PublicKey, passphrase: bytes | None) -> FileKey:
    path = folder / f"{public.kid}.key.pem"
    if not path.is_file():
        raise UnusableKeys(f"私钥文件 {path.name} 不在。请从备份恢复（docs/keys.md）。")
    if path.stat().st_mode & 0o077:
        raise UnusableKeys(f"私钥文件 {path.name} 他人可读。请改为仅本人可读（chmod 600）。")
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), passphrase)
    except (ValueError, TypeError) as error:
        raise UnusableKeys(f"私钥 {path.name} 打不开。请核对口令（docs/keys.md）。") from error
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise UnusableKeys("私钥不是 P-256 密钥。请换用 ES256 密钥（docs/keys.md）。")
    if private.public_key() != public.point:
        raise UnusableKeys("私钥与证书不是一对。请从备份恢复（docs/keys.md）。")
    return FileKey(public, private)


def _private_pem(private: ec.EllipticCurvePrivateKey, passphrase: bytes | None) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase)
        if passphrase
        else serialization.NoEncryption(),
    )


def _write(path: Path, data: bytes) -> None:
    """Write so that readers see the whole file or none of it, and others nothing at all."""
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


def _self_signed(private: ec.EllipticCurvePrivateKey, at: datetime) -> x509.Certificate:
    """Return a certificate that says of itself that it is good for nothing but trying out."""
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, DEVELOPMENT),
            x509.NameAttribute(NameOID.COMMON_NAME, "据证开发测试密钥（不作任何用途）"),
        ]
    )
    start = at.astimezone(UTC)
    signing, others = (True, True), (False,) * 7  # signatures and content commitment, no more
    usage = x509.KeyUsage(*signing, *others)
    return (
        x509.CertificateBuilder(name, name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=3650))
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )
