"""Running ``juzheng`` as a person does, in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from juzheng.__main__ import main


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit status and what it said."""

    status: int
    out: str
    err: str


@pytest.fixture
def juzheng(capfd: pytest.CaptureFixture[str], db: None) -> Callable[..., Ended]:
    """Return a runner: ``juzheng("ask", "证明我妈是我妈")``."""

    def run(*words: str) -> Ended:
        capfd.readouterr()
        status = main(words)
        said = capfd.readouterr()
        return Ended(status, said.out, said.err)

    return run
