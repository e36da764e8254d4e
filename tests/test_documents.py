"""What documents say of the program and of each other: one version, decisions by their number."""

from __future__ import annotations

import re
from pathlib import Path

from juzheng import __version__

ROOT = Path(__file__).resolve().parents[1]


def test_there_is_one_version_and_the_changelog_says_which() -> None:
    newest, *older = re.findall(
        r"^## (\S+) — (\S+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE
    )
    unreleased = ".dev0" if newest[1] == "unreleased" else ""
    released = [version for version, day in (newest, *older) if day != "unreleased"]

    assert __version__ == newest[0] + unreleased
    assert 'dynamic = ["version"]' in (ROOT / "pyproject.toml").read_text()
    assert f'softwareVersion: "{released[0]}"' in (ROOT / "publiccode.yml").read_text()


def test_decisions_are_called_by_the_number_of_their_file() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(path.name[:4]) for path in decisions]
    assert numbers == list(range(1, len(numbers) + 1))
    called = [path.read_text().split(maxsplit=2)[1].rstrip(".") for path in decisions]
    assert called == [str(number) for number in numbers]
    texts = [path.read_text() for path in (ROOT / "docs").rglob("*.md")]
    texts += [path.read_text() for path in ROOT.glob("*.*") if path.suffix in (".md", ".toml")]
    said = {int(number) for text in texts for number in re.findall(r"ADR (\d+)", text)}
    assert said <= set(numbers)
    linked = {path for text in texts for path in re.findall(r"adr/(\d{4}-[\w-]+\.md)", text)}
    assert linked <= {path.name for path in decisions}
