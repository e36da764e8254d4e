"""The console command ``juzheng`` (命令行): one door, with a room behind each word.

Nothing is imported before it is needed: help needs no Django, and a check of papers no models.
"""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from juzheng import __version__

COMMANDS = (
    "serve",
    "work",
    "retention",
    "ask",
    "check",
    "tangle",
    "demands",
    "units",
    "align",
    "template",
    "import",
    "export",
    "guides",
    "load",
    "audit",
    "recount",
    "staff",
    "keys",
)

# These act in the committee's name, so they refuse to start with anything meant for development.
GUARDED = frozenset({"serve", "work", "retention"})

# These read or write what is sealed with the data key.
KEYED = frozenset(
    {
        "serve",
        "work",
        "retention",
        "import",
        "export",
        "guides",
        "load",
        "audit",
        "recount",
        "staff",
    }
)

# What these write is nobody else's to read; the others write what is public.
PRIVATE = frozenset(
    {"serve", "work", "retention", "load", "import", "audit", "recount", "staff", "keys"}
)

# These ask no database, so they begin without the models (test_soon.py says what that saves).
WITHOUT_MODELS = frozenset({"check"})

# What Django offers for every command and nobody here needs.
HIDDEN = {
    "--version",
    "--verbosity",
    "--settings",
    "--pythonpath",
    "--traceback",
    "--no-color",
    "--force-color",
    "--skip-checks",
}

COMMANDS_DIR = Path(__file__).parent / "web" / "management" / "commands"
USAGE = 2  # exit status: the command line itself was wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run one command and return its exit status.

    0: done; 1: done, and something is wrong; 2: the command line was wrong. ``juzheng check``
    documents its own.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "juzheng.config.settings")
    if arguments is None:  # a process of its own: until the command is there, see _command
        gc.disable()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["--version"]:
        print(f"juzheng {__version__}")
        return 0
    try:
        if not words or words[0] in ("-h", "--help", "help"):
            print(overview())
            return 0
        if words[0] not in COMMANDS:
            print(unknown(words[0]), file=sys.stderr)
            return USAGE
        return _told(words[0], words[1:])
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _told(name: str, rest: Sequence[str]) -> int:
    """Run the command; what stops it is said in words."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management.base import CommandError
    from django.db.utils import OperationalError, ProgrammingError

    try:
        return run(name, rest)
    except (CommandError, ImproperlyConfigured) as error:
        print(error, file=sys.stderr)
        return error.returncode if isinstance(error, CommandError) else 1
    except (OperationalError, ProgrammingError) as error:
        print(no_database(error), file=sys.stderr)
        return 1


def run(name: str, rest: Sequence[str]) -> int:
    """
    Run the command ``name`` with its own words and return its exit status.

    :raises CommandError: with what is so and what to do
    """
    from django.core.management.base import CommandError

    command = _command(name)
    parser = command.create_parser("juzheng", name)
    try:
        options = vars(parser.parse_args(list(rest)))
    except CommandError as error:
        text = str(error).removeprefix("Error: ")
        raise CommandError(
            f"命令写法不对：{text}。\n怎么写见：juzheng {name} --help", returncode=USAGE
        ) from None
    except SystemExit as asked_for_help:
        return _status(asked_for_help)
    if name in PRIVATE:
        os.umask(0o077)
    if name in GUARDED:
        from juzheng.config import safety

        safety.insist()
    if name in KEYED:
        from juzheng.web.shared import startup

        startup.insist_on_data_key()
    try:
        command.execute(*options.pop("args", ()), **options)
    except SystemExit as end:
        return _status(end)
    return 0


def overview() -> str:
    """Return the list of commands, one line each."""
    lines = [f"  juzheng {name:<8} {_help(name)}" for name in COMMANDS]
    return "\n".join(
        [
            "据证 juzheng：居（村）委会能开什么证明，不能开的怎么办。",
            "",
            *lines,
            "",
            "每个命令的用法和例子：juzheng <命令> --help",
            "第一次用：juzheng serve --demo；版本：juzheng --version",
        ]
    )


def unknown(word: str) -> str:
    """Return what to say to a word that is no command."""
    import difflib

    close = difflib.get_close_matches(word, COMMANDS, n=1)
    guess = f"您要的可能是：juzheng {close[0]}\n" if close else ""
    return f"没有“{word}”这个命令。\n{guess}全部命令见：juzheng --help"


def no_database(error: Exception) -> str:
    """Return what to say when the database is busy, not there, or not made yet."""
    if "database is locked" in str(error):
        return "数据库正忙：别的程序写得太久，这一步没有办成，什么都没有改动。请过一会儿再试。"
    return (
        f"数据库用不了：{str(error).splitlines()[0]}。\n"
        "还没有建库的，请先运行 juzheng load；"
        "已有库的，请核对 JUZHENG_DATA 或 JUZHENG_DATABASE_URL。"
    )


def _help(name: str) -> str:
    """Return the sentence of a command as it stands in its file: to import all takes seconds."""
    text = (COMMANDS_DIR / f"{name}.py").read_text("utf-8")
    return str(re.search(r'^    help = "(.+)"$', text, re.MULTILINE)[1])  # type: ignore[index]


def _command(name: str) -> Any:
    import django
    from django.core.management import load_command_class

    if name not in WITHOUT_MODELS:
        django.setup()
    command = load_command_class("juzheng.web", name)
    command.suppressed_base_arguments = HIDDEN
    command.requires_system_checks = []
    if not gc.isenabled():
        gc.freeze()  # what was loaded stays: to look through it for waste took an eighth of a start
        gc.enable()
    return command


def _status(end: SystemExit) -> int:
    return end.code if isinstance(end.code, int) else int(bool(end.code))


if __name__ == "__main__":
    sys.exit(main())
