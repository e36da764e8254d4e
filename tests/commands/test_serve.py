"""``juzheng serve``: says in words what keeps it from serving."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any


def test_a_taken_port_is_named_before_anything_is_prepared(
    juzheng: Callable[..., Any], tmp_path: Any, db: None
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        ended = juzheng("serve", "--port", str(port))

    assert ended.status != 0
    assert f"127.0.0.1:{port} 用不了" in ended.err
    assert "--port" in ended.err
    assert "Traceback" not in ended.err
