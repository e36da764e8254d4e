"""Soon (快): no command imports what it does not need; what each needs is said here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import load_command_class

from juzheng.__main__ import COMMANDS, overview

ROOT = Path(__file__).parent.parent.parent
LOOK = (
    "import sys; from juzheng.__main__ import main; main(sys.argv[1:]); "
    "print('\\n'.join(sys.modules), file=sys.stderr)"
)
HEAVY = {"typst", "PIL", "openpyxl", "uharfbuzz", "zxingcpp", "jsonschema", "numpy", "argon2"}
MODELS = {"juzheng.records", "django.db.models", "juzheng.catalogue", "yaml", "marisa_trie"}


COLLECTED = (
    "import gc, sys; from juzheng.__main__ import main; main(); "
    "print(gc.isenabled(), gc.get_freeze_count() > 10_000, file=sys.stderr)"
)


def _imported(folder: Path, *words: str) -> set[str]:
    return set(_run(folder, LOOK, *words).splitlines())


def _run(folder: Path, program: str, *words: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-c", program, *words],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "JUZHENG_DATA": str(folder),
            "JUZHENG_KEYS": str(folder / "keys"),
            "JUZHENG_DATABASE_URL": "",
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return ended.stderr


@pytest.mark.parametrize("words", [(), ("--help",), ("--version",), ("chek",)])
def test_help_needs_no_django(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert not {"django", "asyncio", *HEAVY, *MODELS} & _imported(tmp_path, *words)


@pytest.mark.parametrize("words", [("check", "--help"), ("check", "没有的.pdf")])
def test_a_check_needs_no_models(tmp_path: Path, words: tuple[str, ...]) -> None:
    from datetime import UTC, datetime

    from juzheng.outside import keys

    keys.create_development_keys(tmp_path / "keys", at=datetime.now(UTC))
    found = _imported(tmp_path, *words)
    assert "juzheng.web.management.commands.check" in found
    assert not (HEAVY | MODELS) & found


def test_a_question_needs_no_acts_and_no_papers(tmp_path: Path) -> None:
    found = _imported(tmp_path, "ask", "证明我妈是我妈")
    assert "juzheng.finder.finding" in found
    assert not (HEAVY | {"juzheng.acts", "juzheng.outside"}) & found


def test_nothing_is_looked_through_while_a_command_is_loaded(tmp_path: Path) -> None:
    """And what is made after it is: a server runs for months."""
    assert _run(tmp_path, COLLECTED, "ask", "证明我妈是我妈").splitlines()[-1] == "True True"


def test_the_overview_says_what_each_command_says_of_itself() -> None:
    said = overview()
    for name in COMMANDS:
        assert f" {load_command_class('juzheng.web', name).help}\n" in said
