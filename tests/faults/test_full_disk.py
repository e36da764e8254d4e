"""A full disk (磁盘满): nothing more is written, but pages are read and the monitor is answered."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

SERVED = """
import resource, signal
from io import BytesIO
from django.utils import timezone
from juzheng.config.wsgi import application
from juzheng.web.shared import startup

def ask(path):
    said = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "SERVER_NAME": "127.0.0.1",
               "SERVER_PORT": "8000", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http",
               "REMOTE_ADDR": "127.0.0.1"}
    answer = application(environ, lambda status, headers: said.append(status[:3]))
    b"".join(answer)
    answer.close()
    return said[0]

list(startup.database(at=timezone.now()))
first = [ask(path) for path in ("/healthz", "/items/", "/items/POS-001/")]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # no file grows any more
second = [ask(path) for path in ("/healthz", "/items/", "/items/POS-001/")]
raise SystemExit(0 if (first, second) == (["200"] * 3, ["200"] * 3) else f"{first} {second}")
"""


def test_a_full_disk_stops_no_reading(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "juzheng.config.settings",
        "JUZHENG_DATA": str(tmp_path),
        "JUZHENG_KEYS": str(tmp_path / "keys"),
        "JUZHENG_DATABASE_URL": "",
    }
    ended = subprocess.run(
        [sys.executable, "-c", SERVED],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
