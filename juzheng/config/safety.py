"""Safety (安全启动): production refuses to start with anything that was meant for development.

All that is wrong is said at once; whoever sets up a server should not have to find out one by one.
"""

from __future__ import annotations

import base64
import binascii
import itertools
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from juzheng.config import development_keys
from juzheng.outside import keys

ENVIRONMENTS = ("development", "production")
SHORTEST_SECRET = 50  # characters; Django's own measure
FEWEST_DIFFERENT = 10  # values in a key; hexadecimal has 16
HERE_ONLY = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 - not bound to


class Unsafe(ImproperlyConfigured):
    """Production was to start with something meant for development (不能以生产方式启动)."""


def insist(chosen: Any = settings) -> None:
    """
    Return if it is safe to start.

    :raises Unsafe: with everything that is wrong, and what to do about each
    """
    found = dangers(chosen)
    if found:
        listed = "\n".join(f"  {place}. {danger}" for place, danger in enumerate(found, 1))
        raise Unsafe(
            f"不能以生产方式启动，有 {len(found)} 处须先改正（docs/running.md）：\n{listed}"
        )


def dangers(chosen: Any = settings) -> tuple[str, ...]:
    """Return what must be put right before starting; nothing for development."""
    if chosen.ENVIRONMENT not in ENVIRONMENTS:
        return (
            f"JUZHENG_ENV 是“{chosen.ENVIRONMENT}”，不认识。请设为 production 或 development。",
        )
    if chosen.ENVIRONMENT != "production":
        return ()
    return (*_secrets(chosen), *_address(chosen), *_manner(chosen), *_signing_keys(chosen))


def _secrets(chosen: Any) -> tuple[str, ...]:
    found = []
    if chosen.SECRET_KEY == development_keys.SECRET_KEY or len(chosen.SECRET_KEY) < SHORTEST_SECRET:
        found.append(
            f"JUZHENG_SECRET_KEY 是开发值，或不足 {SHORTEST_SECRET} 个字符。"
            "请换成随机值，例如：openssl rand -base64 48"
        )
    elif _is_pattern(chosen.SECRET_KEY.encode()):
        found.append(
            "JUZHENG_SECRET_KEY 不是随机值，猜得出来。请换成随机值，例如：openssl rand -base64 48"
        )
    data_keys = chosen.DATA_KEY.split(",")
    if development_keys.DATA_KEY in data_keys or not all(map(_is_key, data_keys)):
        found.append(
            "JUZHENG_DATA_KEY 是开发值，或不是 32 字节的 base64。"
            "请换成随机值并妥善备份：openssl rand -base64 32"
        )
    elif any(_is_pattern(base64.b64decode(key)) for key in data_keys):
        found.append(
            "JUZHENG_DATA_KEY 不是随机值（全是零、同一个字、依次的数之类），猜得出来。"
            "请换成随机值并妥善备份：openssl rand -base64 32"
        )
    return tuple(found)


def _is_key(encoded: str) -> bool:
    try:
        return len(base64.b64decode(encoded, validate=True)) == 32
    except (binascii.Error, ValueError):
        return False


def _is_pattern(key: bytes) -> bool:
    """
    Return whether nobody can have drawn ``key`` by lot: one letter, a few, a repetition, a row.

    Of 32 random bytes some 30 differ, and as many of the steps from one to the next.
    """
    steps = {(after - before) % 256 for before, after in itertools.pairwise(key)}
    return min(len(set(key)), len(steps)) < FEWEST_DIFFERENT


def _address(chosen: Any) -> tuple[str, ...]:
    parts = urlsplit(chosen.BASE_URL)
    found = []
    if parts.scheme != "https":
        found.append(
            f"JUZHENG_BASE_URL 是 {chosen.BASE_URL}，不是 https。请改为正式的 https 网址。"
        )
    if not parts.hostname or parts.hostname in HERE_ONLY:
        found.append("JUZHENG_BASE_URL 只能在本机打开。请改为居民手机能打开的正式网址。")
    if "*" in chosen.ALLOWED_HOSTS or parts.hostname not in chosen.ALLOWED_HOSTS:
        found.append(
            "JUZHENG_ALLOWED_HOSTS 没有写明正式域名，或写了“*”。"
            "请写成 JUZHENG_BASE_URL 里的域名，多个用逗号隔开。"
        )
    return tuple(found)


def _manner(chosen: Any) -> tuple[str, ...]:
    found = []
    if chosen.DEBUG:
        found.append("调试方式打开着。请去掉 DEBUG。")
    if chosen.DEMO:
        found.append("演示方式打开着。请去掉 JUZHENG_DEMO，演示数据另外装一套。")
    return tuple(found)


def _signing_keys(chosen: Any) -> tuple[str, ...]:
    folder = Path(chosen.KEYS_DIR)
    try:
        ring = keys.load(folder)
    except keys.UnusableKeys as unusable:
        return (str(unusable),)
    except (OSError, ValueError) as broken:
        return (f"签名密钥读不出来：{broken}。请核对 JUZHENG_KEYS（docs/keys.md）。",)
    if keys.is_development(ring):
        return (
            "签名密钥是开发测试密钥，盖出的证明不作数。请用 juzheng keys create 装入正式密钥和证书"
            "（docs/keys.md）。",
        )
    return ()
