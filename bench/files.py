"""What sealing costs a file (加密存放的开销): written and read, beside the plain file.

Run ``python -m bench.files``: median CPU milliseconds of this process for a paper of 60 KB, a scan
of 1 MB and the largest one of 10 MB.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from bench.measure import cpu_ms

SIZES = {"paper_60_kb": 60 * 1024, "scan_1_mb": 2**20, "scan_10_mb": 10 * 2**20}


def measure(folder: Path) -> dict[str, Any]:
    """Return what reading and writing cost, sealed and plain."""
    from juzheng.acts.base import files

    settings.DATA_DIR = folder
    found: dict[str, Any] = {"unit": "median CPU ms a file, one process"}
    for called, size in SIZES.items():
        content = os.urandom(size)
        name, _ = files.keep(content, "bench", "pdf")
        plain = folder / "plain"
        plain.write_bytes(content)
        times = max(5, 20 * 2**20 // size)

        def sealed_write(content: bytes = content) -> None:
            files.keep(content, "bench", "pdf")

        found[called] = {
            "read_plain": cpu_ms(plain.read_bytes, times)["cpu_ms"],
            "read_sealed": cpu_ms(lambda name=name: files.read(name), times)["cpu_ms"],
            "write_plain": cpu_ms(lambda at=plain, c=content: at.write_bytes(c), times)["cpu_ms"],
            "write_sealed": cpu_ms(sealed_write, times)["cpu_ms"],
        }
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "juzheng.config.settings")
    django.setup()
    with tempfile.TemporaryDirectory(prefix="juzheng-bench-") as own:
        json.dump(measure(Path(own)), sys.stdout, ensure_ascii=False, indent=2)
        print()
