"""The floor of what is published (目录页登记): the order of revisions and their digests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from juzheng.law.base import ledger

SEQUENCE = "revision"  # the series that orders all revisions, given under the counter's lock


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the digest of a page's wording (目录页摘要): SHA-256 over its canonical JSON."""
    return ledger.canonical_digest(dict(content))
