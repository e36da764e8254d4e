"""How examples are made (随机例子): the same ones in CI, new ones elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import settings

CHOSEN = "from hypothesis import settings as s; import tests.conftest; print(s().derandomize)"


@pytest.mark.parametrize(("ci", "derandomized"), [("true", "True"), ("", "False")])
def test_ci_chooses_the_examples(ci: str, derandomized: str) -> None:
    environment = {**os.environ, "CI": ci}
    ended = subprocess.run(
        [sys.executable, "-c", CHOSEN], env=environment, capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == derandomized


def test_what_fails_at_random_prints_how_to_repeat_it() -> None:
    assert settings.get_profile("random").print_blob
