"""What the tests of the paper share: one development key, one signed paper."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from juzheng.outside import keys, paper
from juzheng.outside.keys import Keyring
from tests.papers import AT, BASE_URL, CERTIFICATE, OPAQUE

CREATED = AT - timedelta(days=10)


@pytest.fixture(scope="session")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return keys.create_development_keys(tmp_path_factory.mktemp("k") / "keys", at=CREATED)


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return keys.create_development_keys(tmp_path_factory.mktemp("s") / "keys", at=CREATED)


@pytest.fixture(scope="session")
def draft(ring: Keyring) -> paper.Draft:
    return paper.compose(CERTIFICATE, keyring=ring, base_url=BASE_URL, opaque=OPAQUE, at=AT)


@pytest.fixture(scope="session")
def signed(ring: Keyring, draft: paper.Draft) -> bytes:
    return paper.sign(draft.pdf, keyring=ring, at=AT, reason=CERTIFICATE.title)


@pytest.fixture(scope="session")
def signed_file(signed: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "signed.pdf"
    path.write_bytes(signed)
    return path
