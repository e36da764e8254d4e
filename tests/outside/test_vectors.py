"""The public test vectors: made again they are the same, and our verifier agrees (公开测试向量)."""

from __future__ import annotations

import importlib.util
import json
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from juzheng.law.cases.authenticity import Evidence, check_authenticity
from juzheng.outside import credential, keys
from juzheng.outside.credential import UnreadableCredential

FOLDER = Path(__file__).parents[2] / "vectors"
KEYS = keys.read_published(json.loads((FOLDER / "keys.json").read_text()))
VECTORS: list[dict[str, Any]] = json.loads((FOLDER / "vectors.json").read_text())


@pytest.fixture(scope="module")
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_vectors", FOLDER / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_they_are_made_again_byte_for_byte(make: ModuleType) -> None:
    for name, content in make.files().items():
        assert (FOLDER / name).read_text() == content


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_our_verifier_agrees(vector: dict[str, Any]) -> None:
    on = date.fromisoformat(vector["on"])
    evidence, shown = Evidence(intact=False, on=on), None
    try:
        shown = credential.decode_and_verify(vector["text"], KEYS).credential
        evidence = Evidence(True, on, shown.valid_until, shown.fingerprint, demo=shown.demo)
    except UnreadableCredential:
        pass
    assert check_authenticity(evidence).verdict.value == vector["verdict"]
    assert (shown is None) == (vector["credential"] is None)
    for field, value in (vector["credential"] or {}).items():
        said = getattr(shown, field)
        assert (said.isoformat() if isinstance(said, date) else said) == value


def test_each_verdict_without_network_occurs() -> None:
    assert {vector["verdict"] for vector in VECTORS} == {"genuine_offline", "expired", "not_ours"}


def test_the_keys_are_of_no_worth() -> None:
    assert all(key.development for key in KEYS.values())
