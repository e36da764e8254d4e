"""``juzheng keys``: the keys that sign papers."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from juzheng.outside import keys


class Command(BaseCommand):
    """Signing keys (签名密钥)."""

    help = "Create, rotate and list the keys that sign papers (签名密钥)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the three things one does with keys."""
        parser.epilog = (
            "Example (例): juzheng keys rotate --key new.key.pem --certificate new.cert.pem"
        )
        acts = parser.add_subparsers(dest="act", required=True, metavar="create|rotate|list")
        for word, text in (("create", "the first key (首个密钥)"), ("rotate", "the next (轮换)")):
            act = acts.add_parser(word, help=text)
            act.add_argument("--key", type=Path, help="private key, PEM, P-256 (私钥)")
            act.add_argument("--certificate", type=Path, help="its certificate, PEM (证书)")
        acts.add_parser("list", help="all keys, the retired ones too (名单)")

    def handle(self, *, act: str, **options: Any) -> str:
        """Do it, and say which key signs now."""
        folder = Path(settings.KEYS_DIR)
        try:
            if act == "list":
                return _list(keys.load(folder))
            return _use(folder, act, options, at=timezone.now())
        except keys.UnusableKeys as unusable:
            raise CommandError(str(unusable)) from None


def _use(folder: Path, act: str, options: dict[str, Any], *, at: datetime) -> str:
    there = (folder / "keyring.json").exists()
    if there != (act == "rotate"):
        said = (
            "已有密钥，请用 juzheng keys rotate 轮换"
            if there
            else "还没有密钥，请先 juzheng keys create"
        )
        raise CommandError(f"{folder} 里{said}。")
    key, certificate = options["key"], options["certificate"]
    if (key is None) != (certificate is None):
        raise CommandError("私钥和证书须成对给出。请同时写 --key 和 --certificate。")
    if key is not None:
        ring = keys.add(folder, _private(key), _certificate(certificate), at=at)
    elif settings.PRODUCTION:
        raise CommandError(
            "生产方式不能用开发测试密钥。请写 --key 和 --certificate(docs/keys.md)。"
        )
    elif act == "create":
        ring = keys.create_development_keys(folder, at=at)
    else:
        ring = keys.rotate_development_keys(folder, at=at)
    return f"现用密钥：{ring.current.public.kid}。旧密钥签过的证明仍能核验。"


def _private(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise CommandError(f"私钥 {path} 读不出来：{error}。请核对文件。") from None
    if not isinstance(private, ec.EllipticCurvePrivateKey) or private.curve.name != "secp256r1":
        raise CommandError(f"{path} 不是 P-256 私钥。请换用 ES256 密钥（docs/keys.md）。")
    return private


def _certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        raise CommandError(f"证书 {path} 读不出来：{error}。请核对文件。") from None


def _list(ring: keys.Keyring) -> str:
    lines = [
        f"{key.kid} 启用 {key.created:%Y-%m-%d} "
        f"{f'停用 {key.retired:%Y-%m-%d}' if key.retired else '现用'}"
        f"{' 开发测试' if key.development else ''}"
        for key in ring.history
    ]
    return "\n".join([*lines, f"共 {len(lines)} 个密钥。"])
