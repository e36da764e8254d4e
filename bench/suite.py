"""
The suite's processor time (测试用时), ``make cpu``: the machine is shared, so no clock on the wall.

``python -m bench.suite COMMAND...`` runs each command in a shell, as ``make test`` does, and counts
all that it starts, also servers that outlive their parent, like PostgreSQL's (Linux hands those to
us). It prints one JSON document with the machine, and ends with 1 if a command failed.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import time

from bench import measure

ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER of linux/prctl.h
PATIENCE = 30  # seconds in which a server that was told to stop has stopped


def main() -> int:
    """Run every command that is named, and print what each has cost."""
    ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1, 0, 0, 0)
    runs = [spent(command) for command in sys.argv[1:]]
    document = {
        "unit": "seconds of processor time, user and system, of all processes",
        "machine": measure.machine(),
        "total": round(sum(run["cpu_s"] for run in runs), 1),
        "runs": runs,
    }
    print(json.dumps(document, ensure_ascii=False, indent=1))
    return int(any(run["status"] for run in runs))


def spent(command: str) -> dict[str, str | float]:
    """Return the processor's seconds of a command and all its offspring, and its status."""
    before = measure.children_cpu_seconds()
    status = subprocess.run(command, shell=True, stdout=sys.stderr, check=False).returncode
    wait_for_orphans()
    used = round(measure.children_cpu_seconds() - before, 1)
    return {"command": command, "cpu_s": used, "status": status}


def wait_for_orphans() -> None:
    """Wait until nothing is left of what was started: only what has ended is counted."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.1)
        except ChildProcessError:
            return
    print("something that was started still runs and is not counted", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
