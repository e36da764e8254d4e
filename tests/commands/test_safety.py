"""Production refuses what was meant for development: each thing alone, and all at once."""

from __future__ import annotations

import base64
import os
import secrets
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from juzheng.config import development_keys, safety
from juzheng.outside import keys

ROOT = Path(__file__).parent.parent.parent
AT = datetime(2026, 11, 24, tzinfo=UTC)


def certificate(private: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "示例县民政局（测试）")])
    builder = x509.CertificateBuilder(name, name).public_key(private.public_key())
    builder = builder.serial_number(7).not_valid_before(AT)
    return builder.not_valid_after(AT.replace(year=2030)).sign(private, hashes.SHA256())


@pytest.fixture(scope="module")
def real_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    private = ec.generate_private_key(ec.SECP256R1())
    keys.add(folder, private, certificate(private), at=AT)
    return folder


@pytest.fixture
def good(real_keys: Path) -> SimpleNamespace:
    return SimpleNamespace(
        ENVIRONMENT="production",
        SECRET_KEY="Zk3v9QmT1xLr8BwYc5NpUe2HsJd7GaFo4KiMtRqXb6WyPzVnCl0EuSgD",
        DATA_KEY="8Jt1kq0ZcX3Yw5sV7uRnPz2LhE9mQbTfGdKxAiCoW4U=",
        BASE_URL="https://juzheng.example.cn",
        ALLOWED_HOSTS=["juzheng.example.cn"],
        DEBUG=False,
        DEMO=False,
        KEYS_DIR=real_keys,
    )


def test_a_real_installation_starts(good: SimpleNamespace) -> None:
    safety.insist(good)


def _key(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def test_no_random_key_is_taken_for_a_pattern(good: SimpleNamespace) -> None:
    for _ in range(300):
        good.DATA_KEY, good.SECRET_KEY = _key(secrets.token_bytes(32)), secrets.token_hex(25)
        assert safety.dangers(good) == ()


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("SECRET_KEY", development_keys.SECRET_KEY, "JUZHENG_SECRET_KEY"),
        ("SECRET_KEY", "short", "JUZHENG_SECRET_KEY"),
        ("DATA_KEY", development_keys.DATA_KEY, "JUZHENG_DATA_KEY"),
        ("DATA_KEY", "", "JUZHENG_DATA_KEY"),
        ("DATA_KEY", "not base64 at all", "JUZHENG_DATA_KEY"),
        ("DATA_KEY", "dG9vIHNob3J0", "JUZHENG_DATA_KEY"),
        ("SECRET_KEY", "a" * 64, "JUZHENG_SECRET_KEY"),
        ("SECRET_KEY", "0123456789" * 6, "JUZHENG_SECRET_KEY"),
        ("SECRET_KEY", "changeme" * 8, "JUZHENG_SECRET_KEY"),
        ("DATA_KEY", _key(bytes(32)), "JUZHENG_DATA_KEY"),
        ("DATA_KEY", _key(b"a" * 32), "JUZHENG_DATA_KEY"),
        ("DATA_KEY", _key(b"abcd" * 8), "JUZHENG_DATA_KEY"),
        ("DATA_KEY", _key(bytes(range(32))), "JUZHENG_DATA_KEY"),
        ("DATA_KEY", _key(b"0123456789abcdef" * 2), "JUZHENG_DATA_KEY"),
        ("BASE_URL", "http://juzheng.example.cn", "https"),
        ("BASE_URL", "https://localhost", "正式网址"),
        ("BASE_URL", "https://127.0.0.1:8000", "正式网址"),
        ("ALLOWED_HOSTS", ["*"], "JUZHENG_ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", ["*", "juzheng.example.cn"], "JUZHENG_ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", ["127.0.0.1"], "JUZHENG_ALLOWED_HOSTS"),
        ("DEBUG", True, "DEBUG"),
        ("DEMO", True, "JUZHENG_DEMO"),
        ("KEYS_DIR", Path("no-such-folder"), "密钥"),
    ],
)
def test_each_danger_alone_is_refused(
    good: SimpleNamespace, name: str, value: Any, part: str
) -> None:
    setattr(good, name, value)
    with pytest.raises(safety.Unsafe, match=part):
        safety.insist(good)


def test_development_signing_keys_are_refused(good: SimpleNamespace, tmp_path: Path) -> None:
    keys.create_development_keys(tmp_path / "keys", at=AT)
    good.KEYS_DIR = tmp_path / "keys"
    with pytest.raises(safety.Unsafe, match="开发测试密钥"):
        safety.insist(good)


def test_a_private_key_that_others_may_read_is_refused(
    good: SimpleNamespace, tmp_path: Path
) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    ring = keys.add(tmp_path / "keys", private, certificate(private), at=AT)
    (tmp_path / "keys" / f"{ring.current.public.kid}.key.pem").chmod(0o644)
    good.KEYS_DIR = tmp_path / "keys"
    with pytest.raises(safety.Unsafe, match="chmod 600"):
        safety.insist(good)


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(safety.Unsafe) as refusal:
        safety.insist(
            SimpleNamespace(
                ENVIRONMENT="production",
                SECRET_KEY=development_keys.SECRET_KEY,
                DATA_KEY=development_keys.DATA_KEY,
                BASE_URL="http://127.0.0.1:8000",
                ALLOWED_HOSTS=["*"],
                DEBUG=True,
                DEMO=True,
                KEYS_DIR=Path("no-such-folder"),
            )
        )
    assert "有 8 处须先改正" in str(refusal.value)


def test_a_misspelt_environment_is_not_taken_for_development(good: SimpleNamespace) -> None:
    good.ENVIRONMENT = "prod"
    with pytest.raises(safety.Unsafe, match="不认识"):
        safety.insist(good)


def test_development_starts_as_it_is() -> None:
    assert safety.dangers(SimpleNamespace(ENVIRONMENT="development")) == ()


@pytest.mark.parametrize(
    "words",
    [
        ["-m", "juzheng", "serve"],
        ["-m", "juzheng", "work", "--once"],
        ["-c", "import juzheng.config.wsgi"],
    ],
)
def test_every_way_to_start_asks(tmp_path: Path, words: list[str]) -> None:
    ended = subprocess.run(
        [sys.executable, *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "JUZHENG_ENV": "production"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 1
    assert "不能以生产方式启动" in ended.stderr
    assert not (tmp_path / "var").exists()
