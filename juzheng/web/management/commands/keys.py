"""``juzheng keys``: the keys that sign papers, and the one that seals what is stored."""

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

from juzheng.acts.base import data_key
from juzheng.outside import keys
from juzheng.web.shared import startup


class Command(BaseCommand):
    """Signing keys (签名密钥)."""

    help = "Create, rotate and list the keys that sign; rotate the data key (密钥)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the three things one does with keys."""
        parser.epilog = (
            "Example (例): juzheng keys rotate --key new.key.pem --certificate new.cert.pem"
        )
        acts = parser.add_subparsers(dest="act", required=True, metavar="create|rotate|list|data")
        for word, text in (("create", "the first key (首个密钥)"), ("rotate", "the next (轮换)")):
            act = acts.add_parser(word, help=text)
            act.add_argument("--key", type=Path, help="private key, PEM, P-256 (私钥)")
            act.add_argument("--certificate", type=Path, help="its certificate, PEM (证书)")
        acts.add_parser("list", help="all keys, the retired ones too (名单)")
        acts.add_parser("data", help="seal all anew with a new data key (更换数据密钥)")

    def handle(self, *, act: str, **options: Any) -> str:
        """Do it, and say which key signs now."""
        folder = Path(settings.KEYS_DIR)
        if act == "data":
            return _rotate_data(at=timezone.now())
        try:
            if act == "list":
                return _list(keys.load(folder))
            return _use(folder, act, options, at=timezone.now())
        except keys.UnusableKeys as unusable:
            raise CommandError(str(unusable)) from None


def _rotate_data(*, at: datetime) -> str:
    startup.insist_on_data_key()
    try:
        done = data_key.rotate(at=at)
    except data_key.NotBegun:
        raise CommandError(
            "服务还没有用上新密钥。请把 JUZHENG_DATA_KEY 写成“新密钥,旧密钥”，"
            "重新启动 juzheng serve 和 juzheng work，再运行 juzheng keys data。什么都没有改动。"
        ) from None
    return (
        f"已用新密钥重新加密 {done} 处。再运行一次，显示 0 处，就全部换完了。"
        "JUZHENG_DATA_KEY 里最后一个密钥要留着，中间的可以去掉（docs/keys.md）。"
    )


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
            "生产方式不能用开发测试密钥。请写 --key 和 --certificate（docs/keys.md）。"
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
