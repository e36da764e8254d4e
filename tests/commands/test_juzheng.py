"""The command line itself: help, unknown words, what goes wrong before a command begins."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import load_command_class

from juzheng import __version__
from juzheng.__main__ import COMMANDS
from tests.commands.conftest import Ended

ROOT = Path(__file__).parent.parent.parent


def test_alone_it_lists_every_command(juzheng: Callable[..., Ended]) -> None:
    ended = juzheng()
    assert ended.status == 0
    for name in COMMANDS:
        assert f"juzheng {name}" in ended.out


@pytest.mark.parametrize("word", ["-h", "--help", "help"])
def test_asked_for_help_it_says_the_same(juzheng: Callable[..., Ended], word: str) -> None:
    assert juzheng(word).out == juzheng().out


def test_it_says_which_version_it_is(juzheng: Callable[..., Ended]) -> None:
    ended = juzheng("--version")
    assert ended.status == 0
    assert ended.out == f"juzheng {__version__}\n"
    assert "juzheng --version" in juzheng().out


def test_djangos_own_door_opens() -> None:
    ended = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "help"],
        env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "makemigrations" in ended.stdout
    assert "audit" in ended.stdout


def test_every_command_file_is_listed() -> None:
    files = (ROOT / "juzheng/web/management/commands").glob("[a-z]*.py")
    assert {path.stem for path in files} == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_one_sentence_and_an_example(juzheng: Callable[..., Ended], name: str) -> None:
    sentence = load_command_class("juzheng.web", name).help
    ended = juzheng(name, "--help")
    words = " ".join(ended.out.split())
    assert ended.status == 0
    assert sentence.endswith(").")
    assert sentence.count(". ") == 0
    assert any("一" <= letter <= "鿿" for letter in sentence)
    assert sentence in words
    assert f"Example (例): juzheng {name}" in words


def test_an_unknown_word_is_answered_with_what_was_meant(juzheng: Callable[..., Ended]) -> None:
    ended = juzheng("chek")
    assert ended.status == 2
    assert "没有“chek”这个命令" in ended.err
    assert "juzheng check" in ended.err


@pytest.mark.parametrize("words", [("ask", "--no-such"), ("staff",), ("staff", "add"), ("check",)])
def test_wrong_words_name_the_help(juzheng: Callable[..., Ended], words: tuple[str, ...]) -> None:
    ended = juzheng(*words)
    assert ended.status == 2
    assert "命令写法不对" in ended.err
    assert f"juzheng {words[0]} --help" in ended.err


@pytest.mark.parametrize("command", ["audit", "work --once", "staff list"])
def test_without_a_database_it_says_how_to_make_one(tmp_path: Path, command: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "juzheng", *command.split()],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "JUZHENG_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 1
    assert "juzheng load" in ended.stderr
    assert "Traceback" not in ended.stderr
