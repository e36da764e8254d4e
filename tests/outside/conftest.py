"""Keys and signed papers that the tests of this room share."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from juzheng.law.cases.certificates import Paper
from juzheng.outside import keys, paper
from tests.papers import AT, BASE_URL, CERTIFICATE, NOTICE, OPAQUE


@pytest.fixture(scope="session")
def keyring(signing_keys: Path) -> keys.Keyring:
    """Return the development keyring."""
    return keys.load(signing_keys)


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> keys.Keyring:
    """Return somebody else's keyring."""
    return keys.create_development_keys(
        tmp_path_factory.mktemp("stranger"), at=AT - timedelta(days=30)
    )


def signed(content: Paper, keyring: keys.Keyring) -> bytes:
    """Return ``content`` as acts make it."""
    draft = paper.compose(content, keyring=keyring, base_url=BASE_URL, opaque=OPAQUE, at=AT)
    return paper.sign(draft.pdf, keyring=keyring, at=AT, reason=content.title)


@pytest.fixture(scope="session")
def certificate(keyring: keys.Keyring) -> bytes:
    """Return a signed certificate."""
    return signed(CERTIFICATE, keyring)


@pytest.fixture(scope="session")
def notice(keyring: keys.Keyring) -> bytes:
    """Return a signed refusal notice."""
    return signed(NOTICE, keyring)
