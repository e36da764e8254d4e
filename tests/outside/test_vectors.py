"""The public test vectors (测试向量): ours agrees with each, and they are made anew the same."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from juzheng.law.certificates import Evidence, check_authenticity
from juzheng.outside import credential, keys
from juzheng.outside.credential import UnreadableCredential
from vectors import make

KEYS = keys.read_published(json.loads((make.FOLDER / "keys.json").read_text()))
FILE = json.loads((make.FOLDER / "qr.json").read_text())
ON = date.fromisoformat(FILE["on"])


@pytest.mark.parametrize("vector", FILE["vectors"], ids=lambda vector: vector["name"])
def test_our_verifier_agrees(vector: dict[str, Any]) -> None:
    try:
        shown = credential.decode_and_verify(vector["text"], KEYS).credential
    except UnreadableCredential:
        evidence = Evidence(intact=False, on=ON)
        assert vector["content"] is None
    else:
        evidence = Evidence(True, ON, shown.valid_until, shown.fingerprint, demo=shown.demo)
        until = shown.valid_until
        assert vector["content"] == vars(shown) | {
            "issued_on": shown.issued_on.isoformat(),
            "valid_until": until.isoformat() if until else None,
        }
    assert check_authenticity(evidence).verdict.value == vector["verdict"]


def test_they_are_made_anew_the_same() -> None:
    assert make.documents() == {
        name: json.loads((make.FOLDER / name).read_text()) for name in ("keys.json", "qr.json")
    }


def test_names_are_unique() -> None:
    names = [vector["name"] for vector in FILE["vectors"]]
    assert len(names) == len(set(names)) == 25
